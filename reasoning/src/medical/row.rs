//! The cells of one result as value, flag, unit and range, however the grid has cut them.

use std::ops::Range;

use super::analyte::Analyte;
use super::flag::{ReadFlag, read_flag};
use super::glued;
use super::lab::{takes_words, whole_range};
use super::labels::Column;
use super::panel::below_head;
use super::range::{ReadRange, interval, read_range, without_dash};
use super::result::{ReadValue, has_numeral, qualitative, read_value};
use super::row_flag::{flag_at, flag_of_remark, flag_of_words, leading_flag};
use super::row_unit::{leading_unit, number_length, other_unit, unit_at};
use super::unit::{ReadUnit, read_unit};
use rust_decimal::Decimal;

use crate::pattern::pattern;
use crate::value::{Comparator, Interval};
use crate::{Flag, LabValue, Passage};

/// A cell with what its column is for.
#[derive(Debug, Clone)]
pub(super) struct Slot<'v> {
    pub(super) passage: &'v Passage,
    /// What its column's head says, in order of print; empty where it says nothing.
    pub(super) roles: Vec<Column>,
    /// The part of the folded text that is still to be read.
    pub(super) bytes: Range<usize>,
}

/// Something a result is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// The result, and whether it was mended.
    Value(LabValue, bool),
    /// A flag.
    Flag(Flag),
    /// A sign in the place of a flag that may be an arrow.
    Arrow,
    /// A unit.
    Unit(ReadUnit),
    /// What is normal.
    Range(ReadRange),
}

