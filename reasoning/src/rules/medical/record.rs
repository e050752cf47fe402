//! How a record is written: M36 to M40.

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{events, printed, sections};
use super::record_type::{RecordType, record_type};
use crate::pattern::pattern;
use crate::rules::moment::hours_between;
use crate::rules::{Bilingual, Case, Draft, Verdict};
use crate::value::{Period, WrittenDate, find_dates, find_periods};
use crate::{EventKind, Fact, Limit, MedicalFact, Passage, SectionKind, SignerRole, Span, Stated};

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
        // Of a course each note is signed; elsewhere one signature of that role does for several labels.
        let each = ["病程", "查房", "progress"].iter().any(|word| title(case).contains(word));
        let own = *role == SignerRole::Doctor && super::unsigned::ends_note(case, fact)
            || super::unsigned::awaits_hand(case, fact);
        // Where the hand is asked for, the printed name elsewhere is none.
        let by_hand = asks_hand(case, fact);
        let is_named = || {
            let mut others = all.iter().filter(|(_, other, name)| other == role && name.is_some());
            others.any(|(other, ..)| !by_hand || asks_hand(case, other))
        };
        let elsewhere = !each && !own && is_named() || super::unsigned::asks_no_name(case, fact);
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
    super::unsigned::add(case, &mut drafts);
    if drafts.is_empty() {
        super::nameless::nobody(case, &mut drafts);
    }
    // A superior who reads the record again is somebody else.
    if let (Some((fact, name)), Some((other, superior))) =
        (of(&[SignerRole::Resident]), of(&[SignerRole::Attending, SignerRole::Chief]))
        && name.value == superior.value
    {
        let draft = Draft::new().way("same").about(other, superior.evidence).against(fact, name.evidence);
        drafts.push(draft.found(&*superior.value));
    }
    // On a prescription who makes it up is not who checks it.
    let examiner = of(&[SignerRole::Examiner, SignerRole::Reporter]).or_else(|| maker(case, &all));
    if let (Some((fact, name)), Some((other, verifier))) = (examiner, of(&[SignerRole::Verifier]))
        && !is_one_signature(case, name, verifier)
        && name.value.trim_end_matches('.') == verifier.value.trim_end_matches('.')
    {
        let draft = Draft::new().way("same").about(other, verifier.evidence).against(fact, name.evidence);
        drafts.push(draft.found(&*verifier.value));
    }
    Verdict::of(!all.is_empty() || !drafts.is_empty(), "signature", drafts)
}

/// Who makes up a prescription.
fn maker<'a>(
    case: &Case<'a>,
    all: &[(&'a Fact, SignerRole, Option<&'a Stated<String>>)],
) -> Option<(&'a Fact, &'a Stated<String>)> {
    all.iter().find_map(|(fact, role, name)| {
        let label =
            fact.evidence.first().and_then(|id| case.dossier.facts.cited(*id))?.span.text.to_lowercase();
        let makes =
            ["调", "配", "pharmacist", "dispens", "prepared", "made"].iter().any(|word| label.contains(word));
        // 审核药师 checks what was ordered, and may check what is handed out as well.
        let is_maker = *role == SignerRole::Pharmacist && makes && !label.contains("发药");
        Some((*fact, (*name)?)).filter(|_| is_maker)
    })
}

/// Whether the label of a signature asks for the hand, not for a name alone: `手术者签名`, `Signature`.
fn asks_hand(case: &Case<'_>, fact: &Fact) -> bool {
    let label = fact.evidence.first().and_then(|id| case.dossier.facts.cited(*id));
    label.is_some_and(|label| {
        let text = label.span.text.to_lowercase();
        ["签名", "签字", "签章", "签署", "signature", "signed"].iter().any(|word| text.contains(word))
    })
}

/// Whether two names are the same ink: one label may ask for two things, 审核/调配.
fn is_one_signature(case: &Case<'_>, one: &Stated<String>, other: &Stated<String>) -> bool {
    let span = |name: &Stated<String>| case.dossier.facts.cited(name.evidence).map(|cited| &cited.span);
    span(one).zip(span(other)).is_some_and(|(one, other)| {
        one.passage == other.passage && one.characters.start == other.characters.start
    })
}

