//! The shape of a table: slots, spans, and where the boundaries run.

use document::{CellSpan, Rect};

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

    /// Where the whole table lies.
    pub(crate) fn bounds(&self) -> Rect {
        let ends = |line: &[f32]| (line.first().copied().unwrap_or(0.0), line.last().copied().unwrap_or(0.0));
        let ((left, right), (top, bottom)) = (ends(&self.xs), ends(&self.ys));
        Rect::new(left, top, right, bottom)
    }
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
