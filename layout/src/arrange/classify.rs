//! What a block is: by what the network says, by place, size and the first characters.

use document::{Confidence, Rect, RegionClass, RegionProposal};

use super::block::{Block, Row, is_centred};
use super::measure::median;
use super::pattern::{
    heading_depth, is_bare_label, is_caption, is_citation, is_labelled, is_list_item, is_note,
    is_numbered_title, is_reference, is_remark, is_salutation, is_signature, is_terminal, leading_number,
    marker_of, opens_references,
};
use super::piece::Piece;

/// A title's letters are at least this large, in heights of the page's letters.
const TITLE_HEIGHT: f32 = 1.3;
/// A second line of the title, centred below it, has letters at least this large.
const SUBTITLE_HEIGHT: f32 = 1.15;
/// It stands at most this far below, in heights of the title.
const SUBTITLE_GAP: f32 = 1.5;
/// A title stands in this share of the page from where reading begins.
const TITLE_SHARE: f32 = 0.4;
/// A heading that nothing but its size tells has letters at least this large.
const HEADING_HEIGHT: f32 = 1.3;
/// Headings of this size are of the first level, others of the second.
const TOP_HEADING_HEIGHT: f32 = 1.6;
/// A heading has at most this many rows.
const MAX_HEADING_ROWS: usize = 3;
/// A heading has at least this many letters.
const MIN_HEADING_LETTERS: usize = 2;
/// A heading that nothing but its size tells fills at most this share of its column.
const MAX_HEADING_WIDTH: f32 = 0.85;
/// From this width on, in letter heights, a row that fills its column is a line of text.
const LINE_WIDTH: f32 = 20.0;
/// A caption stands at most this far from its table or picture, in letter heights.
const CAPTION_GAP: f32 = 3.0;
/// A footnote's letters are at most this large, in heights of the page's letters.
const NOTE_HEIGHT: f32 = 0.92;
/// With both a mark and a ruling line above it need not be smaller: boxes of small print can be loose.
const MARKED_NOTE_HEIGHT: f32 = 1.05;
/// A footnote is at least this wide, in heights of the page's letters.
const NOTE_WIDTH: f32 = 6.0;
/// Footnotes stand below this share of the page.
const NOTE_SHARE: f32 = 0.6;
/// The ruling line above footnotes is shorter than this share of the page.
const NOTE_RULE: f32 = 0.5;
/// So many lines may stand below a remark that ends a page: a page number, a footer.
const MAX_BELOW_REMARK: usize = 2;
/// Notes beside the text have at least this many letters.
const MIN_NOTE_LETTERS: usize = 8;
/// Notes beside the text stand within this share of the page's width from its edge.
const SIDE_SHARE: f32 = 0.22;

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
    /// The horizontal ruling lines of the level page.
    pub(crate) rules: &'a [Rect],
}

/// The classes of `blocks` (none of them an atom), in the same order.
pub(crate) fn classify(blocks: &[&Block], evidence: &Evidence<'_>) -> Vec<Class> {
    let facts: Vec<Facts<'_>> = blocks.iter().map(|block| Facts::new(block, evidence)).collect();
    let mut found: Vec<Class> = facts.iter().map(|facts| facts.class(evidence)).collect();
    settle(&mut found, &facts);
    let title = title_of(&facts, evidence);
    let top = title.and_then(|title| facts.get(title));
    for (index, (class, one)) in found.iter_mut().zip(&facts).enumerate() {
        let goes_on = || top.is_some_and(|top| one.is_second_line_of(top, evidence));
        if Some(index) == title || goes_on() {
            *class = Class { class: RegionClass::Title, level: None, ..*class };
        }
    }
    found
}

