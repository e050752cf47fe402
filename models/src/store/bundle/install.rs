//! From a bundle into the store.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::manifest::{self, FileEntry, Manifest, NoticeEntry};
use super::{MANIFEST, THIRD_PARTY};
use crate::store::place::{Lock, Staged};
use crate::store::{Store, fetch, notices};
use crate::{Artifact, Card, Error, ErrorKind};

/// Ours have 60 entries; a bundle of many thousands is not one.
const MAX_ENTRIES: usize = 1000;

/// Ours has 10 kB.
const MAX_MANIFEST_BYTES: u64 = 1 << 20;

const HINT: &str =
    "pack a bundle with the same version of Inkstone on a machine with a network: `inkstone models pack`";

/// Checks the whole bundle, then puts its files into place.
pub(in crate::store) fn install(store: &Store, bundle: &Path) -> Result<Vec<Artifact>, Error> {
    let mut opened = Bundle::open(bundle)?;
    let manifest = opened.manifest()?;
    let files =
        manifest.files.iter().map(|entry| opened.card(store, entry)).collect::<Result<Vec<_>, _>>()?;
    let texts = manifest
        .notices
        .iter()
        .map(|entry| Ok((entry, opened.notice_target(store, entry)?)))
        .collect::<Result<Vec<_>, _>>()?;
    opened.check_names(&manifest)?;

    let lock = Lock::take(&store.folder)?;
    let scratch = lock.scratch()?;
    let mut staged_texts = Vec::new();
    for (entry, target) in texts {
        staged_texts.push((opened.stage_notice(entry, scratch.path())?, target));
    }
    let mut staged_files = Vec::new();
    for &card in &files {
        staged_files.push((opened.stage_file(card, scratch.path())?, card));
    }
    // Everything is whole and checked: from here on, only renames.
    for (staged, target) in staged_texts {
        staged.commit(&target).map_err(|source| fetch::not_written(&target, source))?;
    }
    for (staged, card) in staged_files {
        fetch::put(store, card, staged)?;
    }
    Ok(files.iter().map(|card| card.artifact).collect())
}

/// An opened bundle, with its name for messages.
struct Bundle<'a> {
    path: &'a Path,
    archive: ZipArchive<File>,
}

impl<'a> Bundle<'a> {
    fn open(path: &'a Path) -> Result<Self, Error> {
        let file =
            File::open(path).map_err(|source| Error::io(format_args!("open {}", path.display()), source))?;
        let archive = ZipArchive::new(file).map_err(|source| {
            let message = format!("{} is not a bundle: expected a zip archive", path.display());
            Error::new(ErrorKind::Bundle, message).with_source(source)
        })?;
        let bundle = Self { path, archive };
        match bundle.archive.len() {
            0..=MAX_ENTRIES => Ok(bundle),
            many => Err(bundle.wrong(format!("it has {many} entries: expected at most {MAX_ENTRIES}"))),
        }
    }

    fn wrong(&self, why: impl std::fmt::Display) -> Error {
        Error::new(ErrorKind::Bundle, format!("cannot install {}: {why}", self.path.display()))
            .with_hint(HINT)
    }

    fn manifest(&mut self) -> Result<Manifest, Error> {
        let mut bytes = Vec::new();
        let read = match self.archive.by_name(MANIFEST) {
            Ok(entry) => {
                entry.take(MAX_MANIFEST_BYTES).read_to_end(&mut bytes).map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        read.map_err(|error| self.wrong(format!("no {MANIFEST} can be read: {error}")))?;
        Manifest::parse(&bytes).map_err(|why| self.wrong(why))
    }

    /// The card of this program that the entry agrees with.
    fn card(&self, store: &Store, entry: &FileEntry) -> Result<&'static Card, Error> {
        let card =
            store.cards.iter().find(|card| card.artifact.name() == entry.artifact).ok_or_else(|| {
                self.wrong(format!(
                    "it holds `{}`, which this version of Inkstone does not know",
                    entry.artifact
                ))
            })?;
        card.check_platform()?;
        if entry.path == manifest::path(card) && entry.size == card.size && entry.sha256 == card.sha256 {
            return Ok(card);
        }
        let why = format!(
            "its {} is {} ({} bytes, SHA-256 {}): this version of Inkstone expects {} ({} bytes, SHA-256 {})",
            card.artifact,
            entry.path,
            entry.size,
            entry.sha256,
            manifest::path(card),
            card.size,
            card.sha256
        );
        Err(self.wrong(why).with_artifact(card.artifact))
    }

    /// Where a notice goes: below the notices of a wheel that this program knows, whatever its name.
    fn notice_target(&self, store: &Store, entry: &NoticeEntry) -> Result<PathBuf, Error> {
        let target = notices::wheels(store.cards).into_iter().find_map(|wheel| {
            let inside = entry.path.strip_prefix(&notices::path(wheel, ""))?;
            Some(notices::folder(store, wheel).join(notices::relative(inside)?))
        });
        target.ok_or_else(|| self.wrong(format!("it has a notice with the unsafe name `{}`", entry.path)))
    }

    /// That the archive holds what the manifest lists, as plain files, and nothing else.
    fn check_names(&mut self, manifest: &Manifest) -> Result<(), Error> {
        let listed = manifest.files.iter().map(|entry| entry.path.as_str());
        let listed = listed.chain(manifest.notices.iter().map(|entry| entry.path.as_str()));
        let mut left: BTreeSet<&str> = listed.chain([MANIFEST, THIRD_PARTY]).collect();
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index(index).map_err(|error| error.to_string());
            let name = entry.and_then(|entry| match entry.is_symlink() {
                true => Err(format!("`{}` is a link", entry.name())),
                false => Ok(entry.name().to_owned()),
            });
            let name = name.map_err(|why| self.wrong(why))?;
            if !left.remove(name.as_str()) {
                return Err(self.wrong(format!("`{name}` is not listed in its manifest, or is there twice")));
            }
        }
        match left.first() {
            Some(name) => Err(self.wrong(format!("it lacks `{name}`"))),
            None => Ok(()),
        }
    }

    fn stage_notice(&mut self, entry: &NoticeEntry, scratch: &Path) -> Result<Staged, Error> {
        let staged = self.stage(&entry.path, notices::MAX_BYTES, scratch)?;
        if staged.size == entry.size && staged.size <= notices::MAX_BYTES && staged.sha256 == entry.sha256 {
            return Ok(staged);
        }
        Err(self.wrong(format!("`{}` is damaged", entry.path)))
    }

    fn stage_file(&mut self, card: &Card, scratch: &Path) -> Result<Staged, Error> {
        let staged = self.stage(&manifest::path(card), card.size, scratch)?;
        fetch::check(card, &staged).map_err(|why| self.wrong(why).with_artifact(card.artifact))?;
        Ok(staged)
    }

    /// Copies an entry aside.
    fn stage(&mut self, name: &str, limit: u64, scratch: &Path) -> Result<Staged, Error> {
        let staged = match self.archive.by_name(name) {
            Ok(entry) => Staged::copy(entry, limit, scratch).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        staged.map_err(|error| self.wrong(format!("`{name}` cannot be unpacked: {error}")))
    }
}
