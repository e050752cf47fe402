//! Sums in figures and in capitals: L11.

use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use super::sums::amount;
use super::worded;
use crate::legal::are_one_sum;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Form, Found, Money, find_numbers, number_in_words};

/// A sum in figures and the same in capitals or words, side by side.
pub(super) fn pairs(matter: &Matter<'_>) -> Vec<(Found<Money>, Found<Money>)> {
    let text = matter.text();
    let sums = matter.sums();
    let mut found = Vec::new();
    for two in sums.windows(2) {
        let [first, second] = two else { continue };
        let between = text.get(first.range.end..second.range.start).unwrap_or_default();
        let figures = |sum: &Found<Money>| sum.value.form == Form::Figures;
        if figures(first) != figures(second) && are_one_sum(between) {
            let (a, b) = (first.clone(), second.clone());
            found.push(if figures(first) { (a, b) } else { (b, a) });
        }
    }
    found
}

/// L11: figures and capitals are one sum.
pub(super) fn capitals(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let mut pairs = pairs(matter);
    let is_loose = pairs.is_empty()
        && !matter.is_contract()
        && !matter.is_court_document()
        && !matter.is_english_court();
    if is_loose {
        pairs = loose_pairs(matter);
    }
    let bare = if pairs.is_empty() && is_loose { bare_pair(matter) } else { None };
    let bare = bare.or_else(|| in_next_cell(matter).filter(|_| pairs.is_empty()));
    if let Some((written, figures)) = bare {
        let is_wrong = written.value.amount().is_none_or(|own| own != figures.1);
        let draft = Draft::new().about_text(matter, written.range.clone()).against_text(matter, figures.0);
        let draft = draft.found(matter.flow.printed(written.range.clone())).expected(figures.1.to_string());
        return Verdict::Checked(if is_wrong { vec![draft] } else { Vec::new() });
    }
    let wrong = pairs.iter().filter(|(figures, capitals)| {
        figures.value.minor != capitals.value.minor
            && !(is_loose && is_bare(matter, &capitals.value))
            && !with_cents(matter, capitals, &figures.value)
    });
    let draft = |(figures, capitals): &(Found<Money>, Found<Money>)| {
        let (written, other) = (capitals.range.clone(), figures.range.clone());
        let draft = Draft::new().about_text(matter, written.clone()).against_text(matter, other);
        draft.found(matter.flow.printed(written)).expected(amount(&figures.value))
    };
    let mut drafts: Vec<Draft> = wrong.map(draft).collect();
    let mut seen = !pairs.is_empty();
    if drafts.is_empty() {
        let (found, more) = worded::in_brackets(matter);
        seen |= found;
        drafts.extend(more);
    }
    let is_apart = !seen && matter.is_contract() && matter.tables().next().is_some();
    if drafts.is_empty() && (is_loose || is_apart) {
        let (found, more) = worded::of_bill(matter);
        seen |= found;
        drafts.extend(more);
    }
    if drafts.is_empty() && is_loose {
        drafts.extend(of_net(matter));
    }
    if drafts.is_empty() && !matter.is_chinese() {
        let (found, more) = worded::counts(matter);
        seen |= found;
        drafts.extend(more);
    }
    Verdict::of(seen, "amount_pair", drafts)
}

/// Whether the words go on to the hundredths that make them the sum: `ninety-three pounds sixty pence`.
fn with_cents(matter: &Matter<'_>, words: &Found<Money>, sum: &Money) -> bool {
    let rest = matter.flow.slice(words.range.start..matter.text().len());
    let own = rest.split([')', ';']).next().unwrap_or_default();
    words.value.form == Form::Words
        && number_in_words(own).is_some_and(|said| sum.amount() == Some(said.normalize()))
}

/// On bills: capitals or words that tell the sum without its taxes, where what is to be paid with them is named and the taxes
/// between both are printed.
fn of_net(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?i)(?:价税合计|含税(?:合计|总额|总价|金额)|应付总额|total due|amount due|amount payable|total payable|grand total|balance due|invoice total|total to pay|total \(?inc)[^0-9]{0,60}?(?P<sum>[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]{1,2})?|[0-9]{1,9}(?:\.[0-9]{1,2})?)"
    )?;
    const TAKEN_OFF: [&str; 12] = [
        "已付", "预付", "定金", "优惠", "折扣", "减免", "paid", "deposit", "less", "credit", "discount",
        "advance",
    ];
    let lower = matter.text().to_lowercase();
    if TAKEN_OFF.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let found = form.captures_iter(matter.text()).last()?.name("sum")?;
    let gross: Decimal = found.as_str().replace(',', "").parse().ok()?;
    let numbers: Vec<Decimal> = find_numbers(matter.text())
        .into_iter()
        .filter(|number| number.value.form == Form::Figures)
        .map(|number| number.value.value)
        .collect();
    let (range, _) = worded::sums(matter).into_iter().find(|(_, said)| {
        let taxes = gross.saturating_sub(*said);
        let bare = said.fract().is_zero();
        *said < gross
            && !(bare && gross.trunc() == *said)
            && numbers.contains(said)
            && numbers.contains(&taxes)
    })?;
    let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, found.range());
    Some(draft.found(matter.flow.printed(range)).expected(gross.to_string()))
}

