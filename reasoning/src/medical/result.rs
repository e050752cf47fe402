use rust_decimal::Decimal;

use crate::pattern::pattern;
use crate::value::Comparator;
use crate::{LabValue, Qualitative, Sign};

/// A result as read, and how many bytes of the text it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadValue {
    pub(super) value: LabValue,
    pub(super) end: usize,
    pub(super) mended: bool,
}

/// The number in a string of digits in which letters may stand for digits; whether any did.
pub(super) fn number(text: &str) -> Option<(Decimal, bool)> {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    if let Ok(number) = Decimal::from_str_exact(&plain) {
        return Some((number, plain.len() != text.len()));
    }
    // Thousands, or lakhs as they are written in India: 1,26,000.
    if pattern!(r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$|^[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}$")?
        .is_match(&plain)
    {
        return Decimal::from_str_exact(&plain.replace(',', "")).ok().map(|number| (number, false));
    }
    let mended: String = plain
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' | '|' => '1',
            ',' | '。' | '·' | '、' | ':' => '.',
            _ => c,
        })
        .collect();
    let letters = plain.chars().filter(char::is_ascii_alphabetic).count();
    if letters >= digits {
        return None;
    }
    Decimal::from_str_exact(&mended).ok().map(|number| (number, true))
}

pub(super) fn comparator(text: &str) -> Option<Comparator> {
    match text {
        "<" | "小于" => Some(Comparator::Less),
        ">" | "大于" => Some(Comparator::Greater),
        "≤" | "<=" | "=<" => Some(Comparator::AtMost),
        "≥" | ">=" | "=>" => Some(Comparator::AtLeast),
        _ => None,
    }
}

/// What `text` says of being found or not, and how many bytes say it.
pub(super) fn qualitative(text: &str) -> Option<(Qualitative, usize)> {
    // Word and sign may stand together in either order: `-(阴性)`, `阳性(+)`.
    let doubled = pattern!(
        r"(?i)^\(?(?:(?P<no>-|一)|(?P<weak>±|\+/-)|(?P<yes>\+{1,4}|十{1,4}))\)?\s*\(?\s*(?P<word>阴\s*性?|弱?\s*阳\s*性?|neg(?:ative)?|pos(?:itive)?|(?:non[- ]?|not )?(?:reactive|detected))\s*\)?(?:$|[^a-z])"
    )?;
    if let Some(captures) = doubled.captures(text)
        && let Some(word) = captures.name("word")
    {
        let lower = word.as_str().to_lowercase();
        let sign = if lower.starts_with('阴') || lower.starts_with('n') {
            Sign::Negative
        } else if lower.starts_with('弱') || captures.name("weak").is_some() {
            Sign::Borderline
        } else {
            Sign::Positive
        };
        let end =
            text.get(word.end()..).map_or(0, |rest| rest.len() - rest.trim_start_matches([' ', ')']).len());
        let closed = text.get(word.end()..word.end() + end).is_some_and(|rest| rest.contains(')'));
        return Some((Qualitative { sign, grade: None }, word.end() + if closed { end } else { 0 }));
    }
    let words = pattern!(concat!(
        r"(?i)^(?:(?P<weak>弱\s*阳\s*性?|可疑|临界|±|\+/-|\(±\)|[士土]$|\([士土]\)|trace|borderline|equivocal|weakly? positive|indeterminate)",
        r"|(?P<no>阴\s*性|未检出|未检测到|未见|未查见|未查出|未发现|未生长|non[- ]?reactive|(?:not|none|non|no) (?:reactive|detected|found|seen|present|isolated|growth)|undetected|nil\b|absent|negative|neg\b|\([-一]\)|-+$|[一二]$)",
        r"|(?P<yes>阳\s*性|检出|reactive|detected|present\b|positive|pos\b|\([1-4]?\+{1,4}\)|\(十{1,4}\)|十{1,4}$|[1-4]\+|\+{1,4}[1-4]?))",
        // A bare dash behind a blank is the flag of a column beside it.
        r"(?:\s*(?P<grade>\(?\s*(?:[1-4]\s*\+|\+{1,4}\s*[1-4]?|±)\s*\)?|\(\s*[-一]\s*\)|\(\s*十{1,4}\s*\))|(?:-))?"
    ))?;
    let captures = words.captures(text)?;
    let whole = captures.get(0)?;
    let sign = if captures.name("weak").is_some() {
        Sign::Borderline
    } else if captures.name("no").is_some() {
        Sign::Negative
    } else {
        Sign::Positive
    };
    let marks = captures.name("grade").or(captures.name("yes")).map_or("", |m| m.as_str());
    let digit = marks.chars().find_map(|c| c.to_digit(10)).and_then(|digit| u8::try_from(digit).ok());
    let plus = u8::try_from(marks.matches(['+', '十']).count()).ok().filter(|count| *count > 0);
    let grade = digit.or(plus).filter(|_| sign == Sign::Positive);
    Some((Qualitative { sign, grade }, whole.end()))
}

