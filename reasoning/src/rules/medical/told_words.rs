//! Words with their numbers in brackets in running text: `粪便隐血：阴性（定量 860 ng/mL，参考＜100）`: a part of M42.

use rust_decimal::Decimal;

use super::ask::labs;
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{Analytes, LabValue, Role};

/// Dilutions from which on what is found in them is found.
const LEAST_TITRE: u32 = 80;

/// The word that the number in the brackets behind it contradicts.
pub(super) fn contradicted(case: &Case<'_>, seen: &mut bool) -> Option<Draft> {
    let form = pattern!(concat!(
        r"(?i)(?P<word>阴性|阳性|\bnon-?reactive\b|\bnegative\b|\breactive\b|\bpositive\b)\s*[(\[,，]\s*(?:",
        r"(?:滴度|titre|titer)\s*(?:为|:|of)?\s*1\s*:\s*(?P<titre>[0-9]{1,5})|",
        r"(?:定量|数值|S/CO|COI|index)?\s*(?:为|:)?\s*(?P<over>>)?\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[A-Za-zμ%/]{1,10})?\s*[,;，]\s*",
        r"(?:参考(?:值|区间|范围)?|正常(?:值|参考)?|界值|临界值|ref(?:erence)?\.?|normal|cut-?off)\s*(?:为|:)?\s*(?P<sign>[<>≤≥]=?)?\s*(?P<limit>[0-9]+(?:\.[0-9]+)?))"
    ));
    // In tests by inhibition a low number is a positive result.
    let inhibition = case.rule.words("inhibition");
    let texts = case.passages().filter(|passage| !matches!(passage.role, Role::Joined));
    for passage in texts {
        let folded = passage.folded();
        for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
            let (Some(whole), Some(word)) = (captures.get(0), captures.name("word")) else { continue };
            let ahead = folded.get(..whole.start()).unwrap_or("");
            let name = ahead.rsplit([',', '。', ';', '、', ')']).next().unwrap_or("").to_lowercase();
            if inhibition.iter().any(|id| name.contains(&id.to_lowercase())) {
                continue;
            }
            let read = |name: &str| captures.name(name)?.as_str().parse::<Decimal>().ok();
            let is_found = match (read("titre"), read("number").zip(read("limit"))) {
                (Some(titre), _) if titre >= Decimal::from(LEAST_TITRE) => true,
                (Some(_), _) => continue,
                (None, Some((number, limit))) => number >= limit,
                (None, None) => continue,
            };
            *seen = true;
            let lower = word.as_str().to_lowercase();
            let is_positive = matches!(lower.as_str(), "阳性" | "reactive" | "positive");
            if is_positive != is_found {
                let limit = captures.name("limit").map_or("1:80", |limit| limit.as_str());
                let draft = Draft::new().about_span(passage.span(word.start()..whole.end()));
                let draft = draft.found(whole.as_str()).with("item", name.trim_end_matches([':', ' ']));
                let expected = if is_found { "阳性" } else { "阴性" };
                return Some(draft.with("limit", limit).expected(expected));
            }
        }
    }
    None
}

/// The word in a sentence that the number of the same analyte in a table contradicts: `Rheumatoid factor negative.` beside 86 IU/mL where
/// less than 14 is none.
pub(super) fn in_sentences(case: &Case<'_>, inhibition: &[&str], seen: &mut bool) -> Option<Draft> {
    let word = pattern!(
        r"(?i)^\s*(?:\([^()]{0,16}\))?\s*(?:is|was|were|:|为|呈|结果)?\s*(?:(?P<no>negative|non-?reactive|阴性)|(?P<yes>positive|reactive|阳性))"
    );
    let analytes = Analytes::built_in();
    let measured = labs(case).filter_map(|(fact, item)| {
        let LabValue::Number { number, verdict: None, .. } = item.value.value else { return None };
        let entry = analytes.entry(item.analyte.as_deref().filter(|id| !inhibition.contains(id))?)?;
        let interval = item.range.as_ref()?.value.interval_for(None, None)?;
        // What has a lower and an upper limit is never negative.
        let limit = match (interval.low.filter(|low| !low.is_zero()), interval.high) {
            (None, Some(high)) => high,
            (Some(low), None) => low,
            _ => return None,
        };
        Some((fact, item, entry, number >= limit, limit))
    });
    let measured: Vec<_> = measured.collect();
    let texts = case
        .passages()
        .filter(|passage| matches!(passage.role, Role::Region { .. } | Role::Plain) && !measured.is_empty());
    for passage in texts {
        let lower = passage.folded().to_lowercase();
        if lower.len() != passage.folded().len()
            || !["阴性", "阳性", "tive"].iter().any(|word| lower.contains(word))
        {
            continue;
        }
        for (fact, item, entry, is_over, limit) in &measured {
            let names = entry.zh.iter().chain(&entry.en).chain([&item.name.value]);
            let named = names.filter(|name| name.chars().count() >= SHORTEST_NAME);
            let told = named.filter_map(|name| {
                let at = lower.find(&name.to_lowercase())?;
                let end = at + name.len();
                let captures = word?.captures(lower.get(end..)?)?;
                Some((at, end + captures.get(0)?.end(), captures.name("yes").is_some()))
            });
            let Some((from, to, is_positive)) = told.max_by_key(|(from, to, _)| to - from) else { continue };
            *seen = true;
            if is_positive != *is_over {
                let draft =
                    Draft::new().about_span(passage.span(from..to)).against(fact, item.value.evidence);
                let draft = draft.found(passage.folded().get(from..to)?).with("item", &*item.name.value);
                let expected = if *is_over { "阳性" } else { "阴性" };
                return Some(draft.with("limit", limit.to_string()).expected(expected));
            }
        }
    }
    None
}

/// Letters of the shortest name that is looked for in sentences.
const SHORTEST_NAME: usize = 4;
