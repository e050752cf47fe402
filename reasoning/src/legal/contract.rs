//! Chinese contracts: title, parties, clauses, sums, terms, signatures.

pub(super) mod clauses;
mod parties;
mod provisions;
mod signatures;

use std::ops::Range;

use super::fact::{AmountPair, ContractTitle, LegalFact};
use super::flow::Flow;
use crate::value::{Form, Found, Money, find_dates, find_money};
use crate::{Notes, Passage, Stated};

/// What a contract's title ends with; longer ones first.
const TITLES: [&str; 8] = ["合同书", "协议书", "合同", "协议", "契约", "合约", "意向书", "备忘录"];

/// Keys of a contract's number.
const NUMBERS: [&str; 14] = [
    "合同编号",
    "协议编号",
    "合同号码",
    "合同号",
    "协议书编号",
    "协议号",
    "合同编码",
    "流水号",
    "档案编号",
    "文件编号",
    "编号",
    "No.",
    "NO.",
    "No:",
];

/// States what the contract `flow` says.
pub(super) fn note(flow: &Flow, notes: &mut Notes) {
    let mut clauses = clauses::find(flow);
    let head_end = clauses.first().map_or(flow.text().len(), |clause| clause.label.start);
    let title = note_title(flow, 0..head_end, notes);
    let head_end = if clauses.is_empty() { parties::preamble(flow, title..head_end) } else { head_end };
    let parties = parties::note(flow, title..head_end, notes);
    let tail = signatures::begin(flow, clauses.last().map_or(head_end, |clause| clause.label.end), &parties);
    if let Some(last) = clauses.last_mut() {
        last.text = flow.trim(last.text.start..tail.clamp(last.label.end, last.text.end), &[]);
    }
    clauses::note(flow, &clauses, notes);
    note_pairs(flow, 0..tail, notes);
    provisions::note(flow, &clauses, head_end..tail, notes);
    signatures::note(flow, tail, &parties, notes);
    note_date(flow, head_end, tail, notes);
    note_seals(flow, notes);
}

/// States title and number; gives where the title ends.
fn note_title(flow: &Flow, head: Range<usize>, notes: &mut Notes) -> usize {
    let Some(range) = title(flow, head.clone()) else { return head.start };
    let Some(title) = flow.copy(notes, range.clone()) else { return head.start };
    let number = number(flow, head.clone(), notes).or_else(|| number_beside(flow, notes));
    let number = number.or_else(|| code(flow, head.clone()).and_then(|range| flow.copy(notes, range)));
    notes.add("contract.title", LegalFact::ContractTitle(ContractTitle { title, number }));
    range.end
}

/// The first line of the head that is nothing but a title.
fn title(flow: &Flow, head: Range<usize>) -> Option<Range<usize>> {
    let mut at = head.start;
    while at < head.end {
        let mut end = flow.break_behind(at).min(head.end);
        // A title set in wide letters has breaks within.
        while end < head.end && !flow.is_line(end) && end - at < 90 {
            end = flow.break_behind(end).min(head.end);
        }
        let line = flow.slice(at..end);
        let bare = line.split('(').next().unwrap_or_default();
        let named = TITLES.iter().any(|word| bare.ends_with(word)) || line.ends_with("合同)");
        let plain = !line.contains(['。', ',', ':', ';']) && (2..=40).contains(&line.chars().count());
        if named && plain {
            return Some(at..end);
        }
        at = end;
    }
    None
}

/// The value behind a number's key: up to the next break that leaves something.
fn number_value(text: &str) -> Option<Range<usize>> {
    let (at, word) = NUMBERS.iter().find_map(|word| Some((text.find(word)?, word)))?;
    let from = at + word.len();
    let rest = text.get(from..)?;
    let lead = rest.len() - rest.trim_start_matches([':', ' ']).len();
    let value = rest.get(lead..)?;
    let part = |c: char| {
        c.is_ascii_alphanumeric() || document::is_cjk(c) && !"。、".contains(c) || "-_/().[]#".contains(c)
    };
    let end = value.find(|c: char| !part(c)).unwrap_or(value.len());
    let figures = value.get(..end)?.contains(|c: char| c.is_ascii_digit());
    (figures && end > 0).then_some(from + lead..from + lead + end)
}

fn number(flow: &Flow, head: Range<usize>, notes: &mut Notes) -> Option<Stated<String>> {
    let found = number_value(flow.slice(head.clone()))?;
    let range = head.start + found.start..head.start + found.end;
    let end = flow.break_behind(range.start).min(range.end);
    flow.copy(notes, range.start..end)
}

/// A code in the head that has no key: letters and figures joined by hyphens.
fn code(flow: &Flow, head: Range<usize>) -> Option<Range<usize>> {
    let text = flow.slice(head.clone());
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut at = 0;
    while let Some(start) = text.get(at..)?.find(|c: char| c.is_ascii_uppercase()).map(|next| at + next) {
        let rest = text.get(start..)?;
        let length = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        let token = rest.get(..length)?.trim_end_matches('-');
        let figures = token.chars().filter(char::is_ascii_digit).count();
        let clear = !text.get(..start)?.ends_with(part);
        if clear && token.contains('-') && figures >= 3 && (6..=28).contains(&token.len()) {
            return Some(head.start + start..head.start + start + token.len());
        }
        at = start + length.max(1);
    }
    None
}

