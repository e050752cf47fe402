//! Where the ink of a line leaves gaps.

use image::RgbImage;

/// Share of a crop's height, above and below, that is not looked at: there stand parts of the neighbour lines.
const EDGE: f32 = 0.1;

/// Ink per column of a line's crop.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    inked: Vec<bool>,
}

impl Columns {
    /// Which columns of `crop` have ink: pixels on the rarer side of Otsu's threshold (Otsu 1979).
    pub(crate) fn of(crop: &RgbImage) -> Self {
        let (width, height) = crop.dimensions();
        let edge = (height as f32 * EDGE) as u32;
        let gray = |x: u32, y: u32| crop.get_pixel(x, y).0.iter().map(|c| u32::from(*c)).sum::<u32>() / 3;
        let mut histogram = [0_u32; 256];
        for y in edge..height - edge {
            for x in 0..width {
                histogram[gray(x, y) as usize] += 1;
            }
        }
        let limit = otsu(&histogram);
        let dark: u32 = histogram[..=limit].iter().sum();
        let light: u32 = histogram[limit + 1..].iter().sum();
        let is_ink = |value: u32| (value as usize <= limit) == (dark <= light);
        let has_ink = |x: u32| (edge..height - edge).any(|y| is_ink(gray(x, y)));
        Self { inked: (0..width).map(has_ink).collect() }
    }

    /// The longest stretch without ink within `from..to` (columns): start and end.
    pub(crate) fn widest_gap(&self, from: f32, to: f32) -> (f32, f32) {
        let from = (from.max(0.0) as usize).min(self.inked.len());
        let to = (to.max(0.0) as usize).clamp(from, self.inked.len());
        let (mut best, mut start) = ((from, from), from);
        for at in from..to {
            if self.inked[at] {
                start = at + 1;
            } else if at + 1 - start > best.1 - best.0 {
                best = (start, at + 1);
            }
        }
        if best.0 == best.1 {
            let middle = usize::midpoint(from, to) as f32;
            return (middle, middle);
        }
        (best.0 as f32, best.1 as f32)
    }

    /// First and last (exclusive) inked column; the whole width where there is none.
    pub(crate) fn extent(&self) -> (f32, f32) {
        let first = self.inked.iter().position(|ink| *ink).unwrap_or(0);
        let last = self.inked.iter().rposition(|ink| *ink).map_or(self.inked.len(), |last| last + 1);
        (first as f32, last as f32)
    }
}

/// The grey value that parts `histogram` with the greatest variance between its two sides.
fn otsu(histogram: &[u32; 256]) -> usize {
    let total: f64 = histogram.iter().map(|n| f64::from(*n)).sum();
    let all: f64 = histogram.iter().enumerate().map(|(v, n)| v as f64 * f64::from(*n)).sum();
    let (mut count, mut sum, mut best) = (0.0, 0.0, (0.0, 127));
    for (value, n) in histogram.iter().enumerate() {
        count += f64::from(*n);
        sum += value as f64 * f64::from(*n);
        if count == 0.0 || count == total {
            continue;
        }
        let difference = sum / count - (all - sum) / (total - count);
        let variance = count * (total - count) * difference * difference;
        if variance > best.0 {
            best = (variance, value);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn gaps_and_extent_are_found_dark_and_light() {
        for (ink, paper) in [(10, 240), (250, 30)] {
            let bars = |x: u32| (10..20).contains(&x) || (24..30).contains(&x) || (50..60).contains(&x);
            let crop = RgbImage::from_fn(70, 48, |x, y| {
                Rgb([if bars(x) && (10..40).contains(&y) { ink } else { paper }; 3])
            });
            let columns = Columns::of(&crop);
            assert_eq!(columns.extent(), (10.0, 60.0));
            assert_eq!(columns.widest_gap(12.0, 58.0), (30.0, 50.0));
            assert_eq!(columns.widest_gap(11.0, 19.0), (15.0, 15.0));
        }
    }

    #[test]
    fn flat_and_empty_crops_do_not_panic() {
        for (width, height) in [(0, 0), (1, 1), (5, 48)] {
            let columns = Columns::of(&RgbImage::new(width, height));
            assert!(columns.extent().1 <= width as f32);
            let _ = columns.widest_gap(-3.0, 99.0);
        }
    }
}
