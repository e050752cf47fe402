//! Who the patient is where no key tells it: in sentences and lines, by the form of a number, in heads and greetings.

use std::ops::Range;

use rust_decimal::Decimal;

use super::names::OLDEST;
use super::person::own_name;
use crate::pattern::pattern;
use crate::value::{Sex, find_dates};
use crate::{Age, AgeUnit, Body, EventKind, IdentifierKind, MedicalFact, Notes, Passage, View};

/// States the patient that a sentence or a line names without keys: `患者王建国，男，40岁`, `王建国 男 40岁`,
/// `Jane Doe is a 45-year-old woman`. What is already known is not stated again.
pub(super) fn state_sentence(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?:(?P<lead>(?:患者|病人|受检者|受检人|就诊人|病员)?\s*姓\s*名|患者|病人|病员|受检者|受检人|就诊人|受术者|收治|^|\s)\s*[:,]?\s*(?:(?P<name>\p{Han}{2,4}?)\s*(?:[,、/(]|\s)|(?P<glued>\p{Han}{2,4}?))\s*",
        r"(?P<sex>[男女])性?\s*(?:[,、/]|\s)?\s*(?:(?:生于|出生于?)\s*(?P<birth>[0-9年月日./-]{8,12})\s*[,(]?\s*)?(?:现?年龄?\s*:?\s*)?(?P<age>[0-9]{1,3}\s*(?:周岁|岁|个月|天)))|",
        r"(?:\b(?P<enname>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}),? (?:is )?(?:an? )?)?",
        r"(?P<enage>[0-9]{1,3})[ -](?:year|yr)s?[ -]old (?:[a-z]+ )?(?P<ensex>(?i:fe)?male|(?i:wo)?man|lady|gentleman|girl|boy)"
    ));
    // With nothing between name and sex only the word for a patient tells that it is one.
    let has_lead = |captures: &regex::Captures<'_>| {
        captures.name("lead").is_some_and(|lead| !lead.as_str().trim().is_empty())
    };
    let mut all = form.into_iter().flat_map(|form| form.captures_iter(folded));
    let Some(captures) = all.find(|found| found.name("glued").is_none() || has_lead(found)) else { return };
    // Behind the word for a patient they are stated again, so that one place can be held against another.
    let starts = captures.get(0).is_some_and(|whole| whole.start() == 0 && captures.name("name").is_some());
    let is_again = starts || captures.name("lead").is_some_and(|lead| !lead.as_str().trim().is_empty());
    let [has_name, has_sex, has_age] = super::known(notes).map(|known| known && !is_again);
    let any = |a: &str, b: &str| captures.name(a).or(captures.name(b)).map(|m| m.range());
    // A key before the sex is no name: `性别 女`.
    let is_key = |bytes: &Range<usize>| folded.get(bytes.clone()).is_some_and(is_key);
    let short =
        |bytes: Range<usize>| bytes.start..bytes.start + own_name(folded.get(bytes).unwrap_or("")).len();
    let named = any("name", "enname").or(captures.name("glued").map(|m| m.range()));
    if let Some(bytes) = named.filter(|bytes| !has_name && !is_key(bytes)).map(short) {
        let name = notes.copy(passage, bytes);
        notes.add("sentence", MedicalFact::PatientName { name });
    }
    if let Some(bytes) = any("sex", "ensex").filter(|_| !has_sex) {
        let word = folded.get(bytes.clone()).unwrap_or("").to_lowercase();
        let is_male = ["男", "male", "man", "gentleman", "boy"].contains(&word.as_str());
        let sex = notes.state(passage, bytes, if is_male { Sex::Male } else { Sex::Female });
        notes.add("sentence", MedicalFact::PatientSex { sex });
    }
    if let Some(birth) = captures.name("birth")
        && let Some(date) = find_dates(birth.as_str()).into_iter().next()
    {
        let at = birth.start() + date.range.start..birth.start() + date.range.end;
        let date = notes.state(passage, at, date.value);
        notes.add("sentence", MedicalFact::PatientBirth { date });
    }
    if let Some(bytes) = any("age", "enage").filter(|_| !has_age) {
        let text = folded.get(bytes.clone()).unwrap_or("");
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = match text.trim_start_matches(|c: char| c.is_ascii_digit()).trim() {
            "个月" => AgeUnit::Months,
            "天" => AgeUnit::Days,
            _ => AgeUnit::Years,
        };
        if let Some(number) = digits.parse().ok().filter(|number| *number <= Decimal::from(OLDEST)) {
            let age = notes.state(passage, bytes, Age { number, unit });
            notes.add("sentence", MedicalFact::PatientAge { age });
        }
    }
}

