//! Word outlines drawn in to the ink: text detectors leave white around it, and what says where a word stands should be its
//! ink.

use document::{Direction, Line, Origin, Outline, Point, Word};
use imaging::PageImage;

/// Ink is darker (on light paper) than the middle between the darkest and the lightest pixel by this share of their
/// distance; less is the blur around it.
const INK: f32 = 0.5;
/// Pictures with less contrast than this (of 255) within a word have nothing to draw in to.
const LEAST_CONTRAST: f32 = 40.0;
/// Share of a row, of a column of pixels from which on its ink is a ruling line or the rim of a shaded cell, not letters:
/// their boxes are half as high again as they are.
const RULED_ROW: f32 = 0.9;
const RULED_COLUMN: f32 = 0.75;
/// Ruling lines run in this share of the box, at each side; in its middle are dashes and upright strokes.
const RIM: f32 = 0.25;
/// White between the parts of a letter (the dot of an i, the strokes of 三) is less than this share of the box's height;
/// more parts the neighbour line that the box touches.
const PART_GAP: f32 = 0.2;
/// A band of ink lower than this share of the box is a speck: the box says more. Dashes and points are as low.
const LEAST_BAND: f32 = 0.2;
/// Ink that begins and ends within less than this share of the width is not all of the word.
const LEAST_WIDTH: f32 = 0.3;

/// The lines with the outlines of their recognised words drawn in to the ink on all sides.
pub(crate) fn drawn_in(image: &PageImage, mut lines: Vec<Line>) -> Vec<Line> {
    // Vertical words run down; their boxes say what is needed.
    let level = lines.iter_mut().filter(|line| line.direction == Direction::Horizontal);
    for word in level.flat_map(|line| &mut line.words) {
        if word.origin == Origin::Recognition
            && let Some(outline) = inked(image, word)
        {
            word.outline = outline;
        }
    }
    lines
}

/// A line with the outlines of its recognised words drawn in to the ink at their sides only: what stands in columns is as
/// wide as its ink, and as high as the stages that measure by boxes expect.
pub(crate) fn narrowed(image: &PageImage, line: &Line) -> Line {
    let mut line = line.clone();
    if line.direction == Direction::Horizontal {
        for word in line.words.iter_mut().filter(|word| word.origin == Origin::Recognition) {
            if let Some(((left, right), _)) = extent(image, word)
                && let &[a, b, c, d] = word.outline.points()
            {
                word.outline =
                    Outline::from([a.lerp(b, left), a.lerp(b, right), d.lerp(c, right), d.lerp(c, left)]);
            }
        }
    }
    line
}

/// The part of a word's box that has ink.
fn inked(image: &PageImage, word: &Word) -> Option<Outline> {
    let ((left, right), (top, bottom)) = extent(image, word)?;
    let &[a, b, c, d] = word.outline.points() else { return None };
    let at = |u: f32, v: f32| a.lerp(b, u).lerp(d.lerp(c, u), v);
    Some(Outline::from([at(left, top), at(right, top), at(right, bottom), at(left, bottom)]))
}

/// From where to where a word's box has ink, in shares of its width and of its height.
fn extent(image: &PageImage, word: &Word) -> Option<((f32, f32), (f32, f32))> {
    let &[a, b, c, d] = word.outline.points() else { return None };
    let (width, height) = (a.distance(b).max(d.distance(c)), a.distance(d).max(b.distance(c)));
    if height < 4.0 || width < 2.0 {
        return None;
    }
    let (columns, rows) = ((width.ceil() as usize).clamp(1, 2_000), (height.ceil() as usize).min(500));
    let at = |u: f32, v: f32| a.lerp(b, u).lerp(d.lerp(c, u), v);
    let share = |i: usize, n: usize| (i as f32 + 0.5) / n as f32;
    let value = |row: usize, column: usize| gray(image, at(share(column, columns), share(row, rows)));
    let values: Vec<Vec<f32>> =
        (0..rows).map(|row| (0..columns).map(|column| value(row, column)).collect()).collect();
    let marks = Marks::of(&values)?;
    let (first, last) = widest_band(&marks.rows(), (PART_GAP * rows as f32) as usize)?;
    let is_mark = !word.text.contains(char::is_alphanumeric);
    if (last - first) as f32 <= LEAST_BAND * rows as f32 && !is_mark {
        return None;
    }
    let (left, right) = marks.extent(first..last)?;
    let (left, right) = if (right - left) as f32 >= LEAST_WIDTH * columns as f32 || is_mark {
        (left as f32 / columns as f32, right as f32 / columns as f32)
    } else {
        (0.0, 1.0)
    };
    Some(((left, right), (first as f32 / rows as f32, last as f32 / rows as f32)))
}

/// Which pixels of a word's box are ink of letters.
struct Marks {
    /// Row by row.
    ink: Vec<Vec<bool>>,
    /// Rows and columns that are a ruling line.
    ruled: (Vec<bool>, Vec<bool>),
}

