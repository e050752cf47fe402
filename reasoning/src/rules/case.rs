use super::legal::Matter;
use super::rule::Rule;
use super::stock::Stock;
use super::{CheckOptions, Verdict};
use crate::{Body, Dossier, Fact, Kind, MedicalFact, Part, Passage, Span};

/// What a check looks at: one part of a document, with its rule.
pub(crate) struct Case<'a> {
    /// The whole document.
    pub(crate) dossier: &'a Dossier,
    /// The rule, with its parameters.
    pub(crate) rule: &'a Rule,
    /// How to check.
    pub(crate) options: &'a CheckOptions,
    /// The part.
    pub(crate) part: &'a Part,
    /// Its facts, by the names that needs call them by.
    pub(super) stock: &'a Stock<'a>,
    pub(super) facts: &'a [&'a Fact],
    /// The part as legal checks look at it.
    pub(super) matter: &'a Matter<'a>,
}

/// A programmed check.
pub(crate) type Check = fn(&Case<'_>) -> Verdict;

impl<'a> Case<'a> {
    /// What kind of document the part is.
    pub(crate) fn kind(&self) -> Kind {
        self.part.kind
    }

    /// The facts of the part, in the order found.
    pub(crate) fn facts(&self) -> impl DoubleEndedIterator<Item = &'a Fact> + use<'a> {
        self.facts.iter().copied()
    }

    /// The medical facts of the part, in the order found.
    pub(crate) fn medical(&self) -> impl DoubleEndedIterator<Item = (&'a Fact, &'a MedicalFact)> + use<'a> {
        self.facts().filter_map(|fact| match &fact.body {
            Body::Medical(body) => Some((fact, body)),
            _ => None,
        })
    }

    /// The passages of the part, in reading order.
    pub(crate) fn passages(&self) -> impl Iterator<Item = &'a Passage> + use<'a> {
        self.dossier.view.within(self.part).iter()
    }

    /// Whether any fact is there that `need` names, such as `event.admitted`.
    pub(crate) fn has(&self, need: &str) -> bool {
        self.stock.meets(need)
    }

    /// The place to show where something is missing: the title, else the first words of the part.
    pub(crate) fn head(&self) -> Option<Span> {
        let title = self.part.title.as_ref().and_then(|title| self.dossier.facts.cited(title.evidence));
        let first = || self.passages().find(|passage| !passage.folded().trim().is_empty());
        title.map(|evidence| evidence.span.clone()).or_else(|| first().map(Passage::whole))
    }
}
