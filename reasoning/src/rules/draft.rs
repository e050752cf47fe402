use std::collections::BTreeMap;

use super::report::{Bearing, Exhibit, Finding, Words};
use super::rule::{Bilingual, Rule};
use crate::{EvidenceId, Fact, Facts, Span};

/// What a check has to say.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It could not be checked for lack of these facts.
    NotChecked(Vec<String>),
    /// What is broken; nothing where the rule is kept.
    Checked(Vec<Draft>),
}

impl Verdict {
    /// Not checked for lack of one fact.
    pub(crate) fn lacks(need: &str) -> Self {
        Self::NotChecked(vec![need.to_owned()])
    }

    /// Checked where the check could tell, else not checked for lack of `need`.
    pub(crate) fn told(drafts: Option<Vec<Draft>>, need: &str) -> Self {
        drafts.map_or_else(|| Self::lacks(need), Self::Checked)
    }

    /// Checked where anything of the sort was seen, else not checked for lack of `need`.
    pub(crate) fn of(seen: bool, need: &str, drafts: Vec<Draft>) -> Self {
        if seen || !drafts.is_empty() { Self::Checked(drafts) } else { Self::lacks(need) }
    }
}

/// A finding in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    way: Option<String>,
    exhibits: Vec<Cited>,
    values: BTreeMap<String, Bilingual>,
    found: Option<String>,
    expected: Option<String>,
    doubtful: bool,
}

#[derive(Debug)]
enum Cited {
    Evidence(Bearing, EvidenceId, Option<crate::FactId>),
    Span(Bearing, Box<Span>),
}

impl Draft {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The way of breaking the rule: a key of its variants.
    pub(crate) fn way(mut self, way: &str) -> Self {
        self.way = Some(way.to_owned());
        self
    }

    /// Quotes what is wrong: `evidence`, on which `fact` stands.
    pub(crate) fn about(self, fact: &Fact, evidence: EvidenceId) -> Self {
        self.cite(Bearing::Subject, fact, evidence)
    }

    /// Quotes what it is compared with.
    pub(crate) fn against(self, fact: &Fact, evidence: EvidenceId) -> Self {
        self.cite(Bearing::Counterpart, fact, evidence)
    }

    fn cite(mut self, bearing: Bearing, fact: &Fact, evidence: EvidenceId) -> Self {
        self.doubtful |= fact.needs_review;
        self.exhibits.push(Cited::Evidence(bearing, evidence, Some(fact.id)));
        self
    }

    /// Quotes words that are no fact, as what is wrong.
    pub(crate) fn about_span(mut self, span: Span) -> Self {
        self.exhibits.push(Cited::Span(Bearing::Subject, Box::new(span)));
        self
    }

    /// Quotes words that are no fact, as what is compared with.
    pub(crate) fn against_span(mut self, span: Span) -> Self {
        self.exhibits.push(Cited::Span(Bearing::Counterpart, Box::new(span)));
        self
    }

    /// What stands there; `{found}` in messages.
    pub(crate) fn found(mut self, found: impl Into<String>) -> Self {
        let found = found.into();
        self.values.insert("found".into(), Bilingual::same(found.clone()));
        self.found = Some(found);
        self
    }

    /// What was expected; `{expected}` in messages.
    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        let expected = expected.into();
        self.values.insert("expected".into(), Bilingual::same(expected.clone()));
        self.expected = Some(expected);
        self
    }

    /// A value for `{name}` in messages.
    pub(crate) fn with(self, name: &str, value: impl Into<String>) -> Self {
        self.with_words(name, Bilingual::same(value))
    }

    /// A value for `{name}` in messages, in both languages.
    pub(crate) fn with_words(mut self, name: &str, value: Bilingual) -> Self {
        self.values.insert(name.into(), value);
        self
    }

    /// It rests on a guess: look before you believe it.
    pub(crate) fn doubt(mut self) -> Self {
        self.doubtful = true;
        self
    }

    /// The finding of `rule` in the part of that index. Words read less surely than `review_below` make it doubtful.
    pub(super) fn finish(self, rule: &Rule, part: usize, facts: &Facts, review_below: f32) -> Finding {
        let exhibits = self.exhibits.into_iter().filter_map(|cited| match cited {
            Cited::Evidence(bearing, id, fact) => {
                let span = facts.cited(id)?.span.clone();
                Some(Exhibit { bearing, span, evidence: Some(id), fact })
            }
            Cited::Span(bearing, span) => Some(Exhibit { bearing, span: *span, evidence: None, fact: None }),
        });
        let mut evidence: Vec<Exhibit> = Vec::new();
        for exhibit in exhibits {
            let is_new = evidence.iter().all(|other| {
                (other.bearing, other.span.passage, other.span.characters)
                    != (exhibit.bearing, exhibit.span.passage, exhibit.span.characters)
            });
            if is_new {
                evidence.push(exhibit);
            }
        }
        let unsure = |exhibit: &Exhibit| exhibit.span.confidence.is_some_and(|c| c.get() < review_below);
        let needs_review = self.doubtful || evidence.iter().any(unsure);
        let variant = self.way.as_ref().and_then(|way| rule.variants.get(way));
        let message = variant.map_or(&rule.message, |variant| &variant.message);
        let suggestion = variant.and_then(|variant| variant.suggestion.as_ref()).unwrap_or(&rule.suggestion);
        Finding {
            rule: rule.id.clone(),
            version: rule.version,
            severity: variant.and_then(|variant| variant.severity).unwrap_or(rule.severity),
            part,
            words: Words {
                message: message.filled(&self.values),
                suggestion: suggestion.filled(&self.values),
                found: self.found,
                expected: self.expected,
                way: self.way,
            },
            evidence,
            needs_review,
        }
    }
}
