//! Who signs, who appears for whom, and how orders are numbered.

use std::ops::Range;

use super::{lines, orders};
use crate::pattern::pattern;
use crate::rules::legal::matter::{Matter, Quote};
use crate::rules::legal::names::is_near;
use crate::rules::{Bilingual, Draft};

/// The share of a document, from its end, in which those stand who sign.
const LAST: usize = 3;

/// L29: a judge, a registrar or an arbitrator signs, under the name that the head gives.
pub(in crate::rules::legal) fn signed(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let lines = lines(matter);
    if orders(matter).is_empty() || lines.len() < LEAST_LINES {
        return None;
    }
    let tail = lines.get(lines.len() - lines.len() / LAST..).unwrap_or_default();
    let signs = pattern!(
        r"(?i)\b(?:judges?|justices?|magistrate|registrar|master|referee|arbitrators?|adjudicator|associate|clerk|by the court|sheriff|recorder|chair(?:man|person)?|member|presiding|prothonotary|deputy)\b|^/?s/|\bs/ | JA?$| CJ$|^\([A-Z][\w. '-]+\)$|i certify"
    )?;
    let not = pattern!(
        r"(?i)^before\b|date of|dated?:|appeal|counsel|solicitor|instructed|apply|may |shall|rehearing|directed"
    )?;
    let by =
        tail.iter().find(|(_, line)| signs.is_match(line) && !not.is_match(line) && line.len() <= MOST_LINE);
    let names = tribunal(matter);
    let named =
        |name: &String| tail.iter().any(|(_, line)| line.to_lowercase().contains(&name.to_lowercase()));
    let missing = |zh: &str, en: &str| {
        let end = matter.text().len();
        let last = tail.last().map_or(end, |(at, _)| *at);
        let draft = Draft::new().way("missing").with_words("part", Bilingual::new(zh, en)).expected(en);
        Some(vec![draft.about_text(matter, last..end)])
    };
    if names.len() > 2 {
        let absent = names.iter().find(|name| !named(name));
        return match absent.filter(|_| names.iter().any(named)) {
            Some(name) => missing(&format!("仲裁员{name}的签名"), &format!("the signature of {name}")),
            None => Some(Vec::new()),
        };
    }
    if by.is_none() && !names.iter().any(named) {
        return missing("审判人员", "the judge");
    }
    // A name in brackets or alone above a title that is nearly that of the head.
    let bench: Vec<String> = matter.panel().iter().map(|(_, member)| bare(&member.name.value)).collect();
    for (at, line) in tail {
        let own = bare(line.trim_matches(['(', ')', ' ', '.', ',']));
        let whole = own.split(' ').count() > 1 && own.split(' ').count() < 5;
        let other = bench.iter().find(|name| whole && is_near(&own, name) && **name != own);
        if let Some(other) = other.filter(|_| !bench.contains(&own)) {
            let part = Bilingual::new(
                format!("与首部一致的署名（首部为{other}）"),
                format!("the name of the head, {other}"),
            );
            let draft = Draft::new().way("missing").with_words("part", part).expected(other.clone());
            return Some(vec![draft.about_text(matter, *at..*at + line.len()).found(*line)]);
        }
    }
    Some(Vec::new())
}

/// Lines that a whole document has at least, and the longest that somebody signs in.
const LEAST_LINES: usize = 8;
const MOST_LINE: usize = 90;

/// A judge's name without titles.
fn bare(name: &str) -> String {
    const TITLES: [&str; 12] = [
        "His", "Her", "Honour", "Honor", "Judge", "Deputy", "High", "Court", "District", "Mr", "Ms",
        "Justice",
    ];
    let words = name.split_whitespace().filter(|word| !TITLES.contains(word));
    let words: Vec<&str> = words.take_while(|word| *word != "in" && *word != "sitting").collect();
    words.join(" ")
}

/// The arbitrators of a tribunal of three, as the text names them.
fn tribunal(matter: &Matter<'_>) -> Vec<String> {
    let form = pattern!(
        r"(?i)\btribunal (?:consists of|was composed of|is composed of|comprises|comprised)\b(?P<list>[^.;]{10,300})"
    );
    let name = pattern!(
        r"\b(?:Mr|Ms|Mrs|Dr|Prof|Professor|Sir|Dame)\.? (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,3})"
    );
    let list =
        form.and_then(|form| form.captures(matter.text())?.name("list")).map_or("", |list| list.as_str());
    let names = name.into_iter().flat_map(|name| name.captures_iter(list));
    names.filter_map(|found| Some(found.name("name")?.as_str().to_owned())).collect()
}

