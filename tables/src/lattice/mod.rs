//! Ruling lines as a grid: where they cross, cells are; where a separator is missing, cells are merged.

mod cells;
mod stroke;

use document::{CellSpan, Point, Rect, TableMethod};
use imaging::{Ruling, Rulings};

use crate::candidate::Candidate;
use crate::frame::Frame;
use crate::ink::Ink;
use crate::rules::{self, middle};
use cells::{Groups, compact};
pub(crate) use stroke::cover;
use stroke::{Stroke, strokes};

/// A separator stands where rulings cover at least this share of the side between two slots; a broken scan leaves more
/// than half of a line, a line that merely pokes over a crossing far less.
const SEPARATOR_COVER: f32 = 0.5;
/// Lines that reach this many letter heights over the outermost line across them have an open border there.
const OPEN_BORDER: f32 = 1.5;
/// Rulings this many letter heights outside the table's bounds still belong to it (its border).
const BORDER_REACH: f32 = 0.7;
/// Ends of lines that come this near (in letter heights) touch; the margin of a shaded band is wider.
const TOUCH: f32 = 0.35;
/// A line that ends this many letter heights away from all lines across ends on one that was not seen.
const IMPLIED_AWAY: f32 = 0.8;
/// A grid of more lines in one direction is hatching or graph paper.
const MOST_LINES: usize = 500;
/// A rule over this share of the table's width bounds it.
const LONG_RULE: f32 = 0.75;
/// Of so many lines down one may part two lists.
const FEWEST_DIVIDED: usize = 6;
/// A word belongs to a cell that holds this share of it; less is a word outside that touches the border.
const WORD_SHARE: f32 = 0.4;

/// The ruling lines of one table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lattice {
    horizontal: Vec<Stroke>,
    vertical: Vec<Stroke>,
    height: f32,
}

