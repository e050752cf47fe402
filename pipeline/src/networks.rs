use models::{Artifact, Device, Progress, Runtime, Session, SessionOptions, Store};

use crate::{EngineOptions, Error};

/// The networks of an engine. Tests put fakes here.
#[non_exhaustive]
pub struct Networks {
    /// Text detection, one per worker.
    pub detection: Vec<Box<dyn Session>>,
    /// Text recognition, one per worker.
    pub recognition: Vec<Box<dyn Session>>,
    /// Layout, one per worker; with none, layout goes by lines and ruling lines alone.
    pub layout: Vec<Box<dyn Session>>,
    /// Orientation of pages, one per worker; with none, pages are taken to be upright.
    pub orientation: Vec<Box<dyn Session>>,
    /// Structure of tables, one per worker; with none, tables go by ruling lines and alignment alone.
    pub structure: Vec<Box<dyn Session>>,
}

/// What an engine needs from the store.
const NEEDED: [Artifact; 7] = [
    Artifact::OnnxRuntime,
    Artifact::Pdfium,
    Artifact::TextDetection,
    Artifact::TextRecognition,
    Artifact::Orientation,
    Artifact::TableStructure,
    Artifact::Layout,
];

impl Networks {
    /// Networks that find and read text, and nothing else.
    pub fn text_only(detection: Vec<Box<dyn Session>>, recognition: Vec<Box<dyn Session>>) -> Self {
        Self { detection, recognition, layout: vec![], orientation: vec![], structure: vec![] }
    }

    /// Loads the default models from `store`, fetching what is missing, `workers` sessions of each.
    pub(crate) fn load(
        store: &Store,
        options: &EngineOptions,
        workers: usize,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        store.ensure(&NEEDED, progress).map_err(Error::models)?;
        let library = store.path(Artifact::OnnxRuntime).map_err(Error::models)?;
        let runtime = Runtime::load(&library).map_err(Error::models)?;
        let open = |artifact| sessions(store, &runtime, artifact, options.device, workers);
        Ok(Self {
            detection: open(Artifact::TextDetection)?,
            recognition: open(Artifact::TextRecognition)?,
            layout: open(Artifact::Layout)?,
            orientation: open(Artifact::Orientation)?,
            structure: open(Artifact::TableStructure)?,
        })
    }
}

fn sessions(
    store: &Store,
    runtime: &Runtime,
    artifact: Artifact,
    device: Device,
    workers: usize,
) -> Result<Vec<Box<dyn Session>>, Error> {
    let path = store.path(artifact).map_err(Error::models)?;
    let mut options = SessionOptions::default();
    options.device = device;
    (0..workers).map(|_| runtime.session(&path, &options).map_err(Error::models)).collect()
}
