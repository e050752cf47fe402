//! English contracts.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::contract::{clauses, note_pairs, note_seals};
use super::super::fact::{ContractTitle, LegalFact, Party, Provision, ProvisionKind, RoleKind, Signature};
use super::super::flow::Flow;
use super::super::pleadings::amounts;
use super::words::{HEADINGS, ROLES, SENTENCES};
use super::{line, lower, next_line, sentences};
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
    let mut clauses = clauses::find(flow);
    let head_end = clauses.first().map_or(flow.text().len(), |clause| clause.label.start);
    note_title(flow, &text, head_end, notes);
    note_parties(flow, &text, 0..head_end, notes);
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

/// Parties by key (`Landlord: …`) or in running text (`X, of …, (the "Client")`).
fn note_parties(flow: &Flow, text: &str, head: Range<usize>, notes: &mut Notes) {
    let mut at = head.start;
    let mut keyed = false;
    while at < head.end {
        let end = next_line(flow, at).min(head.end);
        keyed |= keyed_party(flow, text, at..end, head.end, notes);
        at = end;
    }
    if keyed {
        return;
    }
    let mut from = head.start;
    for (open, alias) in aliases(text, head.clone()) {
        party_before(flow, text, from..open, alias.clone(), notes);
        from = alias.end;
    }
}

fn keyed_party(flow: &Flow, text: &str, line: Range<usize>, end: usize, notes: &mut Notes) -> bool {
    let words = text.get(line.clone()).unwrap_or_default();
    let words = words.strip_prefix("the ").unwrap_or(words);
    let skipped = line.len() - words.len();
    let Some(role) = ROLES.iter().filter(|role| words.starts_with(**role)).max_by_key(|role| role.len())
    else {
        return false;
    };
    let after = words.get(role.len()..).unwrap_or_default();
    let bracket =
        if after.trim_start().starts_with('(') { after.find(')').map_or(0, |close| close + 1) } else { 0 };
    if !after.get(bracket..).is_some_and(|after| after.starts_with(':')) {
        return false;
    }
    let start = line.start + skipped;
    let from = start + role.len() + bracket + 1;
    let stop = flow.slice(from..line.end).find([',', ';', '(']).map_or(line.end, |stop| from + stop);
    let name = flow.trim(from..stop, &[':', '.', '_']);
    if name.is_empty() {
        return false;
    }
    let details = name.end..next_key(flow, text, line.end, end);
    note_party(flow, text, start..start + role.len(), name, details, notes)
}

/// Where the next key of a party stands: its details end there.
fn next_key(flow: &Flow, text: &str, mut at: usize, end: usize) -> usize {
    while at < end {
        let words = text.get(at..end).unwrap_or_default();
        let words = words.strip_prefix("the ").unwrap_or(words);
        let key = ROLES.iter().any(|role| {
            words.strip_prefix(role).is_some_and(|after| after.starts_with(':') || after.starts_with(" ("))
        });
        if key {
            return at;
        }
        at = next_line(flow, at);
    }
    end
}

/// Brackets that give a party its name in the contract: where each opens, and the name inside.
fn aliases(text: &str, within: Range<usize>) -> Vec<(usize, Range<usize>)> {
    const LEADS: [&str; 7] = [
        "hereinafter referred to as ",
        "hereinafter called ",
        "hereinafter ",
        "hereafter ",
        "referred to as ",
        "each, a ",
        "the ",
    ];
    let head = text.get(within.clone()).unwrap_or_default();
    let read = |(open, _): (usize, &str)| {
        let inner = head.get(open + 1..)?;
        let inner = inner.get(..inner.find(')')?)?;
        let mut rest = inner;
        let mut led = false;
        for lead in LEADS.iter().chain(["the "].iter()) {
            if let Some(shorter) = rest.strip_prefix(lead) {
                (rest, led) = (shorter, true);
            }
        }
        let bare = rest.trim_matches(['"', '\'', ' ', ',', '.']);
        led |= rest.starts_with(['"', '\'']);
        let plain = (2..=40).contains(&bare.len())
            && bare.chars().all(|c| c.is_ascii_alphabetic() || " -".contains(c));
        let start = within.start + open + 1 + inner.find(bare)?;
        (led && plain).then_some((within.start + open, start..start + bare.len()))
    };
    head.match_indices('(').filter_map(read).collect()
}