impl Lattice {
    /// The rulings in and around `bounds`, with the edges of shaded bands or drawn lines only; `height` is that of the
    /// letters.
    pub(crate) fn new(rulings: &Rulings, inks: &[Ink<'_>], bounds: Rect, height: f32, bands: bool) -> Self {
        let area = bounds.grown(BORDER_REACH * height);
        let inside = |r: &&Ruling| {
            let part = area
                .intersection(&r.bounds())
                .filter(|_| bands || is_drawn(r) || ends_on_lines(r, rulings, height));
            part.is_some_and(|c| c.width().max(c.height()) > 0.5 * r.length() || area.contains(middle(r)))
        };
        let across = rules::horizontal(rulings, inks, height).filter(inside);
        let down = rules::vertical(rulings, inks, height).filter(inside);
        let mut across: Vec<_> = across.map(|r| (middle(r).y, r.bounds().left, r.bounds().right)).collect();
        let down = down.map(|r| (middle(r).x, r.bounds().top, r.bounds().bottom)).collect();
        let vertical = strokes(down, height);
        across.extend(implied(&across, &vertical, height));
        Self { horizontal: strokes(across, height), vertical, height }
    }

    /// The places of the first and the last line that runs over most of `words`' width, if there are two.
    pub(crate) fn outer_rules(&self, words: Rect) -> Option<(f32, f32)> {
        let is_long = |s: &&Stroke| s.cover(words.left, words.right) >= LONG_RULE;
        let mut long = self.horizontal.iter().filter(is_long).map(|s| s.at);
        let first = long.next()?;
        long.next_back().map(|last| (first, last))
    }

    /// The same lines with columns parted at `xs`, except where one of `phrases` crosses: for tables whose rows are ruled
    /// and whose columns are not.
    pub(crate) fn with_columns(&self, xs: &[f32], phrases: &[Rect]) -> Self {
        let ys: Vec<f32> = self.horizontal.iter().map(|s| s.at).collect();
        let free = |x: f32, row: &[f32]| {
            let crossing = |p: &Rect| p.left < x && x < p.right && (row[0]..row[1]).contains(&p.center().y);
            !phrases.iter().any(crossing)
        };
        let stroke = |&x: &f32| {
            let runs = ys.windows(2).filter(|row| free(x, row)).map(|row| (x, row[0], row[1]));
            strokes(runs.collect(), self.height)
        };
        Self { vertical: xs.iter().flat_map(stroke).collect(), ..self.clone() }
    }

    /// Number of rows between the horizontal lines, where no vertical lines part columns.
    pub(crate) fn half_ruled_rows(&self) -> Option<usize> {
        (self.vertical.is_empty() && self.horizontal.len() > 2).then(|| self.horizontal.len() - 1)
    }

    /// The places of the lines down and where they end, if they all end at one line across and no more than one is below
    /// that: they box the head of a table, or all of it. One of many may run on between two lists side by side.
    pub(crate) fn boxed_head(&self) -> Option<(Vec<f32>, f32)> {
        let mut ends: Vec<f32> = self.vertical.iter().map(|s| s.reach().1).collect();
        ends.sort_by(f32::total_cmp);
        let divided = usize::from(ends.len() >= FEWEST_DIVIDED);
        let bottom = *ends.get(ends.len().checked_sub(1 + divided)?)?;
        let level = |y: f32| (y - bottom).abs() < TOUCH * self.height;
        let below = self.horizontal.iter().filter(|s| s.at > bottom && !level(s.at)).count();
        let ended = ends.iter().filter(|&&y| level(y)).count();
        let is_boxed = self.horizontal.iter().any(|s| level(s.at)) && ended + divided >= ends.len();
        let places = self.vertical.iter().map(|s| s.at).collect();
        (ended > 2 && is_boxed && below < 2).then_some((places, bottom))
    }

    /// Whether a vertical ruling runs between two boxes that stand side by side.
    pub(crate) fn parts(&self, left: &Rect, right: &Rect) -> bool {
        let (top, bottom) = (left.top.max(right.top), left.bottom.min(right.bottom));
        let (from, to) = (left.center().x, right.center().x);
        self.vertical.iter().any(|s| from < s.at && s.at < to && s.cover(top, bottom) >= SEPARATOR_COVER)
    }

    /// Whether a horizontal ruling runs over `left..right` at a height within `top..bottom`.
    pub(crate) fn rule_between(&self, (top, bottom): (f32, f32), (left, right): (f32, f32)) -> bool {
        let between = |s: &&Stroke| top <= s.at && s.at <= bottom;
        self.horizontal.iter().filter(between).any(|s| s.cover(left, right) >= SEPARATOR_COVER)
    }

    /// The largest share of `left..right` that a horizontal ruling at a height within `top..bottom` covers.
    pub(crate) fn cover_between(&self, (top, bottom): (f32, f32), (left, right): (f32, f32)) -> f32 {
        let between = self.horizontal.iter().filter(|s| top <= s.at && s.at <= bottom);
        between.map(|s| s.cover(left, right)).fold(0.0, f32::max)
    }

    /// From where to where the first piece of a line runs that lies within `top..bottom` and passes `x`.
    pub(crate) fn run_below(&self, (top, bottom): (f32, f32), x: f32) -> Option<(f32, f32)> {
        let lines = self.horizontal.iter().filter(|s| top <= s.at && s.at <= bottom);
        lines.filter_map(|s| s.piece_at(x)).next()
    }

    /// The candidate the lines make by themselves; nothing unless they part both rows and columns.
    pub(crate) fn candidate(&self, inks: &[Ink<'_>], bounds: Rect) -> Option<Candidate> {
        let frame = self.frame(inks, bounds)?;
        let owners = frame.owners(inks.iter().map(|ink| ink.bounds), WORD_SHARE);
        Some(Candidate { frame, owners, method: TableMethod::Rulings, certainty: 1.0, header_rows: None })
    }

    fn frame(&self, inks: &[Ink<'_>], bounds: Rect) -> Option<Frame> {
        if self.horizontal.len() < 2 || self.vertical.is_empty() {
            return None;
        }
        let mut xs: Vec<f32> = self.vertical.iter().map(|s| s.at).collect();
        let mut ys: Vec<f32> = self.horizontal.iter().map(|s| s.at).collect();
        self.open_sides(&mut xs, &self.horizontal, (bounds.left, bounds.right));
        self.open_sides(&mut ys, &self.vertical, (bounds.top, bounds.bottom));
        self.rows_beyond(&mut ys, &xs, inks);
        if (xs.len() < 3 && ys.len() < 3) || xs.len().max(ys.len()) > MOST_LINES {
            return None;
        }
        let mut cells = self.cells(&xs, &ys);
        compact(&mut xs, &mut ys, &mut cells);
        Some(Frame { xs, ys, cells })
    }

    /// Adds a border to `places` where lines across, at least two, reach beyond the outermost place.
    fn open_sides(&self, places: &mut Vec<f32>, across: &[Stroke], (low, high): (f32, f32)) {
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return };
        let (mut starts, mut ends): (Vec<f32>, Vec<f32>) = across.iter().map(Stroke::reach).unzip();
        starts.sort_by(f32::total_cmp);
        ends.sort_by(|a, b| b.total_cmp(a));
        let near = starts.get(1).copied().unwrap_or(first).max(low);
        let far = ends.get(1).copied().unwrap_or(last).min(high);
        if near < first - OPEN_BORDER * self.height {
            places.insert(0, near);
        }
        if far > last + OPEN_BORDER * self.height {
            places.push(far);
        }
    }

    /// Adds a row above the first or below the last line for words that stand there in two or more of the columns: a
    /// header without a rule above it. Other words there are none of the table's.
    fn rows_beyond(&self, ys: &mut Vec<f32>, xs: &[f32], inks: &[Ink<'_>]) {
        let (Some(&first), Some(&last)) = (ys.first(), ys.last()) else { return };
        let column = |b: &Rect| xs.windows(2).position(|p| b.left > p[0] && b.right < p[1]);
        let tabular = |words: &[Rect]| {
            let mut columns: Vec<usize> = words.iter().filter_map(column).collect();
            columns.sort_unstable();
            columns.dedup();
            columns.len() >= 2
        };
        let all = || inks.iter().map(|ink| ink.bounds);
        let above: Vec<Rect> = all().filter(|b| b.center().y < first).collect();
        let below: Vec<Rect> = all().filter(|b| b.center().y > last).collect();
        if let Some(around) = Rect::around(above.iter().copied()).filter(|_| tabular(&above)) {
            ys.insert(0, around.top.min(first - 1.0));
        }
        if let Some(around) = Rect::around(below.iter().copied()).filter(|_| tabular(&below)) {
            ys.push(around.bottom.max(last + 1.0));
        }
    }

    fn cells(&self, xs: &[f32], ys: &[f32]) -> Vec<CellSpan> {
        let (rows, columns) = (ys.len() - 1, xs.len() - 1);
        let mut groups = Groups::new(rows, columns);
        for row in 0..rows {
            for column in 0..columns {
                let (across, down) = ((xs[column], xs[column + 1]), (ys[row], ys[row + 1]));
                if column + 1 < columns && !self.stands(&self.vertical, across.1, down) {
                    groups.join_right(row, column);
                }
                if row + 1 < rows && !self.stands(&self.horizontal, down.1, across) {
                    groups.join_below(row, column);
                }
            }
        }
        groups.cells()
    }

    /// Whether the one of `lines` at `place` covers the stretch.
    fn stands(&self, lines: &[Stroke], place: f32, (low, high): (f32, f32)) -> bool {
        // Crossing lines are thick: look a little inside.
        let inset = ((high - low) * 0.1).min(self.height * 0.2);
        lines.iter().filter(|s| s.at == place).any(|s| s.cover(low + inset, high - inset) >= SEPARATOR_COVER)
    }
}

/// Whether it is a stroke, not the edge of a shaded band.
fn is_drawn(ruling: &Ruling) -> bool {
    ruling.thickness > 0.0
}

/// Whether the edge of a band runs from one drawn line to another, as lines of a grid do: a band with a margin around it
/// only decorates its cell.
fn ends_on_lines(edge: &Ruling, rulings: &Rulings, height: f32) -> bool {
    let reach = edge.bounds();
    let across = if reach.width() > reach.height() { &rulings.vertical } else { &rulings.horizontal };
    let touches =
        |end: Point| across.iter().any(|r| is_drawn(r) && r.bounds().grown(TOUCH * height).contains(end));
    touches(edge.start) && touches(edge.end)
}

/// Lines across where inner lines down begin or end on nothing: their own ink was too faint, as between the rows of a
/// shaded header. Each runs over the whole width.
fn implied(across: &[(f32, f32, f32)], down: &[Stroke], height: f32) -> Vec<(f32, f32, f32)> {
    let span =
        |f: fn(f32, f32) -> f32, start: f32, values: &mut dyn Iterator<Item = f32>| values.fold(start, f);
    let left = span(f32::min, f32::MAX, &mut across.iter().map(|a| a.1));
    let right = span(f32::max, f32::MIN, &mut across.iter().map(|a| a.2));
    let top = span(f32::min, f32::MAX, &mut across.iter().map(|a| a.0));
    let bottom = span(f32::max, f32::MIN, &mut across.iter().map(|a| a.0));
    let loose = |y: &f32| {
        (top + height..bottom - height).contains(y)
            && !across.iter().any(|a| (a.0 - y).abs() < height * IMPLIED_AWAY)
    };
    let ends = down.iter().flat_map(|s| [s.reach().0, s.reach().1]);
    ends.filter(loose).map(|y| (y, left, right)).collect()
}
