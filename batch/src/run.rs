use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::claim::Claims;
use crate::journal::Journal;
use crate::land::Durability;
use crate::memory::Gate;
use crate::schedule::{Schedule, Task};
use crate::tree::{Receipt, Tree};
use crate::{
    Error, Event, Failure, Item, Key, Landed, MemoryMeter, Observer, Opened, PageFiles, Reader, Summary,
    resident_memory,
};

/// Where results go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Delivery {
    /// Each document into its place below the root. What lies there and was made from the same key is kept.
    #[default]
    Folders,
    /// One after the other, in the order of the items; the root only holds pages meanwhile and should be temporary.
    Stream,
}

/// How a batch is run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RunOptions {
    /// Most pages in work at once; 0 is read as 1. Default 1.
    pub window: usize,
    /// Memory of this process, in bytes, under which the window is kept; at least one page is always in work.
    pub max_memory: Option<u64>,
    /// How memory is measured.
    pub meter: MemoryMeter,
    /// Another machine may take over what was claimed and not touched for so long. Default 60 s.
    pub lease: Duration,
    /// How long to wait before looking again at what somebody else works on. Default 0.5 s.
    pub pause: Duration,
    /// Where results go.
    pub delivery: Delivery,
    /// Whether what was delivered from the same key before is kept; otherwise it is read anew. Default true.
    pub keep: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            window: 1,
            max_memory: None,
            meter: resident_memory,
            lease: Duration::from_secs(60),
            pause: Duration::from_millis(500),
            delivery: Delivery::default(),
            keep: true,
        }
    }
}

/// Reads all items into the tree at `root`. A document that fails is told in the summary; the others go on.
///
/// # Errors
/// [`crate::ErrorKind::Storage`] if the tree cannot be written. What has landed stays.
pub fn run<R: Reader>(
    root: &Path,
    items: &[Item],
    reader: &R,
    options: &RunOptions,
    observer: &dyn Observer,
) -> Result<Summary, Error> {
    std::fs::create_dir_all(root).map_err(|e| Error::storage("make", root, e))?;
    let run = Run::new(root, items, reader, options, observer);
    std::thread::scope(|scope| {
        scope.spawn(|| run.keep_claims(options.lease));
        let workers: Vec<_> = (0..options.window.max(1)).map(|_| scope.spawn(|| run.work())).collect();
        let ends: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        run.ended.end();
        for end in ends {
            end.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        Ok(())
    })?;
    let mut summary = run.summary.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary.sort();
    Ok(summary)
}

/// A document that is open.
struct Active<D> {
    item: usize,
    key: Key,
    document: D,
    pages: Vec<u32>,
    journal: Journal,
}

/// One run.
struct Run<'a, R: Reader> {
    items: &'a [Item],
    reader: &'a R,
    options: &'a RunOptions,
    observer: &'a dyn Observer,
    tree: Tree,
    owner: String,
    durability: Durability,
    claims: Claims,
    gate: Gate,
    schedule: Schedule<Active<R::Document>>,
    stream: Mutex<Stream<R::Document>>,
    summary: Mutex<Summary>,
    ended: Signal,
}

/// Finished documents that wait for their turn; nothing for those of which nothing comes.
struct Stream<D> {
    turn: usize,
    finished: BTreeMap<usize, Option<Arc<Active<D>>>>,
}

impl<'a, R: Reader> Run<'a, R> {
    fn new(
        root: &Path,
        items: &'a [Item],
        reader: &'a R,
        options: &'a RunOptions,
        observer: &'a dyn Observer,
    ) -> Self {
        let owner = unique_name();
        let durability = match options.delivery {
            Delivery::Folders => Durability::Synced,
            Delivery::Stream => Durability::Cached,
        };
        let window = options.window.max(1);
        Self {
            items,
            reader,
            options,
            observer,
            tree: Tree::new(root, &owner, durability),
            claims: Claims::new(owner.clone(), options.lease),
            owner,
            durability,
            gate: Gate::new(window, options.max_memory, options.meter),
            // One more than pages: a document can be opened while the last pages of others are read.
            schedule: Schedule::new(items.len(), window + 1),
            stream: Mutex::new(Stream { turn: 0, finished: BTreeMap::new() }),
            summary: Mutex::new(Summary::default()),
            ended: Signal::default(),
        }
    }

    fn keep_claims(&self, lease: Duration) {
        // Three chances before others think that we are gone.
        while !self.ended.wait(lease / 3) {
            self.claims.touch();
        }
    }

    fn work(&self) -> Result<(), Error> {
        while let Some(task) = self.schedule.next() {
            let done = match task {
                Task::Open(item) => self.open(item),
                Task::Page(active, page) => self.page(&active, page),
            };
            if done.is_err() {
                self.schedule.stop();
                return done;
            }
        }
        Ok(())
    }

