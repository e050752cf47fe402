//! Dates and times of day.

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::clock::{Clock, clock_at};
use super::english_date::english_at;
use super::glyphs::Glyphs;
use super::numeral::whole_at;

/// A date as far as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct WrittenDate {
    /// The year; absent in `1月5日` and `同年8月22日`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// The month, 1 to 12; above it where a month is written that no calendar has: see [`Self::is_impossible`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<i8>,
    /// The day of the month. It may not be in the month, or in any: see [`Self::is_impossible`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<i8>,
    /// The time of day, where one stands with the date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// The other reading of a date in figures whose first two numbers may both be the month (`01/05/2024`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub otherwise: Option<civil::Date>,
}

/// How much of a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// Month and day without a year.
    DayOfYear,
    /// Year, month, day.
    Day,
    /// A day with a time.
    Time,
}

impl WrittenDate {
    pub(crate) fn new(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Self {
        Self { year, month, day, clock: None, otherwise: None }
    }

    /// How much of it is written.
    pub fn precision(&self) -> Precision {
        match (self.year, self.month, self.day) {
            (Some(_), Some(_), Some(_)) if self.clock.is_some() => Precision::Time,
            (Some(_), Some(_), Some(_)) => Precision::Day,
            (Some(_), Some(_), None) => Precision::Month,
            (Some(_), None, _) => Precision::Year,
            (None, ..) => Precision::DayOfYear,
        }
    }

    /// The day, where year, month and day are written and there is such a day. For an ambiguous date the reading
    /// month first, as in the United States; see [`Self::otherwise`].
    pub fn civil(&self) -> Option<civil::Date> {
        civil::Date::new(self.year?, self.month?, self.day?).ok()
    }

    /// Whether a day is written that its month has not, in its year or, without one, in any: 30 February.
    pub fn is_impossible(&self) -> bool {
        match (self.year, self.month, self.day) {
            (Some(_), _, Some(_)) => self.civil().is_none(),
            // A day that no year has: 30 February.
            (None, Some(month), Some(day)) => civil::Date::new(LEAP_YEAR, month, day).is_err(),
            _ => false,
        }
    }

    /// Whether two different days can be meant.
    pub fn is_ambiguous(&self) -> bool {
        self.otherwise.is_some()
    }
}

/// A year that has every day.
const LEAP_YEAR: i16 = 2024;

/// Years that a document can speak of; others are numbers of something else.
const YEARS: std::ops::RangeInclusive<u64> = 1800..=2199;

pub(crate) fn year(value: u64) -> Option<i16> {
    YEARS.contains(&value).then(|| i16::try_from(value).ok()).flatten()
}

pub(crate) fn month(value: u64) -> Option<i8> {
    (1..=12).contains(&value).then(|| i8::try_from(value).ok()).flatten()
}

pub(crate) fn day(value: u64) -> Option<i8> {
    (1..=31).contains(&value).then(|| i8::try_from(value).ok()).flatten()
}

/// The largest number that is taken for a day written amiss; before 日 any of two digits is.
const NO_DAY: u64 = 39;
const NO_DAY_NAMED: u64 = 99;

/// A day before 日, or one that no month has, nought among them.
fn named_day(value: u64) -> Option<i8> {
    (0..=NO_DAY_NAMED).contains(&value).then(|| i8::try_from(value).ok()).flatten()
}

/// A day of a month, or one that no month has.
pub(crate) fn written_day(value: u64) -> Option<i8> {
    (1..=NO_DAY).contains(&value).then(|| i8::try_from(value).ok()).flatten()
}

/// The year before the first of the Republic's era, and the most years of it that a document may speak of.
const REPUBLIC: u64 = 1911;
const MOST_REPUBLIC: u64 = 200;

/// What a year of this century comes to where its first nought is lost: 二〇二四 is 224 then.
const LOST_NOUGHT: std::ops::RangeInclusive<u64> = 210..=249;

/// A number and the sign behind it, with spaces between: `2024 年`.
fn part(glyphs: &Glyphs, at: usize, signs: &str) -> Option<(u64, usize)> {
    let (value, end) = whole_at(glyphs, glyphs.skip_spaces(at, 2))?;
    let end = glyphs.skip_spaces(end, 2);
    glyphs.one_of(end, signs).then_some((value, end + 1))
}

/// The largest number before 月 that is taken for a month written amiss.
const NO_MONTH: u64 = 19;

/// `2024年1月5日`, `二〇二四年一月`, `2024年`, `1月5日`.
fn chinese_at(glyphs: &Glyphs, at: usize) -> Option<(WrittenDate, usize)> {
    if let Some((value, end)) = part(glyphs, at, "年") {
        // 民国112年 is 2023.
        let republic = glyphs.before(at).is_some_and(|char| "国國".contains(char)) && value <= MOST_REPUBLIC;
        let written = part(glyphs, end, "月");
        // 二二四年七月四日: a year in Chinese figures whose nought was not read, with the whole day behind it.
        let nought_lost = !republic
            && LOST_NOUGHT.contains(&value)
            && glyphs.is(at, '二')
            && written.is_some_and(|(_, end)| part(glyphs, end, "日").is_some());
        let value = if nought_lost { value + 2000 - 200 } else { value };
        let year = year(if republic { value + REPUBLIC } else { value })?;
        // A month that no calendar has is a slip where a day follows: 2022年13月16日.
        if let Some((month, end)) =
            written.filter(|(value, _)| *value == 0 || (13..=NO_MONTH).contains(value))
            && let Some((day, end)) =
                part(glyphs, end, "日号").and_then(|(value, end)| Some((day(value)?, end)))
        {
            let month = i8::try_from(month).ok()?;
            return Some((WrittenDate::new(Some(year), Some(month), Some(day)), end));
        }
        let Some((month, end)) = written.and_then(|(value, end)| Some((month(value)?, end))) else {
            return Some((WrittenDate::new(Some(year), None, None), end));
        };
        return match part(glyphs, end, "日号").and_then(|(value, end)| Some((named_day(value)?, end))) {
            Some((day, end)) => Some((WrittenDate::new(Some(year), Some(month), Some(day)), end)),
            None => Some((WrittenDate::new(Some(year), Some(month), None), end)),
        };
    }
    let (value, end) = part(glyphs, at, "月")?;
    let month = month(value)?;
    let (value, end) = part(glyphs, end, "日号")?;
    Some((WrittenDate::new(None, Some(month), Some(written_day(value)?)), end))
}

/// Digits only, at most `most` of them.
fn figures(glyphs: &Glyphs, at: usize, most: usize) -> Option<(u64, usize, usize)> {
    let (mut end, mut value) = (at, 0_u64);
    while let Some(digit) = glyphs.get(end).and_then(|char| char.to_digit(10)) {
        value = value * 10 + u64::from(digit);
        end += 1;
        if end - at > most {
            return None;
        }
    }
    (end > at).then_some((value, end, end - at))
}

/// A day or a year to which the hour behind it is glued, as where a reader loses the blank: `2024-01-0508:30`.
fn before_hour(glyphs: &Glyphs, at: usize) -> Option<(u64, usize, usize)> {
    let (value, end, length) = figures(glyphs, at, 6)?;
    let minute = glyphs.is(end, ':').then(|| figures(glyphs, end + 1, 2)).flatten()?;
    (matches!(length, 4 | 6) && minute.2 == 2).then_some((value / 100, end - 2, length - 2))
}

/// `2024-01-05`, `2024/1/5`, `2024.1.5`, `2024-01`, `05/01/2024`, `5.1.2024`.
fn figures_at(glyphs: &Glyphs, at: usize) -> Option<(WrittenDate, usize)> {
    let outside = |char: Option<char>| char.is_none_or(|char| !char.is_ascii_alphanumeric());
    let clear = |at: usize| glyphs.before(at).is_none_or(|char| !char.is_ascii_alphanumeric() && char != '.');
    if !clear(at) {
        return None;
    }
    let (first, end, length) = figures(glyphs, at, 4)?;
    let sign = glyphs.get(end).filter(|sign| "-/.".contains(*sign))?;
    if matches!(glyphs.before(at), Some('-' | '/')) {
        return None;
    }
    let (second, end, _) = figures(glyphs, end + 1, 2)?;
    let glued = glyphs.is(end, sign).then(|| before_hour(glyphs, end + 1)).flatten();
    let third = glued.or_else(|| glyphs.is(end, sign).then(|| figures(glyphs, end + 1, 4)).flatten());
    let Some((third, end, last)) = third else {
        // `2024.1` is a number; `2024/1` and `2024-01` are months where nothing goes on.
        let is_month = length == 4 && sign != '.' && outside(glyphs.get(end)) && !glyphs.one_of(end, "-/.");
        let date = WrittenDate::new(Some(year(first)?), Some(month(second)?), None);
        return is_month.then_some((date, end));
    };
    let goes_on =
        glyphs.get(end) == Some(sign) && glyphs.get(end + 1).is_some_and(|char| char.is_ascii_digit());
    let stamp = glyphs.one_of(end, "Tt") && glyphs.get(end + 1).is_some_and(|char| char.is_ascii_digit());
    if goes_on || !(outside(glyphs.get(end)) || stamp || glued.is_some()) {
        return None;
    }
    if length == 4 {
        let written = || written_in_figures(year(first)?, second, third);
        return (last <= 2).then(written).flatten().map(|date| (date, end));
    }
    (last == 4 && length <= 2).then_some(())?;
    Some((year_last(first, second, year(third)?)?, end))
}

/// A day in figures; a month or a day that no calendar has is a slip where the other may be one: `2024/8/32`, `2024-13-05`.
fn written_in_figures(year: i16, second: u64, third: u64) -> Option<WrittenDate> {
    let written = |month: i8, day: i8| WrittenDate::new(Some(year), Some(month), Some(day));
    if let Some(month) = month(second) {
        return Some(written(month, if third == 0 { 0 } else { written_day(third)? }));
    }
    let beyond = (13..=NO_MONTH).contains(&second).then(|| i8::try_from(second).ok()).flatten()?;
    Some(written(beyond, day(third)?))
}

/// `05/01/2024`: month first or day first.
fn year_last(first: u64, second: u64, year: i16) -> Option<WrittenDate> {
    let read = |month_number: u64, day_number: u64| Some((month(month_number)?, day(day_number)?));
    let date = |(month, day)| WrittenDate::new(Some(year), Some(month), Some(day));
    match (read(first, second), read(second, first)) {
        (Some(us), Some(eu)) if us != eu => Some(WrittenDate { otherwise: date(eu).civil(), ..date(us) }),
        (Some(either), _) | (None, Some(either)) => Some(date(either)),
        // A day that no month has, before its month.
        (None, None) => {
            let amiss = (32..=NO_DAY).contains(&first).then(|| written_day(first)).flatten()?;
            Some(date((month(second)?, amiss)))
        }
    }
}

/// `20240105` standing alone.
fn compact_at(glyphs: &Glyphs, at: usize) -> Option<(WrittenDate, usize)> {
    if glyphs.before(at).is_some_and(|char| char.is_ascii_alphanumeric() || ".,-/".contains(char)) {
        return None;
    }
    let (value, end, length) = figures(glyphs, at, 8)?;
    if length != 8 || glyphs.get(end).is_some_and(|char| char.is_alphanumeric() || ".,-/".contains(char)) {
        return None;
    }
    let (year, month, day) = (year(value / 10_000)?, month(value / 100 % 100)?, day(value % 100)?);
    let date = WrittenDate::new(Some(year), Some(month), Some(day));
    date.civil().map(|_| (date, end))
}

/// The date at glyph `at`, with the glyph after it.
pub(crate) fn date_at(glyphs: &Glyphs, at: usize) -> Option<(WrittenDate, usize)> {
    let (date, end) = chinese_at(glyphs, at)
        .or_else(|| figures_at(glyphs, at))
        .or_else(|| compact_at(glyphs, at))
        .or_else(|| english_at(glyphs, at))?;
    if date.day.is_none() {
        return Some((date, end));
    }
    match clock_at(glyphs, end) {
        Some((clock, end)) => Some((WrittenDate { clock: Some(clock), ..date }, end)),
        None => Some((date, end)),
    }
}

/// All dates of `text`, from left to right.
///
/// ```
/// use reasoning::value::find_dates;
/// let dates = find_dates("二〇二四年一月五日立案，2024-02-30开庭，01/05/2024");
/// assert_eq!(dates[0].value.civil().unwrap().to_string(), "2024-01-05");
/// assert!(dates[1].value.is_impossible());
/// assert!(dates[2].value.is_ambiguous());
/// ```
pub fn find_dates(text: &str) -> Vec<Found<WrittenDate>> {
    let glyphs = Glyphs::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        if let Some((date, end)) = date_at(&glyphs, at) {
            found.push(Found::at(text, glyphs.bytes(at..end), date));
            at = end;
        } else {
            // A year must not begin in the middle of a row of digits.
            at = whole_at(&glyphs, at).map_or(at + 1, |(_, end)| end.max(at + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        find_dates(text).iter().map(|found| tell(&found.value)).collect::<Vec<_>>().join(" ")
    }

    fn tell(date: &WrittenDate) -> String {
        let number = |number: Option<i16>| number.map_or("?".to_owned(), |number| number.to_string());
        let small = |number: Option<i8>| number.map_or("?".to_owned(), |number| number.to_string());
        let clock = date.clock.map_or(String::new(), |clock| format!("T{clock}"));
        let otherwise = date.otherwise.map_or(String::new(), |date| format!("|{date}"));
        format!("{}-{}-{}{clock}{otherwise}", number(date.year), small(date.month), small(date.day))
    }

    #[test]
    fn dates_in_all_hands() {
        let cases = [
            ("2024年1月5日", "2024-1-5"),
            ("２０２４年１月５日", "2024-1-5"),
            ("2024 年 1 月 5 日", "2024-1-5"),
            ("二〇二四年一月五日", "2024-1-5"),
            ("二○一八年七月十六日", "2018-7-16"),
            ("二0一四年四月十九日", "2014-4-19"),
            ("二O一八年十二月三十一日", "2018-12-31"),
            ("二零二三年十月廿五日", "2023-10-25"),
            ("2024年1月", "2024-1-?"),
            ("2024年", "2024-?-?"),
            ("同年8月22日", "?-8-22"),
            ("2024-01-05", "2024-1-5"),
            ("2024-01-0508:30", "2024-1-5T08:30"),
            ("01/25/202408:30", "2024-1-25T08:30"),
            ("2024/1/5", "2024-1-5"),
            ("2024.1.5", "2024-1-5"),
            ("2024-01", "2024-1-?"),
            ("20240105", "2024-1-5"),
            ("5 January 2024", "2024-1-5"),
            ("5th January, 2024", "2024-1-5"),
            ("5th day of January, 2024", "2024-1-5"),
            ("January 5, 2024", "2024-1-5"),
            ("Jan 5, 2024", "2024-1-5"),
            ("Jan. 5th 2024", "2024-1-5"),
            ("05-Jan-2024", "2024-1-5"),
            ("January 2024", "2024-1-?"),
            ("01/05/2024", "2024-1-5|2024-05-01"),
            ("05/05/2024", "2024-5-5"),
            ("13/05/2024", "2024-5-13"),
            ("05/13/2024", "2024-5-13"),
            ("5.1.2024", "2024-5-1|2024-01-05"),
            ("2024年2月30日", "2024-2-30"),
            ("2022年13月16日", "2022-13-16"),
            ("2024年5月50日", "2024-5-50"),
            ("二二四年七月四日", "2024-7-4"),
            ("2022/8/32", "2022-8-32"),
            ("2023.10.32", "2023-10-32"),
            ("2023-13-05", "2023-13-5"),
            ("32/05/2024", "2024-5-32"),
            ("8月32日", "?-8-32"),
            ("2024年1月5日13时05分", "2024-1-5T13:05"),
            ("2016年5月9日13时许", "2016-5-9T13:00"),
            ("2024年1月5日下午3点半", "2024-1-5T15:30"),
            ("2024-01-05 09:30:15", "2024-1-5T09:30:15"),
            ("2024-01-05T09:30", "2024-1-5T09:30"),
            ("2024年1月5日上午", "2024-1-5"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "××××年××月××日",
            "3年6个月",
            "1.2.3",
            "192.168.1.100",
            "13/14/2024",
            "2024-23-05",
            "3500年",
            "may be 5",
            "110101199003071234",
            "12024-01-05",
            "三年六个月",
            "电话010-2024-0105",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn precision_and_possibility() {
        let date = |text: &str| find_dates(text)[0].value;
        assert_eq!(date("2023年2月29日").precision(), Precision::Day);
        assert!(date("2023年2月29日").is_impossible());
        assert!(!date("2024年2月29日").is_impossible());
        assert_eq!(date("1月5日").precision(), Precision::DayOfYear);
        assert!(!date("2024年").is_impossible());
    }
}
