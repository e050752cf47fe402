//! To come.
pub mod bootstrap;
pub mod boxes;
pub mod calibration;
mod classes;
mod content;
mod error;
mod fields;
mod formula;
pub mod markup;
mod metric;
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
pub use metric::Metric;
pub use report::{
    CellState, Change, ClassScore, Comparison, Difference, Mark, Options, REPORT_SCHEMA, Report, Sample,
    SampleReport, Score, SetReport, TableDifference, TextDifference, Verdict, evaluate,
};
pub use scoring::{Observations, Scores, observations, score};
pub use speed::Speed;
pub use webpage::{Picture, html};