    fn open(&self, item: usize) -> Result<(), Error> {
        let (source, key) = match self.reader.load(item) {
            Ok(loaded) => loaded,
            Err(failure) => return self.failed(item, None, failure),
        };
        if let Some(receipt) = self.delivered(item, &key) {
            return self.kept(item, &receipt);
        }
        if !self.schedule.reserve(&key) {
            self.schedule.postpone(item, key, self.options.pause);
            self.schedule.closed(None);
            return Ok(());
        }
        let Opened { document, pages } = match self.reader.open(source) {
            Ok(opened) => opened,
            Err(failure) => return self.failed(item, Some(&key), failure),
        };
        let journal = self.journal(&key)?;
        let todo: std::collections::VecDeque<u32> =
            pages.iter().copied().filter(|page| !journal.has(*page)).collect();
        // Another process may have delivered it and removed its journal since it was looked for.
        if self.delivered(item, &key).is_some() {
            return self.postponed(item, &key);
        }
        let landed = pages.len() - todo.len();
        self.summary().pages_kept += landed;
        self.observer.event(&Event::Opened { item, pages: pages.len(), landed });
        let active = Arc::new(Active { item, key, document, pages, journal });
        if self.schedule.opened(active.clone(), todo) { Ok(()) } else { self.finish(active) }
    }

    fn journal(&self, key: &Key) -> Result<Journal, Error> {
        let folder = self.tree.journal(key);
        self.tree
            .make_journal(key)
            .and_then(|folder| Journal::open(folder, &self.owner, self.durability))
            .map_err(|error| Error::storage("make", &folder, error))
    }

    fn delivered(&self, item: usize, key: &Key) -> Option<Receipt> {
        let wanted = self.options.delivery == Delivery::Folders && self.options.keep;
        let receipt = wanted.then(|| self.tree.receipt(&self.items[item].place)).flatten();
        receipt.filter(|receipt| receipt.key == *key)
    }

    fn kept(&self, item: usize, receipt: &Receipt) -> Result<(), Error> {
        let mut summary = self.summary();
        summary.kept += 1;
        summary.partly += usize::from(receipt.failures > 0 && receipt.failures < receipt.pages);
        summary.without_pages += usize::from(receipt.failures == receipt.pages);
        drop(summary);
        self.observer.event(&Event::Kept { item, failures: receipt.failures });
        // A run that was killed after the delivery has left its journal.
        if self.schedule.reserve(&receipt.key) {
            let idle = self.claims.take(&self.tree.journal(&receipt.key).join("delivery.claim"));
            if idle.is_ok_and(|claim| claim.is_some()) {
                self.tidy(&receipt.key)?;
            }
            self.schedule.closed(Some(&receipt.key));
        } else {
            self.schedule.closed(None);
        }
        Ok(())
    }

    fn page(&self, active: &Arc<Active<R::Document>>, page: u32) -> Result<(), Error> {
        let claim = active.journal.page_claim(page);
        match self.claims.take(&claim) {
            Ok(Some(_claim)) if active.journal.has(page) => self.summary().pages_kept += 1,
            // Another process has delivered the document and is tidying up.
            Ok(Some(_claim)) if self.delivered(active.item, &active.key).is_some() => {}
            Ok(Some(_claim)) => self.read(active, page)?,
            Ok(None) => {}
            // Another process has delivered the document and tidied up.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::storage("make", &claim, error)),
        }
        if self.schedule.page_done(active) { self.finish(active.clone()) } else { Ok(()) }
    }

