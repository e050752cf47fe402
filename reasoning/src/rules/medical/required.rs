//! What a record must have: M37.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ask::{self, sections};
use super::record::title;
use super::record_type::{RecordType, record_type};
use crate::pattern::pattern;
use crate::rules::{Bilingual, Case, Draft, Verdict};
use crate::{EvidenceId, EvidenceKind, Kind, Passage, PassageId, Role, SectionKind};

/// The sections that a record of some title must have.
#[derive(Deserialize, Default)]
struct Form {
    /// What its title contains.
    titles: Vec<String>,
    /// Or of which type it is.
    record: Option<RecordType>,
    /// What its text contains besides.
    #[serde(default)]
    contains: Option<String>,
    /// The sections; each names those that stand for one another.
    sections: Vec<Vec<SectionKind>>,
    /// Whether it tells how the illness began.
    #[serde(default)]
    history: bool,
    /// What it tells besides, wherever that stands.
    #[serde(default)]
    words: Vec<Told>,
}

/// Words of which one must stand in a record, and what they tell.
#[derive(Deserialize, Default)]
struct Told {
    any: Vec<String>,
    zh: String,
    en: String,
}

/// Adds what the record tells nowhere.
fn untold(case: &Case<'_>, form: &Form, drafts: &mut Vec<Draft>) {
    let is_told = |told: &&Told| {
        case.passages().any(|passage| {
            let text = passage.folded().to_lowercase();
            told.any.iter().any(|word| text.contains(word.as_str()))
        })
    };
    for told in form.words.iter().filter(|told| !is_told(told)) {
        let draft =
            Draft::new().expected(&*told.zh).with_words("section", Bilingual::new(&told.zh, &told.en));
        drafts.push(match case.head() {
            Some(head) => draft.about_span(head),
            None => draft,
        });
    }
}

/// What stands for words that were left out does so in a record of any type.
fn of_no_form(case: &Case<'_>, all: &[ask::Sectioned<'_>]) -> Verdict {
    let mut drafts = Vec::new();
    if let Some((source, kind)) = super::study::part_missing(case) {
        drafts.push(of_study(source, kind));
    }
    unfilled(case, all, &[], &mut drafts);
    placeholders(case, &mut drafts);
    Verdict::of(!drafts.is_empty(), "title", drafts)
}

/// That a study lacks a part, at where it should stand.
fn of_study(source: super::study::Source<'_>, kind: SectionKind) -> Draft {
    let name = section_words(kind);
    source.about(Draft::new().expected(&*name.zh).with_words("section", name))
}

/// A sentence that only says that one is left out: a stroke, dots, a remark, in brackets or not.
const STROKE: &str = concat!(
    r"(?i)(?:^|[。.;:]\s*)\s*(?:[-•·*]\s+|\(?[0-9]{1,2}[.)、]\s*)?[(\[]?\s*(?:_{3,}|(?:[/／\\]+|[—–＿_]+|\.{3,}|…+|×{2,}|略|未(?:填|填写|记|记录|记载|书写|录|录入|写|描述|采集)|无记录|空白|待补(?:充|录|写|记)?|待完善|待录入?|待追记|后补|容后补充?|暂缺|",
    r"空缺|缺如|见前|待[补追]?[问开填查录写述]|(?:详见|参见|同|见)(?:门诊|急诊|外院|前次|上次|首次|入院)?(?:病历|病史|记录|病程|病案)(?:记录)?|to be (?:asked|taken|obtained|confirmed|filled in|entered|written|recorded|arranged|prescribed)|awaited|see (?:clinic|outpatient|previous|old|gp|er|ed|referral) (?:notes?|letter|record|records|file)|to follow|to be (?:completed|added|documented|entered|dictated|written)|not (?:yet )?(?:recorded|documented|dictated)|",
    r"left blank|no entry|nil recorded|pending|tbc|tba|tbd|xxx+)\s*[)\]]?\s*(?:[。.;]|$|\s*(?:[-•·*]\s|\(?[0-9]{1,2}[.)、])|\s+[A-Z\p{Han}]))|^[\s•·-]*[-–—]{1,3}\s*[.。;]?\s*$|^\s*(?:[-•·*]|\(?[0-9]{1,2}[.)、])?\s*[(\[]\s*(?:pending|awaited|待[补追]?[问开填查录写述]|to be \w+)\s*[)\]]\s*$"
);

