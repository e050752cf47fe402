use std::sync::{Mutex, PoisonError};

use document::{Notice, Page, Source as DocumentSource, Table};
use pages::{PageReader, SourcePage};
use serde::{Deserialize, Serialize};

use crate::{Engine, Error, PageEvent, ReadOptions, Source};

/// A document that is open. Its pages may be read in any order and by many threads; see [`Engine::open`].
pub struct OpenDocument {
    reader: Mutex<PageReader>,
    source: DocumentSource,
    pages: Vec<u32>,
    options: ReadOptions,
}

/// One page that was read, by itself: its tables are numbered from 1. [`Assembly`](crate::Assembly) makes a document of
/// many. It survives JSON: what is written and read back is written the same again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageReading {
    /// What was read, in source space.
    pub page: Page,
    /// The tables on it, in source space.
    pub tables: Vec<Table>,
    /// What deserves a look.
    #[serde(default)]
    pub warnings: Vec<Notice>,
}

impl OpenDocument {
    /// What is read.
    pub fn source(&self) -> &DocumentSource {
        &self.source
    }

    /// The numbers of the pages that were asked for, ascending.
    pub fn pages(&self) -> &[u32] {
        &self.pages
    }

    /// Decodes or draws a page. One at a time: a PDF has one process that draws.
    pub(crate) fn page(&self, number: u32) -> Result<SourcePage, Error> {
        let _span = tracing::debug_span!("pages").entered();
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.page(number).map_err(Error::input)
    }
}

impl Engine {
    /// Opens a document whose pages are to be read one by one with [`Engine::read_page`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::Input`] if the document cannot be opened.
    pub fn open(&self, source: Source, options: &ReadOptions) -> Result<OpenDocument, Error> {
        let mut open = options.open.clone();
        open.pdfium = self.pdfium.clone().or(open.pdfium);
        open.isolation = self.isolation.clone();
        let reader = pages::open(&source.name, source.bytes, &open).map_err(Error::input)?;
        Ok(OpenDocument {
            source: reader.source().clone(),
            pages: reader.selected().to_vec(),
            reader: Mutex::new(reader),
            options: options.clone(),
        })
    }

    /// Reads one page of an open document, and gives what `look` makes of it while its picture is in memory. The result
    /// depends on the document, the options and the number alone.
    ///
    /// All work, `look` included, is done on the engine's workers: more callers than workers keep every worker on a page
    /// of its own; a lone caller has its page's lines spread over all.
    ///
    /// # Errors
    /// What is wrong with this page: [`crate::ErrorKind::Input`] or [`crate::ErrorKind::Page`].
    pub fn read_page<T: Send>(
        &self,
        document: &OpenDocument,
        number: u32,
        look: impl FnOnce(PageEvent<'_>) -> T + Send,
    ) -> Result<(PageReading, T), Error> {
        self.workers.install(|| {
            let source = document.page(number)?;
            let read = self.page(&source, &document.options)?;
            let made = look(PageEvent::of(&source, &read));
            Ok((read, made))
        })
    }
}