impl<'v> Slot<'v> {
    pub(super) fn text(&self) -> &'v str {
        self.passage.folded().get(self.bytes.clone()).unwrap_or("")
    }

    /// Whether nothing but blanks stands between it and `bytes` behind it.
    pub(super) fn goes_on(&self, bytes: &Range<usize>) -> bool {
        let between = self.passage.folded().get(self.bytes.end..bytes.start);
        between.is_some_and(|between| between.trim().is_empty())
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Whether it may be a name: it has letters and is neither unit nor range.
    pub(super) fn is_wordy(&self) -> bool {
        let text = self.text().trim();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters > 0
            && read_unit(text, &[]).is_none()
            && read_range(text, false).is_none()
            && read_value(text).is_none()
    }

    /// Leaves out the head above the first result, where a grid has put both into one cell.
    pub(super) fn drop_head(&mut self) {
        self.bytes.start = below_head(self.passage).unwrap_or(self.bytes.end).min(self.bytes.end);
    }

    /// Leaves out upright strokes at both ends: lines of the table beside the text, read as letters.
    pub(super) fn drop_strokes(&mut self) {
        let text = self.text();
        let bare = text.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if bare.len() < text.trim().len() && !bare.is_empty() {
            let start = text.find(bare).unwrap_or(0);
            self.bytes = self.bytes.start + start..self.bytes.start + start + bare.len();
        }
    }

    /// Takes the dot before a result.
    pub(super) fn take_dot(&mut self) -> Option<(&'v Passage, Range<usize>)> {
        let text = self.text();
        let result = text.trim_start().strip_prefix(['·', '•'])?.trim_start();
        if result.is_empty() || !self.roles.contains(&Column::Value) {
            return None;
        }
        let start = self.bytes.start + (text.len() - text.trim_start().len());
        let dot = text.trim_start().chars().next().map_or(0, char::len_utf8);
        self.bytes.start = self.bytes.end - result.len();
        Some((self.passage, start..start + dot))
    }

    /// Takes the small letter for low off a result that it stands before and that is below what is `normal`, where it was read as a figure:
    /// `1 77.6`.
    pub(super) fn take_low(&mut self, normal: &Interval) -> Option<(&'v Passage, Range<usize>)> {
        let low = normal.low?;
        let form = pattern!(r"^\s*(?P<flag>[1I])\s+(?P<number>[0-9]+(?:\.[0-9]+)?)\s*$")?;
        let captures = form.captures(self.text()).filter(|_| self.roles.contains(&Column::Value))?;
        let (flag, number) = (captures.name("flag")?, captures.name("number")?);
        number.as_str().parse::<Decimal>().ok().filter(|number| *number < low)?;
        // The figure may be one of the number that has come apart: `1 50`, `1 250`.
        let together = format!("1{}", number.as_str()).parse::<Decimal>().ok()?;
        if normal.contains(together) || number.len() == 3 && !number.as_str().contains('.') {
            return None;
        }
        let at = self.bytes.start + flag.start()..self.bytes.start + flag.end();
        self.bytes.start += number.start();
        Some((self.passage, at))
    }

    /// The star that is all there is in a column of remarks.
    pub(super) fn star_of_remark(&self) -> Option<(&'v Passage, Range<usize>)> {
        let text = self.text();
        let start = self.bytes.start + (text.len() - text.trim_start().len());
        let is_star = text.trim() == "*" && self.roles == [Column::Other];
        is_star.then(|| (self.passage, start..start + 1))
    }

    /// Leaves out the number of the row, where the column has one.
    pub(super) fn drop_index(&mut self) {
        if !self.roles.contains(&Column::Index) {
            // A number with its stop is one before any name: 11.★血红蛋白. What goes on with a figure is no number of a row.
            let named = self.roles.is_empty() || self.roles.contains(&Column::Name);
            let form = pattern!(r"^\s*[0-9]{1,2}\s*(?:[.、)]|[☑☐✓✔√□■★☆●◆※*])\s*(?P<name>[^0-9\s.])")
                .filter(|_| named);
            if let Some(name) = form.and_then(|form| form.captures(self.text())?.name("name")) {
                self.bytes.start += name.start();
            }
            return;
        }
        let Some(found) = pattern!(r"^\s*[0-9OolI]{1,3}[.、]?(?:\s+|$)").and_then(|p| p.find(self.text()))
        else {
            // A lone sign in a column of numbers is a number misread.
            if self.roles == [Column::Index] && self.text().trim().chars().count() < 2 {
                self.bytes.start = self.bytes.end;
            }
            return;
        };
        self.bytes.start += found.end();
    }

    /// The name within the cell, and the rest: a value that has run into it.
    pub(super) fn split_name(&self) -> (Range<usize>, Range<usize>) {
        let text = self.text();
        let shared =
            self.roles.iter().any(|role| !matches!(role, Column::Name | Column::Code | Column::Index));
        let trimmed = self.bytes.start + (text.len() - text.trim_start().len());
        let cut = pattern!(r"\s(?:<|>|≤|≥)?\s*[0-9]+(?:\.[0-9]+)?(?:\s|$)|\s(?:阴性|阳性|Negative|Positive)")
            .and_then(|p| p.find(text))
            .filter(|_| shared || self.roles.is_empty());
        // Of a code and a name in one cell the first word is the code.
        let both = self.roles.contains(&Column::Code) && self.roles.contains(&Column::Name);
        let word = text.trim_start().find(' ').filter(|_| both).map(|at| trimmed + at);
        let end =
            word.unwrap_or_else(|| cut.map_or(self.bytes.end, |found| self.bytes.start + found.start()));
        let end = trimmed + self.passage.folded().get(trimmed..end).map_or(0, |name| name.trim_end().len());
        let rest = self.passage.folded().get(end..self.bytes.end).unwrap_or("");
        let rest_start = end + (rest.len() - rest.trim_start().len());
        (trimmed..end, rest_start..self.bytes.end)
    }
}

/// What is still awaited of a row.
struct Wanted {
    value: bool,
    unit: bool,
    range: bool,
    /// Whether the result found is one in words.
    in_words: bool,
}

