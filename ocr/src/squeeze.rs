//! Lines whose letters stand far apart are read at less than their width: the network reads them as well, and its cost goes with
//! the width.

use crate::spaces::Columns;
use crate::stretches::{self, Stretch};
use crate::words::{Piece, letters};

/// Letters further apart than this, in pixels of a line of the network's height, are brought together to this. Print comes at 12
/// to 20 pixels (proportional letters), 25 (typewriters) and 36 to 43 (Han).
const PITCH: f32 = 14.0;
/// But no line is squeezed to less than this share of its width,
const LEAST_SHARE: f32 = 0.5;
/// nor so little that it saves nothing worth while,
const MOST_SHARE: f32 = 0.9;
/// nor is a short one, in pixels, which costs little.
const SQUEEZED_FROM: f32 = 96.0;
/// A word of a squeezed line is read again at its own width where a character is read with less probability than this,
const SURE: f32 = 0.7;
/// and so is each word beside it that has one read with less than this: where one word suffers from squeezing, others do;
const SURE_BESIDE: f32 = 0.95;
/// or all of it where its letters turn out to stand closer than this, in pixels.
const LEAST_PITCH: f32 = 10.0;
/// About so many lines of a page, spread over it, tell whether it pays to squeeze the others:
const SAMPLE: usize = 8;
/// not where more than this share of them had to be read again.
const IN_VAIN: f32 = 0.4;

/// Whether lines may be read at less than their width first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Squeezing {
    /// Those whose letters stand far apart.
    Wide,
    /// None: where most is doubtful, reading twice costs more than it saves.
    Never,
}

/// How a line was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Squeezed {
    /// At its own width.
    Not,
    /// At less, surely.
    Well,
    /// At less, and some or all of it again at its own width.
    InVain,
}

/// The share of its width at which a line of `width` pixels with this ink is read first; nothing where that is its own.
pub(crate) fn share_of(columns: &Columns, width: f32) -> Option<f32> {
    let share = (PITCH / columns.pitch()?).max(LEAST_SHARE);
    (width >= SQUEEZED_FROM && share <= MOST_SHARE).then_some(share)
}

/// What of a squeezed line of `width` pixels is read again at its own width, where `columns` is its ink: nothing, or the stretches
/// with words that are not sure; `None` (all of it) where these are most of the line, no word was read, or its letters stand closer
/// than the ink told.
pub(crate) fn to_read_again(pieces: &[Piece], width: f32, columns: &Columns) -> Option<Vec<Stretch>> {
    let letters = letters(pieces);
    if letters == 0 || letters as f32 * LEAST_PITCH > width {
        return None;
    }
    let is_under = |piece: &Piece, sure: f32| {
        piece.confidences.iter().any(|confidence| confidence.get() < sure)
            || !is_counted(piece, width, columns)
    };
    if !pieces.iter().any(|piece| is_under(piece, SURE)) {
        return Some(Vec::new());
    }
    stretches::doubtful(pieces, width, |piece| is_under(piece, SURE_BESIDE))
}

