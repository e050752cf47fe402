//! The sides that a record tells of its patient, and of which places.

use std::collections::{HashMap, HashSet};

use super::ask::{diagnoses, sections};
use super::impression::clauses;
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{EvidenceId, Fact, Kind, MedicalFact, Passage, SectionKind, Side};

/// Where a side is told: in a fact, or in a text of no section.
#[derive(Clone)]
pub(super) enum Source<'a> {
    Fact(&'a Fact, EvidenceId),
    Text(&'a Passage, usize),
}

impl Source<'_> {
    pub(super) fn is(&self, other: &Source<'_>) -> bool {
        match (self, other) {
            (Source::Fact(_, a), Source::Fact(_, b)) => a == b,
            (Source::Text(a, first), Source::Text(b, second)) => a.id == b.id && first == second,
            _ => false,
        }
    }

    pub(super) fn about(&self, draft: Draft) -> Draft {
        match self {
            Source::Fact(fact, evidence) => draft.about(fact, *evidence),
            Source::Text(passage, _) => draft.about_span(passage.whole()),
        }
    }

    pub(super) fn against(&self, draft: Draft) -> Draft {
        match self {
            Source::Fact(fact, evidence) => draft.against(fact, *evidence),
            Source::Text(passage, _) => draft.against_span(passage.whole()),
        }
    }
}

/// A side told of a place of the body.
pub(super) struct Sided<'a> {
    pub(super) source: Source<'a>,
    pub(super) side: Side,
    /// The word of the place, by the group of the rule's list.
    pub(super) group: usize,
    /// Whether it is what was pictured: `MRI of the left knee`.
    pub(super) is_study: bool,
    /// The number of its sentence within its source, and the sentence.
    pub(super) sentence: usize,
    pub(super) text: String,
    /// The section that it stands in, and whether its sentence ends it.
    pub(super) section: Option<SectionKind>,
    pub(super) is_last: bool,
}

/// The sides that a text tells, by the groups of places that must agree.
pub(super) fn sides_in(text: &str, places: &[Vec<String>]) -> Vec<(Side, usize, bool)> {
    let Some(form) = pattern!(
        r"(?i)(?P<both>双侧?|两侧|左右|bilateral|both)|(?P<left>左侧?|\bleft\b)|(?P<right>右侧?|\bright\b)"
    ) else {
        return Vec::new();
    };
    let lower = crate::fold(text).to_lowercase();
    let mut found = Vec::new();
    for captures in form.captures_iter(&lower) {
        let Some(whole) = captures.get(0) else { continue };
        let side = match (captures.name("left"), captures.name("right")) {
            (Some(_), _) => Side::Left,
            (_, Some(_)) => Side::Right,
            _ => Side::Both,
        };
        // The place follows its side, up to the next stop.
        let behind = lower.get(whole.end()..).unwrap_or("");
        // The hands of molecules are no sides: 左甲状腺素, 右美托咪定.
        let of_molecule = pattern!(
            r"^(?:甲状腺素|旋|氧氟|乙拉|西孟|炔|卡尼|氨氯|布比|沙丁|西替|羟丙|亚叶|舒必|美沙|美托|佐匹|酮洛|布洛|丙氧|兰索|雷佐|糖酐)"
        );
        if side != Side::Both && of_molecule.is_some_and(|form| form.is_match(behind)) {
            continue;
        }
        // In brackets the side stands behind its place: `pneumonia (right)`.
        let before = lower.get(..whole.start()).unwrap_or("");
        let is_bracketed = before.ends_with('(') && behind.starts_with(')');
        // What was pictured of both sides tells no side of the illness: 双肾增强CT.
        if side == Side::Both && is_study(behind) {
            continue;
        }
        let end = behind.find([',', '。', ';', '、', '左', '右']).unwrap_or(behind.len());
        let behind: String = if is_bracketed {
            let clause = before.trim_end_matches('(').rsplit([',', '。', ';', ':']).next().unwrap_or("");
            let letters = clause.chars().count();
            clause.chars().skip(letters.saturating_sub(PLACE_REACH)).collect()
        } else {
            behind.get(..end).unwrap_or("").chars().take(PLACE_REACH).collect()
        };
        // Of the thyroid the lobe alone is named: 甲状腺彩超：右叶见结节.
        let of_thyroid = behind.starts_with('叶') && lower.contains("甲状腺") && !lower.contains('肝');
        let hit = places.iter().enumerate().filter_map(|(group, words)| {
            let is_lobe = of_thyroid && words.iter().any(|word| word == "甲状腺");
            let at = words.iter().filter_map(|word| found_in(&behind, word)).min();
            Some((if is_lobe { 0 } else { at? }, group))
        });
        if let Some((_, group)) = hit.min() {
            let of_study = pattern!(
                r"(?:ct|mri?|ultraso[a-z]+|x-?rays?|radiographs?|scans?|films?|views?)\s+(?:of\s+)?(?:the\s+)?$"
            );
            let is_pictured = is_study(behind.as_str()) || of_study.is_some_and(|form| form.is_match(before));
            found.push((side, group, is_pictured));
        }
    }
    found
}

