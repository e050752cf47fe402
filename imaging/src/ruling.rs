use document::{Point, Rect};

/// What a ruling line was seen in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RulingSource {
    /// Dark or coloured pixels.
    Pixels,
    /// Vector graphics of a PDF.
    Vector,
}

/// A drawn straight line, as tables and forms have them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruling {
    /// Left end of a horizontal line, upper end of a vertical one; on the middle of the stroke, in pixels.
    pub start: Point,
    /// The other end.
    pub end: Point,
    /// Width of the stroke in pixels.
    pub thickness: f32,
    /// Share of the line's length that has ink: 1 for solid, less for dotted, dashed or broken lines.
    pub coverage: f32,
    /// What it was seen in.
    pub source: RulingSource,
}

impl Ruling {
    /// Length in pixels.
    pub fn length(&self) -> f32 {
        self.start.distance(self.end)
    }

    /// The smallest upright rectangle around the middle of the stroke.
    pub fn bounds(&self) -> Rect {
        Rect::new(self.start.x, self.start.y, self.end.x, self.end.y)
    }
}

/// The ruling lines of one page, found once and used by layout and tables alike.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rulings {
    /// Nearly horizontal lines, top to bottom, then left to right.
    pub horizontal: Vec<Ruling>,
    /// Nearly vertical lines, left to right, then top to bottom.
    pub vertical: Vec<Ruling>,
}