/// The title of the part, without blanks.
pub(super) fn title(case: &Case<'_>) -> String {
    let title = case.part.title.as_ref().map_or("", |title| title.value.as_str());
    title.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
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
    let history = all.iter().filter(|section| match section.kind {
        SectionKind::PresentIllness | SectionKind::AdmissionCondition => true,
        // `History` heads what was asked of a study, or in a record how it began.
        SectionKind::Indication => section.heading.value.to_lowercase().contains("history"),
        // So does the summary that begins with how the patient came.
        SectionKind::Course => begins_with_admission(section),
        _ => false,
    });
    let told = durations(&text.value);
    let first = history
        .flat_map(|section| section.text.iter().map(move |text| (section.fact, text)))
        .find_map(|(fact, text)| {
            // The complaint itself may stand in the first sentence of the history.
            let own = section.text.first().map_or("", |chief| chief.value.as_str());
            let behind = text.value.find(own).filter(|_| !own.is_empty()).map_or(0, |at| at + own.len());
            let lead: String = present(text.value.get(behind..)?).chars().take(HISTORY_LEAD).collect();
            let whole = durations(present(text.value.get(behind..)?));
            Some((fact, text, durations(&lead), whole)).filter(|(_, _, told, _)| !told.is_empty())
        });
    // Without a section of its own the history goes on behind the complaint: 因“发热3天”入院。患者3天前….
    if first.is_none()
        && let Some(last) = told.last()
        && let Some((span, others)) = history_behind(case, text)
        && !others.iter().any(|other| is_as_long(last, other))
    {
        let draft = Draft::new().about(section.fact, text.evidence).against_span(span);
        let words: Vec<&str> = others.iter().map(|(raw, _)| raw.as_str()).collect();
        drafts.push(draft.found(&*last.0).expected(words.join("、")));
    }
    if let Some((fact, history, others, whole)) = first
        && let Some(odd) = at_odds(&told, &others, &whole)
    {
        let draft = Draft::new().about(section.fact, text.evidence).against(fact, history.evidence);
        let words =
            |all: &[(String, u64)]| all.iter().map(|(raw, _)| raw.as_str()).collect::<Vec<_>>().join("、");
        drafts.push(draft.found(&*odd.0).expected(words(&others)));
    }
    Verdict::Checked(drafts)
}

/// Whether a section tells in its first words with what the patient came: `Clinical summary: 70 year old ex-smoker admitted with 4 days of …`.
fn begins_with_admission(section: &super::ask::Sectioned<'_>) -> bool {
    let heading =
        pattern!(r"(?i)summary|narrative|story").is_some_and(|form| form.is_match(&section.heading.value));
    let came = pattern!(
        r"(?i)^[^.]{0,80}\b(?:admitted|presented|referred|resident|attended|brought)\b[^.]{0,60}\b(?:hour|day|week|month|year)s?\b"
    );
    heading && section.text.first().is_some_and(|text| came.is_some_and(|form| form.is_match(&text.value)))
}

/// The duration of the complaint that the history contradicts: it tells none as long, and one that the complaint does not. Of several
/// complaints the history may tell the first alone, and what it tells further on counts for them.
fn at_odds<'t>(
    told: &'t [(String, u64)],
    lead: &[(String, u64)],
    whole: &[(String, u64)],
) -> Option<&'t (String, u64)> {
    let has = |all: &[(String, u64)], one: &(String, u64)| all.iter().any(|other| is_as_long(one, other));
    let odd = told.iter().rev().find(|one| !has(lead, one) && !has(whole, one))?;
    let is_left = lead.iter().any(|other| !has(told, other));
    (is_left || told.len() == 1).then_some(odd)
}

/// A history up to what was before it: 既往高血压病史20年.
fn present(history: &str) -> &str {
    let past =
        pattern!(r"(?i)既往|平素|曾有|past (?:medical )?history|\bPMH|known (?:case|to have)|background of");
    let end = past.and_then(|form| form.find(history)).map_or(history.len(), |found| found.start());
    history.get(..end).filter(|text| !text.is_empty()).unwrap_or(history)
}

