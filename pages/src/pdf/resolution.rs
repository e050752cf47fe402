//! At which resolution a page is drawn.

use document::Rect;

use crate::content::{Glyph, Marks};

/// Points per inch.
pub(crate) const POINTS: f32 = 72.0;

/// Fewer dots per inch blur the letters of a scan beyond reading, more bring the recogniser nothing: at 300 the
/// smallest print (5 points) is 20 pixels high, and lines are read at a height of 48.
const MIN_SCAN_DPI: f32 = 100.0;
const MAX_DPI: f32 = 300.0;

/// Digital text is drawn at no less, so that regions and ruling lines are seen as in a scan.
const MIN_TEXT_DPI: f32 = 120.0;

/// Where nothing tells: the usual compromise of scanners.
const USUAL_DPI: f32 = 200.0;

/// Height in pixels that a lower-case letter should have: below some 12 pixels recognition drops.
const X_HEIGHT_PIXELS: f32 = 14.0;

/// Height of a lower-case letter in parts of the font size, as in Times and Helvetica (0.45 to 0.52).
const X_HEIGHT: f32 = 0.48;

/// A font size is common on a page where this share of the letters has it or a smaller one: footnotes count, the letters
/// of a company's seal do not.
const COMMON_SHARE: f32 = 0.05;

/// A picture is the page where it covers this share of it.
const WHOLE_PAGE: f32 = 0.85;

/// No font counts as smaller than this many points: nobody reads it.
const SMALLEST_FONT: f32 = 4.0;

/// A picture on the page: where, in points, and how many pixels wide and high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placed {
    pub(crate) bounds: Rect,
    pub(crate) pixels: (u32, u32),
}

impl Placed {
    /// The finer of the two resolutions, in dots per inch; sides may be swapped by a turn.
    fn dpi(&self) -> f32 {
        let (a, b) = (self.pixels.0 as f32, self.pixels.1 as f32);
        let (short, long) = (self.bounds.width(), self.bounds.height());
        let (short, long) = (short.min(long).max(1.0), short.max(long).max(1.0));
        (a.min(b) / short).max(a.max(b) / long) * POINTS
    }
}

/// Dots per inch at which to draw a page of `page` points with these pictures and characters, so that it has no more
/// than `pixels` pixels.
pub(crate) fn choose(page: Rect, pictures: &[Placed], glyphs: &[Glyph], pixels: u64) -> f32 {
    let visible: Vec<f32> =
        glyphs.iter().filter(|g| leaves_ink(g)).map(|g| g.size.max(SMALLEST_FONT)).collect();
    let whole = pictures.iter().find(|p| page.share_in(&p.bounds) >= WHOLE_PAGE);
    let wanted = match (whole, common_size(visible)) {
        (Some(picture), None) => picture.dpi().clamp(MIN_SCAN_DPI, MAX_DPI),
        // A digital page on a background picture, or a scan with a printed stamp: both must stay legible.
        (Some(picture), Some(size)) => picture.dpi().max(for_size(size)).clamp(MIN_TEXT_DPI, MAX_DPI),
        (None, Some(size)) => for_size(size),
        (None, None) => USUAL_DPI,
    };
    let area = (page.area() / (POINTS * POINTS)).max(f32::MIN_POSITIVE);
    wanted.min((pixels as f32 / area).sqrt())
}

fn for_size(size: f32) -> f32 {
    (X_HEIGHT_PIXELS * POINTS / (X_HEIGHT * size)).clamp(MIN_TEXT_DPI, MAX_DPI)
}

fn leaves_ink(glyph: &Glyph) -> bool {
    !glyph.code.is_whitespace() && !glyph.marks.has(Marks::INVISIBLE) && !glyph.marks.has(Marks::GENERATED)
}

/// The smallest common size; nothing for no letters.
fn common_size(mut sizes: Vec<f32>) -> Option<f32> {
    sizes.sort_by(f32::total_cmp);
    let rank = (sizes.len() as f32 * COMMON_SHARE) as usize;
    sizes.get(rank).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Point;

    const A4: Rect = Rect { left: 0.0, top: 0.0, right: 595.0, bottom: 842.0 };
    const PLENTY: u64 = 1 << 40;

    fn glyphs(size: f32, count: usize, marks: Marks) -> Vec<Glyph> {
        let along = Point::new(1.0, 0.0);
        let (origin, ink, cell) = Default::default();
        vec![Glyph { code: 'a', object: 0, marks, origin, along, size, ink, cell }; count]
    }

    fn scan(dpi: f32) -> Placed {
        let side = |points: f32| (points / POINTS * dpi).round() as u32;
        Placed { bounds: A4, pixels: (side(A4.width()), side(A4.height())) }
    }

    #[test]
    fn the_resolution_follows_the_content() {
        let hidden = glyphs(10.0, 100, Marks::INVISIBLE);
        let mixed = [glyphs(10.0, 90, Marks::default()), glyphs(7.0, 10, Marks::default())].concat();
        let seal = [glyphs(10.0, 990, Marks::default()), glyphs(5.0, 10, Marks::default())].concat();
        let logo = Placed { bounds: Rect::new(0.0, 0.0, 50.0, 50.0), pixels: (1000, 1000) };
        let cases: [(&str, &[Placed], &[Glyph], f32); 9] = [
            ("a scan keeps its own", &[scan(150.0)], &[], 150.0),
            ("a scan with a hidden text layer too", &[scan(240.0)], &hidden, 240.0),
            ("a fine scan is enough at 300", &[scan(600.0)], &[], 300.0),
            ("a coarse scan is enlarged a little", &[scan(50.0)], &[], 100.0),
            ("text of 10 points", &[], &glyphs(10.0, 50, Marks::default()), 210.0),
            ("footnotes count", &[], &mixed, 300.0),
            ("the letters of a seal do not", &[], &seal, 210.0),
            ("posters", &[], &glyphs(40.0, 50, Marks::default()), 120.0),
            ("a logo alone", &[logo], &[], 200.0),
        ];
        for (name, pictures, glyphs, want) in cases {
            let found = choose(A4, pictures, glyphs, PLENTY);
            assert!((found - want).abs() < 1.0, "{name}: {found}, expected {want}");
        }
    }

    #[test]
    fn the_limit_on_pixels_holds() {
        let huge = Rect::new(0.0, 0.0, 14_400.0, 14_400.0);
        let dpi = choose(huge, &[], &[], 1_000_000);
        assert!((dpi - 5.0).abs() < 0.1, "{dpi}");
    }

    #[test]
    fn a_turned_picture_has_the_same_resolution() {
        let Placed { bounds, pixels: (w, h) } = scan(200.0);
        let turned = Placed { bounds, pixels: (h, w) };
        assert!((choose(A4, &[turned], &[], PLENTY) - 200.0).abs() < 1.0);
    }
}
