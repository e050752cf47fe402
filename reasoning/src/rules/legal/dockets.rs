//! Numbers of cases wherever they stand in a text: parts of L01, L02 and L04.

use std::ops::Range;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::find_case_numbers;

/// Two numbers of one court, year and kind of which the figures are the same in another order: one of them is a slip.
pub(super) fn mistyped(matter: &Matter<'_>) -> Option<Draft> {
    if !matter.is_chinese() {
        return labelled(matter);
    }
    let found = find_case_numbers(matter.text());
    let sorted = |serial: u64| {
        let mut figures = serial.to_string().into_bytes();
        figures.sort_unstable();
        figures
    };
    let of = |index: usize| found.get(index).map(|one| &one.value);
    for (index, one) in found.iter().enumerate() {
        let (value, known) = (&one.value, found.get(..index).unwrap_or_default());
        let same = |other: usize| {
            of(other).is_some_and(|other| {
                (other.year, &other.court, &other.code) == (value.year, &value.court, &value.code)
                    && other.serial != value.serial
                    && sorted(other.serial) == sorted(value.serial)
            })
        };
        let Some(other) = (0..known.len()).find(|at| same(*at)).and_then(|at| known.get(at)) else {
            continue;
        };
        let draft =
            Draft::new().about_text(matter, one.range.clone()).against_text(matter, other.range.clone());
        return Some(draft.found(value.canonical()).expected(other.value.canonical()));
    }
    None
}

/// Numbers of English dockets that differ in the order of their figures, or by one of them, under the same label.
fn labelled(matter: &Matter<'_>) -> Option<Draft> {
    let keyed = pattern!(
        r"(?i)\b(?P<label>claim|case|action|suit|cause|docket|index|appeal|petition|file|matter|application|complaint)(?: (?:no\.?|number)[:. ]*| )(?P<number>[A-Z0-9][A-Z0-9/:-]*\d[A-Z0-9/:-]*)(?: of (?P<year>\d{4}))?"
    )?;
    let coded =
        pattern!(r"\b(?P<label>(?:[A-Z]{1,4}/)?[A-Z]{1,6}) (?P<number>\d{2,6})/(?P<year>(?:19|20)\d{2})\b")?;
    let mut found: Vec<(String, String, Option<String>, Range<usize>)> = Vec::new();
    for form in [keyed, coded] {
        for one in form.captures_iter(matter.text()) {
            let word = |name: &str| one.name(name).map(|part| part.as_str().to_lowercase());
            let (Some(label), Some(number), Some(whole)) = (word("label"), word("number"), one.get(0)) else {
                continue;
            };
            found.push((label, number, word("year"), whole.range()));
        }
    }
    found.sort_by_key(|one| one.3.start);
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let is_slip = |a: &str, b: &str, same: bool| {
        let apart = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
        a != b && a.chars().count() == b.chars().count() && (sorted(a) == sorted(b) || same && apart == 1)
    };
    for (index, (label, number, year, range)) in found.iter().enumerate() {
        let like = |other: &&(String, String, Option<String>, Range<usize>)| {
            let years = year.as_ref().zip(other.2.as_ref()).is_none_or(|(a, b)| a == b);
            years && is_slip(number, &other.1, *label == other.0)
        };
        let Some(other) = found.iter().take(index).find(like) else { continue };
        let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, other.3.clone());
        let printed = |range: &Range<usize>| matter.flow.printed(range.clone());
        return Some(draft.found(printed(range)).expected(printed(&other.3)));
    }
    None
}

/// A number of a year after the day of the decision, or after the day that the paper is signed on.
pub(super) fn of_later_years(matter: &Matter<'_>) -> Option<Draft> {
    let dated = matter.dated().and_then(|(_, date)| date.value.year);
    let closed = dated.or_else(|| matter.closing_date().and_then(|date| date.value.year))?;
    let number = find_case_numbers(matter.text()).into_iter().find(|number| number.value.year > closed)?;
    let draft = Draft::new().about_text(matter, number.range).found(number.value.year.to_string());
    Some(draft.expected(format!("≤ {closed}")))
}

/// What stands behind the key for a number, or is cited with a court's name, and is none: `案号:(2023)京0105民初3304`.
pub(super) fn keyed_amiss(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?:案\s*号(?:为|是)?[: ]*|不服[^。;,]{0,30}?(?:作出的?)?)(?P<number>[(\[〔【]?\d{4}[)\]〕】]?[\p{Han}\d]{2,10}?[民刑行执][\p{Han}]{1,4}\d{1,6}号?)"
    )?;
    let found = form.captures_iter(matter.text()).find_map(|found| {
        let number = found.name("number")?;
        let rest = matter.text().get(number.start()..)?;
        let head: String = rest.chars().take(number.as_str().chars().count() + 4).collect();
        find_case_numbers(&head).is_empty().then(|| number.range())
    })?;
    Some(Draft::new().about_text(matter, found.clone()).found(matter.flow.printed(found)))
}