    fn read(&self, active: &Active<R::Document>, page: u32) -> Result<(), Error> {
        let pass = self.gate.enter();
        let start = Instant::now();
        let read = catch_unwind(AssertUnwindSafe(|| self.reader.read(&active.document, page)));
        let read: Result<PageFiles, String> =
            read.unwrap_or_else(|_| Err("the reader failed on this page (a defect: it panicked)".into()));
        drop(pass);
        match active.journal.land(page, &read) {
            Ok(()) => {}
            // Another process, which took us for dead, has delivered the document and tidied up.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(Error::storage("write a page into", &self.tree.journal(&active.key), error));
            }
        }
        self.summary().pages += 1;
        let failure = read.as_ref().err().map(String::as_str);
        let took = start.elapsed();
        self.observer.event(&Event::Page { item: active.item, number: page, failure, took });
        Ok(())
    }

    /// All that this run could do for a document is done.
    fn finish(&self, active: Arc<Active<R::Document>>) -> Result<(), Error> {
        if !active.pages.iter().all(|page| active.journal.has(*page)) {
            return self.postponed(active.item, &active.key);
        }
        if self.options.delivery == Delivery::Stream {
            return self.in_turn(active.item, Some(active));
        }
        let claim = active.journal.delivery_claim();
        // Held until the journal is gone: whoever had it in between would deliver from what is being removed.
        let _held = match self.claims.take(&claim) {
            Ok(Some(held)) => held,
            Ok(None) => return self.postponed(active.item, &active.key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.postponed(active.item, &active.key);
            }
            Err(error) => return Err(Error::storage("make", &claim, error)),
        };
        let place = &self.items[active.item].place;
        let failures = self.failures(&active)?;
        let receipt =
            Receipt { key: active.key.clone(), pages: active.pages.len(), failures: failures.len() };
        let landed = Landed { journal: &active.journal, numbers: &active.pages };
        let delivered = self
            .tree
            .deliver(place, &receipt, |folder| self.reader.deliver(&active.document, &landed, Some(folder)));
        match delivered {
            Ok(()) => {}
            Err(error) if is_about_the_document(&error) => {
                self.tidy(&active.key)?;
                return self.failed(active.item, Some(&active.key), Failure::new(error.to_string()));
            }
            Err(error) => return Err(Error::storage("deliver", &self.tree.place(place), error)),
        }
        self.told(&active, &failures);
        self.close(&active)
    }

    /// Somebody else works on it, here or elsewhere.
    fn postponed(&self, item: usize, key: &Key) -> Result<(), Error> {
        self.schedule.postpone(item, key.clone(), self.options.pause);
        self.schedule.closed(Some(key));
        Ok(())
    }

    fn failures(&self, active: &Active<R::Document>) -> Result<Vec<(u32, String)>, Error> {
        let mut failures = Vec::new();
        for &page in &active.pages {
            let failure = active.journal.failure(page);
            let failure = failure.map_err(|e| Error::storage("read", &self.tree.journal(&active.key), e))?;
            failures.extend(failure.map(|reason| (page, reason)));
        }
        Ok(failures)
    }

    fn told(&self, active: &Active<R::Document>, failures: &[(u32, String)]) {
        let (item, pages) = (active.item, active.pages.len());
        let mut summary = self.summary();
        summary.delivered += 1;
        summary.partly += usize::from(!failures.is_empty() && failures.len() < pages);
        summary.without_pages += usize::from(!failures.is_empty() && failures.len() == pages);
        summary.failed_pages.extend(failures.iter().map(|(page, reason)| (item, *page, reason.clone())));
        drop(summary);
        self.observer.event(&Event::Delivered { item, pages, failures });
    }

    fn close(&self, active: &Active<R::Document>) -> Result<(), Error> {
        if !self.schedule.is_awaited(&active.key) {
            self.tidy(&active.key)?;
        }
        self.schedule.closed(Some(&active.key));
        Ok(())
    }

    fn tidy(&self, key: &Key) -> Result<(), Error> {
        self.tree.tidy(key).map_err(|e| Error::storage("remove", &self.tree.journal(key), e))
    }

    fn failed(&self, item: usize, key: Option<&Key>, failure: Failure) -> Result<(), Error> {
        self.observer.event(&Event::Failed { item, failure: &failure });
        self.summary().failed.push((item, failure));
        if self.options.delivery == Delivery::Stream {
            self.in_turn(item, None)?;
        }
        self.schedule.closed(key);
        Ok(())
    }

    /// Puts a finished document (or one of which nothing comes) in its turn, and streams all whose turn it is.
    fn in_turn(&self, item: usize, active: Option<Arc<Active<R::Document>>>) -> Result<(), Error> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        stream.finished.insert(item, active);
        loop {
            let turn = stream.turn;
            let Some(next) = stream.finished.remove(&turn) else { return Ok(()) };
            stream.turn += 1;
            let Some(active) = next else { continue };
            let landed = Landed { journal: &active.journal, numbers: &active.pages };
            let failures = self.failures(&active)?;
            self.reader
                .deliver(&active.document, &landed, None)
                .map_err(|e| Error::storage("write the reading of", Path::new(&self.items[turn].name), e))?;
            self.told(&active, &failures);
            self.close(&active)?;
        }
    }

    fn summary(&self) -> MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a delivery failed for a reason of this document's own: its pages do not make one, or something else lies in
/// its place.
fn is_about_the_document(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::AlreadyExists)
}

/// A name that no other run has: of this process, this moment, and this run in it.
fn unique_name() -> String {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    format!("{}-{:x}-{run}", std::process::id(), since.as_nanos())
}

/// Tells a waiting thread that it is over.
#[derive(Default)]
struct Signal {
    over: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn end(&self) {
        *self.over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits for the end, at most `pause`; whether it has come.
    fn wait(&self, pause: Duration) -> bool {
        let over = self.over.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(over, pause, |over| !*over);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
