//! Where medical facts are told.

use rust_decimal::prelude::ToPrimitive;

use super::Spot;
use crate::{
    Agreement, AttributeKind, EventKind, Flag, Kind, LabItem, MedicalFact, Polarity, ReferenceRange,
    SectionKind,
};

/// A result marked as far out of its range outweighs every other.
const CRITICAL: f64 = 1000.0;
/// A result whose distance from its range is unknown (a qualitative one) stands among those just outside.
const UNKNOWN_DISTANCE: f64 = 0.5;

pub(super) fn spot(fact: &MedicalFact, kind: Kind) -> Option<Spot> {
    use MedicalFact as M;
    Some(match fact {
        M::PatientName { .. } => Spot::at("who").group("patient").weight(9.0),
        M::PatientSex { .. } => Spot::at("who").group("patient").weight(8.0),
        M::PatientAge { .. } => Spot::at("who").group("patient").weight(7.0),
        M::PatientBirth { .. } => Spot::at("who").group("patient").weight(6.0),
        M::Identifier { .. } => Spot::at("who").group("numbers").weight(3.0),
        M::Attribute { kind, .. } => return attribute(*kind),
        M::Event { kind: event, .. } => self::event(*event),
        M::StayDays { .. } => Spot::at("who").group("events"),
        M::Lab(item) => lab(item),
        M::Vital { .. } => Spot::at("findings").group("vitals").weight(5.0),
        M::Diagnosis { .. } => Spot::at("diagnoses").must(),
        M::Finding { section, polarity, .. } => return finding(*section, *polarity, kind),
        M::Drug(_) => Spot::at("drugs").weight(1.0).must(),
        M::Allergy { .. } => Spot::at("drugs").must(),
        M::CheckupResult { .. } => Spot::at("results").must(),
        M::Signature { name: Some(_), .. } => Spot::at("signed").group("signed"),
        M::Signature { name: None, .. } => return None,
        M::Section { kind: section, text, .. } if !text.is_empty() => return self::section(*section),
        M::Section { .. } => return None,
        // Bills are checked, not told.
        M::Fee { .. } | M::FeeTotal { .. } => return None,
        M::Procedure { .. } => Spot::at("course").weight(2.0).must(),
    })
}

fn attribute(kind: AttributeKind) -> Option<Spot> {
    use AttributeKind as A;
    let who = Spot::at("who").group("numbers");
    match kind {
        A::Institution => Some(who.weight(5.0)),
        A::Department | A::Ward | A::Bed => Some(who.weight(4.0)),
        A::Specimen | A::Examination | A::BloodGroup => Some(who.weight(2.0)),
        _ => None,
    }
}

fn event(kind: EventKind) -> Spot {
    match kind {
        EventKind::Admitted
        | EventKind::Discharged
        | EventKind::Operated
        | EventKind::Onset
        | EventKind::Died
        | EventKind::Visited => Spot::at("who").group("events").weight(1.0),
        _ => Spot::at("signed").group("events").weight(1.0),
    }
}

fn lab(item: &LabItem) -> Spot {
    if item.flags.agreement == Some(Agreement::Contradicts) {
        return Spot::at("contradiction").must().weight(distance(item));
    }
    if item.flags.is_abnormal() {
        return Spot::at("abnormal").must().weight(distance(item));
    }
    let group =
        if item.flags.computed.is_some() || item.flags.printed.is_some() { "normal" } else { "plain" };
    Spot::at("normal").group(group)
}

/// How far a result is out of its range, in widths of the range; marked ones before all others.
fn distance(item: &LabItem) -> f64 {
    let flags = [item.flags.computed, item.flags.printed.as_ref().map(|printed| printed.value)];
    let marked = flags.iter().flatten().any(|flag| matches!(flag, Flag::VeryHigh | Flag::VeryLow));
    let critical = if marked { CRITICAL } else { 0.0 };
    let number = item.value.value.number().and_then(|number| number.to_f64());
    let interval = match item.range.as_ref().map(|range| &range.value) {
        Some(ReferenceRange::Interval(interval)) => Some(interval),
        Some(ReferenceRange::Conditional(ranges)) => ranges.first().map(|range| &range.interval),
        _ => None,
    };
    let (Some(number), Some(interval)) = (number, interval) else { return critical + UNKNOWN_DISTANCE };
    let bound = |bound: Option<rust_decimal::Decimal>| bound.and_then(|bound| bound.to_f64());
    let (low, high) = (bound(interval.low), bound(interval.high));
    let width = match (low, high) {
        (Some(low), Some(high)) if high > low => high - low,
        _ => high.or(low).unwrap_or(1.0).abs().max(f64::MIN_POSITIVE),
    };
    let out = low.map_or(0.0, |low| low - number).max(high.map_or(0.0, |high| number - high));
    critical + out.max(0.0) / width
}

fn finding(section: SectionKind, polarity: Polarity, kind: Kind) -> Option<Spot> {
    use SectionKind as S;
    // What complaint, history and course say is told by the sections themselves; so is an impression.
    let is_told_whole = matches!(
        section,
        S::ChiefComplaint
            | S::PresentIllness
            | S::PastHistory
            | S::Course
            | S::AdmissionCondition
            | S::DischargeCondition
            | S::Impression
            | S::Operation
            | S::Progress
    );
    let is_result = kind == Kind::Checkup
        && matches!(section, S::CheckupAdvice | S::CheckupConclusion | S::CheckupResults);
    if is_told_whole || is_result {
        return None;
    }
    let spot = Spot::at("findings");
    Some(match polarity {
        Polarity::Absent => spot.group("absent"),
        Polarity::Possible => spot.weight(2.0),
        Polarity::Present => spot.weight(3.0),
    })
}

fn section(kind: SectionKind) -> Option<Spot> {
    use SectionKind as S;
    Some(match kind {
        S::ChiefComplaint => Spot::at("complaint").weight(3.0),
        S::PresentIllness => Spot::at("complaint").weight(2.0),
        S::PastHistory => Spot::at("complaint").weight(1.0),
        S::AdmissionCondition | S::Indication => Spot::at("complaint"),
        S::Course => Spot::at("course").weight(1.0),
        S::Operation | S::Progress | S::DischargeCondition => Spot::at("course"),
        S::DischargeOrders | S::Orders => Spot::at("orders"),
        S::Impression => Spot::at("findings").weight(9.0).must(),
        S::CheckupConclusion => Spot::at("results").weight(1.0),
        _ => return None,
    })
}
