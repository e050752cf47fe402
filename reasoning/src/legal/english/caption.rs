//! The parties of English court documents, as their captions set them.

use std::ops::Range;

use super::super::fact::{LegalFact, Party, RoleKind};
use super::super::flow::Flow;
use super::next_line;
use crate::Notes;

use RoleKind::{Accused, Claimant, Respondent, ThirdParty};

/// Roles by their words; longer ones first where one ends like another.
const ROLES: [(&str, RoleKind); 19] = [
    ("plaintiff-appellant", Claimant),
    ("defendant-appellee", Respondent),
    ("defendant-appellant", Claimant),
    ("plaintiff-appellee", Respondent),
    ("cross-appellant", Claimant),
    ("counterclaimant", Claimant),
    ("plaintiff", Claimant),
    ("defendant", Respondent),
    ("claimant", Claimant),
    ("appellant", Claimant),
    ("appellee", Respondent),
    ("respondent", Respondent),
    ("petitioner", Claimant),
    ("applicant", Claimant),
    ("intervenor", ThirdParty),
    ("interested party", ThirdParty),
    ("third party", ThirdParty),
    ("debtor", Respondent),
    ("accused", Accused),
];

/// Ordinals before a role.
const ORDINALS: [&str; 6] = ["first ", "second ", "third ", "fourth ", "1st ", "2nd "];

/// Lines that stand between the parties.
const BETWEEN: [&str; 9] = ["v", "vs", "versus", "and", "-and", "- and -", "-and-", "between", "-v-"];

/// Words of lines that name no party: courts, numbers, judges, days.
const OTHERS: [&str; 18] = [
    "court",
    "division",
    "district",
    "registry",
    "claim no",
    "case no",
    "action no",
    "appeal no",
    "no.",
    "before",
    "honour",
    "justice",
    "judge",
    "date",
    "dated",
    "filed",
    "[20",
    "list",
];

/// The longest line of a caption, in bytes, and the most lines of one name.
const MOST_LINE: usize = 110;
const MOST_LINES: usize = 6;

/// A party read from a caption.
struct Read {
    role: Range<usize>,
    kind: RoleKind,
    name: Range<usize>,
}

/// States the parties of a caption whose lines are names, roles and what stands between them; how many there are. `text` is
/// the text in small letters.
pub(super) fn note(flow: &Flow, text: &str, within: Range<usize>, notes: &mut Notes) -> usize {
    let found = read(flow, text, within);
    let sides =
        [Claimant, Respondent, Accused].iter().filter(|kind| found.iter().any(|one| one.kind == **kind));
    if sides.count() < 2 {
        return 0;
    }
    let mut count = 0;
    for one in found {
        let (Some(role), Some(name)) = (flow.copy(notes, one.role), flow.copy(notes, one.name)) else {
            continue;
        };
        notes.add("judgment.parties", LegalFact::Party(Party::named(role, one.kind, name)));
        count += 1;
    }
    count
}

