//! The parties of a Chinese contract.

use std::ops::Range;

use super::super::fact::{Agent, LegalFact, Party, RoleKind};
use super::super::flow::Flow;
use crate::Notes;
use crate::pattern::pattern;
use crate::value::{find_credit_codes, find_resident_ids};

/// Names of parties by their place, used through the contract.
pub(super) const PLACES: [&str; 6] = ["甲方", "乙方", "丙方", "丁方", "戊方", "己方"];

/// Names of parties by what they do; longer ones first where one begins like another.
const ROLES: [&str; 66] = [
    "出租方",
    "承租方",
    "出租人",
    "承租人",
    "转租方",
    "买方",
    "卖方",
    "买受人",
    "买受方",
    "出卖人",
    "出卖方",
    "购买方",
    "销售方",
    "供方",
    "需方",
    "采购方",
    "采购人",
    "供货方",
    "供应商",
    "供应方",
    "订货方",
    "发包方",
    "承包方",
    "发包人",
    "承包人",
    "分包人",
    "委托方",
    "受托方",
    "委托人",
    "受托人",
    "借款人",
    "借款方",
    "贷款人",
    "贷款方",
    "出借人",
    "出借方",
    "保证人",
    "保证方",
    "担保人",
    "担保方",
    "抵押人",
    "抵押权人",
    "出质人",
    "质权人",
    "转让方",
    "受让方",
    "转让人",
    "受让人",
    "用人单位",
    "劳动者",
    "员工",
    "赠与人",
    "受赠人",
    "许可方",
    "被许可方",
    "定作方",
    "定作人",
    "承揽方",
    "承揽人",
    "服务方",
    "建设单位",
    "施工单位",
    "监理单位",
    "居间方",
    "中介方",
    "合作方",
];

/// Keys of those who act for a party.
const AGENTS: [&str; 8] =
    ["法定代表人", "授权代表", "委托代理人", "负责人", "法人代表", "代理人", "经办人", "联系人"];

/// Keys of addresses.
const ADDRESSES: [&str; 8] =
    ["住所地", "注册地址", "通讯地址", "联系地址", "住所", "住址", "地址", "户籍地址"];

/// Words that begin the running text behind the parties.
const PREAMBLES: [&str; 14] = [
    "根据",
    "鉴于",
    "为了",
    "为明确",
    "依据",
    "依照",
    "按照",
    "经甲",
    "经双方",
    "甲、乙",
    "甲乙双方",
    "双方",
    "本合同",
    "就",
];

/// States the parties of the head; gives the words the contract calls them by.
pub(super) fn note(flow: &Flow, head: Range<usize>, notes: &mut Notes) -> Vec<String> {
    let end = preamble(flow, head.clone());
    let mut entries: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut at = head.start;
    while at < end {
        let before = flow.slice(head.start..at);
        // Parties may be numbered: (1)出租方(甲方):…
        let numbered =
            pattern!(r"(?:^|[。;,:\s])\(?[0-9一二三四五六七八九]{1,2}[).、]\s*$").is_some_and(|form| {
                form.is_match(
                    before
                        .get(before.ceil_char_boundary(before.len().saturating_sub(12))..)
                        .unwrap_or_default(),
                )
            });
        let length = if flow.is_break(at) || numbered || before.ends_with(['。', ';', ',']) {
            let known = role(flow.slice(at..end)).filter(|length| is_key(flow, at + length));
            known.or_else(|| shaped(flow, at..end))
        } else {
            None
        };
        match length {
            Some(length) => {
                entries.push((at..at + length, at + length..end));
                at += length;
            }
            None => at += flow.slice(at..end).chars().next().map_or(1, char::len_utf8),
        }
    }
    if entries.is_empty() {
        return inline(flow, head, notes);
    }
    let starts: Vec<usize> = entries.iter().skip(1).map(|(role, _)| role.start).chain([end]).collect();
    let mut words = Vec::new();
    for ((role, rest), next) in entries.into_iter().zip(starts) {
        let rest = rest.start..next;
        if note_one(flow, role.clone(), rest, notes) {
            let role = flow.slice(role).to_owned();
            words.extend(
                PLACES.iter().filter(|place| role.contains(**place)).map(|place| (*place).to_owned()),
            );
            words.push(role.split(['(', ':']).next().unwrap_or_default().to_owned());
        }
    }
    words
}

