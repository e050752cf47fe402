use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Confidence, LineId, Outline, WordId};

/// Which way a line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From left to right (as the letters stand, whatever the turn of the page).
    #[default]
    Horizontal,
    /// Letters upright, one below the other, as in vertical Chinese.
    Vertical,
}

/// Where a word's characters come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Read from pixels.
    Recognition,
    /// Taken from the text layer of a born-digital PDF.
    TextLayer,
}

/// Another reading of one character, kept where the recogniser was not sure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// Which character of the word, from 0.
    pub position: u32,
    /// What else it may be.
    pub text: String,
    /// How likely that is.
    pub confidence: Confidence,
}

/// A run of characters without a space; in scripts without spaces, a run without a wide gap or a change of script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    /// Stable name.
    pub id: WordId,
    /// The characters; never empty.
    pub text: String,
    /// Where the ink is, in source space.
    pub outline: Outline,
    /// Mean over the characters; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// One per character of `text`; empty where unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub character_confidences: Vec<Confidence>,
    /// Other readings of doubtful characters, by position, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// Whether no space stands between this word and the one before it in the line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub glued: bool,
    /// Pixels or text layer.
    pub origin: Origin,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Stable name; numbers follow reading order in a finished document.
    pub id: LineId,
    /// The words with the spaces between them.
    pub text: String,
    /// Where the ink is, in source space.
    pub outline: Outline,
    /// Mean over the characters; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Which way it runs.
    #[serde(default)]
    pub direction: Direction,
    /// In reading order.
    pub words: Vec<Word>,
}

impl Line {
    /// The text of `words`: a space before each but the first and those that are glued.
    pub fn spell(words: &[Word]) -> String {
        let mut text = String::new();
        for (index, word) in words.iter().enumerate() {
            if index > 0 && !word.glued {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }

    /// The same line under another name; its words are renamed with it, from 1.
    #[must_use]
    pub fn renamed(mut self, id: LineId) -> Self {
        self.id = id;
        for (word, number) in self.words.iter_mut().zip(1..) {
            word.id = WordId { line: id, word: number };
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rect;

    fn word(text: &str, glued: bool) -> Word {
        Word {
            id: WordId { line: LineId { page: 1, line: 1 }, word: 1 },
            text: text.into(),
            outline: Rect::new(0.0, 0.0, 1.0, 1.0).into(),
            confidence: None,
            character_confidences: vec![],
            alternatives: vec![],
            glued,
            origin: Origin::Recognition,
        }
    }

    #[test]
    fn spelling_keeps_spaces_and_glue() {
        let words = [word("血糖", false), word("5.6", true), word("mmol/L", false)];
        assert_eq!(Line::spell(&words), "血糖5.6 mmol/L");
        assert_eq!(Line::spell(&[]), "");
    }

    #[test]
    fn renaming_renames_the_words() {
        let line = Line {
            id: LineId { page: 1, line: 1 },
            text: "a b".into(),
            outline: Rect::new(0.0, 0.0, 1.0, 1.0).into(),
            confidence: None,
            direction: Direction::Horizontal,
            words: vec![word("a", false), word("b", false)],
        };
        let line = line.renamed(LineId { page: 2, line: 5 });
        let ids: Vec<_> = line.words.iter().map(|w| w.id.to_string()).collect();
        assert_eq!(ids, ["p2-l5-w1", "p2-l5-w2"]);
    }

    #[test]
    fn absent_fields_stay_absent_in_json() {
        let json = serde_json::to_value(word("a", false)).unwrap();
        let keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["id", "origin", "outline", "text"]);
    }
}
