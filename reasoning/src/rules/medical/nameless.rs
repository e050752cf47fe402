//! Reports that nobody signed at all: M36 where not even a label is left.

use crate::pattern::pattern;
use crate::rules::{Bilingual, Case, Draft};
use crate::{EventKind, Kind, Language, MedicalFact, Passage, Role, SectionKind};

/// Passages at the end of a report in which somebody signs.
const LAST: usize = 6;

/// Adds an English report of a study or of a laboratory at whose end nobody's name stands, nor any word for who signs: the line was lost.
pub(super) fn nobody(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    let any = |wanted: fn(&MedicalFact) -> bool| case.medical().any(|(_, fact)| wanted(fact));
    let is_study = any(|fact| matches!(fact, MedicalFact::Section { kind: SectionKind::Findings, .. }))
        && any(|fact| matches!(fact, MedicalFact::Section { kind: SectionKind::Impression, .. }));
    // What a patient is shown of his results bears no names; a sheet that tells when it was approved was approved by somebody.
    let is_approved = any(|fact| matches!(fact, MedicalFact::Event { kind: EventKind::Verified, .. }));
    let is_sheet = case.kind() == Kind::Lab && is_approved && any(|fact| matches!(fact, MedicalFact::Lab(_)));
    let is_told = any(|fact| matches!(fact, MedicalFact::Signature { .. }));
    if is_told || !(is_study || is_sheet) || case.part.language != Language::English {
        return;
    }
    let lines: Vec<&Passage> = case
        .passages()
        .filter(|passage| !matches!(passage.role, Role::Joined | Role::Cell { .. }))
        .filter(|passage| !passage.folded().trim().is_empty())
        .collect();
    let name = pattern!(concat!(
        r"\b(?:Drs?|Prof(?:essor)?|Mr|Mrs|Ms|Miss)\b\.? ?[A-Z]|(?i:\b(?:sign(?:ed|ature)|authori[sz]ed by|verified by|validated by|approved by|reported by|read by|dictated by|performed by|tested by|reviewed by|checked by)\s*:?\s*[A-Z])|",
        r"[a-z.],\s*[A-Z]{2,6}\s*$|\b(?:MD|M\.D\.|DO|MBBS|MBChB|MB|FRC[A-Za-z]+|FRANZCR|FRCR|PhD|Ph\.D\.?|MSc|BSc|MLT|MLS|MT|DNB|DMRD|RCPA|FIBMS|BMS)\b"
    ));
    // To whom a result was told, or for whom it is, did not sign it.
    let other = pattern!(
        r"(?i)phoned|telephoned|called|discussed|informed|notified|referr|copy|\bcc\b|requested|ordered"
    );
    let signs = |passage: &&&Passage| {
        let text = passage.folded();
        name.is_some_and(|form| form.is_match(text)) && !other.is_some_and(|form| form.is_match(text))
    };
    let last = lines.len().saturating_sub(LAST.min(lines.len() / 2));
    let Some(end) = lines.last() else { return };
    if lines.get(last..).unwrap_or(&[]).iter().find(signs).is_none() {
        let role = Bilingual::new("报告者", "who reports");
        drafts.push(Draft::new().about_span(end.whole()).with_words("role", role));
    }
}
