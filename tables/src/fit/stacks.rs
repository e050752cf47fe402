//! Rows that part an entry in two lines from the name at its mid-height: `0.01 Not` in one, the name and `detected` in the next.

use std::collections::{BTreeMap, BTreeSet};

use document::CellSpan;

use super::Scene;
use super::rows::words_of;
use crate::stacked::stacks;
use crate::structure::{ModelCell, ModelTable};

/// An entry and what stands beside it are in so many rows at most.
const MOST_ROWS: u32 = 3;

/// Brings the lines of each such entry into the row where most of it and of what stands beside it is, if its rows are neighbours;
/// rows of `structure` that have nothing left go. `row_of`, per word its row, goes with them.
pub(super) fn join_rows(
    structure: &mut ModelTable,
    row_of: &mut [Option<u32>],
    xs: &[f32],
    scene: &Scene<'_>,
) {
    let mut left: BTreeSet<u32> = BTreeSet::new();
    let mut done = 0;
    for count in stacks(scene.text, scene.inks, xs, scene.height) {
        let lines = scene.text.get(done..done + count).unwrap_or_default();
        done += count;
        let words: Vec<usize> = lines.iter().flat_map(words_of).collect();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        let rows = words.iter().filter_map(|&word| row_of.get(word).copied().flatten());
        rows.for_each(|row| *counts.entry(row).or_default() += 1);
        let (Some((&first, _)), Some((&last, _))) = (counts.first_key_value(), counts.last_key_value())
        else {
            continue;
        };
        let most = counts.iter().max_by_key(|(_, count)| **count).map(|(&row, _)| row);
        let is_near = first < last && last - first < MOST_ROWS;
        if is_near && (first..=last).all(|row| is_of_single_rows(structure, row)) {
            for word in words {
                row_of[word] = most;
            }
            left.extend(first..=last);
        }
    }
    for row in left.into_iter().rev().filter(|row| *row > 0) {
        if row_of.contains(&Some(row)) {
            continue;
        }
        remove(structure, row);
        row_of.iter_mut().flatten().filter(|own| **own > row).for_each(|own| *own -= 1);
    }
}

/// Whether no cell reaches into `row` or from it into the next.
fn is_of_single_rows(structure: &ModelTable, row: u32) -> bool {
    let reaches = |span: &CellSpan| span.row_span > 1 && (span.row..span.row + span.row_span).contains(&row);
    !structure.cells.iter().any(|cell| reaches(&cell.span))
}

/// Takes out a row of cells of one row.
fn remove(structure: &mut ModelTable, row: u32) {
    let without = |cell: ModelCell| {
        let span = CellSpan { row: cell.span.row - u32::from(cell.span.row > row), ..cell.span };
        (cell.span.row != row).then_some(ModelCell { span, ..cell })
    };
    structure.cells = std::mem::take(&mut structure.cells).into_iter().filter_map(without).collect();
    structure.rows -= 1;
    structure.header_rows -= u32::from(structure.header_rows > row);
}

#[cfg(test)]
mod tests {
    use document::Rect;

    use super::*;
    use crate::ink::words_inside;
    use crate::lattice::Lattice;
    use crate::rows::text_rows;
    use crate::sample::lines;

    const XS: [f32; 4] = [0.0, 200.0, 400.0, 600.0];

    /// Rows after joining, and per word its row; each line of `rows` starts in a row of its own.
    fn joined(rows: &[(f32, &[(f32, &str)])], row_of: &[u32]) -> (u32, Vec<u32>) {
        let lines = lines(rows);
        let lines: Vec<_> = lines.iter().collect();
        let bounds = Rect::new(0.0, 0.0, 600.0, 1000.0);
        let inks = words_inside(&lines, bounds);
        let text = text_rows(&inks, 20.0, |_, _| false);
        let lattice = Lattice::default();
        let scene = Scene { inks: &inks, text: &text, height: 20.0, bounds, lattice: &lattice };
        let count = row_of.iter().max().map_or(0, |last| last + 1);
        let cell = |row: u32, column: u32| ModelCell {
            span: CellSpan { row, column, row_span: 1, column_span: 1 },
            bounds,
            certainty: 1.0,
        };
        let cells = (0..count).flat_map(|row| (0..3).map(move |column| cell(row, column))).collect();
        let mut table =
            ModelTable { rows: count, columns: 3, header_rows: 1, cells, ..ModelTable::default() };
        let mut row_of: Vec<Option<u32>> = row_of.iter().map(|row| Some(*row)).collect();
        join_rows(&mut table, &mut row_of, &XS, &scene);
        assert_eq!(table.cells.len(), 3 * table.rows as usize);
        assert!(table.cells.iter().all(|cell| cell.span.row < table.rows));
        assert_eq!(table.header_rows, 1);
        (table.rows, row_of.into_iter().flatten().collect())
    }

    const SHEET: &[(f32, &[(f32, &str)])] = &[
        (60.0, &[(10.0, "Test"), (210.0, "Result"), (410.0, "Limit")]),
        (100.0, &[(210.0, "0.03 not")]),
        (111.0, &[(10.0, "HBsAg"), (410.0, "<0.05")]),
        (122.0, &[(210.0, "detected")]),
        (160.0, &[(10.0, "Anti-HBs"), (210.0, "192.0"), (410.0, "<10.0")]),
    ];

    #[test]
    fn the_lines_of_an_entry_come_back_into_one_row() {
        // 0.03 and "not" are two words.
        let parted = [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3];
        assert_eq!(joined(SHEET, &parted), (3, vec![0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2]));
        let whole = [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2];
        assert_eq!(joined(SHEET, &whole).0, 3, "nothing to join");
    }

    #[test]
    fn rows_that_hold_more_stay() {
        let mut rows = SHEET.to_vec();
        rows.insert(1, (80.0, &[(10.0, "Group")]));
        let parted = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        assert_eq!(
            joined(&rows, &parted),
            (4, vec![0, 0, 0, 1, 2, 2, 2, 2, 2, 3, 3, 3]),
            "the name of a group"
        );
    }

    #[test]
    fn a_row_of_the_ends_of_two_entries_goes() {
        let mut rows = SHEET.to_vec();
        rows.truncate(4);
        let second: [(f32, &[(f32, &str)]); 3] = [
            (160.0, &[(210.0, "0.50 not")]),
            (171.0, &[(10.0, "HIV"), (410.0, "<1.00")]),
            (182.0, &[(210.0, "detected")]),
        ];
        rows.extend(second);
        let parted = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        assert_eq!(joined(&rows, &parted), (3, vec![0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]));
    }
}
