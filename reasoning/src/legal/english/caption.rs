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
        // Both sides on one line are read elsewhere.
        if [" v. ", " vs. ", " versus "].iter().any(|word| words.contains(word)) {
            return Vec::new();
        }
        if let Some((name, role, kind)) = closes(words) {
            if !name.is_empty() {
                names.push(flow.trim(line.start..line.start + name.len(), &[',', ')', '(']));
            }
            let role = line.start + role.start..line.start + role.end;
            for name in names.drain(..) {
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
    let versus = ["v. ", "vs. ", "versus ", "and ", "V. "].iter().find(|word| text.starts_with(**word));
    let name = name.start + versus.map_or(0, |word| word.len())..name.end;
    let text = flow.slice(name.clone());
    let close = text.strip_prefix('(').and_then(|inner| inner.find(')')).filter(|close| *close <= 2);
    let from = close.map_or(0, |close| close + 2);
    flow.trim(name.start + from..name.end, &[',', '.', ';'])
}
