//! Names of persons that are written in other ways: L05.

use std::ops::Range;

use super::matter::Matter;
use super::names::ROLES;
use crate::fold;
use crate::legal::{Party, RoleKind};

/// Further words for roles before names; longer ones first where one begins like another.
const FURTHER: [(&str, RoleKind); 9] = [
    ("申请执行人", RoleKind::Claimant),
    ("被执行人", RoleKind::Respondent),
    ("再审申请人", RoleKind::Claimant),
    ("异议人", RoleKind::Claimant),
    ("自诉人", RoleKind::Claimant),
    ("罪犯", RoleKind::Accused),
    ("附带民事诉讼原告人", RoleKind::Claimant),
    ("原审原告", RoleKind::Claimant),
    ("原审被告", RoleKind::Respondent),
];

/// Places behind a word for the party's role, or at the head of an entry, where a name of the same length stands that
/// differs in one letter.
pub(super) fn persons(matter: &Matter<'_>, party: &Party, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let count = name.chars().count();
    // Of two letters one is no likeness, unless the name itself is never used again.
    let used = text.matches(name).count();
    if !(2..=4).contains(&count) {
        return Vec::new();
    }
    if count == 2 && used > 1 {
        return listed(matter, party, text, name);
    }
    let mut found = Vec::new();
    for word in &roles(party) {
        for (at, _) in text.match_indices(word.as_str()) {
            let behind = at + word.len();
            let start = behind + skipped(text.get(behind..).unwrap_or_default());
            let Some(written) = text.get(start..).map(|rest| rest.chars().take(count).collect::<String>())
            else {
                continue;
            };
            let range = start..start + written.len();
            let same = written.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
            let chinese = written.chars().all(document::is_cjk)
                && !written.contains(['的', '、', '。', '与', '和', '于', '在', '等', '及']);
            // Those who share a surname of two letters share most of a name of three.
            let is_kin = count == 3
                && is_double_surname(name)
                && written.chars().zip(name.chars()).take(2).all(|(a, b)| a == b);
            let is_like = same + 1 == count && !is_kin || is_turned(&written, name);
            if chinese && written.chars().count() == count && is_like {
                found.push(range);
            }
        }
    }
    found.extend(listed(matter, party, text, name));
    found.extend(in_costs(matter, name));
    found.extend(middles(text, name));
    found.extend(turned_given(text, name));
    found.extend(heads(matter, name));
    found.extend(typed_twice(matter, name));
    found.extend(lost(matter, party, name));
    found
}

/// Places where somebody bears costs under a name that is a letter off: `受理费6700元,由丛桂芝负担3350元`.
fn in_costs(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let count = name.chars().count();
    let others: Vec<String> = matter.parties().iter().map(|(_, party)| fold(&party.name.value)).collect();
    let read = |(at, sign): (usize, &str)| {
        let start = at + sign.len();
        let written: String = text.get(start..)?.chars().take(count).collect();
        let end = start + written.len();
        let borne =
            ["负担", "承担"].iter().any(|word| text.get(end..).is_some_and(|rest| rest.starts_with(word)));
        let same = written.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
        let like = same + 1 == count && written.chars().all(document::is_cjk) && !others.contains(&written);
        (count > 2 && borne && like).then_some(start..end)
    };
    text.match_indices(['由', ',']).filter_map(read).collect()
}

/// Places at the head of an order where a name stands that is a letter off: `一、成大三自本判决生效之日起`.
fn heads(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let order = matter.sections.operative.clone();
    let count = name.chars().count();
    let others: Vec<String> = matter.parties().iter().map(|(_, party)| fold(&party.name.value)).collect();
    let mut found = Vec::new();
    for (_, holding) in matter.holdings() {
        let text = fold(&holding.text.value);
        let Some(start) = matter.flow.find(order.clone(), &text) else { continue };
        let written: String = text.chars().take(count).collect();
        let rest = text.get(written.len()..).unwrap_or_default();
        let same = written.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
        let closed = rest.starts_with(LIST_ENDS) || rest.starts_with(['自', '将', '向', '给', '名']);
        if count > 2
            && same + 1 == count
            && closed
            && !others.contains(&written)
            && written.chars().all(document::is_cjk)
        {
            found.push(start..start + written.len());
        }
    }
    found
}

