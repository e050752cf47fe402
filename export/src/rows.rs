//! Lines that stand side by side, as the fields of a form do.

use document::{Direction, Line, Point, is_cjk};

use crate::escape::one_line;
use crate::flow::Piece;

/// A gap wider than this many line heights parts fields; a narrower one is a wide space within a line of text that was
/// found in two parts. Spaces between words are a quarter of the height, in justified lines up to one.
const WIDE_GAP: f32 = 1.5;
/// A gap wider than this is a space in scripts without spaces between words, too: their letters stand closer.
const SPACE_GAP: f32 = 0.6;

/// Lines on one row are at most this share of the lower one's height apart across the row.
const MAX_DRIFT: f32 = 0.5;

/// A line begins at most this share of its height before its neighbour's end.
const MAX_OVERLAP: f32 = 0.5;

/// What parts fields of one row: an em space.
const FIELD_GAP: &str = "\u{2003}";

/// How a line follows another on the same row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Like the next letter or word.
    Close,
    /// Like the next word after a space.
    Narrow,
    /// Like the next field.
    Wide,
}

/// How `next` follows `line` on the same row; nothing where it stands elsewhere.
///
/// Rows are followed along the lines' own direction, so a turned or skewed page makes no difference.
pub(crate) fn gap(line: &Line, next: &Line) -> Option<Gap> {
    if line.direction == Direction::Vertical || next.direction == Direction::Vertical {
        return None;
    }
    let (a, b) = (Axis::new(line)?, Axis::new(next)?);
    // The longer one knows the direction better.
    let guide = if a.length() >= b.length() { &a } else { &b };
    let length = guide.length();
    let (dx, dy) = ((guide.end.x - guide.start.x) / length, (guide.end.y - guide.start.y) / length);
    let (gx, gy) = (b.start.x - a.end.x, b.start.y - a.end.y);
    let (along, across) = (gx * dx + gy * dy, gx * dy - gy * dx);
    let height = a.height.min(b.height);
    if !(along > -MAX_OVERLAP * height && across.abs() < MAX_DRIFT * height) {
        return None;
    }
    Some(match along / height {
        wide if wide > WIDE_GAP => Gap::Wide,
        narrow if narrow > SPACE_GAP => Gap::Narrow,
        _ => Gap::Close,
    })
}

/// The middle of a line from its start to its end.
struct Axis {
    start: Point,
    end: Point,
    height: f32,
}

impl Axis {
    /// Outlines go clockwise from the text's own top left: the first half of the points is the upper edge.
    fn new(line: &Line) -> Option<Self> {
        let points = line.outline.points();
        let half = points.len() / 2;
        let (first, last) = (points.first()?, points.last()?);
        let (upper, lower) = (points.get(half.checked_sub(1)?)?, points.get(half)?);
        let axis = Self {
            start: first.lerp(*last, 0.5),
            end: upper.lerp(*lower, 0.5),
            height: first.distance(*last),
        };
        (axis.length() > 0.0).then_some(axis)
    }

    fn length(&self) -> f32 {
        self.start.distance(self.end)
    }
}

/// Whether fields stand side by side in `pieces`.
pub(crate) fn has_fields(pieces: &[Piece<'_>]) -> bool {
    pieces.iter().zip(pieces.iter().skip(1)).any(|(a, b)| gap(a.line, b.line) == Some(Gap::Wide))
}

/// What stands between two texts on one row.
pub(crate) fn spacing(before: &str, gap: Gap, after: &str) -> &'static str {
    let (last, first) = (before.chars().next_back(), after.chars().next());
    match gap {
        Gap::Wide => FIELD_GAP,
        Gap::Close if last.is_some_and(is_cjk) || first.is_some_and(is_cjk) => "",
        Gap::Close | Gap::Narrow => " ",
    }
}

/// The text of each row, on one line; empty rows go.
pub(crate) fn row_texts(pieces: &[Piece<'_>]) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut before: Option<&Line> = None;
    for piece in pieces {
        let text = one_line(&piece.text());
        if text.is_empty() {
            continue;
        }
        let gap = before.and_then(|line| gap(line, piece.line));
        before = Some(piece.line);
        match (rows.last_mut(), gap) {
            (Some(row), Some(gap)) => {
                row.push_str(spacing(row, gap, &text));
                row.push_str(&text);
            }
            _ => rows.push(text),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use document::{LineId, Outline, Rect};

    use super::*;

    fn line(outline: impl Into<Outline>) -> Line {
        Line {
            id: LineId { page: 1, line: 1 },
            text: String::new(),
            outline: outline.into(),
            confidence: None,
            direction: Direction::Horizontal,
            words: vec![],
        }
    }

    #[test]
    fn neighbours_are_on_one_row() {
        let first = Rect::new(10.0, 10.0, 60.0, 20.0);
        let cases = [
            ("a field", Rect::new(100.0, 11.0, 140.0, 21.0), Some(Gap::Wide)),
            ("a word", Rect::new(65.0, 9.0, 90.0, 19.0), Some(Gap::Close)),
            ("after a space", Rect::new(70.0, 9.0, 90.0, 19.0), Some(Gap::Narrow)),
            ("the next line", Rect::new(10.0, 22.0, 60.0, 32.0), None),
            ("lower right", Rect::new(100.0, 22.0, 140.0, 32.0), None),
            ("on the left", Rect::new(0.0, 10.0, 8.0, 20.0), None),
            ("over it", Rect::new(30.0, 10.0, 80.0, 20.0), None),
        ];
        for (name, next, want) in cases {
            assert_eq!(gap(&line(first), &line(next)), want, "{name}");
        }
    }

    #[test]
    fn rows_follow_the_text_not_the_page() {
        // The page is turned by 90 degrees and skewed: the row runs upwards and drifts to the right.
        let along = |from: f32, to: f32| {
            let at = |t: f32, side: f32| Point::new(50.0 + 0.1 * t + side, 500.0 - t);
            Outline::from([at(from, 0.0), at(to, 0.0), at(to, 10.0), at(from, 10.0)])
        };
        assert_eq!(gap(&line(along(0.0, 100.0)), &line(along(300.0, 310.0))), Some(Gap::Wide));
        assert_eq!(gap(&line(along(0.0, 100.0)), &line(along(105.0, 200.0))), Some(Gap::Close));
        let mut vertical = line(along(105.0, 200.0));
        vertical.direction = Direction::Vertical;
        assert_eq!(gap(&line(along(0.0, 100.0)), &vertical), None);
    }

    #[test]
    fn a_point_is_no_line() {
        let dot = line(Rect::new(5.0, 5.0, 5.0, 5.0));
        assert_eq!(gap(&dot, &dot), None);
    }
}
