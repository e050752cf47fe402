//! Evidence, and the facts that stand on it.

mod body;
mod evidence;
mod lab;
mod medical;
mod notes;

pub use body::{Body, GeneralFact, StatementRole};
pub use evidence::{Evidence, EvidenceId, EvidenceKind, FactId, Stated};
pub use lab::{Agreement, Flag, Flags, LabItem, LabValue, Qualitative, RangeFor, ReferenceRange, Sign};
pub use medical::{
    Age, AgeUnit, AttributeKind, DiagnosisKind, Dose, Drug, EventKind, FeeSum, Frequency, IdentifierKind,
    MedicalFact, Polarity, Route, SectionKind, Side, SignerRole, VitalKind,
};
pub use notes::Notes;

use document::Confidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Part;

/// Something the document says, or that a named rule computed from what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// Its name, in the order found.
    pub id: FactId,
    /// The part of the document it belongs to: an index into [`Facts::parts`].
    pub part: usize,
    /// What it says.
    #[serde(flatten)]
    pub body: Body,
    /// What it stands on, in the order used; never empty.
    pub evidence: Vec<EvidenceId>,
    /// The extractor that derived it, such as `lab.table`.
    pub derived_by: String,
    /// That of the least sure word it was copied from; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Whether a word it was copied from was read with a confidence under the limit, or had to be mended to be
    /// understood: it may not be stated flatly.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_review: bool,
}

/// All that a document says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// The reports or instruments in it, in reading order; at least one for a document with any text.
    pub parts: Vec<Part>,
    /// By id: evidence `E3` is at index 2.
    pub evidence: Vec<Evidence>,
    /// By id: fact `F3` is at index 2.
    pub facts: Vec<Fact>,
}

impl Facts {
    /// The evidence of that name.
    pub fn cited(&self, id: EvidenceId) -> Option<&Evidence> {
        self.evidence.get(id.index())
    }

    /// What is printed where `stated` was read.
    pub fn printed<T>(&self, stated: &Stated<T>) -> &str {
        self.cited(stated.evidence).map_or("", |evidence| &evidence.span.text)
    }

    /// The fact of that name.
    pub fn fact(&self, id: FactId) -> Option<&Fact> {
        self.facts.get(id.index())
    }

    /// The facts of each part, in the order of [`Self::parts`].
    pub(crate) fn by_part(&self) -> Vec<Vec<&Fact>> {
        let mut parts = vec![Vec::new(); self.parts.len()];
        for fact in &self.facts {
            if let Some(part) = parts.get_mut(fact.part) {
                part.push(fact);
            }
        }
        parts
    }

    /// The facts of one part.
    pub fn of_part(&self, part: usize) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.part == part)
    }
}
