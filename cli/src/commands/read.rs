//! `inkstone read`.

use std::io::Write;
use std::path::Path;

use pipeline::{Engine, EngineOptions, Isolation, ReadOptions, Reading, Source, TextLayerUse};

use super::models::store_options;
use crate::args::{Format, Global, ReadArgs, TextLayer};
use crate::inputs::{self, Input};
use crate::outcome::{Outcome, tell_error};
use crate::output::{self, Folder};
use crate::printed::{self, printed};
use crate::progress::{FetchProgress, ReadProgress};
use crate::tell;

/// The variable that may hold the password.
const PASSWORD_VARIABLE: &str = "INKSTONE_PASSWORD";

/// The hidden command that makes this program hold PDFium for its parent.
const SERVE_PDF: &str = "serve-pdf";

/// How one input ended.
enum End {
    Whole,
    /// Delivered, with pages missing.
    Partly,
    Skipped,
    Failed,
}

/// Reads every input; what fails is told and the rest goes on.
pub(crate) fn run(args: &ReadArgs, global: &Global) -> Outcome {
    let found = inputs::find(&args.inputs);
    for reason in &found.wrong {
        tell!("error: {reason}");
    }
    if found.list.is_empty() {
        return Outcome::Nothing;
    }
    if let Some(taken) = taken(args, &found.list) {
        tell!(
            "error: {taken} exists already\n  hint: --force writes over it, --resume leaves it and reads the rest"
        );
        return Outcome::Nothing;
    }
    if let Err(reason) = printed::check(args, found.list.len()) {
        tell!("error: {reason}");
        return Outcome::Nothing;
    }
    let engine = match engine(args, global) {
        Ok(engine) => engine,
        Err(error) => {
            tell_error("", &error, error.hint());
            return Outcome::Nothing;
        }
    };
    let options = read_options(args);
    let progress = ReadProgress::new(found.list.len(), global.quiet);
    let ends: Vec<End> =
        found.list.iter().map(|input| one(input, args, &engine, &options, &progress)).collect();
    drop(progress);
    summary(&ends, found.wrong.len(), args, global)
}

/// The first reading that exists though neither --force nor --resume was given.
fn taken(args: &ReadArgs, list: &[Input]) -> Option<String> {
    let folder = args.output.as_ref().filter(|_| !args.force && !args.resume)?;
    let places = list.iter().map(|input| folder.join(input.folder()));
    places.into_iter().find(|place| place.exists()).map(|place| place.display().to_string())
}

fn engine(args: &ReadArgs, global: &Global) -> Result<Engine, pipeline::Error> {
    let mut options = EngineOptions::default();
    options.store = store_options(global);
    options.device = global.device;
    options.threads = args.threads;
    if let Ok(program) = std::env::current_exe() {
        options.isolation = Isolation::Child { program, args: vec![SERVE_PDF.into()] };
    }
    Engine::new(&options, &FetchProgress::new(global.quiet))
}

fn read_options(args: &ReadArgs) -> ReadOptions {
    let mut options = ReadOptions::default();
    let (open, limits) = (&mut options.open, &args.limits);
    open.pages = args.pages.clone().unwrap_or_default();
    open.password = args.password.clone().or_else(|| std::env::var(PASSWORD_VARIABLE).ok());
    open.limits.bytes = limits.max_bytes.unwrap_or(open.limits.bytes);
    open.limits.pages = limits.max_pages.unwrap_or(open.limits.pages);
    open.limits.pixels = limits.max_pixels.unwrap_or(open.limits.pixels);
    open.limits.seconds = limits.max_seconds.unwrap_or(open.limits.seconds);
    options.text_layer = match args.text_layer {
        TextLayer::Auto => TextLayerUse::WhereTrusted,
        TextLayer::Ignore => TextLayerUse::Never,
    };
    options
}

