//! A study that sees something and concludes nothing, or concludes from nothing: a part of M37.

use super::super::ask::sections;
use super::{Part, Sectioned, Source, is_request, read};
use crate::SectionKind;
use crate::pattern::pattern;
use crate::rules::Case;

/// Clauses of a description from which on a conclusion is awaited.
const FEWEST: usize = 3;

/// Passages at the head of a document among which its title stands.
const HEAD: usize = 4;

/// The part that a study lacks, and where: its conclusion, its description, or what a heading of either should head.
pub(in super::super) fn part_missing<'a>(case: &Case<'a>) -> Option<(Source<'a>, SectionKind)> {
    use SectionKind as S;
    let titled = is_titled(case);
    let headed = || case.passages().take(HEAD).any(|passage| names_report(passage.folded()));
    if !titled && !headed() {
        return None;
    }
    let sections: Vec<_> = sections(case).collect();
    // A sheet of results concludes nothing.
    if case.has("lab") && !sections.iter().any(|section| section.kind == S::Findings) {
        return None;
    }
    let says = |section: &Sectioned<'_>| section.text.iter().any(|text| tells(&text.value));
    let concludes = sections.iter().any(|section| match section.kind {
        S::Impression => says(section),
        S::CheckupConclusion | S::Progress | S::DischargeDiagnosis => true,
        // Advice alone is no conclusion.
        S::CheckupAdvice => section.heading.value.chars().count() > 2,
        S::Diagnosis => says(section) && !is_request(section, &sections),
        _ => false,
    });
    // A heading over nothing.
    let part = |section: &Sectioned<'_>| match section.kind {
        S::Impression | S::Findings => Some(section.kind),
        S::Diagnosis if !is_request(section, &sections) => Some(S::Impression),
        _ => None,
    };
    let is_empty = |section: &&Sectioned<'_>| {
        part(section).is_some() && !says(section) && section.heading.value.chars().any(char::is_alphabetic)
    };
    for empty in sections.iter().filter(is_empty) {
        let again = sections.iter().any(|other| part(other) == part(empty) && says(other));
        if let Some(kind) = part(empty).filter(|_| !again) {
            return Some((Source::Fact(empty.fact, empty.heading.evidence), kind));
        }
    }
    let all = read(case);
    let describes = pattern!(
        r"(?i)见|示|呈|回声|信号|密度|黏膜|粘膜|细胞|血流|光滑|清晰|规则|均匀|大小|正常|宽|厚|长|扩张|增[大厚生]|seen|shows?\b|normal|measur|intact|clear|unremarkable|enlarged|\bno\b|\bnot\b"
    );
    let is_description = |told: &&super::Told<'_>| {
        told.part == Part::Seen && describes.is_some_and(|form| form.is_match(told.text))
    };
    let seen: Vec<_> = all.iter().filter(is_description).collect();
    let in_words = pattern!(
        r"(?i)提示|考虑|符合|结论|诊断|印象|意见|conclu|impression|opinion|diagnos|in keeping|consistent with|suggest|summary|interpretation|comment|compatible"
    );
    let told = seen
        .iter()
        .any(|told| in_words.is_some_and(|form| form.is_match(told.text) || form.is_match(&told.context)));
    // A conclusion from nothing: neither a heading nor a line describes.
    let concluded = all.iter().find(|told| told.part == Part::Concluded);
    if let Some(concluded) = concluded.filter(|_| titled && seen.is_empty() && concludes && !case.has("lab"))
    {
        let is_told =
            sections.iter().any(|section| matches!(section.kind, S::Findings | S::AuxiliaryExamination));
        return (!is_told).then_some((concluded.source, S::Findings));
    }
    // Under a heading of its own a description concludes nothing, whatever words it has.
    let is_headed = sections.iter().any(|section| {
        section.kind == S::Findings && says(section) && !section.heading.value.trim().is_empty()
    });
    let first = seen.first()?;
    (seen.len() >= FEWEST && !concludes && (!told || is_headed)).then_some((first.source, S::Impression))
}

/// Whether a paragraph tells something: neither who signed, nor when, nor what is still to come.
fn tells(text: &str) -> bool {
    let signed = pattern!(
        r"(?i)^\s*(?:[\p{Han}（）()A-Za-z ./]{2,24}[:：]\s*(?:\p{Han}{2,4}(?:\s.*)?|(?:dr|mr|mrs|ms|prof|dra)\.? .*|[0-9]{4}[-/.年].*|待报.*|待回报.*|pending.*|to follow.*|)|(?:dr|prof|dra)\.? .*|.*\b(?:MD|MBBS|MBChB|FRC\w*|DMRD|DNB|FPOGS|FRANZCR|FRACS|FACR|FACC)\b.*|[0-9]{4}[-/.年][-0-9/.年月日: ]*|待报|pending)$"
    );
    text.chars().any(char::is_alphabetic) && !signed.is_some_and(|form| form.is_match(text.trim()))
}

/// Whether a line names a report of a study.
fn names_report(text: &str) -> bool {
    pattern!(
        r"(?i)(?:检查|诊断|放射|影像|超声|彩超|[胃肠内]镜|病理|细胞学|心动图|磁共振|ct|mri?|x线|造影|镜检)[^,。:]{0,8}(?:报告|单|书)|超声心动图|\b(?:report|x-?ray|radiograph|ultrasound|ultrasonography|scan|imaging|histology|histopathology|pathology|cytology|\w+scopy|echocardio\w+|mammogra\w+|doppler|mri|ct)\b"
    )
    .is_some_and(|form| form.is_match(text))
}

/// Whether the title of a document names a report of a study.
fn is_titled(case: &Case<'_>) -> bool {
    let title = case.part.title.as_ref();
    title.is_some_and(|title| {
        names_report(&crate::fold(&title.value).replace(' ', "")) || names_report(&title.value)
    })
}
