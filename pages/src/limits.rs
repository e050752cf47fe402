/// How much one input may cost. Whatever exceeds a limit is an error of kind [`Limit`](crate::ErrorKind::Limit) or
/// [`Time`](crate::ErrorKind::Time).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Size of the input in bytes; 512 MiB by default.
    pub bytes: u64,
    /// Number of pages that are asked for; 5,000 by default.
    pub pages: u32,
    /// Pixels of one page, width times height, checked before they are decoded; 120 million by default, which is an A0
    /// sheet at 270 dpi and 360 MB in memory. A PDF page is drawn at a lower resolution rather than refused.
    pub pixels: u64,
    /// Seconds that opening a PDF may take, and that one page of a PDF may take; 60 by default. Kept only where PDFs
    /// are read in a child process ([`Isolation::Child`](crate::Isolation::Child)).
    pub seconds: f32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 512 << 20, pages: 5_000, pixels: 120_000_000, seconds: 60.0 }
    }
}
