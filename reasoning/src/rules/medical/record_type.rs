//! Of which type a record is: by the words of its title, or by what it has.

use serde::Deserialize;

use super::ask::{events, sections};
use super::record::title;
use crate::rules::Case;
use crate::{EventKind, Kind, SectionKind};

/// The types of records that must have certain sections or be written in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RecordType {
    Admission,
    Course,
    Operation,
    Discharge,
}

/// Words of titles, without blanks and in small letters; the first type that has one counts.
const TITLES: [(RecordType, &[&str]); 4] = [
    (RecordType::Discharge, &["出院", "离院", "discharge", "transferofcare"]),
    (
        RecordType::Course,
        &[
            "病程",
            "查房",
            "progress",
            "wardround",
            "wardnotes",
            "dailynotes",
            "clinicalnotes",
            "inpatientnotes",
            "casenotes",
            "continuation",
        ],
    ),
    (
        RecordType::Operation,
        &[
            "手术",
            "术中",
            "术记",
            "operati",
            "surgicalrecord",
            "surgicalnote",
            "surgicalreport",
            "surgeryrecord",
            "procedurenote",
            "theatre",
            "opnote",
            "opreport",
            "oprecord",
        ],
    ),
    (
        RecordType::Admission,
        &[
            "入院",
            "住院志",
            "住院病历",
            "住院病案",
            "admission",
            "clerk",
            "historyandphysical",
            "historyandexamination",
            "casesheet",
        ],
    ),
];

/// Titles of sheets that go with such a record and are none.
const OTHERS: [&str; 25] = [
    "同意",
    "告知",
    "通知",
    "证明",
    "评分",
    "清单",
    "讨论",
    "会诊",
    "访视",
    "随访",
    "申请",
    "病理",
    "冰冻",
    "影像",
    "检验",
    "化验",
    "处方",
    "consent",
    "consultation",
    "patholog",
    "histolog",
    "cytolog",
    "laboratory",
    "radiolog",
    "referral",
];

/// The type of a record, where title or content tells it.
pub(super) fn record_type(case: &Case<'_>) -> Option<RecordType> {
    if case.kind() != Kind::Record {
        return None;
    }
    let title = title(case);
    // A certificate that tells the whole stay is its summary.
    if title.contains("证明") {
        let told = |kind: SectionKind| sections(case).any(|section| section.kind == kind && section.says());
        let is_whole = told(SectionKind::PresentIllness)
            && told(SectionKind::DischargeDiagnosis)
            && told(SectionKind::DischargeOrders);
        return by_content(case).filter(|found| is_whole && *found == RecordType::Discharge);
    }
    if OTHERS.iter().any(|word| title.contains(word)) {
        return None;
    }
    let titled = TITLES.iter().find(|(_, words)| words.iter().any(|word| title.contains(word)));
    titled.map(|(found, _)| *found).or_else(|| by_content(case))
}

/// A record whose title says nothing of its type, by the sections and events that only one type has together.
fn by_content(case: &Case<'_>) -> Option<RecordType> {
    use SectionKind as S;
    let all: Vec<SectionKind> = sections(case).map(|section| section.kind).collect();
    let any = |wanted: &[SectionKind]| wanted.iter().any(|kind| all.contains(kind));
    let has = |kind: EventKind| events(case, kind).next().is_some();
    let notes = events(case, EventKind::Recorded).count();
    if has(EventKind::Discharged) {
        let leaves = any(&[S::DischargeDiagnosis, S::DischargeOrders, S::DischargeCondition]);
        return (leaves && notes <= 1).then_some(RecordType::Discharge);
    }
    if has(EventKind::Operated) && any(&[S::Operation]) {
        return Some(RecordType::Operation);
    }
    let begins = any(&[S::ChiefComplaint, S::PresentIllness])
        && any(&[S::PhysicalExamination])
        && any(&[S::PastHistory, S::Allergies]);
    (has(EventKind::Admitted) && begins && notes <= 1).then_some(RecordType::Admission)
}
