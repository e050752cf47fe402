//! Papers of trade of whatever kind - bills, notes of debts, letters, powers of attorney, policies, contracts - as far as their text
//! alone tells: names written in two ways, who has not signed, days out of order.

pub(super) mod columns;
pub(super) mod deposit;
pub(super) mod direction;
pub(super) mod lent;
pub(super) mod names;
pub(super) mod order;
pub(super) mod powers;
pub(super) mod reckoned;
pub(super) mod signed;
pub(super) mod stale;

use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::Matter;
use crate::value::{number_in_words, whole_number};

/// The lines of a text, in order.
fn lines(matter: &Matter<'_>) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < matter.text().len() {
        let end = matter.flow.line_behind(at).max(at + 1);
        found.push(at..end);
        at = end;
    }
    found
}

/// A number in figures or words of either language: `24`, `十二`, `twelve`.
pub(super) fn count(word: &str) -> Option<Decimal> {
    let plain = word.replace('两', "二");
    whole_number(&plain).map(|(number, _)| Decimal::from(number)).or_else(|| number_in_words(word))
}
