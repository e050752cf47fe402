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
    for row in beyond(above).chain(beyond(below)) {
        row.phrases.iter().flat_map(|p| &p.words).for_each(|&word| outside[word] = true);
    }
    let mut flags = outside.into_iter();
    inks.into_iter().partition(|_| !flags.next().unwrap_or(false))
}

fn beyond<'t>(rows: impl Iterator<Item = &'t TextRow>) -> impl Iterator<Item = &'t TextRow> {
    rows.skip_while(|row| row.phrases.len() > 1)
}
