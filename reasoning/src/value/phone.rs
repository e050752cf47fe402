//! Telephone numbers of China, and international ones with a plus sign.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::glyphs::Glyphs;

/// What kind of line a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// Eleven digits that begin with 13 to 19.
    Mobile,
    /// An area code and seven or eight digits.
    Landline,
    /// 400 and 800 numbers.
    Service,
    /// With `+` and the code of a country other than China.
    International,
}

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Phone {
    /// Digits without spaces and hyphens, country code 86 left out; masked places are `*`.
    pub digits: String,
    /// What kind of line.
    pub kind: PhoneKind,
}

/// The most digits of an international number (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// Digits at `at` with single hyphens, spaces and brackets between.
fn digits_at(glyphs: &Glyphs, at: usize) -> (String, usize) {
    let (mut digits, mut end, mut next) = (String::new(), at, at);
    while digits.len() <= MOST_DIGITS {
        match glyphs.get(next) {
            Some(char) if char.is_ascii_digit() || (char == '*' && digits.len() >= 3) => {
                digits.push(char);
                next += 1;
                end = next;
            }
            Some('-' | ' ' | '(' | ')') if next == end && !digits.is_empty() => next += 1,
            _ => break,
        }
    }
    (digits, end)
}

fn kind(digits: &str, plus: bool) -> Option<(PhoneKind, usize)> {
    let bare = digits.strip_prefix("86").filter(|rest| plus || rest.len() == 11).unwrap_or(digits);
    let cut = digits.len() - bare.len();
    let mobile =
        bare.len() == 11 && bare.starts_with('1') && bare[1..2].contains(['3', '4', '5', '6', '7', '8', '9']);
    if mobile && !(plus && cut == 0) {
        return Some((PhoneKind::Mobile, cut));
    }
    if plus && cut == 0 {
        return (digits.len() >= 7).then_some((PhoneKind::International, 0));
    }
    let area = (bare.starts_with('0') || cut > 0) && (10..=12).contains(&bare.len());
    if area && !bare.starts_with("00") {
        return Some((PhoneKind::Landline, cut));
    }
    let service = bare.len() == 10 && (bare.starts_with("400") || bare.starts_with("800"));
    service.then_some((PhoneKind::Service, cut))
}

/// All telephone numbers of `text`, from left to right.
///
/// ```
/// use reasoning::value::find_phones;
/// let found = find_phones("电话：010-6550 1234，手机13800138000，身份证号11010519491231002X");
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[0].value.digits, "01065501234");
/// ```
pub fn find_phones(text: &str) -> Vec<Found<Phone>> {
    let glyphs = Glyphs::new(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < glyphs.len() {
        let plus = glyphs.is(at, '+');
        let bracket = glyphs.is(at, '(') && glyphs.is(at + 1, '0');
        let start = at + usize::from(plus || bracket);
        let begins = glyphs.get(start).is_some_and(|char| char.is_ascii_digit());
        if !begins
            || glyphs.before(at).is_some_and(|char| char.is_ascii_alphanumeric() || ".,*¥$".contains(char))
        {
            at += 1;
            continue;
        }
        let (digits, end) = digits_at(&glyphs, start);
        let alone =
            !glyphs.get(end).is_some_and(|char| char.is_ascii_alphanumeric() || "*年月".contains(char));
        match kind(&digits, plus).filter(|_| alone) {
            Some((kind, cut)) => {
                let digits = digits.get(cut..).unwrap_or_default().to_owned();
                found.push(Found::at(text, glyphs.bytes(at..end), Phone { digits, kind }));
                at = end;
            }
            None => at = row_end(&glyphs, start),
        }
    }
    found
}

/// The end of the row of digits at `at`.
fn row_end(glyphs: &Glyphs, at: usize) -> usize {
    let mut end = at + 1;
    while glyphs.get(end).is_some_and(|char| char.is_ascii_digit()) {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_in_all_hands() {
        use PhoneKind::{International, Landline, Mobile, Service};
        for (text, digits, kind) in [
            ("13800138000", "13800138000", Mobile),
            ("138 0013 8000", "13800138000", Mobile),
            ("138-0013-8000", "13800138000", Mobile),
            ("+86 138 0013 8000", "13800138000", Mobile),
            ("８６１３８００１３８０００", "13800138000", Mobile),
            ("138****8000", "138****8000", Mobile),
            ("010-65501234", "01065501234", Landline),
            ("(010)65501234", "01065501234", Landline),
            ("0755-26001234", "075526001234", Landline),
            ("0573 8265123", "05738265123", Landline),
            ("400-820-8820", "4008208820", Service),
            ("+1 650 555 0100", "16505550100", International),
        ] {
            let found = find_phones(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].value.digits.as_str(), found[0].value.kind), (digits, kind), "{text}");
        }
    }

    #[test]
    fn what_is_no_phone() {
        for text in [
            "12345",
            "11010519491231002X",
            "¥13800138000",
            "2018年",
            "622202100100000001",
            "1.13800138000",
            "+",
        ] {
            assert!(find_phones(text).is_empty(), "{text}");
        }
        let _ = find_phones(&"1-".repeat(4000));
    }
}
