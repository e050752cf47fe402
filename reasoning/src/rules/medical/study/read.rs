//! Takes a report of a study apart into clauses: by the sections that it was read into, by the headings that stand within them, and by what
//! stands under no heading.

use std::collections::HashSet;

use super::super::ask::{Sectioned, sections};
use super::gist::Gist;
use super::heading::{Under, at_head, headed, is_of_office, is_of_patient, is_signed};
use super::{Part, Source, Told, is_request};
use crate::pattern::pattern;
use crate::rules::Case;
use crate::{AttributeKind, Body, DiagnosisKind, EvidenceId, Kind, MedicalFact, Role, SectionKind};

/// A heading, and whether anything stands under it.
pub(super) struct Head<'a> {
    pub(super) part: Part,
    pub(super) source: Source<'a>,
    pub(super) is_remark: bool,
    pub(super) is_empty: bool,
}

/// A report of a study, read.
#[derive(Default)]
pub(super) struct Paper<'a> {
    pub(super) told: Vec<Told<'a>>,
    pub(super) heads: Vec<Head<'a>>,
}

/// The clauses and headings of a document that clerks no patient.
pub(super) fn read<'a>(case: &Case<'a>) -> Paper<'a> {
    let all: Vec<_> = sections(case).collect();
    let is_checkup = case.kind() == Kind::Checkup;
    let may_report = matches!(case.kind(), Kind::Record | Kind::Lab) && !is_clerking(case, &all);
    if !is_checkup && !may_report {
        return Paper::default();
    }
    let mut reader = Reader { is_plain: is_checkup, ..Reader::default() };
    for section in &all {
        let Some(part) = part_of(section, &all, is_checkup) else { continue };
        let source = Source::Fact(section.fact, section.heading.evidence);
        let is_remark = headed(&section.heading.value) == Some(Under::Remark);
        reader.begin(Some(part), is_remark);
        // By other words it is one where something stands under it: `Reported` may head a day.
        let tells = || section.text.iter().any(|text| text.value.chars().any(char::is_alphabetic));
        let is_head = headed(&section.heading.value).is_some()
            || matches!(section.kind, SectionKind::Findings | SectionKind::Impression) && tells();
        if !is_checkup && is_head && section.heading.value.chars().any(char::is_alphabetic) {
            reader.heads.push(Head { part, source, is_remark, is_empty: true });
        }
        for (index, text) in section.text.iter().enumerate() {
            // Behind what was asked the description may begin without a heading of its own.
            if part == Part::Asked && index > 0 && reader.part == Some(Part::Asked) {
                reader.begin(Some(Part::Seen), false);
            }
            reader.split(Source::Fact(section.fact, text.evidence), &text.value);
        }
    }
    facts(case, is_checkup, &mut reader);
    let end = unheaded(case, &all, &mut reader);
    let mut paper = Paper { told: reader.found, heads: reader.heads };
    settle(&mut paper, end);
    paper
}

/// A remark concludes only where nothing else does.
fn settle(paper: &mut Paper<'_>, concludes: bool) {
    let is_said = paper.told.iter().any(|told| told.part == Part::Concluded && !told.is_remark)
        || paper.heads.iter().any(|head| head.part == Part::Concluded && !head.is_remark);
    if is_said && concludes {
        paper.told.iter_mut().filter(|told| told.is_remark).for_each(|told| told.part = Part::Seen);
        paper.heads.iter_mut().filter(|head| head.is_remark).for_each(|head| head.part = Part::Seen);
    }
}

/// Whether a document clerks a patient: what it tells of studies stands among other things.
fn is_clerking(case: &Case<'_>, all: &[Sectioned<'_>]) -> bool {
    use SectionKind as S;
    let has = |kinds: &[S]| all.iter().any(|section| kinds.contains(&section.kind) && section.says());
    let orders = || has(&[S::Orders]) && !super::lacking::is_named(case);
    has(&[S::Course, S::DischargeOrders, S::AdmissionCondition, S::Operation])
        || orders()
        || all.iter().any(|section| section.kind == S::PhysicalExamination && !is_of_study(section))
        || has(&[S::ChiefComplaint]) && has(&[S::PresentIllness])
        || super::super::record_type::record_type(case).is_some() && !super::lacking::is_of_scope(case)
}

