//! How a record is written: M36 to M40.

use std::collections::BTreeMap;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{self, events, printed, sections};
use crate::pattern::pattern;
use crate::rules::moment::hours_between;
use crate::rules::{Bilingual, Case, Draft, Verdict};
use crate::value::{Period, WrittenDate, find_dates, find_periods};
use crate::{
    EventKind, EvidenceKind, Fact, Limit, MedicalFact, Passage, PassageId, Role, SectionKind, SignerRole,
    Span, Stated,
};

/// M36: nobody signed where a signature is asked for, or the same person did both.
pub(super) fn signed(case: &Case<'_>) -> Verdict {
    let all: Vec<(&Fact, SignerRole, Option<&Stated<String>>)> = case
        .medical()
        .filter_map(|(fact, body)| match body {
            MedicalFact::Signature { role, name } => Some((fact, *role, name.as_ref())),
            _ => None,
        })
        .collect();
    let mut drafts = Vec::new();
    for (fact, role, name) in &all {
        let optional = matches!(role, SignerRole::Patient | SignerRole::Nurse | SignerRole::Assistant);
        let elsewhere = all.iter().any(|(_, other, name)| other == role && name.is_some());
        if name.is_none() && !optional && !elsewhere {
            let label = fact.evidence.first().copied();
            let draft = label.map_or_else(Draft::new, |label| Draft::new().about(fact, label));
            let words =
                label.and_then(|id| case.dossier.facts.cited(id)).map(|label| label.span.text.clone());
            drafts.push(draft.with("role", words.unwrap_or_default().trim_end_matches([':', '：'])));
        }
    }
    let of = |wanted: &[SignerRole]| {
        all.iter().find_map(|(fact, role, name)| Some((*fact, (*name)?)).filter(|_| wanted.contains(role)))
    };
    let examiner = of(&[SignerRole::Examiner, SignerRole::Reporter]);
    if let (Some((fact, name)), Some((other, verifier))) = (examiner, of(&[SignerRole::Verifier]))
        && name.value == verifier.value
    {
        let draft = Draft::new().way("same").about(other, verifier.evidence).against(fact, name.evidence);
        drafts.push(draft.found(&*verifier.value));
    }
    Verdict::of(!all.is_empty(), "signature", drafts)
}

/// The sections that a record of some title must have.
#[derive(Deserialize, Default)]
struct Form {
    /// What its title contains.
    titles: Vec<String>,
    /// What its text contains besides.
    #[serde(default)]
    contains: Option<String>,
    /// The sections; each names those that stand for one another.
    sections: Vec<Vec<SectionKind>>,
}

/// The title of the part, without blanks.
fn title(case: &Case<'_>) -> String {
    let title = case.part.title.as_ref().map_or("", |title| title.value.as_str());
    title.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

/// M37: a section that this kind of record must have is missing or empty.
pub(super) fn sections_present(case: &Case<'_>) -> Verdict {
    let forms: Vec<Form> = case.rule.parameter("forms");
    let title = title(case);
    let has = |word: &str| case.passages().any(|passage| passage.folded().contains(word));
    let is = |form: &&Form| {
        let named = form.titles.iter().any(|word| title.contains(word));
        named && form.contains.as_deref().is_none_or(has)
    };
    let aside: BTreeMap<SectionKind, Vec<String>> = case.rule.parameter("aside");
    let Some(form) = forms.iter().find(is) else {
        return Verdict::lacks("title");
    };
    let all: Vec<_> = sections(case).collect();
    if all.is_empty() {
        return Verdict::lacks("section");
    }
    let mut drafts = Vec::new();
    // Under headings that nobody knows the section may stand after all.
    let (strange, mut doubtful) = (has_strange_headings(case), false);
    let (mut absent, mut told) = (0, Vec::new());
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
        drafts.push(match (ours.next(), case.head()) {
            (Some(empty), _) => {
                told.push(empty.heading.evidence);
                draft.way("empty").about(empty.fact, empty.heading.evidence)
            }
            (None, Some(head)) => draft.about_span(head),
            (None, None) => draft,
        });
    }
    // A heading over nothing tells that something was left out, though another section may stand for it.
    let says = |section: &ask::Sectioned<'_>| {
        section.says() && aside.get(&section.kind).is_none_or(|words| tells_more(section, words))
    };
    for section in all.iter().filter(|section| is_told(section) && !says(section)) {
        let elsewhere = all.iter().any(|other| other.kind == section.kind && says(other));
        if !elsewhere && !told.contains(&section.heading.evidence) {
            let name = section_words(section.kind);
            let draft = Draft::new().expected(&*name.zh).with_words("section", name).way("empty");
            drafts.push(draft.about(section.fact, section.heading.evidence));
        }
    }
    // Where several are not found, it is their headings that are not known.
    if absent > 1.max(form.sections.len() / MOST_ABSENT) {
        return Verdict::lacks("section.known");
    }
    Verdict::of(!doubtful, "section.known", drafts)
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
        r"^\s*(?:[一二三四五六七八九十]{1,2}、\s*)?(?P<title>\p{Han}{2,6})\s*(?::|示:|\s{2,})(?P<text>.{8,})$"
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
    in_line || strange_lines(case, &prose)
}

