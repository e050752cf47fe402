//! The PDFium library, loaded once per process.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pdfium_render::prelude::{Pdfium, PdfiumError, PdfiumLibraryBindings};

use crate::{Error, ErrorKind};

pub(super) type Bindings = &'static dyn PdfiumLibraryBindings;

/// PDFium keeps global state and may not be entered by two threads at once, nor be loaded twice: whoever calls it holds
/// this lock. It is loaded at the first call and stays until the process ends.
static LIBRARY: Mutex<Option<Bindings>> = Mutex::new(None);

/// The right to call PDFium.
pub(super) struct Access {
    bindings: Bindings,
    _guard: MutexGuard<'static, Option<Bindings>>,
}

impl Access {
    /// Waits for the library, and loads it from `file` (or where the system keeps it) if it is not loaded yet.
    pub(super) fn to(file: Option<&Path>) -> Result<Self, Error> {
        let mut guard = LIBRARY.lock().unwrap_or_else(PoisonError::into_inner);
        let bindings = match *guard {
            Some(bindings) => bindings,
            None => *guard.insert(load(file)?),
        };
        Ok(Self { bindings, _guard: guard })
    }

    /// Waits for the library, if it is loaded.
    pub(super) fn to_loaded() -> Option<Self> {
        let guard = LIBRARY.lock().unwrap_or_else(PoisonError::into_inner);
        let bindings = (*guard)?;
        Some(Self { bindings, _guard: guard })
    }

    pub(super) fn bindings(&self) -> Bindings {
        self.bindings
    }
}

fn load(file: Option<&Path>) -> Result<Bindings, Error> {
    let loaded = match file {
        Some(file) => Pdfium::bind_to_library(file),
        None => Pdfium::bind_to_system_library(),
    };
    let bindings: Bindings = Box::leak(loaded.map_err(|error| refused(file, error))?);
    // SAFETY: called once, before any other function of the library, under the lock.
    unsafe { bindings.FPDF_InitLibrary() };
    Ok(bindings)
}

fn refused(file: Option<&Path>, error: PdfiumError) -> Error {
    let place = file.map_or("the system".into(), |file| file.display().to_string());
    let message = format!("cannot load the PDFium library from {place}, expected PDFium 8125 or newer");
    Error::new(ErrorKind::Library, message)
        .with_cause(error)
        .with_hint("name the library file when opening a PDF")
}
