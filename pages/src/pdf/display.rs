//! From PDF user space to the page as it is displayed.

use document::{Point, Rect, Rotation};

/// An affine map in the order of PDF's matrices: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix(pub(crate) [f32; 6]);

impl Matrix {
    pub(crate) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(crate) fn apply(&self, p: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point::new(a * p.x + c * p.y + e, b * p.x + d * p.y + f)
    }

    /// The vector `p` turned and scaled, but not shifted.
    pub(crate) fn apply_vector(&self, p: Point) -> Point {
        let [a, b, c, d, ..] = self.0;
        Point::new(a * p.x + c * p.y, b * p.x + d * p.y)
    }

    /// The box around the moved corners of `rect`.
    pub(crate) fn apply_rect(&self, rect: Rect) -> Rect {
        let [p, q, r, s] = rect.corners().map(|corner| self.apply(corner));
        let all = [p, q, r, s].map(|p| Rect::new(p.x, p.y, p.x, p.y));
        Rect::around(all).unwrap_or_default()
    }

    /// This map, then `next`.
    pub(crate) fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let x = next.apply_vector(Point::new(a, b));
        let y = next.apply_vector(Point::new(c, d));
        let shift = next.apply(Point::new(e, f));
        Self([x.x, x.y, y.x, y.y, shift.x, shift.y])
    }

    /// By how much lengths grow, as the root of how areas grow.
    pub(crate) fn scale(&self) -> f32 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }
}

/// The map from user space (origin bottom left, y up) to display space (origin top left, y down, points) for a page
/// that shows `shown` of user space, turned clockwise by `rotation`.
pub(crate) fn to_display(shown: Rect, rotation: Rotation) -> Matrix {
    // In user space y grows upwards: `top` is the lower edge.
    let Rect { left, top: lower, right, bottom: upper } = shown;
    Matrix(match rotation {
        Rotation::None => [1.0, 0.0, 0.0, -1.0, -left, upper],
        Rotation::Quarter => [0.0, 1.0, 1.0, 0.0, -lower, -left],
        Rotation::Half => [-1.0, 0.0, 0.0, 1.0, right, -lower],
        Rotation::ThreeQuarter => [0.0, -1.0, -1.0, 0.0, upper, right],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_space_starts_at_the_top_left_as_turned() {
        let shown = Rect::new(10.0, 20.0, 110.0, 220.0);
        let upper_left = Point::new(10.0, 220.0);
        let cases = [
            (Rotation::None, Point::new(0.0, 0.0)),
            (Rotation::Quarter, Point::new(200.0, 0.0)),
            (Rotation::Half, Point::new(100.0, 200.0)),
            (Rotation::ThreeQuarter, Point::new(0.0, 100.0)),
        ];
        for (rotation, want) in cases {
            assert_eq!(to_display(shown, rotation).apply(upper_left), want, "{rotation:?}");
        }
    }

    #[test]
    fn matrices_chain_in_order() {
        let shift = Matrix([1.0, 0.0, 0.0, 1.0, 5.0, 0.0]);
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(shift.then(&double).apply(Point::new(1.0, 1.0)), Point::new(12.0, 2.0));
        assert_eq!(double.scale(), 2.0);
        assert_eq!(Matrix::IDENTITY.then(&shift), shift);
    }
}
