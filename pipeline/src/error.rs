use std::fmt;

/// Which stage failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input cannot be opened: not a document, broken, locked, or over a limit.
    Input,
    /// A model is missing, wrong, or its device is not there.
    Models,
    /// The engine was given settings that contradict each other.
    Options,
    /// A stage failed on a page.
    Page,
}

/// A document that cannot be read, or an engine that cannot be built.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn options(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Options, message: message.into(), hint: None, source: None }
    }

    pub(crate) fn models(source: models::Error) -> Self {
        let hint = source.hint().map(str::to_owned);
        Self { kind: ErrorKind::Models, message: source.to_string(), hint, source: source_of(&source) }
    }

    pub(crate) fn input(source: pages::Error) -> Self {
        Self { kind: ErrorKind::Input, message: source.to_string(), hint: None, source: source_of(&source) }
    }

    pub(crate) fn unreadable(name: &str, source: std::io::Error) -> Self {
        let message = format!("{name} cannot be read");
        Self { kind: ErrorKind::Input, message, hint: None, source: Some(Box::new(source)) }
    }

    pub(crate) fn page(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { kind: ErrorKind::Page, message: source.to_string(), hint: None, source: source_of(&source) }
    }

    /// Which stage failed.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// The causes below `error`, told in one line: stages' errors are shown as their own message, followed by these.
fn source_of(error: &dyn std::error::Error) -> Option<Box<dyn std::error::Error + Send + Sync>> {
    let causes: Vec<String> =
        std::iter::successors(error.source(), |cause| cause.source()).map(ToString::to_string).collect();
    (!causes.is_empty()).then(|| causes.join(": ").into())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
