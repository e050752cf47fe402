//! Which facts are told where, in what order, and which must be.

mod legal;
mod medical;

use std::collections::HashSet;

use super::brief::{Brief, BriefFact, Question};
use super::extractive::sentence_of;
use super::lexicon::Lexicon;
use super::slots::slots;
use crate::{Body, Fact, Facts, GeneralFact, Kind, Language, StatementRole};

/// Where a fact is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// The key of the section.
    pub(super) section: &'static str,
    /// Facts of one group stand in one sentence.
    pub(super) group: Option<&'static str>,
    /// The heavier first; equal ones in the order of the document.
    pub(super) weight: f64,
    /// Whether the answer must tell it.
    pub(super) must: bool,
}

impl Spot {
    fn at(section: &'static str) -> Self {
        Self { section, group: None, weight: 0.0, must: false }
    }

    fn group(self, group: &'static str) -> Self {
        Self { group: Some(group), ..self }
    }

    fn weight(self, weight: f64) -> Self {
        Self { weight, ..self }
    }

    fn must(self) -> Self {
        Self { must: true, ..self }
    }

    fn must_if(self, must: bool) -> Self {
        Self { must, ..self }
    }
}

/// The sections of an answer on a document of that kind, in order.
fn order(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Lab => {
            &["who", "abnormal", "contradiction", "diagnoses", "findings", "drugs", "normal", "signed"]
        }
        Kind::Checkup => &[
            "who",
            "results",
            "abnormal",
            "contradiction",
            "diagnoses",
            "findings",
            "complaint",
            "drugs",
            "normal",
            "signed",
        ],
        Kind::Record => &[
            "who",
            "diagnoses",
            "complaint",
            "abnormal",
            "contradiction",
            "findings",
            "course",
            "drugs",
            "orders",
            "results",
            "normal",
            "signed",
        ],
        Kind::Judgment => &[
            "case", "parties", "holdings", "claims", "defence", "issues", "facts", "reasons", "laws",
            "costs", "ending", "amounts",
        ],
        Kind::Contract => &["agreement", "parties", "terms", "amounts", "laws", "signatures"],
        Kind::General => &["outline", "amounts", "tables"],
    }
}

/// Where `fact` is told in an answer on a document of that kind; nothing for what is not told.
fn spot(fact: &Fact, kind: Kind) -> Option<Spot> {
    match &fact.body {
        Body::General(general) => self::general(general, fact),
        Body::Medical(body) => medical::spot(body, kind),
        Body::Legal(body) => legal::spot(body, kind),
    }
}

/// Whether an answer on a document of that kind must tell `fact`.
pub(super) fn must(fact: &Fact, kind: Kind) -> bool {
    spot(fact, kind).is_some_and(|spot| spot.must)
}

fn general(fact: &GeneralFact, whole: &Fact) -> Option<Spot> {
    match fact {
        // The titles of parts are told in the overview.
        GeneralFact::Heading { .. } if whole.derived_by == "answer.title" => None,
        GeneralFact::Heading { .. } => Some(Spot::at("outline").group("headings").weight(2.0)),
        GeneralFact::KeyValue { .. } => Some(
            Spot::at(if whole.derived_by == "answer.total" { "amounts" } else { "outline" })
                .must_if(whole.derived_by == "answer.total"),
        ),
        GeneralFact::Table { .. } => Some(Spot::at("tables")),
        GeneralFact::Statement { role, .. } => Some(match role {
            StatementRole::FactsFound => Spot::at("facts"),
            StatementRole::Reasons => Spot::at("reasons"),
            StatementRole::Amount => Spot::at("amounts").must(),
            StatementRole::Lead => Spot::at("outline").weight(1.0),
        }),
    }
}

/// What a reasoner is asked on the part of that index, whose facts are `own`.
pub(super) fn brief(facts: &Facts, part: usize, own: &[&Fact], language: Language) -> Brief {
    let lexicon = Lexicon::of(language);
    let Some(head) = facts.parts.get(part) else {
        return Brief { kind: Kind::General, title: String::new(), language, questions: Vec::new() };
    };
    let mut seen = HashSet::new();
    let mut placed: Vec<(Spot, BriefFact)> = Vec::new();
    for fact in own.iter().copied() {
        let Some(spot) = spot(fact, head.kind) else { continue };
        let slots = slots(facts, fact, lexicon);
        let sentence = sentence_of(&slots, lexicon);
        if sentence.chars().all(|c| !c.is_alphanumeric()) || !seen.insert((spot.section, sentence.clone())) {
            continue;
        }
        let of_use = slots.iter().map(|(name, text, _)| (name.to_owned(), text.to_owned())).collect();
        let group = spot.group;
        placed.push((
            spot,
            BriefFact {
                id: fact.id,
                about: slots.about.to_owned(),
                slots: of_use,
                sentence,
                must: spot.must,
                needs_review: fact.needs_review,
                group,
            },
        ));
    }
    let questions = order(head.kind).iter().filter_map(|key| question(key, &placed, lexicon)).collect();
    let title = head
        .title
        .as_ref()
        .map_or_else(|| lexicon.kind(head.kind).to_owned(), |title| facts.printed(title).to_owned());
    Brief { kind: head.kind, title, language, questions }
}

fn question(key: &str, placed: &[(Spot, BriefFact)], lexicon: &Lexicon) -> Option<Question> {
    let mut mine: Vec<&(Spot, BriefFact)> = placed.iter().filter(|(spot, _)| spot.section == key).collect();
    mine.sort_by(|a, b| b.0.weight.total_cmp(&a.0.weight));
    let subject = lexicon.subject(key);
    (!mine.is_empty()).then(|| Question {
        title: subject.title,
        asked: subject.asked,
        facts: mine.into_iter().map(|(_, fact)| fact.clone()).collect(),
    })
}
