//! English judgments and orders.

use std::ops::Range;

use super::super::fact::{
    Article, Court, Holding, HoldingKind, Instrument, InstrumentKind, LegalFact, PanelMember, Party, RoleKind,
};
use super::super::flow::Flow;
use super::super::numbered::items;
use super::super::pleadings::amounts;
use super::words::without_weekday;
use super::{lower, next_line, sentences};
use crate::value::{Found, WrittenDate, find_dates};
use crate::{Notes, Stated};

use RoleKind::{Accused, Claimant, Respondent, ThirdParty};

/// Roles behind a party's name; longer ones first.
const ROLES: [(&str, RoleKind); 18] = [
    ("plaintiffs-appellants", Claimant),
    ("plaintiff-appellant", Claimant),
    ("defendant-appellee", Respondent),
    ("plaintiffs", Claimant),
    ("plaintiff", Claimant),
    ("defendants", Respondent),
    ("defendant", Respondent),
    ("claimants", Claimant),
    ("claimant", Claimant),
    ("appellants", Claimant),
    ("appellant", Claimant),
    ("appellees", Respondent),
    ("appellee", Respondent),
    ("respondents", Respondent),
    ("respondent", Respondent),
    ("petitioner", Claimant),
    ("intervenor", ThirdParty),
    ("accused", Accused),
];

/// Words before a case's number; longer ones first.
const NUMBERS: [&str; 15] = [
    "civil action no",
    "criminal case no",
    "case number",
    "case no",
    "claim no",
    "docket no",
    "cause no",
    "index no",
    "civil appeal no",
    "appeal no",
    "action no",
    "claim number",
    "neutral citation number",
    "neutral citation",
    "petition no",
];

/// Words that begin the order.
const ORDERS: [&str; 10] = [
    "it is hereby ordered",
    "it is therefore ordered",
    "it is ordered",
    "it is so ordered that",
    "the court orders",
    "the court hereby orders",
    "judgment is entered",
    "ordered, adjudged and decreed",
    "it is hereby adjudged",
    "it is adjudged",
];

/// Words with which an opinion comes to its end where nothing is ordered in form; the last of them counts.
const CONCLUSIONS: [&str; 14] = [
    "for the foregoing reasons",
    "for these reasons",
    "for those reasons",
    "for the above reasons",
    "for the reasons given",
    "for the reasons stated",
    "for the reasons set out",
    "i give judgment",
    "i enter judgment",
    "we therefore",
    "accordingly, the",
    "accordingly, i",
    "there will be judgment",
    "there shall be judgment",
];

/// States what the document says.
pub(in crate::legal) fn note(flow: &Flow, notes: &mut Notes) {
    let text = lower(flow);
    let order = ORDERS.iter().filter_map(|word| text.find(word).map(|at| (at, word.len()))).min();
    let order =
        order.or_else(|| CONCLUSIONS.iter().filter_map(|word| text.rfind(word).map(|at| (at, 0))).max());
    let head = caption_end(&text, order.map_or(text.len(), |order| order.0));
    let titles = order.map_or(text.len(), |order| order.0).min(MOST_CAPTION);
    note_court(flow, &text, head.max(titles), notes);
    note_docket(flow, &text, head, notes);
    if super::caption::note(flow, &text, 0..head, notes) == 0
        && super::caption::keyed(flow, &text, notes) == 0
        && note_parties(flow, &text, head, notes) == 0
    {
        super::caption::versus(flow, &text, notes);
    }
    note_laws(flow, &text, notes);
    if let Some((at, length)) = order {
        note_orders(flow, &text, at + length, notes);
    }
    note_judges(flow, &text, notes);
    note_date(flow, &text, notes);
}

/// The end of the caption: the title of the document, or the first words of its text.
fn caption_end(text: &str, limit: usize) -> usize {
    const WORDS: [&str; 16] = [
        "this matter",
        "before the court",
        "introduction",
        "background",
        "the plaintiff",
        "the claimant",
        "the appellant",
        "having ",
        "upon hearing",
        "upon the",
        "and upon",
        "appeal from",
        "for the plaintiff",
        "for the claimant",
        "is before the",
        "1. ",
    ];
    let after = [" v. ", " vs. ", "between:", "between"].iter().find_map(|word| text.find(word)).unwrap_or(0);
    let after = if after > MOST_CAPTION { 0 } else { after };
    let limit = limit.min(super::super::sections::floor(text, after + MOST_CAPTION));
    let found = WORDS.iter().filter_map(|word| text.get(after..limit)?.find(word).map(|at| after + at)).min();
    found.unwrap_or(limit).max(after)
}

/// The most bytes of a caption: a dozen parties with their descriptions.
const MOST_CAPTION: usize = 1600;

