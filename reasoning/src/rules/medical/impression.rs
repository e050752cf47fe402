//! Findings against impressions: M15.

use regex::Regex;

use super::ask::sections;
use super::denied::{denied_by_name, twice};
use super::signs;
use super::study::{self, Study};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::{EvidenceId, Fact, Kind, MedicalFact, Polarity, SectionKind, Side, Stated};

/// A statement that something abnormal is, or is not.
pub(super) struct Statement<'a> {
    pub(super) fact: &'a Fact,
    pub(super) evidence: EvidenceId,
    pub(super) text: &'a str,
}

/// The clauses of a text. In English a denial reaches over the commas of its list: `No consolidation, effusion, or
/// pneumothorax` is one.
pub(super) fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let denial = pattern!(r"(?i)\b(?:no|not|without|nor|neither|never|free of|negative for|denies)\b");
    let verb =
        pattern!(r"(?i)\b(?:is|are|was|were|has|have|shows?|demonstrates?|seen|noted|with|but|there)\b");
    let hits = |form: Option<&Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let mut found: Vec<&str> = Vec::new();
    for sentence in text.split(['。', ';', '；', '\n']).flat_map(|part| part.split(". ")) {
        let (mut start, mut end, mut denied) = (0, 0, false);
        for piece in sentence.split_inclusive([',', '，']) {
            let is_degree =
                pattern!(r"(?i)^\s*(?:mild|moderate|severe|trace|minimal|marked|massive|gross|there)\b")
                    .is_some_and(|form| form.is_match(piece));
            let joins = ["or ", "nor ", "and/or "].iter().any(|word| piece.trim_start().starts_with(word));
            let goes_on =
                denied && !is_degree && (joins || !hits(verb, piece)) && !piece.chars().any(document::is_cjk);
            if !goes_on {
                found.extend(sentence.get(start..end));
                start = end;
                denied = hits(denial, piece);
            }
            end += piece.len();
        }
        found.extend(sentence.get(start..end));
    }
    let trimmed = found.into_iter().map(|clause| clause.trim().trim_end_matches([',', '，']).trim());
    trimmed.filter(|clause| !clause.is_empty())
}

/// What the sections of those kinds say.
pub(super) fn statements<'a>(case: &Case<'a>, kinds: &[SectionKind]) -> Vec<Statement<'a>> {
    let ours = sections(case).filter(|section| kinds.contains(&section.kind));
    let all = ours.flat_map(|section| {
        section.text.iter().map(move |text| Statement {
            fact: section.fact,
            evidence: text.evidence,
            text: &text.value,
        })
    });
    all.collect()
}

/// What studies conclude. Behind the conclusion of a study a second impression is what the record itself concludes:
/// `Abdominal X-ray: … Conclusion: … Impression: …`.
pub(super) fn conclusions<'a>(case: &Case<'a>) -> Vec<Statement<'a>> {
    use SectionKind as S;
    let all: Vec<_> = sections(case).collect();
    let is_clerking = all.iter().any(|section| {
        matches!(section.kind, S::ChiefComplaint | S::PresentIllness | S::PhysicalExamination)
    });
    let (mut told, mut ours) = (false, Vec::new());
    for section in &all {
        match section.kind {
            S::Findings | S::AuxiliaryExamination => told = false,
            S::Impression if is_clerking && told => continue,
            S::Impression => {
                told = true;
                ours.extend(section.text.iter().map(|text| Statement {
                    fact: section.fact,
                    evidence: text.evidence,
                    text: &text.value,
                }));
            }
            _ => {}
        }
    }
    ours
}

/// Whether a sentence says of the whole study that it is normal.
fn is_whole_normal(text: &str) -> bool {
    let form = pattern!(
        r"(?i)(?:^|\.\s+)(?:overall,? )?(?:this is an? |an? )?(?:entirely |essentially )?normal (?:[a-z-]+ ){0,3}(?:study|examination|scan|ct|mri|ultrasound|x-?ray|radiograph|film|echocardiogra(?:m|phy)|echo|electrocardiogram|ecg|ekg|eeg|emg|doppler|mammogram|angiogram|endoscopy|gastroscopy|colonoscopy|bronchoscopy|cystoscopy|tracing|investigation)s?\b"
    );
    form.is_some_and(|form| form.is_match(text))
}

