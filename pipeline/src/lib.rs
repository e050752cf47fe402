//! Reads documents.
//!
//! An [`Engine`] is built once, is `Send + Sync`, and reads many documents from many threads. [`Engine::read`] takes a
//! page through the stages in order: pages, layout, text, tables, document.
//!
//! ```no_run
//! use pipeline::{Engine, EngineOptions, ReadOptions, Source};
//!
//! # fn main() -> Result<(), pipeline::Error> {
//! // Fetches and verifies the models at first use.
//! let engine = Engine::new(&EngineOptions::default(), &())?;
//! let reading = engine.read(Source::file("report.pdf")?, &ReadOptions::default())?;
//! for page in &reading.document.pages {
//!     for region in &page.regions {
//!         println!("{:?} {}", region.class, page.region_text(region));
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod assembly;
mod complete;
mod compose;
mod conserve;
mod engine;
mod error;
mod ink;
mod marks;
mod networks;
mod opened;
mod options;
mod page;
mod regions;
mod rim;
mod seals;
mod sheet;
mod source;
mod tabulate;
mod text;
mod upright;

pub use assembly::Assembly;
pub use complete::complete;
pub use document::{Document, Notice, Reading};
pub use engine::{Engine, PageEvent};
pub use error::{Error, ErrorKind};
pub use imaging::{PageImage, PointMap};
pub use models::{Device, Precision, Progress, StoreOptions};
pub use networks::Networks;
pub use opened::{OpenDocument, PageReading};
pub use options::{Content, EngineOptions, ReadOptions, TextLayerUse};
pub use pages::{Isolation, Limits, PageSelection};
pub use source::Source;
