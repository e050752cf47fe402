//! Sides, blood pressure and what diagnoses say: M13, M14, M29, M30.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{Diagnosed, diagnoses, drugs, labs, sections, usual_number, vitals};
use super::impression::clauses;
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::{
    Analytes, EvidenceId, Fact, Flag, Kind, Limit, MedicalFact, Passage, Polarity, SectionKind, Side,
    VitalKind, medicine,
};

/// Where a side is told: in a fact, or in a text of no section.
#[derive(Clone)]
enum Source<'a> {
    Fact(&'a Fact, EvidenceId),
    Text(&'a Passage, usize),
}

impl Source<'_> {
    fn is(&self, other: &Source<'_>) -> bool {
        match (self, other) {
            (Source::Fact(_, a), Source::Fact(_, b)) => a == b,
            (Source::Text(a, first), Source::Text(b, second)) => a.id == b.id && first == second,
            _ => false,
        }
    }

    fn about(&self, draft: Draft) -> Draft {
        match self {
            Source::Fact(fact, evidence) => draft.about(fact, *evidence),
            Source::Text(passage, _) => draft.about_span(passage.whole()),
        }
    }

    fn against(&self, draft: Draft) -> Draft {
        match self {
            Source::Fact(fact, evidence) => draft.against(fact, *evidence),
            Source::Text(passage, _) => draft.against_span(passage.whole()),
        }
    }
}

/// A side told of a place of the body.
struct Sided<'a> {
    source: Source<'a>,
    side: Side,
    /// The word of the place, by the group of the rule's list.
    group: usize,
    /// Whether it is what was pictured: `MRI of the left knee`.
    is_study: bool,
    text: String,
}

/// The sides that a text tells, by the groups of places that must agree.
fn sides_in(text: &str, places: &[Vec<String>]) -> Vec<(Side, usize, bool)> {
    let Some(form) = pattern!(
        r"(?i)(?P<both>双侧?|两侧|左右|bilateral|both)|(?P<left>左侧?|\bleft\b)|(?P<right>右侧?|\bright\b)"
    ) else {
        return Vec::new();
    };
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for captures in form.captures_iter(&lower) {
        let Some(whole) = captures.get(0) else { continue };
        let side = match (captures.name("left"), captures.name("right")) {
            (Some(_), _) => Side::Left,
            (_, Some(_)) => Side::Right,
            _ => Side::Both,
        };
        // The place follows its side, up to the next stop.
        let behind = lower.get(whole.end()..).unwrap_or("");
        // What was pictured of both sides tells no side of the illness: 双肾增强CT.
        if side == Side::Both && is_study(behind) {
            continue;
        }
        let end = behind.find([',', '。', ';', '、', '左', '右']).unwrap_or(behind.len());
        let behind: String = behind.get(..end).unwrap_or("").chars().take(PLACE_REACH).collect();
        let hit = places.iter().enumerate().filter_map(|(group, words)| {
            let at = words.iter().filter_map(|word| behind.find(word.as_str())).min()?;
            Some((at, group))
        });
        if let Some((_, group)) = hit.min() {
            let before = lower.get(..whole.start()).unwrap_or("");
            let of_study = pattern!(
                r"(?:ct|mri?|ultraso[a-z]+|x-?rays?|radiographs?|scans?|films?|views?)\s+(?:of\s+)?(?:the\s+)?$"
            );
            let is_pictured = is_study(behind.as_str()) || of_study.is_some_and(|form| form.is_match(before));
            found.push((side, group, is_pictured));
        }
    }
    found
}

/// Whether what follows a side is the name of a study, up to its stop.
fn is_study(behind: &str) -> bool {
    pattern!(r"^[^,。;:、(左右]{0,14}?(?:ct|mri?\b|x\s*线|平片|超声|彩超|b超|造影|平扫|增强|摄片|dr\b|钼靶|scan|ultraso|radiograph|x-ray|film)")
        .is_some_and(|form| form.is_match(behind))
}

/// Letters behind a side within which its place stands.
const PLACE_REACH: usize = 24;

