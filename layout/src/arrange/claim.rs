//! What becomes of the proposals: pictures, tables and formulas that the lines bear out become atoms, which are read as
//! one; the rest are hints at the class of a line.

use document::{Confidence, Rect, RegionClass, RegionProposal};

use super::item::SAME_ROW;
use super::measure::share;
use super::pattern::has_words;
use super::piece::{Piece, Tilt};
use super::trim::{Surroundings, trimmed};

/// A line belongs to a proposal that holds this much of its box.
const HELD: f32 = 0.5;
/// A line is cut by a proposal that holds more than this much of it and less than `HELD`.
const CUT: f32 = 0.2;
/// A table or picture that cuts more than this share of the lines it touches contradicts them.
const MAX_CUT_SHARE: f32 = 0.25;
/// A picture that holds more lines of running text than this is a page seen as a picture.
const MAX_PROSE_LINES: usize = 3;
/// A picture in which text covers more than this share is text in a frame.
const MAX_TEXT_SHARE: f32 = 0.3;
/// A picture in which more lines than this have a colon is a part of a form, often one with a seal on it.
const MAX_LABELS: usize = 1;
/// A table in which more than this share of the lines are running text is text in columns.
const MAX_PROSE_SHARE: f32 = 0.5;
/// Running text has at least this many letters of the page's height to the line.
const PROSE_WIDTH: f32 = 12.0;
/// In a table at least this share of the lines stand beside another.
const MIN_ROW_SHARE: f32 = 0.4;
/// A region that lies this much in another one belongs to it.
const NESTED: f32 = 0.6;
/// A picture that holds more lines than this, and most of the page's, is the page.
const MIN_LINES: usize = 8;
/// A formula holds at most this many lines; what holds more is a page of mathematics.
const MAX_FORMULA_LINES: usize = 8;

/// A region that is read as one.
#[derive(Debug, Clone)]
pub(crate) struct Atom {
    pub(crate) class: RegionClass,
    /// Where it is on the page, with all its lines.
    pub(crate) bounds: Rect,
    pub(crate) confidence: Option<Confidence>,
    /// Its lines by index, in no order.
    pub(crate) lines: Vec<usize>,
}

/// What the proposals say, after the lines had their word.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// Apart from each other; every line in one at most.
    pub(crate) atoms: Vec<Atom>,
    /// For each line the proposal of text, heading, caption ... that holds it best, by index into the proposals.
    pub(crate) hints: Vec<Option<usize>>,
}

