//! Rules as data.

use std::sync::LazyLock;

use serde::Deserialize;
use toml::{Table, Value};

use super::rule::Rule;
use super::score::ScoreBook;
use super::{RuleError, RuleErrorKind};

/// The built-in rules; later files may change what earlier ones say.
const FILES: [&str; 3] = [
    include_str!("../../data/rules/medical.toml"),
    include_str!("../../data/rules/legal.toml"),
    include_str!("../../data/rules/score.toml"),
];

/// The rules that documents are checked by, and how records are scored.
///
/// A rule file adds, changes and switches rules without recompiling. Each `[[rule]]` either names a rule that is known,
/// and then changes only what it says (tables are merged key by key; a list takes the other's place, or is appended where
/// its key ends in `+`), or brings a new one, which must say everything and what to `check` (see [`Declared`]):
///
/// ```
/// use reasoning::rules::RuleBook;
/// let own = r#"
/// [[rule]]
/// id = "M07"            # switched off
/// enabled = false
///
/// [[rule]]
/// id = "M08"            # two days' difference is borne
/// severity = "warning"
/// parameters = { tolerance = 2 }
///
/// [[rule]]
/// id = "HOUSE-1"        # a rule of this house
/// severity = "error"
/// scope = ["record"]
/// title = { zh = "须有过敏史", en = "Allergies are recorded" }
/// message = { zh = "缺少过敏史", en = "Nothing is said of allergies" }
/// suggestion = { zh = "补写过敏史", en = "Ask and record" }
/// check = { form = "required", any_of = ["section.allergies", "allergy"] }
/// "#;
/// let book = RuleBook::built_in().extended(own).unwrap();
/// assert!(!book.rule("M07").unwrap().is_enabled());
/// assert!(book.rule("HOUSE-1").unwrap().is_declared());
/// ```
///
/// [`Declared`]: super::Declared
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBook {
    rules: Vec<Rule>,
    score: ScoreBook,
    /// What both were read from.
    raw: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Table>,
    #[serde(default)]
    score: Table,
}

static BUILT_IN: LazyLock<RuleBook> = LazyLock::new(|| {
    let mut book = RuleBook { rules: vec![], score: ScoreBook::default(), raw: Table::new() };
    for file in FILES {
        book = book.extended(file).unwrap_or(book);
    }
    book
});

impl RuleBook {
    /// The rules that come with the program.
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// The rules changed and added to by a rule file.
    ///
    /// # Errors
    /// What is wrong with the file, and in which rule.
    pub fn extended(&self, file: &str) -> Result<Self, RuleError> {
        let form = |error: toml::de::Error| {
            RuleError::new(RuleErrorKind::Form, format!("the rule file is not sound: {}", error.message()))
                .with_source(error)
        };
        let file: File = toml::from_str(file).map_err(form)?;
        let mut raw = self.raw.clone();
        let mut known: Vec<Table> = match raw.remove("rule") {
            Some(Value::Array(rules)) => rules.into_iter().filter_map(as_table).collect(),
            _ => Vec::new(),
        };
        let mut changed = Vec::new();
        for own in file.rule {
            let Some(id) = own.get("id").and_then(Value::as_str).map(str::to_owned) else {
                return Err(RuleError::new(RuleErrorKind::Incomplete, "a rule has no `id`"));
            };
            let index = match known.iter().position(|rule| name_of(rule) == Some(&id)) {
                Some(index) => index,
                None => {
                    known.push(Table::new());
                    known.len() - 1
                }
            };
            if let Some(rule) = known.get_mut(index) {
                merge(rule, own);
            }
            changed.push(index);
        }
        let mut rules = self.rules.clone();
        for index in changed {
            let rule = sound(known.get(index).cloned().unwrap_or_default())?;
            match rules.get_mut(index) {
                Some(old) => *old = rule,
                None => rules.push(rule),
            }
        }
        raw.insert("rule".into(), Value::Array(known.into_iter().map(Value::Table).collect()));
        let mut score = raw.remove("score").and_then(as_table).unwrap_or_default();
        merge(&mut score, file.score);
        let sheet = ScoreBook::deserialize(Value::Table(score.clone())).map_err(form)?;
        raw.insert("score".into(), Value::Table(score));
        Ok(Self { rules, score: sheet, raw })
    }

    /// All rules, switched off ones among them, in the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of that name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.as_str() == id)
    }

    /// How records are scored.
    pub fn score(&self) -> &ScoreBook {
        &self.score
    }
}

fn name_of(rule: &Table) -> Option<&str> {
    rule.get("id").and_then(Value::as_str)
}

