use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;

use document::{Document, Generator, Notice, NoticeCode, Page, Reading, SCHEMA_VERSION, Table};
use imaging::{PageImage, PointMap};
use models::{Artifact, Pool, Progress, Store};
use pages::{Isolation, SourcePage};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{EngineOptions, Error, Networks, ReadOptions, Source, complete};

/// What one worker needs besides text: the networks that look at a whole page.
pub(crate) struct Eyes {
    pub(crate) orienter: Option<layout::Orienter>,
    pub(crate) proposer: Option<layout::Proposer>,
    pub(crate) structure: tables::Recogniser,
}

/// Reads documents. Built once; shared by many threads.
pub struct Engine {
    pub(crate) ocr: ocr::Ocr,
    pub(crate) eyes: Pool<Eyes>,
    workers: ThreadPool,
    pdfium: Option<PathBuf>,
    isolation: Isolation,
}

/// A page that has just been read, while its picture is still there.
pub struct PageEvent<'a> {
    /// What was read, in source space.
    pub page: &'a Page,
    /// The tables on it, in source space, before those that go on over pages are joined.
    pub tables: &'a [Table],
    /// The picture that was looked at, before any turning or straightening.
    pub picture: &'a PageImage,
    /// From the picture's pixels to source space.
    pub to_source: &'a PointMap,
}

impl Engine {
    /// An engine on the default models. What is missing is fetched and verified; `progress` is told (`&()` for
    /// silence).
    ///
    /// # Errors
    /// [`crate::ErrorKind::Models`] if a model cannot be had or loaded, or the device is not there.
    pub fn new(options: &EngineOptions, progress: &dyn Progress) -> Result<Self, Error> {
        let store = Store::open(options.store.clone()).map_err(Error::models)?;
        let workers = worker_count(options.threads);
        let networks = Networks::load(&store, options, workers, progress)?;
        let mut engine = Self::with_networks(networks, workers)?;
        engine.pdfium = Some(store.path(Artifact::Pdfium).map_err(Error::models)?);
        engine.isolation = options.isolation.clone();
        Ok(engine)
    }

    /// An engine on given networks with `threads` workers (0: one for each core). It opens PDFs in process, with the
    /// system's PDFium.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Models`] if the networks for text are missing or not of their form.
    pub fn with_networks(networks: Networks, threads: usize) -> Result<Self, Error> {
        let Networks { detection, recognition, layout, orientation, structure } = networks;
        let workers = worker_count(threads);
        let (mut layout, mut orientation, mut structure) =
            (layout.into_iter(), orientation.into_iter(), structure.into_iter());
        let eyes = (0..workers).map(|_| {
            Ok(Eyes {
                orienter: orientation.next().map(layout::Orienter::new),
                proposer: layout.next().map(layout::Proposer::new),
                structure: tables::Recogniser::new(structure.next()).map_err(Error::page)?,
            })
        });
        let eyes = eyes.collect::<Result<Vec<_>, Error>>()?;
        let pool =
            ThreadPoolBuilder::new().num_threads(workers).thread_name(|n| format!("inkstone-{n}")).build();
        Ok(Self {
            ocr: ocr::Ocr::new(detection, recognition).map_err(Error::page)?,
            eyes: Pool::new(eyes).ok_or_else(|| Error::options("an engine needs a worker"))?,
            workers: pool.map_err(Error::page)?,
            pdfium: None,
            isolation: Isolation::InProcess,
        })
    }

    /// Reads a document. A page that fails is a failure in the reading; the others are delivered.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Input`] if the document cannot be opened at all.
    pub fn read(&self, source: Source, options: &ReadOptions) -> Result<Reading, Error> {
        self.read_pages(source, options, &mut |_| {})
    }

    /// Reads a document and shows each page, in order, to `on_page` while its picture is in memory. One page is in
    /// memory at a time.
    ///
    /// # Errors
    /// As [`Engine::read`].
    pub fn read_pages(
        &self,
        source: Source,
        options: &ReadOptions,
        on_page: &mut dyn FnMut(PageEvent<'_>),
    ) -> Result<Reading, Error> {
        let mut open = options.open.clone();
        open.pdfium = self.pdfium.clone().or(open.pdfium);
        open.isolation = self.isolation.clone();
        let mut reader = pages::open(&source.name, source.bytes, &open).map_err(Error::input)?;
        let mut reading = empty_reading(reader.source().clone());
        let mut numbers = reader.selected().to_vec().into_iter();
        while let Some(page) = reader.next() {
            let number = numbers.next();
            let read = page
                .map_err(Error::input)
                .and_then(|page| self.read_one(&page, options, &mut reading, on_page));
            if let Err(error) = read {
                reading.failures.push(failure(number, &error));
            }
        }
        reading.document = complete(reading.document);
        Ok(reading)
    }

    /// Reads one page into `reading`.
    fn read_one(
        &self,
        source: &SourcePage,
        options: &ReadOptions,
        reading: &mut Reading,
        on_page: &mut dyn FnMut(PageEvent<'_>),
    ) -> Result<(), Error> {
        let first_table = reading.document.tables.len();
        let read = self.workers.install(|| self.read_page(source, options, first_table as u32 + 1))?;
        on_page(PageEvent {
            page: &read.page,
            tables: &read.tables,
            picture: &source.image,
            to_source: &source.to_source,
        });
        reading.document.pages.push(read.page);
        reading.document.tables.extend(read.tables);
        reading.warnings.extend(read.warnings);
        Ok(())
    }
}

fn worker_count(threads: usize) -> usize {
    if threads > 0 { threads } else { available_parallelism().map_or(1, NonZero::get) }
}

fn empty_reading(source: document::Source) -> Reading {
    let generator = Generator { name: "inkstone".into(), version: env!("CARGO_PKG_VERSION").into() };
    let document = Document {
        schema_version: SCHEMA_VERSION.into(),
        generator,
        source,
        pages: vec![],
        tables: vec![],
        fields: vec![],
    };
    Reading { document, warnings: vec![], failures: vec![] }
}

fn failure(page: Option<u32>, error: &Error) -> Notice {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let message = causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"));
    Notice { code: NoticeCode::PageFailed, page, message }
}
