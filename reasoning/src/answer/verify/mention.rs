//! Values that a text mentions.

use std::ops::Range;

use document::is_cjk;
use rust_decimal::Decimal;

use crate::pattern::pattern;
use crate::value::{
    Form, Money, Period, Unit, WrittenDate, find_dates, find_money, find_numbers, find_periods,
    find_quantities,
};

/// A value with its scale and unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Date(WrittenDate),
    Money(Money),
    Period(Period),
    /// A number with the unit behind it: as understood, and as written.
    Number {
        value: Decimal,
        unit: Option<Unit>,
        written: String,
    },
    /// Many digits in a row: a name rather than a number.
    Digits(String),
}

/// A value at its place: bytes of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
}

/// All values of plain `text`, from the left.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    if !text.contains(|c: char| c.is_numeric() || is_numeral(c)) {
        return found;
    }
    put(&mut found, find_dates(text).into_iter().map(|date| (date.range, Value::Date(date.value))));
    put(&mut found, find_money(text).into_iter().map(|money| (money.range, Value::Money(money.value))));
    put(&mut found, find_periods(text).into_iter().map(|period| (period.range, Value::Period(period.value))));
    let digits = pattern!(r"[0-9*]{8,}[0-9Xx]*");
    let rows = digits.iter().flat_map(|pattern| pattern.find_iter(text));
    put(&mut found, rows.map(|row| (row.range(), Value::Digits(row.as_str().to_owned()))));
    // What hangs on a number without a letter in it (the `-1.0` of `0.0-1.0`) is another number.
    let is_unit = |symbol: &str| symbol.contains(|c: char| c.is_alphabetic() || "%‰°℃".contains(c));
    let found_units =
        find_quantities(text).into_iter().filter(|quantity| is_unit(&quantity.value.unit.symbol));
    let quantities = found_units.map(|quantity| {
        let written = quantity.value.unit.symbol.clone();
        (
            quantity.range,
            Value::Number { value: quantity.value.value, unit: Some(quantity.value.unit), written },
        )
    });
    put(&mut found, quantities);
    let numbers =
        find_numbers(text).into_iter().filter(|number| counts(text, &number.range, number.value.form));
    let numbers = numbers.map(|number| {
        let written = unit_behind(text, number.range.end);
        (number.range, Value::Number { value: number.value.value, unit: None, written })
    });
    put(&mut found, numbers);
    found
}

/// Adds what overlaps nothing that is there, in its place.
fn put(found: &mut Vec<Mention>, more: impl Iterator<Item = (Range<usize>, Value)>) {
    for (range, value) in more {
        let next = found.partition_point(|other| other.range.start < range.end);
        let clear = next.checked_sub(1).and_then(|last| found.get(last));
        if clear.is_none_or(|last| last.range.end <= range.start) {
            found.insert(next, Mention { value, range });
        }
    }
}

fn is_numeral(c: char) -> bool {
    "〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟零".contains(c)
}

/// Whether a number is meant: a single Chinese numeral is more often part of a word.
fn counts(text: &str, range: &Range<usize>, form: Form) -> bool {
    let written = text.get(range.clone()).unwrap_or("");
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    match form {
        Form::Figures => true,
        _ if written.chars().count() > 1 => true,
        _ => before == Some('第') || after.is_some_and(|c| "条款项审级".contains(c)),
    }
}

/// The letters right behind a number, at most one blank away: a unit this crate does not know.
fn unit_behind(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or("");
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let unit: String = rest
        .chars()
        .take_while(|c| !is_cjk(*c) && (c.is_alphanumeric() || "%‰°℃/^*·".contains(*c)))
        .collect();
    if unit.starts_with(|c: char| c.is_alphabetic() || "%‰°℃/".contains(c)) {
        unit
    } else {
        String::new()
    }
}

impl Value {
    /// Whether a sentence that says `self` is borne by a fact that says `fact`.
    pub(super) fn is_borne_by(&self, fact: &Self) -> bool {
        match (self, fact) {
            (Self::Date(said), Self::Date(fact)) => same_day(said, fact),
            (Self::Money(said), Self::Money(fact)) => {
                said.minor == fact.minor && said.currency == fact.currency
            }
            (Self::Period(said), Self::Period(fact)) => {
                said == fact || said.whole_months().is_some() && said.whole_months() == fact.whole_months()
            }
            (Self::Digits(said), Self::Digits(fact)) => said.eq_ignore_ascii_case(fact),
            (Self::Number { value, unit: None, written }, Self::Money(fact)) => {
                written.is_empty() && fact.amount() == Some(value.normalize())
            }
            (
                Self::Number { value, unit, written },
                Self::Number { value: fact, unit: fact_unit, written: fact_written },
            ) => {
                match (unit, fact_unit) {
                    (Some(said), Some(printed)) => {
                        said.in_terms_of(printed).and_then(|ratio| ratio.checked_mul(*value)) == Some(*fact)
                    }
                    // A unit may be left out, not put in.
                    (None, _) if written.is_empty() => value == fact,
                    _ => value == fact && written == fact_written,
                }
            }
            _ => false,
        }
    }

    /// Whether it is a date.
    pub(super) fn is_date(&self) -> bool {
        matches!(self, Self::Date(_))
    }
}

/// Whether all that is said of a day is printed.
fn same_day(said: &WrittenDate, printed: &WrittenDate) -> bool {
    let part = |said: Option<i16>, printed: Option<i16>| said.is_none() || said == printed;
    let wide = |value: Option<i8>| value.map(i16::from);
    part(said.year, printed.year)
        && part(wide(said.month), wide(printed.month))
        && part(wide(said.day), wide(printed.day))
        && (said.clock.is_none() || said.clock == printed.clock)
        && (said.year.is_some() || said.month.is_some() || said.day.is_some())
}
