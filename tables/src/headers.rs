//! Which cells head columns, which head rows.

use document::HeaderKind;

use crate::candidate::Candidate;
use crate::ink::Ink;

/// Where no number tells where a header ends it has no more rows than this.
const MOST_HEAD_ROWS: u32 = 3;

/// Per cell of the frame what it heads. `words_of` lists the words of each cell.
pub(crate) fn headers(candidate: &Candidate, inks: &[Ink<'_>], words_of: &[Vec<usize>]) -> Vec<HeaderKind> {
    let numeric: Vec<Option<bool>> = words_of.iter().map(|words| is_numeric(inks, words)).collect();
    let frame = &candidate.frame;
    let rows = frame.rows() as u32;
    let head =
        candidate.header_rows.unwrap_or_else(|| head_rows(candidate, &numeric)).min(rows.saturating_sub(1));
    let stub = is_stub(candidate, &numeric, head);
    let kind = |span: &document::CellSpan| match () {
        () if span.row < head => HeaderKind::Column,
        () if frame.columns() > 1 && span.column_span == frame.columns() as u32 => HeaderKind::Row,
        () if stub && span.column == 0 && frame.columns() > 1 => HeaderKind::Row,
        () => HeaderKind::None,
    };
    frame.cells.iter().map(kind).collect()
}

/// Whether most of a cell's words are numbers; nothing for an empty cell.
fn is_numeric(inks: &[Ink<'_>], words: &[usize]) -> Option<bool> {
    let numbers = words.iter().filter(|&&w| inks[w].is_numeric()).count();
    (!words.is_empty()).then_some(numbers * 2 > words.len())
}

/// Rows before the first one that has numbers in columns that go on with numbers below, and before the first that is one
/// cell all over below one that is not: that heads a group of rows. 1 where nothing tells, as long as there is no number
/// in the first row.
fn head_rows(candidate: &Candidate, numeric: &[Option<bool>]) -> u32 {
    let rows = candidate.frame.rows() as u32;
    let columns = candidate.frame.columns() as u32;
    let is_whole = |row: u32| {
        let mut cells = candidate.frame.cells.iter().filter(|span| span.row == row);
        columns > 1 && cells.any(|span| span.column == 0 && span.column_span == columns)
    };
    let group = (1..rows).find(|&row| is_whole(row) && !is_whole(row - 1)).unwrap_or(rows);
    let has_number = |row: u32| {
        let mut cells =
            candidate.frame.cells.iter().zip(numeric).filter(|(s, _)| s.row == row && s.column > 0);
        cells.any(|(_, n)| *n == Some(true))
    };
    match (0..rows).find(|&row| has_number(row)) {
        Some(first) => first.min(group),
        // As many as there are before the first group, if that leaves no more than a header may have.
        None if group < rows && group <= MOST_HEAD_ROWS => group,
        None => u32::from(rows > 1),
    }
}

/// Whether the first column names the rows: filled with words, not numbers, in most rows below the header.
fn is_stub(candidate: &Candidate, numeric: &[Option<bool>], head: u32) -> bool {
    let first = candidate.frame.cells.iter().zip(numeric).filter(|(s, _)| s.column == 0 && s.row >= head);
    let (names, numbers) = first.fold((0, 0), |(a, b), (_, n)| match n {
        Some(false) => (a + 1, b),
        Some(true) => (a, b + 1),
        None => (a, b),
    });
    names > numbers
}
