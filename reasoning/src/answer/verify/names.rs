//! V4, and the part of V8 that asks who is who: names of persons, bodies and items.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use document::is_cjk;

use super::source::Source;
use super::text::plain;
use super::{Check, Reason, Sentence, Verifier};
use crate::answer::lexicon::Lexicon;
use crate::answer::slots::slots;
use crate::legal::LegalFact;
use crate::{AttributeKind, Body, Fact, FactId, Facts, MedicalFact};

/// Facts about things with a name of their own.
const ITEMS: [&str; 7] = ["lab", "lab_contradiction", "lab_short", "drug", "cost", "article", "vital"];

/// A name found in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    /// Bytes of the sentence's plain text.
    pub(super) range: Range<usize>,
    /// The facts called so.
    pub(super) facts: Vec<FactId>,
}

/// All names of a document.
pub(super) struct Names {
    /// What facts are called: items, roles, labels.
    labels: Book,
    /// Who occurs: persons and bodies.
    persons: Book,
    /// What is measured, given or paid.
    items: Book,
}

/// Names with the facts that have them.
#[derive(Default)]
struct Book {
    searcher: Option<AhoCorasick>,
    names: Vec<(String, Vec<FactId>)>,
}

impl Book {
    fn of(found: Vec<(String, FactId)>) -> Self {
        let mut sorted = found;
        sorted.retain(|(name, _)| !name.trim().is_empty());
        sorted.sort();
        let mut names: Vec<(String, Vec<FactId>)> = Vec::new();
        for (name, id) in sorted {
            match names.last_mut() {
                Some((last, ids)) if *last == name => ids.push(id),
                _ => names.push((name, vec![id])),
            }
        }
        let patterns = names.iter().map(|(name, _)| name);
        let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Self { searcher, names }
    }

    /// The names in plain `text`; those in letters stand alone.
    fn find(&self, text: &str) -> Vec<Anchor> {
        let found = self.searcher.iter().flat_map(|searcher| searcher.find_iter(text));
        let anchors = found.filter(|found| is_alone(text, found.range())).filter_map(|found| {
            let (_, facts) = self.names.get(found.pattern().as_usize())?;
            Some(Anchor { range: found.range(), facts: facts.clone() })
        });
        anchors.collect()
    }
}

/// Whether a name in letters is no part of a longer word.
fn is_alone(text: &str, range: Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    let name = text.get(range.clone()).unwrap_or("");
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    !(letter(name.chars().next()) && letter(before) || letter(name.chars().next_back()) && letter(after))
}

impl Names {
    pub(super) fn of(facts: &Facts, lexicon: &Lexicon) -> Self {
        let mut labels = Vec::new();
        let mut persons = Vec::new();
        let mut items = Vec::new();
        for fact in &facts.facts {
            let slots = slots(facts, fact, lexicon);
            if ITEMS.contains(&slots.about) {
                items.extend(slots.names().map(|name| (plain(name), fact.id)));
            }
            labels.extend(slots.names().map(|name| (plain(name), fact.id)));
            persons.extend(self::persons(facts, fact).into_iter().map(|name| (plain(name.trim()), fact.id)));
        }
        persons.retain(|(name, _)| name.chars().filter(|c| c.is_alphabetic()).count() > 1);
        items.retain(|(name, _)| name.chars().filter(|c| c.is_alphabetic()).count() > 1);
        Self { labels: Book::of(labels), persons: Book::of(persons), items: Book::of(items) }
    }

    /// Where plain `text` names items: figures in their names are no values.
    pub(super) fn item_ranges(&self, text: &str) -> Vec<Range<usize>> {
        self.items.find(text).into_iter().map(|anchor| anchor.range).collect()
    }

    /// What the sentence calls facts by. A name of one letter counts where its fact is cited.
    pub(super) fn anchors(&self, sentence: &Sentence<'_>) -> Vec<Anchor> {
        let mut anchors = self.labels.find(&sentence.text);
        anchors.retain(|anchor| {
            let short = sentence.text.get(anchor.range.clone()).is_some_and(|name| name.chars().count() < 2);
            !short || anchor.facts.iter().any(|id| sentence.cited.iter().any(|source| source.id == *id))
        });
        anchors
    }
}

impl Verifier<'_> {
    /// The persons and bodies named in plain `text`, in order.
    pub(super) fn persons_in(&self, text: &str) -> Vec<String> {
        let found = self.names.persons.find(text);
        found.into_iter().filter_map(|person| text.get(person.range).map(str::to_owned)).collect()
    }
}

