//! Questions that several checks put to the facts.

use rust_decimal::Decimal;

use crate::rules::Case;
use crate::value::{Sex, Unit, WrittenDate, find_dates};
use crate::{
    Age, Analyte, Drug, EventKind, Fact, IdentifierKind, LabItem, MedicalFact, Passage, Polarity,
    SectionKind, Stated, VitalKind,
};

/// The moments at which something of that kind happened, in the order found.
pub(super) fn events<'a>(
    case: &Case<'a>,
    wanted: EventKind,
) -> impl Iterator<Item = (&'a Fact, &'a Stated<WrittenDate>)> + use<'a> {
    all_events(case).filter(move |(_, kind, _)| *kind == wanted).map(|(fact, _, date)| (fact, date))
}

/// All dated events, in the order found.
pub(super) fn all_events<'a>(
    case: &Case<'a>,
) -> impl Iterator<Item = (&'a Fact, EventKind, &'a Stated<WrittenDate>)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Event { kind, date } => Some((fact, *kind, date)),
        _ => None,
    })
}

/// The days with a time of day, such as those above the notes of a course, with their passages: something happened on each of them.
pub(super) fn stamps<'a>(
    case: &Case<'a>,
) -> impl Iterator<Item = (&'a Passage, std::ops::Range<usize>, WrittenDate)> + use<'a> {
    let all = case.passages().filter(|passage| !passage.is_marginal());
    let read = |passage: &'a Passage| {
        let dates = find_dates(passage.folded()).into_iter();
        dates.map(move |date| (passage, date.range, date.value))
    };
    all.flat_map(read).filter(|(_, _, date)| date.clock.is_some() && date.civil().is_some())
}

/// How the stay ended: the discharges, or where there is none the death.
pub(super) fn ends_of_stay<'a>(case: &Case<'a>) -> Vec<(&'a Fact, &'a Stated<WrittenDate>)> {
    let discharged: Vec<_> = events(case, EventKind::Discharged).collect();
    if discharged.is_empty() { events(case, EventKind::Died).collect() } else { discharged }
}

/// The sexes stated of the patient.
pub(super) fn sexes<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Fact, &'a Stated<Sex>)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::PatientSex { sex } => Some((fact, sex)),
        _ => None,
    })
}

/// The ages stated of the patient.
pub(super) fn ages<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Fact, &'a Stated<Age>)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::PatientAge { age } => Some((fact, age)),
        _ => None,
    })
}

/// The dates of birth stated of the patient.
pub(super) fn births<'a>(
    case: &Case<'a>,
) -> impl Iterator<Item = (&'a Fact, &'a Stated<WrittenDate>)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::PatientBirth { date } => Some((fact, date)),
        _ => None,
    })
}

/// The identifying numbers.
pub(super) fn identifiers<'a>(
    case: &Case<'a>,
) -> impl Iterator<Item = (&'a Fact, IdentifierKind, &'a Stated<String>)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Identifier { kind, number } => Some((fact, *kind, number)),
        _ => None,
    })
}

/// The results, those of other times too.
pub(super) fn labs_over_time<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Fact, &'a LabItem)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Lab(item) => Some((fact, &**item)),
        _ => None,
    })
}

/// The results; of a list over time those that count.
pub(super) fn labs<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Fact, &'a LabItem)> + use<'a> {
    labs_over_time(case).filter(|(fact, _)| fact.derived_by != crate::medical::SERIES)
}

/// The medicines.
pub(super) fn drugs<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Fact, &'a Drug)> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Drug(drug) => Some((fact, &**drug)),
        _ => None,
    })
}

/// A diagnosis with what it says of certainty.
pub(super) struct Diagnosed<'a> {
    pub(super) fact: &'a Fact,
    pub(super) text: &'a Stated<String>,
    pub(super) polarity: Polarity,
}

/// The diagnoses.
pub(super) fn diagnoses<'a>(case: &Case<'a>) -> impl Iterator<Item = Diagnosed<'a>> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Diagnosis { text, polarity, .. } => Some(Diagnosed { fact, text, polarity: *polarity }),
        _ => None,
    })
}

/// A section with its paragraphs.
pub(super) struct Sectioned<'a> {
    pub(super) fact: &'a Fact,
    pub(super) kind: SectionKind,
    pub(super) heading: &'a Stated<String>,
    pub(super) text: &'a [Stated<String>],
}

impl Sectioned<'_> {
    /// Whether it has words below its heading.
    pub(super) fn says(&self) -> bool {
        self.text.iter().any(|text| text.value.chars().any(char::is_alphanumeric))
    }
}

/// The sections.
pub(super) fn sections<'a>(case: &Case<'a>) -> impl Iterator<Item = Sectioned<'a>> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Section { kind, heading, text } => Some(Sectioned { fact, kind: *kind, heading, text }),
        _ => None,
    })
}

