use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::declared::Declared;
use crate::{Kind, Limit};

/// Names a rule: `M07`, `L11`, or a user's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct RuleId(String);

/// A longer name would not fit a table of rules.
const LONGEST_ID: usize = 24;

impl RuleId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RuleId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_sound = (1..=LONGEST_ID).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if is_sound {
            Ok(Self(text))
        } else {
            Err(format!("rule id is {text:?}, expected 1 to {LONGEST_ID} letters, digits, '-', '_' or '.'"))
        }
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How grave a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The same in both languages.
    pub fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh }
    }

    /// One text for each language.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in one language.
    pub fn in_language(&self, language: crate::Language) -> &str {
        match language {
            crate::Language::Chinese => &self.zh,
            crate::Language::English => &self.en,
        }
    }

    /// With every `{name}` replaced by its value; a name without a value becomes `…`.
    pub(super) fn filled(&self, values: &BTreeMap<String, Self>) -> Self {
        Self {
            zh: fill(&self.zh, |name| values.get(name).map(|value| value.zh.as_str())),
            en: fill(&self.en, |name| values.get(name).map(|value| value.en.as_str())),
        }
    }
}

fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        filled.push_str(value(name).unwrap_or("…"));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// What a rule says where it is broken in one of several ways.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// In place of the rule's own severity.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// In place of the rule's own message.
    pub message: Bilingual,
    /// In place of the rule's own suggestion.
    #[serde(default)]
    pub suggestion: Option<Bilingual>,
}

/// A rule: what it is about and what it says. What it checks is code bound by its id, or a declared check.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub(super) id: RuleId,
    #[serde(default = "first")]
    pub(super) version: u32,
    #[serde(default = "yes")]
    pub(super) enabled: bool,
    pub(super) severity: Severity,
    #[serde(default)]
    pub(super) scope: Vec<Kind>,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    pub(super) title: Bilingual,
    pub(super) message: Bilingual,
    pub(super) suggestion: Bilingual,
    #[serde(default)]
    pub(super) variants: BTreeMap<String, Variant>,
    #[serde(default)]
    pub(super) parameters: toml::Table,
    #[serde(default)]
    pub(super) check: Option<Declared>,
}

fn first() -> u32 {
    1
}

fn yes() -> bool {
    true
}

impl Rule {
    /// Its name.
    pub fn id(&self) -> &RuleId {
        &self.id
    }

    /// Which edition of the rule it is, from 1; it rises when its meaning changes.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Whether it is checked.
    pub fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// How grave a breach is; see [`Self::variants`].
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The kinds of document it is for; empty: all.
    pub fn scope(&self) -> &[Kind] {
        &self.scope
    }

    /// The facts without which it cannot be checked, all of them: `event.admitted`, `lab`; `a|b` for either.
    pub fn needs(&self) -> &[String] {
        &self.needs
    }

    /// What it asks for, in a few words.
    pub fn title(&self) -> &Bilingual {
        &self.title
    }

    /// Ways of breaking it that have words or a severity of their own.
    pub fn variants(&self) -> &BTreeMap<String, Variant> {
        &self.variants
    }

    /// Whether it was declared in a file rather than programmed.
    pub fn is_declared(&self) -> bool {
        self.check.is_some()
    }

    /// Whether it is for documents of that kind.
    pub fn is_for(&self, kind: Kind) -> bool {
        self.scope.is_empty() || self.scope.contains(&kind)
    }

    /// A number among its parameters.
    pub(crate) fn number(&self, name: &str) -> Option<Decimal> {
        Limit::try_from(self.parameters.get(name)?.clone()).ok().map(|limit| limit.0)
    }

    /// A list of words among its parameters.
    pub(crate) fn words(&self, name: &str) -> Vec<&str> {
        let list = self.parameters.get(name).and_then(toml::Value::as_array);
        list.into_iter().flatten().filter_map(toml::Value::as_str).collect()
    }

    /// A parameter of any form; the default of the form where it is missing or of another form.
    pub(crate) fn parameter<T: serde::de::DeserializeOwned + Default>(&self, name: &str) -> T {
        self.parameters.get(name).and_then(|value| T::deserialize(value.clone()).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_filled() {
        let values = BTreeMap::from([("a".to_owned(), Bilingual::new("甲", "x"))]);
        let filled = |text: &str| Bilingual::same(text).filled(&values);
        assert_eq!(filled("{a}大于{b}"), Bilingual::new("甲大于…", "x大于…"));
        assert_eq!(filled("no slot"), Bilingual::same("no slot"));
        assert_eq!(filled("open {a").zh, "open a");
    }

    #[test]
    fn ids_are_checked() {
        assert!(RuleId::try_from("M07".to_owned()).is_ok());
        let error = RuleId::try_from("规则 1".to_owned()).unwrap_err();
        assert!(error.contains("expected 1 to 24"), "{error}");
    }
}
