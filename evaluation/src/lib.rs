//! How good a reading is: rulers, readers of truths and predictions, and the report.
//!
//! [`evaluate`] takes samples (a truth and what was read, both as [`Content`]) and gives a [`Report`]: scores per set with
//! intervals, every sample's own scores, and what is wrong in the worst ones. [`Report::compare`] tells better and worse
//! from noise, [`html`] makes a page of it for a person, `Display` a table for a terminal. [`read`] has the readers: of
//! our own truth and that of the data sets of the field, of our JSON and of any tool's Markdown, HTML or text. The rulers
//! themselves are in [`text`], [`table`], [`boxes`] and [`calibration`], each with its source. [`label`] makes a truth of a
//! reading, to be corrected by hand.
//!
//! The crate is pure: no files, no pixels, no models.
//!
//! ```
//! use evaluation::read::{PageHeights, PredictionFormat, TruthFormat, read_prediction, read_truth};
//! use evaluation::{Metric, Options, Sample, evaluate};
//!
//! let truths = read_truth(TruthFormat::LineList, "a.png\tGLU 5.6 mmol/L\n", PageHeights::default())?;
//! let samples = truths.into_iter().map(|truth| Sample {
//!     id: truth.input.unwrap_or_default(),
//!     set: "lines".to_owned(),
//!     prediction: read_prediction(PredictionFormat::Text, "GLU 5.8 mmol/L").ok(),
//!     truth: truth.content,
//!     ..Sample::default()
//! });
//! let report = evaluate(samples, &Options::default());
//! assert_eq!(report.sets["lines"].scores[&Metric::Cer].value, 1.0 / 14.0);
//! # Ok::<(), evaluation::Error>(())
//! ```
//!
//! # What counts
//!
//! A ruler applies where both sides know enough. What a tool never tells about (boxes, say) is not held against it; but
//! where it does for some samples of a set, a sample without has none. A missing prediction counts as an empty one. True
//! tables without a partner have 0, and predicted ones without a partner count in the F1 of TEDS and of detection, also
//! on pages that have no table at all.
//!
//! # Where scores of the same name differ elsewhere
//!
//! - [`Metric::Ned`] is of the whole page in its order; OmniDocBench's text score is of blocks that are matched first, and
//!   leaves headers and footers out. [`Metric::BlockNed`] is nearer to it.
//! - [`Metric::Teds`] takes `th` for `td` and leaves out `thead`, `tbody` and inline tags, as OmniDocBench does;
//!   [`Metric::TedsPubtabnet`] is the original.
//! - [`Metric::TableDetection50`] counts false tables on pages without any; scorers that look only at pages with tables
//!   (as the data of ICDAR 2013 and 2019 has no others) give more.
//! - [`Metric::LayoutMap`] looks at boxes of all sizes, the surest hundred a page, and takes a box without a confidence
//!   for a sure one.

pub mod bootstrap;
pub mod boxes;
pub mod calibration;
mod classes;
mod content;
mod error;
mod fields;
mod formula;
mod label;
pub mod markup;
mod metric;
mod perfect;
pub mod read;
mod report;
mod scoring;
mod speed;
pub mod table;
pub mod tally;
pub mod text;
mod webpage;

pub use classes::region_class;
pub use content::{Block, Content, PageContent, Scope, TableContent};
pub use error::{Error, ErrorKind};
pub use fields::{Field, fields_found, fields_in_text};
pub use formula::{FormulaScore, formula};
pub use label::label;
pub use metric::Metric;
pub use perfect::perfect_reading;
pub use report::{
    CellState, Change, ClassScore, Comparison, Difference, Mark, Options, REPORT_SCHEMA, Report, Sample,
    SampleReport, Score, SetReport, TableDifference, TextDifference, Verdict, evaluate,
};
pub use scoring::{Observations, Scores, observations, score};
pub use speed::Speed;
pub use webpage::{Picture, html};
