//! Rows of text that part two tables: captions and notes.

use document::{Line, Rect};

use super::Words;
use crate::rows::{Phrase, TextRow};

/// A lone phrase over this share of the width, from the left edge on, is a line of a caption or a note.
const WIDE: f32 = 0.6;
/// How far (in letter heights) from the edge it may begin.
const INDENT: f32 = 2.0;

/// Words of a title besides the name and the number of its table: fewer refer to a table.
const FEWEST_IN_TITLE: usize = 2;

impl Words<'_> {
    /// Whether a row of text inside `area` begins with a caption's name or is a lone wide phrase.
    pub(super) fn has_caption(&self, area: Rect) -> bool {
        let level = |row: &&TextRow| (area.top..=area.bottom).contains(&row.bounds.center().y);
        self.text.iter().filter(level).any(|row| self.is_caption(row, area))
    }

    /// Whether a phrase of a row of text begins with a caption's name.
    pub(super) fn names_table(&self, row: &TextRow) -> bool {
        row.phrases.iter().any(|phrase| self.names(phrase))
    }

    /// Whether a phrase within `area` begins with a caption's name.
    pub(super) fn names_table_in(&self, area: Rect) -> bool {
        self.text.iter().filter(|row| area.contains(row.bounds.center())).any(|row| self.names_table(row))
    }

    /// Whether a phrase is a caption's name with what it tells behind it.
    pub(super) fn is_title(&self, phrase: &Phrase) -> bool {
        self.names(phrase) && phrase.words.len() > FEWEST_IN_TITLE
    }

    fn names(&self, phrase: &Phrase) -> bool {
        let words: Vec<_> = phrase.words.iter().map(|&w| self.inks[w].word.clone()).collect();
        names_table(&Line::spell(&words))
    }

    /// Whether a row of text begins with a caption's name or is a lone wide phrase from the left edge of `area` on.
    pub(super) fn is_caption(&self, row: &TextRow, area: Rect) -> bool {
        let mut phrases = row.phrases.iter().filter(|p| p.bounds.overlap_x(&area) > 0.0);
        let Some(first) = phrases.next() else { return false };
        let lone = phrases.next().is_none();
        let left = (first.bounds.left - area.left).abs() < INDENT * self.height;
        self.names(first) || (lone && left && first.bounds.width() > WIDE * area.width())
    }
}

/// `Table 3`, `TABLE II`, `表2`, `续表` and the like.
fn names_table(text: &str) -> bool {
    let numbered = |rest: &str| {
        let number = rest.trim_start();
        number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'))
    };
    let lower = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("table"));
    (lower && text.get(5..).is_some_and(numbered))
        || text.strip_prefix('表').is_some_and(numbered)
        || text.starts_with("续表")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_name_their_table() {
        let cases = [
            ("Table 3. Rates", true),
            ("TABLE II", true),
            ("表2 结果", true),
            ("Tables", false),
            ("表面", false),
        ];
        for (text, want) in cases {
            assert_eq!(names_table(text), want, "{text}");
        }
    }
}
