//! Which columns of a table hold what.

use super::entries::is_keyed;
use super::labels::{BOOK, Column};
use super::{entries::row_cells, unit};
use crate::{TableView, View};

/// Columns of one list of results; sheets set two or three side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Panel {
    /// First column of the table.
    pub(super) first: u32,
    /// What each column from `first` on holds, in order of print; nothing where its head is blank or unknown.
    pub(super) columns: Vec<Vec<Column>>,
}

impl Panel {
    fn holds(&self, column: Column) -> bool {
        self.columns.iter().any(|roles| roles.contains(&column))
    }
}

/// A row that heads results, with its panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) row: u32,
    pub(super) panels: Vec<Panel>,
}

/// The rows of `table` that head results: they name what is measured and its result or range.
pub(super) fn heads(view: &View, table: &TableView) -> Vec<Head> {
    (0..table.rows).filter_map(|row| head(view, table, row)).collect()
}

fn head(view: &View, table: &TableView, row: u32) -> Option<Head> {
    let mut panels = vec![Panel::default()];
    let mut last = None;
    for column in 0..table.columns {
        let cell = table.cell(row, column);
        // A head that spans columns heads each of them; one passage is one head.
        let same = cell.is_some() && cell.map(|c| c.passage) == last;
        last = cell.map(|c| c.passage);
        let text = cell.and_then(|cell| view.passage(cell.passage)).map_or("", |passage| passage.folded());
        let roles = BOOK.columns(text);
        let panel = panels.last()?;
        let repeats = !same && roles.iter().any(|role| *role != Column::Other && panel.holds(*role));
        if repeats {
            panels.push(Panel { first: column, columns: vec![] });
        }
        panels.last_mut()?.columns.push(roles);
    }
    let is_head = |panel: &Panel| {
        let named = panel.holds(Column::Name) || panel.holds(Column::Code);
        named && (panel.holds(Column::Value) || panel.holds(Column::Range))
    };
    panels.retain(is_head);
    (!panels.is_empty()).then_some(Head { row, panels })
}

/// Whether a table without a head holds results: most of its rows have a number and a unit or a range.
pub(super) fn looks_like_results(view: &View, table: &TableView) -> bool {
    let measured = (0..table.rows).filter(|row| {
        let texts: Vec<&str> = row_cells(table, *row)
            .iter()
            .filter_map(|id| view.passage(*id))
            .map(|p| p.folded().trim())
            .collect();
        let numbers = texts.iter().filter(|text| text.starts_with(|c: char| c.is_ascii_digit())).count();
        let measures = texts.iter().any(|text| {
            let is_unit = unit::read_unit(text, &[]).is_some();
            is_unit || text.contains(['-', '~']) && super::range::interval(text).is_some()
        });
        numbers >= 1 && measures && !is_keyed(&texts.join(" "))
    });
    table.rows > 0 && measured.count() as u32 * 2 > table.rows
}
