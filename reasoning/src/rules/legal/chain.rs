//! Totals that stand below a table, line by line: `Subtotal … Tax … Total`; part of L12.

use std::ops::Range;

use rust_decimal::Decimal;

use super::labels::{Kind, kind};
use super::matter::{Matter, Quote};
use crate::Role;
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{find_money, find_numbers};

/// What a line below the items says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The items together.
    Sub,
    /// What is put on.
    Plus,
    /// What is taken off.
    Minus,
    /// All in all.
    Total,
}

/// Words of what is put on, and of what is taken off.
const PLUS: [&str; 12] = [
    "tax",
    "gst",
    "vat",
    "shipping",
    "freight",
    "delivery",
    "handling",
    "postage",
    "surcharge",
    "运费",
    "税额",
    "税金",
];
const MINUS: [&str; 12] = [
    "discount", "less", "deposit", "paid", "credit", "rebate", "优惠", "折扣", "减免", "已付", "预付", "抹零",
];

/// The most letters of a label.
const MOST_LABEL: usize = 40;

/// Checks the lines below a table whose items come to `items`; nothing where they are no chain of a sum, what is put on or taken
/// off, and a total. The first line may have the `taxes` in it that the table adds up in a column of their own.
pub(super) fn check(matter: &Matter<'_>, items: Decimal, taxes: Decimal) -> Option<Option<Draft>> {
    let lines = lines(matter);
    // What is a total before the last is one of the items, or of what was told so far.
    let total = lines.iter().rposition(|(line, ..)| *line == Line::Total)?;
    let before = lines.get(..total)?;
    let (_, range, value) = lines.get(total)?;
    if before.is_empty() {
        return None;
    }
    let wrong = |range: &Range<usize>, value: Decimal, expected: Decimal| {
        let draft = Draft::new().way("column").about_text(matter, range.clone());
        let draft = before
            .iter()
            .filter(|(_, other, _)| other != range)
            .fold(draft, |draft, (_, other, _)| draft.against_text(matter, other.clone()));
        Some(Some(draft.found(value.to_string()).expected(expected.to_string())))
    };
    let taxed = items.saturating_add(taxes);
    let mut expected = if before.first().is_some_and(|(_, _, own)| *own == taxed) { taxed } else { items };
    for (line, range, own) in before {
        match line {
            // What is as much as all so far is put on nothing: it tells the sum once more.
            Line::Plus if *own == expected => {}
            Line::Plus => expected = expected.saturating_add(*own),
            Line::Minus => expected = expected.saturating_sub(own.abs()),
            Line::Sub | Line::Total if (expected - own).abs() > BORNE => return wrong(range, *own, expected),
            Line::Sub | Line::Total => expected = *own,
        }
    }
    if (expected - value).abs() <= BORNE { Some(None) } else { wrong(range, *value, expected) }
}

/// What a total may be rounded by.
const BORNE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// The lines outside tables that are a label and a number, as far as the label tells what they are.
fn lines(matter: &Matter<'_>) -> Vec<(Line, Range<usize>, Decimal)> {
    let text = matter.text();
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = end_of_line(matter, at);
        found.extend(several(matter, at..end).unwrap_or_else(|| line(matter, at..end).into_iter().collect()));
        at = end.max(at + 1);
    }
    found
}

/// Where the line ends that begins at `at`: a wide gap between a label and its sum parts none.
fn end_of_line(matter: &Matter<'_>, at: usize) -> usize {
    let end = matter.flow.line_behind(at);
    let own = matter.flow.passage_id(at);
    let next = matter.flow.line_behind(end);
    let goes_on = own.is_some()
        && own == matter.flow.passage_id(end)
        && super::sums::number(matter.flow.slice(end..next).trim()).is_some()
        && told(matter.flow.slice(at..end).trim()).is_some();
    if goes_on { next } else { end }
}

/// A line of several labels, each with its number: `Subtotal $3,024.00  GST (10%) $302.40  Amount payable $3,326.40`; nothing where
/// it has but one, or where a label tells nothing.
fn several(matter: &Matter<'_>, range: Range<usize>) -> Option<Vec<(Line, Range<usize>, Decimal)>> {
    if is_cell(matter, range.start) {
        return None;
    }
    let text = matter.flow.slice(range.clone());
    let mut found = Vec::new();
    let mut from = 0;
    for number in find_numbers(text) {
        let behind = text.get(number.range.end..)?;
        let label = text.get(from..number.range.start)?;
        // A rate belongs to the label of what stands behind it.
        if behind.starts_with('%') || label.matches('(').count() > label.matches(')').count() {
            continue;
        }
        let short = label.chars().count() <= MOST_LABEL;
        let line = told(label.trim_start_matches([',', ';', '.', '|', '/', ' '])).filter(|_| short)?;
        found.push((
            line,
            range.start + number.range.start..range.start + number.range.end,
            number.value.value,
        ));
        from = number.range.end;
    }
    (found.len() > 1).then_some(found)
}

fn is_cell(matter: &Matter<'_>, at: usize) -> bool {
    let cell = matter.flow.passage_id(at).and_then(|id| matter.cell(id));
    cell.is_some_and(|passage| matches!(passage.role, Role::Cell { .. }))
}

fn line(matter: &Matter<'_>, range: Range<usize>) -> Option<(Line, Range<usize>, Decimal)> {
    if is_cell(matter, range.start) {
        return None;
    }
    let text = matter.flow.slice(range.clone());
    if text.chars().nth(2 * MOST_LABEL).is_some() {
        return None;
    }
    // The number is the last of the line: a rate may stand before it. Of a sum in capitals it is but the end.
    let number = find_numbers(text).into_iter().next_back()?;
    let whole =
        find_money(text).into_iter().next_back().filter(|sum| sum.range.contains(&number.range.start));
    let whole = whole.and_then(|sum| Some((sum.range.clone(), sum.value.amount()?)));
    let (own, value) = whole.unwrap_or((number.range, number.value.value));
    let label = text.get(..own.start)?;
    // `VAT BE 0457.812.906`: a number of several groups counts nothing.
    let grouped = label.ends_with(['.', '-', '/']) && label.contains(|c: char| c.is_ascii_digit());
    let line = told(label).filter(|_| !grouped)?;
    let short = label.chars().count() <= MOST_LABEL;
    short.then_some((line, range.start + own.start..range.start + own.end, value))
}

/// What a label says of the number behind it. Numbers of registers, days and places say nothing of sums.
fn told(label: &str) -> Option<Line> {
    let other = pattern!(
        r"(?i)\b(?:no|number|reg(?:istration)?|date|point|terms|code|tel|phone|id|invoice|bill)\b|税号|编号|账号|日期|电话|识别号"
    );
    let of_sums = pattern!(r"(?i)total|amount|balance|合计|总计|共计|金额");
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(label));
    if is(other) && !is(of_sums) {
        return None;
    }
    let label = label.trim_end_matches([':', ' ', '$', '£', '€', '¥', '-', '(']);
    let lower = label.to_lowercase();
    let name = lower.split(['(', ':']).next().unwrap_or_default().trim();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let line = match kind(name) {
        Some(Kind::Sub) => Line::Sub,
        Some(Kind::Gross | Kind::Net) => Line::Total,
        _ if has(&MINUS) => Line::Minus,
        Some(Kind::Tax) => Line::Plus,
        None if has(&PLUS) && !name.contains("no") => Line::Plus,
        None => return None,
    };
    (!label.is_empty()).then_some(line)
}
