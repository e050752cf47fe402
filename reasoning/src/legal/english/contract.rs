//! English contracts.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::contract::{clauses, note_pairs, note_seals};
use super::super::fact::{ContractTitle, LegalFact, Provision, ProvisionKind, Signature};
use super::super::flow::Flow;
use super::super::pleadings::amounts;
use super::words::{HEADINGS, ROLES, SENTENCES};
use super::{line, lower, next_line, parties, sentences};
use crate::pattern::pattern;
use crate::value::{Found, WrittenDate, find_credit_codes, find_dates, find_periods, find_quantities};
use crate::{Notes, Stated};

use ProvisionKind::{Arbitration, Litigation, Payment, Performance, Price};

/// Words of a title.
const TITLES: [&str; 8] = [
    "agreement",
    "contract",
    "lease",
    "deed",
    "memorandum of understanding",
    "terms and conditions",
    "undertaking",
    "charter",
];

/// Words before a contract's number; longer ones first.
const NUMBERS: [&str; 9] = [
    "contract number",
    "agreement number",
    "contract no",
    "agreement no",
    "reference no",
    "reference",
    "ref.",
    "ref:",
    "no.",
];

/// States what the contract says.
pub(in crate::legal) fn note(flow: &Flow, notes: &mut Notes) {
    let text = lower(flow);
    let mut clauses = clauses::find_behind(flow, parties::end(flow, &text));
    if clauses.is_empty() {
        // What seemed to be a party may be named in the first clause.
        clauses = clauses::find_behind(flow, 0);
        // Parties that are numbered are few.
        if clauses.len() < LEAST_CLAUSES {
            clauses.clear();
        }
    }
    let head_end = clauses.first().map_or(flow.text().len(), |clause| clause.label.start);
    note_title(flow, &text, head_end, notes);
    parties::note(flow, &text, 0..head_end, notes);
    let from = clauses.last().map_or(head_end.min(flow.text().len()), |clause| clause.label.end);
    let tail = signatures(flow, &text, from);
    if let Some(last) = clauses.last_mut() {
        last.text = flow.trim(last.text.start..tail.clamp(last.label.end, last.text.end), &[]);
    }
    clauses::note(flow, &clauses, notes);
    note_pairs(flow, 0..tail, notes);
    note_provisions(flow, &text, &clauses, 0..tail, notes);
    note_signatures(flow, &text, tail, notes);
    note_date(flow, &text, head_end, tail, notes);
    note_seals(flow, notes);
}

/// Numbered paragraphs that are more than parties.
const LEAST_CLAUSES: usize = 4;

fn note_title(flow: &Flow, text: &str, head_end: usize, notes: &mut Notes) {
    let mut at = 0;
    while at < head_end {
        let end = next_line(flow, at).min(head_end);
        let range = flow.trim(at..end, &[]);
        let words = text.get(range.clone()).unwrap_or_default();
        let named = TITLES.iter().any(|title| words.contains(title));
        if named
            && words.len() <= MOST_TITLE
            && !words.ends_with(['.', ';', ','])
            && !words.starts_with("this ")
        {
            let Some(title) = flow.copy(notes, range) else { return };
            let number = number(text, 0..head_end).and_then(|range| flow.copy(notes, range));
            notes.add("contract.title", LegalFact::ContractTitle(ContractTitle { title, number }));
            return;
        }
        at = end;
    }
}

/// The longest title, in bytes.
const MOST_TITLE: usize = 90;

/// The number behind its word: up to a blank or comma, with a figure in it.
fn number(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let head = text.get(within.clone())?;
    NUMBERS.iter().find_map(|word| {
        let at = head.find(word)?;
        let clear = !head.get(..at)?.ends_with(|c: char| c.is_ascii_alphanumeric());
        let from = at + word.len();
        let rest = head.get(from..)?;
        let lead = rest.len() - rest.trim_start_matches([' ', ':', '.', '#']).len();
        let value = rest.get(lead..)?;
        let end = value.find([' ', ',', ';', '(']).unwrap_or(value.len());
        let value = value.get(..end)?.trim_end_matches('.');
        let start = within.start + from + lead;
        (clear && value.contains(|c: char| c.is_ascii_digit())).then_some(start..start + value.len())
    })
}

fn kinds(sentence: &str, about: &[ProvisionKind]) -> Option<ProvisionKind> {
    let told = SENTENCES.iter().find(|(word, _)| sentence.contains(word)).map(|told| told.1);
    let heading = about.iter().copied().find(|kind| *kind != Litigation && *kind != Arbitration);
    match (told, heading) {
        (Some(told), _) if about.contains(&told) => Some(told),
        (Some(Payment | Price | Performance) | None, Some(heading)) => Some(heading),
        (told, _) => told,
    }
}

