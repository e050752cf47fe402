//! How the lines of text run across a page that was photographed or scanned askew, and how to straighten them.

use document::{Point, Rect};
use imaging::Mesh;

/// A box tells the slope of its line only if it is this many times as wide as high.
const MIN_ASPECT: f32 = 4.0;
/// With fewer such boxes the slope is not trusted.
const MIN_BOXES: usize = 5;
/// Steeper lines (tangent of 20 degrees) are not text of an upright page that is a little askew.
const MAX_SLOPE: f32 = 0.364;
/// Rounds of reweighting; each halves what an outlier counts.
const ROUNDS: usize = 8;
/// Residual slope, tangent of half a degree, from which on a box counts less.
const TOLERANCE: f64 = 0.009;
/// Straightening is worth it where some line wanders this share of its own height from one side of the page to the other.
const WORTH: f32 = 0.35;
/// Terms of the slope's polynomial: 1, x, y, xy, xx. Perspective takes the first four, a curled sheet the last.
const TERMS: usize = 5;
/// With fewer boxes than this only the constant slope (a page that is merely turned) is fitted.
const BOXES_FOR_ALL_TERMS: usize = 14;
/// A bend is believed where it explains the slopes of the boxes so much better than a mere turn: the slopes of short boxes
/// are noisy, and five terms always explain some of the noise. Share of the turn's cost.
const BEND_COST: f64 = 0.7;
/// Steps in which a line is followed across the page.
const STEPS: usize = 32;
/// Distance between mesh nodes in pixels.
const MESH_STEP: f32 = 32.0;
/// Keeps the fit solvable where boxes do not tell a term; relative to the weight of one box.
const RIDGE: f64 = 1e-3;

/// The slope dy/dx of text lines at every place of a picture, fitted to boxes of lines. Rows are straightened by following
/// the slope; columns are turned by the slope at the middle, as they are on a sheet that is merely turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    terms: [f64; TERMS],
    width: f32,
    height: f32,
}

impl Slope {
    /// Fits the slope to the boxes of lines (corners clockwise from the text's own top left, pixels) on a picture of the
    /// size of `bounds`. Nothing where the lines are straight enough already or too few to tell.
    pub fn fit(boxes: &[[Point; 4]], bounds: &Rect) -> Option<Self> {
        let (width, height) = (bounds.width(), bounds.height());
        let told: Vec<Sample> =
            boxes.iter().filter_map(|corners| Sample::of(*corners, width, height)).collect();
        if told.len() < MIN_BOXES || width < 1.0 || height < 1.0 {
            return None;
        }
        let count = if told.len() >= BOXES_FOR_ALL_TERMS { TERMS } else { 1 };
        let slope = Self { terms: believed(&told, count)?, width, height };
        let mut heights: Vec<f32> = told.iter().map(|sample| sample.height).collect();
        heights.sort_by(f32::total_cmp);
        let line = heights.get(heights.len() / 2).copied()?;
        (slope.wander() > WORTH * line).then_some(slope)
    }

    /// The slope in the middle, in degrees, clockwise positive.
    pub fn degrees(&self) -> f32 {
        (self.terms[0] as f32).atan().to_degrees()
    }

    /// Whether more than a turn is undone.
    pub fn is_bent(&self) -> bool {
        self.terms[1..].iter().any(|term| *term != 0.0)
    }

    fn at(&self, point: Point) -> f32 {
        let x = f64::from(point.x / self.width - 0.5);
        let y = f64::from(point.y / self.height - 0.5);
        let slope: f64 = basis(x, y).iter().zip(self.terms).map(|(b, t)| b * t).sum();
        (slope as f32).clamp(-MAX_SLOPE, MAX_SLOPE)
    }

    /// Largest rise of a line from the middle to a side, in pixels.
    fn wander(&self) -> f32 {
        let rows = [0.1, 0.3, 0.5, 0.7, 0.9].map(|share| share * self.height);
        let rise = |y: f32, x: f32| (self.follow(Point::new(self.width / 2.0, y), x) - y).abs();
        rows.into_iter().flat_map(|y| [rise(y, 0.0), rise(y, self.width)]).fold(0.0, f32::max)
    }

    /// The height of the line through `from` where it passes `x`.
    fn follow(&self, from: Point, x: f32) -> f32 {
        let step = (x - from.x) / STEPS as f32;
        let mut at = from;
        for _ in 0..STEPS {
            // Midpoint rule: the slope half a step ahead.
            let ahead = Point::new(at.x + step / 2.0, at.y + self.at(at) * step / 2.0);
            at = Point::new(at.x + step, at.y + self.at(ahead) * step);
        }
        at.y
    }

