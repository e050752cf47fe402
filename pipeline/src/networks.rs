use std::thread;

use models::{Artifact, Precision, Progress, Runtime, Session, SessionOptions, Store};

use crate::{EngineOptions, Error};

/// The networks of an engine. Tests put fakes here.
#[non_exhaustive]
pub struct Networks {
    /// Text detection, one per worker; the first may use all cores, for a page that is read while no other is.
    pub detection: Vec<Box<dyn Session>>,
    /// Text recognition, one per worker.
    pub recognition: Vec<Box<dyn Session>>,
    /// Layout, one per worker; with none, layout goes by lines and ruling lines alone.
    pub layout: Vec<Box<dyn Session>>,
    /// Orientation of pages, one per worker; with none, pages are taken to be upright.
    pub orientation: Vec<Box<dyn Session>>,
    /// Structure of tables, one per worker; with none, tables go by ruling lines and alignment alone.
    pub structure: Vec<Box<dyn Session>>,
    /// Words by which doubtful handwriting is spelt; without, it is spelt as each letter looks.
    pub lexicon: Option<ocr::Lexicon>,
}

/// What an engine needs from the store, whatever it reads.
const NEEDED: [Artifact; 5] = [
    Artifact::OnnxRuntime,
    Artifact::Pdfium,
    Artifact::TextDetection,
    Artifact::TextRecognition,
    Artifact::EnglishWords,
];
/// What it needs besides to read everything.
const NEEDED_FOR_EVERYTHING: [Artifact; 3] =
    [Artifact::Orientation, Artifact::TableStructure, Artifact::Layout];

impl Networks {
    /// Networks that find and read text, and nothing else.
    pub fn text_only(detection: Vec<Box<dyn Session>>, recognition: Vec<Box<dyn Session>>) -> Self {
        Self { detection, recognition, layout: vec![], orientation: vec![], structure: vec![], lexicon: None }
    }

    /// Loads the default models from `store`, fetching what is missing, `workers` sessions of each.
    pub(crate) fn load(
        store: &Store,
        options: &EngineOptions,
        workers: usize,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let others: &[Artifact] = if options.text_only { &[] } else { &NEEDED_FOR_EVERYTHING };
        store.ensure(&[&NEEDED, others].concat(), progress).map_err(Error::models)?;
        let library = store.path(Artifact::OnnxRuntime).map_err(Error::models)?;
        let runtime = Runtime::load(&library).map_err(Error::models)?;
        let mut session = SessionOptions::default();
        session.device = options.device;
        session.precision = options.precision;
        let open = |artifact| sessions(store, &runtime, artifact, &session, &vec![1; workers]);
        // One of detection on all cores, for lone pages. What it finds is the same.
        let mut threads = vec![1; workers];
        if let Some(first) = threads.first_mut() {
            *first = workers;
        }
        let open_other = |artifact| if others.contains(&artifact) { open(artifact) } else { Ok(vec![]) };
        // Optimising a graph takes a tenth of a second and one core: all at once, they are ready sooner.
        thread::scope(|scope| {
            let open = &open;
            let open_other = &open_other;
            let (runtime, session, threads) = (&runtime, &session, &threads);
            let detection =
                scope.spawn(move || sessions(store, runtime, Artifact::TextDetection, session, threads));
            let layout = scope.spawn(move || open_other(Artifact::Layout));
            let structure = scope.spawn(move || open_other(Artifact::TableStructure));
            let mut networks = Self::text_only(vec![], open(Artifact::TextRecognition)?);
            networks.orientation = open_other(Artifact::Orientation)?;
            networks.detection = joined(detection)?;
            networks.layout = joined(layout)?;
            networks.structure = joined(structure)?;
            networks.lexicon = Some(lexicon(store)?);
            Ok(networks)
        })
    }
}

type Sessions = Result<Vec<Box<dyn Session>>, Error>;

/// What a thread that loads sessions came to.
fn joined(thread: thread::ScopedJoinHandle<'_, Sessions>) -> Sessions {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn lexicon(store: &Store) -> Result<ocr::Lexicon, Error> {
    let path = store.path(Artifact::EnglishWords).map_err(Error::models)?;
    let words = std::fs::read_to_string(&path)
        .map_err(|error| Error::unreadable(&path.display().to_string(), error))?;
    Ok(ocr::Lexicon::from_counts(&words))
}

/// A session for each number of threads.
fn sessions(
    store: &Store,
    runtime: &Runtime,
    artifact: Artifact,
    options: &SessionOptions,
    threads: &[usize],
) -> Sessions {
    let path = store.path(artifact).map_err(Error::models)?;
    let mut options = options.clone();
    if !artifact.reads_in_eight_bits() {
        options.precision = Precision::Full;
    }
    runtime.sessions(&path, &options, threads).map_err(Error::models)
}
