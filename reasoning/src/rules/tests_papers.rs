//! Papers of many houses, each clean, and changed in one place after another: `tests/papers/*.txt`, in the form of `papers.rs`.
//!
//! They are written by people who did not know how the rules read; what kind of document each is must be found out.

use std::path::Path;

use super::papers::Paper;
use super::{CheckOptions, Report, RuleBook, check};
use crate::{Dossier, FactOptions};
use document::Document;

/// The rules that speak and what they say, hints apart where asked.
fn findings(report: &Report, hints: bool) -> Vec<(String, String)> {
    let kept = report.findings.iter().filter(|finding| hints || finding.severity != super::Severity::Info);
    kept.map(|finding| (finding.rule.to_string(), finding.words.message.zh.clone())).collect()
}

/// What is wrong with how the papers of a file are read: alarms on clean ones, changes that are not found.
pub(super) fn faults(file: &str) -> Vec<String> {
    let book = RuleBook::built_in();
    let checking = CheckOptions { today: Some(jiff::civil::date(2026, 1, 1)), ..CheckOptions::default() };
    let read = |document: Document| check(&Dossier::of(&document, &FactOptions::default()), &book, &checking);
    let mut wrong = vec![];
    for paper in Paper::all(file) {
        let report = read(paper.clean());
        let said = findings(&report, false);
        wrong.extend(said.iter().map(|(rule, words)| format!("{} is clean: {rule} {words}", paper.name)));
        let clean = findings(&report, true);
        for change in &paper.changes {
            let report = read(paper.changed(change));
            if findings(&report, true).iter().any(|found| found.0 == change.rule && !clean.contains(found)) {
                continue;
            }
            let lacks = report.not_checked.iter().find(|other| other.rule.as_str() == change.rule);
            let lacks = lacks.map(|other| &other.missing);
            wrong.push(format!("{}: {} by {}, lacks {lacks:?}", paper.name, change.rule, change.parts));
        }
    }
    wrong
}

/// That the papers of a file are clean, and that each change breaks its rule.
pub(super) fn hold(file: &str) {
    let wrong = faults(file);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_are_found_on_papers_of_strangers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| faults(&std::fs::read_to_string(path).unwrap());
    let halves: Vec<Vec<_>> = (0..2).map(|half| files.iter().skip(half).step_by(2).collect()).collect();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let all: Vec<_> = halves
            .iter()
            .map(|half| scope.spawn(|| half.iter().flat_map(|path| read(path)).collect::<Vec<_>>()))
            .collect();
        all.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
