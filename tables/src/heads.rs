//! Heads of tables whose rows no lines part: names that go on over several lines of text, and names over several columns.

use document::{CellSpan, Rect};

use crate::candidate::Candidate;
use crate::fit::Scene;
use crate::frame::with_holes_filled;
use crate::open;

/// Lines of one name are not further apart than this many letter heights.
const LINE_GAP: f32 = 0.4;
/// A rule this near (in letter heights) below a name underlines the columns that the name heads.
const RULE_BELOW: f32 = 1.2;

/// A name over several columns is not further off the middle of its rule than this share of the rule.
const OFF_MIDDLE: f32 = 0.2;

/// The candidate with the lines of names in its head joined, and names over several columns spread over them.
pub(crate) fn mended(candidate: Candidate, scene: &Scene<'_>) -> Candidate {
    let mut head = Head { candidate, scene };
    let mut row = 0;
    while head.first_numbers().is_some_and(|numbers| row + 1 < numbers) {
        head.spread(row);
        if head.goes_on(row) {
            head.join(row);
        } else {
            row += 1;
        }
    }
    open::joined(head.candidate, scene)
}

struct Head<'a, 's> {
    candidate: Candidate,
    scene: &'a Scene<'s>,
}

/// What stands in one cell.
struct Entry {
    span: CellSpan,
    bounds: Rect,
    /// Whether all its words are numbers.
    numeric: bool,
    /// Whether all its words are years, which head columns.
    years: bool,
}

impl Head<'_, '_> {
    /// The cells that have words, in the order of the frame.
    fn entries(&self) -> Vec<Entry> {
        let mut found: Vec<Option<Entry>> = self.candidate.frame.cells.iter().map(|_| None).collect();
        for (owner, ink) in self.candidate.owners.iter().zip(self.scene.inks) {
            let Some((index, span)) =
                owner.and_then(|i| self.candidate.frame.cells.get(i).map(|span| (i, *span)))
            else {
                continue;
            };
            let (numeric, years) = (ink.is_numeric(), ink.is_year());
            found[index] = Some(match found[index].take() {
                Some(e) => Entry {
                    bounds: e.bounds.union(&ink.bounds),
                    numeric: e.numeric && numeric,
                    years: e.years && years,
                    ..e
                },
                None => Entry { span, bounds: ink.bounds, numeric, years },
            });
        }
        found.into_iter().flatten().collect()
    }

    /// The cells that begin in `row` and have words.
    fn row(&self, row: u32) -> Vec<Entry> {
        self.entries().into_iter().filter(|e| e.span.row == row).collect()
    }

    /// The first row with more numbers than names, besides its first column, in two columns or in the last one: where the
    /// head surely ends.
    fn first_numbers(&self) -> Option<u32> {
        let last = self.candidate.frame.columns() as u32;
        let entries = self.entries();
        (0..self.candidate.frame.rows() as u32).find(|&row| {
            let (numbers, names): (Vec<&Entry>, Vec<&Entry>) =
                entries.iter().filter(|e| e.span.row == row && e.span.column > 0).partition(|e| e.numeric);
            let reaches_last = numbers.iter().any(|e| e.span.column + e.span.column_span == last);
            numbers.len() > names.len()
                && (numbers.len() > 1 || reaches_last)
                && !numbers.iter().all(|e| e.years)
        })
    }

    /// Whether the names of `row` go on in the row below: each stands right above one in the same column, with no line
    /// between them.
    fn goes_on(&self, row: u32) -> bool {
        let (above, below) = (self.row(row), self.row(row + 1));
        let single = |e: &Entry| e.span.row_span == 1 && e.span.column_span == 1 && !e.numeric;
        let under = |a: &Entry| {
            below.iter().find(|b| b.span.column == a.span.column && single(b)).is_some_and(|b| {
                let between = (a.bounds.center().y, b.bounds.center().y);
                let reach = (a.bounds.left.min(b.bounds.left), a.bounds.right.max(b.bounds.right));
                b.bounds.top - a.bounds.bottom <= LINE_GAP * self.scene.height
                    && !self.scene.lattice.rule_between(between, reach)
            })
        };
        !above.is_empty() && above.iter().all(|a| single(a) && under(a))
    }

