//! The parties of a Chinese court document and those who act for them.

use std::ops::Range;

use super::fact::{Agent, LegalFact, Party, RoleKind};
use super::flow::Flow;
use super::sections::floor;
use crate::value::{Sex, find_credit_codes, find_dates, find_resident_ids};
use crate::{Notes, Stated};

use RoleKind::{Accused, Claimant, Prosecution, Respondent, ThirdParty, Victim};

/// Roles of parties; longer ones first where one begins like another.
const ROLES: [(&str, RoleKind); 58] = [
    ("被罚款人", Respondent),
    ("被拘留人", Respondent),
    ("被处罚人", Respondent),
    ("被答辩人", Claimant),
    ("答辩人", Respondent),
    ("具状人", Claimant),
    ("第一原告", Claimant),
    ("第二原告", Claimant),
    ("第一被告", Respondent),
    ("第二被告", Respondent),
    ("第三被告", Respondent),
    ("第一被申请人", Respondent),
    ("第二被申请人", Respondent),
    ("反诉被告", Respondent),
    ("附带民事诉讼原告人", Claimant),
    ("附带民事诉讼原告", Claimant),
    ("附带民事诉讼被告人", Respondent),
    ("附带民事诉讼被告", Respondent),
    ("原审附带民事诉讼原告人", Claimant),
    ("原审附带民事诉讼被告人", Respondent),
    ("刑事附带民事诉讼原告人", Claimant),
    ("刑事附带民事诉讼被告人", Respondent),
    ("附带民事公益诉讼起诉人", Claimant),
    ("公益诉讼起诉人", Claimant),
    ("原公诉机关", Prosecution),
    ("公诉机关", Prosecution),
    ("抗诉机关", Prosecution),
    ("起诉机关", Prosecution),
    ("原审被告人", Accused),
    ("被告单位", Accused),
    ("被告人", Accused),
    ("罪犯", Accused),
    ("自诉人", Claimant),
    ("被害人", Victim),
    ("再审申请人", Claimant),
    ("被申请人", Respondent),
    ("复议申请人", Claimant),
    ("申请执行人", Claimant),
    ("被申请执行人", Respondent),
    ("被执行人", Respondent),
    ("案外人", ThirdParty),
    ("异议人", Claimant),
    ("利害关系人", ThirdParty),
    ("申诉人", Claimant),
    ("被申诉人", Respondent),
    ("申请人", Claimant),
    ("起诉人", Claimant),
    ("赔偿请求人", Claimant),
    ("赔偿义务机关", Respondent),
    ("被上诉人", Respondent),
    ("上诉人", Claimant),
    ("原审原告", Claimant),
    ("原审被告", Respondent),
    ("原审第三人", ThirdParty),
    ("反诉原告", Claimant),
    ("原告", Claimant),
    ("被告", Respondent),
    ("第三人", ThirdParty),
];

/// Roles of those who act for a party; longer ones first.
const AGENTS: [&str; 16] = [
    "委托诉讼代理人",
    "共同委托诉讼代理人",
    "委托代理人",
    "诉讼代理人",
    "共同委托代理人",
    "法定代表人",
    "法定代理人",
    "指定代理人",
    "代表人",
    "负责人",
    "诉讼代表人",
    "执行事务合伙人",
    "经营者",
    "指定辩护人",
    "辩护人",
    "代理人",
];

/// A party's own entry in the heading.
#[derive(Debug, Clone)]
struct Entry {
    /// The role with what stands in brackets behind it.
    role: Range<usize>,
    kind: Option<RoleKind>,
    name: Range<usize>,
    /// All of the entry behind the name.
    rest: Range<usize>,
}

/// States the parties and agents of the heading; gives the parties' names, as printed and folded.
pub(super) fn note(flow: &Flow, within: Range<usize>, notes: &mut Notes) -> Vec<String> {
    let entries = entries(flow, within);
    let mut names: Vec<String> = Vec::new();
    // An agent acts for the party before, 共同 ones and those behind `上列原告` for all of that side before.
    let mut principals: Vec<String> = Vec::new();
    let mut last_kind = None;
    for entry in &entries {
        let name = flow.slice(entry.name.clone()).to_owned();
        match entry.kind {
            Some(_) if goes_on(&name, &names) => {}
            Some(kind) => {
                let charged = flow.slice(entry.role.clone()).contains("被告人");
                let kind = if charged && kind == Claimant { Accused } else { kind };
                if last_kind != Some(kind) {
                    principals.clear();
                }
                last_kind = Some(kind);
                principals.push(name.clone());
                names.push(name);
                note_party(flow, entry, kind, notes);
            }
            None => {
                let joint = flow.slice(entry.role.clone()).contains("共同");
                let from = if joint { 0 } else { principals.len().saturating_sub(1) };
                note_agent(flow, entry, principals.get(from..).unwrap_or_default(), notes);
            }
        }
    }
    names
}