fn as_table(value: Value) -> Option<Table> {
    match value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

/// The rule that a table says, where it is whole and something checks it.
fn sound(table: Table) -> Result<Rule, RuleError> {
    let id = name_of(&table).unwrap_or("").to_owned();
    let rule = Rule::deserialize(Value::Table(table)).map_err(|error: toml::de::Error| {
        let kind = if error.message().starts_with("missing field") {
            RuleErrorKind::Incomplete
        } else {
            RuleErrorKind::Form
        };
        RuleError::new(kind, error.message().to_owned()).in_rule(&id).with_source(error)
    })?;
    match &rule.check {
        Some(check) => check.verify().map_err(|error| error.in_rule(&id))?,
        None if super::programmed(&id).is_none() => {
            let message = "it is no built-in rule and has no `check`, so nothing would check it";
            return Err(RuleError::new(RuleErrorKind::Incomplete, message).in_rule(&id));
        }
        None => {}
    }
    Ok(rule)
}

/// Lays `own` over `base`: tables key by key, `key+` appends to a list, all else takes the other's place.
fn merge(base: &mut Table, own: Table) {
    for (key, value) in own {
        if let Some(list) = key.strip_suffix('+')
            && let (Some(Value::Array(known)), Value::Array(more)) = (base.get_mut(list), &value)
        {
            known.extend(more.iter().cloned());
            continue;
        }
        match (base.get_mut(&key), value) {
            (Some(Value::Table(known)), Value::Table(more)) => merge(known, more),
            (_, value) => {
                base.insert(key.trim_end_matches('+').to_owned(), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_sound() {
        let mut book = RuleBook { rules: vec![], score: ScoreBook::default(), raw: Table::new() };
        for file in FILES {
            book = book.extended(file).unwrap();
        }
        assert_eq!(book, RuleBook::built_in());
        let mut ids: Vec<&str> = book.rules.iter().map(|rule| rule.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), book.rules.len());
    }

    #[test]
    fn every_check_has_its_rule() {
        let book = RuleBook::built_in();
        for (id, _) in super::super::all_programmed() {
            assert!(book.rule(id).is_some(), "{id} is checked and not in the book");
        }
    }

    #[test]
    fn a_file_changes_what_it_names() {
        let own = "[[rule]]\nid = \"M07\"\nseverity = \"info\"\nmessage = { zh = \"短\" }\n";
        let (before, book) = (RuleBook::built_in(), RuleBook::built_in().extended(own).unwrap());
        let (old, new) = (before.rule("M07").unwrap(), book.rule("M07").unwrap());
        assert_eq!(new.message.zh, "短");
        assert_eq!(new.message.en, old.message.en);
        assert_eq!(new.severity, super::super::Severity::Info);
        assert_eq!(book.rules.len(), before.rules.len());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let new = |rest: &str| {
            format!(
                "[[rule]]\nid = \"X1\"\nseverity = \"error\"\ntitle = {{ zh = \"\", en = \"\" }}\nmessage = {{ zh = \"\", en = \"\" }}\nsuggestion = {{ zh = \"\", en = \"\" }}\n{rest}"
            )
        };
        for (file, kind, words) in [
            ("[[rule", RuleErrorKind::Form, "not sound"),
            ("[[rule]]\nseverity = \"error\"", RuleErrorKind::Incomplete, "no `id`"),
            (
                "[[rule]]\nid = \"X1\"\nseverity = \"error\"",
                RuleErrorKind::Incomplete,
                "rule X1: missing field",
            ),
            ("[[rule]]\nid = \"M07\"\ncolour = 1", RuleErrorKind::Form, "colour"),
            (&new(""), RuleErrorKind::Incomplete, "no `check`"),
            (&new("check = { form = \"forbidden\", pattern = \"(\" }"), RuleErrorKind::Pattern, "pattern"),
            (&new("check = { form = \"shape\" }"), RuleErrorKind::Form, "shape"),
        ] {
            let error = RuleBook::built_in().extended(file).unwrap_err();
            assert_eq!(error.kind(), kind, "{file}: {error}");
            assert!(error.to_string().contains(words), "{file}: {error}");
        }
    }

    #[test]
    fn lists_are_replaced_or_appended_to() {
        let table = |text: &str| toml::from_str::<Table>(text).unwrap();
        let mut base = table("a = [1]\nb = [1]\nc = { d = 1, e = 2 }");
        merge(&mut base, table("a = [2]\n\"b+\" = [2]\nc = { d = 3 }\n\"f+\" = [1]"));
        assert_eq!(base, table("a = [2]\nb = [1, 2]\nc = { d = 3, e = 2 }\nf = [1]"));
    }
}
