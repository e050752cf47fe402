use super::*;
use crate::{FactOptions, Kind};

const RECORD: &str = "出院记录\n姓名：孙雨桐  性别：女  年龄：34岁\n入院日期：2024-03-01\n出院日期：2024-03-05\n住院天数：4天\n出院诊断：急性阑尾炎";

fn report(text: &str, own: &str) -> Report {
    let options = FactOptions { kind: Some(Kind::Record), ..FactOptions::default() };
    let dossier = Dossier::of_text(text, &options);
    let book = RuleBook::built_in().extended(own).unwrap();
    check(&dossier, &book, &CheckOptions::default())
}

fn of<'r>(report: &'r Report, rule: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.rule.as_str() == rule).collect()
}

/// A rule of a user's own with that check.
fn own(check: &str) -> String {
    format!(
        "[[rule]]\nid = \"X1\"\nseverity = \"error\"\ntitle = {{ zh = \"t\", en = \"t\" }}\nmessage = {{ zh = \"{{found}}/{{expected}}\", en = \"{{found}}\" }}\nsuggestion = {{ zh = \"s\", en = \"s\" }}\ncheck = {check}\n"
    )
}

#[test]
fn a_kept_rule_passes_and_one_without_its_facts_is_not_checked() {
    let kept = report(RECORD, "");
    assert!(kept.passed.iter().any(|passed| passed.rule.as_str() == "M07"));
    let lacking = report(&RECORD.replace("入院日期：2024-03-01", ""), "");
    let missing = lacking.not_checked.iter().find(|n| n.rule.as_str() == "M07").unwrap();
    assert_eq!(missing.missing[0].words.zh, "入院时间");
    assert!(lacking.passed.iter().all(|passed| passed.rule.as_str() != "M07"));
}

#[test]
fn a_finding_quotes_both_sides() {
    let broken = report(&RECORD.replace("03-05", "02-27"), "");
    let found = of(&broken, "M07");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].words.message.zh, "出院时间 2024-02-27 早于入院时间 2024-03-01");
    let bearings: Vec<Bearing> = found[0].evidence.iter().map(|exhibit| exhibit.bearing).collect();
    assert_eq!(bearings, [Bearing::Subject, Bearing::Counterpart]);
    assert_eq!(found[0].evidence[0].span.text, "2024-02-27");
}

#[test]
fn rules_are_switched_and_changed_by_files() {
    let broken = RECORD.replace("4天", "9天");
    assert_eq!(of(&report(&broken, ""), "M08").len(), 1);
    let off = "[[rule]]\nid = \"M08\"\nenabled = false";
    assert!(of(&report(&broken, off), "M08").is_empty());
    let borne = "[[rule]]\nid = \"M08\"\nparameters = { tolerance = 5 }";
    assert!(of(&report(&broken, borne), "M08").is_empty());
}

#[test]
fn declared_rules_are_checked() {
    for (check, broken, words) in [
        ("{ form = \"required\", any_of = [\"allergy\"] }", true, "…/allergy"),
        ("{ form = \"required\", all_of = [\"event.admitted\"] }", false, ""),
        ("{ form = \"required\", pattern = \"身份证\" }", true, "…/身份证"),
        ("{ form = \"forbidden\", pattern = \"阑尾\" }", true, "阑尾/…"),
        ("{ form = \"forbidden\", pattern = \"阑尾\", within = \"diagnosis\" }", true, "阑尾/…"),
        ("{ form = \"matches\", value = \"patient_name\", pattern = \"孙.*\" }", false, ""),
        ("{ form = \"matches\", value = \"patient_name\", pattern = \"孙\" }", true, "孙雨桐/孙"),
        ("{ form = \"limit\", value = \"stay_days\", max = 3 }", true, "4/≤ 3"),
        ("{ form = \"limit\", value = \"stay_days\", min = 1, max = 30.5 }", false, ""),
        ("{ form = \"limit\", value = \"patient_age@age.number\", max = 30 }", true, "34/≤ 30"),
        (
            "{ form = \"compare\", left = \"event.discharged\", relation = \"<\", right = \"event.admitted\" }",
            true,
            "2024-03-05/< 2024-03-01",
        ),
        (
            "{ form = \"compare\", left = \"event.discharged\", relation = \"=\", right = \"event.admitted\", tolerance = 7 }",
            false,
            "",
        ),
    ] {
        let report = report(RECORD, &own(check));
        let found = of(&report, "X1");
        assert_eq!(found.len(), usize::from(broken), "{check}: {:?}", report.not_checked);
        if broken {
            assert_eq!(found[0].words.message.zh, words, "{check}");
            assert!(!found[0].evidence.is_empty(), "{check}");
        }
    }
}

#[test]
fn a_declared_rule_without_its_facts_is_not_checked() {
    for check in [
        "{ form = \"limit\", value = \"lab.K\", max = 5.5 }",
        "{ form = \"matches\", value = \"identifier\", pattern = \"[0-9]+\" }",
        "{ form = \"compare\", left = \"event.operated\", relation = \">\", right = \"event.admitted\" }",
        "{ form = \"forbidden\", pattern = \"x\", within = \"section.course\" }",
    ] {
        let report = report(RECORD, &own(check));
        assert!(report.not_checked.iter().any(|n| n.rule.as_str() == "X1"), "{check}");
    }
}

#[test]
fn unsure_words_make_a_finding_doubtful() {
    let sheet = |sure: f32| {
        let lines: Vec<&str> = RECORD.lines().collect();
        let sheet = crate::sheet::Sheet::new().sure(sure).region(document::RegionClass::Text, &lines);
        sheet.document()
    };
    for (sure, doubtful) in [(0.99, false), (0.3, true)] {
        let mut document = sheet(sure);
        for word in document.pages[0].lines.iter_mut().flat_map(|line| &mut line.words) {
            word.text = word.text.replace("03-05", "02-27");
        }
        for line in &mut document.pages[0].lines {
            line.text = line.text.replace("03-05", "02-27");
        }
        let options = FactOptions { kind: Some(Kind::Record), ..FactOptions::default() };
        let report =
            check(&Dossier::of(&document, &options), &RuleBook::built_in(), &CheckOptions::default());
        let found = of(&report, "M07");
        assert_eq!(found.len(), 1, "{report:#?}");
        assert_eq!(found[0].needs_review, doubtful);
        assert_eq!(found[0].weight() == Severity::Warning, doubtful);
        assert!(found[0].evidence.iter().all(|exhibit| exhibit.span.page() == Some(1)));
    }
}

#[test]
fn a_score_follows_from_the_findings() {
    let clean = report(RECORD, "");
    assert_eq!(clean.scores.len(), 1);
    let broken = report(&RECORD.replace("4天", "9天"), "");
    let (before, after) = (&clean.scores[0], &broken.scores[0]);
    let lost: rust_decimal::Decimal = after.sections.iter().map(|section| section.deducted).sum();
    assert!(after.points < before.points && after.points == rust_decimal::Decimal::from(100) - lost);
    let deduction =
        after.sections.iter().flat_map(|section| &section.deductions).find(|d| d.rule.as_str() == "M08");
    assert_eq!(broken.findings[deduction.unwrap().finding].rule.as_str(), "M08");
    let veto = "[score]\nveto = { M08 = \"丙\" }";
    let vetoed = report(&RECORD.replace("4天", "9天"), veto);
    assert_eq!(vetoed.scores[0].grade, "丙");
    assert_eq!(vetoed.scores[0].vetoes.len(), 1);
}
