use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Key, Landed};

/// One document of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How it is called in messages.
    pub name: String,
    /// The folder of its reading, below the root of the output tree; not used where results are streamed.
    pub place: PathBuf,
}

/// A document that is open.
#[derive(Debug)]
pub struct Opened<D> {
    /// The reader's handle, shared by all that read its pages.
    pub document: D,
    /// The pages to read, in order.
    pub pages: Vec<u32>,
}

/// What was read from one page: bytes that land together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFiles {
    pub(crate) record: Vec<u8>,
    pub(crate) others: Vec<(String, Vec<u8>)>,
}

impl PageFiles {
    /// A page of which one file is kept.
    pub fn record(bytes: impl Into<Vec<u8>>) -> Self {
        Self { record: bytes.into(), others: Vec::new() }
    }

    /// With another record.
    #[must_use]
    pub fn recorded(self, bytes: impl Into<Vec<u8>>) -> Self {
        Self { record: bytes.into(), ..self }
    }

    /// Adds a file, named by its extension (letters and digits, not `json` or `failed`).
    #[must_use]
    pub fn with(mut self, extension: &str, bytes: Vec<u8>) -> Self {
        self.others.push((extension.to_owned(), bytes));
        self
    }
}

/// Why a document could not be opened or delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was found and what was expected.
    pub reason: String,
    /// What the user can do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), hint: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// What a batch is read with. Called from many threads at once.
pub trait Reader: Sync {
    /// A document's bytes, loaded.
    type Source;
    /// An open document.
    type Document: Send + Sync;

    /// Loads the document of the item with this index and tells its key. It may turn out that it need not be opened, or
    /// that it is loaded once more later.
    ///
    /// # Errors
    /// Why it cannot be loaded.
    fn load(&self, item: usize) -> Result<(Self::Source, Key), Failure>;

    /// Opens a loaded document.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open(&self, source: Self::Source) -> Result<Opened<Self::Document>, Failure>;

    /// Reads a page. The result is a function of the key and the number alone.
    ///
    /// # Errors
    /// Why the page could not be read; this lands as the page's result.
    fn read(&self, document: &Self::Document, page: u32) -> Result<PageFiles, String>;

    /// Puts the pages together: into `folder`, which is empty and becomes the document's place when this returns, or
    /// where there is none to wherever the stream goes; then the calls come one at a time, in the order of the items.
    ///
    /// # Errors
    /// What cannot be written.
    fn deliver(&self, document: &Self::Document, pages: &Landed<'_>, folder: Option<&Path>)
    -> io::Result<()>;
}
