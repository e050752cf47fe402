//! How a long download tells its caller where it is.

/// One download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step<'a> {
    /// What is downloaded: a package and its version.
    pub name: &'a str,
    /// How many bytes it has.
    pub total: u64,
}

/// Receives the progress of [`Store::ensure`](crate::Store::ensure), on the calling thread.
///
/// Each step is begun, advanced any number of times (`done` never falls and never exceeds the step's total) and
/// finished, unless it fails. The unit type `()` ignores everything.
pub trait Progress {
    /// A step begins.
    fn begin(&self, step: &Step<'_>);
    /// `done` bytes of the step's total are done.
    fn advance(&self, step: &Step<'_>, done: u64);
    /// The step is complete.
    fn finish(&self, step: &Step<'_>);
}

impl Progress for () {
    fn begin(&self, _: &Step<'_>) {}
    fn advance(&self, _: &Step<'_>, _: u64) {}
    fn finish(&self, _: &Step<'_>) {}
}