/// Sections in which the side of the present illness is told.
fn tells_side(kind: SectionKind) -> bool {
    use SectionKind as S;
    matches!(
        kind,
        S::ChiefComplaint
            | S::PresentIllness
            | S::PhysicalExamination
            | S::AuxiliaryExamination
            | S::AdmissionCondition
            | S::Indication
            | S::Technique
            | S::Findings
            | S::Impression
            | S::Course
            | S::Operation
            | S::Diagnosis
            | S::AdmissionDiagnosis
            | S::DischargeDiagnosis
    )
}

/// All sides told of the present illness.
fn sided<'a>(case: &Case<'a>, places: &[Vec<String>]) -> Vec<Sided<'a>> {
    let mut found = Vec::new();
    let mut tell = |source: Source<'a>, text: &str| {
        let told = sides_in(text, places).into_iter();
        found.extend(told.map(|(side, group, is_study)| {
            let source = source.clone();
            Sided { source, side, group, is_study, text: text.to_owned() }
        }));
    };
    let mut add = |fact, evidence, text: &str| tell(Source::Fact(fact, evidence), text);
    diagnoses(case).for_each(|found| add(found.fact, found.text.evidence, &found.text.value));
    for (fact, body) in case.medical() {
        if let MedicalFact::Procedure { name, .. } = body {
            add(fact, name.evidence, &name.value);
        }
        if let MedicalFact::Attribute { kind: crate::AttributeKind::Examination, value } = body {
            add(fact, value.evidence, &value.value);
        }
    }
    for section in sections(case).filter(|section| tells_side(section.kind)) {
        section.text.iter().for_each(|text| add(section.fact, text.evidence, &text.value));
    }
    let cited: HashSet<_> = case.facts().flat_map(|fact| &fact.evidence).copied().collect();
    let mut covered: HashMap<_, Vec<_>> = HashMap::new();
    for span in cited.into_iter().filter_map(|id| Some(&case.dossier.facts.cited(id)?.span)) {
        covered.entry(span.passage).or_default().push(span.characters);
    }
    let past = pattern!(r"(?i)既往|曾|病史|年前|家族|\bhistory\b|previous|prior|\bago\b|family");
    let bare = case.passages().filter(|passage| !passage.is_marginal() && case.kind() == Kind::Record);
    for passage in bare {
        let spans = covered.get(&passage.id);
        let mut at = 0;
        for (number, sentence) in passage
            .folded()
            .split_inclusive(['。', ';'])
            .flat_map(|part| part.split_inclusive(". "))
            .enumerate()
        {
            let characters = passage.characters(at..at + sentence.len());
            at += sentence.len();
            // What a fact quotes is told by the fact.
            let is_quoted = |span: &crate::CharacterRange| {
                let is_long = span.end.saturating_sub(span.start) >= SHORTEST_QUOTE;
                is_long && (span.start as usize) < characters.end && characters.start < span.end as usize
            };
            if spans.is_some_and(|spans| spans.iter().any(is_quoted)) {
                continue;
            }
            // What was once, or is another's, tells nothing of the present illness.
            let now: Vec<&str> =
                clauses(sentence).filter(|clause| !past.is_some_and(|past| past.is_match(clause))).collect();
            tell(Source::Text(passage, number), &now.join(";"));
        }
    }
    found
}

/// Characters of a quotation from which on its sentence is told by the fact that quotes it.
const SHORTEST_QUOTE: u32 = 20;

