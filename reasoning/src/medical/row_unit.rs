//! Units within the cells of a row of results.

use super::analyte::Analyte;
use super::glued;
use super::labels::Column;
use super::row::{Atom, Slot};
use super::unit::{ReadUnit, prefix_apart, read_unit};
use crate::pattern::pattern;

/// The unit that begins `rest` where the raised figure has come down beside its ten: `x10 9/L`.
fn raised_apart(rest: &str, accepted: &[String]) -> Option<(Atom, usize)> {
    let form = pattern!(r"^[×xX*]?\s?10\s(?P<ten>[0-9]{1,2})\s?(?P<per>/\s?[A-Za-zμ]+)")?;
    let captures = form.captures(rest)?;
    let per: String = captures.name("per")?.as_str().chars().filter(|c| !c.is_whitespace()).collect();
    let unit = read_unit(&format!("10^{}{per}", captures.name("ten")?.as_str()), accepted)?;
    Some((Atom::Unit(unit), captures.get(0)?.end()))
}

/// What readers make of a lone asterisk.
pub(super) const LIKE_STARS: [&str; 6] = ["火", "米", "水", "木", "禾", "本"];

/// The unit with a flag glued to it, or, in a column of units, one that no dictionary knows, as printed.
pub(super) fn other_unit(
    rest: &str,
    word: &str,
    cell: &Slot<'_>,
    analyte: Option<&Analyte>,
) -> Option<(Atom, usize)> {
    let accepted: &[String] = analyte.map_or(&[], |analyte| &analyte.units);
    if let Some((unit, length)) = glued::unit_before_flag(word, accepted) {
        return Some((Atom::Unit(unit), length));
    }
    let text = rest.trim_end();
    let is_unit = cell.roles == [Column::Unit] && word.chars().any(char::is_alphabetic);
    if is_unit && analyte.is_some_and(|analyte| analyte.units.is_empty()) && LIKE_STARS.contains(&text) {
        return Some((Atom::Arrow, text.len()));
    }
    is_unit.then(|| (Atom::Unit(ReadUnit { symbol: text.to_owned(), mended: false }), text.len()))
}

/// The unit in words that is all of a column of units, or the one of what is measured whose prefix has come apart, where no result is
/// awaited: `m mol/L`.
pub(super) fn leading_unit(
    rest: &str,
    cell: &Slot<'_>,
    awaits_value: bool,
    accepted: &[String],
) -> Option<(Atom, usize)> {
    let in_words = super::unit_words::symbol(rest).filter(|_| cell.roles == [Column::Unit]);
    if let Some(symbol) = in_words {
        return Some((Atom::Unit(ReadUnit { symbol, mended: false }), rest.trim_end().len()));
    }
    let (unit, length) =
        prefix_apart(rest, accepted).filter(|(unit, _)| !awaits_value && accepted.contains(&unit.symbol))?;
    Some((Atom::Unit(unit), length))
}

/// Bytes of the number that begins a text before something else.
pub(super) fn number_length(text: &str) -> usize {
    pattern!(r"^\s*[<>≤≥]?\s?[0-9]+(?:\.[0-9]+)?\s*[↑↓]?\s+(?P<unit>[^\s^*×xX0-9])")
        .and_then(|form| form.captures(text)?.name("unit"))
        .map_or(0, |unit| unit.start())
}

/// The unit that begins `rest`, or all of it in a column of units.
pub(super) fn unit_at(rest: &str, word: &str, cell: &Slot<'_>, accepted: &[String]) -> Option<(Atom, usize)> {
    if let Some(found) = raised_apart(rest, accepted) {
        return Some(found);
    }
    // A bracket or a sign right behind it begins what is normal: 5.1mmol/L(3.9-6.1), mL/min>90.
    if let Some(at) = word.find(['(', '[', '<', '>', '≤', '≥']).filter(|at| *at > 0)
        && read_unit(word, accepted).is_none_or(|unit| unit.mended)
        && word
            .get(at..)
            .map(|inside| inside.trim_start_matches(['(', '[']))
            .is_some_and(|inside| inside.starts_with(|c: char| c.is_ascii_digit() || "<>≤≥-".contains(c)))
        && let Some(before) = word.get(..at).map(|unit| unit.trim_end_matches(['↑', '↓', '⬆', '⬇', '*']))
        && let Some(unit) = read_unit(before, accepted).filter(|unit| !unit.mended)
    {
        return Some((Atom::Unit(unit), before.len()));
    }
    let is_for_units = cell.roles.contains(&Column::Unit);
    let texts = [rest.trim_end(), word].into_iter().filter(|text| is_for_units || *text == word);
    texts.into_iter().find_map(|text| {
        let unit = read_unit(text, accepted).filter(|unit| !unit.mended || is_for_units)?;
        // A unit that the analyte is not measured in is as likely misread as misprinted.
        let odd = !accepted.is_empty() && !accepted.contains(&unit.symbol);
        Some((Atom::Unit(ReadUnit { mended: unit.mended || odd, ..unit }), text.len()))
    })
}
