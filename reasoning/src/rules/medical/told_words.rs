//! Words with their numbers in brackets in running text: `粪便隐血：阴性（定量 860 ng/mL，参考＜100）`: a part of M42.

use rust_decimal::Decimal;

use crate::Role;
use crate::pattern::pattern;
use crate::rules::{Case, Draft};

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
