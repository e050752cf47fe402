use std::error::Error as StdError;
use std::fmt;

/// What went wrong with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The structure network could not be run.
    Session,
    /// The structure network is not one that Inkstone can decode.
    Model,
    /// The grid that was found breaks a promise of [`document::Grid`].
    Grid,
}

/// A table that could not be recognised, with what was found and where.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    page: Option<u32>,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, page: None, message: message.into(), source: None }
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    pub(crate) fn on_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The page of the table, from 1, where it is known.
    pub fn page(&self) -> Option<u32> {
        self.page
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.page {
            Some(page) => write!(f, "table on page {page}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_where() {
        let error = Error::new(ErrorKind::Model, "the network has no token `<tr>`").on_page(3);
        assert_eq!(error.to_string(), "table on page 3: the network has no token `<tr>`");
    }
}
