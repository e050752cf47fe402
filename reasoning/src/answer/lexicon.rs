//! The words of answers in either language, and the templates of their sentences.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::slots::Slots;
use crate::{Kind, Language};

const CHINESE: &str = include_str!("../../data/sentences.zh.toml");
const ENGLISH: &str = include_str!("../../data/sentences.en.toml");

type Table = BTreeMap<String, String>;

/// All words of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lexicon {
    names: Table,
    flag: Table,
    sex: Table,
    polarity: Table,
    identifier: Table,
    attribute: Table,
    event: Table,
    vital: Table,
    diagnosis: Table,
    signer: Table,
    provision: Table,
    sections: BTreeMap<String, Subject>,
    sentence: Table,
    group: BTreeMap<String, Group>,
    told: Table,
    pub(super) words: Words,
}

/// A section of the answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subject {
    pub(super) title: String,
    pub(super) asked: String,
}

/// How the fragments of a group become one sentence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) before: String,
    pub(super) between: String,
    pub(super) after: String,
}

/// Closed lists of words that the verifier knows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Words without content of their own.
    pub(super) connective: Vec<String>,
    /// Words that say a result is high.
    pub(super) up: Vec<String>,
    /// Words that say a result is low.
    pub(super) down: Vec<String>,
    /// Words that say a result is normal.
    pub(super) steady: Vec<String>,
    /// Words that draw a conclusion.
    pub(super) conclusion: Vec<String>,
    /// Words that a number behind them belongs to a range.
    pub(super) range_words: Vec<String>,
}

/// Kinds of words that stand for a variant of an enum.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Flag,
    Sex,
    Polarity,
    Identifier,
    Attribute,
    Event,
    Vital,
    Diagnosis,
    Signer,
    Provision,
}

impl Lexicon {
    /// That of `language`.
    pub(super) fn of(language: Language) -> &'static Self {
        static CHINESE_WORDS: LazyLock<Lexicon> =
            LazyLock::new(|| toml::from_str(CHINESE).unwrap_or_default());
        static ENGLISH_WORDS: LazyLock<Lexicon> =
            LazyLock::new(|| toml::from_str(ENGLISH).unwrap_or_default());
        match language {
            Language::Chinese => &CHINESE_WORDS,
            Language::English => &ENGLISH_WORDS,
        }
    }

    /// The word for a variant; its name where the table has none.
    pub(super) fn word(&self, of: Of, variant: &impl Serialize) -> String {
        let table = match of {
            Of::Flag => &self.flag,
            Of::Sex => &self.sex,
            Of::Polarity => &self.polarity,
            Of::Identifier => &self.identifier,
            Of::Attribute => &self.attribute,
            Of::Event => &self.event,
            Of::Vital => &self.vital,
            Of::Diagnosis => &self.diagnosis,
            Of::Signer => &self.signer,
            Of::Provision => &self.provision,
        };
        let name = variant_name(variant);
        table.get(&name).cloned().unwrap_or(name)
    }

    /// What a kind of document is called.
    pub(super) fn kind(&self, kind: Kind) -> &str {
        self.names.get(&variant_name(&kind)).map_or("", String::as_str)
    }

    /// The section of that key.
    pub(super) fn subject(&self, key: &str) -> Subject {
        self.sections.get(key).cloned().unwrap_or_default()
    }

    /// The group of that key.
    pub(super) fn group(&self, key: &str) -> Group {
        self.group.get(key).cloned().unwrap_or_default()
    }

    /// The sentence of that key, filled.
    pub(super) fn sentence(&self, key: &str, slots: &Slots) -> String {
        let filled = self.sentence.get(key).map(|template| fill(template, |name| slots.get(name)));
        tidy(&filled.unwrap_or_default())
    }

    /// A phrase about the answer itself, filled.
    pub(super) fn told(&self, key: &str, values: &[(&str, &str)]) -> String {
        let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        self.told.get(key).map(|template| fill(template, value)).unwrap_or_default()
    }

    /// Every literal of the templates: words that a sentence may use without finding them in its evidence.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> {
        let groups = self.group.values().flat_map(|group| [group.before.as_str(), group.after.as_str()]);
        let templates = self.sentence.values().map(String::as_str).chain(groups);
        templates.flat_map(|template| template.split(['{', '}', '[', ']']).step_by(1))
    }
}

/// The name that serde gives a variant.
pub(super) fn variant_name(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Fills `{slot}`s; `[...]` goes where a slot in it has nothing. Brackets do not nest.
pub(super) fn fill<'s>(template: &str, value: impl Fn(&str) -> Option<&'s str>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('[') {
        let (before, behind) = rest.split_at(open);
        out.push_str(&filled(before, &value).unwrap_or_default());
        let behind = behind.get(1..).unwrap_or("");
        let close = behind.find(']').unwrap_or(behind.len());
        if let Some(text) = filled(behind.get(..close).unwrap_or(""), &value) {
            out.push_str(&text);
        }
        rest = behind.get(close + 1..).unwrap_or("");
    }
    out.push_str(&filled(rest, &value).unwrap_or_default());
    out
}

/// `piece` with its slots filled; nothing where one has nothing.
fn filled<'s>(piece: &str, value: &impl Fn(&str) -> Option<&'s str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = piece;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        out.push_str(before);
        out.push_str(value(name)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// A sentence without doubled or leading marks, which stand where something was left out or copied with its full stop.
fn tidy(text: &str) -> String {
    // Per cent hangs on its number; a power of ten is multiplied.
    let text = text.replace(" %", "%").replace(" ‰", "‰").replace(" 10^", "×10^").replace(" 10*", "×10*");
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let last = out.chars().next_back();
        let doubled = matches!(
            (last, c),
            (Some('。' | '；' | '，' | '：' | ';' | ','), '。' | '，') | (Some('.' | ';' | ','), '.' | ',')
        ) && !(last == Some('.') && c == ',');
        match (doubled, last) {
            (true, Some('。' | '.')) => {}
            (true, _) => {
                out.pop();
                out.push(c);
            }
            (false, None) if "，、；：,;:".contains(c) => {}
            (false, _) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_read_and_have_the_same_keys() {
        let [zh, en]: [Lexicon; 2] = [CHINESE, ENGLISH].map(|text| toml::from_str(text).unwrap());
        let tables = |l: &Lexicon| {
            [
                &l.names,
                &l.flag,
                &l.sex,
                &l.polarity,
                &l.identifier,
                &l.attribute,
                &l.event,
                &l.vital,
                &l.diagnosis,
                &l.signer,
                &l.provision,
                &l.sentence,
                &l.told,
            ]
            .map(|table| table.keys().cloned().collect::<Vec<_>>())
        };
        assert_eq!(tables(&zh), tables(&en));
        assert!(zh.sections.keys().eq(en.sections.keys()) && zh.group.keys().eq(en.group.keys()));
    }

    #[test]
    fn what_has_nothing_goes() {
        let value = |name: &str| (name == "a").then_some("A");
        for (template, want) in [
            ("{a}[ ({b})], x", "A, x"),
            ("[{b}：]{a}。", "A。"),
            ("[{a}]{b}", "A"),
            ("{", ""),
            ("[{a", ""),
            ("a]", "a]"),
        ] {
            assert_eq!(fill(template, value), want, "{template}");
        }
    }

    #[test]
    fn marks_are_not_doubled() {
        for (text, want) in
            [("，肺炎。。", "肺炎。"), ("x；。", "x。"), ("1.5, a..", "1.5, a."), ("a.m., b.", "a.m., b.")]
        {
            assert_eq!(tidy(text), want);
        }
    }
}
