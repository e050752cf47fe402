use document::Point;

use super::{Ruling, RulingSource};
use crate::component::Run;

/// A piece of a nearly horizontal line: the pixels of some runs, by their sums.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Segment {
    /// Number of pixels, and the sums of their x, y, x x, x y and y y.
    pixels: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
    /// First column and one past the last.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Columns with ink.
    pub(super) covered: f64,
    /// An edge between two shades, which has no thickness.
    pub(super) is_edge: bool,
}

/// A straight line is allowed to leave its ideal by this standard deviation, in pixels, besides its thickness: scanning
/// rounds to pixels and paper is never quite flat.
const STRAIGHT: f64 = 0.7;

impl Segment {
    /// The pixels of `runs`, which are in any order.
    pub(super) fn of(runs: &mut [Run]) -> Self {
        let mut all = Self { from: f64::MAX, ..Self::default() };
        runs.sort_unstable_by_key(|run| (run.from, run.row));
        for run in runs {
            let (from, to) = (f64::from(run.from), f64::from(run.to));
            let (n, y) = (to - from, f64::from(run.row) + 0.5);
            let middle = f64::midpoint(from, to);
            all.pixels += n;
            all.x += n * middle;
            all.y += n * y;
            // The sum of squares of n equally spaced numbers around their middle.
            all.xx += n * middle * middle + n * (n * n - 1.0) / 12.0;
            all.xy += n * middle * y;
            all.yy += n * y * y;
            all.covered += (to - from.max(all.to)).max(0.0);
            (all.from, all.to) = (all.from.min(from), all.to.max(to));
        }
        all
    }

    pub(super) fn length(&self) -> f64 {
        self.to - self.from
    }

    pub(super) fn thickness(&self) -> f64 {
        if self.is_edge { 0.0 } else { self.pixels / self.covered.max(1.0) }
    }

    pub(super) fn slope(&self) -> f64 {
        let spread = self.pixels * self.xx - self.x * self.x;
        if spread > 0.0 { (self.pixels * self.xy - self.x * self.y) / spread } else { 0.0 }
    }

    /// Height of the middle of the line at column `x`.
    pub(super) fn at(&self, x: f64) -> f64 {
        let n = self.pixels.max(1.0);
        self.y / n + self.slope() * (x - self.x / n)
    }

    /// Whether its pixels lie on one straight line.
    pub(super) fn is_straight(&self) -> bool {
        let n = self.pixels.max(1.0);
        let variance = (self.yy - self.y * self.y / n) / n;
        let explained = self.slope() * (self.xy - self.x * self.y / n) / n;
        let body = self.pixels / self.covered.max(1.0);
        variance - explained <= body * body / 12.0 * 1.5 + STRAIGHT * STRAIGHT
    }

    /// Both together; their columns may overlap.
    pub(super) fn with(&self, other: &Self) -> Self {
        let shared = (self.to.min(other.to) - self.from.max(other.from)).max(0.0);
        let (from, to) = (self.from.min(other.from), self.to.max(other.to));
        Self {
            pixels: self.pixels + other.pixels,
            x: self.x + other.x,
            y: self.y + other.y,
            xx: self.xx + other.xx,
            xy: self.xy + other.xy,
            yy: self.yy + other.yy,
            from,
            to,
            covered: (self.covered + other.covered - shared).clamp(0.0, to - from),
            is_edge: self.is_edge && other.is_edge,
        }
    }

    /// The same segment in a picture `factor` times as large.
    pub(super) fn enlarged(&self, factor: f64) -> Self {
        let (linear, square) = (factor, factor * factor);
        Self {
            pixels: self.pixels * square,
            x: self.x * square * linear,
            y: self.y * square * linear,
            xx: self.xx * square * square,
            xy: self.xy * square * square,
            yy: self.yy * square * square,
            from: self.from * linear,
            to: self.to * linear,
            covered: self.covered * linear,
            is_edge: self.is_edge,
        }
    }

    /// The same segment `down` pixels lower.
    pub(super) fn moved(&self, down: f64) -> Self {
        Self {
            y: self.y + down * self.pixels,
            xy: self.xy + down * self.x,
            yy: self.yy + down * (2.0 * self.y + down * self.pixels),
            ..*self
        }
    }

    /// The segment as a line of the page, `scale` page pixels a pixel; `place` makes a point of the place along and
    /// across.
    pub(super) fn ruling(&self, scale: f64, place: fn(f32, f32) -> Point) -> Ruling {
        let end = |x: f64| place((x * scale) as f32, (self.at(x) * scale) as f32);
        Ruling {
            start: end(self.from),
            end: end(self.to),
            thickness: (self.thickness() * scale) as f32,
            coverage: (self.covered / self.length().max(1.0)).clamp(0.0, 1.0) as f32,
            source: RulingSource::Pixels,
        }
    }
}
