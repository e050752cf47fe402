use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rule::{Bilingual, RuleId, Severity};
use super::score::ScoreSheet;
use crate::{EvidenceId, FactId, Kind, Span};

/// What a document was found to keep and to break.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// What was checked.
    pub parts: Vec<CheckedPart>,
    /// What is broken; graver findings first within a part.
    pub findings: Vec<Finding>,
    /// What could not be checked, and what it lacks.
    pub not_checked: Vec<NotChecked>,
    /// What was checked and found kept.
    pub passed: Vec<Passed>,
    /// The score of each medical record among the parts.
    pub scores: Vec<ScoreSheet>,
}

impl Report {
    /// The gravest severity found; a finding that needs review counts as a warning at most. Nothing where nothing was.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(Finding::weight).max()
    }
}

/// A report or instrument that was checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckedPart {
    /// Its index among the parts of the document.
    pub part: usize,
    /// What it is.
    pub kind: Kind,
    /// Its title, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The pages it stands on, from 1; empty for plain text.
    pub pages: Vec<u32>,
}

/// A rule that is broken, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// Its edition.
    pub version: u32,
    /// How grave it is.
    pub severity: Severity,
    /// The part of the document: an index into [`Report::parts`].
    pub part: usize,
    /// The words for it.
    #[serde(flatten)]
    pub words: Words,
    /// What stands against each other, quoted. Empty only where something is missing from a document without pages.
    pub evidence: Vec<Exhibit>,
    /// What it rests on was read with little confidence, or had to be mended: look at the page before you believe it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_review: bool,
}

impl Finding {
    /// Its severity; a finding that needs review counts as a warning at most.
    pub fn weight(&self) -> Severity {
        if self.needs_review { self.severity.min(Severity::Warning) } else { self.severity }
    }

    /// Whether it says of the same words what `other` says.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let places = |finding: &Self| -> Vec<_> {
            let quoted = finding.evidence.iter();
            quoted.map(|exhibit| (exhibit.bearing, exhibit.span.passage, exhibit.span.characters)).collect()
        };
        self.words == other.words && places(self) == places(other)
    }
}

/// What is said of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// What is wrong.
    pub message: Bilingual,
    /// What to do about it.
    pub suggestion: Bilingual,
    /// What stands there; absent where something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What was expected; absent where that cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Which of the ways to break the rule it is, for rules with several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
}

/// A quotation that a finding rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exhibit {
    /// On which side it stands.
    pub bearing: Bearing,
    /// What is printed and where; a page and outline for every line of it.
    pub span: Span,
    /// The evidence of the facts that it is; absent where it was quoted for this finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// The fact it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactId>,
}

/// The two sides of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bearing {
    /// What is found wrong, or the place where something is missing.
    Subject,
    /// What it is compared with.
    Counterpart,
}

/// A rule that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotChecked {
    /// The rule.
    pub rule: RuleId,
    /// The part of the document.
    pub part: usize,
    /// What it lacks.
    pub missing: Vec<Missing>,
}

/// A fact that a rule lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Missing {
    /// Its name, as in the rule's needs.
    pub need: String,
    /// In words.
    pub words: Bilingual,
}

/// A rule that is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Passed {
    /// The rule.
    pub rule: RuleId,
    /// The part of the document.
    pub part: usize,
}
