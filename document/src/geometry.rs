use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, ErrorKind};

/// JSON carries hundredths of a pixel or point.
const COORDINATE_DECIMALS: f64 = 100.0;

/// A place on a page: x to the right, y down, in the unit of the space it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f32,
    /// Distance from the top edge.
    pub y: f32,
}

impl Point {
    /// The point (x, y).
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Straight distance to `other`.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point at `t` (0: here, 1: `other`) on the way to `other`.
    pub fn lerp(self, other: Self, t: f32) -> Self {
        Self::new(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t)
    }
}

fn rounded(value: f32) -> f64 {
    (f64::from(value) * COORDINATE_DECIMALS).round() / COORDINATE_DECIMALS
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [rounded(self.x), rounded(self.y)].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [x, y] = <[f32; 2]>::deserialize(deserializer)?;
        Ok(Self { x, y })
    }
}

impl JsonSchema for Point {
    fn schema_name() -> Cow<'static, str> {
        "Point".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
            "description": "[x, y] in the page's unit, origin top left, y down."
        })
    }
}

/// An upright rectangle; `left <= right` and `top <= bottom` always hold.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Smallest x.
    pub left: f32,
    /// Smallest y.
    pub top: f32,
    /// Largest x.
    pub right: f32,
    /// Largest y.
    pub bottom: f32,
}

