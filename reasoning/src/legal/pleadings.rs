//! What the parties ask and answer, and what is in dispute.

use std::ops::Range;

use super::fact::{Argument, Claim, LegalFact};
use super::flow::Flow;
use super::holdings::paragraphs;
use super::numbered::{Item, items};
use super::sections::{Sections, floor};
use crate::Notes;
use crate::value::{Found, Money, find_money};

/// Words that begin the claims, with a colon or a line's end behind.
const CLAIMS: [&str; 15] = [
    "提出诉讼请求",
    "诉讼请求",
    "诉请",
    "请求判令",
    "上诉请求",
    "再审请求",
    "申请请求",
    "仲裁请求",
    "反诉请求",
    "请求法院判令",
    "请求依法判令",
    "请求事项",
    "诉求",
    "请求",
    "要求",
];

/// Words that end them.
const CLAIMS_END: [&str; 21] = [
    "事实和理由",
    "事实与理由",
    "事实及理由",
    "审理中,",
    "诉讼中,",
    "庭审中,",
    "辩称",
    "答辩",
    "未到庭",
    "未作答辩",
    "未提交答辩",
    "本院经审理",
    "经审理查明",
    "当事人围绕",
    "本院查明",
    "法院查明",
    "查明事实",
    "查明的事实",
    "事实认定",
    "事实经过",
    "本院认为",
];

/// Verbs of those who answer.
const ANSWERS: [&str; 7] =
    ["辩称", "答辩称", "辩护称", "提出的辩护意见是", "辩护意见是", "辩护人认为", "述称"];

/// Words that name what is in dispute; the point follows a colon or 是, 为.
const ISSUES: [&str; 5] = ["争议焦点", "争议的焦点", "焦点问题", "主要争议", "争点"];

/// The most bytes of a point at issue or an answer that are quoted: long ones are cut at the sentence before.
const LONGEST: usize = 1800;

/// States claims, answers and points at issue.
pub(super) fn note(flow: &Flow, sections: &Sections, names: &[String], notes: &mut Notes) {
    let before_reasons = sections.pleadings.start..sections.reasoning.start;
    let mut listed = claims(flow, before_reasons.clone());
    if listed.is_empty() {
        listed.extend(unled(flow, sections.pleadings.clone()));
    }
    for (start, end) in &listed {
        note_claims(flow, *start..*end, notes);
    }
    if listed.is_empty() {
        note_prose_claim(flow, before_reasons.clone(), notes);
    }
    note_answers(flow, before_reasons, names, notes);
    note_issues(flow, sections.pleadings.start..sections.reasoning.end, notes);
}

/// Where claims stand: behind each of the words that begin them, to the word that ends them or the paragraph's end.
fn claims(flow: &Flow, within: Range<usize>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some((word_start, word_end)) = flow.find_any(at..within.end, &CLAIMS) {
        at = word_end;
        if is_answer(flow, within.start..word_start, flow.slice(word_start..word_end)) {
            continue;
        }
        let Some(start) = opened(flow, word_end, within.end).or_else(|| asked(flow, word_end, within.end))
        else {
            continue;
        };
        let stop = flow.find_any(start..within.end, &CLAIMS_END).map_or(within.end, |stop| stop.0);
        let sentence = |end: usize| {
            let closed = flow.rfind(start..end, "。").map(|at| at + "。".len());
            let paragraph = flow.paragraph_before(end).filter(|at| *at > start);
            closed.max(paragraph).unwrap_or(end)
        };
        // The speaker of 辩称 stands behind the last full stop, or at the beginning of the paragraph.
        let closed = || flow.rfind(start..within.end, "。").map_or(within.end, |at| at + "。".len());
        let stop = if stop == within.end { closed() } else { sentence(stop).max(start) };
        found.push((start, stop));
        at = stop.max(start);
    }
    found
}

/// Claims that no word leads to: numbered paragraphs one behind the other of which the first asks a court for something.
fn unled(flow: &Flow, within: Range<usize>) -> Option<(usize, usize)> {
    const ASKS: [&str; 12] =
        ["判令", "判决", "请求", "要求", "责令", "依法判", "确认", "解除", "撤销", "准予", "准许", "由被告"];
    let asks = |at: usize| {
        let line = flow.slice(at..flow.paragraph_behind(at).min(within.end));
        let item = items(line, |_| false).into_iter().next()?;
        let text = line.get(item.text)?.trim_start();
        (item.number? == 1 && ASKS.iter().any(|word| text.starts_with(word))).then_some(at)
    };
    let mut at = flow.paragraph_before(within.start).filter(|at| within.contains(at)).unwrap_or(within.start);
    while at < within.end {
        if let Some(start) = asks(at) {
            let mut end = start;
            while end < within.end && super::numbered::number_at(flow.slice(end..within.end)).is_some() {
                end = flow.paragraph_behind(end);
            }
            return Some((start, end.min(within.end)));
        }
        at = flow.paragraph_behind(at);
    }
    None
}

