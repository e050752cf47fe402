//! The ONNX Runtime library, loaded once per process.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;
use ort::session::builder::{AutoDevicePolicy, GraphOptimizationLevel, SessionBuilder};

use crate::session::OrtSession;
use crate::{Error, ErrorKind, Session, SessionOptions};

/// The library and its environment live as long as the process: ONNX Runtime allows one of each.
static LOADED: Mutex<Option<Runtime>> = Mutex::new(None);

/// A loaded ONNX Runtime. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Runtime {
    environment: Environment,
    library: PathBuf,
}

impl Runtime {
    /// Loads the library at `library`, or returns the one that this process has already loaded from there.
    ///
    /// # Errors
    /// [`ErrorKind::Runtime`] if it cannot be loaded, is too old, or another one is loaded already.
    pub fn load(library: &Path) -> Result<Self, Error> {
        let library = std::path::absolute(library)
            .map_err(|source| Error::io(format_args!("find {}", library.display()), source))?;
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        match &*loaded {
            Some(runtime) if runtime.library == library => Ok(runtime.clone()),
            Some(runtime) => {
                let message = format!(
                    "cannot load {}: this process already runs on {}",
                    library.display(),
                    runtime.library.display()
                );
                Err(Error::new(ErrorKind::Runtime, message))
            }
            None => {
                let environment = environment(&library)?;
                Ok(loaded.insert(Self { environment, library }).clone())
            }
        }
    }

    /// The file that was loaded.
    pub fn library(&self) -> &Path {
        &self.library
    }

    /// What the library says about its own build: version, commit, flags.
    pub fn build_info(&self) -> &'static str {
        ort::info()
    }

    /// Loads the network in the file `model`.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] if it cannot be loaded or does not take one float tensor; [`ErrorKind::Device`] if the
    /// device is not there.
    pub fn session(&self, model: &Path, options: &SessionOptions) -> Result<Box<dyn Session>, Error> {
        let providers = options.device.providers(self)?;
        let failed = |source: ort::Error| {
            let message = format!("cannot load {} on {}", model.display(), options.device);
            Error::new(ErrorKind::Model, message).with_source(source)
        };
        let mut builder = builder(&self.environment, options.threads).map_err(failed)?;
        builder = builder.with_execution_providers(providers).map_err(|source| {
            Error::new(ErrorKind::Device, format!("device `{}` cannot be used", options.device))
                .with_source(ort::Error::<()>::from(source))
        })?;
        let session = builder.commit_from_file(model).map_err(failed)?;
        Ok(Box::new(OrtSession::new(session, model)?))
    }
}

fn environment(library: &Path) -> Result<Environment, Error> {
    let failed =
        || Error::new(ErrorKind::Runtime, format!("cannot load ONNX Runtime from {}", library.display()));
    ort::init_from(library)
        .map_err(|source| failed().with_source(source))?
        .with_telemetry(false)
        .build()
        .map_err(|source| failed().with_source(source))
}

/// Options that hold for every session.
fn builder(environment: &Environment, threads: usize) -> Result<SessionBuilder, ort::Error> {
    let builder = ort::session::Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        // Only devices that were asked for.
        .with_auto_device(AutoDevicePolicy::PreferCPU)?
        .with_intra_threads(threads.max(1))?
        .with_inter_threads(1)?
        // Idle threads must not burn the cores that other workers need.
        .with_intra_op_spinning(false)?
        .with_inter_op_spinning(false)?
        .with_memory_pattern(false)?;
    Ok(builder)
}
