//! A study of one side that tells a lesion of the other one: a part of M13.

use super::ask::sections;
use super::sided::{Sided, sides_in};
use crate::pattern::pattern;
use crate::rules::Case;
use crate::{EvidenceId, Fact, Polarity, SectionKind, Side};

/// What a study of the place and side of `first` says of the other side: `X-ray of the left knee: loss of joint space … of the right knee`.
pub(super) fn of_other_side<'a>(
    case: &Case<'a>,
    first: &Sided<'_>,
    places: &[Vec<String>],
) -> Option<(&'a Fact, EvidenceId, String)> {
    use SectionKind as S;
    let kinds = [S::AuxiliaryExamination, S::Findings];
    let compares = pattern!(
        r"(?i)对侧|健侧|对比|比较|相比|双侧?|两侧|均|亦|也|同时|既往|陈旧|术后|原有|contralateral|compar(?:ed|ison|able)|also|both|other side|bilateral|previous|prior|old\b|unlike|than|similar|opposite"
    );
    let opposite = match first.side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Both => return None,
    };
    for section in sections(case).filter(|section| kinds.contains(&section.kind)) {
        let mut side = sides_in(&section.heading.value, places)
            .into_iter()
            .find(|(_, group, _)| *group == first.group)
            .map(|(side, ..)| side);
        for text in section.text {
            let sentences = text.value.split(['。', ';', '；', '\n']).flat_map(|part| part.split(". "));
            for sentence in sentences {
                let (study, said) = match sentence.split_once([':', '：']) {
                    Some((study, said)) if is_study(study) => (study, said),
                    _ => ("", sentence),
                };
                if !study.is_empty() {
                    let own = sides_in(study, places).into_iter().find(|(_, group, _)| *group == first.group);
                    side = own.map(|(side, ..)| side);
                }
                let told = sides_in(said, places);
                let of_group: Vec<Side> = told
                    .iter()
                    .filter(|(_, group, _)| *group == first.group)
                    .map(|(side, ..)| *side)
                    .collect();
                let is_odd = side == Some(first.side)
                    && !of_group.is_empty()
                    && of_group.iter().all(|side| *side == opposite)
                    && !compares.is_some_and(|form| form.is_match(said))
                    && crate::medical::clause_polarity(said) == Polarity::Present;
                if is_odd {
                    return Some((section.fact, text.evidence, said.trim().to_owned()));
                }
            }
        }
    }
    None
}

/// Whether the words before a colon name a study.
fn is_study(text: &str) -> bool {
    pattern!(
        r"(?i)ct|mri?\b|片|超声|彩超|造影|扫描|平扫|测听|镜$|心电图|x-?ray|ultraso|scan|radiograph|film|imaging|view|scopy"
    )
    .is_some_and(|form| form.is_match(text))
}
