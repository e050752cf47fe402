//! What a Chinese court orders.

use std::ops::Range;

use super::fact::{Deadline, Holding, HoldingKind, LegalFact};
use super::flow::Flow;
use super::numbered::{Item, items};
use super::pleadings::amounts;
use super::sentence;
use crate::value::{Found, find_dates, period_here};
use crate::{Notes, Stated};

use HoldingKind::{
    Acquittal, Affirmation, Confiscation, Conviction, Declaration, Dismissal, Dissolution, Other, Payment,
    Performance, Procedure, Restitution, Reversal, Variation,
};

/// Words an order begins with, behind the parties; the first that stands there tells the kind.
const LEADS: [(&str, HoldingKind); 34] = [
    ("驳回", Dismissal),
    ("不予受理", Dismissal),
    ("维持", Affirmation),
    ("撤销", Reversal),
    ("变更", Variation),
    ("确认", Declaration),
    ("解除", Dissolution),
    ("准予离婚", Dissolution),
    ("不准离婚", Dismissal),
    ("不准", Dismissal),
    ("准许", Procedure),
    ("准予", Procedure),
    ("终结", Procedure),
    ("中止", Procedure),
    ("发回", Procedure),
    ("指令", Procedure),
    ("冻结", Procedure),
    ("查封", Procedure),
    ("扣押", Other),
    ("按撤诉处理", Procedure),
    ("按自动撤回", Procedure),
    ("继续追缴", Restitution),
    ("追缴", Restitution),
    ("责令", Restitution),
    ("没收", Confiscation),
    ("无罪", Acquittal),
    ("支付", Payment),
    ("赔偿", Payment),
    ("偿还", Payment),
    ("归还", Payment),
    ("返还", Payment),
    ("给付", Payment),
    ("承担", Payment),
    ("退还", Payment),
];

/// Verbs of giving money or things; longer ones first.
const VERBS: [&str; 34] = [
    "一次性支付",
    "支付",
    "赔偿",
    "偿还",
    "归还",
    "返还",
    "给付",
    "退还",
    "退赔",
    "付清",
    "清偿",
    "补偿",
    "交付",
    "支付给",
    "偿付",
    "赔付",
    "交还",
    "腾退",
    "腾空",
    "搬离",
    "协助",
    "办理",
    "履行",
    "停止",
    "赔礼道歉",
    "恢复",
    "拆除",
    "承担",
    "配合",
    "继续履行",
    "退回",
    "补缴",
    "发还",
    "缴纳",
];

/// Verbs that pay rather than do.
const PAYING: [&str; 18] = [
    "支付",
    "赔偿",
    "偿还",
    "归还",
    "返还",
    "给付",
    "退还",
    "付清",
    "清偿",
    "补偿",
    "偿付",
    "赔付",
    "承担",
    "退回",
    "一次性支付",
    "补缴",
    "缴纳",
    "垫付",
];

/// States the orders of the operative part. `names` are the parties', as printed and folded.
pub(super) fn note(flow: &Flow, within: Range<usize>, names: &[String], notes: &mut Notes) {
    let orders = orders(flow, within.clone());
    // Without numbers the joint punishment may stand apart from the crimes it joins.
    let apart = orders.iter().any(|item| item.number.is_some());
    for item in orders {
        let range = flow.trim(without_page_number(flow, item.text.clone()), &['。', ';', ' ']);
        if range.is_empty() {
            continue;
        }
        let kind = kind(flow, range.clone(), names);
        note_one(flow, range.clone(), item.number, kind, names, notes);
        if apart {
            sentence::note(flow, range, kind, notes);
        }
    }
    if !apart {
        sentence::note(flow, within, Conviction, notes);
    }
}

/// An order without what stands behind its full stop and has no word: the number of the page.
fn without_page_number(flow: &Flow, range: Range<usize>) -> Range<usize> {
    let text = flow.slice(range.clone());
    let stop = text.rfind('。').map_or(text.len(), |at| at + '。'.len_utf8());
    let is_number = !text.get(stop..).unwrap_or_default().chars().any(char::is_alphabetic);
    range.start..if is_number { range.start + stop } else { range.end }
}

/// The orders as items. Without numbers each paragraph that begins behind a sentence's end is one; a remark in brackets
/// stays with the order before.
fn orders(flow: &Flow, within: Range<usize>) -> Vec<Item> {
    let text = flow.slice(within.clone());
    let moved =
        |item: Item| Item { text: within.start + item.text.start..within.start + item.text.end, ..item };
    let items: Vec<Item> =
        items(text, |at| flow.is_break(within.start + at)).into_iter().map(moved).collect();
    match items.as_slice() {
        [Item { number: None, text }] => {
            let paragraphs = paragraphs(flow, text.clone());
            let clauses = paragraphs.into_iter().flat_map(|paragraph| clauses(flow, paragraph));
            clauses.map(|text| Item { number: None, text }).collect()
        }
        _ => items,
    }
}

