use document::{Outline, Page, Point, Rect};

/// The way from a page's source space to shares of the page (0..=1 both ways) in which a table stands upright.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upright {
    turn: Turn,
    width: f32,
    height: f32,
}

/// Where the text of the table runs to in source space.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Right,
    Down,
    Left,
    Up,
}

impl Upright {
    /// For a table with `outline`, whose points go clockwise from its own top left.
    pub(crate) fn new(page: &Page, outline: &Outline) -> Self {
        let points = outline.points();
        let first = points.first().copied().unwrap_or_default();
        let end = points.get((points.len() / 2).saturating_sub(1)).copied().unwrap_or_default();
        let (dx, dy) = (end.x - first.x, end.y - first.y);
        let turn = match (dx.abs() >= dy.abs(), dx >= 0.0, dy >= 0.0) {
            (true, true, _) => Turn::Right,
            (true, false, _) => Turn::Left,
            (false, _, true) => Turn::Down,
            (false, _, false) => Turn::Up,
        };
        Self { turn, width: page.size.width.max(1.0), height: page.size.height.max(1.0) }
    }

    /// `outline` in shares of the upright page.
    pub(crate) fn rect(&self, outline: &Outline) -> Rect {
        let bounds = outline.bounds();
        let (a, b) = (Point::new(bounds.left, bounds.top), Point::new(bounds.right, bounds.bottom));
        let (a, b) = (self.point(a), self.point(b));
        Rect::new(a.x, a.y, b.x, b.y)
    }

    fn point(&self, point: Point) -> Point {
        let (x, y) = (point.x / self.width, point.y / self.height);
        match self.turn {
            Turn::Right => Point::new(x, y),
            Turn::Down => Point::new(y, 1.0 - x),
            Turn::Left => Point::new(1.0 - x, 1.0 - y),
            Turn::Up => Point::new(1.0 - y, x),
        }
    }
}
