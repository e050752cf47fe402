use std::ops::Range;

use document::{Confidence, LineId, Outline, RegionClass, RegionId, TableId, WordId};

use super::quote::quote;
use super::{PassageId, Span, fold};

/// What a passage is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Text of a region that is no table.
    Region {
        /// The (first) region.
        id: RegionId,
        /// What it is for.
        class: RegionClass,
    },
    /// One cell of a table.
    Cell {
        /// The table.
        table: TableId,
        /// First row, from 0.
        row: u32,
        /// First column, from 0.
        column: u32,
    },
    /// Lines inside a table's outline that fit none of its cells.
    Unplaced,
    /// A paragraph of a plain text, which has no page.
    Plain,
    /// Other passages once more, as one text: the cells of a row, a medicine with its usage on the next line.
    Joined,
}

/// A word of a passage: which characters it gives and where their ink is.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Characters of the passage, counted from 0.
    pub characters: Range<usize>,
    /// The word; absent where only the line or the cell is known.
    pub word: Option<WordId>,
    /// Page number, from 1.
    pub page: u32,
    /// Where, in the page's source space.
    pub outline: Outline,
    /// How sure the reading of the word is; absent where unknown.
    pub confidence: Option<Confidence>,
    /// One per character; empty where unknown.
    pub character_confidences: Vec<Confidence>,
    /// Whether the letters stand one below the other.
    pub vertical: bool,
}

/// A line of a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Bytes of [`Passage::folded`].
    pub bytes: Range<usize>,
    /// The line; absent in plain text.
    pub line: Option<LineId>,
    /// The line's place: page number, from 1, and outline; absent in plain text.
    pub place: Option<document::Place>,
}

/// Text that belongs together: a paragraph, a form's block of lines, a heading, a cell.
///
/// Lines are joined to running text ([`document::join_lines`]); [`Passage::rows`] tells where each began.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Its name: its place in reading order.
    pub id: PassageId,
    /// What it is on the page.
    pub role: Role,
    /// Page on which it begins, from 1; absent in plain text.
    pub page: Option<u32>,
    text: String,
    folded: String,
    /// Byte at which each character begins, in `text` and in `folded`, and the ends.
    starts: Vec<(u32, u32)>,
    pieces: Vec<Piece>,
    rows: Vec<Row>,
}

impl Passage {
    /// As printed, lines joined.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text in plain forms, character for character ([`fold`]): what patterns are matched against.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The words, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The lines, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The bytes of [`Self::folded`] as characters, counted from 0. Ends within a character are moved outwards.
    pub fn characters(&self, bytes: Range<usize>) -> Range<usize> {
        let last = self.starts.len().saturating_sub(1);
        let start = self.starts.partition_point(|s| s.1 as usize <= bytes.start).saturating_sub(1).min(last);
        if bytes.end <= bytes.start {
            return start..start;
        }
        let end = self.starts.partition_point(|s| (s.1 as usize) < bytes.end).min(last);
        start..end.max(start)
    }

    /// The bytes of [`Self::folded`] that `characters` take.
    pub fn bytes(&self, characters: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.starts.get(index).or(self.starts.last()).map_or(0, |s| s.1 as usize);
        at(characters.start)..at(characters.end.max(characters.start))
    }

    /// What is printed at `bytes` of [`Self::folded`].
    pub fn printed(&self, bytes: Range<usize>) -> &str {
        let characters = self.characters(bytes);
        let at = |index: usize| self.starts.get(index).map_or(self.text.len(), |s| s.0 as usize);
        self.text.get(at(characters.start)..at(characters.end)).unwrap_or("")
    }

