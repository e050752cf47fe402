//! A study that denies the very thing that is diagnosed, where no other study states it: a part of M15.

use super::ask::{diagnoses, sections};
use super::impression::{clauses, is_of_other_side};
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{Kind, Polarity, SectionKind};

/// Words of what one study sees or does not see, as reports and diagnoses both name it.
const LESIONS: [&str; 26] = [
    "骨折",
    "脱位",
    "积液",
    "气胸",
    "结石",
    "囊肿",
    "肿块",
    "血肿",
    "梗死",
    "撕裂",
    "断裂",
    "息肉",
    "溃疡",
    "实变",
    "血栓",
    "動脈瘤",
    "fracture",
    "dislocation",
    "effusion",
    "pneumothorax",
    "calcul",
    "haematoma",
    "infarct",
    "consolidation",
    "thromb",
    "aneurysm",
];

/// Adds the diagnosis of something that a study of the record denies, where nothing else is found.
pub(super) fn add(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    if drafts.is_empty() && case.kind() == Kind::Record {
        drafts.extend(denied(case, seen));
    }
}

/// The diagnosis of something that a study of the record denies.
fn denied(case: &Case<'_>, seen: &mut bool) -> Option<Draft> {
    use SectionKind as S;
    // What was there before, or is not sure, may not be seen.
    let apart = pattern!(
        r"(?i)史|术后|陈旧|疑|可能|考虑|待排|\?|？|治疗后|恢复期|old\b|history|previous|possible|probable|suspected|query|healed|resolved|post"
    );
    let free = |text: &str| !apart.is_some_and(|form| form.is_match(text));
    let named =
        pattern!(r"(?i)\bCXR\b|\bCT\b|\bMRI\b|x-?ray|ultrasound|\bUSS\b|radiograph|超声|平片|胸片|造影");
    let mut all: Vec<(_, _, &str)> = Vec::new();
    for section in sections(case) {
        let of_study = matches!(section.kind, S::AuxiliaryExamination | S::Findings);
        // What tells the course tells studies in sentences of their own.
        if !of_study && !matches!(section.kind, S::Course | S::PresentIllness | S::AdmissionCondition) {
            continue;
        }
        for text in section.text {
            let sentences = text.value.split(['。', '\n']).flat_map(|part| part.split(". "));
            for sentence in sentences.filter(|part| of_study || named.is_some_and(|form| form.is_match(part)))
            {
                all.extend(clauses(sentence).map(|clause| (section.fact, text.evidence, clause)));
            }
        }
    }
    for found in
        diagnoses(case).filter(|found| found.polarity == Polarity::Present && free(&found.text.value))
    {
        let lower = crate::fold(&found.text.value).to_lowercase();
        // Inflammation of a lobe is seen as its consolidation.
        let of_lobe =
            pattern!(r"lob(?:ar|e) pneumonia|叶(?:性)?肺炎").is_some_and(|form| form.is_match(&lower));
        let is_named =
            |lesion: &str| lower.contains(lesion) || of_lobe && matches!(lesion, "consolidation" | "实变");
        for lesion in LESIONS.iter().filter(|lesion| is_named(lesion)) {
            let is_told = |clause: &str| crate::fold(clause).to_lowercase().contains(lesion);
            let told: Vec<_> = all.iter().filter(|(_, _, clause)| is_told(clause)).collect();
            *seen |= !told.is_empty();
            // What was done without contrast denies nothing.
            let is_denied = |clause: &str| {
                let said = clause.rsplit([':', '：']).next().unwrap_or(clause);
                crate::medical::clause_polarity(said) == Polarity::Absent
            };
            if told.iter().any(|(_, _, clause)| !is_denied(clause)) {
                continue;
            }
            let place = |clause: &str| shares_place(clause, &lower) && !is_of_other_side(clause, &lower);
            if let Some((fact, evidence, clause)) = told.into_iter().find(|(_, _, clause)| place(clause)) {
                let draft = Draft::new().about(found.fact, found.text.evidence).against(fact, *evidence);
                return Some(draft.found(&*found.text.value).expected(*clause).with("finding", *clause));
            }
        }
    }
    None
}

/// Whether two texts name one place of the body, or both none: what is denied of the septum may be true of the nose.
fn shares_place(a: &str, b: &str) -> bool {
    let form = pattern!(
        r"(?i)鼻骨|鼻中隔|踝|腕|膝|髋|肩|肘|锁骨|肋|胫|腓|股骨|桡|尺骨|肱|跟骨|椎|骨盆|颅|胸腔|肋膜|心包|腹腔|盆腔|关节腔|肾|输尿管|膀胱|胆囊|胆管|肝|胰|肺|脑|下肢|深静脉|胃|十二指肠|结肠|wrist|ankle|knee|hip|shoulder|elbow|clavicle|rib|tibia|fibula|femur|radius|ulna|humerus|spine|pleural|pericardial|renal|kidney|ureter|lung|lobe|leg"
    );
    let places = |text: &str| -> Vec<String> {
        let lower = crate::fold(text).to_lowercase();
        form.iter().flat_map(|form| form.find_iter(&lower)).map(|found| found.as_str().to_owned()).collect()
    };
    let (a, b) = (places(a), places(b));
    let of_chest = |all: &[String]| all.iter().any(|place| ["肺", "lung", "lobe"].contains(&place.as_str()));
    a.iter().any(|place| b.contains(place)) || a.is_empty() && (of_chest(&b) || b.is_empty())
}
