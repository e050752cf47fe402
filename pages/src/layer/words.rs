//! Words of a line.

use document::{Direction, Rect, is_cjk};

use super::frame::Placed;
use super::letter::{self, Space};

/// A written space parts words even where it was squeezed to nothing; between Han characters and beside them it must be
/// seen, as many programs put spaces there that have no width.
const WRITTEN: f32 = -0.3;
const WRITTEN_BY_CJK: f32 = 0.1;

/// A guessed space must be this wide, in parts of the size.
const GUESSED: f32 = 0.1;

/// Where there is none, neither written nor guessed, a gap this wide parts words of one drawing order; PDFium has seen
/// it and not held it for a space.
const UNTOLD: f32 = 0.35;

/// The same between letters that were not drawn one after the other, where nobody has looked yet: between the letters'
/// room, or, for fonts that claim more room than they take, between their ink.
const UNORDERED: f32 = 0.18;
const UNORDERED_INK: f32 = 0.32;

/// Han characters are parted only where the gap is clearly wider than the quarter em that typesetting puts between them
/// and Latin letters.
const BY_CJK: f32 = 0.5;

/// A word before it has a place in a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) ink: Rect,
    /// No space before it.
    pub(super) glued: bool,
    pub(super) letters: usize,
    pub(super) unmapped: usize,
    pub(super) invisible: usize,
    script: Option<Script>,
}

/// Who can stand in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Han, kana and their punctuation.
    Cjk,
    /// Letters and digits of other scripts.
    Other,
}

/// Nothing for signs and punctuation that all scripts share.
fn script(code: char) -> Option<Script> {
    if is_cjk(code) { Some(Script::Cjk) } else { code.is_alphanumeric().then_some(Script::Other) }
}

fn opens(code: char) -> bool {
    matches!(code, '(' | '[' | '{' | '<' | '“' | '‘')
}

/// The words of `letters`, which follow each other in a line.
pub(super) fn words(letters: &[Placed], direction: Direction) -> Vec<Draft> {
    let mut words: Vec<Draft> = Vec::new();
    let mut before: Option<&Placed> = None;
    for placed in letters {
        let spaced = before.is_none_or(|before| is_spaced(before, placed, direction));
        match words.last_mut() {
            Some(word) if !spaced && word.takes(placed.letter.code) => word.add(placed),
            _ => {
                let mut word = Draft { ink: placed.ink, glued: !spaced, ..Draft::default() };
                word.add(placed);
                words.push(word);
            }
        }
        before = Some(placed);
    }
    words
}

impl Draft {
    /// Whether a letter that stands close belongs to the word. Shared punctuation goes with what is before it, an
    /// opening bracket after Han characters with what follows.
    fn takes(&self, code: char) -> bool {
        match script(code) {
            Some(next) => self.script.is_none_or(|script| script == next),
            None => !(opens(code) && self.script == Some(Script::Cjk)),
        }
    }

    pub(super) fn add(&mut self, placed: &Placed) {
        self.script = script(placed.letter.code).or(self.script);
        letter::spell(placed.letter.code, &mut self.text);
        self.ink = self.ink.union(&placed.ink);
        self.letters += 1;
        self.unmapped += usize::from(placed.letter.unmapped);
        self.invisible += usize::from(placed.letter.invisible);
    }
}

/// Whether there is a space between two letters of a line.
fn is_spaced(a: &Placed, b: &Placed, direction: Direction) -> bool {
    let size = a.letter.size.min(b.letter.size);
    let gap = match direction {
        Direction::Horizontal => (b.left - a.right) / size,
        Direction::Vertical => (b.base - a.base) / size - 1.0,
    };
    let in_order = b.letter.index == a.letter.index + 1;
    let space = if in_order { b.letter.space } else { Space::None };
    let by_cjk = is_cjk(a.letter.code) || is_cjk(b.letter.code);
    let least = match (space, by_cjk) {
        (Space::Written, false) => WRITTEN,
        (Space::Written, true) => WRITTEN_BY_CJK,
        (Space::Guessed, false) => GUESSED,
        (Space::None, false) if in_order => UNTOLD,
        (Space::None, false) => UNORDERED,
        (Space::Guessed | Space::None, true) => BY_CJK,
    };
    let apart = !in_order && !by_cjk && b.ink.left - a.ink.right > UNORDERED_INK * size;
    gap > least || apart
}
