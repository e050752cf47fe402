//! Documents in many hands: each states its facts in words, layouts and orders of its own, and has its faults marked in place.
//!
//! `tests/variants/*.txt`: a document begins with `=== name`; its blocks are parted by empty lines as in `tests.rs`. `{{M07::2024-03-05=>2024-02-27}}`
//! is the fault of a rule: left stands what is clean, right what breaks it. The document with the left sides alone has no finding;
//! with one right side it has one of that rule which the clean one has not. What kind of document it is must be found out.

use std::path::Path;

use regex::Regex;

use super::tests::document;
use crate::rules::{CheckOptions, Report, RuleBook, Severity, check};
use crate::{Dossier, FactOptions};

/// A document with its faults.
struct Variant {
    name: String,
    text: String,
}

impl Variant {
    /// The text with the fault of that number, or clean.
    fn with(&self, fault: Option<usize>) -> (String, Vec<String>) {
        let form = Regex::new(r"(?s)\{\{(M[0-9]{2})::(.*?)=>(.*?)\}\}").unwrap();
        let (mut text, mut rules, mut from) = (String::new(), Vec::new(), 0);
        for captures in form.captures_iter(&self.text) {
            let whole = captures.get(0).unwrap();
            text.push_str(&self.text[from..whole.start()]);
            text.push_str(&captures[if fault == Some(rules.len()) { 3 } else { 2 }]);
            rules.push(captures[1].to_owned());
            from = whole.end();
        }
        text.push_str(&self.text[from..]);
        (text, rules)
    }
}

fn variants() -> Vec<Variant> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/variants");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
    let all: String = texts.map(|text| format!("\n{text}")).collect();
    let parts = all.split("\n=== ").skip(1);
    parts
        .map(|part| {
            let (name, text) = part.split_once('\n').unwrap();
            Variant { name: name.trim().to_owned(), text: text.trim().to_owned() }
        })
        .collect()
}

fn report(text: &str) -> (Dossier, Report) {
    let checking = CheckOptions { today: Some(jiff::civil::date(2026, 1, 1)), ..CheckOptions::default() };
    let dossier = Dossier::of(&document(text), &FactOptions::default());
    let report = check(&dossier, &RuleBook::built_in(), &checking);
    (dossier, report)
}

/// The findings as words, hints apart.
fn findings(report: &Report) -> Vec<(String, String)> {
    let all = report.findings.iter().filter(|finding| finding.severity != Severity::Info);
    all.map(|finding| (finding.rule.to_string(), finding.words.message.zh.clone())).collect()
}

#[test]
fn faults_are_found_in_any_hand() {
    // INKSTONE_VARIANT=name shows the facts of a document, by failing.
    let shown = std::env::var("INKSTONE_VARIANT").unwrap_or_default();
    let (mut wrong, mut seeded) = (Vec::new(), 0);
    for variant in variants() {
        let (text, rules) = variant.with(None);
        let (dossier, clean) = report(&text);
        if !shown.is_empty() && variant.name.contains(&shown) {
            let facts = dossier.facts.facts.iter();
            wrong.extend(facts.map(|fact| serde_json::to_string(&fact.body).unwrap()));
        }
        let before = findings(&clean);
        wrong.extend(before.iter().map(|(rule, words)| format!("{} {rule} alarm: {words}", variant.name)));
        for (index, rule) in rules.iter().enumerate() {
            seeded += 1;
            let (_, broken) = report(&variant.with(Some(index)).0);
            if findings(&broken).iter().any(|found| found.0 == *rule && !before.contains(found)) {
                continue;
            }
            let lacks = broken.not_checked.iter().filter(|other| other.rule.as_str() == rule);
            let lacks: Vec<&str> =
                lacks.flat_map(|other| &other.missing).map(|missing| missing.need.as_str()).collect();
            wrong.push(format!("{} {rule} #{index} missed, lacks {lacks:?}", variant.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {seeded} faults and alarms:\n{}", wrong.len(), wrong.join("\n"));
}
