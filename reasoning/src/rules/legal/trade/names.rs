//! Names written in two ways, whoever bears them: part of L05.

use std::ops::Range;

use strsim::levenshtein;

use super::super::matter::{Matter, Quote};
use super::super::names::{is_masked, near_firms};
use crate::pattern::pattern;
use crate::rules::Draft;

/// The share of a text, in hundredths, behind which somebody signs.
const TAIL: usize = 50;

/// A name that is meant for another one of the same paper; at most one.
pub(in super::super) fn otherwise(matter: &Matter<'_>) -> Vec<Draft> {
    let pair = if matter.is_chinese() { firms(matter).or_else(|| persons(matter)) } else { signers(matter) };
    let draft = |(written, meant): (Range<usize>, Range<usize>)| {
        let draft = Draft::new().about_text(matter, written.clone()).against_text(matter, meant.clone());
        draft.found(matter.flow.printed(written)).expected(matter.flow.printed(meant))
    };
    pair.map(draft).into_iter().collect()
}

type Pair = (Range<usize>, Range<usize>);

/// Two firms of which one is written once, a letter off or with a few letters more or less.
fn firms(matter: &Matter<'_>) -> Option<Pair> {
    let text = matter.text();
    let form = pattern!(
        r"(?P<name>[\p{Han}()]{3,24}?(?:有限责任公司|股份有限公司|有限公司|事务所|合作社|工作室|经营部|商行)(?:\p{Han}{2,10}?(?:分公司|支公司))?)"
    )?;
    let begins = |at: usize| {
        matter.flow.is_break(at)
            || text.get(..at).is_some_and(|before| before.ends_with([':', ',', '。', '(', '"', '、', ';']))
    };
    let names: Vec<Range<usize>> = form
        .captures_iter(text)
        .filter_map(|found| found.name("name"))
        .filter(|name| begins(name.start()) && name.as_str().chars().count() > LEAST_FIRM)
        .filter(|name| !name.as_str().contains(['与', '向', '由', '的']) && !is_masked(name.as_str()))
        .map(|name| name.range())
        .take(MOST_FIRMS)
        .collect();
    for own in &names {
        let name = matter.flow.slice(own.clone());
        let near = near_firms(matter, name).into_iter().chain(longer(matter, own));
        for other in near.filter(|other| other.end <= own.start || other.start >= own.end) {
            let written = matter.flow.slice(other.clone());
            let once = |name: &str| text.matches(name).count() == 1;
            if !is_slip(written, name) || text.contains(&format!("{name}(曾用名")) {
                continue;
            }
            match (once(written), once(name)) {
                // Of two that stand there once each, the later is the slip.
                (true, true) if other.start < own.start => return Some((own.clone(), other)),
                (true, _) => return Some((other, own.clone())),
                (false, true) => return Some((own.clone(), other)),
                (false, false) => {}
            }
        }
    }
    None
}

/// Firms that begin like one of the names and end like it, with more between, or less.
fn longer(matter: &Matter<'_>, own: &Range<usize>) -> Vec<Range<usize>> {
    let text = matter.text();
    let name = matter.flow.slice(own.clone());
    let head: String = name.chars().take(LEAST_HEAD).collect();
    let form = pattern!(r"^[\p{Han}()]{4,24}?(?:有限责任公司|股份有限公司|有限公司|事务所)");
    let read = |(at, _): (usize, &str)| {
        let found = form.and_then(|form| form.find(text.get(at..)?))?;
        (found.as_str() != name).then_some(at..at + found.end())
    };
    text.match_indices(&head).filter_map(read).collect()
}

/// Letters that two firms have in common from the beginning: place and trade name.
const LEAST_HEAD: usize = 4;
/// Letters of a firm's name, and firms that are compared.
const LEAST_FIRM: usize = 6;
const MOST_FIRMS: usize = 16;

