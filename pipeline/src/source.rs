use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::Error;

/// The bytes of a document and their name.
#[derive(Debug, Clone)]
pub struct Source {
    pub(crate) name: String,
    pub(crate) bytes: Arc<[u8]>,
}

impl Source {
    /// `bytes` under the name `name`, which appears in the document and in errors.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Input`] if it cannot be read.
    pub fn file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|e| Error::unreadable(&path.display().to_string(), e))?;
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        Ok(Self::bytes(name, bytes))
    }

    /// Everything that `reader` gives, under the name `name`, up to `limit` bytes and one more (so that the limit is
    /// seen to be passed).
    ///
    /// # Errors
    /// [`crate::ErrorKind::Input`] if reading fails.
    pub fn reader(name: impl Into<String>, reader: impl Read, limit: u64) -> Result<Self, Error> {
        let (name, mut bytes) = (name.into(), Vec::new());
        let result = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        result.map_err(|e| Error::unreadable(&name, e))?;
        Ok(Self::bytes(name, bytes))
    }

    /// The bytes.
    pub fn content(&self) -> &[u8] {
        &self.bytes
    }

    /// The name given.
    pub fn name(&self) -> &str {
        &self.name
    }
}