/// A number without a sign of money, with its place in the text.
type Bare = (Range<usize>, Decimal);

/// Capitals with the number that stands behind a word for the total right behind them, without a sign of money.
fn bare_pair<'m>(matter: &'m Matter<'_>) -> Option<(&'m Found<Money>, Bare)> {
    let form = pattern!(
        r"^[^0-9]{0,24}?(?:合计|总计|总额|小写|金额)[^0-9]{0,12}(?P<sum>[0-9]{1,9}(?:,[0-9]{3})*\.[0-9]{2})(?:[^0-9]|$)"
    )?;
    let capitals = matter.sums().iter().find(|sum| sum.value.form == Form::Capitals)?;
    let found = form.captures(matter.text().get(capitals.range.end..)?)?.name("sum")?;
    let range = capitals.range.end + found.start()..capitals.range.end + found.end();
    Some((capitals, (range, found.as_str().replace(',', "").parse().ok()?)))
}

/// Capitals in a cell with a number without a sign of money in the next: `合计(大写):壹拾万壹仟元整 | 101000`.
fn in_next_cell<'m>(matter: &'m Matter<'_>) -> Option<(&'m Found<Money>, Bare)> {
    let form = pattern!(
        r"^(?P<sum>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]{3,9}(?:\.[0-9]{1,2})?)(?:[^0-9]|$)"
    )?;
    let capitals = matter.sums().iter().filter(|sum| sum.value.form == Form::Capitals);
    capitals.into_iter().find_map(|capitals| {
        let at = capitals.range.end;
        let placed =
            matter.flow.is_line(at) && matter.flow.is_cell(at) && matter.flow.is_cell(capitals.range.start);
        let found = form.captures(matter.text().get(at..).filter(|_| placed)?)?.name("sum")?;
        let value: Decimal = found.as_str().replace(',', "").parse().ok()?;
        // The next cell may hold another sum: that of the capitals then stands before them or in a row of its own.
        let other = capitals.value.amount() != Some(value) && is_bare(matter, &capitals.value);
        (!other).then_some(())?;
        Some((capitals, (at + found.start()..at + found.end(), value)))
    })
}

/// Whether a number without a sign of money is that sum: so totals stand in tables.
fn is_bare(matter: &Matter<'_>, sum: &Money) -> bool {
    let Some(wanted) = sum.amount() else { return false };
    let figures = |number: &Found<crate::value::Number>| number.value.form == Form::Figures;
    find_numbers(matter.text()).iter().any(|number| figures(number) && number.value.value == wanted)
}

/// On bills and forms capitals tell the sum in figures beside them, whatever words stand between: the one that agrees,
/// else the next.
fn loose_pairs(matter: &Matter<'_>) -> Vec<(Found<Money>, Found<Money>)> {
    let sums = matter.sums();
    let mut found = Vec::new();
    for (index, capitals) in sums.iter().enumerate().filter(|(_, sum)| sum.value.form == Form::Capitals) {
        let near = |other: &&Found<Money>| {
            let apart = other
                .range
                .start
                .abs_diff(capitals.range.end)
                .min(capitals.range.start.abs_diff(other.range.end));
            other.value.form == Form::Figures && apart <= MOST_LOOSE
        };
        let behind = sums.get(index + 1).filter(near);
        let before = index.checked_sub(1).and_then(|before| sums.get(before)).filter(near);
        // Capitals that some sum agrees with are that sum's.
        let agrees = [behind, before]
            .into_iter()
            .flatten()
            .chain(sums.iter().filter(|sum| sum.value.form == Form::Figures))
            .find(|sum| sum.value.minor == capitals.value.minor);
        found.extend(agrees.or(behind).or(before).map(|figures| (figures.clone(), capitals.clone())));
    }
    found
}

/// The most bytes between capitals and their figures.
const MOST_LOOSE: usize = 60;
