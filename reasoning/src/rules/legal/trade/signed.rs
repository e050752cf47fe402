//! Places for signatures that are left empty where others are filled: part of L29.

use std::ops::Range;

use super::super::matter::{Matter, Quote};
use super::lines;
use crate::pattern::pattern;
use crate::rules::{Draft, Verdict};

/// What a place for a signature is for: places of one sort are filled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A party, with its seal.
    Party,
    /// Who signs for somebody.
    Agent,
    /// Who has to do with the form.
    Clerk,
    Day,
}

/// A place for a signature, with what is filled in.
struct Slot {
    sort: Sort,
    key: Range<usize>,
    /// Whether a seal or a signature is asked for in brackets.
    marked: bool,
    filled: bool,
}

/// The share of a text, in hundredths, behind which somebody signs.
const TAIL: usize = 45;

/// L29 of papers of no court: who is to sign has signed, where the others have.
pub(in super::super) fn check(matter: &Matter<'_>) -> Verdict {
    let (seen, blank) = if matter.is_chinese() { chinese(matter) } else { english(matter) };
    let draft = |key: Range<usize>| {
        let draft = Draft::new().way("unsigned").about_text(matter, key.clone());
        draft.found(matter.flow.printed(key).trim_end_matches(':').to_owned())
    };
    let mut drafts: Vec<Draft> = blank.map(draft).into_iter().collect();
    if drafts.is_empty() && nobody(matter) {
        let end = matter.text().len();
        let last = matter.flow.break_before(end.saturating_sub(1));
        drafts.push(Draft::new().way("nobody").about_text(matter, last..end));
    }
    if drafts.is_empty() {
        let open = if matter.is_chinese() { unfilled(matter) } else { unfilled_in_english(matter) };
        drafts.extend(open.map(|key| {
            let draft = Draft::new().way("unfilled").about_text(matter, key.clone());
            draft.found(matter.flow.printed(key).trim_end_matches(':').to_owned())
        }));
    }
    Verdict::of(seen, "signature", drafts)
}

/// A place for a signature or a seal that is blank, whether or not others are filled: worth a hint, as a draft has no signatures yet.
fn unfilled(matter: &Matter<'_>) -> Option<Range<usize>> {
    let slots = slots(matter);
    let signs = |slot: &&Slot| slot.sort != Sort::Day && slot.sort != Sort::Clerk;
    slots.iter().filter(signs).find(|slot| !slot.filled).map(|slot| slot.key.clone())
}

/// The same in English, with the keys of forms of one side.
fn unfilled_in_english(matter: &Matter<'_>) -> Option<Range<usize>> {
    let open = places(matter).into_iter().find(|place| !place.filled).map(|place| place.key);
    let form = pattern!(
        r"(?i)\b(?:authori[sz]ed by|approved by|received (?:by|in good order)|accepted (?:by|for)|signature|signed)[^:;]{0,40}:\s*(?:_+\s*)?(?:date|name|title|$)"
    )?;
    open.or_else(|| {
        let text = matter.text();
        let from = text.floor_char_boundary(text.len() * TAIL / 100);
        let own = lines(matter).into_iter().filter(|line| line.start >= from);
        own.filter_map(|line| {
            let found = form.find(matter.flow.slice(line.clone()))?;
            let key = found.as_str().find(':').map_or(found.len(), |at| at + 1);
            Some(line.start + found.start()..line.start + found.start() + key)
        })
        .next()
    })
    .or_else(|| {
        let form = pattern!(r"^_{4,}, [A-Z][a-z]+|^Witness: _{3,}")?;
        lines(matter).into_iter().find(|line| form.is_match(matter.flow.slice(line.clone()).trim_start()))
    })
}

/// Whether a paper that is worth nothing without a signature ends with its text: a power of attorney, a note of a debt, a letter of demand.
fn nobody(matter: &Matter<'_>) -> bool {
    const PAPERS: [&str; 9] =
        ["授权委托书", "委托书", "借条", "欠条", "收条", "催款函", "律师函", "承诺书", "通知书"];
    let text = matter.text();
    let title: String = text.chars().take(TITLE).collect();
    let Some(stop) = text.rfind('。').filter(|_| matter.is_chinese() && !matter.is_contract()) else {
        return false;
    };
    let own = PAPERS.iter().any(|word| title.starts_with(word));
    let rest = text.get(stop..).unwrap_or_default();
    let form = pattern!(
        r"[章签印]\)|公司|中心|厂|店|局|院|所|学校|人:\p{Han}|[签盖][字名章]|\(\p{Han}{0,3}章\)|代表"
    );
    let signs = slots(matter).iter().any(|slot| slot.sort != Sort::Day);
    own && !signs && stop > text.len() / 2 && form.is_some_and(|form| !form.is_match(rest))
}