/// Reads one input and delivers it.
fn one(
    input: &Input,
    args: &ReadArgs,
    engine: &Engine,
    options: &ReadOptions,
    progress: &ReadProgress,
) -> End {
    let name = input.name();
    let place = args.output.as_ref().map(|folder| folder.join(input.folder()));
    if args.resume && place.as_deref().is_some_and(output::exists) {
        progress.document(&name, "exists, left as it is");
        return End::Skipped;
    }
    let read = source(input, options).and_then(|source| match &place {
        Some(place) => to_folder(source, place, &args.format, engine, options, progress),
        None => to_stdout(source, printed::wanted(args), engine, options, progress),
    });
    match read {
        Ok(reading) => {
            progress.say(|| tell_notices(&name, &reading));
            progress.document(&name, &format!("{} pages", reading.document.pages.len()));
            match (reading.failures.is_empty(), reading.document.pages.is_empty()) {
                (true, _) => End::Whole,
                (false, false) => End::Partly,
                (false, true) => End::Failed,
            }
        }
        Err(failure) => {
            progress.say(|| tell_error(&name, failure.error.as_ref(), failure.hint.as_deref()));
            progress.document(&name, "failed");
            End::Failed
        }
    }
}

/// Why an input was not delivered.
struct Failure {
    error: Box<dyn std::error::Error>,
    hint: Option<String>,
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        let hint = error.hint().map(str::to_owned);
        Self { error: Box::new(error), hint }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self { error: Box::new(error), hint: None }
    }
}

fn source(input: &Input, options: &ReadOptions) -> Result<Source, Failure> {
    Ok(match input {
        Input::Stdin => Source::reader("stdin", std::io::stdin().lock(), options.open.limits.bytes)?,
        Input::File { path, .. } => Source::file(path)?,
    })
}

fn to_folder(
    source: Source,
    place: &Path,
    formats: &[Format],
    engine: &Engine,
    options: &ReadOptions,
    progress: &ReadProgress,
) -> Result<Reading, Failure> {
    let folder = Folder::begin(place, formats)?;
    let name = source.name().to_owned();
    let mut failed: Option<std::io::Error> = None;
    let reading = engine.read_pages(source, options, &mut |event| {
        progress.page(&name, event.page.number);
        if let Err(error) = folder.page(&event) {
            failed.get_or_insert(error);
        }
    })?;
    failed.map_or(Ok(()), Err)?;
    folder.finish(&reading)?;
    Ok(reading)
}

fn to_stdout(
    source: Source,
    format: Format,
    engine: &Engine,
    options: &ReadOptions,
    progress: &ReadProgress,
) -> Result<Reading, Failure> {
    let name = source.name().to_owned();
    let reading = engine.read_pages(source, options, &mut |event| progress.page(&name, event.page.number))?;
    let bytes = printed(&reading, format)?;
    let mut result = Ok(());
    progress.say(|| result = std::io::stdout().write_all(&bytes));
    result?;
    Ok(reading)
}

fn tell_notices(name: &str, reading: &Reading) {
    for (kind, notices) in [("warning", &reading.warnings), ("error", &reading.failures)] {
        for notice in notices {
            let page = notice.page.map(|page| format!(", page {page}")).unwrap_or_default();
            tell!("{kind}: {name}{page}: {}", notice.message);
        }
    }
}

fn summary(ends: &[End], wrong: usize, args: &ReadArgs, global: &Global) -> Outcome {
    let count = |test: fn(&End) -> bool| ends.iter().filter(|end| test(end)).count();
    let failed = count(|end| matches!(end, End::Failed)) + wrong;
    let partly = count(|end| matches!(end, End::Partly));
    let skipped = count(|end| matches!(end, End::Skipped));
    let delivered = ends.len() - count(|end| matches!(end, End::Failed)) - skipped;
    if let Some(folder) = args.output.as_ref().filter(|_| !global.quiet) {
        let mut told = format!("{delivered} of {} read into {}", ends.len() + wrong, folder.display());
        for (number, what) in
            [(partly, "with pages missing"), (skipped, "left as they were"), (failed, "failed")]
        {
            if number > 0 {
                told += &format!(", {number} {what}");
            }
        }
        tell!("{told}");
    }
    match (failed + partly, delivered + skipped) {
        (0, _) => Outcome::Done,
        (_, 0) => Outcome::Nothing,
        _ => Outcome::Partly,
    }
}