/// The persons and bodies that a fact names.
fn persons<'f>(facts: &'f Facts, fact: &'f Fact) -> Vec<&'f str> {
    use LegalFact as L;
    use MedicalFact as M;
    match &fact.body {
        Body::Medical(M::PatientName { name }) => vec![name.value.as_str()],
        Body::Medical(M::Attribute {
            kind: AttributeKind::Institution | AttributeKind::OrderedBy,
            value,
        }) => vec![value.value.as_str()],
        Body::Medical(M::Signature { name: Some(name), .. }) => vec![name.value.as_str()],
        Body::Legal(L::Court(court)) => vec![facts.printed(&court.name)],
        Body::Legal(L::Party(party)) => vec![facts.printed(&party.name)],
        Body::Legal(L::Agent(agent)) => {
            let firm = agent.firm.iter().map(|firm| facts.printed(firm));
            std::iter::once(facts.printed(&agent.name)).chain(firm).collect()
        }
        Body::Legal(L::PanelMember(member)) => vec![facts.printed(&member.name)],
        Body::Legal(L::Signature(signature)) => {
            signature.name.iter().map(|name| facts.printed(name)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether whoever is named is named in what is cited, spelled so, and in that role.
pub(super) fn check(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> Vec<Reason> {
    let persons = verifier.names.persons.find(&sentence.text);
    let anchors = verifier.names.anchors(sentence);
    let mut reasons = Vec::new();
    for person in &persons {
        let name = sentence.text.get(person.range.clone()).unwrap_or("");
        let bearing: Vec<&&Source> = sentence.cited.iter().filter(|source| source.says(name)).collect();
        if bearing.is_empty() {
            reasons.push(
                Reason::new(Check::Name, name)
                    .instead(verifier.bearing(sentence, |source| source.says(name))),
            );
        } else {
            reasons.extend(role(verifier, sentence, &anchors, person, name));
        }
    }
    let items = verifier.names.items.find(&sentence.text);
    for item in &items {
        let name = sentence.text.get(item.range.clone()).unwrap_or("");
        if !sentence.cited.iter().any(|source| source.says(name)) {
            reasons.push(Reason::new(Check::Name, name).instead(item.facts.clone()));
        }
    }
    let known: Vec<Anchor> = persons.into_iter().chain(items).collect();
    reasons.extend(misspelled(&verifier.names.persons, 2, sentence, &known));
    // Two letters of an item (体温, 体征) are too easily another word's.
    reasons.extend(misspelled(&verifier.names.items, 3, sentence, &known));
    reasons
}

/// V8: a name right behind a role is that of a fact with this role.
fn role(
    verifier: &Verifier<'_>,
    sentence: &Sentence<'_>,
    anchors: &[Anchor],
    person: &Anchor,
    name: &str,
) -> Option<Reason> {
    let before = anchors.iter().rev().find(|anchor| anchor.range.end <= person.range.start)?;
    let between = sentence.text.get(before.range.end..person.range.start)?;
    // A remark in brackets parts no role from its name.
    let bare = match (between.find('('), between.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", between.get(..open)?, between.get(close..)?)
        }
        _ => between.to_owned(),
    };
    if !bare.trim_matches([' ', ':', '(', ')']).is_empty() {
        return None;
    }
    let is_so = before.facts.iter().filter_map(|id| verifier.source(*id)).any(|source| source.says(name))
        || sentence.cited.iter().any(|source| {
            source
                .printed
                .iter()
                .any(|text| text.contains(&sentence.text[before.range.start..person.range.end]))
        });
    (!is_so).then(|| {
        let role = sentence.text.get(before.range.clone()).unwrap_or("");
        let owners = before
            .facts
            .iter()
            .filter_map(|id| verifier.source(*id))
            .flat_map(|source| source.printed.iter());
        let expected =
            owners.filter(|text| *text != role).take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
        Reason::new(Check::Role, format!("{role}{between}{name}"))
            .expected(expected)
            .instead(person.facts.clone())
    })
}

/// Names of at least `least` letters that differ in one letter from one that is cited, and are printed nowhere in what is
/// cited.
fn misspelled(book: &Book, least: usize, sentence: &Sentence<'_>, known: &[Anchor]) -> Vec<Reason> {
    let letters: Vec<(usize, char)> = sentence.text.char_indices().collect();
    let mut reasons = Vec::new();
    for (name, facts) in &book.names {
        if !facts.iter().any(|id| sentence.cited.iter().any(|source| source.id == *id))
            && !sentence.cited.iter().any(|s| s.says(name))
        {
            continue;
        }
        let wanted: Vec<char> = name.chars().collect();
        if wanted.len() < least {
            continue;
        }
        for window in letters.windows(wanted.len()) {
            let (Some((start, _)), Some((last, end))) = (window.first(), window.last()) else { continue };
            let range = *start..*last + end.len_utf8();
            let differing = window.iter().zip(&wanted).filter(|((_, a), b)| a != *b).count();
            let same_start = window.first().map(|(_, c)| c) == wanted.first();
            let near = differing == 1 && (wanted.len() > 2 || same_start);
            let written = sentence.text.get(range.clone()).unwrap_or("");
            let is_name = written.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
            let within =
                known.iter().any(|person| person.range.start < range.end && range.start < person.range.end);
            if near
                && is_name
                && !within
                && is_alone(&sentence.text, range.clone())
                && !sentence.cited.iter().any(|source| source.says(written))
            {
                reasons.push(Reason::new(Check::Name, written).expected(name.clone()));
            }
        }
    }
    reasons
}
