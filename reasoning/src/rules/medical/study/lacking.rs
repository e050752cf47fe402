//! A study that sees something and concludes nothing, or concludes from nothing: a part of M37.

use super::super::ask::sections;
use super::read::{Head, Paper, read};
use super::{Part, Source};
use crate::pattern::pattern;
use crate::rules::Case;
use crate::{Kind, Passage, Role, SectionKind};

/// Clauses of a description from which on a conclusion is awaited.
const FEWEST: usize = 3;

/// Passages at the head of a document among which its title stands.
const HEAD: usize = 4;

/// The part that a study lacks, and where: its conclusion, its description, or what a heading of either should head.
pub(in super::super) fn part_missing<'a>(case: &Case<'a>) -> Option<(Source<'a>, SectionKind)> {
    let paper = read(case);
    let by_heads = [Part::Seen, Part::Concluded]
        .iter()
        .any(|part| paper.heads.iter().any(|head| head.part == *part && !head.is_remark));
    if !is_named(case) && !by_heads {
        return None;
    }
    // Among the results of a laboratory only what both sees and is meant to conclude is a study.
    let has_head = |part: Part| paper.heads.iter().any(|head| head.part == part && !head.is_remark);
    let is_described = paper.told.iter().filter(|told| told.part == Part::Seen).count() >= FEWEST;
    if case.kind() == Kind::Lab && !(has_head(Part::Seen) && has_head(Part::Concluded) && is_described) {
        return None;
    }
    let sections: Vec<_> = sections(case).collect();
    // Findings that a table has, or a sheet of results, need no words.
    let has_table =
        case.has("lab") || case.passages().any(|passage| matches!(passage.role, Role::Cell { .. }));
    let is_headed = paper.heads.iter().any(|head| head.part != Part::Asked && !head.is_remark);
    if has_table && !is_described && !is_headed {
        return None;
    }
    // Under a heading that no section has the description may stand in a section of its own.
    let has_bare = sections.iter().any(|section| {
        section.kind == SectionKind::Findings && section.heading.value.trim().is_empty() && section.says()
    });
    if let Some(empty) = empty_head(&paper).filter(|head| !(has_bare && head.part == Part::Seen)) {
        let kind = if empty.part == Part::Seen { SectionKind::Findings } else { SectionKind::Impression };
        return Some((empty.source, kind));
    }
    let concludes = paper.told.iter().any(|told| told.part == Part::Concluded)
        || paper.heads.iter().any(|head| head.part == Part::Concluded)
        || sections.iter().any(|section| match section.kind {
            SectionKind::CheckupConclusion | SectionKind::Progress | SectionKind::DischargeDiagnosis => true,
            // Advice alone is no conclusion.
            SectionKind::CheckupAdvice => section.heading.value.chars().count() > 2,
            _ => false,
        });
    let describes = pattern!(
        r"(?i)见|示|呈|回声|信号|密度|黏膜|粘膜|细胞|血流|光滑|清晰|规则|均匀|大小|正常|宽|厚|长|扩张|增[大厚生]|seen|shows?\b|normal|measur|intact|clear|unremarkable|enlarged|\bno\b|\bnot\b|\bis\b|\bare\b"
    );
    let is_description = |told: &&super::Told<'_>| {
        told.part == Part::Seen && describes.is_some_and(|form| form.is_match(told.text))
    };
    let seen: Vec<_> = paper.told.iter().filter(is_description).collect();
    if let Some(concluded) = paper.told.iter().find(|told| told.part == Part::Concluded) {
        // A conclusion from nothing: neither a heading nor a line describes.
        let describes = paper.told.iter().any(|told| told.part == Part::Seen)
            || paper.heads.iter().any(|head| head.part == Part::Seen);
        return (is_named(case) && !describes && !has_table)
            .then_some((concluded.source, SectionKind::Findings));
    }
    let in_words = pattern!(
        r"(?i)提示|考虑|符合|结论|诊断|印象|意见|conclu|impression|opinion|diagnos|in keeping|consistent with|suggest|summary|interpretation|comment|compatible"
    );
    let told = seen
        .iter()
        .any(|told| in_words.is_some_and(|form| form.is_match(told.text) || form.is_match(&told.context)));
    // Under a heading of its own a description concludes nothing, whatever words it has.
    let is_headed = paper.heads.iter().any(|head| head.part == Part::Seen && !head.is_empty);
    let first = seen.first()?;
    (seen.len() >= FEWEST && !concludes && (!told || is_headed))
        .then_some((first.source, SectionKind::Impression))
}

/// A heading over nothing. What one of a description heads may stand under the next one, 检查所见 over 肉眼所见, and a conclusion may stand
/// under another heading.
fn empty_head<'p, 'a>(paper: &'p Paper<'a>) -> Option<&'p Head<'a>> {
    let wanted = |head: &&Head<'_>| head.part != Part::Asked && head.is_empty;
    let concludes = paper.told.iter().any(|told| told.part == Part::Concluded && !told.is_remark);
    let empty = paper.heads.iter().enumerate().find(|(index, head)| {
        let over_next = paper.heads.get(index + 1).is_some_and(|next| next.part == head.part);
        wanted(head) && !over_next && !(head.part == Part::Concluded && concludes)
    });
    empty.map(|(_, head)| head)
}

/// Whether a document is named a report of a study, by its title or a line of its head.
pub(super) fn is_named(case: &Case<'_>) -> bool {
    let is_short = |passage: &&Passage| passage.folded().chars().count() <= LONGEST_NAME;
    is_titled(case)
        || case.passages().take(HEAD).filter(is_short).any(|passage| names_report(passage.folded()))
}

/// Whether a document is named the report of a look through a scope, which an operator makes and signs as operations are.
pub(super) fn is_of_scope(case: &Case<'_>) -> bool {
    let form = pattern!(
        r"(?i)镜检?查?(?:检查|诊断)?报告|(?:cysto|broncho|colono|gastro|laryngo|hystero|uretero)scopy|造影(?:检查)?报告"
    );
    case.passages().take(HEAD).any(|passage| form.is_some_and(|form| form.is_match(passage.folded())))
}

/// Letters of the longest line that names a report.
const LONGEST_NAME: usize = 80;

/// Whether a line names a report of a study.
fn names_report(text: &str) -> bool {
    pattern!(
        r"(?i)(?:检查|诊断|放射|影像|超声|彩超|[胃肠内]镜|病理|细胞学|心动图|磁共振|ct|mri?|x线|造影|镜检|骨密度|测听|显像|脱落细胞|心电图?|脑电图|[胃肠喉支]镜|放射科|dr)[^,。:]{0,8}(?:报告|单|书)|超声心动图|\b(?:report|x-?ray|fundus|audio\w+|scintigra\w+|densitometry|electrocardiogra\w+|radiograph|ultrasound|ultrasonography|scan|imaging|histology|histopathology|pathology|cytology|\w+scopy|echocardio\w+|mammogra\w+|doppler|mri|ct)\b"
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
