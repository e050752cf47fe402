//! What a fact can put into a sentence.

mod legal;
mod medical;

use super::lexicon::Lexicon;
use crate::{Body, Fact, Facts, GeneralFact, Stated};

/// What a slot is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlotRole {
    /// What the fact says.
    Value,
    /// What is normal: never to be taken for the value.
    Range,
    /// What the value is called.
    Name,
    /// What a sentence says of it besides: a word of ours, not of the document.
    Word,
}

/// Named texts of a fact, in the order in which a sentence uses them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Slots {
    /// What the fact is: `lab`, `event`.
    pub(super) about: &'static str,
    list: Vec<(&'static str, String, SlotRole)>,
}

impl Slots {
    fn new(about: &'static str) -> Self {
        Self { about, list: Vec::new() }
    }

    /// Adds a text that is not empty.
    fn with(mut self, name: &'static str, role: SlotRole, text: impl Into<String>) -> Self {
        let text = text.into().trim().to_owned();
        if !text.is_empty() {
            self.list.push((name, text, role));
        }
        self
    }

    fn value(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, SlotRole::Value, text)
    }

    fn name(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, SlotRole::Name, text)
    }

    fn word(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, SlotRole::Word, text)
    }

    /// Adds what is printed, where it is.
    fn printed<T>(self, name: &'static str, facts: &Facts, stated: Option<&Stated<T>>) -> Self {
        let text = stated.map(|stated| plain(facts.printed(stated))).unwrap_or_default();
        self.with(name, SlotRole::Value, text)
    }

    /// The text of a slot.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|(known, ..)| *known == name).map(|(_, text, _)| text.as_str())
    }

    /// All slots: name, text, what for.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str, SlotRole)> {
        self.list.iter().map(|(name, text, role)| (*name, text.as_str(), *role))
    }

    /// What the fact can be called in a sentence: by these its values are told from those of other facts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|(.., role)| *role == SlotRole::Name).map(|(_, text, _)| text)
    }
}

/// What `fact` can put into a sentence of the language of `lexicon`.
pub(super) fn slots(facts: &Facts, fact: &Fact, lexicon: &Lexicon) -> Slots {
    match &fact.body {
        Body::General(body) => general(facts, body),
        Body::Medical(body) => medical::slots(facts, body, lexicon),
        Body::Legal(body) => legal::slots(facts, body, lexicon),
    }
}

fn general(facts: &Facts, fact: &GeneralFact) -> Slots {
    match fact {
        GeneralFact::KeyValue { key, value } => {
            Slots::new("key_value").name("key", plain(&key.value)).printed("value", facts, Some(value))
        }
        GeneralFact::Heading { text } => Slots::new("heading").printed("text", facts, Some(text)),
        GeneralFact::Statement { text, .. } => Slots::new("statement").printed("text", facts, Some(text)),
        GeneralFact::Table { name, rows, columns, heads } => {
            let heads: Vec<String> = heads.iter().map(|head| plain(facts.printed(head))).collect();
            Slots::new("table")
                .printed("name", facts, Some(name))
                .word("rows", rows.to_string())
                .word("columns", columns.to_string())
                .value("heads", heads.join("、"))
        }
    }
}

/// What is printed, on one line, without the marks around it.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_matches(|c: char| c.is_whitespace() || "：:，,；;、".contains(c)).to_owned()
}

/// [`plain`] without its full stop, for a template that ends in one.
fn clause(text: &str) -> String {
    let text = plain(text);
    let cut = text.trim_end_matches(['。', '；', ';', '，', ',']);
    // A full stop may be an abbreviation's, but at the end of a clause it is the sentence's.
    cut.strip_suffix('.').unwrap_or(cut).to_owned()
}