/// The party whose description ends where its alias's bracket opens.
fn party_before(flow: &Flow, text: &str, before: Range<usize>, alias: Range<usize>, notes: &mut Notes) {
    const STARTS: [&str; 8] =
        [" between ", "between: ", " between: ", "by and between ", " and ", ") and ", "(1) ", "(2) "];
    let words = text.get(before.clone()).unwrap_or_default();
    let first = words.find("between").map(|at| at + "between".len());
    let start = first.unwrap_or_else(|| {
        STARTS.iter().filter_map(|word| words.find(word).map(|at| at + word.len())).min().unwrap_or(0)
    });
    let from = flow.trim(before.start + start..before.end, &[':', ',', ')', ';']).start;
    let from = if text.get(from..).is_some_and(|rest| rest.starts_with("and ")) {
        from + "and ".len()
    } else {
        from
    };
    let from = from + bracketed_number(text, from);
    let stop = details_start(text, from..before.end);
    let name = flow.trim(from..stop, &[',', ':', ';']);
    let described = name.end..before.end;
    if (2..=90).contains(&name.len()) {
        note_party(flow, text, alias, name, described, notes);
    }
}

/// Bytes of `(1) ` at `at`.
fn bracketed_number(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let inner = rest.strip_prefix('(').and_then(|inner| inner.find(')').filter(|close| *close <= 2));
    inner.map_or(0, |close| {
        1 + close + 1 + usize::from(rest.get(close + 2..).is_some_and(|r| r.starts_with(' ')))
    })
}

/// Where a name's description begins: at a comma, but not before `Inc.`, `Ltd` and the like.
fn details_start(text: &str, within: Range<usize>) -> usize {
    const FIRMS: [&str; 7] = [" inc", " ltd", " llc", " l.l.c", " llp", " s.a", " co."];
    let words = text.get(within.clone()).unwrap_or_default();
    let commas = words.match_indices(',').map(|(at, _)| at);
    let firm =
        |at: &usize| !words.get(at + 1..).is_some_and(|rest| FIRMS.iter().any(|firm| rest.starts_with(firm)));
    let of = words.find(" of ").filter(|_| !words.contains(','));
    let stop = commas.into_iter().find(firm).or(of);
    stop.map_or(within.end, |stop| within.start + stop)
}

fn note_party(
    flow: &Flow,
    text: &str,
    role: Range<usize>,
    name: Range<usize>,
    details: Range<usize>,
    notes: &mut Notes,
) -> bool {
    let (Some(role), Some(name)) = (flow.copy(notes, role), flow.copy(notes, name)) else { return false };
    let code = find_credit_codes(flow.slice(details.clone())).into_iter().next();
    let credit_code = code.and_then(|code| flow.found(notes, code.moved(details.start)));
    let address = address(flow, text, details).and_then(|range| flow.copy(notes, range));
    let kind = RoleKind::Contracting;
    let party = Party { credit_code, address, ..Party::named(role, kind, name) };
    notes.add("contract.parties", LegalFact::Party(party)).is_some()
}

/// What follows `of`, `address:`, `whose registered office is at` and the like.
fn address(flow: &Flow, text: &str, within: Range<usize>) -> Option<Range<usize>> {
    const WORDS: [&str; 9] = [
        "registered office is at ",
        "registered office at ",
        "principal place of business at ",
        "residing at ",
        "located at ",
        "address at ",
        "address: ",
        "address:",
        ", of ",
    ];
    let words = text.get(within.clone())?;
    let found = WORDS.iter().find_map(|word| words.find(word).map(|at| at + word.len()));
    let from = found.or_else(|| words.strip_prefix(" of ").map(|_| " of ".len()))?;
    let rest = words.get(from..)?;
    let line = next_line(flow, within.start + from) - within.start - from;
    let keyed = words.get(..from)?.ends_with([':', ' ']) && words.get(..from)?.contains("address:");
    let limit = if keyed { line.min(rest.len()) } else { rest.len() };
    let stop = rest.get(..limit)?.find([';', '(']).unwrap_or(limit);
    let range = flow.trim(within.start + from..within.start + from + stop, &[',', '.', ':']);
    (range.len() >= 6).then_some(range)
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
        if SIGNATURES.iter().any(|word| words.starts_with(word)) && !words.starts_with("for the avoidance") {
            return at;
        }
        at = next_line(flow, at);
    }
    text.len()
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