/// Whether a firm's name is another one's with one letter changed, or some left out.
fn is_slip(written: &str, name: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (written.chars().collect(), name.chars().collect());
    if a.len() == b.len() {
        let apart: Vec<usize> = (0..a.len()).filter(|at| a.get(*at) != b.get(*at)).collect();
        // 苏州一建, 苏州二建: numbered firms are others, and so are those of another town.
        let of = |list: &[char], at: usize| {
            list.get(at).is_some_and(|c| "一二三四五六七八九十东西南北".contains(*c))
        };
        return matches!(apart.as_slice(), [at] if *at > 1 && !(of(&a, *at) && of(&b, *at)));
    }
    let (long, short) = if a.len() > b.len() { (&a, &b) } else { (&b, &a) };
    let mut rest = long.iter();
    let within = short.iter().all(|c| rest.any(|other| other == c));
    let branch = long.ends_with(&['分', '公', '司']) || long.ends_with(&['支', '公', '司']);
    within
        && !branch
        && long.len() - short.len() <= MOST_LOST
        && levenshtein(written, name) == long.len() - short.len()
}

/// Letters that a firm's name may lose.
const MOST_LOST: usize = 4;

/// Somebody who signs under a name that is a letter off another one of the text.
fn persons(matter: &Matter<'_>) -> Option<Pair> {
    let text = matter.text();
    let form = pattern!(r"(?P<key>\p{Han}{1,8})(?:\([^()]{1,12}\))?:(?P<name>\p{Han}{3,4})")?;
    let closed = |at: usize| {
        at >= text.len()
            || matter.flow.is_break(at)
            || text.get(at..).is_some_and(|rest| rest.starts_with([',', '。', ';', '(', '、']))
    };
    // What stands before a break is no part of a key, and what follows one none of a name.
    let read = |found: regex::Captures<'_>| {
        let (key, name) = (found.name("key")?, found.name("name")?);
        let ends = name.as_str().char_indices().map(|(at, c)| name.start() + at + c.len_utf8()).skip(2);
        let end = ends.into_iter().find(|end| closed(*end))?;
        let start = matter.flow.break_before(key.end().checked_sub(1)?).max(key.start());
        Some((text.get(start..key.end())?, name.start()..end))
    };
    let keyed: Vec<(&str, Range<usize>)> = form.captures_iter(text).filter_map(read).collect();
    let tail = text.len() * TAIL / 100;
    let signs = |key: &str| SIGNERS.iter().any(|word| key.ends_with(word));
    for (key, own) in keyed.iter().filter(|(key, own)| own.start > tail && signs(key)) {
        let name = matter.flow.slice(own.clone());
        if text.matches(name).count() > 1 {
            continue;
        }
        let letters: Vec<char> = name.chars().collect();
        let others = text.get(..own.start)?.char_indices().filter_map(|(at, _)| {
            let written: String = text.get(at..own.start)?.chars().take(letters.len()).collect();
            let end = at + written.len();
            let apart: Vec<usize> = written
                .chars()
                .zip(&letters)
                .enumerate()
                .filter(|(_, (a, b))| a != *b)
                .map(|(at, _)| at)
                .collect();
            let [one] = apart.as_slice() else { return None };
            let whole = written.chars().count() == letters.len() && written.chars().all(document::is_cjk);
            let begins = matter.flow.is_break(at)
                || text.get(..at)?.ends_with([':', ',', '人', '向', '由', '。', '(']);
            let role = text.get(text.floor_char_boundary(at.saturating_sub(ROLE))..at)?;
            // Kin share all but the last letter, and others a given name: only under one role is it a slip.
            let same = role.contains(key)
                || SAME.iter().any(|word| role.contains(word)) && SAME.iter().any(|word| key.ends_with(word));
            let led = role.trim_end_matches(':');
            let own = led.ends_with("本人") || led.ends_with(key);
            let kin = *one + 1 == letters.len() && !same || *one == 0 && !own;
            (whole && begins && !kin).then_some(at..end)
        });
        let signs_too = |other: &Range<usize>| {
            let name = matter.flow.slice(other.clone());
            keyed
                .iter()
                .any(|(key, own)| own.start > tail && signs(key) && matter.flow.slice(own.clone()) == name)
        };
        if let Some(other) = others.into_iter().find(|other| !signs_too(other)) {
            return Some((own.clone(), other));
        }
    }
    None
}