impl Rect {
    /// The rectangle spanned by two opposite corners, in any order.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { left: x0.min(x1), top: y0.min(y1), right: x0.max(x1), bottom: y0.max(y1) }
    }

    /// Width, never negative.
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    /// Height, never negative.
    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Width times height.
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// The middle.
    pub fn center(&self) -> Point {
        Point::new((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Whether `point` lies inside or on the edge.
    pub fn contains(&self, point: Point) -> bool {
        (self.left..=self.right).contains(&point.x) && (self.top..=self.bottom).contains(&point.y)
    }

    /// The common part; nothing where the two do not even touch.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let (left, top) = (self.left.max(other.left), self.top.max(other.top));
        let (right, bottom) = (self.right.min(other.right), self.bottom.min(other.bottom));
        (left <= right && top <= bottom).then_some(Self { left, top, right, bottom })
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The smallest rectangle around all; nothing for none.
    pub fn around(rects: impl IntoIterator<Item = Self>) -> Option<Self> {
        rects.into_iter().reduce(|a, b| a.union(&b))
    }

    /// Area in common, 0 where they are apart.
    pub fn overlap(&self, other: &Self) -> f32 {
        self.intersection(other).map_or(0.0, |r| r.area())
    }

    /// Intersection over union, 0..=1.
    pub fn iou(&self, other: &Self) -> f32 {
        let common = self.overlap(other);
        let all = self.area() + other.area() - common;
        if all > 0.0 { common / all } else { 0.0 }
    }

    /// The share of this rectangle's area that lies in `other`, 0..=1.
    pub fn share_in(&self, other: &Self) -> f32 {
        if self.area() > 0.0 { self.overlap(other) / self.area() } else { 0.0 }
    }

    /// Length of the common stretch on the x axis, 0 where there is none.
    pub fn overlap_x(&self, other: &Self) -> f32 {
        (self.right.min(other.right) - self.left.max(other.left)).max(0.0)
    }

    /// Length of the common stretch on the y axis, 0 where there is none.
    pub fn overlap_y(&self, other: &Self) -> f32 {
        (self.bottom.min(other.bottom) - self.top.max(other.top)).max(0.0)
    }

    /// Grown by `margin` on every side (shrunk where negative, never inside out).
    pub fn grown(&self, margin: f32) -> Self {
        let (mx, my) = (margin.max(-self.width() / 2.0), margin.max(-self.height() / 2.0));
        Self { left: self.left - mx, top: self.top - my, right: self.right + mx, bottom: self.bottom + my }
    }

    /// The corners, clockwise from the top left.
    pub fn corners(&self) -> [Point; 4] {
        [
            Point::new(self.left, self.top),
            Point::new(self.right, self.top),
            Point::new(self.right, self.bottom),
            Point::new(self.left, self.bottom),
        ]
    }
}

/// A closed outline of four or more points, clockwise from the top left of the text itself (which is not the top left
/// of the page where the text is turned).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Outline(Vec<Point>);

impl Outline {
    /// An outline through `points`, clockwise from the text's own top left.
    ///
    /// # Errors
    /// [`ErrorKind::Outline`] for fewer than four points, [`ErrorKind::OutOfRange`] where one is not finite.
    pub fn new(points: Vec<Point>) -> Result<Self, Error> {
        if points.len() < 4 {
            let message = format!("outline has {} points, expected 4 or more", points.len());
            return Err(Error::new(ErrorKind::Outline, message));
        }
        if points.iter().any(|p| !p.x.is_finite() || !p.y.is_finite()) {
            return Err(Error::new(ErrorKind::OutOfRange, "outline has a point that is not finite"));
        }
        Ok(Self(points))
    }

    /// The points, clockwise.
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// The smallest upright rectangle around the outline.
    pub fn bounds(&self) -> Rect {
        let first = self.0.first().copied().unwrap_or_default();
        self.0.iter().fold(Rect::new(first.x, first.y, first.x, first.y), |r, p| Rect {
            left: r.left.min(p.x),
            top: r.top.min(p.y),
            right: r.right.max(p.x),
            bottom: r.bottom.max(p.y),
        })
    }

    /// The outline with every point moved by `map`; a point that `map` sends to infinity stays where it was.
    pub fn map(&self, mut map: impl FnMut(Point) -> Point) -> Self {
        let moved = |p: &Point| {
            let q = map(*p);
            if q.x.is_finite() && q.y.is_finite() { q } else { *p }
        };
        Self(self.0.iter().map(moved).collect())
    }

    /// Whether `point` lies within, by the number of sides that a ray to its right crosses (even-odd rule); of points on a side,
    /// those on an upper or left one do.
    pub fn contains(&self, point: Point) -> bool {
        let sides = self.0.iter().zip(self.0.iter().cycle().skip(1));
        let crosses = |(a, b): &(&Point, &Point)| {
            (a.y > point.y) != (b.y > point.y) && point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y)
        };
        sides.filter(crosses).count() % 2 == 1
    }

    /// Area by the shoelace formula, never negative.
    pub fn area(&self) -> f32 {
        let pairs = self.0.iter().zip(self.0.iter().cycle().skip(1));
        (pairs.map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f32>() / 2.0).abs()
    }
}

impl From<[Point; 4]> for Outline {
    fn from(points: [Point; 4]) -> Self {
        Self(points.to_vec())
    }
}

impl From<Rect> for Outline {
    fn from(rect: Rect) -> Self {
        Self(rect.corners().to_vec())
    }
}

impl<'de> Deserialize<'de> for Outline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_intersect_and_unite() {
        let a = Rect::new(0.0, 0.0, 10.0, 10.0);
        let b = Rect::new(15.0, 5.0, 5.0, 15.0);
        assert_eq!(a.overlap(&b), 25.0);
        assert_eq!(a.union(&b), Rect::new(0.0, 0.0, 15.0, 15.0));
        assert!((a.iou(&b) - 25.0 / 175.0).abs() < 1e-6);
        assert_eq!(a.intersection(&Rect::new(11.0, 0.0, 12.0, 1.0)), None);
        assert_eq!(a.grown(-20.0).area(), 0.0);
    }

    #[test]
    fn an_outline_needs_four_finite_points() {
        let p = Point::new(1.0, 2.0);
        assert_eq!(Outline::new(vec![p; 3]).unwrap_err().kind(), ErrorKind::Outline);
        assert_eq!(
            Outline::new(vec![Point::new(f32::NAN, 0.0); 4]).unwrap_err().kind(),
            ErrorKind::OutOfRange
        );
        assert!(serde_json::from_str::<Outline>("[[0,0],[1,0],[1,1]]").is_err());
    }

    #[test]
    fn json_has_two_decimals() {
        let outline = Outline::from(Rect::new(0.123, 1.0, 2.567, 3.0));
        assert_eq!(serde_json::to_string(&outline).unwrap(), "[[0.12,1.0],[2.57,1.0],[2.57,3.0],[0.12,3.0]]");
        assert_eq!(outline.bounds().left, 0.123);
        assert!((outline.area() - 2.444 * 2.0).abs() < 1e-5);
    }
}