/// Whether what looks like a name is that of a known party with what is told of it: `李波曾因盗窃`.
fn goes_on(name: &str, known: &[String]) -> bool {
    const TELLS: [char; 8] = ['曾', '因', '于', '系', '在', '对', '的', '自'];
    known.iter().any(|known| name.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with(TELLS)))
}

/// Where the first entry of `within` begins; its end without one.
pub(super) fn first(flow: &Flow, within: Range<usize>) -> usize {
    let mut at = within.start;
    while at < within.end {
        let next = flow.break_behind(at);
        // A title of the web names the accused: `被告人张某盗窃罪一审刑事判决书`.
        let title = flow.slice(at..next).ends_with("判决书") || flow.slice(at..next).ends_with("裁定书");
        if (flow.is_break(at) || at == 0) && !title && role(flow.slice(at..within.end)).is_some() {
            return at;
        }
        at = next;
    }
    within.end
}

/// Where the last entry of a party begins in `within`: a role at a break with what is told of somebody close behind.
pub(super) fn last_entry(flow: &Flow, within: Range<usize>) -> Option<usize> {
    let mut found = None;
    let mut at = within.start;
    while at < within.end {
        at = flow.break_behind(at);
        if begins_entry(flow, at..within.end) {
            found = Some(at);
        }
    }
    found
}

/// Whether an entry of a party begins `within`.
pub(super) fn begins_entry(flow: &Flow, within: Range<usize>) -> bool {
    let party = role(flow.slice(within.clone())).filter(|(_, kind)| kind.is_some());
    party.is_some_and(|(length, _)| introduces(flow, within.start + length..within.end))
}

/// Where the entry at the beginning of `within` ends, with those behind it who act for the party.
pub(super) fn entries_end(flow: &Flow, within: Range<usize>) -> usize {
    let stop = |from: usize| {
        let closed = flow.find(from..within.end, "。").map_or(within.end, |at| at + "。".len());
        let paragraph = flow.paragraph_behind(from);
        // A role may stand in a paragraph of its own before its name.
        let bare = role(flow.slice(from..within.end)).is_some_and(|(length, _)| {
            flow.slice(from + length..paragraph).trim_matches([':', ' ']).is_empty()
        });
        closed.min(if bare { flow.paragraph_behind(paragraph) } else { paragraph })
    };
    let mut end = stop(within.start);
    let goes_on = |at: usize| {
        let text = flow.slice(at..within.end);
        let told = TELLS.iter().filter(|word| word.chars().count() > 1).any(|word| text.starts_with(word));
        told || role(text).is_some()
    };
    while end < within.end && goes_on(end) {
        end = stop(end);
    }
    end.min(within.end)
}

/// What is told of a person or a firm behind its name.
const TELLS: [&str; 40] = [
    "出生",
    "民族",
    "文化程度",
    "职业",
    "职务",
    "身份",
    "住址",
    "住所",
    "现住",
    "电话",
    "男",
    "女",
    "住",
    "地址",
    "统一社会",
    "信用代码",
    "身份证",
    "公民身份",
    "身份号码",
    "居民身份",
    "法定代表人",
    "负责人",
    "生于",
    "汉族",
    "注册地",
    "营业场所",
    "经营场所",
    "户籍",
    "所在地",
    "机关所在",
    "登记",
    "委托",
    "税号",
    "证件",
    "性别",
    "国籍",
    "回族",
    "满族",
    "联系",
    "系",
];

/// Whether what follows a role, in `within`, introduces somebody: a name, a sign or white space, and what is told of a person or a
/// firm.
fn introduces(flow: &Flow, within: Range<usize>) -> bool {
    let rest = flow.slice(within.clone());
    let entry = rest.get(..floor(rest, MOST_ENTRY)).unwrap_or_default();
    // `被告人姓名:夏学文。性别:男。`: keys say what it is.
    if entry.starts_with("姓名:") || entry.starts_with("名称:") {
        return true;
    }
    let entry = entry.split('。').next().unwrap_or_default();
    let colon = entry.starts_with(':');
    if SPEAKS.iter().any(|word| entry.starts_with(word)) {
        return false;
    }
    let mut clauses = entry.trim_start_matches(':').split([',', '(', ';']);
    let is_name = |name: &str| (2..=MOST_NAME).contains(&name.chars().count());
    let named = clauses.next().is_some_and(is_name);
    let told = clauses
        .take(if colon { 4 } else { 1 })
        .any(|clause| TELLS.iter().any(|word| clause.starts_with(word)));
    // Tables of parties have no commas.
    let keyed =
        colon && TELLS.iter().filter(|word| word.chars().count() > 1).any(|word| entry.contains(word));
    let end = within.start + entry.len();
    let apart = || {
        let name = within.start + usize::from(colon);
        next_detail(flow, name..end).is_some_and(|at| is_name(flow.slice(name..at)))
    };
    named && told || keyed || apart()
}

