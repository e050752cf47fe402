//! Word outlines drawn in to the ink: text detectors leave white above and below, and what says where a word stands should
//! be its ink.

use document::{Line, Origin, Outline, Point};
use imaging::PageImage;

/// Ink is darker (on light paper) than the middle between the darkest and the lightest pixel by this share of their
/// distance; less is the blur around it.
const INK: f32 = 0.5;
/// Pictures with less contrast than this (of 255) within a word have nothing to draw in to.
const LEAST_CONTRAST: f32 = 40.0;
/// Share of a row of pixels from which on its ink is a ruling line or the rim of a shaded cell, not letters.
const RULED: f32 = 0.9;
/// White between the parts of a letter (the dot of an i, the strokes of 三) is less than this share of the box's height;
/// more parts the neighbour line that the box touches.
const PART_GAP: f32 = 0.2;
/// A band of ink lower than this share of the box is a dash or a speck: the box says more.
const LEAST_BAND: f32 = 0.2;

/// The lines with the outlines of their recognised words drawn in to the ink, above and below.
pub(crate) fn drawn_in(image: &PageImage, mut lines: Vec<Line>) -> Vec<Line> {
    for word in lines.iter_mut().flat_map(|line| &mut line.words) {
        if word.origin == Origin::Recognition
            && let Some(outline) = band(image, &word.outline)
        {
            word.outline = outline;
        }
    }
    lines
}

/// The part of a word's box, from edge to edge, that has ink.
fn band(image: &PageImage, outline: &Outline) -> Option<Outline> {
    let &[a, b, c, d] = outline.points() else { return None };
    let (width, height) = (a.distance(b).max(d.distance(c)), a.distance(d).max(b.distance(c)));
    // Vertical words run down; their box says what is needed.
    if height > 2.0 * width || height < 4.0 {
        return None;
    }
    let (columns, rows) = ((width.ceil() as usize).clamp(1, 2_000), (height.ceil() as usize).min(500));
    let share = |i: usize, n: usize| (i as f32 + 0.5) / n as f32;
    let value = |row: usize, column: usize| {
        let (u, v) = (share(column, columns), share(row, rows));
        gray(image, a.lerp(b, u).lerp(d.lerp(c, u), v))
    };
    let values: Vec<Vec<f32>> =
        (0..rows).map(|row| (0..columns).map(|column| value(row, column)).collect()).collect();
    let limits = values.iter().flatten().fold((f32::MAX, f32::MIN), |m, &v| (m.0.min(v), m.1.max(v)));
    if limits.1 - limits.0 < LEAST_CONTRAST {
        return None;
    }
    let limit = limits.0 + INK * (limits.1 - limits.0);
    let dark = values.iter().flatten().filter(|&&v| v < limit).count();
    let light_ink = dark * 2 > rows * columns;
    let count = |row: &Vec<f32>| row.iter().filter(|&&v| (v < limit) != light_ink).count();
    let inked: Vec<bool> =
        values.iter().map(|row| (1..=(RULED * columns as f32) as usize).contains(&count(row))).collect();
    let (first, last) = widest_band(&inked, (PART_GAP * rows as f32) as usize)?;
    if (last - first) as f32 <= LEAST_BAND * rows as f32 {
        return None;
    }
    let at = |row: usize, from: Point, to: Point| from.lerp(to, row as f32 / rows as f32);
    Some(Outline::from([at(first, a, d), at(first, b, c), at(last, b, c), at(last, a, d)]))
}

/// First and end of the longest run of inked rows, in which gaps of up to `gap` rows count.
fn widest_band(inked: &[bool], gap: usize) -> Option<(usize, usize)> {
    let mut bands: Vec<(usize, usize)> = vec![];
    for row in (0..inked.len()).filter(|&row| inked[row]) {
        match bands.last_mut() {
            Some(band) if row - band.1 <= gap => band.1 = row + 1,
            _ => bands.push((row, row + 1)),
        }
    }
    bands.into_iter().max_by_key(|band| band.1 - band.0)
}

/// Brightness at a point, 0 to 255; white outside.
fn gray(image: &PageImage, at: Point) -> f32 {
    let (x, y) = (at.x.floor(), at.y.floor());
    if x < 0.0 || y < 0.0 || x >= image.width() as f32 || y >= image.height() as f32 {
        return 255.0;
    }
    let [r, g, b] = image.pixels().get_pixel(x as u32, y as u32).0.map(f32::from);
    (r + g + b) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;
    use image::{Rgb, RgbImage};

    #[test]
    fn a_box_is_drawn_in_to_the_ink() {
        let ink = |x: u32, y: u32| (20..60).contains(&x) && x % 4 < 2 && (30..42).contains(&y);
        // A ruling line at the lower rim and the feet of the line above.
        let extra = |x: u32, y: u32| y == 50 || (y < 22 && x == 30);
        let pixels =
            RgbImage::from_fn(100, 80, |x, y| Rgb([if ink(x, y) || extra(x, y) { 0 } else { 250 }; 3]));
        let page = PageImage::new(pixels, None);
        let found = band(&page, &Rect::new(20.0, 20.0, 60.0, 52.0).into()).unwrap().bounds();
        assert!(found.iou(&Rect::new(20.0, 30.0, 60.0, 42.0)) > 0.9, "{found:?}");
        assert_eq!(band(&page, &Rect::new(65.0, 10.0, 95.0, 40.0).into()), None);
    }
}
