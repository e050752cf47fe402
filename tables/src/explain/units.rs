//! Units of measurement in headers.

/// What stands before a unit of measurement, longest first.
const PREFIXES: [&str; 14] = ["da", "Y", "T", "G", "M", "k", "h", "d", "c", "m", "µ", "μ", "n", "p"];

/// Units that take prefixes.
const BASES: [&str; 23] = [
    "mol", "cd", "Hz", "Pa", "Wh", "eV", "Bq", "Gy", "Sv", "kat", "IU", "Osm", "eq", "bar", "g", "m", "l",
    "L", "A", "V", "W", "J", "U",
];

/// Units that stand as they are.
const PLAIN: [&str; 72] = [
    "%", "‰", "％", "°", "°C", "℃", "°F", "K", "s", "h", "t", "min", "sec", "hr", "hrs", "d", "wk", "mo",
    "yr", "yrs", "year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours",
    "minutes", "seconds", "ha", "km", "lb", "lbs", "oz", "in", "ft", "kcal", "cal", "mmHg", "mm Hg", "cmH2O",
    "dB", "ppm", "ppb", "bpm", "fl", "fL", "pg", "fmol", "cells", "copies", "CFU", "tonnes", "persons",
    "people", "USD", "US$", "EUR", "RMB", "CNY", "GBP", "JPY", "HK$", "$", "€", "£", "¥", "￥", "HPF",
];

/// Words that scale what follows.
const SCALES: [&str; 8] =
    ["thousand", "million", "billion", "thousands", "millions", "billions", "bn", "'000"];

/// Numbers before Chinese units.
const CHINESE_SCALES: [&str; 8] = ["百万", "千万", "万", "亿", "百", "千", "十", "毫"];

/// Chinese units and counters.
const CHINESE: [&str; 58] = [
    "元",
    "美元",
    "欧元",
    "港元",
    "英镑",
    "日元",
    "人民币",
    "人",
    "人次",
    "户",
    "吨",
    "次",
    "个",
    "件",
    "台",
    "辆",
    "头",
    "只",
    "亩",
    "公顷",
    "米",
    "公里",
    "平方米",
    "平方公里",
    "立方米",
    "克",
    "公斤",
    "斤",
    "升",
    "度",
    "天",
    "日",
    "月",
    "年",
    "岁",
    "小时",
    "分钟",
    "分",
    "秒",
    "家",
    "所",
    "张",
    "套",
    "份",
    "项",
    "例",
    "床",
    "倍",
    "瓦",
    "瓦时",
    "册",
    "种",
    "篇",
    "株",
    "箱",
    "盒",
    "片",
    "支",
];

/// Letters that are units but head columns or mark plurals as often: alone in brackets they say nothing.
const AMBIGUOUS: [&str; 9] = ["A", "K", "U", "d", "l", "s", "in", "mo", "°"];

/// A header's text without the unit that ends it, and the unit: `Weight (kg)`, `Weight, kg`, `重量/kg`, `Growth %`, or
/// nothing but a unit. The unit is as printed, without its brackets.
pub(super) fn split(header: &str) -> Option<(String, String)> {
    let text = header.trim().trim_end_matches([':', '：']);
    if is_unit(text) {
        return (!AMBIGUOUS.contains(&text)).then(|| (String::new(), text.to_owned()));
    }
    bracketed(text).or_else(|| behind(text))
}

fn bracketed(text: &str) -> Option<(String, String)> {
    let body = text.strip_suffix([')', '）', ']', '】'])?;
    let (name, unit) = body.rsplit_once(['(', '（', '[', '【'])?;
    let unit = unit
        .trim()
        .trim_start_matches("单位")
        .trim_start_matches([':', '：'])
        .trim_start_matches("in ")
        .trim();
    let is_clear = !AMBIGUOUS.contains(&unit) && is_unit(unit);
    is_clear.then(|| (name.trim().to_owned(), unit.to_owned()))
}

