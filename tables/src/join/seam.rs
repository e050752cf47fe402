//! Two parts of a table as one grid.

use document::{Cell, CellSpan, Confidence, Grid, HeaderKind, Table, WordId};

use super::Start;
use super::cut::{Cut, cut};

/// `tail` with the rows of `head` from `start` on below it; nothing where that makes no valid grid.
///
/// Every word of both is in the result: in a cell, among the words that fit no cell, or among the repeated ones.
pub(super) fn joined(tail: &Table, head: &Table, start: Start) -> Option<Table> {
    let first = start.row();
    if first > head.grid.rows() {
        return None;
    }
    let cut = if first < head.grid.rows() { cut(&tail.grid, &head.grid, first) } else { Cut::default() };
    let mut cells = tail.grid.cells().to_vec();
    let mut repeated: Vec<WordId> = vec![];
    let shift = tail.grid.rows().checked_sub(u32::from(cut.is_row))?;
    let moved = |row: u32| (row - first).checked_add(shift);
    let has_stub = has_stub(&tail.grid);
    for (index, cell) in head.grid.cells().iter().enumerate() {
        if cell.span.row < first {
            repeated.extend(&cell.words);
            add_print(&mut cells, cell, start);
            continue;
        }
        let row = moved(cell.span.row)?;
        match cut.pairs.iter().find(|(_, lower)| *lower == index) {
            Some((upper, _)) => prolong(cells.get_mut(*upper)?, cell, row, &mut repeated)?,
            None => cells.push(appended(cell, row, has_stub)),
        }
    }
    let grid = Grid::new(moved(head.grid.rows())?, tail.grid.columns(), cells).ok()?;
    let chained = |a: &[WordId], b: &[WordId]| a.iter().chain(b).copied().collect::<Vec<_>>();
    Some(Table {
        id: tail.id,
        places: tail.places.iter().chain(&head.places).cloned().collect(),
        grid,
        confidence: least(tail.confidence, head.confidence),
        method: tail.method,
        caption: tail.caption,
        notes: tail.notes.iter().chain(&head.notes).copied().collect(),
        columns: tail.columns.clone(),
        unplaced_words: chained(&tail.unplaced_words, &head.unplaced_words),
        repeated_words: chained(&chained(&tail.repeated_words, &repeated), &head.repeated_words),
        inside: tail.inside,
    })
}

/// Gives the header cell of which `cell` is another print its place.
fn add_print(cells: &mut [Cell], cell: &Cell, start: Start) {
    let Some(repeat) = start.repeat.filter(|repeat| repeat.head == repeat.tail) else { return };
    let Some(row) = cell.span.row.checked_sub(start.marks) else { return };
    let span = CellSpan { row: row + repeat.lead, ..cell.span };
    if let Some(first) = cells.iter_mut().find(|first| first.span == span) {
        first.places.extend(cell.places.iter().cloned());
        first.header = HeaderKind::Column;
    }
}

/// Joins `lower`, whose row is now `row`, to `upper`.
fn prolong(upper: &mut Cell, lower: &Cell, row: u32, repeated: &mut Vec<WordId>) -> Option<()> {
    let end = row.checked_add(lower.span.row_span)?;
    upper.span.row_span = upper.span.row_span.max(end.checked_sub(upper.span.row)?);
    upper.places.extend(lower.places.iter().cloned());
    upper.confidence = least(upper.confidence, lower.confidence);
    let (a, b) = (upper.text.trim(), lower.text.trim());
    if a == b && !a.is_empty() {
        repeated.extend(&lower.words);
        return Some(());
    }
    if !(a.is_empty() || b.is_empty()) {
        upper.text.push('\n');
    }
    upper.text.push_str(&lower.text);
    upper.words.extend(&lower.words);
    Some(())
}

/// A cell of the later part at `row`: it heads no columns, since it stands below rows of its table.
fn appended(cell: &Cell, row: u32, has_stub: bool) -> Cell {
    let mut cell = cell.clone();
    cell.span.row = row;
    if cell.header == HeaderKind::Column {
        let is_stub = has_stub && cell.span.column == 0;
        cell.header = if is_stub { HeaderKind::Row } else { HeaderKind::None };
    }
    cell
}

/// Whether the first column heads the rows.
fn has_stub(grid: &Grid) -> bool {
    let head = grid.header_rows();
    let first = grid.cells().iter().filter(|cell| cell.span.column == 0 && cell.span.row >= head);
    let (stub, all) =
        first.fold((0, 0), |(stub, all), cell| (stub + u32::from(cell.header == HeaderKind::Row), all + 1));
    stub * 2 > all
}

/// The lesser of two confidences; the known one where only one is.
fn least(a: Option<Confidence>, b: Option<Confidence>) -> Option<Confidence> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if a <= b { a } else { b }),
        (a, b) => a.or(b),
    }
}
