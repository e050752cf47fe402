//! Columns of the network that are not there.

use document::CellSpan;

use super::{Scene, column_of};
use crate::structure::{ModelCell, ModelTable};

/// A column without words stays if it is this many letter heights wide: somebody may write in it.
const ROOM_FOR_COLUMN: f32 = 4.0;

/// Takes out narrow columns without any word.
pub(super) fn drop_columns(structure: &mut ModelTable, xs: &mut Vec<f32>, scene: &Scene<'_>) {
    let mut words = vec![0_usize; xs.len().saturating_sub(1)];
    for ink in scene.inks {
        if let Some(count) = words.get_mut(column_of(xs, &ink.bounds) as usize) {
            *count += 1;
        }
    }
    for column in (0..words.len()).rev() {
        let narrow = xs[column + 1] - xs[column] < ROOM_FOR_COLUMN * scene.height;
        if words[column] == 0 && narrow && structure.columns > 1 {
            remove(structure, column as u32);
            // The boundary in the middle of the white stays as it is; the one beside it goes.
            xs.remove(if column == 0 { 1 } else { column });
        }
    }
}

/// Takes out a column; what stands in it alone goes.
pub(super) fn remove(structure: &mut ModelTable, column: u32) {
    let without = |cell: &ModelCell| {
        let CellSpan { column: first, column_span, .. } = cell.span;
        let covers = (first..first + column_span).contains(&column);
        let span = CellSpan {
            column: first - u32::from(first > column),
            column_span: column_span - u32::from(covers),
            ..cell.span
        };
        (span.column_span > 0).then(|| ModelCell { span, ..cell.clone() })
    };
    structure.cells = structure.cells.iter().filter_map(without).collect();
    structure.columns -= 1;
}
