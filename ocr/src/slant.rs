//! How far handwriting leans, and how to set it upright.

use image::RgbImage;

use crate::ink::Ink;

/// Leans that are tried, as dx/dy in tenths: 39 degrees each way. Few hands lean more.
const MOST: i32 = 8;
const STEP: f32 = 0.1;

/// How far the writing in `crop`, a line laid upright, leans: dx/dy, positive to the right, in steps of a tenth; 0 where
/// upright is as good as any other.
///
/// The upright strokes of a deslanted word are unbroken columns of ink; the lean is that whose columns without a gap have
/// the greatest sum of squared heights (Vinciarelli and Luettin, A new normalization technique for cursive handwritten
/// words, Pattern Recognition Letters 22, 2001). We try it on a whole line, whose hand is one.
pub(crate) fn lean(crop: &RgbImage) -> f32 {
    let (width, height) = crop.dimensions();
    let is_ink = Ink::of(crop);
    let ink: Vec<(u32, u32)> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .filter(|(x, y)| is_ink.covers(crop, *x, *y))
        .collect();
    // From upright outwards, so that the smaller of two equal leans stays.
    let leans = (0..=MOST).flat_map(|i| if i == 0 { vec![0] } else { vec![i, -i] });
    let mut best = (0, 0_u64);
    for lean in leans {
        let strokes = strokes(&ink, width, height, lean as f32 * STEP);
        if strokes > best.1 {
            best = (lean, strokes);
        }
    }
    best.0 as f32 * STEP
}

/// The sum of squared heights of the unbroken columns when `lean` is taken out.
fn strokes(ink: &[(u32, u32)], width: u32, height: u32, lean: f32) -> u64 {
    let pad = pad_for(lean, height);
    let mut columns = vec![(0_u32, u32::MAX, 0_u32); (width + 2 * pad) as usize];
    for &(x, y) in ink {
        let to = x as f32 + pad as f32 - shift(lean, y, height);
        if let Some((count, top, bottom)) = columns.get_mut(to.round().max(0.0) as usize) {
            *count += 1;
            *top = (*top).min(y);
            *bottom = (*bottom).max(y + 1);
        }
    }
    let unbroken =
        columns.iter().filter(|(count, top, bottom)| *count > 0 && *count == bottom.saturating_sub(*top));
    unbroken.map(|(count, ..)| u64::from(*count).pow(2)).sum()
}

/// How far row `y` stands out to the right of the middle row.
fn shift(lean: f32, y: u32, height: u32) -> f32 {
    lean * (height as f32 / 2.0 - y as f32 - 0.5)
}

/// Columns that are added on either side, so that nothing is cut off.
pub(crate) fn pad_for(lean: f32, height: u32) -> u32 {
    (lean.abs() * height as f32 / 2.0).ceil() as u32
}

/// `crop` with `lean` taken out: rows are moved along themselves, the middle one only by the padding ([`pad_for`]). Edges
/// are repeated.
pub(crate) fn set_upright(crop: &RgbImage, lean: f32) -> RgbImage {
    let (width, height) = crop.dimensions();
    let pad = pad_for(lean, height);
    if width == 0 {
        return crop.clone();
    }
    RgbImage::from_fn(width + 2 * pad, height, |x, y| {
        let at = (x as f32 - pad as f32 + shift(lean, y, height)).clamp(0.0, (width - 1) as f32);
        let (left, share) = (at as u32, at.fract());
        let (a, b) = (crop.get_pixel(left, y).0, crop.get_pixel((left + 1).min(width - 1), y).0);
        let mix = |i: usize| f32::from(a[i]) * (1.0 - share) + f32::from(b[i]) * share;
        image::Rgb(std::array::from_fn(|i| (mix(i) + 0.5) as u8))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// Strokes that lean by `lean`.
    fn hand(lean: f32) -> RgbImage {
        RgbImage::from_fn(200, 48, |x, y| {
            let along = x as f32 - shift(lean, y, 48);
            let is_stroke = (8..40).contains(&y) && (20.0..180.0).contains(&along) && along % 16.0 < 3.0;
            Rgb([if is_stroke { 0 } else { 255 }; 3])
        })
    }

    #[test]
    fn the_lean_is_found_and_taken_out() {
        for want in [-0.5, -0.2, 0.0, 0.3, 0.6] {
            let crop = hand(want);
            assert!((lean(&crop) - want).abs() < 0.11, "{want}: {}", lean(&crop));
            let upright = set_upright(&crop, want);
            assert!(lean(&upright).abs() < 0.11, "{want}: {}", lean(&upright));
            assert_eq!(upright.width(), 200 + 2 * pad_for(want, 48));
        }
    }

    #[test]
    fn blank_and_empty_crops_are_upright() {
        for (width, height) in [(0, 0), (1, 1), (30, 48)] {
            let crop = RgbImage::new(width, height);
            assert_eq!(lean(&crop), 0.0);
            assert_eq!(set_upright(&crop, 0.0).dimensions(), (width, height));
        }
    }
}
