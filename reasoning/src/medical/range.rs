use rust_decimal::Decimal;

use super::result::{number, qualitative};
use crate::pattern::pattern;
use crate::value::{Comparator, Interval, Sex, parse_interval};
use crate::{RangeFor, ReferenceRange};

/// A reference range as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadRange {
    pub(super) range: ReferenceRange,
    pub(super) mended: bool,
}

/// The longest text that tells what is normal in words: `淡黄色或黄色透明`.
const LONGEST_WORDS: usize = 16;

/// The interval that `text` is, through slips of reading; whether any was mended.
pub(super) fn interval(text: &str) -> Option<(Interval, bool)> {
    let text = text.trim().trim_end_matches(['.', '。']).trim_matches(['(', ')', '[', ']']).trim();
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // `>OR=40`.
    let compact = pattern!(r"(?i)^(?P<op>[<>])or=")
        .map_or_else(|| compact.clone(), |form| form.replace(&compact, "${op}=").into_owned());
    // `05-06` is a day of a month.
    if pattern!(r"^0[0-9]-[0-3][0-9]$").is_some_and(|form| form.is_match(&compact)) {
        return None;
    }
    if let Some(interval) = parse_interval(&compact).filter(|_| !compact.contains(',')) {
        return Some((interval, false));
    }
    let form = pattern!(concat!(
        r"^(?P<low>-?[0-9OolI|]+(?:[.,。·][0-9OolI|]+)?)(?:[-~一_=÷]{1,3}|至|到|to)",
        r"(?P<high>-?[0-9OolI|]+(?:[.,。·][0-9OolI|]+)?)$"
    ))?;
    if let Some(captures) = form.captures(&compact) {
        let (low, high) =
            (number(captures.name("low")?.as_str())?.0, number(captures.name("high")?.as_str())?.0);
        return Some((Interval::closed(low, high), true));
    }
    // In words: Upto 200, Less than 5.2, 小于等于5.2.
    let words = pattern!(
        r"(?i)^(?:(?P<less>up\s*to|less\s+than|below|under|not\s+more\s+than|maximum|max\.?|小于(?:或?等于)?|低于|不超过|不高于|不大于|至多)|(?P<more>more\s+than|greater\s+than|above|over|at\s+least|minimum|min\.?|大于(?:或?等于)?|高于|不低于|不少于|不小于|至少))\s*:?\s*(?P<limit>[0-9]+(?:\.[0-9]+)?)$"
    )?;
    if let Some(captures) = words.captures(text) {
        let is_sharp =
            pattern!(r"(?i)^(?:less|below|under|小于[^或等]|低于|more|greater|above|over|大于[^或等]|高于)")
                .is_some_and(|form| form.is_match(text));
        let comparator = match (captures.name("less").is_some(), is_sharp) {
            (true, true) => Comparator::Less,
            (true, false) => Comparator::AtMost,
            (false, true) => Comparator::Greater,
            (false, false) => Comparator::AtLeast,
        };
        let limit = number(captures.name("limit")?.as_str())?.0;
        return Some((Interval::one_sided(comparator, limit), false));
    }
    let one = pattern!(r"^(?P<op><=|>=|[<>≤≥])(?P<limit>[0-9OolI|]+(?:[.,。·][0-9OolI|]+)?)$")?;
    let captures = one.captures(&compact)?;
    let comparator = match captures.name("op")?.as_str() {
        "<" => Comparator::Less,
        ">" => Comparator::Greater,
        "≤" | "<=" => Comparator::AtMost,
        _ => Comparator::AtLeast,
    };
    Some((Interval::one_sided(comparator, number(captures.name("limit")?.as_str())?.0), true))
}

