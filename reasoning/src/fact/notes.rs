use std::ops::Range;

use super::{Body, Evidence, EvidenceId, EvidenceKind, Fact, FactId, Facts, Stated};
use crate::{FactOptions, Part, Passage};

/// What an extractor writes into: it cites passages, then states facts on what it cited.
///
/// A fact stands on everything cited since the last one, so none can lack its evidence.
#[derive(Debug)]
pub struct Notes {
    facts: Facts,
    part: usize,
    limit: f32,
    /// First evidence that no fact has claimed.
    open: usize,
    mended: bool,
}

impl Notes {
    /// Empty notes on `parts`.
    pub fn new(parts: Vec<Part>, evidence: Vec<Evidence>, options: &FactOptions) -> Self {
        let open = evidence.len();
        let facts = Facts { parts, evidence, facts: Vec::new() };
        Self { facts, part: 0, limit: options.review_below, open, mended: false }
    }

    /// Goes on with what has been noted.
    pub(crate) fn resume(facts: Facts, options: &FactOptions) -> Self {
        let open = facts.evidence.len();
        Self { facts, part: 0, limit: options.review_below, open, mended: false }
    }

    /// From now on facts belong to the part of that index.
    pub fn enter(&mut self, part: usize) {
        self.part = part;
        self.drop_draft();
    }

    /// Cites `bytes` of the folded text of `passage`.
    pub fn cite(&mut self, passage: &Passage, bytes: Range<usize>, kind: EvidenceKind) -> EvidenceId {
        let id = EvidenceId::at(self.facts.evidence.len());
        self.facts.evidence.push(Evidence { id, kind, span: passage.span(bytes) });
        id
    }

    /// A value copied from `bytes` of the folded text of `passage`.
    pub fn state<T>(&mut self, passage: &Passage, bytes: Range<usize>, value: T) -> Stated<T> {
        Stated { value, evidence: self.cite(passage, bytes, EvidenceKind::Stated) }
    }

    /// What is printed at `bytes` of the folded text of `passage`, as it stands.
    pub fn copy(&mut self, passage: &Passage, bytes: Range<usize>) -> Stated<String> {
        let mut stated = self.state(passage, bytes, String::new());
        stated.value = self.facts.printed(&stated).to_owned();
        stated
    }

    /// The fact in the making was understood only after mending what was read.
    pub fn mend(&mut self) {
        self.mended = true;
    }

    /// States a fact on all that was cited since the last one; without any citation nothing is stated.
    pub fn add(&mut self, derived_by: &str, body: impl Into<Body>) -> Option<FactId> {
        let cited = self.facts.evidence.get(self.open..).filter(|cited| !cited.is_empty())?;
        let id = FactId::at(self.facts.facts.len());
        let stated = cited.iter().filter(|evidence| evidence.kind == EvidenceKind::Stated);
        let confidences = stated.filter_map(|evidence| evidence.span.confidence);
        let confidence = confidences.min_by(|a, b| a.get().total_cmp(&b.get()));
        let fact = Fact {
            id,
            part: self.part,
            body: body.into(),
            evidence: cited.iter().map(|evidence| evidence.id).collect(),
            derived_by: derived_by.to_owned(),
            confidence,
            needs_review: self.mended || confidence.is_some_and(|c| c.get() < self.limit),
        };
        self.facts.facts.push(fact);
        self.open = self.facts.evidence.len();
        self.mended = false;
        Some(id)
    }

    /// Forgets what was cited since the last fact.
    pub fn drop_draft(&mut self) {
        self.facts.evidence.truncate(self.open);
        self.mended = false;
    }

    /// What has been noted so far.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What has been noted of the part being read.
    pub fn of_part(&self) -> impl Iterator<Item = &Fact> {
        self.facts.of_part(self.part)
    }

    /// All that was noted.
    pub fn finish(mut self) -> Facts {
        self.drop_draft();
        self.facts
    }
}

#[cfg(test)]
mod tests {
    use document::RegionClass;

    use super::*;
    use crate::{GeneralFact, View, sheet::Sheet};

    fn note(confidence: f32, mended: bool) -> Facts {
        let sheet = Sheet::new().region(RegionClass::Text, &["姓名："]).sure(confidence);
        let view = View::of(&sheet.region(RegionClass::Text, &["孙雨桐"]).document());
        let mut notes = Notes::new(vec![], vec![], &FactOptions::default());
        let key = notes.copy(&view.passages()[0], 0..7);
        let value = notes.copy(&view.passages()[1], 0..9);
        if mended {
            notes.mend();
        }
        notes.add("test", GeneralFact::KeyValue { key, value });
        notes.finish()
    }

    #[test]
    fn a_fact_is_as_sure_as_its_least_sure_word() {
        for (confidence, mended, review) in [(0.9, false, false), (0.3, false, true), (0.9, true, true)] {
            let facts = note(confidence, mended);
            let fact = &facts.facts[0];
            assert_eq!(fact.confidence.map(|c| c.get()), Some(confidence));
            assert_eq!(fact.needs_review, review, "{confidence} {mended}");
            assert_eq!(fact.evidence.len(), 2);
        }
    }

    #[test]
    fn nothing_is_stated_without_evidence() {
        let mut notes = Notes::new(vec![], vec![], &FactOptions::default());
        let nothing = Stated { value: String::new(), evidence: EvidenceId::at(0) };
        let body = GeneralFact::KeyValue { key: nothing.clone(), value: nothing };
        assert_eq!(notes.add("test", body), None);
        assert!(notes.finish().facts.is_empty());
    }

    #[test]
    fn facts_come_back_from_json() {
        let facts = note(0.9, false);
        let json = serde_json::to_string(&facts).unwrap();
        assert!(json.contains(r#""type":"key_value""#) && json.contains(r#""id":"F1""#), "{json}");
        assert_eq!(serde_json::from_str::<Facts>(&json).unwrap(), facts);
    }
}