/// Reads what facts tell outside of sections.
fn facts<'a>(case: &Case<'a>, is_checkup: bool, reader: &mut Reader<'a>) {
    use DiagnosisKind as K;
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
            // What the head of the paper has in a table was asked.
            MedicalFact::Diagnosis { text, .. } if is_in_table(case, text.evidence) => {
                (text.evidence, &text.value)
            }
            MedicalFact::Procedure { name, .. } => (name.evidence, &name.value),
            // What was examined and found in words, in a row of its own.
            MedicalFact::Lab(item) if is_checkup => {
                if let crate::LabValue::Text(text) = &item.value.value {
                    reader.begin(Some(Part::Seen), false);
                    reader.label.clone_from(&item.name.value);
                    reader.split(Source::Fact(fact, item.value.evidence), text);
                }
                continue;
            }
            _ => continue,
        };
        reader.begin(Some(Part::Asked), false);
        reader.split(Source::Fact(fact, evidence), text);
    }
}

/// Whether a fact stands in a cell of a table.
fn is_in_table(case: &Case<'_>, evidence: EvidenceId) -> bool {
    let passage =
        case.dossier.facts.cited(evidence).and_then(|cited| case.dossier.view.passage(cited.span.passage));
    passage.is_some_and(|passage| matches!(passage.role, Role::Cell { .. }))
}

/// What a section is in its study; nothing where it tells of something else.
fn part_of(section: &Sectioned<'_>, all: &[Sectioned<'_>], is_checkup: bool) -> Option<Part> {
    use SectionKind as S;
    let by_impression = || all.iter().any(|other| other.kind == S::Impression && other.says());
    Some(match section.kind {
        S::CheckupConclusion | S::CheckupAdvice if is_checkup => Part::Concluded,
        S::PhysicalExamination | S::CheckupResults if is_checkup => Part::Seen,
        S::PastHistory | S::ChiefComplaint | S::PresentIllness if is_checkup => return None,
        S::AuxiliaryExamination if headed(&section.heading.value) == Some(Under::Part(Part::Asked)) => {
            Part::Asked
        }
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

/// Reads the paragraphs of no section that describe or stand under a heading that no section has; whether any heading was met.
///
/// Before a heading they tell what was asked where a section describes, and describe where none does; behind the conclusion they count
/// only under a heading.
fn unheaded<'a>(case: &Case<'a>, all: &[Sectioned<'a>], reader: &mut Reader<'a>) -> bool {
    use SectionKind as S;
    let cited = |id: EvidenceId| case.dossier.facts.cited(id).map(|evidence| evidence.span.passage);
    let (mut taken, mut told) = (HashSet::new(), HashSet::new());
    for fact in case.facts() {
        let may_describe = matches!(
            &fact.body,
            Body::Medical(
                MedicalFact::Finding { .. }
                    | MedicalFact::Lab(_)
                    | MedicalFact::Vital { .. }
                    | MedicalFact::Diagnosis { .. }
                    | MedicalFact::Procedure { .. }
            )
        );
        let of_section = matches!(&fact.body, Body::Medical(MedicalFact::Section { .. }));
        if of_section {
            taken.extend(fact.evidence.iter().filter_map(|id| cited(*id)));
        } else if !may_describe {
            told.extend(fact.evidence.iter().filter_map(|id| cited(*id)));
        }
    }
    let concludes = |section: &&Sectioned<'_>| {
        matches!(section.kind, S::Impression | S::Diagnosis | S::DischargeDiagnosis)
    };
    let starts = |section: &Sectioned<'a>| cited(section.heading.evidence);
    let end =
        all.iter().filter(concludes).filter(|section| !is_request(section, all)).filter_map(starts).min();
    let described = all.iter().filter(|section| section.kind == S::Findings && section.says());
    let described =
        described.filter(|section| !section.heading.value.trim().is_empty()).filter_map(starts).min();
    let says = pattern!(r"[。;；.:：]|\s[-–—]\s");
    let prose = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal()
    });
    let (mut is_headed, mut is_described) = (false, false);
    reader.begin(Some(Part::Seen), false);
    for passage in prose.filter(|passage| !taken.contains(&passage.id)) {
        let text = passage.folded();
        let begins = at_head(text).is_some();
        // What a fact tells already describes only under a heading.
        if told.contains(&passage.id) && !is_headed && !begins {
            continue;
        }
        is_headed |= begins;
        let is_short = text.chars().count() <= SHORTEST || !says.is_some_and(|form| form.is_match(text));
        if !begins && (end.is_some_and(|end| passage.id >= end) || is_short) && !is_headed {
            continue;
        }
        let is_before = described.is_some_and(|start| passage.id < start);
        // Before anything is described the complaint stands, or the name of the study.
        let tells = tells_of_sight(text);
        is_described |= tells;
        if !is_headed {
            reader.begin(Some(if is_before || !is_described { Part::Asked } else { Part::Seen }), false);
        } else if !begins && tells && !is_before && reader.part == Some(Part::Asked) {
            // Behind what was asked the description begins without a heading.
            reader.begin(Some(Part::Seen), false);
        }
        reader.split(Source::Text(passage), text);
    }
    is_headed || end.is_some()
}