/// The interval of which the dash was not read, in a cell that holds nothing but what is normal: `3.9 6.1`, `0.01.0`, `05`. Both ends
/// are printed with the same decimals, so that there is one way to part them; no number begins with a nought and a figure, of which
/// a one may be the dash.
pub(super) fn without_dash(text: &str) -> Option<ReadRange> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    let apart = pattern!(r"^[0-9]{1,5}(?:\.[0-9]{1,3})? +[0-9]{1,5}(?:\.[0-9]{1,3})?$")?;
    let glued = pattern!(r"^[0-9]{1,5}\.[0-9]{2,8}\.[0-9]{1,3}$")?;
    let decimals = |text: &str| text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
    let from_nought = pattern!(r"^0(?:[1-9]|[2-9][0-9])$")?;
    let cut = match text.find(' ') {
        None if from_nought.is_match(text) => 1,
        Some(blank) if apart.is_match(text) => blank,
        None if glued.is_match(text) => text.find('.')? + 1 + decimals(text),
        _ => return None,
    };
    let (low, high) = (text.get(..cut)?, text.get(cut..)?.trim_start());
    let same = decimals(low) == decimals(high) && !high.starts_with('.');
    let (low, high) = (number(low)?.0, number(high)?.0);
    let range = ReferenceRange::Interval(Interval::closed(low, high));
    (same && low < high).then_some(ReadRange { range, mended: true })
}

/// What `text`, a whole cell, says to be normal. Words count only where `words` are awaited.
pub(super) fn read_range(text: &str, words: bool) -> Option<ReadRange> {
    if let Some(read) = positive_from(text) {
        return Some(read);
    }
    let text = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    let sure = |range| Some(ReadRange { range, mended: false });
    if text.is_empty() {
        return None;
    }
    if let Some((interval, mended)) = interval(text) {
        return Some(ReadRange { range: ReferenceRange::Interval(interval), mended });
    }
    // The cut-off beside the word for what lies below it: 阴性:<1.0, <0.9 Negative; ≥1.1 Positive.
    let below = pattern!(concat!(
        r"(?i)(?:阴性|negative|non-?reactive|\bneg\b)\s*(?:为|是|:|=)?\s*(?P<a>(?:<=?|≤|小于)\s*[0-9]+(?:\.[0-9]+)?)|",
        r"(?:^|[^0-9.])(?P<b>(?:<=?|≤|小于)\s*[0-9]+(?:\.[0-9]+)?)\s*(?:S/CO|COI|[a-zμ]{0,4}(?:IU|U|g|mol)/m?L)?\s*(?:为|是|:|=|\()?\s*(?:阴性|negative|non-?reactive|neg\b)"
    ))?;
    if let Some(captures) = below.captures(text)
        && let Some(cut) = captures.name("a").or(captures.name("b"))
        && let Some((interval, mended)) = interval(&cut.as_str().replace("小于", "<"))
    {
        return Some(ReadRange { range: ReferenceRange::Interval(interval), mended });
    }
    if let Some(ranges) = conditional(text) {
        return sure(ReferenceRange::Conditional(ranges));
    }
    let titre = pattern!(r"^[<≤]\s*1\s*:\s*([0-9]{1,6})$")?;
    if let Some(captures) = titre.captures(text) {
        return sure(ReferenceRange::TitreBelow(captures.get(1)?.as_str().parse().ok()?));
    }
    // A unit may stand behind the numbers.
    let behind = pattern!(r"^([^A-Za-zμ/%]*[0-9])\s*(?:×?\s*10\^[0-9]+/L|[A-Za-zμ%][A-Za-zμ/%0-9.^]*)$")?;
    if let Some((interval, mended)) = behind.captures(text).and_then(|c| interval(c.get(1)?.as_str())) {
        return Some(ReadRange { range: ReferenceRange::Interval(interval), mended });
    }
    if let Some((expected, end)) = qualitative(text)
        && text.get(end..).is_some_and(|rest| rest.trim_matches([')', '(', '-', '一', ' ']).is_empty())
    {
        let range = ReferenceRange::Expected(expected);
        return Some(ReadRange { range, mended: super::result::has_numeral(text) });
    }
    let letters = text.chars().count();
    let is_words = words && letters <= LONGEST_WORDS && text.chars().any(char::is_alphabetic);
    (is_words && !text.contains(':'))
        .then(|| ReadRange { range: ReferenceRange::Text(text.to_owned()), mended: false })
}

