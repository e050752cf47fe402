//! Tables: where they stand on a page, and what grid they are.

mod alignment;
mod assemble;
mod candidate;
mod error;
mod find;
mod fit;
mod frame;
mod headers;
mod ink;
mod lattice;
mod recognise;
mod rows;
mod rules;
#[cfg(test)]
mod sample;
mod score;
mod structure;
mod trim;

pub use error::{Error, ErrorKind};
pub use find::find;
pub use recognise::{Recognised, Recogniser, TableInput};