/// Parties named in running text: `星桥公司(以下简称甲方)`.
fn inline(flow: &Flow, head: Range<usize>, notes: &mut Notes) -> Vec<String> {
    const ALIASES: [&str; 5] = ["(以下简称", "(下称", "(以下称", "(简称", "(以下合称"];
    let mut words = Vec::new();
    let mut at = head.start;
    while let Some((open, end)) = flow.find_any(at..head.end, &ALIASES) {
        at = end;
        let Some(close) = flow.find(end..head.end, ")") else { break };
        let alias = flow.trim(end..close, &['"', '“', '”', '为', '「', '」', ':']);
        let before = flow.slice(head.start..open);
        let cut = before.rfind([',', '。', ';', ':', '与', '和', '由', '及', ')']);
        let cut = cut.map_or(0, |cut| {
            cut + before.get(cut..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8)
        });
        let start = (head.start + cut).max(if flow.is_line(open) { 0 } else { line_start(flow, open) });
        let name = flow.trim(start..open, &[':', ',']);
        // 委托人某公司(以下简称甲方): the role is no part of the name.
        let led =
            role(flow.slice(name.clone())).filter(|length| length + SHORTEST <= name.len()).unwrap_or(0);
        let name = flow.trim(name.start + led..name.end, &[':']);
        let fits = (2..=40).contains(&flow.slice(name.clone()).chars().count()) && alias.len() <= 30;
        let (Some(role), Some(name)) = (flow.copy(notes, alias.clone()), flow.copy(notes, name)) else {
            continue;
        };
        if !fits {
            notes.drop_draft();
            continue;
        }
        words.push(flow.slice(alias).to_owned());
        let kind = RoleKind::Contracting;
        let party = Party::named(role, kind, name);
        notes.add("contract.parties", LegalFact::Party(party));
    }
    words
}

/// Bytes of the shortest name of a party: two letters.
const SHORTEST: usize = 6;

/// The last paragraph that begins before `at`.
fn line_start(flow: &Flow, at: usize) -> usize {
    let mut start = flow.break_before(at);
    while start > 0 && !flow.is_paragraph(start) {
        start = flow.break_before(start - 1);
    }
    start
}

/// Where the running text begins: one of its words at a break, or the end of the head.
pub(super) fn preamble(flow: &Flow, head: Range<usize>) -> usize {
    let begins = |word: &&str| {
        let mut at = head.start;
        while let Some(found) = flow.find(at..head.end, word) {
            // A sentence that ends in a colon leads to the parties: 本合同由以下双方于2022年5月10日签署:
            let line_end = flow.paragraph_before(head.end).map_or(head.end, |_| flow.line_behind(found));
            let sentence = flow.slice(found..line_end.max(found).min(head.end));
            let leads = sentence.split(['。', ';']).next().is_some_and(|text| text.trim_end().ends_with(':'));
            if flow.is_line(found) && found > head.start && !leads {
                return Some(found);
            }
            at = found + word.len();
        }
        None
    };
    PREAMBLES.iter().filter_map(begins).min().unwrap_or(head.end)
}

