//! Slots between lines joined to cells where a separator is missing.

use document::CellSpan;

/// Disjoint sets of slots.
pub(super) struct Groups {
    parents: Vec<usize>,
    rows: usize,
    columns: usize,
}

impl Groups {
    /// `rows` x `columns` slots, each by itself.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self { parents: (0..rows * columns).collect(), rows, columns }
    }

    fn root(&mut self, mut slot: usize) -> usize {
        while self.parents[slot] != slot {
            self.parents[slot] = self.parents[self.parents[slot]];
            slot = self.parents[slot];
        }
        slot
    }

    /// Joins the slot at (`row`, `column`) with the one to its right.
    pub(super) fn join_right(&mut self, row: usize, column: usize) {
        let slot = row * self.columns + column;
        self.join(slot, slot + 1);
    }

    /// Joins the slot at (`row`, `column`) with the one below.
    pub(super) fn join_below(&mut self, row: usize, column: usize) {
        let slot = row * self.columns + column;
        self.join(slot, slot + self.columns);
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// The groups as cells; a group that is no rectangle falls into pieces that are: from each free slot right as far
    /// as the group goes, then down as far as all of it goes.
    pub(super) fn cells(mut self) -> Vec<CellSpan> {
        let (rows, columns) = (self.rows, self.columns);
        let roots: Vec<usize> = (0..rows * columns).map(|slot| self.root(slot)).collect();
        let mut taken = vec![false; roots.len()];
        let mut cells = vec![];
        for slot in 0..roots.len() {
            if taken[slot] {
                continue;
            }
            let (row, column) = (slot / columns, slot % columns);
            let mine = |r: usize, c: usize| roots[r * columns + c] == roots[slot] && !taken[r * columns + c];
            let wide = (column..columns).take_while(|&c| mine(row, c)).count();
            let high = (row..rows).take_while(|&r| (column..column + wide).all(|c| mine(r, c))).count();
            for r in row..row + high {
                taken[r * columns + column..r * columns + column + wide].fill(true);
            }
            let (row_span, column_span) = (high as u32, wide as u32);
            cells.push(CellSpan { row: row as u32, column: column as u32, row_span, column_span });
        }
        cells
    }
}

/// Takes out the boundaries at which no cell begins: lines too short to part anything.
pub(super) fn compact(xs: &mut Vec<f32>, ys: &mut Vec<f32>, cells: &mut [CellSpan]) {
    let columns = used(xs.len(), cells.iter().map(|c| c.column));
    let rows = used(ys.len(), cells.iter().map(|c| c.row));
    for cell in cells {
        let (right, below) = (cell.column + cell.column_span, cell.row + cell.row_span);
        (cell.column, cell.row) = (place(&columns, cell.column), place(&rows, cell.row));
        cell.column_span = place(&columns, right) - cell.column;
        cell.row_span = place(&rows, below) - cell.row;
    }
    let mut keep = columns.iter();
    xs.retain(|_| keep.next().copied().unwrap_or(true));
    let mut keep = rows.iter();
    ys.retain(|_| keep.next().copied().unwrap_or(true));
}

/// Per boundary whether a cell begins at it; the last one always stays.
fn used(boundaries: usize, starts: impl Iterator<Item = u32>) -> Vec<bool> {
    let mut used = vec![false; boundaries];
    starts.for_each(|start| used[start as usize] = true);
    used[boundaries - 1] = true;
    used
}

/// The number of the boundary `old` among those that stay.
fn place(used: &[bool], old: u32) -> u32 {
    used.iter().take(old as usize).filter(|used| **used).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(cells: &[CellSpan]) -> Vec<(u32, u32, u32, u32)> {
        cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect()
    }

    #[test]
    fn groups_become_rectangles() {
        let mut groups = Groups::new(2, 3);
        groups.join_right(0, 0);
        groups.join_below(0, 2);
        assert_eq!(spans(&groups.cells()), [(0, 0, 1, 2), (0, 2, 2, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn a_group_that_is_no_rectangle_falls_apart() {
        let mut groups = Groups::new(2, 2);
        groups.join_right(0, 0);
        groups.join_below(0, 0);
        assert_eq!(spans(&groups.cells()), [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn boundaries_without_a_cell_go() {
        let mut groups = Groups::new(3, 2);
        groups.join_below(1, 0);
        groups.join_below(1, 1);
        let (mut xs, mut ys) = (vec![0.0, 1.0, 2.0], vec![0.0, 1.0, 2.0, 3.0]);
        let mut cells = groups.cells();
        compact(&mut xs, &mut ys, &mut cells);
        assert_eq!((xs.len(), ys), (3, vec![0.0, 1.0, 3.0]));
        assert_eq!(spans(&cells), [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }
}
