//! What medical facts can put into a sentence.

use super::{SlotRole, Slots, clause, plain};
use crate::answer::lexicon::{Lexicon, Of};
use crate::value::Comparator;
use crate::{
    Agreement, AttributeKind, Drug, Facts, LabItem, LabValue, MedicalFact, Polarity, SectionKind, Stated,
};

/// A lead is cut at a sentence's end behind this many characters: two or three lines of a record.
const LEAD: usize = 120;

pub(super) fn slots(facts: &Facts, fact: &MedicalFact, lexicon: &Lexicon) -> Slots {
    use MedicalFact as M;
    match fact {
        M::Lab(item) => lab(facts, item, lexicon),
        M::Drug(drug) => medicine(facts, drug),
        M::Section { heading, text, kind } => section(facts, heading, text, *kind),
        M::Finding { text, .. } => Slots::new(if is_absent(fact) { "finding_short" } else { "finding" })
            .value("text", clause(facts.printed(text))),
        M::Vital { kind, value, second, unit } => Slots::new("vital")
            .name("label", lexicon.word(Of::Vital, kind))
            .value("value", value.value.to_string())
            .value("second", second.as_ref().map(|second| second.value.to_string()).unwrap_or_default())
            .value("unit", unit.as_ref().map(|unit| unit.value.clone()).unwrap_or_default()),
        M::Diagnosis { kind, text, .. } => Slots::new("diagnosis")
            .word("label", lexicon.word(Of::Diagnosis, kind))
            .value("text", clause(facts.printed(text))),
        M::Allergy { substance, polarity } => Slots::new("allergy")
            .value("substance", clause(facts.printed(substance)))
            .word("polarity", polarity_told(facts.printed(substance), *polarity, lexicon)),
        M::CheckupResult { finding, advice } => {
            Slots::new("checkup_result").value("finding", clause(facts.printed(finding))).value(
                "advice",
                advice.as_ref().map(|advice| bare_advice(facts.printed(advice))).unwrap_or_default(),
            )
        }
        M::Procedure { name, date } => Slots::new("procedure")
            .value("name", clause(facts.printed(name)))
            .printed("date", facts, date.as_ref()),
        _ => person(facts, fact, lexicon),
    }
}

/// Who it is about, when, and who signed.
fn person(facts: &Facts, fact: &MedicalFact, lexicon: &Lexicon) -> Slots {
    use MedicalFact as M;
    match fact {
        M::PatientName { name } => Slots::new("patient_name").value("name", name.value.clone()),
        M::PatientSex { sex } => Slots::new("patient_sex").value("sex", lexicon.word(Of::Sex, &sex.value)),
        M::PatientAge { age } => Slots::new("patient_age").value("age", age_text(facts, age)),
        M::PatientBirth { date } => Slots::new("patient_birth").printed("date", facts, Some(date)),
        M::Identifier { kind, number } => Slots::new("identifier")
            .name("label", lexicon.word(Of::Identifier, kind))
            .value("number", number.value.clone()),
        M::Attribute { kind: AttributeKind::Institution, value } => {
            Slots::new("institution").printed("value", facts, Some(value))
        }
        M::Attribute { kind, value } => Slots::new("attribute")
            .name("label", lexicon.word(Of::Attribute, kind))
            .printed("value", facts, Some(value)),
        M::Event { kind, date } => Slots::new("event").name("label", lexicon.word(Of::Event, kind)).printed(
            "date",
            facts,
            Some(date),
        ),
        M::StayDays { days } => Slots::new("stay_days").value("days", days.value.to_string()),
        M::Signature { role, name } => Slots::new("signature_medical")
            .name("label", lexicon.word(Of::Signer, role))
            .printed("name", facts, name.as_ref()),
        _ => Slots::default(),
    }
}

/// The age as printed, with its unit where the sheet prints the number alone.
fn age_text(facts: &Facts, age: &Stated<crate::Age>) -> String {
    let text = plain(facts.printed(age));
    if text.chars().all(|c| c.is_ascii_digit()) && age.value.unit == crate::AgeUnit::Years {
        return text + "岁";
    }
    text
}