/// The length of the role `text` begins with, brackets included, when a colon or blank and a name follow.
fn role(text: &str) -> Option<usize> {
    let known =
        PLACES.iter().chain(&ROLES).filter(|word| text.starts_with(**word)).map(|word| word.len()).max()?;
    let mut end = known;
    if let Some(inner) = text.get(end..)?.strip_prefix('(') {
        end += 1 + inner.find(')').filter(|close| *close <= 60)? + 1;
    } else if let Some(more) =
        PLACES.iter().chain(&ROLES).find(|word| text.get(end..).is_some_and(|t| t.starts_with(**word)))
    {
        end += more.len();
    }
    // 甲方(用人单位)名称:…
    let named = ["单位名称", "公司名称", "企业名称", "名称", "姓名", "全称"].iter();
    let named = named.filter(|word| {
        text.get(end..)
            .is_some_and(|rest| rest.strip_prefix(**word).is_some_and(|rest| rest.starts_with([':', '('])))
    });
    end += named.map(|word| word.len()).max().unwrap_or(0);
    Some(end)
}

/// The length of a role that is in no list, brackets included: at a line's start a short word for somebody, closed by a
/// colon with a name behind, by which the contract calls them later.
fn shaped(flow: &Flow, within: Range<usize>) -> Option<usize> {
    flow.is_line(within.start).then_some(())?;
    let text = flow.slice(within.clone());
    let stop = text.find([':', '('])?;
    let word = text.get(..stop)?;
    let count = word.chars().count();
    let person = ["方", "人", "者", "商", "户", "单位"].iter().any(|end| word.ends_with(end));
    let plain = word.chars().all(|c| document::is_cjk(c) && c.is_alphabetic());
    if !(MOST_ROLE.contains(&count) && person && plain) || NO_ROLES.iter().any(|no| word.contains(no)) {
        return None;
    }
    let bracket =
        text.get(stop..)?.strip_prefix('(').map(|inner| inner.find(')').filter(|close| *close <= 60));
    let end = match bracket {
        Some(close) => stop + 1 + close? + 1,
        None => stop,
    };
    let named = text.get(end..)?.strip_prefix(':')?.trim_start_matches(['_', ' ']).chars().next()?;
    let called = flow.text().get(within.end..)?.contains(word);
    (named.is_alphabetic() && called).then_some(end)
}

/// Letters of a role.
const MOST_ROLE: std::ops::RangeInclusive<usize> = 2..=6;

/// What is in words for others than parties: those who act, take delivery, witness.
const NO_ROLES: [&str; 16] = [
    "联系",
    "代理",
    "代表",
    "负责",
    "经办",
    "收件",
    "收货",
    "收款",
    "付款人",
    "开户",
    "见证",
    "签",
    "审核",
    "经手",
    "证明",
    "双方",
];

/// Whether a name follows a role that ends at `at`: behind a colon, or in the next cell or column.
fn is_key(flow: &Flow, at: usize) -> bool {
    flow.slice(at..flow.text().len()).starts_with(':') || flow.is_break(at)
}

/// States one party; whether there was a name.
fn note_one(flow: &Flow, role: Range<usize>, rest: Range<usize>, notes: &mut Notes) -> bool {
    let Some(name) = value(flow, rest.clone()) else { return false };
    let (Some(role), Some(name_fact)) = (flow.copy(notes, role), flow.copy(notes, name.clone())) else {
        return false;
    };
    let details = name.end..rest.end;
    let resident_id = find_resident_ids(flow.slice(details.clone())).into_iter().next();
    let resident_id = resident_id.and_then(|id| flow.found(notes, id.moved(details.start)));
    let credit_code = find_credit_codes(flow.slice(details.clone())).into_iter().next();
    let credit_code = credit_code.and_then(|code| flow.found(notes, code.moved(details.start)));
    let address = keyed(flow, details.clone(), &ADDRESSES).and_then(|(_, range)| flow.copy(notes, range));
    let principal = name_fact.value.clone();
    let kind = RoleKind::Contracting;
    let sex = super::super::parties::sex(flow, details.clone(), notes);
    let birth =
        super::super::parties::birth(flow, details.clone()).and_then(|birth| flow.found(notes, birth));
    let party =
        Party { sex, birth, resident_id, credit_code, address, ..Party::named(role, kind, name_fact) };
    notes.add("contract.parties", LegalFact::Party(party));
    if let Some((key, range)) = keyed(flow, details, &AGENTS) {
        let (role, name) = (flow.copy(notes, key), flow.copy(notes, range));
        if let (Some(role), Some(name)) = (role, name) {
            let principals = vec![principal];
            let agent = Agent { role, name, principals, firm: None, authority: None };
            notes.add("contract.agents", LegalFact::Agent(agent));
        }
    }
    notes.drop_draft();
    true
}

