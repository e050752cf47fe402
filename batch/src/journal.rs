use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::PageFiles;
use crate::land::{Durability, land, sync_folder};

/// The pages of one document that have landed: `0001.json` for what was read, `0001.failed` for why it could not be.
pub(crate) struct Journal {
    folder: PathBuf,
    owner: String,
    durability: Durability,
}

impl Journal {
    /// The journal in `folder`, which is made where it is missing.
    pub(crate) fn open(folder: PathBuf, owner: &str, durability: Durability) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, owner: owner.to_owned(), durability })
    }

    /// Whether the page has landed, read or failed.
    pub(crate) fn has(&self, page: u32) -> bool {
        self.file(page, RECORD).exists() || self.file(page, FAILED).exists()
    }

    /// Lands a page. Its record comes last: a page that has it is whole.
    pub(crate) fn land(&self, page: u32, read: &Result<PageFiles, String>) -> io::Result<()> {
        let land = |extension: &str, bytes: &[u8]| {
            land(&self.file(page, extension), bytes, &self.owner, self.durability)
        };
        match read {
            Ok(files) => {
                for (extension, bytes) in &files.others {
                    land(extension, bytes)?;
                }
                if !files.others.is_empty() {
                    sync_folder(&self.folder, self.durability)?;
                }
                land(RECORD, &files.record)?;
            }
            Err(reason) => land(FAILED, reason.as_bytes())?,
        }
        sync_folder(&self.folder, self.durability)
    }

    /// Why a page failed; nothing where it did not.
    pub(crate) fn failure(&self, page: u32) -> io::Result<Option<String>> {
        match fs::read_to_string(self.file(page, FAILED)) {
            Ok(reason) => Ok(Some(reason)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Where the claim on a page lies.
    pub(crate) fn page_claim(&self, page: u32) -> PathBuf {
        self.file(page, "claim")
    }

    /// Where the claim on the delivery lies.
    pub(crate) fn delivery_claim(&self) -> PathBuf {
        self.folder.join("delivery.claim")
    }

    fn file(&self, page: u32, extension: &str) -> PathBuf {
        self.folder.join(format!("{page:04}.{extension}"))
    }
}

const RECORD: &str = "json";
const FAILED: &str = "failed";

/// The landed pages of a document, one at a time from disk.
pub struct Landed<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) numbers: &'a [u32],
}

impl Landed<'_> {
    /// The pages that were asked for, in order.
    pub fn numbers(&self) -> &[u32] {
        self.numbers
    }

    /// What was read from a page: its record, or why it failed.
    ///
    /// # Errors
    /// What the file system says.
    pub fn page(&self, number: u32) -> io::Result<Result<Vec<u8>, String>> {
        match self.journal.failure(number)? {
            Some(reason) => Ok(Err(reason)),
            None => fs::read(self.journal.file(number, RECORD)).map(Ok),
        }
    }

    /// Puts another file of a page at `place`: linked where that is possible, copied elsewhere. A page that failed has
    /// none; then nothing is done.
    ///
    /// # Errors
    /// What the file system says.
    pub fn put(&self, number: u32, extension: &str, place: &Path) -> io::Result<()> {
        let file = self.journal.file(number, extension);
        if !file.exists() {
            return Ok(());
        }
        fs::hard_link(&file, place).or_else(|_| fs::copy(&file, place).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_landed_when_its_record_has() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path().join("key"), "me", Durability::Synced).unwrap();
        assert!(!journal.has(1));
        fs::write(folder.path().join("key/0001.png"), "half").unwrap();
        assert!(!journal.has(1));
        journal.land(1, &Ok(PageFiles::record("text").with("png", b"picture".to_vec()))).unwrap();
        journal.land(2, &Err("torn".into())).unwrap();
        assert!(journal.has(1) && journal.has(2));
        let landed = Landed { journal: &journal, numbers: &[1, 2] };
        assert_eq!(landed.page(1).unwrap().unwrap(), b"text");
        assert_eq!(landed.page(2).unwrap().unwrap_err(), "torn");
        landed.put(1, "png", &folder.path().join("a.png")).unwrap();
        landed.put(2, "png", &folder.path().join("b.png")).unwrap();
        assert!(folder.path().join("a.png").exists() && !folder.path().join("b.png").exists());
    }
}