/// States the resident identity numbers that stand under no known key, by their form alone: region, day of birth, order,
/// check digit (GB 11643). Those of relatives are left out.
pub(super) fn state_resident_id(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(
        r"(?:^|[^0-9A-Za-z])(?P<number>[1-8](?:[ -]?[0-9]){5}[ -]?(?:19|20)(?:[ -]?[0-9]){9}[ -]?[0-9Xx])(?:[^0-9A-Za-z]|$)"
    );
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let Some(number) = captures.name("number") else { continue };
        let characters = passage.characters(number.range());
        let is_stated = notes.facts().evidence.iter().any(|evidence| {
            evidence.span.passage == passage.id && evidence.span.characters.start as usize == characters.start
        });
        if is_stated || is_of_other(folded, number.start()) {
            continue;
        }
        let mut value = notes.copy(passage, number.range());
        value.value.retain(|c| c.is_ascii_alphanumeric());
        notes.add("form", MedicalFact::Identifier { kind: IdentifierKind::ResidentId, number: value });
    }
}

/// Whether the words before the byte `at` say that what stands there is a relative's or an agent's.
pub(super) fn is_of_other(text: &str, at: usize) -> bool {
    let ahead: String = text.get(..at).unwrap_or("").chars().rev().take(RELATIVE_REACH).collect();
    let ahead: String = ahead.chars().rev().collect();
    pattern!(r"联系人|家属|监护|代理|陪护|经办|父|母|配偶|委托").is_some_and(|form| form.is_match(&ahead))
}

/// Passages at the head of a report in which its day may stand without a label.
const HEAD: usize = 6;

/// States the day of a health check that stands by itself in the head, where no label tells it: `体检中心 | TJ0042 | 2023-05-15`.
pub(super) fn state_head_day(view: &View, part: &crate::Part, notes: &mut Notes) {
    let is_known = notes.of_part().any(|fact| {
        matches!(
            &fact.body,
            Body::Medical(MedicalFact::Event { kind: EventKind::Examined | EventKind::Visited, .. })
        )
    });
    if is_known {
        return;
    }
    let apart = |text: Option<&str>, ends: bool| {
        text.is_none_or(|text| {
            let text =
                if ends { text.trim_end().chars().next_back() } else { text.trim_start().chars().next() };
            text.is_none_or(|c| "|│·;)(".contains(c))
        })
    };
    // Wide gaps part the pieces of a line as strokes do.
    let gapped = |passage: &Passage, bytes: &Range<usize>| {
        let (ahead, behind) = (passage.folded().get(..bytes.start), passage.folded().get(bytes.end..));
        let wide = |text: Option<&str>, ends: bool| {
            text.is_some_and(|text| {
                text.trim().is_empty() || if ends { text.ends_with("  ") } else { text.starts_with("  ") }
            })
        };
        wide(ahead, true) && wide(behind, false)
    };
    for passage in view.within(part).iter().take(HEAD) {
        let folded = passage.folded();
        let day = find_dates(folded).into_iter().find(|date| {
            date.value.day.is_some()
                && (apart(folded.get(..date.range.start), true) && apart(folded.get(date.range.end..), false)
                    || gapped(passage, &date.range))
        });
        if let Some(day) = day {
            let date = notes.state(passage, day.range, day.value);
            notes.add("head", MedicalFact::Event { kind: EventKind::Examined, date });
            return;
        }
    }
}