/// The form that a record has by its title, or by its type.
fn form_of<'f>(case: &Case<'_>, forms: &'f [Form]) -> Option<&'f Form> {
    let (title, of_type) = (title(case), record_type(case));
    let has = |word: &str| case.passages().any(|passage| passage.folded().contains(word));
    let is = |form: &&Form| {
        let named = form.titles.iter().any(|word| title.contains(word))
            || form.record.is_some() && form.record == of_type;
        named && form.contains.as_deref().is_none_or(has)
    };
    forms.iter().find(is)
}

/// M37: a section that this kind of record must have is missing or empty.
pub(super) fn sections_present(case: &Case<'_>) -> Verdict {
    // Sheets of results have no sections; a study among them has.
    if case.kind() == Kind::Lab {
        let missing = super::study::part_missing(case).map(|(source, kind)| of_study(source, kind));
        return Verdict::of(missing.is_some(), "section", missing.into_iter().collect());
    }
    let forms: Vec<Form> = case.rule.parameter("forms");
    let aside: BTreeMap<SectionKind, Vec<String>> = case.rule.parameter("aside");
    let all: Vec<_> = sections(case).collect();
    let Some(form) = form_of(case, &forms) else {
        return of_no_form(case, &all);
    };
    if all.is_empty() {
        return Verdict::lacks("section");
    }
    let mut drafts = Vec::new();
    // Under headings that nobody knows the section may stand after all.
    let (strange, mut doubtful) = (has_strange_headings(case), false);
    let (mut absent, mut told, mut lost) = (0, Vec::new(), Vec::new());
    for wanted in &form.sections {
        let mut ours = all.iter().filter(|section| wanted.contains(&section.kind));
        let is_there = ours.clone().next().is_some();
        let has_fact = wanted.iter().any(|kind| stated_otherwise(case, *kind, is_there));
        let says = |section: &ask::Sectioned<'_>| {
            section.says() && aside.get(&section.kind).is_none_or(|words| tells_more(section, words))
        };
        if ours.clone().any(says) || has_fact {
            continue;
        }
        let is_absent = ours.clone().next().is_none();
        if is_absent && strange {
            doubtful = true;
            continue;
        }
        absent += usize::from(is_absent);
        let name = wanted.first().map_or_else(Bilingual::default, |kind| section_words(*kind));
        let draft = Draft::new().expected(&*name.zh).with_words("section", name);
        match (ours.next(), case.head()) {
            (Some(empty), _) => {
                told.push(empty.heading.evidence);
                drafts.push(draft.way("empty").about(empty.fact, empty.heading.evidence));
            }
            (None, Some(head)) => lost.push(draft.about_span(head)),
            (None, None) => lost.push(draft),
        }
    }
    empty_headings(&all, &aside, &mut told, &mut drafts);
    untold(case, form, &mut drafts);
    unfilled(case, &all, &told, &mut drafts);
    placeholders(case, &mut drafts);
    // Where several are not found, it is their headings that are not known.
    if absent > 1.max(form.sections.len() / MOST_ABSENT) {
        return Verdict::of(false, "section.known", drafts);
    }
    drafts.extend(lost);
    empty_diagnoses(case, &mut drafts);
    if form.history && drafts.is_empty() {
        drafts.extend(lost_history(case, &all));
    }
    Verdict::of(!doubtful, "section.known", drafts)
}

