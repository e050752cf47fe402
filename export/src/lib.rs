//! What a document that has been read looks like elsewhere: Markdown, HTML, plain text, its tables as CSV, XLSX and
//! records, and each page's picture with what was read drawn over it.
//!
//! The crate is pure: it knows no files and no models, and its output is a function of its input alone. Every form
//! keeps every word: a line stands where its region stands in the reading order, a table's words stand in its cells,
//! words that fit no cell follow the table, and what no region claims follows the page.
//!
//! ```
//! # use document::*;
//! # let id = LineId { page: 1, line: 1 };
//! # let place: Outline = Rect::new(72.0, 72.0, 300.0, 90.0).into();
//! # let line = Line { id, text: "Blood count".into(), outline: place.clone(), confidence: None,
//! #     direction: Direction::Horizontal, words: vec![] };
//! # let region = Region { id: RegionId { page: 1, region: 1 }, class: RegionClass::Title, outline: place,
//! #     confidence: None, level: None, lines: vec![id], table: None, text_layer_trust: None };
//! # let page = Page { number: 1, size: PageSize { width: 595.0, height: 842.0, unit: Unit::Point },
//! #     capture: Capture { rotation: Rotation::None, skew: 0.0, rectified: false, working_dpi: 200.0 },
//! #     regions: vec![region], lines: vec![line] };
//! # let document = Document { schema_version: SCHEMA_VERSION.into(),
//! #     generator: Generator { name: "inkstone".into(), version: "0.1.0".into() },
//! #     source: Source { name: "a.pdf".into(), format: SourceFormat::Pdf, bytes: 1, sha256: String::new(), page_count: 1 },
//! #     pages: vec![page], tables: vec![], fields: vec![] };
//! let markdown = export::markdown(&document, &export::MarkdownOptions::default());
//! assert_eq!(markdown, "# Blood count\n");
//! ```

mod annotate;
mod error;
mod escape;
mod flow;
mod html;
mod list;
mod markdown;
mod nests;
mod palette;
mod records;
mod rows;
mod separated;
mod table;
mod table_list;
mod text;
mod xlsx;

#[cfg(test)]
mod conservation;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod snapshots;

pub use annotate::{AnnotateOptions, annotate};
pub use error::{Error, ErrorKind};
pub use html::{HtmlOptions, html, picture_name};
pub use markdown::{Margins, MarkdownOptions, PageSeparator, markdown};
pub use records::{
    Record, RecordColumn, RecordField, RecordPlace, Records, RecordsOptions, TableRecords, records,
};
pub use separated::{csv, table_csv};
pub use table::{table_html, table_markdown};
pub use table_list::scorer_tables;
pub use text::text;
pub use xlsx::xlsx;
