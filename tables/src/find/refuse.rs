//! What is in columns and yet no table.

use super::Words;
use crate::fit::{Scene, column_of, free_columns};
use crate::ink::is_numeric;
use crate::lattice::Lattice;

/// Rows with entries in two columns or more, as a share of all rows; cells of several lines make rows with one.
const FULL_ROWS: f32 = 0.4;
/// An entry of more words than this is running text.
const PROSE_WORDS: usize = 9;

/// Entries of an area by row and column.
struct Entries {
    columns: usize,
    /// Per row of text, per column its text and the number of its words.
    rows: Vec<Vec<(String, usize)>>,
}

impl Words<'_> {
    /// Whether some rows have entries in several columns.
    pub(super) fn has_columns(&self) -> bool {
        let entries = self.entries();
        entries.columns >= 2 && entries.full_rows() >= 1
    }

    /// Whether the words stand as a table's do.
    pub(super) fn is_tabular(&self) -> bool {
        let entries = self.entries();
        let full = entries.full_rows();
        entries.columns >= 2
            && full >= 2
            && full as f32 >= FULL_ROWS * entries.rows.len() as f32
            && !entries.is_prose()
            && !entries.is_list()
            && !entries.is_contents()
            && !entries.is_form()
    }

    fn entries(&self) -> Entries {
        let bounds = document::Rect::around(self.inks.iter().map(|ink| ink.bounds)).unwrap_or_default();
        let lattice = Lattice::default();
        let scene =
            Scene { inks: &self.inks, text: &self.text, height: self.height, bounds, lattice: &lattice };
        let xs = free_columns(&scene);
        let columns = xs.len() - 1;
        let row = |row: &crate::rows::TextRow| {
            let mut cells = vec![(String::new(), 0); columns];
            for &word in row.phrases.iter().flat_map(|p| &p.words) {
                if let Some(cell) = cells.get_mut(column_of(&xs, &self.inks[word].bounds) as usize) {
                    cell.0.push_str(&self.inks[word].word.text);
                    cell.1 += 1;
                }
            }
            cells
        };
        Entries { columns, rows: self.text.iter().map(row).collect() }
    }
}

impl Entries {
    fn full_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.iter().filter(|c| c.1 > 0).count() >= 2).count()
    }

    fn column(&self, index: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.get(index)).filter(|c| c.1 > 0).map(|c| c.0.as_str())
    }

    /// Text in two or three columns: most entries are lines of it.
    fn is_prose(&self) -> bool {
        let filled = self.rows.iter().flatten().filter(|c| c.1 > 0);
        let (all, long) = filled.fold((0, 0), |(a, l), c| {
            (a + 1, l + usize::from(c.1 >= PROSE_WORDS || c.0.chars().count() > 60))
        });
        self.columns <= 3 && long * 3 > all
    }

    /// Bullets or item numbers with text behind them.
    fn is_list(&self) -> bool {
        let marks = self.column(0).filter(|text| is_item_mark(text)).count();
        let all = self.column(0).count();
        self.columns == 2 && marks * 3 > all * 2
    }

    /// Headings with page numbers that rise.
    fn is_contents(&self) -> bool {
        let leaders = self
            .rows
            .iter()
            .flatten()
            .filter(|c| c.0.contains("....") || c.0.contains("……") || c.0.contains("····"))
            .count();
        let last: Vec<Option<u32>> =
            self.column(self.columns - 1).map(|text| text.trim_matches('.').parse().ok()).collect();
        let pages: Vec<u32> = last.iter().flatten().copied().collect();
        let rising = pages.windows(2).all(|pair| pair[0] <= pair[1]);
        let words_first =
            self.column(0).filter(|text| !is_numeric(text)).count() * 2 > self.column(0).count();
        let pages_only = pages.len() >= 3 && pages.len() * 10 >= last.len() * 8;
        (self.columns <= 3 && leaders * 2 > self.rows.len() && pages_only)
            || (self.columns == 2 && pages_only && rising && words_first && pages.len() >= 4)
    }

    /// Names with a colon and their values, side by side.
    fn is_form(&self) -> bool {
        let filled = self.rows.iter().flatten().filter(|c| c.1 > 0);
        let named = |text: &str| text.contains(':') && !text.contains("://") || text.contains('：');
        let (all, names) = filled.fold((0, 0), |(a, n), c| (a + 1, n + usize::from(named(&c.0))));
        names * 5 >= all * 2
    }
}

/// A bullet, `1.`, `(a)`, `二、` and the like.
fn is_item_mark(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | '（' | '）' | '、' | '．'));
    let bullet = matches!(text, "•" | "·" | "-" | "–" | "—" | "*" | "●" | "■" | "◆" | "▪" | "○" | "◦" | "o");
    let marked = inner.len() < text.len() && inner.chars().count() <= 3 && !text.contains(',');
    bullet || (marked && !inner.is_empty() && inner.chars().all(char::is_alphanumeric))
}
