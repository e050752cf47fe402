//! Rules: what a document should keep, and where it does not.
//!
//! A rule is data - its id, edition, severity, scope, needs, parameters and words in both languages stand in TOML - and
//! a check, which is either code bound by the rule's id or declared in the file ([`Declared`]). Users add, change and
//! switch rules by files of their own ([`RuleBook::extended`]).
//!
//! A check sees one part of a document and answers with findings, each with quotations from both sides, or says what it
//! lacks: then the rule is *not checked*, never passed. A finding on words that were read with little confidence is
//! marked for review.
//!
//! | file | what |
//! | --- | --- |
//! | `rule`, `book` | a rule; the rules, and how files are laid over each other |
//! | `case`, `draft` | what a check looks at, and what it says |
//! | `stock` | facts under the names of needs and paths |
//! | `declared` | checks that a file declares |
//! | `report`, `score` | what comes out |
//! | `render` | a report as Markdown and as HTML beside the pages |
//! | `medical`, `legal` | the programmed checks, each list of `(id, check)` beside its TOML in `data/rules/` |

mod book;
mod case;
mod declared;
mod draft;
mod error;
mod legal;
mod medical;
mod moment;
mod need;
#[cfg(test)]
mod papers;
mod render;
mod report;
mod rule;
mod score;
mod stock;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_papers;

use jiff::civil;

pub use book::RuleBook;
pub(crate) use case::{Case, Check};
pub use declared::{Declared, Relation};
pub(crate) use draft::{Draft, Verdict};
pub use error::{RuleError, RuleErrorKind};
pub use render::{html, markdown};
pub use report::{Bearing, CheckedPart, Exhibit, Finding, Missing, NotChecked, Passed, Report, Words};
pub use rule::{Bilingual, Rule, RuleId, Severity, Variant};
pub use score::{Deduction, ScoreBook, ScoreSheet, SectionScore};

use crate::dossier::REVIEW_BELOW;
use crate::{Dossier, Fact, Part};
use stock::Stock;

/// How rules are checked.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CheckOptions {
    /// The day on which the check is made: dates after it lie in the future. Nothing lies there where it is absent.
    pub today: Option<civil::Date>,
    /// A finding whose quotations have a character read less surely than this, 0 to 1, is marked for review.
    pub review_below: f32,
    /// Findings of one rule in one part; the rest is left out.
    pub most_findings: usize,
}

/// A sheet has some sixty results, each of which may break a rule; more findings of one rule tell nobody more.
const MOST_FINDINGS: usize = 200;

impl Default for CheckOptions {
    fn default() -> Self {
        Self { today: None, review_below: REVIEW_BELOW, most_findings: MOST_FINDINGS }
    }
}

/// Checks a document by the rules of `book`, part by part.
///
/// ```
/// use reasoning::rules::{CheckOptions, RuleBook, check};
/// use reasoning::{Dossier, FactOptions};
/// let text = "出院记录\n姓名：孙雨桐  性别：女\n入院日期：2024-03-05\n出院日期：2024-03-01\n出院诊断：急性阑尾炎";
/// let dossier = Dossier::of_text(text, &FactOptions::default());
/// let report = check(&dossier, &RuleBook::built_in(), &CheckOptions::default());
/// let finding = report.findings.iter().find(|finding| finding.rule.as_str() == "M07").unwrap();
/// assert_eq!(finding.evidence.len(), 2);
/// ```
pub fn check(dossier: &Dossier, book: &RuleBook, options: &CheckOptions) -> Report {
    let mut report = Report::default();
    for ((index, part), facts) in dossier.facts.parts.iter().enumerate().zip(dossier.facts.by_part()) {
        report.parts.push(checked_part(dossier, index, part));
        check_part(dossier, book, options, (index, &facts), &mut report);
    }
    for (index, part) in dossier.facts.parts.iter().enumerate() {
        if book.score().is_for(part) {
            let sheet = book.score().score(index, &report.findings, &report.not_checked, &report.passed);
            report.scores.push(sheet);
        }
    }
    report
}

fn checked_part(dossier: &Dossier, index: usize, part: &Part) -> CheckedPart {
    let mut pages: Vec<u32> = dossier.view.within(part).iter().filter_map(|passage| passage.page).collect();
    pages.sort_unstable();
    pages.dedup();
    let title = part.title.as_ref().map(|title| title.value.clone());
    CheckedPart { part: index, kind: part.kind, title, pages }
}

fn check_part(
    dossier: &Dossier,
    book: &RuleBook,
    options: &CheckOptions,
    (index, facts): (usize, &[&Fact]),
    report: &mut Report,
) {
    let Some(part) = dossier.facts.parts.get(index) else { return };
    let stock = Stock::of(facts.iter().copied());
    let matter = legal::Matter::of(dossier, part, facts);
    let mut findings = Vec::new();
    for rule in book.rules().iter().filter(|rule| rule.enabled && rule.is_for(part.kind)) {
        let case = Case { dossier, rule, options, part, stock: &stock, facts, matter: &matter };
        match run(&case) {
            Verdict::NotChecked(missing) => report.not_checked.push(NotChecked {
                rule: rule.id.clone(),
                part: index,
                missing: missing.into_iter().map(need::named).collect(),
            }),
            Verdict::Checked(drafts) if drafts.is_empty() => {
                report.passed.push(Passed { rule: rule.id.clone(), part: index });
            }
            Verdict::Checked(drafts) => {
                let mut seen: Vec<Finding> = Vec::new();
                for draft in drafts.into_iter().take(options.most_findings) {
                    let finding = draft.finish(rule, index, &dossier.facts, options.review_below);
                    // A value that two extractors have stated is wrong once.
                    if seen.iter().all(|other| !finding.repeats(other)) {
                        seen.push(finding);
                    }
                }
                findings.append(&mut seen);
            }
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    report.findings.extend(findings);
}

/// What the rule of `case` says, where all that it needs is there.
fn run(case: &Case<'_>) -> Verdict {
    let missing: Vec<String> =
        case.rule.needs.iter().filter(|need| !case.stock.meets(need)).cloned().collect();
    if !missing.is_empty() {
        return Verdict::NotChecked(missing);
    }
    match (&case.rule.check, programmed(case.rule.id.as_str())) {
        (Some(declared), _) => declared.check(case),
        (None, Some(check)) => check(case),
        (None, None) => Verdict::NotChecked(vec![]),
    }
}

/// The JSON Schema of a report.
pub fn report_schema() -> schemars::Schema {
    schemars::schema_for!(Report)
}

/// All programmed checks, by the id of their rule.
fn all_programmed() -> impl Iterator<Item = &'static (&'static str, Check)> {
    medical::CHECKS.iter().chain(legal::CHECKS)
}

/// The programmed check of that id.
fn programmed(id: &str) -> Option<Check> {
    all_programmed().find(|(known, _)| *known == id).map(|(_, check)| *check)
}