/// Weighs `proposals` against the lines.
pub(crate) fn weigh(
    proposals: &[RegionProposal],
    pieces: &[Piece<'_>],
    around: &Surroundings<'_>,
    min_confidence: f32,
) -> Claims {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut taken = vec![false; pieces.len()];
    for proposal in by_weight(proposals, min_confidence) {
        let nested = atoms.iter().any(|atom| {
            proposal.bounds.share_in(&atom.bounds) > NESTED || atom.bounds.share_in(&proposal.bounds) > NESTED
        });
        if nested {
            continue;
        }
        let Some(atom) = borne_out(proposal, pieces, &taken, around) else { continue };
        for line in &atom.lines {
            if let Some(taken) = taken.get_mut(*line) {
                *taken = true;
            }
        }
        atoms.push(atom);
    }
    let hints = (0..pieces.len()).map(|line| best_hint(line, proposals, pieces, &taken)).collect();
    Claims { atoms, hints }
}

/// The proposals that may become atoms, the weightiest first. One of unknown confidence was found in ruling lines or by
/// alignment, and goes before the network's.
fn by_weight(proposals: &[RegionProposal], min_confidence: f32) -> Vec<&RegionProposal> {
    let weight = |p: &RegionProposal| p.confidence.map_or(2.0, Confidence::get);
    let mut wanted: Vec<&RegionProposal> = proposals.iter().filter(|p| weight(p) >= min_confidence).collect();
    wanted.retain(|p| is_atomic(p.class) && p.bounds.area() > 0.0);
    wanted.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    wanted
}

fn is_atomic(class: RegionClass) -> bool {
    use RegionClass as C;
    matches!(class, C::Table | C::Figure | C::Formula | C::Seal | C::Signature)
}

/// The proposal with its lines, unless they contradict it.
fn borne_out(
    proposal: &RegionProposal,
    pieces: &[Piece<'_>],
    taken: &[bool],
    around: &Surroundings<'_>,
) -> Option<Atom> {
    let is_guess = proposal.confidence.is_some();
    let bounds = if is_guess { trimmed(proposal, pieces, around) } else { proposal.bounds };
    let free = || pieces.iter().enumerate().filter(|(line, _)| !taken.get(*line).copied().unwrap_or(true));
    let part = |piece: &Piece<'_>| piece.bounds.share_in(&bounds);
    let lines: Vec<usize> = free().filter(|(_, p)| part(p) >= HELD).map(|(line, _)| line).collect();
    let cut = free().filter(|(_, p)| (CUT..HELD).contains(&part(p))).count();
    if cut as f32 > MAX_CUT_SHARE * (lines.len() + cut) as f32 {
        return None;
    }
    let held: Vec<&Piece<'_>> = lines.iter().filter_map(|line| pieces.get(*line)).collect();
    let most = held.len() > MIN_LINES && held.len() * 2 > pieces.len();
    let whole = proposal.class != RegionClass::Table && most;
    if is_guess && (whole || !is_plausible(proposal.class, &held, &bounds, around.unit)) {
        return None;
    }
    let bounds = held.iter().fold(bounds, |all, piece| all.union(&piece.bounds));
    Some(Atom { class: proposal.class, bounds, confidence: proposal.confidence, lines })
}

/// Whether lines like these can stand in what the network has seen within `bounds`.
fn is_plausible(class: RegionClass, held: &[&Piece<'_>], bounds: &Rect, unit: f32) -> bool {
    let length = |piece: &Piece<'_>| piece.rect.width().max(piece.rect.height());
    let prose = held.iter().filter(|piece| length(piece) >= PROSE_WIDTH * unit).count();
    match class {
        RegionClass::Table => {
            let beside = share(held.iter().map(|a| has_neighbour(a, held)));
            let few_prose = prose as f32 <= MAX_PROSE_SHARE * held.len() as f32;
            held.is_empty() || (held.len() > 2 && beside >= MIN_ROW_SHARE && few_prose)
        }
        RegionClass::Figure => {
            let text: f32 = held.iter().map(|piece| piece.bounds.overlap(bounds)).sum();
            let labelled = held.iter().filter(|piece| piece.text.contains([':', '：'])).count();
            prose <= MAX_PROSE_LINES && text <= MAX_TEXT_SHARE * bounds.area() && labelled <= MAX_LABELS
        }
        RegionClass::Formula => {
            held.len() <= MAX_FORMULA_LINES && !held.iter().any(|piece| has_words(piece.text))
        }
        _ => true,
    }
}

/// Whether another of `held` stands on the row of `piece`.
fn has_neighbour(piece: &Piece<'_>, held: &[&Piece<'_>]) -> bool {
    held.iter().any(|other| {
        let apart = (other.rect.center().y - piece.rect.center().y).abs();
        other.rect.overlap_x(&piece.rect) == 0.0 && apart < SAME_ROW * piece.height.min(other.height)
    })
}

/// The proposal that tells the class of a line that is in no atom.
fn best_hint(
    line: usize,
    proposals: &[RegionProposal],
    pieces: &[Piece<'_>],
    taken: &[bool],
) -> Option<usize> {
    let piece = pieces.get(line)?;
    if taken.get(line).copied().unwrap_or(true) {
        return None;
    }
    let fit =
        |p: &RegionProposal| piece.bounds.share_in(&p.bounds) * p.confidence.map_or(1.0, Confidence::get);
    let holds = |p: &RegionProposal| !is_atomic(p.class) && piece.bounds.share_in(&p.bounds) >= HELD;
    let found = proposals.iter().enumerate().filter(|(_, p)| holds(p));
    found.max_by(|(_, a), (_, b)| fit(a).total_cmp(&fit(b))).map(|(index, _)| index)
}

/// The atoms' boxes on a level page.
pub(crate) fn leveled(atoms: &[Atom], tilt: Tilt) -> Vec<Rect> {
    atoms.iter().map(|atom| tilt.level(&atom.bounds)).collect()
}
