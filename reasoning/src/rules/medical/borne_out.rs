//! Blood pressure and what diagnoses say: M29, M30.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{diagnoses, drugs, labs, sections, usual_number, vitals};
use super::impression::clauses;
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::{
    Analytes, EvidenceId, Fact, Flag, Kind, Limit, MedicalFact, Polarity, Role, SectionKind, Span, VitalKind,
    medicine,
};

/// M29: the systolic pressure is not above the diastolic one.
pub(super) fn pressure_order(case: &Case<'_>) -> Verdict {
    let (mut drafts, mut seen) = (Vec::new(), false);
    let mut judge = |draft: Draft, high: Decimal, low: Decimal| {
        seen = true;
        if high <= low {
            drafts.push(draft.found(format!("{high}/{low}")));
        }
    };
    for sign in vitals(case) {
        if let (VitalKind::BloodPressure, Some(second)) = (sign.kind, sign.second) {
            let draft =
                Draft::new().about(sign.fact, sign.value.evidence).against(sign.fact, second.evidence);
            judge(draft, sign.value.value, second.value);
        }
    }
    let named = |id: &str| labs(case).find(|(_, item)| item.analyte.as_deref() == Some(id));
    if let (Some((fact, high)), Some((other, low))) = (named("SBP"), named("DBP"))
        && let (Some(a), Some(b)) = (high.value.value.number(), low.value.value.number())
    {
        judge(Draft::new().about(fact, high.value.evidence).against(other, low.value.evidence), a, b);
    }
    Verdict::of(seen, "vital.blood_pressure", drafts)
}

/// A disease that values can speak against.
#[derive(Deserialize, Default)]
struct Disease {
    words: Vec<String>,
    /// Words beside which the name means something else, or a disease that may be well controlled.
    #[serde(default)]
    not: Vec<String>,
    /// Results with the value from which they speak for it.
    #[serde(default)]
    results: Vec<(String, Limit)>,
    /// Systolic and diastolic pressure from which they speak for it.
    #[serde(default)]
    pressure: Option<(Limit, Limit)>,
    /// Results that speak for it where they are flagged, or lie beyond their own range.
    #[serde(default)]
    flagged: Vec<String>,
    /// Results that stand without a range, with the value below which they speak for it.
    #[serde(default)]
    below: Vec<(String, Limit)>,
    /// Body mass index from which it speaks for it.
    #[serde(default)]
    mass: Option<Limit>,
    /// Pulse from which, or below which, it speaks for it.
    #[serde(default)]
    pulse_above: Option<Limit>,
    #[serde(default)]
    pulse_below: Option<Limit>,
    /// Systolic pressure below which it speaks for it.
    #[serde(default)]
    low_pressure: Option<Limit>,
    /// Oxygen saturation below which it speaks for it.
    #[serde(default)]
    saturation_below: Option<Limit>,
    /// Body mass index below which it speaks for it.
    #[serde(default)]
    mass_below: Option<Limit>,
    /// Classes of medicines that explain normal values.
    #[serde(default)]
    treated: Vec<String>,
}

/// M30: every value that could bear a diagnosis out is normal, and nothing in the history or the orders explains it.
pub(super) fn diagnosis_borne_out(case: &Case<'_>) -> Verdict {
    let diseases: Vec<Disease> = case.rule.parameter("diseases");
    // Without a study's findings what is concluded is concluded from the results.
    let of_results =
        case.kind() == Kind::Checkup || sections(case).all(|section| section.kind != SectionKind::Findings);
    let concludes = |kind: SectionKind| {
        kind == SectionKind::CheckupConclusion || of_results && kind == SectionKind::Impression
    };
    let (mut drafts, mut seen) = (Vec::new(), false);
    let told = diagnoses(case)
        .map(|found| (found.fact, found.text.evidence, found.text.value.as_str()))
        .chain(case.medical().filter_map(|(fact, body)| match body {
            MedicalFact::CheckupResult { finding, .. } => {
                Some((fact, finding.evidence, finding.value.as_str()))
            }
            _ => None,
        }))
        .chain(sections(case).filter(|section| concludes(section.kind)).flat_map(|section| {
            section.text.iter().map(move |text| (section.fact, text.evidence, text.value.as_str()))
        }));
    let mut told: Vec<(Told<'_>, &str)> =
        told.map(|(fact, evidence, text)| (Told::Fact(fact, evidence), text)).collect();
    if case.kind() == Kind::Checkup {
        told.extend(concluded(case));
    }
    let mut known: HashMap<usize, _> = HashMap::new();
    for (place, text) in &told {
        let sure = clauses(text).filter(|part| crate::medical::clause_polarity(part) == Polarity::Present);
        for part in sure {
            let lower = crate::fold(part).to_lowercase();
            let is = |disease: &Disease| {
                disease.words.iter().any(|word| lower.contains(word))
                    && !disease.not.iter().any(|word| lower.contains(word))
            };
            for (index, disease) in diseases.iter().enumerate().filter(|(_, disease)| is(disease)) {
                let values = known.entry(index).or_insert_with(|| values(case, disease));
                seen |= !values.is_empty();
                let all_normal = !values.is_empty() && values.iter().all(|(_, _, speaks)| !speaks);
                if all_normal && !is_known(case, disease) && drafts.is_empty() {
                    let mut draft = place.draft().found(part);
                    for (fact, evidence, _) in values.iter() {
                        draft = draft.against(fact, *evidence);
                    }
                    drafts.push(draft);
                }
            }
        }
    }
    Verdict::of(seen, "diagnosis", drafts)
}

/// Where something is told.
enum Told<'a> {
    Fact(&'a Fact, EvidenceId),
    Span(Span),
}

impl Told<'_> {
    fn draft(&self) -> Draft {
        match self {
            Self::Fact(fact, evidence) => Draft::new().about(fact, *evidence),
            Self::Span(span) => Draft::new().about_span(span.clone()),
        }
    }
}

