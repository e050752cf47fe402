//! Tables: where they stand on a page, what grid they are, how they go on over pages, and what they mean.

mod adopt;
mod alignment;
mod assemble;
mod banded;
mod boxed;
mod candidate;
mod certainty;
mod error;
mod explain;
mod find;
mod fit;
mod frame;
mod headers;
mod heads;
mod ink;
mod join;
mod lattice;
mod nested;
mod open;
mod recognise;
mod rows;
mod rules;
#[cfg(test)]
mod sample;
mod score;
mod stacked;
mod structure;
mod trim;
mod unmerged;

pub use certainty::Evidence;
pub use error::{Error, ErrorKind};
pub use explain::explain;
pub use find::{TableArea, find};
pub use join::join;
pub use recognise::{Recognised, Recogniser, TableInput};
