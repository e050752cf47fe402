//! Operations and other procedures in running text.

use super::entries::Spot;
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{EventKind, MedicalFact, Notes, Passage, SectionKind, View};

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

/// States what a sentence of the history tells of the stay: `因“发热3天”于2022-08-16入院`, `共住院6天`.
pub(super) fn state_stay(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let admitted = pattern!(
        r"于\s*(?P<date>[^,。;于]{4,24}?)\s*(?:门诊|急诊)?(?:拟[^,。;]{1,30})?(?:收[住治]?)?入(?:住)?(?:我)?[院科]"
    );
    for captures in admitted.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some(text) = captures.name("date") else { continue };
        let Some(found) = find_dates(text.as_str()).into_iter().next() else { continue };
        let bytes = text.start() + found.range.start..text.start() + found.range.end;
        let date = notes.state(passage, bytes, found.value);
        notes.add("history", MedicalFact::Event { kind: EventKind::Admitted, date });
    }
    let complaint = pattern!(r#"(?P<word>主?因)\s*["“'](?P<text>[^"”']{2,40})["”']"#);
    for captures in complaint.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some((word, text)) = captures.name("word").zip(captures.name("text")) else { continue };
        let heading = notes.copy(passage, word.range());
        let text = vec![notes.copy(passage, text.range())];
        notes.add("history", MedicalFact::Section { kind: SectionKind::ChiefComplaint, heading, text });
    }
    let stay = pattern!(r"(?:共|合计|总共)\s*住院\s*(?P<days>[0-9]{1,3})\s*[天日]");
    for captures in stay.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some(digits) = captures.name("days") else { continue };
        if let Ok(days) = digits.as_str().parse() {
            let days = notes.state(passage, digits.range(), days);
            notes.add("history", MedicalFact::StayDays { days });
        }
    }
}