/// Whether a finding may be old: it stands where nothing acute is seen.
fn is_lasting(clause: &str) -> bool {
    let form = pattern!(
        r"(?i)\b(?:stable|chronic|old|healed|heal|calcifi\w*|degenerative|post\w*|prior|previous|remote|granulom\w*|scar\w*|unchanged|atelectasis|enlarge\w*|mild\w*|borderline|minimal)\b"
    );
    form.is_some_and(|form| form.is_match(clause))
}

/// M15: findings and impression contradict each other.
pub(super) fn impression_agrees(case: &Case<'_>) -> Verdict {
    let abnormal = case.rule.words("abnormal");
    let normal = case.rule.words("normal");
    let clear: Option<Regex> = case.rule.parameters.get("clear").and_then(|p| Regex::new(p.as_str()?).ok());
    let findings = statements(case, &[SectionKind::Findings, SectionKind::AuxiliaryExamination]);
    let mut impressions = conclusions(case);
    // Reports of studies may call what they conclude a diagnosis: 镜下诊断.
    if impressions.is_empty() && !statements(case, &[SectionKind::Findings]).is_empty() {
        impressions = statements(case, &[SectionKind::Diagnosis]);
    }
    let is_odd = |clause: &str| {
        let lower = crate::fold(own_part(clause)).to_lowercase();
        let odd = abnormal.iter().any(|word| lower.contains(word));
        odd && !normal.iter().any(|word| lower.contains(word))
            && crate::medical::clause_polarity(clause) == Polarity::Present
    };
    let study = Study::of(case);
    if case.kind() == Kind::Lab {
        let (mut drafts, mut seen) = (Vec::new(), study.is_whole());
        by_clauses(case, &study, &abnormal, clear.as_ref(), is_odd, &mut drafts, &mut seen);
        return Verdict::of(seen, "section.findings", drafts);
    }
    let mut drafts = Vec::new();
    let mut odd: Vec<(&Statement<'_>, &str)> =
        findings.iter().flat_map(|s| clauses(s.text).filter(|c| is_odd(c)).map(move |c| (s, c))).collect();
    // What is slight counts where there is more of it.
    let slight = case.rule.words("slight");
    let is_slight = |clause: &&str| {
        let lower = crate::fold(own_part(clause)).to_lowercase();
        slight.iter().any(|word| lower.contains(word))
            && crate::medical::clause_polarity(clause) == Polarity::Present
    };
    if odd.is_empty() {
        let all: Vec<(&Statement<'_>, &str)> =
            findings.iter().flat_map(|s| clauses(s.text).filter(is_slight).map(move |c| (s, c))).collect();
        odd.extend(all.first().filter(|_| all.len() >= SEVERAL));
    }
    for impression in &impressions {
        let is_clear = (clear.as_ref().is_some_and(|clear| clear.is_match(impression.text))
            || is_whole_normal(impression.text))
            && !clauses(impression.text).any(is_odd);
        let only_acute = impression.text.to_lowercase().contains("acute");
        let counts = |clause: &str| !only_acute || !is_lasting(clause);
        let first = odd.iter().find(|(_, clause)| counts(clause));
        let Some((finding, clause)) = first.filter(|_| is_clear) else { continue };
        // The list of what is concluded names it elsewhere.
        let elsewhere = impressions.iter().filter(|other| other.evidence != impression.evidence);
        if elsewhere.into_iter().any(|other| clauses(other.text).any(is_odd)) {
            continue;
        }
        let draft =
            Draft::new().about(impression.fact, impression.evidence).against(finding.fact, finding.evidence);
        drafts.push(draft.found(impression.text).expected(*clause).with("finding", *clause));
    }
    all_clear(&findings, &impressions, clear.as_ref(), &normal, is_odd, &mut drafts);
    let mut seen = !findings.is_empty() && !impressions.is_empty();
    clear_then_odd(case, &findings, clear.as_ref(), is_odd, &mut drafts, &mut seen);
    in_one_breath(case, clear.as_ref(), is_odd, is_slight, &mut drafts, &mut seen);
    by_term(case, &study, &mut drafts);
    by_clauses(case, &study, &abnormal, clear.as_ref(), is_odd, &mut drafts, &mut seen);
    super::summary::checkup(case, &mut drafts, &mut seen, clear.as_ref(), |text| {
        is_all_fine(text, clear.as_ref(), &normal)
    });
    Verdict::of(seen, "section.findings", drafts)
}

/// Adds what one clause denies and another one states, by the names of things, their places and what is diagnosed.
fn by_clauses(
    case: &Case<'_>,
    study: &Study<'_>,
    abnormal: &[&str],
    clear: Option<&Regex>,
    is_odd: impl Fn(&str) -> bool,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
) {
    if !study::denied_elsewhere(study, drafts, seen) {
        denied_by_name(case, drafts, seen);
    }
    if drafts.is_empty() {
        study::normal_there(study, drafts);
        study::odd_there(study, abnormal, drafts);
    }
    if drafts.is_empty() && case.kind() != Kind::Checkup {
        study::organ_is_well(study, drafts);
    }
    if drafts.is_empty() && case.kind() != Kind::Checkup {
        study::at_odds(study, drafts);
    }
    if drafts.is_empty() && case.kind() != Kind::Checkup {
        study::all_clear(study, clear, is_odd, drafts);
    }
    signs::seen_and_denied(case, drafts, seen);
    twice(case, drafts, seen, clear);
    super::denied_diagnosis::add(case, drafts, seen);
}

/// Slight signs that together say that something is wrong.
const SEVERAL: usize = 2;

/// Clauses from which on a description in which every one is normal says that nothing is wrong.
const MANY_NORMAL: usize = 3;

/// Whether every clause of a description says that something is as it should be.
fn is_all_fine(text: &str, clear: Option<&Regex>, normal: &[&str]) -> bool {
    let all: Vec<&str> = clauses(text).map(|part| part.rsplit(':').next().unwrap_or(part)).collect();
    let is_clear = |clause: &&str| clear.is_some_and(|clear| clear.is_match(clause));
    // What is normal but for something tells of that.
    let but =
        pattern!(r"(?i)hyper|hypo|\bbut\b|although|except|apart from|\bmild|slight|稍|轻度|略|偏|但|除");
    let is_fine = |clause: &&str| {
        let lower = clause.to_lowercase();
        if but.is_some_and(|form| form.is_match(clause)) {
            return false;
        }
        // A measure alone tells neither.
        let is_measure = pattern!(r"(?i)^\D{1,10}[0-9.]+\s*(?:次/分|bpm|ms|mv|mm|cm|/min)?$");
        is_clear(clause)
            || is_measure.is_some_and(|form| form.is_match(clause))
            || normal.iter().any(|word| lower.contains(word))
            || crate::medical::clause_polarity(clause) == Polarity::Absent
    };
    let told: Vec<&&str> = all.iter().filter(|clause| clause.chars().any(char::is_alphabetic)).collect();
    let enough = told.len() >= MANY_NORMAL || told.iter().any(|clause| is_clear(clause));
    enough && told.iter().all(|clause| is_fine(clause))
}

/// Whether a clause of an impression says that something is the matter, be it named or not.
fn says_something(clause: &str, normal: &[&str]) -> bool {
    let form = pattern!(
        r"(?i)改变|征象|声像|表现|炎|症|病|综合征|增[生大多宽厚强粗]|减[低少弱]|可能|异常|损伤|信号|影$|术后|疝|瘤|癌|石|囊|肿|折|裂|积|栓|梗|in keeping|consistent|compatible|suggest|abnormal|disease|change|hyperinflat|thicken|itis\b"
    );
    let advice = pattern!(r"(?i)建议|结合|随访|复查|请|recommend|correlat|follow|advise|clinical");
    let lower = clause.to_lowercase();
    form.is_some_and(|form| form.is_match(clause))
        && !advice.is_some_and(|form| form.is_match(clause))
        && !normal.iter().any(|word| lower.contains(word))
        && crate::medical::clause_polarity(clause) != Polarity::Absent
}

/// The sentence of a text that says that nothing is wrong; before a colon stands what was examined.
fn clear_sentence<'t>(text: &'t str, clear: Option<&Regex>) -> Option<&'t str> {
    let sentences = text.split(['。', ';', '\n']).flat_map(|part| part.split(". "));
    let own =
        sentences.map(|part| part.rsplit([':', '：']).next().unwrap_or("").trim().trim_end_matches('.'));
    own.into_iter().find(|part| clear.is_some_and(|clear| clear.is_match(part)))
}

