use std::ops::Range;

use super::date::date_at;
use super::glyphs::Glyphs;
use super::numeral::number_at;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value with the words it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found<T> {
    /// What the words say.
    pub value: T,
    /// The words as they stand in the text.
    pub raw: String,
    /// Where they stand: bytes of the text.
    pub range: Range<usize>,
}

impl<T> Found<T> {
    /// The value read from `text[range]`; a range that does not fit the text gives empty words.
    pub fn at(text: &str, range: Range<usize>, value: T) -> Self {
        let raw = text.get(range.clone()).unwrap_or_default().to_owned();
        Self { value, raw, range }
    }

    /// The same words read as something else.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Found<U> {
        Found { value: read(self.value), raw: self.raw, range: self.range }
    }

    /// The same value with its range moved by `bytes` to the right, for a text that was part of another.
    #[must_use]
    pub fn moved(mut self, bytes: usize) -> Self {
        self.range = self.range.start + bytes..self.range.end + bytes;
        self
    }

    /// The place in characters of `text`, the text the value was found in.
    pub fn chars(&self, text: &str) -> Range<usize> {
        let count = |end: usize| text.char_indices().take_while(|(at, _)| *at < end).count();
        count(self.range.start)..count(self.range.end)
    }
}

/// All values that `value_at` finds, left to right, without overlap; it is given a position and tells the value there and
/// where it ends. Dates are passed over whole, and so are numbers that begin no value, so that none is found in their middle.
pub(super) fn between_dates<T>(
    text: &str,
    value_at: impl Fn(&Glyphs, usize) -> Option<(T, usize)>,
) -> Vec<Found<T>> {
    let glyphs = Glyphs::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        if let Some((_, end)) = date_at(&glyphs, at) {
            at = end;
        } else if let Some((value, end)) = value_at(&glyphs, at) {
            found.push(Found::at(text, glyphs.bytes(at..end), value));
            at = end;
        } else {
            at = number_at(&glyphs, at).map_or(at + 1, |number| number.end.max(at + 1));
        }
    }
    found
}
