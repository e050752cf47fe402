//! `inkstone check`.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use reasoning::rules::{CheckOptions, Report, RuleBook, Severity, check, html, markdown};
use reasoning::{Dossier, FactOptions, Language};
use serde_json::json;

use crate::args::{CheckArgs, CheckFormat, Global};
use crate::outcome::{Outcome, tell_error};
use crate::subject::{Subject, Subjects};
use crate::tell;

/// The version of findings.json; readers ignore fields that they do not know.
const SCHEMA_VERSION: &str = "1.0.0";
/// The files of one input.
const FINDINGS: [&str; 3] = ["findings.json", "findings.md", "findings.html"];
const SECONDS_OF_A_DAY: u64 = 86_400;

/// Checks every input; what fails is told and the rest goes on.
pub(crate) fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let book = match rule_book(args) {
        Ok(book) => book,
        Err(()) => return Outcome::Nothing,
    };
    if args.list {
        return list(&book, args);
    }
    if args.subject.inputs.is_empty() {
        tell!("error: nothing to check was named\n  hint: inkstone check INPUT..., or --list for the rules");
        return Outcome::Nothing;
    }
    let subjects = Subjects::new(&args.subject, global, args.out.is_some());
    let found = subjects.find();
    found.wrong.iter().for_each(|reason| tell!("error: {reason}"));
    let (mut done, mut failed, mut is_over) = (0_usize, found.wrong.len(), false);
    for input in &found.list {
        let subject = subjects.load(input);
        let told = subject.and_then(|subject| one(&subject, &book, args, global));
        match told {
            Ok(report) => {
                done += 1;
                let limit = args.fail_on.severity();
                is_over |=
                    limit.is_some_and(|limit| report.gravest().is_some_and(|gravest| gravest >= limit));
            }
            Err(reason) => {
                failed += 1;
                tell!("error: {}: {reason}", input.name());
            }
        }
    }
    Outcome::of(done, failed).or_partly(is_over)
}

/// The built-in rules with those of the files named.
fn rule_book(args: &CheckArgs) -> Result<RuleBook, ()> {
    let mut book = RuleBook::built_in();
    for path in &args.rules {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| tell!("error: cannot read {name}: {error}"))?;
        book = book.extended(&text).map_err(|error| {
            let hint = Some("inkstone check --help shows the form; --list the rules that there are");
            tell_error(&name, &error, hint);
        })?;
    }
    Ok(book)
}

/// Checks one document and delivers what was found.
fn one(subject: &Subject, book: &RuleBook, args: &CheckArgs, global: &Global) -> Result<Report, String> {
    let mut options = FactOptions::default();
    options.kind = args.subject.kind.kind();
    let dossier = Dossier::of(&subject.document, &options);
    let mut options = CheckOptions::default();
    options.today = today();
    let report = check(&dossier, book, &options);
    let language = args.subject.lang.language().unwrap_or_else(|| language(&dossier));
    let delivered = match &args.out {
        Some(folder) => write(subject, &report, book, language, &folder.join(&subject.folder), args.force),
        None => print(subject, &report, book, language, args.format),
    };
    delivered.map_err(|error| error.to_string())?;
    if args.out.is_some() && !global.quiet {
        tell!("{}: {}", subject.name, sentence(&report));
    }
    Ok(report)
}

/// The day it is, or already is somewhere on Earth: a report of this morning in the east is not of the future.
fn today() -> Option<jiff::civil::Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let days = i64::try_from(seconds / SECONDS_OF_A_DAY).ok()?.checked_add(1)?;
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// What most parts are written in.
fn language(dossier: &Dossier) -> Language {
    let parts = &dossier.facts.parts;
    let english = parts.iter().filter(|part| part.language == Language::English).count();
    if english * 2 > parts.len() { Language::English } else { Language::Chinese }
}

fn sentence(report: &Report) -> String {
    let of = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let mut text = format!(
        "{} errors, {} warnings, {} hints; {} rules kept, {} not checked",
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Info),
        report.passed.len(),
        report.not_checked.len()
    );
    for sheet in &report.scores {
        let _ = write!(text, "; score {} {}", sheet.points.normalize(), sheet.grade);
    }
    text
}

fn as_json(subject: &Subject, report: &Report) -> io::Result<serde_json::Value> {
    let mut value = serde_json::to_value(report).map_err(io::Error::other)?;
    if let Some(map) = value.as_object_mut() {
        let source = &subject.document.source;
        map.insert("schema_version".into(), json!(SCHEMA_VERSION));
        map.insert("generator".into(), json!({"name": "inkstone", "version": env!("CARGO_PKG_VERSION")}));
        map.insert("source".into(), json!({"name": source.name, "sha256": source.sha256}));
    }
    Ok(value)
}

