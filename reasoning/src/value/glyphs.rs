use std::ops::Range;

use super::fold::half_width;

/// The characters of a text, folded to half width, with their places: what the readers of this module step over.
pub(crate) struct Glyphs<'t> {
    text: &'t str,
    /// First byte and character.
    glyphs: Vec<(u32, char)>,
}

impl<'t> Glyphs<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut glyphs = Vec::with_capacity(text.chars().count());
        glyphs.extend(text.char_indices().map(|(at, char)| (at as u32, half_width(char))));
        Self { text, glyphs }
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    pub fn len(&self) -> usize {
        self.glyphs.len()
    }

    pub fn get(&self, at: usize) -> Option<char> {
        self.glyphs.get(at).map(|glyph| glyph.1)
    }

    /// The character before `at`.
    pub fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    /// The byte where glyph `at` begins; the text's length past the end.
    pub fn byte(&self, at: usize) -> usize {
        self.glyphs.get(at).map_or(self.text.len(), |glyph| glyph.0 as usize)
    }

    /// Glyphs as bytes of the text.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.byte(range.start)..self.byte(range.end)
    }

    pub fn is(&self, at: usize, wanted: char) -> bool {
        self.get(at) == Some(wanted)
    }

    /// Whether the glyph at `at` is one of `wanted`.
    pub fn one_of(&self, at: usize, wanted: &str) -> bool {
        self.get(at).is_some_and(|char| wanted.contains(char))
    }

    /// Whether the glyph before `at` is one of `wanted`.
    pub fn one_of_before(&self, at: usize, wanted: &str) -> bool {
        self.before(at).is_some_and(|char| wanted.contains(char))
    }

    /// The place after `word`, if it stands at `at`; letters of either case.
    pub fn eat(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for wanted in word.chars() {
            if !self.get(end)?.eq_ignore_ascii_case(&wanted) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The first of `words` that stands at `at`, with the place after it. Longer words come first in the lists given.
    pub fn eat_any<T: Copy>(&self, at: usize, words: &[(&str, T)]) -> Option<(T, usize)> {
        words.iter().find_map(|(word, value)| self.eat(at, word).map(|end| (*value, end)))
    }

    /// The place after at most `most` spaces.
    pub fn skip_spaces(&self, mut at: usize, most: usize) -> usize {
        let last = at + most;
        while at < last && self.get(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    /// The word of ASCII letters at `at`, in lower case, with the place after it; words over 24 letters are none.
    pub fn word(&self, at: usize) -> Option<(String, usize)> {
        let mut word = String::new();
        let mut end = at;
        while let Some(char) = self.get(end).filter(char::is_ascii_alphabetic) {
            word.push(char.to_ascii_lowercase());
            end += 1;
            if word.len() > 24 {
                return None;
            }
        }
        (!word.is_empty()).then_some((word, end))
    }

    /// Whether an ASCII word or figure goes on across the border before `at`.
    pub fn inside_word(&self, at: usize) -> bool {
        let part = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
        part(self.before(at)) && part(self.get(at))
    }
}
