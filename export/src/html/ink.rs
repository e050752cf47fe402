//! Lines and cells as HTML, every line findable by its name and doubtful words marked.

use std::collections::HashSet;

use document::{Cell, Confidence, Document, LineId, Word, join_lines};

use crate::escape::{html, one_line, push_fmt, push_html};
use crate::flow::{Lines, Piece, cell_text};
use crate::nests::Nests;
use crate::rows::{gap, spacing};

/// At most so many other readings of a word are shown.
const MAX_ALTERNATIVES: usize = 4;

/// What is written in, and what has been written so far.
pub(super) struct Ink<'a> {
    pub(super) lines: Lines<'a>,
    /// The tables in cells.
    pub(super) nests: Nests<'a>,
    pub(super) doubtful_below: Option<Confidence>,
    /// Marks written.
    pub(super) doubtful: usize,
    /// Lines whose names are taken.
    anchored: HashSet<LineId>,
}

impl<'a> Ink<'a> {
    pub(super) fn new(document: &'a Document, doubtful_below: Option<Confidence>) -> Self {
        let (lines, nests) = (Lines::new(document), Nests::new(document));
        Self { lines, nests, doubtful_below, doubtful: 0, anchored: HashSet::new() }
    }

    /// Appends lines as running text, each in a `span` that carries its name.
    pub(super) fn paragraph(&mut self, out: &mut String, pieces: &[Piece<'a>]) {
        self.pieces(out, pieces, joint);
    }

    /// Appends lines as printed, row by row.
    pub(super) fn printed(&mut self, out: &mut String, pieces: &[Piece<'a>]) {
        self.pieces(out, pieces, |line, _| (line, "<br>\n"));
    }

    /// Appends lines; `part` says what of a line stands before the next, and what parts the two where they are not on
    /// one row.
    fn pieces(
        &mut self,
        out: &mut String,
        pieces: &[Piece<'a>],
        part: impl for<'t> Fn(&'t str, &str) -> (&'t str, &'static str),
    ) {
        let texts: Vec<String> = pieces.iter().map(|piece| one_line(&piece.text())).collect();
        for (index, (piece, text)) in pieces.iter().zip(&texts).enumerate() {
            let mut rest = pieces.iter().zip(&texts).skip(index + 1);
            let next = rest.find(|(_, next)| !next.is_empty()).filter(|_| !text.is_empty());
            let (text, between) = match next {
                Some((after, next)) => match gap(piece.line, after.line) {
                    Some(gap) => (text.as_str(), spacing(text, gap, next)),
                    None => part(text, next),
                },
                None => (text.as_str(), ""),
            };
            self.line(out, piece, text);
            out.push_str(between);
        }
    }

    fn line(&mut self, out: &mut String, piece: &Piece<'a>, text: &str) {
        let id = piece.line.id;
        match self.anchored.insert(id) {
            true => push_fmt(out, format_args!("<span class=\"line\" id=\"{id}\">")),
            false => push_fmt(out, format_args!("<span class=\"line\" data-of=\"{id}\">")),
        }
        let words: Vec<&Word> = piece.words().collect();
        self.words(out, text, &mut words.into_iter().peekable());
        out.push_str("</span>");
    }

    /// Appends an empty mark with the name of a line that has none yet.
    pub(super) fn anchor(&mut self, out: &mut String, line: LineId) {
        if self.anchored.insert(line) {
            push_fmt(out, format_args!("<span id=\"{line}\"></span>"));
        }
    }

    /// Appends the content of a cell, with the names of the lines that are first met in it.
    pub(super) fn cell(&mut self, out: &mut String, cell: &Cell) {
        cell.words.iter().for_each(|word| self.anchor(out, word.line));
        let text = cell_text(cell, &self.lines);
        let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        let words: Vec<&Word> = cell.words.iter().filter_map(|id| self.lines.word(*id)).collect();
        self.words(out, &text, words.into_iter());
    }

    /// Appends `text`, which is spelled by `words`; those that are doubtful are marked. A word that does not come next
    /// in the text, since a cell may have been read again, is passed over.
    fn words(&mut self, out: &mut String, text: &str, words: impl Iterator<Item = &'a Word>) {
        let mut rest = text;
        for word in words.filter(|word| !word.text.is_empty()) {
            let from = rest.trim_start();
            let Some(behind) = from.strip_prefix(word.text.as_str()) else { continue };
            push_broken(out, rest.get(..rest.len() - from.len()).unwrap_or_default());
            self.word(out, word, from.get(..word.text.len()).unwrap_or_default());
            rest = behind;
        }
        push_broken(out, rest);
    }

    /// Whether a confidence is known and below the limit.
    pub(super) fn is_doubtful(&self, confidence: Option<Confidence>) -> bool {
        matches!((confidence, self.doubtful_below), (Some(confidence), Some(limit)) if confidence < limit)
    }

    fn word(&mut self, out: &mut String, word: &Word, text: &str) {
        if !self.is_doubtful(word.confidence) {
            push_broken(out, text);
            return;
        }
        self.doubtful += 1;
        push_fmt(out, format_args!("<mark id=\"{}\" title=\"{}\">", word.id, html(&doubt(word))));
        push_broken(out, text);
        out.push_str("</mark>");
    }
}

/// Appends escaped text, its line feeds as `<br>`.
fn push_broken(out: &mut String, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        push_html(out, line);
    }
}

/// What is known about a doubtful word, for a person.
fn doubt(word: &Word) -> String {
    let confidence = word.confidence.map_or(0.0, Confidence::get) * 100.0;
    let mut text = format!("{confidence:.0} % sure");
    let letters: Vec<char> = word.text.chars().collect();
    for alternative in word.alternatives.iter().take(MAX_ALTERNATIVES) {
        if let Some(letter) = letters.get(alternative.position as usize) {
            push_fmt(&mut text, format_args!("; {letter} may be {}", alternative.text));
        }
    }
    text
}

/// What of `line` stands before `next` in running text, and what parts the two: [`join_lines`] decides.
fn joint<'t>(line: &'t str, next: &str) -> (&'t str, &'static str) {
    let joined = join_lines([line, next]);
    let gap = joined.len() as isize - line.len() as isize - next.len() as isize;
    match gap {
        1 => (line, " "),
        0 => (line, ""),
        // A hyphen at the line's end went.
        _ => (line.get(..joined.len().saturating_sub(next.len())).unwrap_or(line), ""),
    }
}