fn note_court(flow: &Flow, text: &str, head: usize, notes: &mut Notes) {
    let mut at = 0;
    let (mut court, mut title) = (None, None);
    while at < head.max(1) && at < text.len() {
        let end = next_line(flow, at);
        let range = flow.trim(at..end, &[]);
        let words = text.get(range.clone()).unwrap_or_default();
        if court.is_none() && words.contains("court") && words.len() <= MOST_LINE {
            court = Some(range.clone());
        }
        const TITLES: [(&str, InstrumentKind); 5] = [
            ("judgment", InstrumentKind::Judgment),
            ("judgement", InstrumentKind::Judgment),
            ("opinion", InstrumentKind::Judgment),
            ("order", InstrumentKind::Ruling),
            ("decision", InstrumentKind::Decision),
        ];
        let named = TITLES.iter().find(|(word, _)| words.contains(word));
        // `Date of Judgment: …` is none, nor is the line of a judge.
        let keyed = words.contains([':', ';']) || words.contains("judge") && !words.contains("judgement");
        if let Some((_, kind)) = named.filter(|_| title.is_none() && words.len() <= MOST_TITLE && !keyed) {
            title = Some((range, *kind));
        }
        at = end;
    }
    if let Some(name) = court.and_then(|range| flow.copy(notes, range)) {
        notes.add("judgment.header", LegalFact::Court(Court { name, level: None }));
    }
    if let Some((range, kind)) = title
        && let Some(title) = flow.copy(notes, range)
    {
        let instrument = Instrument { title, kind, branch: None, stage: None };
        notes.add("judgment.header", LegalFact::Instrument(instrument));
    }
}

/// The longest line that names a court, in bytes, and the longest title.
const MOST_LINE: usize = 120;
const MOST_TITLE: usize = 70;

fn note_docket(flow: &Flow, text: &str, head: usize, notes: &mut Notes) {
    let caption = text.get(..head).unwrap_or_default();
    let found = NUMBERS.iter().find_map(|word| caption.find(word).map(|at| at + word.len()));
    let Some(from) = found else { return };
    let rest = caption.get(from..).unwrap_or_default();
    let lead = rest.len() - rest.trim_start_matches(['.', ':', ' ', '#']).len();
    let value = rest.get(lead..).unwrap_or_default();
    let mut end = value.find([' ', ',', ';']).unwrap_or(value.len());
    // 412 of 2021.
    if let Some(year) = value.get(end..).and_then(|rest| rest.strip_prefix(" of ")) {
        let digits = year.len() - year.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        end += if digits == 4 { " of ".len() + digits } else { 0 };
    }
    end = end.min(next_line(flow, from + lead).saturating_sub(from + lead).max(1));
    let range = flow.trim(from + lead..from + lead + end, &[]);
    if let Some(number) = flow.copy(notes, range).filter(|n| n.value.contains(|c: char| c.is_ascii_digit())) {
        notes.add("judgment.case_number", LegalFact::Docket { number });
    }
    notes.drop_draft();
}

/// `JOHN DOE, Plaintiff, v. ACME CORP., Defendant.`
fn note_parties(flow: &Flow, text: &str, head: usize, notes: &mut Notes) -> usize {
    let mut count = 0;
    let caption = text.get(..head).unwrap_or_default();
    let Some((versus, length)) =
        [" v. ", " vs. ", " versus "].iter().find_map(|word| Some((caption.find(word)?, word.len())))
    else {
        return 0;
    };
    let after = versus + length;
    for (side, opens) in [(0..versus, false), (after..head, true)] {
        let words = text.get(side.clone()).unwrap_or_default();
        let role = ROLES.iter().filter_map(|(word, kind)| {
            let at = if opens { words.find(word) } else { words.rfind(word) };
            at.map(|at| (at, word.len(), *kind))
        });
        let Some((at, length, kind)) =
            role.min_by_key(|role| (if opens { role.0 } else { usize::MAX - role.0 }, usize::MAX - role.1))
        else {
            continue;
        };
        let end = side.start + at;
        let start = if opens { side.start } else { name_start(flow, text, end) };
        let name = flow.trim(start..end, &[',', ':', ';', '.']);
        note_party(flow, end..end + length, name, kind, notes);
        count += 1;
    }
    count
}

/// Where the name before a role at `end` begins: at its line's start, or the line before where the role stands alone.
fn name_start(flow: &Flow, text: &str, end: usize) -> usize {
    let own = super::line(flow, end.saturating_sub(1)).start;
    let alone = text.get(own..end).is_some_and(|piece| piece.trim_matches([' ', ',']).is_empty());
    if alone && own > 0 { super::line(flow, own - 1).start } else { own }
}