/// Letters of a title.
const TITLE: usize = 6;

fn chinese(matter: &Matter<'_>) -> (bool, Option<Range<usize>>) {
    let slots = slots(matter);
    let filled = |sort: Sort| slots.iter().any(|slot| slot.sort == sort && slot.filled);
    let blank = |sort: Sort| slots.iter().find(|slot| slot.sort == sort && !slot.filled);
    let unequal =
        [Sort::Party, Sort::Agent].into_iter().find_map(|sort| blank(sort).filter(|_| filled(sort)));
    // A seal that is asked for and a day that is not told, below what somebody else has signed.
    let unsealed = || {
        let party = blank(Sort::Party).filter(|slot| slot.marked && !filled(Sort::Party))?;
        let others = filled(Sort::Clerk) || filled(Sort::Agent);
        (others && (blank(Sort::Day).is_some() || blank(Sort::Clerk).is_some())).then_some(party)
    };
    let found = unequal.or_else(unsealed).map(|slot| slot.key.clone());
    (!slots.is_empty(), found)
}

/// The places for signatures behind the middle of the text.
fn slots(matter: &Matter<'_>) -> Vec<Slot> {
    let Some(form) = pattern!(
        r"(?P<key>\p{Han}{1,12})(?P<mark>\((?:[^()]{0,10})?[章签印][^()]{0,6}\))?(?P<bare>签字|签名|签章|盖章)?:"
    ) else {
        return Vec::new();
    };
    let text = matter.text();
    let tail = text.len() * TAIL / 100;
    let own = lines(matter);
    let mut found: Vec<Slot> = Vec::new();
    for (index, line) in own.iter().enumerate().filter(|(_, line)| line.start >= tail) {
        let words = matter.flow.slice(line.clone());
        let keys: Vec<regex::Captures<'_>> = form.captures_iter(words).collect();
        for (at, key) in keys.iter().enumerate() {
            let (Some(whole), Some(name)) = (key.get(0), key.name("key")) else { continue };
            let next = keys.get(at + 1).and_then(|next| next.name("key"));
            let stop = next.map_or(words.len(), |next| begin(matter, line.start, &next));
            let from = begin(matter, line.start, &name);
            let value = words.get(whole.end()..stop).unwrap_or_default();
            let empty = value.trim_matches(|c: char| c.is_whitespace() || "_.年月日…".contains(c)).is_empty();
            let marked = key.name("mark").is_some() || key.name("bare").is_some();
            let Some(sort) = sort(words.get(from..name.end()).unwrap_or_default(), marked) else { continue };
            // What stands on the next line may be what is filled in.
            let below = || {
                let next = own.get(index + 1).map(|next| matter.flow.slice(next.clone()).trim());
                stop == words.len()
                    && next.is_some_and(|next| !next.is_empty() && !next.contains(':') && !dated(next))
            };
            let key = line.start + from..line.start + whole.end();
            found.push(Slot { sort, key, marked, filled: !empty || below() });
        }
    }
    found
}

/// Where a key begins within its line: what was filled in before it may stand close to it.
fn begin(matter: &Matter<'_>, line: usize, key: &regex::Match<'_>) -> usize {
    const WORDS: [&str; 9] =
        ["甲方", "乙方", "丙方", "法定代表人", "授权代表", "委托代理人", "经办人", "负责人", "日期"];
    let parted = matter.flow.break_before((line + key.end()).saturating_sub(1)).saturating_sub(line);
    let worded = WORDS.iter().filter_map(|word| key.as_str().rfind(word)).max().unwrap_or(0) + key.start();
    parted.max(worded).clamp(key.start(), key.end())
}

fn dated(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit() || "二年".contains(c))
}

/// What a key asks for; nothing where it is none of a signature.
fn sort(key: &str, marked: bool) -> Option<Sort> {
    const AGENTS: [&str; 6] = ["代表人", "代表", "代理人", "负责人", "经办", "经办人"];
    const CLERKS: [&str; 14] = [
        "收款人",
        "交款人",
        "制单",
        "审核",
        "核保",
        "批准",
        "填票人",
        "报销人",
        "财务审核",
        "部门负责人",
        "复核",
        "出纳",
        "会计",
        "采购",
    ];
    const PARTIES: [&str; 11] =
        ["员", "方", "人", "单位", "机关", "买方", "卖方", "公司", "商", "者", "银行"];
    let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
    if ["日期", "时间"].iter().any(|word| key.ends_with(word)) {
        return Some(Sort::Day);
    }
    if CLERKS.contains(&key) {
        return Some(Sort::Clerk);
    }
    if ends(&AGENTS) {
        return Some(Sort::Agent);
    }
    (marked && ends(&PARTIES)).then_some(Sort::Party)
}

