//! The score of a medical record.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::report::{Finding, NotChecked, Passed};
use super::rule::{Bilingual, RuleId};
use crate::{Kind, Limit, Part};

/// How records are scored: points, grades, what is deducted for which finding, and what settles the grade alone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreBook {
    /// Kinds of document that are scored.
    #[serde(default)]
    scope: Vec<Kind>,
    /// What the titles of such documents contain that are none the less not scored.
    #[serde(default)]
    exempt: Vec<String>,
    #[serde(default)]
    grades: Vec<Grade>,
    #[serde(default)]
    sections: Vec<ScoreSection>,
    /// The grade that a finding of a rule lowers a record to, whatever its points.
    #[serde(default)]
    veto: BTreeMap<String, String>,
}

/// Points of a record without fault.
const FULL: i64 = 100;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grade {
    name: String,
    at_least: Limit,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoreSection {
    name: Bilingual,
    /// The most that is deducted in it.
    cap: Limit,
    /// Points for each finding, by rule; by `rule.way` where a way costs something else.
    deductions: BTreeMap<String, Limit>,
}

/// The score of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreSheet {
    /// The part of the document: an index into [`Report::parts`](super::Report::parts).
    pub part: usize,
    /// Points of 100 that are left.
    #[schemars(with = "String")]
    pub points: Decimal,
    /// 甲, 乙 or 丙.
    pub grade: String,
    /// What was deducted, by section.
    pub sections: Vec<SectionScore>,
    /// Findings that settled the grade alone: indices into [`Report::findings`](super::Report::findings).
    pub vetoes: Vec<usize>,
    /// Findings that cost nothing until somebody has looked at the page, by index.
    pub to_review: Vec<usize>,
    /// Scored rules that could not be checked: they are neither kept nor broken.
    pub not_checked: Vec<RuleId>,
    /// How many of the scored rules were checked.
    pub checked: usize,
}

/// What was deducted in one section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SectionScore {
    /// Its name.
    pub name: Bilingual,
    /// The most that is deducted in it.
    #[schemars(with = "String")]
    pub cap: Decimal,
    /// What was deducted, not more than the cap.
    #[schemars(with = "String")]
    pub deducted: Decimal,
    /// For what.
    pub deductions: Vec<Deduction>,
}

/// Points for one finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deduction {
    /// The finding, by index; its evidence is the deduction's.
    pub finding: usize,
    /// The rule.
    pub rule: RuleId,
    /// Points.
    #[schemars(with = "String")]
    pub points: Decimal,
}

impl ScoreBook {
    /// Whether the part is scored.
    pub(super) fn is_for(&self, part: &Part) -> bool {
        let title = part.title.as_ref().map_or("", |title| title.value.as_str()).to_lowercase();
        let is_exempt = self.exempt.iter().any(|word| title.contains(word.as_str()));
        self.scope.contains(&part.kind) && !is_exempt && !self.grades.is_empty()
    }

    /// The score of the part of that index.
    pub(super) fn score(
        &self,
        part: usize,
        findings: &[Finding],
        not_checked: &[NotChecked],
        passed: &[Passed],
    ) -> ScoreSheet {
        let ours: Vec<(usize, &Finding)> =
            findings.iter().enumerate().filter(|(_, finding)| finding.part == part).collect();
        let (doubtful, flat): (Vec<_>, Vec<_>) = ours.into_iter().partition(|(_, f)| f.needs_review);
        let sections: Vec<SectionScore> = self.sections.iter().map(|section| section.score(&flat)).collect();
        let lost: Decimal = sections.iter().map(|section| section.deducted).sum();
        let points = (Decimal::from(FULL) - lost).max(Decimal::ZERO);
        let mut rank = self.grades.iter().position(|grade| points >= grade.at_least.0);
        let mut vetoes = Vec::new();
        for (index, finding) in &flat {
            let way = keys(finding).into_iter().find_map(|key| self.veto.get(&key));
            let Some(veto) = way.and_then(|name| self.grades.iter().position(|grade| grade.name == *name))
            else {
                continue;
            };
            vetoes.push(*index);
            rank = rank.map(|rank| rank.max(veto));
        }
        let grade = rank.and_then(|rank| self.grades.get(rank)).or(self.grades.last());
        let is_scored = |rule: &RuleId| self.sections.iter().any(|section| section.names(rule));
        let in_part = |rule: &RuleId, of: usize| of == part && is_scored(rule);
        ScoreSheet {
            part,
            points,
            grade: grade.map_or_else(String::new, |grade| grade.name.clone()),
            sections,
            vetoes,
            to_review: doubtful.iter().map(|(index, _)| *index).collect(),
            not_checked: not_checked
                .iter()
                .filter(|missing| in_part(&missing.rule, missing.part))
                .map(|missing| missing.rule.clone())
                .collect(),
            checked: passed.iter().filter(|kept| in_part(&kept.rule, kept.part)).count()
                + broken(&flat, &doubtful),
        }
    }
}

/// How many rules are broken.
fn broken(flat: &[(usize, &Finding)], doubtful: &[(usize, &Finding)]) -> usize {
    let mut rules: Vec<&RuleId> = flat.iter().chain(doubtful).map(|(_, finding)| &finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules.len()
}

/// The keys that a finding may have in the tables, the closest first.
fn keys(finding: &Finding) -> Vec<String> {
    let way = finding.words.way.as_ref().map(|way| format!("{}.{way}", finding.rule));
    way.into_iter().chain([finding.rule.to_string()]).collect()
}

impl ScoreSection {
    fn names(&self, rule: &RuleId) -> bool {
        self.deductions.keys().any(|key| key.split('.').next() == Some(rule.as_str()))
    }

    fn score(&self, findings: &[(usize, &Finding)]) -> SectionScore {
        let deductions: Vec<Deduction> = findings
            .iter()
            .filter_map(|(index, finding)| {
                let points = keys(finding).into_iter().find_map(|key| self.deductions.get(&key))?.0;
                Some(Deduction { finding: *index, rule: finding.rule.clone(), points })
            })
            .collect();
        let sum: Decimal = deductions.iter().map(|deduction| deduction.points).sum();
        SectionScore { name: self.name.clone(), cap: self.cap.0, deducted: sum.min(self.cap.0), deductions }
    }
}