/// Whether a paragraph tells how something looks.
fn tells_of_sight(text: &str) -> bool {
    pattern!(r"(?i)见|示|呈|回声|信号|密度|正常|清|光滑|通畅|对称|大小|形态|均匀|(?-u:\b)(?:is|are|was|were|seen|shows?|demonstrates?|measur\w+|normal|no|not|intact|clear|unremarkable|containing|appears?)(?-u:\b)|[0-9]\s*[cm]m")
        .is_some_and(|form| form.is_match(text))
}

/// Letters of the shortest paragraph that describes.
const SHORTEST: usize = 6;

/// Whether an examination is the study itself: `EXAM: MRI LEFT KNEE`.
fn is_of_study(section: &Sectioned<'_>) -> bool {
    let form = pattern!(
        r"(?i)\b(?:mri?|ct\w?|x-?ray|xr|dr|us|radiograph\w*|ultraso\w+|scan|views?|mammogra\w+|doppler|echo\w*|\w+scopy|angiogra\w+|pet)\b|平扫|增强|彩超|超声|片|正位|侧位"
    );
    section.text.first().is_some_and(|text| form.is_some_and(|form| form.is_match(&text.value)))
}

/// The clauses of a sentence; a place that stands behind a comma belongs to what is told of it: `Diabetic macular edema, right eye`.
fn joined(sentence: &str) -> Vec<&str> {
    let place = pattern!(
        r"(?i)^(?:in |of |on )?(?:the )?(?:(?:left|right|both|bilateral)(?: [a-z]+){0,3}|(?:upper|middle|lower) (?:lobe|zone|pole))[.]?$"
    );
    let offset = |clause: &str| clause.as_ptr() as usize - sentence.as_ptr() as usize;
    let mut found: Vec<&str> = Vec::new();
    for clause in super::clauses(sentence) {
        let is_place = place.is_some_and(|form| form.is_match(clause)) && !super::says_normal(clause);
        let before = found.last_mut().filter(|_| is_place);
        let whole =
            before.as_ref().and_then(|before| sentence.get(offset(before)..offset(clause) + clause.len()));
        match (before, whole) {
            (Some(before), Some(whole)) => *before = whole,
            _ => found.push(clause),
        }
    }
    found
}

/// Whether a label names a study or another thing without a place, behind a label that tells a side.
fn is_of_sided_study(before: &str, label: &str) -> bool {
    let own = Gist::of(label);
    !own.names_place() && !own.names_region() && !crate::medical::clause_sides(before).is_empty()
}

/// Takes texts apart into clauses.
#[derive(Default)]
struct Reader<'a> {
    /// Whether headings within the texts are labels as others are: in check-ups each study has its own.
    is_plain: bool,
    /// What the texts to come are; nothing where they tell of something else.
    part: Option<Part>,
    is_remark: bool,
    sentence: usize,
    /// The label before the text to come.
    label: String,
    found: Vec<Told<'a>>,
    heads: Vec<Head<'a>>,
}

impl<'a> Reader<'a> {
    fn begin(&mut self, part: Option<Part>, is_remark: bool) {
        (self.part, self.is_remark) = (part, is_remark);
    }