/// Whether what is asked for is asked for by who answers, in the sentence before: `被告辩称,…,要求分期归还`. Who sues back asks in
/// words of his own.
fn is_answer(flow: &Flow, before: Range<usize>, word: &str) -> bool {
    let paragraph = flow.paragraph_before(before.end).unwrap_or(before.start).max(before.start);
    let sentence = flow.slice(paragraph..before.end).rsplit('。').next().unwrap_or_default();
    word != "反诉请求" && ANSWERS.iter().any(|verb| sentence.contains(verb))
}

/// Where claims begin behind their word: behind a colon, or on the next line.
fn opened(flow: &Flow, at: usize, end: usize) -> Option<usize> {
    let rest = flow.slice(at..end);
    let filler =
        ["如下", "为", "是"].iter().find(|word| rest.starts_with(**word)).map_or(0, |word| word.len());
    let at = at + filler;
    let rest = flow.slice(at..end);
    let colon = rest.starts_with(':');
    let numbered = ["1、", "1.", "1,", "一、", "(1)", "(一)", "①"].iter().any(|sign| rest.starts_with(sign));
    if colon || numbered || flow.is_break(at) {
        return Some(at + usize::from(colon));
    }
    // A heading of its own: 一、诉讼请求和答辩.
    let line = flow.line_behind(at);
    let headed = flow.slice(at..line).chars().nth(MOST_HEADED).is_none()
        && !flow.slice(at..line).contains(['。', ',', ';', '、', '(']);
    (headed && flow.slice(line..end).starts_with(|c: char| c == '1' || "一(①".contains(c))).then_some(line)
}

/// The most letters of a heading behind the word for claims.
const MOST_HEADED: usize = 8;

/// `请求法院依法判令被告:1.…`: a colon close behind with a numbered list.
fn asked(flow: &Flow, at: usize, end: usize) -> Option<usize> {
    let clause = flow.slice(at..end);
    let colon = clause
        .find([':', '。', ';', ','])
        .filter(|stop| clause.get(*stop..).is_some_and(|c| c.starts_with(':')))?;
    let short = clause.get(..colon).is_some_and(|clause| clause.chars().count() <= MOST_LEAD);
    let listed =
        clause.get(colon + 1..).map(|rest| items(rest.get(..floor(rest, 12)).unwrap_or_default(), |_| false));
    let numbered = listed.is_some_and(|listed| listed.first().is_some_and(|item| item.number == Some(1)));
    (short && numbered).then_some(at + colon + 1)
}

/// The most characters between 请求 and its colon.
const MOST_LEAD: usize = 20;

fn note_claims(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let text = flow.slice(within.clone());
    let listed = items(text, |at| flow.is_break(within.start + at));
    let listed: Vec<(Option<u32>, Range<usize>)> = match listed.as_slice() {
        [Item { number: None, .. }] => {
            paragraphs(flow, within).into_iter().map(|range| (None, range)).collect()
        }
        _ => listed
            .into_iter()
            .map(|item| (item.number, within.start + item.text.start..within.start + item.text.end))
            .collect(),
    };
    for (number, range) in listed {
        let range = flow.trim(range, &['。', ';', ',', ':']);
        if range.is_empty() {
            continue;
        }
        let Some(text) = flow.copy(notes, range.clone()) else { continue };
        let amounts = amounts(flow, range, notes);
        notes.add("judgment.claims", LegalFact::Claim(Claim { number, text, amounts }));
    }
}

/// A claim in running text where none are listed: the sentence of who sues that asks for a sum.
fn note_prose_claim(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    const ASKS: [&str; 6] = ["请求判令", "请求法院判令", "请求依法判令", "请求法院", "请求", "要求"];
    let stop = flow.find_any(within.clone(), &ANSWERS).map_or(within.end, |answer| answer.0);
    let mut at = within.start;
    while let Some((_, end)) = flow.find_any(at..stop, &ASKS) {
        let close = flow.find(end..stop, "。").unwrap_or(stop);
        let body = flow.trim(end..close, &[',', ':', ';', '、']);
        let before = flow.slice(within.start..end);
        let sentence = before.rsplit(['。', ';']).next().unwrap_or_default();
        let sues = ["原告", "诉", "申请人"].iter().any(|word| sentence.contains(word));
        if sues && !find_money(flow.slice(body.clone())).is_empty() {
            if let Some(text) = flow.copy(notes, body.clone()) {
                let amounts = amounts(flow, body, notes);
                notes.add("judgment.claims", LegalFact::Claim(Claim { number: None, text, amounts }));
            }
            return;
        }
        at = close.max(end);
    }
}

