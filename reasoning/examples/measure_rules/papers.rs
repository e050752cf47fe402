//! Papers in writing, with changes that break rules: the same measurement as of pairs, by the paper and the change.

use std::path::Path;

use reasoning::rules::{CheckOptions, Finding, RuleBook, Severity, check};
use reasoning::{Dossier, FactOptions};

use crate::form::Paper;
use crate::pairs::{Measured, same};

/// Measures the papers of a file (`src/rules/papers.rs` tells their form), checked as on the day `today`, all of them added to
/// `measured`.
///
/// # Errors
/// Where the file can't be read.
///
/// # Panics
/// Where it is not in the form of papers.
pub(crate) fn measure(
    path: &Path,
    today: jiff::civil::Date,
    book: &RuleBook,
    measured: &mut Measured,
) -> std::io::Result<()> {
    let file = std::fs::read_to_string(path)?;
    let mut options = CheckOptions::default();
    options.today = Some(today);
    let read = |document| check(&Dossier::of(&document, &FactOptions::default()), book, &options);
    for paper in Paper::all(&file) {
        let clean = read(paper.clean());
        measured.clean += 1;
        for finding in &clean.findings {
            let count = measured.rules.entry(finding.rule.to_string()).or_default();
            if finding.severity == Severity::Info {
                count.hints += 1;
                continue;
            }
            count.alarms += 1;
            let words = finding.words.message.zh.clone();
            measured.alarms.push((finding.rule.to_string(), paper.name.to_owned(), words));
        }
        for change in &paper.changes {
            let broken = read(paper.changed(change));
            let count = measured.rules.entry(change.rule.to_owned()).or_default();
            count.seeded += 1;
            let is_new = |found: &&Finding| !clean.findings.iter().any(|old| same(old, found));
            if broken.findings.iter().filter(is_new).any(|found| found.rule.as_str() == change.rule) {
                count.found += 1;
                continue;
            }
            let lacks = broken.not_checked.iter().find(|other| other.rule.as_str() == change.rule);
            let lacks: Vec<&str> =
                lacks.iter().flat_map(|other| &other.missing).map(|missing| missing.need.as_str()).collect();
            let words = format!("{} by {} lacks {lacks:?}", paper.name, change.parts);
            measured.missed.push((change.rule.to_owned(), words));
        }
    }
    Ok(())
}
