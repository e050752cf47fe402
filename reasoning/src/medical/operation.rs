//! What records of operations say in words of their own: when it began, for what, which.

use super::entries::{Entry, Spot, row_cells};
use super::labels::{Key, PatientKey};
use super::section::{Section, items};
use super::stems;
use crate::value::{WrittenDate, find_dates};
use crate::{
    AttributeKind, Body, DiagnosisKind, EventKind, EvidenceKind, Kind, MedicalFact, Notes, Part, Passage,
    SectionKind, View,
};

/// Whether a part tells of an operation.
pub(super) fn is_operation(part: &Part) -> bool {
    if part.kind != Kind::Record {
        return false;
    }
    part.title.as_ref().is_some_and(|title| is_operation_title(&title.value))
}

/// Whether a record of that title tells of an operation.
pub(crate) fn is_operation_title(title: &str) -> bool {
    let plain: String = title.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let words = [
        "手术",
        "术式",
        "术记",
        "operati",
        "surgical",
        "procedurenote",
        "surgery",
        "theatre",
        "opnote",
        "oprecord",
    ];
    // Who clerks in a surgical patient, or asks for consent, has not operated yet.
    let before = [
        "clerk",
        "同意",
        "知情",
        "告知",
        "申请",
        "审批",
        "预约",
        "通知",
        "术前",
        "手术前",
        "风险",
        "核查",
        "consent",
        "assessment",
        "checklist",
        "request",
        "booking",
        "preop",
        "pre-op",
        "preanaes",
        "preanes",
    ];
    words.iter().any(|word| plain.contains(word)) && !before.iter().any(|word| plain.contains(word))
}

/// What a key means in a record of an operation: the procedure is what was done, not an examination.
pub(super) fn meant(view: &View, entry: &Entry) -> Entry {
    let label = view.passage(entry.label.passage).and_then(|p| p.folded().get(entry.label.bytes.clone()));
    let label = label.unwrap_or("").trim().to_lowercase();
    let is_procedure = label.starts_with("procedure") || label.starts_with("operation");
    let mut entry = entry.clone();
    if is_procedure && entry.key == Key::Attribute(AttributeKind::Examination) {
        entry.key = Key::Patient(PatientKey::Procedure);
    }
    entry
}

/// States when the operation began where that stands under a label of its own: `开始时间：…`, `Start: …`.
pub(super) fn state_start(view: &View, part: &Part, notes: &mut Notes) {
    let is_known = notes.of_part().any(|fact| {
        matches!(&fact.body, Body::Medical(MedicalFact::Event { kind: EventKind::Operated, .. }))
    });
    if is_known {
        return;
    }
    let found = in_lines(view, part).or_else(|| in_cells(view, part));
    if let Some((label, passage, bytes, date)) = found {
        notes.cite(label.0, label.1, EvidenceKind::Label);
        let date = notes.state(passage, bytes, date);
        notes.add("operation", MedicalFact::Event { kind: EventKind::Operated, date });
    }
}

/// A label with its place, and the date behind it with its own.
type Start<'v> = ((&'v Passage, std::ops::Range<usize>), &'v Passage, std::ops::Range<usize>, WrittenDate);

fn in_lines<'v>(view: &'v View, part: &Part) -> Option<Start<'v>> {
    view.within(part).iter().find_map(|passage| {
        let text = passage.folded();
        find_dates(text).into_iter().find_map(|found| {
            let before = text.get(..found.range.start)?;
            let line = passage.rows().iter().map(|row| row.bytes.start).filter(|s| *s <= before.len()).max();
            let line = line.unwrap_or(0);
            let label = before.get(line..)?.trim_end_matches([' ', ':', '于']);
            let at = line + stems::label_start(label)?;
            let label = at..line + label.len();
            stems::is_start(text.get(label.clone())?).then_some((
                (passage, label),
                passage,
                found.range,
                found.value,
            ))
        })
    })
}

fn in_cells<'v>(view: &'v View, part: &Part) -> Option<Start<'v>> {
    view.tables_within(part.first..part.end).iter().find_map(|table| {
        (0..table.rows).find_map(|row| {
            let cells = row_cells(table, row);
            cells.windows(2).find_map(|pair| {
                let [label, value] = pair else { return None };
                let (label, value) = (view.passage(*label)?, view.passage(*value)?);
                let found = find_dates(value.folded()).into_iter().next()?;
                stems::is_start(label.folded()).then_some((
                    (label, 0..label.folded().len()),
                    value,
                    found.range,
                    found.value,
                ))
            })
        })
    })
}

/// States what an operation was done for where that stands as its indication: the diagnosis before it.
pub(super) fn state_indication(view: &View, sections: &[Section], notes: &mut Notes) {
    let indications = sections.iter().filter(|section| section.kind == SectionKind::Indication);
    for section in indications {
        let Some(heading) = view.passage(section.heading.passage) else { continue };
        for Spot { passage, bytes } in section.text.iter().flat_map(|spot| items(view, spot)) {
            let Some(passage) = view.passage(passage) else { continue };
            let text = passage.folded().get(bytes.clone()).unwrap_or("");
            if !text.chars().any(char::is_alphabetic) {
                continue;
            }
            let (side, polarity) = super::clause::judge(text);
            notes.cite(heading, section.heading.bytes.clone(), EvidenceKind::Label);
            let text = notes.copy(passage, bytes);
            let kind = DiagnosisKind::Preoperative;
            notes.add("operation", MedicalFact::Diagnosis { kind, text, side, polarity });
        }
    }
}
