//! The facts of medical documents.

mod analyte;
mod apart;
mod behind;
mod beside;
mod blood_group;
mod clause;
mod closing;
mod coded;
mod complaint;
mod day_order;
mod dictionary;
mod drug;
mod drug_table;
mod drug_usage;
mod entries;
mod examined;
mod fees;
mod flag;
mod form;
mod glued;
mod head;
mod keys;
mod lab;
mod lab_name;
mod labels;
mod laid;
mod listed;
mod marks;
mod mention;
mod moments;
mod names;
mod narrative;
mod operated;
mod operation;
mod panel;
mod person;
mod procedure;
mod range;
mod reaction;
mod result;
mod row;
mod row_flag;
mod row_unit;
mod section;
mod series;
mod signed;
mod skeleton;
mod spelling;
mod stacked;
mod stems;
mod strip;
mod study;
mod terms;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_heads;
#[cfg(test)]
mod tests_prose;
#[cfg(test)]
mod tests_read;
#[cfg(test)]
mod tests_slips;
#[cfg(test)]
mod tests_unseen;
mod told;
mod unheaded;
mod unit;
mod unit_words;
mod unkeyed;
mod vital;
mod vital_results;

pub use analyte::{Analyte, Analytes, Known, Limit};
pub(crate) use day_order::settle as settle_days;
pub(crate) use dictionary::STEM;
pub use dictionary::{Medicine, medicine, medicines};
pub use terms::sex_of_term;

pub(crate) use series::RULE as SERIES;

pub(crate) use clause::{polarity as clause_polarity, sides as clause_sides};
pub(crate) use operation::is_operation_title;
pub(crate) use terms::{finding_terms, site_terms};

use std::sync::Arc;

use crate::{
    AttributeKind, Body, EventKind, FactOptions, Kind, MedicalFact, Notes, Part, Passage, PassageId,
    SectionKind, TableView, View,
};

/// States what the medical `part` says. `view` gains joined passages where a grid has cut what belongs together.
pub(crate) fn read(view: &mut View, part: &Part, options: &FactOptions, notes: &mut Notes) {
    let entries = entries::entries(view, part);
    let of_operation = operation::is_operation(part);
    patient(view, part, &entries, notes);
    let analytes: Arc<Analytes> = options.analytes.clone().unwrap_or_else(Analytes::built_in);
    let sample = sample(notes, &analytes);
    lab::read_tables(view, part, sample, notes);
    fees::state(view, part, notes);
    let tables: Vec<TableView> = view.tables_within(part.first..part.end).to_vec();
    let forms: Vec<&TableView> = tables.iter().filter(|table| panel::heads(view, table).is_empty()).collect();
    let mut sections = section::sections(view, part, &entries);
    if part.kind == Kind::Record {
        let signed = signed::state(view, part, notes);
        signed::cut(&signed, &mut sections);
    }
    sections.extend(forms.iter().flat_map(|table| form::sections(view, table)));
    complaint::part(view, part, &forms, &mut sections);
    meant_sections(view, part, of_operation, &mut sections);
    for section in &sections {
        narrative::state(view, section, notes);
        if part.kind == Kind::Record {
            operated::state_listed(view, section, notes);
        }
        orders(view, section, notes);
    }
    bare_prescription(view, part, notes);
    if of_operation {
        operation::state_start(view, part, notes);
        operation::state_indication(view, &sections, notes);
    }
    forms.iter().for_each(|table| {
        drug_table::state(view, table, notes);
    });
    if part.kind == Kind::Checkup {
        narrative::advised(view, part, notes);
        examined::advised(view, &tables, notes);
        examined::listed(view, part, notes);
        examined::above_advice(view, part, notes);
        examined::numbered(view, part, notes);
        examined::under_items(view, part, notes);
        unkeyed::state_head_day(view, part, notes);
        vital::state_rows(view, &tables, notes);
        closing::state(view, part, notes);
    }
    let of_body = part.kind != Kind::Lab;
    tables.iter().filter(|_| of_body).for_each(|table| vital::state_table(view, table, notes));
    unheaded::drugs(view, part, &tables, notes);
    if part.kind == Kind::Record {
        narrative::impressions(view, &sections, notes);
    }
    unheaded::letter(view, part, &sections, notes);
    prose(view, part, &forms, sample, sections.is_empty(), notes);
    if part.kind == Kind::Record {
        closing::state(view, part, notes);
        reaction::state(view, part, notes);
        view.within(part).iter().filter(|p| section::is_prose(p)).for_each(|p| operated::state_day(p, notes));
    }
    moments::state(view, part, notes);
    told::state(view, part, notes);
    view.within(part).iter().for_each(|passage| blood_group::state(passage, notes));
}

