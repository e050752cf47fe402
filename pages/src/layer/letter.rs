//! From PDFium's characters to letters: what they mean, and each only once.

use std::collections::HashMap;

use document::{Point, Rect};

use super::accents;
use crate::content::{Glyph, Marks};

/// PDFium's code for a hyphen at the end of a line.
const PDFIUM_HYPHEN: char = '\u{2}';

/// Text printed twice with a shift below this share of its size is bold made by hand (word processors shift by a
/// fiftieth to a twentieth), not two letters: even "ll" is four times as far apart.
const TWICE_SHIFT: f32 = 0.08;

/// Places of one character remembered per square of the raster: no more fit, unless they are made to waste time.
const MOST_PLACES: usize = 64;

/// What stands between a letter and the one drawn before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Space {
    /// Nothing.
    #[default]
    None,
    /// A gap that PDFium holds to be a space.
    Guessed,
    /// A space of the text itself.
    Written,
}

/// A letter, digit, sign or Han character with ink.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) code: char,
    /// Place among the letters in the order of drawing.
    pub(super) index: usize,
    pub(super) object: u32,
    pub(super) space: Space,
    pub(super) unmapped: bool,
    pub(super) invisible: bool,
    pub(super) size: f32,
    pub(super) along: Point,
    /// In page coordinates; see [`super::frame::Frame::place`] for those along the line.
    pub(super) origin: Point,
    pub(super) ink: Rect,
    pub(super) cell: Rect,
}

/// What a code stands for.
enum Meaning {
    Letter(char),
    Unmapped,
    Space,
    Nothing,
}

/// The letters among `glyphs` that lie on the page `bounds`, and how many lie wholly outside.
pub(super) fn clean(glyphs: &[Glyph], bounds: &Rect) -> (Vec<Letter>, u32) {
    let mut letters: Vec<Letter> = Vec::with_capacity(glyphs.len());
    let mut seen = Seen::default();
    let mut off_page = 0;
    let mut space = Space::None;
    for glyph in glyphs {
        let generated = glyph.marks.has(Marks::GENERATED);
        let (code, unmapped) = match meaning(glyph.code) {
            Meaning::Space => {
                space = space.max(if generated { Space::Guessed } else { Space::Written });
                continue;
            }
            Meaning::Nothing => continue,
            _ if generated => continue,
            Meaning::Unmapped => (char::REPLACEMENT_CHARACTER, true),
            Meaning::Letter(code) => (code, glyph.marks.has(Marks::UNMAPPED)),
        };
        if !touches(&around(glyph), bounds) {
            off_page += 1;
        } else if !seen.twice(glyph, code) {
            let index = letters.len();
            letters.push(Letter {
                code: if unmapped { char::REPLACEMENT_CHARACTER } else { code },
                index,
                object: glyph.object,
                space: std::mem::take(&mut space),
                unmapped,
                invisible: glyph.marks.has(Marks::INVISIBLE),
                size: size(glyph),
                along: glyph.along,
                origin: glyph.origin,
                ink: glyph.ink,
                cell: glyph.cell,
            });
        }
    }
    (accents::compose(letters), off_page)
}

/// The font size, or the height of the box where a font pretends to have none.
fn size(glyph: &Glyph) -> f32 {
    if glyph.size > 0.1 { glyph.size } else { glyph.cell.height().max(glyph.ink.height()).max(1.0) }
}

fn around(glyph: &Glyph) -> Rect {
    if glyph.ink.area() > 0.0 { glyph.ink } else { glyph.cell }
}

fn touches(rect: &Rect, bounds: &Rect) -> bool {
    rect.intersection(bounds).is_some()
}

fn meaning(code: char) -> Meaning {
    match code {
        PDFIUM_HYPHEN | '\u{AD}' => Meaning::Letter('-'),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => Meaning::Nothing,
        '\u{FE00}'..='\u{FE0F}' => Meaning::Nothing,
        c if c.is_whitespace() => Meaning::Space,
        '\u{FFFD}'..='\u{FFFF}' => Meaning::Unmapped,
        c if c.is_control() => Meaning::Unmapped,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => symbol(code).map_or(Meaning::Unmapped, Meaning::Letter),
        c => Meaning::Letter(c),
    }
}

/// The signs of the Symbol and Wingdings fonts that documents use as bullets and marks. These fonts' characters are at
/// U+F000 plus their code.
fn symbol(code: char) -> Option<char> {
    Some(match code {
        '\u{F0B7}' | '\u{F06C}' | '\u{F09F}' => '•',
        '\u{F0A7}' | '\u{F06E}' => '▪',
        '\u{F0A8}' | '\u{F06F}' | '\u{F071}' => '□',
        '\u{F0D8}' => '➢',
        '\u{F0E0}' => '→',
        '\u{F0FC}' => '✓',
        '\u{F0FB}' => '✗',
        '\u{F0FE}' => '☑',
        '\u{F0FD}' => '☒',
        _ => return None,
    })
}

/// The written form of a letter: ligatures are spelt out.
pub(super) fn spell(code: char, text: &mut String) {
    match code {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        code => text.push(code),
    }
}

/// Where a character was drawn, by which operator, and how large.
struct Place {
    origin: Point,
    object: u32,
    size: f32,
}

/// Where each character was drawn, to find those drawn twice.
#[derive(Default)]
struct Seen {
    /// By character and square of a raster.
    places: HashMap<(char, i64, i64), Vec<Place>>,
}

impl Seen {
    /// Whether the glyph was there already, drawn by another operator; a ligature's letters share one place and one
    /// operator.
    fn twice(&mut self, glyph: &Glyph, code: char) -> bool {
        let step = (size(glyph) * TWICE_SHIFT).max(f32::MIN_POSITIVE);
        // Sizes differ, so the raster is a fixed one, and the neighbours are looked at too.
        const RASTER: f32 = 4.0;
        let (x, y) = ((glyph.origin.x / RASTER).floor() as i64, (glyph.origin.y / RASTER).floor() as i64);
        let near = |place: &Place| {
            place.object != glyph.object
                && place.origin.distance(glyph.origin) < step
                && (place.size / glyph.size - 1.0).abs() < 0.1
        };
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let found = around
            .into_iter()
            .any(|(x, y)| self.places.get(&(code, x, y)).is_some_and(|places| places.iter().any(near)));
        let places = self.places.entry((code, x, y)).or_default();
        if !found && places.len() < MOST_PLACES {
            places.push(Place { origin: glyph.origin, object: glyph.object, size: glyph.size });
        }
        found
    }
}
