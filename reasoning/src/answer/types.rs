//! What an answer is.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use super::verify::Reason;
use crate::{Evidence, FactId, Kind, Language};

/// The version of the form that answers are written in; semver.
pub const ANSWER_SCHEMA_VERSION: &str = "1.0.0";

/// A summary whose every sentence leads back to ink.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The version of this form, see [`ANSWER_SCHEMA_VERSION`].
    pub schema_version: String,
    /// Who wrote it, and in what language.
    pub header: Header,
    /// The reports or instruments of the document, in reading order.
    pub parts: Vec<PartHead>,
    /// What is said; where there are several parts the whole comes first.
    pub sections: Vec<Section>,
    /// What a reasoner wrote and the verifier refused: never part of the summary, never hidden.
    pub not_verified: Vec<Refused>,
    /// What the marks lead to, by number: the mark `[3]` is at index 2.
    pub citations: Vec<Citation>,
    /// What was done, in order.
    pub steps: Vec<Step>,
}

/// Who wrote an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// The reasoner, in words: `extractive, no language model`.
    pub reasoner: String,
    /// What the answer is written in.
    pub language: Language,
    /// What a reader has to know before reading: that a model failed and templates stepped in, and why.
    pub notes: Vec<String>,
}

/// A report or an instrument of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartHead {
    /// What it is.
    pub kind: Kind,
    /// Its title, as printed; what it is in words where it has none.
    pub title: String,
    /// Its first page, from 1; absent for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// Claims on one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// The part it tells of: an index into [`Answer::parts`]; absent for the whole document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<usize>,
    /// The subject.
    pub title: String,
    /// In order of weight.
    pub claims: Vec<Claim>,
}

/// A sentence with what it stands on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// The sentence.
    pub text: String,
    /// The facts it stands on; never empty. [`Answer::citations`] has one of each.
    pub cites: Vec<FactId>,
    /// Whether it is copied, computed or inferred.
    pub kind: ClaimKind,
    /// Whether something it stands on was read with a low confidence: it is not stated flatly.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_review: bool,
    /// Who wrote it.
    pub author: Author,
}

/// How a sentence follows from what it cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// It says what is printed.
    #[default]
    Stated,
    /// It says what a named rule computed from what is printed: a flag, a count.
    Computed,
    /// It draws something together that is printed in several places.
    Inferred,
}

/// Who wrote a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A template filled from facts.
    Template,
    /// A language model; the verifier found it supported.
    Model,
}

/// A sentence that did not stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Refused {
    /// As written.
    pub text: String,
    /// What it cited, as written.
    pub cites: Vec<String>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What a mark leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The number of the mark, from 1.
    pub number: usize,
    /// The fact.
    pub fact: FactId,
    /// What is printed, and where: page and outline of every line.
    pub evidence: Vec<Evidence>,
}

/// Something that was done on the way to the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The round: `select`, `draft`, `verify`, `revise`, `drop`, `cover`, `fall back`.
    pub round: String,
    /// What happened, in one line.
    pub told: String,
}

/// The JSON Schema of `answer.json`.
pub fn answer_schema() -> Schema {
    schema_for!(Answer)
}