/// Adds the sections in which a stroke stands for a sentence, and those that are numbers of a list alone: `1.　2.　3.`.
fn unfilled(case: &Case<'_>, all: &[ask::Sectioned<'_>], told: &[EvidenceId], drafts: &mut Vec<Draft>) {
    use SectionKind as S;
    let kinds = [
        S::ChiefComplaint,
        S::PresentIllness,
        S::PastHistory,
        S::PhysicalExamination,
        S::AdmissionCondition,
        S::Course,
        S::Diagnosis,
        S::AdmissionDiagnosis,
        S::DischargeDiagnosis,
        S::DischargeOrders,
        S::Orders,
        S::CheckupAdvice,
        S::Findings,
        S::Impression,
    ];
    let stroke = pattern!(STROKE);
    let numbers = pattern!(r"^[\s。.;,、]*(?:\(?[0-9一二三四五六七八九十]{1,2}[.、)][\s。.;,、]*)+$");
    let hits = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    for section in all.iter().filter(|section| kinds.contains(&section.kind)) {
        let whole: Vec<&str> = section.text.iter().map(|text| text.value.trim()).collect();
        // Of how it began nothing stands above to point at.
        let points = pattern!(r"(?i)^(?:同前|同上|见上|如前|略|as above|see above|ditto)[。.;]?$");
        let of_history = matches!(section.kind, S::ChiefComplaint | S::PresentIllness);
        // 注意事项：1）无。
        let bare: String = whole.concat().chars().filter(|c| c.is_alphabetic()).collect();
        let is_nothing =
            matches!(section.kind, S::DischargeOrders | S::Course | S::Diagnosis | S::DischargeDiagnosis)
                && matches!(bare.to_lowercase().as_str(), "无" | "none" | "nil" | "na")
                && !["药", "处方", "medic", "drug"]
                    .iter()
                    .any(|word| section.heading.value.to_lowercase().contains(word));
        let points_back = of_history && whole.iter().all(|text| hits(points, text)) && !whole.is_empty();
        let only_numbers =
            !whole.is_empty() && hits(numbers, &whole.join(" ")) && !is_number_of_next(case, section, all);
        // `Presenting problem: .`: the sign behind the words that were left out.
        let only_signs = !section.says() && matches!(whole.as_slice(), ["." | "。"]);
        let has_stroke = section.text.iter().any(|text| hits(stroke, &crate::fold(&text.value)));
        if (only_numbers
            || only_signs
            || is_passed_over(case, section)
            || has_stroke
            || points_back
            || is_nothing)
            && !told.contains(&section.heading.evidence)
        {
            let name = section_words(section.kind);
            let draft = Draft::new().expected(&*name.zh).with_words("section", name).way("empty");
            drafts.push(draft.about(section.fact, section.heading.evidence));
            return;
        }
    }
}

/// Whether a numbered heading of a list stands alone, with the next number below it: `2.病史特点:` above `3.既往情况:…`.
fn is_passed_over(case: &Case<'_>, section: &ask::Sectioned<'_>) -> bool {
    let form = pattern!(r"^\s*\(?(?P<number>[0-9]{1,2})[.、)]\s*[^\s:。]{2,12}:\s*$");
    let number =
        |text: &str| form.and_then(|form| form.captures(text)?.name("number")?.as_str().parse::<u32>().ok());
    let view = &case.dossier.view;
    let own = case.dossier.facts.cited(section.heading.evidence).map(|cited| cited.span.passage);
    let Some(own) = own.filter(|_| !section.says()) else { return false };
    let told = view.passage(own).and_then(|passage| number(passage.folded()));
    let below = view.passage(crate::PassageId(own.0 + 1)).map_or("", |passage| passage.folded()).trim_start();
    let next = |number: u32| {
        below.strip_prefix(&(number + 1).to_string()).is_some_and(|rest| rest.starts_with(['.', '、', ')']))
    };
    told.is_some_and(next)
}

