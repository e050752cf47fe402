//! What is normal in a list of its own, below or beside the results: `血红蛋白 154` in one table, `血红蛋白 115-150` in another.

use std::collections::{HashMap, HashSet};

use super::entries::row_cells;
use super::labels::{BOOK, Column};
use super::range::interval;
use super::row::Slot;
use crate::{Part, Passage, PassageId, TableView, View};

/// Rows of name and range from which on a table lists what is normal.
const FEWEST_ROWS: usize = 3;

/// The ranges of such lists, by the letters of what is measured.
pub(super) struct Apart<'v> {
    ranges: HashMap<String, &'v Passage>,
    /// The cells of those ranges.
    cells: HashSet<PassageId>,
}

impl<'v> Apart<'v> {
    /// The lists of `part`.
    pub(super) fn of(view: &'v View, part: &Part) -> Self {
        let mut ranges: HashMap<String, &Passage> = HashMap::new();
        for table in view.tables_within(part.first..part.end) {
            // Results and ranges may share one grid: the list begins below its head.
            let first = (0..table.rows).find(|row| heads_ranges(view, table, *row)).unwrap_or(0);
            let rows = (first..table.rows).filter_map(|row| listed(view, table, row));
            let rows: Vec<(String, &Passage)> = rows.collect();
            if rows.len() >= FEWEST_ROWS && rows.len() * 4 >= (table.rows - first) as usize * 3 {
                ranges.extend(rows);
            }
        }
        let cells = ranges.values().map(|range| range.id).collect();
        Self { ranges, cells }
    }

    /// Whether a row is one of such a list.
    pub(super) fn lists(&self, cells: &[Slot<'v>]) -> bool {
        cells.iter().any(|cell| self.cells.contains(&cell.passage.id))
    }

    /// Adds the range to a row of a result that has none.
    pub(super) fn add(&self, cells: &mut Vec<Slot<'v>>) {
        let has_range = cells.iter().skip(1).any(|cell| is_range(cell.passage.folded().trim()));
        let name = cells.iter().map(|cell| letters(cell.passage.folded())).find(|name| !name.is_empty());
        let range = name.and_then(|name| self.ranges.get(&name)).filter(|_| !has_range);
        // The list itself has no results.
        let range = range.filter(|range| cells.iter().all(|cell| cell.passage.id != range.id));
        cells.extend(range.map(|passage| Slot {
            passage,
            roles: vec![Column::Range],
            bytes: 0..passage.folded().len(),
        }));
    }
}

/// Whether a row is nothing but the head of ranges: 参考值.
fn heads_ranges(view: &View, table: &TableView, row: u32) -> bool {
    let texts =
        row_cells(table, row).into_iter().filter_map(|id| view.passage(id)).map(|p| p.folded().trim());
    let mut said = texts.filter(|text| !text.is_empty());
    matches!((said.next(), said.next()), (Some(head), None) if BOOK.columns(head) == [Column::Range])
}

/// A row that is a name and a range, and nothing else.
fn listed<'v>(view: &'v View, table: &TableView, row: u32) -> Option<(String, &'v Passage)> {
    let said = |id: &PassageId| view.passage(*id).filter(|passage| !passage.folded().trim().is_empty());
    let cells: Vec<&Passage> = row_cells(table, row).iter().filter_map(said).collect();
    let [name, range] = cells.as_slice() else { return None };
    let key = letters(name.folded());
    (!key.is_empty() && is_range(range.folded().trim())).then_some((key, *range))
}

/// Whether a text is an interval, not a lone number.
fn is_range(text: &str) -> bool {
    text.contains(['-', '~', '<', '>', '≤', '≥']) && interval(text).is_some()
}

/// The letters of a name, without blanks, signs and case.
fn letters(text: &str) -> String {
    let own = text.to_lowercase();
    if own.chars().any(char::is_alphabetic) {
        own.chars().filter(|c| c.is_alphanumeric()).collect()
    } else {
        String::new()
    }
}
