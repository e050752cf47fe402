//! Rows and cells that a page break cuts.

use document::{Cell, Grid};

use super::habits::{Habit, is_number};

/// What a cell that breaks off ends in.
const OPEN_ENDS: [char; 8] = [',', '-', '，', '、', '/', '(', '（', '：'];
/// What no cell begins with.
const OPEN_STARTS: [char; 9] = [',', '.', ')', '，', '。', '）', '、', '；', '：'];

/// Pairs of cells, by their index in both grids, that are one: the earlier ends with the last row of `before`, the later
/// begins with row `first` of `after`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) pairs: Vec<(usize, usize)>,
    /// Whether the whole row is cut, so that both rows are one.
    pub(super) is_row: bool,
}

/// What the page break between `before` and row `first` of `after` cuts.
pub(super) fn cut(before: &Grid, after: &Grid, first: u32) -> Cut {
    let Some(pairs) = facing(before, after, first) else { return Cut::default() };
    let cells: Vec<(&Cell, &Cell)> =
        pairs.iter().filter_map(|(a, b)| Some((before.cells().get(*a)?, after.cells().get(*b)?))).collect();
    if is_row_cut(before, &cells) {
        return Cut { pairs, is_row: true };
    }
    // The cells that head a group of rows stand at the left, one beside the other.
    let groups = cells.iter().take_while(|(a, b)| is_group_cut(a, b)).count();
    Cut { pairs: pairs.into_iter().take(groups).collect(), is_row: false }
}

/// The cells that face each other over the break, from left to right; nothing where they do not fit on each other.
fn facing(before: &Grid, after: &Grid, first: u32) -> Option<Vec<(usize, usize)>> {
    let last = before.rows().checked_sub(1)?;
    let at = |grid: &Grid, row: u32, column: u32| match grid.slot(row, column)? {
        document::Slot::Cell(index) | document::Slot::Merged(index) => Some(index),
        document::Slot::Empty => None,
    };
    let mut pairs = Vec::new();
    let mut column = 0;
    while column < before.columns() {
        let (a, b) = (at(before, last, column)?, at(after, first, column)?);
        let (upper, lower) = (before.cells().get(a)?.span, after.cells().get(b)?.span);
        let fits = (upper.column, upper.column_span) == (lower.column, lower.column_span);
        if !fits || upper.row + upper.row_span != before.rows() || lower.row != first {
            return None;
        }
        pairs.push((a, b));
        column += upper.column_span;
    }
    Some(pairs)
}

/// Whether the lower row goes on with the upper one: what it says stands below what the upper one says, never a number
/// below a number; and it leaves empty what every row fills, or each of its texts goes on in the middle of a sentence.
fn is_row_cut(before: &Grid, cells: &[(&Cell, &Cell)]) -> bool {
    if before.rows() <= before.header_rows() {
        return false;
    }
    let text = |cell: &Cell| cell.text.trim().to_owned();
    let mut says = false;
    let (mut lacks, mut goes_on) = (false, true);
    for (upper, lower) in cells {
        let (a, b) = (text(upper), text(lower));
        match (a.is_empty(), b.is_empty()) {
            (true, false) => return false,
            (false, false) if is_number(&a) && is_number(&b) => return false,
            (false, false) => {
                says = true;
                goes_on &= is_open(&a, &b);
            }
            (false, true) => {
                lacks |= upper.span.row_span == 1 && Habit::new(before, upper.span.column).is_filled();
            }
            (true, true) => {}
        }
    }
    let is_flat = cells.iter().all(|(_, lower)| lower.span.row_span == 1);
    says && is_flat && (lacks || goes_on)
}

/// Whether `b` goes on in the middle of the sentence of `a`.
fn is_open(a: &str, b: &str) -> bool {
    let starts = b.chars().next().is_some_and(|c| c.is_lowercase() || OPEN_STARTS.contains(&c));
    starts || a.ends_with(OPEN_ENDS)
}

/// Whether the lower cell is the rest of a cell over several rows: it is one too, or the upper one is, and says nothing
/// or the same again.
fn is_group_cut(upper: &Cell, lower: &Cell) -> bool {
    let (a, b) = (upper.text.trim(), lower.text.trim());
    (upper.span.row_span > 1 || lower.span.row_span > 1) && !a.is_empty() && (b.is_empty() || a == b)
}
