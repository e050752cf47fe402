//! From the characters of a line to words: where they part, and where each stands in the crop.

use document::{Alternative, Confidence, is_cjk};

use crate::alphabet::Alphabet;
use crate::ctc::{Character, Step};
use crate::spaces::Columns;

/// Another reading of a character is kept from this probability on.
const MIN_ALTERNATIVE: f32 = 0.02;
/// The network thinks of a space well before it writes one: two letters are parted from this probability on where the
/// ink has a gap between them.
const LIKELY_SPACE: f32 = 0.08;
/// A gap in the ink that supports a likely space, in crop heights: wider than between most letters of one word. Measured on
/// lines set in handwriting fonts, leaning, with narrow spaces: of 132 lost spaces this finds 33 and no false one.
const SPACE_GAP: f32 = 0.08;
/// The same beside a mark, such as a full stop, which by its shape leaves more room than a letter.
const MARK_GAP: f32 = 0.15;
/// From this probability on a space needs no gap: in leaning hands letters of two words stand above each other.
const SURE_SPACE: f32 = 0.35;
/// A gap in the ink that parts letters by itself, in crop heights.
const WIDE_GAP: f32 = 0.5;
/// Digits are parted by no narrower gap, in heights of the line's letters: a space between them leaves .43 and more (on receipts .25), and the network
/// thinks of one where the gap is .19 and less.
const DIGIT_GAP: f32 = 0.22;
/// A gap in the ink that parts runs of a script without spaces, in crop heights: more than one character's width.
const CJK_GAP: f32 = 1.0;
/// So does a gap of this many crop heights where it is this many times as wide as the line's letters usually stand apart: names of
/// columns, two or three characters each, that were found as one line.
const CJK_FIELD_GAP: f32 = 0.5;
const CJK_FIELD_RATIO: f32 = 2.5;
/// So many gaps between letters of such a script tell how far they usually stand apart on a line.
const FEWEST_CJK_GAPS: usize = 3;
/// A gap in the ink that is a space in any script, in crop heights: between two fields on one line, not between the letters of
/// a heading that is set wide.
const BROAD_GAP: f32 = 1.5;

/// A word in a crop.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Left and right edge of the ink, in crop pixels.
    pub(crate) span: (f32, f32),
    pub(crate) confidences: Vec<Confidence>,
    pub(crate) alternatives: Vec<Alternative>,
    /// No space before it.
    pub(crate) glued: bool,
}

/// How many characters `pieces` have.
pub(crate) fn letters(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.confidences.len()).sum()
}

/// The mean confidence of their characters; 0 where there is none.
pub(crate) fn confidence(pieces: &[Piece]) -> f32 {
    let all = pieces.iter().flat_map(|piece| &piece.confidences).copied();
    Confidence::mean(all).map_or(0.0, Confidence::get)
}

/// What a crop's width and the network's steps have to do with each other.
pub(crate) struct Alignment<'a> {
    pub(crate) steps: &'a [Step],
    pub(crate) columns: &'a Columns,
    /// Size of the crop in pixels.
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// How two neighbouring characters stand to each other.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Same,
    Glued,
    Spaced,
}