fn note_party(flow: &Flow, role: Range<usize>, name: Range<usize>, kind: RoleKind, notes: &mut Notes) {
    let fits = (2..=120).contains(&name.len());
    let (Some(role), Some(name)) = (flow.copy(notes, role), flow.copy(notes, name)) else { return };
    let party = Party::named(role, kind, name);
    if fits {
        notes.add("judgment.parties", LegalFact::Party(party));
    }
    notes.drop_draft();
}

/// `Section 12 of the Sale of Goods Act 1979`, `28 U.S.C. § 1331`.
fn note_laws(flow: &Flow, text: &str, notes: &mut Notes) {
    for (at, word) in text.match_indices("section ") {
        let from = at + word.len();
        let Some((number, end)) = figures(text, from) else { continue };
        let rest = text.get(end..).unwrap_or_default();
        let Some(lead) = [" of the ", " of "].iter().find(|lead| rest.starts_with(**lead)) else { continue };
        let start = end + lead.len();
        let law = text.get(start..super::super::sections::floor(text, start + MOST_LINE)).unwrap_or_default();
        let Some(act) = ["act", "code", "rules", "regulations"]
            .iter()
            .filter_map(|word| Some(law.find(word)? + word.len()))
            .min()
        else {
            continue;
        };
        let year = figures(text, start + act + 1).filter(|(year, _)| (1700..2200).contains(year));
        let stop = year.map_or(start + act, |year| year.1);
        if stop - start <= MOST_LINE && !text.get(start..stop).is_some_and(|law| law.contains(['.', ';'])) {
            note_law(flow, start..stop, at..end, number, notes);
        }
    }
    for (at, word) in text.match_indices("u.s.c. § ") {
        let from = at + word.len();
        let title = text.get(..at).unwrap_or_default().trim_end();
        let start = title.len() - title.chars().rev().take_while(char::is_ascii_digit).count();
        if let Some((number, end)) = figures(text, from) {
            note_law(flow, start..at + "u.s.c.".len(), from..end, number, notes);
        }
    }
}

fn figures(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((rest.get(..end)?.parse().ok()?, at + end))
}

fn note_law(flow: &Flow, law: Range<usize>, article: Range<usize>, number: u32, notes: &mut Notes) {
    let (Some(law), Some(article)) = (flow.copy(notes, law), flow.state(notes, article, number)) else {
        return;
    };
    let fact = Article { law, article, insertion: None, paragraph: None, item: None, applied: false };
    notes.add("law.citation", LegalFact::Article(fact));
}

fn note_orders(flow: &Flow, text: &str, from: usize, notes: &mut Notes) {
    const ENDS: [&str; 10] = [
        "so ordered",
        "dated:",
        "dated this",
        "dated ",
        "signed ",
        "by the court",
        "date:",
        "order accordingly",
        "district judge",
        "circuit judge",
    ];
    let stop = ENDS.iter().filter_map(|word| text.get(from..)?.find(word).map(|at| from + at)).min();
    let start = flow.trim(from..text.len(), &[':', ',', '.']).start;
    let start = start
        + if text.get(start..).is_some_and(|rest| rest.starts_with("that ")) { "that ".len() } else { 0 };
    let within = start..stop.unwrap_or(text.len()).max(start);
    let piece = flow.slice(within.clone());
    let listed = items(piece, |at| flow.is_break(within.start + at));
    let ranges: Vec<(Option<u32>, Range<usize>)> = match listed.as_slice() {
        [only] if only.number.is_none() => {
            sentences(flow, within).into_iter().map(|range| (None, range)).collect()
        }
        _ => listed
            .into_iter()
            .map(|i| (i.number, within.start + i.text.start..within.start + i.text.end))
            .collect(),
    };
    for (number, range) in ranges {
        let range = flow.trim(range, &['.', ';', ',', ':']);
        let words = text.get(range.clone()).unwrap_or_default();
        // The name of who signs.
        if words.starts_with('(') && words.ends_with(')') || words.is_empty() {
            continue;
        }
        let kind = kind(words);
        let Some(stated) = flow.copy(notes, range.clone()) else { continue };
        let amounts = amounts(flow, range, notes);
        let none: Vec<Stated<String>> = Vec::new();
        let holding = Holding {
            number,
            kind,
            text: stated,
            obligors: none.clone(),
            obligees: none,
            amounts,
            deadline: None,
        };
        notes.add("judgment.holdings", LegalFact::Holding(holding));
    }
}

