//! `inkstone label`.

use std::path::{Path, PathBuf};

use document::{Document, Reading};
use pipeline::{Engine, ReadOptions, Source};

use super::read::{engine, password};
use crate::args::{Global, LabelArgs};
use crate::inputs::{self, Input};
use crate::outcome::{Outcome, tell_error};
use crate::steps::Steps;
use crate::tell;

/// What the name of a truth file ends in.
const ENDING: &str = "truth.json";
/// The name of a reading, which has its folder's name.
const READING: &str = "document.json";
/// From this share of the letters on a script counts as the document's.
const SCRIPT_SHARE: f64 = 0.1;

/// Writes a truth file for each input; what fails is told and the rest goes on.
pub(crate) fn run(args: &LabelArgs, global: &Global) -> Outcome {
    let found = inputs::find(&args.inputs);
    found.wrong.iter().for_each(|reason| tell!("error: {reason}"));
    let (mut jobs, mut wrong) = (Vec::new(), found.wrong.len());
    for input in &found.list {
        match place(input, args) {
            Ok(job) => jobs.push(job),
            Err(reason) => {
                tell!("error: {reason}");
                wrong += 1;
            }
        }
    }
    if let Some((_, taken)) = jobs.iter().find(|(_, place)| !args.force && place.exists()) {
        tell!("error: {} exists already\n  hint: --force writes over it", taken.display());
        return Outcome::Nothing;
    }
    let engine = match jobs.iter().any(|(path, _)| !is_reading(path)).then(|| engine(args.threads, global)) {
        Some(Err(error)) => {
            tell_error("", &error, error.hint());
            return Outcome::Nothing;
        }
        Some(Ok(engine)) => Some(engine),
        None => None,
    };
    let progress = Steps::new(jobs.len(), global.quiet);
    let done = jobs.iter().filter(|job| one(job, engine.as_ref(), args, &progress)).count();
    drop(progress);
    wrong += jobs.len() - done;
    match (wrong, done) {
        (0, _) => Outcome::Done,
        (_, 0) => Outcome::Nothing,
        _ => Outcome::Partly,
    }
}

/// An input, and where its truth goes: beside it, or at the same place below the folder of --output.
fn place(input: &Input, args: &LabelArgs) -> Result<(PathBuf, PathBuf), String> {
    let Input::File { path, relative } = input else {
        return Err("standard input has no name that a truth could go by, expected files".into());
    };
    let beside = args.output.as_ref().map_or_else(|| path.clone(), |folder| folder.join(relative));
    let name = if path.file_name().is_some_and(|name| name == READING) {
        ENDING.to_owned()
    } else {
        format!("{}.{ENDING}", path.file_stem().unwrap_or_default().to_string_lossy())
    };
    Ok((path.clone(), beside.with_file_name(name)))
}

fn is_reading(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Labels one input; whether it went well.
fn one(
    (path, place): &(PathBuf, PathBuf),
    engine: Option<&Engine>,
    args: &LabelArgs,
    progress: &Steps,
) -> bool {
    let name = path.display().to_string();
    let told = reading(path, engine, args).and_then(|reading| {
        for failure in &reading.failures {
            progress.say(|| tell!("error: {name}: {}", failure.message));
        }
        let language = args.language.clone().unwrap_or_else(|| language(&reading.document).to_owned());
        let text = evaluation::label(&reading.document, &language);
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        std::fs::write(place, text).map_err(|error| format!("{}: {error}", place.display()))?;
        Ok(reading.failures.is_empty())
    });
    match told {
        Ok(whole) => {
            progress.document(&name, &format!("truth in {}", place.display()));
            whole
        }
        Err(reason) => {
            progress.say(|| tell!("error: {name}: {reason}"));
            progress.document(&name, "failed");
            false
        }
    }
}

/// Reads the input, or takes the reading that it is.
fn reading(path: &Path, engine: Option<&Engine>, args: &LabelArgs) -> Result<Reading, String> {
    let told = |error: &dyn std::error::Error| error.to_string();
    match engine.filter(|_| !is_reading(path)) {
        Some(engine) => {
            let mut options = ReadOptions::default();
            options.open.password = password(args.password.as_deref());
            let source = Source::file(path).map_err(|error| told(&error))?;
            engine.read(source, &options).map_err(|error| told(&error))
        }
        None => {
            let text = std::fs::read_to_string(path).map_err(|error| told(&error))?;
            serde_json::from_str(&text).map_err(|error| format!("{error}, expected {READING} of a reading"))
        }
    }
}

/// The language by the characters: `zh`, `en`, or both.
fn language(document: &Document) -> &'static str {
    let texts = document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str());
    let (mut han, mut latin) = (0_u32, 0_u32);
    for c in texts.flat_map(str::chars) {
        han += u32::from(matches!(c, '\u{3400}'..='\u{9FFF}'));
        latin += u32::from(c.is_ascii_alphabetic());
    }
    let all = f64::from((han + latin).max(1));
    match (f64::from(han) / all >= SCRIPT_SHARE, f64::from(latin) / all >= SCRIPT_SHARE) {
        (true, true) => "zh+en",
        (true, false) => "zh",
        _ => "en",
    }
}
