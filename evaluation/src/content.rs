//! What is compared: the common form of truths and predictions, whatever they were written in.

use document::{Rect, RegionClass};

use crate::boxes::TextBox;
use crate::fields::Field;
use crate::markup::Element;
use crate::table::{GridCell, cells_of, element_of};

/// What the picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Whole pages.
    #[default]
    Pages,
    /// One table and nothing else.
    Table,
    /// One line of text.
    Line,
    /// One formula.
    Formula,
}

/// What one side says of a sample. Whatever is absent is not known, and not compared; what is known and empty is
/// compared as empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Content {
    /// What the picture shows.
    pub scope: Scope,
    /// The pages.
    pub pages: Vec<PageContent>,
    /// All tables, in reading order.
    pub tables: Option<Vec<TableContent>>,
    /// Display formulas in reading order, as LaTeX.
    pub formulas: Option<Vec<String>>,
    /// Key-values.
    pub fields: Option<Vec<Field>>,
    /// Records with attributes (the results of a laboratory report), each attribute as a field `record/attribute`.
    pub facts: Option<Vec<Field>>,
    /// Whether there is no prediction at all, and this stands for an empty one.
    pub missing: bool,
    /// Whether the text was written down without regard to case, as that of SROIE is: then case is not compared.
    pub without_case: bool,
}

/// What one side says of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageContent {
    /// The number, from 1; nothing where a text does not say which page it is from.
    pub number: Option<u32>,
    /// All its text, in reading order if `ordered`.
    pub text: Option<String>,
    /// Whether the order of the text means anything.
    pub ordered: bool,
    /// Its parts in reading order.
    pub blocks: Option<Vec<Block>>,
    /// Its lines, in any order.
    pub lines: Option<Vec<TextBox>>,
    /// Its words, in any order.
    pub words: Option<Vec<TextBox>>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// What it is for; nothing where the source's class has no counterpart.
    pub class: Option<RegionClass>,
    /// Where it stands.
    pub bounds: Option<Rect>,
    /// Its lines of text; one where line ends are not known, none for pictures.
    pub lines: Vec<String>,
    /// How sure the detector was, 0 to 1.
    pub confidence: Option<f32>,
}

impl Block {
    /// The lines, parted by line feeds.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableContent {
    /// The page it begins on, from 1.
    pub page: Option<u32>,
    /// Where it stands on that page.
    pub bounds: Option<Rect>,
    /// Its cells; nothing where only the table's place is known.
    pub cells: Option<Vec<GridCell>>,
    /// The table as HTML, which may have tags inside its cells; nothing where only its place is known.
    pub html: Option<Element>,
    /// How sure each cell was, in the order of `cells`; empty where unknown.
    pub confidences: Vec<Option<f32>>,
    /// Whether the cells have texts; a set with places alone has none.
    pub has_text: bool,
}

impl TableContent {
    /// A table read from HTML.
    pub fn from_html(table: &Element) -> Self {
        let cells = cells_of(table);
        Self { cells: Some(cells), html: Some(table.clone()), has_text: true, ..Self::default() }
    }

    /// A table read from cells with text.
    pub fn from_cells(cells: Vec<GridCell>) -> Self {
        Self { html: Some(element_of(&cells)), cells: Some(cells), has_text: true, ..Self::default() }
    }

    /// A table of which only the place is known.
    pub fn from_bounds(bounds: Rect) -> Self {
        Self { bounds: Some(bounds), ..Self::default() }
    }

    /// The same with where it stands.
    #[must_use]
    pub fn on(mut self, page: Option<u32>, bounds: Option<Rect>) -> Self {
        self.page = page;
        self.bounds = bounds;
        self
    }

    /// The text of all cells, run together.
    pub fn text(&self) -> String {
        self.cells.iter().flatten().map(|cell| cell.text.as_str()).collect()
    }
}

impl Content {
    /// The text of all pages; nothing where no page has any.
    pub fn text(&self) -> Option<String> {
        let mut texts = self.pages.iter().filter_map(|page| page.text.as_deref()).peekable();
        texts.peek()?;
        Some(texts.collect::<Vec<_>>().join("\n"))
    }

    /// A single page of running text and nothing else known.
    pub fn of_text(text: impl Into<String>) -> Self {
        let page = PageContent { text: Some(text.into()), ordered: true, ..PageContent::default() };
        Self { pages: vec![page], ..Self::default() }
    }

    /// Makes the content what a set of pictures of one kind holds.
    #[must_use]
    pub fn with_scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Takes from `other` all that is absent here: several files may tell of one sample. Without pages of its own it
    /// takes the other's; with them only what those lack, page by page.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        if self.pages.is_empty() {
            self.pages = other.pages;
        } else {
            for (page, more) in self.pages.iter_mut().zip(other.pages) {
                page.number = page.number.or(more.number);
                page.ordered |= page.text.is_none() && more.ordered;
                page.text = page.text.take().or(more.text);
                page.blocks = page.blocks.take().or(more.blocks);
                page.lines = page.lines.take().or(more.lines);
                page.words = page.words.take().or(more.words);
            }
        }
        self.tables = match (self.tables, other.tables) {
            (Some(tables), Some(more)) => Some(merged_tables(tables, more)),
            (tables, more) => tables.or(more),
        };
        self.formulas = self.formulas.or(other.formulas);
        self.fields = self.fields.or(other.fields);
        self.facts = self.facts.or(other.facts);
        self.without_case |= other.without_case;
        self
    }
}

/// The regions of ICDAR 2013 are in one file and the cells in another, in the same order.
fn merged_tables(mut tables: Vec<TableContent>, more: Vec<TableContent>) -> Vec<TableContent> {
    if tables.len() != more.len() {
        return tables;
    }
    for (table, more) in tables.iter_mut().zip(more) {
        if table.cells.is_none() {
            *table = TableContent { page: table.page, bounds: table.bounds, ..more };
        } else if more.cells.is_none() {
            // A file of places alone knows the place better than the cells' bounds do.
            table.bounds = more.bounds.or(table.bounds);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_sample_are_put_together() {
        let table = |bounds, text: Option<&str>| TableContent {
            bounds,
            ..text.map_or_else(TableContent::default, |text| {
                TableContent::from_cells(vec![GridCell::single(0, 0, text)])
            })
        };
        let (place, inner) = (Rect::new(0.0, 0.0, 9.0, 9.0), Rect::new(1.0, 1.0, 8.0, 8.0));
        let cells = Content { tables: Some(vec![table(Some(inner), Some("x"))]), ..Content::default() };
        let regions = Content { tables: Some(vec![table(Some(place), None)]), ..Content::default() };
        for merged in [cells.clone().merged(regions.clone()), regions.merged(cells)] {
            let table = &merged.tables.unwrap()[0];
            assert_eq!((table.bounds, table.text().as_str(), table.has_text), (Some(place), "x", true));
        }
        let fields = Content { fields: Some(vec![]), without_case: true, ..Content::default() };
        let merged = fields.merged(Content::of_text("text"));
        assert_eq!((merged.text().as_deref(), merged.without_case), (Some("text"), true));
    }
}