    /// How far columns lean, as dx/dy in the straightened picture: against the slope in the middle.
    fn lean(&self) -> f32 {
        -(self.terms[0] as f32)
    }

    /// Where `point` of the given picture lies in the straightened one.
    pub fn to_straight(&self, point: Point) -> Point {
        let y = self.follow(point, self.width / 2.0);
        Point::new(point.x - self.lean() * (y - self.height / 2.0), y)
    }

    /// Where `point` of the straightened picture lies in the given one.
    fn given_place(&self, point: Point) -> Point {
        let x = point.x + self.lean() * (point.y - self.height / 2.0);
        Point::new(x, self.follow(Point::new(self.width / 2.0, point.y), x))
    }

    /// The map from the straightened picture, which has the same size, to the given one.
    pub fn mesh(&self) -> Option<Mesh> {
        let nodes = |length: f32| (length / MESH_STEP).ceil() as usize + 2;
        let (columns, rows) = (nodes(self.width), nodes(self.height));
        let place = |i: usize| Point::new((i % columns) as f32 * MESH_STEP, (i / columns) as f32 * MESH_STEP);
        Mesh::new(columns, rows, MESH_STEP, (0..columns * rows).map(|i| self.given_place(place(i))).collect())
    }
}

/// The slope of one line.
struct Sample {
    basis: [f64; TERMS],
    slope: f64,
    weight: f64,
    height: f32,
}

impl Sample {
    fn of([a, b, c, d]: [Point; 4], width: f32, height: f32) -> Option<Self> {
        let (across, down) = (a.distance(b), a.distance(d));
        let (from, to) = (a.lerp(d, 0.5), b.lerp(c, 0.5));
        let slope = (to.y - from.y) / (to.x - from.x);
        if across < MIN_ASPECT * down || to.x <= from.x || slope.abs() > MAX_SLOPE {
            return None;
        }
        let middle = from.lerp(to, 0.5);
        let (x, y) = (f64::from(middle.x / width - 0.5), f64::from(middle.y / height - 0.5));
        // A box's ends are sure to a share of its height, so its slope is surer the longer it is.
        let weight = f64::from((across / down).min(40.0)).powi(2);
        Some(Self { basis: basis(x, y), slope: f64::from(slope), weight, height: down })
    }
}

fn basis(x: f64, y: f64) -> [f64; TERMS] {
    [1.0, x, y, x * y, x * x]
}

/// The bend with `count` terms, or the mere turn where the bend explains little more.
fn believed(samples: &[Sample], count: usize) -> Option<[f64; TERMS]> {
    let turn = robust_fit(samples, 1)?;
    if count == 1 {
        return Some(turn);
    }
    let bend = robust_fit(samples, count)?;
    Some(if cost(samples, &bend) < BEND_COST * cost(samples, &turn) { bend } else { turn })
}

/// What the slopes that `terms` leave unexplained cost (Cauchy's loss).
fn cost(samples: &[Sample], terms: &[f64; TERMS]) -> f64 {
    let residual = |sample: &Sample| {
        let told: f64 = sample.basis.iter().zip(terms).map(|(b, t)| b * t).sum();
        (sample.slope - told) / TOLERANCE
    };
    samples.iter().map(|sample| sample.weight * residual(sample).powi(2).ln_1p()).sum()
}

/// Iteratively reweighted least squares with Cauchy weights; terms from `count` on stay 0.
fn robust_fit(samples: &[Sample], count: usize) -> Option<[f64; TERMS]> {
    let mut terms = [0.0; TERMS];
    let mut slopes: Vec<f64> = samples.iter().map(|sample| sample.slope).collect();
    slopes.sort_by(f64::total_cmp);
    terms[0] = *slopes.get(slopes.len() / 2)?;
    for _ in 0..ROUNDS {
        let mut rows = [[0.0; TERMS + 1]; TERMS];
        for sample in samples {
            let told: f64 = sample.basis.iter().zip(terms).map(|(b, t)| b * t).sum();
            let weight = sample.weight / (1.0 + ((sample.slope - told) / TOLERANCE).powi(2));
            for (row, b) in rows.iter_mut().zip(sample.basis) {
                row.iter_mut().zip(sample.basis).for_each(|(value, c)| *value += weight * b * c);
                row[TERMS] += weight * b * sample.slope;
            }
        }
        let ridge = RIDGE * samples.iter().map(|sample| sample.weight).sum::<f64>() / samples.len() as f64;
        for (index, row) in rows.iter_mut().enumerate() {
            row[index] += if index == 0 { 0.0 } else { ridge };
        }
        terms = solve(rows, count)?;
    }
    Some(terms)
}

