//! Units in words: `grams per decilitre`, `毫摩尔/升`, `cells per cubic mm`.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// What is counted, by the words for it and its symbol.
const COUNTED: [(&str, &str); 21] = [
    ("milliequivalents?|milli-equivalents?", "mEq"),
    ("milli-?international units?", "mIU"),
    ("micro-?international units?", "μIU"),
    ("international units?|国际单位", "IU"),
    ("milligrams?|毫克", "mg"),
    ("micrograms?|微克", "μg"),
    ("nanograms?|纳克", "ng"),
    ("picograms?|皮克", "pg"),
    ("grams?|克", "g"),
    ("millimoles?|毫摩尔?", "mmol"),
    ("micromoles?|微摩尔?", "μmol"),
    ("nanomoles?|纳摩尔?", "nmol"),
    ("picomoles?|皮摩尔?", "pmol"),
    ("milliunits?", "mU"),
    ("units?|单位", "U"),
    ("lakhs?(?: cells)?", "10^5"),
    ("millions?(?: cells)?|百万", "10^6"),
    ("thousands?(?: cells)?|千", "10^3"),
    ("billions?(?: cells)?|十亿", "10^9"),
    ("trillions?(?: cells)?", "10^12"),
    ("cells|个", ""),
];

/// In what it is counted.
const HOLDERS: [(&str, &str); 6] = [
    ("decilit(?:re|er)s?|分升|dl", "dL"),
    ("millilit(?:re|er)s?|毫升|ml", "mL"),
    ("microlit(?:re|er)s?|微升|cubic (?:mm|millimet(?:re|er)s?)|cu\\.? ?mm|cumm|立方毫米", "μL"),
    ("hours?|小时", "h"),
    ("kilograms?|千克|公斤", "kg"),
    ("lit(?:re|er)s?|升|l", "L"),
];

/// What is measured without a holder.
const ALONE: [(&str, &str); 4] = [
    ("per ?cent|百分比", "%"),
    ("femtolit(?:re|er)s?|飞升", "fL"),
    ("picograms?|皮克", "pg"),
    ("seconds?|secs?\\.?|秒", "s"),
];

/// A table made ready.
type Ready = Vec<(Regex, &'static str)>;

static TABLES: LazyLock<[Ready; 3]> = LazyLock::new(|| {
    let ready = |table: &[(&str, &'static str)]| {
        let whole = |(words, symbol): &(&str, &'static str)| {
            Some((Regex::new(&format!("^(?:{words})$")).ok()?, *symbol))
        };
        table.iter().filter_map(whole).collect()
    };
    [ready(&ALONE), ready(&COUNTED), ready(&HOLDERS)]
});

/// Bytes of the longest unit in words.
const LONGEST: usize = 60;

/// The symbol of a unit in words; nothing where it is none.
pub(super) fn symbol(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = text.trim().to_lowercase();
    let is_word = ["per", "lit", "gram", "sec"].iter().any(|part| plain.contains(part));
    if !is_word && !plain.chars().any(document::is_cjk) {
        return None;
    }
    let [alone, counted, holders] = &*TABLES;
    let of = |table: &Ready, text: &str| {
        table.iter().find(|(form, _)| form.is_match(text.trim())).map(|(_, symbol)| *symbol)
    };
    if let Some(symbol) = of(alone, &plain) {
        return Some(symbol.to_owned());
    }
    let form = pattern!(r"^(?P<counted>[a-z\p{Han} -]+?)\s*(?:/|\bper\b|每)\s*(?P<holder>[a-z\p{Han}. ]+)$")?;
    let captures = form.captures(&plain)?;
    let counted = of(counted, captures.name("counted")?.as_str())?;
    let holder = of(holders, captures.name("holder")?.as_str())?;
    Some(format!("{counted}/{holder}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_words_have_symbols() {
        for (text, want) in [
            ("grams per decilitre", Some("g/dL")),
            ("milliequivalents per litre", Some("mEq/L")),
            ("cells per cubic mm", Some("/μL")),
            ("lakhs per cubic mm", Some("10^5/μL")),
            ("毫摩尔/升", Some("mmol/L")),
            ("per cent", Some("%")),
            ("Seconds", Some("s")),
            ("mmol/L", None),
            ("Male", None),
        ] {
            assert_eq!(symbol(text).as_deref(), want, "{text}");
        }
    }
}
