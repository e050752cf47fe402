//! The facts of medical documents.

mod analyte;
mod clause;
mod drug;
mod entries;
mod flag;
mod lab;
mod labels;
mod narrative;
mod panel;
mod person;
mod procedure;
mod range;
mod result;
mod row;
mod section;
mod skeleton;
mod terms;
#[cfg(test)]
mod tests;
mod unit;
mod vital;

pub use analyte::{Analyte, Analytes, Known, Limit};
pub use drug::{Medicine, medicine, medicines};
pub use terms::sex_of_term;

use std::sync::Arc;

use crate::{AttributeKind, Body, FactOptions, Kind, MedicalFact, Notes, Part, SectionKind, View};

/// States what the medical `part` says. `view` gains joined passages where a grid has cut what belongs together.
pub(crate) fn read(view: &mut View, part: &Part, options: &FactOptions, notes: &mut Notes) {
    let entries = entries::entries(view, part);
    for entry in &entries {
        let is_sectioned = matches!(entry.key, labels::Key::Diagnosis(_)) && part.kind == Kind::Record;
        if !is_sectioned {
            person::state(view, entry, notes);
        }
    }
    let analytes: Arc<Analytes> = options.analytes.clone().unwrap_or_else(Analytes::built_in);
    let sample = sample(notes, &analytes);
    lab::read_tables(view, part, sample, notes);
    let sections = section::sections(view, part, &entries);
    for section in &sections {
        narrative::state(view, section, notes);
        let is_order = matches!(section.kind, SectionKind::DischargeOrders | SectionKind::Orders);
        for text in &section.text {
            drug::state(view, text, is_order, notes);
        }
    }
    let prose = view.passages().iter().filter(|passage| part.holds(passage.id) && section::is_prose(passage));
    for passage in prose {
        let whole = entries::Spot { passage: passage.id, bytes: 0..passage.folded().len() };
        vital::state(view, &whole, notes);
        vital::state_results(view, &whole, sample, notes);
        procedure::state(view, &whole, notes);
        if sections.is_empty() && part.kind == Kind::Record {
            section::clauses(view, &whole)
                .iter()
                .for_each(|clause| narrative::findings(view, SectionKind::Other, clause, notes));
            drug::state(view, &whole, false, notes);
        }
    }
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