/// Whether what stands under a heading is the number of the heading right behind it: `病例特点：1.现病史：…`.
fn is_number_of_next(case: &Case<'_>, section: &ask::Sectioned<'_>, all: &[ask::Sectioned<'_>]) -> bool {
    let place = |id: EvidenceId| case.dossier.facts.cited(id).map(|cited| &cited.span);
    let [number] = section.text else { return false };
    place(number.evidence).is_some_and(|number| {
        all.iter().filter_map(|other| place(other.heading.evidence)).any(|heading| {
            let gap = heading.characters.start.checked_sub(number.characters.end);
            heading.passage == number.passage && gap.is_some_and(|gap| gap <= 1)
        })
    })
}

/// Adds the first thing in running text that stands for words left out, in brackets or as a stroke between two sentences, where no section
/// has been found to lack them.
fn placeholders(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    let form = pattern!(concat!(
        r"(?i)(?:^|[。.;:\s])(?P<bracket>[(\[]\s*(?:待补(?:充|录|写|记|问|述)?|待[问开填录写述]|待完善|待录入?|待追记|待追问|后补|容后补充?|暂缺|未填写?|",
        r"to follow|to be (?:completed|added|documented|entered|dictated|written|asked|taken|obtained|filled in|recorded|arranged|prescribed)|tbc|tba|tbd|not (?:yet )?(?:recorded|documented|dictated|asked|taken|obtained|entered))\s*[)\]])|",
        r"(?:^|\n)\s*[-•·*]?\s*(?P<list>[(\[]\s*(?:pending|awaited|待开|待定)\s*[)\]])\s*$|",
        r"(?:^|[。;]\s*)(?P<elsewhere>(?:病史|现病史)?(?:详见|参见|请见)(?:门诊|急诊|外院|前次|上次|转院)(?:病历|病史|记录|病案)(?:资料|记录)?)\s*(?:[。;]|$)|",
        r"[。;]\s*(?P<stroke>/{1,2}|-{2,3})\s*(?:\p{Han}{2,6}:|$)"
    ));
    if !drafts.is_empty() {
        return;
    }
    let texts =
        case.passages().filter(|passage| !matches!(passage.role, Role::Joined) && !passage.is_marginal());
    for passage in texts {
        let found = form.and_then(|form| form.captures(passage.folded()));
        let Some(found) = found
            .and_then(|c| ["bracket", "list", "elsewhere", "stroke"].iter().find_map(|name| c.name(name)))
        else {
            continue;
        };
        let name = section_words(SectionKind::Other);
        let draft = Draft::new().expected(&*name.zh).with_words("section", name).way("empty");
        drafts.push(draft.about_span(passage.span(found.range())));
        return;
    }
}

/// Adds the headings over nothing: something was left out, though another section may stand for it.
fn empty_headings(
    all: &[ask::Sectioned<'_>],
    aside: &BTreeMap<SectionKind, Vec<String>>,
    told: &mut Vec<EvidenceId>,
    drafts: &mut Vec<Draft>,
) {
    let says = |section: &ask::Sectioned<'_>| {
        section.says() && aside.get(&section.kind).is_none_or(|words| tells_more(section, words))
    };
    for section in all.iter().filter(|section| is_told(section) && !says(section)) {
        let elsewhere = all.iter().any(|other| other.kind == section.kind && says(other));
        if !elsewhere && !told.contains(&section.heading.evidence) {
            let name = section_words(section.kind);
            let draft = Draft::new().expected(&*name.zh).with_words("section", name).way("empty");
            drafts.push(draft.about(section.fact, section.heading.evidence));
            told.push(section.heading.evidence);
        }
    }
}

/// What is missing where the history is.
fn lost_history(case: &Case<'_>, sections: &[ask::Sectioned<'_>]) -> Option<Draft> {
    let name = section_words(SectionKind::PresentIllness);
    let draft = Draft::new().expected(&*name.zh).with_words("section", name);
    lacks_history(case, sections).then(|| match case.head() {
        Some(head) => draft.about_span(head),
        None => draft,
    })
}

