use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;

use document::{Page, Reading, Table};
use imaging::{PageImage, PointMap};
use models::{Artifact, Pool, Progress, Store};
use pages::{Isolation, SourcePage};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{Assembly, EngineOptions, Error, Networks, PageReading, ReadOptions, Source};

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
    pub(crate) workers: ThreadPool,
    pub(crate) pdfium: Option<PathBuf>,
    pub(crate) isolation: Isolation,
}

/// A page that has just been read, while its picture is still there.
pub struct PageEvent<'a> {
    /// What was read, in source space.
    pub page: &'a Page,
    /// The tables on it, in source space, numbered from 1 on each page, before those that go on over pages are joined.
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
        let Networks { detection, recognition, layout, orientation, structure, lexicon } = networks;
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
        let ocr = ocr::Ocr::new(detection, recognition).map_err(Error::page)?;
        Ok(Self {
            ocr: match lexicon {
                Some(lexicon) => ocr.with_lexicon(lexicon),
                None => ocr,
            },
            eyes: Pool::new(eyes).ok_or_else(|| Error::options("an engine needs a worker"))?,
            workers: pool.map_err(Error::page)?,
            pdfium: None,
            isolation: Isolation::InProcess,
        })
    }

    /// How many workers it has: pages, or lines of a lone page, that are read at the same time.
    pub fn workers(&self) -> usize {
        self.workers.current_num_threads()
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
        let document = self.open(source, options)?;
        let mut assembly = Assembly::new(document.source().clone());
        for &number in document.pages() {
            let read = self.workers.install(|| {
                let source = document.page(number)?;
                self.page(&source, options).map(|read| (source, read))
            });
            match read {
                Ok((source, read)) => {
                    on_page(PageEvent::of(&source, &read));
                    assembly.page(read);
                }
                Err(error) => assembly.failure(Some(number), error.told()),
            }
        }
        Ok(assembly.finish())
    }
}

impl<'a> PageEvent<'a> {
    pub(crate) fn of(source: &'a SourcePage, read: &'a PageReading) -> Self {
        Self { page: &read.page, tables: &read.tables, picture: &source.image, to_source: &source.to_source }
    }
}

fn worker_count(threads: usize) -> usize {
    if threads > 0 { threads } else { available_parallelism().map_or(1, NonZero::get) }
}
