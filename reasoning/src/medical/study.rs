//! Reports of studies whose findings stand under no heading.

use super::entries::Spot;
use super::section::{Section, is_prose, names_study};
use crate::pattern::pattern;
use crate::{Kind, Part, SectionKind, View};

/// Passages of the head in which a study may be named, and letters of its longest name.
const HEAD: usize = 8;
const LONGEST_STUDY: usize = 60;

/// Letters from which a line describes something.
const SHORTEST_DESCRIPTION: usize = 20;

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
    let told = [SectionKind::Findings, SectionKind::PhysicalExamination, SectionKind::PresentIllness];
    let is_told = sections.iter().any(|section| told.contains(&section.kind));
    let Some(impression) = sections.iter().find(|section| section.kind == SectionKind::Impression) else {
        return;
    };
    if part.kind != Kind::Record || !of_study || is_told {
        return;
    }
    let end = impression.heading.clone();
    let label = pattern!(r"(?i)^\s*[\p{Han}A-Za-z /.]{2,24}:");
    let covered: Vec<Spot> = sections.iter().flat_map(|section| section.text.clone()).collect();
    let mut text = Vec::new();
    for passage in view.within(part).iter().filter(|passage| is_prose(passage) && passage.id <= end.passage) {
        let rows = passage.rows().iter().map(|row| row.bytes.clone());
        let mut open: Option<Spot> = None;
        for bytes in rows.filter(|bytes| passage.id < end.passage || bytes.end <= end.bytes.start) {
            let line = passage.folded().get(bytes.clone()).unwrap_or("");
            let is_covered =
                covered.iter().any(|spot| spot.passage == passage.id && spot.bytes.contains(&bytes.start));
            let is_label = label.is_some_and(|form| form.is_match(line));
            let describes = line.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_DESCRIPTION;
            match open.as_mut() {
                Some(spot) if !is_label && !is_covered => spot.bytes.end = bytes.end,
                _ if describes && !is_label && !is_covered => {
                    open = Some(Spot { passage: passage.id, bytes });
                }
                _ => text.extend(open.take()),
            }
        }
        text.extend(open);
    }
    if let Some(first) = text.first() {
        let heading = Spot { passage: first.passage, bytes: first.bytes.start..first.bytes.start };
        sections.push(Section { kind: SectionKind::Findings, heading, text });
    }
}
