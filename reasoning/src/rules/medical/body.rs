//! Sides: M13, M14.

use std::collections::HashMap;

use super::ask::{Diagnosed, diagnoses, sections};
use super::sided::{
    SHORTEST_TOLD, Sided, Source, found_in, is_concluded, is_described, is_of_before, is_well, sentences,
    sided, tells_illness, told_normal,
};
use super::study::{self, Study};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::{Kind, MedicalFact, Polarity, SectionKind, Side};

/// What a study tells of a side that all the rest of it tells differently.
fn lone_side(study: &Study<'_>, seen: &mut bool) -> Option<Draft> {
    let lone = study::lone_side(study, seen)?;
    let other = study::opposite(lone.side);
    let draft = lone.other.against(lone.source.about(Draft::new()));
    let draft = draft.with_words("side", side_words(lone.side)).with_words("other", side_words(other));
    Some(draft.found(shortened(lone.text)).expected(side_words(other).zh))
}

/// Whether what a study tells of a side is no slip: it tells of both sides in all its parts, or says that all is well there.
fn is_no_slip(study: &Study<'_>, other: &Sided<'_>) -> bool {
    study::is_borne_out(study, &other.text, other.side) || study::is_fine(study, &other.text)
}

/// What heads the record comes first: complaint, question, conclusion, diagnosis, operation.
fn key(found: &Sided<'_>) -> u8 {
    match &found.source {
        Source::Text(..) => 1,
        Source::Fact(fact, _) => match &fact.body {
            crate::Body::Medical(
                MedicalFact::Diagnosis { .. } | MedicalFact::Procedure { .. } | MedicalFact::Attribute { .. },
            ) => 0,
            crate::Body::Medical(MedicalFact::Section {
                kind: SectionKind::ChiefComplaint | SectionKind::Indication | SectionKind::Impression,
                ..
            }) => 0,
            _ => 1,
        },
    }
}

/// M13: complaint, findings, diagnosis and operation tell different sides of one place.
pub(super) fn sides_agree(case: &Case<'_>) -> Verdict {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    let study = Study::of(case);
    // A study tells its sides part by part, and of paired organs one after the other.
    if case.kind() != Kind::Checkup && (study.is_whole() || case.kind() == Kind::Lab) {
        let mut seen = false;
        let drafts = lone_side(&study, &mut seen).into_iter().collect();
        return Verdict::of(seen, "section.chief_complaint|diagnosis", drafts);
    }
    let all = sided(case, &places);
    // Who tells both sides of a place compares them.
    let (mut drafts, mut seen) = (Vec::new(), false);
    for group in 0..places.len() {
        let ours: Vec<&Sided<'_>> = all.iter().filter(|found| found.group == group).collect();
        // What heads the record - complaint, diagnosis, operation - is what the rest must agree with.
        // Without a head of its own it is the sentence that tells what ails the patient or is to be done.
        let heads = || ours.iter().find(|found| tells_illness(&found.text));
        let Some(first) = ours.iter().find(|found| key(found) == 0).or_else(heads) else { continue };
        let is_first = |other: &Sided<'_>| other.source.is(&first.source) && other.sentence == first.sentence;
        let mut others = ours.iter().filter(|other| !is_first(other)).peekable();
        seen |= others.peek().is_some();
        let is_opposite =
            |a: Side, b: Side| matches!((a, b), (Side::Left, Side::Right) | (Side::Right, Side::Left));
        // A sentence that tells the side of the first too only compares; so does a text, but for what it concludes and complains of.
        let compares = |other: &Sided<'_>| {
            // That the own side is as it should be, where the other one is not, is no comparison; nor is what a study concludes of one side
            // where all that it describes lies on the other.
            let is_odd = !told_normal(other);
            let describes = is_odd && is_described(other);
            let agrees = |third: &&&Sided<'_>| {
                let is_same = third.source.is(&other.source) && !third.is_study;
                is_same
                    && !is_opposite(third.side, first.side)
                    && !(is_odd && told_normal(third))
                    && !(describes && third.sentence != other.sentence && is_concluded(third))
            };
            let agreeing: Vec<&&Sided<'_>> = ours.iter().filter(agrees).collect();
            agreeing.iter().any(|third| third.sentence == other.sentence)
                || !agreeing.is_empty() && !decides(other)
        };
        let against = others.find(|other| {
            is_opposite(other.side, first.side) && !is_of_before(other) && !is_well(other) && !compares(other)
        });
        let against = against.filter(|other| !is_no_slip(&study, other));
        if let Some(other) = against {
            drafts.push(opposite(other, first));
            continue;
        }
        // Within a study of the right side a sentence on the other one is no comparison, where it does not say so.
        let at_odds = ours.iter().filter(|other| is_opposite(other.side, first.side)).count();
        let found = (at_odds == 1).then(|| super::study_side::of_other_side(case, first, &places)).flatten();
        if let Some((fact, evidence, text)) = found {
            let side = study::opposite(first.side);
            let draft = first.source.against(Draft::new().about(fact, evidence)).found(shortened(&text));
            drafts.push(
                draft
                    .with_words("side", side_words(side))
                    .with_words("other", side_words(first.side))
                    .expected(side_words(first.side).zh),
            );
        }
    }
    if drafts.is_empty() {
        drafts.extend(lone_side(&study, &mut seen));
    }
    Verdict::of(seen, "section.chief_complaint|diagnosis", drafts)
}

