//! Operations and other procedures in running text.

use super::entries::Spot;
use super::section;
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{
    Body, DiagnosisKind, EventKind, EvidenceKind, MedicalFact, Notes, Part, Passage, SectionKind, View,
};

/// A date more than this many bytes before the verb belongs to something else.
const DATE_REACH: usize = 24;

/// States the procedures of a text: `3月8日行冠状动脉造影`, `在全麻下行腹腔镜胆囊切除术`, `植入药物洗脱支架1枚`.
pub(super) fn state(view: &View, text: &Spot, notes: &mut Notes) {
    let Some(passage) = view.passage(text.passage) else { return };
    let Some(folded) = passage.folded().get(text.bytes.clone()) else { return };
    let form = pattern!(concat!(
        r"(?:(?:下|日|于|予|已|曾|遂|择期|急诊)\s*行|行)\s*",
        r#"(?P<name>["“]?[\p{Han}A-Za-z+()、/-]{2,30}?(?:切除术|置换术|成形术|修补术|内固定术|引流术|造影术|置入术|植入术|清扫术|吻合术|移植术|剖宫产术|松解术|消融术|造影|穿刺术|探查术|手术|术))"#
    ));
    let dates = find_dates(folded);
    let offset = text.bytes.start;
    for captures in form.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some((whole, name)) = captures.get(0).zip(captures.name("name")) else { continue };
        let verb = whole.start();
        let before = folded.get(..verb).unwrap_or("");
        let is_other = before.ends_with(['进', '流', '自', '步', '执', '银', '运', '不']);
        if is_other {
            continue;
        }
        let near = |end: usize| end <= verb + '日'.len_utf8() && verb.saturating_sub(end) <= DATE_REACH;
        let date = dates.iter().rfind(|date| near(date.range.end));
        let name = notes.copy(passage, name.start() + offset..name.end() + offset);
        let date = date
            .map(|date| notes.state(passage, date.range.start + offset..date.range.end + offset, date.value));
        notes.add("procedure", MedicalFact::Procedure { name, date });
    }
}

/// What has been told of the stay so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    days: bool,
    events: Vec<EventKind>,
}

impl Told {
    /// By the facts noted of the part.
    pub(super) fn of(notes: &Notes) -> Self {
        let mut told = Self::default();
        for fact in notes.of_part() {
            match &fact.body {
                Body::Medical(MedicalFact::StayDays { .. }) => told.days = true,
                Body::Medical(MedicalFact::Event { kind, .. }) if !told.events.contains(kind) => {
                    told.events.push(*kind);
                }
                _ => {}
            }
        }
        told
    }
}

/// States what a sentence of the history tells of the stay: `因“发热3天”于2022-08-16入院`, `共住院6天`.
pub(super) fn state_stay(passage: &Passage, told: &mut Told, notes: &mut Notes) {
    let folded = passage.folded();
    state_dates(passage, told, notes);
    let complaint = pattern!(r#"(?P<word>主?因)\s*["“'](?P<text>[^"”']{0,40})["”']"#);
    for captures in complaint.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some((word, text)) = captures.name("word").zip(captures.name("text")) else { continue };
        let heading = notes.copy(passage, word.range());
        // Between the marks nothing may stand: then the complaint is missing.
        let text: Vec<_> =
            (!text.is_empty()).then(|| notes.copy(passage, text.range())).into_iter().collect();
        notes.add("history", MedicalFact::Section { kind: SectionKind::ChiefComplaint, heading, text });
    }
    // What a key has told is not stated again.
    if told.days {
        return;
    }
    let stay = pattern!(r"[住在]院\s*(?:时间|天数)?\s*(?:为|共|:)?\s*(?P<days>[0-9]{1,3})\s*[天日]");
    for captures in stay.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some(digits) = captures.name("days") else { continue };
        if let Ok(days) = digits.as_str().parse() {
            let days = notes.state(passage, digits.range(), days);
            notes.add("history", MedicalFact::StayDays { days });
            told.days = true;
        }
    }
}

