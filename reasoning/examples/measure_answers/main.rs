//! Measures extractive answers on real text, and how long they take.
//!
//! ```text
//! cargo run --release -p reasoning --example measure_answers -- speed
//! cargo run --release -p reasoning --example measure_answers -- impressions CHEST_XRAY.jsonl
//! cargo run --release -p reasoning --example measure_answers -- judgments JUDGMENTS.jsonl
//! ```
//!
//! - *speed*: facts, built-in rules and the summary of medical records of 20, 40 and 80 pages, best of five.
//! - *impressions*: reports of chest X-rays without their impression (`findings`, `background`); the summary's findings are
//!   scored against the `impression` a radiologist wrote: ROUGE-L F1 over words, and the share of the findings named in the
//!   impression (by the dictionary of terms) that the summary names with the same denial.
//! - *judgments*: real judgments (`fd`); the share of the sums of their orders and of the terms that the summary tells, and
//!   ROUGE-L F1 over characters against the text of the order. Both are side figures: a summary by extraction quotes.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

mod rouge;

use std::error::Error;
use std::time::{Duration, Instant};

use reasoning::answer::{Answer, Extractive, SummaryOptions, summarize};
use reasoning::legal::LegalFact;
use reasoning::rules::{CheckOptions, RuleBook, check};
use reasoning::{Body, Dossier, FactOptions, Kind, MedicalFact, Polarity};
use rouge::rouge_l;
use serde_json::Value;

/// Lines on a page of a record in print.
const LINES: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["speed"] => speed(),
        ["impressions", path] => impressions(&std::fs::read_to_string(path)?)?,
        ["judgments", path] => judgments(&std::fs::read_to_string(path)?)?,
        _ => return Err("expected speed, impressions FILE or judgments FILE".into()),
    }
    Ok(())
}

fn answer(dossier: &Dossier) -> Answer {
    summarize(dossier, &mut Extractive, &SummaryOptions::default(), &mut |_| {})
}

