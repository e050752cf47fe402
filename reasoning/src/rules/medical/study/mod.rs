//! Reports of studies - imaging, endoscopy, pathology, cytology - read clause by clause: what was asked, what was seen, what is concluded.
//!
//! Every clause knows the words that say of what it speaks: those of its own, of the label before it (`RIGHT LOBE: …`, `胃窦：…`), of the
//! clause before it where it names no place itself. Two clauses are compared by the words that they share, so no dictionary of
//! organs has to know them.

mod contrary;
mod gist;
mod lacking;
mod sides;

use std::collections::HashSet;

pub(super) use contrary::{denied_elsewhere, normal_there, odd_there};
pub(super) use lacking::part_missing;
pub(super) use sides::{is_borne_out, lone_side, opposite, side_dropped};

use super::ask::{Sectioned, sections};
use super::impression::clauses;
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{
    AttributeKind, Body, DiagnosisKind, EvidenceId, Fact, Kind, MedicalFact, Passage, Polarity, Role,
    SectionKind,
};
use gist::Gist;

/// What a clause is in its study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What was asked, of what, and how it was examined.
    Asked,
    Seen,
    Concluded,
}

/// Where a clause stands: in a fact, or in a text of no section.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Fact(&'a Fact, EvidenceId),
    Text(&'a Passage),
}

impl Source<'_> {
    pub(super) fn about(self, draft: Draft) -> Draft {
        match self {
            Self::Fact(fact, evidence) => draft.about(fact, evidence),
            Self::Text(passage) => draft.about_span(passage.whole()),
        }
    }

    pub(super) fn against(self, draft: Draft) -> Draft {
        match self {
            Self::Fact(fact, evidence) => draft.against(fact, evidence),
            Self::Text(passage) => draft.against_span(passage.whole()),
        }
    }
}

/// A clause of a study.
struct Told<'a> {
    part: Part,
    source: Source<'a>,
    text: &'a str,
    /// The label before it, or of the clauses before.
    label: String,
    /// Whether it is the first clause behind its label.
    is_first: bool,
    /// What it speaks of besides its own words: its label, the clause before it.
    context: String,
    polarity: Polarity,
    /// What its own words say, and with those of its context.
    own: Gist,
    gist: Gist,
    /// The number of its sentence.
    sentence: usize,
}

impl Told<'_> {
    /// Whether it tells of another time: what was once may have gone.
    fn is_of_other_time(&self) -> bool {
        let form = pattern!(
            r"(?i)既往|陈旧|术后|治疗后|曾|较前|原有?|吸收|消失|对比|复查|previous|prior|old\b|healed|status post|post-?\s?(?:op|surg|chole|mastec|hyster|thyroid)|s/p|resolved|compared|follow-?up|no longer|interval|since|stable|history of|replacement|prosthe"
        );
        form.is_some_and(|form| form.is_match(self.text))
    }

    /// Whether it says that what it speaks of is as it should be.
    fn is_normal(&self) -> bool {
        says_normal(self.text)
    }
}

/// Whether a text says that what it speaks of is as it should be.
fn says_normal(text: &str) -> bool {
    pattern!(r"(?i)正常|良性|清晰|完整|通畅|对称|均匀|光整|光滑|\b(?:normal|benign|negative|unremarkable|intact|clear|patent|preserved|satisfactory)\b")
        .is_some_and(|form| form.is_match(text))
}

/// The clauses of a study; none where the document is no study or concludes nothing.
pub(super) struct Study<'a>(Vec<Told<'a>>);

impl<'a> Study<'a> {
    pub(super) fn of(case: &Case<'a>) -> Self {
        let all = read(case);
        let has = |part: Part| all.iter().any(|told| told.part == part);
        Self(if has(Part::Seen) && has(Part::Concluded) { all } else { Vec::new() })
    }
}

