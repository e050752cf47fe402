use document::{
    Document, Generator, Notice, NoticeCode, Reading, SCHEMA_VERSION, Source as DocumentSource, TableId,
};

use crate::{Error, PageReading, complete};

/// Puts pages that were read one by one together to a reading. They must come in order.
pub struct Assembly {
    reading: Reading,
}

impl Assembly {
    /// A reading of `source` without pages.
    pub fn new(source: DocumentSource) -> Self {
        let generator = Generator { name: "inkstone".into(), version: env!("CARGO_PKG_VERSION").into() };
        let document = Document {
            schema_version: SCHEMA_VERSION.into(),
            generator,
            source,
            pages: vec![],
            tables: vec![],
            fields: vec![],
        };
        Self { reading: Reading { document, warnings: vec![], failures: vec![] } }
    }

    /// Adds the next page. Its tables get the numbers after those that are there.
    pub fn page(&mut self, read: PageReading) {
        let PageReading { mut page, mut tables, warnings } = read;
        let before = self.reading.document.tables.len() as u32;
        let moved = |id: TableId| TableId(id.0 + before);
        tables.iter_mut().for_each(|table| table.id = moved(table.id));
        page.regions.iter_mut().for_each(|region| region.table = region.table.map(moved));
        self.reading.document.pages.push(page);
        self.reading.document.tables.extend(tables);
        self.reading.warnings.extend(warnings);
    }

    /// Adds a page that could not be read, and why. Without a number the whole document could not.
    pub fn failure(&mut self, page: Option<u32>, message: String) {
        self.reading.failures.push(Notice { code: NoticeCode::PageFailed, page, message });
    }

    /// The reading, with what can only be said once all pages are there.
    pub fn finish(mut self) -> Reading {
        self.reading.document = complete(self.reading.document);
        self.reading
    }
}

impl Error {
    /// The message and all causes below it, in one line.
    pub fn told(&self) -> String {
        let causes = std::iter::successors(std::error::Error::source(self), |cause| cause.source());
        causes.fold(self.to_string(), |text, cause| format!("{text}: {cause}"))
    }
}
