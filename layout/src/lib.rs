//! How a page is laid out: which regions it has and in which order they are read.
//!
//! [`Proposer`] runs a layout network before the text is known. [`arrange`] comes after reading: from the network's
//! proposals, the lines of text and the ruling lines it makes regions in reading order, with every line in exactly one.
//! The network is weak outside papers, so the lines have the last word: proposals that contradict them are dropped, and
//! what no proposal claims is grouped by place, size and spacing.
//!
//! [`part_lines`] goes before `arrange` where lines come from pixels: it parts what was read across two columns.
//! [`cut_at_borders`] and [`fill_tables`] see to it, before and after, that what stands in a table is the table's;
//! [`hand_over`] gives words to another region wherever a later stage knows better.
//!
//! [`PhotoSheet`] goes before all of them: it cuts the sheet out of a photo and undoes its perspective.
//!
//! Nothing here knows how lines are read or how a table becomes a grid.

mod arrange;
mod border;
mod error;
mod orientation;
mod part;
mod propose;
#[cfg(test)]
mod sample;
mod seal;
mod slope;
mod upright;

pub use arrange::{ArrangeOptions, Arranged, arrange};
pub use border::{cut_at_borders, fill_tables, hand_over, is_spent};
pub use error::{Error, ErrorKind};
pub use orientation::{Orientation, Orienter};
pub use part::part_lines;
pub use propose::Proposer;
pub use seal::{Seal, place_seals};
pub use slope::Slope;
pub use upright::{Flattened, PhotoSheet};