/// Whether a sentence is one that concludes, or tells of what the patient complains: there the other side is no comparison.
fn decides(told: &Sided<'_>) -> bool {
    // Idioms that deny nothing of it.
    let idioms = pattern!(r"无(?:明显)?诱因|无痛性?|无意中|不慎|不能|未愈");
    let text = idioms.map_or(told.text.as_str().into(), |form| form.replace_all(&told.text, ""));
    let text = &*text;
    let normal = pattern!(
        r"(?i)未|无|正常|健侧|对侧|对称|良好|否认|阴性|既往|曾|年前|\bno\b|not\b|without|normal|unremarkable|intact|clear\b|contralateral|unaffected|previous|prior|old\b|history of"
    );
    // What the clause says that names the side; the next one may deny something else.
    let clause = text.split([',', '，', '、']).find(|part| {
        let sides = crate::medical::clause_sides(part);
        sides.contains(&told.side)
    });
    if normal.is_some_and(|form| form.is_match(clause.unwrap_or(text))) {
        return false;
    }
    let symptom = pattern!(
        r"(?i)痛|肿|胀|麻木|无力|包块|活动受限|受伤|摔|扭|撞|视物|听力|耳鸣|收住|收入|收治|入院|pain|swell|lump|weak|numb|injur|\bfell\b|\bfall\b|twist|sprain|hearing|vision|deformity"
    );
    let described =
        pattern!(r"(?i)见|示|探及|大小|[0-9]\s*[×xX*]|约|\bseen\b|demonstrat|measur|[0-9] ?[cm]m\b");
    let concludes = pattern!(
        r"(?i)(?:结论|印象|提示|意见|诊断|考虑|conclusion|impression|reported as|opinion|diagnosis)\s*:?"
    );
    match told.section {
        Some(SectionKind::PresentIllness | SectionKind::AdmissionCondition | SectionKind::ChiefComplaint) => {
            symptom.is_some_and(|form| form.is_match(text))
        }
        Some(SectionKind::Course) => {
            let lesion = pattern!(
                r"(?i)骨折|结石|疝|囊肿|肿瘤|肿物|积水|积液|撕裂|断裂|白内障|fracture|stone|calcul|hernia|cyst|tumou?r|mass\b|hydroneph|effusion|tear\b|rupture|cataract"
            );
            symptom.is_some_and(|form| form.is_match(text)) || lesion.is_some_and(|form| form.is_match(text))
        }
        Some(SectionKind::AuxiliaryExamination | SectionKind::Findings | SectionKind::Impression) => {
            concludes.is_some_and(|form| form.is_match(text))
                || told.is_last && !described.is_some_and(|form| form.is_match(text))
        }
        _ => false,
    }
}

/// What a side is called.
fn side_words(side: Side) -> crate::rules::Bilingual {
    match side {
        Side::Left => crate::rules::Bilingual::new("左", "left"),
        Side::Right => crate::rules::Bilingual::new("右", "right"),
        Side::Both => crate::rules::Bilingual::new("双侧", "both sides"),
    }
}