/// What the neighbours tell: items between items are no headings, headings are numbered alike, entries of a bibliography
/// are no footnotes, and nothing but notes stands below a note.
fn settle(found: &mut [Class], facts: &[Facts<'_>]) {
    use RegionClass as C;
    let numbered =
        |index: usize| facts.get(index).is_some_and(|one| one.rows == 1 && is_numbered_title(one.text));
    let alike =
        (0..found.len()).any(|i| numbered(i) && found.get(i).is_some_and(|one| one.class == C::Heading));
    let marker = |index: usize| facts.get(index).and_then(|one| marker_of(one.text));
    let goes_on =
        |index: usize| marker(index).is_some() && index.checked_sub(1).and_then(marker) == marker(index);
    let number = |index: usize| facts.get(index).and_then(|one| leading_number(one.last_text));
    let counts_on = |index: usize| {
        let before = index.checked_sub(1).and_then(number);
        before.zip(facts.get(index).and_then(|one| leading_number(one.text))).is_some_and(|(a, b)| a + 1 == b)
    };
    let mut references = false;
    for index in 0..found.len() {
        let class = |index: usize| found.get(index).map(|one| one.class);
        let (before, after) = (index.checked_sub(1).and_then(class), class(index + 1));
        let (Some(this), Some(one)) = (class(index), facts.get(index)) else { continue };
        let other = match this {
            C::Heading
                if !one.is_large && before == Some(C::List) && (goes_on(index) || counts_on(index)) =>
            {
                C::List
            }
            C::List if alike && numbered(index) && before != Some(C::List) && after != Some(C::List) => {
                C::Heading
            }
            C::List | C::Footnote | C::Text if references && is_reference(one.text) => C::Reference,
            C::Text if one.is_bare_label() && !is_salutation(one.text) && after.is_some() => C::Heading,
            other => other,
        };
        references = opens_references(one.text) || references && other != C::Heading;
        if let Some(class) = found.get_mut(index).filter(|class| class.class != other) {
            let level = (other == C::Heading).then_some(if numbered(index) { 2 } else { 3 });
            *class = Class { class: other, confidence: None, level };
        }
    }
    for index in (0..found.len()).rev() {
        let below = found.get(index + 1).zip(facts.get(index + 1));
        let text_below = below.is_some_and(|(class, next)| {
            class.class != C::Footnote && facts.get(index).is_some_and(|one| next.bounds.top > one.bounds.top)
        });
        if let Some(class) = found.get_mut(index).filter(|c| c.class == C::Footnote && text_below) {
            class.class = C::Text;
        }
    }
}

/// The measures of one block.
struct Facts<'a> {
    text: &'a str,
    last_text: &'a str,
    letters: usize,
    rows: usize,
    bounds: Rect,
    height: f32,
    /// In the middle of its column or of the page.
    is_centred: bool,
    is_scattered: bool,
    is_vertical: bool,
    /// Whether its first row fills the column.
    is_full: bool,
    /// Whether its letters are those of a heading.
    is_large: bool,
    /// Whether it is a field of a form, or several: labels with their values.
    is_field: bool,
    /// Whether somebody signs in each of its lines.
    is_signature: bool,
    /// Whether it has what entries of bibliographies have.
    is_citation: bool,
    hint: Option<(RegionClass, Option<Confidence>)>,
}

impl<'a> Facts<'a> {
    fn new(block: &Block, evidence: &Evidence<'a>) -> Self {
        let items = || block.rows.iter().flat_map(|row| &row.items);
        let lines: Vec<usize> = items().filter_map(|item| item.what.line()).collect();
        let pieces: Vec<&'a Piece<'a>> = lines.iter().filter_map(|line| evidence.pieces.get(*line)).collect();
        let bounds = Rect::around(pieces.iter().map(|piece| piece.bounds)).unwrap_or_default();
        let column = &block.column;
        let full = |row: &Row| row.rect.width() >= MAX_HEADING_WIDTH * (column.right - column.left);
        let height = median(pieces.iter().map(|piece| piece.height).collect()).unwrap_or(0.0);
        let middle = (bounds.center().x - evidence.page.center().x).abs() < evidence.page.width() / 20.0;
        Self {
            text: pieces.first().map_or("", |piece| piece.text),
            last_text: pieces.last().map_or("", |piece| piece.text),
            letters: pieces.iter().flat_map(|p| p.text.chars()).filter(|c| c.is_alphabetic()).count(),
            rows: block.rows.len(),
            bounds,
            height,
            is_large: height >= HEADING_HEIGHT * evidence.unit,
            is_field: is_field(&pieces),
            is_citation: pieces.iter().any(|piece| is_citation(piece.text)),
            is_signature: !pieces.is_empty() && pieces.iter().all(|piece| is_signature(piece.text)),
            is_centred: middle || block.rows.iter().all(|row| is_centred(row, column)),
            is_scattered: block.rows.iter().any(|row| row.items.len() > 1),
            is_vertical: pieces.iter().all(|piece| piece.vertical),
            is_full: bounds.width() >= LINE_WIDTH * evidence.unit && block.rows.first().is_some_and(full),
            hint: majority(&lines, evidence),
        }
    }