/// Bytes before a name within which its role stands.
const ROLE: usize = 36;

/// Ends of keys behind which somebody signs.
const SIGNERS: [&str; 8] = ["人", "代表", "经办", "审核", "批准", "制单", "方", "员"];

/// Keys that one and the same person stands behind on one form.
const SAME: [&str; 7] = ["出差人", "报销人", "申请人", "领款人", "借款人", "欠款人", "收款人"];

/// In English: somebody who signs under a name of which a word is off.
fn signers(matter: &Matter<'_>) -> Option<Pair> {
    let text = matter.text();
    let last = matter.clauses().last().map(|(_, clause)| crate::fold(&clause.text.value));
    let opening: Option<String> = last.map(|last| last.chars().take(OPENING).collect());
    let tail = opening.and_then(|opening| text.rfind(opening.as_str())).unwrap_or(text.len() * TAIL / 100);
    let signed = pattern!(
        r"(?:/s/|[Ss]d/-|\(signed\)|\bBy:|\bName:|by the said)\s*(?P<name>[A-Z][a-z'-]{2,}(?: [A-Z][a-z'-]+){1,3}|[A-Z]{2,}(?: [A-Z]{2,}){1,3})"
    )?;
    let named = pattern!(r"\b(?:[A-Z][a-z'-]{2,}(?: [A-Z][a-z'-]+){1,3}|[A-Z]{2,}(?: [A-Z]{2,}){1,3})\b")?;
    let own: Vec<Range<usize>> = signed
        .captures_iter(text.get(tail..)?)
        .filter_map(|found| found.name("name"))
        .map(|name| tail + name.start()..tail + name.end())
        .collect();
    let lower = text.to_lowercase();
    for written in own.iter().take(MOST_SIGNERS) {
        let name = matter.flow.slice(written.clone());
        if lower.get(..tail)?.contains(&name.to_lowercase()) {
            continue;
        }
        let meant = named.find_iter(text.get(..tail)?).find(|other| is_meant(name, other.as_str()));
        let signs = |other: &str| {
            own.iter().any(|range| matter.flow.slice(range.clone()).eq_ignore_ascii_case(other))
        };
        if let Some(meant) = meant.filter(|meant| !signs(meant.as_str())) {
            return Some((written.clone(), meant.range()));
        }
    }
    None
}

const OPENING: usize = 24;
const MOST_SIGNERS: usize = 12;

/// Whether a name is another one with a word a few letters off, which none of those of a family is.
fn is_meant(written: &str, name: &str) -> bool {
    const TITLES: [&str; 9] = ["mr", "mrs", "ms", "miss", "dr", "smt", "sri", "shri", "kum"];
    let words = |text: &str| -> Vec<String> {
        let all = text.split(' ').map(str::to_lowercase);
        all.filter(|word| !TITLES.contains(&word.trim_end_matches('.'))).collect()
    };
    let (a, b) = (words(written), words(name));
    if a.len() < b.len() || a.len() > b.len() + 1 {
        return false;
    }
    let near = |a: &str, b: &str| {
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let apart = levenshtein(a, b);
        apart > 0 && (apart <= 2 && a.len().min(b.len()) > 2 || apart <= 4 && shared > 2)
    };
    let pairs: Vec<(&String, &String)> = a.iter().zip(&b).collect();
    let off = pairs.iter().filter(|(a, b)| a != b).count();
    let like = pairs.iter().all(|(a, b)| a == b || near(a, b));
    like && (1..pairs.len().max(2)).contains(&off)
        || like && off == pairs.len() && levenshtein(written, name) <= 2
}
