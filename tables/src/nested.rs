//! Tables that stand in a cell of another table.
//!
//! A nested table has lines of its own on all four sides, which do not touch those of the cell around it: lines that do
//! part the cell, and the outer table has more rows and columns for it.

use document::Rect;
use imaging::{Ruling, Rulings};

use crate::ink::Ink;
use crate::lattice::cover;
use crate::rules::{self, touching};

/// An end that runs over the last line across by less than this many letter heights ends there: it does so in blur, into the
/// white between a nested table and the lines of its cell, which is not much wider.
const OVERRUN: f32 = 0.3;
/// Ends of lines of one table come this near to its other lines, in pixels: a line's box is no finer.
const TOUCH: f32 = 2.0;
/// A side is closed if lines cover this share of it.
const CLOSED: f32 = 0.9;
/// Lines that differ by less than this many letter heights lie on one side.
const LEVEL: f32 = 0.3;
/// Fewest places of lines, across and down together, that part anything into cells: two sides each way and one between.
const FEWEST_PLACES: usize = 5;
/// Fewest words of a nested table, and of the table around it besides.
const FEWEST_WORDS: usize = 3;

/// A ruling's box and whether it runs across.
type Line = (Rect, bool);

/// The frames of the tables that stand in cells of the table in `bounds`, top to bottom; of several within one another the
/// outermost.
pub(crate) fn frames(rulings: &Rulings, inks: &[Ink<'_>], bounds: Rect, height: f32) -> Vec<Rect> {
    let area = bounds.grown(height);
    let across = rules::horizontal(rulings, inks, height).map(|r| (r, true));
    let down = rules::vertical(rulings, inks, height).map(|r| (r, false));
    let drawn = across.chain(down).filter(|(ruling, _)| ruling.thickness > 0.0);
    let lines: Vec<Line> = drawn.map(|(ruling, across)| (ruling.bounds(), across)).collect();
    let lines: Vec<Line> = lines.into_iter().filter(|line| area.contains(line.0.center())).collect();
    let lines: Vec<Line> = lines.iter().map(|line| cut_back(line, &lines, OVERRUN * height)).collect();
    let boxes: Vec<Rect> = lines.iter().map(|line| line.0).collect();
    let groups = touching(&boxes, TOUCH);
    let frame = |group: &Vec<usize>| {
        let own: Vec<Line> = group.iter().filter_map(|&i| lines.get(i)).copied().collect();
        let frame = sides(&own, height)?;
        let around: Vec<Line> =
            lines.iter().filter(|line| !frame.contains(line.0.center())).copied().collect();
        let is_table = parts(&own, height) && is_closed(&own, frame, height);
        let (inside, outside): (Vec<&Ink<'_>>, Vec<&Ink<'_>>) =
            inks.iter().partition(|ink| frame.contains(ink.bounds.center()));
        let worded = inside.len() >= FEWEST_WORDS && outside.len() >= FEWEST_WORDS;
        let cell = cell_around(&around, frame).filter(|_| is_table && worded && parts(&around, height))?;
        (!has_words_beside(&outside, frame, cell)).then_some(frame)
    };
    let mut frames: Vec<Rect> = groups.iter().filter_map(frame).collect();
    frames.sort_by(|a, b| b.area().total_cmp(&a.area()));
    let mut outermost: Vec<Rect> = vec![];
    for frame in frames {
        if !outermost.iter().any(|other| other.contains(frame.center())) {
            outermost.push(frame);
        }
    }
    outermost.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    outermost
}

/// The rulings that are not those of the tables in `frames`.
pub(crate) fn without(rulings: &Rulings, frames: &[Rect]) -> Rulings {
    kept(rulings, |line| !frames.iter().any(|frame| fits(line, frame)))
}

/// The rulings of the table in `frame`.
pub(crate) fn within(rulings: &Rulings, frame: Rect) -> Rulings {
    kept(rulings, |line| fits(line, &frame))
}

fn kept(rulings: &Rulings, stays: impl Fn(&Rect) -> bool) -> Rulings {
    let some = |rulings: &[Ruling]| rulings.iter().filter(|r| stays(&r.bounds())).copied().collect();
    Rulings { horizontal: some(&rulings.horizontal), vertical: some(&rulings.vertical) }
}

/// Whether a line is one of the table in `frame`: its ends may run over the frame a little.
fn fits(line: &Rect, frame: &Rect) -> bool {
    let frame = frame.grown(TOUCH);
    let long = line.width().max(line.height());
    let inside = line.grown(TOUCH).intersection(&frame).map_or(0.0, |part| part.width().max(part.height()));
    frame.contains(line.center()) && inside >= CLOSED * long
}

/// A line without what of its ends runs over the last of `lines` that it crosses, if that is no more than `most`.
fn cut_back(line: &Line, lines: &[Line], most: f32) -> Line {
    let (mut bounds, across) = *line;
    let at = place(line);
    let met = lines.iter().filter(|other| other.1 != across).filter(|other| {
        let (low, high) = reach(&other.0, !across);
        (low - TOUCH..high + TOUCH).contains(&at)
    });
    let places: Vec<f32> = met.map(place).collect();
    let (low, high) = reach(&bounds, across);
    let first = places.iter().copied().filter(|p| (low..low + most).contains(p)).fold(f32::MAX, f32::min);
    let last = places.iter().copied().filter(|p| (high - most..high).contains(p)).fold(f32::MIN, f32::max);
    let first = if first < f32::MAX { first } else { low };
    let last = if last > f32::MIN { last } else { high };
    if across {
        (bounds.left, bounds.right) = (first, last);
    } else {
        (bounds.top, bounds.bottom) = (first, last);
    }
    (bounds, across)
}

/// From where to where a line runs.
fn reach(line: &Rect, across: bool) -> (f32, f32) {
    if across { (line.left, line.right) } else { (line.top, line.bottom) }
}

/// Whether lines part what is between them into cells.
fn parts(lines: &[Line], height: f32) -> bool {
    let (ys, xs) = (levels(lines, true, height).len(), levels(lines, false, height).len());
    ys >= 2 && xs >= 2 && ys + xs >= FEWEST_PLACES
}

/// The box of the outermost lines: ends of lines may run over them a little.
fn sides(lines: &[Line], height: f32) -> Option<Rect> {
    let (ys, xs) = (levels(lines, true, height), levels(lines, false, height));
    Some(Rect::new(*xs.first()?, *ys.first()?, *xs.last()?, *ys.last()?))
}

/// The places of the lines that run across, or down.
fn levels(lines: &[Line], across: bool, height: f32) -> Vec<f32> {
    let of = lines.iter().filter(|line| line.1 == across);
    let mut places: Vec<f32> = of.map(place).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| *a - *b < LEVEL * height);
    places
}

