//! Boundaries of the network's that run through the intervals of a column: `3.50 | - 9.50`.

use super::{Scene, empty};
use crate::ink::Ink;
use crate::rows::TextRow;
use crate::structure::ModelTable;

/// A dash and its numbers are no further apart than this many letter heights.
const GAP: f32 = 0.75;
/// Rows that show it: at least so many, and this share of those that have words on both sides.
const FEWEST_ROWS: usize = 3;
const ROW_SHARE: f32 = 0.7;

/// Joins columns between which most rows have a dash and a number side by side; `xs` loses their boundaries.
pub(super) fn join_columns(structure: &mut ModelTable, xs: &mut Vec<f32>, scene: &Scene<'_>) {
    for column in (1..xs.len().saturating_sub(1)).rev() {
        let Some(&x) = xs.get(column) else { continue };
        let sides: Vec<bool> = scene.text.iter().filter_map(|row| runs_through(row, x, scene)).collect();
        let through = sides.iter().filter(|through| **through).count();
        if through >= FEWEST_ROWS && through as f32 >= ROW_SHARE * sides.len() as f32 {
            empty::remove(structure, column as u32);
            xs.remove(column);
        }
    }
}

/// Whether the words of a row on both sides of `x` are a dash and a number side by side; nothing where one side has none.
fn runs_through(row: &TextRow, x: f32, scene: &Scene<'_>) -> Option<bool> {
    let words =
        || row.phrases.iter().flat_map(|phrase| &phrase.words).filter_map(|&word| scene.inks.get(word));
    let left = words().rfind(|ink| ink.bounds.center().x < x)?;
    let right = words().find(|ink| ink.bounds.center().x >= x)?;
    let near = right.bounds.left - left.bounds.right < GAP * scene.height;
    Some(near && (is_dash(left) && right.is_numeric() || is_dash(right) && left.is_numeric()))
}

fn is_dash(ink: &Ink<'_>) -> bool {
    matches!(ink.word.text.as_str(), "-" | "--" | "–" | "—" | "~" | "～" | "至")
}

#[cfg(test)]
mod tests {
    use document::{CellSpan, Rect};

    use super::*;
    use crate::ink::{letter_height, words_inside};
    use crate::lattice::Lattice;
    use crate::rows::text_rows;
    use crate::sample::lines;
    use crate::structure::ModelCell;

    fn joined(rows: &[(f32, &[(f32, &str)])], at: f32) -> (u32, Vec<f32>) {
        let lines = lines(rows);
        let lines: Vec<_> = lines.iter().collect();
        let bounds = Rect::new(0.0, 0.0, 600.0, 400.0);
        let inks = words_inside(&lines, bounds);
        let height = letter_height(&inks);
        let text = text_rows(&inks, height, |_, _| false);
        let lattice = Lattice::default();
        let scene = Scene { inks: &inks, text: &text, height, bounds, lattice: &lattice };
        let cell = |row: u32, column: u32| ModelCell {
            span: CellSpan { row, column, row_span: 1, column_span: 1 },
            bounds,
            certainty: 1.0,
        };
        let cells = (0..rows.len() as u32).flat_map(|row| (0..3).map(move |column| cell(row, column)));
        let mut table = ModelTable {
            rows: rows.len() as u32,
            columns: 3,
            cells: cells.collect(),
            ..ModelTable::default()
        };
        let mut xs = vec![0.0, 200.0, at, 600.0];
        join_columns(&mut table, &mut xs, &scene);
        assert!(table.cells.iter().all(|cell| cell.span.column < table.columns));
        (table.columns, xs)
    }

    #[test]
    fn a_boundary_within_intervals_goes() {
        let rows: &[(f32, &[(f32, &str)])] = &[
            (20.0, &[(10.0, "Test"), (300.0, "Ref. range")]),
            (60.0, &[(10.0, "Urea"), (300.0, "3.5 - 9.5")]),
            (100.0, &[(10.0, "Iron"), (300.0, "8.0 - 9.9")]),
            (140.0, &[(10.0, "Zinc"), (300.0, "0.4 - 8.0")]),
        ];
        assert_eq!(joined(rows, 345.0), (2, vec![0.0, 200.0, 600.0]));
        let apart: &[(f32, &[(f32, &str)])] = &[
            (20.0, &[(10.0, "Test"), (300.0, "May"), (400.0, "June")]),
            (60.0, &[(10.0, "Urea"), (300.0, "3.5"), (400.0, "-")]),
            (100.0, &[(10.0, "Iron"), (300.0, "8.0"), (400.0, "-")]),
            (140.0, &[(10.0, "Zinc"), (300.0, "0.4"), (400.0, "-")]),
        ];
        assert_eq!(joined(apart, 370.0).0, 3, "nothing measured");
    }
}
