//! One running child process.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind as IoKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use document::Rect;
use image::RgbImage;
use tempfile::{NamedTempFile, TempPath, tempfile};

use super::message::{MOST_LIST, MOST_MESSAGE, PageHeader, Reply, Request, unpack_glyphs, unpack_strokes};
use super::watchdog::Watchdog;
use super::{client::Conversation, frame};
use crate::content::PageContent;
use crate::{Error, ErrorKind, Limits};

/// How much of the end of what a child wrote to its standard error goes into a message.
const MOST_COMPLAINT: u64 = 2_000;

/// No limit on seconds is longer than this: a year.
const LONGEST: f32 = 3.2e7;

/// How a child is started.
#[derive(Debug, Clone)]
pub(super) struct Launch {
    pub(super) program: PathBuf,
    pub(super) args: Vec<OsString>,
    pub(super) library: Option<PathBuf>,
    pub(super) password: Option<String>,
    pub(super) limits: Limits,
}

/// A child process with an open document.
pub(super) struct Process {
    child: Arc<Mutex<Child>>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    complaints: File,
    pixels: File,
    watchdog: Watchdog,
    limits: Limits,
}

/// Why a conversation broke off.
enum Break {
    /// A pipe or a file failed; mostly because the child has ended.
    Pipe(io::Error),
    /// The child said what it may not say.
    Nonsense(&'static str),
}

impl From<io::Error> for Break {
    fn from(error: io::Error) -> Self {
        Self::Pipe(error)
    }
}

impl Process {
    /// Starts a child and opens the document in it; also tells how many pages that has.
    pub(super) fn start(launch: &Launch, bytes: &[u8]) -> Result<(Self, u32), Error> {
        let (pixels, pixels_path) = pixels_file()?;
        let complaints = tempfile().map_err(|e| Error::io("make a temporary file", e))?;
        let mut process = Self::spawn(launch, complaints, pixels)?;
        let opened = process.timed(|process| process.open(launch, bytes, &pixels_path));
        // Both have it open now, or the child is lost.
        drop(pixels_path);
        match opened {
            Ok(Reply::Opened { pages }) => Ok((process, pages)),
            Ok(Reply::Failed(failure)) => Err(failure.into()),
            Ok(Reply::Page(_)) => Err(process.lost(Break::Nonsense("a page before the document was opened"))),
            Err(broken) => Err(process.lost(broken)),
        }
    }

    fn spawn(launch: &Launch, complaints: File, pixels: File) -> Result<Self, Error> {
        let failed = |error| {
            let message = format!("cannot start {}, which is to read the PDF", launch.program.display());
            Error::new(ErrorKind::Child, message).with_cause(error)
        };
        let stderr = complaints.try_clone().map_err(failed)?;
        let mut command = Command::new(&launch.program);
        command.args(&launch.args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr);
        let mut child = command.spawn().map_err(failed)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or_else(|| failed(IoKind::BrokenPipe.into()))?;
        let child = Arc::new(Mutex::new(child));
        let target = child.clone();
        let watchdog = Watchdog::new(move || kill(&target)).map_err(failed)?;
        let output = BufReader::new(output);
        Ok(Self { child, input, output, complaints, pixels, watchdog, limits: launch.limits })
    }

    fn open(&mut self, launch: &Launch, bytes: &[u8], pixels_file: &Path) -> Result<Reply, Break> {
        self.send(&Request::Open {
            library: launch.library.clone(),
            password: launch.password.clone(),
            pixels_file: pixels_file.to_owned(),
            pixels: launch.limits.pixels,
            seconds: launch.limits.seconds,
        })?;
        frame::write(&mut self.input, bytes)?;
        self.receive()
    }

    /// Does something that the watchdog ends at the time limit.
    fn timed<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        self.watchdog.start(Duration::from_secs_f32(self.limits.seconds.clamp(0.0, LONGEST)));
        let done = work(self);
        self.watchdog.stop();
        done
    }

    fn send(&mut self, request: &Request) -> Result<(), Break> {
        let request = serde_json::to_vec(request).map_err(io::Error::other)?;
        Ok(frame::write(&mut self.input, &request)?)
    }

    fn receive(&mut self) -> Result<Reply, Break> {
        let reply = self.receive_frame(MOST_MESSAGE)?;
        serde_json::from_slice(&reply).map_err(|_| Break::Nonsense("a reply that is not of its form"))
    }

