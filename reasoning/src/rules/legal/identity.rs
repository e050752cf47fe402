//! Numbers that check themselves: L07, L08.

use std::ops::Range;

use super::matter::{Matter, Quote};
use crate::fold;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Found, ResidentId, Sex, find_credit_codes, find_resident_ids};

/// L07: resident numbers fit their check digit, and what is said of the person.
pub(super) fn residents(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let found = find_resident_ids(matter.text());
    let mut drafts = Vec::new();
    for id in &found {
        if id.value.checked == Some(false) {
            drafts.push(
                Draft::new().way("checksum").about_text(matter, id.range.clone()).found(&id.value.number),
            );
        }
    }
    let (labelled, misformed) = labelled(matter);
    drafts.extend(misformed);
    for (fact, party) in matter.parties() {
        let Some(id) = &party.resident_id else { continue };
        let born =
            party.birth.as_ref().and_then(|birth| Some((birth, birth.value.civil()?, id.value.birth?)));
        if let Some((birth, said, coded)) = born.filter(|(_, said, coded)| said != coded) {
            let draft = Draft::new().way("birth").about(fact, id.evidence).against(fact, birth.evidence);
            drafts.push(draft.found(coded.to_string()).expected(said.to_string()));
        }
        let sex = party.sex.as_ref().and_then(|sex| Some((sex, id.value.sex?)));
        if let Some((sex, coded)) = sex.filter(|(sex, coded)| sex.value != *coded) {
            let draft = Draft::new().way("sex").about(fact, id.evidence).against(fact, sex.evidence);
            drafts.push(draft.found(word(coded)).expected(word(sex.value)));
        }
    }
    Verdict::of(!found.is_empty() || labelled, "resident_id", drafts)
}

/// Digits of the numbers given before 1999, which carry no check.
const OLD_DIGITS: usize = 15;

/// From when cards with such numbers are no longer valid (Law on Resident Identity Cards as amended in 2011).
const OLD_UNTIL: jiff::civil::Date = jiff::civil::date(2013, 1, 1);

/// Numbers behind their label that are none by themselves: of another length, with a day of birth that no calendar has, or
/// printed in groups, with letters that figures are mistaken for. Whether any was seen, and what is wrong with them.
fn labelled(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let form = pattern!(
        r"(?:公民身份(?:证)?号码?|居民身份证(?:号码?)?|身份证(?:件)?号码?|身份号码|身份证)(?:\([^()]{1,12}\))?\s*[:为]?\s*(?P<id>[\dOoIl][\dOoQDIl|SBZ -]{6,24}[\dXxOoQDIlSBZ])"
    );
    let text = matter.text();
    let known = find_resident_ids(text);
    let (mut seen, mut drafts, mut told) = (false, Vec::new(), Vec::new());
    for captures in form.iter().flat_map(|form| form.captures_iter(text)) {
        let Some(id) = captures.name("id") else { continue };
        let goes_on = text
            .get(id.end()..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '*'));
        if goes_on || known.iter().any(|own| own.range.start < id.end() && id.start() < own.range.end) {
            continue;
        }
        seen = true;
        told.push(id.start());
        let plain: String = id.as_str().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let read = ResidentId::parse(&plain);
        let sound = read.is_some_and(|read| read.checked == Some(true) && read.birth.is_some());
        // Numbers of before may stand in papers of before.
        let old = plain.len() == OLD_DIGITS && matter.day().is_some_and(|day| day < OLD_UNTIL);
        if sound || old || plain.len() == OLD_DIGITS && matter.day().is_none() {
            continue;
        }
        let letters = plain.chars().rev().skip(1).any(|c| c.is_ascii_alphabetic());
        let way = match plain.len() {
            ID_DIGITS if letters => "letters",
            ID_DIGITS => "checksum",
            _ => "length",
        };
        let draft = Draft::new().way(way).about_text(matter, id.range()).found(id.as_str());
        drafts.push(draft.with("digits", plain.len().to_string()));
    }
    for range in lettered(text).into_iter().filter(|range| !told.contains(&range.start)) {
        seen = true;
        let own = text.get(range.clone()).unwrap_or_default();
        drafts.push(Draft::new().way("letters").about_text(matter, range.clone()).found(own));
    }
    let (more, apart) = apart(text, &known);
    seen |= more;
    for range in apart {
        let own = text.get(range.clone()).unwrap_or_default();
        if !told.contains(&range.start) {
            let draft = Draft::new().way("length").about_text(matter, range.clone()).found(own);
            drafts.push(draft.with("digits", own.len().to_string()));
        }
    }
    (seen, drafts)
}

