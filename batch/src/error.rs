use std::fmt;
use std::io;
use std::path::Path;

/// What kind of thing stopped a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The output tree cannot be written or read: no space, no permission, a broken disk.
    Storage,
}

/// Why a batch stopped before its end. What has landed until then stays; a second run goes on from there.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: io::Error,
}

impl Error {
    pub(crate) fn storage(what: &str, path: &Path, source: io::Error) -> Self {
        Self { kind: ErrorKind::Storage, message: format!("cannot {what} {}", path.display()), source }
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        (self.source.kind() == io::ErrorKind::StorageFull)
            .then_some("make room and run again with --resume: what has landed is kept")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
