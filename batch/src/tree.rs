//! The output tree: delivered documents in their places, and below `.inkstone` what is not finished.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Key;
use crate::land::{Durability, land, sync_all_below, sync_folder};

/// Below the root: a folder per document that is not delivered yet.
const UNFINISHED: &str = ".inkstone";
/// In the folder of a delivered document: what it was made from.
const RECEIPT: &str = ".receipt.json";
/// Folders are made and removed again this often where another process removes or fills them at the same time, ...
const TRIES: usize = 5;
/// ... with this long between.
const PAUSE: Duration = Duration::from_millis(2);

/// What a delivered document was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    pub(crate) key: Key,
    /// Pages that were asked for.
    pub(crate) pages: usize,
    /// Pages of them that failed.
    pub(crate) failures: usize,
}

/// An output tree.
pub(crate) struct Tree {
    root: PathBuf,
    owner: String,
    durability: Durability,
}

impl Tree {
    pub(crate) fn new(root: &Path, owner: &str, durability: Durability) -> Self {
        Self { root: root.to_owned(), owner: owner.to_owned(), durability }
    }

    /// Where an item's reading lies.
    pub(crate) fn place(&self, place: &Path) -> PathBuf {
        self.root.join(place)
    }

    /// Where the pages of a document land.
    pub(crate) fn journal(&self, key: &Key) -> PathBuf {
        self.root.join(UNFINISHED).join(key.to_string())
    }

    /// The receipt of what lies in `place`, if it was delivered whole.
    pub(crate) fn receipt(&self, place: &Path) -> Option<Receipt> {
        receipt(&self.place(place))
    }

    /// Delivers a document: `write` fills a folder, which then goes to its place whole; a reading that was there goes.
    /// Anything else that lies there is not touched: that is an error of kind `AlreadyExists`.
    pub(crate) fn deliver(
        &self,
        place: &Path,
        receipt: &Receipt,
        write: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let (place, journal) = (self.place(place), self.journal(&receipt.key));
        check_free(&place)?;
        let staging = journal.join(format!("delivery-{}", self.owner));
        remove(&staging)?;
        fs::create_dir_all(&staging)?;
        write(&staging)?;
        let told = serde_json::to_vec(receipt)?;
        land(&staging.join(RECEIPT), &told, &self.owner, self.durability)?;
        sync_all_below(&staging, self.durability)?;
        let parent = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent)?;
        if place.exists() {
            let replaced = journal.join(format!("replaced-{}", self.owner));
            remove(&replaced)?;
            fs::rename(&place, &replaced)?;
        }
        fs::rename(&staging, &place)?;
        sync_folder(parent, self.durability)
    }

    /// Removes what a delivered document has left among the unfinished.
    pub(crate) fn tidy(&self, key: &Key) -> io::Result<()> {
        // Another process may put a claim there meanwhile; it finds the document delivered and leaves.
        persistently(ErrorKind::DirectoryNotEmpty, || remove(&self.journal(key)))?;
        // It goes with the last; until then it is not empty.
        let _ = fs::remove_dir(self.root.join(UNFINISHED));
        Ok(())
    }

    /// Makes the folder in which the pages of a document land.
    pub(crate) fn make_journal(&self, key: &Key) -> io::Result<PathBuf> {
        let folder = self.journal(key);
        persistently(ErrorKind::NotFound, || fs::create_dir_all(&folder)).map(|()| folder)
    }
}

/// What `act` comes to, tried again while it fails as it does where another process works on the same folder.
fn persistently(hindrance: ErrorKind, act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    for _ in 0..TRIES {
        match act() {
            Err(error) if error.kind() == hindrance => thread::sleep(PAUSE),
            done => return done,
        }
    }
    act()
}

/// Whether there is nothing in the way: nothing at all, an empty folder, or a reading.
fn check_free(place: &Path) -> io::Result<()> {
    let is_free = match fs::read_dir(place) {
        Ok(mut entries) => entries.next().is_none() || receipt(place).is_some(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    let taken = || {
        let message = format!("{} exists and is not a reading: it is left alone", place.display());
        io::Error::new(ErrorKind::AlreadyExists, message)
    };
    if is_free { Ok(()) } else { Err(taken()) }
}

/// Removes a folder, if it is there.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn receipt(place: &Path) -> Option<Receipt> {
    serde_json::from_slice(&fs::read(place.join(RECEIPT)).ok()?).ok()
}

/// Whether a document was delivered to `place`, from whatever and however it was read.
pub fn is_delivered(place: &Path) -> bool {
    receipt(place).is_some()
}

/// Whether a run into `root` has not come to its end.
pub fn has_unfinished(root: &Path) -> bool {
    fs::read_dir(root.join(UNFINISHED)).is_ok_and(|mut entries| entries.next().is_some())
}

/// Removes what runs into `root` have left unfinished.
///
/// # Errors
/// What the file system says.
pub fn forget_unfinished(root: &Path) -> io::Result<()> {
    remove(&root.join(UNFINISHED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_takes_the_place_of_what_was_there() {
        let root = tempfile::tempdir().unwrap();
        let tree = Tree::new(root.path(), "me", Durability::Synced);
        let place = Path::new("a/b.pdf");
        for version in ["one", "two"] {
            let receipt = Receipt { key: Key::new("hash", version), pages: 1, failures: 0 };
            let fill = |folder: &Path| fs::write(folder.join(format!("{version}.txt")), version);
            tree.deliver(place, &receipt, fill).unwrap();
            assert!(has_unfinished(root.path()) || version == "one");
            tree.tidy(&receipt.key).unwrap();
            assert_eq!(tree.receipt(place), Some(receipt));
        }
        assert!(!has_unfinished(root.path()) && !root.path().join(UNFINISHED).exists());
        let mut names: Vec<_> =
            fs::read_dir(root.path().join(place)).unwrap().flatten().map(|e| e.file_name()).collect();
        names.sort();
        assert_eq!(names, [RECEIPT, "two.txt"]);
        assert!(is_delivered(&root.path().join(place)) && !is_delivered(root.path()));
    }

    #[test]
    fn what_is_no_reading_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let tree = Tree::new(root.path(), "me", Durability::Cached);
        let receipt = Receipt { key: Key::new("hash", "v"), pages: 1, failures: 0 };
        fs::write(root.path().join("letter.pdf"), "the input itself").unwrap();
        fs::create_dir_all(root.path().join("mine/photos")).unwrap();
        fs::create_dir(root.path().join("empty")).unwrap();
        for (place, free) in [("letter.pdf", false), ("mine", false), ("empty", true)] {
            let delivered = tree.deliver(Path::new(place), &receipt, |_| Ok(()));
            assert_eq!(delivered.is_ok(), free, "{place}");
        }
        assert_eq!(fs::read_to_string(root.path().join("letter.pdf")).unwrap(), "the input itself");
        assert!(root.path().join("mine/photos").exists());
    }

    #[test]
    fn a_delivery_that_fails_leaves_the_place_alone() {
        let root = tempfile::tempdir().unwrap();
        let tree = Tree::new(root.path(), "me", Durability::Synced);
        let receipt = Receipt { key: Key::new("hash", "v"), pages: 1, failures: 0 };
        let full = |_: &Path| Err(io::Error::from(ErrorKind::StorageFull));
        assert!(tree.deliver(Path::new("a"), &receipt, full).is_err());
        assert!(!root.path().join("a").exists() && has_unfinished(root.path()));
    }
}