impl Alignment<'_> {
    /// The middle of a character's steps, in crop pixels.
    pub(crate) fn center(&self, character: &Character) -> f32 {
        (character.first + character.last + 1) as f32 / 2.0 * self.width / self.steps.len().max(1) as f32
    }

    /// The step at a place in crop pixels.
    pub(crate) fn step_at(&self, x: f32) -> usize {
        let last = self.steps.len().saturating_sub(1);
        ((x / self.width.max(1.0) * self.steps.len() as f32).max(0.0) as usize).min(last)
    }

    /// The widest ink-free stretch between the middles of two characters.
    fn gap(&self, one: &Character, next: &Character) -> (f32, f32) {
        self.columns.widest_gap(self.center(one), self.center(next))
    }

    /// The width of [`Self::gap`] in crop heights.
    fn gap_in_heights(&self, one: &Character, next: &Character) -> f32 {
        let (from, to) = self.gap(one, next);
        (to - from) / self.height.max(1.0)
    }

    /// Whether two characters are digits with a gap between them as narrow as those within numbers.
    fn is_one_number(&self, one: &Character, next: &Character, alphabet: &Alphabet) -> bool {
        let digits = [one, next].iter().all(|c| first_char(c, alphabet).is_ascii_digit());
        // Between them may stand a point, a dash or a colon that was not read.
        if !digits || self.columns.marks(self.center(one), self.center(next)) > 2 {
            return false;
        }
        let Some((top, bottom)) = self.columns.letters() else { return false };
        // Along the line the letters are as wide as it is squeezed.
        let squeezed = self.height / self.columns.height().max(1.0);
        let (from, to) = self.gap(one, next);
        // A line below the digits leaves no gap at all, which says nothing.
        (f32::EPSILON..DIGIT_GAP * (bottom - top) * squeezed).contains(&(to - from))
    }

    /// The greatest probability of a space between two characters.
    fn space_between(&self, one: &Character, next: &Character) -> f32 {
        let between = self.steps.get(one.first..=next.last).unwrap_or(&[]);
        between.iter().fold(0.0, |most, step| most.max(step.space))
    }
}

/// The words of a line.
pub(crate) fn split(path: &[Character], alphabet: &Alphabet, line: &Alignment<'_>) -> Vec<Piece> {
    let is_space = |c: &Character| alphabet.symbol(c.symbol as usize).trim().is_empty();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before: Option<(&Character, bool)> = None;
    let (left, right) = line.columns.extent();
    let usual = usual_cjk_gap(path, alphabet, line);
    for character in path {
        if is_space(character) {
            before = before.map(|(c, _)| (c, true));
            continue;
        }
        let joint = before.map_or(Joint::Spaced, |(c, spaced)| {
            if line.is_one_number(c, character, alphabet) {
                Joint::Same
            } else if spaced {
                Joint::Spaced
            } else {
                joint(c, character, alphabet, line, usual)
            }
        });
        if joint == Joint::Same {
            if let Some(piece) = pieces.last_mut() {
                push(piece, character, alphabet);
            }
        } else {
            let (end, start) = before.map_or((left, left), |(c, _)| line.gap(c, character));
            if let Some(piece) = pieces.last_mut() {
                piece.span.1 = end;
            }
            pieces.push(open(character, alphabet, start, joint == Joint::Glued));
        }
        before = Some((character, false));
    }
    if let Some(piece) = pieces.last_mut() {
        piece.span.1 = right;
    }
    pieces
}

/// Whether two characters are of a script without spaces, and neither is a mark, which leaves white by its shape.
fn are_cjk_letters(a: char, b: char) -> bool {
    [a, b].iter().all(|c| is_cjk(*c) && c.is_alphanumeric())
}

fn first_char(character: &Character, alphabet: &Alphabet) -> char {
    alphabet.symbol(character.symbol as usize).chars().next().unwrap_or(' ')
}

/// How far letters of a script without spaces usually stand apart on the line, in crop heights: the middle one of the gaps; nothing
/// where there are too few to tell.
fn usual_cjk_gap(path: &[Character], alphabet: &Alphabet, line: &Alignment<'_>) -> Option<f32> {
    let mut gaps: Vec<f32> = path
        .windows(2)
        .filter(|two| are_cjk_letters(first_char(&two[0], alphabet), first_char(&two[1], alphabet)))
        .map(|two| line.gap_in_heights(&two[0], &two[1]))
        .collect();
    gaps.sort_by(f32::total_cmp);
    (gaps.len() >= FEWEST_CJK_GAPS).then(|| gaps[(gaps.len() - 1) / 2])
}