/// M13: complaint, findings, diagnosis and operation tell different sides of one place.
pub(super) fn sides_agree(case: &Case<'_>) -> Verdict {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    let all = sided(case, &places);
    // Who tells both sides of a place compares them.
    let key = |found: &Sided<'_>| match &found.source {
        Source::Text(..) => 1,
        Source::Fact(fact, _) => match &fact.body {
            crate::Body::Medical(
                MedicalFact::Diagnosis { .. } | MedicalFact::Procedure { .. } | MedicalFact::Attribute { .. },
            ) => 0,
            crate::Body::Medical(MedicalFact::Section {
                kind: SectionKind::ChiefComplaint | SectionKind::Indication | SectionKind::Impression,
                ..
            }) => 0,
            _ => 1,
        },
    };
    let (mut drafts, mut seen) = (Vec::new(), false);
    for group in 0..places.len() {
        let ours: Vec<&Sided<'_>> = all.iter().filter(|found| found.group == group).collect();
        // What heads the record - complaint, diagnosis, operation - is what the rest must agree with.
        let Some(first) = ours.iter().find(|found| key(found) == 0) else { continue };
        let mut others = ours.iter().filter(|other| !other.source.is(&first.source)).peekable();
        seen |= others.peek().is_some();
        let is_opposite =
            |a: Side, b: Side| matches!((a, b), (Side::Left, Side::Right) | (Side::Right, Side::Left));
        // A text that tells the side of the first too only compares.
        let compares = |other: &Sided<'_>| {
            ours.iter().any(|third| {
                let is_same = third.source.is(&other.source) && !third.is_study;
                is_same && !is_opposite(third.side, first.side)
            })
        };
        let against = others.find(|other| is_opposite(other.side, first.side) && !compares(other));
        if let Some(other) = against {
            drafts.push(opposite(other, first));
        }
    }
    Verdict::of(seen, "section.chief_complaint|diagnosis", drafts)
}

fn opposite(found: &Sided<'_>, other: &Sided<'_>) -> Draft {
    let words = |side: Side| match side {
        Side::Left => crate::rules::Bilingual::new("左", "left"),
        Side::Right => crate::rules::Bilingual::new("右", "right"),
        Side::Both => crate::rules::Bilingual::new("双侧", "both sides"),
    };
    other
        .source
        .against(found.source.about(Draft::new()))
        .with_words("side", words(found.side))
        .with_words("other", words(other.side))
        .found(shortened(&found.text))
        .expected(words(other.side).zh)
}

/// Letters of a quotation within a message; the evidence quotes it whole.
const QUOTED: usize = 40;

fn shortened(text: &str) -> String {
    let head: String = text.chars().take(QUOTED).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}

/// M14: a diagnosis of a paired organ without its side.
pub(super) fn side_named(case: &Case<'_>) -> Verdict {
    let paired = case.rule.words("paired");
    let free = case.rule.words("free");
    let all: Vec<Diagnosed<'_>> =
        diagnoses(case).filter(|found| found.polarity != Polarity::Absent).collect();
    let mut drafts = Vec::new();
    for found in &all {
        // What it was told by stands in brackets: 桡骨远端骨折(依据左腕关节片).
        let lower = without_brackets(&found.text.value.to_lowercase());
        let has_side = free.iter().any(|word| lower.contains(word));
        let Some(word) = paired.iter().find(|word| lower.contains(**word)).filter(|_| !has_side) else {
            continue;
        };
        let draft = Draft::new().about(found.fact, found.text.evidence).found(&*found.text.value);
        let draft = draft.with("word", *word);
        // Where another text names the side, it is what was left out.
        let other = sided(case, &[vec![(*word).to_owned()]]).into_iter().next();
        drafts.push(match other {
            Some(other) => other.source.against(draft),
            None => draft,
        });
    }
    if drafts.is_empty() {
        left_out(case, &all, &free, &mut drafts);
    }
    unsided_operations(case, &paired, &free, &mut drafts);
    Verdict::of(!all.is_empty(), "diagnosis", drafts)
}

/// Adds a diagnosis of something in one place of a paired organ that names no side where the rest of the record tells one side of it.
fn left_out(case: &Case<'_>, all: &[Diagnosed<'_>], free: &[&str], drafts: &mut Vec<Draft>) {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    let (focal, not) = (case.rule.words("focal"), case.rule.words("not"));
    let told = sided(case, &places);
    for found in all {
        let lower = without_brackets(&found.text.value.to_lowercase());
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(free) || has(&not) || !has(&focal) {
            continue;
        }
        let named = |words: &Vec<String>| words.iter().any(|word| lower.contains(word.as_str()));
        let Some(group) = places.iter().position(named) else { continue };
        let of_group = || told.iter().filter(|other| other.group == group);
        let Some(other) = of_group().find(|other| other.side != Side::Both) else { continue };
        if of_group().all(|third| third.side == other.side) {
            let draft = Draft::new().about(found.fact, found.text.evidence).found(&*found.text.value);
            let word =
                places.get(group).and_then(|words| words.iter().find(|word| lower.contains(word.as_str())));
            drafts.push(other.source.against(draft.with("word", word.map_or("", String::as_str))));
            return;
        }
    }
}

