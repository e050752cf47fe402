use std::ops::Range;

use document::RegionClass;

use crate::value::{Folded, Found};
use crate::{EvidenceKind, Language, Notes, Part, Passage, PassageId, Span, Stated, View};

/// The text of a part in one piece, folded, with the way back to its passages: what legal extractors read.
///
/// Words printed apart stand together, page headers, footers and seals are left out, and [`Flow::is_break`] tells where white
/// space, a line or a paragraph began.
#[derive(Debug)]
pub(crate) struct Flow<'v> {
    folded: Folded,
    passages: Vec<&'v Passage>,
    /// What frames the text or stands on it: page headers and footers, seals.
    beside: Vec<&'v Passage>,
    /// Byte of the source at which each passage begins.
    starts: Vec<usize>,
    /// Bytes of the folded text at which passages begin.
    paragraphs: Vec<usize>,
}

/// Bytes of the longest cell that holds no sentence.
const LONGEST_FIGURE: usize = 60;

/// Whether a passage is part of the running text.
fn runs(passage: &Passage) -> bool {
    !passage.is_marginal() && passage.class() != Some(RegionClass::Seal)
}

impl<'v> Flow<'v> {
    /// The text of `part`.
    pub fn of(view: &'v View, part: &Part) -> Self {
        let held = view.within(part).iter();
        let (passages, beside): (Vec<&Passage>, Vec<&Passage>) = held.partition(|passage| runs(passage));
        let (mut source, mut starts, mut lines) = (String::new(), Vec::new(), Vec::new());
        for passage in &passages {
            starts.push(source.len());
            lines.extend(passage.rows().iter().map(|row| source.len() + row.bytes.start));
            source.push_str(passage.folded());
            source.push('\n');
        }
        let folded = Folded::with_lines(&source, &lines, part.language == Language::Chinese);
        let mut flow = Self { folded, passages, beside, starts, paragraphs: Vec::new() };
        flow.paragraphs = flow.paragraph_starts();
        flow
    }

    fn paragraph_starts(&self) -> Vec<usize> {
        let mut last = None;
        let mut starts = Vec::new();
        for at in std::iter::once(0).chain(self.folded.lines().iter().copied()) {
            let passage = self.passage_at(self.folded.source(at..at + 1).start);
            if passage != last {
                starts.push(at);
                last = passage;
            }
        }
        starts
    }

    fn passage_at(&self, source: usize) -> Option<usize> {
        self.starts.partition_point(|start| *start <= source).checked_sub(1)
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        self.folded.text()
    }

