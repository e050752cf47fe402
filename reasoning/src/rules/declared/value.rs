//! What a path names, as values that can be compared.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::super::case::Case;
use super::super::stock::Item;
use super::super::{Draft, RuleError, RuleErrorKind};
use crate::value::WrittenDate;
use crate::{EvidenceId, Fact, Span};

/// The fields that hold a fact's value, the likeliest first.
const VALUES: [&str; 13] = [
    "date",
    "value",
    "amount",
    "days",
    "age",
    "number",
    "sex",
    "text",
    "name",
    "finding",
    "substance",
    "money",
    "heading",
];

/// A path taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FactPath<'p> {
    pub(super) name: &'p str,
    fields: Vec<&'p str>,
}

impl<'p> FactPath<'p> {
    pub(super) fn parse(path: &'p str) -> Result<Self, RuleError> {
        let (name, fields) = path.split_once('@').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let fields: Vec<&str> = fields.map(|fields| fields.split('.').collect()).unwrap_or_default();
        let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
        if starts_well && !name.contains(char::is_whitespace) && fields.iter().all(|field| !field.is_empty())
        {
            return Ok(Self { name, fields });
        }
        let message = format!(
            "path is {path:?}, expected the type of a fact such as \"event.admitted\" or \"lab.K@value\""
        );
        Err(RuleError::new(RuleErrorKind::Path, message))
    }
}

/// A value that can be compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Comparable {
    Number(Decimal),
    /// An amount of money in the smallest unit.
    Money(Decimal),
    Date(Box<WrittenDate>),
    Text(String),
}

impl Comparable {
    /// The number that it is; money in the usual unit.
    pub(super) fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Money(minor) => minor.checked_div(Decimal::ONE_HUNDRED),
            _ => None,
        }
    }
}

/// A value that a path names, with what it stands on.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) fact: &'a Fact,
    pub(super) evidence: Option<EvidenceId>,
    pub(super) value: Comparable,
    pub(super) unit: Option<String>,
}

impl Reading<'_> {
    fn at(&self) -> Option<EvidenceId> {
        self.evidence.or(self.fact.evidence.first().copied())
    }

    pub(super) fn span<'c>(&self, case: &'c Case<'_>) -> Option<&'c Span> {
        Some(&case.dossier.facts.cited(self.at()?)?.span)
    }

    pub(super) fn printed(&self, case: &Case<'_>) -> String {
        self.span(case).map(|span| span.text.clone()).unwrap_or_default()
    }

    pub(super) fn about(&self, draft: Draft) -> Draft {
        match self.at() {
            Some(evidence) => draft.about(self.fact, evidence),
            None => draft,
        }
    }

    pub(super) fn against(&self, draft: Draft) -> Draft {
        match self.at() {
            Some(evidence) => draft.against(self.fact, evidence),
            None => draft,
        }
    }
}

/// The values that `path` names.
pub(super) fn readings<'a>(case: &Case<'a>, path: &str) -> Vec<Reading<'a>> {
    let Ok(path) = FactPath::parse(path) else { return Vec::new() };
    case.stock.named(path.name).flat_map(|item| of_item(item, &path.fields)).collect()
}

fn of_item<'a>(item: &Item<'a>, fields: &[&str]) -> Vec<Reading<'a>> {
    let whole = Value::Object(item.fields.clone());
    let (value, evidence) = match fields {
        [] => {
            let Some(field) = VALUES.iter().find(|field| item.fields.contains_key(**field)) else {
                return Vec::new();
            };
            follow(&whole, &[*field])
        }
        fields => follow(&whole, fields),
    };
    let unit = item.fields.get("unit").and_then(|unit| match unit {
        Value::String(unit) => Some(unit.clone()),
        Value::Object(stated) => stated.get("value").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    });
    let reading = |value: &Value, evidence: Option<EvidenceId>| {
        Some(Reading { fact: item.fact, evidence, value: comparable(value)?, unit: unit.clone() })
    };
    match value {
        // A section's paragraphs are each a value.
        Value::Array(list) => list
            .iter()
            .filter_map(|element| {
                let (value, evidence) = follow(element, &[]);
                reading(&value, evidence)
            })
            .collect(),
        value => reading(&value, evidence).into_iter().collect(),
    }
}

/// The value that the fields lead to, through what is stated, with the last evidence on the way.
fn follow(from: &Value, fields: &[&str]) -> (Value, Option<EvidenceId>) {
    let mut evidence = None;
    let mut at = unwrap(from, &mut evidence);
    for field in fields {
        at = at.get(*field).map_or(&Value::Null, |value| unwrap(value, &mut evidence));
    }
    (at.clone(), evidence)
}

/// What is stated, without its evidence.
fn unwrap<'v>(value: &'v Value, evidence: &mut Option<EvidenceId>) -> &'v Value {
    let Some(stated) = value.as_object().filter(|map| map.contains_key("evidence")) else { return value };
    let id = stated.get("evidence").and_then(|id| serde_json::from_value(id.clone()).ok());
    *evidence = id.or(*evidence);
    stated.get("value").unwrap_or(value)
}

fn comparable(value: &Value) -> Option<Comparable> {
    match value {
        Value::Number(number) => number.to_string().parse().ok().map(Comparable::Number),
        Value::String(text) => {
            Some(text.parse().map_or_else(|_| Comparable::Text(text.clone()), Comparable::Number))
        }
        Value::Object(map) => of_object(map, value),
        Value::Bool(flag) => Some(Comparable::Text(flag.to_string())),
        Value::Null | Value::Array(_) => None,
    }
}

fn of_object(map: &Map<String, Value>, value: &Value) -> Option<Comparable> {
    let number = |value: &Value| match value {
        Value::String(text) => text.parse::<Decimal>().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    };
    if let Some(minor) = map.get("minor").and_then(number) {
        return Some(Comparable::Money(minor));
    }
    if ["year", "month", "day"].iter().any(|key| map.contains_key(*key)) {
        return serde_json::from_value(value.clone()).ok().map(|date| Comparable::Date(Box::new(date)));
    }
    match map.get("number")? {
        // A laboratory's number stands within its form: {"number": {"number": "3.5"}}.
        Value::Object(inner) => inner.get("number").and_then(number).map(Comparable::Number),
        plain => number(plain).map(Comparable::Number),
    }
}
