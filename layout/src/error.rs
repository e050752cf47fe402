use std::fmt;

/// What went wrong while looking at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A network could not be run.
    Session,
    /// A network is not of the form this crate reads.
    Model,
}

/// A failure to find out how a page is laid out.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<models::Error>,
}

impl Error {
    pub(crate) fn model(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Model, message: message.into(), source: None }
    }

    pub(crate) fn session(stage: &str, source: models::Error) -> Self {
        Self { kind: ErrorKind::Session, message: format!("{stage} failed"), source: Some(source) }
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
