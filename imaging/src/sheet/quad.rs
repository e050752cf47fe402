//! Four lines that enclose a sheet.

use document::{Outline, Point};

use super::edges::{Edges, Line};

/// The sheet takes at least this share of the picture.
const SMALLEST: f32 = 0.2;
/// Corners may lie outside the picture by this share of its long side.
const OUTSIDE: f32 = 0.04;
/// Opposite sides differ in length by no more than this factor, which is a steep view.
const STEEPEST: f32 = 1.8;
/// The cosine of the corners' angles, 58 to 122 degrees.
const SHARPEST: f32 = 0.53;
/// The mean directions of opposite sides are at right angles but for this cosine (9 degrees): a rectangle seen from above
/// converges, it hardly leans. What does is enclosed by a shadow's or a fold's edge.
const MOST_LEAN: f32 = 0.156;
/// Places looked at along a side.
const PLACES: usize = 48;
/// An edge is on a side if it is no farther from it than this, in pixels of the small picture: sheets bend.
const AWAY: i32 = 3;
/// ... and within about 30 degrees of its direction.
const ALIKE: f32 = 0.86;
/// Share of the places with an edge, on every side and in the mean: high, as cutting out the wrong thing loses text, and
/// missing a sheet costs little.
const WORST_SIDE: f32 = 0.65;
const WHOLE: f32 = 0.86;

/// A candidate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quad {
    pub(super) corners: [Point; 4],
    pub(super) support: f32,
}

/// The best supported quadrilateral; among those that are well supported the larger one.
pub(super) fn best(edges: &Edges) -> Option<Quad> {
    let [tops, rights, bottoms, lefts] = edges.lines();
    let mut best: Option<(f32, Quad)> = None;
    for (top, bottom) in tops.iter().flat_map(|top| bottoms.iter().map(move |bottom| (top, bottom))) {
        for (left, right) in lefts.iter().flat_map(|left| rights.iter().map(move |right| (left, right))) {
            let Some(corners) = corners(edges, [top, right, bottom, left]) else { continue };
            let Some(support) = support(edges, &corners) else { continue };
            let score = support * support * Outline::from(corners).area();
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, Quad { corners, support }));
            }
        }
    }
    best.map(|(_, quad)| quad)
}

/// The corners from the top left clockwise, if they are those of a sheet in perspective.
fn corners(edges: &Edges, [top, right, bottom, left]: [&Line; 4]) -> Option<[Point; 4]> {
    let corners =
        [top.crossing(left)?, top.crossing(right)?, bottom.crossing(right)?, bottom.crossing(left)?];
    let (width, height) = (edges.width as f32, edges.height as f32);
    let margin = OUTSIDE * width.max(height);
    let inside =
        |p: &Point| (-margin..=width + margin).contains(&p.x) && (-margin..=height + margin).contains(&p.y);
    let [a, b, c, d] = corners;
    let alike = |one: f32, other: f32| one.max(other) <= STEEPEST * one.min(other);
    let fits = corners.iter().all(inside)
        && alike(a.distance(b), d.distance(c))
        && alike(a.distance(d), b.distance(c))
        && !leans(&corners)
        && (0..4).all(|i| is_corner(corners[(i + 3) % 4], corners[i], corners[(i + 1) % 4]))
        && Outline::from(corners).area() >= SMALLEST * width * height;
    fits.then_some(corners)
}

/// Whether the quadrilateral is rather a slanted parallelogram than a rectangle in perspective.
fn leans([a, b, c, d]: &[Point; 4]) -> bool {
    let mean = |from: [&Point; 2], to: [&Point; 2]| {
        let unit = |i: usize| {
            let length = from[i].distance(*to[i]).max(f32::EPSILON);
            ((to[i].x - from[i].x) / length, (to[i].y - from[i].y) / length)
        };
        let (one, other) = (unit(0), unit(1));
        (one.0 + other.0, one.1 + other.1)
    };
    let (along, down) = (mean([a, d], [b, c]), mean([a, b], [d, c]));
    let lengths = along.0.hypot(along.1) * down.0.hypot(down.1);
    (along.0 * down.0 + along.1 * down.1).abs() > MOST_LEAN * lengths
}

/// Whether the way from `before` over `corner` to `after` turns right by about a right angle.
fn is_corner(before: Point, corner: Point, after: Point) -> bool {
    let (ax, ay) = (corner.x - before.x, corner.y - before.y);
    let (bx, by) = (after.x - corner.x, after.y - corner.y);
    let lengths = ax.hypot(ay) * bx.hypot(by);
    ax * by - ay * bx > 0.0 && (ax * bx + ay * by).abs() <= SHARPEST * lengths
}

/// Share of the outline with an edge, if no side is without.
fn support(edges: &Edges, corners: &[Point; 4]) -> Option<f32> {
    let mut sum = 0.0;
    for i in 0..4 {
        let side = side_support(edges, corners[i], corners[(i + 1) % 4]);
        if side < WORST_SIDE {
            return None;
        }
        sum += side / 4.0;
    }
    (sum >= WHOLE).then_some(sum)
}

/// Share of the way between two corners (clockwise) at which it gets brighter inwards.
fn side_support(edges: &Edges, from: Point, to: Point) -> f32 {
    let length = from.distance(to).max(1.0);
    let inward = Point::new((from.y - to.y) / length, (to.x - from.x) / length);
    let seen = (0..PLACES).filter(|i| {
        let at = from.lerp(to, (*i as f32 + 0.5) / PLACES as f32);
        (-AWAY..=AWAY).any(|away| {
            let (x, y) = (at.x + inward.x * away as f32, at.y + inward.y * away as f32);
            let edge = edges.at(x, y);
            edge.strength > 0.0 && edge.x * inward.x + edge.y * inward.y >= ALIKE
        })
    });
    seen.count() as f32 / PLACES as f32
}

/// Whether `point` lies inside corners that are clockwise and convex.
pub(super) fn contains(corners: &[Point; 4], point: Point) -> bool {
    (0..4).all(|i| {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) >= 0.0
    })
}

/// Whether `point` lies outside the side from corner `side` to the next, between its ends and no farther than `band`.
pub(super) fn is_beside(corners: &[Point; 4], side: usize, band: f32, point: Point) -> bool {
    let (a, b) = (corners[side % 4], corners[(side + 1) % 4]);
    let length = a.distance(b).max(1.0);
    let (ux, uy) = ((b.x - a.x) / length, (b.y - a.y) / length);
    let along = (point.x - a.x) * ux + (point.y - a.y) * uy;
    let outward = (point.x - a.x) * uy - (point.y - a.y) * ux;
    (0.0..=length).contains(&along) && (0.0..=band).contains(&outward)
}