fn opposite(found: &Sided<'_>, other: &Sided<'_>) -> Draft {
    let words = side_words;
    other
        .source
        .against(found.source.about(Draft::new()))
        .with_words("side", words(found.side))
        .with_words("other", words(other.side))
        .found(shortened(&found.text))
        .expected(words(other.side).zh)
}

/// Letters of a quotation within a message; the evidence quotes it whole.
const QUOTED: usize = 40;

fn shortened(text: &str) -> String {
    let head: String = text.chars().take(QUOTED).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}

/// M14: a diagnosis of a paired organ without its side.
pub(super) fn side_named(case: &Case<'_>) -> Verdict {
    let paired = case.rule.words("paired");
    let free = case.rule.words("free");
    if case.kind() == Kind::Lab {
        let (mut drafts, mut seen) = (Vec::new(), false);
        dropped(case, &mut drafts, &mut seen);
        return Verdict::of(seen, "section.findings", drafts);
    }
    let all: Vec<Diagnosed<'_>> =
        diagnoses(case).filter(|found| found.polarity != Polarity::Absent).collect();
    let mut drafts = Vec::new();
    // Who prescribes or bills for it need not say on which side it is.
    let title = super::record::title(case);
    let title = crate::fold(&title);
    let of_orders = ["处方", "用药", "费用", "清单", "结算", "prescription", "medication", "invoice", "bill"];
    if of_orders.iter().any(|word| title.contains(word)) {
        return Verdict::lacks("diagnosis.side");
    }
    let mut told: HashMap<&str, Option<Sided<'_>>> = HashMap::new();
    for found in &all {
        // What it was told by stands in brackets: 桡骨远端骨折(依据左腕关节片).
        let lower = without_brackets(&crate::fold(&found.text.value).to_lowercase());
        let has_side = free.iter().any(|word| lower.contains(word));
        let Some(word) = paired.iter().find(|word| lower.contains(**word)).filter(|_| !has_side) else {
            continue;
        };
        let draft = Draft::new().about(found.fact, found.text.evidence).found(&*found.text.value);
        let draft = draft.with("word", *word);
        // Where another text names the side, it is what was left out.
        let find = || sided(case, &[vec![(*word).to_owned()]]).into_iter().next();
        let other = told.entry(*word).or_insert_with(find);
        drafts.push(match other {
            Some(other) => other.source.against(draft),
            None => draft,
        });
    }
    if drafts.is_empty() {
        left_out(case, &all, &free, &mut drafts);
    }
    unsided_operations(case, &paired, &free, &mut drafts);
    let mut seen = !all.is_empty();
    unsided_findings(case, &free, &mut drafts, &mut seen);
    if drafts.is_empty() {
        half_asked(case, &free, &mut drafts, &mut seen);
    }
    if drafts.is_empty() {
        dropped(case, &mut drafts, &mut seen);
    }
    Verdict::of(seen, "diagnosis", drafts)
}

/// Adds what a study concludes without the side of what it saw.
fn dropped(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    if let Some(lone) = study::side_dropped(&Study::of(case), &places, case.kind() != Kind::Checkup, seen) {
        let draft = lone.other.against(lone.source.about(Draft::new()));
        drafts.push(draft.found(shortened(lone.text)));
    }
}