fn text(answer: &Answer) -> String {
    let claims = answer.sections.iter().flat_map(|section| &section.claims);
    claims.map(|claim| claim.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A record of so many pages: admissions one after the other, each with its findings, results and medicines.
fn record(pages: usize) -> String {
    let lines = (0..pages * LINES).map(|line| match line % 10 {
        0 => format!("病程记录：第{}次查房，患者一般情况可，无发热，无胸闷、胸痛。", line / 10 + 1),
        1 => format!(
            "体格检查：体温 36.{} ℃，血压 1{}0/8{} mmHg，双肺呼吸音清，未闻及干湿性啰音。",
            line % 9,
            2 + line % 4,
            line % 9
        ),
        2 => format!(
            "辅助检查：白细胞 {}.{}×10^9/L，血红蛋白 1{}5 g/L，左肺上叶见一结节，大小约{}mm。",
            4 + line % 9,
            line % 7,
            line % 5,
            5 + line % 20
        ),
        3 => format!("{}. 阿司匹林肠溶片 100 mg 口服 每日1次", line % 5 + 1),
        4 => "诊断：\n1. 左肺上叶结节\n2. 2型糖尿病\n3. 高血压病3级".to_owned(),
        other => format!(
            "诊疗经过：予抗血小板、调脂、控制血压及血糖等治疗，复查心电图未见明显变化，继续目前方案{other}。"
        ),
    });
    let head = "星桥市第三人民医院\n出院记录\n姓名：孙志远  性别：男  年龄：48岁  住院号：ZY0048213\n入院时间：2024-03-05  出院时间：2024-03-14".to_owned();
    std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
}

fn speed() {
    let book = RuleBook::built_in();
    let options = FactOptions::default();
    for pages in [20, 40, 80] {
        let text = record(pages);
        let mut best = [Duration::MAX; 3];
        let mut told = 0;
        for _ in 0..5 {
            let start = Instant::now();
            let dossier = Dossier::of_text(&text, &options);
            let facts = start.elapsed();
            let report = check(&dossier, &book, &CheckOptions::default());
            let checks = start.elapsed() - facts;
            let answer = answer(&dossier);
            let summary = start.elapsed() - facts - checks;
            told = answer.citations.len() + report.findings.len();
            for (best, time) in best.iter_mut().zip([facts, checks, summary]) {
                *best = (*best).min(time);
            }
        }
        let all: Duration = best.iter().sum();
        let [facts, checks, summary] = best.map(|time| time.as_secs_f64() * 1e3);
        println!(
            "{pages} pages: facts {facts:.0} ms, checks {checks:.0} ms, summary {summary:.0} ms, together {:.0} ms ({told} cited)",
            all.as_secs_f64() * 1e3
        );
    }
}

/// Terms named in a report, with whether they are denied.
fn terms(dossier: &Dossier) -> Vec<(String, bool)> {
    let mut found: Vec<(String, bool)> = dossier
        .facts
        .facts
        .iter()
        .filter_map(|fact| match &fact.body {
            Body::Medical(MedicalFact::Finding { term: Some(term), polarity, .. }) => {
                Some((term.clone(), *polarity == Polarity::Absent))
            }
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The terms of the facts that an answer cites.
fn told_terms(dossier: &Dossier, answer: &Answer) -> Vec<(String, bool)> {
    let cited: Vec<_> = answer.citations.iter().map(|citation| citation.fact).collect();
    let mut kept = dossier.clone();
    kept.facts.facts.retain(|fact| cited.contains(&fact.id));
    terms(&kept)
}

fn dossier_of(text: &str, kind: Kind) -> Dossier {
    let mut options = FactOptions::default();
    options.kind = Some(kind);
    Dossier::of_text(text, &options)
}

fn impressions(lines: &str) -> Result<(), Box<dyn Error>> {
    let (mut reports, mut score, mut named, mut wanted, mut cited) = (0, 0.0, 0, 0, 0);
    for line in lines.lines() {
        let report: Value = serde_json::from_str(line)?;
        let field = |key: &str| report[key].as_str().unwrap_or("").to_owned();
        let dossier = dossier_of(
            &format!("RADIOLOGY REPORT\n{}\nFINDINGS: {}", field("background"), field("findings")),
            Kind::Record,
        );
        let answer = answer(&dossier);
        let summary = text(&answer);
        reports += 1;
        cited +=
            usize::from(answer.sections.iter().flat_map(|s| &s.claims).all(|claim| !claim.cites.is_empty()));
        let words = |text: &str| {
            text.to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        score += rouge_l(&words(&summary), &words(&field("impression")));
        let truth = terms(&dossier_of(
            &format!("RADIOLOGY REPORT\nIMPRESSION: {}", field("impression")),
            Kind::Record,
        ));
        // A term that only the impression has cannot be extracted.
        let source = terms(&dossier);
        let told = told_terms(&dossier, &answer);
        for term in truth.iter().filter(|term| source.contains(term)) {
            wanted += 1;
            named += usize::from(told.contains(term));
        }
    }
    println!(
        "{reports} reports: ROUGE-L {:.3}, key findings {named} of {wanted}, wholly cited {cited}",
        score / f64::from(reports.max(1))
    );
    Ok(())
}

fn judgments(lines: &str) -> Result<(), Box<dyn Error>> {
    let (mut all, mut score, mut told, mut wanted, mut refused) = (0, 0.0, 0, 0, 0);
    for line in lines.lines() {
        let judgment: Value = serde_json::from_str(line)?;
        let dossier = dossier_of(judgment["fd"].as_str().unwrap_or(""), Kind::Judgment);
        let answer = answer(&dossier);
        let summary = text(&answer);
        refused += answer.steps.iter().filter(|step| step.round == "quote").count();
        let squeezed: String = summary.chars().filter(|c| !c.is_whitespace()).collect();
        let mut order = String::new();
        for fact in &dossier.facts.facts {
            let values: Vec<&str> = match &fact.body {
                Body::Legal(LegalFact::Holding(holding)) => {
                    order += dossier.facts.printed(&holding.text);
                    holding.amounts.iter().map(|amount| dossier.facts.printed(amount)).collect()
                }
                Body::Legal(LegalFact::Sentence(sentence)) => {
                    let term = sentence.penalty.iter().map(|penalty| dossier.facts.printed(penalty));
                    term.chain(sentence.fine.iter().map(|fine| dossier.facts.printed(fine))).collect()
                }
                _ => continue,
            };
            for value in values {
                let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                wanted += 1;
                told += usize::from(squeezed.contains(&value));
            }
        }
        all += 1;
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect::<Vec<_>>();
        score += rouge_l(&letters(&summary), &letters(&order));
    }
    println!(
        "{all} judgments: ROUGE-L against the order {:.3}, sums and terms told {told} of {wanted}, sentences replaced by quotation {refused}",
        score / f64::from(all.max(1))
    );
    Ok(())
}
