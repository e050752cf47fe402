//! Widths of columns.

use document::{Grid, is_cjk};

/// In characters, as Excel counts: a column of short flags is still easy to hit, and long text wraps.
const NARROWEST: usize = 6;
const WIDEST: usize = 60;
/// Room for the edges of a cell.
const PADDING: usize = 2;

/// One width for each column, in characters: what the longest line of its own cells needs. A cell over several columns
/// widens the last of them if it needs more than they have.
pub(super) fn widths(grid: &Grid) -> Vec<f64> {
    let mut widths = vec![NARROWEST; grid.columns() as usize];
    let need = |text: &str| {
        text.lines().map(display_width).max().unwrap_or(0).saturating_add(PADDING).clamp(NARROWEST, WIDEST)
    };
    for cell in grid.cells().iter().filter(|cell| cell.span.column_span == 1) {
        if let Some(width) = widths.get_mut(cell.span.column as usize) {
            *width = (*width).max(need(&cell.text));
        }
    }
    for cell in grid.cells().iter().filter(|cell| cell.span.column_span > 1) {
        let first = cell.span.column as usize;
        let own = widths.get_mut(first..first + cell.span.column_span as usize).unwrap_or_default();
        let missing = need(&cell.text).saturating_sub(own.iter().sum());
        if let Some(last) = own.last_mut() {
            *last += missing;
        }
    }
    widths.into_iter().map(|width| width.min(WIDEST) as f64).collect()
}

/// Characters of scripts like Han are twice as wide.
fn display_width(text: &str) -> usize {
    text.chars().map(|c| if is_cjk(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{cell, table};

    #[test]
    fn columns_are_as_wide_as_their_text() {
        let cells = vec![
            cell(0, 0, 1, 2, "a heading over both of them"),
            cell(1, 0, 1, 1, "检验项目名称"),
            cell(1, 1, 1, 1, "x"),
            cell(1, 2, 1, 1, &"long ".repeat(40)),
        ];
        assert_eq!(widths(&table(2, 3, cells).grid), [14.0, 15.0, 60.0]);
    }
}