/// Turns sections into what their headings mean in a part of that kind, and adds the findings of a study that stand under none.
fn meant_sections(view: &View, part: &Part, of_operation: bool, sections: &mut Vec<section::Section>) {
    // In the record of an operation the procedure is what was done.
    for section in
        sections.iter_mut().filter(|section| of_operation && section.kind == SectionKind::Technique)
    {
        section.kind = SectionKind::Operation;
    }
    // What a record of a stay calls its history, and nothing more, is that of the present illness.
    let has = |sections: &[section::Section], kind| sections.iter().any(|section| section.kind == kind);
    let is_study = has(sections, SectionKind::Findings) || has(sections, SectionKind::Technique);
    let of_stay = part.kind == Kind::Record && !of_operation && !is_study;
    if of_stay && !has(sections, SectionKind::PresentIllness) {
        let is_history = |section: &&mut section::Section| {
            let heading = view.passage(section.heading.passage);
            let heading = heading.and_then(|p| p.folded().get(section.heading.bytes.clone()));
            section.kind == SectionKind::Indication
                && heading.is_some_and(|heading| heading.trim().eq_ignore_ascii_case("history"))
        };
        let history = sections.iter_mut().find(is_history);
        if let Some(history) = history {
            history.kind = SectionKind::PresentIllness;
        }
    }
    study::findings(view, part, sections);
    // What a record calls the main results of examinations are those of its studies.
    let of_record = sections.iter_mut().filter(|_| part.kind == Kind::Record);
    for section in of_record.filter(|section| section.kind == SectionKind::CheckupResults) {
        section.kind = SectionKind::AuxiliaryExamination;
    }
}

/// States who the patient is, when and by whom: what keys say, and heads and sentences without keys.
fn patient(view: &View, part: &Part, entries: &[entries::Entry], notes: &mut Notes) {
    let of_operation = operation::is_operation(part);
    let names = |entry: &&entries::Entry| entry.key == labels::Key::Patient(labels::PatientKey::Name);
    let is_weak = |entry: &entries::Entry| {
        let label = view.passage(entry.label.passage).and_then(|p| p.folded().get(entry.label.bytes.clone()));
        label.is_some_and(person::is_weak_label)
    };
    let is_named = entries.iter().filter(names).any(|entry| !is_weak(entry));
    for entry in entries {
        // A client or a resident is the patient only where nobody is called so: another's sheet names the ward or a doctor so.
        if is_named && names(&entry) && is_weak(entry) {
            continue;
        }
        // Diagnoses of records stand in lists under the key, which sections read.
        let in_prose = view.passage(entry.label.passage).is_some_and(section::is_prose);
        let mut meant = if of_operation { operation::meant(view, entry) } else { entry.clone() };
        // What is collected of a record without a specimen is the history: 入院 … 采集 ….
        let is_history = || {
            let label =
                view.passage(entry.label.passage).and_then(|p| p.folded().get(entry.label.bytes.clone()));
            label.is_some_and(|label| matches!(label.trim(), "采集" | "采集时间" | "采集日期"))
        };
        if part.kind == Kind::Record && meant.key == labels::Key::Event(EventKind::Collected) && is_history()
        {
            meant.key = labels::Key::Event(EventKind::Recorded);
        }
        // Those that head no section are no list: Condition: …
        let heads = || {
            let label =
                view.passage(entry.label.passage).and_then(|p| p.folded().get(entry.label.bytes.clone()));
            label.is_none_or(|label| {
                labels::BOOK.section_of(label).is_some() || stems::section(label, true).is_some()
            })
        };
        let is_diagnosis = matches!(entry.key, labels::Key::Diagnosis(_));
        let is_sectioned = is_diagnosis && part.kind == Kind::Record && in_prose && heads();
        if !is_sectioned {
            person::state(view, &meant, notes);
        }
    }
    let taken = mention::taken(notes);
    for passage in view.within(part) {
        unkeyed::state_sentence(passage, notes);
        unkeyed::state_salutation(passage, notes);
        mention::state(passage, &taken, notes);
        unkeyed::state_resident_id(passage, notes);
    }
    for passage in view.within(part).iter().filter(|passage| passage.is_marginal()) {
        if !known(notes).iter().all(|known| !known) {
            unkeyed::state_head(passage, notes);
        }
    }
    // When all keys are read, what repeats them without keys is known from other words.
    for passage in view.within(part).iter().filter(|passage| head::may_head(passage)) {
        head::state_pieces(passage, notes);
    }
    strip::state(view, part, notes);
}

