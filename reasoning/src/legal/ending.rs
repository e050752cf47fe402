//! The end of a Chinese court document: costs, appeal, who signs, when.

use std::ops::Range;

use super::fact::{Appeal, Bearer, Cost, LegalFact, PanelMember};
use super::flow::Flow;
use super::header::name_start;
use super::sections::{Sections, floor};
use super::signers::next_title;
use crate::value::{Found, Money, find_dates, find_money, find_periods, money_here};
use crate::{EvidenceKind, Notes};

/// Costs by name; longer ones first.
const COSTS: [&str; 23] = [
    "一审案件受理费",
    "二审案件受理费",
    "案件受理费",
    "本案受理费",
    "反诉受理费",
    "反诉案件受理费",
    "财产保全申请费",
    "财产保全费",
    "诉讼保全费",
    "保全申请费",
    "保全费",
    "案件申请费",
    "申请费",
    "受理费",
    "诉讼费用",
    "诉讼费",
    "执行费",
    "公告费",
    "鉴定费",
    "评估费",
    "本案仲裁费",
    "仲裁费用",
    "仲裁费",
];

/// Words that begin the advice on appeals.
const APPEALS: [&str; 6] =
    ["不服本判决", "不服本裁定", "不服本决定", "对本判决不服", "对本裁定不服", "提起上诉的"];

/// States costs, appeal, panel and date.
pub(super) fn note(flow: &Flow, sections: &Sections, notes: &mut Notes) {
    let ending = sections.ending.clone();
    note_costs(flow, sections.operative.start..ending.end, notes);
    note_appeal(flow, ending.clone(), notes);
    note_panel(flow, ending.clone(), notes);
    note_date(flow, ending, notes);
}

fn note_costs(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let mut at = within.start;
    while let Some((start, end)) = flow.find_any(at..within.end, &COSTS) {
        at = end;
        let stop = flow.find(end..within.end, "。").unwrap_or(within.end);
        let next = flow.find_any(end..stop, &COSTS).map_or(stop, |next| next.0);
        let own = find_money(flow.slice(end..next));
        let Some(first) = own.first().filter(|money| money.range.start <= MOST_LEAD) else { continue };
        let Some(name) = flow.copy(notes, start..end) else { continue };
        let whole_end = end + first.range.end;
        let Some(amount) = flow.found(notes, first.clone().moved(end)) else { continue };
        let reduced = reduced(flow, whole_end..next).and_then(|money| flow.found(notes, money));
        let bearers = bearers(flow, whole_end..stop, notes);
        notes.add("judgment.costs", LegalFact::Cost(Cost { name, amount, reduced, bearers }));
    }
}

/// The most bytes between a cost's name and its sum: `人民币`, a colon, `共计`.
const MOST_LEAD: usize = 24;

/// What is charged, where that is named beside the full cost: a second sum behind a word of collecting or halving.
fn reduced(flow: &Flow, within: Range<usize>) -> Option<Found<Money>> {
    let money = find_money(flow.slice(within.clone())).into_iter().next()?;
    let between = flow.slice(within.start..within.start + money.range.start);
    let collects = ["收", "减", "实交", "实缴", "应交"].iter().any(|word| between.contains(word));
    let bears = ["负担", "承担", "预交"].iter().any(|word| between.contains(word));
    (collects && !bears).then(|| money.moved(within.start))
}

/// The most bytes of a share before the sum it comes to.
const MOST_SHARE: usize = 12;