/// A vital sign.
pub(super) struct Sign<'a> {
    pub(super) fact: &'a Fact,
    pub(super) kind: VitalKind,
    pub(super) value: &'a Stated<Decimal>,
    pub(super) second: Option<&'a Stated<Decimal>>,
}

/// The vital signs.
pub(super) fn vitals<'a>(case: &Case<'a>) -> impl Iterator<Item = Sign<'a>> + use<'a> {
    case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Vital { kind, value, second, .. } => {
            Some(Sign { fact, kind: *kind, value, second: second.as_ref() })
        }
        _ => None,
    })
}

/// What is printed where it was read.
pub(super) fn printed<T>(case: &Case<'_>, stated: &Stated<T>) -> String {
    case.dossier.facts.printed(stated).to_owned()
}

/// The words of a sex.
pub(super) fn sex_words(sex: Sex) -> crate::rules::Bilingual {
    match sex {
        Sex::Male => crate::rules::Bilingual::new("男", "male"),
        Sex::Female => crate::rules::Bilingual::new("女", "female"),
    }
}

/// A number in another unit of the same dimension; nothing where one of them is unknown or they differ in dimension.
pub(super) fn converted(number: Decimal, from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(number);
    }
    let (from, to) = (Unit::parse(spelt_out(from))?, Unit::parse(spelt_out(to))?);
    if from.dimension != to.dimension {
        return None;
    }
    let mantissa = number.checked_mul(from.mantissa)?.checked_div(to.mantissa)?;
    scaled(mantissa, from.exponent.checked_sub(to.exponent)?)
}

/// Thousands and millions of cells, which laboratories write as letters, as powers.
pub(super) fn spelt_out(unit: &str) -> &str {
    match unit {
        "K/μL" | "k/μL" | "K/uL" => "10^3/μL",
        "M/μL" | "M/uL" => "10^6/μL",
        other => other,
    }
}

/// The most powers of ten that a conversion may span; medicine needs twelve (g to pg).
const LONGEST_SHIFT: i32 = 18;

/// `number` times ten to `exponent`.
fn scaled(number: Decimal, exponent: i32) -> Option<Decimal> {
    if exponent.abs() > LONGEST_SHIFT {
        return None;
    }
    let power = Decimal::from(10_i64.checked_pow(exponent.unsigned_abs())?);
    if exponent < 0 { number.checked_div(power) } else { number.checked_mul(power) }
}

/// The number of a result in the usual unit of its analyte. A result without a unit is taken to be in it.
pub(super) fn usual_number(item: &LabItem, analyte: &Analyte) -> Option<Decimal> {
    let number = item.value.value.number()?;
    let Some(usual) = analyte.units.first() else { return Some(number) };
    match &item.unit {
        Some(unit) => measured(number, &unit.value, usual, item, analyte),
        None if usual == "%" && is_fraction(item) => Some(number * Decimal::ONE_HUNDRED),
        None => Some(number),
    }
}

/// Whether a result without a unit is a share of one, by what is normal: a haematocrit of 0.381 where 0.33-0.45 is.
pub(super) fn is_fraction(item: &LabItem) -> bool {
    let range = item.range.as_ref().and_then(|range| range.value.interval_for(None, None));
    let top = range.and_then(|range| range.high.or(range.low));
    item.unit.is_none()
        && item.value.value.number().is_some_and(|number| number <= Decimal::ONE)
        && top.is_some_and(|top| top <= Decimal::ONE)
}

/// A number of a result in another unit: of the same dimension, or mass for amount by the weight of a mole.
pub(super) fn measured(
    number: Decimal,
    from: &str,
    to: &str,
    item: &LabItem,
    analyte: &Analyte,
) -> Option<Decimal> {
    converted(number, from, to).or_else(|| {
        let name = item.name.value.to_lowercase();
        let named = analyte.molar_of.iter().find(|(word, _)| name.contains(word.as_str()));
        let molar = named.map(|(_, molar)| *molar).or(analyte.molar)?.0;
        match converted(number, from, "g/L") {
            Some(grams) => converted(grams.checked_div(molar)?, "mol/L", to),
            None => converted(converted(number, from, "mol/L")?.checked_mul(molar)?, "g/L", to),
        }
    })
}

/// `number` with at most `places` decimals, without noughts at its end.
pub(super) fn short(number: Decimal, places: u32) -> String {
    number.round_dp(places).normalize().to_string()
}

/// How far two numbers lie apart, as a share of the second; nothing where that is 0.
pub(super) fn share(found: Decimal, expected: Decimal) -> Option<Decimal> {
    (found - expected).abs().checked_div(expected.abs())
}