fn kind(words: &str) -> HoldingKind {
    const WORDS: [(&str, HoldingKind); 18] = [
        ("denied", HoldingKind::Dismissal),
        ("dismissed", HoldingKind::Dismissal),
        ("affirmed", HoldingKind::Affirmation),
        ("reversed", HoldingKind::Reversal),
        ("vacated", HoldingKind::Reversal),
        ("set aside", HoldingKind::Reversal),
        ("declared", HoldingKind::Declaration),
        ("shall pay", HoldingKind::Payment),
        ("do pay", HoldingKind::Payment),
        ("pay ", HoldingKind::Payment),
        ("judgment for", HoldingKind::Payment),
        ("judgment against", HoldingKind::Payment),
        ("in the sum of", HoldingKind::Payment),
        ("refused", HoldingKind::Dismissal),
        ("allowed", HoldingKind::Reversal),
        ("granted", HoldingKind::Procedure),
        ("remanded", HoldingKind::Procedure),
        ("shall ", HoldingKind::Performance),
    ];
    WORDS.iter().find(|(word, _)| words.contains(word)).map_or(HoldingKind::Other, |known| known.1)
}

/// `Hon. Jane Roe`, `Judge Jane Roe`, `Mr Justice Roe`, and a name over `United States District Judge`.
fn note_judges(flow: &Flow, text: &str, notes: &mut Notes) {
    const TITLES: [&str; 11] = [
        "the honorable ",
        "the honourable ",
        "hon. ",
        "mr justice ",
        "mrs justice ",
        "lord justice ",
        "lady justice ",
        "his honour judge ",
        "her honour judge ",
        "district judge ",
        "before: ",
    ];
    let mut seen = Vec::new();
    for title in TITLES {
        for (at, _) in text.match_indices(title) {
            let from = at + title.len();
            let rest = flow.slice(from..next_line(flow, from));
            let rest = rest.to_ascii_lowercase();
            let stops = [",", ";", "(", " in court", " in chambers", " sitting"];
            let stop = stops.iter().filter_map(|sign| rest.find(sign)).min().unwrap_or(rest.len());
            let name = flow.trim(from..from + stop, &['.', ':']);
            let written = flow.slice(name.clone()).to_owned();
            let known = seen
                .iter()
                .any(|other: &String| other.contains(&written) || written.contains(other.as_str()));
            if (3..=50).contains(&written.len()) && !known && written.starts_with(char::is_uppercase) {
                seen.push(written);
                let (role, name) = (flow.copy(notes, flow.trim(at..from, &[':'])), flow.copy(notes, name));
                if let (Some(role), Some(name)) = (role, name) {
                    notes.add("judgment.panel", LegalFact::PanelMember(PanelMember { role, name }));
                }
            }
        }
    }
}

/// Words before the day of a decision, and those that may stand before other days too unless they begin a line.
const DECIDED: [&str; 18] = [
    "date of decision",
    "date of hearing/decision",
    "date of order",
    "date of orders",
    "date of ruling",
    "date of award",
    "decision date",
    "date of determination",
    "judgment delivered",
    "entered",
    "signed on",
    "decided",
    "filed",
    "date of judgment",
    "handed down on",
    "handed down",
    "judgment date",
    "delivered on",
];
const DATED: [&str; 3] = ["dated this", "dated", "date"];

/// Bytes of a day of the week with its article: `Wednesday the`.
const MOST_WEEKDAY: usize = 14;

/// The last whole date behind `dated`, `date:`, `entered`, else the last of all.
fn note_date(flow: &Flow, text: &str, notes: &mut Notes) {
    let whole = |date: &Found<WrittenDate>| date.value.civil().is_some();
    let dates: Vec<_> = find_dates(flow.text()).into_iter().filter(whole).collect();
    let led = |date: &Found<WrittenDate>, words: &[&str], alone: bool| {
        let before = without_weekday(text.get(..date.range.start).unwrap_or_default(), &[' ', ':', ',']);
        words.iter().any(|word| before.ends_with(word) && (!alone || flow.is_line(before.len() - word.len())))
    };
    let strong = |date: &&Found<WrittenDate>| led(date, &DECIDED, false);
    let weak = |date: &&Found<WrittenDate>| led(date, &DATED, true);
    let loose = |date: &&Found<WrittenDate>| led(date, &DATED, false);
    let date = dates.iter().rev().find(strong).or_else(|| dates.iter().rev().find(weak));
    // A day alone in its line, but for the day of the week before it.
    let alone = |date: &&Found<WrittenDate>| {
        let line = super::line(flow, date.range.start);
        let rest =
            |range: Range<usize>| text.get(range).unwrap_or_default().trim_matches([' ', ',', '.']).len();
        rest(line.start..date.range.start) <= MOST_WEEKDAY && rest(date.range.end..line.end) == 0
    };
    let date = date.or_else(|| dates.iter().rev().find(loose)).or_else(|| dates.iter().rev().find(alone));
    let date = date.or(dates.last()).cloned();
    if let Some(date) = date.and_then(|date| flow.found(notes, date)) {
        notes.add("judgment.date", LegalFact::Dated { date });
    }
}
