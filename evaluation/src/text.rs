//! Rulers for text: edit distances, order-free agreement, and the order of a page's pieces.

mod edit;
mod locate;
mod measure;
mod normalise;
mod order;

pub use edit::{Step, align, distance};
pub use locate::{Located, locate};
pub use measure::{Errors, bag_f1, block_ned, character_errors, characters, ned, word_errors, words};
pub use normalise::{Normalisation, Punctuation, Spaces};
pub use order::{Order, block_order, piece_order};

pub(crate) use edit::{distance_of, symbols_of};
pub(crate) use locate::common_subsequence;
pub(crate) use normalise::is_word_character;
