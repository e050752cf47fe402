//! Ruling lines as a grid: where they cross, cells are; where a separator is missing, cells are merged.

use document::{CellSpan, Rect, TableMethod};
use imaging::{Ruling, Rulings};

use crate::candidate::Candidate;
use crate::frame::Frame;
use crate::ink::{Ink, median};

/// Rulings closer than this many letter heights are one line drawn double, or one line that slopes or is broken.
const SAME_LINE: f32 = 0.4;
/// A separator stands where rulings cover at least this share of the side between two slots; a broken scan leaves more
/// than half of a line, a line that merely pokes over a crossing far less.
const SEPARATOR_COVER: f32 = 0.5;
/// A ruling that reaches this many letter heights over the outermost crossing line has an open border there.
const OPEN_BORDER: f32 = 1.5;
/// Rulings this many letter heights outside the table's bounds still belong to it (its border).
const BORDER_REACH: f32 = 0.7;

/// Stretches of one line that have ink.
#[derive(Debug, Clone)]
struct Stroke {
    /// Place across the line.
    at: f32,
    /// Stretches along it.
    runs: Vec<(f32, f32)>,
}

impl Stroke {
    /// The share of `low..high` that has ink.
    fn cover(&self, low: f32, high: f32) -> f32 {
        let mut runs: Vec<_> =
            self.runs.iter().map(|r| (r.0.max(low), r.1.min(high))).filter(|r| r.0 < r.1).collect();
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut sum, mut reached) = (0.0, low);
        for (from, to) in runs {
            sum += (to - from.max(reached)).max(0.0);
            reached = reached.max(to);
        }
        if high > low { sum / (high - low) } else { 0.0 }
    }

    fn reach(&self) -> (f32, f32) {
        self.runs.iter().fold((f32::MAX, f32::MIN), |m, r| (m.0.min(r.0), m.1.max(r.1)))
    }
}

/// The ruling lines of one table, as rows and columns of strokes.
#[derive(Debug, Clone)]
pub(crate) struct Lattice {
    horizontal: Vec<Stroke>,
    vertical: Vec<Stroke>,
    height: f32,
}

impl Lattice {
    /// The rulings in and around `bounds`; `height` is that of the letters.
    pub(crate) fn new(rulings: &Rulings, inks: &[Ink<'_>], bounds: Rect, height: f32) -> Self {
        let area = bounds.grown(BORDER_REACH * height);
        let inside = |r: &&Ruling| {
            area.contains(middle(r))
                || area
                    .intersection(&r.bounds())
                    .is_some_and(|c| c.width().max(c.height()) > 0.5 * r.length())
        };
        let across =
            rulings.horizontal.iter().filter(inside).filter(|r| !is_underline(r, inks, rulings, height));
        let down = rulings.vertical.iter().filter(inside);
        let horizontal =
            strokes(across.map(|r| (middle(r).y, r.bounds().left, r.bounds().right)).collect(), height);
        let vertical =
            strokes(down.map(|r| (middle(r).x, r.bounds().top, r.bounds().bottom)).collect(), height);
        Self { horizontal, vertical, height }
    }

    /// Whether a vertical ruling runs between two boxes that stand side by side.
    pub(crate) fn parts(&self, left: &Rect, right: &Rect) -> bool {
        let (top, bottom) = (left.top.max(right.top), left.bottom.min(right.bottom));
        let (from, to) = (left.center().x, right.center().x);
        self.vertical.iter().any(|s| (from..to).contains(&s.at) && s.cover(top, bottom) >= SEPARATOR_COVER)
    }

    /// Whether a horizontal ruling runs over `left..right` at a height within `top..bottom`.
    pub(crate) fn rule_between(&self, (top, bottom): (f32, f32), (left, right): (f32, f32)) -> bool {
        self.horizontal
            .iter()
            .any(|s| (top..=bottom).contains(&s.at) && s.cover(left, right) >= SEPARATOR_COVER)
    }

    /// Number of horizontal and of vertical lines.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.horizontal.len(), self.vertical.len())
    }