    /// A piece of the folded text; empty where `range` fits no characters.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text().get(range.start..range.end.min(self.text().len())).unwrap_or_default()
    }

    /// Whether white space, a line or a paragraph began at `at`.
    pub fn is_break(&self, at: usize) -> bool {
        self.folded.is_break(at)
    }

    /// Whether a line or a passage began at `at`.
    pub fn is_line(&self, at: usize) -> bool {
        self.folded.is_line(at)
    }

    /// Whether a passage begins at `at`.
    pub fn is_paragraph(&self, at: usize) -> bool {
        self.paragraphs.binary_search(&at).is_ok()
    }

    /// Whether `at` stands in a cell of a table that is as short as figures and names are.
    pub fn is_cell(&self, at: usize) -> bool {
        let passage =
            self.passage_at(self.folded.source(at..at + 1).start).and_then(|index| self.passages.get(index));
        passage.is_some_and(|passage| {
            matches!(passage.role, crate::Role::Cell { .. }) && passage.folded().len() <= LONGEST_FIGURE
        })
    }

    /// What frames the text or stands on it: page headers and footers, seals; in reading order.
    pub fn beside(&self) -> &[&'v Passage] {
        &self.beside
    }

    /// The last place before or at `at` where white space, a line or a paragraph began.
    pub fn break_before(&self, at: usize) -> usize {
        let breaks = self.folded.breaks();
        breaks
            .partition_point(|start| *start <= at)
            .checked_sub(1)
            .and_then(|i| breaks.get(i))
            .copied()
            .unwrap_or(0)
    }

    /// The first place behind `at` where white space, a line or a paragraph began; the end of the text.
    pub fn break_behind(&self, at: usize) -> usize {
        let breaks = self.folded.breaks();
        breaks.get(breaks.partition_point(|start| *start <= at)).copied().unwrap_or(self.text().len())
    }

    /// The first place behind `at` where a line or a passage begins; the end of the text.
    pub fn line_behind(&self, at: usize) -> usize {
        let lines = self.folded.lines();
        lines.get(lines.partition_point(|start| *start <= at)).copied().unwrap_or(self.text().len())
    }

    /// The last place before or at `at` where a passage begins.
    pub fn paragraph_before(&self, at: usize) -> Option<usize> {
        let next = self.paragraphs.partition_point(|start| *start <= at);
        next.checked_sub(1).and_then(|last| self.paragraphs.get(last)).copied()
    }

    /// The first place behind `at` where a passage begins; the end of the text.
    pub fn paragraph_behind(&self, at: usize) -> usize {
        let next = self.paragraphs.partition_point(|start| *start <= at);
        self.paragraphs.get(next).copied().unwrap_or(self.text().len())
    }

    /// The first of `word` within `range`.
    pub fn find(&self, range: Range<usize>, word: &str) -> Option<usize> {
        self.slice(range.clone()).find(word).map(|at| range.start + at)
    }

    /// The last of `word` within `range`.
    pub fn rfind(&self, range: Range<usize>, word: &str) -> Option<usize> {
        self.slice(range.clone()).rfind(word).map(|at| range.start + at)
    }

    /// The first of any of `words` within `range`, with the place behind it.
    pub fn find_any(&self, range: Range<usize>, words: &[&str]) -> Option<(usize, usize)> {
        let found = words.iter().filter_map(|word| Some((self.find(range.clone(), word)?, word.len())));
        found.min_by_key(|(at, length)| (*at, usize::MAX - length)).map(|(at, length)| (at, at + length))
    }

    /// `range` without white space and `edge` characters at its ends.
    pub fn trim(&self, range: Range<usize>, edge: &[char]) -> Range<usize> {
        let cut = |c: char| c.is_whitespace() || edge.contains(&c);
        let piece = self.slice(range.clone());
        let left = piece.len() - piece.trim_start_matches(cut).len();
        let kept = piece.trim_matches(cut).len();
        range.start + left..range.start + left + kept
    }

    /// The passages that `range` of the folded text touches, with bytes of their own folded text.
    fn pieces(&self, range: Range<usize>) -> Vec<(&'v Passage, Range<usize>)> {
        let source = self.folded.source(range);
        let Some(first) = self.passage_at(source.start) else { return Vec::new() };
        let pairs = self.passages.iter().zip(&self.starts).skip(first);
        let touched = pairs.take_while(|(_, start)| **start < source.end.max(source.start + 1));
        let piece = |(passage, start): (&&'v Passage, &usize)| {
            let from = source.start.saturating_sub(*start);
            let to = (source.end.saturating_sub(*start)).min(passage.folded().len());
            (*passage, from.min(to)..to)
        };
        touched.map(piece).collect()
    }

    /// Quotations of `range`, one for each passage it touches.
    pub fn spans(&self, range: Range<usize>) -> Vec<Span> {
        self.pieces(range).into_iter().map(|(passage, bytes)| passage.span(bytes)).collect()
    }

    /// The passage that the byte `at` of the folded text stands in.
    pub fn passage_id(&self, at: usize) -> Option<PassageId> {
        self.pieces(at..at + 1).first().map(|(passage, _)| passage.id)
    }

    /// Cites `range`, one piece of evidence for each passage it touches.
    pub fn cite(&self, notes: &mut Notes, range: Range<usize>, kind: EvidenceKind) {
        for (passage, bytes) in self.pieces(range) {
            notes.cite(passage, bytes, kind);
        }
    }

    /// A value read from `range`. Where that runs over several passages, the first is named and all are cited.
    pub fn state<T>(&self, notes: &mut Notes, range: Range<usize>, value: T) -> Option<Stated<T>> {
        let mut pieces = self.pieces(range).into_iter();
        let (passage, bytes) = pieces.next()?;
        let stated = notes.state(passage, bytes, value);
        for (passage, bytes) in pieces {
            notes.cite(passage, bytes, EvidenceKind::Stated);
        }
        Some(stated)
    }

    /// A value found at a place of the folded text.
    pub fn found<T>(&self, notes: &mut Notes, found: Found<T>) -> Option<Stated<T>> {
        self.state(notes, found.range, found.value)
    }

    /// What is printed at `range`, without the white space between Chinese characters.
    pub fn copy(&self, notes: &mut Notes, range: Range<usize>) -> Option<Stated<String>> {
        let printed = self.printed(range.clone());
        self.state(notes, range, printed)
    }

    /// What is printed at `range`, without the white space between Chinese characters.
    pub fn printed(&self, range: Range<usize>) -> String {
        let mut printed = String::new();
        let piece = self.slice(range.clone());
        for (at, char) in piece.char_indices() {
            let at = range.start + at;
            match self.pieces(at..at + char.len_utf8()).first() {
                Some((passage, bytes)) if char != ' ' => printed.push_str(passage.printed(bytes.clone())),
                _ => printed.push(char),
            }
        }
        printed
    }
}
