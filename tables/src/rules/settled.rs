//! The rulings of a page without what other things than tables draw: panels that tables stand on, letters that go on with
//! a line.

use document::{Point, Rect};
use imaging::{Ruling, Rulings};

use super::folds::without_folds;
use super::{MOST_RULINGS, middle};
use crate::ink::Ink;

/// An edge of a shade this near (in letter heights) along a drawn line is that line's.
const ALONG: f32 = 0.3;
/// It is where drawn lines run along this share of it.
const DOUBLED: f32 = 0.8;
/// Edges of one panel begin and end at the same place, to this many letter heights.
const SAME_CORNER: f32 = 0.5;
/// A line that ends nearer (in letter heights) to the side of a frame ends on it.
const ON_SIDE: f32 = 0.15;
/// A panel is wider and higher than this many letter heights: lower ones are shaded rows.
const SMALLEST_PANEL: f32 = 6.0;
/// A table on a panel has lines across at so many heights at least, and a panel has so many of them on it: with one alone
/// its edges are the table's border.
const FEWEST_LEVELS: usize = 3;
const FEWEST_TABLES: usize = 2;
/// Lines on a panel that are looked at: more are a drawing's.
const MOST_ON_PANEL: usize = 500;
/// Ends of lines that come this near (in letter heights) touch.
const TOUCH: f32 = 0.7;
/// Edges looked at for panels: a page with more is a drawing, and the work grows with their square.
const MOST_EDGES: usize = 200;
/// A line that goes on beyond the last line across by more than the first and less than the second, in letter heights, with
/// letters over this share of the rest, runs into the stem of a letter there.
const BEYOND: f32 = 0.2;
const STEM: f32 = 1.2;
const LETTERED: f32 = 0.6;

/// The rulings without the edges of panels, without edges of shades that drawn lines run along, and without folds.
pub(crate) fn settled(rulings: &Rulings, height: f32) -> Rulings {
    let undoubled = Rulings {
        horizontal: undoubled(&rulings.horizontal, ALONG * height),
        vertical: undoubled(&rulings.vertical, ALONG * height),
    };
    let mut settled = without_folds(undoubled, height);
    let panels = panels(&settled, height);
    let is_side = |r: &Ruling| is_edge(r) && panels.iter().any(|panel| runs_along(r, panel, height));
    settled.horizontal.retain(|r| !is_side(r));
    settled.vertical.retain(|r| !is_side(r));
    settled
}

