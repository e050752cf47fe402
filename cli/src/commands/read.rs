//! `inkstone read`.

use std::path::Path;
use std::time::{Duration, Instant};

use batch::{Delivery, Item, RunOptions, Summary};
use pipeline::{Content, Engine, EngineOptions, Isolation, ReadOptions, TextLayerUse};
use serde_json::json;

use super::models::store_options;
use crate::args::{Global, ReadArgs, TextLayer};
use crate::documents::Documents;
use crate::inputs::{self, Input, Inputs};
use crate::outcome::{Outcome, tell_error};
use crate::printed;
use crate::progress::{FetchProgress, ReadProgress};
use crate::tell;
use crate::timings::Timings;

/// The variable that may hold the password.
const PASSWORD_VARIABLE: &str = "INKSTONE_PASSWORD";

/// The hidden command that makes this program hold PDFium for its parent.
const SERVE_PDF: &str = "serve-pdf";

/// Beyond what its workers need, a program has this much memory: the library, pages, buffers, files read. Measured with one
/// and two workers on dense pages of 5.4 megapixels: 550 and 654 MB at the most.
const MEMORY_OF_PROGRAM: u64 = 350 << 20;
/// What a worker's networks take.
const MEMORY_OF_WORKER: u64 = 200 << 20;

/// Reads every input; what fails is told and the rest goes on.
pub(crate) fn run(args: &ReadArgs, global: &Global) -> Outcome {
    let start = Instant::now();
    let timings = args.timings.then(Timings::watch);
    let found = inputs::find(&args.inputs);
    for reason in &found.wrong {
        tell!("error: {reason}");
    }
    if found.list.is_empty() {
        return Outcome::Nothing;
    }
    let refusal = taken(args, &found.list).or_else(|| printed::check(args, found.list.len()).err());
    if let Some(reason) = refusal {
        tell!("error: {reason}");
        return Outcome::Nothing;
    }
    let engine = match read_engine(args, global) {
        Ok(engine) => engine,
        Err(error) => {
            tell_error("", &error, error.hint());
            return Outcome::Nothing;
        }
    };
    let items = Documents::items(&found.list);
    let names = items.iter().map(|item| item.name.clone()).collect();
    let progress = ReadProgress::new(names, global.quiet, args.json);
    let documents = Documents::new(&found.list, &engine, read_options(args), args, global, &progress);
    let read = read_batch(&items, &documents, &engine, args, &progress);
    let outcome = match read {
        Ok(summary) => told(&summary, &found, args, global, &progress, start.elapsed()),
        Err(error) => {
            progress.beside(|| tell_error("", error.as_ref(), hint_of(error.as_ref())));
            if progress.has_delivered() { Outcome::Partly } else { Outcome::Nothing }
        }
    };
    if let Some(timings) = timings {
        if args.json {
            progress.tell(&json!({ "event": "timings", "sums": timings.json() }));
        } else {
            progress.beside(|| tell!("{}", timings.table().trim_end()));
        }
    }
    drop(documents);
    // The program ends here: taking the networks apart first would cost a short run a tenth of its time.
    std::mem::forget(engine);
    outcome
}

/// Runs the batch into the output folder, or through a temporary one to standard output.
fn read_batch(
    items: &[Item],
    documents: &Documents<'_>,
    engine: &Engine,
    args: &ReadArgs,
    progress: &ReadProgress,
) -> Result<Summary, Box<dyn std::error::Error>> {
    let mut options = RunOptions::default();
    // One more than workers: while one page is drawn or lands, every worker has another.
    options.window = engine.workers() + 1;
    options.max_memory = args.limits.max_memory;
    if let Some(folder) = &args.output {
        if args.force {
            options.keep = false;
            batch::forget_unfinished(folder)?;
        }
        return Ok(batch::run(folder, items, documents, &options, progress)?);
    }
    options.delivery = Delivery::Stream;
    let folder = tempfile::Builder::new().prefix("inkstone-").tempdir()?;
    Ok(batch::run(folder.path(), items, documents, &options, progress)?)
}

fn hint_of<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a str> {
    error.downcast_ref::<batch::Error>().and_then(batch::Error::hint)
}

/// What lies in the output folder though neither --force nor --resume was given.
fn taken(args: &ReadArgs, list: &[Input]) -> Option<String> {
    let folder = args.output.as_ref().filter(|_| !args.force && !args.resume)?;
    if batch::has_unfinished(folder) {
        return Some(format!(
            "a run into {} was cut off\n  hint: --resume goes on where it ended, --force reads everything anew",
            folder.display()
        ));
    }
    let mut places = list.iter().map(|input| folder.join(input.folder()));
    let taken = places.find(|place| place.exists())?;
    Some(format!(
        "{} exists already\n  hint: --force writes over it, --resume leaves it and reads the rest",
        taken.display()
    ))
}

