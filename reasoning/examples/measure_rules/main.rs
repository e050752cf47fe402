//! Measures the rules on pairs of made-up documents and, by their false alarms alone, on real texts.
//!
//! ```text
//! cargo run -p reasoning --example measure_rules -- fixtures/pairs.jsonl.gz [--only L] [--blind] [--seen] [--show] [--facts NAME]
//! cargo run -p reasoning --example measure_rules -- --papers FILE… [--only L] [--show] [--facts NAME] [--today 2026-01-01]
//! cargo run -p reasoning --example measure_rules -- --texts JUDGMENTS.jsonl [--field fd] [--only L] [--show]
//! ```
//!
//! `--only` leaves out rules whose id begins otherwise; `--seen` and `--blind` take the pairs whose style and way of
//! breaking the rule are known to the makers of the extractors, or are not; `--show` names what was missed and every
//! false alarm, with what the rule lacked; `--facts` prints the passages and what was read of
//! one document. Papers are documents in writing with changes that break rules (`src/rules/papers.rs`), checked as on the day
//! of `--today`. What a pair is and what counts is told in `pairs.rs`. Of real texts, which are mostly right, nearly
//! every finding is a false alarm; they are counted by rule and document.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

#[path = "../../src/rules/papers.rs"]
#[expect(clippy::panic, reason = "papers of another form stop the measurement, as they stop the tests")]
mod form;
mod pairs;
mod papers;
#[path = "../../src/sheet.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "tests make more kinds of sheets")]
mod sheet;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use reasoning::rules::{CheckOptions, Report, RuleBook, Severity, check};
use reasoning::{Dossier, FactOptions};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let only = value("--only").unwrap_or_default();
    if let Some(path) = value("--texts") {
        return texts(Path::new(&path), &value("--field").unwrap_or("fd".into()), &only, has("--show"));
    }
    if has("--papers") {
        let files: Vec<&Path> = arguments.iter().map(Path::new).filter(|path| path.is_file()).collect();
        let today = value("--today").map_or(Ok(jiff::civil::date(2026, 1, 1)), |day| day.parse())?;
        return of_papers(&files, today, value("--facts").as_deref(), &only, has("--show"));
    }
    let Some(path) = arguments.first().map(Path::new).filter(|path| path.is_file()) else {
        println!("skipped: give a corpus of pairs");
        return Ok(());
    };
    let corpus = pairs::read(path)?;
    if let Some(name) = value("--facts") {
        return facts(&corpus, &name);
    }
    let unseen = |truth: &Value| truth["unseen"] == true || truth["errors"][0]["unseen"] == "true";
    let measured = pairs::measure(&corpus, |broken| match (has("--seen"), has("--blind")) {
        (true, false) => !unseen(broken),
        (false, true) => unseen(broken),
        _ => true,
    })?;
    print(&measured, &only, has("--show"));
    Ok(())
}

/// What was counted, by rule and in all; where asked, what was missed and every false alarm.
fn print(measured: &pairs::Measured, only: &str, show: bool) {
    let kept = |rule: &str| rule.starts_with(only);
    for (rule, count) in measured.rules.iter().filter(|(rule, _)| kept(rule)) {
        let pairs::Count { seeded, found, placed, alarms, hints } = count;
        let rate = *alarms as f64 / measured.clean as f64;
        println!(
            "{rule:5} found {found}/{seeded} placed {placed}  alarms {alarms} ({rate:.3} a clean document) hints {hints}"
        );
    }
    sums(measured, only);
    if show {
        measured
            .missed
            .iter()
            .filter(|missed| kept(&missed.0))
            .for_each(|(rule, name)| println!("missed {rule} {name}"));
        measured
            .alarms
            .iter()
            .filter(|alarm| kept(&alarm.0))
            .for_each(|(rule, name, words)| println!("alarm {rule} {name}: {words}"));
    }
}

