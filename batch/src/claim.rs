//! Claims: exclusive files that say who works on what.
//!
//! A claim is made with its content and its lock in one step (a hard link), so that nobody ever sees half of one. On the
//! machine that holds it the lock tells whether its owner lives, for the system drops the locks of the dead. Elsewhere
//! the lease does: the owner touches its claims, and one that was not touched for its lease is abandoned. Ages are told
//! by the clock of the file system itself, so that machines need not agree on the time.
//!
//! Two machines that take over the same abandoned claim in the same instant may both get it. That costs a page read
//! twice, never a wrong result, since results land whole and depend on the page alone.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// How often a claim that changes under our hands is looked at again.
const TRIES: usize = 4;
/// Where Linux tells which start of which machine this is.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Statement {
    /// Whose it is: no two runs have the same.
    owner: String,
    /// On which machine, since which start of it; empty where that is not known.
    machine: String,
    /// Abandoned when it was not touched for so long, in milliseconds.
    lease: u64,
}

/// All claims of one run.
pub(crate) struct Claims {
    statement: Statement,
    made: AtomicU64,
    held: Mutex<HashMap<PathBuf, File>>,
}

/// A claim that is held; dropping it gives it up.
pub(crate) struct Claim<'a> {
    claims: &'a Claims,
    path: PathBuf,
}

impl Claims {
    /// Claims under the name `owner`, which must be unique.
    pub(crate) fn new(owner: String, lease: Duration) -> Self {
        let machine = fs::read_to_string(BOOT_ID).unwrap_or_default().trim().to_owned();
        let lease = u64::try_from(lease.as_millis()).unwrap_or(u64::MAX);
        let statement = Statement { owner, machine, lease };
        Self { statement, made: AtomicU64::new(0), held: Mutex::new(HashMap::new()) }
    }

    /// Claims `path`; nothing where somebody else holds it.
    pub(crate) fn take(&self, path: &Path) -> io::Result<Option<Claim<'_>>> {
        for _ in 0..TRIES {
            let file = match self.make(path) {
                Ok(file) => file,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.take_over(path)? {
                    Found::Held => return Ok(None),
                    Found::Gone => continue,
                    Found::TakenOver(file) => file,
                },
                Err(error) => return Err(error),
            };
            self.held().insert(path.to_owned(), file);
            return Ok(Some(Claim { claims: self, path: path.to_owned() }));
        }
        Ok(None)
    }

    /// Touches everything that is held, so that other machines see that its owner lives.
    pub(crate) fn touch(&self) {
        for (path, file) in self.held().iter_mut() {
            if let Err(error) = self.state(file) {
                tracing::warn!(path = %path.display(), %error, "a claim cannot be kept up");
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<PathBuf, File>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a claim that is locked and states its owner from its first instant on.
    fn make(&self, path: &Path) -> io::Result<File> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let mut aside = path.as_os_str().to_owned();
        aside.push(format!(".{}.{number}.tmp", self.statement.owner));
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&aside)?;
        // Where files cannot be locked, the lease alone tells.
        let _ = file.try_lock();
        let made = self.state(&mut file).and_then(|()| fs::hard_link(&aside, path));
        fs::remove_file(&aside)?;
        match made {
            Ok(()) => Ok(file),
            Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
                Err(error)
            }
            // No hard links here.
            Err(_) => {
                let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
                let _ = file.try_lock();
                self.state(&mut file).map(|()| file)
            }
        }
    }

    /// Writes our statement.
    fn state(&self, file: &mut File) -> io::Result<()> {
        let text = serde_json::to_vec(&self.statement)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&text)?;
        file.set_len(text.len() as u64)
    }

    /// Takes over a claim that exists, if its owner is gone.
    fn take_over(&self, path: &Path) -> io::Result<Found> {
        let mut file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Gone),
            Err(error) => return Err(error),
        };
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let told: Option<Statement> = serde_json::from_str(&text).ok();
        let is_here = told
            .as_ref()
            .is_some_and(|told| told.machine == self.statement.machine && !told.machine.is_empty());
        if is_here {
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => {
                    self.state(&mut file)?;
                    return Ok(Found::TakenOver(file));
                }
                Ok(()) => return Ok(Found::Gone),
                Err(TryLockError::WouldBlock) => return Ok(Found::Held),
                // No locks here: the lease tells.
                Err(TryLockError::Error(_)) => {}
            }
        }
        let lease = Duration::from_millis(told.map_or(self.statement.lease, |told| told.lease));
        if age(&file, path, &self.statement.owner)? <= lease {
            return Ok(Found::Held);
        }
        self.discard(path, &text)
    }

    /// Puts away the abandoned claim that says `text`.
    fn discard(&self, path: &Path, text: &str) -> io::Result<Found> {
        let mut aside = path.as_os_str().to_owned();
        aside.push(format!(".{}.abandoned.tmp", self.statement.owner));
        match fs::rename(path, &aside) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Gone),
            Err(error) => return Err(error),
        }
        let is_the_same = fs::read_to_string(&aside).is_ok_and(|now| now == text);
        if !is_the_same && fs::hard_link(&aside, path).is_ok() {
            // Somebody was faster: theirs goes back to its place.
            fs::remove_file(&aside)?;
            return Ok(Found::Held);
        }
        fs::remove_file(&aside)?;
        Ok(Found::Gone)
    }
}

