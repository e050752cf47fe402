//! From characters to ink.

use std::ops::Range;

use document::{Confidence, Outline, Place, Point, Rect, is_cjk};

use super::passage::{Passage, Piece, Role};
use super::span::{CellPlace, CharacterRange, Span};

/// A Han character is about as wide as two Latin ones.
const HAN_WIDTH: f32 = 2.0;

/// The quotation of `characters` of `passage`, which read `text`.
pub(super) fn quote(passage: &Passage, characters: Range<usize>, text: &str) -> Span {
    let touched =
        |piece: &&Piece| piece.characters.start < characters.end && characters.start < piece.characters.end;
    let pieces: Vec<&Piece> = passage.pieces().iter().filter(touched).collect();
    let confidences = pieces.iter().filter_map(|piece| least_sure(piece, &characters));
    let (region, cell) = match passage.role {
        Role::Region { id, .. } => (Some(id), None),
        Role::Cell { table, row, column } => (None, Some(CellPlace { table, row, column })),
        Role::Unplaced | Role::Plain | Role::Joined => (None, None),
    };
    Span {
        passage: passage.id,
        characters: CharacterRange { start: characters.start as u32, end: characters.end as u32 },
        text: text.to_owned(),
        places: places(passage, &pieces, &characters),
        region,
        cell,
        words: pieces.iter().filter_map(|piece| piece.word).collect(),
        confidence: confidences.min_by(|a, b| a.get().total_cmp(&b.get())),
    }
}

/// The confidence of the least sure of those characters of `piece` that are quoted.
fn least_sure(piece: &Piece, characters: &Range<usize>) -> Option<Confidence> {
    let offset = piece.characters.start;
    let from = characters.start.saturating_sub(offset);
    let to = characters.end.saturating_sub(offset);
    let one_each = piece.character_confidences.len() >= piece.characters.len();
    let single = piece.character_confidences.iter().take(to).skip(from).filter(|_| one_each);
    single.copied().min_by(|a, b| a.get().total_cmp(&b.get())).or(piece.confidence)
}

/// One place per line.
fn places(passage: &Passage, pieces: &[&Piece], characters: &Range<usize>) -> Vec<Place> {
    let mut places: Vec<(Place, Option<document::LineId>)> = Vec::new();
    for piece in pieces {
        let outline = part(passage, piece, characters);
        let line = piece.word.map(|word| word.line);
        match places.last_mut() {
            Some((place, last)) if line.is_some() && *last == line && place.page == piece.page => {
                place.outline = joined(&place.outline, &outline, piece.vertical);
            }
            _ => places.push((Place { page: piece.page, outline }, line)),
        }
    }
    places.into_iter().map(|(place, _)| place).collect()
}

/// The quoted part of a word's outline: letters are taken to be of even width within their script.
fn part(passage: &Passage, piece: &Piece, characters: &Range<usize>) -> Outline {
    let whole = piece.characters.start >= characters.start && piece.characters.end <= characters.end;
    let &[a, b, c, d] = piece.outline.points() else { return piece.outline.clone() };
    if whole {
        return piece.outline.clone();
    }
    let width = |c: char| if is_cjk(c) { HAN_WIDTH } else { 1.0 };
    let (mut before, mut within, mut all) = (0.0, 0.0, 0.0);
    let letters = passage.text().chars().enumerate();
    for (index, letter) in letters.skip(piece.characters.start).take(piece.characters.len()) {
        let width = width(letter);
        all += width;
        if index < characters.start {
            before += width;
        } else if index < characters.end {
            within += width;
        }
    }
    let (from, to) = (before / f32::max(all, 1.0), (before + within) / f32::max(all, 1.0));
    if piece.vertical {
        [a.lerp(d, from), b.lerp(c, from), b.lerp(c, to), a.lerp(d, to)].into()
    } else {
        [a.lerp(b, from), a.lerp(b, to), d.lerp(c, to), d.lerp(c, from)].into()
    }
}

/// The outline from the start of `first` to the end of `last`.
fn joined(first: &Outline, last: &Outline, vertical: bool) -> Outline {
    match (first.points(), last.points()) {
        (&[a, b, _, _], &[_, _, c, d]) if vertical => Outline::from([a, b, c, d]),
        (&[a, _, _, d], &[_, b, c, _]) => Outline::from([a, b, c, d] as [Point; 4]),
        _ => Rect::around([first.bounds(), last.bounds()]).map_or_else(|| first.clone(), Outline::from),
    }
}
