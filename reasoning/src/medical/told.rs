//! What running text tells of the patient's sex and age once more: so that the head of a page can be held against it.

use rust_decimal::Decimal;

use super::section::is_prose;
use crate::pattern::pattern;
use crate::value::Sex;
use crate::{Age, AgeUnit, Body, Kind, MedicalFact, Notes, Part, Passage, Role, View};

/// Titles that tell the sex.
const TITLES: [&str; 4] = ["Mr", "Mrs", "Ms", "Miss"];

/// Bytes before a person in which a relative may be named.
const RELATIVE_REACH: usize = 30;

/// States the first sex that running text of `part` tells of the patient, and the age beside the day of birth where no key has told one.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    let [_, has_sex, has_age] = super::known(notes);
    // A sheet of results tells the sex by the patient's title, if by nothing else.
    if part.kind == Kind::Lab && has_sex {
        return;
    }
    let names = surnames(notes);
    let (mut told, mut aged) = (false, has_age);
    let holds =
        |passage: &&Passage| is_prose(passage) || !has_sex && matches!(passage.role, Role::Cell { .. });
    for passage in view.within(part).iter().filter(holds) {
        if !told && let Some((bytes, sex)) = sex_in(passage, &names) {
            told = true;
            // A title stands where the name does.
            let is_title = passage.folded().get(bytes.clone()).is_some_and(|word| TITLES.contains(&word));
            if is_title || !is_stated(passage, bytes.start, notes) {
                let sex = notes.state(passage, bytes, sex);
                notes.add("told", MedicalFact::PatientSex { sex });
            }
        }
        if !aged && let Some((bytes, number)) = age_in(passage) {
            aged = true;
            let age = notes.state(passage, bytes, Age { number, unit: AgeUnit::Years });
            notes.add("told", MedicalFact::PatientAge { age });
        }
    }
}

/// Whether something is stated already of what begins there.
fn is_stated(passage: &Passage, start: usize, notes: &Notes) -> bool {
    let from = passage.characters(start..start).start;
    notes.facts().evidence.iter().any(|evidence| {
        evidence.span.passage == passage.id && evidence.span.characters.start as usize == from
    })
}

/// The Latin words of the patient's names, in small letters.
fn surnames(notes: &Notes) -> Vec<String> {
    let names = notes.of_part().filter_map(|fact| match &fact.body {
        Body::Medical(MedicalFact::PatientName { name }) => Some(name.value.to_lowercase()),
        _ => None,
    });
    let words = names.flat_map(|name| {
        let words = name.split(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '\'');
        words.filter(|word| word.len() > 2).map(str::to_owned).collect::<Vec<_>>()
    });
    words.collect()
}

/// The sex of the patient that a text tells: `a 61-year-old man`, `44 y.o. woman`, `This lady`, `Mrs Hollis`, `患者，女性`.
fn sex_in(passage: &Passage, names: &[String]) -> Option<(std::ops::Range<usize>, Sex)> {
    let form = pattern!(concat!(
        r"\b[0-9]{1,3}\s?-?(?i:(?:year|yr)s?\s?-?old|y\.?/?o\.?)\s+(?:[A-Za-z-]+\s){0,3}?(?P<en>(?i:woman|man|female|male|lady|gentleman|girl|boy)\b|[MF]\b)|",
        r"\b(?:This|The) (?:(?:very )?(?:pleasant|elderly|young|frail|delightful|kind|retired|[0-9]{1,2}-year-old) )*(?P<this>lady|gentleman|woman|man)\b|",
        r"\b(?P<title>Mr|Mrs|Ms|Miss)\.? (?P<name>[A-Z][A-Za-z'-]+)|",
        r"(?:^|\s)[0-9]{1,3}\s?(?:[Yy](?:rs?|ears)?\.?)?\s?/\s?(?P<joined>[MF])(?:\s|[,;]|$)|",
        r"患者\s*[,:]?\s*(?:\p{Han}{2,4}\s*[,、]\s*)?(?:(?:青|中|老)年|系|为)?\s*(?P<zh>[男女])(?:性|\s*[,、])"
    ))?;
    let folded = passage.folded();
    let relatives = pattern!(
        r"(?i)mother|father|wife|husband|\bson\b|daughter|brother|sister|partner|\bDr\b|consultant|under the care|surgeon|母|父|妻|丈夫|儿|姐|妹|兄|弟|家属"
    );
    form.captures_iter(folded).find_map(|captures| {
        let ahead = folded.get(..captures.get(0)?.start())?;
        let from = ahead.ceil_char_boundary(ahead.len().saturating_sub(RELATIVE_REACH));
        if relatives.is_some_and(|form| ahead.get(from..).is_some_and(|ahead| form.is_match(ahead))) {
            return None;
        }
        if let Some(name) = captures.name("name")
            && !names.contains(&name.as_str().to_lowercase())
        {
            return None;
        }
        let word = ["en", "this", "title", "joined", "zh"].iter().find_map(|name| captures.name(name))?;
        let male = ["man", "male", "gentleman", "boy", "m", "mr", "男"];
        let is_male = male.contains(&word.as_str().to_lowercase().as_str());
        Some((word.range(), if is_male { Sex::Male } else { Sex::Female }))
    })
}

/// The age behind the day of birth: `DOB 02/02/1946, 78 years`.
fn age_in(passage: &Passage) -> Option<(std::ops::Range<usize>, Decimal)> {
    let form = pattern!(
        r"(?i)(?:\bDOB|\bD\.O\.B\.?|date of birth|\bborn)\b[^;\n]{4,24}?[,;(]\s*(?:aged? )?(?P<age>[0-9]{1,3}\s*(?:years?|yrs?|y)\b)|(?:^|\s)(?P<joined>[0-9]{1,3})\s?(?:y(?:rs?|ears)?\.?)?\s?/\s?[mf](?:\s|[,;]|$)"
    )?;
    let captures = form.captures(passage.folded())?;
    let found = captures.name("age").or(captures.name("joined"))?;
    let digits: String = found.as_str().chars().take_while(char::is_ascii_digit).collect();
    Some((found.range(), digits.parse().ok()?))
}
