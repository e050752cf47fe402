//! Words beside numbers, and blood groups: M42.

use rust_decimal::Decimal;

use super::ask::{labs, printed};
use super::result::{about_value, with_range};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::{Analytes, AttributeKind, LabItem, LabValue, MedicalFact, Role, Sign, Span};

/// M42: the word beside a number contradicts it, or two blood groups stand in one record.
pub(super) fn word_and_number(case: &Case<'_>) -> Verdict {
    let inhibition = case.rule.words("inhibition");
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, item) in labs(case) {
        let LabValue::Number { number, verdict, .. } = item.value.value else { continue };
        let beside = || sign_behind(case, item).map(|sign| crate::Qualitative { sign, grade: None });
        let Some(verdict) = verdict.or_else(beside) else { continue };
        let interval = item.range.as_ref().and_then(|range| range.value.interval_for(None, None));
        // In tests by inhibition a low number is a positive result, unless the sheet says that below its limit nothing is found.
        let is_inhibition = item.analyte.as_deref().is_some_and(|id| inhibition.contains(&id));
        let is_below_limit = interval.is_some_and(|interval| interval.low.is_none())
            && item.range.as_ref().is_some_and(|range| !says_positive(&printed(case, range)))
            && verdict.sign == Sign::Negative;
        if is_inhibition && !is_below_limit {
            continue;
        }
        let Some(limit) = interval.and_then(|interval| interval.high.or(interval.low)) else { continue };
        seen = true;
        let is_over = number >= limit;
        let contradicts = match verdict.sign {
            Sign::Negative => is_over,
            Sign::Positive => !is_over,
            Sign::Borderline => false,
        };
        if contradicts {
            let draft = about_value(case, fact, item).with("limit", limit.to_string());
            let expected = if is_over { "阳性" } else { "阴性" };
            drafts.push(with_range(case, draft.expected(expected), fact, item));
        }
    }
    two_rows(case, &inhibition, &mut drafts, &mut seen);
    if drafts.is_empty() {
        drafts.extend(super::told_words::contradicted(case, &mut seen));
    }
    if drafts.is_empty() {
        drafts.extend(super::told_words::in_sentences(case, &inhibition, &mut seen));
    }
    if drafts.is_empty() {
        in_lines(case, &mut drafts, &mut seen);
        beside(case, &mut drafts, &mut seen);
    }
    groups(case, &mut drafts, &mut seen);
    rhesus(case, &mut drafts, &mut seen);
    Verdict::of(seen, "lab.quantitative_word", drafts)
}

/// Whether a range says from which number on something is found.
pub(super) fn says_positive(range: &str) -> bool {
    pattern!(r"(?i)阳|pos|\breactive").is_some_and(|form| form.is_match(range))
}

/// Adds lines of running text that tell a word, its number and the cut-off: `Non-Reactive, S/CO 0.21 (cut-off 1.00)`.
fn in_lines(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let form = pattern!(concat!(
        r"(?i)(?P<word>non[- ]?reactive|reactive|negative|positive|not detected|detected|阴性|阳性)[\s,;:()]*",
        r"(?:S\s?/\s?CO|COI|index|ratio|s/n|value|定量值?|数值|结果|吸光度比值)?\s*[:=]?\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?:S/CO|COI|[a-zμ]{0,4}(?:IU|U|g|mol)/m?L)?[\s,;()]*",
        r"(?:cut[- ]?off(?: value| index)?|临界值|界值|阈值|ref(?:erence)?\.?|参考值?|normal)\s*[:=]?\s*<?\s*(?P<limit>[0-9]+(?:\.[0-9]+)?)"
    ));
    let inverse = pattern!(r"(?i)HBeAb|HBcAb|anti-?HBe|anti-?HBc|e抗体|核心抗体");
    let lines = case.passages().filter(|passage| !passage.is_marginal());
    let found = lines.flat_map(|passage| {
        form.iter().flat_map(|form| form.captures_iter(passage.folded())).map(move |found| (passage, found))
    });
    for (passage, captures) in found {
        let number = |name: &str| captures.name(name)?.as_str().parse::<Decimal>().ok();
        let (Some(word), Some(whole)) = (captures.name("word"), captures.get(0)) else { continue };
        let (Some(found), Some(limit)) = (number("number"), number("limit")) else { continue };
        let ahead = passage.folded().get(..whole.start()).unwrap_or("");
        if limit.is_zero() || inverse.is_some_and(|form| form.is_match(ahead)) {
            continue;
        }
        *seen = true;
        let lower = word.as_str().to_lowercase();
        let is_negative = lower.starts_with(['n', '阴']);
        if (found >= limit) == is_negative {
            let name = ahead.trim_end_matches([' ', ':', '(', ',']).to_owned();
            let draft = Draft::new().about_span(passage.span(whole.range())).with("item", name);
            let draft = draft.with("limit", limit.to_string()).found(whole.as_str());
            drafts.push(draft.expected(if is_negative { "阳性" } else { "阴性" }));
        }
    }
}

