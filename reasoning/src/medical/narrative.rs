//! What sections state: diagnoses, findings, results of a health check.

use super::clause::{judge, side};
use super::entries::Spot;
use super::section::{Section, clauses, is_prose, items};
use super::terms::{FINDINGS, SITES, Term};
use crate::pattern::pattern;
use crate::{Body, DiagnosisKind, EvidenceKind, MedicalFact, Notes, Part, Polarity, SectionKind, View};

/// States the section itself and what it says.
pub(super) fn state(view: &View, section: &Section, notes: &mut Notes) {
    let Some(holder) = view.passage(section.heading.passage) else { return };
    let heading = notes.copy(holder, section.heading.bytes.clone());
    let passages = section.text.iter().filter_map(|spot| Some((view.passage(spot.passage)?, spot)));
    let text = passages.map(|(passage, spot)| notes.copy(passage, spot.bytes.clone())).collect();
    notes.add("section", MedicalFact::Section { kind: section.kind, heading, text });
    if let Some(kind) = diagnosis_kind(section.kind) {
        diagnoses(view, section, kind, notes);
    } else if section.kind == SectionKind::CheckupAdvice || is_listed(view, section) {
        results(view, section, notes);
    }
    if has_findings(section.kind) {
        for clause in section.text.iter().flat_map(|spot| clauses(view, spot)) {
            findings(view, section.kind, &clause, notes);
        }
    }
}

/// Whether the conclusion of a health check is a list of what was found.
fn is_listed(view: &View, section: &Section) -> bool {
    let text =
        |spot: &Spot| view.passage(spot.passage).and_then(|passage| passage.folded().get(spot.bytes.clone()));
    section.kind == SectionKind::CheckupConclusion
        && section
            .text
            .iter()
            .filter_map(text)
            .any(|text| pattern!(r"(?:^|[\s。;])\(?[0-9]{1,2}[、.)]").is_some_and(|form| form.is_match(text)))
}

fn diagnosis_kind(kind: SectionKind) -> Option<DiagnosisKind> {
    match kind {
        SectionKind::AdmissionDiagnosis => Some(DiagnosisKind::Admission),
        SectionKind::DischargeDiagnosis => Some(DiagnosisKind::Discharge),
        SectionKind::Diagnosis => Some(DiagnosisKind::Stated),
        _ => None,
    }
}

fn has_findings(kind: SectionKind) -> bool {
    use SectionKind as S;
    matches!(
        kind,
        S::ChiefComplaint
            | S::PresentIllness
            | S::PastHistory
            | S::PhysicalExamination
            | S::AuxiliaryExamination
            | S::AdmissionCondition
            | S::Course
            | S::DischargeCondition
            | S::Findings
            | S::Impression
            | S::Operation
            | S::CheckupConclusion
            | S::Progress
    )
}

fn diagnoses(view: &View, section: &Section, kind: DiagnosisKind, notes: &mut Notes) {
    let heading = view.passage(section.heading.passage);
    let named = match heading.and_then(|passage| passage.folded().get(section.heading.bytes.clone())) {
        Some(text) if text.contains("初步") => DiagnosisKind::Preliminary,
        Some(text) if text.contains("临床") => DiagnosisKind::Clinical,
        _ => kind,
    };
    for item in section.text.iter().flat_map(|spot| items(view, spot)) {
        let Some(passage) = view.passage(item.passage) else { continue };
        let text = passage.folded().get(item.bytes.clone()).unwrap_or("");
        if !text.chars().any(char::is_alphabetic) {
            continue;
        }
        if ends_diagnoses(text) {
            break;
        }
        if let Some(heading) = heading {
            notes.cite(heading, section.heading.bytes.clone(), EvidenceKind::Label);
        }
        let (side, polarity) = judge(text);
        let text = notes.copy(passage, item.bytes);
        notes.add("section.diagnosis", MedicalFact::Diagnosis { kind: named, text, side, polarity });
    }
}

