//! Medicines that running text gives without an order that could be read, against what the patient does not bear: a part of M33.

use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{EvidenceId, Fact, Medicine, Role, medicine};

/// The clause that gives what one of the allergies forbids; `forbids` tells of a medicine of the dictionary whether it does.
pub(super) fn in_words(
    case: &Case<'_>,
    allergies: &[(&Fact, EvidenceId, String)],
    forbids: impl Fn(&Medicine, &str) -> bool,
) -> Option<Draft> {
    // That it is given, and not only named.
    let gives = pattern!(
        r"(?i)予|给予|静[滴推脉注]|肌[注内]|口服|皮下|注射|滴眼|点眼|雾化|外用|外敷|消毒|联合|加用|改用|换用|使用|续用|嚼服|含服|[0-9]\s*(?:mg|g|ml|μg|ug|mcg|片|粒|万?u|iu)\b|\b(?:iv|po|im|sc|pca|given|giving|start(?:ed)?|commence[ds]?|prescribed|treated with|received|cover(?:ed)? with|bd|tds|qds|od|bid|tid|qd)\b"
    );
    let spares = pattern!(
        r"(?i)过敏|禁用|忌用|避免|不用|停用|未用|慎用|不宜|不能|勿|否认|皮试|反应|皮疹|荨麻疹|休克史|替代|代替|既往|曾|史[,:。]|外院|allerg|avoid|intoleran|reaction|rash|anaphyla|contraindicat|not given|omit|stopp|withh|instead of|rather than|previous|history|sensitiv|\bno\b|\bnot\b"
    );
    let forbids_it = pattern!(
        r"(?i)禁用|忌用|避免|不用|停用|未用|慎用|不宜|不能|勿用|换用|改用|替代|代替|avoid|contraindicat|not given|omit|stopp|withh|instead of|rather than"
    );
    let hits = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let named: Vec<(&Fact, EvidenceId, &str, Option<String>)> = allergies
        .iter()
        .map(|(fact, evidence, text)| (*fact, *evidence, text.as_str(), substance(text)))
        .collect();
    let texts = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain | Role::Cell { .. })
            && !passage.is_marginal()
    });
    for passage in texts {
        let folded = passage.folded();
        let mut at = 0;
        for clause in
            folded.split_inclusive(['。', ';', ',', '、']).flat_map(|part| part.split_inclusive(". "))
        {
            let start = at;
            at += clause.len();
            let characters = passage.characters(start..start + clause.len());
            let is_own =
                allergies.iter().filter_map(|(_, id, _)| case.dossier.facts.cited(*id)).any(|cited| {
                    let range = &cited.span.characters;
                    cited.span.passage == passage.id
                        && (range.start as usize) < characters.end
                        && characters.start < range.end as usize
                });
            if is_own || hits(spares, clause) || !hits(gives, clause) && !hits(gives, sentence(folded, start))
            {
                continue;
            }
            let known: Vec<&Medicine> = clause.split(PARTING).filter_map(medicine).collect();
            let lower = clause.to_lowercase();
            let hit = named.iter().find(|(_, _, text, substance)| {
                known.iter().any(|known| forbids(known, text))
                    || substance.as_ref().is_some_and(|substance| lower.contains(substance.as_str()))
            });
            if let Some((fact, evidence, text, _)) =
                hit.filter(|_| !hits(forbids_it, sentence(folded, start)))
            {
                let draft = Draft::new().about_span(passage.span(start..start + clause.len()));
                let draft = draft.against(fact, *evidence).found(clause.trim());
                return Some(draft.with("allergy", *text));
            }
        }
    }
    None
}

/// Signs and words that part two medicines of one clause.
const PARTING: [char; 6] = ['+', '及', '和', '与', '或', '/'];

/// The sentence around a place.
fn sentence(text: &str, at: usize) -> &str {
    let stops = ['。', ';', '\n'];
    let from = text.get(..at).and_then(|ahead| ahead.rfind(stops)).map_or(0, |stop| {
        stop + text.get(stop..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let to = text.get(at..).and_then(|rest| rest.find(stops)).map_or(text.len(), |stop| at + stop);
    text.get(from..to).unwrap_or("")
}

/// What is not borne as it would be named where it is given: `碘伏（皮疹）` is 碘伏, `Pethidine (rash)` pethidine.
fn substance(allergy: &str) -> Option<String> {
    let folded = crate::fold(allergy).to_lowercase();
    let own = folded.split(['(', ':', '-', ',', ';', '、', '/', '。']).next()?.trim();
    let own = own.trim_start_matches("对").trim_end_matches("过敏");
    let own = ["类药物", "药物", "类", "制剂", "史"]
        .iter()
        .fold(own, |own, tail| own.trim_end_matches(tail))
        .trim();
    let letters = own.chars().filter(|c| c.is_alphabetic()).count();
    let is_han = own.chars().all(document::is_cjk);
    let is_word = own.chars().all(|c| c.is_ascii_alphabetic());
    let vague = [
        "不详",
        "阳性",
        "阴性",
        "有",
        "其他",
        "食物",
        "检查",
        "正常",
        "患者",
        "海鲜",
        "花粉",
        "药物",
        "抗生素",
        "unknown",
        "other",
        "antibiotics",
        "drugs",
        "latex",
        "contrast",
    ];
    ((is_han && (2..=6).contains(&letters) || is_word && letters >= 5)
        && !vague.iter().any(|word| own.contains(word)))
    .then(|| own.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_borne_is_told_without_what_it_did() {
        assert_eq!(substance("碘伏（皮疹）").as_deref(), Some("碘伏"));
        assert_eq!(substance("Pethidine (rash)").as_deref(), Some("pethidine"));
        assert_eq!(substance("磺胺类药物").as_deref(), Some("磺胺"));
        assert_eq!(substance("不详"), None);
    }
}