/// The durations that the sentence behind the complaint tells, where it tells how the illness began, and where it stands.
fn history_behind(case: &Case<'_>, complaint: &crate::Stated<String>) -> Option<(Span, Vec<(String, u64)>)> {
    let span = &case.dossier.facts.cited(complaint.evidence)?.span;
    let passage = case.dossier.view.passage(span.passage)?;
    let at = passage.folded().find(crate::fold(&complaint.value).as_str())? + complaint.value.len();
    let rest = passage.folded().get(at..)?;
    let form = pattern!(
        r"(?:患者|病人)[^。;]{0,8}?[0-9一二两三四五六七八九十半数]+\s*余?个?(?:小时|天|日|周|月|年)余?[之以]?前|[0-9一二两三四五六七八九十半数]+\s*余?个?(?:小时|天|日|周|月|年)余?[之以]?前,?\s*(?:患者|病人|无明显|无诱因|因|在|于)"
    )?;
    // In English the next sentence tells since when: … with pain for 9 hours. The patient tripped on a kerb 3 hours ago.
    let english = pattern!(
        r"(?i)^[.;,\s]+[^.;]{0,120}?\b(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)[ -](?:hour|day|week|month|year)s?\s+(?:ago|earlier|before|previously)\b|^[.;\s]+[^.;]{0,60}?\bfor (?:the (?:past|last) )?(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)[ -](?:hour|day|week|month|year)s?\b"
    );
    let lasting = pattern!(
        r"(?i)known|diagnos|history|previous|past|hypertension|diabet|smok|operat|surgery|pregnan|since"
    );
    let english = english
        .and_then(|form| form.find(rest))
        .filter(|found| !lasting.is_some_and(|form| form.is_match(found.as_str())));
    let found = form.find(rest).or(english)?;
    let told = durations(found.as_str());
    (!told.is_empty()).then(|| (passage.span(at + found.start()..at + found.end()), told))
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
    found.extend(jotted(text));
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
        let number = number.as_str().to_lowercase();
        let count = COUNTED.iter().position(|word| *word == number).map(|at| at as u64 + 1);
        let count = count.or_else(|| number.parse().ok()).unwrap_or(1);
        if found.iter().all(|(start, ..)| *start != whole.start()) {
            found.push((whole.start(), whole.as_str().to_owned(), hours * count));
        }
    }
    found.sort_by_key(|(start, ..)| *start);
    found.into_iter().map(|(_, raw, hours)| (raw, hours)).collect()
}

/// Numbers in words, from one on.
const COUNTED: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Days, weeks and months as the British jot them: `3/7`, `2/52`, `6/12`.
fn jotted(text: &str) -> Vec<(usize, String, u64)> {
    let form = pattern!(r"(?:^|[^0-9/.])(?P<n>[0-9]{1,2})/(?P<unit>7|52|12)(?:$|[^0-9/])");
    let all = form.iter().flat_map(|form| form.captures_iter(text));
    let told = all.filter_map(|captures| {
        let (number, unit) = (captures.name("n")?, captures.name("unit")?);
        let (hours, word) = match unit.as_str() {
            "7" => (24, "day"),
            "52" => (24 * 7, "week"),
            _ => (24 * 30, "month"),
        };
        let count: u64 = number.as_str().parse().ok()?;
        Some((number.start(), format!("{count} {word}"), hours * count))
    });
    told.collect()
}

/// Whether two durations may be the same: people round, but not a count of one unit: `10 hours` are not `12 hours`.
fn is_as_long(a: &(String, u64), b: &(String, u64)) -> bool {
    let unit = |text: &str| {
        let form = pattern!(r"(?i)小时|天|日|周|星期|月|年|hour|day|week|month|year")?;
        form.find_iter(text).last().map(|found| found.as_str().to_lowercase())
    };
    let rounds = |text: &str| {
        pattern!(r"(?i)余|多|约|半|数|几|\+|about|over|nearly|almost").is_some_and(|form| form.is_match(text))
    };
    let counted = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let same_unit = unit(&a.0).is_some() && unit(&a.0) == unit(&b.0);
    if same_unit && counted(&a.0) && counted(&b.0) && !rounds(&a.0) && !rounds(&b.0) {
        return a.1 == b.1;
    }
    let (short, long) = if a.1 < b.1 { (a.1, b.1) } else { (b.1, a.1) };
    long <= short.saturating_mul(2)
}