/// Where a word of a place stands in a text in small letters; a Latin one begins a word: no ear stands in `year`.
pub(super) fn found_in(text: &str, word: &str) -> Option<usize> {
    let begins = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !word.is_ascii() || before.is_none_or(|c| !c.is_ascii_alphabetic())
    };
    text.match_indices(word).map(|(at, _)| at).find(|at| begins(*at))
}

/// Whether what follows a side is the name of a study, up to its stop.
pub(super) fn is_study(behind: &str) -> bool {
    pattern!(r"^[^,。;:、(左右]{0,14}?(?:ct|mri?\b|x\s*线|平片|超声|彩超|b超|造影|平扫|增强(?:扫描|检查|ct|mr)|摄片|dr\b|钼靶|scan|ultraso|radiograph|x-ray|film)")
        .is_some_and(|form| form.is_match(behind))
}

/// Letters behind a side within which its place stands.
const PLACE_REACH: usize = 24;

/// Sections in which the side of the present illness is told.
pub(super) fn tells_side(kind: SectionKind) -> bool {
    use SectionKind as S;
    matches!(
        kind,
        S::ChiefComplaint
            | S::PresentIllness
            | S::PhysicalExamination
            | S::AuxiliaryExamination
            | S::AdmissionCondition
            | S::Indication
            | S::Technique
            | S::Findings
            | S::Impression
            | S::Course
            | S::Operation
            | S::Diagnosis
            | S::AdmissionDiagnosis
            | S::DischargeDiagnosis
    )
}

/// All sides told of the present illness.
pub(super) fn sided<'a>(case: &Case<'a>, places: &[Vec<String>]) -> Vec<Sided<'a>> {
    let mut found = Vec::new();
    let mut tell = |source: Source<'a>, text: &str, section: Option<SectionKind>| {
        let all = sentences(text);
        for (sentence, text) in all.iter().enumerate() {
            let told = sides_in(text, places).into_iter();
            let is_last = sentence + 1 == all.len();
            found.extend(told.map(|(side, group, is_study)| {
                let (source, text) = (source.clone(), (*text).to_owned());
                Sided { source, side, group, is_study, sentence, text, section, is_last }
            }));
        }
    };
    let mut add = |fact, evidence, text: &str, section| tell(Source::Fact(fact, evidence), text, section);
    diagnoses(case).for_each(|found| add(found.fact, found.text.evidence, &found.text.value, None));
    for (fact, body) in case.medical() {
        if let MedicalFact::Procedure { name, .. } = body {
            add(fact, name.evidence, &name.value, None);
        }
        if let MedicalFact::Attribute { kind: crate::AttributeKind::Examination, value } = body {
            add(fact, value.evidence, &value.value, Some(SectionKind::Technique));
        }
    }
    for section in sections(case).filter(|section| tells_side(section.kind)) {
        for text in section.text {
            tell(Source::Fact(section.fact, text.evidence), &text.value, Some(section.kind));
        }
    }
    in_texts(case, &mut tell);
    found
}

/// Tells the sides of sentences that no fact quotes.
fn in_texts<'a>(case: &Case<'a>, tell: &mut impl FnMut(Source<'a>, &str, Option<SectionKind>)) {
    let cited: HashSet<_> = case.facts().flat_map(|fact| &fact.evidence).copied().collect();
    let mut covered: HashMap<_, Vec<_>> = HashMap::new();
    for span in cited.into_iter().filter_map(|id| Some(&case.dossier.facts.cited(id)?.span)) {
        covered.entry(span.passage).or_default().push(span.characters);
    }
    let past = pattern!(r"(?i)既往|曾|病史|年前|家族|\bhistory\b|previous|prior|\bago\b|family");
    let bare = case.passages().filter(|passage| !passage.is_marginal() && case.kind() == Kind::Record);
    for passage in bare {
        let spans = covered.get(&passage.id);
        let mut at = 0;
        for (number, sentence) in passage
            .folded()
            .split_inclusive(['。', ';'])
            .flat_map(|part| part.split_inclusive(". "))
            .enumerate()
        {
            let characters = passage.characters(at..at + sentence.len());
            at += sentence.len();
            // What a fact quotes is told by the fact.
            let is_quoted = |span: &crate::CharacterRange| {
                let is_long = span.end.saturating_sub(span.start) >= SHORTEST_QUOTE;
                is_long && (span.start as usize) < characters.end && characters.start < span.end as usize
            };
            // The name of a column alone tells nothing.
            let is_short = sentence.chars().count() < SHORTEST_TOLD;
            if is_short || spans.is_some_and(|spans| spans.iter().any(is_quoted)) {
                continue;
            }
            // What was once, or is another's, tells nothing of the present illness.
            let now: Vec<&str> =
                clauses(sentence).filter(|clause| !past.is_some_and(|past| past.is_match(clause))).collect();
            tell(Source::Text(passage, number), &now.join(","), None);
        }
    }
}

