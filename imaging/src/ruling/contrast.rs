//! Pictures in which lines stand out.

use image::{GrayImage, RgbImage};

use crate::filter::close_columns;

/// Brightness in which coloured lines are dark: half luminance, half the darkest channel. On luminance alone yellow is
/// nearly white, on the darkest channel alone a camera's colour noise is worst.
pub(super) fn colour_aware_gray(picture: &RgbImage) -> GrayImage {
    let (pixels, _) = picture.as_raw().as_chunks::<3>();
    let value = |[r, g, b]: &[u8; 3]| {
        // Luminance by ITU-R BT.601, in 256ths.
        let luma = (77 * u16::from(*r) + 150 * u16::from(*g) + 29 * u16::from(*b)) >> 8;
        u16::midpoint(luma, u16::from(*r.min(g).min(b))) as u8
    };
    GrayImage::from_raw(picture.width(), picture.height(), pixels.iter().map(value).collect())
        .unwrap_or_default()
}

/// How much darker each pixel is than what lies above and below, for marks lower than `span` pixels; 0 inside higher
/// ones. The black top-hat of grey-scale morphology.
pub(super) fn thin_marks(picture: &GrayImage, span: usize) -> GrayImage {
    let mut closed = close_columns(picture, span);
    closed.iter_mut().zip(picture.as_raw()).for_each(|(closed, value)| *closed -= value);
    closed
}

/// Fainter marks are grain, whatever the page.
const FAINTEST: u8 = 9;
/// A mark stands out where it is this many times as strong as the typical unevenness of the page...
const OVER_NOISE: f32 = 2.5;
/// ... and this much above.
const ABOVE_NOISE: f32 = 4.0;
/// Every so many-th row is enough to know the noise.
const SAMPLED_ROWS: usize = 7;

/// From which strength on a mark is more than noise: from the median of all marks, which is the grain of the paper as
/// long as less than half of the page is printed.
pub(super) fn threshold(marks: &GrayImage) -> u8 {
    let mut counts = [0_u32; 256];
    for row in marks.as_raw().chunks(marks.width().max(1) as usize).step_by(SAMPLED_ROWS) {
        row.iter().for_each(|v| counts[usize::from(*v)] += 1);
    }
    let half = counts.iter().sum::<u32>() / 2;
    let mut sum = 0;
    let median = counts.iter().position(|count| {
        sum += count;
        sum > half
    });
    let noise = median.unwrap_or(0) as f32;
    (OVER_NOISE * noise + ABOVE_NOISE).clamp(f32::from(FAINTEST), 255.0) as u8
}