/// L09: nobody appears for both sides.
pub(in crate::rules::legal) fn appears_for_both(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let keyed = pattern!(
        r"(?i)^(?:solicitors?|counsel|attorneys?|advocates?|lawyers?) for (?:the )?(?:\w+ )?(?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s?: ?(?P<name>.+)$"
    )?;
    let behind = pattern!(
        r"(?i)^(?P<name>[A-Z][^,()]{3,50}?)(?:,| of counsel| \(|,? instructed)?[^.;]{0,80}?\bfor (?:the )?(?:\w+(?: and \w+)? )?(?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s?\b"
    )?;
    let told = pattern!(
        r"(?i)\bthe (?P<role>plaintiff|claimant|applicant|defendant|respondent|petitioner)s? (?:is|was|are)\b[^.;]{0,60}?\brepresented by (?P<name>(?:Messrs |Mr |Ms |Mrs |Dr )?[A-Z][\w&'. -]{2,50}?)(?:[.,;]| and the )"
    )?;
    let mut found: Vec<(bool, String, Range<usize>)> = Vec::new();
    let claims = |role: &str| !matches!(role.to_lowercase().as_str(), "defendant" | "respondent");
    for (at, line) in lines(matter) {
        let line_form = keyed.captures(line).or_else(|| behind.captures(line).filter(|_| line.len() < 160));
        if let Some((role, name)) = line_form.as_ref().and_then(|one| one.name("role").zip(one.name("name")))
        {
            let place = at + name.start()..at + name.end();
            found.push((claims(role.as_str()), name.as_str().trim().to_lowercase(), place));
        }
    }
    for one in told.captures_iter(matter.text()) {
        let Some((role, name)) = one.name("role").zip(one.name("name")) else { continue };
        found.push((claims(role.as_str()), name.as_str().trim().to_lowercase(), name.range()));
    }
    if found.is_empty() {
        return None;
    }
    let twice = found.iter().enumerate().find_map(|(index, (side, name, range))| {
        let other = found.iter().take(index).find(|other| other.0 != *side && other.1 == *name)?;
        let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, other.2.clone());
        Some(draft.found(matter.flow.printed(range.clone())))
    });
    Some(twice.into_iter().collect())
}

/// A number at the beginning of a line: its style, what it is, where it stands.
fn label(line: &str) -> Option<(&'static str, u32, usize)> {
    let form = pattern!(
        r"^(?:\((?P<figures>\d{1,2})\)|(?P<plain>\d{1,2})\.?(?:\s|$)|\[(?P<square>\d{1,3})\]|\((?P<letter>[a-h])\))"
    )?;
    let found = form.captures(line)?;
    let end = found.get(0)?.end();
    let number = |name: &str| found.name(name).and_then(|own| own.as_str().parse().ok());
    if let Some(number) = number("figures") {
        return Some(("()", number, end));
    }
    if let Some(number) = number("square") {
        return Some(("[]", number, end));
    }
    if let Some(letter) = found.name("letter").and_then(|own| own.as_str().bytes().next()) {
        return Some(("a", u32::from(letter - b'a') + 1, end));
    }
    number("plain").map(|number| ("1.", number, end))
}

/// L28: paragraphs and orders are numbered one by one.
pub(in crate::rules::legal) fn numbered(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let mut last: [(&str, Option<u32>); 4] = [("()", None), ("[]", None), ("a", None), ("1.", None)];
    let mut seen = 0;
    for (at, line) in lines(matter) {
        let Some((style, number, end)) = label(line) else { continue };
        let Some(before) = last.iter_mut().find(|one| one.0 == style) else { continue };
        let expected = before.1.map_or(1, |before| before + 1);
        seen += usize::from(number == expected);
        let is_off =
            number != expected && number != 1 && before.1.is_some() && number.abs_diff(expected) <= 2;
        if is_off && seen > 1 {
            let draft = Draft::new().about_text(matter, at..at + end).found(number.to_string());
            return Some(vec![draft.expected(expected.to_string())]);
        }
        if number == expected || number == 1 {
            before.1 = Some(number);
            // Lists within a paragraph begin anew.
            if style == "1." || style == "[]" {
                last.iter_mut().filter(|one| one.0 == "a" || one.0 == "()").for_each(|one| one.1 = None);
            }
        }
    }
    (seen > 1).then(Vec::new)
}

/// L34: orders and paragraphs that are referred to are there.
pub(in crate::rules::legal) fn referred(matter: &Matter<'_>) -> Vec<Draft> {
    let form = pattern!(r"(?i)\b(?:orders?|paragraphs?) \((?P<number>\d{1,2})\)");
    let known: Vec<u32> = lines(matter)
        .iter()
        .filter_map(|(_, line)| label(line))
        .filter(|one| one.0 == "()")
        .map(|one| one.1)
        .collect();
    let found = form.into_iter().flat_map(|form| form.captures_iter(matter.text()));
    let dangling = found.filter_map(|found| {
        let number: u32 = found.name("number")?.as_str().parse().ok()?;
        let whole = found.get(0)?;
        (known.len() > 1 && !known.contains(&number)).then(|| whole.range())
    });
    let draft = |range: Range<usize>| {
        let most = known.iter().max().copied().unwrap_or_default();
        Draft::new()
            .about_text(matter, range.clone())
            .found(matter.flow.printed(range))
            .expected(format!("1–{most}"))
    };
    dangling.take(1).map(draft).collect()
}
