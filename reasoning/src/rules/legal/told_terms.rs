//! Terms of a contract that another paper tells of: part of L33.

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};

/// Earnest money over its share of the price, and 定金 and 订金 for one thing, in what a court or a tribunal tells of a contract.
pub(super) fn deposit(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let text = matter.text();
    let Some(at) = text.find("定金") else { return Verdict::lacks("provision") };
    let mut drafts = Vec::new();
    if let Some(other) = text.find("订金") {
        let draft = Draft::new().way("mixed").about_text(matter, other..other + "订金".len());
        let draft = draft.against_text(matter, at..at + "定金".len());
        drafts.push(draft.found("订金").expected("定金"));
    }
    let form = pattern!(
        r"(?:总价|总价款|价款|货款|房款|总金额)(?:共计|为|共|合计)?(?:人民币)?(?P<price>\d[\d,]*(?:\.\d+)?)(?P<times>万)?元[^。;]{0,24}?定金(?:为|人民币)*(?P<part>\d[\d,]*(?:\.\d+)?)(?P<scale>万)?元"
    );
    let most = rule.number("earnest").unwrap_or(Decimal::new(2, 1));
    let over = form.and_then(|form| form.captures(text)).and_then(|found| {
        let read = |name: &str, scale: &str| -> Option<Decimal> {
            let value: Decimal = found.name(name)?.as_str().replace(',', "").parse().ok()?;
            if found.name(scale).is_some() { value.checked_mul(Decimal::from(10_000)) } else { Some(value) }
        };
        let (price, part) = (read("price", "times")?, read("part", "scale")?);
        let limit = price.checked_mul(most)?;
        let draft = Draft::new().about_text(matter, found.name("part")?.range()).found(part.to_string());
        (part > limit && part < price).then(|| draft.expected(format!("≤ {}", limit.normalize())))
    });
    drafts.extend(over);
    Verdict::Checked(drafts)
}