/// States the lines of a health check that tell what was found and what is advised, where no section has them:
/// `▲ 高血压 → 建议心内科随诊`.
pub(super) fn advised(view: &View, part: &Part, notes: &mut Notes) {
    let is_known =
        notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(MedicalFact::CheckupResult { .. })));
    if is_known {
        return;
    }
    let advice =
        pattern!(r"(?i)[^\s:,。;→(（][)）]?\s*(?:[:,。;→—-]+>?)\s*(?:建议|请|宜|recommend|advise|suggest)");
    let told = |text: &str| advice.is_some_and(|form| form.is_match(text));
    let mut text = Vec::new();
    for passage in view.within(part).iter().filter(|passage| is_prose(passage)) {
        if told(passage.folded()) {
            text.push(Spot { passage: passage.id, bytes: 0..passage.folded().len() });
        }
    }
    if let Some(first) = text.first() {
        let heading = Spot { passage: first.passage, bytes: first.bytes.start..first.bytes.start };
        results(view, &Section { kind: SectionKind::CheckupAdvice, heading, text }, notes);
    }
}

/// States what stands under `Impression` as the diagnoses of a record that names none otherwise: so clerking notes conclude.
/// Where findings of a study stand before it, it is that study's.
pub(super) fn impressions(view: &View, sections: &[Section], notes: &mut Notes) {
    let has = |wanted: fn(&MedicalFact) -> bool, notes: &Notes| {
        notes.of_part().any(|fact| matches!(&fact.body, Body::Medical(fact) if wanted(fact)))
    };
    let is_clerking = sections.iter().any(|section| {
        matches!(
            section.kind,
            SectionKind::PhysicalExamination
                | SectionKind::PresentIllness
                | SectionKind::PastHistory
                | SectionKind::ChiefComplaint
                | SectionKind::Orders
        )
    });
    if has(|fact| matches!(fact, MedicalFact::Diagnosis { .. }), notes) {
        return;
    }
    // A prescription tells what it is for.
    let is_order = sections.iter().any(|section| section.kind == SectionKind::Orders)
        || has(|fact| matches!(fact, MedicalFact::Drug(_)), notes);
    let is_study = sections.iter().any(|section| section.kind == SectionKind::Findings);
    if is_order && !is_study {
        let told = sections.iter().filter(|section| section.kind == SectionKind::Indication);
        told.for_each(|section| diagnoses(view, section, DiagnosisKind::Clinical, notes));
    }
    if !is_clerking {
        return;
    }
    assessed(view, sections, notes);
    if has(|fact| matches!(fact, MedicalFact::Diagnosis { .. }), notes) {
        return;
    }
    for (index, section) in sections.iter().enumerate() {
        let of_study = index > 0
            && sections.get(index - 1).is_some_and(|before| {
                let holder = view.passage(before.heading.passage);
                let title = holder.and_then(|holder| holder.folded().get(before.heading.bytes.clone()));
                match before.kind {
                    SectionKind::Findings | SectionKind::Technique => true,
                    SectionKind::AuxiliaryExamination => {
                        title.is_none_or(|title| title.chars().any(document::is_cjk))
                            || title.is_some_and(super::section::names_study)
                    }
                    _ => false,
                }
            });
        if section.kind == SectionKind::Impression && !of_study {
            diagnoses(view, section, DiagnosisKind::Preliminary, notes);
        }
    }
}

/// Letters of the longest problem of a list.
const LONGEST_PROBLEM: usize = 90;