/// The result that begins `text`, which is folded and has no blank before it. Words that are no result of a known form
/// are none; see [`LabValue::Text`].
pub(super) fn read_value(text: &str) -> Option<ReadValue> {
    let found = |value, end, mended| Some(ReadValue { value, end, mended });
    let titre = pattern!(r"^(<=|>=|[<>≤≥])?\s*1\s*:\s*([0-9]{1,6})(?:[^0-9]|$)")?;
    if let Some(captures) = titre.captures(text) {
        let dilution = captures.get(2)?;
        let comparator = captures.get(1).and_then(|m| comparator(m.as_str()));
        return found(
            LabValue::Titre { dilution: dilution.as_str().parse().ok()?, comparator },
            dilution.end(),
            false,
        );
    }
    let span = pattern!(r"^([0-9]+(?:\.[0-9]+)?)\s*[-~]\s*([0-9]+(?:\.[0-9]+)?)(?:$|[^0-9.])")?;
    if let Some(captures) = span.captures(text) {
        let (low, high) = (captures.get(1)?, captures.get(2)?);
        let (low, end, high) = (number(low.as_str())?.0, high.end(), number(high.as_str())?.0);
        return found(LabValue::Span { low, high }, end, false);
    }
    let graded = pattern!(r"^[1-4]\+(?:$|[^0-9])")?;
    if !graded.is_match(text)
        && let Some(value) = numeric(text)
    {
        return Some(value);
    }
    let (verdict, end) = qualitative(text)?;
    // The number may stand behind its word: 阴性(0.02), Non-reactive 0.21.
    let behind = pattern!(
        r"(?i)^\s*[(,:/]?\s*(?:S/CO|COI|index|ratio|value|定量|数值|结果)?\s*[:=]?\s*(?P<op><=|>=|[<>≤≥])?\s*(?P<number>[0-9]+\.[0-9]+|[0-9]{2,})\s*(?:S/CO|COI|[a-zμ]{0,4}(?:IU|U|g|mol)/m?L)?\s*\)?\s*$"
    )?;
    let is_word = text.get(..end).is_some_and(|word| word.chars().any(char::is_alphabetic));
    if let Some(captures) = text.get(end..).and_then(|rest| behind.captures(rest)).filter(|_| is_word)
        && verdict.grade.is_none()
        && let Some((value, mended)) = captures.name("number").and_then(|m| number(m.as_str()))
    {
        let comparator = captures.name("op").and_then(|m| comparator(m.as_str()));
        let value = LabValue::Number { number: value, comparator, verdict: Some(verdict) };
        return found(value, text.trim_end().len(), mended);
    }
    let mended = text.get(..end).is_some_and(has_numeral);
    found(LabValue::Qualitative(verdict), end, mended)
}

/// Whether a sign of a result was read as the Chinese numeral or letter that looks like it, which is never a result: `(一)` for `(-)`,
/// `十` for `+`, `土` for `±`.
pub(super) fn has_numeral(sign: &str) -> bool {
    sign.contains(['一', '二', '十', '士', '土'])
}

/// A number with its comparator and what is said beside it.
fn numeric(text: &str) -> Option<ReadValue> {
    let form = pattern!(concat!(
        r"^(?P<op><=|>=|=<|=>|[<>≤≥]|小于|大于)?\s*(?P<sign>-)?",
        r"(?P<number>(?:[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}\b|[0-9OolI|]+(?:,[0-9]{3})+|[0-9OolI|]+)(?:\s?[.。·]\s?[0-9OolI|]+|,[0-9]{1,2})?)",
        r"(?P<power>\s*(?:E\+?(?P<e>[0-9]{1,2})|[×xX*]\s*10\s*\^?\s*(?P<ten>[0-9]{1,2})(?P<unit>\s*/)?))?"
    ))?;
    let captures = form.captures(text)?;
    let digits = captures.name("number")?;
    let (mut value, mended) = number(digits.as_str())?;
    let mut end = digits.end();
    // A power of ten before a slash is the unit's: 3.5×10^9/L.
    let power = captures.name("e").or(captures.name("ten").filter(|_| captures.name("unit").is_none()));
    if let Some(power) = power {
        let exponent: u32 = power.as_str().parse().ok()?;
        value = Decimal::TEN.powi_checked(exponent).and_then(|factor| value.checked_mul(factor))?;
        end = power.end();
    }
    if captures.name("sign").is_some() {
        value = -value;
    }
    let rest = text.get(end..)?;
    let gap = rest.len() - rest.trim_start().len();
    let beside = rest.trim_start().trim_start_matches('(');
    let opened = rest.trim_start().len() - beside.len();
    // A bare sign is the flag of a column beside it; in brackets it is a verdict.
    let signed = pattern!(r"(?i)^(?:\([-+]\)|[-+]{1,4}\s*\(?\s*(?:阴|阳|弱|neg|pos|non|react))")
        .is_some_and(|form| form.is_match(rest.trim_start()));
    let verdict = qualitative(if signed { rest.trim_start() } else { beside })
        .filter(|_| signed || !beside.starts_with(['+', '-', '±']));
    let opened = if signed { 0 } else { opened };
    if let Some((_, length)) = verdict {
        end += gap + opened + length;
        end += usize::from(opened > 0 && text.get(end..).is_some_and(|rest| rest.starts_with(')')));
    }
    let comparator = captures.name("op").and_then(|m| comparator(m.as_str()));
    let verdict = verdict.map(|(verdict, _)| verdict);
    Some(ReadValue { value: LabValue::Number { number: value, comparator, verdict }, end, mended })
}