/// Letters before an identity number that say whose it is.
const RELATIVE_REACH: usize = 16;

/// Whether a text is a key, not a name.
fn is_key(text: &str) -> bool {
    super::labels::BOOK.named(text).is_some() || super::stems::is_label(text)
}

/// States the patient whom a letter addresses: `尊敬的张敏女士：`, `Dear Mrs Hollis,`.
pub(super) fn state_salutation(passage: &Passage, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?:^|尊敬的|敬爱的|亲爱的|受检者|受检人|体检者)\s*(?:尊敬的|敬爱的|亲爱的|致)?\s*:?\s*(?P<name>\p{Han}{1,4}?)\s*(?P<sex>先生|女士|小姐)\s*(?:[:,!(]|您好|你好|$)|",
        r"^\s*(?:Dear|Re:|RE:|Regarding:|Patient:)\s+(?P<ensex>Mr|Mrs|Ms|Miss)\.?\s+(?P<enname>[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2})\s*(?:[,:(]|$)"
    ));
    let rows = passage.rows().iter().map(|row| row.bytes.clone());
    let lines = rows.chain(passage.rows().is_empty().then_some(0..passage.folded().len()));
    let hit = lines
        .into_iter()
        .find_map(|bytes| Some((bytes.start, form?.captures(passage.folded().get(bytes)?)?)));
    let Some((offset, captures)) = hit else { return };
    let [has_name, has_sex, _] = super::known(notes);
    let whole = captures.name("name").filter(|name| name.as_str().chars().count() > 1);
    if let Some(name) = whole.or(captures.name("enname")).filter(|_| !has_name) {
        let name = notes.copy(passage, offset + name.start()..offset + name.end());
        notes.add("salutation", MedicalFact::PatientName { name });
    }
    if let Some(word) = captures.name("sex").or(captures.name("ensex")).filter(|_| !has_sex) {
        let sex = if matches!(word.as_str(), "先生" | "Mr") { Sex::Male } else { Sex::Female };
        let sex = notes.state(passage, offset + word.start()..offset + word.end(), sex);
        notes.add("salutation", MedicalFact::PatientSex { sex });
    }
}

/// States the patient that a page's head names without keys: `周若涵　女　03760479`.
pub(super) fn state_head(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(
        r"(?:^|\s)(?P<name>\p{Han}{2,4})\s*[,(]?\s*(?P<sex>男|女)性?(?:\s*[,/]?\s*[0-9]{1,3}岁)?\s*[,)]?(?:\s+(?P<number>[A-Z]{0,2}[0-9]{5,14}))?(?:\s|$)"
    );
    let Some(captures) = form.and_then(|form| form.captures(folded)) else { return };
    if captures.name("name").is_some_and(|name| is_key(name.as_str())) {
        return;
    }
    if let Some(name) = captures.name("name") {
        let end = name.start() + own_name(name.as_str()).len();
        let name = notes.copy(passage, name.start()..end);
        notes.add("head", MedicalFact::PatientName { name });
    }
    if let Some(word) = captures.name("sex") {
        let sex = if word.as_str() == "男" { Sex::Male } else { Sex::Female };
        let sex = notes.state(passage, word.range(), sex);
        notes.add("head", MedicalFact::PatientSex { sex });
    }
    // The number of a head is one of those that the pages name with a key.
    let kind = notes.of_part().find_map(|fact| match &fact.body {
        Body::Medical(MedicalFact::Identifier { kind, number }) => Some((*kind, number.value.len())),
        _ => None,
    });
    if let (Some(number), Some((kind, length))) = (captures.name("number"), kind)
        && number.as_str().len() == length
    {
        let number = notes.copy(passage, number.range());
        notes.add("head", MedicalFact::Identifier { kind, number });
    }
}
