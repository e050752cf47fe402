//! The outline moved onto the edges of the full picture.

use document::Point;
use image::GrayImage;

use super::edges::Line;

/// Places along a side.
const PLACES: usize = 64;
/// The ends of a side are left out, as a share of it: corners are bent and worn.
const ENDS: f32 = 0.04;
/// The edge is looked for this many pixels of the small picture on either side.
const SEARCH: f32 = 3.5;
/// Pixels on either side of an edge whose mean is compared.
const MEAN: i32 = 3;
/// Rounds in which the worse half of the places is left out.
const ROUNDS: usize = 4;

/// The corners where the sides' edges really are; `scale` is the size of a small picture's pixel. Nothing where sides no
/// longer cross.
pub(super) fn settled(gray: &GrayImage, corners: [Point; 4], scale: f32) -> Option<[Point; 4]> {
    let side = |i: usize| fitted(gray, corners[i], corners[(i + 1) % 4], scale);
    let [top, right, bottom, left] = [side(0)?, side(1)?, side(2)?, side(3)?];
    let found =
        [left.crossing(&top)?, top.crossing(&right)?, right.crossing(&bottom)?, bottom.crossing(&left)?];
    let stays = found.iter().zip(corners).all(|(new, old)| new.distance(old) <= 4.0 * SEARCH * scale);
    stays.then_some(found)
}

/// The line through the sharpest edges near the side from `from` to `to`.
fn fitted(gray: &GrayImage, from: Point, to: Point, scale: f32) -> Option<Line> {
    let length = from.distance(to);
    if length < 1.0 {
        return None;
    }
    let inward = Point::new((from.y - to.y) / length, (to.x - from.x) / length);
    let reach = (SEARCH * scale).ceil() as i32;
    let mut found: Vec<(f32, f32)> = Vec::new();
    for i in 0..PLACES {
        let along = ENDS + (1.0 - 2.0 * ENDS) * (i as f32 + 0.5) / PLACES as f32;
        let at = from.lerp(to, along);
        let step = |away: i32| step(gray, at, inward, away as f32);
        let best = (-reach..=reach).filter_map(|away| Some((step(away)?, away)));
        if let Some((_, away)) = best.max_by(|a, b| a.0.total_cmp(&b.0)) {
            found.push((along, away as f32));
        }
    }
    let (start, slope) = robust_line(found)?;
    let end = |along: f32, corner: Point| {
        let away = start + slope * along;
        Point::new(corner.x + inward.x * away, corner.y + inward.y * away)
    };
    let (a, b) = (end(0.0, from), end(1.0, to));
    let length = a.distance(b).max(1.0);
    let normal = Point::new((a.y - b.y) / length, (b.x - a.x) / length);
    Some(Line { normal, distance: a.x * normal.x + a.y * normal.y })
}

/// How much brighter it is just inside than just outside; nothing at the border of the picture.
fn step(gray: &GrayImage, at: Point, inward: Point, away: f32) -> Option<f32> {
    let mean = |sign: f32| {
        let value = |i: i32| {
            let by = away + sign * (i as f32 + 0.5);
            let (x, y) = (at.x + inward.x * by, at.y + inward.y * by);
            (x >= 0.0 && y >= 0.0).then(|| gray.get_pixel_checked(x as u32, y as u32))?
        };
        (0..MEAN).map(|i| Some(f32::from(value(i)?.0[0]))).sum::<Option<f32>>()
    };
    Some((mean(1.0)? - mean(-1.0)?) / MEAN as f32)
}

/// Offset and slope of the line y = offset + slope x through most of the points: least squares, the worst of them left
/// out round by round.
fn robust_line(mut points: Vec<(f32, f32)>) -> Option<(f32, f32)> {
    let mut line = (0.0, 0.0);
    let keep = points.len() / 2;
    if keep < PLACES / 4 {
        return None;
    }
    for round in 0..ROUNDS {
        line = least_squares(&points);
        if round + 1 < ROUNDS {
            let residual = |p: &(f32, f32)| (p.1 - line.0 - line.1 * p.0).abs();
            points.sort_by(|a, b| residual(a).total_cmp(&residual(b)).then(a.0.total_cmp(&b.0)));
            points.truncate(keep.max(points.len() * 4 / 5));
        }
    }
    Some(line)
}

fn least_squares(points: &[(f32, f32)]) -> (f32, f32) {
    let n = points.len() as f32;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let (xx, xy) = points.iter().fold((0.0, 0.0), |(xx, xy), p| {
        let dx = p.0 - x;
        (xx + dx * dx, xy + dx * (p.1 - y))
    });
    let slope = if xx > 0.0 { xy / xx } else { 0.0 };
    (y - slope * x, slope)
}
