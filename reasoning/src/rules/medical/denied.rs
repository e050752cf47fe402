//! What one sentence denies by its name and another one states: a part of M15.

use regex::Regex;

use super::ask::{labs, printed};
use super::impression::{clauses, is_disease, is_of_other_side, statements};
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{EvidenceId, Fact, Kind, LabValue, MedicalFact, Polarity, SectionKind};

/// What a clause denies by its name: `未见L4/5椎间盘突出征象`, `no evidence of a renal calculus`.
pub(super) fn denied_names(clause: &str) -> Vec<&str> {
    let form = pattern!(concat!(
        r"(?i)(?:未见|未发现|未提示|未探及|未显示|未查见|未检出|无)(?:明显|明确|确切|显著|肯定|典型)?(?:的)?(?P<zh>[^,，。;；:：未无]{2,40})|",
        r"\b(?:no|without)\s+(?:definite |convincing |significant |obvious |acute |radiological |sonographic )?(?:(?:evidence|signs?|features?|suggestion) of )?(?:an? |the )?(?P<en>[a-z][a-z0-9/ -]{6,60})"
    ));
    let trail = pattern!(
        r"(?i)(?:的)?(?:征象|表现|改变|迹象|声像|影像|情况|(?:is|was|are)? ?(?:seen|identified|present|noted|demonstrated|found))\s*$"
    );
    let mut found = Vec::new();
    for captures in form.iter().flat_map(|form| form.captures_iter(clause)) {
        let Some(name) = captures.name("zh").or(captures.name("en")) else { continue };
        for name in name.as_str().split(['、', '及', '和', '或']) {
            let end = trail.and_then(|form| form.find(name)).map_or(name.len(), |trail| trail.start());
            found.extend(name.get(..end).map(|name| name.trim().trim_end_matches(['.', ' '])));
        }
    }
    let is_whole = |name: &&str| {
        let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
        let shortest =
            if name.chars().any(document::is_cjk) { SHORTEST_DENIED } else { SHORTEST_DENIED_LATIN };
        letters >= shortest && !name.contains("异常") && !name.to_lowercase().contains("abnormal")
    };
    found.retain(is_whole);
    found
}

/// Letters of the shortest name of what is found in one place alone: 胆囊结石.
const SHORTEST_DENIED: usize = 4;
const SHORTEST_DENIED_LATIN: usize = 12;

/// The letters of a text, without blanks, signs and case.
fn letters(text: &str) -> String {
    let folded = crate::fold(text).to_lowercase();
    folded.chars().filter(|c| c.is_alphanumeric() || "/.-".contains(*c)).collect()
}

/// Whether a text states something of that name.
pub(super) fn states(text: &str, name: &str) -> bool {
    letters(text).contains(&letters(name)) && crate::medical::clause_polarity(text) == Polarity::Present
}

/// Something that one sentence of a study denies by its name and another one states.
pub(super) fn denied_by_name(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    if !drafts.is_empty() {
        return;
    }
    let kinds = [SectionKind::Findings, SectionKind::AuxiliaryExamination, SectionKind::Impression];
    let all = statements(case, &kinds);
    // What was seen before or on another day may have gone.
    let other_time = pattern!(
        r"(?i)复查|较前|原有?|术前|术后|治疗后|既往|吸收|消失|对比|previous|prior|resolved|compared|follow-?up|no longer"
    );
    let is_of_now = |text: &str| !other_time.is_some_and(|form| form.is_match(text));
    // Several studies may see different things.
    let study =
        pattern!(r"(?i)(?:CT|MRI?|片|超声|彩超|镜|scan|x-?ray|ultrasound|radiograph)[^。;:]{0,8}[:：示]");
    let is_single = |text: &str| study.is_none_or(|form| form.find_iter(text).count() < 2);
    for statement in all.iter().filter(|statement| is_of_now(statement.text) && is_single(statement.text)) {
        for denial in clauses(statement.text) {
            for name in denied_names(denial) {
                *seen = true;
                let stated = all
                    .iter()
                    .filter(|other| is_of_now(other.text) && is_single(other.text))
                    .find_map(|other| {
                        let clause = clauses(other.text).find(|clause| states(clause, name))?;
                        (!is_of_other_side(denial, clause)).then_some((other, clause))
                    });
                if let Some((other, clause)) = stated {
                    let draft = Draft::new()
                        .about(statement.fact, statement.evidence)
                        .against(other.fact, other.evidence);
                    drafts.push(draft.found(denial).expected(clause).with("finding", clause));
                    return;
                }
            }
        }
    }
}

