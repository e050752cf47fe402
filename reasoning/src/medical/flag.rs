use rust_decimal::Decimal;

use crate::value::{Comparator, Interval, Sex};
use crate::{Flag, LabValue, Qualitative, ReferenceRange, Sign};

/// What readers make of a lone arrow: seen on scans and faxes.
const LIKE_ARROWS: &str = "口□十个卜下上小不丁干土木个YVvTt1J+→←Ff^'|";

/// What a flag shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadFlag {
    /// A flag.
    Flag(Flag),
    /// A sign that may be an arrow; which way it points cannot be told from it.
    Arrow,
}

/// The longest text that is read as a flag: `above the upper limit of normal`.
const LONGEST: usize = 40;

/// The flag that `text`, all of it, is.
pub(super) fn read_flag(text: &str) -> Option<ReadFlag> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']);
    let flag = match text.to_uppercase().as_str() {
        "↑↑" | "↑↑↑" | "HH" | "HHH" | "HP" => Flag::VeryHigh,
        "↓↓" | "↓↓↓" | "LL" | "LLL" | "LP" => Flag::VeryLow,
        "*" | "**" | "***" | "!" | "!!" | "※" | "★" | "☆" | "◆" | "●" | "#" | "POS" => {
            Flag::Abnormal
        }
        "-" | "--" | "—" | "一" => Flag::Normal,
        upper => {
            if let Some(flag) = told(upper) {
                return Some(ReadFlag::Flag(flag));
            }
            let mut letters = text.chars();
            let alone = letters.next().filter(|_| letters.next().is_none())?;
            return LIKE_ARROWS.contains(alone).then_some(ReadFlag::Arrow);
        }
    };
    Some(ReadFlag::Flag(flag))
}

/// What a word or sign of a flag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Up,
    Down,
    Urgent,
    Odd,
    Fine,
    /// Nothing by itself: a limit, a range.
    Filler,
}

/// Words and signs of flags; of those that begin a text the longest counts. Latin ones are whole words.
const WORDS: [(Says, &[&str]); 6] = [
    (
        Says::Up,
        &[
            "↑",
            "⬆",
            "⇧",
            "⇑",
            "▲",
            "△",
            "▴",
            "H",
            "HI",
            "HIGH",
            "HIGHER",
            "ABOVE",
            "OVER",
            "RAISED",
            "ELEVATED",
            "INCREASED",
            "EXCEEDS",
            "UP",
            "高",
            "偏高",
            "升高",
            "增高",
            "过高",
            "增加",
            "升",
            "增",
            "上升",
            "超过",
            "超出",
            "超",
            "大于",
            "偏大",
            "偏多",
            "上限",
        ],
    ),
    (
        Says::Down,
        &[
            "↓",
            "⬇",
            "⇩",
            "⇓",
            "▼",
            "▽",
            "▾",
            "L",
            "LO",
            "LOW",
            "LOWER",
            "BELOW",
            "UNDER",
            "REDUCED",
            "DECREASED",
            "DOWN",
            "低",
            "偏低",
            "降低",
            "减低",
            "过低",
            "降",
            "减",
            "减少",
            "下降",
            "低于",
            "小于",
            "不足",
            "未达",
            "偏小",
            "偏少",
            "下限",
        ],
    ),
    (
        Says::Urgent,
        &["CRITICAL", "CRIT", "PANIC", "ALERT", "VERY", "极", "危急", "危急值", "危", "显著", "明显"],
    ),
    (Says::Odd, &["A", "AB", "ABN", "P", "ABNORMAL", "异常", "异", "阳性", "阳"]),
    (Says::Fine, &["N", "NORMAL", "正常", "合格"]),
    (
        Says::Filler,
        &[
            "偏",
            "*",
            "!",
            ".",
            "(",
            ")",
            "[",
            "]",
            ",",
            ":",
            "于",
            "为",
            "参考",
            "参考值",
            "参考区间",
            "参考范围",
            "区间",
            "范围",
            "值",
            "THE",
            "OF",
            "THAN",
            "REF",
            "REFERENCE",
            "RANGE",
            "INTERVAL",
            "LIMIT",
            "LIMITS",
            "UPPER",
            "FLAG",
            "IS",
        ],
    ),
];