fn place(line: &Line) -> f32 {
    if line.1 { line.0.center().y } else { line.0.center().x }
}

/// Whether lines run along all four sides of the box around them.
fn is_closed(lines: &[Line], frame: Rect, height: f32) -> bool {
    let near = LEVEL * height;
    let along = |across: bool, at: f32| {
        let side = lines.iter().filter(|line| line.1 == across && (place(line) - at).abs() <= near);
        covered(side, across, frame) >= CLOSED
    };
    along(true, frame.top)
        && along(true, frame.bottom)
        && along(false, frame.left)
        && along(false, frame.right)
}

/// The cell that `frame` stands in: the nearest lines along its four sides, away from it.
fn cell_around(lines: &[Line], frame: Rect) -> Option<Rect> {
    let beyond = |across: bool, is_beyond: &dyn Fn(f32) -> bool| {
        let mut side: Vec<&Line> =
            lines.iter().filter(|line| line.1 == across && is_beyond(place(line))).collect();
        side.sort_by(|a, b| place(a).total_cmp(&place(b)));
        let level = |a: &&Line, b: &&Line| place(b) - place(a) < TOUCH;
        let runs_along = |line: &&[&Line]| covered(line.iter().copied(), across, frame) >= CLOSED;
        let along = side.chunk_by(level).filter(runs_along);
        along.filter_map(|line| line.first()).map(|line| place(line)).collect::<Vec<f32>>()
    };
    Some(Rect::new(
        *beyond(false, &|x| x < frame.left).last()?,
        *beyond(true, &|y| y < frame.top).last()?,
        *beyond(false, &|x| x > frame.right).first()?,
        *beyond(true, &|y| y > frame.bottom).first()?,
    ))
}

/// Whether words stand beside `frame` in `cell`: then it is a part of the table, whose lines do not meet the others.
fn has_words_beside(inks: &[&Ink<'_>], frame: Rect, cell: Rect) -> bool {
    let beside =
        |middle: document::Point| cell.contains(middle) && frame.top < middle.y && middle.y < frame.bottom;
    inks.iter().any(|ink| beside(ink.bounds.center()))
}

/// The share of `frame`'s width, or of its height, that lines cover together.
fn covered<'a>(lines: impl Iterator<Item = &'a Line>, across: bool, frame: Rect) -> f32 {
    cover(lines.map(|line| reach(&line.0, across)), reach(&frame, across))
}
