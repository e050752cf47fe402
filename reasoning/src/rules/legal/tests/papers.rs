//! Papers of many houses, each clean, and changed in one place after another: `papers/*.txt`.
//!
//! A file holds several papers. `@@@ name` begins one; lines that begin with `|` are rows of a table, three blanks part
//! columns. Below it each line `--- RULE :: from => to ;; from => to` is a change that breaks that rule; `\n` is a line's end. All
//! persons and firms are invented.

use crate::rules::{CheckOptions, Report, RuleBook, Severity, check};
use crate::sheet::{Sheet, Slot};
use crate::{Dossier, FactOptions};
use document::{CellSpan, HeaderKind, RegionClass};

fn sheet(text: &str) -> Sheet {
    let (mut sheet, mut rows): (Sheet, Vec<Vec<&str>>) = (Sheet::new(), vec![]);
    for line in text.lines().chain([""]) {
        if let Some(row) = line.strip_prefix('|') {
            rows.push(row.trim_end().trim_end_matches('|').split('|').map(str::trim).collect());
            continue;
        }
        if !rows.is_empty() {
            sheet = sheet.grid(&slots(&rows));
            rows.clear();
        }
        if !line.trim().is_empty() {
            sheet = sheet.region(RegionClass::Text, &[line]);
        }
    }
    sheet
}

/// The cells of a table whose first row heads it; the last cell of a short row goes on to the table's edge.
fn slots(rows: &[Vec<&str>]) -> Vec<Slot> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let slot = |row: usize, column: usize, text: &str, last: bool| {
        let column_span = if last { columns - column } else { 1 } as u32;
        Slot {
            span: CellSpan { row: row as u32, column: column as u32, row_span: 1, column_span },
            header: if row == 0 { HeaderKind::Column } else { HeaderKind::None },
            text: text.to_owned(),
        }
    };
    let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
        texts.iter().enumerate().map(move |(column, text)| slot(row, column, text, column + 1 == texts.len()))
    });
    cells.collect()
}

fn read(text: &str, book: &RuleBook) -> Report {
    check(&Dossier::of(&sheet(text).document(), &FactOptions::default()), book, &CheckOptions::default())
}

fn findings(report: &Report) -> Vec<(String, String)> {
    let legal = report.findings.iter().filter(|finding| finding.rule.as_str().starts_with('L'));
    legal
        .filter(|finding| finding.severity != Severity::Info)
        .map(|finding| (finding.rule.to_string(), finding.words.message.zh.clone()))
        .collect()
}

/// The papers of a file: each with its name, its text and its changes.
fn papers(file: &str) -> Vec<(&str, String, Vec<&str>)> {
    let mut found = vec![];
    for paper in file.split("@@@ ").skip(1) {
        let (name, rest) = paper.split_once('\n').unwrap();
        let (changes, text): (Vec<&str>, Vec<&str>) = rest.lines().partition(|line| line.starts_with("--- "));
        found.push((name, text.join("\n"), changes));
    }
    found
}

fn changed(text: &str, change: &str) -> String {
    let mut text = text.to_owned();
    for part in change.split(" ;; ") {
        let (from, to) = part.split_once(" =>").unwrap();
        let (from, to) = (from.replace("\\n", "\n"), to.strip_prefix(' ').unwrap_or(to).replace("\\n", "\n"));
        assert!(text.contains(&from), "nothing to change in {from}");
        text = text.replace(&from, &to);
    }
    text
}

/// That the papers of a file are clean, and that each change breaks its rule.
fn hold(file: &str) {
    let book = RuleBook::built_in();
    let mut wrong = vec![];
    for (name, text, changes) in papers(file) {
        let clean = findings(&read(&text, &book));
        wrong.extend(clean.iter().map(|(rule, said)| format!("{name} is clean: {rule} {said}")));
        for change in changes {
            let (rule, change) = change.trim_start_matches("--- ").split_once(" :: ").unwrap();
            let report = read(&changed(&text, change), &book);
            let new = findings(&report).into_iter().find(|found| found.0 == rule && !clean.contains(found));
            if new.is_none() && !report.findings.iter().any(|found| found.rule.as_str() == rule) {
                let lacks: Vec<_> =
                    report.not_checked.iter().filter(|other| other.rule.as_str() == rule).collect();
                wrong.push(format!(
                    "{name}: {rule} by {change}, lacks {:?}",
                    lacks.first().map(|l| &l.missing)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn judgments() {
    hold(include_str!("papers/judgments.txt"));
}

#[test]
fn bills() {
    hold(include_str!("papers/bills.txt"));
}

#[test]
fn rulings_and_awards() {
    hold(include_str!("papers/rulings.txt"));
}

#[test]
fn contracts() {
    hold(include_str!("papers/contracts.txt"));
}

#[test]
fn contracts_in_english() {
    hold(include_str!("papers/contracts_en.txt"));
}

#[test]
fn further_hands() {
    hold(include_str!("papers/hands.txt"));
}

#[test]
fn further_hands_in_english() {
    hold(include_str!("papers/hands_en.txt"));
}

#[test]
fn sections_of_other_openings() {
    hold(include_str!("papers/openings.txt"));
}

#[test]
fn other_openings_in_english() {
    hold(include_str!("papers/openings_en.txt"));
}

#[test]
fn parts_left_out_or_turned() {
    hold(include_str!("papers/parts.txt"));
}

#[test]
fn parts_left_out_or_turned_in_english() {
    hold(include_str!("papers/parts_en.txt"));
}

#[test]
fn acts_sums_and_times_in_other_hands() {
    hold(include_str!("papers/clerks.txt"));
}

#[test]
fn further_acts_sums_and_times() {
    hold(include_str!("papers/clerks_more.txt"));
}

#[test]
fn forms_in_other_hands() {
    hold(include_str!("papers/clerks_forms.txt"));
}

#[test]
fn forms_in_other_hands_in_english() {
    hold(include_str!("papers/clerks_en.txt"));
}

#[test]
fn numbers_speakers_and_orders_of_other_courts() {
    hold(include_str!("papers/courts.txt"));
}

#[test]
fn contracts_and_bills_of_other_houses() {
    hold(include_str!("papers/houses.txt"));
}

#[test]
fn contracts_and_bills_of_other_houses_in_english() {
    hold(include_str!("papers/houses_en.txt"));
}

#[test]
fn leases_and_supplies_of_other_registries() {
    hold(include_str!("papers/registries.txt"));
}

#[test]
fn signs_claims_and_currencies() {
    hold(include_str!("papers/signs.txt"));
}

#[test]
fn signs_and_currencies_in_english() {
    hold(include_str!("papers/signs_en.txt"));
}