/// The atoms of the cells that are left when name and code are gone.
pub(super) fn atoms<'v>(
    cells: &[Slot<'v>],
    analyte: Option<&Analyte>,
) -> Vec<(Atom, (&'v Passage, Range<usize>))> {
    let mut found: Vec<(Atom, (&'v Passage, Range<usize>))> = Vec::new();
    let mut wanted = Wanted { value: true, unit: true, range: true, in_words: false };
    // The cell under the head of results comes first, so that a number beside it is not taken for the result.
    let verdict = cells.iter().position(|cell| cell.roles.contains(&Column::Value) && !cell.is_blank());
    let headed = verdict.map(|at| number_beside(cells, at).unwrap_or(at));
    let order = headed.into_iter().chain((0..cells.len()).filter(|index| Some(*index) != headed));
    let has_head = cells.iter().any(|cell| cell.roles.contains(&Column::Value));
    for (index, cell) in order.filter_map(|index| Some((index, cells.get(index)?))) {
        if cell.roles == [Column::Other] || cell.roles == [Column::Index] {
            found.extend(flag_of_remark(cell));
            continue;
        }
        let is_value = cell.roles.contains(&Column::Value) || headed == Some(index);
        let may_be_value = is_value || cell.roles.is_empty() && !(has_head && headed.is_some());
        read_cell(cell, analyte, may_be_value, &mut wanted, &mut found);
    }
    if headed != verdict {
        give_verdict(verdict.and_then(|at| cells.get(at)).map(Slot::text), &mut found);
    }
    // Two columns may hold one result, in words and in figures: 定性 | 定量.
    let is_result = |cell: &&Slot<'_>| {
        let other = [Column::Range, Column::Unit, Column::Index, Column::Name, Column::Code];
        !cell.roles.iter().any(|role| other.contains(role))
    };
    for cell in cells.iter().filter(is_result) {
        let text = cell.text().trim();
        let verdict = if cell.roles == [Column::Flag] { verdict_length(text) } else { 0 };
        let text = text.get(..verdict).filter(|_| verdict > 0).unwrap_or(text);
        match read_value(text) {
            Some(read) if read.end < text.len() => {}
            Some(ReadValue { value: LabValue::Qualitative(_), .. })
                if text.chars().any(char::is_alphabetic) && !has_numeral(text) =>
            {
                give_verdict(Some(text), &mut found);
            }
            Some(ReadValue { value: LabValue::Number { number, comparator, verdict: None }, .. })
                if cell.roles.is_empty() || cell.roles.contains(&Column::Value) =>
            {
                give_number(cell, number, comparator, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The number that stands in a cell of its own goes with its verdict.
fn give_number<'v>(
    cell: &Slot<'v>,
    number: Decimal,
    comparator: Option<Comparator>,
    found: &mut [(Atom, (&'v Passage, Range<usize>))],
) {
    let text = cell.text();
    let start = cell.bytes.start + (text.len() - text.trim_start().len());
    let value = found.iter_mut().find(|(atom, _)| matches!(atom, Atom::Value(..)));
    if let Some((Atom::Value(value, _), place)) = value
        && let LabValue::Qualitative(verdict) = *value
        && verdict.grade.is_none()
    {
        *value = LabValue::Number { number, comparator, verdict: Some(verdict) };
        *place = (cell.passage, start..start + text.trim().len());
    }
}

/// The verdict that stands in a cell of its own goes with its number.
fn give_verdict(text: Option<&str>, found: &mut [(Atom, (&Passage, Range<usize>))]) {
    let read = text.and_then(|text| read_value(text.trim())).map(|read| read.value);
    let value = found.iter_mut().find_map(|(atom, _)| match atom {
        Atom::Value(LabValue::Number { verdict, .. }, _) => Some(verdict),
        _ => None,
    });
    if let (Some(LabValue::Qualitative(read)), Some(verdict)) = (read, value) {
        *verdict = verdict.or(Some(read));
    }
}

/// The cell beside the one headed as the result, where it has no head and holds the number to which that one gives the verdict or the
/// flag: one head may stand over both, `16.74 | 阳性(+)`, `3.2 | 偏低`.
fn number_beside(cells: &[Slot<'_>], headed: usize) -> Option<usize> {
    let text = |at: usize| cells.get(at).map(|cell| cell.text().trim());
    let read = |at: usize| read_value(text(at)?).map(|read| read.value);
    let is_verdict = matches!(read(headed), Some(LabValue::Qualitative(_)));
    let is_flag = read(headed).is_none() && matches!(read_flag(text(headed)?), Some(ReadFlag::Flag(_)));
    let before = headed.checked_sub(1);
    let after = Some(headed + 1).filter(|_| is_flag);
    let is_number = |at: &usize| {
        let (Some(LabValue::Number { .. }), Some(one), Some(other)) =
            (read(*at), cells.get(*at), cells.get(headed))
        else {
            return false;
        };
        // Between the number of a row and its result stands the name.
        one.roles.is_empty() && one.passage.id.0.abs_diff(other.passage.id.0) == 1
    };
    before.into_iter().chain(after).find(is_number).filter(|_| is_verdict || is_flag)
}

fn read_cell<'v>(
    cell: &Slot<'v>,
    analyte: Option<&Analyte>,
    may_be_value: bool,
    wanted: &mut Wanted,
    found: &mut Vec<(Atom, (&'v Passage, Range<usize>))>,
) {
    let text = cell.text();
    let accepted: &[String] = analyte.map_or(&[], |analyte| &analyte.units);
    let mut at = match cell.roles.as_slice() {
        [Column::Unit] => glued::stroke(text, accepted),
        // A head may stand over the result of before and the unit: `2.4 mmol/L`.
        [Column::Other, Column::Unit] => number_length(text),
        [.., Column::Range] => before_range(text),
        // Beside a number the word of a column of flags is its verdict: `24.5 | 阳性 ↑`.
        [Column::Flag] if has_number(found) => verdict_length(text),
        _ => 0,
    };
    while let Some(rest) = text.get(at..).filter(|rest| !rest.trim().is_empty()) {
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let Some((atom, length)) = next_atom(rest, cell, analyte, may_be_value, wanted) else {
            at += rest.find(' ').unwrap_or(rest.len());
            continue;
        };
        match &atom {
            Atom::Value(value, _) => {
                wanted.value = false;
                wanted.in_words = matches!(value, LabValue::Qualitative(_));
            }
            Atom::Unit(_) => wanted.unit = false,
            Atom::Range(_) => wanted.range = false,
            Atom::Flag(_) | Atom::Arrow => {}
        }
        let start = cell.bytes.start + at;
        found.push((atom, (cell.passage, start..start + length)));
        at += length.max(1);
    }
}

fn has_number(found: &[(Atom, (&Passage, Range<usize>))]) -> bool {
    found.iter().any(|(atom, _)| matches!(atom, Atom::Value(LabValue::Number { .. }, _)))
}

/// Bytes of the verdict in words that begins a text: `阳性 ↑`.
fn verdict_length(text: &str) -> usize {
    let trimmed = text.trim_start();
    let is_verdict = trimmed.starts_with(|c: char| "阴阳弱".contains(c));
    let length = qualitative(trimmed).filter(|_| is_verdict).map_or(0, |(_, length)| length);
    if length > 0 { text.len() - trimmed.len() + length } else { 0 }
}

/// Bytes of the result of before that has come into the cell of what is normal: `60 9-50`.
fn before_range(text: &str) -> usize {
    pattern!(
        r"^\s*[<>≤≥]?\s?[0-9]+(?:\.[0-9]+)?\s+(?P<range>(?:[<>≤≥]=?\s?[0-9.]+|-?[0-9.]+\s*(?:[-~一]{1,2}|至|to)\s*-?[0-9.]+)\s*)$"
    )
    .and_then(|form| form.captures(text)?.name("range"))
    .map_or(0, |range| range.start())
}

/// The atom that begins `rest`, and its length.
fn next_atom(
    rest: &str,
    cell: &Slot<'_>,
    analyte: Option<&Analyte>,
    may_be_value: bool,
    wanted: &Wanted,
) -> Option<(Atom, usize)> {
    let accepted: &[String] = analyte.map_or(&[], |analyte| &analyte.units);
    let word = rest.split(' ').next().unwrap_or(rest);
    if let Some(found) = leading_flag(rest, word, cell, analyte) {
        return Some(found);
    }
    if wanted.unit
        && let Some(found) = leading_unit(rest, cell, wanted.value && may_be_value, accepted)
    {
        return Some(found);
    }
    let awaits_unit = cell.roles.contains(&Column::Unit) && !may_be_value && wanted.unit;
    if let Some(found) = glued::leading(word, awaits_unit, may_be_value && wanted.value, accepted) {
        return Some(found);
    }
    let is_range = cell.roles.contains(&Column::Range);
    if wanted.range
        && let Some(range) = leading_range(rest, cell, analyte, is_range && !may_be_value)
    {
        return Some(range);
    }
    let may_be_flag = cell.roles.is_empty() || cell.roles.contains(&Column::Flag);
    if may_be_flag && let Some(found) = flag_of_words(rest) {
        return Some(found);
    }
    if let Some(flag) = flag_at(word, rest, cell, wanted.value && may_be_value) {
        return Some((Atom::Flag(flag), word.len()));
    }
    if wanted.value && may_be_value {
        return value_at(rest).or_else(|| words(rest, cell, accepted));
    }
    if wanted.range
        && let Some(range) = range_at(rest)
    {
        return Some(range);
    }
    if let Some(found) = expected_verdict(rest, cell, wanted) {
        return Some(found);
    }
    if wanted.unit
        && let Some(unit) = unit_at(rest, word, cell, accepted)
    {
        return Some(unit);
    }
    if may_be_flag && read_flag(word) == Some(ReadFlag::Arrow) {
        return Some((Atom::Arrow, word.len()));
    }
    // Whatever a house prints in its column of flags marks the result.
    if cell.roles == [Column::Flag] {
        return Some((Atom::Arrow, rest.trim_end().len()));
    }
    if wanted.range
        && is_range
        && takes_words(analyte)
        && let Some(range) = whole_range(rest, analyte)
    {
        return Some((Atom::Range(range), rest.trim_end().len()));
    }
    other_unit(rest, word, cell, analyte).filter(|_| wanted.unit)
}

/// What is awaited, where it stands alone in its cell behind a result in words: `NEGATIVE | NEGATIVE`.
fn expected_verdict(rest: &str, cell: &Slot<'_>, wanted: &Wanted) -> Option<(Atom, usize)> {
    let may_be = wanted.range && wanted.in_words && cell.roles.is_empty() && is_whole(rest, cell);
    let range = read_range(rest, false).filter(|_| may_be && rest.chars().any(char::is_alphabetic))?;
    Some((Atom::Range(range), rest.trim_end().len()))
}

/// The range that begins `rest`: of a cell without heads, or of one for ranges, if for nothing else all of it (`whole`).
fn leading_range(
    rest: &str,
    cell: &Slot<'_>,
    analyte: Option<&Analyte>,
    whole: bool,
) -> Option<(Atom, usize)> {
    // Without heads a cell that is an interval from end to end is a range, whichever side of the result it stands on.
    let is_bracketed = rest.starts_with(['[', '(']) && rest.trim_end().ends_with([']', ')']);
    let is_interval = rest.contains(['-', '~']) || is_bracketed && rest.contains(['<', '>', '≤', '≥']);
    let bare = cell.roles.is_empty() && is_interval && is_whole(rest, cell);
    if bare && let Some((interval, mended)) = interval(rest) {
        let range = crate::ReferenceRange::Interval(interval);
        return Some((Atom::Range(ReadRange { range, mended }), rest.trim_end().len()));
    }
    if cell.roles.contains(&Column::Range)
        && let Some(found) = range_with_unit(rest)
    {
        return Some(found);
    }
    let dashless = || without_dash(rest).filter(|_| cell.roles == [Column::Range] && is_whole(rest, cell));
    let range = whole_range(rest, analyte).or_else(dashless).filter(|_| whole)?;
    Some((Atom::Range(range), rest.trim_end().len()))
}

/// Whether `rest` is all that the cell holds.
pub(super) fn is_whole(rest: &str, cell: &Slot<'_>) -> bool {
    rest.trim_end().len() == cell.text().trim().len()
}

/// A range with a unit behind it, which is left for later: `3.9-6.1 mmol/L`.
fn range_with_unit(rest: &str) -> Option<(Atom, usize)> {
    let (atom, length) = range_at(rest)?;
    let unit = rest.get(length..)?.trim();
    (!unit.is_empty() && read_unit(unit, &[]).is_some_and(|unit| !unit.mended)).then_some((atom, length))
}

fn value_at(rest: &str) -> Option<(Atom, usize)> {
    let read = read_value(rest)?;
    let goes_on = |c: char| c.is_alphabetic() && document::is_cjk(c);
    let after = rest.get(read.end..).unwrap_or("");
    let word = after.split(' ').next().unwrap_or("");
    let is_number = matches!(read.value, LabValue::Number { .. });
    // A dash behind a verdict may be read as the numeral one.
    let is_flagged = (is_number || word == "一") && matches!(read_flag(word), Some(ReadFlag::Flag(_)));
    let is_text = after.starts_with(goes_on) && !is_flagged;
    (!is_text).then_some((Atom::Value(read.value, read.mended), read.end))
}

fn range_at(rest: &str) -> Option<(Atom, usize)> {
    let form = pattern!(
        r"^[(\[]?(?:[<>≤≥]=?\s*[0-9.,OolI]+|-?[0-9.,OolI]+\s*(?:[-~一]{1,2}|至|to)\s*-?[0-9.,OolI]+)[)\]]?"
    )?;
    let found = form.find(rest)?;
    // What goes on with a colon is a titre: <1:80.
    if rest.get(found.end()..).is_some_and(|behind| behind.starts_with(':')) {
        return None;
    }
    let (interval, mended) = interval(found.as_str())?;
    let range = crate::ReferenceRange::Interval(interval);
    Some((Atom::Range(ReadRange { range, mended }), found.end()))
}

/// A result in words: all of the cell but a flag at its end.
fn words(rest: &str, cell: &Slot<'_>, accepted: &[String]) -> Option<(Atom, usize)> {
    let text = rest.trim_end().trim_end_matches(['↑', '↓', '*', '▲', '▼']).trim_end();
    let is_sole = cell.roles == [Column::Value] || cell.roles.is_empty();
    let text = if is_sole { without_flag(text) } else { text.split(' ').next().unwrap_or(text) };
    let is_unit = read_unit(text, accepted).is_some() && !accepted.is_empty();
    let is_word = text.chars().any(char::is_alphabetic) && cell.roles.contains(&Column::Value) && !is_unit;
    is_word.then(|| (Atom::Value(LabValue::Text(text.to_owned()), false), text.len()))
}

/// A result in Chinese words without the Latin flag behind it: `深黄色 A`.
fn without_flag(text: &str) -> &str {
    match text.rsplit_once(' ') {
        Some((words, flag))
            if flag.is_ascii()
                && words.contains(document::is_cjk)
                && matches!(read_flag(flag), Some(ReadFlag::Flag(_))) =>
        {
            words.trim_end()
        }
        _ => text,
    }
}
