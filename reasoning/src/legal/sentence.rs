//! Convictions and punishments in the order of a Chinese criminal judgment.

use std::ops::Range;

use super::fact::{HoldingKind, LegalFact, Penalty, PenaltyKind, Sentence};
use super::flow::Flow;
use crate::Notes;
use crate::value::{Found, Money, Period, money_here, period_here};

/// The longest name of a crime, in characters: `走私国家禁止进出口的货物、物品` kinds have under 30.
const LONGEST_CHARGE: usize = 45;

/// The crime at the start of `text`, which begins with 犯: bytes of its name with 罪.
///
/// 罪 within a name (掩饰、隐瞒犯罪所得罪) does not end it.
pub(super) fn charge_at(text: &str) -> Option<Range<usize>> {
    let body = text.strip_prefix('犯')?;
    let skip = if body.starts_with('有') { '有'.len_utf8() } else { 0 };
    let start = '犯'.len_utf8() + skip;
    for (count, (at, char)) in text.get(start..)?.char_indices().enumerate() {
        if count > LONGEST_CHARGE || ",。;:()".contains(char) {
            return None;
        }
        if char != '罪' {
            continue;
        }
        let end = start + at + char.len_utf8();
        let name = text.get(start..end)?;
        if name.chars().count() < 3 {
            return None;
        }
        // 犯罪 within a name goes on; at its end (…犯罪活动罪 has its own 罪 later) it does not stand.
        if !name.ends_with("犯罪") {
            return Some(start..end);
        }
    }
    None
}

/// A stretch of an order that punishes one crime or, joined, several.
#[derive(Debug, Clone)]
struct Stretch {
    /// What stands before the crime: `被告人张三`.
    subject: Range<usize>,
    charge: Option<Range<usize>>,
    /// The punishment.
    body: Range<usize>,
}

/// Words of the joint punishment.
const JOINT: [&str; 5] = ["决定执行", "合并执行", "决定合并执行", "数罪并罚执行", "总和刑期"];

/// States the convictions and punishments of one order; `kind` is what the order does. Gives how many there were.
pub(super) fn note(flow: &Flow, within: Range<usize>, kind: HoldingKind, notes: &mut Notes) -> usize {
    let stretches = stretches(flow, within);
    let mut defendant: Option<Range<usize>> = None;
    let named: Vec<Option<Range<usize>>> = stretches
        .iter()
        .map(|stretch| {
            defendant = subject(flow, stretch.subject.clone()).or(defendant.take());
            defendant.clone()
        })
        .collect();
    let name = |index: usize| named.get(index).cloned().flatten().map(|range| flow.slice(range));
    let mut count = 0;
    for (index, stretch) in stretches.iter().enumerate().filter(|_| kind != HoldingKind::Reversal) {
        // The joint punishment is what is executed; without one each is.
        let later = stretches.iter().enumerate().skip(index + 1);
        let joined =
            later.filter(|(_, other)| other.charge.is_none()).any(|(other, _)| name(other) == name(index));
        let executed = stretch.charge.is_none() || !joined;
        let defendant = named.get(index).cloned().flatten();
        count += usize::from(note_one(flow, stretch, defendant, executed, kind, notes));
    }
    count
}

fn note_one(
    flow: &Flow,
    stretch: &Stretch,
    defendant: Option<Range<usize>>,
    executed: bool,
    kind: HoldingKind,
    notes: &mut Notes,
) -> bool {
    let body = stretch.body.clone();
    let defendant = defendant.and_then(|range| flow.copy(notes, range));
    let charge = stretch.charge.clone().and_then(|range| flow.copy(notes, range));
    let penalty = penalty(flow, body.clone()).and_then(|penalty| flow.found(notes, penalty));
    let probation = probation(flow, body.clone()).and_then(|period| flow.found(notes, period));
    let fine = fine(flow, body.clone()).and_then(|fine| flow.found(notes, fine));
    let further = further(flow, body).into_iter().filter_map(|range| flow.copy(notes, range)).collect();
    if charge.is_none() && penalty.is_none() && fine.is_none() {
        notes.drop_draft();
        return false;
    }
    let upheld = kind == HoldingKind::Affirmation;
    let sentence = Sentence { defendant, charge, executed, penalty, probation, fine, further, upheld };
    notes.add("judgment.sentence", LegalFact::Sentence(sentence)).is_some()
}

