//! What goes wrong on the line, and whether to try again.

use std::time::Duration;

use reasoning::answer::{ReasonerError, ReasonerErrorKind};

/// A failed question.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ReasonerErrorKind,
    pub(crate) told: String,
    pub(crate) source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// Whether the same question may go through later.
    pub(crate) again: bool,
    /// When, as the server asks.
    pub(crate) after: Option<Duration>,
    /// Whether the form asked for may be what the server does not like.
    pub(crate) form: bool,
}

impl Failure {
    pub(crate) fn new(kind: ReasonerErrorKind, told: impl Into<String>) -> Self {
        Self { kind, told: told.into(), source: None, again: false, after: None, form: false }
    }

    pub(crate) fn again(self) -> Self {
        Self { again: true, ..self }
    }

    pub(crate) fn caused_by(self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

impl From<Failure> for ReasonerError {
    fn from(failure: Failure) -> Self {
        let error = Self::new(failure.kind, failure.told);
        match failure.source {
            Some(source) => error.caused_by(source),
            None => error,
        }
    }
}
