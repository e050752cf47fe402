//! Where tables stand on a page.

mod above;
mod aligned;
mod caption;
mod edges;
mod entries;
mod far;
mod fields;
mod goes_on;
mod headed;
mod refuse;
mod regular;
mod ruled;
mod shades;
mod sound;
mod stub;
mod titled;
mod underlined;
mod whole;

use document::{Confidence, Line, Rect, RegionClass, RegionProposal};
use imaging::Rulings;

use crate::ink::{Ink, letter_height, words_inside};
use crate::rows::{TextRow, text_rows};
use crate::rules::{settled, without_stems};

/// How sure areas are by what they were found from: a closed lattice of lines is hardly ever anything but a table, rules
/// above and below aligned words seldom, a picture filled by aligned words seldom, words alone now and then. Estimated,
/// to be calibrated on labelled pages.
const LATTICE: f32 = 0.95;
const RULES: f32 = 0.8;
const WHOLE: f32 = 0.8;
const WORDS: f32 = 0.65;
/// Areas that share this much of the smaller one are the same table.
const SAME_TABLE: f32 = 0.5;
/// An area stands in another one if more than this share of it does.
const WITHIN: f32 = 0.95;
/// Rules that run over more than this share of another area (or of their own) may be those of several tables.
const APART: f32 = 0.1;
/// The network and the rules agree on a table's place from this intersection over union on.
const AGREE: f32 = 0.6;
/// A proposal that is at least this sure stays, even where its words do not look like a table's.
const SURE_PROPOSAL: f32 = 0.6;

/// Labels of which a larger share than this stands in a figure are the figure's.
const IN_FIGURE: f32 = 0.7;

/// What the layout network takes for a figure and is this share of the picture, or has this share of its words if it has so many, is
/// mostly a sheet of paper on a photo, of which fewer numbers tell a table: the figures of a page leave most words to its text.
const WHOLE_SHEET: f32 = 0.75;
const MOST_WORDS: f32 = 0.75;
const FEWEST_WORDS: usize = 40;

/// Where a table stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableArea {
    /// Around the table, in the coordinates of the lines.
    pub bounds: Rect,
    /// How sure it is that a table stands there.
    pub confidence: Option<Confidence>,
    /// Whether ruling lines bound it or it fills the picture; otherwise the layout network or aligned words alone say so,
    /// which the page as a whole may contradict.
    pub borne_out: bool,
}

/// The words of a page, as the search for tables needs them.
pub(crate) struct Words<'a> {
    inks: Vec<Ink<'a>>,
    text: Vec<TextRow>,
    height: f32,
}

/// Table areas on a page: the whole picture where it shows one table and nothing else; otherwise from ruling lines, from
/// rules above and below aligned words, from aligned words alone, and from what a layout network proposed (`proposals` of
/// the class table; figures keep their labels, the others are not looked at). Areas of the same table are united.
///
/// Lists, form headers of the kind "name: value", text in two columns and tables of contents are not taken for tables.
/// All coordinates are those of `lines`. The areas come top to bottom, then left to right.
pub fn find(page: Rect, proposals: &[RegionProposal], lines: &[Line], rulings: &Rulings) -> Vec<TableArea> {
    let lines: Vec<&Line> = lines.iter().collect();
    let inks = words_inside(&lines, page);
    let height = letter_height(&inks);
    let text = text_rows(&inks, height, |_, _| false);
    let rulings = &without_stems(settled(rulings, height), &inks, height);
    let words = Words { inks, text, height };
    let mut areas = vec![];
    let lattices = goes_on::extended(&words, rulings, ruled::lattices(&words, rulings));
    let lattices = sound::sound(&words, rulings, lattices);
    outermost(headed::with_bodies(&words, rulings, &lattices))
        .into_iter()
        .for_each(|area| add(&words, &mut areas, seen(area, LATTICE)));
    for proposal in proposals.iter().filter(|p| p.class == RegionClass::Table) {
        of_network(&words, proposal).into_iter().for_each(|area| add(&words, &mut areas, area));
    }
    let figure_around = |area: &Rect| {
        let figure = |p: &&RegionProposal| {
            p.class == RegionClass::Figure && p.confidence.is_none_or(|c| c.get() >= SURE_PROPOSAL)
        };
        proposals.iter().filter(figure).find(|p| area.share_in(&p.bounds) > IN_FIGURE)
    };
    let closed: Vec<Rect> = areas.iter().filter(|a| a.sureness() >= LATTICE).map(|a| a.bounds).collect();
    let rest = words.outside(&closed);
    let open = ruled::outside(rulings, &closed);
    for area in underlined::areas(&rest, &open) {
        add(&words, &mut areas, seen(area, RULES));
    }
    let by_rules = ruled::between_rules(&rest, &open, &closed).into_iter();
    let by_rules =
        by_rules.map(|area| (seen(rest.with_stub(area.bounds), RULES), area.plain, area.is_parted()));
    let by_words = aligned::areas(&rest).into_iter();
    let by_words = by_words
        .map(|area| (TableArea { borne_out: false, ..seen(rest.with_stub(area), WORDS) }, false, false));
    for (area, plain, parted) in by_rules.chain(by_words) {
        let figure = figure_around(&area.bounds);
        let is_plain = |figure: &RegionProposal| {
            let has_most = words.are_mostly_in(figure.bounds);
            let is_sheet = has_most || figure.bounds.overlap(&page) >= WHOLE_SHEET * page.area();
            let table = words.inside(fields::without(&words, area.bounds));
            table.is_plainly_tabular(is_sheet, parted) || has_most && table.has_rows_of_numbers()
        };
        let plain = plain || figure.is_some_and(is_plain);
        if plain || figure.is_none() {
            let bounds = rest.with_names_above(area.bounds);
            let area = TableArea { bounds, borne_out: area.borne_out || plain, ..area };
            shades::unbound(&words, rulings, &mut areas, &area);
            add(&words, &mut areas, area);
        }
    }
    areas = titled::parted(&words, areas);
    for area in areas.iter_mut().filter(|area| !area.is_lattice()) {
        area.bounds = fields::without(&words, area.bounds);
    }
    add_far_columns(&rest, &mut areas);
    if let Some(whole) = whole::area(&words, page, rulings).filter(|whole| is_one(whole, &areas)) {
        areas = vec![seen(whole, WHOLE)];
    }
    areas.sort_by(|a, b| a.bounds.top.total_cmp(&b.bounds.top).then(a.bounds.left.total_cmp(&b.bounds.left)));
    areas
}