    fn receive_frame(&mut self, most: u64) -> Result<Vec<u8>, Break> {
        match frame::read(&mut self.output, most) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(Break::Pipe(IoKind::UnexpectedEof.into())),
            Err(error) if error.kind() == IoKind::InvalidData => {
                Err(Break::Nonsense("a frame that is too long"))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn ask_page(&mut self, number: u32) -> Result<Result<PageContent, Error>, Break> {
        self.send(&Request::Page { number })?;
        match self.receive()? {
            Reply::Page(header) => Ok(Ok(self.receive_page(&header)?)),
            Reply::Failed(failure) => Ok(Err(failure.into())),
            Reply::Opened { .. } => Err(Break::Nonsense("an opened document instead of a page")),
        }
    }

    fn receive_page(&mut self, header: &PageHeader) -> Result<PageContent, Break> {
        let glyphs = unpack_glyphs(&self.receive_frame(MOST_LIST)?);
        let strokes = unpack_strokes(&self.receive_frame(MOST_LIST)?);
        let (Some(glyphs), Some(strokes)) = (glyphs, strokes) else {
            return Err(Break::Nonsense("a broken list of characters or strokes"));
        };
        let PageHeader { width, height, dpi, .. } = *header;
        if [width, height, dpi].iter().any(|v| !v.is_finite() || *v <= 0.0) {
            return Err(Break::Nonsense("a page of no size"));
        }
        if header.blind.iter().flatten().any(|edge| !edge.is_finite()) {
            return Err(Break::Nonsense("a picture that is nowhere"));
        }
        let blind = header.blind.iter().map(|[x0, y0, x1, y1]| Rect::new(*x0, *y0, *x1, *y1)).collect();
        let pixels = self.read_pixels(header.pixels)?;
        Ok(PageContent { width, height, dpi, pixels, glyphs, strokes, blind })
    }

    fn read_pixels(&mut self, (width, height): (u32, u32)) -> Result<RgbImage, Break> {
        let (w, h) = (u64::from(width), u64::from(height));
        // Sides are rounded, so that a page may have a row and a column more than the limit allows.
        if w == 0 || h == 0 || w.saturating_mul(h) > self.limits.pixels.saturating_add(w + h) {
            return Err(Break::Nonsense("a picture larger than the limit on pixels"));
        }
        let mut pixels = RgbImage::new(width, height);
        self.pixels.seek(SeekFrom::Start(0))?;
        self.pixels.read_exact(&mut pixels)?;
        Ok(pixels)
    }

    /// The error of a child that is lost; it is killed if it still runs.
    fn lost(&mut self, broken: Break) -> Error {
        kill(&self.child);
        let status = self.child.lock().unwrap_or_else(PoisonError::into_inner).wait();
        if self.watchdog.has_barked() {
            let seconds = self.limits.seconds;
            let message = format!("reading the PDF took longer than {seconds} s, the time limit");
            return Error::new(ErrorKind::Time, message).with_hint("raise the limit on seconds");
        }
        let complaint = self.complaint();
        let message = match (&broken, status) {
            (Break::Nonsense(what), _) => format!("the process that reads the PDF sent {what}"),
            (Break::Pipe(_), Ok(status)) => format!("the process that reads the PDF ended early ({status})"),
            (Break::Pipe(_), Err(_)) => "the process that reads the PDF ended early".to_owned(),
        };
        let error = Error::new(ErrorKind::Child, message);
        match broken {
            _ if !complaint.is_empty() => error.with_cause(complaint),
            Break::Pipe(cause) => error.with_cause(cause),
            Break::Nonsense(_) => error,
        }
    }

    /// The end of what the child wrote to its standard error.
    fn complaint(&mut self) -> String {
        let length = self.complaints.metadata().map_or(0, |data| data.len());
        let mut end = Vec::new();
        let read = self.complaints.seek(SeekFrom::Start(length.saturating_sub(MOST_COMPLAINT)));
        if read.is_err() || self.complaints.by_ref().take(MOST_COMPLAINT).read_to_end(&mut end).is_err() {
            return String::new();
        }
        String::from_utf8_lossy(&end).trim().to_owned()
    }
}

impl Conversation for Process {
    fn page(&mut self, number: u32) -> Result<Result<PageContent, Error>, Error> {
        self.timed(|process| process.ask_page(number)).map_err(|broken| self.lost(broken))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        kill(&self.child);
        let _ = self.child.lock().unwrap_or_else(PoisonError::into_inner).wait();
    }
}

fn kill(child: &Mutex<Child>) {
    // Fails only where it has ended already.
    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
}

fn pixels_file() -> Result<(File, TempPath), Error> {
    NamedTempFile::new().map(NamedTempFile::into_parts).map_err(|e| Error::io("make a temporary file", e))
}