    fn class(&self, evidence: &Evidence<'_>) -> Class {
        let confidence = self.hint.and_then(|(_, confidence)| confidence);
        let told = |class, level| {
            let confidence = self.is_hinted(class).then_some(confidence).flatten();
            Class { class, confidence, level }
        };
        if self.is_caption(evidence) {
            return told(RegionClass::Caption, None);
        }
        if self.is_footnote(evidence) && (is_remark(self.text) || !self.is_hinted(RegionClass::Heading)) {
            return told(RegionClass::Footnote, None);
        }
        if self.is_signature {
            return told(RegionClass::Signature, None);
        }
        if let Some(level) = self.heading_level(evidence) {
            return told(RegionClass::Heading, Some(level));
        }
        if self.is_hinted(RegionClass::Reference) && is_reference(self.text) && self.is_citation {
            return told(RegionClass::Reference, None);
        }
        if is_list_item(self.text) && !self.is_scattered {
            return told(RegionClass::List, None);
        }
        if self.is_side_note(evidence) {
            return told(RegionClass::SideNote, None);
        }
        told(RegionClass::Text, None)
    }

    fn is_bare_label(&self) -> bool {
        self.rows == 1 && !self.is_scattered && is_bare_label(self.text)
    }

    fn is_hinted(&self, class: RegionClass) -> bool {
        self.hint.is_some_and(|(hint, _)| hint == class)
    }

    fn is_caption(&self, evidence: &Evidence<'_>) -> bool {
        let hinted = self.is_hinted(RegionClass::Caption);
        let reach = self.bounds.grown(CAPTION_GAP * evidence.unit);
        let near = evidence.atoms.iter().any(|atom| atom.overlap(&reach) > 0.0);
        let numbered = is_caption(self.text);
        let unmarked = hinted && near && !self.is_scattered && heading_depth(self.text).is_none();
        self.rows <= 2 * MAX_HEADING_ROWS && (numbered && (hinted || near) || unmarked)
    }

    /// The depth of a heading; nothing for what is none.
    fn heading_level(&self, evidence: &Evidence<'_>) -> Option<u8> {
        let hinted = self.is_hinted(RegionClass::Heading);
        let large =
            self.is_large && !self.is_full && !self.is_scattered && self.letters >= MIN_HEADING_LETTERS;
        if self.rows > MAX_HEADING_ROWS || self.is_field && !self.is_large {
            return None;
        }
        let depth = if self.rows == 1 && !self.is_scattered { heading_depth(self.text) } else { None };
        let last = self.last_text;
        let sentence = is_terminal(last) && !last.ends_with([':', '：', '?', '？', '!', '！']);
        let told = depth.is_some() || (hinted || large) && !sentence;
        let by_size = if self.height >= TOP_HEADING_HEIGHT * evidence.unit { 1 } else { 2 };
        told.then(|| depth.unwrap_or(by_size))
    }

    /// Small print with a mark at the foot of the page, or any small print below a short ruling line.
    fn is_footnote(&self, evidence: &Evidence<'_>) -> bool {
        let low = self.bounds.top > evidence.page.top + NOTE_SHARE * evidence.page.height();
        let wide = self.bounds.width() >= NOTE_WIDTH * evidence.unit;
        let ruled = || {
            let above = self.bounds.grown(evidence.unit);
            evidence.rules.iter().any(|rule| {
                let y = rule.center().y;
                above.top < y
                    && y < self.bounds.center().y
                    && rule.overlap_x(&self.bounds) > 0.0
                    && rule.width() < NOTE_RULE * evidence.page.width()
            })
        };
        let (marked, height) = (is_note(self.text), self.height / evidence.unit);
        // A remark at the foot is as large as the text at times.
        let remark = is_remark(self.text) && height <= HEADING_HEIGHT && self.is_below_table(evidence);
        remark
            || low
                && wide
                && (height <= NOTE_HEIGHT && (marked || ruled())
                    || height <= MARKED_NOTE_HEIGHT && marked && ruled())
    }