/// Whether a word of a squeezed line of `width` pixels has as many characters as there are marks of ink in its place in `columns`,
/// which are those of the line at its own width. Only asked of numbers: a decimal point is small, and the dearest character.
fn is_counted(word: &Piece, width: f32, columns: &Columns) -> bool {
    if !word.text.contains(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let scale = columns.width() / width.max(1.0);
    let marks = columns.marks(word.span.0 * scale, word.span.1 * scale);
    marks == word.text.chars().count()
}

/// Whether line `at` of `count` is one of those that tell for the others. The same ones whatever the number of threads.
pub(crate) fn is_sample(at: usize, count: usize) -> bool {
    let every = count / SAMPLE;
    every >= 2 && at % every == every / 2
}

/// What to do with the other lines of a page on which the sample was read like this.
pub(crate) fn learnt(sample: &[Squeezed]) -> Squeezing {
    let count = |how| sample.iter().filter(|squeezed| **squeezed == how).count() as f32;
    let (well, vain) = (count(Squeezed::Well), count(Squeezed::InVain));
    if vain > IN_VAIN * (well + vain) { Squeezing::Never } else { Squeezing::Wide }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    /// A line of bars, each `thick` of every `pitch` pixels.
    fn bars(width: u32, pitch: u32, thick: u32) -> Columns {
        let is_ink = |x: u32, y: u32| x % pitch < thick && (10..38).contains(&y);
        Columns::of(&RgbImage::from_fn(width, 48, |x, y| Rgb([if is_ink(x, y) { 20 } else { 230 }; 3])))
    }

    #[test]
    fn the_wider_letters_stand_the_more_they_are_squeezed() {
        struct Case(u32, u32, Option<f32>);
        let cases = [
            Case(400, 14, None),
            Case(400, 20, Some(0.7)),
            Case(400, 26, Some(0.54)),
            Case(400, 40, Some(0.5)),
            Case(90, 26, None),
        ];
        for Case(width, pitch, want) in cases {
            let share = share_of(&bars(width, pitch, pitch / 3), width as f32);
            let near = |a: f32, b: f32| (a - b).abs() < 0.04;
            assert!(
                share.is_some() == want.is_some() && share.zip(want).is_none_or(|(a, b)| near(a, b)),
                "{pitch}: {share:?}"
            );
        }
        assert_eq!(share_of(&bars(400, 500, 0), 400.0), None, "no ink");
    }

    /// Words of so many letters, each of so much probability, from the left; a pixel of each ten is a gap.
    fn words(told: &[(usize, f32)]) -> Vec<Piece> {
        let mut left = 0.0;
        let word = |(letters, sure): (usize, f32)| {
            let span = (left, left + 14.0 * letters as f32 - 4.0);
            left += 14.0 * letters as f32;
            let confidences = vec![document::Confidence::clamped(sure).unwrap(); letters];
            Piece { text: "a".repeat(letters), span, confidences, alternatives: vec![], glued: false }
        };
        told.iter().copied().map(word).collect()
    }

    #[test]
    fn doubtful_words_and_crowded_lines_are_read_again() {
        let columns = bars(280, 28, 9);
        let again = |told: &[(usize, f32)], width: f32| {
            let stretches = to_read_again(&words(told), width, &columns)?;
            Some(
                stretches
                    .iter()
                    .map(|stretch| (stretch.pieces.start, stretch.pieces.end))
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(again(&[(5, 0.9), (5, 0.9)], 140.0), Some(vec![]), "sure");
        assert_eq!(again(&[(5, 0.99), (3, 0.6), (2, 0.99)], 140.0), Some(vec![(1, 2)]));
        assert_eq!(
            again(&[(2, 0.9), (5, 0.99), (3, 0.6)], 140.0),
            Some(vec![(0, 1), (2, 3)]),
            "less than sure beside it"
        );
        assert_eq!(again(&[(2, 0.9), (5, 0.9), (3, 0.6)], 140.0), None, "most of the line");
        assert_eq!(again(&[(10, 0.9)], 90.0), None, "more letters than the ink told");
        assert_eq!(again(&[], 140.0), None, "nothing was read");
    }

    #[test]
    fn a_number_has_as_many_characters_as_marks_of_ink() {
        let word = |text: &str| Piece {
            text: text.to_owned(),
            span: (0.0, 50.0),
            confidences: vec![],
            alternatives: vec![],
            glued: false,
        };
        let columns = bars(100, 20, 8);
        for (text, want) in [("14.45", true), ("1445", false), ("letters", true)] {
            assert_eq!(is_counted(&word(text), 50.0, &columns), want, "{text}");
        }
    }

    #[test]
    fn a_few_lines_tell_for_the_others() {
        for (count, most) in [(0, 0), (7, 0), (15, 0), (16, 8), (50, 9), (400, 8)] {
            let sample = (0..count).filter(|at| is_sample(*at, count)).count();
            assert!(sample <= most && (most == 0 || sample >= 8), "{sample} of {count}");
        }
        use Squeezed::{InVain, Not, Well};
        assert_eq!(learnt(&[]), Squeezing::Wide);
        assert_eq!(learnt(&[Not, Well, Well, InVain]), Squeezing::Wide);
        assert_eq!(learnt(&[Not, Not, Well, InVain]), Squeezing::Never);
    }
}
