//! The ONNX Runtime library, loaded once per process.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ort::AsPointer;
use ort::environment::Environment;
use ort::logging::LogLevel;
use ort::memory::{AllocationDevice, AllocatorType, MemoryInfo, MemoryType};
use ort::session::builder::{AutoDevicePolicy, GraphOptimizationLevel, SessionBuilder};

use crate::session::OrtSession;
use crate::{Device, Error, ErrorKind, Precision, Session, SessionOptions, rewriting};

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
        let network = Network::read(model, options)?;
        network.open(self, options.threads).map(boxed)
    }

    /// Loads the network in the file `model` as often as there are numbers of `threads`, each with its own: the file is read
    /// and rewritten once. All are loaded now: one that is loaded when it is first needed looks like memory that leaks, many
    /// pages on.
    ///
    /// # Errors
    /// As [`Runtime::session`].
    pub fn sessions(
        &self,
        model: &Path,
        options: &SessionOptions,
        threads: &[usize],
    ) -> Result<Vec<Box<dyn Session>>, Error> {
        let network = Network::read(model, options)?;
        threads.iter().map(|&threads| network.open(self, threads).map(boxed)).collect()
    }
}

fn boxed(session: impl Session + 'static) -> Box<dyn Session> {
    Box::new(session)
}

/// A network's file, read, and in the form that runs.
struct Network {
    model: PathBuf,
    options: SessionOptions,
    /// Encoded; nothing where ONNX Runtime is to read the file itself.
    encoded: Option<Vec<u8>>,
}

impl Network {
    /// Reads the file `model`. On the CPU it is put in a form that is computed faster, where there is one.
    fn read(model: &Path, options: &SessionOptions) -> Result<Self, Error> {
        let (model, options) = (model.to_owned(), options.clone());
        if options.device != Device::Cpu {
            return Ok(Self { model, options, encoded: None });
        }
        let file = std::fs::read(&model)
            .map_err(|source| Error::io(format_args!("read {}", model.display()), source))?;
        let eight_bit = options.precision.on(options.device) == Precision::EightBit;
        let encoded = rewriting::rewritten(&file, eight_bit).unwrap_or(file);
        Ok(Self { model, options, encoded: Some(encoded) })
    }

    /// Opens a session of `threads` threads; 0 is read as 1.
    fn open(&self, runtime: &Runtime, threads: usize) -> Result<OrtSession, Error> {
        let Self { model, options, encoded } = self;
        let threads = threads.max(1);
        let providers = options.device.providers(runtime, threads)?;
        let failed = |source: ort::Error| {
            let message = format!("cannot load {} on {}", model.display(), options.device);
            Error::new(ErrorKind::Model, message).with_source(source)
        };
        let mut builder = builder(&runtime.environment, threads).map_err(failed)?;
        builder = builder.with_execution_providers(providers).map_err(|source| {
            Error::new(ErrorKind::Device, format!("device `{}` cannot be used", options.device))
                .with_source(ort::Error::<()>::from(source))
        })?;
        let session = match encoded {
            Some(encoded) => builder.commit_from_memory(encoded),
            None => builder.commit_from_file(model),
        };
        OrtSession::new(session.map_err(failed)?, model, options.device)
    }
}

fn environment(library: &Path) -> Result<Environment, Error> {
    let failed =
        || Error::new(ErrorKind::Runtime, format!("cannot load ONNX Runtime from {}", library.display()));
    let environment = ort::init_from(library)
        .map_err(|source| failed().with_source(source))?
        .with_telemetry(false)
        .with_logger(Arc::new(log))
        .build()
        .map_err(|source| failed().with_source(source))?;
    environment.set_log_level(LOG_LEVEL);
    share_arena(&environment).map_err(|source| failed().with_source(source))?;
    Ok(environment)
}

/// Only errors: SLANet alone draws two warnings per token about the shapes in its file.
const LOG_LEVEL: LogLevel = LogLevel::Error;

/// Passes the library's own messages on. They are returned as errors as well, so this is for debugging.
fn log(_: LogLevel, _category: &str, _id: &str, location: &str, message: &str) {
    tracing::debug!(target: "onnxruntime", location, "{message}");
}

/// Makes one arena for the tensors of all sessions on the CPU. The networks of one worker run one after another, so
/// they need room for the largest, not for each: a second recogniser that runs costs 46 MB instead of 103 MB, at the
/// same speed.
fn share_arena(environment: &Environment) -> Result<(), ort::Error> {
    let cpu = MemoryInfo::new(AllocationDevice::CPU, 0, AllocatorType::Arena, MemoryType::Default)?;
    let defaults = std::ptr::null();
    // SAFETY: both pointers are valid during the call; a null configuration stands for the default one; the
    // environment takes a lock of its own for this change.
    unsafe {
        let status =
            (ort::api().CreateAndRegisterAllocator)(environment.ptr().cast_mut(), cpu.ptr(), defaults);
        ort::Error::result_from_status(status)
    }
}

/// Options that hold for every session.
///
/// Measured with the recogniser on widths from 320 to 2000 and the detector on 736 to 1600 px: without the arena,
/// runs take 15-30 % longer; without level 3 optimisation, 15-25 % longer; memory patterns, flushed denormals and
/// memory given back after each run change speed by less than the noise or cost some.
fn builder(environment: &Environment, threads: usize) -> Result<SessionBuilder, ort::Error> {
    let builder = ort::session::Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        // Only devices that were asked for.
        .with_auto_device(AutoDevicePolicy::PreferCPU)?
        .with_intra_threads(threads)?
        .with_inter_threads(1)?
        // Idle threads must not burn the cores that other workers need.
        .with_intra_op_spinning(false)?
        .with_inter_op_spinning(false)?
        // Plans are kept per shape, and shapes vary with every line.
        .with_memory_pattern(false)?
        .with_env_allocators()?
        .with_log_level(LOG_LEVEL)?;
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_library_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("libonnxruntime.so");
        std::fs::write(&text, "not a library").unwrap();
        for library in [text, folder.path().join("missing.so")] {
            let error = Runtime::load(&library).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Runtime);
            assert!(error.to_string().contains(&library.display().to_string()), "{error}");
            assert!(std::error::Error::source(&error).is_some());
        }
    }
}