/// What was found where a claim exists already.
enum Found {
    Held,
    Gone,
    TakenOver(File),
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        // Removed while it is still locked; who opened it before finds that it is no longer there.
        let file = self.claims.held().remove(&self.path);
        let _ = fs::remove_file(&self.path);
        drop(file);
    }
}

/// Whether `file` is still what lies at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| a.dev() == b.dev() && a.ino() == b.ino();
    file.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(|(a, b)| same(a, b))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// How long ago `file` was written, by the clock of the file system it lies on.
fn age(file: &File, path: &Path, owner: &str) -> io::Result<Duration> {
    let mut probe = path.as_os_str().to_owned();
    probe.push(format!(".{owner}.clock.tmp"));
    let now = File::create(&probe).and_then(|probe| probe.metadata()?.modified());
    let _ = fs::remove_file(&probe);
    let now: SystemTime = now?;
    Ok(now.duration_since(file.metadata()?.modified()?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(owner: &str, lease: Duration) -> Claims {
        Claims::new(owner.into(), lease)
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn one_holds_it_at_a_time_and_gives_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0001.claim");
        let (one, other) = (claims("one", LONG), claims("other", LONG));
        let held = one.take(&path).unwrap().unwrap();
        assert!(other.take(&path).unwrap().is_none() && one.take(&path).unwrap().is_none());
        one.touch();
        drop(held);
        let again = other.take(&path).unwrap();
        assert!(again.is_some());
        drop(again);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn many_threads_never_hold_it_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0001.claim");
        let (inside, taken) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for number in 0..8 {
                let (path, inside, taken) = (&path, &inside, &taken);
                scope.spawn(move || {
                    let claims = claims(&format!("owner-{number}"), LONG);
                    for _ in 0..200 {
                        if let Some(_claim) = claims.take(path).unwrap() {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::SeqCst);
                            inside.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        assert!(taken.load(Ordering::SeqCst) > 0);
    }

    #[test]
    fn what_the_dead_held_is_taken_over_at_once_on_their_machine_and_after_the_lease_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0001.claim");
        let me = claims("me", LONG);
        let mut dead = Statement { owner: "dead".into(), lease: 60_000, ..me.statement.clone() };
        fs::write(&path, serde_json::to_vec(&dead).unwrap()).unwrap();
        assert_eq!(me.take(&path).unwrap().is_some(), !dead.machine.is_empty());

        dead.machine = "elsewhere".into();
        fs::write(&path, serde_json::to_vec(&dead).unwrap()).unwrap();
        assert!(me.take(&path).unwrap().is_none(), "its lease has not ended");
        dead.lease = 0;
        fs::write(&path, serde_json::to_vec(&dead).unwrap()).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        assert!(me.take(&path).unwrap().is_some());
        assert!(fs::read_dir(folder.path()).unwrap().count() == 0);
    }
}
