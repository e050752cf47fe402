//! Where tables stand on a page.

mod aligned;
mod caption;
mod entries;
mod refuse;
mod ruled;

use document::{Confidence, Line, Rect, RegionClass, RegionProposal};
use imaging::Rulings;

use crate::ink::{Ink, letter_height, words_inside};
use crate::rows::{TextRow, text_rows};

/// How sure areas are by what they were found from: a closed lattice of lines is hardly ever anything but a table, rules
/// above and below aligned words seldom, words alone now and then. Estimated, to be calibrated on labelled pages.
const LATTICE: f32 = 0.95;
const RULES: f32 = 0.8;
const WORDS: f32 = 0.65;
/// Areas that share this much of the smaller one are the same table.
const SAME_TABLE: f32 = 0.5;
/// A proposal that is at least this sure stays, even where its words do not look like a table's.
const SURE_PROPOSAL: f32 = 0.6;

/// Labels of which a larger share than this stands in a figure are the figure's.
const IN_FIGURE: f32 = 0.7;

/// The words of a page, as the search for tables needs them.
pub(crate) struct Words<'a> {
    inks: Vec<Ink<'a>>,
    text: Vec<TextRow>,
    height: f32,
}

/// Table areas on a page: from ruling lines, from rules above and below aligned words, from aligned words alone, and from
/// what a layout network proposed (`proposals` of the class table; figures keep their labels, the others are not looked
/// at). Areas of the same table are united.
///
/// Lists, form headers of the kind "name: value", text in two columns and tables of contents are not taken for tables.
/// All coordinates are those of `lines`. The areas come top to bottom, then left to right.
pub fn find(
    page: Rect,
    proposals: &[RegionProposal],
    lines: &[Line],
    rulings: &Rulings,
) -> Vec<RegionProposal> {
    let lines: Vec<&Line> = lines.iter().collect();
    let inks = words_inside(&lines, page);
    let height = letter_height(&inks);
    let text = text_rows(&inks, height, |_, _| false);
    let words = Words { inks, text, height };
    let mut areas: Vec<(Rect, f32)> = vec![];
    let closed = ruled::lattices(&words, rulings);
    closed.into_iter().for_each(|area| add(&mut areas, area, LATTICE));
    for proposal in proposals.iter().filter(|p| p.class == RegionClass::Table) {
        let confidence = proposal.confidence.map_or(SURE_PROPOSAL, Confidence::get);
        if confidence >= SURE_PROPOSAL || words.inside(proposal.bounds).is_tabular() {
            add(&mut areas, words.snapped(proposal.bounds), confidence);
        }
    }
    let drawn = |area: &Rect| {
        let figure = |p: &&RegionProposal| {
            p.class == RegionClass::Figure && p.confidence.is_none_or(|c| c.get() >= SURE_PROPOSAL)
        };
        proposals.iter().filter(figure).any(|p| area.share_in(&p.bounds) > IN_FIGURE)
    };
    let by_rules = ruled::between_rules(&words, rulings).into_iter().map(|area| (area, RULES));
    let by_words = aligned::areas(&words).into_iter().map(|area| (area, WORDS));
    by_rules.chain(by_words).filter(|(area, _)| !drawn(area)).for_each(|(area, c)| add(&mut areas, area, c));
    areas.sort_by(|a, b| a.0.top.total_cmp(&b.0.top).then(a.0.left.total_cmp(&b.0.left)));
    let proposal = |(bounds, confidence): (Rect, f32)| RegionProposal {
        class: RegionClass::Table,
        bounds,
        confidence: Confidence::clamped(confidence),
    };
    areas.into_iter().map(proposal).collect()
}

/// Adds an area found by a weaker method than those before it: where it meets one that the layout network proposed it
/// only makes it larger, where it meets one that lines bound, or several, it goes.
fn add(areas: &mut Vec<(Rect, f32)>, area: Rect, confidence: f32) {
    let meets = |other: &Rect| area.overlap(other) >= SAME_TABLE * area.area().min(other.area());
    let met: Vec<usize> = (0..areas.len()).filter(|&i| meets(&areas[i].0)).collect();
    match met.as_slice() {
        [] => areas.push((area, confidence)),
        [one] => {
            let (other, known) = &mut areas[*one];
            if *known != LATTICE && !(*known == RULES && confidence == WORDS) {
                *other = other.union(&area);
            }
            *known = known.max(confidence);
        }
        _ => {}
    }
}

impl<'a> Words<'a> {
    /// The words whose middle is inside `area`.
    pub(crate) fn inside(&self, area: Rect) -> Self {
        let inks: Vec<Ink<'a>> =
            self.inks.iter().filter(|ink| area.contains(ink.bounds.center())).copied().collect();
        let text = text_rows(&inks, self.height, |_, _| false);
        Self { inks, text, height: self.height }
    }

    /// `area` grown so that it cuts none of the words that are mostly inside.
    fn snapped(&self, area: Rect) -> Rect {
        let inside = self.inks.iter().map(|ink| ink.bounds).filter(|b| b.share_in(&area) > 0.5);
        inside.fold(area, |sum, b| sum.union(&b))
    }
}

#[cfg(test)]
mod tests;