/// Whole powers of a decimal without overflow.
trait PowerOf {
    fn powi_checked(self, exponent: u32) -> Option<Decimal>;
}

impl PowerOf for Decimal {
    fn powi_checked(self, exponent: u32) -> Option<Decimal> {
        (0..exponent).try_fold(Decimal::ONE, |product, _| product.checked_mul(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(text: &str) -> Option<(String, Option<Comparator>, bool)> {
        match read_value(text)? {
            ReadValue { value: LabValue::Number { number, comparator, .. }, mended, .. } => {
                Some((number.to_string(), comparator, mended))
            }
            _ => None,
        }
    }

    #[test]
    fn numbers_keep_their_noughts() {
        for (text, want, mended) in [
            ("2.41", "2.41", false),
            ("11.0", "11.0", false),
            ("5.00 mmol/L", "5.00", false),
            ("1,234", "1234", false),
            ("34,0", "34.0", true),
            ("l37", "137", true),
            ("1O.5", "10.5", true),
            ("5. 6", "5.6", true),
            ("-2.1", "-2.1", false),
            ("2.5E+05", "250000.0", false),
            ("1.2×10^3", "1200.0", false),
            ("12.3×10^9/L", "12.3", false),
        ] {
            assert_eq!(number_of(text), Some((want.to_owned(), None, mended)), "{text}");
        }
        assert_eq!(number_of("<0.5").map(|n| n.1), Some(Some(Comparator::Less)));
        assert_eq!(number_of("≥ 90").map(|n| n.1), Some(Some(Comparator::AtLeast)));
        for text in ["Ol", "IgG", "淡黄色", "O", "-", "- 2.1"] {
            assert_eq!(number_of(text), None, "{text}");
        }
    }

    #[test]
    fn verdicts_and_grades_are_read() {
        for (text, sign, grade) in [
            ("阴性", Sign::Negative, None),
            ("阴性(-)", Sign::Negative, None),
            ("(-)", Sign::Negative, None),
            ("阴性 -", Sign::Negative, None),
            ("弱阳性", Sign::Borderline, None),
            ("±", Sign::Borderline, None),
            ("阳性(1+)", Sign::Positive, Some(1)),
            ("阳性", Sign::Positive, None),
            ("++", Sign::Positive, Some(2)),
            ("2+", Sign::Positive, Some(2)),
            ("+3", Sign::Positive, Some(3)),
            ("Negative", Sign::Negative, None),
            ("Non-reactive", Sign::Negative, None),
            ("Reactive", Sign::Positive, None),
        ] {
            let found = read_value(text).map(|read| read.value);
            assert_eq!(found, Some(LabValue::Qualitative(Qualitative { sign, grade })), "{text}");
        }
    }

    #[test]
    fn a_dash_behind_a_blank_is_no_part_of_a_verdict() {
        for (text, want) in
            [("阴性(-)", "阴性(-)"), ("阴性-", "阴性-"), ("阴性 -", "阴性"), ("阳性 (+)", "阳性 (+)")]
        {
            assert_eq!(read_value(text).map(|read| &text[..read.end]), Some(want), "{text}");
        }
    }

    #[test]
    fn other_forms_are_told_apart() {
        assert_eq!(
            read_value("1:80").map(|read| read.value),
            Some(LabValue::Titre { dilution: 80, comparator: None })
        );
        let span = LabValue::Span { low: 3.into(), high: 5.into() };
        assert_eq!(read_value("3-5/HP").map(|read| read.value), Some(span));
        let Some(LabValue::Number { verdict, .. }) = read_value("0.05 (阴性)").map(|read| read.value)
        else {
            panic!("no number")
        };
        assert_eq!(verdict.map(|v| v.sign), Some(Sign::Negative));
        for (text, sign) in [
            ("阴性(0.02)", Sign::Negative),
            ("Reactive 5.21 S/CO", Sign::Positive),
            ("0.05(-)", Sign::Negative),
        ] {
            let Some(LabValue::Number { verdict, .. }) = read_value(text).map(|read| read.value) else {
                panic!("no number in {text}")
            };
            assert_eq!(verdict.map(|v| v.sign), Some(sign), "{text}");
        }
        assert_eq!(read_value("淡黄色"), None);
    }
}
