//! What speaks against a line of the text layer.

use document::Rect;
use image::RgbImage;

/// A word is blank where the brightest and the darkest of the pixels looked at differ by less than this: print on paper
/// differs by 100 and more, light grey on white still by 40.
const INK_CONTRAST: i32 = 24;

/// Steps across a word's box in each direction when pixels are looked at: closer than the strokes of letters.
const STEPS: u32 = 24;

/// A share of unmapped characters at which nothing is left of the trust.
const HOPELESS_UNMAPPED: f32 = 0.2;

/// What invisible text over visible ink is worth: somebody's recognition, of unknown quality.
const HIDDEN_WORTH: f32 = 0.4;

/// What speaks against a line, each a share of its characters, 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Signals {
    /// The font does not say which character it is, or says nonsense (private use, U+FFFD, control characters).
    pub unmapped: f32,
    /// Drawn in a mode or an opacity that leaves no ink, as below a scan.
    pub invisible: f32,
    /// Nothing is seen where it should be: white on white, covered, or clipped away.
    pub blank: f32,
    /// Share of the line's box beyond the edge of the page.
    pub off_page: f32,
    /// Which way the line runs: degrees clockwise from upright, 0..360; not a share, and nothing against it.
    pub degrees: f32,
}

impl Signals {
    /// What the signals leave of the trust, 0..=1.
    pub fn trust(&self) -> f32 {
        let mapped = (1.0 - self.unmapped / HOPELESS_UNMAPPED).max(0.0);
        let seen = 1.0 - self.invisible * (1.0 - HIDDEN_WORTH);
        (mapped * seen * (1.0 - self.blank) * (1.0 - self.off_page)).clamp(0.0, 1.0)
    }
}

/// Whether nothing is seen in the picture inside `rect`.
pub(super) fn is_blank(picture: &RgbImage, rect: &Rect) -> bool {
    let edge = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
    let Some(rect) = rect.intersection(&edge) else { return true };
    let columns = (rect.width() as u32 + 1).min(STEPS * 4);
    let rows = (rect.height() as u32 + 1).min(STEPS);
    let (mut darkest, mut brightest) = (i32::MAX, i32::MIN);
    for row in 0..rows {
        for column in 0..columns {
            let x = rect.left + rect.width() * (column as f32 + 0.5) / columns as f32;
            let y = rect.top + rect.height() * (row as f32 + 0.5) / rows as f32;
            let Some(pixel) = picture.get_pixel_checked(x as u32, y as u32) else { continue };
            let sum: i32 = pixel.0.iter().map(|value| i32::from(*value)).sum();
            (darkest, brightest) = (darkest.min(sum), brightest.max(sum));
        }
    }
    brightest.saturating_sub(darkest) < INK_CONTRAST * 3
}

/// The share of `rect` beyond the picture's edge.
pub(super) fn share_outside(picture: &RgbImage, rect: &Rect) -> f32 {
    let edge = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
    if rect.area() > 0.0 { 1.0 - rect.share_in(&edge) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_falls_with_every_signal() {
        let clean = Signals { degrees: 90.0, ..Signals::default() };
        let cases = [
            (clean, 1.0),
            (Signals { unmapped: 0.1, ..clean }, 0.5),
            (Signals { unmapped: 0.5, ..clean }, 0.0),
            (Signals { invisible: 1.0, ..clean }, 0.4),
            (Signals { blank: 1.0, invisible: 1.0, ..clean }, 0.0),
            (Signals { off_page: 0.25, ..clean }, 0.75),
        ];
        for (signals, want) in cases {
            assert!((signals.trust() - want).abs() < 1e-6, "{signals:?}");
        }
    }

    #[test]
    fn blank_is_where_nothing_differs() {
        let mut picture = RgbImage::from_pixel(200, 100, image::Rgb([250; 3]));
        let (left, right) = (Rect::new(10.0, 10.0, 80.0, 30.0), Rect::new(110.0, 10.0, 180.0, 30.0));
        for y in 12..28 {
            picture.put_pixel(140, y, image::Rgb([0; 3]));
            picture.put_pixel(141, y, image::Rgb([0; 3]));
        }
        assert!(is_blank(&picture, &left));
        assert!(!is_blank(&picture, &right));
        assert!(is_blank(&picture, &Rect::new(300.0, 10.0, 310.0, 20.0)));
    }
}