fn read(flow: &Flow, text: &str, within: Range<usize>) -> Vec<Read> {
    let (mut found, mut names): (Vec<Read>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    let mut at = within.start;
    while at < within.end {
        let end = next_line(flow, at).min(within.end);
        let line = flow.trim(at..end, &[':', ',', '.', ';', '_']);
        let words = text.get(line.clone()).unwrap_or_default();
        at = end;
        if words.is_empty() || words.starts_with(')') {
            continue;
        }
        // A line that tells how the case is cited names no party.
        if words.starts_with("citation") || words.starts_with("cited as") || words.starts_with("indexed as") {
            continue;
        }
        // Both sides on one line are read elsewhere.
        if [" v. ", " vs. ", " versus "].iter().any(|word| words.contains(word)) {
            return Vec::new();
        }
        if let Some((name, role, kind)) = closes(words) {
            if !name.is_empty() {
                names.push(flow.trim(line.start..line.start + name.len(), &[',', ')', '(']));
            }
            let plural = words.get(role.end..).is_some_and(|rest| rest.starts_with('s'));
            let role = line.start + role.start..line.start + role.end;
            for name in names.drain(..).flat_map(|name| apart(flow, name, plural)) {
                found.push(Read { role: role.clone(), kind, name: numbered(flow, name) });
            }
        } else if BETWEEN.contains(&words) {
            // A name without a role of its own before `and` is one of several.
        } else if OTHERS.iter().any(|word| words.contains(word)) || words.len() > MOST_LINE {
            names.clear();
        } else {
            names.push(line);
            if names.len() > MOST_LINES {
                names.remove(0);
            }
        }
    }
    found.retain(|one| (2..=MOST_LINE).contains(&one.name.len()));
    found
}

/// A line that ends in a role: what stands before it, and the role.
fn closes(words: &str) -> Option<(&str, Range<usize>, RoleKind)> {
    let bare = words.trim_end_matches([')', '.', ',']).trim_end_matches("(s").trim_end_matches('s');
    let (role, kind) = ROLES.iter().find(|(role, _)| bare.ends_with(role))?;
    let start = bare.len() - role.len();
    let before = bare.get(..start)?;
    let ordinal =
        ORDINALS.iter().find(|ordinal| before.ends_with(**ordinal)).map_or(0, |ordinal| ordinal.len());
    let name = before.get(..before.len() - ordinal)?.trim_end();
    // Behind a word the role belongs to a sentence: `judgment for the plaintiff`.
    let clear = before.is_empty() || before.ends_with([' ', ',', '(']);
    let sentence = ["the", "a", "for", "against", "by", "of", "to"]
        .iter()
        .any(|word| name == *word || name.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')));
    (clear && !sentence).then_some((
        name.trim_end_matches([',', '(', ' ']),
        start - ordinal..bare.len(),
        *kind,
    ))
}

/// A name without what stands before it: `(1) DOLPHIN EVENTS PLC`, `v. DOLPHIN EVENTS PLC`.
fn numbered(flow: &Flow, name: Range<usize>) -> Range<usize> {
    let text = flow.slice(name.clone());
    let versus =
        ["v. ", "vs. ", "versus ", "and ", "V. ", "RE: ", "AND: ", "BETWEEN: ", "Between: ", "And: "]
            .iter()
            .find(|word| text.starts_with(**word));
    let name = name.start + versus.map_or(0, |word| word.len())..name.end;
    let text = flow.slice(name.clone());
    let close = text.strip_prefix('(').and_then(|inner| inner.find(')')).filter(|close| *close <= 2);
    let from = close.map_or(0, |close| close + 2);
    flow.trim(name.start + from..name.end, &[',', '.', ';'])
}

/// The names of a line that several share a role in: `PELICAN CHARTERS, INC. and ROBERT J. DANVERS`, Defendants.
fn apart(flow: &Flow, name: Range<usize>, plural: bool) -> Vec<Range<usize>> {
    let text = flow.slice(name.clone());
    match text.to_ascii_lowercase().find(" and ").filter(|_| plural) {
        Some(at) => {
            let first = flow.trim(name.start..name.start + at, &[',', ';']);
            vec![first, flow.trim(name.start + at + " and ".len()..name.end, &[',', ';'])]
        }
        None => vec![name],
    }
}

/// States the parties of lines that begin with their roles: `APPLICANT: Hemi Parata, 22 Totara Street`; how many there are.
pub(super) fn keyed(flow: &Flow, text: &str, notes: &mut Notes) -> usize {
    let mut found: Vec<Read> = Vec::new();
    let (mut at, mut lines) = (0, 0);
    while at < text.len() && lines < MOST_KEYED {
        let end = next_line(flow, at);
        let words = text.get(at..end).unwrap_or_default();
        let known = ROLES.iter().find_map(|(role, kind)| {
            let rest = words.strip_prefix(role)?;
            let rest = rest.strip_prefix("(s)").or(rest.strip_prefix('s')).unwrap_or(rest).trim_start();
            Some((role.len(), *kind, words.len() - rest.strip_prefix(':')?.len()))
        });
        if let Some((role, kind, name)) = known {
            let rest = text.get(at + name..end).unwrap_or_default();
            let stop = rest.match_indices([',', ';']).find(|(stop, _)| {
                let behind = rest.get(stop + 1..).unwrap_or_default().trim_start();
                !["inc", "ltd", "llc", "limited", "plc"].iter().any(|form| behind.starts_with(form))
            });
            let stop = stop.map_or(rest.len(), |(stop, _)| stop);
            found.push(Read {
                role: at..at + role,
                kind,
                name: flow.trim(at + name..at + name + stop, &['.']),
            });
        }
        lines += 1;
        at = end.max(at + 1);
    }
    let sides = |kind: RoleKind| found.iter().any(|one| one.kind == kind);
    let both = sides(Claimant) && sides(Respondent);
    found.into_iter().filter(|one| both && !one.name.is_empty()).map(|one| state(flow, one, notes)).sum()
}

/// Lines from the beginning in which parties stand behind their roles.
const MOST_KEYED: usize = 30;

fn state(flow: &Flow, one: Read, notes: &mut Notes) -> usize {
    let (Some(role), Some(name)) = (flow.copy(notes, one.role), flow.copy(notes, one.name)) else { return 0 };
    notes.add("judgment.parties", LegalFact::Party(Party::named(role, one.kind, name)));
    1
}

/// States the parties of a title `A v B` whose roles the text names.
pub(super) fn versus(flow: &Flow, text: &str, notes: &mut Notes) {
    let (mut at, mut lines) = (0, 0);
    while at < text.len() && lines < MOST_KEYED {
        let end = next_line(flow, at);
        let line = text.get(at..end).unwrap_or_default();
        let cut =
            [" v ", " v. ", " vs ", " vs. "].iter().find_map(|word| Some((line.find(word)?, word.len())));
        if let Some((cut, length)) = cut.filter(|_| line.len() <= MOST_LINE) {
            let key = line.get(..cut).and_then(|led| led.rfind(':')).map_or(0, |key| key + 1);
            let sides = [(Claimant, at + key..at + cut), (Respondent, at + cut + length..end)];
            for (kind, name) in sides {
                let named = ROLES.iter().filter(|(_, own)| *own == kind);
                let role = named
                    .filter_map(|(role, _)| Some((text.get(end..)?.find(role)? + end, role.len())))
                    .min();
                if let Some((role, length)) = role {
                    let name = flow.trim(name, &[',', '.', ';']);
                    state(flow, Read { role: role..role + length, kind, name }, notes);
                }
            }
            return;
        }
        lines += 1;
        at = end.max(at + 1);
    }
}
