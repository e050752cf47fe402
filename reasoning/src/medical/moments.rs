//! When a sample was taken, received, reported and printed, as sentences tell it: `taken on 7 May 2024 and received on …`,
//! `于3月9日09:23采，10:28送到`, and the day at the head of a letter of results.

use std::ops::Range;

use super::section::is_prose;
use super::stems;
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{Body, EventKind, Kind, MedicalFact, Notes, Part, Passage, View};

/// Letters before and behind a day in which the word for what happened stands.
const REACH: usize = 24;

/// Passages at the head of a letter in which its day may stand alone.
const HEAD: usize = 4;

/// The steps of a sample.
const STEPS: [EventKind; 6] = [
    EventKind::Ordered,
    EventKind::Collected,
    EventKind::Received,
    EventKind::Verified,
    EventKind::Reported,
    EventKind::Printed,
];

/// States the moments of a sample that the running text of a laboratory's report tells without keys.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    if part.kind == Kind::Checkup && !is_told(EventKind::Examined, notes) {
        of_checkup(view, part, notes);
    }
    if part.kind != Kind::Lab {
        return;
    }
    for passage in view.within(part).iter().filter(|passage| is_prose(passage)) {
        let folded = passage.folded();
        let dates: Vec<Range<usize>> = find_dates(folded)
            .into_iter()
            .filter(|date| date.value.day.is_some())
            .map(|date| date.range)
            .collect();
        for (index, at) in dates.iter().enumerate() {
            let from =
                index.checked_sub(1).and_then(|before| dates.get(before)).map_or(0, |before| before.end);
            let to = dates.get(index + 1).map_or(folded.len(), |next| next.start);
            let (ahead, behind) =
                (folded.get(from..at.start).unwrap_or(""), folded.get(at.end..to).unwrap_or(""));
            let Some(kind) = of_words(ahead, behind).filter(|kind| !is_told(*kind, notes)) else { continue };
            let date = folded.get(at.clone()).and_then(|text| find_dates(text).into_iter().next());
            if let Some(date) = date.filter(|_| !is_stated(passage, at, notes)) {
                let date = notes.state(passage, at.clone(), date.value);
                notes.add("moments", MedicalFact::Event { kind, date });
            }
        }
    }
    if !is_told(EventKind::Reported, notes) && !is_told(EventKind::Verified, notes) {
        of_letter(view, part, notes);
    }
}

/// The day that stands alone at the head of a letter is that on which it reports.
fn of_letter(view: &View, part: &Part, notes: &mut Notes) {
    for passage in view.within(part).iter().filter(|passage| is_prose(passage)).take(HEAD) {
        let folded = passage.folded();
        let Some(date) = find_dates(folded).into_iter().next() else { continue };
        let left = format!(
            "{}{}",
            folded.get(..date.range.start).unwrap_or(""),
            folded.get(date.range.end..).unwrap_or("")
        );
        let is_alone =
            left.to_lowercase().replace("am", "").replace("pm", "").chars().all(|c| !c.is_alphabetic());
        if is_alone && date.value.day.is_some() && !is_stated(passage, &date.range, notes) {
            let date = notes.state(passage, date.range, date.value);
            notes.add("moments", MedicalFact::Event { kind: EventKind::Reported, date });
            return;
        }
    }
}

/// The day on which somebody came to be examined: `感谢您于2023年7月24日到本中心体检`, `attended for screening on 24 July 2023`.
fn of_checkup(view: &View, part: &Part, notes: &mut Notes) {
    let behind = pattern!(
        r"(?i)^[^。;,:0-9]{0,14}(?:体检|健检|受检|检查|(?:was|were) examined|(?:health )?(?:screen|check))"
    );
    let ahead = pattern!(
        r"(?i)(?:体检|健检|受检|检查|examined|attended|attendance|visit|screening|check-?up)[^。;.0-9]{0,24}$"
    );
    let hits = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    for passage in view.within(part).iter().filter(|passage| is_prose(passage)) {
        let folded = passage.folded();
        let found = find_dates(folded).into_iter().find(|date| {
            let (before, after) = (folded.get(..date.range.start), folded.get(date.range.end..));
            date.value.day.is_some()
                && !is_stated(passage, &date.range, notes)
                && (hits(behind, after.unwrap_or("")) || hits(ahead, before.unwrap_or("")))
        });
        if let Some(found) = found {
            let date = notes.state(passage, found.range, found.value);
            notes.add("moments", MedicalFact::Event { kind: EventKind::Examined, date });
            return;
        }
    }
}

/// What the words right before a day, or else right behind it, say that happened.
fn of_words(ahead: &str, behind: &str) -> Option<EventKind> {
    let lead = pattern!(r"(?i)(?:\s|:|于|在|为|是|\bon\b|\bat\b|\bthe\b|[(])*$")?;
    let ahead = lead.find(ahead).and_then(|found| ahead.get(..found.start())).unwrap_or(ahead);
    let before =
        pattern!(r"(?:[A-Za-z]+(?:[ /-][A-Za-z]+){0,2}|\p{Han}{1,8})$").and_then(|form| form.find(ahead));
    let after = pattern!(r"^\s*(?:,\s*)?(?P<words>\p{Han}{1,8}|[a-z]+(?: [a-z]+)?)")
        .and_then(|form| form.captures(behind)?.name("words"));
    let event = |words: &str| {
        let short = words.chars().count() <= REACH;
        stems::moment(words).filter(|kind| short && STEPS.contains(kind))
    };
    // Of several words before the day the last ones tell: samples taken.
    let cuts = |words: &str| {
        let starts: Vec<usize> = words
            .char_indices()
            .filter(|(at, _)| {
                *at == 0 || !words.is_char_boundary(*at) || words.as_bytes().get(at - 1) == Some(&b' ')
            })
            .map(|(at, _)| at)
            .collect();
        starts.into_iter().find_map(|start| event(words.get(start..)?))
    };
    before.and_then(|words| cuts(words.as_str())).or_else(|| after.and_then(|words| event(words.as_str())))
}

/// Whether that has been told of the part.
fn is_told(kind: EventKind, notes: &Notes) -> bool {
    notes.of_part().any(
        |fact| matches!(&fact.body, Body::Medical(MedicalFact::Event { kind: other, .. }) if *other == kind),
    )
}

/// Whether a fact stands there already.
fn is_stated(passage: &Passage, bytes: &Range<usize>, notes: &Notes) -> bool {
    let characters = passage.characters(bytes.clone());
    let cited = notes.of_part().flat_map(|fact| &fact.evidence).filter_map(|id| notes.facts().cited(*id));
    let mut cited = cited;
    cited.any(|evidence| {
        let span = &evidence.span;
        evidence.kind == crate::EvidenceKind::Stated
            && span.passage == passage.id
            && (span.characters.start as usize) < characters.end
            && characters.start < span.characters.end as usize
    })
}
