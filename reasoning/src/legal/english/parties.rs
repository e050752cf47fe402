//! The parties of an English contract: by key, or in running text with the names it calls them by.

use std::ops::Range;

use super::super::fact::{LegalFact, Party, RoleKind};
use super::super::flow::Flow;
use super::super::sections::floor;
use super::next_line;
use super::words::ROLES;
use crate::Notes;
use crate::pattern::pattern;
use crate::value::find_credit_codes;

/// Where the parties that are named in running text end, which may be numbered like clauses: behind the last bracket with a
/// party's name in the contract that follows `between`, each near the one before.
pub(super) fn end(flow: &Flow, text: &str) -> usize {
    let window = floor(text, MOST_OPENING);
    let opening = text.get(..window).and_then(|head| head.find("between").or_else(|| head.find("parties")));
    let Some(between) = opening else { return 0 };
    let mut end = 0;
    let mut last = between;
    for (open, alias) in aliases(text, between..floor(text, between + MOST_OPENING)) {
        let name = text.get(alias.clone()).unwrap_or_default();
        // What the first clause gives a name to is no party.
        let thing = THINGS.iter().any(|thing| name.ends_with(thing)) && end > 0;
        if open - last > MOST_DESCRIPTION || thing {
            break;
        }
        last = alias.end;
        end = next_line(flow, alias.end);
    }
    end
}

/// The bytes from the beginning in which the parties are named, and the most that describe one of them.
const MOST_OPENING: usize = 2500;
const MOST_DESCRIPTION: usize = 420;

/// Parties by key (`Landlord: …`) or in running text (`X, of …, (the "Client")`).
pub(super) fn note(flow: &Flow, text: &str, head: Range<usize>, notes: &mut Notes) {
    let mut at = head.start;
    let mut keyed = false;
    while at < head.end {
        let end = next_line(flow, at).min(head.end);
        keyed |= keyed_party(flow, text, at..end, head.end, notes);
        at = end;
    }
    let mut at = head.start;
    while at < head.end {
        let end = flow.paragraph_behind(at).min(head.end);
        let mut places = keys_within(text, at..end);
        // Those at the beginning of a line are read.
        places.retain(|place| !flow.is_line(*place));
        for (index, start) in places.iter().enumerate() {
            let stop = places.get(index + 1).copied().unwrap_or(end);
            keyed |= keyed_party(flow, text, *start..stop, stop, notes);
        }
        at = end.max(at + 1);
    }
    if keyed {
        return;
    }
    let opening =
        text.get(head.clone()).and_then(|words| words.find("between").or_else(|| words.find(" among ")));
    let mut from = head.start + opening.unwrap_or(0);
    let first = from;
    for (open, alias) in aliases(text, from..head.end) {
        let name = text.get(alias.clone()).unwrap_or_default();
        if !THINGS.iter().any(|thing| name.ends_with(thing)) {
            party_before(flow, text, from..open, alias.clone(), notes);
        }
        from = alias.end;
    }
    if from == first && !as_roles(flow, text, head.clone(), notes) && opening.is_some() {
        plain_parties(flow, text, first..head.end, notes);
    }
}