/// States the medicines of a prescription that stand under no heading.
fn bare_prescription(view: &mut View, part: &Part, notes: &mut Notes) {
    let has_drugs = notes.of_part().any(|fact| matches!(fact.body, Body::Medical(MedicalFact::Drug(_))));
    if !is_prescription(part) || has_drugs {
        return;
    }
    let prose = view.within(part).iter().filter(|p| section::is_prose(p));
    let text = prose.map(|p| entries::Spot { passage: p.id, bytes: 0..p.folded().len() }).collect();
    let heading = entries::Spot { passage: part.first, bytes: 0..0 };
    orders(view, &section::Section { kind: SectionKind::Orders, heading, text }, notes);
}

/// States what running text says of diagnoses, signs, results and procedures; of a text without headings (`is_whole`)
/// findings and medicines too.
fn prose(
    view: &View,
    part: &Part,
    forms: &[&TableView],
    sample: lab::Sample<'_>,
    is_whole: bool,
    notes: &mut Notes,
) {
    let in_forms = forms.iter().flat_map(|table| table.cells.iter().map(|cell| cell.passage));
    let running = view.within(part).iter().filter(|p| section::is_prose(p)).map(|p| p.id);
    let all: Vec<PassageId> = running.chain(in_forms).collect();
    let has_diagnosis =
        notes.of_part().any(|fact| matches!(fact.body, Body::Medical(MedicalFact::Diagnosis { .. })));
    let mut told = procedure::Told::of(notes);
    // Where no list has any, sentences tell what is taken: He takes rivaroxaban 20 mg daily.
    let orders_in_sentences = part.kind == Kind::Record
        && !is_whole
        && !notes.of_part().any(|fact| matches!(fact.body, Body::Medical(MedicalFact::Drug(_))));
    for passage in all.iter().filter_map(|id| view.passage(*id)) {
        if !has_diagnosis {
            procedure::state_diagnosis(passage, notes);
        }
        let whole = entries::Spot { passage: passage.id, bytes: 0..passage.folded().len() };
        vital::state(view, &whole, notes);
        vital_results::state_results(view, &whole, sample, notes);
        vital_results::state_list(passage, sample, notes);
        if section::is_prose(passage) {
            vital_results::state_acidity(passage, sample, notes);
        }
        procedure::state(view, &whole, notes);
        if part.kind == Kind::Record {
            operated::state(passage, notes);
            operated::state_beside_day(passage, notes);
            operated::state_named_day(passage, notes);
        }
        let is_note = passage.folded().contains('。') && !section::is_prose(passage);
        if orders_in_sentences && (section::is_prose(passage) || is_note) {
            drug::state(passage, 0..passage.folded().len(), false, notes);
        }
        procedure::state_stay(passage, &mut told, notes);
        if is_whole && part.kind == Kind::Record && section::is_prose(passage) {
            let clauses = section::clauses(view, &whole);
            clauses.iter().for_each(|clause| narrative::findings(view, SectionKind::Other, clause, notes));
            drug::state(passage, whole.bytes, false, notes);
        }
    }
}

