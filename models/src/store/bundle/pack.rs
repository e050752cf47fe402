//! From the store into a bundle.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{self, FileEntry, Manifest, NoticeEntry};
use super::{MANIFEST, THIRD_PARTY};
use crate::store::stamp::{Trust, hex};
use crate::store::{Store, notices, place};
use crate::{Card, Error, ErrorKind};

/// Writes the bundle aside and gives it its name when it is whole.
pub(in crate::store) fn pack(store: &Store, bundle: &Path) -> Result<(), Error> {
    let cards: Vec<_> = store.cards.iter().filter(|card| card.check_platform().is_ok()).collect();
    for card in &cards {
        if let Some(problem) = store.inspect(card, Trust::Stamp).problem() {
            return Err(problem);
        }
    }
    let failed = |source: io::Error| Error::io(format_args!("write {}", bundle.display()), source);
    let folder = bundle.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = NamedTempFile::new_in(folder).map_err(failed)?;
    write(store, &cards, temporary.as_file_mut(), bundle)?;
    place::readable_by_all(temporary.as_file()).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist(bundle).map_err(|error| failed(error.error))?;
    Ok(())
}

fn write(store: &Store, cards: &[&'static Card], file: &mut File, bundle: &Path) -> Result<(), Error> {
    let failed = |source: io::Error| Error::io(format_args!("write {}", bundle.display()), source);
    let notices = read_notices(store, cards)?;
    let entries = notices.iter().map(|(path, bytes)| NoticeEntry {
        path: path.clone(),
        size: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
    });
    let manifest = Manifest::new(cards.iter().map(|card| FileEntry::of(card)).collect(), entries.collect());
    let json = serde_json::to_vec_pretty(&manifest).map_err(|error| failed(error.into()))?;

    let mut archive = ZipWriter::new(file);
    let third_party = notices::third_party(store)?;
    let texts = [(MANIFEST, json.as_slice()), (THIRD_PARTY, third_party.as_bytes())];
    let texts =
        texts.into_iter().chain(notices.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    for (path, bytes) in texts {
        archive.start_file(path, text()).map_err(|error| failed(error.into()))?;
        archive.write_all(bytes).map_err(failed)?;
    }
    for card in cards {
        archive.start_file(manifest::path(card), weights()).map_err(|error| failed(error.into()))?;
        copy(store, card, &mut archive)?;
    }
    archive.finish().map_err(|error| failed(error.into()))?;
    Ok(())
}

/// Copies a file, hashing it once more on the way.
fn copy(store: &Store, card: &'static Card, archive: &mut ZipWriter<&mut File>) -> Result<(), Error> {
    let path = store.wheel_folder(card).join(card.file());
    let failed = |source| Error::io(format_args!("pack {}", path.display()), source);
    let file = File::open(&path).map_err(failed)?;
    let (_, found) = place::copy_hashing(file, archive).map_err(failed)?;
    if found == card.sha256 {
        return Ok(());
    }
    let message = format!("{} has the SHA-256 {found}: expected {}", path.display(), card.sha256);
    Err(Error::new(ErrorKind::Corrupt, message).with_artifact(card.artifact))
}

/// Every notice once, with its name in the archive.
fn read_notices(store: &Store, cards: &[&'static Card]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut read = Vec::new();
    for wheel in notices::wheels(cards.iter().copied()) {
        for name in notices::list(store, wheel)? {
            let path = notices::folder(store, wheel).join(&name);
            let bytes = fs::read(&path)
                .map_err(|source| Error::io(format_args!("read {}", path.display()), source))?;
            read.push((notices::path(wheel, &name), bytes));
        }
    }
    Ok(read)
}

fn text() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// Weights barely shrink (by 7 %), and take long to.
fn weights() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}
