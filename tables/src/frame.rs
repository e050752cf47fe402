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