/// The orders of a paragraph without numbers: a clause behind a semicolon or a full stop that names who is to act, or
/// dismisses, is an order of its own. What goes on with the same defendant (`犯…罪`) is not.
fn clauses(flow: &Flow, within: Range<usize>) -> Vec<Range<usize>> {
    const STARTS: [&str; 13] = [
        "驳回",
        "被告",
        "原告",
        "第三人",
        "上诉人",
        "被上诉人",
        "准予",
        "准许",
        "确认",
        "解除",
        "撤销",
        "维持",
        "责令",
    ];
    let text = flow.slice(within.clone());
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, sign) in text.match_indices([';', '。']) {
        let next = at + sign.len();
        let rest = text.get(next..).unwrap_or_default();
        if STARTS.iter().any(|word| rest.starts_with(word)) {
            found.push(within.start + start..within.start + next);
            start = next;
        }
    }
    found.push(within.start + start..within.end);
    found
}

/// The paragraphs of `within` that begin behind a sentence's end.
pub(super) fn paragraphs(flow: &Flow, within: Range<usize>) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), within.start);
    let mut at = flow.paragraph_behind(within.start);
    while at < within.end {
        let closed = flow.slice(start..at).ends_with(['。', ';', ')']);
        if closed && !flow.slice(at..within.end).starts_with('(') {
            found.push(start..at);
            start = at;
        }
        at = flow.paragraph_behind(at);
    }
    found.push(start..within.end);
    found
}

/// Where the first verb of an order may stand: behind the parties' names and the deadline.
fn kind(flow: &Flow, range: Range<usize>, names: &[String]) -> HoldingKind {
    let text = flow.slice(range.clone());
    let starts = |word: &str| text.starts_with(word);
    if ["驳回", "撤销", "维持", "变更", "确认"].iter().any(|word| starts(word)) {
        return LEADS.iter().find(|(word, _)| starts(word)).map_or(Other, |lead| lead.1);
    }
    if ["无罪。", "无罪"].iter().any(|word| text.ends_with(word)) {
        return Acquittal;
    }
    let convicts = text
        .match_indices('犯')
        .any(|(at, _)| text.get(at..).is_some_and(|t| sentence::charge_at(t).is_some()));
    if convicts {
        return Conviction;
    }
    let clause = text.get(..text.find(['。', ';']).unwrap_or(text.len())).unwrap_or_default();
    if clause.contains("离婚") {
        let refuses = clause.contains("不准") || clause.contains("不予准许");
        return if refuses { Dismissal } else { Dissolution };
    }
    if ["予以没收", "没收,", "销毁"].iter().any(|word| clause.contains(word)) && !clause.contains("发还")
    {
        return Confiscation;
    }
    if ["退赔", "追缴", "发还", "退缴"].iter().any(|word| clause.contains(word)) {
        return Restitution;
    }
    let lead = LEADS.iter().find(|(word, kind)| *kind != Payment && *kind != Restitution && starts(word));
    if let Some((_, kind)) = lead {
        return *kind;
    }
    let pays = PAYING.iter().any(|verb| clause.contains(verb));
    let sums = !crate::value::find_money(clause).is_empty();
    let mentioned = names.iter().filter(|name| !name.is_empty() && clause.contains(name.as_str())).count();
    let named = mentioned > 0;
    match (pays, sums) {
        (true, true) => Payment,
        // A sum between two parties is paid, whatever the verb.
        (false, true) if mentioned > 1 => Payment,
        (true, false) if named => Performance,
        _ if VERBS.iter().any(|verb| clause.contains(verb)) => Performance,
        _ => LEADS.iter().find(|(word, _)| clause.contains(word)).map_or(Other, |lead| lead.1),
    }
}

fn note_one(
    flow: &Flow,
    range: Range<usize>,
    number: Option<u32>,
    kind: HoldingKind,
    names: &[String],
    notes: &mut Notes,
) {
    let Some(text) = flow.copy(notes, range.clone()) else { return };
    let (obligors, obligees) = match kind {
        Payment | Performance | Restitution => sides(flow, range.clone(), names),
        Conviction | Acquittal => {
            (mentioned(flow, range.clone(), names).into_iter().take(1).collect(), vec![])
        }
        _ => (vec![], vec![]),
    };
    let copy = |ranges: Vec<Range<usize>>, notes: &mut Notes| -> Vec<Stated<String>> {
        ranges.into_iter().filter_map(|range| flow.copy(notes, range)).collect()
    };
    let (obligors, obligees) = (copy(obligors, notes), copy(obligees, notes));
    let amounts = amounts(flow, range.clone(), notes);
    let deadline = match kind {
        Payment | Performance | Restitution => {
            deadline(flow, range).and_then(|found| flow.found(notes, found))
        }
        _ => None,
    };
    let holding = Holding { number, kind, text, obligors, obligees, amounts, deadline };
    notes.add("judgment.holdings", LegalFact::Holding(holding));
}

