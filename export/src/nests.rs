//! Tables that stand in cells of other tables.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use document::{Cell, Document, Table, TableId, WordId};

use crate::flow::Lines;

/// Tables in cells are shown so deep; what a document says stands deeper is shown by itself.
const DEEPEST: usize = 8;

/// The tables in cells, by the table around them and the cell's first row and column.
#[derive(Default)]
pub(crate) struct Nests<'a>(HashMap<(TableId, u32, u32), Vec<&'a Table>>);

impl<'a> Nests<'a> {
    /// Those of `document`. A table that names one behind it, or a cell that is not there, is in none: nothing is told twice,
    /// and nothing goes round in circles.
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut nests: HashMap<_, Vec<&'a Table>> = HashMap::new();
        // Tables with how deep they stand.
        let mut before: HashMap<TableId, (&'a Table, usize)> = HashMap::new();
        let in_regions: HashSet<TableId> =
            document.pages.iter().flat_map(|page| &page.regions).filter_map(|region| region.table).collect();
        for table in &document.tables {
            let cell = table.inside.filter(|_| !in_regions.contains(&table.id));
            let around = cell.and_then(|cell| {
                let (around, depth) = before.get(&cell.table)?;
                let span = around.grid.cell_at(cell.row, cell.column)?.span;
                let is_there = (span.row, span.column) == (cell.row, cell.column);
                (is_there && *depth < DEEPEST).then_some(((cell.table, cell.row, cell.column), depth + 1))
            });
            let depth = around.map_or(0, |(_, depth)| depth);
            if let Some((cell, _)) = around {
                nests.entry(cell).or_default().push(table);
            }
            before.entry(table.id).or_insert((table, depth));
        }
        Self(nests)
    }

    /// All tables that stand in a cell.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &'a Table> {
        self.0.values().flatten().copied()
    }

    /// Those in `cell` of `table`.
    pub(crate) fn of(&self, table: TableId, cell: &Cell) -> &[&'a Table] {
        self.0.get(&(table, cell.span.row, cell.span.column)).map_or(&[], Vec::as_slice)
    }
}

/// `cell` as far as it stands in none of `nested`, which are in it.
pub(crate) fn beside<'c>(cell: &'c Cell, nested: &[&Table], lines: &Lines<'_>) -> Cow<'c, Cell> {
    if nested.is_empty() {
        return Cow::Borrowed(cell);
    }
    let held: HashSet<WordId> = nested.iter().flat_map(|table| table.grid.words()).collect();
    let words: Vec<WordId> = cell.words.iter().filter(|word| !held.contains(word)).copied().collect();
    Cow::Owned(Cell { text: lines.spell(&words), words, ..cell.clone() })
}
