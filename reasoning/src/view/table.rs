use document::{Grid, HeaderKind, TableId};

use super::PassageId;

/// A cell of a [`TableView`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellView {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Rows taken, at least 1.
    pub row_span: u32,
    /// Columns taken, at least 1.
    pub column_span: u32,
    /// What it heads.
    pub header: HeaderKind,
    /// Its text; an empty cell has an empty passage.
    pub passage: PassageId,
}

/// A table whose cells are passages.
#[derive(Debug, Clone, PartialEq)]
pub struct TableView {
    /// The table.
    pub id: TableId,
    /// Number of rows.
    pub rows: u32,
    /// Number of columns.
    pub columns: u32,
    /// In row-major order.
    pub cells: Vec<CellView>,
    /// Its first cell, or the passage behind an empty table.
    pub(super) first: PassageId,
    /// Index of the cell that covers each slot, row by row.
    slots: Vec<Option<u32>>,
}

impl TableView {
    /// The table whose `grid`'s cells are the passages from `first` on.
    pub(super) fn new(id: TableId, grid: &Grid, first: PassageId) -> Self {
        let (rows, columns) = (grid.rows(), grid.columns());
        let mut slots = vec![None; rows as usize * columns as usize];
        let mut cells = Vec::with_capacity(grid.cells().len());
        for (index, cell) in grid.cells().iter().enumerate() {
            let span = cell.span;
            for row in span.row..span.row + span.row_span {
                for column in span.column..span.column + span.column_span {
                    if let Some(slot) = slots.get_mut(row as usize * columns as usize + column as usize) {
                        *slot = Some(index as u32);
                    }
                }
            }
            cells.push(CellView {
                row: span.row,
                column: span.column,
                row_span: span.row_span,
                column_span: span.column_span,
                header: cell.header,
                passage: PassageId(first.0 + index as u32),
            });
        }
        Self { id, rows, columns, cells, first, slots }
    }

    /// The cell that covers (`row`, `column`), counted from 0.
    pub fn cell(&self, row: u32, column: u32) -> Option<&CellView> {
        if column >= self.columns {
            return None;
        }
        let slot = *self.slots.get(row as usize * self.columns as usize + column as usize)?;
        self.cells.get(slot? as usize)
    }

    /// What heads (`row`, `column`): the column's headers from the top down, then the row's from the left.
    pub fn header_path(&self, row: u32, column: u32) -> Vec<PassageId> {
        let above = (0..row).filter_map(|r| self.cell(r, column)).filter(|c| c.header == HeaderKind::Column);
        let left = (0..column).filter_map(|c| self.cell(row, c)).filter(|c| c.header == HeaderKind::Row);
        let mut path: Vec<PassageId> = above.chain(left).map(|cell| cell.passage).collect();
        path.dedup();
        path
    }
}