/// Where keys of parties stand inside a paragraph, behind a stop or a comma: `Signed 4 May 2024. Landlord: … Tenant: …`.
fn keys_within(text: &str, within: Range<usize>) -> Vec<usize> {
    let words = text.get(within.clone()).unwrap_or_default();
    let begins = |at: &usize| {
        let before = words.get(..*at).unwrap_or_default().trim_end();
        before.ends_with(['.', ';', ',', ')']) && !before.is_empty()
    };
    let places = ROLES.iter().flat_map(|role| words.match_indices(role).map(|(at, role)| (at, role.len())));
    let keys =
        places.filter(|(at, length)| words.get(at + length..).is_some_and(|rest| rest.starts_with(':')));
    let mut found: Vec<usize> = keys.map(|(at, _)| at).filter(begins).map(|at| within.start + at).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// `Made by Acme Ltd of 4 Dock Road as landlord and Jane Roe of … as tenant`: whether two and more are told so.
fn as_roles(flow: &Flow, text: &str, head: Range<usize>, notes: &mut Notes) -> bool {
    let words = text.get(head.clone()).unwrap_or_default();
    let form = pattern!(r"\bas (?:the |its )?(?P<role>[a-z][a-z -]{3,24}?)(?:[,.;)]| and\b|$)");
    let roles: Vec<Range<usize>> = form
        .into_iter()
        .flat_map(|form| form.captures_iter(words))
        .filter_map(|found| found.name("role"))
        .filter(|role| ROLES.contains(&role.as_str()))
        .map(|role| head.start + role.start()..head.start + role.end())
        .collect();
    if roles.len() < 2 {
        return false;
    }
    let mut from = head.start;
    for role in &roles {
        // The name begins behind the last of the words that lead to it, the next one behind the role before.
        let piece = text.get(from..role.start).unwrap_or_default();
        let leads = [" by ", "between ", " and ", "\nby ", " with "];
        let first = if from == head.start {
            leads.iter().filter_map(|lead| piece.find(lead).map(|at| at + lead.len())).min().unwrap_or(0)
        } else {
            piece.find("and ").filter(|at| *at < 4).map_or(0, |at| at + "and ".len())
        };
        let start = flow.trim(from + first..role.start, &[',', '.', ';', ')']).start;
        let stop = details_start(text, start..role.start);
        let name = untitled(flow, flow.trim(start..stop, &[',', ':', ';']));
        let titled = flow.slice(name.clone()).starts_with(char::is_uppercase);
        if titled && (2..=90).contains(&name.len()) {
            note_party(flow, text, role.clone(), name.clone(), name.end..role.start, notes);
        }
        from = role.end;
    }
    true
}

/// What brackets and keys give a name to besides parties.
const THINGS: [&str; 26] = [
    "works",
    "product",
    "products",
    "site",
    "date",
    "agreement",
    "premises",
    "property",
    "goods",
    "services",
    "term",
    "lease",
    "contract",
    "deposit",
    "rent",
    "loan",
    "price",
    "act",
    "parties",
    "address",
    "amount",
    "fee",
    "flat",
    "vehicle",
    "equipment",
    "project",
];

/// `This agreement is between Acme Ltd, of …, and Beta LLC.`: names without brackets.
fn plain_parties(flow: &Flow, text: &str, within: Range<usize>, notes: &mut Notes) {
    let role = within.start..within.start + "between".len();
    let words = text.get(role.end..within.end).unwrap_or_default();
    let stop = words.find([';']).into_iter().chain(words.find(". ")).min().unwrap_or(words.len());
    let Some(and) = words.get(..stop).and_then(|sentence| sentence.rfind(" and ")) else { return };
    let second = role.end + and + " and ".len()..role.end + stop;
    for side in [role.end..role.end + and, second] {
        let from = flow.trim(side.clone(), &[':', ',']).start;
        let from = from + bracketed_number(text, from);
        let name = flow.trim(from..details_start(text, from..side.end), &[',', ':', ';', '.']);
        let titled = flow.slice(name.clone()).starts_with(char::is_uppercase);
        if titled && (2..=90).contains(&name.len()) {
            note_party(flow, text, role.clone(), name.clone(), name.end..side.end, notes);
        }
    }
}

fn keyed_party(flow: &Flow, text: &str, line: Range<usize>, end: usize, notes: &mut Notes) -> bool {
    let words = text.get(line.clone()).unwrap_or_default();
    // Between the Employer: …, and the Contractor: …
    let words = ["between ", "and "].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words);
    let words = words.strip_prefix("the ").unwrap_or(words);
    let skipped = line.len() - words.len();
    let known = ROLES.iter().filter(|role| words.starts_with(**role)).max_by_key(|role| role.len()).copied();
    let Some(role) = known.or_else(|| called(flow, text, words, line.end)) else { return false };
    let after = words.get(role.len()..).unwrap_or_default();
    let after = after.strip_prefix("(s)").unwrap_or(after);
    let bracket =
        if after.trim_start().starts_with('(') { after.find(')').map_or(0, |close| close + 1) } else { 0 };
    let start = line.start + skipped;
    if !after.get(bracket..).is_some_and(|after| after.starts_with(':')) {
        return firm_behind(flow, text, start..start + role.len(), line.end, end, notes);
    }
    let from = start + words.len() - after.len() + bracket + 1;
    let stop = flow.slice(from..line.end).find([',', ';', '(']).map_or(line.end, |stop| from + stop);
    let stop = details_start(text, from..stop);
    let name = untitled(flow, flow.trim(from..stop, &[':', '.', '_']));
    if name.is_empty() {
        return false;
    }
    let details = name.end..next_key(flow, text, line.end, end);
    note_party(flow, text, start..start + role.len(), name, details, notes)
}

/// A party whose role stands before its firm with a blank, as in a table of details: `Owner   Wattle Ridge Farms Pty Ltd ABN …`.
fn firm_behind(
    flow: &Flow,
    text: &str,
    role: Range<usize>,
    line: usize,
    end: usize,
    notes: &mut Notes,
) -> bool {
    let form = pattern!(
        r"^\s+(?P<name>[A-Z][A-Za-z&'. -]{1,60}?\b(?:Pty\.? (?:Ltd|Limited)|Ltd|Limited|LLC|LLP|Inc|plc|PLC|Corporation|Corp|GmbH|Company|Co|Partnership|Trust)\b\.?)"
    );
    let behind = flow.slice(role.end..end);
    let window = behind.get(..floor(behind, MOST_FIRM)).unwrap_or_default();
    let Some(name) = form.and_then(|form| form.captures(window)?.name("name")) else { return false };
    let name = role.end + name.start()..role.end + name.end();
    let details = name.end..next_key(flow, text, line, end);
    note_party(flow, text, role, name, details, notes)
}

/// Bytes within which a firm's name ends behind its role.
const MOST_FIRM: usize = 90;

