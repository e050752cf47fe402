//! What rules look up: laws, rates and fees, from the parameters of their rules.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::legal::full_title;
use crate::rules::Rule;

/// A day as written in the tables: `2021-01-01`.
pub(super) fn day_of(text: &str) -> Option<civil::Date> {
    text.parse().ok()
}

/// A text of a law, from a day on.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Edition {
    /// From when it is in force.
    pub(super) from: String,
    /// How many articles it has.
    pub(super) articles: u32,
}

/// A law.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Statute {
    /// Its title.
    pub(super) title: String,
    /// Other titles that it is cited by.
    #[serde(default)]
    pub(super) also: Vec<String>,
    /// Its texts, oldest first.
    pub(super) editions: Vec<Edition>,
    /// The first day on which it is no longer in force.
    #[serde(default)]
    pub(super) repealed: Option<String>,
    /// What takes its place.
    #[serde(default)]
    pub(super) successor: Option<String>,
    /// Articles whose paragraphs are rules of their own, so that a citation must name one, with how many they have.
    #[serde(default)]
    pub(super) parted: BTreeMap<String, u32>,
    /// Articles of several paragraphs that are cited whole as well, so that a citation which names none is worth a hint.
    #[serde(default)]
    pub(super) whole: BTreeMap<String, u32>,
    /// Articles whose items are, so that a citation must name one.
    #[serde(default)]
    itemed: Vec<Itemed>,
}

/// An article whose items exclude each other, in the texts of its law in which it has this number.
#[derive(Debug, Clone, Deserialize)]
struct Itemed {
    article: String,
    items: u32,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

impl Statute {
    /// The most articles that it had on any day up to `day`.
    pub(super) fn articles(&self, day: Option<civil::Date>) -> Option<u32> {
        let until =
            |edition: &&Edition| day.is_none_or(|day| day_of(&edition.from).is_none_or(|from| from <= day));
        let known = self.editions.iter().filter(until).map(|edition| edition.articles).max();
        known.or_else(|| self.editions.first().map(|edition| edition.articles))
    }

    /// How many items the article had on `day`, of which one must be named; nothing where none must, or where its number tells
    /// nothing without a day.
    pub(super) fn items(&self, article: &str, day: Option<civil::Date>) -> Option<u32> {
        let within = |one: &&Itemed| {
            let from = one.from.as_deref().and_then(day_of);
            let until = one.until.as_deref().and_then(day_of);
            from.is_none_or(|from| day.is_some_and(|day| from <= day))
                && until.is_none_or(|until| day.is_some_and(|day| day < until))
        };
        self.itemed.iter().filter(|one| one.article == article).find(within).map(|one| one.items)
    }

    pub(super) fn repealed(&self) -> Option<civil::Date> {
        self.repealed.as_deref().and_then(day_of)
    }
}

const LAWS: &str = include_str!("../../../data/rules/statutes.toml");

#[derive(Default, Deserialize)]
struct Laws {
    law: Vec<Statute>,
}

static BUILT_IN: LazyLock<Vec<Statute>> =
    LazyLock::new(|| toml::from_str::<Laws>(LAWS).unwrap_or_default().law);

/// The laws that a rule knows: its own, then the built-in ones.
pub(super) struct Statutes {
    own: Vec<Statute>,
}

impl Statutes {
    pub(super) fn of(rule: &Rule) -> Self {
        Self { own: rule.parameter("laws") }
    }

    fn all(&self) -> impl Iterator<Item = &Statute> {
        self.own.iter().chain(BUILT_IN.iter())
    }

    /// The law of that title, which may be short.
    pub(super) fn law(&self, title: &str) -> Option<&Statute> {
        let plain: String =
            crate::fold(title).chars().filter(|c| !c.is_whitespace() && !"<>〈〉《》".contains(*c)).collect();
        let full = full_title(&plain);
        let named = |own: &String| *own == plain || *own == full;
        self.all().find(|law| named(&law.title) || law.also.iter().any(named))
    }

    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        self.all().map(|law| law.title.as_str())
    }
}

#[derive(Debug, Clone, Deserialize)]
struct Published {
    from: String,
    /// Per cent by the year.
    rate: toml::Value,
}

/// The loan prime rate for one year, as published.
pub(super) struct LendingRates {
    rates: Vec<(civil::Date, Decimal)>,
    times: Decimal,
}

impl LendingRates {
    pub(super) fn of(rule: &Rule) -> Self {
        let published: Vec<Published> = rule.parameter("lpr");
        let read = |one: Published| Some((day_of(&one.from)?, crate::Limit::try_from(one.rate).ok()?.0));
        let rates = published.into_iter().filter_map(read).collect();
        Self { rates, times: rule.number("times").unwrap_or(Decimal::from(4)) }
    }

    /// The highest rate by the year, as a share, that a loan of `day` may bear; nothing for days before the table.
    pub(super) fn cap(&self, day: civil::Date) -> Option<Decimal> {
        let (_, rate) = self.rates.iter().rfind(|(from, _)| *from <= day)?;
        rate.checked_mul(self.times)?.checked_div(Decimal::ONE_HUNDRED)
    }
}

/// A step of a scale of fees: what lies over the step before, up to `to`, bears `rate` per cent.
#[derive(Debug, Clone, Deserialize)]
struct Step {
    /// In yuan; absent for the last.
    #[serde(default)]
    to: Option<i64>,
    rate: toml::Value,
}

/// A scale of fees.
pub(super) struct Scale {
    steps: Vec<(Option<Decimal>, Decimal)>,
    /// What is paid at least.
    base: Decimal,
    /// Up to where that suffices.
    free: Decimal,
    most: Option<Decimal>,
}

impl Scale {
    /// The scale under `name` among the rule's parameters.
    pub(super) fn of(rule: &Rule, name: &str) -> Self {
        let table: BTreeMap<String, toml::Value> = rule.parameter(name);
        let number = |key: &str| crate::Limit::try_from(table.get(key)?.clone()).ok().map(|limit| limit.0);
        let steps: Vec<Step> =
            table.get("steps").and_then(|steps| Vec::deserialize(steps.clone()).ok()).unwrap_or_default();
        let read = |step: Step| Some((step.to.map(Decimal::from), crate::Limit::try_from(step.rate).ok()?.0));
        Self {
            steps: steps.into_iter().filter_map(read).collect(),
            base: number("base").unwrap_or_default(),
            free: number("free").unwrap_or_default(),
            most: number("most"),
        }
    }

    /// The fee for a sum, both in yuan.
    pub(super) fn fee(&self, sum: Decimal) -> Decimal {
        let (mut fee, mut floor) = (self.base, self.free);
        for (to, rate) in &self.steps {
            let top = to.map_or(sum, |to| to.min(sum));
            if top > floor {
                let share =
                    (top - floor).saturating_mul(*rate).checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
                fee = fee.saturating_add(share);
                floor = top;
            }
        }
        self.most.map_or(fee, |most| fee.min(most))
    }
}
