//! What a block is: by what the network says, by place, size and the first characters.

use document::{Confidence, Rect, RegionClass, RegionProposal};

use super::block::{Block, Column, is_centred};
use super::item::What;
use super::pattern::{heading_depth, is_caption, is_list_item, is_note, is_terminal};
use super::piece::Piece;

/// A title's letters are at least this large, in heights of the page's letters.
const TITLE_HEIGHT: f32 = 1.3;
/// A heading that nothing but its size tells has letters at least this large.
const HEADING_HEIGHT: f32 = 1.3;
/// Headings of this size are of the first level, others of the second.
const TOP_HEADING_HEIGHT: f32 = 1.6;
/// A title stands in this share of the page from the top.
const TITLE_SHARE: f32 = 0.4;
/// A heading has at most this many rows.
const MAX_HEADING_ROWS: usize = 3;
/// A caption stands at most this far from its table or picture, in letter heights.
const CAPTION_GAP: f32 = 3.0;
/// A footnote's letters are at most this large, in heights of the page's letters.
const NOTE_HEIGHT: f32 = 0.92;
/// Footnotes stand below this share of the page.
const NOTE_SHARE: f32 = 0.6;

/// What a block was found to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Class {
    pub(crate) class: RegionClass,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) level: Option<u8>,
}

/// What blocks are told from.
pub(crate) struct Evidence<'a> {
    pub(crate) page: Rect,
    pub(crate) unit: f32,
    pub(crate) pieces: &'a [Piece<'a>],
    pub(crate) proposals: &'a [RegionProposal],
    /// For each line the proposal that tells its class.
    pub(crate) hints: &'a [Option<usize>],
    /// Where tables and pictures are.
    pub(crate) atoms: &'a [Rect],
}

/// The classes of `blocks` (none of them an atom), in the same order.
pub(crate) fn classify(blocks: &[&Block], evidence: &Evidence<'_>) -> Vec<Class> {
    let facts: Vec<Facts<'_>> = blocks.iter().map(|block| Facts::new(block, evidence)).collect();
    let title = title_of(&facts, evidence);
    let mut found: Vec<Class> = facts.iter().map(|facts| facts.class(evidence)).collect();
    if let Some(class) = title.and_then(|index| found.get_mut(index)) {
        *class = Class { class: RegionClass::Title, level: None, ..*class };
    }
    found
}

/// The measures of one block.
struct Facts<'a> {
    text: &'a str,
    last_text: &'a str,
    lines: Vec<usize>,
    rows: usize,
    bounds: Rect,
    height: f32,
    is_centred: bool,
    is_scattered: bool,
    hint: Option<(RegionClass, Option<Confidence>)>,
}

impl<'a> Facts<'a> {
    fn new(block: &Block, evidence: &Evidence<'a>) -> Self {
        let lines: Vec<usize> =
            block.rows.iter().flat_map(|row| &row.items).filter_map(|i| i.what.line()).collect();
        let pieces: Vec<&'a Piece<'a>> = lines.iter().filter_map(|line| evidence.pieces.get(*line)).collect();
        let heights = pieces.iter().map(|piece| piece.height).collect();
        let column: &Column = &block.column;
        Self {
            text: pieces.first().map_or("", |piece| piece.text),
            last_text: pieces.last().map_or("", |piece| piece.text),
            rows: block.rows.len(),
            bounds: Rect::around(pieces.iter().map(|piece| piece.bounds)).unwrap_or_default(),
            height: super::measure::median(heights).unwrap_or(0.0),
            is_centred: block.rows.iter().all(|row| is_centred(row, column)),
            is_scattered: block.rows.iter().any(|row| row.items.len() > 1),
            hint: majority(&lines, evidence),
            lines,
        }
    }

