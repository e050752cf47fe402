//! The pages of a PDF through child processes: when one is lost, the next page gets another.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use super::process::{Launch, Process};
use crate::content::PageContent;
use crate::pdf::PdfPages;
use crate::{Error, ErrorKind, OpenOptions};

/// So many children lost on successive pages, and no further one is started: the document is hostile as a whole, and
/// each loss may have cost the full time limit.
const MOST_LOSSES: u32 = 3;

/// A running child with the document open.
pub(super) trait Conversation: Send {
    /// Asks for a page. The inner error is one of the page, the outer one means that the child is lost.
    fn page(&mut self, number: u32) -> Result<Result<PageContent, Error>, Error>;
}

type Start = Box<dyn FnMut() -> Result<(Box<dyn Conversation>, u32), Error> + Send>;

/// A PDF that child processes read.
pub(crate) struct Client {
    start: Start,
    running: Option<Box<dyn Conversation>>,
    count: u32,
    losses: u32,
}

impl Client {
    pub(crate) fn open(
        bytes: Arc<[u8]>,
        program: &Path,
        args: &[OsString],
        options: &OpenOptions,
    ) -> Result<Self, Error> {
        let launch = Launch {
            program: program.to_owned(),
            args: args.to_vec(),
            library: options.pdfium.clone(),
            password: options.password.clone(),
            limits: options.limits,
        };
        Self::with(Box::new(move || {
            let (process, pages) = Process::start(&launch, &bytes)?;
            Ok((Box::new(process) as Box<dyn Conversation>, pages))
        }))
    }

    fn with(mut start: Start) -> Result<Self, Error> {
        let (running, count) = start()?;
        Ok(Self { start, running: Some(running), count, losses: 0 })
    }

    fn ask(&mut self, number: u32) -> Result<Result<PageContent, Error>, Error> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => (self.start)()?.0,
        };
        let page = running.page(number)?;
        self.running = Some(running);
        Ok(page)
    }
}

impl PdfPages for Client {
    fn count(&self) -> u32 {
        self.count
    }

    fn page(&mut self, number: u32) -> Result<PageContent, Error> {
        if self.losses >= MOST_LOSSES {
            let message =
                format!("not read: {} pages in a row have ended the process that reads them", self.losses);
            return Err(Error::new(ErrorKind::Child, message));
        }
        let answer = self.ask(number);
        self.losses = if answer.is_ok() { 0 } else { self.losses + 1 };
        answer.unwrap_or_else(Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Reads page 1, finds page 2 broken, is lost on pages 3, 6, 7, 8 and 9.
    struct Fake;

    impl Conversation for Fake {
        fn page(&mut self, number: u32) -> Result<Result<PageContent, Error>, Error> {
            match number {
                2 => Ok(Err(Error::new(ErrorKind::Damaged, "broken"))),
                3 | 6.. => Err(Error::new(ErrorKind::Child, "lost")),
                _ => Ok(Ok(PageContent {
                    width: 1.0,
                    height: 1.0,
                    dpi: 72.0,
                    pixels: RgbImage::new(1, 1),
                    glyphs: vec![],
                    strokes: vec![],
                    blind: vec![],
                })),
            }
        }
    }

    #[test]
    fn a_lost_child_costs_its_page_only_and_losses_are_bounded() {
        let starts = Arc::new(AtomicU32::new(0));
        let counted = starts.clone();
        let start: Start = Box::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok((Box::new(Fake), 10))
        });
        let mut client = Client::with(start).unwrap();
        let outcomes: Vec<Option<ErrorKind>> =
            (1..=10).map(|number| client.page(number).err().map(|error| error.kind())).collect();
        let (damaged, lost) = (Some(ErrorKind::Damaged), Some(ErrorKind::Child));
        assert_eq!(outcomes, [None, damaged, lost, None, None, lost, lost, lost, lost, lost]);
        // The first, one after page 3, and two after pages 6 and 7; none for pages 9 and 10.
        assert_eq!(starts.load(Ordering::SeqCst), 4);
        assert!(client.page(10).unwrap_err().to_string().contains("3 pages in a row"));
    }
}