/// Adds the labels of diagnoses that stand alone in their line over another label, where none of that name says anything.
fn empty_diagnoses(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    if !drafts.is_empty() {
        return;
    }
    let form = pattern!(
        r"^\s*(?:\(?[0-9一二三四五六七八九十]{1,2}\)?\s*[、.]?\s*)?(?P<label>\p{Han}{0,6}诊断|(?i:[a-z-]{3,14} diagnosis))\s*:\s*_*$"
    );
    let labelled =
        pattern!(r"^\s*(?:\(?[0-9一二三四五六七八九十]{1,2}\)?\s*[、.]?\s*)?[\p{Han}A-Za-z ]{2,20}:");
    let lines: Vec<(&Passage, std::ops::Range<usize>)> = case
        .passages()
        .filter(|passage| matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal())
        .flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone())))
        .collect();
    let text = |(passage, bytes): &(&Passage, std::ops::Range<usize>)| {
        passage.folded().get(bytes.clone()).unwrap_or("").to_owned()
    };
    for pair in lines.windows(2) {
        let [line, below] = pair else { continue };
        let own = text(line);
        let Some(label) = form.and_then(|form| form.captures(&own)?.name("label")) else { continue };
        let is_empty = labelled.is_some_and(|form| form.is_match(&text(below)));
        let told = case.passages().any(|passage| {
            passage.folded().match_indices(label.as_str()).any(|(at, word)| {
                let behind = passage.folded().get(at + word.len()..).unwrap_or("");
                let said = behind.trim_start_matches([' ', ':', '_']);
                behind.starts_with(':') && said.starts_with(char::is_alphabetic) && passage.id != line.0.id
            })
        });
        if is_empty && !told {
            let name = section_words(SectionKind::Diagnosis);
            let at = line.1.start + label.start()..line.1.start + label.end();
            let draft = Draft::new().expected(&*name.zh).with_words("section", name).way("empty");
            drafts.push(draft.about_span(line.0.span(at)));
            return;
        }
    }
}

/// Whether a record that tells the complaint nowhere says how it began.
fn lacks_history(case: &Case<'_>, sections: &[ask::Sectioned<'_>]) -> bool {
    let complained = sections.iter().any(|s| s.kind == SectionKind::ChiefComplaint && s.says());
    let told = sections.iter().any(|section| {
        let headed = pattern!(r"(?i)现病|起病|发病|病史|经过|history|illness")
            .is_some_and(|form| form.is_match(&section.heading.value));
        section.kind == SectionKind::PresentIllness && section.says() && headed
    });
    let form = pattern!(
        r"(?i)[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?[之以]?(?:前|来|内)|因[^。;]{2,40}(?:小时|天|日|周|月|年)余?[”\x22]?(?:入院|收|来|就诊|由|于|送)|入院前|病前|自幼|于[^。]{0,14}(?:年|月|日)|缘于|遂来|就诊|\bago\b|history of|since|previously|presented|\bwith (?:an? )?[0-9a-z]+[ -](?:hour|day|week|month|year)|for [0-9a-z]+ (?:hour|day|week|month|year)"
    );
    let says = |passage: &Passage| form.is_some_and(|form| form.is_match(passage.folded()));
    // How the patient was on admission tells as much.
    let on_admission = sections.iter().any(|section| {
        section.kind == SectionKind::AdmissionCondition
            && section.says()
            && ["体征", "症状", "情况"].iter().any(|word| section.heading.value.contains(word))
            && section.text.iter().any(|text| text.value.chars().count() >= RUNNING)
    });
    complained && !told && !on_admission && !case.passages().any(says)
}

/// Whether a section is headed by words under which something is told, not by words over other headings (病史).
fn is_told(section: &ask::Sectioned<'_>) -> bool {
    use SectionKind as S;
    let of_kind = matches!(section.kind, S::ChiefComplaint | S::PresentIllness | S::PastHistory | S::Course);
    let form = pattern!(
        r"(?i)主诉|现病|起病|发病|既往|经过|过程|complain|course|progress|background|present(?:ing)? (?:illness|history)|past|previous|reason for"
    );
    of_kind && form.is_some_and(|form| form.is_match(&section.heading.value))
}