/// A time limit for a record.
#[derive(Deserialize, Default)]
struct TimeLimit {
    /// What its title contains, or where `heading` is given, what a line of the text does.
    words: Vec<String>,
    /// Or of which type it is.
    record: Option<RecordType>,
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
    let (title, of_type) = (title(case), record_type(case));
    let (mut drafts, mut seen) = (Vec::new(), false);
    for limit in &limits {
        let (Some(since), Some(hours)) = (limit.since, limit.hours) else { continue };
        // Who comes to a ward that admits at once is admitted when he arrives there.
        let arrived = || events(case, EventKind::Received).next().filter(|_| since == EventKind::Admitted);
        let Some((fact, start)) = events(case, since).next().or_else(arrived) else { continue };
        let written: Vec<(Span, WrittenDate)> = if limit.heading {
            headed(case, &limit.words)
        } else if limit.words.iter().any(|word| title.contains(word))
            || limit.record.is_some() && limit.record == of_type
        {
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
    // Where nothing else tells when it was written, the day of the report does.
    let has_recorded = events(case, EventKind::Recorded).next().is_some();
    let reported = events(case, EventKind::Reported).filter(|_| !has_recorded);
    let all = events(case, EventKind::Recorded).chain(reported);
    all.filter_map(|(_, date)| Some((case.dossier.facts.cited(date.evidence)?.span.clone(), date.value)))
        .collect()
}

/// The dates of the lines that name such a record, or that stand alone in one of the next lines.
fn headed(case: &Case<'_>, words: &[String]) -> Vec<(Span, WrittenDate)> {
    let mut found = Vec::new();
    let lines: Vec<(&Passage, std::ops::Range<usize>)> = case
        .passages()
        .flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone())))
        .collect();
    let text = |(passage, bytes): &(&Passage, std::ops::Range<usize>)| {
        passage.folded().get(bytes.clone()).unwrap_or("").to_owned()
    };
    for (index, line) in lines.iter().enumerate() {
        let plain: String = text(line).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
        // A word behind `=` is all that the line says beside its date.
        let names = |word: &String| match word.strip_prefix('=') {
            Some(whole) => letters == whole,
            None => plain.contains(word.as_str()),
        };
        if !words.iter().any(names) {
            continue;
        }
        let own = find_dates(&text(line)).into_iter().next().map(|date| (line, date));
        let is_alone = |below: &(&Passage, std::ops::Range<usize>)| {
            let date = find_dates(&text(below)).into_iter().next()?;
            (date.range.len() == text(below).trim().len()).then_some(date)
        };
        // A title with the date of its record below it.
        let is_title = plain.chars().count() <= LONGEST_TITLE;
        let below = || {
            let next = lines.iter().skip(index + 1).take(LINES_BELOW).filter(|_| is_title);
            next.into_iter().find_map(|below| Some((below, is_alone(below)?)))
        };
        // In a table of notes the moment stands in the cell before the words that begin with the title.
        let above = || {
            let before = lines.get(index.checked_sub(1)?)?;
            let is_begun = words.iter().any(|word| plain.starts_with(&format!("{word}:")) || plain == *word);
            Some((before, is_alone(before).filter(|_| is_begun)?))
        };
        if let Some(((passage, bytes), date)) = above().or(own).or_else(below) {
            let at = bytes.start + date.range.start..bytes.start + date.range.end;
            found.push((passage.span(at), date.value));
        }
    }
    found
}

/// Letters of the longest title of a record, and lines below it in which its date may stand.
const LONGEST_TITLE: usize = 12;
const LINES_BELOW: usize = 3;

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