/// Adds two blood groups in one line that tells that of one person: `血型 A型（产房脐血鉴定：B型）`, `AB Rh Positive (as per donor card: B)`.
fn beside(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let told = pattern!(r"(?i)血型|blood (?:group|type)");
    let others = pattern!(
        r"(?i)丈夫|配偶|父|母|献血|供血|血袋|红细胞|血浆|输注|配血|husband|partner|mother|father|\bunits?\b|transfus|plasma|platelet|crossmatch|donor(?: unit| group| blood)|recipient"
    );
    let form = pattern!(
        r"(?:^|[^A-Za-z])(?P<group>AB|A|B|O)\s*(?:型|(?i:\(?\s?Rh|positive|negative|pos\b|neg\b)|[+-](?:\s|$|[),;]))"
    );
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    for passage in case.passages().filter(|passage| !passage.is_marginal()) {
        let whole = passage.rows().is_empty().then_some(0..passage.folded().len());
        for bytes in passage.rows().iter().map(|row| row.bytes.clone()).chain(whole) {
            let Some(line) = passage.folded().get(bytes.clone()) else { continue };
            if !is(told, line) || is(others, line) {
                continue;
            }
            let all = form.iter().flat_map(|form| form.captures_iter(line));
            let all: Vec<regex::Match<'_>> = all.filter_map(|found| found.name("group")).collect();
            let Some(first) = all.first() else { continue };
            *seen |= all.len() > 1;
            if let Some(other) = all.iter().find(|other| other.as_str() != first.as_str()) {
                let span = |found: &regex::Match<'_>| {
                    passage.span(bytes.start + found.start()..bytes.start + found.end())
                };
                let draft = Draft::new().way("group").about_span(span(other)).against_span(span(first));
                drafts.push(draft.found(other.as_str()).expected(first.as_str()));
            }
        }
    }
}

/// The bare sign behind a number in its cell, of what is found or not: `0.77 -`. Elsewhere it would be an arrow or a grade.
fn sign_behind(case: &Case<'_>, item: &LabItem) -> Option<Sign> {
    let serology = ["Ag", "Ab", "HIV", "HCV", "TP", "anti", "Ig"];
    let id = item.analyte.as_deref().filter(|id| serology.iter().any(|word| id.contains(word)))?;
    let is_amount = ["AFP", "IgG", "IgA", "IgM", "IgE"].contains(&id);
    let span = &case.dossier.facts.cited(item.value.evidence)?.span;
    let passage = case.dossier.view.passage(span.passage)?;
    let is_cell = matches!(passage.role, crate::Role::Cell { .. });
    let behind: String = passage.folded().chars().skip(span.characters.end as usize).collect();
    match behind.trim() {
        "-" | "(-)" if is_cell && !is_amount => Some(Sign::Negative),
        "+" | "(+)" if is_cell && !is_amount => Some(Sign::Positive),
        _ => None,
    }
}

/// One analyte in two rows, a word in one and a number in the other.
fn two_rows(case: &Case<'_>, inhibition: &[&str], drafts: &mut Vec<Draft>, seen: &mut bool) {
    let words = labs(case).filter_map(|(fact, item)| match &item.value.value {
        LabValue::Qualitative(word) if word.sign != Sign::Borderline => Some((fact, item, word.sign)),
        _ => None,
    });
    for (word_fact, word, sign) in words {
        // In urine the strip and the microscope are two tests.
        let known = word.analyte.as_deref().filter(|id| !inhibition.contains(id));
        let Some(id) = known.filter(|id| Analytes::built_in().entry(id).is_some_and(|entry| !entry.urine))
        else {
            continue;
        };
        let number = labs(case).find_map(|(fact, item)| {
            let LabValue::Number { number, verdict: None, .. } = item.value.value else { return None };
            let interval = item.range.as_ref()?.value.interval_for(None, None)?;
            let limit = interval.high.filter(|_| interval.low.is_none_or(|low| low.is_zero()))?;
            (item.analyte.as_deref() == Some(id)).then_some((fact, item, number >= limit, limit))
        });
        let Some((fact, item, is_over, limit)) = number else { continue };
        *seen = true;
        if is_over != (sign == Sign::Positive) {
            let draft = about_value(case, fact, item).against(word_fact, word.value.evidence);
            let expected = if is_over { "阳性" } else { "阴性" };
            drafts.push(draft.with("limit", limit.to_string()).expected(expected));
        }
    }
}

