//! Where the picture gets brighter, and the straight lines along which it does.

use document::Point;
use image::GrayImage;

/// Brightening by less than this share of the brighter side is shading or grain. A shadow's edge on the sheet is soft and
/// spreads over more pixels.
const FAINTEST: f32 = 0.035;
/// Stronger edges do not count more: a sheet's edge is strong on a dark desk and weak on a light one.
const STRONGEST: f32 = 0.12;
/// Added to the brightness that steps are measured against, so that grain in the dark is not an edge.
const DARK: f32 = 30.0;
/// Directions told apart, all around.
const DIRECTIONS: usize = 180;
/// An edge votes for directions up to so many steps from its own: edges of few pixels are not sure of theirs.
const UNSURE: i32 = 2;
/// Lines kept for each of the four sides.
const KEPT: usize = 12;
/// A kept line silences others that are within so many steps of direction and pixels of distance.
const SILENCED: (i32, i32) = (5, 6);

/// One pixel's edge: how strong, and the unit direction in which it gets brighter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edge {
    pub(super) strength: f32,
    pub(super) x: f32,
    pub(super) y: f32,
}

/// A straight line with the side on which it is bright: points p with p . normal = distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) normal: Point,
    pub(super) distance: f32,
}

impl Line {
    /// Where two lines cross; nothing where they are parallel.
    pub(super) fn crossing(&self, other: &Self) -> Option<Point> {
        let det = self.normal.x * other.normal.y - self.normal.y * other.normal.x;
        let x = (self.distance * other.normal.y - other.distance * self.normal.y) / det;
        let y = (other.distance * self.normal.x - self.distance * other.normal.x) / det;
        (det.abs() > 1e-3).then(|| Point::new(x, y))
    }
}

/// The edges of a picture.
pub(super) struct Edges {
    pub(super) width: usize,
    pub(super) height: usize,
    edges: Vec<Edge>,
}

impl Edges {
    /// By Sobel's masks, relative to the brightness around.
    pub(super) fn of(picture: &GrayImage) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let mut edges = vec![Edge::default(); width * height];
        let pixels = picture.as_raw();
        for y in 1..height.saturating_sub(1) {
            for x in 1..width - 1 {
                let v = |dx: usize, dy: usize| f32::from(pixels[(y + dy - 1) * width + x + dx - 1]);
                let right = v(2, 0) + 2.0 * v(2, 1) + v(2, 2) - v(0, 0) - 2.0 * v(0, 1) - v(0, 2);
                let down = v(0, 2) + 2.0 * v(1, 2) + v(2, 2) - v(0, 0) - 2.0 * v(1, 0) - v(2, 0);
                let size = right.hypot(down);
                let brightest = v(0, 0).max(v(2, 2)).max(v(0, 2)).max(v(2, 0)).max(v(1, 1));
                let strength = size / 8.0 / (brightest + DARK);
                if strength >= FAINTEST {
                    edges[y * width + x] =
                        Edge { strength: strength.min(STRONGEST), x: right / size, y: down / size };
                }
            }
        }
        Self { width, height, edges }
    }

    /// The edge at a place; none outside.
    pub(super) fn at(&self, x: f32, y: f32) -> Edge {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
            return Edge::default();
        }
        self.edges.get(y as usize * self.width + x as usize).copied().unwrap_or_default()
    }

    /// For the top, right, bottom and left side of something bright: the lines along which most edges lie, best first.
    pub(super) fn lines(&self) -> [Vec<Line>; 4] {
        let reach = (self.width as f32).hypot(self.height as f32).ceil() as i32;
        let mut votes = Votes { reach, counts: vec![0.0; DIRECTIONS * (2 * reach as usize + 1)] };
        for (index, edge) in self.edges.iter().enumerate().filter(|(_, edge)| edge.strength > 0.0) {
            let (x, y) = ((index % self.width) as f32 + 0.5, (index / self.width) as f32 + 0.5);
            let own = (edge.y.atan2(edge.x) / step()).round() as i32;
            for direction in own - UNSURE..=own + UNSURE {
                let (sin, cos) = (direction as f32 * step()).sin_cos();
                votes.add(direction, (x * cos + y * sin).round() as i32, edge.strength);
            }
        }
        // Inside is below a top side, left of a right side, and so on.
        let quarter = DIRECTIONS as i32 / 4;
        [1, 2, 3, 0].map(|side| votes.peaks(side * quarter))
    }
}

/// Radians between two directions.
fn step() -> f32 {
    std::f32::consts::TAU / DIRECTIONS as f32
}

struct Votes {
    /// Largest distance.
    reach: i32,
    counts: Vec<f32>,
}

impl Votes {
    fn slot(&self, direction: i32, distance: i32) -> Option<usize> {
        let direction = direction.rem_euclid(DIRECTIONS as i32) as usize;
        let inside = (-self.reach..=self.reach).contains(&distance);
        inside.then(|| direction * (2 * self.reach as usize + 1) + (distance + self.reach) as usize)
    }

    fn add(&mut self, direction: i32, distance: i32, weight: f32) {
        if let Some(slot) = self.slot(direction, distance) {
            self.counts[slot] += weight;
        }
    }

    /// With the neighbouring distances, as edges are rarely on the pixel.
    fn count(&self, direction: i32, distance: i32) -> f32 {
        let count = |distance| self.slot(direction, distance).map_or(0.0, |slot| self.counts[slot]);
        count(distance - 1) + 2.0 * count(distance) + count(distance + 1)
    }

    /// The lines that get most votes within an eighth turn of `middle`, best first.
    fn peaks(&self, middle: i32) -> Vec<Line> {
        let eighth = DIRECTIONS as i32 / 8;
        let mut all: Vec<(f32, i32, i32)> = (middle - eighth..=middle + eighth)
            .flat_map(|direction| (-self.reach..=self.reach).map(move |distance| (direction, distance)))
            .map(|(direction, distance)| (self.count(direction, distance), direction, distance))
            .filter(|(count, ..)| *count > 0.0)
            .collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut kept: Vec<(i32, i32)> = Vec::new();
        for (_, direction, distance) in all {
            let (turn, move_by) = SILENCED;
            let is_near =
                |k: &(i32, i32)| (k.0 - direction).abs() <= turn && (k.1 - distance).abs() <= move_by;
            if !kept.iter().any(is_near) {
                kept.push((direction, distance));
            }
            if kept.len() == KEPT {
                break;
            }
        }
        let line = |(direction, distance): (i32, i32)| {
            let (sin, cos) = (direction as f32 * step()).sin_cos();
            Line { normal: Point::new(cos, sin), distance: distance as f32 }
        };
        kept.into_iter().map(line).collect()
    }
}
