//! Which lines are written in a dense script, such as Han.

use image::RgbImage;

use crate::ink::{Ink, edge_of};

/// A column of ink is crossed by at least this many strokes on average: those of letters and digits by 1.4 to 2.1, those of Han
/// characters by 2.1 to 2.9 (median 1.8 and 2.4 on pages in both).
const STROKES: f32 = 2.1;
/// And ink parts at most this often along a square of the line's height: letters 1.6 to 2.5 times, Han characters 1.0 to 1.6.
const PARTS: f32 = 1.6;

/// Whether the line in `crop` is of wide characters with many strokes one above the other. They can be read at less width than
/// the few strokes of letters.
pub(crate) fn is_dense(crop: &RgbImage) -> bool {
    let (width, height) = crop.dimensions();
    let ink = Ink::of(crop);
    let rows = edge_of(height)..height - edge_of(height);
    let (mut strokes, mut inked, mut parts) = (0_u32, 0_u32, 0_u32);
    let mut was_inked = false;
    for x in 0..width {
        let mut count = 0;
        let mut was_ink = false;
        for y in rows.clone() {
            let is_ink = ink.covers(crop, x, y);
            count += u32::from(is_ink && !was_ink);
            was_ink = is_ink;
        }
        strokes += count;
        inked += u32::from(count > 0);
        parts += u32::from(count > 0 && !was_inked);
        was_inked = count > 0;
    }
    let squares = width as f32 / height.max(1) as f32;
    strokes as f32 >= STROKES * inked as f32 && inked > 0 && parts as f32 <= PARTS * squares
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// A line of `width`, 48 pixels high: ink where `is_ink` says.
    fn line(width: u32, is_ink: impl Fn(u32, u32) -> bool) -> RgbImage {
        RgbImage::from_fn(width, 48, |x, y| Rgb([if is_ink(x, y) { 20 } else { 230 }; 3]))
    }

    #[test]
    fn many_strokes_above_each_other_in_wide_characters_are_dense() {
        let in_row = |y: u32| (8..40).contains(&y);
        let han = line(480, |x, y| x % 48 < 40 && in_row(y) && (y % 8 < 3 || x % 48 == 20));
        assert!(is_dense(&han));
        let letters = line(480, |x, y| x % 20 < 14 && in_row(y) && (x % 20 < 3 || y % 16 < 3));
        assert!(!is_dense(&letters), "letters part too often");
        let bars = line(480, |x, y| x % 48 < 40 && (20..28).contains(&y));
        assert!(!is_dense(&bars), "one stroke");
    }

    #[test]
    fn an_empty_line_is_not_dense() {
        for (width, height) in [(0, 0), (1, 1), (96, 48)] {
            assert!(!is_dense(&RgbImage::new(width, height)));
        }
    }
}
