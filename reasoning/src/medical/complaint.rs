//! The complaint and the history where they stand in one paragraph, or in the sentence that tells of the admission:
//! `主诉：发热3天。患者3天前…`, `因扭伤后左踝肿痛2天入院`.

use super::entries::Spot;
use super::section::{Section, is_prose};
use crate::pattern::pattern;
use crate::{Kind, Part, Passage, SectionKind, TableView, View};

/// Letters of the longest complaint.
const LONGEST: usize = 60;

/// Letters from which what follows a complaint is a history.
const SHORTEST_HISTORY: usize = 20;

/// Parts complaint and history of the sections, and adds the complaint that a sentence tells where no section does.
pub(super) fn part(view: &View, part: &Part, forms: &[&TableView], sections: &mut Vec<Section>) {
    if part.kind != Kind::Record {
        return;
    }
    let mut added = Vec::new();
    let has_complaint = sections.iter().any(|section| section.kind == SectionKind::ChiefComplaint);
    for section in sections.iter_mut() {
        added.extend(match section.kind {
            SectionKind::ChiefComplaint => history_behind(view, section),
            SectionKind::AdmissionCondition | SectionKind::PresentIllness => {
                complaint_before(view, section, has_complaint)
            }
            _ => None,
        });
    }
    sections.extend(added);
    if sections.iter().any(|section| section.kind == SectionKind::ChiefComplaint) {
        return;
    }
    let in_forms = forms.iter().flat_map(|table| &table.cells).filter_map(|cell| view.passage(cell.passage));
    let running = view.within(part).iter().filter(|passage| is_prose(passage));
    let all: Vec<&Passage> = running.chain(in_forms).collect();
    let told = all.iter().find_map(|passage| of_admission(passage));
    sections.extend(told.or_else(|| all.iter().find_map(|passage| before_history(passage))));
}

/// Where the first sentence of a text ends, with its stop.
fn first_stop(text: &str) -> Option<usize> {
    text.find('。').map(|at| at + '。'.len_utf8())
}

/// Where the first English sentence of a text ends that tells for how long something has lasted: `Lump in the right groin for 6 weeks.`.
fn english_stop(text: &str) -> Option<usize> {
    let form = pattern!(
        r"(?i)^[^.;\p{Han}]{4,100}?\b(?:for|x|over|since|of|past|last)\s+(?:about |the (?:last|past) |approximately |around )?(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few)[ -](?:hour|day|week|month|year)s?(?:['’]? (?:duration|ago))?\s*[.;]\s+"
    )?;
    let stop = form.find(text)?.end();
    (text.get(stop..)?.chars().count() >= SHORTEST_HISTORY * 2).then_some(stop)
}

/// Whether a text begins as histories do: with the patient, or a time.
fn begins_history(text: &str) -> bool {
    let form = pattern!(
        r"^\s*(?:患者|病人|患儿|缘于|于|约|自|近|该患|[0-9一二两三四五六七八九十半数]+\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?(?:前|来))"
    );
    form.is_some_and(|form| form.is_match(text)) && text.chars().count() >= SHORTEST_HISTORY
}

/// The history that follows a complaint in its paragraph; the complaint keeps its sentence.
fn history_behind(view: &View, section: &mut Section) -> Option<Section> {
    // What goes on in further paragraphs goes with the history.
    let first = section.text.first_mut()?;
    let text = view.passage(first.passage)?.folded().get(first.bytes.clone())?;
    if let Some(stop) = english_stop(text) {
        let middle = first.bytes.start + stop;
        let rest = Spot { passage: first.passage, bytes: middle..first.bytes.end };
        first.bytes.end = middle;
        let heading = section.heading.clone();
        let others = section.text.drain(1..);
        let text = std::iter::once(rest).chain(others).collect();
        return Some(Section { kind: SectionKind::PresentIllness, heading, text });
    }
    let [only] = section.text.as_mut_slice() else { return None };
    let stop =
        first_stop(text).filter(|stop| text.get(..*stop).is_some_and(|t| t.chars().count() <= LONGEST))?;
    if !begins_history(text.get(stop..)?) {
        return None;
    }
    let middle = only.bytes.start + stop;
    let rest = Spot { passage: only.passage, bytes: middle..only.bytes.end };
    only.bytes.end = middle;
    Some(Section { kind: SectionKind::PresentIllness, heading: section.heading.clone(), text: vec![rest] })
}

/// The complaint that opens a history: its first sentence, which ends in how long it has lasted, or the reason of the
/// admission that it tells.
fn complaint_before(view: &View, section: &Section, has_complaint: bool) -> Option<Section> {
    let first = section.text.first()?;
    let passage = view.passage(first.passage)?;
    let text = passage.folded().get(first.bytes.clone())?;
    // The end of a heading that fills two lines may stand before it.
    let english = section.text.iter().take(2).find_map(|spot| {
        let stop = english_stop(view.passage(spot.passage)?.folded().get(spot.bytes.clone())?)?;
        Some(Spot { passage: spot.passage, bytes: spot.bytes.start..spot.bytes.start + stop })
    });
    if let Some(told) = english.filter(|_| !has_complaint) {
        let heading = section.heading.clone();
        return Some(Section { kind: SectionKind::ChiefComplaint, heading, text: vec![told] });
    }
    let stop = first_stop(text)?;
    let sentence = text.get(..stop)?;
    let lasts = pattern!(
        r"[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?(?:，?加重[^。]{0,10})?。$"
    )?;
    let kind = SectionKind::ChiefComplaint;
    if lasts.is_match(sentence) && sentence.chars().count() <= LONGEST {
        let end = first.bytes.start + stop;
        let told = Spot { passage: first.passage, bytes: first.bytes.start..end };
        return Some(Section { kind, heading: section.heading.clone(), text: vec![told] });
    }
    // Before a history that begins with the patient or a time the sentence that tells a time is the complaint, whatever else it says.
    let tells = pattern!(r"[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)")?;
    let is_own = !begins_history(sentence) && tells.is_match(sentence) && !sentence.contains(['“', '"']);
    if !has_complaint && is_own && sentence.chars().count() <= LONGEST && begins_history(text.get(stop..)?) {
        let told = Spot { passage: first.passage, bytes: first.bytes.start..first.bytes.start + stop };
        return Some(Section { kind, heading: section.heading.clone(), text: vec![told] });
    }
    let told = reason(sentence)?;
    let bytes = first.bytes.start + told.start..first.bytes.start + told.end;
    Some(Section {
        kind,
        heading: section.heading.clone(),
        text: vec![Spot { passage: first.passage, bytes }],
    })
}

