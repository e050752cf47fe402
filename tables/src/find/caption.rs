//! Rows of text that part two tables: captions and notes.

use document::{Line, Rect};

use super::Words;
use crate::rows::TextRow;

/// A lone phrase over this share of the width, from the left edge on, is a line of a caption or a note.
const WIDE: f32 = 0.6;
/// How far (in letter heights) from the edge it may begin.
const INDENT: f32 = 2.0;

impl Words<'_> {
    /// Whether a row of text inside `area` begins with a caption's name or is a lone wide phrase.
    pub(super) fn has_caption(&self, area: Rect) -> bool {
        let inside = |row: &&TextRow| area.contains(row.bounds.center());
        self.text.iter().filter(inside).any(|row| self.is_caption(row, area))
    }

    /// Whether a row of text begins with a caption's name or is a lone wide phrase from the left edge of `area` on.
    pub(super) fn is_caption(&self, row: &TextRow, area: Rect) -> bool {
        let mut phrases = row.phrases.iter().filter(|p| p.bounds.overlap_x(&area) > 0.0);
        let Some(first) = phrases.next() else { return false };
        let lone = phrases.next().is_none();
        let words: Vec<_> = first.words.iter().map(|&w| self.inks[w].word.clone()).collect();
        let left = (first.bounds.left - area.left).abs() < INDENT * self.height;
        names_table(&Line::spell(&words)) || (lone && left && first.bounds.width() > WIDE * area.width())
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
