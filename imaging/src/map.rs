use document::Point;

/// A projective map of the plane (homography), row-major 3 x 3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection([f64; 9]);

/// A determinant or pivot below this is treated as zero: the map is degenerate.
const SINGULAR: f64 = 1e-12;

impl Projection {
    /// The map that moves nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);

    /// An affine map: x' = a x + b y + c, y' = d x + e y + f.
    pub fn affine([a, b, c, d, e, f]: [f32; 6]) -> Self {
        Self([a, b, c, d, e, f, 0.0, 0.0, 1.0].map(f64::from))
    }

    /// The map that takes the four points `from` to the four points `to`; nothing where three of them lie on one line.
    ///
    /// Solves the usual eight linear equations (Hartley and Zisserman, Multiple View Geometry, 4.1).
    pub fn between(from: [Point; 4], to: [Point; 4]) -> Option<Self> {
        let mut rows = [[0.0_f64; 9]; 8];
        for (i, (p, q)) in from.iter().zip(to).enumerate() {
            let (x, y, u, v) = (f64::from(p.x), f64::from(p.y), f64::from(q.x), f64::from(q.y));
            rows[2 * i] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
            rows[2 * i + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
        }
        let h = solve(&mut rows)?;
        Some(Self([h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], 1.0]))
    }

    /// Where `point` goes; not finite on the horizon line.
    pub fn apply(&self, point: Point) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let (x, y) = (f64::from(point.x), f64::from(point.y));
        let w = 1.0 / (g * x + h * y + i);
        Point::new(((a * x + b * y + c) * w) as f32, ((d * x + e * y + f) * w) as f32)
    }

    /// The map that undoes this one; nothing where it is degenerate.
    pub fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        let scale = self.0.iter().fold(0.0_f64, |m, v| m.max(v.abs())).powi(3);
        if !det.is_finite() || det.abs() <= SINGULAR * scale {
            return None;
        }
        let adjugate = [
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ];
        Some(Self(adjugate.map(|v| v / det)))
    }
}

/// Gauss-Jordan elimination with partial pivoting on eight equations in eight unknowns.
fn solve(rows: &mut [[f64; 9]; 8]) -> Option<[f64; 8]> {
    let scale = rows.iter().flatten().fold(0.0_f64, |m, v| m.max(v.abs()));
    for column in 0..8 {
        let pivot = (column..8).max_by(|&i, &j| rows[i][column].abs().total_cmp(&rows[j][column].abs()))?;
        if rows[pivot][column].is_nan() || rows[pivot][column].abs() <= SINGULAR * scale {
            return None;
        }
        rows.swap(column, pivot);
        let top = rows[column];
        for (index, row) in rows.iter_mut().enumerate() {
            if index != column {
                let factor = row[column] / top[column];
                row.iter_mut().zip(top).for_each(|(value, above)| *value -= factor * above);
            }
        }
    }
    Some(std::array::from_fn(|i| rows[i][8] / rows[i][i]))
}

/// A regular grid of points over a picture: where each grid node comes from. Between the nodes it is bilinear.
#[derive(Debug, Clone, PartialEq)]
pub struct Mesh {
    columns: usize,
    rows: usize,
    step: f32,
    nodes: Vec<Point>,
}

impl Mesh {
    /// A mesh of `columns` x `rows` nodes, `step` pixels apart, the first at (0, 0); `nodes` row by row. Nothing for
    /// fewer than two nodes on a side, a step that is not positive, or a wrong number of nodes.
    pub fn new(columns: usize, rows: usize, step: f32, nodes: Vec<Point>) -> Option<Self> {
        let fits = columns >= 2 && rows >= 2 && step > 0.0 && columns.checked_mul(rows) == Some(nodes.len());
        fits.then_some(Self { columns, rows, step, nodes })
    }