/// Parts an order at each crime and at the joint punishment. What is said in brackets (how the term runs, when the
/// fine is due) belongs to no punishment and is left out by the readers of the body.
fn stretches(flow: &Flow, within: Range<usize>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut at = within.start;
    let mut subject_from = within.start;
    while at < within.end {
        let rest = flow.slice(at..within.end);
        if let Some(charge) = charge_at(rest).filter(|_| !flow.slice(within.start..at).ends_with("罪")) {
            close(&mut found, at);
            let subject = subject_from..at;
            let charge = at + charge.start..at + charge.end;
            at = charge.end;
            found.push(Stretch { subject, charge: Some(charge), body: at..within.end });
            subject_from = at;
        } else if let Some(word) =
            JOINT.iter().find(|word| rest.starts_with(**word)).filter(|_| !found.is_empty())
        {
            close(&mut found, at);
            at += word.len();
            found.push(Stretch { subject: at..at, charge: None, body: at..within.end });
            subject_from = at;
        } else {
            let char = rest.chars().next().unwrap_or(' ');
            if ",。;".contains(char) {
                subject_from = at + char.len_utf8();
            }
            at += char.len_utf8();
        }
    }
    found
}

fn close(found: &mut [Stretch], at: usize) {
    if let Some(last) = found.last_mut() {
        last.body.end = at;
    }
}

/// The defendant's name before 犯: without roles and what leads in.
fn subject(flow: &Flow, range: Range<usize>) -> Option<Range<usize>> {
    const ROLES: [&str; 8] =
        ["原审被告人", "原审被告单位", "被告单位", "被告人", "上诉人", "申诉人", "判处", "对"];
    let text = flow.slice(range.clone());
    let cut = ROLES.iter().filter_map(|role| text.rfind(role).map(|at| at + role.len())).max().unwrap_or(0);
    let cut = text.get(cut..).map_or(cut, |tail| cut + if tail.starts_with(')') { 1 } else { 0 });
    let name = flow.trim(range.start + cut..range.end, &[',', ';', '。', ':', '、', '即', ')', '(']);
    let written = flow.slice(name.clone());
    const NO_NAMES: [&str; 6] = ["数罪并罚", "以", "因", "且", "同时", "又"];
    let fits = (2..=30).contains(&written.chars().count()) && !NO_NAMES.contains(&written);
    (fits && written.chars().any(|char| document::is_cjk(char) || char.is_ascii_alphabetic())).then_some(name)
}

const PENALTIES: [(&str, PenaltyKind); 8] = [
    ("有期徒刑", PenaltyKind::Imprisonment),
    ("拘役", PenaltyKind::CriminalDetention),
    ("管制", PenaltyKind::PublicSurveillance),
    ("无期徒刑", PenaltyKind::LifeImprisonment),
    ("死刑", PenaltyKind::Death),
    ("免予刑事处罚", PenaltyKind::Exemption),
    ("免于刑事处罚", PenaltyKind::Exemption),
    ("免予刑事处分", PenaltyKind::Exemption),
];

/// Places of `word` in `range` outside brackets.
fn places(flow: &Flow, range: Range<usize>, word: &str) -> Vec<usize> {
    let text = flow.slice(range.clone());
    let depth = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.matches('(').count() > before.matches(')').count()
    };
    text.match_indices(word).filter(|(at, _)| !depth(*at)).map(|(at, _)| range.start + at).collect()
}

