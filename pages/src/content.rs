//! What a page of a PDF holds, as PDFium tells it: the seam between reading a PDF and making sense of it.
//!
//! All coordinates are in points of source space: origin top left, y down, crop box and `/Rotate` applied.

use document::{Point, Rect};
use image::RgbImage;

/// One page as it was drawn, with what was drawn on it.
#[derive(Debug)]
pub(crate) struct PageContent {
    /// Width and height in points.
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// Resolution of `pixels`, in dots per inch.
    pub(crate) dpi: f32,
    pub(crate) pixels: RgbImage,
    /// In the order of the content stream.
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) strokes: Vec<Stroke>,
    /// Where pictures, form fields and notes are drawn, whose text is not among the glyphs.
    pub(crate) blind: Vec<Rect>,
}

/// One character of the text layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) code: char,
    /// Characters of one number were drawn by one operator.
    pub(crate) object: u32,
    pub(crate) marks: Marks,
    /// On the baseline, at the left end of the character.
    pub(crate) origin: Point,
    /// Direction of the baseline, a unit vector.
    pub(crate) along: Point,
    /// Size of the em square.
    pub(crate) size: f32,
    /// Box of the ink; empty where there is none.
    pub(crate) ink: Rect,
    /// Box of the advance width and the font's height.
    pub(crate) cell: Rect,
}

/// What is special about a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u32);

impl Marks {
    /// A space or line end that PDFium inserted because of a gap.
    pub(crate) const GENERATED: Self = Self(1);
    /// The font does not say which character this is.
    pub(crate) const UNMAPPED: Self = Self(2);
    /// Drawn in a mode or colour that leaves no ink.
    pub(crate) const INVISIBLE: Self = Self(4);

    pub(crate) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub(crate) fn with(self, mark: Self, on: bool) -> Self {
        if on { Self(self.0 | mark.0) } else { self }
    }
}

/// A straight stroke of the page's vector graphics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) from: Point,
    pub(crate) to: Point,
    /// Width of the stroke.
    pub(crate) width: f32,
    /// Share of the length that has ink: less than 1 where it is dashed.
    pub(crate) coverage: f32,
}

/// Words of 32 bits in the encoded form of a [`Glyph`].
pub(crate) const GLYPH_WORDS: usize = 16;

/// Words of 32 bits in the encoded form of a [`Stroke`].
pub(crate) const STROKE_WORDS: usize = 6;

impl Glyph {
    /// The glyph as numbers, for another process.
    pub(crate) fn to_words(self) -> [u32; GLYPH_WORDS] {
        let Self { code, object, marks, origin, along, size, ink, cell } = self;
        let numbers = [
            [origin.x, origin.y, along.x, along.y],
            [ink.left, ink.top, ink.right, ink.bottom],
            [cell.left, cell.top, cell.right, cell.bottom],
        ];
        let mut words = [0; GLYPH_WORDS];
        let head = [u32::from(code), object, marks.0, size.to_bits()];
        let tail = numbers.into_iter().flatten().map(f32::to_bits);
        words.iter_mut().zip(head.into_iter().chain(tail)).for_each(|(to, from)| *to = from);
        words
    }

    /// The glyph of `words`; nothing where a number is no character or not finite.
    pub(crate) fn from_words(words: [u32; GLYPH_WORDS]) -> Option<Self> {
        let [code, object, marks, rest @ ..] = words;
        let [size, x, y, ax, ay, il, it, ir, ib, cl, ct, cr, cb] = finite(rest)?;
        Some(Self {
            code: char::from_u32(code)?,
            object,
            marks: Marks(marks),
            origin: Point::new(x, y),
            along: Point::new(ax, ay),
            size,
            ink: Rect::new(il, it, ir, ib),
            cell: Rect::new(cl, ct, cr, cb),
        })
    }
}

impl Stroke {
    /// The stroke as numbers, for another process.
    pub(crate) fn to_words(self) -> [u32; STROKE_WORDS] {
        let Self { from, to, width, coverage } = self;
        [from.x, from.y, to.x, to.y, width, coverage].map(f32::to_bits)
    }

    /// The stroke of `words`; nothing where a number is not finite.
    pub(crate) fn from_words(words: [u32; STROKE_WORDS]) -> Option<Self> {
        let [x0, y0, x1, y1, width, coverage] = finite(words)?;
        Some(Self { from: Point::new(x0, y0), to: Point::new(x1, y1), width, coverage })
    }
}

fn finite<const N: usize>(words: [u32; N]) -> Option<[f32; N]> {
    let numbers = words.map(f32::from_bits);
    numbers.iter().all(|number| number.is_finite()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_and_strokes_survive_the_way() {
        let glyph = Glyph {
            code: '检',
            object: 7,
            marks: Marks::default().with(Marks::UNMAPPED, true),
            origin: Point::new(1.5, 2.0),
            along: Point::new(0.0, -1.0),
            size: 10.5,
            ink: Rect::new(1.0, 2.0, 3.0, 4.0),
            cell: Rect::new(5.0, 6.0, 7.0, 8.0),
        };
        assert_eq!(Glyph::from_words(glyph.to_words()), Some(glyph));
        let stroke =
            Stroke { from: Point::new(1.0, 2.0), to: Point::new(3.0, 4.0), width: 0.5, coverage: 1.0 };
        assert_eq!(Stroke::from_words(stroke.to_words()), Some(stroke));
    }

    #[test]
    fn senseless_numbers_are_refused() {
        let mut words = [0; GLYPH_WORDS];
        words[0] = 0xD800;
        assert_eq!(Glyph::from_words(words), None);
        words[0] = 65;
        words[5] = f32::NAN.to_bits();
        assert_eq!(Glyph::from_words(words), None);
        assert_eq!(Stroke::from_words([f32::INFINITY.to_bits(); STROKE_WORDS]), None);
    }
}
