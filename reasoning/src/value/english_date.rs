//! Dates with English names of months.

use super::date::{WrittenDate, written_day, year};
use super::glyphs::Glyphs;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The name of a month at `at`, whole or cut to three or four letters with or without a full stop.
fn month_at(glyphs: &Glyphs, at: usize) -> Option<(i8, usize)> {
    let (word, end) = glyphs.word(at)?;
    let short = |month: &str| month.starts_with(&word) && (word.len() == 3 || word == "sept");
    let number = MONTHS.iter().position(|month| *month == word || short(month))?;
    let end = if word.len() <= 4 && glyphs.is(end, '.') { end + 1 } else { end };
    Some((i8::try_from(number + 1).ok()?, end))
}

fn figures(glyphs: &Glyphs, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<(u64, usize)> {
    let (mut end, mut value) = (at, 0_u64);
    while let Some(digit) = glyphs.get(end).and_then(|char| char.to_digit(10)) {
        value = value * 10 + u64::from(digit);
        end += 1;
        if end - at > *digits.end() {
            return None;
        }
    }
    digits.contains(&(end - at)).then_some((value, end))
}

/// A day of the month, with `st`, `nd`, `rd`, `th` behind it or not.
fn day_at(glyphs: &Glyphs, at: usize) -> Option<(i8, usize)> {
    let (value, end) = figures(glyphs, at, 1..=2)?;
    let end = ["st", "nd", "rd", "th"].iter().find_map(|ending| glyphs.eat(end, ending)).unwrap_or(end);
    (!glyphs.inside_word(end)).then_some(())?;
    Some((written_day(value)?, end))
}

/// Spaces, a comma, a hyphen or `of` between the parts of a date.
fn gap(glyphs: &Glyphs, at: usize) -> usize {
    let at = glyphs.skip_spaces(at, 2);
    let at = glyphs.eat(at, "day of").map_or(at, |end| glyphs.skip_spaces(end, 2));
    let at = glyphs.eat(at, "of ").unwrap_or(at);
    let at = if glyphs.one_of(at, ",-") { at + 1 } else { at };
    glyphs.skip_spaces(at, 2)
}

fn year_at(glyphs: &Glyphs, at: usize) -> Option<(i16, usize)> {
    let (value, end) = figures(glyphs, at, 4..=4)?;
    (!glyphs.inside_word(end)).then_some(())?;
    Some((year(value)?, end))
}

/// `2024-Jan-05`, `5 January 2024`, `5th day of January, 2024`, `January 5, 2024`, `Jan 2024`.
pub(crate) fn english_at(glyphs: &Glyphs, at: usize) -> Option<(WrittenDate, usize)> {
    if glyphs.before(at).is_some_and(|char| char.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some((day, end)) = day_at(glyphs, at) {
        let (month, end) = month_at(glyphs, gap(glyphs, end))?;
        let (year, end) = year_at(glyphs, gap(glyphs, end))?;
        return Some((WrittenDate::new(Some(year), Some(month), Some(day)), end));
    }
    // The year first: 2023-Nov-21, 2023 November 21.
    if let Some((year, end)) = year_at(glyphs, at) {
        let (month, end) = month_at(glyphs, gap(glyphs, end))?;
        let (day, end) = day_at(glyphs, gap(glyphs, end))?;
        return Some((WrittenDate::new(Some(year), Some(month), Some(day)), end));
    }
    let (month, end) = month_at(glyphs, at)?;
    let next = gap(glyphs, end);
    if let Some((year, end)) = year_at(glyphs, next) {
        return Some((WrittenDate::new(Some(year), Some(month), None), end));
    }
    let (day, end) = day_at(glyphs, next)?;
    let (year, end) = year_at(glyphs, gap(glyphs, end))?;
    Some((WrittenDate::new(Some(year), Some(month), Some(day)), end))
}
