//! What kind of document it is, and where one report ends and the next begins.

mod cues;
mod detect;
mod split;
#[cfg(test)]
mod tests;

use document::Confidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Evidence, EvidenceId, FactOptions, PassageId, Stated, View};

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A laboratory's report.
    Lab,
    /// The report of a health check.
    Checkup,
    /// A medical record or a report of imaging.
    Record,
    /// A judgment or another decision of a court.
    Judgment,
    /// A contract.
    Contract,
    /// Anything else.
    General,
}

impl Kind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 6] =
        [Self::Lab, Self::Checkup, Self::Record, Self::Judgment, Self::Contract, Self::General];

    /// Whether medical facts are looked for.
    pub fn is_medical(self) -> bool {
        matches!(self, Self::Lab | Self::Checkup | Self::Record)
    }

    /// Whether legal facts are looked for.
    pub fn is_legal(self) -> bool {
        matches!(self, Self::Judgment | Self::Contract)
    }
}

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Language {
    /// Chinese.
    #[serde(rename = "zh")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// One report or instrument of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// How far its signs speak for that kind rather than the next likely; absent where the kind was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Confidence>,
    /// What it is written in.
    pub language: Language,
    /// Its title, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Stated<String>>,
    /// Its first passage.
    pub first: PassageId,
    /// One past its last passage.
    pub end: PassageId,
    /// What it was taken for its kind by, the weightiest first.
    pub signs: Vec<EvidenceId>,
}

impl Part {
    /// Whether the passage belongs to it.
    pub fn holds(&self, passage: PassageId) -> bool {
        (self.first..self.end).contains(&passage)
    }
}

/// The parts of `view`, and the evidence they name.
pub(crate) fn parts(view: &View, options: &FactOptions) -> (Vec<Part>, Vec<Evidence>) {
    let mut evidence = Vec::new();
    let starts = split::starts(view);
    let ends =
        starts.iter().skip(1).map(|start| start.first).chain([PassageId(view.passages().len() as u32)]);
    let bounds: Vec<_> = starts.iter().zip(ends).collect();
    let parts = bounds.into_iter().map(|(start, end)| detect::part(view, start, end, options, &mut evidence));
    (parts.collect(), evidence)
}