/// Of the sections required, one in so many may be missing and still be told.
const MOST_ABSENT: usize = 4;

/// Whether paragraphs stand under headings that are none of those known.
fn has_strange_headings(case: &Case<'_>) -> bool {
    let form = pattern!(
        r"^\s*(?:[一二三四五六七八九十]{1,2}、\s*)?(?P<title>\p{Han}{2,6}|[A-Z][A-Za-z'&/-]+(?: [A-Za-z'&/-]+){0,4})\s*(?::|示:|\s{2,})(?P<text>.{8,})$"
    );
    let all = case.facts().flat_map(|fact| &fact.evidence);
    let labels = all.filter_map(|id| case.dossier.facts.cited(*id));
    let labels = labels.filter(|evidence| evidence.kind != EvidenceKind::Stated);
    let headings = sections(case).filter_map(|section| case.dossier.facts.cited(section.heading.evidence));
    // The first label or heading of each passage.
    let mut first: BTreeMap<PassageId, u32> = BTreeMap::new();
    for evidence in labels.chain(headings) {
        let at = evidence.span.characters.start;
        first.entry(evidence.span.passage).and_modify(|known| *known = at.min(*known)).or_insert(at);
    }
    let cited = |passage: &Passage, title: &str| {
        first.get(&passage.id).is_some_and(|at| *at < title.chars().count() as u32)
    };
    let prose: Vec<&Passage> = case
        .passages()
        .filter(|passage| matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal())
        .collect();
    let in_line = prose.iter().any(|passage| {
        let title = form.and_then(|form| form.captures(passage.folded())?.name("title"));
        title.is_some_and(|title| !cited(passage, title.as_str()))
    });
    in_line || strange_lines(case, &prose) || strange_cells(case, &cited)
}

/// Whether a cell of words that nobody knows stands beside one of running text.
fn strange_cells(case: &Case<'_>, cited: &dyn Fn(&Passage, &str) -> bool) -> bool {
    let cells: Vec<&Passage> =
        case.passages().filter(|passage| matches!(passage.role, Role::Cell { .. })).collect();
    cells.windows(2).any(|pair| {
        let [head, text] = pair else { return false };
        let title = head.folded().trim();
        let letters = title.chars().count();
        let is_title = (2..=MOST_TITLE).contains(&letters)
            && title.chars().any(char::is_alphabetic)
            && !title.contains(|c: char| c.is_ascii_digit() || "。;,".contains(c));
        is_title && text.folded().chars().count() >= RUNNING && !cited(head, title)
    })
}

/// Letters of the longest heading in a cell, and from which on a cell holds running text.
const MOST_TITLE: usize = 30;
const RUNNING: usize = 50;

/// Letters below a line from which it may be a heading.
const SHORTEST_BELOW: usize = 15;

/// Whether a short line of its own, in brackets or numbered, stands over running text and is no heading that is known.
fn strange_lines(case: &Case<'_>, prose: &[&Passage]) -> bool {
    let form = pattern!(concat!(
        r"^\s*(?:(?:\(?[0-9一二三四五六七八九十]{1,2}\)?\s*[、.)]|[■◆●▪▶□◇○★※#*]+)\s*)?(?P<open>[\[【<《〖])?",
        r"\s*(?P<title>\p{Han}{2,8}|\p{Han}(?:\s\p{Han}){1,3}|[A-Z][A-Za-z'&/-]+(?: [A-Za-z'&/-]+){0,4})\s*[\]】>》〗]?\s*[:,]?\s*$"
    ));
    let mut cited: BTreeMap<PassageId, Vec<u32>> = BTreeMap::new();
    for fact in case.facts() {
        for evidence in fact.evidence.iter().filter_map(|id| case.dossier.facts.cited(*id)) {
            cited.entry(evidence.span.passage).or_default().push(evidence.span.characters.start);
        }
    }
    let lines: Vec<(&Passage, usize, &str)> = prose
        .iter()
        .filter(|passage| passage.class() != Some(document::RegionClass::Title))
        .flat_map(|passage| {
            let rows = passage.rows().iter();
            rows.filter_map(move |row| {
                Some((*passage, row.bytes.start, passage.folded().get(row.bytes.clone())?))
            })
        })
        .collect();
    lines.windows(2).any(|pair| {
        let [(passage, start, line), (_, _, below)] = pair else { return false };
        let Some(title) = form.and_then(|form| form.captures(line)?.name("title")) else { return false };
        let at = passage.characters(start + title.start()..start + title.end());
        let is_known =
            cited.get(&passage.id).into_iter().flatten().any(|from| at.contains(&(*from as usize)));
        !is_known && below.trim().chars().count() >= SHORTEST_BELOW
    })
}

