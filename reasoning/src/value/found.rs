use std::ops::Range;

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