/// Places where a letter of the name is typed twice. The last one may begin the next word: then nothing may follow.
fn typed_twice(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let letters: Vec<char> = name.chars().collect();
    let mut found = Vec::new();
    for (index, letter) in letters.iter().enumerate() {
        let mut doubled = letters.clone();
        doubled.insert(index, *letter);
        let doubled: String = doubled.into_iter().collect();
        let last = index + 1 == letters.len();
        for (at, _) in text.match_indices(&doubled) {
            let end = at + doubled.len();
            let rest = text.get(end..).unwrap_or_default();
            let ends = rest.is_empty() || rest.starts_with(SIGNS) || matter.flow.is_paragraph(end);
            // 判令令狐淑英: the first of the two letters ends a word of its own.
            let before = text.get(..at).unwrap_or_default();
            let word =
                index == 0 && letter == &'令' && before.ends_with(['判', '责', '指', '命', '勒', '饬']);
            if (!last || ends) && !word {
                found.push(at..end);
            }
        }
    }
    found.dedup();
    found
}

/// Places behind a word for the party's role where a name of three letters and more lacks one and ends there: `被告罗明,`.
fn lost(matter: &Matter<'_>, party: &Party, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let letters: Vec<char> = name.chars().collect();
    if letters.len() < 3 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for index in 0..letters.len() {
        let mut short = letters.clone();
        short.remove(index);
        let short: String = short.into_iter().collect();
        for word in &roles(party) {
            for (at, _) in text.match_indices(word.as_str()) {
                let behind = at + word.len();
                let start = behind + skipped(text.get(behind..).unwrap_or_default());
                let rest = text.get(start..).and_then(|rest| rest.strip_prefix(short.as_str()));
                let end = start + short.len();
                let ends = rest.is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(SIGNS) || matter.flow.is_paragraph(end)
                });
                if ends {
                    found.push(start..end);
                }
            }
        }
    }
    found
}

/// Signs behind which nothing of a name follows.
const SIGNS: [char; 8] = [',', '。', ';', ':', '、', '(', ')', '_'];

/// The words before a party's name: those for its side, and those that the document itself calls it by.
fn roles(party: &Party) -> Vec<String> {
    let known = ROLES.iter().filter(|(word, kinds)| kinds.contains(&party.kind) || word.ends_with('方'));
    let further = FURTHER.iter().filter(|(_, kind)| *kind == party.kind);
    let mut words: Vec<String> =
        known.map(|(word, _)| *word).chain(further.map(|(word, _)| *word)).map(str::to_owned).collect();
    let own = fold(&party.role.value);
    let own = own.split(['(', ')', ':', '"']).map(str::trim).filter(|word| word.chars().count() > 1);
    words.extend(own.map(str::to_owned));
    words.sort_unstable();
    words.dedup();
    words
}

/// Bytes between a role and its name: a colon, a mark in brackets (`(签字):`).
fn skipped(rest: &str) -> usize {
    let inner = rest.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let mark = inner.filter(|(mark, _)| ["签", "章", "印"].iter().any(|sign| mark.contains(sign)));
    let mark = mark.map_or(0, |(mark, _)| mark.len() + 2);
    let rest = rest.get(mark..).unwrap_or_default();
    mark + rest.len() - rest.trim_start_matches([':', ' ', '_']).len()
}

/// Places in a list of parties where a name of the same surname stands that differs in one letter: `被告人佟强、关雷`. Of two
/// letters it counts in the order alone.
fn listed(matter: &Matter<'_>, party: &Party, text: &str, name: &str) -> Vec<Range<usize>> {
    let order = matter.sections.operative.clone();
    let count = name.chars().count();
    let others: Vec<String> = matter
        .parties()
        .iter()
        .map(|(_, party)| fold(&party.name.value))
        .filter(|other| other != name)
        .collect();
    let mut found = Vec::new();
    for other in others.iter().filter(|other| other.chars().count() > 1).take(MOST_OTHERS) {
        for (at, _) in text.match_indices(other.as_str()) {
            let behind = at + other.len();
            let rest = text.get(behind..).unwrap_or_default();
            let Some(sign) = ["、", "和", "与", "及"].iter().find(|sign| rest.starts_with(**sign)) else {
                continue;
            };
            let rest = rest.get(sign.len()..).unwrap_or_default();
            let written: String = rest.chars().take(count).collect();
            let end = behind + sign.len() + written.len();
            let same = written.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
            let closed = text.get(end..).is_some_and(|rest| rest.starts_with(LIST_ENDS));
            let kept = written.chars().next() == name.chars().next() && same + 1 == count;
            let placed = count > 2 || order.contains(&at);
            if kept && closed && placed && written.chars().all(document::is_cjk) && !others.contains(&written)
            {
                found.push(behind + sign.len()..end);
            }
        }
    }
    found.extend(behind_verbs(matter, party, name, &others));
    found
}

