//! How the C library keeps memory that was freed.

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
