//! `inkstone evaluate`.

mod corpus;
mod opening;
mod predicted;
mod reading;
mod root;

use std::path::Path;

use evaluation::bootstrap::Bootstrap;
use evaluation::read::{PageHeights, TruthFormat, read_truth};
use evaluation::text::{Normalisation, Punctuation, Spaces};
use evaluation::{Comparison, Content, Options, Report, Sample, html};
use pipeline::ReadOptions;

use self::corpus::{Case, Corpus};
use self::opening::Opener;
use self::predicted::Predictions;
use self::reading::Read;
use super::models::print;
use super::read::{engine, password};
use crate::args::{EvaluateArgs, Global, Ignored};
use crate::outcome::{Outcome, tell_error};
use crate::steps::Steps;
use crate::tell;
use crate::timings::Timings;

/// What lies in the folder of a report.
const REPORT_JSON: &str = "report.json";
const REPORT_HTML: &str = "report.html";
/// Where readings are kept below it.
const READINGS: &str = "readings";

/// Why nothing was scored, and what to do about it.
struct Refusal(String, Option<&'static str>);

/// Scores readings against the truth.
pub(crate) fn run(args: &EvaluateArgs, global: &Global) -> Outcome {
    match evaluate(args, global) {
        Ok(outcome) => outcome,
        Err(Refusal(message, hint)) => {
            tell!("error: {message}");
            hint.iter().for_each(|hint| tell!("  hint: {hint}"));
            Outcome::Nothing
        }
    }
}

fn evaluate(args: &EvaluateArgs, global: &Global) -> Result<Outcome, Refusal> {
    let old = checked(args)?;
    let corpus = corpus::find(&args.truths, args.predictions.is_none());
    tell_corpus(&corpus, args, global);
    if corpus.cases.is_empty() {
        let hint = "a truth lies beside its input under the same name, or as truth.json in its folder";
        return Err(Refusal("found nothing to score".into(), Some(hint)));
    }
    let opener = |password: Option<String>| Opener::new(password, global);
    let (samples, wrong) = match &args.predictions {
        Some(folder) => predicted(&corpus.cases, folder, args, &opener(password(args.password.as_deref())))?,
        None => read(&corpus.cases, args, global, &opener)?,
    };
    let report = evaluation::evaluate(samples, &options(args));
    if report.samples.is_empty() {
        return Err(Refusal("none of the samples could be scored".into(), None));
    }
    let comparison = old.map(|old| report.compare(&old, args.tolerance)).transpose();
    let comparison = comparison.map_err(|error| Refusal(error.to_string(), None))?;
    let mut failed =
        wrong + corpus.wrong.len() + report.samples.iter().filter(|s| s.failure.is_some()).count();
    failed += usize::from(!deliver(&report, comparison.as_ref(), &corpus.cases, args, &opener));
    let regressed = comparison.is_some_and(|comparison| comparison.regressions().next().is_some());
    Ok(if failed > 0 || regressed { Outcome::Partly } else { Outcome::Done })
}

/// Everything that can be wrong before work begins; the old report, where there is one to compare with.
fn checked(args: &EvaluateArgs) -> Result<Option<Report>, Refusal> {
    if !(args.tolerance >= 0.0 && args.tolerance.is_finite()) {
        let told = format!("--tolerance is {}, expected 0 or more", args.tolerance);
        return Err(Refusal(told, None));
    }
    if let Some(folder) =
        args.output.as_ref().filter(|folder| !args.force && folder.join(REPORT_JSON).exists())
    {
        let told = format!("{} exists already", folder.join(REPORT_JSON).display());
        return Err(Refusal(told, Some("--force writes over it")));
    }
    let Some(path) = &args.against else { return Ok(None) };
    let named = |what: String| Refusal(format!("{}: {what}", path.display()), None);
    let text = std::fs::read_to_string(path).map_err(|error| named(error.to_string()))?;
    Report::from_json(&text).map(Some).map_err(|error| {
        let Refusal(message, _) = named(error.to_string());
        Refusal(message, Some("--against takes the report.json of an earlier run"))
    })
}

fn tell_corpus(corpus: &Corpus, args: &EvaluateArgs, global: &Global) {
    corpus.wrong.iter().for_each(|reason| tell!("error: {reason}"));
    if global.quiet {
        return;
    }
    if corpus.untold > 0 && args.predictions.is_none() {
        tell!("{} inputs have no truth and are left out", corpus.untold);
    }
    if corpus.unplaced > 0 {
        tell!("{} samples of lists have no picture here and are left out", corpus.unplaced);
    }
}

fn options(args: &EvaluateArgs) -> Options {
    let mut options = Options::default();
    options.title = args.title.clone().unwrap_or_else(|| match &args.predictions {
        Some(folder) => format!("Predictions in {}", folder.display()),
        None => format!("Inkstone {}", env!("CARGO_PKG_VERSION")),
    });
    options.bootstrap = Bootstrap { draws: args.draws, ..Bootstrap::default() };
    options.worst = args.worst;
    options.present_only = args.present_only;
    options.normalisation = normalisation(args);
    options
}

fn normalisation(args: &EvaluateArgs) -> Normalisation {
    let ignores = |what| args.ignore.contains(&what);
    let mut rule = Normalisation { case: ignores(Ignored::Case), ..Normalisation::default() };
    if args.exact {
        rule.compatibility = false;
        rule.spaces = Spaces::Keep;
    }
    if ignores(Ignored::Spaces) {
        rule.spaces = Spaces::Drop;
    }
    if ignores(Ignored::Punctuation) {
        rule.punctuation = Punctuation::Drop;
    }
    rule
}

type Samples = (Vec<Sample>, usize);

/// Samples with what a tool wrote; and how many truths could not be read.
fn predicted(
    cases: &[Case],
    folder: &Path,
    args: &EvaluateArgs,
    opener: &Opener,
) -> Result<Samples, Refusal> {
    let predictions = Predictions::open(folder).map_err(|reason| Refusal(reason, None))?;
    let (mut samples, mut wrong, mut found) = (Vec::new(), 0, 0);
    for case in cases {
        let (content, failure) = match predictions.of(case) {
            Ok(content) => (content, None),
            Err(reason) => (None, Some(reason)),
        };
        failure.iter().for_each(|failure| tell!("error: {failure}"));
        found += usize::from(content.is_some());
        match sample(case, Read { content, failure, speed: None }, args, opener) {
            Ok(sample) => samples.push(sample),
            Err(reason) => {
                tell!("error: {reason}");
                wrong += 1;
            }
        }
    }
    if found == 0 {
        let looked = cases.first().map(|case| case.names.join(", ")).unwrap_or_default();
        let told = format!(
            "{}: found no prediction for any of {} samples; for the first, files named {looked} were looked for",
            predictions.folder().display(),
            cases.len()
        );
        return Err(Refusal(told, None));
    }
    if found < cases.len() && !args.present_only {
        tell!("{} of {} samples have no prediction and count as empty", cases.len() - found, cases.len());
    }
    Ok((samples, wrong))
}

/// Samples with what is read now; and how many truths could not be read.
fn read(
    cases: &[Case],
    args: &EvaluateArgs,
    global: &Global,
    opener: &dyn Fn(Option<String>) -> Opener,
) -> Result<Samples, Refusal> {
    let engine = engine(args.threads, global).map_err(|error| {
        tell_error("", &error, error.hint());
        Refusal("nothing can be read".into(), None)
    })?;
    let mut options = ReadOptions::default();
    options.open.password = password(args.password.as_deref());
    let opener = opener(options.open.password.clone());
    let kept = args.output.as_ref().filter(|_| args.keep_readings).map(|folder| folder.join(READINGS));
    let progress = Steps::new(cases.len(), global.quiet);
    let timings = Timings::watch();
    let (mut samples, mut wrong) = (Vec::new(), 0);
    for case in cases {
        // The truth first: it is soon seen to be wrong, and reading takes long.
        match sample(case, Read::default(), args, &opener) {
            Ok(sample) => {
                let read = reading::read(case, &engine, &options, kept.as_deref(), &timings, &progress);
                samples.push(with(sample, read));
            }
            Err(reason) => {
                progress.say(|| tell!("error: {reason}"));
                progress.document(&case.id, "its truth cannot be read");
                wrong += 1;
            }
        }
    }
    Ok((samples, wrong))
}

fn with(sample: Sample, read: Read) -> Sample {
    Sample { prediction: read.content, speed: read.speed, failure: read.failure, ..sample }
}

/// The sample of a case: its truth from all files that tell of it.
fn sample(case: &Case, read: Read, args: &EvaluateArgs, opener: &Opener) -> Result<Sample, String> {
    let mut listed = case.listed.clone();
    for told in &case.files {
        let heights = match (&case.input, told.format) {
            (Some(input), TruthFormat::Icdar2013) => opener.heights(input),
            _ => Vec::new(),
        };
        let read = read_truth(told.format, &told.text()?, PageHeights(&heights));
        listed.extend(read.map_err(|error| format!("{}: {error}", told.path.display()))?);
    }
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut truth: Option<Content> = None;
    for labelled in listed {
        attributes.extend(labelled.attributes);
        truth = Some(match truth {
            Some(truth) => truth.merged(labelled.content),
            None => labelled.content,
        });
    }
    let value = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let mut set = case.set.clone();
    if value("unseen") == Some("true") {
        set += " (unseen)";
    }
    if let Some(by) = &args.by {
        set += &format!(", {by} {}", value(by).unwrap_or("not told"));
    }
    // Documents of a pair have most of their text in common.
    let own = case.id.rsplit('/').next().unwrap_or(&case.id);
    let group = value("group").or_else(|| value("twin").map(|twin| twin.min(own))).map(str::to_owned);
    let truth = truth.unwrap_or_default();
    let sample = Sample { id: case.id.clone(), set, group, truth, ..Sample::default() };
    Ok(with(sample, read))
}

/// Prints the scores and writes the report; whether all went well.
fn deliver(
    report: &Report,
    comparison: Option<&Comparison>,
    cases: &[Case],
    args: &EvaluateArgs,
    opener: &dyn Fn(Option<String>) -> Opener,
) -> bool {
    let mut text = report.to_string();
    if let (Some(comparison), Some(old)) = (comparison, &args.against) {
        text += &format!("\nagainst {}:\n{comparison}", old.display());
    }
    let printed = print(&text) == Outcome::Done;
    let Some(folder) = &args.output else { return printed };
    let opener = opener(password(args.password.as_deref()));
    let page = html(report, comparison, |set, id| {
        // Sets may have been parted by attributes since.
        let case = cases.iter().find(|case| case.id == id && set.starts_with(&case.set));
        case.and_then(|case| case.input.as_deref()).map(|input| opener.pictures(input)).unwrap_or_default()
    });
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join(REPORT_JSON), report.to_json() + "\n"))
        .and_then(|()| std::fs::write(folder.join(REPORT_HTML), page));
    match &written {
        Ok(()) => tell!("report in {}", folder.join(REPORT_HTML).display()),
        Err(error) => tell!("error: {}: {error}", folder.display()),
    }
    printed && written.is_ok()
}

#[cfg(test)]
mod tests;