/// The rulings with lines down cut off where they run into the stems of letters, which may be those of another table's
/// title.
pub(crate) fn without_stems(mut rulings: Rulings, inks: &[Ink<'_>], height: f32) -> Rulings {
    let across = &rulings.horizontal;
    rulings.vertical.iter_mut().take(MOST_RULINGS).for_each(|line| cut_letters(line, across, inks, height));
    rulings
}

/// Whether it is an edge of a shade, not a drawn line.
fn is_edge(ruling: &Ruling) -> bool {
    ruling.thickness <= 0.0
}

/// The lines without edges that drawn ones run along.
fn undoubled(lines: &[Ruling], near: f32) -> Vec<Ruling> {
    let drawn: Vec<Rect> =
        lines.iter().filter(|r| !is_edge(r)).take(MOST_RULINGS).map(Ruling::bounds).collect();
    let is_doubled = |edge: &Ruling| {
        let bounds = edge.bounds();
        let flat = bounds.width() > bounds.height();
        let along = drawn.iter().filter(|line| bounds.grown(near).intersection(line).is_some());
        let covered: f32 =
            along.map(|line| if flat { line.overlap_x(&bounds) } else { line.overlap_y(&bounds) }).sum();
        covered >= DOUBLED * edge.length()
    };
    lines.iter().filter(|r| !is_edge(r) || !is_doubled(r)).copied().collect()
}

/// The shaded areas on which several tables stand: two edges of the same extent face each other, groups of lines stand
/// between them, and no line runs from one side to the other or over a side. The shade of a table's rows or columns has
/// lines that do.
fn panels(rulings: &Rulings, height: f32) -> Vec<Rect> {
    let lines: Vec<Rect> =
        rulings.horizontal.iter().chain(&rulings.vertical).take(MOST_RULINGS).map(Ruling::bounds).collect();
    let same = |a: f32, b: f32| (a - b).abs() < SAME_CORNER * height;
    let mut panels = vec![];
    for (edges, flat) in [(&rulings.horizontal, true), (&rulings.vertical, false)] {
        let edges: Vec<Rect> =
            edges.iter().filter(|r| is_edge(r)).take(MOST_EDGES).map(Ruling::bounds).collect();
        for (index, one) in edges.iter().enumerate() {
            let facing = edges.iter().skip(index + 1).filter(|other| {
                if flat {
                    same(one.left, other.left) && same(one.right, other.right)
                } else {
                    same(one.top, other.top) && same(one.bottom, other.bottom)
                }
            });
            panels
                .extend(facing.map(|other| one.union(other)).filter(|panel| is_panel(panel, &lines, height)));
        }
    }
    panels
}

fn is_panel(panel: &Rect, lines: &[Rect], height: f32) -> bool {
    let smallest = SMALLEST_PANEL * height;
    if panel.width() < smallest || panel.height() < smallest {
        return false;
    }
    let (slack, near) = (SAME_CORNER * height, ON_SIDE * height);
    let inner: Vec<&Rect> = lines
        .iter()
        .filter(|line| panel.grown(-slack).intersection(line).is_some() && !on_side(line, panel, near))
        .collect();
    let stays_in = |line: &&Rect| {
        panel.grown(slack).contains(Point::new(line.left, line.top))
            && panel.grown(slack).contains(Point::new(line.right, line.bottom))
    };
    let mut on: Vec<&Rect> = inner.iter().filter(|line| stays_in(line)).copied().collect();
    if on.len() < inner.len() || on.len() > MOST_ON_PANEL || !bears_tables(&on, height) {
        return false;
    }
    let flat = |line: &&Rect| line.width() > line.height();
    // Pieces of one line count as one.
    let touches = |level: &[&Rect]| {
        let around = Rect::around(level.iter().map(|line| **line)).unwrap_or_default();
        if level.first().is_some_and(flat) {
            around.left < panel.left + near && around.right > panel.right - near
        } else {
            around.top < panel.top + near && around.bottom > panel.bottom - near
        }
    };
    let level = |line: &Rect| if line.width() > line.height() { line.center().y } else { line.center().x };
    on.sort_by(|a, b| flat(a).cmp(&flat(b)).then(level(a).total_cmp(&level(b))));
    let same_level = |a: &&Rect, b: &&Rect| flat(a) == flat(b) && level(b) - level(a) < ALONG * height;
    !on.chunk_by(same_level).any(touches)
}

/// Whether lines are those of several tables.
fn bears_tables(lines: &[&Rect], height: f32) -> bool {
    let lines: Vec<Rect> = lines.iter().map(|line| **line).collect();
    let groups = touching(&lines, TOUCH * height);
    let is_table = |group: &&Vec<usize>| {
        let across = group.iter().filter_map(|&i| lines.get(i)).filter(|line| line.width() > line.height());
        let mut levels: Vec<f32> = across.map(|line| line.center().y).collect();
        levels.sort_by(f32::total_cmp);
        levels.dedup_by(|a, b| *a - *b < ALONG * height);
        levels.len() >= FEWEST_LEVELS
    };
    groups.iter().filter(is_table).count() >= FEWEST_TABLES
}

/// Groups of boxes that touch when grown by `reach`, by their indices.
pub(crate) fn touching(boxes: &[Rect], reach: f32) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..boxes.len()).collect();
    for i in 0..boxes.len() {
        for j in 0..i {
            if group[i] != group[j] && boxes[i].grown(reach).intersection(&boxes[j]).is_some() {
                let (from, to) = (group[i].max(group[j]), group[i].min(group[j]));
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![vec![]; boxes.len()];
    group.iter().enumerate().for_each(|(i, &g)| groups[g].push(i));
    groups.retain(|g| !g.is_empty());
    groups
}

/// Whether a line lies on a side of `panel`.
fn on_side(line: &Rect, panel: &Rect, near: f32) -> bool {
    let same = |a: f32, b: f32| (a - b).abs() <= near.max(1.5);
    if line.width() > line.height() {
        same(line.center().y, panel.top) || same(line.center().y, panel.bottom)
    } else {
        same(line.center().x, panel.left) || same(line.center().x, panel.right)
    }
}

/// Whether an edge runs along a side of `panel`, no further than from corner to corner.
fn runs_along(edge: &Ruling, panel: &Rect, height: f32) -> bool {
    let bounds = edge.bounds();
    on_side(&bounds, panel, ON_SIDE * height) && {
        let around = panel.grown(SAME_CORNER * height);
        around.contains(Point::new(bounds.left, bounds.top))
            && around.contains(Point::new(bounds.right, bounds.bottom))
    }
}

/// Cuts an end of a line down that runs beyond all lines across into letters: a stem above or below it that went on with it.
fn cut_letters(line: &mut Ruling, across: &[Ruling], inks: &[Ink<'_>], height: f32) {
    let x = middle(line).x;
    let reach = ALONG * height;
    let meets = |r: &&Ruling| {
        let b = r.bounds();
        b.left - reach < x
            && x < b.right + reach
            && line.start.y - reach < b.center().y
            && b.center().y < line.end.y + reach
    };
    let met = across.iter().take(MOST_RULINGS).filter(meets).map(|r| middle(r).y);
    let (first, last) = met.fold((f32::MAX, f32::MIN), |(a, b), y| (a.min(y), b.max(y)));
    if first >= last {
        return;
    }
    let lettered = |top: f32, bottom: f32| {
        let over = inks.iter().map(|ink| ink.bounds).filter(|b| b.left < x && x < b.right);
        let covered: f32 = over.map(|b| b.bottom.min(bottom) - b.top.max(top)).filter(|c| *c > 0.0).sum();
        (BEYOND * height..STEM * height).contains(&(bottom - top)) && covered >= LETTERED * (bottom - top)
    };
    if lettered(line.start.y, first) {
        line.start = line.start.lerp(line.end, (first - line.start.y) / (line.end.y - line.start.y));
    }
    if lettered(last, line.end.y) {
        line.end = line.start.lerp(line.end, (last - line.start.y) / (line.end.y - line.start.y));
    }
}