/// States the problems of `Assessment and Plan`, each before the dash or colon behind which its treatment stands: `1. Right ureteral calculus
/// - ketorolac 15 mg`.
fn assessed(view: &View, sections: &[Section], notes: &mut Notes) {
    for section in sections.iter().filter(|section| section.kind == SectionKind::Orders) {
        let Some(holder) = view.passage(section.heading.passage) else { continue };
        let title = holder.folded().get(section.heading.bytes.clone()).unwrap_or("");
        let is_both = pattern!(r"(?i)assessment|impression|problem|\ba\s*[/&]\s*p\b|评估");
        if !is_both.is_some_and(|form| form.is_match(title)) {
            continue;
        }
        for item in section.text.iter().flat_map(|spot| items(view, spot)) {
            let Some(passage) = view.passage(item.passage) else { continue };
            let Some(text) = passage.folded().get(item.bytes.clone()) else { continue };
            let end = pattern!(r"\s[-–—]{1,2}\s|:|;|\.(?:\s|$)|,\s")
                .and_then(|form| form.find(text))
                .map_or(text.len(), |found| found.start());
            let told = text.get(..end).unwrap_or("");
            let is_problem = told.chars().any(char::is_alphabetic)
                && told.chars().count() <= LONGEST_PROBLEM
                && !super::drug::names_medicine(told);
            if !is_problem {
                continue;
            }
            let (side, polarity) = judge(told);
            notes.cite(holder, section.heading.bytes.clone(), EvidenceKind::Label);
            let text = notes.copy(passage, item.bytes.start..item.bytes.start + end);
            let kind = DiagnosisKind::Preliminary;
            notes.add("section.diagnosis", MedicalFact::Diagnosis { kind, text, side, polarity });
        }
    }
}

/// Whether it is no diagnosis but what follows the list on a form: another key, a note, the medicines of a prescription.
fn ends_diagnoses(text: &str) -> bool {
    let other = pattern!(
        r"(?i)^(?:rp\b|r\s*[:.]|[(\[★※*]|注\s*:|以下空白)|^[\p{Han} ]{2,8}:|[×x]\s*[0-9]+\s*(?:片|粒|盒|支|瓶|袋)"
    );
    // Who signs below it is no illness, nor is what happened on a day.
    let signed = pattern!(concat!(
        r"^(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+)?[A-Z][A-Za-z.'’-]+(?:\s+[A-Z][A-Za-z.'’-]*){1,3},\s*(?:MD|M\.D\.|DO|D\.O\.|MBBS|MBChB|MB|RN|NP|PA(?:-C)?|FRCS|FRCP|MRCP|FRACS|FRACP|PhD|MT|BSN|FACS|Consultant|Registrar|Attending|Resident)\b|",
        r"^(?:Dr|Prof|Mr|Mrs|Ms|Miss)\.?\s+[A-Z]|^(?i:co-?signed|counter-?signed|signed|dictated|electronically|transcribed|reviewed by|prepared by|seen by)\b"
    ));
    let is_dated = crate::value::find_dates(text)
        .first()
        .is_some_and(|date| date.range.start <= 1 && date.value.day.is_some());
    [other, signed].into_iter().flatten().any(|form| form.is_match(text)) || is_dated
}

/// Items of the summary of a health check: what was found, then what is advised.
fn results(view: &View, section: &Section, notes: &mut Notes) {
    for item in section.text.iter().flat_map(|spot| items(view, spot)) {
        let Some(passage) = view.passage(item.passage) else { continue };
        let Some(text) = passage.folded().get(item.bytes.clone()) else { continue };
        let cut = pattern!(r"(?i)(?:[:,。;→—]|->)\s*(?:建议|请|宜|recommend|advise|suggest)")
            .and_then(|pattern| pattern.find(text));
        let end = cut.map_or(text.len(), |found| found.start());
        let finding = Spot { passage: item.passage, bytes: item.bytes.start..item.bytes.start + end };
        let stated = notes.copy(passage, finding.bytes.clone());
        let advice = cut.map(|found| {
            let sign = found.as_str().chars().next().map_or(0, char::len_utf8);
            notes.copy(passage, item.bytes.start + found.start() + sign..item.bytes.end)
        });
        notes.add("section.checkup", MedicalFact::CheckupResult { finding: stated, advice });
        for clause in clauses(view, &finding) {
            findings(view, section.kind, &clause, notes);
        }
    }
}

