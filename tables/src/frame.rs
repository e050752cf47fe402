//! The shape of a table: slots, spans, and where the boundaries run.

use document::{CellSpan, Point, Rect};

/// Boundaries of rows and columns with the cells between them. The boundaries rise strictly, so that the cells'
/// rectangles never overlap.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// Column boundaries, one more than there are columns.
    pub(crate) xs: Vec<f32>,
    /// Row boundaries, one more than there are rows.
    pub(crate) ys: Vec<f32>,
    /// The cells; none overlap.
    pub(crate) cells: Vec<CellSpan>,
}

impl Frame {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Number of columns.
    pub(crate) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// Where the slots of `span` lie.
    pub(crate) fn rect(&self, span: CellSpan) -> Rect {
        let at = |line: &[f32], i: u32| line.get(i as usize).or(line.last()).copied().unwrap_or(0.0);
        Rect::new(
            at(&self.xs, span.column),
            at(&self.ys, span.row),
            at(&self.xs, span.column + span.column_span),
            at(&self.ys, span.row + span.row_span),
        )
    }

    /// Per slot, row by row, the index of its cell.
    pub(crate) fn slots(&self) -> Vec<Option<usize>> {
        let columns = self.columns();
        let mut slots = vec![None; self.rows() * columns];
        for (index, cell) in self.cells.iter().enumerate() {
            for row in cell.row..cell.row + cell.row_span {
                for column in cell.column..cell.column + cell.column_span {
                    if let Some(slot) = slots.get_mut(row as usize * columns + column as usize) {
                        *slot = Some(index);
                    }
                }
            }
        }
        slots
    }

    /// Per box the cell that holds the largest share of it, if that is at least `least`.
    pub(crate) fn owners(&self, boxes: impl Iterator<Item = Rect>, least: f32) -> Vec<Option<usize>> {
        let slots = self.slots();
        let reach = |line: &[f32], low: f32, high: f32| {
            let last = line.len().saturating_sub(2);
            let slot = |at: f32| line.partition_point(|&l| l <= at).saturating_sub(1).min(last);
            slot(low)..slot(high) + 1
        };
        let owner = |b: Rect| {
            let rows = reach(&self.ys, b.top, b.bottom);
            let around =
                rows.flat_map(|r| reach(&self.xs, b.left, b.right).map(move |c| r * self.columns() + c));
            let cells = around.filter_map(|slot| slots.get(slot).copied().flatten());
            let shares = cells.map(|cell| (cell, b.share_in(&self.rect(self.cells[cell]))));
            shares
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .filter(|(_, share)| *share >= least)
                .map(|(cell, _)| cell)
        };
        boxes.map(owner).collect()
    }

    /// Draws the rim back behind words that are no part of the table, `middles` being the middles of its own: to the word's
    /// far side, but not as far as a word of the table or a second row or column. Of the sides where that can be done, the one
    /// is taken where least is lost; a word in the midst of the table changes nothing.
    pub(crate) fn draw_back(&mut self, others: &[Rect], middles: &[Point]) {
        let ends = |at: fn(&Point) -> f32| {
            let values = middles.iter().map(at);
            values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        };
        let (across, down) = (ends(|middle| middle.x), ends(|middle| middle.y));
        for other in others {
            let middle = other.center();
            if !self.bounds().contains(middle) {
                continue;
            }
            let rims = [
                (Rim::Top, low_rim(&self.ys, middle.y, other.bottom, down.0)),
                (Rim::Bottom, high_rim(&self.ys, middle.y, other.top, down.1)),
                (Rim::Left, low_rim(&self.xs, middle.x, other.right, across.0)),
                (Rim::Right, high_rim(&self.xs, middle.x, other.left, across.1)),
            ];
            let found = rims.into_iter().filter_map(|(rim, to)| Some((rim, to?)));
            let least = found.min_by(|(_, a), (_, b)| a.loss.total_cmp(&b.loss));
            let edge = match least {
                Some((Rim::Top, _)) => self.ys.first_mut(),
                Some((Rim::Bottom, _)) => self.ys.last_mut(),
                Some((Rim::Left, _)) => self.xs.first_mut(),
                Some((Rim::Right, _)) => self.xs.last_mut(),
                None => None,
            };
            if let (Some(edge), Some((_, to))) = (edge, least) {
                *edge = to.at;
            }
        }
    }

