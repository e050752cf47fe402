//! Reading the inputs of a corpus, with the time it takes.

use std::path::{Path, PathBuf};
use std::time::Instant;

use evaluation::read::content_of;
use evaluation::{Content, Speed};
use pipeline::{Engine, ReadOptions, Reading, Source};

use super::corpus::Case;
use crate::outcome::tell_error;
use crate::steps::Steps;
use crate::tell;
use crate::timings::Timings;

/// What became of one input.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) content: Option<Content>,
    pub(crate) speed: Option<Speed>,
    /// What went wrong, in words.
    pub(crate) failure: Option<String>,
}

/// Reads the input of a sample, and keeps the reading below `kept`.
pub(crate) fn read(
    case: &Case,
    engine: &Engine,
    options: &ReadOptions,
    kept: Option<&Path>,
    timings: &Timings,
    progress: &Steps,
) -> Read {
    let Some(path) = &case.input else { return Read::default() };
    let name = path.display().to_string();
    let start = Instant::now();
    let read = Source::file(path).and_then(|source| {
        engine.read_pages(source, options, &mut |event| progress.page(&name, event.page.number))
    });
    let seconds = start.elapsed().as_secs_f64();
    let stages = timings.take();
    match read {
        Ok(reading) => {
            let failure = failure(&reading).or_else(|| {
                let kept = keep(&reading, kept?, case).err()?;
                Some(format!("the reading could not be kept: {kept}"))
            });
            progress.say(|| failure.iter().for_each(|failure| tell!("error: {name}: {failure}")));
            progress.document(&name, &format!("{} pages", reading.document.pages.len()));
            let pages = reading.document.pages.len() as u32;
            let speed = Speed { pages, seconds, stages, peak_memory: peak_memory() };
            Read { content: Some(content_of(&reading.document)), speed: Some(speed), failure }
        }
        Err(error) => {
            progress.say(|| tell_error(&name, &error, error.hint()));
            progress.document(&name, "failed");
            Read { failure: Some(error.to_string()), ..Read::default() }
        }
    }
}

/// The pages that failed.
fn failure(reading: &Reading) -> Option<String> {
    let told = |notice: &pipeline::Notice| match notice.page {
        Some(page) => format!("page {page}: {}", notice.message),
        None => notice.message.clone(),
    };
    let all: Vec<String> = reading.failures.iter().map(told).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// The most memory this process has held, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// `document.json` in a folder named after the input, as `read -o` writes it.
fn keep(reading: &Reading, folder: &Path, case: &Case) -> std::io::Result<()> {
    let name = case.names.last().map_or(case.id.as_str(), String::as_str);
    let place: PathBuf = folder.join(name);
    std::fs::create_dir_all(&place)?;
    let json = serde_json::to_string(reading).map_err(std::io::Error::other)?;
    std::fs::write(place.join("document.json"), json + "\n")
}
