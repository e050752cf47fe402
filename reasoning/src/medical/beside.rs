//! What of a cell over several rows belongs to one of them: results and flags are no two rows', so each line of such a cell is the row's that
//! it stands beside.

use std::ops::Range;

use super::flag::read_flag;
use super::labels::Column;
use crate::{CellView, Passage, TableView, View};

/// The bytes of a cell's folded text that are of `row`: all of them, but for results and flags in a cell over several rows.
pub(super) fn part(
    view: &View,
    table: &TableView,
    cell: &CellView,
    roles: &[Column],
    row: u32,
) -> Range<usize> {
    let Some(passage) = view.passage(cell.passage) else { return 0..0 };
    let all = 0..passage.folded().len();
    let of_one = roles.iter().any(|role| matches!(role, Column::Value | Column::Flag))
        || roles.is_empty() && read_flag(passage.folded()).is_some();
    if cell.row_span < 2 || !of_one {
        return all;
    }
    let rows = cell.row..cell.row + cell.row_span;
    let middles: Vec<(u32, f32)> =
        rows.filter_map(|row| Some((row, middle_beside(view, table, cell, row)?))).collect();
    let mut lines = passage.rows().iter().filter(|line| {
        let Some(y) = line.place.as_ref().map(|place| place.outline.bounds().center().y) else { return true };
        let nearest = middles.iter().min_by(|a, b| (a.1 - y).abs().total_cmp(&(b.1 - y).abs()));
        nearest.is_none_or(|nearest| nearest.0 == row)
    });
    let Some(first) = lines.next() else { return 0..0 };
    first.bytes.start..lines.next_back().unwrap_or(first).bytes.end
}

/// How far down the page the text of `row` stands next to `cell`: that of the nearest cell of this row alone.
fn middle_beside(view: &View, table: &TableView, cell: &CellView, row: u32) -> Option<f32> {
    let distance = |other: &CellView| other.column.abs_diff(cell.column);
    let own = table.cells.iter().filter(|other| other.row == row && other.row_span == 1);
    let inked = own.filter_map(|other| Some((other, ink(view.passage(other.passage)?)?)));
    inked.min_by_key(|(other, _)| distance(other)).map(|(_, y)| y)
}

/// How far down the page a passage has its first word.
fn ink(passage: &Passage) -> Option<f32> {
    passage.pieces().first().map(|piece| piece.outline.bounds().center().y)
}
