//! What a fact bears, prepared for comparison.

use std::collections::HashSet;

use super::mention::{Mention, Value, mentions};
use super::text::{clauses, pairs, plain, stem, words};
use crate::answer::extractive::sentence_of;
use crate::answer::lexicon::Lexicon;
use crate::answer::slots::{SlotRole, Slots, slots};
use crate::legal::LegalFact;
use crate::value::Sex;
use crate::{Agreement, Body, Fact, FactId, Facts, Flag, MedicalFact, fold};

/// What a fact bears.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) id: FactId,
    /// Everything printed for it, and the words that its template says, in plain form.
    pub(super) texts: Vec<String>,
    /// What is printed, in plain form, without our words.
    pub(super) printed: Vec<String>,
    /// Its values, and whether they are of what is normal.
    pub(super) values: Vec<(Value, bool)>,
    /// What it is called, in plain form, the longest first.
    pub(super) names: Vec<String>,
    /// Its clauses, where it is running text.
    pub(super) clauses: Vec<Clause>,
    /// The directions it bears; nothing for what is no result.
    pub(super) directions: Option<Vec<i8>>,
    pub(super) sex: Option<Sex>,
    pub(super) pages: Vec<u32>,
    pub(super) pairs: HashSet<(char, char)>,
    pub(super) stems: HashSet<String>,
}

/// A clause of running text.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) pairs: HashSet<(char, char)>,
    pub(super) stems: HashSet<String>,
    pub(super) values: Vec<Mention>,
}

impl Clause {
    /// Of folded text, its letters as they are.
    pub(super) fn of(folded: &str) -> Self {
        let folded = folded.trim();
        let text = plain(folded);
        Self {
            pairs: pairs(&text).collect(),
            stems: words(&text).into_iter().map(|(_, word)| stem(word).to_owned()).collect(),
            values: mentions(folded),
            text,
        }
    }
}

/// What is written in sentences: its clauses are compared one by one.
const RUNNING: [&str; 15] = [
    "diagnosis",
    "finding",
    "finding_short",
    "checkup_result",
    "section",
    "claim",
    "defence",
    "issue",
    "holding",
    "provision",
    "clause",
    "statement",
    "procedure",
    "allergy",
    "key_value",
];

impl Source {
    pub(super) fn of(facts: &Facts, fact: &Fact, lexicon: &Lexicon) -> Self {
        let slots = slots(facts, fact, lexicon);
        let evidence = fact.evidence.iter().filter_map(|id| facts.cited(*id));
        let pages = evidence
            .clone()
            .flat_map(|evidence| evidence.span.places.iter().map(|place| place.page))
            .collect();
        let folded: Vec<String> = evidence.map(|evidence| fold(&evidence.span.text)).collect();
        let printed: Vec<String> = folded.iter().map(|text| plain(text)).collect();
        let sentence = sentence_of(&slots, lexicon);
        let mut texts = printed.clone();
        texts.extend(slots.iter().map(|(_, text, _)| plain(text)));
        texts.push(plain(&sentence));
        let mut names: Vec<String> = slots.names().map(plain).filter(|name| !name.is_empty()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let running = RUNNING.contains(&slots.about);
        let told_in_words = slots.about.starts_with("lab")
            && slots.get("value").is_some_and(|value| !value.contains(|c: char| c.is_ascii_digit()));
        let clauses = if running || told_in_words {
            folded.iter().flat_map(|text| clauses(text)).map(|(_, text)| Clause::of(text)).collect()
        } else {
            Vec::new()
        };
        let (pairs, stems) = content(&texts);
        Self {
            id: fact.id,
            values: values(&slots, &folded, &fold(&sentence)),
            directions: directions(fact),
            sex: sex(fact),
            texts,
            printed,
            names,
            clauses,
            pages,
            pairs,
            stems,
        }
    }

    /// Whether something printed for it, or said of it by its template, has `text`.
    pub(super) fn says(&self, text: &str) -> bool {
        self.texts.iter().any(|known| known.contains(text))
    }
}

fn content(texts: &[String]) -> (HashSet<(char, char)>, HashSet<String>) {
    let pairs = texts.iter().flat_map(|text| pairs(text)).collect();
    let stems = texts.iter().flat_map(|text| words(text)).map(|(_, word)| stem(word).to_owned()).collect();
    (pairs, stems)
}

/// The values of a fact. A result's are those of its slots alone: its evidence has the range beside the value.
fn values(slots: &Slots, printed: &[String], sentence: &str) -> Vec<(Value, bool)> {
    let mut found: Vec<(Value, bool)> = Vec::new();
    let mut put = |text: &str, normal: bool| {
        found.extend(mentions(text).into_iter().map(|mention| (mention.value, normal)))
    };
    if slots.about.starts_with("lab") {
        let slot = |name| slots.get(name).map(fold).unwrap_or_default();
        put(&format!("{} {}", slot("value"), slot("unit")), false);
        put(&slot("value"), false);
        put(&slot("range"), true);
        put(&slot("name"), false);
        return found;
    }
    printed.iter().for_each(|text| put(text, false));
    put(sentence, false);
    for (_, text, role) in slots.iter() {
        put(&fold(text), role == SlotRole::Range);
    }
    found
}

/// Which way a result is out of its range, as computed and, where that contradicts it, as printed.
fn directions(fact: &Fact) -> Option<Vec<i8>> {
    let Body::Medical(MedicalFact::Lab(item)) = &fact.body else { return None };
    let printed = item.flags.printed.as_ref().map(|printed| printed.value);
    let mut known: Vec<Flag> = item.flags.computed.into_iter().collect();
    if known.is_empty() || item.flags.agreement == Some(Agreement::Contradicts) {
        known.extend(printed);
    }
    Some(known.into_iter().filter_map(Flag::direction).collect())
}

fn sex(fact: &Fact) -> Option<Sex> {
    match &fact.body {
        Body::Medical(MedicalFact::PatientSex { sex }) => Some(sex.value),
        Body::Legal(LegalFact::Party(party)) => party.sex.as_ref().map(|sex| sex.value),
        _ => None,
    }
}