/// The flag that words and signs tell together, each of which may belong to one, however often they say it: `高↑`, `H(高)`, `HI`,
/// `above range`, `低于下限`.
fn told(text: &str) -> Option<Flag> {
    if text.len() > LONGEST {
        return None;
    }
    let mut said = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        let begins =
            |entry: &&&str| if word.is_empty() { rest.starts_with(**entry) } else { word == **entry };
        let found = WORDS
            .iter()
            .flat_map(|(says, words)| words.iter().filter(begins).map(|word| (*says, word.len())));
        let (says, length) = found.max_by_key(|(_, length)| *length)?;
        said.push(says);
        rest = rest.get(length..)?.trim_start();
    }
    let has = |wanted: Says| said.contains(&wanted);
    // Above the upper and below the lower limit says one thing twice; what is over the lower one is no flag.
    match (has(Says::Up), has(Says::Down)) {
        (true, true) => None,
        (true, false) => Some(if has(Says::Urgent) { Flag::VeryHigh } else { Flag::High }),
        (false, true) => Some(if has(Says::Urgent) { Flag::VeryLow } else { Flag::Low }),
        (false, false) if has(Says::Odd) || has(Says::Urgent) => Some(Flag::Abnormal),
        (false, false) => has(Says::Fine).then_some(Flag::Normal),
    }
}

/// The flag that follows from a result and its range, for someone of that sex and age in years.
pub(super) fn compute(
    value: &LabValue,
    range: &ReferenceRange,
    sex: Option<Sex>,
    age: Option<Decimal>,
) -> Option<Flag> {
    match (value, range) {
        (
            LabValue::Number { number, comparator, verdict },
            ReferenceRange::Interval(_) | ReferenceRange::Conditional(_),
        ) => {
            let flag = compare(*number, *comparator, range.interval_for(sex, age)?)?;
            // What is positive is found, not too high: `16.74 阳性(+)` where less than 1.00 is none.
            let is_found = verdict.is_some_and(|verdict| verdict.sign != Sign::Negative);
            Some(if is_found && flag == Flag::High { Flag::Abnormal } else { flag })
        }
        (LabValue::Span { low, high }, _) => {
            let interval = range.interval_for(sex, age)?;
            Some(if interval.is_below(*high) {
                Flag::High
            } else if interval.is_above(*low) {
                Flag::Low
            } else {
                Flag::Normal
            })
        }
        (LabValue::Qualitative(found), ReferenceRange::Expected(expected))
        | (LabValue::Number { verdict: Some(found), .. }, ReferenceRange::Expected(expected)) => {
            Some(agree(*found, *expected))
        }
        (LabValue::Titre { dilution, comparator }, ReferenceRange::TitreBelow(limit)) => {
            let below = dilution < limit || dilution == limit && *comparator == Some(Comparator::Less);
            Some(if below { Flag::Normal } else { Flag::High })
        }
        (
            LabValue::Titre { comparator: None, .. },
            ReferenceRange::Expected(Qualitative { sign: Sign::Negative, .. }),
        ) => Some(Flag::Abnormal),
        (LabValue::Text(text), ReferenceRange::Text(normal)) => {
            if normal.contains(text.as_str()) {
                return Some(Flag::Normal);
            }
            // Whether what is 黄色 is 黄褐色 as well no word tells; darker than it should be it is not as it should be.
            (is_deeper(text, normal) || !are_alike(text, normal)).then_some(Flag::Abnormal)
        }
        _ => None,
    }
}

/// Whether a description is the normal one with a word for more of it before it: 深黄色 for 黄色 or 淡黄色, `dark yellow` for `yellow`.
fn is_deeper(text: &str, normal: &str) -> bool {
    let (text, normal) = (text.trim().to_lowercase(), normal.to_lowercase());
    let deeper =
        ["深", "浓", "dark ", "deep "].iter().find_map(|word| Some((word, text.strip_prefix(word)?)));
    let normal = normal.trim();
    let pale = ["淡", "浅", "pale ", "light "].iter().find_map(|word| normal.strip_prefix(word));
    let usual = [Some(normal), pale.map(str::trim)];
    deeper.is_some_and(|(word, rest)| usual.contains(&Some(rest.trim())) && !normal.contains(word.trim()))
}