    /// The quotation of `bytes` of [`Self::folded`], with the places of its ink. Blanks at the ends are left out.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        let end = bytes.end.min(self.folded.len());
        let start = bytes.start.min(end);
        let inner = self.folded.get(start..end).unwrap_or("");
        let start = start + (inner.len() - inner.trim_start().len());
        let bytes = start..start + inner.trim().len();
        quote(self, self.characters(bytes.clone()), self.printed(bytes))
    }

    /// The quotation of the whole passage.
    pub fn whole(&self) -> Span {
        self.span(0..self.folded.len())
    }

    /// Whether it frames the page rather than belongs to the text.
    pub fn is_marginal(&self) -> bool {
        matches!(self.role, Role::Region { class, .. } if class.is_marginal())
    }

    /// The class of its region; absent for cells and plain text.
    pub fn class(&self) -> Option<RegionClass> {
        match self.role {
            Role::Region { class, .. } => Some(class),
            _ => None,
        }
    }
}

impl Passage {
    /// The texts of `parts` as one, a blank between them.
    pub(super) fn joined(id: PassageId, parts: &[&Self]) -> Self {
        let mut draft = Draft::default();
        for part in parts.iter().filter(|part| !part.text.trim().is_empty()) {
            if draft.characters > 0 {
                draft.push_blank(' ');
            }
            let offset = draft.characters;
            draft.push(&part.text);
            for piece in &part.pieces {
                let characters = piece.characters.start + offset..piece.characters.end + offset;
                draft.ink(Piece { characters, ..piece.clone() });
            }
        }
        let place = parts.iter().find_map(|part| part.rows.first()?.place.clone());
        draft.row(0..draft.characters, None, place);
        let page = parts.first().and_then(|part| part.page);
        draft.finish(id, Role::Joined, page)
    }
}

/// A passage in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    text: String,
    characters: usize,
    pieces: Vec<Piece>,
    /// First and last character of each line.
    rows: Vec<(Range<usize>, Option<LineId>, Option<document::Place>)>,
}

impl Draft {
    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a separator that stands on no ink.
    pub(super) fn push_blank(&mut self, blank: char) {
        self.text.push(blank);
        self.characters += 1;
    }

    /// Takes the last character back, out of its piece too.
    pub(super) fn pop(&mut self) {
        if self.text.pop().is_none() {
            return;
        }
        self.characters -= 1;
        let last = self.characters;
        for piece in self.pieces.iter_mut().rev().take_while(|p| p.characters.end > last) {
            piece.characters.end = last.max(piece.characters.start);
        }
        if let Some(row) = self.rows.last_mut() {
            row.0.end = row.0.end.min(last);
        }
    }

    /// Adds `text`, giving the characters it takes.
    pub(super) fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.characters;
        self.text.push_str(text);
        self.characters += text.chars().count();
        start..self.characters
    }

    /// Adds the ink of the characters written last.
    pub(super) fn ink(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// Says that `characters` are a line.
    pub(super) fn row(
        &mut self,
        characters: Range<usize>,
        line: Option<LineId>,
        place: Option<document::Place>,
    ) {
        self.rows.push((characters, line, place));
    }

    /// Says which way the letters from the character `start` on run.
    pub(super) fn turn(&mut self, start: usize, vertical: bool) {
        let since = self.pieces.iter_mut().rev().take_while(|piece| piece.characters.start >= start);
        since.for_each(|piece| piece.vertical = vertical);
    }

    /// Where the last line is.
    pub(super) fn last_place(&self) -> Option<&document::Place> {
        self.rows.last()?.2.as_ref()
    }

    /// Characters so far.
    pub(super) fn characters(&self) -> usize {
        self.characters
    }

    /// The passage.
    pub(super) fn finish(self, id: PassageId, role: Role, page: Option<u32>) -> Passage {
        let folded = fold(&self.text);
        let mut starts: Vec<(u32, u32)> = self
            .text
            .char_indices()
            .zip(folded.char_indices())
            .map(|(a, b)| (a.0 as u32, b.0 as u32))
            .collect();
        starts.push((self.text.len() as u32, folded.len() as u32));
        let at = |index: usize| starts.get(index).or(starts.last()).map_or(0, |s| s.1 as usize);
        let rows = self.rows.into_iter();
        let rows = rows.map(|(c, line, place)| Row { bytes: at(c.start)..at(c.end), line, place }).collect();
        Passage { id, role, page, text: self.text, folded, starts, pieces: self.pieces, rows }
    }
}