/// The recall and the false alarms of all rules whose id begins with `only`.
fn sums(measured: &pairs::Measured, only: &str) {
    let mut groups: Vec<String> = vec![only.to_owned()];
    if only.is_empty() {
        groups = ["L", "M", ""].map(str::to_owned).to_vec();
    }
    for prefix in groups {
        let sum = measured.all(&prefix);
        println!(
            "{:5} recall {:.3} ({}/{}) placed {:.3}, {:.3} false alarms a clean document ({} on {})",
            if prefix.is_empty() { "all" } else { &prefix },
            sum.found as f64 / sum.seeded.max(1) as f64,
            sum.found,
            sum.seeded,
            sum.placed as f64 / sum.seeded.max(1) as f64,
            sum.alarms as f64 / measured.clean.max(1) as f64,
            sum.alarms,
            measured.clean,
        );
    }
}

/// The facts of the document of that name.
fn facts(corpus: &[Value], name: &str) -> Result<(), Box<dyn Error>> {
    let book = RuleBook::built_in();
    for truth in corpus.iter().filter(|truth| truth["name"] == name) {
        let (dossier, report) = pairs::report(truth, &book)?;
        told(&dossier, &report)?;
    }
    Ok(())
}

/// Measures papers, or tells what is read of those whose name begins so.
fn of_papers(
    files: &[&Path],
    today: jiff::civil::Date,
    told_of: Option<&str>,
    only: &str,
    show: bool,
) -> Result<(), Box<dyn Error>> {
    let (book, mut measured) = (RuleBook::built_in(), pairs::Measured::default());
    for path in files {
        let Some(name) = told_of else {
            papers::measure(path, today, &book, &mut measured)?;
            continue;
        };
        let file = std::fs::read_to_string(path)?;
        for paper in form::Paper::all(&file).iter().filter(|paper| paper.name.starts_with(name)) {
            let dossier = Dossier::of(&paper.clean(), &FactOptions::default());
            told(&dossier, &check(&dossier, &book, &CheckOptions::default()))?;
        }
    }
    if told_of.is_none() {
        print(&measured, only, show);
    }
    Ok(())
}

/// Passages, parts, facts and findings of a document.
fn told(dossier: &Dossier, report: &Report) -> Result<(), Box<dyn Error>> {
    for passage in dossier.view.passages() {
        println!("{:?} {:?}: {}", passage.id, passage.role, passage.folded());
    }
    for part in &dossier.facts.parts {
        println!("{:?} {:?}", part.kind, part.title.as_ref().map(|title| &title.value));
    }
    for fact in &dossier.facts.facts {
        println!("{} {}", fact.id, serde_json::to_string(&fact.body)?);
    }
    for finding in &report.findings {
        println!("{}: {}", finding.rule, finding.words.message.en);
    }
    Ok(())
}

/// False alarms on texts, one a line of JSON.
fn texts(path: &Path, field: &str, only: &str, show: bool) -> Result<(), Box<dyn Error>> {
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no texts there");
        return Ok(());
    };
    let book = RuleBook::built_in();
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut documents = 0;
    for (number, line) in text.lines().enumerate() {
        let row: Value = serde_json::from_str(line)?;
        let Some(text) = row[field].as_str() else { continue };
        documents += 1;
        let dossier = Dossier::of_text(text, &FactOptions::default());
        let report = check(&dossier, &book, &CheckOptions::default());
        let kept = |rule: &str| rule.starts_with(only);
        for passed in report.passed.iter().filter(|passed| kept(passed.rule.as_str())) {
            counts.entry(passed.rule.to_string()).or_default().0 += 1;
        }
        for finding in report.findings.iter().filter(|finding| kept(finding.rule.as_str())) {
            let count = counts.entry(finding.rule.to_string()).or_default();
            let is_hint = finding.severity == Severity::Info;
            *count = (count.0, count.1 + usize::from(!is_hint), count.2 + usize::from(is_hint));
            if show {
                let quoted: Vec<&str> =
                    finding.evidence.iter().map(|exhibit| exhibit.span.text.as_str()).collect();
                println!("{number} {}: {} | {}", finding.rule, finding.words.message.zh, quoted.join(" ⇔ "));
            }
        }
    }
    let alarms: usize = counts.values().map(|count| count.1).sum();
    for (rule, (passed, alarms, hints)) in &counts {
        println!("{rule:5} passed {passed} findings {alarms} hints {hints}");
    }
    println!(
        "{alarms} findings on {documents} documents, {:.3} each",
        alarms as f64 / f64::from(documents.max(1))
    );
    Ok(())
}
