//! The child's side.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::process::ExitCode;
use std::time::Duration;

use super::frame;
use super::message::{MOST_MESSAGE, PageHeader, Reply, Request, pack_glyphs, pack_strokes};
use super::watchdog::Watchdog;
use crate::content::PageContent;
use crate::pdf::{PdfPages, PdfReader};
use crate::{Error, ErrorKind, Limits};

/// The child gives up by itself after so many times the time limit, for the case that its parent is gone and nobody
/// kills it.
const OWN_PATIENCE: f32 = 2.0;

/// Reads a PDF for a parent process that opened it with [`Isolation::Child`](crate::Isolation::Child): requests come on
/// standard input, replies go to standard output. Returns when the parent closes the input.
///
/// A program that names itself as the child calls this first thing when it is started with the arguments it gave.
pub fn serve_child() -> ExitCode {
    match serve(&mut BufReader::new(io::stdin().lock()), &mut BufWriter::new(io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// The document that the first request opens, and where its pixels go.
struct Session {
    reader: PdfReader,
    pixels: File,
    watchdog: Watchdog,
    patience: Duration,
}

fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let Some(request) = frame::read(input, MOST_MESSAGE)? else { return Ok(()) };
    let request: Request = serde_json::from_slice(&request)?;
    let document = frame::read(input, u64::MAX)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut session = match Session::open(request, document) {
        Ok(session) => session,
        Err(error) => return reply(output, &Reply::Failed((&error).into())),
    };
    reply(output, &Reply::Opened { pages: session.reader.count() })?;
    while let Some(request) = frame::read(input, MOST_MESSAGE)? {
        match serde_json::from_slice(&request)? {
            Request::Page { number } => session.deliver(number, output)?,
            Request::Open { .. } => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
    Ok(())
}

fn reply(output: &mut impl Write, reply: &Reply) -> io::Result<()> {
    frame::write(output, &serde_json::to_vec(reply)?)
}

impl Session {
    fn open(request: Request, document: Vec<u8>) -> Result<Self, Error> {
        let Request::Open { library, password, pixels_file, pixels, seconds } = request else {
            return Err(Error::new(ErrorKind::Child, "a page is asked for before a document was opened"));
        };
        let patience = Duration::try_from_secs_f32(seconds * OWN_PATIENCE).unwrap_or(Duration::MAX);
        let watchdog = Watchdog::new(|| std::process::abort()).map_err(|e| Error::io("start a thread", e))?;
        watchdog.start(patience);
        let file = OpenOptions::new()
            .write(true)
            .open(pixels_file)
            .map_err(|e| Error::io("open a temporary file", e))?;
        let limits = Limits { pixels, seconds, ..Limits::default() };
        let reader = PdfReader::open(document.into(), password.as_deref(), library.as_deref(), &limits)?;
        watchdog.stop();
        Ok(Self { reader, pixels: file, watchdog, patience })
    }

    fn deliver(&mut self, number: u32, output: &mut impl Write) -> io::Result<()> {
        self.watchdog.start(self.patience);
        let page = self.reader.page(number).and_then(|page| self.store(&page).map(|()| page));
        self.watchdog.stop();
        let PageContent { width, height, dpi, pixels, glyphs, strokes, blind } = match page {
            Ok(page) => page,
            Err(error) => return reply(output, &Reply::Failed((&error).into())),
        };
        let blind = blind.iter().map(|rect| [rect.left, rect.top, rect.right, rect.bottom]).collect();
        reply(output, &Reply::Page(PageHeader { width, height, dpi, pixels: pixels.dimensions(), blind }))?;
        frame::write(output, &pack_glyphs(&glyphs))?;
        frame::write(output, &pack_strokes(&strokes))
    }

    fn store(&mut self, page: &PageContent) -> Result<(), Error> {
        let stored = self.pixels.seek(SeekFrom::Start(0)).and_then(|_| self.pixels.write_all(&page.pixels));
        stored.map_err(|error| Error::io("write the page's pixels to a temporary file", error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_served_to_nobody_and_nonsense_ends_it() {
        let mut output = Vec::new();
        serve(&mut &b""[..], &mut output).unwrap();
        assert!(output.is_empty());
        assert!(serve(&mut &b"nonsense that is no frame"[..], &mut output).is_err());
    }

    #[test]
    fn a_missing_library_is_a_reply() {
        let mut input = Vec::new();
        let file = tempfile::NamedTempFile::new().unwrap();
        let request = Request::Open {
            library: Some("/no/such/libpdfium".into()),
            password: None,
            pixels_file: file.path().to_owned(),
            pixels: 1000,
            seconds: 10.0,
        };
        frame::write(&mut input, &serde_json::to_vec(&request).unwrap()).unwrap();
        frame::write(&mut input, b"%PDF-1.7").unwrap();
        let mut output = Vec::new();
        serve(&mut input.as_slice(), &mut output).unwrap();
        let answer = frame::read(&mut output.as_slice(), MOST_MESSAGE).unwrap().unwrap();
        let Reply::Failed(failure) = serde_json::from_slice(&answer).unwrap() else {
            panic!("expected a failure")
        };
        assert_eq!(Error::from(failure).kind(), ErrorKind::Library);
    }
}