/// Whether two descriptions have a word, or a letter of Han, in common that says something: 淡黄色 and 黄褐色, `pale yellow` and `yellow`.
fn are_alike(text: &str, normal: &str) -> bool {
    let says = |c: char| document::is_cjk(c) && c.is_alphabetic() && !"色状样性便质体呈未见无不".contains(c);
    let by_letter = text.chars().any(|c| says(c) && normal.contains(c));
    let lower = normal.to_lowercase();
    let words = text.to_lowercase();
    let by_word = words.split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
        word.len() > 3 && lower.split(|c: char| !c.is_ascii_alphabetic()).any(|other| other == word)
    });
    by_letter || by_word
}

fn agree(found: Qualitative, expected: Qualitative) -> Flag {
    if found.sign == expected.sign { Flag::Normal } else { Flag::Abnormal }
}

/// A number, or all numbers beyond it, against an interval; nothing where some of them lie within and some do not.
fn compare(number: Decimal, comparator: Option<Comparator>, interval: Interval) -> Option<Flag> {
    if interval.is_inverted() {
        return None;
    }
    let low_reached = interval.low.is_some_and(|low| number <= low);
    let high_reached = interval.high.is_some_and(|high| number >= high);
    match comparator {
        None if interval.is_above(number) => Some(Flag::Low),
        None if interval.is_below(number) => Some(Flag::High),
        None => Some(Flag::Normal),
        Some(Comparator::Less | Comparator::AtMost) => {
            let from_nought = interval.low.is_none_or(|low| low <= Decimal::ZERO);
            let within = from_nought && interval.high.is_none_or(|high| number <= high);
            if within { Some(Flag::Normal) } else { (low_reached && !from_nought).then_some(Flag::Low) }
        }
        Some(Comparator::Greater | Comparator::AtLeast) => {
            let within = interval.high.is_none() && interval.low.is_none_or(|low| number >= low);
            if within { Some(Flag::Normal) } else { high_reached.then_some(Flag::High) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medical::range::read_range;
    use crate::medical::result::read_value;

    #[test]
    fn flags_are_computed() {
        for (value, range, want) in [
            ("2.41", "3.50-9.50", Some(Flag::Low)),
            ("3.50", "3.50-9.50", Some(Flag::Normal)),
            ("9.51", "3.50-9.50", Some(Flag::High)),
            ("5.18", "<5.18", Some(Flag::High)),
            ("5.17", "<5.18", Some(Flag::Normal)),
            ("1.0", ">1.04", Some(Flag::Low)),
            ("<0.5", "0-10", Some(Flag::Normal)),
            ("<0.5", "1-10", Some(Flag::Low)),
            ("<5", "1-10", None),
            (">1000", "0-10", Some(Flag::High)),
            (">60", ">60", Some(Flag::Normal)),
            ("阴性", "阴性", Some(Flag::Normal)),
            ("阳性(1+)", "阴性", Some(Flag::Abnormal)),
            ("弱阳性", "阴性", Some(Flag::Abnormal)),
            ("1:160", "<1:80", Some(Flag::High)),
            ("1:40", "<1:80", Some(Flag::Normal)),
            ("3-5", "0-3", Some(Flag::High)),
            ("5", "阴性", None),
            ("5", "10-3", None),
            ("9.50", "3.50-9.50", Some(Flag::Normal)),
            ("3.49", "3.50-9.50", Some(Flag::Low)),
            ("9.500", "3.50-9.50", Some(Flag::Normal)),
            ("9.501", "3.50-9.50", Some(Flag::High)),
            ("0", "0-3", Some(Flag::Normal)),
            ("-2.1", "-3.0-3.0", Some(Flag::Normal)),
            ("-3.1", "-3.0-3.0", Some(Flag::Low)),
            ("137", "137~147", Some(Flag::Normal)),
            ("147.1", "137～147", Some(Flag::High)),
            ("136.9", "137—147", Some(Flag::Low)),
            ("1,250", "300-1200", Some(Flag::High)),
            ("1.04", "≥1.04", Some(Flag::Normal)),
            ("1.03", "≥1.04", Some(Flag::Low)),
            ("1.04", ">1.04", Some(Flag::Low)),
            ("5.18", "≤5.18", Some(Flag::Normal)),
            ("5.19", "≤5.18", Some(Flag::High)),
            ("<0.01", "<0.05", Some(Flag::Normal)),
            ("<0.05", "<0.05", Some(Flag::Normal)),
            (">200", "<200", Some(Flag::High)),
            (">5", "1-10", None),
            ("≥10", "1-10", Some(Flag::High)),
            ("≤0.1", "0.5-1", Some(Flag::Low)),
            ("16.74 阳性(+)", "<1.00", Some(Flag::Abnormal)),
            ("0.22 阴性(-)", "<1.00", Some(Flag::Normal)),
            ("0.05 阴性", "阴性", Some(Flag::Normal)),
            ("3.2 阳性", "阴性", Some(Flag::Abnormal)),
            ("-", "-", Some(Flag::Normal)),
            ("++", "-", Some(Flag::Abnormal)),
            ("±", "阴性", Some(Flag::Abnormal)),
            ("阳性", "阳性", Some(Flag::Normal)),
            ("1:80", "<1:80", Some(Flag::High)),
            ("<1:40", "<1:80", Some(Flag::Normal)),
            ("0-2", "0-3", Some(Flag::Normal)),
            ("2-4", "0-3", Some(Flag::High)),
            ("阴性", "0-3", None),
        ] {
            let value = read_value(value).unwrap().value;
            let range = read_range(range, true).unwrap().range;
            assert_eq!(compute(&value, &range, None, None), want, "{value:?} {range:?}");
        }
    }

    #[test]
    fn flags_are_read() {
        for (text, want) in [
            ("↑", Some(ReadFlag::Flag(Flag::High))),
            ("l", Some(ReadFlag::Flag(Flag::Low))),
            ("高↑", Some(ReadFlag::Flag(Flag::High))),
            ("偏↓", Some(ReadFlag::Flag(Flag::Low))),
            ("H(高)", Some(ReadFlag::Flag(Flag::High))),
            ("L (Low)", Some(ReadFlag::Flag(Flag::Low))),
            ("HI", Some(ReadFlag::Flag(Flag::High))),
            ("P(异)", Some(ReadFlag::Flag(Flag::Abnormal))),
            ("Above normal range", Some(ReadFlag::Flag(Flag::High))),
            ("高于参考值", Some(ReadFlag::Flag(Flag::High))),
            ("低于下限", Some(ReadFlag::Flag(Flag::Low))),
            ("↓ 危急", Some(ReadFlag::Flag(Flag::VeryLow))),
            ("Critical high", Some(ReadFlag::Flag(Flag::VeryHigh))),
            ("High Low", None),
            ("Upper limit", None),
            ("Hb", None),
            ("U/L", None),
            ("10^9/L", None),
            ("fL", None),
            ("N/A", None),
            ("偏高", Some(ReadFlag::Flag(Flag::High))),
            ("↓↓", Some(ReadFlag::Flag(Flag::VeryLow))),
            ("*", Some(ReadFlag::Flag(Flag::Abnormal))),
            ("十", Some(ReadFlag::Arrow)),
            ("个", Some(ReadFlag::Arrow)),
            ("mmol/L", None),
            ("", None),
        ] {
            assert_eq!(read_flag(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_deeper_than_normal_is_not_normal() {
        let flag = |text: &str, normal: &str| {
            let range = ReferenceRange::Text(normal.to_owned());
            compute(&LabValue::Text(text.to_owned()), &range, None, None)
        };
        for (text, normal) in [("深黄色", "黄色"), ("Dark yellow", "Yellow")] {
            assert_eq!(flag(text, normal), Some(Flag::Abnormal), "{text}");
        }
        assert_eq!(flag("黄色", "黄色"), Some(Flag::Normal));
        for (text, normal) in [("黄褐色", "黄色"), ("Pale yellow", "Yellow")] {
            assert_eq!(flag(text, normal), None, "{text}");
        }
    }
}