/// Whether a part is a prescription: what it orders may stand without a heading.
fn is_prescription(part: &Part) -> bool {
    let title = part.title.as_ref().map_or("", |title| title.value.as_str()).to_lowercase();
    let plain: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    [
        "处方",
        "prescription",
        "用药",
        "医嘱单",
        "药物清单",
        "medicationorder",
        "medicationlist",
        "medicationadministration",
        "medicationchart",
        "medicationrecord",
        "drugchart",
        "druglist",
        "medicineslist",
        "medicinelist",
    ]
    .iter()
    .any(|word| plain.contains(word))
}

/// Whether name, sex and age of the patient have been noted.
fn known(notes: &Notes) -> [bool; 3] {
    let has = |wanted: fn(&MedicalFact) -> bool| {
        notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(fact) if wanted(fact)))
    };
    [
        has(|fact| matches!(fact, MedicalFact::PatientName { .. })),
        has(|fact| matches!(fact, MedicalFact::PatientSex { .. })),
        has(|fact| matches!(fact, MedicalFact::PatientAge { .. })),
    ]
}

/// States the medicines of a section; a line that only says how to take one is read with the line before it.
fn orders(view: &mut View, section: &section::Section, notes: &mut Notes) {
    let is_order = matches!(section.kind, SectionKind::DischargeOrders | SectionKind::Orders);
    let mut groups: Vec<Vec<entries::Spot>> = Vec::new();
    for text in &section.text {
        let words = view.passage(text.passage).and_then(|passage| passage.folded().get(text.bytes.clone()));
        // What names no medicine goes on with the one before it.
        let goes_on = |words: &str| drug::is_usage(words) || is_order && !drug::names_medicine(words);
        match groups.last_mut() {
            Some(group) if words.is_some_and(goes_on) => group.push(text.clone()),
            _ => groups.push(vec![text.clone()]),
        }
    }
    for group in groups {
        let (passage, bytes) = match group.as_slice() {
            [one] => (one.passage, Some(one.bytes.clone())),
            several => (view.join(&several.iter().map(|spot| spot.passage).collect::<Vec<_>>()), None),
        };
        if let Some(passage) = view.passage(passage) {
            let bytes = bytes.unwrap_or(0..passage.folded().len());
            drug::state(passage, bytes, is_order, notes);
        }
    }
}

/// Whether a table of results stands among the passages of that range.
pub(crate) fn has_results(view: &View, passages: std::ops::Range<PassageId>) -> bool {
    let in_tables = view.tables_within(passages.clone()).iter().any(|table| {
        let results = !panel::heads(view, table).is_empty() || panel::looks_like_results(view, table);
        results && !fees::is_charges(view, table)
    });
    in_tables
        || listed::has_results(
            view.passages().get(passages.start.0 as usize..passages.end.0 as usize).unwrap_or(&[]),
        )
}

/// Whether a text is the heading of what a study found or concludes.
pub(crate) fn is_conclusion(text: &str) -> bool {
    matches!(labels::BOOK.section_of(text), Some(SectionKind::Impression | SectionKind::Findings))
}

/// Whether the passages name a patient by name and sex or age.
pub(crate) fn names_patient(passages: &[Passage]) -> bool {
    entries::names_patient(passages)
}

/// For whom and from what the results of the part being read are, from what has been noted of it.
fn sample<'a>(notes: &Notes, analytes: &'a Analytes) -> lab::Sample<'a> {
    let mut sample = lab::Sample { analytes, sex: None, age: None, urine: false };
    for fact in notes.of_part() {
        match &fact.body {
            Body::Medical(MedicalFact::PatientSex { sex }) => sample.sex = sample.sex.or(Some(sex.value)),
            Body::Medical(MedicalFact::PatientAge { age }) => {
                sample.age = sample.age.or_else(|| Some(age.value.years()));
            }
            Body::Medical(MedicalFact::Attribute { kind: AttributeKind::Specimen, value }) => {
                sample.urine |= value.value.contains('尿') || value.value.to_lowercase().contains("urine");
            }
            _ => {}
        }
    }
    sample
}
