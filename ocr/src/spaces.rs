//! Where the ink of a line leaves gaps.

use image::RgbImage;

use crate::ink::{Ink, edge_of};

/// A run of ink along a row of pixels that is longer than this many crop heights is a ruling line: the strokes of letters
/// are shorter. It would hide every gap it runs over.
const LONGEST_STROKE: u32 = 3;

/// Ink per column of a line's crop, but for ruling lines that run along it.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    inked: Vec<bool>,
}

impl Columns {
    /// Which columns of `crop` have ink.
    pub(crate) fn of(crop: &RgbImage) -> Self {
        let (width, height) = crop.dimensions();
        let rows = edge_of(height)..height - edge_of(height);
        let ink = Ink::of(crop);
        let mut inked = vec![false; width as usize];
        for y in rows {
            let mut start = 0;
            for x in 0..=width {
                if x < width && ink.covers(crop, x, y) {
                    continue;
                }
                if x - start <= LONGEST_STROKE * height {
                    inked[start as usize..x as usize].fill(true);
                }
                start = x + 1;
            }
        }
        Self { inked }
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
    fn a_ruling_line_hides_no_gap() {
        let letters = |x: u32, y: u32| (x / 60).is_multiple_of(2) && (10..30).contains(&y);
        let crop =
            RgbImage::from_fn(300, 40, |x, y| Rgb([if letters(x, y) || y == 33 { 10 } else { 240 }; 3]));
        assert_eq!(Columns::of(&crop).widest_gap(30.0, 150.0), (60.0, 120.0));
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
