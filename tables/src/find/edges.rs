//! What stands within an area and is none of its table: titles and form headers above, notes and text below.

use document::Rect;

use super::Words;
use crate::rows::{Phrase, TextRow};

/// Rows without a rule around them are the table's where they are not further away than this many letter heights.
const NEAR: f32 = 1.2;
/// A table goes on below its last rule where more than this share of it stands there: its rules frame the header only.
const MOST_FOOT: f32 = 0.2;

/// `area` without what stands above or below `ruled`, the part of it between its rules, and does not look like a row of it.
pub(super) fn trimmed(words: &Words<'_>, ruled: Rect, area: Rect) -> Rect {
    let (first, last) = (ruled.top, ruled.bottom);
    let inside = |row: &&TextRow| area.contains(row.bounds.center());
    let above = words.text.iter().rev().filter(inside).filter(|row| row.bounds.center().y < first);
    let top = words.reach(above, first, area, |row, edge| edge - row.bottom, |row| row.top);
    let below = words.text.iter().filter(inside).filter(|row| row.bounds.center().y > last);
    let bottom = words.reach(below, last, area, |row, edge| row.top - edge, |row| row.bottom);
    let foot = area.bottom - last > MOST_FOOT * area.height();
    Rect { top, bottom: if foot { area.bottom } else { bottom }, ..area }
}

impl Words<'_> {
    /// The far edge of the last of `rows`, which lead away from `edge`, that is a row of the table.
    fn reach<'r>(
        &self,
        rows: impl Iterator<Item = &'r TextRow>,
        mut edge: f32,
        area: Rect,
        away: impl Fn(&Rect, f32) -> f32,
        far: impl Fn(&Rect) -> f32,
    ) -> f32 {
        for row in rows {
            let phrases: Vec<&Phrase> =
                row.phrases.iter().filter(|p| p.bounds.overlap_x(&area) > 0.5 * p.bounds.width()).collect();
            let named = phrases.iter().filter(|p| self.has_colon(p)).count();
            let is_row = phrases.len() > 1 && named * 2 < phrases.len();
            if !is_row || self.is_caption(row, area) || away(&row.bounds, edge) > NEAR * self.height {
                break;
            }
            edge = far(&row.bounds);
        }
        edge
    }

    fn has_colon(&self, phrase: &Phrase) -> bool {
        phrase.words.iter().filter_map(|&w| self.inks.get(w)).any(|ink| ink.word.text.contains([':', '：']))
    }
}