/// How two neighbours stand to each other; `usual` is [`usual_cjk_gap`].
fn joint(
    one: &Character,
    next: &Character,
    alphabet: &Alphabet,
    line: &Alignment<'_>,
    usual: Option<f32>,
) -> Joint {
    let (a, b) = (first_char(one, alphabet), first_char(next, alphabet));
    let gap = line.gap_in_heights(one, next);
    let lettered = |c: char| c.is_alphanumeric() && !is_cjk(c);
    if lettered(a) && lettered(b) {
        let space = line.space_between(one, next);
        let likely = space >= LIKELY_SPACE && gap >= SPACE_GAP;
        return if likely || space >= SURE_SPACE || gap >= WIDE_GAP { Joint::Spaced } else { Joint::Same };
    }
    if !is_cjk(a) && !is_cjk(b) && gap >= MARK_GAP && line.space_between(one, next) >= LIKELY_SPACE {
        return Joint::Spaced;
    }
    if gap >= BROAD_GAP {
        return Joint::Spaced;
    }
    let scripts_differ = a.is_alphanumeric() && b.is_alphanumeric() && is_cjk(a) != is_cjk(b);
    let is_field = are_cjk_letters(a, b)
        && usual.is_some_and(|usual| gap >= CJK_FIELD_GAP && gap >= CJK_FIELD_RATIO * usual);
    if scripts_differ || is_field || gap >= CJK_GAP { Joint::Glued } else { Joint::Same }
}

fn open(character: &Character, alphabet: &Alphabet, start: f32, glued: bool) -> Piece {
    let (text, confidences, alternatives) = Default::default();
    let mut piece = Piece { text, span: (start, start), confidences, alternatives, glued };
    push(&mut piece, character, alphabet);
    piece
}