fn read_engine(args: &ReadArgs, global: &Global) -> Result<Engine, pipeline::Error> {
    let mut options = engine_options(threads(args), global);
    options.text_only = args.text_only;
    Engine::new(&options, &FetchProgress::new(global.quiet))
}

/// An engine that reads everything.
pub(crate) fn engine(threads: usize, global: &Global) -> Result<Engine, pipeline::Error> {
    Engine::new(&engine_options(threads, global), &FetchProgress::new(global.quiet))
}

fn engine_options(threads: usize, global: &Global) -> EngineOptions {
    let mut options = EngineOptions::default();
    options.store = store_options(global);
    options.device = global.device;
    options.precision = global.precision;
    options.threads = threads;
    options.isolation = isolation().unwrap_or(options.isolation);
    options
}

/// This program as the child that opens PDFs; nothing where the system does not say what program it is.
pub(crate) fn isolation() -> Option<Isolation> {
    let program = std::env::current_exe().ok()?;
    Some(Isolation::Child { program, args: vec![SERVE_PDF.into()] })
}

/// The password given, or that of the environment.
pub(crate) fn password(given: Option<&str>) -> Option<String> {
    given.map(str::to_owned).or_else(|| std::env::var(PASSWORD_VARIABLE).ok())
}

/// As many workers as were asked for, or fewer where memory is short.
fn threads(args: &ReadArgs) -> usize {
    let Some(memory) = args.limits.max_memory else { return args.threads };
    let fitting = memory.saturating_sub(MEMORY_OF_PROGRAM) / MEMORY_OF_WORKER;
    let fitting = usize::try_from(fitting).unwrap_or(usize::MAX).max(1);
    let wanted = if args.threads > 0 {
        args.threads
    } else {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    };
    wanted.min(fitting)
}

fn read_options(args: &ReadArgs) -> ReadOptions {
    let mut options = ReadOptions::default();
    let (open, limits) = (&mut options.open, &args.limits);
    open.pages = args.pages.clone().unwrap_or_default();
    open.password = password(args.password.as_deref());
    open.limits.bytes = limits.max_bytes.unwrap_or(open.limits.bytes);
    open.limits.pages = limits.max_pages.unwrap_or(open.limits.pages);
    open.limits.pixels = limits.max_pixels.unwrap_or(open.limits.pixels);
    open.limits.seconds = limits.max_seconds.unwrap_or(open.limits.seconds);
    options.content = if args.text_only { Content::Text } else { Content::Everything };
    options.text_layer = match args.text_layer {
        TextLayer::Auto => TextLayerUse::WhereTrusted,
        TextLayer::Ignore => TextLayerUse::Never,
    };
    options
}

/// Tells what the batch came to.
fn told(
    summary: &Summary,
    found: &Inputs,
    args: &ReadArgs,
    global: &Global,
    progress: &ReadProgress,
    elapsed: Duration,
) -> Outcome {
    let failed = summary.failed.len() + summary.without_pages + found.wrong.len();
    let seconds = elapsed.as_secs_f64();
    progress.tell(&json!({
        "event": "summary", "delivered": summary.delivered, "kept": summary.kept, "partly": summary.partly,
        "failed": failed, "pages": summary.pages, "pages_kept": summary.pages_kept,
        "failed_pages": summary.failed_pages.len(), "seconds": seconds,
        "pages_per_second": summary.pages as f64 / seconds.max(0.001),
    }));
    if let Some(folder) = args.output.as_ref().filter(|_| !global.quiet && !args.json) {
        let all = found.list.len() + found.wrong.len();
        progress.beside(|| tell!("{}", sentence(summary, all, failed, folder, seconds)));
    }
    match (failed + summary.partly, summary.delivered + summary.kept - summary.without_pages) {
        (0, _) => Outcome::Done,
        (_, 0) => Outcome::Nothing,
        _ => Outcome::Partly,
    }
}

fn sentence(summary: &Summary, all: usize, failed: usize, folder: &Path, seconds: f64) -> String {
    let read = summary.delivered.saturating_sub(summary.without_pages);
    let mut told = format!("{read} of {all} read into {}", folder.display());
    for (number, what) in [
        (summary.partly, "with pages missing"),
        (summary.kept, "left as they were"),
        (failed, "failed"),
        (summary.pages_kept, "pages kept from before"),
    ] {
        if number > 0 {
            told += &format!(", {number} {what}");
        }
    }
    let rate = summary.pages as f64 / seconds.max(0.001);
    told + &format!("; {} pages in {seconds:.1} s, {rate:.2} pages/s", summary.pages)
}