fn lab(facts: &Facts, item: &LabItem, lexicon: &Lexicon) -> Slots {
    let contradicts = item.flags.agreement == Some(Agreement::Contradicts);
    let flag = item.flags.computed.or(item.flags.printed.as_ref().map(|printed| printed.value));
    let about = match item.flags.is_abnormal() {
        _ if contradicts => "lab_contradiction",
        true => "lab",
        false => "lab_short",
    };
    let code = item.code.as_ref().filter(|code| code.value != item.name.value);
    Slots::new(about)
        .name("name", plain(&item.name.value))
        .name("code", code.map(|code| code.value.clone()).unwrap_or_default())
        .value("value", value_text(facts, &item.value))
        .value("unit", item.unit.as_ref().map(|unit| unit.value.clone()).unwrap_or_default())
        .word("flag", flag.map(|flag| lexicon.word(Of::Flag, &flag)).unwrap_or_default())
        .with(
            "range",
            SlotRole::Range,
            item.range.as_ref().map(|range| plain(facts.printed(range))).unwrap_or_default(),
        )
        .word(
            "printed",
            item.flags.printed.as_ref().map(|printed| plain(facts.printed(printed))).unwrap_or_default(),
        )
}

/// The value as it is understood, so that a letter mended into a figure is one here too.
fn value_text(facts: &Facts, value: &Stated<LabValue>) -> String {
    match &value.value {
        LabValue::Number { number, comparator, verdict: None } => {
            format!("{}{number}", comparator.map_or("", sign))
        }
        LabValue::Span { low, high } => format!("{low}-{high}"),
        LabValue::Titre { dilution, comparator } => format!("{}1:{dilution}", comparator.map_or("", sign)),
        LabValue::Number { .. } | LabValue::Qualitative(_) | LabValue::Text(_) => plain(facts.printed(value)),
    }
}

fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::Less => "<",
        Comparator::AtMost => "≤",
        Comparator::Greater => ">",
        Comparator::AtLeast => "≥",
    }
}

fn medicine(facts: &Facts, drug: &Drug) -> Slots {
    Slots::new("drug")
        .name("name", plain(&drug.name.value))
        .printed("dose", facts, drug.dose.as_ref())
        .printed("route", facts, drug.route.as_ref())
        .printed("frequency", facts, drug.frequency.as_ref())
}

/// A section by its heading and its first sentences.
fn section(facts: &Facts, heading: &Stated<String>, text: &[Stated<String>], kind: SectionKind) -> Slots {
    let whole: Vec<String> = text.iter().map(|text| plain(facts.printed(text))).collect();
    let whole = whole.join(" ");
    let lead = if kind == SectionKind::ChiefComplaint { whole } else { lead(&whole).to_owned() };
    Slots::new("section").name("heading", plain(facts.printed(heading))).value("lead", lead)
}

/// The first sentences, of [`LEAD`] characters or a little more; whole sentences always.
fn lead(text: &str) -> &str {
    let mut count = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        count += 1;
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let stop = matches!(c, '。' | '；' | '！' | '？')
            || (c == '.' && !before.is_ascii_digit() && next.is_none_or(char::is_whitespace));
        if stop && count >= LEAD {
            return text.get(..at + c.len_utf8()).unwrap_or(text);
        }
        before = c;
    }
    text
}

/// Whether an allergy is denied or only suspected, where its own words do not say so.
fn polarity_told(substance: &str, polarity: Polarity, lexicon: &Lexicon) -> String {
    let says_so =
        substance.contains(['无', '否', '未', '不']) || substance.to_ascii_lowercase().contains("no");
    if polarity == Polarity::Present || says_so {
        String::new()
    } else {
        lexicon.word(Of::Polarity, &polarity)
    }
}

/// Advice without the word that the template puts before it.
fn bare_advice(text: &str) -> String {
    let text = clause(text);
    let bare = text.strip_prefix("建议").map(|rest| rest.trim_start_matches(['：', ':', '，', ',', ' ']));
    bare.map_or_else(|| text.clone(), str::to_owned)
}

/// Whether it is a finding that something is not there.
pub(super) fn is_absent(fact: &MedicalFact) -> bool {
    matches!(fact, MedicalFact::Finding { polarity: Polarity::Absent, .. })
}
