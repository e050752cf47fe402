//! Rulers for boxes: pairing, overlap, and how well things were found.

mod pairing;

pub use pairing::best_pairs;