/// A key of one to three words in no list, by which the contract calls somebody later: `Promoter: Jane Roe`, then `the
/// Promoter`.
fn called<'t>(flow: &Flow, text: &str, words: &'t str, behind: usize) -> Option<&'t str> {
    let colon = words.find(':')?;
    let key = words.get(..colon)?.trim_end_matches("(s)");
    let plain = key.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') && key.split(' ').count() <= 3;
    let thing = THINGS.iter().any(|thing| key.ends_with(thing));
    let value = flow.slice(behind - (words.len() - colon - 1)..behind).trim_start();
    let own = value.split(['(', ',']).next().unwrap_or_default();
    let named = own.starts_with(char::is_uppercase) && !own.contains(|c: char| c.is_ascii_digit());
    let used = text.get(behind..)?.contains(&format!("the {key} "));
    ((3..=30).contains(&key.len()) && plain && !thing && named && used).then_some(key)
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
        led |= rest.starts_with(['"', '\'']);
        // (Supplier): a role alone.
        led |= ROLES.contains(&rest);
        let bare = rest.trim_matches(['"', '\'', ' ', ',', '.']);
        let bare = bare.strip_prefix("the ").unwrap_or(bare);
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
    // A party with a paragraph of its own begins there: (A) ORCHID BAY PTE. LTD. (…), a company …
    let own = flow.paragraph_before(before.end).filter(|at| *at > before.start).map(|at| at - before.start);
    let start = first.filter(|first| own.is_none_or(|own| own < *first)).or(own).unwrap_or_else(|| {
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
    let name = untitled(flow, flow.trim(from..stop, &[',', ':', ';']));
    let described = name.end..before.end;
    if (2..=90).contains(&name.len()) {
        note_party(flow, text, alias, name, described, notes);
    }
}

/// A name without the title before it.
fn untitled(flow: &Flow, name: Range<usize>) -> Range<usize> {
    const TITLES: [&str; 8] = ["Mr ", "Mr. ", "Mrs ", "Mrs. ", "Ms ", "Ms. ", "Miss ", "Dr "];
    let text = flow.slice(name.clone());
    let title = TITLES.iter().find(|title| text.starts_with(**title)).map_or(0, |title| title.len());
    name.start + title..name.end
}

/// Bytes of `(1) ` at `at`.
fn bracketed_number(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let inner = rest.strip_prefix('(').and_then(|inner| inner.find(')').filter(|close| *close <= 2));
    inner.map_or(0, |close| {
        1 + close + 1 + usize::from(rest.get(close + 2..).is_some_and(|r| r.starts_with(' ')))
    })
}

/// Words that begin the description of a party.
const DESCRIPTIONS: [&str; 32] = [
    " acn ",
    " abn ",
    " (acn",
    " (abn",
    " (uen",
    " (nric",
    " (reg",
    " (passport",
    " (identity",
    " (i.d.",
    " (ein",
    " (vat",
    " (crn",
    " (a limited",
    " (a corporation",
    " company number",
    " an individual",
    " of legal age",
    " holder of",
    " and having",
    " whose ",
    " (company n",
    " (registered",
    " (a company",
    " (incorporated",
    " (id ",
    " a company ",
    " a corporation ",
    " incorporated in ",
    " residing at ",
    " with offices ",
    " having its ",
];

/// Words of names that `of` belongs to.
const OF: [&str; 24] = [
    "bank",
    "university",
    "ministry",
    "department",
    "city",
    "council",
    "school",
    "college",
    "institute",
    "church",
    "state",
    "board",
    "company",
    "society",
    "republic",
    "office",
    "house",
    "government",
    "town",
    "county",
    "district",
    "parish",
    "commonwealth",
    "sons",
];

/// Where a name's description begins: at a comma, but not before `Inc.`, `Ltd` and the like.
fn details_start(text: &str, within: Range<usize>) -> usize {
    const FIRMS: [&str; 7] = [" inc", " ltd", " llc", " l.l.c", " llp", " s.a", " co."];
    let words = text.get(within.clone()).unwrap_or_default();
    let commas = words.match_indices(',').map(|(at, _)| at);
    let firm =
        |at: &usize| !words.get(at + 1..).is_some_and(|rest| FIRMS.iter().any(|firm| rest.starts_with(firm)));
    let of = words.find(" of ").filter(|_| !words.contains(','));
    // Bank of …, University of …: names have an of too.
    let lived = words.match_indices(" of ").map(|(at, _)| at).find(|at| {
        let rest = words.get(at + " of ".len()..).unwrap_or_default();
        let before = words.get(..*at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        let placed =
            rest.starts_with(|c: char| c.is_ascii_digit()) || rest.contains(',') && !OF.contains(&before);
        placed && !before.is_empty()
    });
    let described = DESCRIPTIONS.iter().filter_map(|word| words.find(word)).min();
    let stop = commas.into_iter().find(firm).into_iter().chain(lived).chain(described).min().or(of);
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