/// Bytes of an entry within which something is told of the party.
const MOST_ENTRY: usize = 180;

/// The entries of the heading: at a role that begins a line, a sentence or follows white space.
fn entries(flow: &Flow, within: Range<usize>) -> Vec<Entry> {
    let mut heads: Vec<(Range<usize>, Option<RoleKind>)> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let rest = flow.slice(at..within.end);
        let begins =
            flow.is_break(at) || at == within.start || flow.slice(within.start..at).ends_with(['。', ';']);
        if let Some((length, kind)) = role(rest).filter(|_| begins && !rest.starts_with("被告人民")) {
            heads.push((at..at + length, kind));
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    let ends = heads.iter().skip(1).map(|(role, _)| role.start).chain([within.end]);
    let pairs: Vec<_> = heads.iter().zip(ends).collect();
    pairs.into_iter().filter_map(|((role, kind), end)| entry(flow, role.clone(), *kind, end)).collect()
}

/// The role that `text` begins with: its length with brackets, and what it is; nothing for agents.
fn role(text: &str) -> Option<(usize, Option<RoleKind>)> {
    let joint = joint(text);
    let acting = text.get(joint..)?;
    let agent = AGENTS
        .iter()
        .filter(|word| acting.starts_with(**word))
        .map(|word| (joint + word.len(), None))
        .max_by_key(|a| a.0);
    let party = ROLES.iter().filter(|(word, _)| text.starts_with(word));
    let party = party.max_by_key(|(word, _)| word.len()).map(|(word, kind)| (word.len(), Some(*kind)));
    let (length, kind) = agent.or(party)?;
    let ordinal = ordinal(text.get(length..)?).filter(|_| kind.is_some()).unwrap_or(0);
    let length = length + ordinal;
    Some((length + bracket(text.get(length..)?), kind))
}

/// The length of what says that an agent acts for several: `以上三被告共同`.
fn joint(text: &str) -> usize {
    let form = crate::pattern::pattern!(
        r"^(?:以上|上列|上述|前述)?(?:[一二两三四五六七八]|全体|各|上述)?(?:原告|被告人|被告|被上诉人|上诉人|被申请人|申请人|当事人)?(?:的)?共同"
    );
    form.and_then(|form| form.find(text)).map_or(0, |found| found.end())
}

/// The length of a number that counts the parties of a side behind their role, where a colon or bracket follows: `被告一:`,
/// `被告2(反诉原告):`.
fn ordinal(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| "一二三四五六七八九十123456789①②③④⑤⑥".contains(*c))?;
    let rest = text.get(first.len_utf8()..)?;
    rest.starts_with([':', '(']).then_some(first.len_utf8())
}

/// The length of `(原审被告)` at the start of `text`; 0 without.
fn bracket(text: &str) -> usize {
    let Some(inner) = text.strip_prefix('(') else { return 0 };
    let close = inner.find(')').filter(|close| *close <= 90);
    close.map_or(0, |close| '('.len_utf8() + close + ')'.len_utf8())
}