/// States the diagnoses that a sentence names: `诊断为社区获得性肺炎`, `出院诊断：高血压病2级`.
pub(super) fn state_diagnosis(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?:(?P<word>(?:入院|出院|初步|术前|术后|临床|最后|明确)?诊断)\s*(?:明确)?\s*(?:为|是|考虑|:)\s*\x22?|(?:^|[。;\s])(?P<guess>考虑|印象|拟诊)\s*:\s*)",
        r"(?P<text>[^,。;:\x22]{2,40})"
    ));
    for captures in form.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let word = captures.name("word").or(captures.name("guess"));
        let Some((word, text)) = word.zip(captures.name("text")) else { continue };
        let kind = match word.as_str() {
            "入院诊断" => DiagnosisKind::Admission,
            "出院诊断" => DiagnosisKind::Discharge,
            "初步诊断" | "考虑" | "拟诊" => DiagnosisKind::Preliminary,
            "术前诊断" => DiagnosisKind::Preoperative,
            "术后诊断" => DiagnosisKind::Postoperative,
            "临床诊断" => DiagnosisKind::Clinical,
            _ => DiagnosisKind::Stated,
        };
        let (side, polarity) = super::clause::judge(text.as_str());
        notes.cite(passage, word.range(), EvidenceKind::Label);
        let text = notes.copy(passage, text.range());
        notes.add("history", MedicalFact::Diagnosis { kind, text, side, polarity });
    }
}

/// States the day that stands alone at the end of a record, below its signatures, as that on which it was written; what a
/// key has told already is not stated again.
pub(super) fn state_closing(view: &View, part: &Part, notes: &mut Notes) {
    let is_known = notes.of_part().any(|fact| {
        matches!(&fact.body, Body::Medical(MedicalFact::Event { kind: EventKind::Recorded, .. }))
    });
    let passages = view.within(part).iter().filter(|passage| section::is_prose(passage));
    let mut written = passages.filter(|passage| !passage.folded().trim().is_empty());
    let Some(last) = written.next_back().filter(|_| !is_known) else { return };
    let Some(row) = last.rows().last() else { return };
    let Some(line) = last.folded().get(row.bytes.clone()) else { return };
    let Some(found) = find_dates(line).into_iter().next() else { return };
    if line.trim().len() == found.range.len() {
        let at = row.bytes.start + found.range.start..row.bytes.start + found.range.end;
        let date = notes.state(last, at, found.value);
        notes.add("closing", MedicalFact::Event { kind: EventKind::Recorded, date });
    }
}

/// States days of admission and discharge that sentences tell; what a key has told already is not stated again.
fn state_dates(passage: &Passage, told: &mut Told, notes: &mut Notes) {
    let folded = passage.folded();
    let admitted = pattern!(concat!(
        r"^\s*(?:[^,。;]{0,40}?(?:而|,|因[^。;]{1,40}?))?(?:门诊|急诊)?(?:收[住治]?)?(?:入住?|住进?)(?:我|本)?[院科]|",
        r"^\s*(?:至|到|-|~)[^。;]{4,24}?(?:期间)?(?:在|于)?[^。;]{0,12}?住院"
    ));
    let discharged = pattern!(r"^\s*(?:,|经?[^,。;]{0,12}?)(?:准予|予|好转|治愈|康复|带药)*[出离]院");
    let before = pattern!(
        r"(?P<in>入院(?:日期|时间)?|收[住治]入?[院科]?)\s*(?:为|于|是|:)?\s*$|(?P<out>[出离]院(?:日期|时间)?)\s*(?:为|于|是|:)?\s*$"
    );
    let hits =
        |pattern: Option<&regex::Regex>, text: &str| pattern.is_some_and(|pattern| pattern.is_match(text));
    // Behind "于" a day belongs to the sentence's verb, however far that stands.
    let far_admitted = pattern!(r"^[^。;0-9出]{0,40}?(?:入院|住院|收入|收住|收治|入住|住入)");
    let far_discharged = pattern!(r"^[^。;0-9入]{0,30}?[出离]院");
    let mut last_admitted = false;
    for found in find_dates(folded) {
        let ahead = folded.get(..found.range.start).unwrap_or("");
        let behind = folded.get(found.range.end..).unwrap_or("");
        let cue = before.and_then(|pattern| pattern.captures(ahead));
        let cued = |name: &str| cue.as_ref().is_some_and(|captures| captures.name(name).is_some());
        let at = ahead.trim_end().ends_with('于');
        // "自3月4日至3月16日住院": the second day ends the stay that the first began.
        let ends_span = last_admitted && ahead.trim_end().ends_with(['至', '到', '-', '~']);
        let kind =
            if cued("out") || ends_span || hits(discharged, behind) || at && hits(far_discharged, behind) {
                EventKind::Discharged
            } else if cued("in") || hits(admitted, behind) || at && hits(far_admitted, behind) {
                EventKind::Admitted
            } else {
                last_admitted = false;
                continue;
            };
        last_admitted = kind == EventKind::Admitted;
        if !told.events.contains(&kind) {
            told.events.push(kind);
            let date = notes.state(passage, found.range, found.value);
            notes.add("history", MedicalFact::Event { kind, date });
        }
    }
}