    /// Goes over to what a heading heads.
    fn head(&mut self, under: Under, source: Source<'a>) {
        let part = match under {
            Under::Part(part) => Some(part),
            Under::Remark => Some(Part::Concluded),
            Under::Aside => None,
        };
        self.begin(part, under == Under::Remark);
        self.label.clear();
        if let Some(part) = part {
            self.heads.push(Head { part, source, is_remark: self.is_remark, is_empty: true });
        }
    }

    /// Adds the clauses of a text. A label reaches up to the next one of the text, a heading beyond it.
    fn split(&mut self, source: Source<'a>, text: &'a str) {
        let labelled = pattern!(
            r"^[\s*•·●▪-]*(?:\(?[0-9]{1,2}[.、)]\s*)?(?:[【\[〔┃]\s*(?P<framed>[\p{Han}A-Za-z ]{1,16})\s*[】\]〕┃]\s*[:：]?|(?P<label>[\p{Han}A-Za-z][\p{Han}A-Za-z0-9/、()（）& ,-]{0,28}?)\s*(?:[:：]|\s[-–—]\s))\s*"
        );
        let mut rest_of = text;
        if self.is_plain {
            // As it stands.
        } else if let Some((under, end)) = at_head(text) {
            self.head(under, source);
            rest_of = text.get(end..).unwrap_or("");
        } else if is_signed(text) || is_of_patient(text) {
            return;
        }
        let (mut label, mut is_first) = (std::mem::take(&mut self.label), true);
        for part_of in rest_of.split(['。', ';', '；', '\n']).flat_map(|part| part.split(". ")) {
            self.sentence += 1;
            let mut rest = part_of;
            if let Some(captures) = labelled.and_then(|form| form.captures(part_of)) {
                let end = captures.get(0).map_or(0, |whole| whole.end());
                let name =
                    captures.name("framed").or(captures.name("label")).map_or("", |name| name.as_str());
                match headed(name).filter(|_| !self.is_plain) {
                    Some(under) => {
                        self.head(under, source);
                        label.clear();
                    }
                    // Of one side several studies may tell: 左眼：…。OCT：….
                    None if is_of_sided_study(&label, name) => label = format!("{label} {name}"),
                    None => name.clone_into(&mut label),
                }
                is_first = true;
                rest = part_of.get(end..).unwrap_or("");
            }
            if let Some(part) = self.part.filter(|_| self.is_plain || !is_of_office(part_of)) {
                is_first = self.sentence_of(part, source, rest, &label, is_first);
            }
        }
    }

    /// Adds the clauses of a sentence behind its label; whether the next one is still the first behind it.
    fn sentence_of(
        &mut self,
        part: Part,
        source: Source<'a>,
        rest: &'a str,
        label: &str,
        mut is_first: bool,
    ) -> bool {
        let number = pattern!(r"^[\s*•·●▪-]*(?:\(?[0-9①-⑳]{1,2}[.、)]\s*|[①-⑳]\s*)?");
        // What is advised tells nothing of what was found.
        let advice = pattern!(
            r"(?i)建议|复查|随[诊访]|就诊|治疗|定期|注意|避免|戒|控制|进一步|检查$|^行|监测|加强|补充|每[天日周月年]|[0-9一二三两半]个?(?:月|年|周)后|recommend|follow[- ]?up|review|advi[sc]e|repeat|refer"
        );
        let mut before = String::new();
        for clause in joined(rest) {
            let skipped = number.and_then(|form| form.find(clause)).map_or(0, |found| found.end());
            let text = clause.get(skipped..).unwrap_or(clause).trim();
            let is_advice = part == Part::Concluded && advice.is_some_and(|form| form.is_match(text));
            if let Some(head) = self.heads.last_mut().filter(|head| head.part == part) {
                head.is_empty = false;
            }
            if is_advice || !text.chars().any(char::is_alphabetic) {
                continue;
            }
            let own = Gist::of(text);
            let context = if own.names_place() { label.to_owned() } else { format!("{label} {before}") };
            let gist = own.joined(&Gist::of(&context));
            if own.names_place() {
                text.clone_into(&mut before);
            }
            let polarity = crate::medical::clause_polarity(text);
            let (sentence, is_remark, label) = (self.sentence, self.is_remark, label.to_owned());
            self.found.push(Told {
                part,
                source,
                text,
                label,
                is_first,
                context,
                polarity,
                own,
                gist,
                sentence,
                is_remark,
            });
            is_first = false;
        }
        is_first
    }
}
