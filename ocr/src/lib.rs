//! Finds lines of text on a picture and reads them.
//!
//! [`Detector`] runs a DB network and gives [`TextBox`]es; [`Recogniser`] cuts each out and runs a CTC network. The easy
//! way is [`Ocr::read`], which is just these stages in order. Lines come back with words, outlines, confidences per
//! character, word and line, and the alternatives where the network was not sure.
//!
//! Nothing here knows about layout or tables.

mod alphabet;
mod boxes;
mod calibration;
mod ctc;
mod dashes;
mod detection;
mod detectors;
mod error;
mod folds;
mod ink;
mod lexicon;
mod reader;
mod recognition;
mod respell;
mod rows;
mod slant;
mod spaces;
mod squeeze;
mod stretches;
mod tensor;
mod words;

pub use boxes::TextBox;
pub use detection::{DetectionOptions, Detector};
pub use error::{Error, ErrorKind};
pub use lexicon::Lexicon;
pub use reader::{Ocr, ReadOptions, joined};
pub use recognition::{Recogniser, RecognitionOptions};