/// States each sign or disease that a clause names; a clause that names none but a part of the body is stated whole.
pub(super) fn findings(view: &View, section: SectionKind, clause: &Spot, notes: &mut Notes) {
    let Some(passage) = view.passage(clause.passage) else { return };
    let Some(text) = passage.folded().get(clause.bytes.clone()) else { return };
    // What may come some day is no finding.
    if pattern!(r"(?i)如出现|如有|若出现|若有|一旦|如果|\bif\b|\bshould you\b")
        .is_some_and(|pattern| pattern.is_match(text))
    {
        return;
    }
    let sites = SITES.find(text);
    let mut terms = FINDINGS.find(text);
    terms.dedup_by_key(|term| term.id);
    let mut add = |term: Option<Term<'_>>, polarity: Polarity| {
        let at = term.map_or(0, |term| term.start);
        let site = nearest(&sites, at).map(|site| site.id.to_owned());
        let text = notes.copy(passage, clause.bytes.clone());
        let side =
            side(near(passage.folded().get(clause.bytes.clone()).unwrap_or(""), at)).or(side(&text.value));
        let term = term.map(|term| term.id.to_owned());
        notes.add("section.finding", MedicalFact::Finding { text, term, site, side, polarity, section });
    };
    if terms.is_empty() {
        let whole = matches!(section, SectionKind::Findings | SectionKind::Impression);
        if (whole || !sites.is_empty()) && text.chars().filter(|c| c.is_alphabetic()).count() > 1 {
            add(None, judge(text).1);
        }
        return;
    }
    for term in terms {
        add(Some(term), scoped(text, term));
    }
}

/// The stretch around `at` up to the next comma on either side, where sides are named.
fn near(text: &str, at: usize) -> &str {
    let from = text.get(..at).and_then(|before| before.rfind([',', '、'])).map_or(0, |comma| comma + 1);
    let to = text.get(at..).and_then(|after| after.find([',', '、'])).map_or(text.len(), |comma| at + comma);
    text.get(from..to).or(text.get(at..to)).unwrap_or(text)
}

/// The site named last before `at`, or first after it.
fn nearest<'t>(sites: &[Term<'t>], at: usize) -> Option<Term<'t>> {
    sites.iter().rev().find(|site| site.start <= at).or_else(|| sites.first()).copied()
}

/// Whether a term in its clause is stated, suspected or denied: a denial reaches from its word to the end of the clause
/// or to a "but"; one behind the terms ("is not seen") reaches back.
fn scoped(text: &str, term: Term<'_>) -> Polarity {
    let unless = pattern!(r"(?i)\bbut\b|\bhowever\b|\bwith\b|\balthough\b|但|而");
    let before = text.get(..term.start).unwrap_or("");
    let turn = unless.and_then(|pattern| pattern.find_iter(before).last()).map_or(0, |found| found.end());
    let from = text.get(turn..term.end).unwrap_or("");
    let behind = text.get(term.end..).unwrap_or("");
    let back = pattern!(concat!(
        r"(?i)^[^.;,]{0,40}?(?:\b(?:is|are|was|were|has been|have been)\s+(?:not|no longer)\s+(?:seen|identified|present|visualized|noted|",
        r"appreciated|demonstrated|evident)|\b(?:absent|resolved|ruled out)\b|(?:^|[^不未])(?:阴性|消失|未见|不明显)|\(-\))"
    ));
    if back.is_some_and(|pattern| pattern.is_match(behind)) {
        return Polarity::Absent;
    }
    match judge(from).1 {
        Polarity::Present => match judge(behind).1 {
            Polarity::Possible => Polarity::Possible,
            _ => Polarity::Present,
        },
        Polarity::Absent if judge(text).1 == Polarity::Possible => Polarity::Possible,
        other => other,
    }
}
