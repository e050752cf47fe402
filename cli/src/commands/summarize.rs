//! `inkstone summarize`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use chat::{Chat, ChatOptions, Endpoint};
use document::Document;
use reasoning::answer::{
    Answer, Extractive, Reasoner, Step, SummaryOptions, answer_html, answer_markdown, summarize,
};
use reasoning::redact::personal;
use reasoning::{Dossier, FactOptions};
use serde_json::json;

use crate::args::{ChatArgs, CheckFormat, Global, ReasonerName, SummarizeArgs};
use crate::outcome::Outcome;
use crate::steps::Steps;
use crate::subject::{Subject, Subjects};
use crate::tell;

/// The files of one input.
const ANSWER: [&str; 3] = ["answer.json", "answer.md", "answer.html"];

/// Summarises every input; what fails is told and the rest goes on.
pub(crate) fn run(args: &SummarizeArgs, global: &Global) -> Outcome {
    if args.subject.inputs.is_empty() {
        tell!("error: nothing to summarise was named\n  hint: inkstone summarize INPUT...");
        return Outcome::Nothing;
    }
    // Settings that do not fit are told before anything is read.
    if args.reasoner == ReasonerName::Chat {
        let checked = endpoint(&args.chat, global);
        if let Err(reason) = checked {
            tell!("error: {reason}");
            return Outcome::Nothing;
        }
    }
    let subjects = Subjects::new(&args.subject, global, args.out.is_some());
    let found = subjects.find();
    found.wrong.iter().for_each(|reason| tell!("error: {reason}"));
    let (mut done, mut failed, mut fell_back) = (0_usize, found.wrong.len(), false);
    let progress = Steps::new(found.list.len(), global.quiet);
    for input in &found.list {
        let told = subjects.load(input).and_then(|subject| one(&subject, args, global, &progress));
        match told {
            Ok(answer) => {
                done += 1;
                fell_back |= args.reasoner == ReasonerName::Chat && !answer.header.notes.is_empty();
                progress.document(&input.name(), &sentence(&answer));
            }
            Err(reason) => {
                failed += 1;
                progress.say(|| tell!("error: {}: {reason}", input.name()));
                progress.document(&input.name(), "failed");
            }
        }
    }
    Outcome::of(done, failed).or_partly(fell_back)
}

/// The server asked for.
fn endpoint(args: &ChatArgs, global: &Global) -> Result<Endpoint, String> {
    let preset = args.preset;
    let base = args.endpoint.as_deref().unwrap_or(preset.base());
    let variable = args.key_env.as_deref().unwrap_or(preset.key_variable());
    let key = std::env::var(variable).ok();
    let model = args.model.as_deref().unwrap_or(preset.model());
    let endpoint =
        Endpoint::new(base, model, key, preset.capabilities()).map_err(|error| error.to_string())?;
    if endpoint.is_loopback() {
        return Ok(endpoint);
    }
    if args.endpoint.is_none() {
        return Err(format!(
            "{} is on another machine, to which nothing is sent unasked\n  hint: --endpoint {base}",
            endpoint.host()
        ));
    }
    if global.offline {
        return Err(format!("{} is on another machine, and --offline was given", endpoint.host()));
    }
    if endpoint.key.is_none() {
        tell!("warning: ${variable} holds no key for {}", endpoint.host());
    }
    Ok(endpoint)
}

/// The model behind the server, with what is kept from it.
fn chat(args: &ChatArgs, global: &Global, dossier: &Dossier) -> Result<Chat, String> {
    let endpoint = endpoint(args, global)?;
    let mut options = ChatOptions::default();
    options.budget = args.budget();
    options.think = args.think;
    if !endpoint.is_loopback() && !args.no_redaction {
        options.secrets = personal(dossier).into_iter().map(|personal| personal.text).collect();
    }
    Chat::new(endpoint, options).map_err(|error| error.to_string())
}

/// Summarises one document and delivers the answer.
fn one(subject: &Subject, args: &SummarizeArgs, global: &Global, progress: &Steps) -> Result<Answer, String> {
    let mut options = FactOptions::default();
    options.kind = args.subject.kind.kind();
    let dossier = Dossier::of(&subject.document, &options);
    let mut summary = SummaryOptions::default();
    summary.language = args.subject.lang.language();
    let mut observe = |step: &Step| {
        if args.explain {
            progress.say(|| tell!("{}: {}: {}", subject.name, step.round, step.told));
        }
    };
    let mut model;
    let reasoner: &mut dyn Reasoner = match args.reasoner {
        ReasonerName::Extractive => &mut Extractive,
        ReasonerName::Chat => {
            model = chat(&args.chat, global, &dossier)?;
            &mut model
        }
    };
    let answer = summarize(&dossier, reasoner, &summary, &mut observe);
    let delivered = match &args.out {
        Some(folder) => write(subject, &answer, &folder.join(&subject.folder), args.force),
        None => print(&subject.document, &answer, args.format),
    };
    delivered.map_err(|error| error.to_string())?;
    for note in answer.header.notes.iter().filter(|_| !global.quiet) {
        progress.say(|| tell!("warning: {}: {note}", subject.name));
    }
    Ok(answer)
}

fn sentence(answer: &Answer) -> String {
    let claims: usize = answer.sections.iter().map(|section| section.claims.len()).sum();
    let refused = answer.not_verified.len();
    let mut told =
        format!("{claims} sentences on {} facts, {}", answer.citations.len(), answer.header.reasoner);
    if refused > 0 {
        told += &format!("; {refused} not verified");
    }
    told
}

fn as_json(document: &Document, answer: &Answer) -> io::Result<serde_json::Value> {
    let mut value = serde_json::to_value(answer).map_err(io::Error::other)?;
    if let Some(map) = value.as_object_mut() {
        map.insert("generator".into(), json!({"name": "inkstone", "version": env!("CARGO_PKG_VERSION")}));
        map.insert("source".into(), json!({"name": document.source.name, "sha256": document.source.sha256}));
    }
    Ok(value)
}

fn print(document: &Document, answer: &Answer, format: CheckFormat) -> io::Result<()> {
    let text = match format {
        CheckFormat::Markdown => answer_markdown(answer),
        CheckFormat::Json => format!("{}\n", as_json(document, answer)?),
    };
    let mut out = io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn write(subject: &Subject, answer: &Answer, place: &Path, force: bool) -> io::Result<()> {
    refuse_taken(place, &ANSWER, force)?;
    fs::create_dir_all(place)?;
    let sheets = subject.put_pictures(place)?;
    let [json_name, markdown_name, html_name] = ANSWER;
    fs::write(place.join(json_name), format!("{:#}\n", as_json(&subject.document, answer)?))?;
    fs::write(place.join(markdown_name), answer_markdown(answer))?;
    fs::write(place.join(html_name), answer_html(answer, &sheets))
}

/// Refuses to write over files that exist, unless `force`.
///
/// # Errors
/// The first file that exists.
pub(crate) fn refuse_taken(place: &Path, names: &[&str], force: bool) -> io::Result<()> {
    let taken = names.iter().map(|name| place.join(name)).find(|path| path.exists());
    match taken.filter(|_| !force) {
        Some(taken) => {
            let message = format!("{} exists already\n  hint: --force writes over it", taken.display());
            Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
        }
        None => Ok(()),
    }
}
