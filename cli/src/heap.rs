//! How the C library keeps memory that was freed.

use std::sync::atomic::{AtomicU32, Ordering};

/// Pages between two times that the heaps are swept.
const PAGES_A_SWEEP: u32 = 32;
/// Pages read so far.
static PAGES: AtomicU32 = AtomicU32::new(0);

/// From this size on, buffers are mapped by themselves and go back to the system as they are freed. Pictures of pages and
/// tensors are above it, what lives long is below.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const MAPPED_BYTES: i32 = 1 << 20;
/// What may stay free at the end of a heap before it goes back.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT_BYTES: i32 = 4 << 20;

/// Fixes the sizes from which glibc gives freed memory back. By itself it raises the first to the largest buffer that was
/// ever freed (32 MB at most), after which pictures are cut out of heaps, between small things that keep these from
/// shrinking: over 1,000 pages that grew by 85 KB a page. Measured in DESIGN.md ("Batches").
///
/// Other C libraries are left as they are.
pub(crate) fn give_back_large_buffers() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: mallopt only sets numbers and takes any; it is called before other threads are started.
    unsafe {
        // What it refuses stays as it was.
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED_BYTES);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT_BYTES);
    }
}

/// Counts a page that was read, and now and then gives back what small things that live long keep in the midst of the heaps:
/// without it, memory still crept up by 19 to 29 KB a page. A sweep takes some milliseconds. The networks' arena is given
/// back, too: two workers that once met over their largest pages left it 40 MB larger.
pub(crate) fn page_read() {
    if PAGES.fetch_add(1, Ordering::Relaxed) % PAGES_A_SWEEP == PAGES_A_SWEEP - 1 {
        models::shrink_arena();
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        // SAFETY: malloc_trim takes the locks of the heaps that it sweeps; it moves nothing that is in use.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}
