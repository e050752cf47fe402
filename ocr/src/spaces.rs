//! Where the ink of a line leaves gaps.

use image::RgbImage;

use crate::ink::{Ink, edge_of};

/// A run of ink along a row of pixels that is longer than this many crop heights is a ruling line: the strokes of letters
/// are shorter. It would hide every gap it runs over.
const LONGEST_STROKE: u32 = 3;

/// A column holds part of a letter if its ink is more than this share of what inked columns have on average: what joins
/// letters, such as a serif, a smear or a rest of an underline, is less.
const JOINT: f32 = 0.25;
/// Of the rows of a line the richest in strokes are counted: this share of its height, about that of small letters.
const BUSY_ROWS: f32 = 0.25;
/// Strokes that such a row crosses per letter: 1.4 to 1.5 in Latin letters and digits, printed in any size or written.
const STROKES: f32 = 1.5;
/// A column of ink is crossed by at least this many strokes, on average, in a dense script: letters and digits have 1.4 to 2.1,
/// Han characters 2.1 to 2.9 (median 1.8 and 2.4 on pages in both).
const DENSE: f32 = 2.1;
/// And its ink parts at most this often along a square of the line's height: letters 1.6 to 2.5 times, Han characters 1.0 to 1.6,
/// of which 1.0 to 1.3 are one character.
const DENSE_PARTS: f32 = 1.6;

/// Ink of a line's crop by columns and rows, but for ruling lines that run along it.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// Pixels of ink in each column.
    inked: Vec<u32>,
    /// The first and the last (exclusive) row of it.
    reach: Vec<(u32, u32)>,
    /// Runs of ink in each row that is looked at.
    row_runs: Vec<u32>,
    /// Runs of ink in all columns.
    column_runs: u32,
    height: u32,
}

/// A stroke along the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    /// First and last (exclusive) column.
    pub(crate) columns: (f32, f32),
    /// First and last (exclusive) row of most columns.
    pub(crate) rows: (f32, f32),
    /// Whether no ink touches it on the left or right.
    pub(crate) alone: bool,
}

impl Columns {
    /// The ink of `crop`.
    pub(crate) fn of(crop: &RgbImage) -> Self {
        let (width, height) = crop.dimensions();
        let ink = Ink::of(crop);
        let mut columns = Self {
            inked: vec![0; width as usize],
            reach: vec![(height, 0); width as usize],
            row_runs: Vec::new(),
            column_runs: 0,
            height,
        };
        let mut above = vec![false; width as usize];
        for y in edge_of(height)..height - edge_of(height) {
            let mut row = vec![false; width as usize];
            let (mut start, mut runs) = (0, 0);
            for x in 0..=width {
                if x < width && ink.covers(crop, x, y) {
                    continue;
                }
                if x > start && x - start <= LONGEST_STROKE * height {
                    row[start as usize..x as usize].fill(true);
                    runs += 1;
                }
                start = x + 1;
            }
            columns.row_runs.push(runs);
            for (reach, _) in columns.reach.iter_mut().zip(&row).filter(|(_, is_ink)| **is_ink) {
                *reach = (reach.0.min(y), y + 1);
            }
            for ((inked, is_ink), was_ink) in columns.inked.iter_mut().zip(&row).zip(&above) {
                *inked += u32::from(*is_ink);
                columns.column_runs += u32::from(*is_ink && !was_ink);
            }
            above = row;
        }
        columns
    }

    /// About how many columns lie between a letter and the next; nothing where there is no ink.
    pub(crate) fn pitch(&self) -> Option<f32> {
        let (from, to) = self.extent();
        let inked = self.inked.iter().filter(|ink| **ink > 0).count() as f32;
        let parts = self.parts(0.0);
        let squares = self.inked.len() as f32 / self.height.max(1) as f32;
        let is_dense = self.column_runs as f32 >= DENSE * inked && parts <= DENSE_PARTS * squares;
        let letters = if is_dense {
            parts
        } else {
            let joint = JOINT * self.inked.iter().sum::<u32>() as f32 / inked.max(1.0);
            self.parts(joint).max(self.busy_runs() / STROKES)
        };
        (inked > 0.0 && letters >= 1.0).then(|| (to - from) / letters)
    }

    /// How many stretches of columns have more than `joint` pixels of ink each.
    fn parts(&self, joint: f32) -> f32 {
        let is_part = |ink: u32| ink as f32 > joint;
        let starts = self.inked.windows(2).filter(|two| !is_part(two[0]) && is_part(two[1])).count();
        (starts + usize::from(self.inked.first().is_some_and(|ink| is_part(*ink)))) as f32
    }

    /// Runs of ink in a row, on average of the rows that have most.
    fn busy_runs(&self) -> f32 {
        let mut runs = self.row_runs.clone();
        runs.sort_unstable_by(|a, b| b.cmp(a));
        runs.truncate((runs.len() as f32 * BUSY_ROWS).ceil() as usize);
        runs.iter().sum::<u32>() as f32 / runs.len().max(1) as f32
    }

    /// How many rows there are.
    pub(crate) fn height(&self) -> f32 {
        self.height as f32
    }

    /// How many columns there are.
    pub(crate) fn width(&self) -> f32 {
        self.inked.len() as f32
    }

