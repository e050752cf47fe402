use document::Point;

/// The rectangle of least area around `points`, corners clockwise (y down); nothing for fewer than two distinct points.
///
/// One side of it lies along a side of the convex hull (Freeman and Shapira 1975), so all hull sides are tried.
pub fn min_area_rect(points: &[Point]) -> Option<[Point; 4]> {
    let hull = convex_hull(points);
    let sides = hull.iter().zip(hull.iter().cycle().skip(1));
    let rects = sides.filter(|(a, b)| a != b).map(|(a, b)| rect_along(&hull, *a, *b));
    rects.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, corners)| corners)
}

/// Area and corners of the rectangle around `hull` with a side along `a` -> `b`.
fn rect_along(hull: &[Point], a: Point, b: Point) -> (f32, [Point; 4]) {
    let length = a.distance(b);
    let (ux, uy) = ((b.x - a.x) / length, (b.y - a.y) / length);
    let start = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
    let (left, right, top, bottom) = hull.iter().fold(start, |(l, r, t, m), p| {
        let (along, across) = (p.x * ux + p.y * uy, p.y * ux - p.x * uy);
        (l.min(along), r.max(along), t.min(across), m.max(across))
    });
    let corner = |along: f32, across: f32| Point::new(along * ux - across * uy, along * uy + across * ux);
    let corners = [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)];
    ((right - left) * (bottom - top), corners)
}

/// The convex hull, clockwise (y down), without collinear points; two or fewer distinct points are their own hull.
///
/// Andrew's monotone chain (1979).
pub fn convex_hull(points: &[Point]) -> Vec<Point> {
    let mut sorted: Vec<Point> =
        points.iter().copied().filter(|p| p.x.is_finite() && p.y.is_finite()).collect();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sorted.dedup();
    let mut hull = half_hull(sorted.iter());
    hull.pop();
    let mut back = half_hull(sorted.iter().rev());
    back.pop();
    hull.extend(back);
    if hull.is_empty() { sorted } else { hull }
}

fn half_hull<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut hull: Vec<Point> = Vec::new();
    for &p in points {
        while let [.., a, b] = hull[..] {
            if (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push(p);
    }
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(f32, f32)]) -> Vec<Point> {
        list.iter().map(|&(x, y)| Point::new(x, y)).collect()
    }

    #[test]
    fn a_diamond_is_its_own_rectangle() {
        let diamond = points(&[(0.0, 5.0), (5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (5.0, 5.0), (4.0, 6.0)]);
        let rect = min_area_rect(&diamond).unwrap();
        let side = rect[0].distance(rect[1]);
        assert!((side - 50.0_f32.sqrt()).abs() < 1e-3, "{rect:?}");
        assert_eq!(convex_hull(&diamond).len(), 4);
    }

    #[test]
    fn few_points_do_not_panic() {
        assert!(min_area_rect(&[]).is_none());
        assert!(min_area_rect(&points(&[(1.0, 1.0), (f32::NAN, 0.0)])).is_none());
        let line = min_area_rect(&points(&[(0.0, 0.0), (4.0, 0.0), (2.0, 0.0)])).unwrap();
        assert_eq!(line[0].distance(line[1]).max(line[1].distance(line[2])), 4.0);
    }
}
