//! Lines and rulings for tests.

use document::{Direction, Line, LineId, Origin, Point, Rect, Word, WordId};
use imaging::{Ruling, RulingSource};

/// Lines of words 20 pixels high; a letter is 10 pixels wide, each entry (x, text) a line.
pub(crate) fn lines(rows: &[(f32, &[(f32, &str)])]) -> Vec<Line> {
    let mut lines = vec![];
    for (y, entries) in rows {
        for (x, text) in *entries {
            let id = LineId { page: 1, line: lines.len() as u32 + 1 };
            let mut left = *x;
            let word = |(index, text): (usize, &str)| {
                let right = left + 10.0 * text.chars().count() as f32;
                let outline = Rect::new(left, *y, right, y + 20.0).into();
                left = right + 7.0;
                Word {
                    id: WordId { line: id, word: index as u32 + 1 },
                    text: text.into(),
                    outline,
                    confidence: None,
                    character_confidences: vec![],
                    alternatives: vec![],
                    glued: false,
                    origin: Origin::Recognition,
                }
            };
            let words: Vec<Word> = text.split(' ').enumerate().map(word).collect();
            let bounds = Rect::around(words.iter().map(|w| w.outline.bounds())).unwrap();
            let (text, outline) = (Line::spell(&words), bounds.into());
            lines.push(Line { id, text, outline, confidence: None, direction: Direction::Horizontal, words });
        }
    }
    lines
}

/// A solid line.
pub(crate) fn ruling(x0: f32, y0: f32, x1: f32, y1: f32) -> Ruling {
    let (start, end) = (Point::new(x0, y0), Point::new(x1, y1));
    Ruling { start, end, thickness: 2.0, coverage: 1.0, source: RulingSource::Pixels }
}

/// The edge of a shade.
pub(crate) fn edge(x0: f32, y0: f32, x1: f32, y1: f32) -> Ruling {
    Ruling { thickness: 0.0, ..ruling(x0, y0, x1, y1) }
}
