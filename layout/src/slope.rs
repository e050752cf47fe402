//! How the lines of text run across a page that was photographed or scanned askew, and how to straighten them.

use document::{Point, Rect};
use imaging::Mesh;

/// A box tells the slope of its line only if it is this many times as wide as high. A shorter one, as those of cells of a
/// table are, tells of strong bends still, with little weight, ...
const MIN_ASPECT: f32 = 4.0;
const MIN_ASPECT_FOR_BENDS: f32 = 2.0;
/// ... if it rises by more than its pixels could make it lie level by mistake: a pixel or two on the width of two letters.
const SURELY_STEEP: f64 = 0.06;
/// With fewer such boxes the slope is not trusted.
const MIN_BOXES: usize = 5;
/// Steeper lines (tangent of 20 degrees) are not text of an upright page that is a little askew.
const MAX_SLOPE: f32 = 0.364;
/// Rounds of reweighting.
const ROUNDS: usize = 10;
/// Residual slope, tangent of half a degree, from which on a box counts less.
const TOLERANCE: f64 = 0.009;
/// Straightening is worth it where some line wanders this share of its own height from one side of the page to the other.
const WORTH: f32 = 0.35;
/// Terms of a page that is merely turned: 1.
const TURN: usize = 1;
/// Terms of a page in perspective or with one bend: 1, x, y, xy, xx. Perspective takes the first four, a curled sheet the last.
const BEND: usize = 5;
/// Places across the page between which the slope of a sheet in waves or folds changes evenly, ...
const NODES: usize = 7;
/// ... each with a term of its own and one that grows down the page.
const TERMS: usize = BEND + 2 * NODES;
/// With fewer boxes, or boxes and drawn lines, than this only the turn is fitted, ...
const SAMPLES_FOR_BEND: usize = 14;
/// ... and with fewer than this no waves.
const SAMPLES_FOR_WAVES: usize = 28;
/// A bend is believed where it explains the slopes of the boxes so much better than a mere turn: the slopes of short boxes
/// are noisy, and five terms always explain some of the noise. Share of the turn's cost.
const BEND_COST: f64 = 0.7;
/// A bend that drawn lines tell, and waves, are believed where they cost less than this share of what is simpler, each for a
/// sample that is not used up by a term.
const COST_OF_ALL: f64 = 0.6;
/// Places along a line at which the terms are looked at: the middles of its fifths.
const ALONG: [f32; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
/// What holds the terms of waves back, relative to the weight of one box.
const WAVES_RIDGE: f64 = 0.03;
/// The tolerance of the first round for strong bends, in tolerances; it is halved in each round. Slopes that differ by many
/// tolerances would else be outliers to one another.
const WIDE: f64 = 32.0;
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
    /// How far columns lean in the given picture, dx/dy.
    lean: f32,
}

impl Slope {
    /// Fits a turn or a slight bend to the boxes of lines (corners clockwise from the text's own top left, pixels) on a picture
    /// of the size of `bounds`. Nothing where the lines are straight enough already or too few to tell.
    pub fn fit(boxes: &[[Point; 4]], bounds: &Rect) -> Option<Self> {
        let samples = Samples::of(boxes, bounds)?;
        samples.slope(turn_or_bend(&samples.long)?)
    }

    /// Fits a strong bend or waves to the boxes of lines and to the ends, from left to right, of what is `drawn` along them.
    /// Nothing where [`Slope::fit`] explains them about as well.
    pub fn fit_strong(boxes: &[[Point; 4]], drawn: &[(Point, Point)], bounds: &Rect) -> Option<Self> {
        let samples = Samples::of(boxes, bounds)?;
        let slight = turn_or_bend(&samples.long)?;
        samples.slope(strong_bend(&samples.with(drawn), &slight)?)
    }

    /// The same where columns are seen to lean by `lean`, dx/dy in the given picture; else they are taken to lean as on a
    /// sheet that is turned by the mean slope.
    #[must_use]
    pub fn with_lean(self, lean: f32) -> Self {
        Self { lean, ..self }
    }