/// Places of the order where a name stands behind what is done to somebody and is a letter off: `驳回余平的其他请求`.
fn behind_verbs(matter: &Matter<'_>, party: &Party, name: &str, others: &[String]) -> Vec<Range<usize>> {
    const VERBS: [&str; 8] = ["驳回", "赔偿", "支付", "偿还", "给付", "返还", "退还", "准许"];
    let order = matter.sections.operative.clone();
    let text = matter.flow.slice(order.clone());
    let count = name.chars().count();
    let mut found = Vec::new();
    let roles = roles(party);
    let words = VERBS.iter().map(|verb| (*verb, false)).chain(roles.iter().map(|role| (role.as_str(), true)));
    for (verb, is_role) in words {
        for (at, _) in text.match_indices(verb) {
            let start = at + verb.len();
            let rest = text.get(start..).unwrap_or_default();
            let written: String = rest.chars().take(count).collect();
            let end = start + written.len();
            let same = written.chars().zip(name.chars()).filter(|(a, b)| a == b).count();
            let closed = text.get(end..).is_some_and(|rest| {
                rest.starts_with(['的', '各', '、', ',', '撤']) || is_role && rest.starts_with(LIST_ENDS)
            });
            let whole =
                written.chars().all(document::is_cjk) && !written.contains(['的', '原', '被', '其', '全']);
            if same > 0 && same + 1 == count && closed && whole && !others.contains(&written) {
                found.push(order.start + start..order.start + end);
            }
        }
    }
    found
}

/// Parties beside whom a name is looked for: more would cost the square of them.
const MOST_OTHERS: usize = 24;

/// What stands behind the last name of a list.
const LIST_ENDS: [char; 22] = [
    '、', ',', '。', ';', '(', '于', '应', '犯', '在', '和', '与', '及', '的', '退', '赔', '支', '共', '连',
    '偿', '返', '对', '均',
];

/// Places where the two letters of a given name stand the other way round behind the surname, whatever stands before: in
/// a name of three letters and more this is a slip.
fn turned_given(text: &str, name: &str) -> Vec<Range<usize>> {
    let letters: Vec<char> = name.chars().collect();
    let [.., last_but_one, last] = letters.as_slice() else { return Vec::new() };
    let family: String = letters.iter().take(letters.len().saturating_sub(2)).collect();
    if family.is_empty() || last_but_one == last {
        return Vec::new();
    }
    let turned = format!("{family}{last}{last_but_one}");
    text.match_indices(&turned).map(|(at, _)| at..at + turned.len()).collect()
}

/// Surnames of two letters that are borne today (the census reports of the Ministry of Public Security).
const DOUBLE_SURNAMES: [&str; 12] =
    ["欧阳", "上官", "司徒", "司马", "诸葛", "令狐", "皇甫", "慕容", "东方", "尉迟", "公孙", "夏侯"];

fn is_double_surname(name: &str) -> bool {
    DOUBLE_SURNAMES.iter().any(|surname| name.starts_with(surname))
}

/// Whether a text is a name of three letters or more with two neighbouring letters turned round: 高龙云 for 高云龙.
fn is_turned(written: &str, name: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (written.chars().collect(), name.chars().collect());
    let apart: Vec<usize> = (0..a.len().min(b.len())).filter(|at| a.get(*at) != b.get(*at)).collect();
    match apart.as_slice() {
        [first, second] => {
            let turned = a.get(*first) == b.get(*second) && a.get(*second) == b.get(*first);
            a.len() == b.len() && a.len() > 2 && first + 1 == *second && turned
        }
        _ => false,
    }
}

/// Places where only the middle letter of a name of three differs: relatives share the middle one, slips of the pen do
/// not.
fn middles(text: &str, name: &str) -> Vec<Range<usize>> {
    let letters: Vec<char> = name.chars().collect();
    let [first, middle, last] = letters.as_slice() else { return Vec::new() };
    let mut found = Vec::new();
    for (at, _) in text.match_indices(*first) {
        let written: Vec<char> =
            text.get(at..).map(|rest| rest.chars().take(3).collect()).unwrap_or_default();
        if let [_, other, end] = written.as_slice()
            && end == last
            && other != middle
            && document::is_cjk(*other)
            && !"的、。与和于在等及某".contains(*other)
        {
            found.push(at..at + written.iter().map(|c| c.len_utf8()).sum::<usize>());
        }
    }
    found
}
