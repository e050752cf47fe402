use std::fmt;

/// What kind of promise a value broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number is outside its range or not finite.
    OutOfRange,
    /// An outline has too few points.
    Outline,
    /// A table's cells overlap, leave the grid, or have an empty span.
    Grid,
    /// An identifier is not of its form.
    Id,
}

/// A value that the vocabulary refuses, with what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The broken promise.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