/// Where a sentence tells for what the patient was admitted: between 因 and 入院, with how long it has lasted.
fn reason(text: &str) -> Option<std::ops::Range<usize>> {
    let form = pattern!(
        r"(?:^|[,，。、;；\s岁者]|主)(?:主?因|以)[“”\x22‘']?(?P<told>[^。，,;；“”\x22]{2,40}?[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?)[“”\x22’']?\s*(?:为主诉|于|由|,|，|急诊|门诊|而|来|收|入|住)"
    );
    // What stands in quotation marks is the complaint, whatever it says.
    let quoted = pattern!(
        r"(?:^|[,，。、;；\s岁者]|主)(?:主?因|以)[“\x22‘'](?P<told>[^。“”‘’\x22]{2,60}?[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)[^。“”‘’\x22]{0,30})[”\x22’']\s*(?:为主诉|于|由|,|，|急诊|门诊|而|来|收|入|住)"
    );
    if let Some(told) = quoted.and_then(|form| form.captures(text)?.name("told")) {
        return Some(told.range());
    }
    let told = form?.captures(text)?.name("told")?.range();
    Some(told.start..told.end + goes_on(text.get(told.end..)?))
}

/// How far a complaint goes on behind its time, up to the admission: `因腹痛半年，无明显加重，要求住院诊治入院`. What was done or found
/// before the admission is no part of it.
fn goes_on(behind: &str) -> usize {
    let form = pattern!(
        r"^(?P<more>[,，][^。;；:：“”\x22]{4,60}?)(?:于[^。,，]{0,20})?(?:入院|收入院|收住院|住院治疗)(?:[。,，;；]|$)"
    );
    let told_before = pattern!(
        r"门诊|急诊|外院|当地|我院|我科|查|示|诊断|考虑|拟|以|由|于|为|就诊|收|经|予|术|[0-9]{4}年|[0-9一二两三四五六七八九十半]\s*余?个?(?:小时|天|日|周|月|年)"
    );
    let more = form.and_then(|form| form.captures(behind)?.name("more"));
    more.filter(|more| !told_before.is_some_and(|form| form.is_match(more.as_str())))
        .map_or(0, |more| more.end())
}

/// The complaint that stands right before a history in a paragraph without headings: `接诊。月经量增多1年。患者1年前出现…`.
fn before_history(passage: &Passage) -> Option<Section> {
    let text = passage.folded();
    let form = pattern!(
        r"(?:^|。)\s*(?P<told>[^。;:]{2,40}?[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?)。\s*(?:患者|病人|患儿)[^。,]{0,10}[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?[之以]?前"
    )?;
    let told = form.captures(text)?.name("told")?;
    let said = Spot { passage: passage.id, bytes: told.range() };
    let heading = Spot { passage: passage.id, bytes: told.start()..told.start() };
    Some(Section { kind: SectionKind::ChiefComplaint, heading, text: vec![said] })
}

/// The complaint that a paragraph of no section tells.
fn of_admission(passage: &Passage) -> Option<Section> {
    let text = passage.folded();
    if !text.contains("入院") && !text.contains("收") && !text.contains("住院") {
        return None;
    }
    let bytes = reason(text)?;
    let told = Spot { passage: passage.id, bytes };
    let heading = Spot { passage: passage.id, bytes: told.bytes.start..told.bytes.start };
    Some(Section { kind: SectionKind::ChiefComplaint, heading, text: vec![told] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_tells_for_what_somebody_was_admitted() {
        for (text, want) in [
            ("宋永福,男,35岁,因扭伤后左踝肿痛2天于2023-08-12 10:05入院。", Some("扭伤后左踝肿痛2天")),
            ("因突发左侧腰腹部绞痛2天入院。", Some("突发左侧腰腹部绞痛2天")),
            ("患者因“反复咳嗽3年余”收入我科。", Some("反复咳嗽3年余")),
            (
                "因腹痛半年，无明显加重及缓解，要求进一步诊治入院。",
                Some("腹痛半年，无明显加重及缓解，要求进一步诊治"),
            ),
            ("因发热3天，门诊拟肺炎收入院。", Some("发热3天")),
            ("因材料涨价停工3天。", None),
            ("因病情需要入院。", None),
            ("因“腹痛2天，外院治疗后效果不佳”于2024年7月14日入住我院。", Some("腹痛2天，外院治疗后效果不佳")),
        ] {
            assert_eq!(reason(text).and_then(|range| text.get(range)), want, "{text}");
        }
    }
}
