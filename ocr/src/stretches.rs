//! The parts of a squeezed line that are read again at their own width: the doubtful words alone, where these are few.

use std::ops::Range;

use crate::words::Piece;

/// A line is cut between two words only where the ink leaves at least so many pixels of the squeezed line,
const LEAST_GAP: f32 = 3.0;
/// and is read again as a whole where more than this share of it would be.
const MOST: f32 = 0.6;

/// Neighbouring words of a line and their place in it: from the middle of the gap before them to the middle of the one after.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) pieces: Range<usize>,
    /// In pixels of the line.
    pub(crate) span: (f32, f32),
}

/// The stretches that hold the doubtful ones of the words of a line of `width` pixels; nothing where they are most of it.
pub(crate) fn doubtful(
    pieces: &[Piece],
    width: f32,
    is_doubtful: impl Fn(&Piece) -> bool,
) -> Option<Vec<Stretch>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..pieces.len()).filter(|at| is_doubtful(&pieces[*at])) {
        let from = (0..=at).rev().find(|at| cut_before(pieces, *at, width).is_some()).unwrap_or(0);
        let to = (at + 1..=pieces.len())
            .find(|at| cut_before(pieces, *at, width).is_some())
            .unwrap_or(pieces.len());
        match found.last_mut() {
            Some(last) if last.end >= from => last.end = last.end.max(to),
            _ => found.push(from..to),
        }
    }
    let cut = |at: usize| cut_before(pieces, at, width).unwrap_or(0.0);
    let stretches: Vec<Stretch> = found
        .into_iter()
        .map(|pieces| Stretch { span: (cut(pieces.start), cut(pieces.end)), pieces })
        .collect();
    let again: f32 = stretches.iter().map(|stretch| stretch.span.1 - stretch.span.0).sum();
    (again <= MOST * width).then_some(stretches)
}

/// Where a line may be cut before the word `at`; nothing where it stands too close to the one before.
fn cut_before(pieces: &[Piece], at: usize, width: f32) -> Option<f32> {
    let Some(next) = pieces.get(at) else { return Some(width) };
    let Some(before) = at.checked_sub(1).and_then(|before| pieces.get(before)) else { return Some(0.0) };
    let (from, to) = (before.span.1, next.span.0);
    (to - from >= LEAST_GAP).then(|| f32::midpoint(from, to))
}

/// `pieces` with those of `stretch` exchanged for `read`, the words of its reading of `width` pixels.
pub(crate) fn exchange(pieces: &mut Vec<Piece>, stretch: &Stretch, read: Vec<Piece>, width: f32) {
    let (left, right) = stretch.span;
    let scale = (right - left) / width.max(1.0);
    let glued = pieces.get(stretch.pieces.start).is_some_and(|piece| piece.glued);
    let placed = read.into_iter().enumerate().map(|(at, piece)| Piece {
        span: (left + scale * piece.span.0, left + scale * piece.span.1),
        glued: if at == 0 { glued } else { piece.glued },
        ..piece
    });
    pieces.splice(stretch.pieces.clone(), placed);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of this text from `left` to `right`.
    fn word(text: &str, left: f32, right: f32) -> Piece {
        Piece {
            text: text.to_owned(),
            span: (left, right),
            confidences: vec![],
            alternatives: vec![],
            glued: false,
        }
    }

    fn line() -> Vec<Piece> {
        vec![
            word("one", 2.0, 20.0),
            word("two", 30.0, 50.0),
            word("three", 51.0, 70.0),
            word("four", 80.0, 98.0),
        ]
    }

    #[test]
    fn a_line_is_cut_in_the_middle_of_gaps_that_are_wide_enough() {
        struct Case(&'static [&'static str], &'static [(Range<usize>, (f32, f32))]);
        let cases = [
            Case(&[], &[]),
            Case(&["one"], &[(0..1, (0.0, 25.0))]),
            Case(&["two"], &[(1..3, (25.0, 75.0))]),
            Case(&["two", "three"], &[(1..3, (25.0, 75.0))]),
            Case(&["one", "four"], &[(0..1, (0.0, 25.0)), (3..4, (75.0, 100.0))]),
        ];
        for Case(doubtful_words, want) in cases {
            let found =
                doubtful(&line(), 100.0, |piece| doubtful_words.contains(&piece.text.as_str())).unwrap();
            let found: Vec<_> = found.into_iter().map(|stretch| (stretch.pieces, stretch.span)).collect();
            assert_eq!(found, want, "{doubtful_words:?}");
        }
        assert_eq!(
            doubtful(&line(), 100.0, |piece| piece.text.len() == 3 || piece.text == "three"),
            None,
            "most of it"
        );
    }

    #[test]
    fn words_are_exchanged_in_their_place() {
        let mut pieces = line();
        pieces[1].glued = true;
        let stretch = Stretch { pieces: 1..3, span: (25.0, 75.0) };
        let read = vec![word("tw", 0.0, 40.0), word("o", 60.0, 100.0), word("three", 120.0, 180.0)];
        exchange(&mut pieces, &stretch, read, 200.0);
        let told: Vec<_> =
            pieces.iter().map(|piece| (piece.text.as_str(), piece.span, piece.glued)).collect();
        let want = [
            ("one", (2.0, 20.0), false),
            ("tw", (25.0, 35.0), true),
            ("o", (40.0, 50.0), false),
            ("three", (55.0, 70.0), false),
            ("four", (80.0, 98.0), false),
        ];
        assert_eq!(told, want);
    }
}