/// An item of a check-up that stands once more, in a summary that is a table of its own, and is denied there by its name or called normal.
pub(super) fn twice(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool, clear: Option<&Regex>) {
    if case.kind() != Kind::Checkup {
        return;
    }
    let rows: Vec<Item<'_>> = labs(case)
        .filter(|(_, item)| matches!(item.value.value, LabValue::Text(_)))
        .map(|(fact, item)| {
            let evidence = item.value.evidence;
            Item { fact, evidence, name: item.name.value.trim().to_owned(), text: printed(case, &item.value) }
        })
        .chain(in_lines(case))
        .collect();
    for (index, item) in rows.iter().enumerate() {
        let Some(other) = rows.iter().take(index).find(|other| other.name == item.name) else { continue };
        *seen = true;
        let (own, before) = (item.text.as_str(), other.text.as_str());
        let denies =
            |denial: &str, stated: &str| denied_names(denial).into_iter().any(|name| states(stated, name));
        let is_clear = |text: &str| clear.is_some_and(|clear| clear.is_match(text));
        let odd = pattern!(
            r"早搏|房颤|传导阻滞|改变$|痔|肿大|减弱|增强|下降|减退|异常$|阳性$|杂音|啰音|充血|偏曲|龋"
        );
        let names = |text: &str| {
            let first = text.split(['。', ';', ',', '→']).next().unwrap_or("");
            let is_odd = odd.is_some_and(|form| form.is_match(first))
                && crate::medical::clause_polarity(first) == Polarity::Present;
            (is_disease(first) || is_odd) && !is_clear(first)
        };
        let contrary = denies(own, before)
            || denies(before, own)
            || is_clear(own) && names(before)
            || is_clear(before) && names(own);
        if contrary && drafts.is_empty() {
            let draft = Draft::new().about(item.fact, item.evidence).against(other.fact, other.evidence);
            drafts.push(draft.found(own).expected(before).with("finding", before));
        }
    }
}

/// An item of a check-up with what was found.
struct Item<'a> {
    fact: &'a Fact,
    evidence: EvidenceId,
    name: String,
    text: String,
}

/// The items that lines tell, each with its name and a colon or a gap behind it: `▪ 咽喉：慢性咽炎`, `咽喉　检查未发现异常`.
fn in_lines<'a>(case: &Case<'a>) -> Vec<Item<'a>> {
    let form = pattern!(
        r"^(?:[\s*·•●★☆◆■▪▲※(【\[〔<《-]|[0-9]{1,2}[、.)])*(?P<name>[\p{Han}A-Za-z0-9]{2,12})\s*[】\]〕>》]?(?:\s*:|\s)\s*(?P<text>\S.*)$"
    );
    let told = case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::CheckupResult { finding, .. } => Some((fact, finding)),
        _ => None,
    });
    let items = told.filter_map(|(fact, finding)| {
        let folded = crate::fold(&finding.value);
        let captures = form?.captures(&folded)?;
        let (name, text) = (captures.name("name")?, captures.name("text")?);
        let item = Item {
            fact,
            evidence: finding.evidence,
            name: name.as_str().to_owned(),
            text: text.as_str().to_owned(),
        };
        (!name.as_str().contains("建议")).then_some(item)
    });
    items.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_by_its_name() {
        for (clause, want) in [
            ("未见L4/5椎间盘突出征象", vec!["L4/5椎间盘突出"]),
            ("未见明显异常", vec![]),
            ("未见骨折", vec![]),
            ("No evidence of a left renal calculus", vec!["left renal calculus"]),
            ("No acute abnormality", vec![]),
        ] {
            assert_eq!(denied_names(clause), want, "{clause}");
        }
        assert!(
            states("L4/5 椎间盘突出（右旁中央型）", "L4/5椎间盘突出") && !states("未见胆囊结石", "胆囊结石")
        );
    }
}
