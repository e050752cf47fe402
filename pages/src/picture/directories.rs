//! The chain of a TIFF file's directories, walked by ourselves: a directory that is broken, or leads back, must not cost
//! the pages before it.

use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// `NewSubfileType` (tag 254) with bit 0: a smaller version of another page, such as a thumbnail.
const NEW_SUBFILE_TYPE: u64 = 254;
const REDUCED: u64 = 1;

/// More directories than this are a chain made to waste time.
const MOST: usize = 100_000;

/// Numbers as the file writes them.
#[derive(Debug, Clone, Copy)]
struct Layout {
    big_endian: bool,
    /// `BigTIFF`: offsets of 8 bytes, counts of directory entries too.
    big: bool,
}

impl Layout {
    fn of(bytes: &[u8]) -> Option<Self> {
        let big_endian = bytes.starts_with(b"MM");
        let version = Self { big_endian, big: false }.number(bytes, 2, 2)?;
        Some(Self { big_endian, big: version == 43 })
    }

    /// The unsigned number of `width` bytes at `at`.
    fn number(self, bytes: &[u8], at: u64, width: u64) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let field = bytes.get(at..at.checked_add(usize::try_from(width).ok()?)?)?;
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Some(if self.big_endian { field.iter().fold(0, add) } else { field.iter().rev().fold(0, add) })
    }

    /// Where the header says that the first directory is, and how wide that number is.
    fn first(self) -> (u64, u64) {
        if self.big { (8, 8) } else { (4, 4) }
    }
}

/// The chain of directories, as far as it goes.
pub(super) struct Chain {
    /// The places of the directories that are pages, in the order of the chain.
    pub(super) pages: Vec<u64>,
    /// Why it ends before its own end; nothing for a chain that ends as it should.
    pub(super) broken: Option<String>,
}

/// Follows the chain from the header on.
pub(super) fn chain(bytes: &[u8]) -> Chain {
    let mut chain = Chain { pages: Vec::new(), broken: None };
    let Some(layout) = Layout::of(bytes) else { return chain };
    let (at, width) = layout.first();
    let mut next = layout.number(bytes, at, width);
    let mut seen = HashSet::new();
    while let Some(place) = next.filter(|place| *place != 0) {
        let directory = match seen.len() {
            MOST => Err(format!("goes on after {MOST} directories")),
            _ if !seen.insert(place) => Err(format!("leads back to byte {place}")),
            _ => directory(bytes, layout, place)
                .ok_or_else(|| format!("leads to byte {place}, where there is none")),
        };
        match directory {
            Ok(directory) => {
                if !directory.reduced {
                    chain.pages.push(place);
                }
                next = directory.next;
            }
            Err(why) => {
                chain.broken =
                    Some(format!("the chain of TIFF directories {why}; pages after this one are lost"));
                break;
            }
        }
    }
    chain
}

struct Directory {
    reduced: bool,
    next: Option<u64>,
}

/// The directory at `place`; nothing where it does not fit into the file.
fn directory(bytes: &[u8], layout: Layout, place: u64) -> Option<Directory> {
    let (count_width, entry_width, value_at) = if layout.big { (8, 20, 12) } else { (2, 12, 8) };
    let count = layout.number(bytes, place, count_width)?;
    let entries = place.checked_add(count_width)?;
    let end = entries.checked_add(count.checked_mul(entry_width)?)?;
    if end > bytes.len() as u64 {
        return None;
    }
    let is_kind = |entry: &u64| layout.number(bytes, *entry, 2) == Some(NEW_SUBFILE_TYPE);
    let kind = (0..count).map(|index| entries + index * entry_width).find(is_kind);
    let kind = kind.and_then(|entry| layout.number(bytes, entry + value_at, 4)).unwrap_or(0);
    let (_, width) = layout.first();
    Some(Directory { reduced: kind & REDUCED != 0, next: layout.number(bytes, end, width) })
}

/// The file as if its first directory were another one.
pub(super) struct From {
    bytes: Arc<[u8]>,
    /// The bytes of the header that differ, and where they begin.
    patch: Vec<u8>,
    patch_at: u64,
    position: u64,
}

impl From {
    pub(super) fn new(bytes: Arc<[u8]>, directory: u64) -> Self {
        let layout = Layout::of(&bytes).unwrap_or(Layout { big_endian: false, big: false });
        let (patch_at, width) = layout.first();
        let mut patch = directory.to_le_bytes().to_vec();
        patch.truncate(usize::try_from(width).unwrap_or(patch.len()));
        if layout.big_endian {
            patch.reverse();
        }
        Self { bytes, patch, patch_at, position: 0 }
    }
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let start = usize::try_from(self.position).unwrap_or(usize::MAX);
        let mut rest = self.bytes.get(start..).unwrap_or_default();
        let count = rest.read(buffer)?;
        let patched = (self.patch_at..).zip(&self.patch);
        for (at, byte) in patched {
            let slot = at.checked_sub(self.position).and_then(|at| usize::try_from(at).ok());
            if let Some(slot) = slot.filter(|slot| *slot < count).and_then(|slot| buffer.get_mut(slot)) {
                *slot = *byte;
            }
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for From {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => (self.bytes.len() as u64).checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
