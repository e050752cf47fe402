//! Bytes in, pages out, one in memory at a time.
//!
//! [`open`] tells from the bytes what an input is (PDF, PNG, JPEG, TIFF, WebP, BMP) and gives a [`PageReader`], an
//! iterator over the [selected](PageSelection) pages. A [`SourcePage`] has the working picture, the way back to source
//! space and, for PDFs, the [`TextLayer`] and the ruling lines. Input is hostile: [`Limits`] are checked before memory
//! is taken, and PDFs are best read in a [child process](Isolation::Child).
//!
//! A page that fails is one [`Error`] of the iterator; the next pages still come.

mod child;
mod content;
mod error;
mod layer;
mod limits;
mod options;
mod pdf;
mod picture;
mod reader;
mod rulings;
mod selection;
mod sniff;

pub use child::serve_child;
pub use error::{Error, ErrorKind};
pub use layer::{LayerLine, Signals, TextLayer};
pub use limits::Limits;
pub use options::{Isolation, OpenOptions};
pub use reader::{PageReader, SourcePage, open};
pub use selection::PageSelection;