/// The name and the rest of an entry whose role stands at `role`.
fn entry(flow: &Flow, role: Range<usize>, kind: Option<RoleKind>, end: usize) -> Option<Entry> {
    let from = flow.trim(role.end..end, &[':', '暨', '兼']).start;
    let skipped = ["自报名", "自报", "自称", "姓名", "名称"]
        .iter()
        .find(|word| flow.slice(from..end).starts_with(**word));
    let from = flow.trim(from + skipped.map_or(0, |word| word.len())..end, &[':']).start;
    let text = flow.slice(from..end);
    let mut stop = text.find([',', '。', ';', ':']).unwrap_or(text.len());
    // The colon may be that of the next line's key: 申请人:某公司 / 住所:…
    let line = flow.line_behind(from);
    if text.get(stop..)?.starts_with(':') && line < from + stop {
        stop = line - from;
    }
    stop = next_detail(flow, from..from + stop).map_or(stop, |at| at - from);
    // Brackets belong to names of firms (某(中国)公司) but not to notes on persons (曾用名…).
    if let Some(open) = text.get(..stop)?.find('(') {
        let behind = text.get(open..).map_or(0, |tail| open + bracket(tail));
        let firm = text.get(behind..stop).is_some_and(|tail| !tail.is_empty() && !tail.starts_with('('));
        stop = if firm { stop } else { open };
        // A name in another script behind the name is no part of it: 某有限公司(SOME LIMITED).
        let foreign = text.get(..stop)?.match_indices('(').map(|(at, _)| at).find(|at| {
            *at > 0
                && text
                    .get(at + 1..)
                    .is_some_and(|inner| inner.starts_with(|c: char| c.is_ascii_alphabetic()))
        });
        stop = foreign.unwrap_or(stop);
    }
    // Without a sign behind the name the next break ends it, if it leaves a name.
    let longest = if kind.is_some() { MOST_NAME } else { MOST_AGENT };
    if text.get(..stop)?.chars().count() > longest {
        stop = flow.break_behind(from + 3).min(from + stop) - from;
    }
    let name = flow.trim(from..from + stop, &[':', ',']);
    let written = flow.slice(name.clone());
    let speaks = SPEAKS.iter().any(|word| written.starts_with(word) || written.ends_with(word));
    (!written.is_empty() && !speaks && written.chars().count() <= 60).then_some(())?;
    Some(Entry { role, kind, rest: name.end..end, name })
}

/// The first line or piece in `within` that begins with a detail: tables of parties have no commas.
fn next_detail(flow: &Flow, within: Range<usize>) -> Option<usize> {
    const KEYS: [&str; 20] = [
        "住所",
        "住址",
        "地址",
        "统一社会信用代码",
        "公民身份号码",
        "身份证",
        "性别",
        "出生",
        "民族",
        "联系电话",
        "电话",
        "职务",
        "法定代表人",
        "负责人",
        "营业场所",
        "经营场所",
        "注册地",
        "居民身份",
        "生于",
        "户籍",
    ];
    let mut at = flow.break_behind(within.start);
    while at < within.end {
        let text = flow.slice(at..within.end);
        // 男 and 女 stand alone or before a sign or the day of birth.
        let sex = text.strip_prefix(['男', '女']).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with([',', '、', ';', '性'])
                || rest.starts_with(|c: char| c.is_ascii_digit())
                || flow.is_break(at + text.len() - rest.len())
        });
        if sex || KEYS.iter().any(|key| text.starts_with(key)) {
            return Some(at);
        }
        at = flow.break_behind(at);
    }
    None
}

/// What parties do in running text: behind these a role stands in a sentence, not before a name.
const SPEAKS: [&str; 19] = [
    "诉称", "辩称", "述称", "诉至", "答辩", "起诉", "认为", "主张", "诉请", "诉求", "意见", "请求", "提交",
    "提出", "陈述", "举证", "证据", "未到", "的",
];

/// The longest names in characters, beyond which a missing sign is suspected.
const MOST_NAME: usize = 32;
const MOST_AGENT: usize = 8;

fn note_party(flow: &Flow, entry: &Entry, kind: RoleKind, notes: &mut Notes) {
    let Some(role) = flow.copy(notes, entry.role.clone()) else { return };
    let Some(name) = flow.copy(notes, entry.name.clone()) else { return };
    let rest = entry.rest.clone();
    let sex = sex(flow, rest.clone(), notes);
    let birth = birth(flow, rest.clone()).and_then(|birth| flow.found(notes, birth));
    let resident_id = find_resident_ids(flow.slice(rest.clone())).into_iter().next();
    let resident_id = resident_id.and_then(|id| flow.found(notes, id.moved(rest.start)));
    let credit_code = find_credit_codes(flow.slice(rest.clone())).into_iter().next();
    let credit_code = credit_code.and_then(|code| flow.found(notes, code.moved(rest.start)));
    let address = address(flow, rest).and_then(|range| flow.copy(notes, range));
    let party = Party { role, kind, name, sex, birth, resident_id, credit_code, address };
    notes.add("judgment.parties", LegalFact::Party(party));
}

/// 男 or 女 standing between commas.
pub(super) fn sex(flow: &Flow, rest: Range<usize>, notes: &mut Notes) -> Option<Stated<Sex>> {
    let text = flow.slice(rest.clone());
    let alone = |at: usize| {
        let end = at + '男'.len_utf8();
        let after = text.get(end..).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default();
        let opens = before.is_empty()
            || before.ends_with([',', ':', '(', '、', ';', '。', '别'])
            || flow.is_break(rest.start + at);
        let digit = after.starts_with(|c: char| c.is_ascii_digit());
        let closes = after.is_empty() || after.starts_with([',', '。', ';', '、', ')', '性']);
        opens && (closes || digit || flow.is_break(rest.start + end))
    };
    let (at, char) = text.char_indices().find(|(at, char)| matches!(char, '男' | '女') && alone(*at))?;
    let value = if char == '男' { Sex::Male } else { Sex::Female };
    flow.state(notes, rest.start + at..rest.start + at + char.len_utf8(), value)
}