/// What is normal where a text tells from which number on something is found: `≥0.05 阳性`, `<1.00 为阳性`.
fn positive_from(text: &str) -> Option<ReadRange> {
    let form = pattern!(
        r"(?i)^\(?(?P<op><=|>=|[<>≤≥])\s*(?P<limit>[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,2})?)\s*[A-Za-zμ/]{0,8}\s*(?:[:=,]|为|is)?\s*(?:阳性|positive|pos|reactive)\)?$"
    )?;
    let captures = form.captures(text.trim())?;
    let limit = super::result::read_value(captures.name("limit")?.as_str())?.value.number()?;
    let comparator = match captures.name("op")?.as_str() {
        ">=" | "≥" => Comparator::Less,
        ">" => Comparator::AtMost,
        "<" => Comparator::AtLeast,
        _ => Comparator::Greater,
    };
    let range = ReferenceRange::Interval(Interval::one_sided(comparator, limit));
    Some(ReadRange { range, mended: false })
}

/// Ranges for men and women, for ages: `男:130-175 女:115-150`, `成人 3-5; 儿童 4-6`.
fn conditional(text: &str) -> Option<Vec<RangeFor>> {
    let form = pattern!(concat!(
        r"(?i)(?P<who>男性?|女性?|成年?人|儿童|小儿|新生儿|males?|females?|men|women|adults?|child(?:ren)?|\bm\b|\bf\b|",
        r"(?:[0-9]+\s*[-~]\s*[0-9]+|[<>≤≥]\s*[0-9]+)\s*(?:岁|years?|yrs?|y\b))\s*(?:\([^)]*\))?\s*[:]?\s*",
        r"(?P<range>(?:<=|>=|[<>≤≥])\s*[0-9.]+|[0-9.]+\s*(?:[-~]|至|to)\s*[0-9.]+)"
    ))?;
    let mut ranges = Vec::new();
    for captures in form.captures_iter(text) {
        let (interval, _) = interval(captures.name("range")?.as_str())?;
        let (sex, age) = whom(captures.name("who")?.as_str());
        ranges.push(RangeFor { sex, age, interval });
    }
    (!ranges.is_empty()).then_some(ranges)
}

/// Adults are 18 and older; laboratories draw the line between 14 and 18.
const ADULT: u32 = 18;