    /// The grid the lines make by themselves; nothing unless they part both rows and columns.
    pub(crate) fn frame(&self, inks: &[Ink<'_>], bounds: Rect) -> Option<Frame> {
        if self.horizontal.len() < 2 || self.vertical.is_empty() {
            return None;
        }
        let xs = self.boundaries(
            &self.vertical,
            &self.horizontal,
            (bounds.left, bounds.right),
            inks.iter().map(|i| i.bounds.center().x).collect(),
        );
        let ys = self.boundaries(
            &self.horizontal,
            &self.vertical,
            (bounds.top, bounds.bottom),
            inks.iter().map(|i| i.bounds.center().y).collect(),
        );
        if xs.len() < 3 || ys.len() < 3 {
            return None;
        }
        let cells = self.cells(&xs, &ys);
        Some(Frame { xs, ys, cells })
    }

    /// The places of `lines`, and the table's edge where lines across reach over the outermost of them or words stand
    /// beyond it.
    fn boundaries(
        &self,
        lines: &[Stroke],
        across: &[Stroke],
        (low, high): (f32, f32),
        words: Vec<f32>,
    ) -> Vec<f32> {
        let mut places: Vec<f32> = lines.iter().map(|s| s.at).collect();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return places };
        let reaches: Vec<(f32, f32)> = across.iter().map(Stroke::reach).collect();
        let open = OPEN_BORDER * self.height;
        let near = median(reaches.iter().map(|r| r.0).collect()).unwrap_or(first).max(low);
        let far = median(reaches.iter().map(|r| r.1).collect()).unwrap_or(last).min(high);
        if near < first - open || words.iter().any(|&w| w < first) {
            places.insert(
                0,
                near.min(low.max(first - open))
                    .min(words.iter().copied().fold(first, f32::min) - 1.0)
                    .max(low.min(first - 1.0)),
            );
        }
        if far > last + open || words.iter().any(|&w| w > last) {
            places.push(
                far.max(high.min(last + open))
                    .max(words.iter().copied().fold(last, f32::max) + 1.0)
                    .min(high.max(last + 1.0)),
            );
        }
        places
    }

    /// The candidate the lines make by themselves.
    pub(crate) fn candidate(&self, inks: &[Ink<'_>], bounds: Rect) -> Option<Candidate> {
        let frame = self.frame(inks, bounds)?;
        let rects: Vec<Rect> = frame.cells.iter().map(|&span| frame.rect(span)).collect();
        let fit = |ink: &Ink<'_>, i: usize| ink.bounds.overlap(&rects[i]);
        let owner = |ink: &Ink<'_>| {
            (0..rects.len())
                .max_by(|&a, &b| fit(ink, a).total_cmp(&fit(ink, b)))
                .filter(|&i| fit(ink, i) > 0.0)
        };
        let owners = inks.iter().map(owner).collect();
        Some(Candidate { frame, owners, method: TableMethod::Rulings, certainty: 1.0, header_rows: None })
    }

    fn cells(&self, xs: &[f32], ys: &[f32]) -> Vec<CellSpan> {
        let (rows, columns) = (ys.len() - 1, xs.len() - 1);
        let beside = |row: usize, k: usize| self.stands(&self.vertical, xs[k], (ys[row], ys[row + 1]));
        let below =
            |k: usize, column: usize| self.stands(&self.horizontal, ys[k], (xs[column], xs[column + 1]));
        let mut groups = Groups::new(rows * columns);
        for row in 0..rows {
            for column in 0..columns {
                let slot = row * columns + column;
                if column + 1 < columns && !beside(row, column + 1) {
                    groups.join(slot, slot + 1);
                }
                if row + 1 < rows && !below(row + 1, column) {
                    groups.join(slot, slot + columns);
                }
            }
        }
        rectangles(&mut groups, rows, columns)
    }

