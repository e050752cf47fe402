use std::ffi::OsString;
use std::path::PathBuf;

use crate::{Limits, PageSelection};

/// How an input is opened.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct OpenOptions {
    /// How much an input may cost.
    pub limits: Limits,
    /// The password of an encrypted PDF.
    pub password: Option<String>,
    /// The pages that are wanted.
    pub pages: PageSelection,
    /// The PDFium library file; without one the system is asked for its own.
    pub pdfium: Option<PathBuf>,
    /// Where PDFs are read.
    pub isolation: Isolation,
}

/// Where PDFs are read. PDFium serialises its calls and cannot be interrupted: a child process can be killed and several
/// can work at once; in process, a hang cannot be ended and a crash takes the program along.
#[derive(Debug, Clone, Default)]
pub enum Isolation {
    /// In a child process that runs [`serve_child`](crate::serve_child), one per document.
    Child {
        /// The program, usually the running one.
        program: PathBuf,
        /// What makes it run [`serve_child`](crate::serve_child).
        args: Vec<OsString>,
    },
    /// In this process. The limit on seconds is not kept.
    #[default]
    InProcess,
}