/// `由原告张三负担100元,被告李四负担200元`.
fn bearers(flow: &Flow, within: Range<usize>, notes: &mut Notes) -> Vec<Bearer> {
    let mut found = Vec::new();
    let mut at = within.start;
    const BEAR: [&str; 3] = ["共同负担", "负担", "承担"];
    // Who pays in advance does not bear it, unless nobody is said to.
    let bears = flow.find_any(within.clone(), &BEAR).is_some();
    let verbs: &[&str] = if bears { &BEAR } else { &["预交", "交纳", "缴纳"] };
    while let Some((verb, end)) = flow.find_any(at..within.end, verbs) {
        let start = at;
        let before = flow.slice(at..verb);
        // Who has paid in advance bears nothing yet.
        if before.ends_with('已') {
            at = end;
            continue;
        }
        let cut = before.rfind([',', '。', ';', '由']).map_or(0, |cut| cut + 1);
        let cut = (cut..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
        let name = flow.trim(at + cut..verb, &[',', '由', '均', '各', '应', '、', '(', ':']);
        let behind = flow.slice(end..within.end);
        // 负担20%,计415.8元.
        let share = behind.find('计').filter(|at| {
            behind
                .get(..*at)
                .is_some_and(|lead| lead.len() <= MOST_SHARE && lead.contains('%') && !lead.contains('元'))
        });
        let led = share.map_or(0, |at| at + '计'.len_utf8());
        let money = behind.get(led..).and_then(money_here);
        let money = money.map(|(money, length)| Found::at(flow.text(), end + led..end + led + length, money));
        at = money.as_ref().map_or(end, |money| money.range.end);
        // 余款100元由被告承担: the sum stands before who bears it.
        let clause = before.get(..cut).unwrap_or_default();
        let clause = clause.strip_suffix('由').unwrap_or_default();
        let from = clause.rfind([',', '。', ';', '(', ')']).map_or(0, |sign| floor(clause, sign + 1));
        let led = clause.get(from..).map(find_money).and_then(|found| found.into_iter().next_back());
        let money = money.or_else(|| led.filter(|_| from > 0).map(|money| money.moved(start + from)));
        let before_money = find_money(flow.slice(name.clone())).into_iter().last();
        let name_end = before_money.as_ref().map_or(name.end, |money| name.start + money.range.start);
        let money = money.or(before_money.map(|money| money.moved(name.start)));
        let Some(name) = flow.copy(notes, name.start..name_end).filter(|name| !name.value.is_empty()) else {
            continue;
        };
        let amount = money.and_then(|money| flow.found(notes, money));
        found.push(Bearer { name, amount });
    }
    found
}

fn note_appeal(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    const FINAL: [&str; 6] = ["为终审判决", "为终审裁定", "系终审判决", "系终审裁定", "终审判决", "终审裁定"];
    // 复议 is no appeal.
    let reviewed = |sentence: &Range<usize>| {
        let text = flow.slice(sentence.clone());
        text.contains("复议") && !text.contains("上诉")
    };
    if let Some(sentence) = appeal_sentence(flow, within.clone()).filter(|sentence| !reviewed(sentence)) {
        let (start, paragraph) = (sentence.start, sentence.end);
        // Dates of service (第二日起) are none of it: the span of time that ends in 内.
        let inside = |found: &Found<crate::value::Period>| {
            let behind = flow.slice(start + found.range.end..within.end);
            behind.trim_start_matches(['以', '之']).starts_with('内')
        };
        let periods = find_periods(flow.slice(start..paragraph));
        let period = periods.iter().find(|found| inside(found)).or(periods.last()).cloned();
        let within_time = period.and_then(|period| flow.found(notes, period.moved(start)));
        let court = ["人民法院", "法院"]
            .iter()
            .find_map(|word| Some(flow.rfind(start..paragraph, word)? + word.len()));
        let court = court.and_then(|end| {
            let lead = [
                "上诉于",
                "上诉法院:",
                "提出上诉于",
                "直接向",
                "或者向",
                "上诉至",
                "上诉到",
                "法院为",
                "法院是",
                "向",
                "于",
                "至",
            ];
            let from =
                lead.iter().filter_map(|word| Some(flow.rfind(start..end, word)? + word.len())).max()?;
            let plain = flow.slice(from..end).chars().all(|c| document::is_cjk(c) && !"。、".contains(c));
            flow.copy(notes, if plain { from } else { name_start(flow, from, end) }..end)
        });
        let appeal = Appeal { within: within_time, court, is_final: false };
        if notes.add("judgment.appeal", LegalFact::Appeal(appeal)).is_some() {
            return;
        }
    }
    if let Some((start, end)) = flow.find_any(within, &FINAL) {
        flow.cite(notes, start..end, EvidenceKind::Stated);
        notes.add("judgment.appeal", LegalFact::Appeal(Appeal { within: None, court: None, is_final: true }));
    }
}

/// The sentence that says how to appeal.
pub(super) fn appeal_sentence(flow: &Flow, within: Range<usize>) -> Option<Range<usize>> {
    let spoken = flow.find_any(within.clone(), &APPEALS).map(|found| found.0);
    let at = spoken.or_else(|| told_to_appeal(flow, within.clone()))?;
    Some(at..flow.find(at..within.end, "。").unwrap_or(within.end))
}

/// The first sentence that speaks of appealing, names a court and a span of time.
fn told_to_appeal(flow: &Flow, within: Range<usize>) -> Option<usize> {
    let mut from = within.start;
    while let Some(at) = flow.find(from..within.end, "上诉") {
        let stop = flow.find(at..within.end, "。").unwrap_or(within.end);
        let start = flow.rfind(within.start..at, "。").map_or(within.start, |at| at + "。".len());
        let sentence = flow.slice(start..stop);
        let appellant = flow.slice(at..stop).starts_with("上诉人");
        let days = find_periods(sentence).iter().any(|period| period.value.days > 0);
        if !appellant && sentence.contains("法院") && days {
            return Some(start);
        }
        from = if appellant { at + "上诉".len() } else { stop.max(at + "上诉".len()) };
    }
    None
}

/// Titles of those who sign, at a break or behind what cannot be part of running text.
fn signers(flow: &Flow, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = within.start;
    while let Some(title) = next_title(flow, at..within.end) {
        at = title.end;
        let block = found.last().is_some_and(|last: &Range<usize>| title.start - last.end <= NAME_BETWEEN);
        let behind = flow.slice(within.start..title.start).ends_with(['。', ')', '日']);
        if flow.is_break(title.start) || block || behind {
            found.push(title);
        }
    }
    found
}

/// The most bytes of a name between two titles.
const NAME_BETWEEN: usize = 60;

fn note_panel(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let titles = signers(flow, within.clone());
    let ends = titles.iter().skip(1).map(|title| title.start).chain([within.end]);
    let pairs: Vec<_> = titles.iter().cloned().zip(ends).collect();
    if pairs.is_empty() {
        note_bench(flow, within, notes);
    }
    for (title, end) in pairs {
        for name in names(flow, title.end..end) {
            let (Some(role), Some(name)) = (flow.copy(notes, title.clone()), flow.copy(notes, name)) else {
                continue;
            };
            notes.add("judgment.panel", LegalFact::PanelMember(PanelMember { role, name }));
        }
    }
}

/// A bench whose members stand in one line, without titles of their own: `合议庭:邓书铭、唐卫、彭毅`.
fn note_bench(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let Some((start, end)) = flow.find_any(within.clone(), &["合议庭成员", "合议庭"]) else { return };
    let line = flow.line_behind(end).min(within.end);
    if !flow.is_line(start) || !flow.slice(end..line).starts_with(':') {
        return;
    }
    let mut at = end + ':'.len_utf8();
    for name in flow.slice(at..line).split_inclusive(['、', ',']) {
        let range = flow.trim(at..at + name.len(), &['、', ',']);
        at += name.len();
        let count = flow.slice(range.clone()).chars().count();
        let (Some(role), Some(name)) = (flow.copy(notes, start..end), flow.copy(notes, range)) else {
            continue;
        };
        if (2..=5).contains(&count) {
            notes.add("judgment.panel", LegalFact::PanelMember(PanelMember { role, name }));
        }
    }
}

/// The name behind a title: up to the date or what is no name. Two names parted by white space are two where both are
/// whole, which a single character never is.
fn names(flow: &Flow, within: Range<usize>) -> Vec<Range<usize>> {
    let text = flow.slice(within.clone());
    let dated = find_dates(text).first().map_or(text.len(), |date| date.range.start);
    // A blank between title and name is read as a comma at times.
    let lead = text.len() - text.trim_start_matches([':', ' ', ',', '.', '、']).len();
    let head = text.get(lead..dated.max(lead)).unwrap_or_default();
    let stop = head.find(|c: char| {
        !(document::is_cjk(c) || c == '·' || c.is_ascii_alphabetic()) || "。、《附本".contains(c)
    });
    let stop = within.start + lead + stop.unwrap_or(head.len());
    let (mut names, mut at) = (Vec::new(), within.start + lead);
    while at < stop && names.len() < 6 {
        let mut end = flow.break_behind(at).min(stop);
        // 王 健: white space inside a name.
        while end < stop
            && (flow.slice(at..end).chars().count() < 2
                || flow.slice(end..flow.break_behind(end).min(stop)).chars().count() < 2)
        {
            end = flow.break_behind(end).min(stop);
        }
        let name = at..end;
        let length = flow.slice(name.clone()).chars().count();
        if !(2..=20).contains(&length) || (length > 5 && !flow.slice(name.clone()).contains('·')) {
            break;
        }
        names.push(name);
        at = end;
    }
    names
}

/// The date of the decision: the first behind the first who signs; without one the last of the ending.
fn note_date(flow: &Flow, within: Range<usize>, notes: &mut Notes) {
    let from = signers(flow, within.clone()).first().map_or(within.start, |title| title.end);
    let whole =
        |date: &Found<crate::value::WrittenDate>| date.value.day.is_some() && date.value.year.is_some();
    let behind =
        find_dates(flow.slice(from..within.end)).into_iter().find(whole).map(|date| date.moved(from));
    let date = behind.or_else(|| {
        let all = find_dates(flow.slice(within.clone()));
        all.into_iter().rfind(whole).map(|date| date.moved(within.start))
    });
    if let Some(date) = date.and_then(|date| flow.found(notes, date)) {
        notes.add("judgment.date", LegalFact::Dated { date });
    }
}