fn whom(text: &str) -> (Option<Sex>, Option<Interval>) {
    let lower = text.to_lowercase();
    let adult = Decimal::from(ADULT);
    if lower.starts_with('男') || lower == "m" || lower.starts_with("male") || lower == "men" {
        (Some(Sex::Male), None)
    } else if lower.starts_with('女') || lower == "f" || lower.starts_with("female") || lower == "women" {
        (Some(Sex::Female), None)
    } else if lower.starts_with('成') || lower.starts_with("adult") {
        (None, Some(Interval::one_sided(Comparator::AtLeast, adult)))
    } else if lower == "新生儿" {
        (None, Some(Interval::one_sided(Comparator::Less, Decimal::ONE)))
    } else if lower.starts_with('儿') || lower.starts_with('小') || lower.starts_with("child") {
        (None, Some(Interval::one_sided(Comparator::Less, adult)))
    } else {
        let years = lower.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        (None, interval(years).map(|(interval, _)| interval))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Qualitative, Sign};

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn intervals_are_read_through_slips() {
        for (text, low, high, mended) in [
            ("3.50-9.50", Some("3.50"), Some("9.50"), false),
            ("7~40", Some("7"), Some("40"), false),
            ("3.5 - 9.5", Some("3.5"), Some("9.5"), false),
            ("(3.5-9.5)", Some("3.5"), Some("9.5"), false),
            ("3.5--9.5", Some("3.5"), Some("9.5"), false),
            ("27.0-34,0", Some("27.0"), Some("34.0"), true),
            ("27.O-34.0", Some("27.0"), Some("34.0"), true),
            ("3.5一9.5", Some("3.5"), Some("9.5"), true),
            ("< 10.00", None, Some("10.00"), false),
            (">1.04", Some("1.04"), None, false),
            ("≤5", None, Some("5"), false),
            ("-3~3", Some("-3"), Some("3"), false),
            ("3.9-6.1mmol/L", Some("3.9"), Some("6.1"), false),
        ] {
            let read = read_range(text, false).unwrap_or_else(|| panic!("{text} is no range"));
            let ReferenceRange::Interval(interval) = read.range else { panic!("{text}: {read:?}") };
            assert_eq!((interval.low, interval.high), (low.map(number), high.map(number)), "{text}");
            assert_eq!(read.mended, mended, "{text}");
        }
    }

    #[test]
    fn a_dash_that_was_not_read_is_known_by_the_decimals() {
        for (text, low, high) in [
            ("3.9 6.1", "3.9", "6.1"),
            ("(137 147)", "137", "147"),
            ("0.01.0", "0.0", "1.0"),
            ("82.0100.0", "82.0", "100.0"),
            ("0.000.06", "0.00", "0.06"),
        ] {
            let read = without_dash(text).unwrap_or_else(|| panic!("{text} is no range"));
            assert!(read.mended, "{text}");
            let ReferenceRange::Interval(interval) = read.range else { panic!("{text}: {read:?}") };
            assert_eq!((interval.low, interval.high), (Some(number(low)), Some(number(high))), "{text}");
        }
        for text in ["6.1 3.9", "3.9 61", "3.9", "137147", "1.2.3.4", "0.1.0", "2 3 4"] {
            assert_eq!(without_dash(text), None, "{text}");
        }
    }

    #[test]
    fn sex_and_age_are_told_apart() {
        let read = |text| match read_range(text, false).map(|read| read.range) {
            Some(ReferenceRange::Conditional(ranges)) => ReferenceRange::Conditional(ranges),
            other => panic!("{text}: {other:?}"),
        };
        let range = read("男:130-175 女:115-150");
        let high = |range: &ReferenceRange, sex, age: Option<i64>| {
            range.interval_for(sex, age.map(Decimal::from)).and_then(|interval| interval.high)
        };
        assert_eq!(high(&range, Some(Sex::Female), None), Some(number("150")));
        assert_eq!(high(&range, Some(Sex::Male), None), Some(number("175")));
        assert_eq!(high(&range, None, None), None);
        let range = read("M: 13.5-17.5; F: 12.0-15.5");
        assert_eq!(high(&range, Some(Sex::Male), None), Some(number("17.5")));
        let range = read("成人:45-125 儿童:<500");
        assert_eq!(high(&range, None, Some(40)), Some(number("125")));
        assert_eq!(high(&range, None, Some(4)), Some(number("500")));
        let range = read("0~14岁:4-10;>14岁:3-9");
        assert_eq!(high(&range, None, Some(30)), Some(number("9")));
    }

    #[test]
    fn words_are_ranges_where_they_are_awaited() {
        let negative = ReferenceRange::Expected(Qualitative { sign: Sign::Negative, grade: None });
        for text in ["阴性", "阴性(-)", "Negative", "(-)"] {
            assert_eq!(read_range(text, false).map(|read| read.range), Some(negative.clone()), "{text}");
        }
        assert_eq!(read_range("淡黄色", true).map(|r| r.range), Some(ReferenceRange::Text("淡黄色".into())));
        assert_eq!(read_range("淡黄色", false), None);
        assert_eq!(read_range("<1:80", false).map(|r| r.range), Some(ReferenceRange::TitreBelow(80)));
        assert_eq!(read_range("", true), None);
    }
}