/// A text without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let form = pattern!(r"[(（][^()（）]*[)）]");
    form.map_or_else(|| text.to_owned(), |form| form.replace_all(text, "").into_owned())
}

/// Operations on a paired organ without its side, where another text tells it.
fn unsided_operations(case: &Case<'_>, paired: &[&str], free: &[&str], drafts: &mut Vec<Draft>) {
    for (fact, body) in case.medical() {
        let MedicalFact::Procedure { name, .. } = body else { continue };
        let lower = name.value.to_lowercase();
        if free.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let Some(word) = paired.iter().find(|word| lower.contains(**word)) else { continue };
        let others = sided(case, &[vec![(*word).to_owned()]]);
        if let Some(other) = others.into_iter().find(|other| other.side != Side::Both) {
            let draft = Draft::new().about(fact, name.evidence).found(&*name.value).with("word", *word);
            drafts.push(other.source.against(draft));
        }
    }
}

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
    /// Classes of medicines that explain normal values.
    #[serde(default)]
    treated: Vec<String>,
}

/// M30: every value that could bear a diagnosis out is normal, and nothing in the history or the orders explains it.
pub(super) fn diagnosis_borne_out(case: &Case<'_>) -> Verdict {
    let diseases: Vec<Disease> = case.rule.parameter("diseases");
    let (mut drafts, mut seen) = (Vec::new(), false);
    let told: Vec<(&Fact, EvidenceId, &str)> = diagnoses(case)
        .map(|found| (found.fact, found.text.evidence, found.text.value.as_str()))
        .chain(case.medical().filter_map(|(fact, body)| match body {
            MedicalFact::CheckupResult { finding, .. } => {
                Some((fact, finding.evidence, finding.value.as_str()))
            }
            _ => None,
        }))
        .collect();
    let mut known: HashMap<usize, _> = HashMap::new();
    let parts = told
        .iter()
        .flat_map(|(fact, evidence, text)| clauses(text).map(move |part| (*fact, *evidence, part)));
    let sure = parts.filter(|(.., part)| crate::medical::clause_polarity(part) == Polarity::Present);
    for (fact, evidence, text) in sure {
        let lower = text.to_lowercase();
        let is = |disease: &Disease| {
            disease.words.iter().any(|word| lower.contains(word))
                && !disease.not.iter().any(|word| lower.contains(word))
        };
        for (index, disease) in diseases.iter().enumerate().filter(|(_, disease)| is(disease)) {
            let values = known.entry(index).or_insert_with(|| values(case, disease));
            seen |= !values.is_empty();
            let all_normal = !values.is_empty() && values.iter().all(|(_, _, speaks)| !speaks);
            if all_normal && !is_known(case, disease) && drafts.is_empty() {
                let mut draft = Draft::new().about(fact, evidence).found(text);
                for (fact, evidence, _) in values.iter() {
                    draft = draft.against(fact, *evidence);
                }
                drafts.push(draft);
            }
        }
    }
    Verdict::of(seen, "diagnosis", drafts)
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
    if let Some(limit) = disease.mass {
        let of_body = vitals(case).filter(|sign| sign.kind == VitalKind::BodyMassIndex);
        found.extend(of_body.map(|sign| (sign.fact, sign.value.evidence, sign.value.value >= limit.0)));
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
            disease.words.iter().any(|word| clause.to_lowercase().contains(word))
                && crate::medical::clause_polarity(clause) != Polarity::Absent
        })
    });
    told || drugs(case).any(|(_, drug)| treats(&drug.name.value))
        || case.passages().any(|passage| treats(passage.folded()))
}
