//! Who signs a Chinese contract, and when.

use std::ops::Range;

use super::super::fact::{LegalFact, Signature};
use super::super::flow::Flow;
use super::parties::PLACES;
use crate::Notes;
use crate::value::{Found, WrittenDate, find_dates};

/// What is asked for beside a name; longer ones first.
const MARKS: [&str; 13] = [
    "签字盖章",
    "签名盖章",
    "签字或盖章",
    "盖章或签字",
    "签字/盖章",
    "签章",
    "盖章",
    "公章",
    "签字",
    "签名",
    "签署",
    "手印",
    "印章",
];

/// Keys in a signature block that are no party of their own.
const KEYS: [&str; 9] =
    ["法定代表人", "授权代表", "委托代理人", "代表人", "代理人", "负责人", "经办人", "代表", "担保人"];

/// Where the signatures begin: the first word for a party behind `from` that stands at a break with a mark or a colon.
pub(super) fn begin(flow: &Flow, from: usize, parties: &[String]) -> usize {
    heads(flow, from, parties).first().map_or(flow.text().len(), |head| head.start)
}

/// Words for parties or those who sign for them, with their marks and the colon.
fn heads(flow: &Flow, from: usize, parties: &[String]) -> Vec<Range<usize>> {
    let end = flow.text().len();
    let mut found = Vec::new();
    let mut at = from;
    while at < end {
        let rest = flow.slice(at..end);
        let own = parties.iter().map(String::as_str).filter(|word| !word.is_empty());
        let word = own.chain(PLACES).chain(KEYS).filter(|word| rest.starts_with(word)).map(str::len).max();
        match word.filter(|_| flow.is_break(at) || flow.slice(from..at).ends_with(['。', ':', '_'])) {
            Some(length) => {
                let close = head_end(rest, length);
                if let Some(close) = close {
                    found.push(at..at + close);
                }
                at += close.unwrap_or(length);
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The end of `甲方(盖章):` whose word takes `length` bytes: a colon must close it, or a mark in brackets.
fn head_end(rest: &str, length: usize) -> Option<usize> {
    let mut end = length;
    let mut marked = false;
    for _ in 0..3 {
        let more = rest.get(end..)?;
        if let Some(inner) = more.strip_prefix('(') {
            let close = inner.find(')').filter(|close| *close <= 45)?;
            marked |= inner
                .get(..close)
                .is_some_and(|inner| inner == "章" || MARKS.iter().any(|mark| inner.contains(mark)));
            end += 1 + close + 1;
        } else if let Some(mark) = MARKS.iter().find(|mark| more.starts_with(**mark)) {
            marked = true;
            end += mark.len();
        } else if let Some(key) = KEYS.iter().find(|key| more.starts_with(**key)) {
            end += key.len();
        } else {
            break;
        }
    }
    if rest.get(end..)?.starts_with(':') {
        return Some(end + 1);
    }
    marked.then_some(end)
}

/// States the signatures behind `tail`; `parties` are the words that the contract calls its parties by.
pub(super) fn note(flow: &Flow, tail: usize, parties: &[String], notes: &mut Notes) {
    let heads = heads(flow, tail, parties);
    let ends: Vec<usize> = heads.iter().skip(1).map(|head| head.start).chain([flow.text().len()]).collect();
    let dates = find_dates(flow.slice(tail..flow.text().len()));
    let dates: Vec<Found<WrittenDate>> = dates.into_iter().map(|date| date.moved(tail)).collect();
    let parties = heads.iter().filter(|head| is_party(flow, head)).count();
    let mut seen = 0;
    for (head, end) in heads.into_iter().zip(ends) {
        let own = is_party(flow, &head);
        let date = date_of(&dates, head.end..end, parties, seen).filter(|_| own).cloned();
        seen += usize::from(own);
        note_one(flow, head.clone(), head.end..end, date, notes);
    }
}

/// The date beside a party: the one before the next head; where the dates stand in a row of their own, the party's.
fn date_of(
    dates: &[Found<WrittenDate>],
    own: Range<usize>,
    parties: usize,
    index: usize,
) -> Option<&Found<WrittenDate>> {
    if dates.len() == parties {
        return dates.get(index);
    }
    dates
        .iter()
        .find(|date| own.contains(&date.range.start))
        .or_else(|| dates.first().filter(|_| dates.len() == 1))
}

fn is_party(flow: &Flow, head: &Range<usize>) -> bool {
    let text = flow.slice(head.clone());
    !KEYS.iter().any(|key| text.starts_with(key))
}

fn note_one(
    flow: &Flow,
    head: Range<usize>,
    rest: Range<usize>,
    date: Option<Found<WrittenDate>>,
    notes: &mut Notes,
) {
    let written = flow.slice(head.clone());
    let label = written.find(['(', ':']).unwrap_or(written.len());
    let label = MARKS.iter().filter_map(|mark| written.find(mark)).fold(label, usize::min);
    let mark = MARKS
        .iter()
        .find_map(|mark| written.find(mark).map(|at| head.start + at..head.start + at + mark.len()));
    let Some(party) = flow.copy(notes, head.start..head.start + label) else { return };
    let mark = mark.and_then(|range| flow.copy(notes, range));
    let name = name(flow, rest).and_then(|range| flow.copy(notes, range));
    let date = date.and_then(|date| flow.found(notes, date));
    notes.add("contract.signatures", LegalFact::Signature(Signature { party, mark, name, date }));
}

/// What stands beside a mark: a name, up to a key, a date or a break behind it.
fn name(flow: &Flow, rest: Range<usize>) -> Option<Range<usize>> {
    const OTHERS: [&str; 10] =
        ["身份证", "日期", "签订", "签署", "电话", "地址", "年月日", "统一社会", "开户", "账号"];
    let dated =
        find_dates(flow.slice(rest.clone())).first().map_or(rest.end, |date| rest.start + date.range.start);
    let other = flow.find_any(rest.start..dated, &OTHERS).map_or(dated, |other| other.0);
    let range = flow.trim(rest.start..other, &[':', '_', '/', ',', '。']);
    let text = flow.slice(range.clone());
    let stop = text.find([':', '_', '。', ',']).unwrap_or(text.len());
    let range = flow.trim(range.start..range.start + stop, &[':']);
    let count = flow.slice(range.clone()).chars().count();
    (2..=40).contains(&count).then_some(range)
}
