//! What the two processes say to each other.

use std::error::Error as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::content::{GLYPH_WORDS, Glyph, STROKE_WORDS, Stroke};
use crate::{Error, ErrorKind};

/// The longest request or reply in bytes: they are a few lines of JSON.
pub(super) const MOST_MESSAGE: u64 = 1 << 20;

/// The longest frame of characters or strokes in bytes: a few million of them.
pub(super) const MOST_LIST: u64 = 1 << 28;

/// From the parent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Request {
    /// The first; a frame with the document follows.
    Open {
        /// The PDFium library file.
        library: Option<PathBuf>,
        password: Option<String>,
        /// Where to write pixels.
        pixels_file: PathBuf,
        /// The limit on pixels of a page.
        pixels: u64,
        /// The limit on the seconds of a request.
        seconds: f32,
    },
    /// A page by number, from 1.
    Page { number: u32 },
}

/// From the child, one for each request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Reply {
    Opened {
        pages: u32,
    },
    /// A frame of characters and one of strokes follow; the pixels are in the shared file.
    Page(PageHeader),
    Failed(Failure),
}

/// A page without its lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PageHeader {
    /// In points.
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) dpi: f32,
    /// Width and height of the picture.
    pub(super) pixels: (u32, u32),
    /// Left, top, right and bottom in points.
    pub(super) blind: Vec<[f32; 4]>,
}

/// An error on its way between processes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Failure {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    cause: Option<String>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            message: error.message().to_owned(),
            hint: error.hint().map(str::to_owned),
            cause: error.source().map(|cause| format!("{cause:#}")),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let mut error = Self::new(failure.kind, failure.message);
        if let Some(hint) = failure.hint {
            error = error.with_hint(hint);
        }
        match failure.cause {
            Some(cause) => error.with_cause(cause),
            None => error,
        }
    }
}

pub(super) fn pack_glyphs(glyphs: &[Glyph]) -> Vec<u8> {
    glyphs.iter().flat_map(|glyph| glyph.to_words()).flat_map(u32::to_le_bytes).collect()
}

pub(super) fn pack_strokes(strokes: &[Stroke]) -> Vec<u8> {
    strokes.iter().flat_map(|stroke| stroke.to_words()).flat_map(u32::to_le_bytes).collect()
}

/// The characters in `bytes`; nothing where they are not such a list.
pub(super) fn unpack_glyphs(bytes: &[u8]) -> Option<Vec<Glyph>> {
    unpack::<GLYPH_WORDS, _>(bytes, Glyph::from_words)
}

/// The strokes in `bytes`; nothing where they are not such a list.
pub(super) fn unpack_strokes(bytes: &[u8]) -> Option<Vec<Stroke>> {
    unpack::<STROKE_WORDS, _>(bytes, Stroke::from_words)
}

fn unpack<const N: usize, T>(bytes: &[u8], item: impl Fn([u32; N]) -> Option<T>) -> Option<Vec<T>> {
    let (words, odd) = bytes.as_chunks::<4>();
    let words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
    let (items, left) = words.as_chunks::<N>();
    if !odd.is_empty() || !left.is_empty() {
        return None;
    }
    items.iter().map(|words| item(*words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Point;

    #[test]
    fn lists_come_back_and_broken_ones_do_not() {
        let stroke =
            Stroke { from: Point::new(1.0, 2.0), to: Point::new(3.0, 2.0), width: 0.5, coverage: 0.75 };
        let bytes = pack_strokes(&[stroke; 3]);
        assert_eq!(unpack_strokes(&bytes), Some(vec![stroke; 3]));
        assert_eq!(unpack_strokes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(unpack_strokes(&bytes[4..]), None);
        assert_eq!(unpack_glyphs(&[0xFF; GLYPH_WORDS * 4]), None);
        assert_eq!(unpack_glyphs(&[]), Some(vec![]));
    }

    #[test]
    fn an_error_keeps_its_kind_hint_and_cause() {
        let error = Error::new(ErrorKind::Password, "encrypted").with_hint("give it").with_cause("below");
        let back = Error::from(Failure::from(&error));
        assert_eq!(
            (back.kind(), back.message(), back.hint()),
            (ErrorKind::Password, "encrypted", Some("give it"))
        );
        assert_eq!(back.source().map(ToString::to_string), Some("below".into()));
    }
}
