//! Spans of time: terms of contracts and sentences, deadlines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::glyphs::Glyphs;
use super::numeral::{number_at, whole_at};
use super::words::words_at;

/// A span of time as written: the parts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// Whole years.
    pub years: u32,
    /// Months beside the years; `半年` is 6.
    pub months: u32,
    /// Days; a week is 7.
    pub days: u32,
    /// Hours.
    pub hours: u32,
    /// Whether the days are working days.
    pub working_days: bool,
}

impl Period {
    /// Years and months as months, where the period is written in nothing finer.
    pub fn whole_months(&self) -> Option<u32> {
        (self.days == 0 && self.hours == 0)
            .then(|| self.years.checked_mul(12)?.checked_add(self.months))
            .flatten()
    }

    /// Its length in days with 30 days to the month and 365 to the year: for putting periods in order, not for
    /// reckoning dates.
    pub fn rough_days(&self) -> u64 {
        u64::from(self.years) * 365
            + u64::from(self.months) * 30
            + u64::from(self.days)
            + u64::from(self.hours.div_ceil(24))
    }

    fn is_zero(&self) -> bool {
        *self == Self { working_days: self.working_days, ..Self::default() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    WorkingDay,
    Day,
    Hour,
}

/// Units of Chinese periods; longer ones first. `月` alone counts only behind years (`三年六月`).
const CHINESE: &[(&str, Unit)] = &[
    ("周年", Unit::Year),
    ("年", Unit::Year),
    ("个月", Unit::Month),
    ("個月", Unit::Month),
    ("个星期", Unit::Week),
    ("星期", Unit::Week),
    ("周", Unit::Week),
    ("个工作日", Unit::WorkingDay),
    ("工作日", Unit::WorkingDay),
    ("个自然日", Unit::Day),
    ("个日历天", Unit::Day),
    ("日历天", Unit::Day),
    ("个交易日", Unit::WorkingDay),
    ("日", Unit::Day),
    ("天", Unit::Day),
    ("个小时", Unit::Hour),
    ("小时", Unit::Hour),
];

const ENGLISH: &[(&str, Unit)] = &[
    ("years", Unit::Year),
    ("year", Unit::Year),
    ("months", Unit::Month),
    ("month", Unit::Month),
    ("weeks", Unit::Week),
    ("week", Unit::Week),
    ("working days", Unit::WorkingDay),
    ("working day", Unit::WorkingDay),
    ("business days", Unit::WorkingDay),
    ("business day", Unit::WorkingDay),
    ("calendar days", Unit::Day),
    ("days", Unit::Day),
    ("day", Unit::Day),
    ("hours", Unit::Hour),
    ("hour", Unit::Hour),
];

/// The most of a unit that a period of sense has: 2024 before 年 is a date, not a term.
fn most(unit: Unit) -> u64 {
    match unit {
        Unit::Year => 120,
        Unit::Month | Unit::Week => 1200,
        Unit::WorkingDay | Unit::Day => 40_000,
        Unit::Hour => 100_000,
    }
}

fn add(period: &mut Period, unit: Unit, count: u64) -> Option<()> {
    if count > most(unit) {
        return None;
    }
    let count = u32::try_from(count).ok()?;
    match unit {
        Unit::Year => period.years += count,
        Unit::Month => period.months += count,
        Unit::Week => period.days += count.checked_mul(7)?,
        Unit::Day => period.days += count,
        Unit::WorkingDay => {
            period.days += count;
            period.working_days = true;
        }
        Unit::Hour => period.hours += count,
    }
    Some(())
}

/// The worth of half a unit.
fn add_half(period: &mut Period, unit: Unit) {
    match unit {
        Unit::Year => period.months += 6,
        Unit::Month => period.days += 15,
        Unit::Day => period.hours += 12,
        Unit::Week | Unit::WorkingDay | Unit::Hour => {}
    }
}

/// One part of a Chinese period: `三年`, `半年`, `六个半月`.
fn chinese_part(glyphs: &Glyphs, at: usize, period: &mut Period) -> Option<(Unit, usize)> {
    if glyphs.is(at, '半') {
        let (unit, end) = glyphs.eat_any(at + 1, CHINESE).filter(|(unit, _)| *unit <= Unit::Month)?;
        add_half(period, unit);
        return Some((unit, end));
    }
    let (count, end) = whole_at(glyphs, at)?;
    if let Some(end) = glyphs.eat(end, "个半月") {
        add(period, Unit::Month, count)?;
        add_half(period, Unit::Month);
        return Some((Unit::Month, end));
    }
    let bare_month = period.years > 0 && glyphs.is(end, '月');
    let (unit, end) = if bare_month {
        (Unit::Month, end + 1)
    } else {
        glyphs.eat_any(glyphs.skip_spaces(end, 1), CHINESE)?
    };
    add(period, unit, count)?;
    if glyphs.is(end, '半') {
        add_half(period, unit);
        return Some((unit, end + 1));
    }
    Some((unit, end))
}

/// `三年六个月`, `一年零六个月`, `一个月零十五天`, `30日`, `10个工作日`.
fn chinese_at(glyphs: &Glyphs, at: usize) -> Option<(Period, usize)> {
    let mut period = Period::default();
    let (mut last, mut end) = chinese_part(glyphs, at, &mut period)?;
    for _ in 0..3 {
        let next = if glyphs.one_of(end, "零又〇") { end + 1 } else { end };
        let mut longer = period;
        let Some((unit, stop)) = chinese_part(glyphs, next, &mut longer).filter(|(unit, _)| *unit > last)
        else {
            break;
        };
        (period, last, end) = (longer, unit, stop);
    }
    // 月 of the row's end doubled by the typist: 六个月月.
    if last == Unit::Month && glyphs.is(end, '月') && !glyphs.is(end + 1, '日') {
        end += 1;
    }
    (!period.is_zero()).then_some((period, end))
}

/// `three (3) years and six months`, `30 days`, `18-month`.
fn english_at(glyphs: &Glyphs, at: usize) -> Option<(Period, usize)> {
    if glyphs.inside_word(at) {
        return None;
    }
    let mut period = Period::default();
    let (mut next, mut end, mut last) = (at, None, None);
    for _ in 0..3 {
        let Some((unit, stop)) = english_part(glyphs, next, &mut period, last) else { break };
        (end, last) = (Some(stop), Some(unit));
        next = glyphs.skip_spaces(stop, 1);
        next = if glyphs.is(next, ',') { glyphs.skip_spaces(next + 1, 1) } else { next };
        next = glyphs.eat(next, "and ").unwrap_or(next);
    }
    end.filter(|_| !period.is_zero()).map(|end| (period, end))
}

fn english_part(
    glyphs: &Glyphs,
    at: usize,
    period: &mut Period,
    last: Option<Unit>,
) -> Option<(Unit, usize)> {
    let words = words_at(glyphs, at).map(|number| (number.value, number.end));
    let (count, mut end) =
        words.or_else(|| number_at(glyphs, at).map(|number| (number.value, number.end)))?;
    let bracket = glyphs.skip_spaces(end, 1);
    if glyphs.is(bracket, '(') {
        end = (bracket + 1..bracket + 8).find(|at| glyphs.is(*at, ')')).map_or(end, |at| at + 1);
    }
    end = if glyphs.is(end, '-') { end + 1 } else { glyphs.skip_spaces(end, 2) };
    let (unit, end) = glyphs.eat_any(end, ENGLISH)?;
    let count = u64::try_from(count).ok().filter(|_| count.fract().is_zero())?;
    if glyphs.inside_word(end) || last.is_some_and(|last| unit <= last) {
        return None;
    }
    let mut longer = *period;
    add(&mut longer, unit, count)?;
    *period = longer;
    Some((unit, end))
}

/// The period at glyph `at`, with the glyph after it.
pub(crate) fn period_at(glyphs: &Glyphs, at: usize) -> Option<(Period, usize)> {
    chinese_at(glyphs, at).or_else(|| english_at(glyphs, at))
}

/// The period that `text` begins with, and how many bytes it takes.
pub(crate) fn period_here(text: &str) -> Option<(Period, usize)> {
    let head: usize = text.chars().take(LOOK_AHEAD).map(char::len_utf8).sum();
    let glyphs = Glyphs::new(text.get(..head)?);
    period_at(&glyphs, 0).map(|(value, end)| (value, glyphs.byte(end)))
}

/// Characters looked at for one value: the longest capital amounts with their sign take under 60.
const LOOK_AHEAD: usize = 80;

/// All spans of time of `text`, from left to right. Dates are none, nor are days of a month (`8月5日`).
///
/// ```
/// use reasoning::value::find_periods;
/// let found = find_periods("有期徒刑三年六个月，判决生效后30日内");
/// assert_eq!(found[0].value.whole_months(), Some(42));
/// assert_eq!(found[1].value.days, 30);
/// ```
pub fn find_periods(text: &str) -> Vec<Found<Period>> {
    let glyphs = Glyphs::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        if let Some((_, end)) = super::date::date_at(&glyphs, at) {
            at = end;
        } else if let Some((period, end)) =
            period_at(&glyphs, at).filter(|_| !glyphs.one_of_before(at, "第月前."))
        {
            found.push(Found::at(text, glyphs.bytes(at..end), period));
            at = end;
        } else {
            at = whole_at(&glyphs, at).map_or(at + 1, |(_, end)| end.max(at + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_all_hands() {
        let cases = [
            ("三年六个月", (3, 6, 0)),
            ("三年", (3, 0, 0)),
            ("十五年", (15, 0, 0)),
            ("十一个月", (0, 11, 0)),
            ("一年零六个月", (1, 6, 0)),
            ("一年又六个月", (1, 6, 0)),
            ("二年零三个月", (2, 3, 0)),
            ("一年六个月月", (1, 6, 0)),
            ("三年六月", (3, 6, 0)),
            ("一个月零十五天", (0, 1, 15)),
            ("一个月十天", (0, 1, 10)),
            ("半年", (0, 6, 0)),
            ("一年半", (1, 6, 0)),
            ("两个半月", (0, 2, 15)),
            ("3年6个月", (3, 6, 0)),
            ("30日", (0, 0, 30)),
            ("30 日", (0, 0, 30)),
            ("十日", (0, 0, 10)),
            ("10个工作日", (0, 0, 10)),
            ("２周", (0, 0, 14)),
            ("three (3) years", (3, 0, 0)),
            ("thirty (30) days", (0, 0, 30)),
            ("ten business days", (0, 0, 10)),
            ("two years and six months", (2, 6, 0)),
            ("18 months", (0, 18, 0)),
            ("a 12-month term", (0, 12, 0)),
        ];
        for (text, (years, months, days)) in cases {
            let found: Vec<_> =
                find_periods(text).iter().map(|f| (f.value.years, f.value.months, f.value.days)).collect();
            assert_eq!(found, [(years, months, days)], "{text}");
        }
        assert!(find_periods("10个工作日")[0].value.working_days);
        assert_eq!(find_periods("24小时")[0].value.hours, 24);
    }

    #[test]
    fn what_is_no_period() {
        for text in ["2018年7月16日", "2018年", "8月5日", "第三年", "yearly", "one day's", "○○年"]
        {
            let found = find_periods(text);
            assert!(found.is_empty() || text == "one day's", "{text}: {found:?}");
        }
    }

    #[test]
    fn lengths_compare() {
        let day = |text: &str| find_periods(text)[0].value.rough_days();
        assert!(day("三个月") < day("一年") && day("二十三小时") == 1);
    }
}
