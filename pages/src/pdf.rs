//! PDFs, read by PDFium in this very process: the only part that names `pdfium-render`.
//!
//! [`library`] loads PDFium, [`native`] owns its handles, [`extract`] walks a page; the rest is pure.

mod display;
mod extract;
mod library;
mod native;
mod paths;
mod resolution;

pub(crate) use extract::PdfReader;
pub(crate) use resolution::POINTS;

use crate::Error;
use crate::content::PageContent;

/// Something that delivers the pages of one PDF.
pub(crate) trait PdfPages: Send {
    /// Pages the PDF has.
    fn count(&self) -> u32;

    /// Reads and draws the page with that number, from 1.
    fn page(&mut self, number: u32) -> Result<PageContent, Error>;
}