/// Letters below a line from which it may be a heading.
const SHORTEST_BELOW: usize = 15;

/// Whether a short line of its own, in brackets or numbered, stands over running text and is no heading that is known.
fn strange_lines(case: &Case<'_>, prose: &[&Passage]) -> bool {
    let form = pattern!(concat!(
        r"^\s*(?:(?:\(?[0-9一二三四五六七八九十]{1,2}\)?\s*[、.)]|[■◆●▪▶□◇○★※#*]+)\s*)?(?P<open>[\[【<《〖])?",
        r"\s*(?P<title>\p{Han}{2,8}|\p{Han}(?:\s\p{Han}){1,3}|[A-Z][A-Za-z'&/-]+(?: [A-Za-z'&/-]+){0,4})\s*[\]】>》〗]?\s*[:,]?\s*$"
    ));
    let mut cited: Vec<(crate::PassageId, u32)> = Vec::new();
    for fact in case.facts() {
        for evidence in fact.evidence.iter().filter_map(|id| case.dossier.facts.cited(*id)) {
            cited.push((evidence.span.passage, evidence.span.characters.start));
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
        let is_known = cited.iter().any(|(id, from)| *id == passage.id && at.contains(&(*from as usize)));
        !is_known && below.trim().chars().count() >= SHORTEST_BELOW
    })
}

/// Whether a section has a clause without any of `words`.
fn tells_more(section: &ask::Sectioned<'_>, words: &[String]) -> bool {
    let clauses = section.text.iter().flat_map(|text| text.value.split(['。', ';', '；', '.']));
    let told = clauses.filter(|clause| clause.chars().any(char::is_alphanumeric));
    told.into_iter().any(|clause| !words.iter().any(|word| clause.to_lowercase().contains(word)))
}

