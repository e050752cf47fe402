//! Flags within the cells of a row of results.

use std::ops::Range;

use super::analyte::Analyte;
use super::flag::{ReadFlag, read_flag};
use super::labels::Column;
use super::result::read_value;
use super::row::{Atom, Slot, is_whole};
use super::unit::read_unit;
use crate::pattern::pattern;
use crate::{Flag, LabValue, Passage};

/// The flag that begins `rest` by its sign, or before a unit.
pub(super) fn leading_flag(
    rest: &str,
    word: &str,
    cell: &Slot<'_>,
    analyte: Option<&Analyte>,
) -> Option<(Atom, usize)> {
    if let Some(length) = leading_arrow(rest) {
        // Arrow and letter say one thing: `↑ H`.
        let whole = flag_of_words(rest);
        return whole.or_else(|| Some((Atom::Flag(arrow_of(rest.get(..length)?)?), length)));
    }
    // A star may stand right before the result: `*阳性`.
    if let Some(behind) = rest.strip_prefix('*')
        && cell.roles.contains(&Column::Value)
        && behind.chars().next().is_some_and(char::is_alphanumeric)
        && read_flag(word).is_none()
    {
        return Some((Atom::Flag(Flag::Abnormal), 1));
    }
    let flag = (cell.roles == [Column::Unit])
        .then(|| flag_before_unit(rest, word, analyte, is_whole(rest, cell)))
        .flatten()?;
    Some((Atom::Flag(flag), word.len()))
}

/// The flag that the word `word` at the start of `rest` is. Where a result is awaited, words that may be one are none.
pub(super) fn flag_at(word: &str, rest: &str, cell: &Slot<'_>, awaits_value: bool) -> Option<Flag> {
    let ReadFlag::Flag(flag) = read_flag(word)? else { return None };
    // Behind a figure of a unit or of a name the letter is the hour: `L/24 h`, `Lithium (12 h)`.
    let is_hour = || {
        let ahead = cell.text().trim_end().strip_suffix(rest.trim_end()).unwrap_or("").trim_end();
        pattern!(r"(?:/|\(|\bper )\s?[0-9]{1,2}$").is_some_and(|form| form.is_match(ahead))
    };
    if word.trim_end_matches(')') == "h" && is_hour() {
        return None;
    }
    // `Up to 5.20` says what is normal.
    let behind_word = rest.get(word.len()..).unwrap_or("").trim_start();
    if word.eq_ignore_ascii_case("up") && behind_word.get(..2).is_some_and(|to| to.eq_ignore_ascii_case("to"))
    {
        return None;
    }
    let is_range = cell.roles == [Column::Range] && word.len() == rest.len();
    // A dash before a number is the flag of a column beside it: `- 5.6`.
    let is_dash = matches!(word, "-" | "--" | "一");
    let behind = || rest.get(word.len()..).and_then(|behind| read_value(behind.trim_start()));
    let is_before_number =
        is_dash && matches!(behind().map(|read| read.value), Some(LabValue::Number { .. }));
    let is_value = awaits_value && !is_before_number && matches!(flag, Flag::Abnormal | Flag::Normal);
    // In a column of units a letter is one of a unit, but for one behind the unit; words of flags are no units.
    let is_unit = cell.roles == [Column::Unit]
        && word.is_ascii()
        && is_whole(rest, cell)
        && (word.len() < SHORTEST_WORD || read_unit(word, &[]).is_some());
    (!is_range && !is_value && !is_unit).then_some(flag)
}

/// Letters of the shortest word that is a flag, not a unit, wherever it stands: ABN.
const SHORTEST_WORD: usize = 3;

/// The flag before the unit in a column of units, where a grid has put two columns into one: `L g/L`; or alone, where nothing is measured
/// in it.
fn flag_before_unit(rest: &str, word: &str, analyte: Option<&Analyte>, is_whole: bool) -> Option<Flag> {
    let accepted: &[String] = analyte.map_or(&[], |analyte| &analyte.units);
    let ReadFlag::Flag(flag) = read_flag(word)? else { return None };
    flag.direction().filter(|way| *way != 0)?;
    let behind = rest.get(word.len()..).unwrap_or("").trim();
    let is_unit = |text: &str| {
        read_unit(text, accepted).is_some_and(|unit| !unit.mended || accepted.contains(&unit.symbol))
    };
    // Nothing is measured in a letter where nothing is measured in any unit.
    let is_other = is_whole && analyte.is_some() && accepted.is_empty() && matches!(word, "H" | "L");
    let is_apart = if behind.is_empty() { is_other || !is_unit(word) } else { is_unit(behind) };
    // The letters may be one unit set wide: `m mol/L`.
    let whole: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    (is_apart && (behind.is_empty() || !accepted.contains(&whole))).then_some(flag)
}

/// The flag that a remark is, all of it.
pub(super) fn flag_of_remark<'v>(cell: &Slot<'v>) -> Option<(Atom, (&'v Passage, Range<usize>))> {
    let text = cell.text();
    let start = cell.bytes.start + (text.len() - text.trim_start().len());
    let ReadFlag::Flag(flag) = read_flag(text)? else { return None };
    let points = flag.direction().is_some_and(|way| way != 0) && cell.roles == [Column::Other];
    points.then(|| (Atom::Flag(flag), (cell.passage, start..start + text.trim().len())))
}

/// The flag in several words that all of `rest` is: `H (High)`, `above range`.
pub(super) fn flag_of_words(rest: &str) -> Option<(Atom, usize)> {
    let text = rest.trim_end();
    let ReadFlag::Flag(flag) = read_flag(text)? else { return None };
    let points = flag.direction().is_some_and(|way| way != 0);
    (points && text.contains(' ')).then_some((Atom::Flag(flag), text.len()))
}

/// The length of the arrows that begin `text`, with or without a blank behind.
fn leading_arrow(text: &str) -> Option<usize> {
    let length: usize = text.chars().take_while(|c| "↑↓⬆⬇▲▼".contains(*c)).map(char::len_utf8).sum();
    (length > 0).then_some(length)
}

fn arrow_of(arrows: &str) -> Option<Flag> {
    match read_flag(arrows)? {
        ReadFlag::Flag(flag) => Some(flag),
        ReadFlag::Arrow => None,
    }
}