/// Where parties are named in `range`, in order; the longest name where one contains another.
fn mentioned(flow: &Flow, range: Range<usize>, names: &[String]) -> Vec<Range<usize>> {
    let text = flow.slice(range.clone());
    let mut found: Vec<Range<usize>> = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        found.extend(
            text.match_indices(name.as_str()).map(|(at, _)| range.start + at..range.start + at + name.len()),
        );
    }
    found.sort_by_key(|place| (place.start, usize::MAX - place.end));
    let mut kept: Vec<Range<usize>> = Vec::new();
    for place in found {
        if kept.last().is_none_or(|last| place.start >= last.end) {
            kept.push(place);
        }
    }
    kept
}

/// Who is to act and to whom: parties before the verb act, unless 向 or 给 stands before them; those behind it receive.
/// The same name counts once.
fn sides(flow: &Flow, range: Range<usize>, names: &[String]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let places = mentioned(flow, range.clone(), names);
    let clause_end = flow.find(range.clone(), "。").unwrap_or(range.end);
    let verb = VERBS.iter().filter_map(|verb| flow.find(range.start..clause_end, verb)).min();
    // Without a known verb the first party named acts towards the others.
    let verb = verb.unwrap_or_else(|| places.first().map_or(clause_end, |first| first.end));
    let (mut from, mut to): (Vec<Range<usize>>, Vec<Range<usize>>) = (vec![], vec![]);
    for place in places.into_iter().filter(|place| place.start < clause_end) {
        let before = flow.slice(range.start..place.start);
        let role =
            ["原告", "被告", "上诉人", "第三人", "申请人", "被上诉人", "被害人", "(反诉被告)", "(反诉原告)"];
        let before = role.iter().find_map(|role| before.strip_suffix(role)).unwrap_or(before);
        let addressed = before.ends_with(['向', '给']) || joined_to(flow, to.last(), place.start);
        let known = |list: &[Range<usize>]| {
            list.iter().any(|other| flow.slice(other.clone()) == flow.slice(place.clone()))
        };
        if place.start < verb && !addressed {
            if !known(&from) {
                from.push(place);
            }
        } else if !known(&to) && !known(&from) {
            to.push(place);
        }
    }
    (from, to)
}

/// Whether a name at `at` goes on a list with the one before: `向原告张三、李四`.
fn joined_to(flow: &Flow, last: Option<&Range<usize>>, at: usize) -> bool {
    last.is_some_and(|last| {
        let between = flow.slice(last.end..at);
        !between.is_empty() && between.chars().count() <= 6 && between.starts_with(['、', '和', '与', '及'])
    })
}

/// `本判决生效之日起十日内`, `于2024年5月1日前`, `立即`.
fn deadline(flow: &Flow, range: Range<usize>) -> Option<Found<Deadline>> {
    let text = flow.slice(range.clone());
    for (at, _) in text.match_indices(['起', '后']) {
        let start = at + '起'.len_utf8();
        let rest = text.get(start..)?;
        let lead = if rest.starts_with("的") { "的".len() } else { 0 };
        let Some((period, length)) = period_here(rest.get(lead..)?) else { continue };
        let end = start + lead + length;
        if text.get(end..).is_some_and(|rest| rest.starts_with(['内', '之'])) {
            let from =
                ["判决", "裁定", "调解", "本"].iter().filter_map(|word| text.get(..at)?.rfind(word)).min();
            let from = from.filter(|from| at - from < 60).unwrap_or(start);
            let end = end + '内'.len_utf8();
            let found =
                Found::at(flow.text(), range.start + from..range.start + end, Deadline::Within(period));
            return Some(found);
        }
    }
    let before = |found: &Found<crate::value::WrittenDate>| {
        text.get(found.range.end..).is_some_and(|rest| rest.starts_with(['前', '之']))
    };
    if let Some(date) = find_dates(text).into_iter().find(before) {
        return Some(date.map(Deadline::By).moved(range.start));
    }
    let at = text.find("立即")?;
    Some(Found::at(flow.text(), range.start + at..range.start + at + "立即".len(), Deadline::AtOnce))
}
