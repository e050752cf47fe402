//! Blank bands of a page, folded away before text is looked for: the network's cost is its area, and nothing is found there.

use std::ops::Range;

use document::Point;
use image::{RgbImage, imageops};

/// A row or a column is blank where its lightest and darkest values differ by less than this: what scanning and JPEG leave on
/// paper, well under the contrast of print. Between 12 and 48 the area that is folded away hardly changes.
const BLANK_RANGE: u8 = 16;
/// Of a blank band inside the page this many pixels stay, so that text on both sides keeps its distance: over two heights of
/// letters at the network's scale.
const KEPT_INSIDE: u32 = 32;
/// And at the page's edge, where a white margin is put around anyway.
const KEPT_AT_EDGE: u32 = 8;

/// Which rows and columns of a picture are kept.
pub(crate) struct Folds {
    columns: Vec<Range<u32>>,
    rows: Vec<Range<u32>>,
}

impl Folds {
    /// The folds of `picture`: blank bands over its whole width and over its whole height.
    pub(crate) fn of(picture: &RgbImage) -> Self {
        let (width, height) = picture.dimensions();
        let mut column_ranges = vec![(u8::MAX, 0_u8); width as usize];
        let mut row_ranges = vec![(u8::MAX, 0_u8); height as usize];
        let rows = picture.as_raw().chunks_exact(3 * width.max(1) as usize);
        for (row, row_range) in rows.zip(&mut row_ranges) {
            let (pixels, _) = row.as_chunks::<3>();
            for (pixel, column_range) in pixels.iter().zip(&mut column_ranges) {
                // Green stands for all three: print that differs from paper in red and blue alone is not to be found.
                let value = pixel[1];
                *column_range = (column_range.0.min(value), column_range.1.max(value));
                *row_range = (row_range.0.min(value), row_range.1.max(value));
            }
        }
        Self { columns: kept(&column_ranges), rows: kept(&row_ranges) }
    }

    /// `picture` without its blank bands.
    pub(crate) fn folded(&self, picture: &RgbImage) -> RgbImage {
        if self.size() == picture.dimensions() {
            return picture.clone();
        }
        let (width, height) = self.size();
        let mut folded = RgbImage::new(width, height);
        let mut top = 0;
        for rows in &self.rows {
            let mut left = 0;
            for columns in &self.columns {
                let part = imageops::crop_imm(picture, columns.start, rows.start, size(columns), size(rows));
                imageops::replace(&mut folded, &*part, i64::from(left), i64::from(top));
                left += size(columns);
            }
            top += size(rows);
        }
        folded
    }

    /// Where a point of the folded picture lies on the whole one.
    pub(crate) fn unfolded(&self, point: Point) -> Point {
        Point::new(unfolded(&self.columns, point.x), unfolded(&self.rows, point.y))
    }

    /// Width and height of the folded picture.
    fn size(&self) -> (u32, u32) {
        (self.columns.iter().map(size).sum(), self.rows.iter().map(size).sum())
    }
}

fn size(range: &Range<u32>) -> u32 {
    range.end - range.start
}

/// The stretches that stay, given the darkest and lightest value of each row or column. At least one pixel stays.
fn kept(ranges: &[(u8, u8)]) -> Vec<Range<u32>> {
    let is_blank = |&(darkest, lightest): &(u8, u8)| lightest.saturating_sub(darkest) < BLANK_RANGE;
    let length = ranges.len() as u32;
    let mut kept: Vec<Range<u32>> = Vec::new();
    let mut start = 0;
    for band in ranges.chunk_by(|a, b| is_blank(a) == is_blank(b)) {
        let end = start + band.len() as u32;
        let before = if start == 0 {
            0
        } else if end == length {
            KEPT_AT_EDGE
        } else {
            KEPT_INSIDE / 2
        };
        let after = if end == length {
            0
        } else if start == 0 {
            KEPT_AT_EDGE
        } else {
            KEPT_INSIDE / 2
        };
        if band.first().is_some_and(is_blank) && end - start > before + after {
            push(&mut kept, start..start + before);
            push(&mut kept, end - after..end);
        } else {
            push(&mut kept, start..end);
        }
        start = end;
    }
    if kept.is_empty() {
        kept.push(0..length.min(1));
    }
    kept
}

/// Adds a stretch, as part of the last one where they touch.
fn push(kept: &mut Vec<Range<u32>>, range: Range<u32>) {
    match kept.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.end == range.start => last.end = range.end,
        _ => kept.push(range),
    }
}

/// The place of `at` where only the stretches in `kept` were laid side by side. Before the first and after the last the
/// distance goes on.
fn unfolded(kept: &[Range<u32>], at: f32) -> f32 {
    let mut before = 0.0;
    for (index, range) in kept.iter().enumerate() {
        let length = size(range) as f32;
        if at <= before + length || index + 1 == kept.len() {
            return range.start as f32 + (at - before);
        }
        before += length;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// A grey page, 400 x 300, with dark blocks.
    fn page(blocks: &[(Range<u32>, Range<u32>)]) -> RgbImage {
        RgbImage::from_fn(400, 300, |x, y| {
            let is_ink = blocks.iter().any(|(columns, rows)| columns.contains(&x) && rows.contains(&y));
            Rgb([if is_ink { 30 } else { 200 + (x * y % 7) as u8 }; 3])
        })
    }

    #[test]
    fn blank_bands_go_and_points_come_back() {
        let picture = page(&[(50..150, 40..60), (250..350, 200..220)]);
        let folds = Folds::of(&picture);
        let folded = folds.folded(&picture);
        let (edge, inside) = (KEPT_AT_EDGE, KEPT_INSIDE);
        assert_eq!(folded.dimensions(), (2 * edge + inside + 200, 2 * edge + inside + 40));
        for (x, y) in [(50, 40), (149, 59), (250, 200), (349, 219), (160, 70), (240, 190)] {
            let at = (0..folded.width()).flat_map(|fx| (0..folded.height()).map(move |fy| (fx, fy))).find(
                |&(fx, fy)| {
                    folds.unfolded(Point::new(fx as f32 + 0.5, fy as f32 + 0.5))
                        == Point::new(x as f32 + 0.5, y as f32 + 0.5)
                },
            );
            let (fx, fy) = at.unwrap();
            assert_eq!(folded.get_pixel(fx, fy), picture.get_pixel(x, y), "{x} {y}");
        }
    }

    #[test]
    fn what_has_no_blank_bands_stays() {
        let picture = page(&[(0..400, 100..110), (100..110, 0..300)]);
        let folds = Folds::of(&picture);
        assert_eq!(folds.folded(&picture), picture);
        assert_eq!(folds.unfolded(Point::new(-3.0, 305.0)), Point::new(-3.0, 305.0));
    }

    #[test]
    fn a_blank_page_is_a_small_picture() {
        for (width, height) in [(1, 1), (3, 900), (700, 500)] {
            let picture = RgbImage::from_pixel(width, height, Rgb([255; 3]));
            let folded = Folds::of(&picture).folded(&picture);
            assert!(
                (1..=KEPT_INSIDE).contains(&folded.width()) || width < KEPT_INSIDE,
                "{:?}",
                folded.dimensions()
            );
            assert!(folded.width() >= 1 && folded.height() >= 1);
        }
    }
}