/// The number in a page's header or footer.
fn number_beside(flow: &Flow, notes: &mut Notes) -> Option<Stated<String>> {
    let with_number = |passage: &&&Passage| number_value(passage.folded()).is_some();
    let passage = flow.beside().iter().find(with_number)?;
    Some(notes.copy(passage, number_value(passage.folded())?))
}

/// Sums named twice, in figures and in capitals, one right behind the other.
pub(super) fn note_pairs(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let sums = find_money(flow.slice(within.clone()));
    let mut at = 0;
    while let (Some(first), Some(second)) = (sums.get(at), sums.get(at + 1)) {
        at += 1;
        let between = flow.slice(within.start + first.range.end..within.start + second.range.start);
        let Some((figures, capitals)) = sides(first, second).filter(|_| is_joint(between)) else { continue };
        let agree =
            figures.value.minor == capitals.value.minor && figures.value.currency == capitals.value.currency;
        let figures = flow.found(notes, figures.clone().moved(within.start));
        let capitals = flow.found(notes, capitals.clone().moved(within.start));
        if let (Some(figures), Some(capitals)) = (figures, capitals) {
            notes.add("contract.amounts", LegalFact::AmountPair(AmountPair { figures, capitals, agree }));
        }
        at += 1;
    }
}

type Sum = Found<Money>;

fn sides<'s>(first: &'s Sum, second: &'s Sum) -> Option<(&'s Sum, &'s Sum)> {
    match (first.value.form, second.value.form) {
        (Form::Figures, Form::Capitals | Form::Words | Form::Chinese) => Some((first, second)),
        (Form::Capitals | Form::Words | Form::Chinese, Form::Figures) => Some((second, first)),
        _ => None,
    }
}

/// Whether what stands between two sums says that they are one.
pub(crate) fn is_joint(between: &str) -> bool {
    // What a sum is counted in or paid by; longer ones first.
    const ALSO: [&str; 26] = [
        "per calendar month",
        "per month",
        "per annum",
        "per year",
        "per quarter",
        "per week",
        "per day",
        "a month",
        "monthly",
        "including GST",
        "plus VAT",
        "exclusive of VAT",
        "inclusive of GST",
        "the sum of",
        "Singapore",
        "Hong Kong",
        "Australian",
        "Canadian",
        "New Zealand",
        "United States",
        "US",
        "equivalent to",
        "being",
        "in total",
        "每月",
        "含税",
    ];
    const WORDS: [&str; 12] = [
        "大写金额",
        "小写金额",
        "大写",
        "小写",
        "人民币",
        "RMB",
        "即",
        "金额",
        "in words",
        "in figures",
        "only",
        "say",
    ];
    let mut rest = between.trim().to_owned();
    let marked = rest.contains(['(', ':', '/', ',']) || WORDS.iter().any(|word| rest.contains(word));
    for word in ALSO.into_iter().chain(WORDS) {
        rest = rest.replace(word, "");
    }
    marked && rest.chars().all(|char| "(): ,;[]/¥$\"".contains(char))
}

/// The most characters between the day and 签订: the place of signing.
const MOST_PLACE: usize = 24;

/// The day of signing: behind its key in head or tail, else the first date of the tail.
fn note_date(flow: &Flow, head_end: usize, tail: usize, notes: &mut Notes) {
    const KEYS: [&str; 8] =
        ["签订日期", "签署日期", "签约日期", "签订时间", "签署时间", "签约时间", "订立日期", "合同日期"];
    let end = flow.text().len();
    let keyed = |within: Range<usize>| {
        let (_, from) = flow.find_any(within, &KEYS)?;
        let date = find_dates(flow.slice(from..end)).into_iter().next()?;
        (date.range.start <= 24).then(|| date.moved(from))
    };
    let whole =
        |date: &Found<crate::value::WrittenDate>| date.value.day.is_some() && date.value.year.is_some();
    let last = || find_dates(flow.slice(tail..end)).into_iter().find(whole).map(|date| date.moved(tail));
    let signed = |within: Range<usize>| {
        let behind = |date: &Found<crate::value::WrittenDate>| {
            let after = flow.slice(within.start + date.range.end..end);
            let after: String = after.chars().take(MOST_PLACE).take_while(|c| !"。;".contains(*c)).collect();
            ["签订", "签署", "订立", "签立"].iter().any(|word| after.contains(word))
        };
        let dates = find_dates(flow.slice(within.clone()));
        dates.into_iter().filter(whole).find(behind).map(|date| date.moved(within.start))
    };
    // Without signatures the last day named behind the middle of the text.
    let ending =
        || find_dates(flow.text()).into_iter().rfind(whole).filter(|date| date.range.start > end / 2);
    let first = || find_dates(flow.slice(0..head_end)).into_iter().find(whole);
    let date = keyed(tail..end)
        .or_else(|| keyed(0..head_end))
        .or_else(|| signed(0..head_end))
        .or_else(last)
        .or_else(first)
        .or_else(ending);
    if let Some(date) = date.and_then(|date| flow.found(notes, date)) {
        notes.add("contract.date", LegalFact::Dated { date });
    }
}

/// States the words of seals.
pub(super) fn note_seals(flow: &Flow, notes: &mut Notes) {
    for passage in flow.beside().iter().filter(|passage| !passage.is_marginal()) {
        let text = notes.copy(passage, 0..passage.folded().len());
        notes.add("legal.seal", LegalFact::Seal { text });
    }
}
