//! Lattices whose lines part what stands between them: those of a form's frames leave fields side by side in one cell.

use document::Rect;
use imaging::Rulings;

use super::Words;
use crate::lattice::Lattice;
use crate::score::Flaws;

/// Lines explain the words of a table at least this well, unless its words stand in columns by themselves. Of the ruled
/// tables of ICDAR 2013 and cTDaR whose words do not, the lowest has .83; frames of forms have .67 at most.
const EXPLAINED: f32 = 0.75;

/// Those of `lattices` whose lines part the words into cells, or whose words stand as a table's do.
pub(super) fn sound(words: &Words<'_>, rulings: &Rulings, lattices: Vec<Rect>) -> Vec<Rect> {
    let is_sound = |area: &Rect| {
        let inside = words.inside(*area);
        explained(&inside, rulings, *area) >= EXPLAINED || inside.is_tabular()
    };
    lattices.into_iter().filter(is_sound).collect()
}

/// How well the lines within `area` explain its words, 0..=1.
fn explained(inside: &Words<'_>, rulings: &Rulings, area: Rect) -> f32 {
    let lattice = Lattice::new(rulings, &inside.inks, area, inside.height, false);
    let candidate = lattice.candidate(&inside.inks, area);
    candidate.map_or(0.0, |candidate| Flaws::of(&candidate, &inside.inks, inside.height).score())
}
