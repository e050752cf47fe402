//! Reads many documents and loses none of them.
//!
//! [`run`] takes documents through a [`Reader`] with a bounded [`Window`](RunOptions::window) of pages at once. What a page
//! means is the reader's business: here it is bytes that must land whole.
//!
//! The truth is the output tree itself. A page lands under `<root>/.inkstone/<content hash>-<fingerprint>/` - written
//! aside, synced, renamed - and when all pages of a document have landed it is delivered to its place in the same way.
//! Killed at any moment, a second run finds what has landed and reads the rest; the result has the same bytes. Who
//! reads a page claims it with an exclusive file first, so that several processes, on one machine or on a shared
//! folder, split a job without a server; a claim whose owner is gone is taken over.
//!
//! ```
//! use batch::{Failure, Item, Key, Landed, Opened, PageFiles, Reader, RunOptions, run};
//!
//! /// "Reads" documents of two pages.
//! struct Echo(Vec<Item>);
//!
//! impl Reader for Echo {
//!     type Source = String;
//!     type Document = String;
//!
//!     fn load(&self, item: usize) -> Result<(String, Key), Failure> {
//!         let name = &self.0[item].name;
//!         Ok((name.clone(), Key::new(name, "v1")))
//!     }
//!     fn open(&self, source: String) -> Result<Opened<String>, Failure> {
//!         Ok(Opened { document: source, pages: vec![1, 2] })
//!     }
//!     fn read(&self, document: &String, page: u32) -> Result<PageFiles, String> {
//!         Ok(PageFiles::record(format!("{document} page {page}\n")))
//!     }
//!     fn deliver(&self, _: &String, pages: &Landed<'_>, folder: Option<&std::path::Path>) -> std::io::Result<()> {
//!         let mut text = Vec::new();
//!         for page in pages.numbers() {
//!             text.extend(pages.page(*page)?.unwrap_or_default());
//!         }
//!         std::fs::write(folder.expect("folders were asked for").join("text"), text)
//!     }
//! }
//!
//! let root = tempfile::tempdir()?;
//! let items = vec![Item { name: "letter".into(), place: "letter".into() }];
//! let summary = run(root.path(), &items, &Echo(items.clone()), &RunOptions::default(), &())?;
//! assert_eq!((summary.delivered, summary.pages), (1, 2));
//! assert_eq!(std::fs::read_to_string(root.path().join("letter/text"))?, "letter page 1\nletter page 2\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod claim;
mod error;
mod journal;
mod key;
mod land;
mod memory;
mod reader;
mod report;
mod run;
mod schedule;
mod tree;

pub use error::{Error, ErrorKind};
pub use journal::Landed;
pub use key::Key;
pub use memory::{MemoryMeter, resident_memory};
pub use reader::{Failure, Item, Opened, PageFiles, Reader};
pub use report::{Event, Observer, Summary};
pub use run::{Delivery, RunOptions, run};
pub use tree::{forget_unfinished, has_unfinished, is_delivered};