/// Gauss-Jordan elimination on the leading `count` equations, which are positive definite.
fn solve(mut rows: [[f64; TERMS + 1]; TERMS], count: usize) -> Option<[f64; TERMS]> {
    for column in 0..count {
        let top = rows[column];
        if top[column] <= 0.0 || top[column].is_nan() {
            return None;
        }
        for (index, row) in rows.iter_mut().enumerate().take(count) {
            if index != column {
                let factor = row[column] / top[column];
                row.iter_mut().zip(top).for_each(|(value, above)| *value -= factor * above);
            }
        }
    }
    let mut terms = [0.0; TERMS];
    for (index, term) in terms.iter_mut().enumerate().take(count) {
        *term = rows[index][TERMS] / rows[index][index];
    }
    Some(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Rect = Rect { left: 0.0, top: 0.0, right: 1000.0, bottom: 1400.0 };

    /// Boxes of short lines all over the page, each along `y(x)` of its row.
    fn lines(y: impl Fn(f32, f32) -> f32) -> Vec<[Point; 4]> {
        let at = |x: f32, row: f32| Point::new(x, y(x, row));
        let down = |p: Point| Point::new(p.x, p.y + 20.0);
        let line = |i: usize| {
            let (x, row) = (50.0 + (i % 4) as f32 * 230.0, 60.0 + (i / 4) as f32 * 50.0);
            let (a, b) = (at(x, row), at(x + 200.0, row));
            [a, b, down(b), down(a)]
        };
        (0..100).map(line).collect()
    }

    #[test]
    fn straight_pages_are_left_alone() {
        assert_eq!(Slope::fit(&lines(|_, row| row), &PAGE), None);
        assert_eq!(Slope::fit(&[], &PAGE), None);
    }

    #[test]
    fn skew_perspective_and_curl_are_straightened() {
        let skew = |x: f32, row: f32| row + 0.05 * (x - 500.0);
        let perspective = |x: f32, row: f32| row + (x - 500.0) * (row - 700.0) * 1e-4;
        let curl = |x: f32, row: f32| row + 40.0 * ((x - 500.0) / 500.0).powi(2);
        type Bend<'a> = &'a dyn Fn(f32, f32) -> f32;
        let cases: [(&str, Bend<'_>); 3] = [("skew", &skew), ("perspective", &perspective), ("curl", &curl)];
        for (name, y) in cases {
            let slope = Slope::fit(&lines(y), &PAGE).unwrap();
            for row in [200.0, 700.0, 1200.0] {
                let heights = [100.0, 500.0, 900.0].map(|x| slope.to_straight(Point::new(x, y(x, row))).y);
                let spread = heights.iter().fold(0.0_f32, |m, h| m.max((h - heights[1]).abs()));
                assert!(spread < 4.0, "{name}, row {row}: {heights:?}");
            }
            let mesh = slope.mesh().unwrap();
            for point in [Point::new(120.0, 300.0), Point::new(800.0, 1100.0)] {
                let back = mesh.apply(slope.to_straight(point));
                assert!(back.distance(point) < 1.5, "{name}: {point:?} came back as {back:?}");
            }
        }
    }

    #[test]
    fn noise_bends_no_page() {
        let mut boxes = lines(|_, row| row);
        for (index, corners) in boxes.iter_mut().enumerate() {
            // Up to half a degree either way, steeper towards one corner by chance.
            let drop = ((index * 7919) % 13) as f32 / 6.0 - 1.0 + 0.3 * index as f32 / 100.0;
            corners[1].y += drop;
            corners[2].y += drop;
        }
        assert!(Slope::fit(&boxes, &PAGE).is_none_or(|slope| !slope.is_bent()));
    }

    #[test]
    fn outliers_do_not_turn_the_page() {
        let mut boxes = lines(|x, row| row + 0.03 * x);
        for corners in boxes.iter_mut().step_by(5) {
            corners[1].y += 40.0;
            corners[2].y += 40.0;
        }
        let slope = Slope::fit(&boxes, &PAGE).unwrap();
        assert!((slope.degrees() - 0.03_f32.atan().to_degrees()).abs() < 0.3, "{}", slope.degrees());
    }
}