fn behind(text: &str) -> Option<(String, String)> {
    let parted = |mark: char| {
        let (name, unit) = text.split_once(mark)?;
        let (name, unit) = (name.trim(), unit.trim());
        let is_clear = !name.is_empty() && !AMBIGUOUS.contains(&unit) && is_unit(unit) && !is_unit(name);
        is_clear.then(|| (name.to_owned(), unit.to_owned()))
    };
    let percent = || {
        let name = text.strip_suffix(['%', '‰', '％'])?.trim_end();
        let is_name = name.chars().next_back().is_some_and(char::is_alphabetic);
        let unit = text.chars().next_back()?;
        is_name.then(|| (name.to_owned(), unit.to_string()))
    };
    parted(',').or_else(|| parted('，')).or_else(|| parted('/')).or_else(percent)
}

/// Whether `text` is a unit: factors joined by `/`, `·`, `*`, `×` or spaces, each with an exponent, or a power of ten.
pub(super) fn is_unit(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 24 {
        return false;
    }
    let factors =
        text.split(['/', '·', '*', '×', '⋅', '.', ' ']).map(str::trim).filter(|factor| !factor.is_empty());
    let factors: Vec<&str> = factors.collect();
    let counts = factors.iter().filter(|factor| !is_number(factor)).count();
    PLAIN.contains(&text)
        || (counts > 0 && factors.iter().all(|factor| is_number(factor) || is_factor(factor)))
}

/// A number or a power of ten: `10^9`, `10⁹`, `1.73` (in parts), `100`.
fn is_number(factor: &str) -> bool {
    factor.starts_with(|c: char| c.is_ascii_digit())
        && factor.chars().all(|c| c.is_ascii_digit() || c == '^' || c == '-' || is_superscript(c))
}

fn is_superscript(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁻')
}

fn is_factor(factor: &str) -> bool {
    let is_exponent =
        |c: char| is_superscript(c) || c.is_ascii_digit() || matches!(c, '^' | '-' | '\u{2212}');
    // `73m²` is what a decimal point leaves of `1.73m²`.
    let base = factor.trim_start_matches(|c: char| c.is_ascii_digit()).trim_end_matches(is_exponent);
    let prefixed = || {
        let rest = |prefix: &&str| base.strip_prefix(*prefix).filter(|rest| BASES.contains(rest));
        // `Mg` is magnesium, nobody weighs in megagrams.
        PREFIXES.iter().any(|prefix| {
            rest(prefix)
                .is_some_and(|rest| !(*prefix == "M" && rest.len() == 1 && rest != "W" && rest != "J"))
        })
    };
    let chinese = || {
        let rest = CHINESE_SCALES.iter().fold(base, |rest, scale| rest.strip_prefix(scale).unwrap_or(rest));
        CHINESE.contains(&base) || CHINESE.contains(&rest)
    };
    PLAIN.contains(&base) || BASES.contains(&base) || SCALES.contains(&base) || prefixed() || chinese()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_from_words() {
        let units = [
            "mmol/L",
            "10^9/L",
            "10⁹/L",
            "×10^9/L",
            "g/dL",
            "mL/min/1.73m²",
            "mg",
            "µmol/L",
            "%",
            "kg/m²",
            "万元",
            "元/吨",
            "人次",
            "℃",
            "°C",
            "mm Hg",
            "US$ million",
            "U/L",
            "IU/mL",
            "fL",
            "千克",
            "mol·L-1",
            "years",
            "/HPF",
        ];
        for text in units {
            assert!(is_unit(text), "{text}");
        }
        for text in [
            "", "n", "N", "in full", "2023", "男", "a/b", "Mean", "SD", "m/f", "95% CI", "10", "项目", "-",
            "/",
        ] {
            assert!(!is_unit(text), "{text}");
        }
    }

    #[test]
    fn headers_part_from_their_units() {
        let cases = [
            ("Weight (kg)", Some(("Weight", "kg"))),
            ("重量（单位：万元）", Some(("重量", "万元"))),
            ("Price, USD", Some(("Price", "USD"))),
            ("质量/kg", Some(("质量", "kg"))),
            ("Growth %", Some(("Growth", "%"))),
            ("占比%", Some(("占比", "%"))),
            ("mmol/L", Some(("", "mmol/L"))),
            ("Item(s)", None),
            ("Panel (A)", None),
            ("A/G", None),
            ("男/女", None),
            ("Count (n)", None),
            ("95% CI (range)", None),
            ("", None),
        ];
        for (text, want) in cases {
            let want = want.map(|(name, unit): (&str, &str)| (name.to_owned(), unit.to_owned()));
            assert_eq!(split(text), want, "{text}");
        }
    }
}
