//! One sum of a contract in another currency than all others: part of L16.

use std::ops::Range;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;

/// Signs of currencies in English and Chinese text, each beside its figures.
const SIGNS: &str = r"(?P<sign>HK\$|US\$|NT\$|S\$|A\$|C\$|AU\$|CA\$|NZ\$|R\$|\$|£|€|₹|¥|￥|₩|฿|₽|₺|\b(?:Rs\.?|INR|USD|EUR|GBP|HKD|SGD|AUD|CAD|NZD|CNY|RMB|JPY|CHF|SEK|NOK|DKK|KRW|THB|MYR|TWD|MOP|RUB|ZAR|AED|SAR|BRL|MXN|TRY|PLN|PHP|IDR|VND|KES|KSh|NGN|GHS))\s?[0-9]|[0-9]\s?(?:万|亿)?(?P<unit>美元|美金|欧元|英镑|港元|港币|日元|澳元|澳大利亚元|加元|加拿大元|新加坡元|新西兰元|新台币|台币|澳门元|澳门币|瑞士法郎|法郎|瑞典克朗|挪威克朗|丹麦克朗|韩元|韩币|泰铢|卢布|林吉特|马币|兰特|迪拉姆|卢比|元|圆)";

/// Words of currencies at the end of a sum in English words.
const NAMED: &str = r"(?i)\b(?P<name>dollars?|pounds?|euros?|francs?|rupees?|rand|yuan|renminbi|yen|won|baht|ringgit|kron(?:a|or|er|e)|roubles?|rubles?|dirhams?|pesos?|shillings?|naira|cedis?)\b";

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

/// A sum in figures whose currency the words in the bracket behind it do not bear out: `CHF 27,000.00 (twenty-seven thousand
/// pounds)`.
pub(super) fn otherwise_in_words(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(SIGNS)?;
    let behind = pattern!(r"^[\d,. ]*\s?\((?P<words>[A-Za-z][A-Za-z0-9 ,/&.-]{5,160})\)")?;
    form.captures_iter(matter.text()).find_map(|one| {
        let (whole, sign) = (one.get(0)?, one.name("sign")?);
        let rest = matter.text().get(whole.end()..)?;
        let found = behind.captures(rest)?;
        let words = found.name("words")?;
        let named = pattern!(NAMED)?.captures_iter(words.as_str()).last()?.name("name")?;
        let kinds = named_signs(named.as_str())?;
        if kinds.contains(&class(sign.as_str())) {
            return None;
        }
        let range = whole.start()..whole.end() + words.start();
        let figures =
            range.start..range.start + matter.flow.slice(range.clone()).trim_end_matches([' ', '(']).len();
        let said = whole.end() + words.start()..whole.end() + words.end();
        let draft = Draft::new().way("currency").about_text(matter, figures.clone());
        let draft = draft.against_text(matter, said.clone());
        Some(draft.found(matter.flow.printed(figures)).expected(matter.flow.printed(said)))
    })
}

/// The currencies that a word means.
fn named_signs(word: &str) -> Option<&'static [&'static str]> {
    let lower = word.to_lowercase();
    let known: [(&str, &'static [&'static str]); 13] = [
        ("dollar", &["$", "HK$", "US$", "S$", "A$", "C$", "NZ$", "NT$", "R$"]),
        ("pound", &["£"]),
        ("euro", &["€"]),
        ("franc", &["CHF"]),
        ("rupee", &["₹"]),
        ("rand", &["ZAR"]),
        ("yuan", &["CNY"]),
        ("renminbi", &["CNY"]),
        ("yen", &["JPY", "CNY"]),
        ("won", &["KRW"]),
        ("baht", &["THB"]),
        ("ringgit", &["MYR"]),
        ("kron", &["SEK", "NOK", "DKK"]),
    ];
    known.into_iter().find(|(name, _)| lower.starts_with(name)).map(|(_, signs)| signs)
}

/// The currency of a sign.
fn class(sign: &str) -> &'static str {
    match sign.trim_end_matches('.') {
        "HK$" | "HKD" | "港元" | "港币" => "HK$",
        "US$" | "USD" | "美元" | "美金" => "US$",
        "S$" | "SGD" | "新加坡元" => "S$",
        "A$" | "AU$" | "AUD" | "澳元" | "澳大利亚元" => "A$",
        "C$" | "CA$" | "CAD" | "加元" | "加拿大元" => "C$",
        "NZ$" | "NZD" | "新西兰元" => "NZ$",
        "NT$" | "TWD" | "新台币" | "台币" => "NT$",
        "CHF" | "瑞士法郎" | "法郎" => "CHF",
        "SEK" | "瑞典克朗" => "SEK",
        "NOK" | "挪威克朗" => "NOK",
        "DKK" | "丹麦克朗" => "DKK",
        "₩" | "KRW" | "韩元" | "韩币" => "KRW",
        "฿" | "THB" | "泰铢" => "THB",
        "MYR" | "林吉特" | "马币" => "MYR",
        "MOP" | "澳门元" | "澳门币" => "MOP",
        "₽" | "RUB" | "卢布" => "RUB",
        "ZAR" | "兰特" => "ZAR",
        "AED" | "迪拉姆" => "AED",
        "SAR" => "SAR",
        "R$" | "BRL" => "R$",
        "MXN" => "MXN",
        "₺" | "TRY" => "TRY",
        "PLN" => "PLN",
        "PHP" => "PHP",
        "IDR" => "IDR",
        "VND" => "VND",
        "KES" | "KSh" => "KES",
        "NGN" => "NGN",
        "GHS" => "GHS",
        "$" => "$",
        "£" | "GBP" | "英镑" => "£",
        "€" | "EUR" | "欧元" => "€",
        "₹" | "Rs" | "INR" | "卢比" => "₹",
        "JPY" | "日元" => "JPY",
        _ => "CNY",
    }
}
