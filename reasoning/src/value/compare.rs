//! Comparators and ranges.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::found::between_dates;
use super::glyphs::Glyphs;
use super::numeral::number_at;

/// How a value stands to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// `<`, 小于, 不足, 不满.
    Less,
    /// `≤`, 不超过, 以下, 以内, at most.
    AtMost,
    /// `>`, 大于, 超过.
    Greater,
    /// `≥`, 不少于, 以上, at least.
    AtLeast,
}

impl Comparator {
    /// Whether `value` stands so to `limit`.
    pub fn holds(self, value: Decimal, limit: Decimal) -> bool {
        match self {
            Self::Less => value < limit,
            Self::AtMost => value <= limit,
            Self::Greater => value > limit,
            Self::AtLeast => value >= limit,
        }
    }
}

use Comparator::{AtLeast, AtMost, Greater, Less};

/// Words before the number; longer ones first.
const BEFORE: &[(&str, Comparator)] = &[
    ("<=", AtMost),
    ("=<", AtMost),
    ("≤", AtMost),
    ("≦", AtMost),
    (">=", AtLeast),
    ("=>", AtLeast),
    ("≥", AtLeast),
    ("≧", AtLeast),
    ("<", Less),
    ("﹤", Less),
    (">", Greater),
    ("﹥", Greater),
    ("小于等于", AtMost),
    ("小于或等于", AtMost),
    ("大于等于", AtLeast),
    ("大于或等于", AtLeast),
    ("不大于", AtMost),
    ("不小于", AtLeast),
    ("不超过", AtMost),
    ("不高于", AtMost),
    ("不多于", AtMost),
    ("不少于", AtLeast),
    ("不低于", AtLeast),
    ("至少", AtLeast),
    ("至多", AtMost),
    ("最多", AtMost),
    ("小于", Less),
    ("低于", Less),
    ("少于", Less),
    ("不足", Less),
    ("不满", Less),
    ("未满", Less),
    ("大于", Greater),
    ("高于", Greater),
    ("超过", Greater),
    ("no more than", AtMost),
    ("not more than", AtMost),
    ("not exceeding", AtMost),
    ("up to", AtMost),
    ("at most", AtMost),
    ("no less than", AtLeast),
    ("not less than", AtLeast),
    ("at least", AtLeast),
    ("less than", Less),
    ("more than", Greater),
];

/// Words behind the number; longer ones first.
const BEHIND: &[(&str, Comparator)] = &[
    ("及以上", AtLeast),
    ("以上", AtLeast),
    ("及以下", AtMost),
    ("以下", AtMost),
    ("以内", AtMost),
    ("or more", AtLeast),
    ("or less", AtMost),
];

/// An interval, open to one side or closed on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Lower end.
    #[schemars(with = "Option<String>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Decimal>,
    /// Upper end.
    #[schemars(with = "Option<String>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Decimal>,
    /// Whether the lower end belongs to it.
    pub low_inside: bool,
    /// Whether the upper end belongs to it.
    pub high_inside: bool,
}

impl Interval {
    /// From `low` to `high`, both inside.
    pub fn closed(low: Decimal, high: Decimal) -> Self {
        Self { low: Some(low), high: Some(high), low_inside: true, high_inside: true }
    }

    /// Everything that stands so to `limit`.
    pub fn one_sided(comparator: Comparator, limit: Decimal) -> Self {
        let upper = matches!(comparator, Less | AtMost);
        Self {
            low: (!upper).then_some(limit),
            high: upper.then_some(limit),
            low_inside: comparator == AtLeast,
            high_inside: comparator == AtMost,
        }
    }

    /// Whether `value` is below the lower end.
    pub fn is_above(&self, value: Decimal) -> bool {
        self.low.is_some_and(|low| if self.low_inside { value < low } else { value <= low })
    }

    /// Whether `value` is beyond the upper end.
    pub fn is_below(&self, value: Decimal) -> bool {
        self.high.is_some_and(|high| if self.high_inside { value > high } else { value >= high })
    }

    /// Whether `value` lies in it.
    pub fn contains(&self, value: Decimal) -> bool {
        !self.is_above(value) && !self.is_below(value)
    }

    /// Whether the ends stand the wrong way round.
    pub fn is_inverted(&self) -> bool {
        self.low.zip(self.high).is_some_and(|(low, high)| low > high)
    }
}

/// Signs and words between the ends of a range; longer ones first.
const BETWEEN: [&str; 14] = ["---", "--", "——", "-", "~", "–", "—", "―", "－", "至", "到", "…", "to", "and"];

