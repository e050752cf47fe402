//! What running text tells of the patient's sex and age once more: so that the head of a page can be held against it.

use rust_decimal::Decimal;

use super::section::is_prose;
use crate::pattern::pattern;
use crate::value::Sex;
use crate::{Age, AgeUnit, Body, Kind, MedicalFact, Notes, Part, Passage, Role, View};

/// Titles that tell the sex.
const TITLES: [&str; 4] = ["Mr", "Mrs", "Ms", "Miss"];

/// Letters from which on a cell holds running text.
const RUNNING: usize = 24;

/// Bytes before a person in which a relative may be named.
const RELATIVE_REACH: usize = 30;

/// States each sex that running text of `part` tells of the patient where it first does, and the age beside the day of birth where no key
/// has told one.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    let [_, has_sex, has_age] = super::known(notes);
    // A sheet of results tells the sex by the patient's title, if by nothing else.
    if part.kind == Kind::Lab && has_sex {
        return;
    }
    let names = surnames(notes);
    let (mut told, mut aged) = (Vec::new(), has_age);
    let holds = |passage: &&Passage| {
        is_prose(passage)
            || matches!(passage.role, Role::Cell { .. })
                && (!has_sex || passage.folded().chars().count() >= RUNNING)
    };
    for passage in view.within(part).iter().filter(holds) {
        for (bytes, sex) in sexes_in(passage, &names) {
            if told.contains(&sex) {
                continue;
            }
            told.push(sex);
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

/// Whether a sex is stated already of what begins there.
fn is_stated(passage: &Passage, start: usize, notes: &Notes) -> bool {
    let from = passage.characters(start..start).start;
    let sexes = notes.of_part().filter_map(|fact| match &fact.body {
        Body::Medical(MedicalFact::PatientSex { sex }) => notes.facts().cited(sex.evidence),
        _ => None,
    });
    let mut sexes = sexes;
    sexes.any(|cited| cited.span.passage == passage.id && cited.span.characters.start as usize == from)
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

/// The sexes of the patient that a text tells, in its order: `a 61-year-old man`, `44 y.o. woman`, `This lady`, `Mrs Hollis`, `患者，女性`,
/// `成年女性，发育正常`, `Well-nourished man`, `She was admitted`.
fn sexes_in(passage: &Passage, names: &[String]) -> Vec<(std::ops::Range<usize>, Sex)> {
    let form = pattern!(concat!(
        r"\b[0-9]{1,3}\s?-?(?i:(?:year|yr|month|week|day)s?\s?-?old|y\.?/?o\.?|y/o)\s+(?:[A-Za-z-]+\s){0,3}?(?P<en>(?i:woman|man|female|male|lady|gentleman|girl|boy)\b|[MF]\b)|",
        r"\b(?:[Tt]his|The) (?:(?:very )?(?:pleasant|elderly|young|frail|delightful|kind|retired|[0-9]{1,2}-year-old) )*(?P<this>lady|gentleman|woman|man|boy|girl)\b|",
        r"\b(?i:(?:(?:well|under|poorly|over)[- ]?(?:nourished|built|developed|looking|kempt)|(?:un)?well|elderly|young|middle-aged|adult|obese|thin|slim|frail|cachectic|pleasant|comfortable|alert|healthy|fit|pregnant|retired|single|married|known (?:diabetic|hypertensive|asthmatic)|caucasian|chinese|malay|indian|african|asian|white|black)(?:,? (?:and )?[a-z-]+){0,2}? (?P<looks>man|woman|male|female|lady|gentleman|boy|girl))\b|",
        r"\b(?P<title>Mr|Mrs|Ms|Miss)\.? (?P<name>[A-Z][A-Za-z'-]+)|",
        r"\b(?i:(?P<patient>male|female) (?:patient|infant|child|baby|adult))\b|",
        r"(?:^|\s)[0-9]{1,3}\s?(?:[Yy](?:rs?|ears)?\.?)?\s?/\s?(?P<joined>[MF])(?:\s|[,;]|$)|",
        r"(?:^|[.;:]\s+)(?P<owner>His|Her)\s+[a-z]|",
        r"(?:^|[.;:]\s+)(?P<pronoun>He|She)\s+(?:was|is|has|had|denie[sd]|presented|reports?|reported|complain|came|underwent|remained|will|can|lives|works|smokes|drinks|takes|does|did|received|developed|tolerated|noticed|first|also|then|initially|made)\b|",
        r"患[者儿]\s*[,:]?\s*(?:\p{Han}{2,4}\s*[,、]\s*)?(?:(?:青|中|老|成)年|系|为)?\s*(?P<zh>[男女])(?:性|[童婴孩]|\s*[,、])|",
        r"(?:^|[。;,:、\sA-Za-z0-9℃])(?:患者)?(?:成年|青年|中年|老年|中老年|青壮年|幼年|学龄|育龄|高龄|体型\p{Han}{1,4}|营养\p{Han}{1,3})(?P<adult>[男女])性|",
        r"(?:^|[。;,:、\s])(?P<short>[男女])(?:性患[者儿]|患[,、者]|性病人|[童婴]\s*[,、]|性\s*,\s*[0-9]{1,3}\s*岁)"
    ));
    let Some(form) = form else { return vec![] };
    let folded = passage.folded();
    let relatives = pattern!(
        r"(?i)mother|father|wife|husband|\bsons?\b|daughter|brother|sister|partner|cousin|uncle|aunt|grand|neighbour|neighbor|carer|friend|\bDr\b|consultant|under the care|surgeon|referred by|母|父|妻|丈夫|儿子|女儿|姐|妹|兄|弟|家属|祖|配偶|陪|司机|邻居"
    );
    let told = form.captures_iter(folded).filter_map(|captures| {
        let ahead = folded.get(..captures.get(0)?.start())?;
        let from = ahead.ceil_char_boundary(ahead.len().saturating_sub(RELATIVE_REACH));
        // A pronoun may stand for somebody whom the sentence before names.
        let is_pronoun = captures.name("pronoun").or(captures.name("owner")).is_some();
        let from =
            if is_pronoun { ahead.trim_end_matches(['.', ' ']).rfind(". ").unwrap_or(0) } else { from };
        if relatives.is_some_and(|form| ahead.get(from..).is_some_and(|ahead| form.is_match(ahead))) {
            return None;
        }
        // At the head of a sheet without a name that is known, a title is the patient's.
        let heads = names.is_empty() && ahead.trim().is_empty();
        if let Some(name) = captures.name("name")
            && !names.contains(&name.as_str().to_lowercase())
            && !heads
        {
            return None;
        }
        let word =
            ["en", "this", "looks", "patient", "title", "joined", "pronoun", "owner", "zh", "adult", "short"]
                .iter()
                .find_map(|name| captures.name(name))?;
        let male = ["man", "male", "gentleman", "boy", "m", "mr", "he", "his", "男"];
        let is_male = male.contains(&word.as_str().to_lowercase().as_str());
        Some((word.range(), if is_male { Sex::Male } else { Sex::Female }))
    });
    told.collect()
}

/// The age behind the day of birth: `DOB 02/02/1946, 78 years`.
fn age_in(passage: &Passage) -> Option<(std::ops::Range<usize>, Decimal)> {
    let form = pattern!(
        r"(?i)(?:\bDOB|\bD\.O\.B\.?|date of birth|\bborn)\b[^;\n]{4,24}?(?:[,;(]|\s)\s*(?:aged? )?(?P<age>[0-9]{1,3}\s*(?:years?|yrs?|y)\b)|(?:^|\s)(?P<joined>[0-9]{1,3})\s?(?:y(?:rs?|ears)?\.?)?\s?/\s?[mf](?:\s|[,;]|$)"
    )?;
    let captures = form.captures(passage.folded())?;
    let found = captures.name("age").or(captures.name("joined"))?;
    let digits: String = found.as_str().chars().take_while(char::is_ascii_digit).collect();
    Some((found.range(), digits.parse().ok()?))
}