/// Whether a clause names a disease without doubt, by what names of diseases end in.
pub(super) fn is_disease(clause: &str) -> bool {
    let named = pattern!(
        r"(?i)(?:炎|癌|瘤|疝|结石|囊肿|骨折|断裂|撕裂|破裂|梗死|出血|积液|狭窄|斑块|增厚|息肉|溃疡|病变|脱位|突出症?)[^未无]{0,4}$|itis\b|hernia|fracture|rupture|tear\b|cyst\b|tumou?r|carcinoma|stenosis|infarct|calcul|stones?\b"
    );
    named.is_some_and(|form| form.is_match(clause.trim_end_matches(['。', '.', ' '])))
        && crate::medical::clause_polarity(clause) == Polarity::Present
}

/// Findings that all say that nothing is wrong, before an impression that names a disease.
fn all_clear(
    findings: &[Statement<'_>],
    impressions: &[Statement<'_>],
    clear: Option<&Regex>,
    normal: &[&str],
    is_odd: impl Fn(&str) -> bool,
    drafts: &mut Vec<Draft>,
) {
    let says_clear = |finding: &Statement<'_>| {
        let is_fine = is_all_fine(finding.text, clear, normal);
        (clear_sentence(finding.text, clear).is_some() || is_fine) && !clauses(finding.text).any(&is_odd)
    };
    let (Some(first), true) = (findings.first(), findings.iter().all(says_clear)) else { return };
    // Where every word of the description is normal, whatever is concluded contradicts it.
    let all_fine = findings.iter().all(|finding| is_all_fine(finding.text, clear, normal));
    let says =
        |clause: &&str| is_odd(clause) || is_disease(clause) || all_fine && says_something(clause, normal);
    let odd = impressions.iter().find_map(|told| Some((told, clauses(told.text).find(says)?)));
    if let Some((told, clause)) = odd.filter(|_| drafts.is_empty()) {
        let own = clear_sentence(first.text, clear).unwrap_or(first.text);
        if is_of_other_side(own, clause) {
            return;
        }
        let draft = Draft::new().about(first.fact, first.evidence).against(told.fact, told.evidence);
        drafts.push(draft.found(own).expected(clause).with("finding", clause));
    }
}

/// Whether two texts name sides, and none in common.
pub(super) fn is_of_other_side(a: &str, b: &str) -> bool {
    let (a, b) = (crate::medical::clause_sides(a), crate::medical::clause_sides(b));
    !a.is_empty() && !b.is_empty() && a.iter().all(|side| *side != Side::Both && !b.contains(side))
}

/// A description that says of all that was examined that nothing is wrong, and goes on with a disease, in whatever section it stands:
/// `超声：检查部位未见明显异常。右侧乳腺结节`.
fn clear_then_odd(
    case: &Case<'_>,
    findings: &[Statement<'_>],
    clear: Option<&Regex>,
    is_odd: impl Fn(&str) -> bool,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
) {
    for finding in findings {
        if let Some((own, odd)) = clear_and_odd(finding.text, clear, &is_odd).filter(|_| drafts.is_empty()) {
            let draft = Draft::new().about(finding.fact, finding.evidence);
            drafts.push(draft.found(own).expected(odd).with("finding", odd));
        }
    }
    let prose = case.passages().filter(|passage| case.kind() == Kind::Record && !passage.is_marginal());
    for passage in prose {
        if !drafts.is_empty() {
            return;
        }
        let text = passage.folded();
        let Some((own, odd)) = clear_and_odd(text, clear, |clause| is_odd(clause)) else { continue };
        // What is decided behind a study rests on more than on it.
        let decides = pattern!(
            r"(?i)考虑|拟|入院|收|予|行|建议|复查|查体|主诉|患者|病人|因|admitted|plan|patient|\bhe\b|\bshe\b|clinical"
        );
        let at = text.find(own).zip(text.find(odd));
        let Some((start, to)) = at.filter(|_| !decides.is_some_and(|form| form.is_match(odd))) else {
            continue;
        };
        *seen = true;
        let draft = Draft::new()
            .about_span(passage.span(start..start + own.len()))
            .against_span(passage.span(to..to + odd.len()));
        drafts.push(draft.found(own).expected(odd).with("finding", odd));
    }
}

/// Two sentences behind each other of which the first says of all that was examined that nothing is wrong, and the second names a disease
/// without a label of its own.
fn clear_and_odd<'t>(
    text: &'t str,
    clear: Option<&Regex>,
    is_odd: impl Fn(&str) -> bool,
) -> Option<(&'t str, &'t str)> {
    let of_all = pattern!(
        r"(?i)检查部位|所查|所检|受检|扫描范围|检查范围|检查区域|扫描区域|各(?:部|结构|脏器)|全部|本次检查|examined|entire|all structures|the study|throughout|imaged|scanned|visuali[sz]ed|region|field of view|normal appearances?\.?$"
    );
    let parts = text.split(['。', ';']).flat_map(|part| part.split(". "));
    let sentences: Vec<&str> = parts.map(str::trim).collect();
    sentences.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let own = first.rsplit([':', '：']).next().unwrap_or("").trim();
        let is_labelled = second.contains([':', '：']);
        if is_labelled || !of_all.is_some_and(|form| form.is_match(own)) {
            return None;
        }
        let is_own_clear = |part: &str| clear.is_some_and(|clear| clear.is_match(part));
        let is_clear =
            is_own_clear(own) || clauses(own).next().is_some_and(is_own_clear) && !clauses(own).any(&is_odd);
        let odd = clauses(second).find(|clause| is_clear && (is_odd(clause) || is_disease(clause)))?;
        (!is_of_other_side(own, odd)).then_some((own, odd))
    })
}