/// Adds what findings, a conclusion or the complaint say of something in one place of a paired organ without its side, where the rest of
/// the record tells one side of it. Behind a sentence that tells the side the next ones need not. Where the name of the study tells it, it is a hint.
fn unsided_findings(case: &Case<'_>, free: &[&str], drafts: &mut Vec<Draft>, seen: &mut bool) {
    use SectionKind as S;
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    let (focal, not) = (case.rule.words("focal"), case.rule.words("not"));
    let kinds = [S::Findings, S::AuxiliaryExamination, S::Impression];
    let mut told: Option<Vec<Sided<'_>>> = None;
    for section in sections(case).filter(|section| kinds.contains(&section.kind)) {
        *seen = true;
        for text in section.text {
            let mut is_placed = false;
            let all = sentences(&text.value);
            for (number, sentence) in all.iter().enumerate() {
                let (study, said) = behind_study(sentence);
                let lower = without_brackets(&crate::fold(said).to_lowercase());
                let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
                let is_conclusion = pattern!(r"(?i)结论|印象|提示|意见|conclu|impression|reported|opinion")
                    .is_some_and(|form| form.is_match(study));
                let names_study = pattern!(
                    r"(?i)ct|mri?\b|x\s*[线光]|平片|片|超声|彩超|b超|造影|扫|dr\b|钼靶|scan|ultraso|radiogra|x-?ray|film|view|imaging"
                )
                .is_some_and(|form| form.is_match(study));
                // What ends the results without describing anything concludes.
                let described =
                    pattern!(r"(?i)见|示|探及|[0-9]|约|\bseen\b|demonstrat|measur|\bis\b|\bare\b")
                        .is_some_and(|form| form.is_match(said));
                let is_end = number > 0 && number + 1 == all.len() && !described;
                let is_conclusion = is_conclusion || section.kind == S::AuxiliaryExamination && is_end;
                let by_heading = !names_study && free.iter().any(|word| study.to_lowercase().contains(word));
                if has(free) || by_heading {
                    is_placed = true;
                    continue;
                }
                let is_denied = crate::medical::clause_polarity(said) == Polarity::Absent;
                let is_anywhere = names_no_place(&lower);
                if is_placed && !is_conclusion || has(&not) || !has(&focal) || is_denied || is_anywhere {
                    continue;
                }
                let named = |words: &Vec<String>| words.iter().any(|word| found_in(&lower, word).is_some());
                let Some(group) = places.iter().position(named) else { continue };
                let told = told.get_or_insert_with(|| sided(case, &places));
                let of_group = || told.iter().filter(|other| other.group == group);
                let Some(other) = of_group().find(|other| other.side != Side::Both) else { continue };
                if of_group().all(|third| third.side == other.side) && drafts.is_empty() {
                    let draft = Draft::new().about(section.fact, text.evidence).found(shortened(said));
                    let is_asked = |told: &Sided<'_>| {
                        let asked = [Some(S::Technique), Some(S::Indication)];
                        told.is_study || asked.contains(&told.section)
                    };
                    let title = case.part.title.as_ref().map_or("", |title| title.value.as_str());
                    let named = format!("{title} {study}").to_lowercase();
                    // Where the name of the study or what was asked tells the side, the reader knows it all the same.
                    let by_study = free.iter().any(|word| named.contains(word)) || of_group().any(is_asked);
                    let draft = other.source.against(draft);
                    drafts.push(if by_study { draft.way("study") } else { draft });
                    return;
                }
            }
        }
    }
}

/// Adds what was asked of a study of a lobe without its side, where the study tells one side of it: who knows the lobe knows the side.
fn half_asked(case: &Case<'_>, free: &[&str], drafts: &mut Vec<Draft>, seen: &mut bool) {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    for section in sections(case).filter(|section| section.kind == SectionKind::Indication) {
        for text in section.text {
            let lower = without_brackets(&crate::fold(&text.value).to_lowercase());
            let group =
                places.iter().position(|words| words.iter().any(|word| found_in(&lower, word).is_some()));
            let Some(group) = group.filter(|_| is_half_named(&lower)) else { continue };
            *seen = true;
            if free.iter().any(|word| lower.contains(word)) {
                continue;
            }
            let told = sided(case, &places);
            let of_group = || told.iter().filter(|other| other.group == group);
            let Some(other) = of_group().find(|other| other.side != Side::Both) else { continue };
            if of_group().all(|third| third.side == other.side) {
                let draft = Draft::new().about(section.fact, text.evidence).found(shortened(&text.value));
                drafts.push(other.source.against(draft));
                return;
            }
        }
    }
}

/// The study that a sentence names before a colon or a dash, or the word that it concludes by, and what it says of it.
fn behind_study(sentence: &str) -> (&str, &str) {
    let form = pattern!(r"^[^:：，,]{2,40}?(?:[:：]|\s[-–—]\s)\s*");
    match form.and_then(|form| form.find(sentence)) {
        Some(found) => sentence.split_at(found.end()),
        None => ("", sentence),
    }
}

