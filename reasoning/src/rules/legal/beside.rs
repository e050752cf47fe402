//! Totals that stand beside a table: part of L12.

use std::ops::Range;

use rust_decimal::Decimal;

use super::chain;
use super::labels::Kind;
use super::matter::{Matter, Quote};
use super::sums::{Column, Sheet, Total};
use crate::Role;
use crate::rules::{Draft, Rule};
use crate::value::{find_money, find_numbers};

/// A total that stands beside the only table with sums; nothing where none does.
pub(super) fn total(matter: &Matter<'_>, sheet: &Sheet, rule: &Rule) -> Option<Option<Draft>> {
    let add = |column: &Column| {
        let items = column.entries.iter().filter(|(row, ..)| !sheet.is_total(*row));
        let values: Vec<Decimal> = items.map(|entry| entry.2).collect();
        (values.len() > 1).then(|| values.iter().fold(Decimal::ZERO, |sum, value| sum.saturating_add(*value)))
    };
    let items = add(&sheet.amounts)?;
    let taxes = add(&sheet.taxes).unwrap_or_default();
    // Lines below may tell once more what the table's own row of totals does, and what is paid in all.
    if let Some(told) = chain::check(matter, items, taxes) {
        // Where the table has a total of its own, what stands below may go on from there.
        let own = sheet.totals.iter().rev().find_map(Total::value).filter(|own| *own != items);
        let goes_on =
            || own.and_then(|own| chain::check(matter, own, taxes)).is_some_and(|told| told.is_none());
        return Some(told.filter(|_| !goes_on()));
    }
    let added = sheet.totals.iter().any(|total| total.kind != Kind::Sub);
    let text = matter.text();
    let lower = text.to_ascii_lowercase();
    // Below a row of totals only what is paid in all is told.
    let words = rule.words(if added { "paid_in_all" } else { "beside" });
    if added && taxes.is_zero() {
        return None;
    }
    let outside = |at: &usize| {
        let cell = matter.flow.passage_id(*at).and_then(|id| matter.cell(id));
        !cell.is_some_and(|passage| matches!(passage.role, Role::Cell { .. }))
    };
    let mut places: Vec<usize> = words
        .iter()
        .flat_map(|word| {
            lower.match_indices(word).filter(|(at, _)| outside(at)).map(|(at, _)| at + word.len())
        })
        .collect();
    places.sort_unstable();
    let (range, value) = places.into_iter().find_map(|place| total_at(text, place))?;
    if [items, items.saturating_add(taxes)].contains(&value) {
        return Some(None);
    }
    // What is taken off or put on between the items and the total is told in words of many kinds.
    if rule.words("adjusted").iter().any(|word| lower.contains(word)) {
        return None;
    }
    let draft = Draft::new().way("column").about_text(matter, range);
    let spans =
        sheet.amounts.entries.iter().filter_map(|entry| matter.cell(entry.1)).map(crate::Passage::whole);
    let draft = spans.fold(draft, Draft::against_span);
    Some(Some(draft.found(value.to_string()).expected(items.saturating_add(taxes).to_string())))
}

/// The sum or number that stands close behind `place`.
fn total_at(text: &str, place: usize) -> Option<(Range<usize>, Decimal)> {
    let near: String = text.get(place..)?.chars().take(2 * MOST_BESIDE).collect();
    let total = find_money(&near).into_iter().next().map(|money| (money.range.clone(), money.value.amount()));
    let plain =
        find_numbers(&near).into_iter().next().map(|number| (number.range.clone(), Some(number.value.value)));
    let (range, value) = [total, plain]
        .into_iter()
        .flatten()
        .filter(|(range, _)| range.start <= MOST_BESIDE)
        .min_by_key(|(range, _)| range.start)?;
    Some((place + range.start..place + range.end, value?))
}

/// The most bytes between a word for the total and the total.
const MOST_BESIDE: usize = 24;