/// A paragraph that describes and concludes: `…见低回声团。提示子宫未见异常`.
fn in_one_breath(
    case: &Case<'_>,
    clear: Option<&Regex>,
    is_odd: impl Fn(&str) -> bool,
    is_slight: impl Fn(&&str) -> bool,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
) {
    let form = pattern!(
        r"(?:^|[。;\s])(?:(?:超声|检查|诊断|影像|放射|报告|所见|阅片|镜下|B超|彩超|CT|MRI?|X线|心电图?)?(?:提示|结论|印象|意见)|(?:影像|影像学|放射|超声|报告|检查|阅片|镜下)诊断|(?i:conclusion|impression|opinion|reported as|report|interpretation))(?:为|是)?\s*:?\s*(?P<told>[^。;.]{2,60})|[。;]\s*(?P<whole>\p{Han}{0,8}(?:超声|彩超|B超|CT|MRI?|X线|平片|胸片|造影|镜|心电图|检查)(?:检查)?未见(?:明显|明确)?异常)(?:[。;]|$)"
    );
    for passage in case.passages().filter(|_| case.kind() == Kind::Record) {
        let text = passage.folded();
        for captures in form.iter().flat_map(|form| form.captures_iter(text)) {
            let Some(told) = captures.name("told").or(captures.name("whole")) else { continue };
            let before = text.get(..told.start()).unwrap_or("");
            if let Some(clause) = denied_by_conclusion(told.as_str(), before).filter(|_| drafts.is_empty()) {
                *seen = true;
                let at = before.find(clause).unwrap_or(0);
                let draft = Draft::new()
                    .about_span(passage.span(told.range()))
                    .against_span(passage.span(at..at + clause.len()));
                drafts.push(draft.found(told.as_str()).expected(clause).with("finding", clause));
                continue;
            }
            let odd = clauses(before).find(|clause| is_odd(clause)).or_else(|| {
                // The sentence right before describes what the conclusion is drawn from.
                let lead = captures.get(0).map_or(0, |whole| whole.start());
                let last = text.get(..lead).unwrap_or("").trim_end_matches(['。', ';', '.', ' ']);
                let from = last.rfind(['。', ';']).unwrap_or(0);
                let slight: Vec<&str> = clauses(last.get(from..).unwrap_or("")).filter(&is_slight).collect();
                slight.first().copied().filter(|_| slight.len() >= SEVERAL)
            });
            *seen |= odd.is_some();
            // The last sentence before says that nothing is wrong, and the conclusion names a disease.
            let lead = captures.get(0).map_or(0, |whole| whole.start());
            let last = text.get(..lead).unwrap_or("").trim_end_matches(['。', ';', ' ']);
            let from = last.rfind(['。', ';', '\n']).map_or(0, |at| {
                at + last.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let ahead = last.get(from..).and_then(|sentence| clear_sentence(sentence, clear));
            let disease = clauses(told.as_str()).find(|clause| is_odd(clause) || is_disease(clause));
            if let (Some(ahead), Some(disease), true) = (ahead, disease, drafts.is_empty())
                && !is_of_other_side(ahead, disease)
            {
                *seen = true;
                let draft = Draft::new()
                    .about_span(passage.span(from..last.len()))
                    .against_span(passage.span(told.range()));
                drafts.push(draft.found(ahead).expected(disease).with("finding", disease));
            }
            let is_clear = clear.is_some_and(|clear| clear.is_match(told.as_str()));
            let Some(clause) = odd.filter(|_| is_clear && drafts.is_empty()) else { continue };
            let at = before.find(clause).unwrap_or(0);
            let draft = Draft::new()
                .about_span(passage.span(told.range()))
                .against_span(passage.span(at..at + clause.len()));
            drafts.push(draft.found(told.as_str()).expected(clause).with("finding", clause));
        }
    }
}

/// What the two sentences before a conclusion state that it denies by its name: `反流时间2.8秒…。结论为大隐静脉未见反流`.
fn denied_by_conclusion<'t>(told: &str, before: &'t str) -> Option<&'t str> {
    let form = pattern!(r"(?:未见|无)(?:明显|明确)?(?P<names>\p{Han}{2,4}(?:[、及和与]\p{Han}{2,4})*)$")?;
    let names = form.captures(told.trim())?.name("names")?;
    let trimmed = before.trim_end_matches(['。', ';', ' ']);
    let from = trimmed.match_indices(['。', ';']).map(|(at, stop)| at + stop.len()).rev().nth(1).unwrap_or(0);
    let names = names.as_str().split(['、', '及', '和', '与']).filter(|name| name.chars().count() > 1);
    let names: Vec<&str> = names.filter(|name| !name.contains("异常")).collect();
    clauses(trimmed.get(from..)?).find(|clause| {
        let says = |name: &&&str| {
            clause.contains(**name) && crate::medical::clause_polarity(clause) == Polarity::Present
        };
        names.iter().any(|name| says(&name)) && !is_of_other_side(told, clause)
    })
}

