//! Putting files into place so that a file with its name is always whole.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempDir};

use super::stamp::hex;
use crate::Error;

/// Folders for files on their way in begin so; what an interrupted process leaves is swept away.
const SCRATCH_PREFIX: &str = ".incoming-";
const LOCK_FILE: &str = ".lock";
const BUFFER: usize = 256 * 1024;

/// The right to write into the store, held by one process at a time.
#[derive(Debug)]
pub(super) struct Lock<'a> {
    folder: &'a Path,
    /// Unlocked when closed; `None` where the file system has no locks, which costs a double download at worst:
    /// files are renamed into place in any case.
    _file: Option<File>,
}

impl<'a> Lock<'a> {
    /// Creates the store's folder if need be and waits for the lock.
    pub(super) fn take(folder: &'a Path) -> Result<Self, Error> {
        let failed = |source| Error::io(format_args!("create {}", folder.display()), source);
        fs::create_dir_all(folder).map_err(failed)?;
        let file = File::create(folder.join(LOCK_FILE)).map_err(failed)?;
        let file = file.lock().is_ok().then_some(file);
        if file.is_some() {
            sweep(folder);
        }
        Ok(Self { folder, _file: file })
    }

    /// A new folder inside the store for files on their way in, removed when dropped.
    pub(super) fn scratch(&self) -> Result<TempDir, Error> {
        tempfile::Builder::new()
            .prefix(SCRATCH_PREFIX)
            .tempdir_in(self.folder)
            .map_err(|source| Error::io(format_args!("create a folder in {}", self.folder.display()), source))
    }
}

/// Removes what interrupted work has left, which is safe only while nobody else can be at work.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(SCRATCH_PREFIX) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A file that is written and synced but has not got its name yet.
#[derive(Debug)]
pub(super) struct Staged {
    file: NamedTempFile,
    /// Bytes written.
    pub(super) size: u64,
    /// SHA-256 of what was written, lower-case hexadecimal.
    pub(super) sha256: String,
}

impl Staged {
    /// Copies at most `limit` bytes and one from `reader` into a new file in `folder`: a size over `limit` means
    /// that there was more. The folder must be on the store's file system.
    pub(super) fn copy(reader: impl Read, limit: u64, folder: &Path) -> io::Result<Self> {
        let mut file = NamedTempFile::new_in(folder)?;
        let (size, sha256) = copy_hashing(reader.take(limit.saturating_add(1)), &mut file)?;
        readable_by_all(file.as_file())?;
        file.as_file().sync_all()?;
        Ok(Self { file, size, sha256 })
    }

    /// Gives the file its name, replacing what had it.
    pub(super) fn commit(self, target: &Path) -> io::Result<()> {
        let folder = target.parent().unwrap_or(target);
        fs::create_dir_all(folder)?;
        self.file.persist(target)?;
        // The name itself lives in the folder; not every system can sync one.
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// Copies everything and returns its size and SHA-256.
pub(super) fn copy_hashing(mut reader: impl Read, mut writer: impl Write) -> io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => return Ok((size, hex(&hasher.finalize()))),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..read]);
        writer.write_all(&buffer[..read])?;
        size += read as u64;
    }
}

/// Temporary files are private to their user; a store may be shared.
pub(super) fn readable_by_all(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        Ok(())
    }
}
