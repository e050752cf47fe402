//! Overlap of outlines that stand askew or are bent.

use document::{Outline, Point};

/// Intersection over union of two outlines, 0 to 1. Exact for any outline that does not cross itself.
///
/// Each outline is a signed sum of triangles that share one corner, and triangles are convex, so that they can be cut
/// against each other (I. Sutherland and G. Hodgman, *Reentrant polygon clipping*, 1974).
pub fn outline_iou(a: &Outline, b: &Outline) -> f64 {
    let (box_a, box_b) = (a.bounds(), b.bounds());
    if box_a.overlap(&box_b) <= 0.0 {
        return 0.0;
    }
    if is_upright(a) && is_upright(b) {
        return f64::from(box_a.iou(&box_b));
    }
    let (a, b) = (triangles(a), triangles(b));
    let total = |parts: &[Triangle]| parts.iter().map(|t| t.sign * area(&t.corners)).sum::<f64>().abs();
    let mut common = 0.0;
    for x in &a {
        for y in &b {
            common += x.sign * y.sign * area(&cut(&x.corners, &y.corners));
        }
    }
    let (common, all) = (common.abs(), total(&a) + total(&b));
    if all > common { (common / (all - common)).clamp(0.0, 1.0) } else { 0.0 }
}

/// Whether an outline is its own box.
fn is_upright(outline: &Outline) -> bool {
    let r = outline.bounds();
    let at_corner = |p: &Point| (p.x == r.left || p.x == r.right) && (p.y == r.top || p.y == r.bottom);
    outline.points().len() == 4
        && outline.points().iter().all(at_corner)
        && (outline.area() - r.area()).abs() <= f32::EPSILON * r.area()
}

type Corner = (f64, f64);

/// A triangle with its corners clockwise; the sign tells whether it adds or takes away.
struct Triangle {
    sign: f64,
    corners: Vec<Corner>,
}

fn triangles(outline: &Outline) -> Vec<Triangle> {
    let points: Vec<Corner> = outline.points().iter().map(|p| (f64::from(p.x), f64::from(p.y))).collect();
    let Some((first, rest)) = points.split_first() else { return Vec::new() };
    let pairs = rest.iter().zip(rest.iter().skip(1));
    pairs
        .map(|(b, c)| {
            let sign = side(*first, *b, *c).signum();
            let corners = if sign < 0.0 { vec![*first, *c, *b] } else { vec![*first, *b, *c] };
            Triangle { sign, corners }
        })
        .collect()
}

/// Twice the area of the triangle, positive where `c` lies to the right of the way from `a` to `b` (y down).
fn side(a: Corner, b: Corner, c: Corner) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

fn area(corners: &[Corner]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    (corners.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0).abs()
}

/// The part of the convex `shape` inside the clockwise convex `window`.
fn cut(shape: &[Corner], window: &[Corner]) -> Vec<Corner> {
    let mut left = shape.to_vec();
    for (a, b) in window.iter().zip(window.iter().cycle().skip(1)) {
        let mut kept = Vec::with_capacity(left.len() + 1);
        for (p, q) in left.iter().zip(left.iter().cycle().skip(1)) {
            let (at_p, at_q) = (side(*a, *b, *p), side(*a, *b, *q));
            if at_p >= 0.0 {
                kept.push(*p);
            }
            if (at_p < 0.0) != (at_q < 0.0) && at_p != at_q {
                let t = at_p / (at_p - at_q);
                kept.push((p.0 + (q.0 - p.0) * t, p.1 + (q.1 - p.1) * t));
            }
        }
        left = kept;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(points: &[(f32, f32)]) -> Outline {
        Outline::new(points.iter().map(|(x, y)| Point::new(*x, *y)).collect()).unwrap()
    }

    #[test]
    fn overlaps_worked_by_hand() {
        let square = outline(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]);
        let turned_start = outline(&[(4.0, 4.0), (0.0, 4.0), (0.0, 0.0), (4.0, 0.0)]);
        let diamond = outline(&[(2.0, 0.0), (4.0, 2.0), (2.0, 4.0), (0.0, 2.0)]);
        let backwards = outline(&[(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0)]);
        let away = outline(&[(9.0, 0.0), (12.0, 0.0), (12.0, 4.0), (9.0, 4.0)]);
        // An L of three unit squares, 2 x 2 less its upper right.
        let ell = outline(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (0.0, 4.0)]);
        let notch = outline(&[(2.0, 0.0), (4.0, 0.0), (4.0, 2.0), (2.0, 2.0)]);
        let cases = [
            (&square, &square, 1.0),
            (&square, &turned_start, 1.0),
            (&square, &backwards, 1.0),
            (&square, &diamond, 0.5),
            (&diamond, &diamond, 1.0),
            (&square, &away, 0.0),
            (&square, &ell, 0.75),
            (&ell, &notch, 0.0),
            (&ell, &diamond, 6.0 / 14.0),
        ];
        for (a, b, want) in cases {
            let found = outline_iou(a, b);
            assert!((found - want).abs() < 1e-6, "{a:?} {b:?}: {found}, expected {want}");
            assert!((outline_iou(b, a) - want).abs() < 1e-6);
        }
    }
}