/// The clauses of a document that clerks no patient.
fn read<'a>(case: &Case<'a>) -> Vec<Told<'a>> {
    use {DiagnosisKind as K, SectionKind as S};
    let all: Vec<_> = sections(case).collect();
    let has = |kinds: &[S]| all.iter().any(|section| kinds.contains(&section.kind) && section.says());
    let is_checkup = case.kind() == Kind::Checkup;
    let is_clerking = has(&[S::Course, S::DischargeOrders, S::AdmissionCondition, S::Orders, S::Operation])
        || all.iter().any(|section| section.kind == S::PhysicalExamination && !is_of_study(section))
        || has(&[S::ChiefComplaint]) && has(&[S::PresentIllness])
        || super::record_type::record_type(case).is_some();
    if !is_checkup && (case.kind() != Kind::Record || is_clerking) {
        return Vec::new();
    }
    let mut reader = Reader::default();
    for section in &all {
        let Some(part) = part_of(section, &all, is_checkup) else { continue };
        for (index, text) in section.text.iter().enumerate() {
            // Behind what was asked the description may begin without a heading of its own.
            let describes = part == Part::Asked && index > 0;
            let part = if describes { Part::Seen } else { part };
            reader.split(part, Source::Fact(section.fact, text.evidence), &text.value);
        }
    }
    for (fact, body) in case.medical() {
        let (evidence, text) = match body {
            MedicalFact::Attribute { kind: AttributeKind::Examination | AttributeKind::Specimen, value } => {
                (value.evidence, &value.value)
            }
            MedicalFact::Diagnosis {
                kind: K::Clinical | K::Preoperative | K::Outpatient | K::Admission,
                text,
                ..
            } => (text.evidence, &text.value),
            MedicalFact::Procedure { name, .. } => (name.evidence, &name.value),
            // What was examined and found in words, in a row of its own.
            MedicalFact::Lab(item) if is_checkup => {
                if let crate::LabValue::Text(text) = &item.value.value {
                    reader.label.clone_from(&item.name.value);
                    reader.split(Part::Seen, Source::Fact(fact, item.value.evidence), text);
                }
                continue;
            }
            _ => continue,
        };
        reader.split(Part::Asked, Source::Fact(fact, evidence), text);
    }
    for passage in unheaded(case, &all) {
        reader.split(Part::Seen, Source::Text(passage), passage.folded());
    }
    reader.found
}

/// What a section is in its study; nothing where it tells of something else.
fn part_of(section: &Sectioned<'_>, all: &[Sectioned<'_>], is_checkup: bool) -> Option<Part> {
    use SectionKind as S;
    let by_impression = || all.iter().any(|other| other.kind == S::Impression && other.says());
    Some(match section.kind {
        S::CheckupConclusion | S::CheckupAdvice if is_checkup => Part::Concluded,
        S::PhysicalExamination | S::CheckupResults if is_checkup => Part::Seen,
        S::PastHistory | S::ChiefComplaint | S::PresentIllness if is_checkup => return None,
        S::Findings | S::AuxiliaryExamination => Part::Seen,
        S::Impression => Part::Concluded,
        S::Diagnosis if is_request(section, all) => Part::Asked,
        S::Diagnosis if by_impression() => return None,
        S::Diagnosis | S::DischargeDiagnosis => Part::Concluded,
        S::PhysicalExamination
        | S::Indication
        | S::Technique
        | S::PresentIllness
        | S::ChiefComplaint
        | S::Comparison => Part::Asked,
        _ => return None,
    })
}

/// Paragraphs of no section that describe: they stand before what is concluded, and state nothing of the patient or of the report.
fn unheaded<'a>(case: &Case<'a>, all: &[Sectioned<'a>]) -> Vec<&'a Passage> {
    use SectionKind as S;
    let cited = |id: EvidenceId| case.dossier.facts.cited(id).map(|evidence| evidence.span.passage);
    let mut taken = HashSet::new();
    for fact in case.facts() {
        let is_finding = matches!(
            &fact.body,
            Body::Medical(MedicalFact::Finding { .. } | MedicalFact::Lab(_) | MedicalFact::Vital { .. })
        );
        if !is_finding {
            taken.extend(fact.evidence.iter().filter_map(|id| cited(*id)));
        }
    }
    let concludes = |section: &&Sectioned<'_>| {
        matches!(section.kind, S::Impression | S::Diagnosis | S::DischargeDiagnosis)
    };
    let end = all
        .iter()
        .filter(concludes)
        .filter(|section| !is_request(section, all))
        .filter_map(|section| cited(section.heading.evidence))
        .min();
    let says = pattern!(r"[。;；.:：]");
    case.passages()
        .filter(|passage| matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal())
        .filter(|passage| !taken.contains(&passage.id) && end.is_none_or(|end| passage.id < end))
        .filter(|passage| {
            says.is_some_and(|form| form.is_match(passage.folded()))
                && passage.folded().chars().count() > SHORTEST
        })
        .collect()
}

/// Letters of the shortest paragraph that describes.
const SHORTEST: usize = 6;

/// Whether an examination is the study itself: `EXAM: MRI LEFT KNEE`.
fn is_of_study(section: &Sectioned<'_>) -> bool {
    let form = pattern!(
        r"(?i)\b(?:mri?|ct|x-?ray|radiograph\w*|ultraso\w+|scan|views?|mammogra\w+|doppler|echo\w*|\w+scopy|angiogra\w+|pet)\b|平扫|增强|彩超|超声|片"
    );
    section.text.first().is_some_and(|text| form.is_some_and(|form| form.is_match(&text.value)))
}