/// Adds a diagnosis of something in one place of a paired organ that names no side where the rest of the record tells one side of it.
fn left_out(case: &Case<'_>, all: &[Diagnosed<'_>], free: &[&str], drafts: &mut Vec<Draft>) {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    let (focal, not) = (case.rule.words("focal"), case.rule.words("not"));
    let told = sided(case, &places);
    for found in all {
        let lower = without_brackets(&crate::fold(&found.text.value).to_lowercase());
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(free) || has(&not) || !(has(&focal) || is_half_named(&lower)) || names_no_place(&lower) {
            continue;
        }
        let named = |words: &Vec<String>| words.iter().any(|word| found_in(&lower, word).is_some());
        let Some(group) = places.iter().position(named) else { continue };
        let of_group = || told.iter().filter(|other| other.group == group);
        let Some(other) = of_group().find(|other| other.side != Side::Both) else { continue };
        if of_group().all(|third| third.side == other.side) {
            let draft = Draft::new().about(found.fact, found.text.evidence).found(&*found.text.value);
            let word = places
                .get(group)
                .and_then(|words| words.iter().find(|word| found_in(&lower, word).is_some()));
            drafts.push(other.source.against(draft.with("word", word.map_or("", String::as_str))));
            return;
        }
    }
}

/// Whether a text names a disease of the lungs that need not be told of one of them: 社区获得性肺炎. Of a lobe, or alone as the whole
/// diagnosis, it is of one.
fn names_no_place(lower: &str) -> bool {
    let of_lungs = pattern!(r"肺炎|pneumonia").is_some_and(|form| form.is_match(lower));
    let is_alone = pattern!(r"^[\s0-9.、)(:;。,]*(?:肺炎|lobar pneumonia)[\s.。;,]*$");
    of_lungs && !is_half_named(lower) && !is_alone.is_some_and(|form| form.is_match(lower))
}

/// Whether a text names the part of one of two organs or limbs and not which: `lower lobe`, `上叶`.
fn is_half_named(lower: &str) -> bool {
    pattern!(r"\b(?:upper|middle|mid|lower)[ -](?:lobes?|zones?)\b|[上中下]叶")
        .is_some_and(|form| form.is_match(lower))
}

/// A text without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let form = pattern!(r"[(（][^()（）]*[)）]");
    form.map_or_else(|| text.to_owned(), |form| form.replace_all(text, "").into_owned())
}

/// Operations on a paired organ without its side, where another text tells it.
fn unsided_operations(case: &Case<'_>, paired: &[&str], free: &[&str], drafts: &mut Vec<Draft>) {
    let places: Vec<Vec<String>> = case.rule.parameter("places");
    // Sides are looked for once for each place, however often it was operated on.
    let mut told: HashMap<Vec<String>, Option<Sided<'_>>> = HashMap::new();
    for (fact, body) in case.medical() {
        let MedicalFact::Procedure { name, .. } = body else { continue };
        let lower = crate::fold(&name.value).to_lowercase();
        // The sentence around it may name the side: 左眼于2022年行白内障手术.
        let around = case.dossier.facts.cited(name.evidence).and_then(|cited| {
            let passage = case.dossier.view.passage(cited.span.passage)?;
            let mut sentences = passage.folded().split(['。', ';']);
            sentences.find(|sentence| sentence.contains(crate::fold(&name.value).as_str()))
        });
        let names_side = |text: &str| free.iter().any(|word| text.to_lowercase().contains(word));
        let in_prose =
            around.filter(|text| text.chars().count() > name.value.chars().count() + SHORTEST_TOLD);
        let is_past = pattern!(r"(?:19|20)[0-9]{2}年|年前|曾|既往");
        let was =
            in_prose.is_some_and(|text| names_side(text) && is_past.is_some_and(|form| form.is_match(text)));
        if was || free.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let of_place =
            || places.iter().find(|words| words.iter().any(|word| found_in(&lower, word).is_some()));
        let by_word = paired.iter().find(|word| lower.contains(**word)).map(|word| vec![(*word).to_owned()]);
        let Some(words) = by_word.or_else(|| of_place().cloned()) else { continue };
        let word = words.iter().find(|word| found_in(&lower, word).is_some()).cloned().unwrap_or_default();
        let find =
            || sided(case, std::slice::from_ref(&words)).into_iter().find(|other| other.side != Side::Both);
        if let Some(other) = told.entry(words.clone()).or_insert_with(find) {
            let draft = Draft::new().about(fact, name.evidence).found(&*name.value).with("word", word);
            drafts.push(other.source.against(draft));
        }
    }
}
