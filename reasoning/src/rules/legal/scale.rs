//! The scale and the currency of sums: L16.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::capitals::pairs;
use super::currency;
use super::matter::{Matter, Quote};
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Currency, Form, Found, Money, find_numbers};

/// What two sums differ by where one is the other ten thousand times.
const MYRIAD: i128 = 10_000;

/// L16: one sum has one scale and one currency.
pub(super) fn scale(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let sums = matter.sums();
    if sums.is_empty() {
        return Verdict::lacks("amount");
    }
    let least: Decimal = rule.number("least").unwrap_or(Decimal::from(1000));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    for (figures, capitals) in pairs(matter) {
        let (a, b) = (figures.value.minor, capitals.value.minor);
        let scaled = a == b.saturating_mul(MYRIAD) || b == a.saturating_mul(MYRIAD);
        let currency = figures.value.currency != capitals.value.currency;
        if scaled || currency {
            let way = if scaled { "scale" } else { "currency" };
            let draft = Draft::new()
                .way(way)
                .about_text(matter, figures.range.clone())
                .against_text(matter, capitals.range.clone());
            told.push(figures.raw.clone());
            drafts.push(draft.found(&figures.raw).expected(&capitals.raw));
        }
    }
    // The first of each sum that is written without a scale.
    let mut plain: HashMap<Decimal, &Found<Money>> = HashMap::new();
    for sum in sums.iter().filter(|sum| sum.value.form == Form::Figures && !sum.raw.contains('万')) {
        if let Some(amount) = sum.value.amount() {
            plain.entry(amount).or_insert(sum);
        }
    }
    for large in sums.iter().filter(|sum| sum.value.form == Form::Figures && sum.raw.contains('万')) {
        let Some(own) = find_numbers(&large.raw).first().map(|number| number.value.value) else { continue };
        let numeral = own.checked_div(Decimal::from(10_000)).filter(|numeral| *numeral >= least);
        let Some(numeral) = numeral else { continue };
        if let Some(other) = plain.get(&numeral)
            && !told.contains(&large.raw)
        {
            let draft = Draft::new()
                .way("scale")
                .about_text(matter, large.range.clone())
                .against_text(matter, other.range.clone());
            told.push(large.raw.clone());
            drafts.push(draft.found(&large.raw).expected(&other.raw));
        }
    }
    drafts.extend(beyond_price(matter, sums).filter(|_| drafts.is_empty()));
    drafts.extend(currencies(matter, sums, least));
    drafts.extend(currency::strange(matter).filter(|_| drafts.is_empty()));
    Verdict::Checked(drafts)
}

/// A sum in 万 of a contract that is far beyond its price, and a part of it without the 万: a deposit of 200万元 for works
/// of 5300元.
fn beyond_price(matter: &Matter<'_>, sums: &[Found<Money>]) -> Option<Draft> {
    const PARTS: [&str; 6] = ["定金", "订金", "预付", "首付", "保证金", "押金"];
    if !matter.is_contract() {
        return None;
    }
    let is_plain = |sum: &&Found<Money>| sum.value.form == Form::Figures && !sum.raw.contains('万');
    let price = sums.iter().filter(is_plain).max_by_key(|sum| sum.value.minor)?;
    let text = matter.text();
    let part =
        sums.iter().filter(|sum| sum.raw.contains('万') && sum.value.form == Form::Figures).find(|sum| {
            let from = text.floor_char_boundary(sum.range.start.saturating_sub(PART_REACH));
            let before = text.get(from..sum.range.start).unwrap_or_default();
            let is_part = PARTS.iter().any(|word| before.contains(word));
            is_part && sum.value.minor > price.value.minor && sum.value.minor / MYRIAD < price.value.minor
        })?;
    let draft = Draft::new().way("scale").about_text(matter, part.range.clone());
    let draft = draft.against_text(matter, price.range.clone());
    Some(draft.found(&part.raw).expected(part.raw.replace('万', "")))
}

/// Bytes before a sum within which stands what it is.
const PART_REACH: usize = 30;

/// The same figures in two currencies.
fn currencies(matter: &Matter<'_>, sums: &[Found<Money>], least: Decimal) -> Option<Draft> {
    let figures = |sum: &&Found<Money>| {
        sum.value.form == Form::Figures && sum.value.amount().is_some_and(|a| a >= least)
    };
    let (own, foreign): (Vec<_>, Vec<_>) =
        sums.iter().filter(figures).partition(|sum| sum.value.currency == Currency::Yuan);
    let own: HashMap<i128, &Found<Money>> = own.into_iter().rev().map(|sum| (sum.value.minor, sum)).collect();
    for one in foreign {
        if let Some(other) = own.get(&one.value.minor) {
            let draft = Draft::new()
                .way("currency")
                .about_text(matter, one.range.clone())
                .against_text(matter, other.range.clone());
            return Some(draft.found(&one.raw).expected(&other.raw));
        }
    }
    None
}
