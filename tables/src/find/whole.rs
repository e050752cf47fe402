//! Pictures that show one table and nothing else.

use document::Rect;
use imaging::{Ruling, Rulings};

use super::Words;
use crate::rows::TextRow;

/// What is cut out of a page has less white around it than this many letter heights; pages have wider margins.
const MARGIN: f32 = 3.0;
/// Fewest rows of text that are more than a line or two.
const FEWEST_ROWS: usize = 2;

/// The place of the table that fills the picture `page`, if one does: the words, with the ruling lines that run among them,
/// reach to all sides, and the words, but for a caption above and notes below, stand as a table's do. Lines away from all
/// words, such as the edges of a sheet on a photo, do not count.
pub(super) fn area(words: &Words<'_>, page: Rect, rulings: &Rulings) -> Option<Rect> {
    let text = Rect::around(words.inks.iter().map(|ink| ink.bounds))?;
    let reach = text.grown(words.height);
    let lines = rulings.horizontal.iter().chain(&rulings.vertical).map(Ruling::bounds);
    let own = lines.filter(|line| reach.intersection(line).is_some());
    let content = Rect::around(own.chain([text]))?;
    let margins = [
        content.left - page.left,
        content.top - page.top,
        page.right - content.right,
        page.bottom - content.bottom,
    ];
    if words.text.len() < FEWEST_ROWS || margins.iter().any(|&m| m > MARGIN * words.height) {
        return None;
    }
    let is_note = |row: &&TextRow| words.is_caption(row, content);
    let above =
        words.text.iter().take_while(is_note).map(|row| row.bounds.bottom).fold(content.top, f32::max);
    let below =
        words.text.iter().rev().take_while(is_note).map(|row| row.bounds.top).fold(content.bottom, f32::min);
    let body = Rect { top: above, bottom: below, ..content };
    (below > above && words.inside(body).is_tabular()).then_some(body)
}
