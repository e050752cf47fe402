//! Rulers for boxes: pairing, overlap, and how well things were found.

mod detection;
mod pairing;
mod polygon;
mod words;

pub use detection::{Detection, Ranked, THRESHOLDS, detections, found_boxes};
pub use pairing::best_pairs;
pub use polygon::outline_iou;
pub use words::{TextBox, words_found};

pub(crate) use words::pairs as paired_boxes;