    /// Whether one of `lines` at `place` covers the stretch; borders that no line made stand always.
    fn stands(&self, lines: &[Stroke], place: f32, (low, high): (f32, f32)) -> bool {
        // Crossing lines are thick: look a little inside.
        let inset = ((high - low) * 0.1).min(self.height * 0.2);
        lines.iter().filter(|s| s.at == place).any(|s| s.cover(low + inset, high - inset) >= SEPARATOR_COVER)
    }
}

fn middle(ruling: &Ruling) -> document::Point {
    ruling.start.lerp(ruling.end, 0.5)
}

/// A horizontal ruling that keeps to the width of the words right above it, and ends on no vertical line.
fn is_underline(ruling: &Ruling, inks: &[Ink<'_>], rulings: &Rulings, height: f32) -> bool {
    let (at, reach) = (middle(ruling), ruling.bounds());
    let ends_on = |x: f32| {
        rulings.vertical.iter().any(|v| {
            (middle(v).x - x).abs() < 0.3 * height
                && v.bounds().grown(0.3 * height).contains(document::Point::new(middle(v).x, at.y))
        })
    };
    let above = inks.iter().map(|ink| ink.bounds).filter(|b| {
        let drop = at.y - b.bottom;
        (-0.35 * height..0.25 * height).contains(&drop) && b.overlap_x(&reach) > 0.5 * b.width()
    });
    let Some(words) = Rect::around(above) else { return false };
    let snug =
        (words.left - reach.left).abs() < 0.3 * height && (words.right - reach.right).abs() < 0.3 * height;
    snug && !ends_on(reach.left) && !ends_on(reach.right)
}

/// Lines from pieces (place across, start, end) that lie on one another.
fn strokes(mut pieces: Vec<(f32, f32, f32)>, height: f32) -> Vec<Stroke> {
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines: Vec<(Stroke, f32, f32)> = vec![];
    for (at, from, to) in pieces {
        let weight = (to - from).max(1.0);
        match lines.last_mut() {
            Some((line, sum, total)) if at - line.at <= SAME_LINE * height => {
                (*sum, *total) = (*sum + at * weight, *total + weight);
                line.at = *sum / *total;
                line.runs.push((from, to));
            }
            _ => lines.push((Stroke { at, runs: vec![(from, to)] }, at * weight, weight)),
        }
    }
    lines.into_iter().map(|(line, ..)| line).collect()
}

/// Disjoint sets of slots.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut slot: usize) -> usize {
        while self.0[slot] != slot {
            self.0[slot] = self.0[self.0[slot]];
            slot = self.0[slot];
        }
        slot
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// The groups as cells; a group that is no rectangle falls back into pieces that are: from each free slot right as far as
/// the group goes, then down as far as all of it goes.
fn rectangles(groups: &mut Groups, rows: usize, columns: usize) -> Vec<CellSpan> {
    let roots: Vec<usize> = (0..rows * columns).map(|slot| groups.root(slot)).collect();
    let mut taken = vec![false; roots.len()];
    let mut cells = vec![];
    for slot in 0..roots.len() {
        if taken[slot] {
            continue;
        }
        let (row, column) = (slot / columns, slot % columns);
        let mine = |r: usize, c: usize, taken: &[bool]| {
            roots[r * columns + c] == roots[slot] && !taken[r * columns + c]
        };
        let wide = (column..columns).take_while(|&c| mine(row, c, &taken)).count();
        let high = (row..rows).take_while(|&r| (column..column + wide).all(|c| mine(r, c, &taken))).count();
        for r in row..row + high {
            taken[r * columns + column..r * columns + column + wide].fill(true);
        }
        cells.push(CellSpan {
            row: row as u32,
            column: column as u32,
            row_span: high as u32,
            column_span: wide as u32,
        });
    }
    cells
}
