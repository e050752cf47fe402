//! Heads that stand above a table's first rule: the rule underlines them, and no line runs above.

use document::Rect;

use super::Words;
use super::entries::Entries;
use crate::rows::{Phrase, TextRow};

/// A line of the head stands no higher above the next one, or above the rule, than this many letter heights.
const REACH: f32 = 1.0;
/// Most lines of a head.
const MOST_LINES: usize = 6;
/// Below a rule that underlines a head stand rows of numbers, the name of a group of rows before them perhaps: so many rows
/// are looked at.
const FIRST_ROWS: usize = 3;
/// What begins this near the left edge, in letter heights, names the rows or titles the table.
const INDENT: f32 = 2.0;
/// Names keep within the table up to this many letter heights.
const OVER: f32 = 1.0;
/// A wider phrase, in shares of the table's width, is a line of text.
const WIDEST: f32 = 0.5;

impl Words<'_> {
    /// `area` with the names that stand above its columns, where rows of numbers begin right below its first rule.
    pub(super) fn with_names_above(&self, area: Rect) -> Rect {
        let inside = self.inside(area);
        if Entries::new(&inside).columns < 2 || !begins_with_numbers(&inside) {
            return area;
        }
        let columns = number_columns(&inside);
        let mut grown = area;
        let above = self.text.iter().rev().filter(|row| row.bounds.center().y < area.top);
        for row in above.take(MOST_LINES) {
            let own: Vec<&Phrase> = row.phrases.iter().filter(|p| p.bounds.overlap_x(&area) > 0.0).collect();
            let Some(around) = Rect::around(own.iter().map(|p| p.bounds)) else { break };
            if grown.top - around.bottom > REACH * self.height || !self.is_head(row, &own, &columns, area) {
                break;
            }
            // The first line names several columns; above it may stand what heads them together.
            if grown.top >= area.top && own.len() < 2 {
                break;
            }
            grown.top = around.top;
        }
        grown
    }

    /// Whether the phrases of a row are names of columns.
    fn is_head(&self, row: &TextRow, own: &[&Phrase], columns: &[Rect], area: Rect) -> bool {
        let over = OVER * self.height;
        let keeps = |p: &&Phrase| p.bounds.left > area.left - over && p.bounds.right < area.right + over;
        let wide = |p: &&Phrase| p.bounds.width() > WIDEST * area.width();
        let heads = |p: &&&Phrase| {
            p.bounds.left > area.left + INDENT * self.height
                && columns.iter().any(|column| column.overlap_x(&p.bounds) > 0.0)
        };
        let is_field = |p: &&Phrase| {
            let mut words = p.words.iter().filter_map(|&word| self.inks.get(word));
            words.any(|ink| ink.word.text.contains([':', '：']))
        };
        let (mut names, mut numbers) = (0, 0);
        for phrase in own.iter().filter(heads) {
            let words = || phrase.words.iter().filter_map(|&word| self.inks.get(word));
            names += 1;
            numbers += usize::from(words().all(|ink| ink.is_numeric() && !ink.is_year()));
        }
        names > 0
            && numbers * 2 < names
            && own.iter().all(keeps)
            && !own.iter().any(wide)
            && !own.iter().any(is_field)
            && !self.is_caption(row, area)
    }
}

/// Whether the first row of several entries has a number behind its name: then it is no head.
fn begins_with_numbers(inside: &Words<'_>) -> bool {
    let first = inside.text.iter().take(FIRST_ROWS).find(|row| row.phrases.len() > 1);
    let entries = first.into_iter().flat_map(|row| row.phrases.iter().skip(1)).flat_map(|p| &p.words);
    entries.filter_map(|&word| inside.inks.get(word)).any(|ink| ink.is_numeric() && !ink.is_year())
}

/// Where the entries right of the first in each row stand.
fn number_columns(inside: &Words<'_>) -> Vec<Rect> {
    inside.text.iter().flat_map(|row| row.phrases.iter().skip(1)).map(|p| p.bounds).collect()
}
