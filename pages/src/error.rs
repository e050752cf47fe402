//! The crate's one error.

use std::error::Error as StdError;
use std::fmt;

use serde::{Deserialize, Serialize};

type Cause = Box<dyn StdError + Send + Sync + 'static>;

/// What went wrong with an input or one of its pages.
///
/// The message (through [`Display`](fmt::Display)) names the input and the page and says what was found and what was
/// expected; [`hint`](Self::hint) says what to do about it; [`source`](StdError::source) is the cause below.
#[derive(Debug)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    input: Option<String>,
    page: Option<u32>,
    message: String,
    hint: Option<String>,
    cause: Option<Cause>,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are not of a kind that can be read.
    Unsupported,
    /// The kind is right, but the bytes are broken or cut short.
    Damaged,
    /// The document is encrypted, and the password is missing or wrong.
    Password,
    /// A limit of [`Limits`](crate::Limits) was exceeded, except that on time.
    Limit,
    /// The time limit ran out.
    Time,
    /// The pages asked for do not exist, or the selection is not of its form.
    Selection,
    /// The PDFium library is missing or does not fit.
    Library,
    /// The child process that reads PDFs could not be started, crashed, or broke its protocol.
    Child,
    /// Reading or writing a file failed.
    Io,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let (message, none) = (message.into(), None);
        Self { inner: Box::new(Inner { kind, input: None, page: None, message, hint: none, cause: None }) }
    }

    pub(crate) fn io(doing: impl fmt::Display, cause: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("cannot {doing}")).with_cause(cause)
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.inner.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_cause(mut self, cause: impl Into<Cause>) -> Self {
        self.inner.cause = Some(cause.into());
        self
    }

    /// Names the input and the page, where that is not done yet.
    pub(crate) fn at(mut self, input: &str, page: Option<u32>) -> Self {
        self.inner.input.get_or_insert_with(|| input.to_owned());
        self.inner.page = self.inner.page.or(page);
        self
    }

    /// What went wrong, for a program to act on.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The name of the input, as it was given to [`open`](crate::open).
    pub fn input(&self) -> Option<&str> {
        self.inner.input.as_deref()
    }

    /// The page concerned, from 1; nothing where it is the whole document.
    pub fn page(&self) -> Option<u32> {
        self.inner.page
    }

    /// What was found and what was expected, without the names of the input and the page.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// What the user can do about it, where there is something.
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(input) = &self.inner.input {
            write!(f, "{input}: ")?;
        }
        if let Some(page) = self.inner.page {
            write!(f, "page {page}: ")?;
        }
        f.write_str(&self.inner.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.cause.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}