fn print(
    subject: &Subject,
    report: &Report,
    book: &RuleBook,
    language: Language,
    format: CheckFormat,
) -> io::Result<()> {
    let text = match format {
        CheckFormat::Markdown => markdown(&subject.document.source.name, report, book, language),
        CheckFormat::Json => format!("{}\n", as_json(subject, report)?),
    };
    let mut out = io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn write(
    subject: &Subject,
    report: &Report,
    book: &RuleBook,
    language: Language,
    place: &Path,
    force: bool,
) -> io::Result<()> {
    let taken = FINDINGS.iter().map(|name| place.join(name)).find(|path| path.exists());
    if let Some(taken) = taken.filter(|_| !force) {
        let message = format!("{} exists already\n  hint: --force writes over it", taken.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    fs::create_dir_all(place)?;
    let name = &subject.document.source.name;
    let sheets = subject.put_pictures(place)?;
    let [json_name, markdown_name, html_name] = FINDINGS;
    fs::write(place.join(json_name), format!("{:#}\n", as_json(subject, report)?))?;
    fs::write(place.join(markdown_name), markdown(name, report, book, language))?;
    fs::write(place.join(html_name), html(name, report, book, language, &sheets))
}

/// Prints the table of rules.
fn list(book: &RuleBook, args: &CheckArgs) -> Outcome {
    let language = args.subject.lang.language().unwrap_or(Language::Chinese);
    let wanted = args.subject.kind.kind();
    let mut text = String::new();
    for rule in book.rules().iter().filter(|rule| wanted.is_none_or(|kind| rule.is_for(kind))) {
        let severity = match rule.severity() {
            Severity::Error => "E",
            Severity::Warning => "W",
            Severity::Info => "I",
        };
        let scope: Vec<String> = rule.scope().iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
        let scope = if scope.is_empty() { "all".into() } else { scope.join(",") };
        let state = if rule.is_enabled() { "" } else { " (off)" };
        let needs = rule.needs().join(" + ");
        let _ = writeln!(
            text,
            "{:8} v{} {severity} {:24} {}{state}{}",
            rule.id().as_str(),
            rule.version(),
            scope,
            rule.title().in_language(language),
            if needs.is_empty() { String::new() } else { format!("  [{needs}]") }
        );
    }
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Command};

    /// A reading of these lines, one region each.
    fn reading(lines: &[&str]) -> String {
        let outline = json!([[10, 10], [200, 10], [200, 30], [10, 30]]);
        let line = |(index, text): (usize, &&str)| json!({"id": format!("p1-l{}", index + 1), "text": text, "outline": outline, "words": []});
        let region = |index: usize| {
            let lines = [format!("p1-l{}", index + 1)];
            json!({"id": format!("p1-r{}", index + 1), "class": "text", "outline": outline, "lines": lines})
        };
        let page = json!({
            "number": 1, "width": 600.0, "height": 800.0, "unit": "px",
            "capture": {"rotation": 0, "skew": 0.0, "rectified": false, "working_dpi": 72.0},
            "regions": (0..lines.len()).map(region).collect::<Vec<_>>(),
            "lines": lines.iter().enumerate().map(line).collect::<Vec<_>>(),
        });
        let source =
            json!({"name": "record.png", "format": "memory", "bytes": 0, "sha256": "", "page_count": 1});
        let generator = json!({"name": "test", "version": "1"});
        json!({
            "schema_version": "1.0.0", "generator": generator, "source": source, "pages": [page], "tables": []
        })
        .to_string()
    }

    const RECORD: [&str; 5] = [
        "出院记录",
        "姓名：孙雨桐 性别：女",
        "入院日期：2024-03-05",
        "出院日期：2024-03-01",
        "出院诊断：急性阑尾炎",
    ];

    fn checked(arguments: &[&str]) -> Outcome {
        let all = ["inkstone", "--quiet", "check"].iter().chain(arguments);
        let cli = Cli::try_parse_from(all).unwrap();
        let Command::Check(args) = cli.command else { panic!("not a check") };
        run(&args, &cli.global)
    }

    #[test]
    fn findings_land_beside_their_page_and_fail_only_where_asked() {
        let dir = tempfile::tempdir().unwrap();
        let input = dir.path().join("record.png/document.json");
        fs::create_dir_all(input.parent().unwrap()).unwrap();
        fs::write(&input, reading(&RECORD)).unwrap();
        let (input, out) = (input.display().to_string(), dir.path().join("out").display().to_string());
        assert_eq!(checked(&[&input, "--out", &out]), Outcome::Done);
        let place = dir.path().join("out/record.png");
        let told = FINDINGS.map(|name| fs::read_to_string(place.join(name)).unwrap());
        assert!(told.iter().all(|text| text.contains("M07")), "{told:#?}");
        assert!(told[2].contains("<polygon"), "{}", told[2]);
        let value: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
        assert_eq!(value["schema_version"], SCHEMA_VERSION);
        assert_eq!(value["findings"][0]["evidence"][0]["span"]["places"][0]["page"], 1);
        // What exists stays, and a finding fails the run where that is asked for.
        assert_eq!(checked(&[&input, "--out", &out]), Outcome::Nothing);
        assert_eq!(checked(&[&input, "--out", &out, "--force", "--fail-on", "error"]), Outcome::Partly);
    }

    #[test]
    fn what_is_wrong_with_the_question_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let rules = dir.path().join("own.toml");
        fs::write(&rules, "[[rule]]\nid = \"X1\"\n").unwrap();
        let rules = rules.display().to_string();
        assert_eq!(checked(&[]), Outcome::Nothing);
        assert_eq!(checked(&["--list", "--rules", &rules]), Outcome::Nothing);
        assert_eq!(checked(&["--list", "--rules", "no-such-file.toml"]), Outcome::Nothing);
        let broken = dir.path().join("document.json");
        fs::write(&broken, "{}").unwrap();
        assert_eq!(checked(&[&broken.display().to_string()]), Outcome::Nothing);
    }
}