    /// Where the whole table lies.
    pub(crate) fn bounds(&self) -> Rect {
        let ends = |line: &[f32]| (line.first().copied().unwrap_or(0.0), line.last().copied().unwrap_or(0.0));
        let ((left, right), (top, bottom)) = (ends(&self.xs), ends(&self.ys));
        Rect::new(left, top, right, bottom)
    }
}

/// A side of a table.
#[derive(Clone, Copy)]
enum Rim {
    Top,
    Bottom,
    Left,
    Right,
}

/// Where a side can be drawn to, and how far that is.
#[derive(Clone, Copy)]
struct Drawn {
    at: f32,
    loss: f32,
}

/// Where the first of `lines` can be drawn to, behind a word with its middle and far side here, before `own`.
fn low_rim(lines: &[f32], middle: f32, far: f32, own: f32) -> Option<Drawn> {
    let limit = own.min(*lines.get(1)?);
    let at = far.min(f32::midpoint(middle, limit));
    (middle < limit).then_some(Drawn { at, loss: at - lines[0] })
}

/// The same for the last of `lines`.
fn high_rim(lines: &[f32], middle: f32, far: f32, own: f32) -> Option<Drawn> {
    let [.., before, last] = lines else { return None };
    let limit = own.max(*before);
    let at = far.max(f32::midpoint(middle, limit));
    (middle > limit).then_some(Drawn { at, loss: last - at })
}

/// Cells of one slot wherever `cells` leaves a hole in a grid of `rows` x `columns`.
pub(crate) fn with_holes_filled(rows: usize, columns: usize, mut cells: Vec<CellSpan>) -> Vec<CellSpan> {
    let mut taken = vec![false; rows * columns];
    for cell in &cells {
        for row in cell.row..cell.row + cell.row_span {
            for column in cell.column..cell.column + cell.column_span {
                if let Some(slot) = taken.get_mut(row as usize * columns + column as usize) {
                    *slot = true;
                }
            }
        }
    }
    for (slot, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
        cells.push(CellSpan::single((slot / columns) as u32, (slot % columns) as u32));
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells
}

/// Makes `line` rise by at least `step` from value to value, moving what must move as little as a left-to-right pass can.
pub(crate) fn rising(line: &mut [f32], step: f32) {
    for i in 1..line.len() {
        if line[i] < line[i - 1] + step {
            line[i] = line[i - 1] + step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rim_is_drawn_back_behind_words_of_others_and_no_further() {
        let frame = || Frame {
            xs: vec![0.0, 100.0, 200.0],
            ys: vec![0.0, 40.0, 80.0],
            cells: vec![CellSpan::single(0, 0)],
        };
        let own = [Point::new(50.0, 30.0), Point::new(150.0, 60.0)];
        let cases = [
            // Half of a line of text above the first row.
            (Rect::new(60.0, 0.0, 90.0, 16.0), [0.0, 16.0, 200.0, 80.0]),
            // As high as the row's own words reach: between both.
            (Rect::new(60.0, 8.0, 90.0, 36.0), [0.0, 26.0, 200.0, 80.0]),
            (Rect::new(100.0, 70.0, 130.0, 84.0), [0.0, 0.0, 200.0, 70.0]),
            (Rect::new(-8.0, 35.0, 12.0, 45.0), [12.0, 0.0, 200.0, 80.0]),
            (Rect::new(185.0, 35.0, 205.0, 45.0), [0.0, 0.0, 185.0, 80.0]),
            // Outside, and in the midst.
            (Rect::new(60.0, -30.0, 90.0, -4.0), [0.0, 0.0, 200.0, 80.0]),
            (Rect::new(90.0, 40.0, 120.0, 56.0), [0.0, 0.0, 200.0, 80.0]),
        ];
        for (other, [left, top, right, bottom]) in cases {
            let mut drawn = frame();
            drawn.draw_back(&[other], &own);
            assert_eq!(drawn.bounds(), Rect::new(left, top, right, bottom), "{other:?}");
            assert!(drawn.xs.is_sorted() && drawn.ys.is_sorted());
        }
    }
}
