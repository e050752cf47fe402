//! Straight strokes of a path: what is stroked, and thin filled shapes that stand for lines.

use document::{Point, Rect};

use super::display::Matrix;
use super::native::{Object, Segment, SegmentKind};
use crate::content::Stroke;

/// Segments looked at per path; longer paths are drawings.
const MAX_SEGMENTS: i32 = 20_000;

/// A filled rectangle is a line where it is no thicker than this many points, the width of a heavy table rule...
const MAX_FILLED_THICKNESS: f32 = 4.0;

/// ...and this many times as long as thick, which a bullet or a check mark is not.
const MIN_FILLED_RATIO: f32 = 4.0;

/// A stroke of width 0 is drawn as thin as the device can: so many points on paper.
const HAIRLINE: f32 = 0.25;

/// The straight strokes of the path `object`, in display space.
pub(super) fn strokes(object: &Object, view: &Matrix) -> Vec<Stroke> {
    let (filled, stroked) = object.painted();
    if !filled && !stroked {
        return Vec::new();
    }
    let to_page = object.matrix().then(view);
    let segments = object.segments(MAX_SEGMENTS);
    let subpaths = subpaths(&segments, &to_page);
    let mut strokes = Vec::new();
    if stroked {
        let width = (object.stroke_width() * to_page.scale()).max(HAIRLINE);
        let coverage = coverage(&object.dashes());
        strokes.extend(subpaths.iter().flat_map(|sub| sub.edges(width, coverage)));
    }
    if filled {
        strokes.extend(subpaths.iter().filter_map(Subpath::as_bar));
    }
    let finite = |s: &Stroke| [s.from.x, s.from.y, s.to.x, s.to.y, s.width].iter().all(|v| v.is_finite());
    strokes.retain(finite);
    strokes
}

/// Share of ink in a dash pattern: 1 without one.
fn coverage(dashes: &[f32]) -> f32 {
    let all: f32 = dashes.iter().sum();
    let ink: f32 = dashes.iter().step_by(2).sum();
    match dashes.len() {
        0 => 1.0,
        _ if !(all.is_finite() && all > 0.0) => 1.0,
        // An odd pattern is used twice, the second time with dashes and gaps exchanged.
        n if n % 2 == 1 => 0.5,
        _ => (ink / all).clamp(0.0, 1.0),
    }
}

/// A part of a path that is drawn without lifting the pen.
#[derive(Debug, Default)]
struct Subpath {
    points: Vec<Point>,
    /// Whether the step to the point of the same index is a straight line; the first is not.
    straight: Vec<bool>,
    closed: bool,
}

fn subpaths(segments: &[Segment], to_page: &Matrix) -> Vec<Subpath> {
    let mut all: Vec<Subpath> = Vec::new();
    for segment in segments {
        if segment.kind == SegmentKind::Move || all.is_empty() {
            all.push(Subpath::default());
        }
        if let Some(sub) = all.last_mut() {
            sub.points.push(to_page.apply(segment.to));
            sub.straight.push(segment.kind == SegmentKind::Line);
            sub.closed |= segment.closes;
        }
    }
    all
}

impl Subpath {
    fn edges(&self, width: f32, coverage: f32) -> impl Iterator<Item = Stroke> {
        let closing = match (self.points.last(), self.points.first()) {
            (Some(last), Some(first)) if self.closed && last != first => Some((*last, *first)),
            _ => None,
        };
        let steps = self.points.windows(2).zip(self.straight.iter().skip(1));
        let lines = steps.filter(|(_, straight)| **straight).filter_map(|(ends, _)| match ends {
            [from, to] => Some((*from, *to)),
            _ => None,
        });
        lines.chain(closing).map(move |(from, to)| Stroke { from, to, width, coverage })
    }

    /// The line that a thin filled rectangle stands for.
    fn as_bar(&self) -> Option<Stroke> {
        if self.points.len() < 4 || self.straight.iter().skip(1).any(|straight| !straight) {
            return None;
        }
        let spot = |p: &Point| Rect::new(p.x, p.y, p.x, p.y);
        let bounds = Rect::around(self.points.iter().map(spot))?;
        let on_corner = |p: &Point| bounds.corners().iter().any(|corner| corner.distance(*p) < 0.1);
        if !self.points.iter().all(on_corner) {
            return None;
        }
        let (w, h) = (bounds.width(), bounds.height());
        let (thin, long) = (w.min(h), w.max(h));
        if thin > MAX_FILLED_THICKNESS || long < MIN_FILLED_RATIO * thin.max(HAIRLINE) {
            return None;
        }
        let middle = bounds.center();
        let (from, to) = if w >= h {
            (Point::new(bounds.left, middle.y), Point::new(bounds.right, middle.y))
        } else {
            (Point::new(middle.x, bounds.top), Point::new(middle.x, bounds.bottom))
        };
        Some(Stroke { from, to, width: thin.max(HAIRLINE), coverage: 1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(kind: SegmentKind, x: f32, y: f32, closes: bool) -> Segment {
        Segment { kind, to: Point::new(x, y), closes }
    }

    fn rectangle(w: f32, h: f32) -> Vec<Segment> {
        use SegmentKind::{Line, Move};
        vec![
            segment(Move, 0.0, 0.0, false),
            segment(Line, w, 0.0, false),
            segment(Line, w, h, false),
            segment(Line, 0.0, h, true),
        ]
    }

    #[test]
    fn a_stroked_rectangle_has_four_edges() {
        let all = subpaths(&rectangle(100.0, 50.0), &Matrix::IDENTITY);
        let edges: Vec<Stroke> = all[0].edges(1.0, 1.0).collect();
        assert_eq!(edges.len(), 4);
        assert_eq!((edges[3].from, edges[3].to), (Point::new(0.0, 50.0), Point::new(0.0, 0.0)));
    }

    #[test]
    fn thin_filled_rectangles_are_lines() {
        let cases = [(100.0, 0.5, true), (0.5, 100.0, true), (100.0, 50.0, false), (3.0, 2.0, false)];
        for (w, h, want) in cases {
            let all = subpaths(&rectangle(w, h), &Matrix::IDENTITY);
            assert_eq!(all[0].as_bar().is_some(), want, "{w} x {h}");
        }
        let bar = subpaths(&rectangle(100.0, 1.0), &Matrix::IDENTITY)[0].as_bar().unwrap();
        assert_eq!((bar.from, bar.to, bar.width), (Point::new(0.0, 0.5), Point::new(100.0, 0.5), 1.0));
    }

    #[test]
    fn curves_are_no_strokes_and_moves_begin_anew() {
        use SegmentKind::{Curve, Line, Move};
        let path = [
            segment(Move, 0.0, 0.0, false),
            segment(Curve, 1.0, 1.0, false),
            segment(Move, 5.0, 5.0, false),
            segment(Line, 9.0, 5.0, false),
        ];
        let all = subpaths(&path, &Matrix::IDENTITY);
        let edges: Vec<Stroke> = all.iter().flat_map(|sub| sub.edges(1.0, 1.0)).collect();
        assert_eq!(edges.len(), 1);
        assert_eq!(edges[0].to, Point::new(9.0, 5.0));
    }

    #[test]
    fn dashes_cover_in_part() {
        for (dashes, want) in [(&[][..], 1.0), (&[3.0, 1.0], 0.75), (&[2.0], 0.5), (&[0.0, 0.0], 1.0)] {
            assert_eq!(coverage(dashes), want, "{dashes:?}");
        }
    }
}
