//! The words of an area by rows and columns.

use document::Rect;

use super::Words;
use crate::fit::{Scene, column_of, free_columns};
use crate::lattice::Lattice;
use crate::rows::TextRow;
use crate::stacked;

/// What stands in one row of text and one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// The words without spaces.
    pub(super) text: String,
    /// Number of words.
    pub(super) words: usize,
    /// Around the words.
    pub(super) bounds: Rect,
}

/// Entries of an area: per row of text and column one, empty or not.
pub(super) struct Entries {
    /// Number of columns.
    pub(super) columns: usize,
    rows: Vec<Vec<Entry>>,
}

impl Entries {
    /// The entries of all of `words`.
    pub(super) fn new(words: &Words<'_>) -> Self {
        let bounds = Rect::around(words.inks.iter().map(|ink| ink.bounds)).unwrap_or_default();
        let lattice = Lattice::default();
        let (inks, text, height) = (words.inks.as_slice(), words.text.as_slice(), words.height);
        let xs = free_columns(&Scene { inks, text, height, bounds, lattice: &lattice });
        let columns = xs.len() - 1;
        let row = |row: &TextRow| {
            let mut entries = vec![Entry::default(); columns];
            for ink in row.phrases.iter().flat_map(|p| &p.words).map(|&word| &inks[word]) {
                if let Some(entry) = entries.get_mut(column_of(&xs, &ink.bounds) as usize) {
                    entry.bounds =
                        if entry.words == 0 { ink.bounds } else { entry.bounds.union(&ink.bounds) };
                    entry.text.push_str(&ink.word.text);
                    entry.words += 1;
                }
            }
            entries
        };
        let text = stacked::unstacked(text, inks, &xs, height);
        Self { columns, rows: text.iter().map(row).collect() }
    }

    /// Number of rows of text.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Number of rows with entries in two columns or more.
    pub(super) fn full_rows(&self) -> usize {
        self.rows_of(2)
    }

    /// Number of rows with entries in `count` columns or more.
    pub(super) fn rows_of(&self, count: usize) -> usize {
        self.rows.iter().filter(|row| row.iter().filter(|e| e.words > 0).count() >= count).count()
    }

    /// The entries that are not empty, row by row.
    pub(super) fn filled(&self) -> impl Iterator<Item = &Entry> {
        self.rows.iter().flatten().filter(|entry| entry.words > 0)
    }

    /// The entries of a column that are not empty, from the top.
    pub(super) fn column(&self, index: usize) -> impl Iterator<Item = &Entry> {
        self.rows.iter().filter_map(move |row| row.get(index)).filter(|entry| entry.words > 0)
    }
}