    /// How many stretches of ink lie between two columns.
    pub(crate) fn marks(&self, from: f32, to: f32) -> usize {
        let from = (from.max(0.0) as usize).min(self.inked.len());
        let to = (to.max(0.0).ceil() as usize).clamp(from, self.inked.len());
        let within = self.inked.get(from..to).unwrap_or(&[]);
        let starts = within.windows(2).filter(|two| two[0] == 0 && two[1] > 0).count();
        starts + usize::from(within.first().is_some_and(|ink| *ink > 0))
    }

    /// Between which rows the letters stand: those of columns that reach as high as most letters' stems; nothing where there is no ink.
    pub(crate) fn letters(&self) -> Option<(f32, f32)> {
        let mut counts = vec![0_usize; self.height as usize + 1];
        self.reach.iter().filter(|r| r.1 > r.0).for_each(|r| counts[(r.1 - r.0) as usize] += 1);
        let most = counts.iter().sum::<usize>() * 9 / 10;
        let mut lower = 0;
        let stem = counts.iter().position(|count| {
            lower += count;
            lower > most
        })?;
        let stem = u32::try_from(stem).ok()?;
        let mut stems = self.reach.iter().filter(|r| r.1 > r.0 && r.1 - r.0 == stem);
        let first = stems.next()?;
        Some((first.0 as f32, first.1 as f32))
    }

    /// The strokes along the line within columns `from..to`: columns side by side whose ink is no higher than `thickest`, in pixels.
    pub(crate) fn strokes(&self, from: f32, to: f32, thickest: f32) -> Vec<Stroke> {
        let to = (to.max(0.0).ceil() as usize).min(self.reach.len());
        let from = (from.max(0.0) as usize).min(to);
        let height = |at: usize| self.reach.get(at).map_or(0, |r| r.1.saturating_sub(r.0));
        let is_blank = |at: Option<usize>| at.is_none_or(|at| height(at) == 0);
        let mut found: Vec<(usize, usize)> = vec![];
        for at in (from..to).filter(|at| height(*at) > 0 && height(*at) as f32 <= thickest) {
            match found.last_mut().filter(|last| last.1 == at) {
                Some(last) => last.1 = at + 1,
                None => found.push((at, at + 1)),
            }
        }
        let stroke = |(start, end): (usize, usize)| {
            // The middle ones: a letter that it touches begins or ends with columns as low.
            let own = self.reach.get(start..end).unwrap_or(&[]);
            let middle = |edge: fn(&(u32, u32)) -> u32| {
                let mut edges: Vec<u32> = own.iter().map(edge).collect();
                edges.sort_unstable();
                edges.get(edges.len() / 2).copied().unwrap_or(0)
            };
            let (top, bottom) = (middle(|reach| reach.0), middle(|reach| reach.1));
            Stroke {
                columns: (start as f32, end as f32),
                rows: (top as f32, bottom as f32),
                alone: is_blank(start.checked_sub(1)) && is_blank(Some(end)),
            }
        };
        found.into_iter().map(stroke).collect()
    }

    /// The longest stretch without ink within `from..to` (columns): start and end.
    pub(crate) fn widest_gap(&self, from: f32, to: f32) -> (f32, f32) {
        let from = (from.max(0.0) as usize).min(self.inked.len());
        let to = (to.max(0.0) as usize).clamp(from, self.inked.len());
        let (mut best, mut start) = ((from, from), from);
        for at in from..to {
            if self.inked[at] > 0 {
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
        let first = self.inked.iter().position(|ink| *ink > 0).unwrap_or(0);
        let last = self.inked.iter().rposition(|ink| *ink > 0).map_or(self.inked.len(), |last| last + 1);
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
            assert_eq!(
                (columns.marks(0.0, 70.0), columns.marks(12.0, 30.0), columns.marks(31.0, 49.0)),
                (3, 2, 0)
            );
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

    /// The pitch of a line of 480 pixels with ink where `is_ink` says, between rows 8 and 40.
    fn pitch(is_ink: impl Fn(u32, u32) -> bool) -> Option<f32> {
        let drawn = |x, y: u32| (8..40).contains(&y) && is_ink(x, y);
        Columns::of(&RgbImage::from_fn(480, 48, |x, y| Rgb([if drawn(x, y) { 20 } else { 230 }; 3]))).pitch()
    }

    #[test]
    fn letters_are_counted_apart_touching_underlined_and_dense() {
        let stem = |x: u32| x % 20 < 4 || x % 40 >= 30 && x % 40 < 34;
        let letter = move |x: u32, y: u32| x % 20 < 14 && (stem(x) || y < 16);
        let near =
            |pitch: Option<f32>, want: f32| pitch.is_some_and(|pitch| (pitch - want).abs() < 0.15 * want);
        let apart = pitch(letter);
        assert!(near(apart, 20.0), "{apart:?}");
        let touching = pitch(|x, y| letter(x, y) || (30..32).contains(&y) && x % 60 < 40);
        assert!(near(touching, 20.0), "{touching:?}");
        let underlined = pitch(|x, y| letter(x, y) || y == 38);
        assert!(near(underlined, 20.0), "{underlined:?}");
        let dense = pitch(|x, y| x % 40 < 34 && (y % 8 < 3 || x % 40 == 17));
        assert!(near(dense, 40.0), "{dense:?}");
        assert_eq!(pitch(|_, _| false), None);
    }
}