/// Letters of the shortest sentence that tells of a side.
pub(super) const SHORTEST_TOLD: usize = 5;

/// Characters of a quotation from which on its sentence is told by the fact that quotes it.
const SHORTEST_QUOTE: u32 = 20;

/// The clause of a sentence that names its side.
pub(super) fn own_clause<'t>(told: &'t Sided<'_>) -> &'t str {
    let parts = told.text.split([',', '，', '、']);
    let own = parts.into_iter().find(|part| crate::medical::clause_sides(part).contains(&told.side));
    own.unwrap_or(&told.text)
}

/// Whether it is told that the side is as it should be, all of it.
pub(super) fn told_normal(told: &Sided<'_>) -> bool {
    pattern!(
        r"(?i)\bshows? no\b|\bno (?:focal|deep|evidence|definite|significant|acute|discrete)\b|未见(?:明显|明确)?异常|无(?:明显)?异常|正常|如常|\bnormal\b|unremarkable|no abnormalit|\bclear\b|intact"
    )
    .is_some_and(|form| form.is_match(own_clause(told)))
}

/// Whether nothing is wrong with the side, by whatever words: what is well on one side is no contradiction of the other.
pub(super) fn is_well(told: &Sided<'_>) -> bool {
    pattern!(r"(?i)清晰|呼吸音清|通畅|良好|对称|存在|健侧|对侧|contralateral|unaffected|well\b|good")
        .is_some_and(|form| form.is_match(own_clause(told)))
        || told_normal(told)
}

/// Whether the side was operated on or ill before.
pub(super) fn is_of_before(told: &Sided<'_>) -> bool {
    let clause = own_clause(told);
    // `3年前开始出现左膝疼痛`: how the illness of today began.
    let begins = pattern!(r"[年月周天日]余?前[^,。;]{0,12}?(?:开始|出现|发现|感|觉|诱因)");
    let is_onset = told.section == Some(SectionKind::PresentIllness)
        && begins.is_some_and(|form| form.is_match(clause))
        && !["手术", "术后", "曾", "既往", "切除", "置换"].iter().any(|word| clause.contains(word));
    !is_onset
        && pattern!(r"(?i)人工晶体眼|术后|既往|曾于?|陈旧|(?:19|20)[0-9]{2}年|年前|义眼|缺如|\bprevious|\bprior\b|\bold (?:injur|fracture|scar|stroke|infarct)|pseudophak|status post|s/p\b")
        .is_some_and(|form| form.is_match(clause))
        && told.section != Some(SectionKind::ChiefComplaint)
}

/// Whether a sentence of a study describes what was seen.
pub(super) fn is_described(told: &Sided<'_>) -> bool {
    let of_study = matches!(told.section, Some(SectionKind::AuxiliaryExamination | SectionKind::Findings));
    of_study
        && pattern!(r"(?i)见|示|探及|大小|[0-9]\s*[×xX*]|\bseen\b|demonstrat|measur|[0-9] ?[cm]m\b")
            .is_some_and(|form| form.is_match(&told.text))
}

/// Whether a sentence concludes a study: its last one that describes nothing, or one behind the word for it.
pub(super) fn is_concluded(told: &Sided<'_>) -> bool {
    let concludes =
        pattern!(r"(?i)结论|印象|提示|意见|诊断|考虑|声像|conclusion|impression|opinion|diagnosis");
    concludes.is_some_and(|form| form.is_match(&told.text)) || told.is_last && !is_described(told)
}

/// Whether a sentence tells what ails the patient, or what is to be done.
pub(super) fn tells_illness(text: &str) -> bool {
    pattern!(r"(?i)患有|诊断为?|确诊|罹患|拟(?:行|施)|需[^。]{0,14}行|[行施][^,。]{2,24}术|下行|\bdiagnos|suffer|underwent|listed for|scheduled for|for (?:a |an )?(?:left|right)")
        .is_some_and(|form| form.is_match(text))
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let parts = text.split(['。', ';', '；', '\n']).flat_map(|part| part.split(". "));
    parts.map(str::trim).filter(|part| part.chars().any(char::is_alphanumeric)).collect()
}