/// What a check-up concludes on the line of a heading that is none elsewhere, `SUMMARY: …`, `体检结论 合格`, or in the items of a list below one.
fn concluded<'a>(case: &Case<'a>) -> Vec<(Told<'a>, &'a str)> {
    let form = pattern!(
        r"(?i)^[^\w]*(?:[0-9]{1,2}[.、)]\s*)?(?:summary(?: and (?:advice|recommendations?))?|(?:overall |medical |final |doctor'?s )?(?:opinion|conclusions?|assessment|comments?|remarks)|(?:体检|总检|主检|检查|健康|综合|医师)?(?:结论|意见|评价|小结|总结))\s*(?::|\s)\s*(?P<text>\S.*)$"
    );
    let alone = pattern!(
        r"(?i)^[^\w]*(?:summary|(?:overall |final )?(?:opinion|conclusions?|assessment)|abnormal (?:findings|results)|(?:体检|总检|主检|检查|健康|综合)?(?:结论|意见|小结|总结|异常汇总|异常结果|异常发现|阳性结果|阳性发现|主要异常)(?:汇总)?)[^\w]*$"
    );
    let item = pattern!(r"^\s*(?:[①-⑳]|[(]?[0-9]{1,2}[.、)]|[-•*·▪])");
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let mut below = false;
    let mut told = Vec::new();
    for passage in case.passages().filter(|p| matches!(p.role, Role::Region { .. } | Role::Plain)) {
        let text = passage.folded();
        if let Some(text) = form.and_then(|form| form.captures(text)?.name("text")) {
            told.push((Told::Span(passage.span(text.range())), text.as_str()));
        }
        if below && is(item, text) {
            told.push((Told::Span(passage.whole()), text));
            continue;
        }
        below = is(alone, text);
    }
    told
}

/// The values that could bear a disease out, and whether each does.
fn values<'a>(case: &Case<'a>, disease: &Disease) -> Vec<(&'a Fact, EvidenceId, bool)> {
    let analytes = Analytes::built_in();
    let mut found = Vec::new();
    for (fact, item) in labs(case) {
        let Some((id, limit)) = disease.results.iter().find(|(id, _)| item.analyte.as_ref() == Some(id))
        else {
            continue;
        };
        let number = analytes.entry(id).and_then(|entry| usual_number(item, entry));
        found.extend(number.map(|number| (fact, item.value.evidence, number >= limit.0)));
    }
    for (fact, item) in labs(case) {
        if !item.analyte.as_ref().is_some_and(|id| disease.flagged.contains(id)) {
            continue;
        }
        let printed = item.flags.printed.as_ref().map(|flag| flag.value);
        let flags = [item.flags.computed, printed];
        let speaks = flags.into_iter().flatten().any(|flag| flag != Flag::Normal);
        if item.flags.computed.is_some() || speaks {
            found.push((fact, item.value.evidence, speaks));
            continue;
        }
        // Without range and flag only what is far from the limit of any range tells.
        let limit = disease.below.iter().find(|(id, _)| item.analyte.as_ref() == Some(id));
        let number = limit.and_then(|(id, limit)| Some((usual_number(item, analytes.entry(id)?)?, limit)));
        found.extend(number.map(|(number, limit)| (fact, item.value.evidence, number < limit.0)));
    }
    // Signs that speak for it from a limit on, or below one.
    let signs: [(Option<Limit>, &[VitalKind], bool); 6] = [
        (disease.mass, &[VitalKind::BodyMassIndex], true),
        (disease.mass_below, &[VitalKind::BodyMassIndex], false),
        (disease.pulse_above, &[VitalKind::Pulse, VitalKind::HeartRate], true),
        (disease.pulse_below, &[VitalKind::Pulse, VitalKind::HeartRate], false),
        (disease.low_pressure, &[VitalKind::BloodPressure], false),
        (disease.saturation_below, &[VitalKind::OxygenSaturation], false),
    ];
    for (limit, kinds, above) in signs {
        let Some(limit) = limit else { continue };
        let ours = vitals(case).filter(|sign| kinds.contains(&sign.kind));
        let speaks = |value: Decimal| if above { value >= limit.0 } else { value < limit.0 };
        found.extend(ours.map(|sign| (sign.fact, sign.value.evidence, speaks(sign.value.value))));
    }
    if let Some((high, low)) = disease.pressure {
        for sign in vitals(case).filter(|sign| sign.kind == VitalKind::BloodPressure) {
            let diastolic = sign.second.is_some_and(|second| second.value >= low.0);
            found.push((sign.fact, sign.value.evidence, sign.value.value >= high.0 || diastolic));
        }
    }
    found
}

/// Whether the history tells of the disease, or a medicine against it is given.
fn is_known(case: &Case<'_>, disease: &Disease) -> bool {
    let treats = |name: &str| {
        medicine(name)
            .is_some_and(|known| disease.treated.iter().any(|class| known.atc.starts_with(class.as_str())))
    };
    let history = [
        SectionKind::PresentIllness,
        SectionKind::PastHistory,
        SectionKind::AdmissionCondition,
        SectionKind::ChiefComplaint,
    ];
    let told = sections(case).filter(|section| history.contains(&section.kind)).any(|section| {
        section.text.iter().flat_map(|text| clauses(&text.value)).any(|clause| {
            disease.words.iter().any(|word| crate::fold(clause).to_lowercase().contains(word))
                && crate::medical::clause_polarity(clause) != Polarity::Absent
        })
    });
    told || drugs(case).any(|(_, drug)| treats(&drug.name.value))
        || case.passages().any(|passage| treats(passage.folded()))
}