fn push(piece: &mut Piece, character: &Character, alphabet: &Alphabet) {
    let symbol = alphabet.symbol(character.symbol as usize);
    let position = piece.text.chars().count() as u32;
    piece.text.push_str(symbol);
    let confidence = Confidence::clamped(character.probability);
    piece.confidences.extend(symbol.chars().filter_map(|_| confidence));
    for &(other, probability) in character.others.iter().filter(|other| other.1 >= MIN_ALTERNATIVE) {
        if let Some(confidence) = Confidence::clamped(probability) {
            let text = alphabet.symbol(other as usize).to_owned();
            piece.alternatives.push(Alternative { position, text, confidence });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctc::KEPT;
    use image::{Rgb, RgbImage};
    use models::FakeSession;

    const STEP: u32 = 8;

    /// Splits the line whose step `i` shows the symbol at `i` ('_': blank), ink where a symbol stands; `thoughts` are
    /// the probabilities of a space.
    fn told(line: &str, thoughts: &[(usize, f32)]) -> Vec<String> {
        let characters = "a\nb\nc\n中\n文\n5\n7\n.";
        let session = FakeSession::new(|_| vec![]).with_metadata("character", characters);
        let alphabet = Alphabet::of(&session).unwrap();
        let symbols: Vec<char> = line.chars().collect();
        let index =
            |c: char| (0..alphabet.len()).find(|i| alphabet.symbol(*i) == c.to_string()).unwrap_or(0) as u32;
        let steps: Vec<Step> = (0..symbols.len())
            .map(|i| {
                let space = thoughts.iter().find(|t| t.0 == i).map_or(0.0, |t| t.1);
                let mut best = [(0, 0.0); KEPT];
                best[0] = (index(symbols[i]), 0.9);
                best[1] = (index('b'), 0.05);
                Step { best, space }
            })
            .collect();
        let crop = RgbImage::from_fn(STEP * symbols.len() as u32, 48, |x, y| {
            let inked = !matches!(symbols[(x / STEP) as usize], '_' | ' ');
            Rgb([if inked && (18..30).contains(&y) { 0 } else { 255 }; 3])
        });
        let columns = Columns::of(&crop);
        let line = Alignment { steps: &steps, columns: &columns, width: crop.width() as f32, height: 48.0 };
        let path = crate::ctc::best_path(&steps);
        let tell =
            |p: Piece| format!("{}{}@{}-{}", if p.glued { "+" } else { "" }, p.text, p.span.0, p.span.1);
        split(&path, &alphabet, &line).into_iter().map(tell).collect()
    }

    #[test]
    fn a_narrow_gap_between_digits_is_no_space() {
        let session = FakeSession::new(|_| vec![]).with_metadata("character", "5\n7");
        let alphabet = Alphabet::of(&session).unwrap();
        let step = |symbol: u32| {
            let mut best = [(0, 0.0); KEPT];
            best[0] = (symbol, 0.9);
            Step { best, space: 0.5 }
        };
        // Digits 30 high, the second one begins at `start`.
        let read = |start: u32| {
            let ink = |x: u32| (4..16).contains(&x) || (start..start + 12).contains(&x);
            let crop = RgbImage::from_fn(48, 48, |x, y| {
                Rgb([if ink(x) && (9..39).contains(&y) { 0 } else { 255 }; 3])
            });
            let columns = Columns::of(&crop);
            let steps: Vec<Step> = (0..48 / STEP)
                .map(|i| {
                    if i == 1 {
                        step(1)
                    } else if i == (start + 6) / STEP {
                        step(2)
                    } else {
                        step(0)
                    }
                })
                .collect();
            let line = Alignment { steps: &steps, columns: &columns, width: 48.0, height: 48.0 };
            let pieces = split(&crate::ctc::best_path(&steps), &alphabet, &line);
            pieces.into_iter().map(|piece| piece.text).collect::<Vec<_>>()
        };
        assert_eq!(read(20), ["57"]);
        assert_eq!(read(30), ["5", "7"]);
        assert_eq!(read(16), ["5", "7"], "no gap says nothing");
    }

    #[test]
    fn words_part_at_spaces_scripts_and_gaps() {
        struct Case(&'static str, &'static [(usize, f32)], &'static [&'static str]);
        let cases = [
            Case("ab bc", &[], &["ab@0-16", "bc@24-40"]),
            Case("a_b", &[], &["ab@0-24"]),
            Case("a_b", &[(1, 0.3)], &["a@0-8", "b@16-24"]),
            Case("ab", &[(1, 0.3)], &["ab@0-16"]),
            Case("ab", &[(1, 0.4)], &["a@0-8", "b@8-16"]),
            Case("5 7", &[(1, 0.9)], &["5@0-8", "7@16-24"]),
            Case("5_7", &[(1, 0.4)], &["5@0-8", "7@16-24"]),
            Case("a._b", &[(2, 0.05)], &["a.b@0-32"]),
            Case("a._b", &[(2, 0.1)], &["a.@0-16", "b@24-32"]),
            Case("a.b", &[(1, 0.1)], &["a.b@0-24"]),
            Case("a____b", &[], &["a@0-8", "b@40-48"]),
            Case("中文5.5", &[], &["中文@0-16", "+5.5@16-40"]),
            Case("中________文", &[], &["中@0-8", "+文@72-80"]),
            Case("中_________文", &[], &["中@0-8", "文@80-88"]),
            Case("中文____中文____中文", &[], &["中文@0-16", "+中文@48-64", "+中文@96-112"]),
            Case("中____文____中____文", &[], &["中文中文@0-128"]),
            Case("中文____中文", &[], &["中文@0-16", "+中文@48-64"]),
            Case("中____文", &[], &["中文@0-48"]),
            Case("_a_", &[], &["a@8-16"]),
            Case("", &[], &[]),
        ];
        for Case(line, thoughts, want) in cases {
            assert_eq!(told(line, thoughts), want, "{line:?} {thoughts:?}");
        }
    }
}