/// Grows areas that no lattice bounds by the columns of numbers far on their right.
fn add_far_columns(words: &Words<'_>, areas: &mut [TableArea]) {
    let places: Vec<Rect> = areas.iter().map(|area| area.bounds).collect();
    for (at, area) in areas.iter_mut().enumerate().filter(|(_, area)| !area.is_lattice()) {
        let others = places.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<Rect> = others.map(|(_, bounds)| *bounds).collect();
        area.bounds = words.with_far_column(area.bounds, &others);
    }
}

/// The areas that do not stand in another one: a table in a cell is found with the table around it.
fn outermost(areas: Vec<Rect>) -> Vec<Rect> {
    let holds = |other: &Rect, area: &Rect| {
        area.share_in(other) > WITHIN && other.area() > area.area() && *other != *area
    };
    areas.iter().filter(|area| !areas.iter().any(|other| holds(other, area))).copied().collect()
}

/// An area that lines show, or a picture as a whole.
fn seen(bounds: Rect, confidence: f32) -> TableArea {
    TableArea { bounds, confidence: Confidence::clamped(confidence), borne_out: true }
}

/// What of a proposal may be a table: all of it, if its words stand as a table's do or the network is sure. Words in one
/// column are a form's or a text's however sure it is; a table whose words stand so has lines that tell.
fn of_network(words: &Words<'_>, proposal: &RegionProposal) -> Option<TableArea> {
    let confidence = proposal.confidence.map_or(SURE_PROPOSAL, Confidence::get);
    let inside = words.inside(proposal.bounds);
    let likely = (confidence >= SURE_PROPOSAL && inside.has_columns()) || inside.is_tabular();
    let bounds = fields::without(words, words.snapped(proposal.bounds));
    let area = TableArea { borne_out: false, ..seen(bounds, confidence) };
    likely.then_some(area)
}

/// Whether what was found within `whole` is one table: not several that lines bound.
fn is_one(whole: &Rect, areas: &[TableArea]) -> bool {
    let bounded = areas.iter().filter(|a| a.bounds.share_in(whole) > SAME_TABLE && a.sureness() >= RULES);
    bounded.count() < 2
}

impl TableArea {
    /// Whether a closed lattice bounds it; the network may be as sure.
    fn is_lattice(&self) -> bool {
        self.sureness() >= LATTICE && self.borne_out
    }

    fn sureness(&self) -> f32 {
        self.confidence.map_or(0.0, Confidence::get)
    }
}

/// Adds an area found by a weaker method than those before it: where it meets one that the layout network proposed it
/// only makes it larger, where it meets one that lines bound, or several, it goes.
fn add(words: &Words<'_>, areas: &mut Vec<TableArea>, area: TableArea) {
    let meets =
        |other: &Rect| area.bounds.overlap(other) >= SAME_TABLE * area.bounds.area().min(other.area());
    let met: Vec<usize> = (0..areas.len()).filter(|&i| meets(&areas[i].bounds)).collect();
    match met.as_slice() {
        [] => {
            let shared =
                |other: &Rect| area.bounds.overlap(other) > APART * area.bounds.area().min(other.area());
            let apart = !areas.iter().any(|other| shared(&other.bounds));
            areas.push(TableArea { borne_out: area.borne_out && apart, ..area });
        }
        [one] => {
            let (other, added) = (&mut areas[*one], area.sureness());
            let agree = other.bounds.iou(&area.bounds) >= AGREE;
            if other.sureness() != LATTICE && (area.borne_out || !other.borne_out) {
                other.bounds = other.bounds.union(&area.bounds);
            }
            if area.borne_out && !other.borne_out && agree {
                other.bounds = edges::trimmed(words, area.bounds, other.bounds);
                other.borne_out = true;
            }
            other.confidence = Confidence::clamped(other.sureness().max(added));
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

    /// Whether most words, and many, have their middle inside `area`.
    fn are_mostly_in(&self, area: Rect) -> bool {
        let count = self.inks.iter().filter(|ink| area.contains(ink.bounds.center())).count();
        count >= FEWEST_WORDS && count as f32 >= MOST_WORDS * self.inks.len() as f32
    }

    /// The words whose middle is in none of `areas`.
    fn outside(&self, areas: &[Rect]) -> Self {
        let is_out = |ink: &&Ink<'a>| !areas.iter().any(|area| area.contains(ink.bounds.center()));
        let inks: Vec<Ink<'a>> = self.inks.iter().filter(is_out).copied().collect();
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