    /// The mean slope across the middle of the page, in degrees, clockwise positive.
    pub fn degrees(&self) -> f32 {
        self.mean().atan().to_degrees()
    }

    /// Whether more than a turn is undone.
    pub fn is_bent(&self) -> bool {
        self.terms[1..].iter().any(|term| *term != 0.0)
    }

    /// The mean slope across the middle of the page.
    fn mean(&self) -> f32 {
        if !self.is_bent() {
            return self.terms[0] as f32;
        }
        let places = (0..=STEPS).map(|step| step as f32 / STEPS as f32 * self.width);
        places.map(|x| self.at(Point::new(x, self.height / 2.0))).sum::<f32>() / (STEPS + 1) as f32
    }

    fn at(&self, point: Point) -> f32 {
        let x = f64::from(point.x / self.width - 0.5);
        let y = f64::from(point.y / self.height - 0.5);
        (told(&basis(x, y), &self.terms) as f32).clamp(-MAX_SLOPE, MAX_SLOPE)
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

    /// Where `point` of the given picture lies in the straightened one.
    pub fn to_straight(&self, point: Point) -> Point {
        let y = self.follow(point, self.width / 2.0);
        Point::new(point.x - self.lean * (y - self.height / 2.0), y)
    }

    /// Where `point` of the straightened picture lies in the given one.
    fn given_place(&self, point: Point) -> Point {
        let x = point.x + self.lean * (point.y - self.height / 2.0);
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

/// What boxes tell of the slope.
struct Samples {
    /// Those of boxes that tell it well.
    long: Vec<Sample>,
    /// Those of other boxes. Level ones are left out: a short box may lie level for want of pixels.
    short: Vec<Sample>,
    /// Usual height of the lines.
    line: f32,
    width: f32,
    height: f32,
}

impl Samples {
    /// Nothing where too few boxes tell.
    fn of(boxes: &[[Point; 4]], bounds: &Rect) -> Option<Self> {
        let (width, height) = (bounds.width(), bounds.height());
        let all = boxes.iter().filter_map(|corners| Sample::of(*corners, width, height));
        let (long, mut short): (Vec<_>, Vec<_>) = all.partition(|sample| sample.aspect >= MIN_ASPECT);
        short.retain(|sample| sample.slope.abs() >= SURELY_STEEP);
        if long.len() < MIN_BOXES || width < 1.0 || height < 1.0 {
            return None;
        }
        let mut heights: Vec<f32> = long.iter().map(|sample| sample.height).collect();
        heights.sort_by(f32::total_cmp);
        let line = heights.get(heights.len() / 2).copied()?;
        Some(Self { long, short, line, width, height })
    }

    /// All of them with those of what is drawn, from end to end.
    fn with(&self, drawn: &[(Point, Point)]) -> Vec<Sample> {
        let (line, width, height) = (self.line, self.width, self.height);
        let drawn = drawn.iter().filter_map(|(from, to)| Sample::between(*from, *to, line, width, height));
        self.long.iter().chain(&self.short).copied().chain(drawn).collect()
    }

    /// The slope that `terms` tell, where lines wander by it.
    fn slope(&self, terms: [f64; TERMS]) -> Option<Slope> {
        let mut slope = Slope { terms, width: self.width, height: self.height, lean: 0.0 };
        slope.lean = -slope.mean();
        (slope.wander() > WORTH * self.line).then_some(slope)
    }
}

/// The slope of one line.
#[derive(Debug, Clone, Copy)]
struct Sample {
    basis: [f64; TERMS],
    slope: f64,
    weight: f64,
    height: f32,
    aspect: f32,
}

impl Sample {
    /// A box's.
    fn of([a, b, c, d]: [Point; 4], width: f32, height: f32) -> Option<Self> {
        Self::between(a.lerp(d, 0.5), b.lerp(c, 0.5), a.distance(d), width, height)
    }

    /// That of something `thick` that runs from one point to another.
    fn between(from: Point, to: Point, thick: f32, width: f32, height: f32) -> Option<Self> {
        let (across, slope) = (from.distance(to), (to.y - from.y) / (to.x - from.x));
        if across < MIN_ASPECT_FOR_BENDS * thick || to.x <= from.x || slope.abs() > MAX_SLOPE {
            return None;
        }
        // Its slope is the mean of those along it.
        let mut mean = [0.0; TERMS];
        for share in ALONG {
            let at = from.lerp(to, share);
            let here = basis(f64::from(at.x / width - 0.5), f64::from(at.y / height - 0.5));
            mean.iter_mut().zip(here).for_each(|(sum, value)| *sum += value / ALONG.len() as f64);
        }
        // A box's ends are sure to a share of its height, so its slope is surer the longer it is.
        let aspect = across / thick;
        let weight = f64::from(aspect.min(40.0)).powi(2);
        Some(Self { basis: mean, slope: f64::from(slope), weight, height: thick, aspect })
    }
}

/// What each term says at a place of the page, `x` and `y` from -.5 to .5.
fn basis(x: f64, y: f64) -> [f64; TERMS] {
    let mut basis = [0.0; TERMS];
    basis[..BEND].copy_from_slice(&[1.0, x, y, x * y, x * x]);
    let place = (x + 0.5).clamp(0.0, 1.0) * (NODES - 1) as f64;
    for node in 0..NODES {
        let share = (1.0 - (place - node as f64).abs()).max(0.0);
        basis[BEND + 2 * node] = share;
        basis[BEND + 2 * node + 1] = share * y;
    }
    basis
}

/// The slope that `terms` tell of a place.
fn told(basis: &[f64; TERMS], terms: &[f64; TERMS]) -> f64 {
    basis.iter().zip(terms).map(|(b, t)| b * t).sum()
}

/// The turn, or the bend where it explains much better.
fn turn_or_bend(long: &[Sample]) -> Option<[f64; TERMS]> {
    let turn = robust_fit(long, TURN, 1.0)?;
    if long.len() < SAMPLES_FOR_BEND {
        return Some(turn);
    }
    let bend = robust_fit(long, BEND, 1.0)?;
    Some(if cost(long, &bend) < BEND_COST * cost(long, &turn) { bend } else { turn })
}

/// A bend, or waves, where they explain all samples much better than the `slight` bend; nothing where they do not.
fn strong_bend(all: &[Sample], slight: &[f64; TERMS]) -> Option<[f64; TERMS]> {
    let each = |terms: &[f64; TERMS], count: usize| cost(all, terms) / (all.len() - count) as f64;
    let mut best = None;
    for (count, fewest) in [(BEND, SAMPLES_FOR_BEND), (TERMS, SAMPLES_FOR_WAVES)] {
        if all.len() >= fewest {
            let terms = robust_fit(all, count, WIDE)?;
            let (simpler, used) = best.unwrap_or((*slight, BEND));
            if each(&terms, count) < COST_OF_ALL * each(&simpler, used) {
                best = Some((terms, count));
            }
        }
    }
    best.map(|(terms, _)| terms)
}

/// What the slopes that `terms` leave unexplained cost (Cauchy's loss).
fn cost(samples: &[Sample], terms: &[f64; TERMS]) -> f64 {
    let residual = |sample: &Sample| (sample.slope - told(&sample.basis, terms)) / TOLERANCE;
    samples.iter().map(|sample| sample.weight * residual(sample).powi(2).ln_1p()).sum()
}

/// Iteratively reweighted least squares with Cauchy weights, the tolerance `wide` times as wide at first; terms from `count` on
/// stay 0.
fn robust_fit(samples: &[Sample], count: usize, mut wide: f64) -> Option<[f64; TERMS]> {
    let mut terms = [0.0; TERMS];
    let mut slopes: Vec<f64> = samples.iter().map(|sample| sample.slope).collect();
    slopes.sort_by(f64::total_cmp);
    terms[0] = *slopes.get(slopes.len() / 2)?;
    let one = samples.iter().map(|sample| sample.weight).sum::<f64>() / samples.len() as f64;
    for _ in 0..ROUNDS {
        let mut rows = [[0.0; TERMS + 1]; TERMS];
        for sample in samples {
            let residual = (sample.slope - told(&sample.basis, &terms)) / (TOLERANCE * wide);
            let weight = sample.weight / (1.0 + residual.powi(2));
            for (row, b) in rows.iter_mut().zip(sample.basis).take(count) {
                row.iter_mut().zip(sample.basis).for_each(|(value, c)| *value += weight * b * c);
                row[TERMS] += weight * b * sample.slope;
            }
        }
        for (index, row) in rows.iter_mut().enumerate() {
            row[index] += one
                * if index == 0 {
                    0.0
                } else if index < BEND {
                    RIDGE
                } else {
                    WAVES_RIDGE
                };
        }
        terms = solve(rows, count)?;
        wide = (wide / 2.0).max(1.0);
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

    /// Boxes of short words all over the page, as in the cells of a table, with some long ones among them.
    fn cells(y: impl Fn(f32, f32) -> f32) -> Vec<[Point; 4]> {
        let at = |x: f32, row: f32| Point::new(x, y(x, row));
        let down = |p: Point| Point::new(p.x, p.y + 20.0);
        let cell = |i: usize| {
            let (x, row) = (40.0 + (i % 8) as f32 * 120.0, 60.0 + (i / 8) as f32 * 90.0);
            let (a, b) = (at(x, row), at(x + if i.is_multiple_of(5) { 100.0 } else { 60.0 }, row));
            [a, b, down(b), down(a)]
        };
        (0..112).map(cell).collect()
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
    fn waves_and_folds_are_straightened() {
        let wave = |x: f32, row: f32| row - 45.0 * ((x - 80.0) / 150.0).sin() * (1.0 - row / 2800.0);
        let fold = |x: f32, row: f32| row - 0.25 * (x - 600.0).max(0.0) + 0.05 * x.min(600.0);
        type Bend<'a> = &'a dyn Fn(f32, f32) -> f32;
        // A sharp fold is rounded between two nodes.
        let cases: [(&str, Bend<'_>, f32); 2] = [("wave", &wave, 12.0), ("fold", &fold, 16.0)];
        for (name, y, spread) in cases {
            let slope = Slope::fit_strong(&cells(y), &[], &PAGE).unwrap();
            for row in [200.0, 700.0, 1200.0] {
                let places = [60.0, 250.0, 500.0, 750.0, 940.0];
                let heights = places.map(|x| slope.to_straight(Point::new(x, y(x, row))).y);
                let (least, most) =
                    heights.iter().fold((f32::MAX, f32::MIN), |(a, b), h| (a.min(*h), b.max(*h)));
                assert!(most - least < spread, "{name}, row {row}: {heights:?}");
            }
        }
    }

    #[test]
    fn drawn_lines_tell_a_bend_that_few_lines_of_text_do_not() {
        let curl = |x: f32, row: f32| row + 60.0 * ((x - 500.0) / 500.0).powi(2);
        let few = lines(curl).split_off(94);
        assert!(Slope::fit(&few, &PAGE).is_none_or(|slope| !slope.is_bent()));
        assert!(Slope::fit_strong(&few, &[], &PAGE).is_none());
        let point = |x: f32, row: f32| Point::new(x, curl(x, row));
        let drawn = |i: usize| {
            let (x, row) = (100.0 + (i % 4) as f32 * 200.0, 100.0 + (i / 4) as f32 * 60.0);
            (point(x, row), point(x + 200.0, row))
        };
        let drawn: Vec<_> = (0..40).map(drawn).collect();
        let slope = Slope::fit_strong(&few, &drawn, &PAGE).unwrap();
        assert!(slope.is_bent());
        let heights = [100.0, 500.0, 900.0].map(|x| slope.to_straight(point(x, 400.0)).y);
        assert!(heights.iter().all(|height| (height - heights[1]).abs() < 4.0), "{heights:?}");
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
        assert_eq!(Slope::fit_strong(&boxes, &[], &PAGE), None);
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
