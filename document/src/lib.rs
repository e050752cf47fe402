//! The vocabulary of a document that has been read.
//!
//! Everything Inkstone finds is told in these types: a [`Document`] has pages, a [`Page`] has [`Line`]s of
//! [`Word`]s and [`Region`]s in reading order, a [`Table`] has a [`Grid`] in which overlap cannot be built. Every item
//! knows where its ink is ([`Outline`]) and, where it is known, how sure the reading is ([`Confidence`]).
//!
//! The crate is pure: no pixels, no models, no files. Its JSON form is versioned ([`SCHEMA_VERSION`]) and published as
//! a JSON Schema ([`json_schema`]); readers ignore fields they do not know.
//!
//! # Coordinates
//!
//! Outlines are in *source space*, origin top left, x to the right, y down: for pictures decoded pixels after EXIF
//! orientation, before any rotation, deskewing or dewarping by Inkstone; for PDFs points (1/72 inch) with the crop box
//! and `/Rotate` applied. [`Page`] states the size and the [`Unit`].
//!
//! ```
//! use document::{Outline, Rect};
//! let outline = Outline::from(Rect::new(10.0, 20.0, 110.0, 40.0));
//! assert_eq!(outline.bounds().width(), 100.0);
//! ```

mod confidence;
mod error;
mod field;
mod geometry;
mod grid;
mod id;
mod line;
mod page;
mod reading;
mod region;
mod table;
mod text;

pub use confidence::Confidence;
pub use error::{Error, ErrorKind};
pub use field::{Field, Passage};
pub use geometry::{Outline, Point, Rect};
pub use grid::{Cell, CellSpan, Grid, HeaderKind, Slot};
pub use id::{LineId, RegionId, TableId, WordId};
pub use line::{Alternative, Direction, Line, Origin, Word};
pub use page::{Capture, Page, PageSize, Rotation, Unit};
pub use reading::{
    Document, Generator, Notice, NoticeCode, Reading, SCHEMA_VERSION, Source, SourceFormat, json_schema,
};
pub use region::{Region, RegionClass, RegionProposal};
pub use table::{CellRef, Column, Place, Table, TableMethod};
pub use text::{Joint, is_cjk, join_lines};
