//! Times of day.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::glyphs::Glyphs;
use super::numeral::whole_at;

/// A time of day as written, on a 24-hour clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Clock {
    /// 0 to 24; 24 only as `24:00`.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// 0 to 59, where written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<i8>,
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        self.second.map_or(Ok(()), |second| write!(f, ":{second:02}"))
    }
}

/// Words for the part of the day: whether hours up to 12 are past noon.
const PARTS: &[(&str, bool)] = &[
    ("凌晨", false),
    ("早上", false),
    ("上午", false),
    ("中午", false),
    ("下午", true),
    ("傍晚", true),
    ("晚上", true),
    ("晚", true),
    ("夜间", true),
];

fn new(hour: u64, minute: u64, second: Option<u64>) -> Option<Clock> {
    let midnight = hour == 24 && minute == 0;
    ((hour < 24 || midnight) && minute < 60 && second.is_none_or(|second| second < 60)).then_some(())?;
    let small = |value: u64| i8::try_from(value).ok();
    let second = match second {
        Some(second) => Some(small(second)?),
        None => None,
    };
    Some(Clock { hour: small(hour)?, minute: small(minute)?, second })
}

/// The hour on a clock of 24 hours where `am` or `pm` stands behind a time, and the glyph behind it.
fn half_day(glyphs: &Glyphs, hour: u64, end: usize) -> (u64, usize) {
    let at = glyphs.skip_spaces(end, 1);
    let late = match glyphs.get(at).map(|c| c.to_ascii_lowercase()) {
        Some('a') => false,
        Some('p') => true,
        _ => return (hour, end),
    };
    let mut at = at + 1 + usize::from(glyphs.is(at + 1, '.'));
    if !glyphs.one_of(at, "mM") || !(1..=12).contains(&hour) {
        return (hour, end);
    }
    at += 1;
    if glyphs.get(at).is_some_and(char::is_alphanumeric) {
        return (hour, end);
    }
    (hour % 12 + if late { 12 } else { 0 }, at)
}

/// A time that `am` or `pm` tells as one, with a point for its colon or without minutes: `, 8.15 am`, ` at 10 am`.
fn twelve_hours(glyphs: &Glyphs, at: usize) -> Option<(Clock, usize)> {
    let at = at + usize::from(glyphs.is(at, ','));
    let at = glyphs.skip_spaces(at, 2);
    let at = if glyphs.is(at, 'a') && glyphs.is(at + 1, 't') { glyphs.skip_spaces(at + 2, 1) } else { at };
    let (hour, end) = whole_at(glyphs, at)?;
    let (minute, end) = match glyphs.one_of(end, ".:") {
        true => two_digits(glyphs, end + 1)?,
        false => (0, end),
    };
    let (hour, stop) = half_day(glyphs, hour, end);
    (stop > end).then(|| new(hour, minute, None).map(|clock| (clock, stop))).flatten()
}

/// The time of day at glyph `at`, behind a date: `13时05分`, `下午3点半`, ` 09:30:15`, `T09:30`.
pub(crate) fn clock_at(glyphs: &Glyphs, at: usize) -> Option<(Clock, usize)> {
    if let Some(told) = twelve_hours(glyphs, at) {
        return Some(told);
    }
    let at = if glyphs.is(at, 'T') { at + 1 } else { glyphs.skip_spaces(at, 2) };
    let (late, at) = glyphs.eat_any(at, PARTS).map_or((false, at), |(late, end)| (late, end));
    let at = glyphs.skip_spaces(at, 1);
    let (hour, end) = whole_at(glyphs, at)?;
    let hour = if late && (1..12).contains(&hour) { hour + 12 } else { hour };
    if glyphs.is(end, ':') {
        let (minute, end) = two_digits(glyphs, end + 1)?;
        let second = glyphs.is(end, ':').then(|| two_digits(glyphs, end + 1)).flatten();
        let end = second.map_or(end, |(_, end)| end);
        let (hour, end) = half_day(glyphs, hour, end);
        return new(hour, minute, second.map(|(second, _)| second)).map(|clock| (clock, end));
    }
    if let Some(told) = four_figures(glyphs, at) {
        return Some(told);
    }
    let end = if glyphs.one_of(end, "时時点點") { end + 1 } else { return None };
    if glyphs.is(end, '半') {
        return new(hour, 30, None).map(|clock| (clock, end + 1));
    }
    match whole_at(glyphs, end).filter(|(_, stop)| glyphs.is(*stop, '分')) {
        Some((minute, stop)) => {
            let second = whole_at(glyphs, stop + 1).filter(|(_, stop)| glyphs.is(*stop, '秒'));
            let stop = second.map_or(stop, |(_, stop)| stop);
            new(hour, minute, second.map(|(second, _)| second)).map(|clock| (clock, stop + 1))
        }
        None => new(hour, 0, None).map(|clock| (clock, end)),
    }
}

/// A time in four figures without a colon, as wards write it: `0512`, `1430h`.
fn four_figures(glyphs: &Glyphs, at: usize) -> Option<(Clock, usize)> {
    let (hour, middle) = two_digits(glyphs, at)?;
    let (minute, end) = two_digits(glyphs, middle)?;
    let stop = if glyphs.one_of(end, "hH") { end + 1 } else { end };
    let goes_on = glyphs.get(stop).is_some_and(|c| c.is_alphanumeric() || "-/.:,%".contains(c));
    (!goes_on).then(|| new(hour, minute, None).map(|clock| (clock, stop))).flatten()
}

fn two_digits(glyphs: &Glyphs, at: usize) -> Option<(u64, usize)> {
    let digit = |at: usize| glyphs.get(at).and_then(|char| char.to_digit(10)).map(u64::from);
    Some((digit(at)? * 10 + digit(at + 1)?, at + 2))
}