/// Whether a fact says what a section would: a diagnosis beside its key, an allergy.
fn stated_otherwise(case: &Case<'_>, kind: SectionKind, is_there: bool) -> bool {
    match kind {
        SectionKind::Diagnosis | SectionKind::AdmissionDiagnosis | SectionKind::DischargeDiagnosis => {
            case.has("diagnosis")
        }
        SectionKind::DischargeOrders | SectionKind::Orders => case.has("drug"),
        SectionKind::Allergies => case.has("allergy"),
        SectionKind::PhysicalExamination => case.has("vital"),
        SectionKind::AdmissionCondition => tells_admission(case),
        // In the first note of the course the complaint may stand in the sentence that tells of the admission.
        SectionKind::ChiefComplaint => !is_there && title(case).contains("病程") && tells_admission(case),
        _ => false,
    }
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

/// M39: the complaint is too long, or its duration is not that of the history.
pub(super) fn complaint(case: &Case<'_>) -> Verdict {
    let all: Vec<_> = sections(case).collect();
    let chief = all.iter().find(|section| section.kind == SectionKind::ChiefComplaint && section.says());
    let Some((section, text)) = chief.and_then(|section| Some((section, section.text.first()?))) else {
        return Verdict::lacks("section.chief_complaint");
    };
    let mut drafts = Vec::new();
    let longest = case.rule.number("longest").unwrap_or_default();
    let letters = text.value.chars().filter(|c| document::is_cjk(*c) && c.is_alphabetic()).count();
    if longest > Decimal::ZERO && Decimal::from(letters) > longest {
        let draft = Draft::new().way("long").about(section.fact, text.evidence);
        drafts.push(draft.found(letters.to_string()).expected(format!("≤ {longest}")));
    }
    let history = all.iter().filter(|section| {
        matches!(section.kind, SectionKind::PresentIllness | SectionKind::AdmissionCondition)
    });
    let told = durations(&text.value);
    let first = history
        .flat_map(|section| section.text.iter().map(move |text| (section.fact, text)))
        .find_map(|(fact, text)| {
            let lead: String = text.value.chars().take(HISTORY_LEAD).collect();
            Some((fact, text, durations(&lead))).filter(|(_, _, told)| !told.is_empty())
        });
    if let (Some(last), Some((fact, history, others))) = (told.last(), first)
        && !others.iter().any(|other| is_as_long(last, other))
    {
        let draft = Draft::new().about(section.fact, text.evidence).against(fact, history.evidence);
        let words =
            |all: &[(String, u64)]| all.iter().map(|(raw, _)| raw.as_str()).collect::<Vec<_>>().join("、");
        drafts.push(draft.found(&*last.0).expected(words(&others)));
    }
    Verdict::Checked(drafts)
}

/// The history tells how long the illness has lasted within this many letters.
const HISTORY_LEAD: usize = 160;

/// The durations that a text tells, with their rough length in hours.
fn durations(text: &str) -> Vec<(String, u64)> {
    let hours = |period: &Period| period.rough_days() * 24 + u64::from(period.hours);
    let mut found: Vec<(usize, String, u64)> = find_periods(text)
        .into_iter()
        .map(|found| (found.range.start, found.raw.clone(), hours(&found.value)))
        .filter(|(_, _, hours)| *hours > 0)
        .collect();
    // 半年, 1周余, 2天: what the finder of terms of contracts does not know.
    let other = pattern!(
        r"(?P<n>[0-9]+|半|[一二两三四五六七八九十]+|数)\s*(?:余|多|\+)?\s*个?(?P<unit>小时|天|日|周|星期|月|年)"
    );
    for captures in other.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), Some(number), Some(unit)) =
            (captures.get(0), captures.name("n"), captures.name("unit"))
        else {
            continue;
        };
        let hours = match unit.as_str() {
            "小时" => 1,
            "天" | "日" => 24,
            "周" | "星期" => 24 * 7,
            "月" => 24 * 30,
            _ => 24 * 365,
        };
        let count = match number.as_str() {
            "半" => None,
            words => crate::value::parse_number(words).and_then(|number| u64::try_from(number.value).ok()),
        };
        let length = count.map_or(hours / 2, |count| count.saturating_mul(hours));
        if found.iter().all(|(start, ..)| *start != whole.start()) {
            found.push((whole.start(), whole.as_str().to_owned(), length));
        }
    }
    let english = pattern!(
        r"(?i)\b(?P<n>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)[ -](?P<unit>hour|day|week|month|year)s?\b(?P<old>[ -]old)?"
    );
    for captures in english.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), Some(number), Some(unit)) =
            (captures.get(0), captures.name("n"), captures.name("unit"))
        else {
            continue;
        };
        if captures.name("old").is_some() {
            continue;
        }
        let hours = match unit.as_str().to_lowercase().as_str() {
            "hour" => 1,
            "day" => 24,
            "week" => 24 * 7,
            "month" => 24 * 30,
            _ => 24 * 365,
        };
        let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let number = number.as_str().to_lowercase();
        let count = words.iter().position(|word| *word == number).map(|at| at as u64 + 1);
        let count = count.or_else(|| number.parse().ok()).unwrap_or(1);
        if found.iter().all(|(start, ..)| *start != whole.start()) {
            found.push((whole.start(), whole.as_str().to_owned(), hours * count));
        }
    }
    found.sort_by_key(|(start, ..)| *start);
    found.into_iter().map(|(_, raw, hours)| (raw, hours)).collect()
}