/// Whether a section has a clause without any of `words`.
fn tells_more(section: &ask::Sectioned<'_>, words: &[String]) -> bool {
    let clauses = section.text.iter().flat_map(|text| text.value.split(['。', ';', '；', '.', ',', '，']));
    let told = clauses.filter(|clause| clause.chars().any(char::is_alphanumeric));
    told.into_iter().any(|clause| !words.iter().any(|word| clause.to_lowercase().contains(word)))
}

/// Whether a fact says what a section would: a diagnosis beside its key, an allergy.
fn stated_otherwise(case: &Case<'_>, kind: SectionKind, is_there: bool) -> bool {
    match kind {
        SectionKind::Diagnosis | SectionKind::AdmissionDiagnosis | SectionKind::DischargeDiagnosis => {
            // In the shorthand of the wards `Imp:` heads it.
            let is_short = |section: &ask::Sectioned<'_>| {
                section.kind == SectionKind::Impression
                    && section.heading.value.trim().eq_ignore_ascii_case("imp")
                    && section.says()
            };
            case.has("diagnosis") || sections(case).any(|section| is_short(&section))
        }
        SectionKind::DischargeOrders | SectionKind::Orders => is_ordered(case),
        SectionKind::Allergies => case.has("allergy"),
        SectionKind::PhysicalExamination => case.has("vital"),
        SectionKind::AdmissionCondition => tells_admission(case),
        SectionKind::Course => tells_course(case),
        // Behind a sentence that tells with what the patient came the next ones tell how it began.
        SectionKind::PresentIllness => {
            let in_sentence = sections(case).any(|section| {
                let heading = section.heading.value.trim().to_lowercase();
                section.kind == SectionKind::ChiefComplaint
                    && section.says()
                    && matches!(
                        heading.as_str(),
                        "" | "因" | "主因" | "以" | "admitted" | "presented" | "referred"
                    )
            });
            !is_there && in_sentence && !lacks_history(case, &sections(case).collect::<Vec<_>>())
        }
        // In the first note of the course the complaint may stand in the sentence that tells of the admission.
        SectionKind::ChiefComplaint => {
            let is_lost = pattern!(r"因\s*(?:于|[,，。])")
                .is_some_and(|form| case.passages().any(|passage| form.is_match(passage.folded())));
            let title = title(case);
            let of_notes = title.contains("病程") || !title.chars().any(document::is_cjk);
            !is_there && of_notes && tells_admission(case) && !is_lost
        }
        _ => false,
    }
}

