//! How far two opinions on a table put the same words together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use document::CellSpan;

use crate::candidate::Candidate;

/// The words of one cell, row or column, by their indices.
type Words = BTreeSet<usize>;

/// A candidate's words by cells, rows and columns.
pub(super) struct Opinion<'a> {
    candidate: &'a Candidate,
    slots: Vec<Option<usize>>,
    cells: Vec<Words>,
    rows: Vec<Words>,
    columns: Vec<Words>,
    row_of: BTreeMap<usize, usize>,
    column_of: BTreeMap<usize, usize>,
}

impl<'a> Opinion<'a> {
    /// What `candidate` says.
    pub(super) fn new(candidate: &'a Candidate) -> Self {
        let frame = &candidate.frame;
        let mut cells = vec![Words::new(); frame.cells.len()];
        let mut rows = vec![Words::new(); frame.rows()];
        let mut columns = vec![Words::new(); frame.columns()];
        let (mut row_of, mut column_of) = (BTreeMap::new(), BTreeMap::new());
        for (word, cell) in candidate.owners.iter().enumerate().filter_map(|(w, o)| Some((w, (*o)?))) {
            let Some(span) = frame.cells.get(cell) else { continue };
            let (row, column) = (span.row as usize, span.column as usize);
            row_of.insert(word, row);
            column_of.insert(word, column);
            for (list, at) in [(&mut cells, cell), (&mut rows, row), (&mut columns, column)] {
                if let Some(words) = list.get_mut(at) {
                    words.insert(word);
                }
            }
        }
        Self { candidate, slots: frame.slots(), cells, rows, columns, row_of, column_of }
    }

    /// The cells.
    pub(super) fn spans(&self) -> &[CellSpan] {
        &self.candidate.frame.cells
    }

    /// The words of a cell.
    pub(super) fn words(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        self.cells.get(cell).into_iter().flatten().copied()
    }

    /// Per cell of this opinion whether `other` has the same words in a cell of the same spans there. Rows and columns of the
    /// two are put together by their words, so that one too many moves no others.
    pub(super) fn supported_by(&self, other: &Self) -> Vec<bool> {
        let rows: Vec<_> = self.rows.iter().map(|words| matched(words, &other.row_of, &other.rows)).collect();
        let columns: Vec<_> =
            self.columns.iter().map(|words| matched(words, &other.column_of, &other.columns)).collect();
        let same = |(cell, span): (usize, &CellSpan)| {
            let row = rows.get(span.row as usize).copied().flatten();
            let column = columns.get(span.column as usize).copied().flatten();
            let slot = row.zip(column).map(|(row, column)| row * other.columns.len() + column);
            let there = slot.and_then(|slot| other.slots.get(slot).copied().flatten());
            there.is_some_and(|there| {
                let shape = |span: &CellSpan| (span.row_span, span.column_span);
                self.cells.get(cell) == other.cells.get(there)
                    && other.spans().get(there).is_some_and(|other| shape(other) == shape(span))
            })
        };
        self.spans().iter().enumerate().map(same).collect()
    }
}

/// The group of the other opinion that has most of `words`, of several the smallest, then the first; nothing where it has
/// none of them.
fn matched(words: &Words, group_of: &BTreeMap<usize, usize>, groups: &[Words]) -> Option<usize> {
    let mut common: BTreeMap<usize, usize> = BTreeMap::new();
    for group in words.iter().filter_map(|word| group_of.get(word)) {
        *common.entry(*group).or_default() += 1;
    }
    let size = |group: usize| groups.get(group).map_or(0, Words::len);
    let most =
        common.into_iter().max_by_key(|(group, count)| (*count, Reverse(size(*group)), Reverse(*group)));
    most.map(|(group, _)| group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;
    use document::TableMethod;

    /// A grid of single cells, but for the first of which `wide` columns are one; words by cells.
    fn opinion(rows: usize, columns: usize, wide: u32, owners: &[usize]) -> Candidate {
        let line = |count: usize| (0..=count).map(|at| at as f32 * 10.0).collect();
        let mut cells = vec![CellSpan { row: 0, column: 0, row_span: 1, column_span: wide }];
        let places = (0..rows * columns).map(|slot| ((slot / columns) as u32, (slot % columns) as u32));
        let rest = places.filter(|(row, column)| *row > 0 || *column >= wide);
        cells.extend(rest.map(|(row, column)| CellSpan::single(row, column)));
        let frame = Frame { xs: line(columns), ys: line(rows), cells };
        let owners = owners.iter().map(|cell| Some(*cell)).collect();
        Candidate { frame, owners, method: TableMethod::Alignment, certainty: 1.0, header_rows: None }
    }

    #[test]
    fn the_same_cells_are_found_where_a_row_more_moves_them() {
        let own = opinion(2, 2, 1, &[0, 1, 2, 3]);
        // A row more above, in which there is nothing of the first.
        let moved = opinion(3, 2, 1, &[2, 3, 4, 5]);
        assert_eq!(Opinion::new(&own).supported_by(&Opinion::new(&moved)), [true; 4]);
    }

    #[test]
    fn other_words_or_spans_are_another_cell() {
        let own = opinion(2, 2, 1, &[0, 1, 2, 3]);
        // The last row's words are one cell's: its two cells differ, and so does the blank one beside.
        let lumped = opinion(2, 2, 1, &[0, 1, 2, 2]);
        assert_eq!(Opinion::new(&own).supported_by(&Opinion::new(&lumped)), [true, true, false, false]);
        // A head over both columns.
        let (flat, wide) = (opinion(2, 2, 1, &[0, 2, 3]), opinion(2, 2, 2, &[0, 1, 2]));
        assert_eq!(Opinion::new(&flat).supported_by(&Opinion::new(&wide)), [false, false, true, true]);
        // Blank cells bear each other out where row and column are known.
        let blank = opinion(2, 2, 1, &[0, 1, 2]);
        assert_eq!(Opinion::new(&blank).supported_by(&Opinion::new(&blank)), [true; 4]);
    }
}
