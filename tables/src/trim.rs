//! Words within a table's bounds that are none of it: captions and notes beyond its outer rules.

use document::Rect;

use crate::ink::Ink;
use crate::lattice::Lattice;
use crate::rows::{TextRow, text_rows};

/// Parts the words of the table from those of captions and notes: rows of text beyond the first or last rule, from the
/// first one on that is a single phrase (a header without a rule above it has several). What stands below a boxed head was taken
/// in row by row.
pub(crate) fn trim<'a>(inks: Vec<Ink<'a>>, lattice: &Lattice, height: f32) -> (Vec<Ink<'a>>, Vec<Ink<'a>>) {
    let rules = Rect::around(inks.iter().map(|ink| ink.bounds)).and_then(|words| lattice.outer_rules(words));
    let Some((first, last)) = rules else { return (inks, vec![]) };
    let text = text_rows(&inks, height, |_, _| false);
    let mut outside = vec![false; inks.len()];
    let above = text.iter().rev().filter(|row| row.bounds.center().y < first);
    let is_body = lattice.boxed_head().is_some();
    let below = text.iter().filter(|row| row.bounds.center().y > last && !is_body);
    let below = below.filter(|row| !goes_on(row, &text, height));
    for row in beyond(above).chain(beyond(below)) {
        row.phrases.iter().flat_map(|p| &p.words).for_each(|&word| outside[word] = true);
    }
    let mut flags = outside.into_iter();
    inks.into_iter().partition(|_| !flags.next().unwrap_or(false))
}

/// A lone phrase is the end of an entry above it where it is no wider than this many letter heights and the white between them no
/// higher than so many.
const SHORT: f32 = 4.0;
const NEAR: f32 = 0.6;

/// Whether a row of text is a few letters with which an entry of the row right above goes on.
fn goes_on(row: &TextRow, text: &[TextRow], height: f32) -> bool {
    let [lone] = row.phrases.as_slice() else { return false };
    let under = |above: &Rect| {
        let gap = lone.bounds.top - above.bottom;
        (-height..NEAR * height).contains(&gap) && (lone.bounds.left - above.left).abs() < NEAR * height
    };
    let above = text.iter().take_while(|other| other.bounds.center().y < row.bounds.center().y).last();
    lone.bounds.width() < SHORT * height
        && above
            .is_some_and(|above| above.phrases.len() > 1 && above.phrases.iter().any(|p| under(&p.bounds)))
}

fn beyond<'t>(rows: impl Iterator<Item = &'t TextRow>) -> impl Iterator<Item = &'t TextRow> {
    rows.skip_while(|row| row.phrases.len() > 1)
}