/// The date followed by 出生 or 生, or preceded by 出生日期.
pub(super) fn birth(
    flow: &Flow,
    rest: Range<usize>,
) -> Option<crate::value::Found<crate::value::WrittenDate>> {
    let text = flow.slice(rest.clone());
    let born = |found: &crate::value::Found<crate::value::WrittenDate>| {
        let after = text.get(found.range.end..).unwrap_or_default();
        let before = text.get(..found.range.start).unwrap_or_default();
        after.starts_with("出生")
            || after.starts_with('生')
            || before.ends_with("出生日期:")
            || before.ends_with("生于")
    };
    find_dates(text).into_iter().find(born).map(|found| found.moved(rest.start))
}

/// What follows 住, 住所地 and the like.
fn address(flow: &Flow, rest: Range<usize>) -> Option<Range<usize>> {
    const WORDS: [&str; 27] = [
        "户籍地址",
        "居住地址",
        "办公地址",
        "办公地点",
        "送达地址",
        "现居住于",
        "居住地",
        "暂住",
        "家住",
        "现居",
        "住所地:",
        "经常居住地",
        "登记地址",
        "注册地",
        "住所地",
        "住所:",
        "住址:",
        "住址",
        "地址:",
        "住所",
        "现住:",
        "现住",
        "户籍所在地",
        "户籍地",
        "经营场所:",
        "住:",
        "住",
    ];
    let text = flow.slice(rest.clone());
    let place = |word: &&str| {
        let at = text.find(*word)?;
        let before = text.get(..at)?;
        (before.is_empty()
            || before.ends_with([',', '。', ';', ' ', '族', '('])
            || flow.is_break(rest.start + at))
        .then_some((at, at + word.len()))
    };
    let (_, from) = WORDS.iter().filter_map(place).min_by_key(|(at, end)| (*at, usize::MAX - end))?;
    let after = text.get(from..)?;
    let stop = after.find([',', '。', ';', ')']).unwrap_or(after.len());
    let range = flow.trim(rest.start + from..rest.start + from + stop, &[':', '在', '为', '是', '于']);
    (range.len() >= 6).then_some(range)
}

fn note_agent(flow: &Flow, entry: &Entry, principals: &[String], notes: &mut Notes) {
    let Some(role) = flow.copy(notes, entry.role.clone()) else { return };
    let Some(name) = flow.copy(notes, entry.name.clone()) else { return };
    let represents = ["法定", "负责人", "代表人", "经营者"].iter().any(|word| role.value.contains(word));
    let firm = firm(flow, entry.rest.clone()).filter(|_| !represents);
    let firm = firm.and_then(|range| flow.copy(notes, range));
    let authority = authority(flow, entry).and_then(|range| flow.copy(notes, range));
    let principals = principals.to_vec();
    notes.add("judgment.agents", LegalFact::Agent(Agent { role, name, principals, firm, authority }));
}

/// The law firm, legal aid centre or employer.
fn firm(flow: &Flow, rest: Range<usize>) -> Option<Range<usize>> {
    const ENDS: [&str; 5] = ["律师事务所", "法律服务所", "法律援助中心", "法律援助处", "公司"];
    let text = flow.slice(rest.clone());
    let (at, word) = ENDS.iter().find_map(|word| Some((text.find(word)?, word)))?;
    let before = text.get(..at)?;
    let cut = before.rfind([',', '。', ';', ':', '系', '的', '派']).map_or(0, |cut| cut + 1);
    let cut = (cut..=before.len()).find(|at| before.is_char_boundary(*at))?;
    Some(flow.trim(rest.start + cut..rest.start + at + word.len(), &['(', ')', '系', '由']))
}

/// `特别授权` and the like, in the role's brackets or behind the name.
fn authority(flow: &Flow, entry: &Entry) -> Option<Range<usize>> {
    const WORDS: [&str; 5] = ["特别授权代理", "特别授权", "一般授权代理", "一般授权", "一般代理"];
    let within = entry.role.start..entry.rest.end;
    WORDS.iter().find_map(|word| flow.find(within.clone(), word).map(|at| at..at + word.len()))
}