/// What a clause says first, without what it adds that is as it should be: `thickening of the left ventricle with normal systolic function`.
fn own_part(clause: &str) -> &str {
    let form = pattern!(
        r"(?i)\s(?:with|but|and|although)\s+(?:an? |the |otherwise )?(?:normal|preserved|intact|maintained|clear|no)\b"
    );
    form.and_then(|form| form.find(clause))
        .filter(|found| found.start() > 0)
        .map_or(clause, |found| clause.get(..found.start()).unwrap_or(clause))
}

/// A sign or disease named in a section.
struct Named<'a> {
    fact: &'a Fact,
    text: &'a Stated<String>,
    term: &'a str,
    place: (Option<&'a str>, Option<Side>),
    polarity: Polarity,
    section: SectionKind,
}

fn named<'a>(case: &Case<'a>) -> Vec<Named<'a>> {
    let all = case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Finding { text, term: Some(term), site, side, polarity, section } => Some(Named {
            fact,
            text,
            term,
            place: (site.as_deref(), *side),
            polarity: *polarity,
            section: *section,
        }),
        _ => None,
    });
    all.collect()
}

/// One sign or disease that the findings state and the impression denies, or the other way round.
fn by_term(case: &Case<'_>, study: &Study<'_>, drafts: &mut Vec<Draft>) {
    let all = named(case);
    let contrary = |a: Polarity, b: Polarity| {
        matches!((a, b), (Polarity::Present, Polarity::Absent) | (Polarity::Absent, Polarity::Present))
    };
    for impression in all.iter().filter(|named| named.section == SectionKind::Impression) {
        let same = |found: &&Named<'_>| {
            let (site, side) = found.place;
            // What is denied without a side is denied on both.
            let is_denied = impression.polarity == Polarity::Absent && impression.place.1.is_none();
            let is_placed =
                site == impression.place.0 && (side == impression.place.1 || is_denied && site.is_some());
            // Of one side the places may be named apart: 腓骨 and 踝关节.
            let is_of_side =
                impression.polarity == Polarity::Absent && side.is_some() && side == impression.place.1;
            let is_same = found.term == impression.term && (is_placed || is_of_side);
            found.section == SectionKind::Findings && is_same
        };
        let others: Vec<&Named<'_>> = all.iter().filter(same).collect();
        let all_contrary = others.iter().all(|found| contrary(found.polarity, impression.polarity));
        // By their labels the two may be of different sides.
        let is_apart = |found: &&&Named<'_>| {
            let (a, b) = (study.sides_of(&impression.text.value), study.sides_of(&found.text.value));
            !a.is_empty() && !b.is_empty() && a.iter().all(|side| !b.contains(side))
        };
        if let Some(found) = others.first().filter(|found| all_contrary && !is_apart(found)) {
            let draft = Draft::new()
                .about(impression.fact, impression.text.evidence)
                .against(found.fact, found.text.evidence);
            let draft = draft.found(&*impression.text.value).expected(&*found.text.value);
            drafts.push(draft.with("finding", &*found.text.value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_as_normal_takes_nothing_back() {
        assert_eq!(
            own_part("Mild thickening of the wall with normal systolic function"),
            "Mild thickening of the wall"
        );
        assert_eq!(own_part("Normal bowel gas pattern"), "Normal bowel gas pattern");
    }
}
