//! The licence files that go with what we fetch.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{HOW_TO_GET, Store};
use crate::{Card, Error, ErrorKind, Wheel};

/// The folder of a wheel's notices, beside its files.
const FOLDER: &str = "notices";

/// The longest notice of today's wheels is ONNX Runtime's list of third parties, 335 kB.
pub(super) const MAX_BYTES: u64 = 4 << 20;

/// Where a wheel's notices are.
pub(super) fn folder(store: &Store, wheel: &Wheel) -> PathBuf {
    store.folder.join(wheel.folder()).join(FOLDER)
}

/// The name of a wheel's notice relative to the store's folder, which is its name in a bundle too.
pub(super) fn path(wheel: &Wheel, name: &str) -> String {
    format!("{}/{FOLDER}/{name}", wheel.folder())
}

/// The wheels of these cards, each once, in their order.
pub(super) fn wheels<'a>(cards: impl IntoIterator<Item = &'a Card>) -> Vec<&'static Wheel> {
    let mut wheels = Vec::new();
    for card in cards {
        if !wheels.contains(&card.wheel) {
            wheels.push(card.wheel);
        }
    }
    wheels
}

/// `name` as a path that stays below where it is put, if it is one.
pub(super) fn relative(name: &str) -> Option<PathBuf> {
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(['\\', ':', '\0']) && {
            let mut components = Path::new(part).components();
            matches!((components.next(), components.next()), (Some(Component::Normal(_)), None))
        }
    };
    name.split('/').all(plain).then(|| name.split('/').collect())
}

/// Paths of the notices of a wheel, relative to the wheel's notices, in order.
pub(super) fn list(store: &Store, wheel: &Wheel) -> Result<Vec<String>, Error> {
    let folder = folder(store, wheel);
    let mut names = Vec::new();
    collect(&folder, "", &mut names).map_err(|source| {
        let error = match source.kind() {
            io::ErrorKind::NotFound => {
                let message =
                    format!("the licences of {} are missing: no {}", wheel.package, folder.display());
                Error::new(ErrorKind::Missing, message).with_source(source)
            }
            _ => Error::io(format_args!("read {}", folder.display()), source),
        };
        error.with_hint(HOW_TO_GET)
    })?;
    names.sort();
    Ok(names)
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// The text of all notices: first every file with its origin, then the licences.
pub(super) fn third_party(store: &Store) -> Result<String, Error> {
    let mut text = String::from(
        "Inkstone runs on the following files of others. Inkstone's own licence does not cover them.\n",
    );
    let cards: Vec<_> = store.cards.iter().filter(|card| card.check_platform().is_ok()).collect();
    for card in &cards {
        describe(card, &mut text);
    }
    for wheel in self::wheels(cards) {
        for name in list(store, wheel)? {
            let path = folder(store, wheel).join(&name);
            let bytes = fs::read(&path)
                .map_err(|source| Error::io(format_args!("read {}", path.display()), source))?;
            let _ = write!(
                text,
                "\n{line}\n{} {}: {name}\n{line}\n{}\n",
                wheel.package,
                wheel.version,
                String::from_utf8_lossy(&bytes).trim_end(),
                line = "=".repeat(80),
            );
        }
    }
    Ok(text)
}

fn describe(card: &Card, text: &mut String) {
    let _ = write!(
        text,
        "\n{}\n  licence:   {}\n  copyright: {}\n  origin:    {}\n  package:   {} {}\n  SHA-256:   {}\n",
        card.file(),
        card.licence,
        card.holder,
        card.origin,
        card.wheel.package,
        card.wheel.version,
        card.sha256
    );
}