/// Whether a diagnosis is what the study was asked for: by its heading, or, under the bare word, where no description stands before it.
fn is_request(section: &Sectioned<'_>, all: &[Sectioned<'_>]) -> bool {
    let heading = section.heading.value.trim();
    let asks =
        pattern!(r"(?i)临床|送检|申请|术前|入院|门诊|拟|clinical|pre-?op|admi|provisional|refer|diagnosed");
    let is_after = || {
        let described = all.iter().take_while(|other| other.heading.evidence != section.heading.evidence);
        described
            .into_iter()
            .any(|other| matches!(other.kind, SectionKind::Findings | SectionKind::AuxiliaryExamination))
    };
    asks.is_some_and(|form| form.is_match(heading)) || heading == "诊断" && !is_after()
}

/// Whether a clause names something wrong anywhere in it.
fn names_illness(text: &str) -> bool {
    pattern!(r"(?i)炎|癌|瘤|石|囊肿|骨折|破裂|撕裂|梗死|出血|积液|积水|狭窄|斑块|息肉|溃疡|占位|肿块|包块|结节|脱位|疝|扩张|肿大|增[生厚大]|分离|疏松|减少|白内障|损伤|畸形|曲张|血栓|不张|气胸|纤维|钙化|病变|缺血|itis\b|fracture|tear\b|cyst|tumou?r|carcinoma|stenosis|infarct|calcul|stones?\b|mass\b|nodul|ulcer|polyp|effusion|aneurysm|lesion|hydro(?:neph|cele|salp)|cataract|thromb|pneumothorax|consolidat|collapse|atelect|opacity|oedema|edema|hernia|rupture|disloc|osteo|degenerat")
        .is_some_and(|form| form.is_match(text))
}

/// Whether a text of a study says that all is well with what it speaks of: every clause of it is as it should be, or denies.
pub(super) fn is_fine(study: &Study<'_>, text: &str) -> bool {
    let is_fine =
        |clause: &str| says_normal(clause) || crate::medical::clause_polarity(clause) == Polarity::Absent;
    let mut all = clauses(text).peekable();
    !study.0.is_empty() && all.peek().is_some() && all.all(is_fine)
}

/// Takes texts apart into clauses.
#[derive(Default)]
struct Reader<'a> {
    sentence: usize,
    /// The label before the text to come.
    label: String,
    found: Vec<Told<'a>>,
}

impl<'a> Reader<'a> {
    /// Adds the clauses of a text. A label reaches up to the next one of the text.
    fn split(&mut self, part: Part, source: Source<'a>, text: &'a str) {
        let labelled = pattern!(
            r"^[\s*•·●▪-]*(?:\(?[0-9]{1,2}[.、)]\s*)?(?:[【\[〔┃]\s*(?P<framed>[\p{Han}A-Za-z ]{1,16})\s*[】\]〕┃]\s*[:：]?|(?P<label>[\p{Han}A-Za-z][\p{Han}A-Za-z/、()（）& ,-]{0,28}?)\s*[:：])\s*"
        );
        let number = pattern!(r"^[\s*•·●▪-]*(?:\(?[0-9①-⑳]{1,2}[.、)]\s*|[①-⑳]\s*)?");
        let (mut label, mut is_first) = (std::mem::take(&mut self.label), true);
        // What is advised tells nothing of what was found.
        let advice = pattern!(
            r"(?i)建议|复查|随[诊访]|就诊|治疗|定期|注意|避免|戒|控制|进一步|检查$|^行|监测|加强|补充|每[天日周月年]|[0-9一二三两半]个?(?:月|年|周)后|recommend|follow[- ]?up|review|advi[sc]e|repeat|refer"
        );
        for part_of in text.split(['。', ';', '；', '\n']).flat_map(|part| part.split(". ")) {
            self.sentence += 1;
            let mut rest = part_of;
            if let Some(captures) = labelled.and_then(|form| form.captures(part_of)) {
                let end = captures.get(0).map_or(0, |whole| whole.end());
                let name = captures.name("framed").or(captures.name("label"));
                label = name.map_or(String::new(), |label| label.as_str().to_owned());
                is_first = true;
                rest = part_of.get(end..).unwrap_or("");
            }
            let mut before = String::new();
            for clause in clauses(rest) {
                let skipped = number.and_then(|form| form.find(clause)).map_or(0, |found| found.end());
                let text = clause.get(skipped..).unwrap_or(clause).trim();
                let is_advice = part == Part::Concluded && advice.is_some_and(|form| form.is_match(text));
                if is_advice || !text.chars().any(char::is_alphabetic) {
                    continue;
                }
                let own = Gist::of(text);
                let context = if own.names_place() { label.clone() } else { format!("{label} {before}") };
                let gist = own.joined(&Gist::of(&context));
                if own.names_place() {
                    text.clone_into(&mut before);
                }
                let polarity = crate::medical::clause_polarity(text);
                let sentence = self.sentence;
                self.found.push(Told {
                    part,
                    source,
                    text,
                    label: label.clone(),
                    is_first,
                    context,
                    polarity,
                    own,
                    gist,
                    sentence,
                });
                is_first = false;
            }
        }
    }
}