    /// Makes `row` and the one below it one.
    fn join(&mut self, row: u32) {
        let Candidate { frame, owners, header_rows, .. } = &mut self.candidate;
        let (rows, columns) = (frame.rows(), frame.columns());
        let old = std::mem::take(&mut frame.cells);
        let goes = |span: &CellSpan| span.row == row && span.row_span == 1;
        let moved = |span: &CellSpan| {
            let over = span.row <= row && span.row + span.row_span > row + 1;
            CellSpan {
                row: if span.row > row { span.row - 1 } else { span.row },
                row_span: span.row_span - u32::from(over),
                ..*span
            }
        };
        let cells =
            with_holes_filled(rows - 1, columns, old.iter().filter(|span| !goes(span)).map(moved).collect());
        let place = |span: &CellSpan| {
            let (r, c) = (moved(span).row, span.column);
            cells.iter().position(|s| crate::fit::covers(s, r, c))
        };
        for owner in owners.iter_mut() {
            *owner = owner.and_then(|index| old.get(index)).and_then(place);
        }
        frame.cells = cells;
        frame.ys.remove(row as usize + 1);
        if let Some(count) = header_rows.as_mut().filter(|count| **count > row + 1) {
            *count -= 1;
        }
    }

    /// Spreads each name of `row` that a rule underlines over the columns above that rule, where nothing else stands.
    fn spread(&mut self, row: u32) {
        let entries = self.row(row);
        for entry in entries.iter().filter(|e| e.span.row_span == 1) {
            let below = (entry.bounds.center().y, entry.bounds.bottom + RULE_BELOW * self.scene.height);
            let Some(rule) = self.scene.lattice.run_below(below, entry.bounds.center().x) else { continue };
            if !stands_over(&entry.bounds, rule, self.scene.height) {
                continue;
            }
            let xs = &self.candidate.frame.xs;
            let inside = |pair: &[f32]| (rule.0..=rule.1).contains(&f32::midpoint(pair[0], pair[1]));
            let covered: Vec<u32> =
                xs.windows(2).enumerate().filter(|(_, pair)| inside(pair)).map(|(i, _)| i as u32).collect();
            let (Some(&first), Some(&last)) = (covered.first(), covered.last()) else { continue };
            let span = CellSpan { column: first, column_span: last + 1 - first, ..entry.span };
            let wider = span.column <= entry.span.column
                && span.column + span.column_span >= entry.span.column + entry.span.column_span
                && span.column_span > entry.span.column_span;
            let meets = |other: &CellSpan| {
                other.row <= row
                    && row < other.row + other.row_span
                    && other.column < span.column + span.column_span
                    && span.column < other.column + other.column_span
            };
            let alone = entries.iter().all(|e| e.span == entry.span || !meets(&e.span));
            let flat =
                self.candidate.frame.cells.iter().all(|s| !meets(s) || (s.row == row && s.row_span == 1));
            if wider && alone && flat {
                self.widen(entry.span, span, &meets);
            }
        }
    }

    fn widen(&mut self, from: CellSpan, to: CellSpan, meets: &impl Fn(&CellSpan) -> bool) {
        let Candidate { frame, owners, .. } = &mut self.candidate;
        let (rows, columns) = (frame.rows(), frame.columns());
        let old = std::mem::take(&mut frame.cells);
        let mut cells: Vec<CellSpan> = old.iter().filter(|span| !meets(span)).copied().collect();
        cells.push(to);
        let cells = with_holes_filled(rows, columns, cells);
        let place = |span: &CellSpan| {
            let wanted = if *span == from { to } else { *span };
            cells.iter().position(|s| *s == wanted)
        };
        for owner in owners.iter_mut() {
            *owner = owner.and_then(|index| old.get(index)).and_then(place);
        }
        frame.cells = cells;
    }
}

/// Whether a name stands in the middle of a rule or begins where the rule does: a name of one column may stand above a rule of
/// the whole table.
fn stands_over(name: &Rect, rule: (f32, f32), height: f32) -> bool {
    let off = (name.center().x - f32::midpoint(rule.0, rule.1)).abs();
    off < OFF_MIDDLE * (rule.1 - rule.0) || (name.left - rule.0).abs() < height
}