/// Digits in brackets from which on they are a code and no part of a name.
const MANY_DIGITS: usize = 8;

/// The value that stands in `range` before the next key, sign or break.
pub(super) fn value(flow: &Flow, range: Range<usize>) -> Option<Range<usize>> {
    let range = flow.trim(range, &[':', '_']);
    let text = flow.slice(range.clone());
    let mut stop = text.find([',', '。', ';', ':', '_']).unwrap_or(text.len());
    if let Some(note) = text.get(..stop)?.find("(以下").or_else(|| text.get(..stop)?.find("(下称")) {
        stop = note;
    }
    // Details in brackets behind the name: a code, an address.
    const DETAILS: [&str; 13] = [
        "甲方",
        "乙方",
        "丙方",
        "简称",
        "下称",
        "代码",
        "身份证",
        "信用",
        "注册",
        "地址",
        "住所",
        "证件",
        "编号",
    ];
    if let Some(open) = text.get(..stop)?.find('(') {
        let inner = text.get(open..).unwrap_or_default();
        let inner = inner.get(..inner.find(')').unwrap_or(inner.len())).unwrap_or_default();
        let long = inner.chars().filter(char::is_ascii_digit).count() >= MANY_DIGITS;
        if open > 0 && (long || DETAILS.iter().any(|word| inner.contains(word))) {
            stop = open;
        }
    }
    // A key of the next field may follow on the same line: 甲方：某公司 电话：…
    let colon = text.get(stop..)?.starts_with(':');
    let mut end = range.start + stop;
    let line = next_line(flow, range.start, end);
    if colon || line < end {
        end = if line < end { line } else { last_break(flow, range.start, end) };
    }
    let found = flow.trim(range.start..end, &[',', ';', '_']);
    let written = flow.slice(found.clone());
    let key = AGENTS.iter().chain(&ADDRESSES).chain(&["统一社会信用代码", "身份证", "电话", "日期"]);
    let empty = written.is_empty() || key.into_iter().any(|key| written.starts_with(key));
    (!empty && written.chars().count() <= 60).then_some(found)
}

/// The first line that begins behind `from`, where what stands before it is long enough to be whole; else `end`.
fn next_line(flow: &Flow, from: usize, end: usize) -> usize {
    let mut at = flow.break_behind(from);
    while at < end && !flow.is_line(at) {
        at = flow.break_behind(at);
    }
    at.min(end)
}

/// The last break before `end` behind `from`; `from` without one.
fn last_break(flow: &Flow, from: usize, end: usize) -> usize {
    flow.break_before(end.saturating_sub(1)).max(from)
}

/// The first of `keys` in `range` with its value.
fn keyed(flow: &Flow, range: Range<usize>, keys: &[&str]) -> Option<(Range<usize>, Range<usize>)> {
    keys.iter().find_map(|key| {
        let at = flow.find(range.clone(), key)?;
        let end = at + key.len();
        let note = flow.slice(end..range.end);
        let skip = if note.starts_with('(') { note.find(')').map_or(0, |close| close + 1) } else { 0 };
        flow.slice(end + skip..range.end).starts_with(':').then_some(())?;
        Some((at..end, value(flow, end + skip + ':'.len_utf8()..range.end)?))
    })
}
