//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Whether what is written must survive a loss of power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Synced before it is renamed into place.
    Synced,
    /// Left to the system's cache: for what nobody will resume.
    Cached,
}

/// Puts `bytes` at `path`: written aside under a name that `owner` makes unique, synced, renamed.
pub(crate) fn land(path: &Path, bytes: &[u8], owner: &str, durability: Durability) -> io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{owner}.tmp"));
    let written = write(Path::new(&aside), bytes, durability).and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // What is left of it would only take room.
        let _ = fs::remove_file(&aside);
    }
    written
}

fn write(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    if durability == Durability::Synced { file.sync_all() } else { Ok(()) }
}

/// Makes renames inside `folder` last.
pub(crate) fn sync_folder(folder: &Path, durability: Durability) -> io::Result<()> {
    if durability == Durability::Synced && cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes everything below `folder` last.
pub(crate) fn sync_all_below(folder: &Path, durability: Durability) -> io::Result<()> {
    if durability == Durability::Cached {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all_below(&entry.path(), durability)?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder, durability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lands_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0001.json");
        for text in ["one", "two"] {
            land(&path, text.as_bytes(), "me", Durability::Synced).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        fs::create_dir_all(folder.path().join("taken/x")).unwrap();
        assert!(land(&folder.path().join("taken"), b"", "me", Durability::Cached).is_err());
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }
}