/// Whether a medicine is ordered outside of what tells the history and the course, or the course tells what is taken home.
fn is_ordered(case: &Case<'_>) -> bool {
    use SectionKind as S;
    let told = [S::Course, S::PastHistory, S::PresentIllness, S::AdmissionCondition, S::AuxiliaryExamination];
    let place = |id: EvidenceId| case.dossier.facts.cited(id).map(|cited| &cited.span);
    let texts: Vec<_> = sections(case)
        .filter(|section| told.contains(&section.kind))
        .flat_map(|section| section.text.iter().filter_map(|text| place(text.evidence)))
        .collect();
    let leaves = pattern!(
        r"(?i)出院带药|带药出院|院外(?:继续|口服|服用)|出院后(?:继续|口服|服用)|discharged (?:home )?(?:on|with)|\b(?:TTO|TTA)s?\b|to take home|on discharge"
    );
    let drugs: Vec<_> = ask::drugs(case).filter_map(|(_, drug)| place(drug.name.evidence)).collect();
    let is_within = |span: &&crate::Span| {
        texts.iter().any(|text| {
            text.passage == span.passage
                && text.characters.start <= span.characters.start
                && span.characters.end <= text.characters.end
        })
    };
    drugs.iter().any(|span| !is_within(span))
        || texts.iter().any(|text| leaves.is_some_and(|form| form.is_match(&text.text)))
}

/// Whether an English sentence tells what was done for the patient: letters tell the course without a heading of its own.
fn tells_course(case: &Case<'_>) -> bool {
    let form = pattern!(
        r"入院后[^。]{0,40}(?:予|给予|行|完善)|完善[^。]{0,16}(?:检查|准备)|行[^。]{1,20}(?:切除|修补|碎石|置换|固定|引流|切开|吻合|造影|支架)|术后[^。]{0,30}(?:恢复|好转|平稳|通畅|无渗)|(?:治疗|用药|补液|抗感染)[^。]{0,20}(?:好转|缓解|稳定|下降|正常|消失|减轻)|予以?[^。]{1,30}治疗|经[^。]{2,30}治疗|住院期间|于[^。]{4,20}行[^。]{2,30}术|(?i)\b(?:was|were|has been|been)\s+(?:\w+ly\s+)?(?:treated|given|commenced|started|managed|admitted for|taken to theatre|monitored|observed|transfused|discharged home)\b|\b(?:underwent|received|responded to|made a (?:good|full|uneventful) recovery|symptoms (?:settled|resolved|improved))\b"
    );
    case.passages().any(|passage| form.is_some_and(|form| form.is_match(passage.folded())))
}

/// Whether a sentence tells with what the patient came: `因“…”收入我科`, `患者3天前…`.
fn tells_admission(case: &Case<'_>) -> bool {
    let form = pattern!(concat!(
        r"(?:因|以)[^。]{2,60}?(?:入院|收入|收住|收治|住院)|患者[^。]{0,12}[0-9一二两三四五六七八九十半数]\s*余?\s*个?(?:小时|天|日|周|月|年)\s*余?前|",
        r"(?i)\badmitted\b[^.]{0,40}\bwith\b|\bpresent(?:ed|s)?\b[^.]{0,20}\bwith\b"
    ));
    case.passages().any(|passage| form.is_some_and(|form| form.is_match(passage.folded())))
}

fn section_words(kind: SectionKind) -> Bilingual {
    use SectionKind as S;
    let (zh, en) = match kind {
        S::ChiefComplaint => ("主诉", "chief complaint"),
        S::PresentIllness => ("现病史", "history of present illness"),
        S::PastHistory => ("既往史", "past history"),
        S::PhysicalExamination => ("体格检查", "physical examination"),
        S::AuxiliaryExamination => ("辅助检查", "investigations"),
        S::AdmissionCondition => ("入院情况", "condition on admission"),
        S::Course => ("诊疗经过", "hospital course"),
        S::AdmissionDiagnosis => ("入院诊断", "admission diagnosis"),
        S::DischargeDiagnosis => ("出院诊断", "discharge diagnosis"),
        S::DischargeOrders => ("出院医嘱", "discharge orders"),
        S::Diagnosis => ("诊断", "diagnosis"),
        S::Operation => ("手术经过", "course of the operation"),
        S::Findings => ("检查所见", "findings"),
        S::Impression => ("诊断意见", "impression"),
        _ => ("段落", "section"),
    };
    Bilingual::new(zh, en)
}