impl Marks {
    /// Nothing where the picture has too little contrast.
    fn of(values: &[Vec<f32>]) -> Option<Self> {
        let limits = values.iter().flatten().fold((f32::MAX, f32::MIN), |m, &v| (m.0.min(v), m.1.max(v)));
        if limits.1 - limits.0 < LEAST_CONTRAST {
            return None;
        }
        let limit = limits.0 + INK * (limits.1 - limits.0);
        let all = values.iter().map(Vec::len).sum::<usize>();
        let light_ink = values.iter().flatten().filter(|&&v| v < limit).count() * 2 > all;
        let ink: Vec<Vec<bool>> =
            values.iter().map(|row| row.iter().map(|&v| (v < limit) != light_ink).collect()).collect();
        let columns = ink.first().map_or(0, Vec::len);
        let in_rim = |i: usize, n: usize| (i.min(n - 1 - i) as f32) < RIM * n as f32;
        let row = |y: usize| {
            let count = ink[y].iter().filter(|&&i| i).count();
            count as f32 > RULED_ROW * columns as f32 && in_rim(y, ink.len())
        };
        let column = |x: usize| {
            let count = ink.iter().filter(|row| row[x]).count();
            count as f32 > RULED_COLUMN * ink.len() as f32 && in_rim(x, columns)
        };
        let ruled = ((0..ink.len()).map(row).collect(), (0..columns).map(column).collect());
        Some(Self { ink, ruled })
    }

    /// Which rows have ink.
    fn rows(&self) -> Vec<bool> {
        let has_ink = |row: &Vec<bool>| row.iter().zip(&self.ruled.1).any(|(&ink, &ruled)| ink && !ruled);
        self.ink.iter().zip(&self.ruled.0).map(|(row, &ruled)| !ruled && has_ink(row)).collect()
    }

    /// The first column with ink within `rows` and the one after the last.
    fn extent(&self, rows: std::ops::Range<usize>) -> Option<(usize, usize)> {
        let rows = || rows.clone().filter(|&y| !self.ruled.0[y]);
        let has_ink = |x: &usize| !self.ruled.1[*x] && rows().any(|y| self.ink[y][*x]);
        let mut columns = (0..self.ruled.1.len()).filter(has_ink);
        let first = columns.next()?;
        Some((first, columns.next_back().unwrap_or(first) + 1))
    }
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
    use document::{LineId, Rect, WordId};
    use image::{Rgb, RgbImage};

    fn word(text: &str, outline: Rect) -> Word {
        let line = LineId { page: 1, line: 1 };
        Word {
            id: WordId { line, word: 1 },
            text: text.into(),
            outline: outline.into(),
            confidence: None,
            character_confidences: vec![],
            alternatives: vec![],
            glued: false,
            origin: Origin::Recognition,
        }
    }

    #[test]
    fn a_box_is_drawn_in_to_the_ink() {
        let ink = |x: u32, y: u32| (20..60).contains(&x) && x % 4 < 2 && (30..42).contains(&y);
        // Ruling lines at the lower and the right rim and the feet of the line above.
        let extra = |x: u32, y: u32| y == 50 || x == 66 || (y < 22 && x == 30);
        let pixels =
            RgbImage::from_fn(100, 80, |x, y| Rgb([if ink(x, y) || extra(x, y) { 0 } else { 250 }; 3]));
        let page = PageImage::new(pixels, None);
        let found = inked(&page, &word("word", Rect::new(12.0, 20.0, 70.0, 52.0))).unwrap().bounds();
        assert!(found.iou(&Rect::new(20.0, 30.0, 58.0, 42.0)) > 0.9, "{found:?}");
        assert_eq!(inked(&page, &word("word", Rect::new(70.0, 10.0, 95.0, 40.0))), None);
    }

    #[test]
    fn words_that_touch_are_narrowed_to_their_ink() {
        let ink = |x: u32, y: u32| {
            ((10..28).contains(&x) || (45..62).contains(&x)) && x % 4 < 2 && (30..42).contains(&y)
        };
        let page =
            PageImage::new(RgbImage::from_fn(80, 80, |x, y| Rgb([if ink(x, y) { 0 } else { 250 }; 3])), None);
        let words = vec![
            word("55.3", Rect::new(8.0, 25.0, 36.0, 48.0)),
            word("40.0", Rect::new(36.0, 25.0, 64.0, 48.0)),
        ];
        let id = LineId { page: 1, line: 1 };
        let outline = Rect::new(8.0, 25.0, 64.0, 48.0).into();
        let line = Line {
            id,
            text: "55.3 40.0".into(),
            outline,
            confidence: None,
            direction: Direction::Horizontal,
            words,
        };
        let found: Vec<Rect> =
            narrowed(&page, &line).words.iter().map(|word| word.outline.bounds()).collect();
        for (found, want) in found.iter().zip([(12.0, 26.0), (45.0, 62.0)]) {
            assert!((found.left - want.0).abs() < 2.0 && (found.right - want.1).abs() < 2.0, "{found:?}");
            assert_eq!((found.top, found.bottom), (25.0, 48.0));
        }
    }

    #[test]
    fn a_dash_is_drawn_in_to_a_dash_and_a_digit_to_a_digit() {
        let dash = |x: u32, y: u32| (20..30).contains(&x) && (30..32).contains(&y);
        let digit = |x: u32, y: u32| (60..66).contains(&x) && (25..37).contains(&y);
        let pixels =
            RgbImage::from_fn(100, 80, |x, y| Rgb([if dash(x, y) || digit(x, y) { 0 } else { 250 }; 3]));
        let page = PageImage::new(pixels, None);
        for (text, given, want) in [
            ("–", Rect::new(18.0, 15.0, 34.0, 45.0), Rect::new(20.0, 30.0, 30.0, 32.0)),
            ("7", Rect::new(57.0, 10.0, 69.0, 50.0), Rect::new(60.0, 25.0, 66.0, 37.0)),
        ] {
            let found = inked(&page, &word(text, given)).unwrap().bounds();
            assert!(found.iou(&want) > 0.9, "{text}: {found:?}");
        }
    }
}