/// The first principal punishment.
fn penalty(flow: &Flow, range: Range<usize>) -> Option<Found<Penalty>> {
    let read = |(word, kind): &(&str, PenaltyKind)| {
        let at = *places(flow, range.clone(), word).first()?;
        let end = at + word.len();
        let rest = flow.slice(end..range.end);
        let (penalty, length) = match kind {
            PenaltyKind::Imprisonment | PenaltyKind::CriminalDetention | PenaltyKind::PublicSurveillance => {
                let lead = rest.len() - rest.trim_start_matches([',', '刑', '期', '为', ':', '(']).len();
                let (term, length) = period_here(rest.get(lead..)?)?;
                (Penalty { kind: *kind, term: Some(term) }, lead + length)
            }
            PenaltyKind::Death => {
                let reprieve = rest.trim_start_matches([',', ' ']).starts_with("缓期");
                let kind = if reprieve { PenaltyKind::DeathWithReprieve } else { *kind };
                (Penalty { kind, term: None }, 0)
            }
            _ => (Penalty { kind: *kind, term: None }, 0),
        };
        Some(Found::at(flow.text(), at..end + length, penalty))
    };
    PENALTIES.iter().filter_map(read).min_by_key(|found| found.range.start)
}

/// The probation: 缓刑 with its length right behind.
fn probation(flow: &Flow, range: Range<usize>) -> Option<Found<Period>> {
    places(flow, range.clone(), "缓刑").into_iter().find_map(|at| {
        let end = at + "缓刑".len();
        let (period, length) = period_here(flow.slice(end..range.end))?;
        Some(Found::at(flow.text(), at..end + length, period))
    })
}

/// The fine: 罚金 with its sum right behind.
fn fine(flow: &Flow, range: Range<usize>) -> Option<Found<Money>> {
    places(flow, range.clone(), "罚金").into_iter().find_map(|at| {
        let end = at + "罚金".len();
        let rest = flow.slice(end..range.end);
        let lead = rest.len() - rest.trim_start_matches([':', '为', '计', ',']).len();
        let (money, length) = money_here(rest.get(lead..)?)?;
        Some(Found::at(flow.text(), end + lead..end + lead + length, money))
    })
}

/// Other punishments, as printed.
fn further(flow: &Flow, range: Range<usize>) -> Vec<Range<usize>> {
    const WORDS: [&str; 5] = ["没收个人", "没收财产", "剥夺政治权利", "驱逐出境", "不得假释"];
    let clause = |at: usize| {
        let rest = flow.slice(at..range.end);
        let length = rest.find([',', '。', ';', '(', ')']).unwrap_or(rest.len());
        at..at + length
    };
    let mut found: Vec<Range<usize>> = WORDS
        .iter()
        .filter_map(|word| places(flow, range.clone(), word).first().copied())
        .map(clause)
        .collect();
    found.sort_unstable_by_key(|range| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_crimes() {
        for (text, expected) in [
            ("犯盗窃罪,判处", "盗窃罪"),
            ("犯有诈骗罪,", "诈骗罪"),
            ("犯走私、贩卖、运输、制造毒品罪,", "走私、贩卖、运输、制造毒品罪"),
            ("犯掩饰、隐瞒犯罪所得、犯罪所得收益罪,", "掩饰、隐瞒犯罪所得、犯罪所得收益罪"),
            ("犯侵犯公民个人信息罪", "侵犯公民个人信息罪"),
            ("犯拒不执行判决、裁定罪", "拒不执行判决、裁定罪"),
            ("犯帮助信息网络犯罪活动罪", "帮助信息网络犯罪活动罪"),
            ("犯罪事实清楚", ""),
            ("犯罪所得,依法", ""),
            ("犯人", ""),
        ] {
            let name = charge_at(text).and_then(|range| text.get(range)).unwrap_or_default();
            assert_eq!(name, expected, "{text}");
        }
    }
}