fn signed_at(glyphs: &Glyphs, at: usize) -> Option<(Decimal, usize)> {
    let negative = glyphs.is(at, '-') && glyphs.get(at + 1).is_some_and(|char| char.is_ascii_digit());
    let number = number_at(glyphs, at + usize::from(negative))?;
    Some((if negative { -number.value } else { number.value }, number.end))
}

/// `3.5-5.5`, `35~55`, `3.5 至 5.5`. The ends may stand the wrong way round.
fn range_at(glyphs: &Glyphs, at: usize) -> Option<(Interval, usize)> {
    let (low, end) = signed_at(glyphs, at)?;
    let end = glyphs.skip_spaces(end, 2);
    let end = BETWEEN.iter().find_map(|sign| glyphs.eat(end, sign))?;
    let (high, end) = signed_at(glyphs, glyphs.skip_spaces(end, 2))?;
    // 2024-01-05, 010-1234: more of the same sign follows, or noughts lead.
    let goes_on = glyphs.one_of(end, "-") && glyphs.get(end + 1).is_some_and(|char| char.is_ascii_digit());
    (!goes_on).then_some((Interval::closed(low, high), end))
}

/// `<0.5`, `≥ 3`, `不超过30`, `三年以上`'s `三` has its unit between and is none.
fn one_sided_at(glyphs: &Glyphs, at: usize) -> Option<(Interval, usize)> {
    if let Some((comparator, end)) = glyphs.eat_any(at, BEFORE) {
        let (limit, end) = signed_at(glyphs, glyphs.skip_spaces(end, 2))?;
        return Some((Interval::one_sided(comparator, limit), end));
    }
    let (limit, end) = signed_at(glyphs, at)?;
    let (comparator, end) = glyphs.eat_any(glyphs.skip_spaces(end, 1), BEHIND)?;
    Some((Interval::one_sided(comparator, limit), end))
}

/// The interval at glyph `at`, with the glyph after it.
pub(crate) fn interval_at(glyphs: &Glyphs, at: usize) -> Option<(Interval, usize)> {
    range_at(glyphs, at).or_else(|| one_sided_at(glyphs, at))
}

/// The whole of `text` as an interval.
///
/// ```
/// use reasoning::value::parse_interval;
/// let normal = parse_interval("3.5～9.5").unwrap();
/// assert!(normal.contains("9.50".parse().unwrap()));
/// assert!(parse_interval("<0.5").unwrap().is_below("0.5".parse().unwrap()));
/// ```
pub fn parse_interval(text: &str) -> Option<Interval> {
    let text = text.trim();
    let glyphs = Glyphs::new(text);
    interval_at(&glyphs, 0).filter(|(_, end)| *end == glyphs.len()).map(|(interval, _)| interval)
}

/// All intervals of `text`, from left to right. Dates are none.
pub fn find_intervals(text: &str) -> Vec<Found<Interval>> {
    between_dates(text, interval_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_in_all_hands() {
        let tell = |text: &str| {
            parse_interval(text).map_or("none".to_owned(), |interval| {
                let end = |end: Option<Decimal>| end.map_or(String::new(), |end| end.to_string());
                let (left, right) = (
                    if interval.low_inside { "[" } else { "(" },
                    if interval.high_inside { "]" } else { ")" },
                );
                format!("{left}{},{}{right}", end(interval.low), end(interval.high))
            })
        };
        for (text, expected) in [
            ("3.5-5.5", "[3.5,5.5]"),
            ("3.50～9.50", "[3.50,9.50]"),
            ("３．５—５．５", "[3.5,5.5]"),
            ("115--150", "[115,150]"),
            ("3.5 至 5.5", "[3.5,5.5]"),
            ("-3-3", "[-3,3]"),
            ("<0.5", "(,0.5)"),
            ("≤ 5", "(,5]"),
            (">=1.0", "[1.0,)"),
            ("＞100", "(100,)"),
            ("不超过30", "(,30]"),
            ("5以上", "[5,)"),
            ("at least 3", "[3,)"),
            ("3 to 5", "[3,5]"),
            ("5.5-3.5", "[5.5,3.5]"),
            ("阴性", "none"),
            ("1-2-3", "none"),
            ("", "none"),
        ] {
            {
                assert_eq!(tell(text), expected, "{text}");
            }
        }
    }

    #[test]
    fn places_in_an_interval() {
        let interval = parse_interval("3.5-5.5").unwrap();
        let at = |text: &str| text.parse::<Decimal>().unwrap();
        assert!(interval.is_above(at("3.4")) && interval.is_below(at("5.6")) && interval.contains(at("5.5")));
        assert!(parse_interval("5-3").unwrap().is_inverted());
        assert!(Less.holds(at("1"), at("2")) && !Greater.holds(at("1"), at("2")));
        assert_eq!(find_intervals("2024-01-05 至 2024-02-05").len(), 0);
    }
}