    fn class(&self, evidence: &Evidence<'_>) -> Class {
        let confidence = self.hint.and_then(|(_, confidence)| confidence);
        let hinted = |class| self.hint.is_some_and(|(hint, _)| hint == class);
        let told =
            |class, level| Class { class, confidence: hinted(class).then_some(confidence).flatten(), level };
        if self.is_caption(evidence) {
            return told(RegionClass::Caption, None);
        }
        if let Some(level) = self.heading_level(evidence) {
            return told(RegionClass::Heading, Some(level));
        }
        if self.is_footnote(evidence) {
            return told(RegionClass::Footnote, None);
        }
        if hinted(RegionClass::Reference) && is_list_item(self.text) {
            return told(RegionClass::Reference, None);
        }
        if is_list_item(self.text) && !self.is_scattered {
            return told(RegionClass::List, None);
        }
        told(RegionClass::Text, None)
    }

    fn is_caption(&self, evidence: &Evidence<'_>) -> bool {
        let hinted = matches!(self.hint, Some((RegionClass::Caption, _)));
        let near = || {
            let reach = self.bounds.grown(CAPTION_GAP * evidence.unit);
            evidence.atoms.iter().any(|atom| atom.overlap(&reach) > 0.0)
        };
        let numbered = is_caption(self.text);
        self.rows <= MAX_HEADING_ROWS * 2 && ((numbered && (hinted || near())) || (hinted && near()))
    }

    /// The depth of a heading; nothing for what is none.
    fn heading_level(&self, evidence: &Evidence<'_>) -> Option<u8> {
        let hinted = matches!(self.hint, Some((RegionClass::Heading, _)));
        let is_large = self.height >= HEADING_HEIGHT * evidence.unit;
        if self.rows > MAX_HEADING_ROWS || self.is_scattered && !hinted {
            return None;
        }
        let depth = if self.rows == 1 { heading_depth(self.text) } else { None };
        let sentence =
            is_terminal(self.last_text) && !self.last_text.ends_with([':', '：', '?', '？', '!', '！']);
        let told = depth.is_some() || (hinted || is_large) && !sentence;
        let by_size = if self.height >= TOP_HEADING_HEIGHT * evidence.unit { 1 } else { 2 };
        told.then(|| depth.unwrap_or(by_size))
    }

    fn is_footnote(&self, evidence: &Evidence<'_>) -> bool {
        let low = self.bounds.top > evidence.page.top + NOTE_SHARE * evidence.page.height();
        low && self.height <= NOTE_HEIGHT * evidence.unit && is_note(self.text)
    }
}

/// What the network takes most of the lines for.
fn majority(lines: &[usize], evidence: &Evidence<'_>) -> Option<(RegionClass, Option<Confidence>)> {
    let mut votes: Vec<(RegionClass, usize, Option<Confidence>)> = Vec::new();
    let hints = lines.iter().filter_map(|line| evidence.hints.get(*line).copied().flatten());
    for proposal in hints.filter_map(|hint| evidence.proposals.get(hint)) {
        match votes.iter_mut().find(|(class, ..)| *class == proposal.class) {
            Some((_, count, _)) => *count += 1,
            None => votes.push((proposal.class, 1, proposal.confidence)),
        }
    }
    let best = votes.into_iter().max_by_key(|(_, count, _)| *count)?;
    (best.1 * 2 > lines.len()).then_some((best.0, best.2))
}

/// The title among the blocks: the largest letters near the top.
fn title_of(facts: &[Facts<'_>], evidence: &Evidence<'_>) -> Option<usize> {
    let high =
        |facts: &Facts<'_>| facts.bounds.bottom < evidence.page.top + TITLE_SHARE * evidence.page.height();
    let fits = |facts: &Facts<'_>| {
        let large = facts.height >= TITLE_HEIGHT * evidence.unit;
        let long = facts.text.chars().count() > 1;
        facts.rows <= MAX_HEADING_ROWS
            && large
            && long
            && (facts.is_centred || facts.hint.is_none_or(|h| h.0 != RegionClass::Text))
    };
    let candidates = facts.iter().enumerate().filter(|(_, facts)| high(facts) && fits(facts));
    let best = candidates.max_by(|(i, a), (j, b)| a.height.total_cmp(&b.height).then(j.cmp(i)))?;
    (!best.1.lines.is_empty()).then_some(best.0)
}

impl What {
    /// The line, where it is one.
    pub(crate) fn line(self) -> Option<usize> {
        match self {
            Self::Line(line) => Some(line),
            Self::Atom(..) => None,
        }
    }
}
