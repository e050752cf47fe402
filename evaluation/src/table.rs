//! Rulers for tables: structure, content, neighbours, places.

mod adjacency;
mod grid;
mod grits;
mod likeness;
mod matched;
mod teds;
mod tree;

pub use adjacency::{Neighbours, Relation, cell_adjacency, content_adjacency, neighbours};
pub use grid::{GridCell, cells_of, element_of, rows_of};
pub use grits::{Alignment, Grits, grits};
pub use likeness::likeness;
pub use matched::{CellPair, matched_cells};
pub use teds::{Trees, teds};

pub(crate) use grid::slots as grid_slots;