    /// Whether it stands right below a table or picture, or nothing but such notes stands below it on the lower part of the
    /// page.
    fn is_below_table(&self, evidence: &Evidence<'_>) -> bool {
        let reach = CAPTION_GAP * evidence.unit;
        let below = |atom: &Rect| {
            (-evidence.unit..reach).contains(&(self.bounds.top - atom.bottom))
                && atom.overlap_x(&self.bounds) > 0.0
        };
        let last = || {
            let lower = evidence.pieces.iter().filter(|piece| piece.bounds.top > self.bounds.bottom);
            lower.count() <= MAX_BELOW_REMARK
        };
        evidence.atoms.iter().any(below) || last()
    }

    /// A line of the other direction, or small print, at the edge of the page.
    fn is_side_note(&self, evidence: &Evidence<'_>) -> bool {
        let page = &evidence.page;
        let width = SIDE_SHARE * page.width();
        let outside = self.bounds.right < page.left + width || self.bounds.left > page.right - width;
        let vertical = evidence.pieces.iter().filter(|piece| piece.vertical).count();
        let small =
            self.height <= NOTE_HEIGHT * evidence.unit && self.letters >= MIN_NOTE_LETTERS && self.rows > 1;
        let turned = self.is_vertical && vertical * 4 < evidence.pieces.len();
        outside
            && !self.is_field
            && (turned || small && !self.is_scattered && vertical * 4 < evidence.pieces.len())
    }

    /// Whether this stands right below the title, in the middle, and is larger than text.
    fn is_second_line_of(&self, title: &Self, evidence: &Evidence<'_>) -> bool {
        let gap = self.bounds.top - title.bounds.bottom;
        let close = (-0.5 * title.height..SUBTITLE_GAP * title.height).contains(&gap);
        close
            && !self.is_field
            && self.is_centred
            && self.height >= SUBTITLE_HEIGHT * evidence.unit
            && self.rows <= MAX_HEADING_ROWS
            && self.letters >= MIN_HEADING_LETTERS
    }
}

/// Whether these are fields of a form: one line that begins with a label and a colon and has its value behind it, or several
/// of which half do at least; labels set apart are cut in two at times.
fn is_field(pieces: &[&Piece<'_>]) -> bool {
    let valued =
        |piece: &&&Piece<'_>| is_labelled(piece.text) && !piece.text.trim_end().ends_with([':', '：']);
    let fields = pieces.iter().filter(valued).count();
    fields > 0 && 2 * fields >= pieces.len() && (fields > 1 || pieces.len() == 1)
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

/// The title among the blocks: the largest letters near the top (in vertical text, near the right).
fn title_of(facts: &[Facts<'_>], evidence: &Evidence<'_>) -> Option<usize> {
    let page = &evidence.page;
    let early = |facts: &Facts<'_>| match facts.is_vertical {
        true => page.right - facts.bounds.left < TITLE_SHARE * page.width(),
        false => facts.bounds.bottom - page.top < TITLE_SHARE * page.height(),
    };
    let mostly_vertical =
        evidence.pieces.iter().filter(|piece| piece.vertical).count() * 2 > evidence.pieces.len();
    let first = facts.first().map(|facts| facts.bounds);
    let fits = |facts: &Facts<'_>| {
        // What stands first, by itself in the middle, need not be as large.
        let alone = first == Some(facts.bounds) && (facts.is_centred || facts.is_vertical);
        let least = if alone { SUBTITLE_HEIGHT } else { TITLE_HEIGHT };
        facts.rows <= MAX_HEADING_ROWS
            && facts.is_vertical == mostly_vertical
            && facts.height >= least * evidence.unit
            && facts.letters >= MIN_HEADING_LETTERS
            && (facts.is_centred || facts.is_vertical || !facts.is_hinted(RegionClass::Text))
    };
    let candidates = facts.iter().enumerate().filter(|(_, facts)| early(facts) && fits(facts));
    candidates.max_by(|(i, a), (j, b)| a.height.total_cmp(&b.height).then(j.cmp(i))).map(|(index, _)| index)
}