/// Figures and the letters that stand for them where a number is typed or read amiss.
const MISTAKEN: [(char, char); 9] = [
    ('O', '0'),
    ('o', '0'),
    ('Q', '0'),
    ('D', '0'),
    ('I', '1'),
    ('l', '1'),
    ('S', '5'),
    ('B', '8'),
    ('Z', '2'),
];

/// Runs that are resident numbers with their check once letters in them are read as the figures that they look like, whatever
/// label they have.
fn lettered(text: &str) -> Vec<Range<usize>> {
    let run = pattern!(r"(?-u:\b)[0-9OoQDIlSBZ]{17}[0-9XxOoQDIlSBZ](?-u:\b)");
    let meant = |run: &str| {
        let letters = run.chars().take(ID_DIGITS - 1).filter(char::is_ascii_alphabetic).count();
        let figure =
            |c: char| MISTAKEN.iter().find(|(letter, _)| *letter == c).map_or(c, |(_, figure)| *figure);
        let read = ResidentId::parse(&run.chars().map(figure).collect::<String>());
        let sound = read.is_some_and(|read| read.checked == Some(true) && read.birth.is_some());
        (1..=MOST_LETTERS).contains(&letters) && sound
    };
    let runs = run.into_iter().flat_map(|run| run.find_iter(text));
    runs.filter(|run| meant(run.as_str())).map(|run| run.range()).collect()
}

/// Letters that are mistaken for figures in one number.
const MOST_LETTERS: usize = 4;

/// Numbers in a document that asks for resident numbers, of another length but with a day of birth where those have theirs: their
/// label may stand at the head of a column. Numbers of accounts have other labels.
fn apart(text: &str, known: &[Found<ResidentId>]) -> (bool, Vec<Range<usize>>) {
    const ASKED: [&str; 5] = ["身份证", "身份号码", "证件号码", "identity number", "identity card"];
    const OTHERS: [&str; 10] =
        ["账号", "帐号", "账户", "卡号", "代码", "单号", "订单", "编号", "发票号", "流水"];
    if !ASKED.iter().any(|word| text.contains(word)) {
        return (false, vec![]);
    }
    let row = pattern!(r"\d{16,20}[Xx]?");
    let mut found = Vec::new();
    for number in row.iter().flat_map(|row| row.find_iter(text)) {
        let before = text.get(..number.start()).unwrap_or_default();
        let behind = text.get(number.end()..).unwrap_or_default();
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '*';
        let clear = !before.ends_with(inside) && !behind.starts_with(inside);
        let from = text.floor_char_boundary(number.start().saturating_sub(MOST_LABEL));
        let labelled = text.get(from..number.start()).unwrap_or_default();
        let other = OTHERS.iter().any(|word| labelled.contains(word));
        let own = number.as_str();
        let length = own.len() != ID_DIGITS;
        if clear && length && !other && holds_birth(own) && !known.iter().any(|id| id.range == number.range())
        {
            found.push(number.range());
        }
    }
    (!found.is_empty(), found)
}

/// Whether eight digits behind five to seven others are a day on which somebody living may have been born.
fn holds_birth(number: &str) -> bool {
    (REGION - 1..=REGION + 1).any(|from| {
        let day = number.get(from..from + 8).and_then(|digits| digits.parse::<u32>().ok());
        let day = day.and_then(|day| {
            let (year, month) = (i16::try_from(day / 10_000).ok()?, i8::try_from(day / 100 % 100).ok()?);
            jiff::civil::Date::new(year, month, i8::try_from(day % 100).ok()?).ok()
        });
        day.is_some_and(|day| (1920..=2035).contains(&day.year()))
    })
}

/// Digits of the region that a resident number begins with.
const REGION: usize = 6;