    /// Where `point` comes from; outside the mesh the nearest patch is continued.
    pub fn apply(&self, point: Point) -> Point {
        let cell = |v: f32, count: usize| ((v / self.step).floor().max(0.0) as usize).min(count - 2);
        let (column, row) = (cell(point.x, self.columns), cell(point.y, self.rows));
        let (u, v) = (point.x / self.step - column as f32, point.y / self.step - row as f32);
        let node = |c: usize, r: usize| self.nodes.get(r * self.columns + c).copied().unwrap_or_default();
        let top = node(column, row).lerp(node(column + 1, row), u);
        let bottom = node(column, row + 1).lerp(node(column + 1, row + 1), u);
        top.lerp(bottom, v)
    }
}

/// Leads points of a derived picture back to the picture that it was made from.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum PointMap {
    /// The picture is the same.
    Identity,
    /// It was scaled, turned, or seen in perspective.
    Projection(Projection),
    /// It was flattened.
    Mesh(Mesh),
    /// Several of these, the first applied first.
    Chain(Vec<PointMap>),
}

impl PointMap {
    /// Where `point` of the derived picture lies in the picture it was made from.
    pub fn apply(&self, point: Point) -> Point {
        match self {
            Self::Identity => point,
            Self::Projection(projection) => projection.apply(point),
            Self::Mesh(mesh) => mesh.apply(point),
            Self::Chain(maps) => maps.iter().fold(point, |p, map| map.apply(p)),
        }
    }

    /// This map, then `next`.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        match (self, next) {
            (Self::Identity, map) | (map, Self::Identity) => map,
            (Self::Chain(mut maps), next) => {
                maps.push(next);
                Self::Chain(maps)
            }
            (map, next) => Self::Chain(vec![map, next]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUAD: [Point; 4] =
        [Point::new(10.0, 12.0), Point::new(210.0, 30.0), Point::new(190.0, 140.0), Point::new(0.0, 100.0)];
    const SQUARE: [Point; 4] =
        [Point::new(0.0, 0.0), Point::new(100.0, 0.0), Point::new(100.0, 100.0), Point::new(0.0, 100.0)];

    fn near(a: Point, b: Point) -> bool {
        a.distance(b) < 1e-2
    }

    #[test]
    fn a_projection_hits_its_corners_and_goes_back() {
        let there = Projection::between(SQUARE, QUAD).unwrap();
        let back = there.inverse().unwrap();
        for (from, to) in SQUARE.into_iter().zip(QUAD) {
            assert!(near(there.apply(from), to));
            assert!(near(back.apply(to), from));
        }
    }

    #[test]
    fn degenerate_corners_have_no_projection() {
        let flat = [0.0, 1.0, 2.0, 3.0].map(|x| Point::new(x, x));
        assert_eq!(Projection::between(flat, SQUARE), None);
        assert_eq!(Projection::affine([1.0, 1.0, 0.0, 1.0, 1.0, 0.0]).inverse(), None);
    }

    #[test]
    fn a_mesh_is_bilinear_and_goes_on_outside() {
        let nodes =
            vec![Point::new(0.0, 0.0), Point::new(20.0, 0.0), Point::new(0.0, 30.0), Point::new(20.0, 30.0)];
        let mesh = Mesh::new(2, 2, 10.0, nodes).unwrap();
        assert!(near(mesh.apply(Point::new(5.0, 5.0)), Point::new(10.0, 15.0)));
        assert!(near(mesh.apply(Point::new(-5.0, 20.0)), Point::new(-10.0, 60.0)));
        assert_eq!(Mesh::new(1, 2, 10.0, vec![Point::default(); 2]), None);
    }

    #[test]
    fn maps_chain_in_order() {
        let shift = PointMap::Projection(Projection::affine([1.0, 0.0, 5.0, 0.0, 1.0, 0.0]));
        let double = PointMap::Projection(Projection::affine([2.0, 0.0, 0.0, 0.0, 2.0, 0.0]));
        let both = PointMap::Identity.then(shift).then(double);
        assert!(near(both.apply(Point::new(1.0, 1.0)), Point::new(12.0, 2.0)));
    }
}