fn note_provisions(
    flow: &Flow,
    text: &str,
    clauses: &[clauses::Found],
    within: Range<usize>,
    notes: &mut Notes,
) {
    let mut above = Vec::new();
    if let Some(first) = clauses.first() {
        note_keyed(flow, text, 0..first.label.start, notes);
    }
    let whole = [within.clone()];
    let bodies: Vec<(Range<usize>, Vec<ProvisionKind>)> = if clauses.is_empty() {
        whole.into_iter().map(|range| (range, vec![])).collect()
    } else {
        let body = |clause: &clauses::Found| {
            let heading = clause.heading.clone().and_then(|range| text.get(range)).unwrap_or_default();
            let told: Vec<_> =
                HEADINGS.iter().filter(|(word, _)| heading.contains(word)).map(|told| told.1).collect();
            if clause.number.len() == 1 {
                above.clone_from(&told);
            }
            let start = clause.heading.as_ref().map_or(clause.label.end, |heading| heading.end);
            (start..clause.text.end.max(start), if told.is_empty() { above.clone() } else { told })
        };
        clauses.iter().map(body).collect()
    };
    for (range, about) in bodies {
        for sentence in sentences(flow, range) {
            let words = text.get(sentence.clone()).unwrap_or_default();
            if let Some(kind) = kinds(words, &about) {
                note_provision(flow, text, sentence, kind, notes);
            }
        }
    }
}

/// Terms that stand as keys with their values before the clauses: `Rent: $1,450.00 per month`.
fn note_keyed(flow: &Flow, text: &str, within: Range<usize>, notes: &mut Notes) {
    let mut at = within.start;
    while at < within.end {
        let end = next_line(flow, at).min(within.end);
        let line = flow.trim(at..end, &[]);
        at = end;
        let words = text.get(line.clone()).unwrap_or_default();
        let Some((key, value)) = words.split_once(':') else { continue };
        let figures = value.contains(|c: char| c.is_ascii_digit());
        if key.split(' ').count() > 4 || !figures || find_credit_codes(value).len() == 1 {
            continue;
        }
        if let Some((_, kind)) = HEADINGS.iter().find(|(word, _)| key.contains(word)) {
            note_provision(flow, text, line, *kind, notes);
        }
    }
}

fn note_provision(flow: &Flow, text: &str, sentence: Range<usize>, kind: ProvisionKind, notes: &mut Notes) {
    let Some(stated) = flow.copy(notes, sentence.clone()) else { return };
    let amounts = amounts(flow, sentence.clone(), notes);
    let piece = flow.slice(sentence.clone());
    let dates = find_dates(piece)
        .into_iter()
        .filter_map(|date| flow.found(notes, date.moved(sentence.start)))
        .collect();
    let periods = find_periods(piece).into_iter();
    let periods = periods.filter_map(|period| flow.found(notes, period.moved(sentence.start))).collect();
    let ratio = |found: Found<crate::value::Quantity>| {
        let ratio = found.value.ratio()?;
        Some(found.map(|_| ratio))
    };
    let shares = find_quantities(piece).into_iter().filter_map(ratio);
    let shares: Vec<Stated<Decimal>> =
        shares.filter_map(|share| flow.found(notes, share.moved(sentence.start))).collect();
    let forum = forum(flow, text, sentence, kind).and_then(|range| flow.copy(notes, range));
    let provision = Provision { kind, text: stated, amounts, dates, periods, shares, forum };
    notes.add("contract.provisions", LegalFact::Provision(provision));
}

/// `the courts of Northbridge`, `the Selwick Arbitration Centre`.
fn forum(flow: &Flow, text: &str, sentence: Range<usize>, kind: ProvisionKind) -> Option<Range<usize>> {
    let words = text.get(sentence.clone())?;
    let (start, from) = match kind {
        Litigation => {
            let at = ["courts of", "court of", "courts at", "courts in"]
                .iter()
                .find_map(|word| words.find(word))?;
            let the = words.get(..at)?.rfind("the ").filter(|the| at - the <= MOST_COURT).unwrap_or(at);
            (the, at)
        }
        Arbitration => {
            let at = [
                "arbitration commission",
                "arbitration centre",
                "arbitration center",
                "arbitration institut",
                "court of arbitration",
                "arbitration association",
            ]
            .iter()
            .find_map(|word| words.find(word))?;
            let lead = ["to the ", "by the ", "of the ", "before the ", "with the "];
            let start = lead
                .iter()
                .filter_map(|lead| words.get(..at)?.rfind(lead).map(|s| s + lead.len() - "the ".len()))
                .max();
            (start.unwrap_or(at), at)
        }
        _ => return None,
    };
    let rest = words.get(from..)?;
    let stop = [",", ".", ";", " under ", " in accordance", " for ", " whose ", " which ", " and "].iter();
    let stop = stop.filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
    Some(flow.trim(sentence.start + start..sentence.start + from + stop, &[',', '.']))
}

/// The most bytes between `the` and `courts`: `the exclusive jurisdiction of the competent courts`.
const MOST_COURT: usize = 16;

