//! A document as passages whose characters lead back to ink.

mod build;
mod continuation;
mod fold;
mod passage;
mod quote;
mod span;
mod table;
#[cfg(test)]
mod tests;
mod traditional;

use std::ops::Range;

use document::Document;

use crate::Part;

pub use fold::{fold, fold_char};
pub use passage::{Passage, Piece, Role, Row};
pub use span::{CellPlace, CharacterRange, PassageId, Span};
pub use table::{CellView, TableView};

/// A document as passages in reading order: text of regions, cells of tables (row by row, where the table first
/// stands), paragraphs of a plain text. A paragraph that a page's end cuts is one passage, and what frames the pages
/// comes after it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Those of the document, then the joined ones.
    passages: Vec<Passage>,
    tables: Vec<TableView>,
    /// How many are of the document.
    own: usize,
}

impl View {
    /// The view of a read document.
    pub fn of(document: &Document) -> Self {
        let mut view = build::build(document);
        view.own = view.passages.len();
        view
    }

    /// The view of a plain text, a passage per line; its spans have no places.
    ///
    /// ```
    /// let view = reasoning::View::of_text("姓名：孙雨桐\n性别：女");
    /// assert_eq!(view.passages()[1].folded(), "性别:女");
    /// ```
    pub fn of_text(text: &str) -> Self {
        let mut view = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut draft = passage::Draft::default();
            let characters = draft.push(line);
            draft.row(characters, None, None);
            view.passages.push(draft.finish(PassageId(view.passages.len() as u32), Role::Plain, None));
        }
        view.own = view.passages.len();
        view
    }

    /// In reading order.
    pub fn passages(&self) -> &[Passage] {
        self.passages.get(..self.own).unwrap_or(&[])
    }

    /// The passages of a part, in reading order.
    pub(crate) fn within(&self, part: &Part) -> &[Passage] {
        let end = (part.end.0 as usize).min(self.own);
        self.passages.get(part.first.0 as usize..end).unwrap_or(&[])
    }

    /// The tables whose first cell is one of those passages, in reading order.
    pub(crate) fn tables_within(&self, passages: Range<PassageId>) -> &[TableView] {
        let before = |id: PassageId| self.tables.partition_point(|table| table.first < id);
        self.tables.get(before(passages.start)..before(passages.end)).unwrap_or(&[])
    }

    /// Adds the text of several passages as one, for what runs over them: a footer's date that the grid has cut. It is
    /// found by its name only and is no part of [`Self::passages`].
    pub(crate) fn join(&mut self, passages: &[PassageId]) -> PassageId {
        let id = PassageId(self.passages.len() as u32);
        let parts: Vec<&Passage> = passages.iter().filter_map(|id| self.passage(*id)).collect();
        let joined = Passage::joined(id, &parts);
        self.passages.push(joined);
        id
    }

    /// The passage of that name, joined ones among them.
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.get(id.0 as usize)
    }

    /// In reading order.
    pub fn tables(&self) -> &[TableView] {
        &self.tables
    }
}