/// In English: the place that is left empty where another of its kind is filled.
fn english(matter: &Matter<'_>) -> (bool, Option<Range<usize>>) {
    const PLAIN: [&str; 9] =
        ["/s/", "sd/-", "(signed)", "by", "signature", "for", "signed", "authorised", "authorized"];
    let places = places(matter);
    let roles = |kind: &str| !PLAIN.contains(&kind);
    let hand = |kind: &str| PLAIN.iter().take(HANDS).any(|word| *word == kind);
    let is_filled =
        |like: &dyn Fn(&str) -> bool| places.iter().any(|place| place.filled && like(&place.kind));
    // On a form of one side nothing else is filled.
    let alone = |key: &Range<usize>| {
        let own = matter.flow.slice(key.clone()).to_lowercase();
        let clear = !matter.flow.slice(key.end..matter.text().len()).trim_start().starts_with('_');
        let one_sided = own.starts_with("signed for") || own.starts_with("authori");
        !matter.is_contract() && clear && one_sided && !is_filled(&|_| true)
    };
    let found = places.iter().filter(|place| !place.filled).find(|place| {
        let own = place.kind.as_str();
        own == "(signed)"
            || is_filled(&|other| other == own || roles(other) && roles(own))
            || hand(own) && is_filled(&hand)
            || alone(&place.key)
    });
    (!places.is_empty(), found.map(|place| place.key.clone()))
}

/// Of the kinds of places, how many are marks of a hand.
const HANDS: usize = 3;

/// A place for a signature in English: the first word of its key tells its kind.
struct Place {
    kind: String,
    key: Range<usize>,
    filled: bool,
}

/// The places for signatures in the last part of an English text.
fn places(matter: &Matter<'_>) -> Vec<Place> {
    let text = matter.text();
    let tail = text.floor_char_boundary(text.len() * TAIL / 100);
    let form = pattern!(
        r"(?i)(?:/s/|\bsd/-|\(signed\)|\bsigned (?:by|for|on behalf)\b[^:;]{0,90}?:|\bfor and on behalf of\b[^:;]{0,80}:|\bfor [A-Z][^:;]{2,60}:|\bauthori[sz]ed signator\w+\b[^:;]{0,70}:|\bby:|\bsignature:|\b(?:landlord|tenant|lessor|lessee|licensor|licensee|buyer|seller|vendor|purchaser|lender|borrower|employer|employee|client|customer|supplier|contractor|consultant|owner|guarantor|witness(?: \d)?):)"
    );
    let all = lines(matter);
    let mut found = Vec::new();
    for (index, line) in all.iter().enumerate().filter(|(_, line)| line.start >= tail) {
        let words = matter.flow.slice(line.clone());
        let keys: Vec<regex::Match<'_>> = form.into_iter().flat_map(|form| form.find_iter(words)).collect();
        let next = all.get(index + 1).map_or("", |next| matter.flow.slice(next.clone()).trim());
        for (at, key) in keys.iter().enumerate() {
            let signed = key.as_str().to_lowercase();
            let kind = signed.split([' ', ':']).next().unwrap_or_default().to_owned();
            let filled = is_filled(words, key, keys.get(at + 1), next);
            found.push(Place { kind, key: line.start + key.start()..line.start + key.end(), filled });
        }
        // ______ for Acme Ltd, Buyer
        if words.trim_start().starts_with("____") && keys.is_empty() {
            found.push(Place { kind: "/s/".to_owned(), key: line.clone(), filled: false });
        }
    }
    found
}

/// Whether something stands behind a key: on its line, as a mark of a hand there, or as a name on the next line.
fn is_filled(words: &str, key: &regex::Match<'_>, other: Option<&regex::Match<'_>>, next: &str) -> bool {
    let details = pattern!(
        r"(?i)\b(?:title|date|name|print name|address|in the presence of|place|stamp|occupation)\s*:"
    );
    let stop = other.map_or(words.len(), |other| other.start());
    let value = words.get(key.end()..stop).unwrap_or_default();
    let cut = details.and_then(|details| details.find(value)).map_or(value.len(), |found| found.start());
    let value = value.get(..cut).unwrap_or(value);
    let empty = value.trim_matches(|c: char| c.is_whitespace() || "_.-|".contains(c)).is_empty()
        || value.trim_start().starts_with(',');
    let by_hand = key.as_str().ends_with(':')
        && other.is_some_and(|other| {
            let other = other.as_str().to_lowercase();
            other.starts_with(['/', '(']) || other.starts_with("sd")
        });
    let below = other.is_none()
        && !next.is_empty()
        && !next.contains([':', '_'])
        && next.len() < MOST_NAME
        && !key.as_str().starts_with('(');
    !empty || by_hand || below
}

/// Bytes of a name that stands below its key.
const MOST_NAME: usize = 50;