/// Words a signature block begins with, at a line's start.
const SIGNATURES: [&str; 12] = [
    "in witness whereof",
    "signed",
    "for and on behalf of",
    "for the ",
    "by:",
    "signature:",
    "executed by",
    "name:",
    "landlord:",
    "tenant:",
    "agreed and accepted",
    "party a:",
];

fn signatures(flow: &Flow, text: &str, from: usize) -> usize {
    let mut at = next_line(flow, from);
    while at < text.len() {
        let words = text.get(at..).unwrap_or_default();
        let end = next_line(flow, at);
        let own = text.get(at..end).unwrap_or_default();
        // Landlord's signature: ______
        let keyed = ROLES.iter().any(|role| own.strip_prefix(role).is_some_and(|rest| rest.starts_with(':')));
        let signed = own.contains("__") && (keyed || own.contains("signature"));
        if signed
            || SIGNATURES.iter().any(|word| words.starts_with(word))
                && !words.starts_with("for the avoidance")
                && !is_of_copies(words)
        {
            return at;
        }
        at = end;
    }
    text.len()
}

/// Whether a clause on copies begins like a signature: `Signed in two originals, one for each party.`
fn is_of_copies(words: &str) -> bool {
    let form = pattern!(
        r"^(?:signed|executed)(?: and delivered)? in (?:\w+ ){0,2}?(?:\(\d\) )?(?:identical |signed |original )?(?:originals?|counterparts?|copies|duplicate|triplicate)"
    );
    form.is_some_and(|form| form.is_match(words))
}

fn note_signatures(flow: &Flow, text: &str, tail: usize, notes: &mut Notes) {
    let mut at = tail;
    let mut party: Option<Range<usize>> = None;
    while at < text.len() {
        let end = next_line(flow, at);
        let words = text.get(at..end).unwrap_or_default();
        let colon = words.find(':');
        let key = words.get(..colon.unwrap_or(0)).unwrap_or_default();
        let for_whom = [
            "for and on behalf of the ",
            "for and on behalf of ",
            "for the ",
            "signed for the ",
            "signed by the ",
        ];
        let lead = for_whom.iter().find(|lead| words.starts_with(**lead)).map(|lead| lead.len());
        let role = ROLES.iter().any(|role| key == *role || key == format!("the {role}"));
        if lead.is_some() || role {
            let stop = colon.unwrap_or(words.trim_end().len());
            party = Some(at + lead.unwrap_or(0).min(stop)..at + stop);
        }
        if matches!(key, "by" | "signed" | "name" | "signature" | "print name")
            || (role || lead.is_some()) && colon.is_some()
        {
            let value = flow.trim(at + key.len() + 1..end, &[':', '_']);
            let value =
                if value.is_empty() && key != "name" { unkeyed_line(flow, text, end) } else { Some(value) };
            note_signature(flow, party.clone().unwrap_or(at..at + key.len()), value, notes);
        }
        at = end;
    }
}

/// The line at `at`, where it has no key: what is written under a signature's rule.
fn unkeyed_line(flow: &Flow, text: &str, at: usize) -> Option<Range<usize>> {
    let own = line(flow, at);
    let own = flow.trim(at..own.end.max(next_line(flow, at)), &['_']);
    let words = text.get(own.clone())?;
    (at < text.len() && !words.contains(':') && (3..=50).contains(&words.len())).then_some(own)
}

fn note_signature(flow: &Flow, party: Range<usize>, name: Option<Range<usize>>, notes: &mut Notes) {
    let Some(party) = flow.copy(notes, flow.trim(party, &[])) else { return };
    let name = name.filter(|range| !range.is_empty()).and_then(|range| flow.copy(notes, range));
    notes.add("contract.signatures", LegalFact::Signature(Signature { party, mark: None, name, date: None }));
}

/// The day: behind `dated`, `made on`, `as of`, else the first whole date of the head, else of the end.
fn note_date(flow: &Flow, text: &str, head_end: usize, tail: usize, notes: &mut Notes) {
    let whole = |date: &Found<WrittenDate>| date.value.civil().is_some();
    let all = |range: Range<usize>| {
        let start = range.start;
        find_dates(flow.slice(range))
            .into_iter()
            .filter(whole)
            .map(move |date| date.moved(start))
            .collect::<Vec<_>>()
    };
    let led = |date: &Found<WrittenDate>| {
        let before = text.get(..date.range.start).unwrap_or_default().trim_end_matches([' ', ':', ',']);
        [
            "dated",
            "dated as of",
            "made on",
            "as of",
            "signed on",
            "entered into on",
            "date",
            "made this",
            "on this",
            "made as of",
        ]
        .iter()
        .any(|word| before.ends_with(word))
    };
    let (head, end) = (all(0..head_end), all(tail..text.len()));
    let date = head.iter().chain(&end).find(|date| led(date)).or(head.first()).or(end.first()).cloned();
    if let Some(date) = date.and_then(|date| flow.found(notes, date)) {
        notes.add("contract.date", LegalFact::Dated { date });
    }
}
