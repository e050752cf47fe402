//! Knowing that a file is the right one without hashing it at each start.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::State;
use crate::Card;

/// Large enough that reading costs nothing beside hashing.
const BUFFER: usize = 256 * 1024;

/// What is believed without hashing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A stamp that fits the file's size and time.
    Stamp,
    /// Nothing: hash it.
    Nothing,
}

/// What the file was when its hash was last computed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    size: u64,
    /// Nanoseconds since 1970, as text because JSON numbers are not that long.
    modified: String,
    sha256: String,
}

/// How the file at `path` is, compared with its card.
pub(super) fn state(path: &Path, card: &Card, trust: Trust) -> State {
    match try_state(path, card, trust) {
        Ok(state) => state,
        Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
        Err(error) => State::Unreadable { reason: error.to_string() },
    }
}

fn try_state(path: &Path, card: &Card, trust: Trust) -> io::Result<State> {
    let metadata = fs::metadata(path)?;
    if metadata.len() != card.size {
        return Ok(State::WrongSize { found: metadata.len() });
    }
    let expected = stamp(&metadata, card.sha256);
    if trust == Trust::Stamp && expected.is_some() && read(path) == expected {
        return Ok(State::Present);
    }
    let found = hash(path)?;
    if found != card.sha256 {
        return Ok(State::WrongHash { found });
    }
    write(path, card.sha256);
    Ok(State::Present)
}

/// Remembers that the file at `path` has this hash. A store that cannot be written is only slower, so failure is
/// not an error.
pub(super) fn write(path: &Path, sha256: &str) {
    let written = fs::metadata(path).ok().and_then(|metadata| stamp(&metadata, sha256)).and_then(|stamp| {
        let mut temporary = tempfile::NamedTempFile::new_in(path.parent()?).ok()?;
        serde_json::to_writer(&mut temporary, &stamp).ok()?;
        temporary.persist(stamp_path(path)).ok()
    });
    if written.is_none() {
        tracing::debug!(path = %path.display(), "no stamp could be written");
    }
}

fn stamp(metadata: &fs::Metadata, sha256: &str) -> Option<Stamp> {
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stamp { size: metadata.len(), modified: modified.as_nanos().to_string(), sha256: sha256.to_owned() })
}

fn read(path: &Path) -> Option<Stamp> {
    serde_json::from_slice(&fs::read(stamp_path(path)).ok()?).ok()
}

fn stamp_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".verified");
    name.into()
}

/// The SHA-256 of a file in lower-case hexadecimal.
fn hash(path: &Path) -> io::Result<String> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
