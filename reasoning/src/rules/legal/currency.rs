//! One sum of a contract in another currency than all others: part of L16.

use std::ops::Range;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;

/// Signs of currencies in English and Chinese text, each beside its figures.
const SIGNS: &str = r"(?P<sign>HK\$|US\$|NT\$|S\$|A\$|C\$|AU\$|CA\$|NZ\$|\$|£|€|₹|¥|￥|\b(?:Rs\.?|INR|USD|EUR|GBP|HKD|SGD|AUD|CAD|NZD|CNY|RMB|JPY))\s?[0-9]|[0-9]\s?(?:万|亿)?(?P<unit>美元|欧元|英镑|港元|港币|日元|澳元|加元|新加坡元|卢比|元|圆)";

/// Words by which a contract has sums in several currencies on purpose.
const EXCHANGED: [&str; 16] = [
    "exchange",
    "equivalent",
    "conver",
    "approximately",
    "foreign",
    "汇率",
    "折合",
    "折算",
    "折为",
    "等值",
    "约合",
    "外币",
    "外汇",
    "结汇",
    "牌价",
    "兑",
];

/// The sum that alone in a contract is in another currency than the others. A bare `$` is any dollar.
pub(super) fn strange(matter: &Matter<'_>) -> Option<Draft> {
    let lower = matter.text().to_lowercase();
    if !matter.is_contract() || EXCHANGED.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let mut found: Vec<(&str, Range<usize>)> = Vec::new();
    for one in pattern!(SIGNS)?.captures_iter(matter.text()) {
        let sign = one.name("sign").or_else(|| one.name("unit"))?;
        let end = one.get(0)?.end();
        let rest = matter.text().get(end..).unwrap_or_default();
        let more =
            rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || ",.".contains(c)).len();
        found.push((class(sign.as_str()), one.get(0)?.start()..end + more));
    }
    let bare = |class: &str| class == "$";
    let dollar = |class: &str| class.ends_with('$');
    let alike = |a: &str, b: &str| a == b || (bare(a) && dollar(b)) || (bare(b) && dollar(a));
    let strangers = found.iter().enumerate().filter(|(index, (own, _))| {
        let others = found.iter().enumerate().filter(|(other, _)| other != index);
        let mut others = others.map(|(_, (other, _))| *other).peekable();
        let first = others.peek().copied();
        first.is_some_and(|first| !alike(own, first) && others.all(|other| alike(first, other)))
    });
    // Of two sums in two currencies the later one is a part of the first, or its deposit.
    let (_, (_, range)) = strangers.into_iter().next_back()?;
    let (_, other) = found.iter().find(|(_, other)| other != range)?;
    let draft = Draft::new().way("currency").about_text(matter, range.clone());
    let draft = draft.against_text(matter, other.clone());
    Some(draft.found(matter.flow.printed(range.clone())).expected(matter.flow.printed(other.clone())))
}

/// The currency of a sign.
fn class(sign: &str) -> &'static str {
    match sign.trim_end_matches('.') {
        "HK$" | "HKD" | "港元" | "港币" => "HK$",
        "US$" | "USD" | "美元" => "US$",
        "S$" | "SGD" | "新加坡元" => "S$",
        "A$" | "AU$" | "AUD" | "澳元" => "A$",
        "C$" | "CA$" | "CAD" | "加元" => "C$",
        "NZ$" | "NZD" => "NZ$",
        "NT$" => "NT$",
        "$" => "$",
        "£" | "GBP" | "英镑" => "£",
        "€" | "EUR" | "欧元" => "€",
        "₹" | "Rs" | "INR" | "卢比" => "₹",
        "JPY" | "日元" => "JPY",
        _ => "CNY",
    }
}
