//! What stands under no heading at all: medicines in lists of their own, and what letters tell in sentences.

use super::drug;
use super::entries::{Spot, row_cells};
use super::section::{self, Section};
use crate::pattern::pattern;
use crate::{Body, Kind, MedicalFact, Notes, Part, PassageId, Polarity, SectionKind, TableView, View};

/// Letters of the longest line of a list of medicines.
const LONGEST_LINE: usize = 80;

/// States the medicines of a record in which none was found under a heading: rows and lines that begin with one.
pub(super) fn drugs(view: &mut View, part: &Part, tables: &[TableView], notes: &mut Notes) {
    if part.kind != Kind::Record || has(notes, |fact| matches!(fact, MedicalFact::Drug(_))) {
        return;
    }
    let mut groups: Vec<Vec<PassageId>> = Vec::new();
    for table in tables.iter().filter(|table| !super::fees::is_charges(view, table)) {
        for row in 0..table.rows {
            let cells = row_cells(table, row);
            let text = |id: &PassageId| view.passage(*id).map_or("", |passage| passage.folded());
            let begins = cells.iter().take(2).any(|id| begins_with_medicine(text(id)));
            let goes_on = cells.iter().any(|id| drug::is_usage(text(id)));
            match groups.last_mut() {
                Some(group) if !begins && goes_on => group.extend(cells),
                _ if begins => groups.push(cells),
                _ => {}
            }
        }
    }
    for group in groups {
        let joined = view.join(&group);
        if let Some(passage) = view.passage(joined) {
            drug::state(passage, 0..passage.folded().len(), true, notes);
        }
    }
    let mut lines: Vec<Spot> = Vec::new();
    for passage in view.within(part).iter().filter(|passage| section::is_prose(passage)) {
        let mut open: Option<Spot> = None;
        for row in passage.rows() {
            let Some(line) = passage.folded().get(row.bytes.clone()) else { continue };
            let is_short = line.chars().count() <= LONGEST_LINE;
            if is_short && begins_with_medicine(line) {
                lines.extend(open.replace(Spot { passage: passage.id, bytes: row.bytes.clone() }));
            } else if let Some(spot) = open.as_mut().filter(|_| is_short) {
                spot.bytes.end = row.bytes.end;
            } else {
                lines.extend(open.take());
            }
        }
        lines.extend(open);
    }
    for spot in lines {
        if let Some(passage) = view.passage(spot.passage) {
            drug::state(passage, spot.bytes, true, notes);
        }
    }
}

/// Whether a line begins, its number apart, with a medicine of the dictionary or what ends like one.
fn begins_with_medicine(line: &str) -> bool {
    let form = pattern!(r"^\s*(?:\(?[0-9]{1,2}\s*[.、)]\s*|[①-⑳·•*-]\s*|[★☆△▲]\s*)?(?P<rest>\S.*)$");
    let rest = form.and_then(|form| form.captures(line)?.name("rest")).map_or("", |rest| rest.as_str());
    let head: String = rest.chars().take(LONGEST_NAME).collect();
    let first = head.split([' ', '(', '[', ',']).next().unwrap_or("");
    drug::names_medicine(first) || head.is_ascii() && drug::names_medicine(&head)
}

/// Letters within which the name of a medicine stands.
const LONGEST_NAME: usize = 24;

/// States what the sentences of a record tell that stand in none of its sections: medicines with their doses, and what
/// the patient does not bear.
pub(super) fn letter(view: &View, part: &Part, sections: &[Section], notes: &mut Notes) {
    if part.kind != Kind::Record {
        return;
    }
    let is_covered = |id: PassageId| sections.iter().any(|s| s.text.iter().any(|spot| spot.passage == id));
    let asked = has(notes, |fact| matches!(fact, MedicalFact::Allergy { .. }))
        || sections.iter().any(|section| section.kind == SectionKind::Allergies);
    // The lines of a prescription have been read as its orders.
    let is_ordered = super::is_prescription(part) && has(notes, |fact| matches!(fact, MedicalFact::Drug(_)));
    for passage in view.within(part).iter().filter(|passage| section::is_prose(passage)) {
        if !asked {
            allergy(passage, notes);
        }
        if !is_covered(passage.id) && !sections.is_empty() && !is_ordered {
            drug::state(passage, 0..passage.folded().len(), false, notes);
        }
    }
}

/// States an allergy that a sentence tells: `对青霉素过敏`, `allergic to penicillin`, `penicillin allergy`, `Statins (rash)`,
/// `no known drug allergies`.
fn allergy(passage: &crate::Passage, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?P<none>否认[^。;,]{0,16}过敏史?|无[^。;,]{0,10}过敏史|(?i:\b(?:no|nil|denies(?: any)?) (?:known )?(?:drug |medicine |medication )?allerg(?:y|ies)\b|\bnkd?a\b|\bnot allergic\b|\ballergies\s*[:-]?\s*(?:none|nil)\b))|",
        r"对\s*(?P<zh>[\p{Han}A-Za-z、及和]{2,20}?)(?:药物)?\s*过敏|",
        r"(?i:\b(?:allerg(?:ic|y|ies)|sensitiv(?:e|ity)|intoleran(?:t|ce)|reaction) to\s+(?P<en>[^.;,(]{3,40}))|",
        // A substance with what it did.
        r"(?P<did>[A-Z][A-Za-z-]+(?: [a-z-]+){0,3}|\p{Han}{2,10})\s*\((?i:[^()]{0,12}\b(?:rash|hives|urticaria|anaphyla[a-z]+|angio-?o?edema|itch[a-z]*|wheez[a-z]*|swelling|swollen|bronchospasm|blister[a-z]*|flush[a-z]*|breathless[a-z]*|dyspn[a-z]+|vomit[a-z]*|nausea|hypotension|collapse|stevens[a-z-]*)\b|[^()]{0,6}(?:皮疹|荨麻疹|过敏性休克|休克|瘙痒|红斑|喉头水肿))[^()]{0,20}\)|",
        r"(?P<noun>[A-Z][a-z-]+) (?i:allergy|hypersensitivity)\b|",
        r"(?:^|[。;,\s:|])(?P<lone>[\p{Han}]{2,8}?)过敏(?:史)?(?:[。;,\s|]|$)|(?:^|[\s|])过敏(?:史|药物|源|原)?[:\s|]+(?P<after>\p{Han}{2,12})"
    ));
    let Some(captures) = form.and_then(|form| form.captures(passage.folded())) else { return };
    // 药物过敏 is a label.
    let is_named = |found: &regex::Match<'_>| {
        !["药物", "食物", "无", "否认", "有无", "未", "有", "其他", "既往"]
            .iter()
            .any(|word| found.as_str().starts_with(word))
    };
    let some = ["zh", "en", "did", "noun", "lone", "after"].iter().find_map(|name| captures.name(name));
    let some = some.filter(is_named);
    let (place, polarity) = match (captures.name("none"), some) {
        (Some(none), _) => (none.range(), Polarity::Absent),
        (None, Some(some)) => (some.range(), Polarity::Present),
        (None, None) => return,
    };
    let substance = notes.copy(passage, place);
    notes.add("sentence", MedicalFact::Allergy { substance, polarity });
}

fn has(notes: &Notes, wanted: fn(&MedicalFact) -> bool) -> bool {
    notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(fact) if wanted(fact)))
}
