//! Reports of studies whose findings stand under no heading.

use super::entries::Spot;
use super::labels::BOOK;
use super::section::{Section, is_prose, names_study};
use super::stems;
use crate::pattern::pattern;
use crate::{Kind, Part, SectionKind, View};

/// Passages of the head in which a study may be named, and letters of its longest name.
const HEAD: usize = 8;
const LONGEST_STUDY: usize = 60;

/// Letters from which a line describes something, and from which one without a label does.
const SHORTEST_DESCRIPTION: usize = 4;
const SHORTEST_SENTENCE: usize = 16;

/// The words at a spot.
fn spelt<'v>(view: &'v View, spot: &Spot) -> &'v str {
    view.passage(spot.passage).and_then(|passage| passage.folded().get(spot.bytes.clone())).unwrap_or("")
}

/// The label that begins a line, and what stands behind it.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let form = pattern!(
        r"^\s*(?:[-•·*]\s*|[0-9]{1,2}[.、)]\s*)?(?P<label>[\p{Han}A-Za-z][\p{Han}A-Za-z0-9/ ()&'.-]{0,30}?)\s*:\s*(?P<value>.*)$"
    );
    let captures = form?.captures(line)?;
    Some((captures.name("label")?.as_str(), captures.name("value")?.as_str()))
}

/// Whether a label names something of the patient, the visit or the report.
fn is_key(label: &str, value: &str) -> bool {
    BOOK.named(label).is_some() || BOOK.section_of(label).is_some() || stems::key(label, value).is_some()
}

/// Whether a line describes what was seen: behind the label of a part of the body, or in a sentence that tells how something looks.
fn describes(line: &str) -> bool {
    let words = pattern!(
        r"(?i)见|示|呈|回声|信号|密度|黏膜|粘膜|细胞|血流|光滑|清晰|规则|均匀|正常|扩张|增[大厚生]|通畅|对称|居中|连续|\b(?:seen|shows?|shown|normal|measur\w+|intact|clear|unremarkable|enlarged|no|not|preserved|maintained|mild\w*|moderate\w*|within|is|are|was|were)\b|[0-9]\s*[cm]m\b"
    );
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let tells = words.is_some_and(|form| form.is_match(line));
    match labelled(line) {
        Some((label, value)) => {
            tells && !value.is_empty() && letters >= SHORTEST_DESCRIPTION && !is_key(label, value)
        }
        None => tells && letters >= SHORTEST_SENTENCE,
    }
}

/// Adds what stands before the impression of a study as its findings, where no heading has them: `Liver is normal in size. …
/// Impression: …`.
pub(super) fn findings(view: &View, part: &Part, sections: &mut Vec<Section>) {
    let title = part.title.as_ref().map_or("", |title| title.value.as_str());
    let of_study = names_study(title)
        || pattern!(r"(?i)\bUSG?\b|sonogra|scan|x-?ray|radiolog|radio-?diagnos|imaging|tomogra|mammogra|doppler|超声|彩超|影像|放射|内镜|胃镜|肠镜")
            .is_some_and(|form| form.is_match(title));
    // Without a title a short line of the head names the study.
    let named = view.within(part).iter().filter(|passage| is_prose(passage)).take(HEAD);
    let of_study = of_study
        || named.into_iter().any(|passage| {
            let text = passage.folded();
            text.chars().count() <= LONGEST_STUDY && !text.contains([':', '。', ';']) && names_study(text)
        });
    use SectionKind as S;
    // `EXAM: MRI LEFT KNEE` examines no patient, `History` of a study is what it was asked for.
    let is_clerked = sections.iter().any(|section| match section.kind {
        S::Findings | S::Course | S::AdmissionCondition | S::DischargeOrders => true,
        S::PhysicalExamination => !section.text.first().is_some_and(|text| names_study(spelt(view, text))),
        S::PresentIllness => !spelt(view, &section.heading).to_lowercase().ends_with("history"),
        _ => false,
    });
    let Some(impression) = sections.iter().find(|section| section.kind == S::Impression) else {
        return;
    };
    if part.kind != Kind::Record || !of_study || is_clerked {
        return;
    }
    let end = impression.heading.clone();
    let mut text = Vec::new();
    // Behind what was asked and how it was examined the description begins without a heading.
    let asked =
        [S::Indication, S::Technique, S::Comparison, S::PresentIllness, S::PhysicalExamination, S::Diagnosis];
    for section in sections.iter_mut().filter(|section| asked.contains(&section.kind)) {
        let is_before = section.heading.passage < end.passage;
        let first = section.text.iter().skip(1).position(|spot| describes(spelt(view, spot)));
        if let Some(first) = first.filter(|_| is_before) {
            text.extend(section.text.split_off(first + 1));
        }
    }
    let covered: Vec<Spot> =
        sections.iter().flat_map(|section| section.text.clone()).chain(text.clone()).collect();
    for passage in view.within(part).iter().filter(|passage| is_prose(passage) && passage.id <= end.passage) {
        let rows = passage.rows().iter().map(|row| row.bytes.clone());
        let mut open: Option<Spot> = None;
        for bytes in rows.filter(|bytes| passage.id < end.passage || bytes.end <= end.bytes.start) {
            let line = passage.folded().get(bytes.clone()).unwrap_or("");
            let is_covered =
                covered.iter().any(|spot| spot.passage == passage.id && spot.bytes.contains(&bytes.start));
            let is_key = labelled(line).is_some_and(|(label, value)| is_key(label, value));
            match open.as_mut() {
                Some(spot) if !is_key && !is_covered => spot.bytes.end = bytes.end,
                _ if describes(line) && !is_key && !is_covered => {
                    open = Some(Spot { passage: passage.id, bytes });
                }
                _ => text.extend(open.take()),
            }
        }
        text.extend(open);
    }
    text.sort_by_key(|spot| (spot.passage, spot.bytes.start));
    if let Some(first) = text.first() {
        let heading = Spot { passage: first.passage, bytes: first.bytes.start..first.bytes.start };
        sections.push(Section { kind: SectionKind::Findings, heading, text });
    }
}