/// Digits of a resident number (GB 11643).
const ID_DIGITS: usize = 18;

fn word(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "男",
        Sex::Female => "女",
    }
}

/// How far before a number its label may stand, in bytes.
const MOST_LABEL: usize = 40;

/// L08: credit codes fit their check sign. What is no code by its label or its place is left alone.
pub(super) fn credit_codes(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let labels = rule.words("labels");
    let text = matter.text();
    let labelled = |range: &Range<usize>| {
        let from =
            (range.start.saturating_sub(MOST_LABEL)..=range.start).find(|at| text.is_char_boundary(*at));
        let before = text.get(from.unwrap_or(range.start)..range.start).unwrap_or_default().to_lowercase();
        labels.iter().any(|label| before.contains(&fold(label).to_lowercase()))
    };
    let persons = find_resident_ids(text);
    let own: Vec<_> = find_credit_codes(text)
        .into_iter()
        .filter(|code| {
            let letters = code.value.code.chars().any(|c| c.is_ascii_alphabetic());
            let shaped = letters && code.value.code.starts_with(['1', '5', '9']);
            let person = |id: &Found<ResidentId>| id.range == code.range;
            (labelled(&code.range) || shaped) && !persons.iter().any(person)
        })
        .collect();
    let wrong = own.iter().filter(|code| !code.value.checked);
    let drafts =
        wrong.map(|code| Draft::new().about_text(matter, code.range.clone()).found(&code.value.code));
    let mut drafts: Vec<Draft> = drafts.collect();
    drafts.extend(of_other_length(matter, text));
    Verdict::of(!own.is_empty() || !drafts.is_empty(), "credit_code", drafts)
}

/// Letters and figures of a credit code (GB 32100).
const CODE_LETTERS: usize = 18;

/// From when firms are known by no numbers of before.
const OTHERS_UNTIL: jiff::civil::Date = jiff::civil::date(2018, 1, 1);

/// The last day that the document names.
fn printed_day(matter: &Matter<'_>) -> Option<jiff::civil::Date> {
    matter.dates().iter().filter_map(|date| date.value.civil()).max()
}

/// Codes behind their own label that begin as codes of firms do and have another length. Numbers of taxpayers of before had 15
/// or 20 signs.
fn of_other_length(matter: &Matter<'_>, text: &str) -> Vec<Draft> {
    let form = pattern!(
        r"(?:(?:代码|识别号|登记号|税号|注册号)(?:/纳税人识别号|\(税号\))?\s*[:为]?\s*(?P<code>9[1-3][0-9A-Z]{13,20})|(?:统一社会信用代码|信用代码|纳税人识别号|税号)(?:/纳税人识别号|/税号|\([^()]{1,8}\))?\s*[:为是]?\s*(?P<own>[0-9A-Z]{10,24}|[0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{4,12}(?:-[0-9A-Z]{1,12})+)|(?-u:\b)(?P<shaped>9[1-3][0-9]{6}MA[0-9A-Z]{5,11})(?-u:\b))"
    );
    let mut drafts = Vec::new();
    for captures in form.iter().flat_map(|form| form.captures_iter(text)) {
        // Codes given since 2015 have MA in the ninth place, whatever stands before them.
        let Some(code) = captures.name("code").or(captures.name("own")).or(captures.name("shaped")) else {
            continue;
        };
        let goes_on = text
            .get(code.end()..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "*×-".contains(c)));
        let letters = code.as_str().chars().filter(char::is_ascii_alphanumeric).count();
        let known: &[usize] = match captures.get(0) {
            Some(whole) if whole.as_str().contains("信用代码") => &[CODE_LETTERS],
            // Since 2018 firms have no other numbers (Shui Zong Han [2015] 482; transition until the end of 2017).
            _ if matter.day().or_else(|| printed_day(matter)).is_some_and(|day| day >= OTHERS_UNTIL) => {
                &[CODE_LETTERS, 20]
            }
            _ => &[15, CODE_LETTERS, 20],
        };
        if !goes_on && !known.contains(&letters) {
            let draft = Draft::new().about_text(matter, code.range()).found(code.as_str());
            drafts.push(draft);
        }
    }
    drafts
}
