//! Lines for tests.

use document::{Confidence, Direction, Line, LineId, Origin, Rect, Word, WordId};

/// A line of words of the given left and right edges, 10 high.
pub(crate) fn line(top: f32, words: &[(&str, f32, f32)]) -> Line {
    let id = LineId { page: 3, line: 1 };
    let word = |(text, left, right): &(&str, f32, f32)| Word {
        id: WordId { line: id, word: 1 },
        text: (*text).into(),
        outline: Rect::new(*left, top, *right, top + 10.0).into(),
        confidence: Confidence::clamped(0.5),
        character_confidences: vec![],
        alternatives: vec![],
        glued: false,
        origin: Origin::Recognition,
    };
    let words: Vec<Word> = words.iter().map(word).collect();
    let bounds = Rect::around(words.iter().map(|word| word.outline.bounds())).unwrap();
    let text = Line::spell(&words);
    Line { id, text, outline: bounds.into(), confidence: None, direction: Direction::Horizontal, words }
}
