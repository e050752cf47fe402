//! Pairs of documents: one clean, the other the same with one error seeded.
//!
//! A *pair* is two neighbours of a corpus of truths (`fixtures/pairs.jsonl.gz`, a document a line): they were drawn with
//! the same chances, so they differ in the seeded error and what follows from it; `twin` names the other one.
//!
//! - A rule is *found* in a pair where the document with its error has a finding of that rule that its clean twin has not.
//! - It is *placed* where such a finding quotes one of the lines in which the error shows (an error that only leaves
//!   something out shows in no line, and counts as placed).
//! - Every finding on a clean document is a *false alarm*, hints (severity `info`) apart, which are counted beside.

use std::collections::BTreeMap;
use std::io::Read;

use reasoning::rules::{CheckOptions, Finding, Report, RuleBook, Severity, check};
use reasoning::{Dossier, FactOptions};
use serde_json::Value;

/// What was counted of one rule.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    /// Pairs in which it was broken.
    pub(crate) seeded: usize,
    /// Those of them in which it was found.
    pub(crate) found: usize,
    /// And at the right line.
    pub(crate) placed: usize,
    /// Findings on clean documents.
    pub(crate) alarms: usize,
    /// Hints on clean documents.
    pub(crate) hints: usize,
}

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// Clean documents.
    pub(crate) clean: usize,
    /// By rule.
    pub(crate) rules: BTreeMap<String, Count>,
    /// Rules that were missed, with the document and what the rule lacked there.
    pub(crate) missed: Vec<(String, String)>,
    /// False alarms: rule, document, message.
    pub(crate) alarms: Vec<(String, String, String)>,
}

impl Measured {
    /// Of all rules that begin with `prefix`.
    pub(crate) fn all(&self, prefix: &str) -> Count {
        let own = self.rules.iter().filter(|(rule, _)| rule.starts_with(prefix));
        own.fold(Count::default(), |sum, (_, count)| Count {
            seeded: sum.seeded + count.seeded,
            found: sum.found + count.found,
            placed: sum.placed + count.placed,
            alarms: sum.alarms + count.alarms,
            hints: sum.hints + count.hints,
        })
    }
}

/// The documents of a corpus.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn read(path: &std::path::Path) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// The findings on a document; its kind is left to be found out.
///
/// # Errors
/// What is wrong with its truth.
pub(crate) fn report(
    truth: &Value,
    book: &RuleBook,
) -> Result<(Dossier, Report), Box<dyn std::error::Error>> {
    let document = evaluation::perfect_reading(&truth.to_string())?;
    let dossier = Dossier::of(&document, &FactOptions::default());
    let report = check(&dossier, book, &CheckOptions::default());
    Ok((dossier, report))
}

/// The lines that a finding quotes, as the truth names them: page and index.
fn lines(finding: &Finding, truth: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for exhibit in &finding.evidence {
        lines.extend(
            exhibit.span.words.iter().map(|word| format!("{}:{}", word.line.page, word.line.line - 1)),
        );
        // Cells have no words in a truth: their lines are those that stand in them.
        for place in exhibit.span.places.iter().filter(|_| exhibit.span.words.is_empty()) {
            let bounds = place.outline.bounds();
            let pages = truth["pages"].as_array().into_iter().flatten();
            for page in pages.filter(|page| page["number"].as_u64() == Some(u64::from(place.page))) {
                for (index, line) in page["lines"].as_array().into_iter().flatten().enumerate() {
                    let point = |index: usize| {
                        Some((line["outline"][index][0].as_f64()?, line["outline"][index][1].as_f64()?))
                    };
                    // What is quoted may be a part of its line: the value behind a label.
                    let inside = point(0).zip(point(2)).is_some_and(|(a, b)| {
                        let middle = (a.1 + b.1) / 2.0;
                        (f64::from(bounds.top)..=f64::from(bounds.bottom)).contains(&middle)
                            && a.0 < f64::from(bounds.right)
                            && f64::from(bounds.left) < b.0
                    });
                    if inside {
                        lines.push(format!("{}:{index}", place.page));
                    }
                }
            }
        }
    }
    lines
}

/// What makes two findings the same: rule and what stands there.
pub(crate) fn same(a: &Finding, b: &Finding) -> bool {
    a.rule == b.rule
        && a.words.way == b.words.way
        && a.words.found == b.words.found
        && a.words.expected == b.words.expected
}

/// Measures the documents of a corpus; `chosen` tells which pairs count.
///
/// # Errors
/// What is wrong with a truth.
pub(crate) fn measure(
    corpus: &[Value],
    chosen: impl Fn(&Value) -> bool,
) -> Result<Measured, Box<dyn std::error::Error>> {
    let book = RuleBook::built_in();
    let mut measured = Measured::default();
    for pair in corpus.chunks(2) {
        let (Some(clean), Some(broken)) = (pair.first(), pair.get(1)) else { continue };
        if clean["errors"].is_array() || !chosen(broken) {
            continue;
        }
        let (_, before) = report(clean, &book)?;
        measured.clean += 1;
        let name = |truth: &Value| truth["name"].as_str().unwrap_or_default().to_owned();
        for finding in &before.findings {
            let count = measured.rules.entry(finding.rule.to_string()).or_default();
            if finding.severity == Severity::Info {
                count.hints += 1;
            } else {
                count.alarms += 1;
                let message = finding.words.message.zh.clone();
                measured.alarms.push((finding.rule.to_string(), name(clean), message));
            }
        }
        let (_, after) = report(broken, &book)?;
        for error in broken["errors"].as_array().into_iter().flatten() {
            let rule = error["rule"].as_str().unwrap_or_default();
            let at: Vec<&str> =
                error["at"].as_str().unwrap_or_default().split(' ').filter(|at| !at.is_empty()).collect();
            let new: Vec<&Finding> = after
                .findings
                .iter()
                .filter(|finding| {
                    finding.rule.as_str() == rule && !before.findings.iter().any(|old| same(old, finding))
                })
                .collect();
            let missing = error["found"].as_str().unwrap_or_default().is_empty();
            let placed = new.iter().any(|finding| {
                missing
                    || at.is_empty()
                    || lines(finding, broken).iter().any(|line| at.contains(&line.as_str()))
            });
            let count = measured.rules.entry(rule.to_owned()).or_default();
            count.seeded += 1;
            count.found += usize::from(!new.is_empty());
            count.placed += usize::from(placed);
            if new.is_empty() {
                let lacks = after.not_checked.iter().filter(|other| other.rule.as_str() == rule);
                let lacks: Vec<&str> =
                    lacks.flat_map(|other| &other.missing).map(|missing| missing.need.as_str()).collect();
                let why =
                    if lacks.is_empty() { "not found".into() } else { format!("lacks {}", lacks.join(", ")) };
                measured.missed.push((rule.to_owned(), format!("{} ({why})", name(broken))));
            }
        }
    }
    Ok(measured)
}