/// Whether two durations may be the same: people round.
fn is_as_long(a: &(String, u64), b: &(String, u64)) -> bool {
    let (short, long) = if a.1 < b.1 { (a.1, b.1) } else { (b.1, a.1) };
    long <= short.saturating_mul(2)
}

/// A time limit for a record.
#[derive(Deserialize, Default)]
struct TimeLimit {
    /// What its title contains, or where `heading` is given, what a line of the text does.
    words: Vec<String>,
    #[serde(default)]
    heading: bool,
    since: Option<EventKind>,
    /// Words before a date of the text that is what it runs from, where there is one.
    #[serde(default)]
    after: Vec<String>,
    hours: Option<Limit>,
    zh: String,
    en: String,
}

/// M40: a record was written too late.
pub(super) fn in_time(case: &Case<'_>) -> Verdict {
    let limits: Vec<TimeLimit> = case.rule.parameter("limits");
    let title = title(case);
    let (mut drafts, mut seen) = (Vec::new(), false);
    for limit in &limits {
        let (Some(since), Some(hours)) = (limit.since, limit.hours) else { continue };
        let Some((fact, start)) = events(case, since).next() else { continue };
        let written: Vec<(Span, WrittenDate)> = if limit.heading {
            headed(case, &limit.words)
        } else if limit.words.iter().any(|word| title.contains(word)) {
            recorded(case)
        } else {
            continue;
        };
        let ended = limit.after.iter().find_map(|word| dated(case, word));
        let from = ended.as_ref().map_or(start.value, |(_, date)| *date);
        for (span, date) in written {
            let Some(late) = hours_between(&from, &date) else { continue };
            seen = true;
            if late > hours.0 {
                let draft = Draft::new().about_span(span.clone()).found(span.text.clone());
                let draft = match &ended {
                    Some((span, _)) => draft.against_span(span.clone()),
                    None => draft.against(fact, start.evidence),
                };
                let draft = draft.with_words("record", Bilingual::new(&limit.zh, &limit.en));
                let since =
                    ended.as_ref().map_or_else(|| printed(case, start), |(span, _)| span.text.clone());
                drafts.push(
                    draft
                        .with("hours", hours.0.to_string())
                        .with("since", since)
                        .expected(format!("≤ {} h", hours.0)),
                );
            }
        }
    }
    Verdict::of(seen, "event.recorded", drafts)
}

/// When the part says it was recorded.
fn recorded(case: &Case<'_>) -> Vec<(Span, WrittenDate)> {
    let all = events(case, EventKind::Recorded);
    all.filter_map(|(_, date)| Some((case.dossier.facts.cited(date.evidence)?.span.clone(), date.value)))
        .collect()
}

/// The dates of the lines that name such a record.
fn headed(case: &Case<'_>, words: &[String]) -> Vec<(Span, WrittenDate)> {
    let mut found = Vec::new();
    for passage in case.passages() {
        for row in passage.rows() {
            let Some(line) = passage.folded().get(row.bytes.clone()) else { continue };
            let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            if !words.iter().any(|word| plain.contains(word.as_str())) {
                continue;
            }
            if let Some(date) = find_dates(line).into_iter().next() {
                let at = row.bytes.start + date.range.start..row.bytes.start + date.range.end;
                found.push((passage.span(at), date.value));
            }
        }
    }
    found
}

/// The date behind a word.
fn dated(case: &Case<'_>, word: &str) -> Option<(Span, WrittenDate)> {
    let form = Regex::new(&format!(r"{}(?:时间|日期)?\s*:?\s*", regex::escape(word))).ok()?;
    let passages: Vec<&Passage> = case.passages().collect();
    passages.iter().enumerate().find_map(|(index, passage)| {
        let hit = form.find(passage.folded())?;
        let behind = passage.folded().get(hit.end()..)?;
        let here = find_dates(behind).into_iter().next().filter(|date| date.range.start <= 2);
        if let Some(date) = here {
            return Some((
                passage.span(hit.end() + date.range.start..hit.end() + date.range.end),
                date.value,
            ));
        }
        // In a form it stands in the next cell.
        let next = passages.get(index + 1).filter(|_| behind.trim().is_empty())?;
        let date = find_dates(next.folded()).into_iter().next()?;
        Some((next.span(date.range.clone()), date.value))
    })
}
