//! To come.
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
mod scoring;
pub mod table;
pub mod tally;
pub mod text;

pub use classes::region_class;
pub use content::{Block, Content, PageContent, Scope, TableContent};
pub use error::{Error, ErrorKind};
pub use fields::{Field, fields_found, fields_in_text};
pub use formula::{FormulaScore, formula};
pub use metric::Metric;
pub use scoring::{Observations, Scores, observations, score};
