//! The facts of a part under the names that rules call them by.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Fact;

/// The fields that tell facts of one type apart: `event.admitted`, `lab.K`, `section.impression`, `key_value.血型`.
const TELLING: [&str; 6] = ["kind", "analyte", "role", "drug", "term", "key"];

/// A fact as its JSON tells it.
#[derive(Debug)]
pub(super) struct Item<'f> {
    pub(super) fact: &'f Fact,
    /// Its type, such as `event`.
    pub(super) name: String,
    /// What tells it from others of its type, such as `admitted`.
    pub(super) telling: Vec<String>,
    pub(super) fields: Map<String, Value>,
}

/// The facts of one part.
#[derive(Debug, Default)]
pub(super) struct Stock<'f> {
    items: Vec<Item<'f>>,
    /// Items by type.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl<'f> Stock<'f> {
    pub(super) fn of(facts: impl Iterator<Item = &'f Fact>) -> Self {
        let mut stock = Self::default();
        for fact in facts {
            let Some(item) = item(fact) else { continue };
            stock.by_name.entry(item.name.clone()).or_default().push(stock.items.len());
            stock.items.push(item);
        }
        stock
    }

    /// The facts that `name` means: a type, or a type with what tells it apart behind a dot.
    pub(super) fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Item<'f>> {
        let (kind, telling) = name.split_once('.').map_or((name, None), |(kind, rest)| (kind, Some(rest)));
        let indices = self.by_name.get(kind).into_iter().flatten();
        indices
            .filter_map(|index| self.items.get(*index))
            .filter(move |item| telling.is_none_or(|telling| item.telling.iter().any(|word| word == telling)))
    }

    /// Whether any of the facts is there that `need` names, parted by `|`.
    pub(super) fn meets(&self, need: &str) -> bool {
        need.split('|').any(|name| self.named(name.trim()).next().is_some())
    }
}

fn item(fact: &Fact) -> Option<Item<'_>> {
    let Value::Object(mut body) = serde_json::to_value(&fact.body).ok()? else { return None };
    let Some(Value::String(name)) = body.remove("type") else { return None };
    let fields = match body.remove("fields") {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let word = |value: &Value| match value {
        Value::String(word) => Some(word.clone()),
        Value::Object(stated) => stated.get("value").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    let telling = TELLING.iter().filter_map(|field| word(fields.get(*field)?)).collect();
    Some(Item { fact, name, telling, fields })
}
