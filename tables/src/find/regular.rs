//! Rows of text between rules at even distances: a table, even where its rows have one entry each.

use document::Rect;

use super::Words;
use crate::ink::median;

/// Fewest gaps between rules, and the share of them that must hold one row of text.
const FEWEST_GAPS: usize = 4;
const SINGLE: f32 = 0.75;
/// A gap for one row is lower than this many letter heights.
const TIGHT: f32 = 2.5;
/// Rules nearer than this many letter heights are one drawn double.
const DOUBLE: f32 = 0.6;
/// Running text on ruled paper fills its lines; the rows of a list end before this share of the width.
const SHORT: f32 = 0.6;

/// What stands between rules at even distances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Regular {
    /// Rows with several entries.
    Rows,
    /// Entries below one another.
    List,
}

/// What stands within `bounds` between rules at the heights `ys`, if it is one row of text between each two.
pub(super) fn regular(words: &Words<'_>, bounds: Rect, mut ys: Vec<f32>) -> Option<Regular> {
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|a, b| *a - *b < DOUBLE * words.height);
    let inside = words.inside(bounds);
    let rows = |gap: &[f32]| {
        let rows = inside.text.iter().filter(|row| (gap[0]..gap[1]).contains(&row.bounds.center().y));
        rows.map(|row| row.phrases.len()).collect::<Vec<_>>()
    };
    let gaps: Vec<Vec<usize>> = ys.windows(2).map(rows).collect();
    let tight = ys.windows(2).map(|gap| gap[1] - gap[0] < TIGHT * words.height);
    let single = gaps.iter().zip(tight).filter(|(rows, tight)| *tight && rows.len() == 1).count();
    if gaps.len() < FEWEST_GAPS || (single as f32) < SINGLE * gaps.len() as f32 {
        return None;
    }
    let full = gaps.iter().filter(|rows| rows.first().is_some_and(|phrases| *phrases > 1)).count();
    let width = median(inside.text.iter().map(|row| row.bounds.width()).collect())?;
    match () {
        () if full * 2 >= gaps.len() => Some(Regular::Rows),
        () if width < SHORT * bounds.width() && !is_labelled(words, bounds) => Some(Regular::List),
        () => None,
    }
}

/// Whether labels stand left of rules, on which their values are to be written, or among them.
fn is_labelled(words: &Words<'_>, bounds: Rect) -> bool {
    let rows = words.text.iter().filter(|row| (bounds.top..bounds.bottom).contains(&row.bounds.center().y));
    let outside =
        |row: &crate::rows::TextRow| row.phrases.iter().any(|p| p.bounds.right < bounds.left + words.height);
    let named = |row: &crate::rows::TextRow| {
        row.phrases.iter().flat_map(|p| &p.words).any(|&w| words.inks[w].word.text.contains([':', '：']))
    };
    let (mut count, mut labels) = (0, 0);
    for row in rows {
        if outside(row) {
            return true;
        }
        count += 1;
        labels += usize::from(named(row));
    }
    labels * 2 >= count
}