/// The sums within `range`, stated.
pub(super) fn amounts(flow: &Flow, range: Range<usize>, notes: &mut Notes) -> Vec<crate::Stated<Money>> {
    let found: Vec<Found<Money>> = find_money(flow.slice(range.clone()));
    found.into_iter().filter_map(|money| flow.found(notes, money.moved(range.start))).collect()
}

fn note_answers(flow: &Flow, within: Range<usize>, names: &[String], notes: &mut Notes) {
    let mut at = within.start;
    while let Some((verb, end)) = flow.find_any(at..within.end, &ANSWERS) {
        at = end;
        let Some(speaker) = speaker(flow, within.start..verb, names) else { continue };
        let body = flow.trim(end..answer_end(flow, end, within.end), &[',', ':']);
        at = at.max(body.end);
        let (Some(speaker), false) = (flow.copy(notes, speaker), body.is_empty()) else {
            notes.drop_draft();
            continue;
        };
        if let Some(text) = flow.copy(notes, body) {
            notes.add("judgment.defence", LegalFact::Defence(Argument { speaker, text }));
        }
    }
}

/// Who speaks: the last clause before the verb, which begins with a role or the name of a party.
fn speaker(flow: &Flow, before: Range<usize>, names: &[String]) -> Option<Range<usize>> {
    const ROLES: [&str; 10] =
        ["被告", "原告", "上诉人", "被上诉人", "原审", "第三人", "申请人", "被申请人", "辩护人", "异议人"];
    let text = flow.slice(before.clone());
    // 供述称 tells what somebody confessed.
    if text.ends_with('供') {
        return None;
    }
    let cut = text.rfind(['。', ',', ';', ':']).map_or(0, |at| at + 1);
    let cut = (cut..=text.len()).find(|at| text.is_char_boundary(*at))?;
    let clause = flow.trim(before.start + cut..before.end, &[',', '、', ';', ':']);
    let written = flow.slice(clause.clone());
    let begins = ROLES.iter().any(|role| written.starts_with(role))
        || names.iter().any(|name| written.starts_with(name.as_str()));
    (begins && (2..=40).contains(&written.chars().count())).then_some(clause)
}

/// Where an answer ends: before the next who answers or the court's findings, at the end of its paragraph, or where it
/// grows too long.
fn answer_end(flow: &Flow, from: usize, end: usize) -> usize {
    const NEXT: [&str; 9] =
        ["辩称", "述称", "未到庭", "经审理查明", "查明", "当事人围绕", "本院经审理", "上述事实", "本院认为"];
    let end = floor(flow.text(), end.min(from + LONGEST));
    let next = flow.find_any(from..end, &NEXT).map_or(end, |next| next.0);
    let sentence = flow.rfind(from..next, "。").map_or(next, |at| at + "。".len());
    let paragraph = flow.paragraph_behind(from);
    sentence.min(paragraph).max(from)
}

fn note_issues(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let mut at = within.start;
    while let Some((_, end)) = flow.find_any(at..within.end, &ISSUES) {
        at = end;
        let stop = flow.find(end..within.end, "。").unwrap_or(within.end);
        let sentence = flow.slice(end..stop);
        let lead = sentence.find([':', '是', '为']).filter(|lead| *lead <= 30);
        let Some(lead) = lead else { continue };
        let start =
            end + lead + sentence.get(lead..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8);
        let body = flow.trim(start..stop.min(floor(flow.text(), start + LONGEST)), &[':', ',']);
        let text = flow.slice(body.clone());
        for item in items(text, |at| flow.is_break(body.start + at)) {
            let range = body.start + item.text.start..body.start + item.text.end;
            let range = flow.trim(range, &[';', ',', '。', ':']);
            if let Some(text) = flow.copy(notes, range.clone()).filter(|_| !range.is_empty()) {
                notes.add("judgment.issues", LegalFact::Issue { text });
            }
        }
        at = at.max(stop);
    }
}