/// Blood groups of one record that differ.
fn groups(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let stated = case.medical().filter_map(|(fact, body)| match body {
        MedicalFact::Attribute { kind: AttributeKind::BloodGroup, value } => {
            Some((fact, value.evidence, group(&value.value)?, value.value.as_str()))
        }
        MedicalFact::Lab(item) if item.analyte.as_deref() == Some("ABO") => match &item.value.value {
            LabValue::Text(text) => Some((fact, item.value.evidence, group(text)?, text.as_str())),
            _ => None,
        },
        _ => None,
    });
    let spanned = stated.filter_map(|(_, evidence, group, text)| {
        let span = case.dossier.facts.cited(evidence)?.span.clone();
        let text_of = case.dossier.view.passage(span.passage)?.folded();
        let from = (span.characters.start as usize).saturating_sub(WHOSE);
        let ahead: String = text_of.chars().skip(from).take(span.characters.start as usize - from).collect();
        let ahead = ahead.rsplit([',', '。', ';', ' ', '性']).next().unwrap_or("").to_owned();
        // The blood of donors may be another that is borne by all.
        let is_donor = ["供", "献", "血袋", "donor"].iter().any(|word| ahead.contains(word));
        let is_other =
            ["新生", "婴", "胎", "脐", "母", "父", "夫", "妻"].iter().any(|word| ahead.contains(word));
        let is_borne = is_donor && matches!(group, "O" | "AB");
        (!is_other && !is_borne).then(|| (span, group, text.to_owned()))
    });
    let mut all: Vec<(Span, &str, String)> = spanned.collect();
    all.extend(told_groups(case));
    let Some((first, known, text)) = all.first() else { return };
    *seen |= all.len() > 1;
    if let Some((span, _, other)) = all.iter().find(|(_, other, _)| other != known) {
        let draft = Draft::new().way("group").about_span(span.clone()).against_span(first.clone());
        drafts.push(draft.found(&**other).expected(&**text));
    }
}

/// Letters before a blood group in which stands whose it is.
const WHOSE: usize = 12;

/// The groups of the patient's blood that running text tells: `受血者血型为A型`. Those of others are left out.
fn told_groups(case: &Case<'_>) -> Vec<(Span, &'static str, String)> {
    let form = pattern!(
        r"血\s*型(?:鉴定|检测|复核|复查|初检|结果)?(?:\([^()]{0,10}\))?[\s:为是]{0,6}(?P<group>AB|A|B|O)\s*型"
    );
    let others = pattern!(r"丈夫|配偶|父|母|献血|供血|供者|血袋|新生|婴|胎|脐|产妇|孕妇|抗");
    let lines = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal()
    });
    let mut found = Vec::new();
    for passage in lines {
        let folded = passage.folded();
        for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
            let (Some(whole), Some(letters)) = (captures.get(0), captures.name("group")) else { continue };
            let ahead = folded.get(..whole.start()).unwrap_or("");
            let ahead = ahead.rsplit([',', '。', ';', ' ']).next().unwrap_or("");
            let told = group(letters.as_str()).filter(|_| !others.is_some_and(|form| form.is_match(ahead)));
            found.extend(
                told.map(|told| (passage.span(letters.range()), told, format!("{}型", letters.as_str()))),
            );
        }
    }
    found
}

/// Rhesus groups told in the texts of one record that differ: `Rh(D)：阳性`, `A Rh negative`. Those of others are left out.
fn rhesus(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let form = pattern!(
        r"(?i)(?:^|[^A-Za-z])Rh\s*(?:\(\s*D\s*\)|D|因子|血型|factor|type)?\s*[:为是]?\s*(?:(?P<no>阴性?|neg(?:ative)?|\(-\)|-)|(?P<yes>阳性?|pos(?:itive)?|\(\+\)|\+))"
    );
    let others = pattern!(
        r"(?i)丈夫|配偶|父|母|儿|供血|献血|血袋|抗|husband|partner|mother|father|baby|infant|donor|unit|immunoglobulin|anti"
    );
    let mut first: Option<(bool, Span)> = None;
    for passage in case.passages().filter(|passage| !passage.is_marginal()) {
        let folded = passage.folded();
        for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
            let Some(whole) = captures.get(0) else { continue };
            let ahead = folded.get(..whole.start()).unwrap_or("");
            let from = ahead.ceil_char_boundary(ahead.len().saturating_sub(RHESUS_REACH));
            if others.is_some_and(|form| ahead.get(from..).is_some_and(|ahead| form.is_match(ahead))) {
                continue;
            }
            let (is_positive, span) = (captures.name("yes").is_some(), passage.span(whole.range()));
            match &first {
                None => first = Some((is_positive, span)),
                Some((known, other)) => {
                    *seen = true;
                    if *known != is_positive {
                        let draft = Draft::new().way("group").about_span(span).against_span(other.clone());
                        drafts.push(draft.found(whole.as_str()).expected(other.text.clone()));
                        return;
                    }
                }
            }
        }
    }
}

/// Bytes before a rhesus group in which somebody else may be named.
const RHESUS_REACH: usize = 36;

/// The ABO group that a text names.
fn group(text: &str) -> Option<&'static str> {
    let upper = text.to_uppercase();
    let upper = upper.replace("ABO", "");
    let letters: String = upper.chars().filter(|c| "ABO0".contains(*c)).collect();
    ["AB", "A", "B", "O"].into_iter().find(|name| letters.starts_with(name))
}
