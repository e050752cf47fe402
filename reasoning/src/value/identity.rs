//! Numbers that carry their own check: resident identity numbers and unified social credit codes.

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::glyphs::Glyphs;

/// The sex an identity number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// A resident identity number of 18 characters (GB 11643), as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ResidentId {
    /// 17 digits and a digit or `X`; masked places are `*`.
    pub number: String,
    /// Whether the check character fits; absent where places are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// The day of birth, where its places are readable and there is such a day.
    #[schemars(with = "Option<String>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<civil::Date>,
    /// From the parity of place 17; absent where that is masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
}

/// Weights of places 1 to 17, 2^(18-place) mod 11 (GB 11643).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check character for each remainder (GB 11643).
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl ResidentId {
    /// Reads a number of 18 places; `x` is `X`, masked places are `*` (`×` and `X` inside count as masked).
    ///
    /// ```
    /// use reasoning::value::{ResidentId, Sex};
    /// let id = ResidentId::parse("11010519491231002X").unwrap();
    /// assert_eq!((id.checked, id.sex), (Some(true), Some(Sex::Female)));
    /// assert_eq!(id.birth.unwrap().to_string(), "1949-12-31");
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let places: Vec<char> = text.trim().chars().map(super::fold::half_width).collect();
        if places.len() != 18 {
            return None;
        }
        let mut number = String::with_capacity(18);
        for (place, char) in places.iter().enumerate() {
            number.push(match char {
                '0'..='9' => *char,
                'X' | 'x' if place == 17 => 'X',
                '*' | '×' | 'X' | 'x' => '*',
                _ => return None,
            });
        }
        if !number.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let sex = number[16..17].parse::<u8>().ok();
        let sex = sex.map(|digit| if digit % 2 == 1 { Sex::Male } else { Sex::Female });
        Some(Self { checked: fits(&number), birth: birth(&number), sex, number })
    }
}

fn fits(number: &str) -> Option<bool> {
    let digits: Vec<u32> = number.chars().take(17).map(|char| char.to_digit(10)).collect::<Option<_>>()?;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let last = number.chars().next_back().filter(|last| *last != '*')?;
    Some(CHECKS.get(sum as usize % 11) == Some(&last))
}

fn birth(number: &str) -> Option<civil::Date> {
    let part = |range: std::ops::Range<usize>| number.get(range)?.parse::<i16>().ok();
    let (month, day) = (part(10..12)?, part(12..14)?);
    civil::Date::new(part(6..10)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A unified social credit code of 18 characters (GB 32100), as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CreditCode {
    /// 18 digits and capital letters.
    pub code: String,
    /// Whether the check character fits and every place has a character that may stand there.
    pub checked: bool,
}

/// The characters of a credit code in the order of their worth; I, O, S, V, Z are left out (GB 32100).
const CODE_CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of places 1 to 17, 3^(place-1) mod 31 (GB 32100).
const CODE_WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

impl CreditCode {
    /// Reads a code of 18 digits and letters of either case.
    ///
    /// ```
    /// use reasoning::value::CreditCode;
    /// assert!(CreditCode::parse("91350100M000100Y43").unwrap().checked);
    /// assert!(!CreditCode::parse("91350100M000100Y44").unwrap().checked);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let code: String =
            text.trim().chars().map(|char| super::fold::half_width(char).to_ascii_uppercase()).collect();
        let plain = code.len() == 18 && code.chars().all(|char| char.is_ascii_alphanumeric());
        plain.then(|| Self { checked: code_fits(&code).unwrap_or(false), code })
    }
}

fn code_fits(code: &str) -> Option<bool> {
    let worth = |char: char| CODE_CHARACTERS.find(char).and_then(|at| u32::try_from(at).ok());
    let places: Vec<u32> = code.chars().map(worth).collect::<Option<_>>()?;
    let (last, body) = places.split_last()?;
    let sum: u32 = body.iter().zip(CODE_WEIGHTS).map(|(place, weight)| place * weight).sum();
    // Places 1 and 2 tell the registering department and the kind of body, 3 to 8 the district: digits all.
    let district = code.get(2..8)?.chars().all(|char| char.is_ascii_digit());
    Some(district && (31 - sum % 31) % 31 == *last)
}

/// Runs of 18 characters that stand alone, with their bytes.
fn runs(text: &str, part: impl Fn(char) -> bool) -> Vec<std::ops::Range<usize>> {
    let glyphs = Glyphs::new(text);
    let (mut runs, mut at) = (Vec::new(), 0);
    while at < glyphs.len() {
        let mut end = at;
        while glyphs.get(end).is_some_and(&part) {
            end += 1;
        }
        if end - at == 18 {
            runs.push(glyphs.bytes(at..end));
        }
        at = end.max(at + 1);
    }
    runs
}

/// All resident identity numbers of `text`, fitting or not, from left to right. Eighteen digits whose places 7 to 14
/// are no day, such as account numbers, are none.
pub fn find_resident_ids(text: &str) -> Vec<Found<ResidentId>> {
    let part = |char: char| char.is_ascii_digit() || "Xx*×".contains(char);
    let read = |range: std::ops::Range<usize>| {
        let id = ResidentId::parse(text.get(range.clone())?)?;
        let likely = id.birth.is_some() || id.number.contains('*') || id.checked == Some(true);
        likely.then(|| Found::at(text, range, id))
    };
    runs(text, part).into_iter().filter_map(read).collect()
}

/// All unified social credit codes of `text`, fitting or not, from left to right: runs of 18 capitals and digits that
/// begin with one of the known departments (1, 5, 9, A, N, Y) and are no identity number.
pub fn find_credit_codes(text: &str) -> Vec<Found<CreditCode>> {
    let read = |range: std::ops::Range<usize>| {
        let code = CreditCode::parse(text.get(range.clone())?)?;
        let likely = code.checked || code.code.starts_with(['1', '5', '9', 'A', 'N', 'Y']);
        let person =
            ResidentId::parse(&code.code).is_some_and(|id| id.birth.is_some() && !id.number.contains('*'));
        (likely && (code.checked || !person)).then(|| Found::at(text, range, code))
    };
    runs(text, |char| char.is_ascii_alphanumeric()).into_iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number with the check character that fits, made for tests: the districts have no register behind them.
    fn number(body: &str) -> String {
        let sum: u32 =
            body.chars().zip(WEIGHTS).map(|(char, weight)| char.to_digit(10).unwrap() * weight).sum();
        format!("{body}{}", CHECKS[sum as usize % 11])
    }

    #[test]
    fn checks_of_resident_numbers() {
        // The example of GB 11643 itself, and its kin with one place wrong.
        for (text, fits) in [
            ("11010519491231002X", true),
            ("11010519491231002x", true),
            ("１１０１０５１９４９１２３１００２Ｘ", true),
            ("110105194912310021", false),
            ("11010519491231003X", false),
            ("11010591491231002X", false),
        ] {
            assert_eq!(ResidentId::parse(text).unwrap().checked, Some(fits), "{text}");
        }
        for text in
            ["", "1101051949123100", "11010519491231002XX", "a1010519491231002X", "×10105194912310021"]
        {
            assert!(ResidentId::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn one_wrong_place_or_two_changed_about_never_fit() {
        for serial in 0..200 {
            let good = number(&format!("99010119{:02}0{}15{:03}", serial % 100, serial % 9 + 1, serial));
            assert_eq!(ResidentId::parse(&good).unwrap().checked, Some(true));
            for place in 0..17 {
                let digit = good[place..=place].parse::<u32>().unwrap();
                let mut bad = good.clone();
                bad.replace_range(place..=place, &((digit + 1 + serial % 9) % 10).to_string());
                assert_eq!(bad == good, ResidentId::parse(&bad).unwrap().checked == Some(true), "{bad}");
                let mut swapped: Vec<char> = good.chars().collect();
                swapped.swap(place, (place + 1).min(16));
                let swapped: String = swapped.into_iter().collect();
                assert_eq!(
                    swapped == good,
                    ResidentId::parse(&swapped).unwrap().checked == Some(true),
                    "{swapped}"
                );
            }
        }
    }

    #[test]
    fn masked_numbers_tell_what_they_can() {
        let id = ResidentId::parse("110105********0021").unwrap();
        assert_eq!((id.checked, id.birth, id.sex), (None, None, Some(Sex::Female)));
        let id = ResidentId::parse("110105194912******").unwrap();
        assert_eq!((id.checked, id.birth, id.sex), (None, None, None));
    }

    #[test]
    fn checks_of_credit_codes() {
        for (text, fits) in [
            ("91350100M000100Y43", true),
            ("91350100m000100y43", true),
            ("９１３５０１００Ｍ０００１００Ｙ４３", true),
            ("91350100M000100Y34", false),
            ("91350100M00010OY43", false),
            ("91350010M000100Y43", false),
        ] {
            assert_eq!(CreditCode::parse(text).unwrap().checked, fits, "{text}");
        }
        assert!(CreditCode::parse("91350100M000100Y4").is_none());
    }

    /// A credit code with the check character that fits, made for tests: no register has it.
    fn code(body: &str) -> String {
        let value = |c: char| CODE_CHARACTERS.chars().position(|known| known == c).unwrap();
        let weighted = body.chars().scan(1, |weight, c| {
            let term = value(c) * *weight;
            *weight = *weight * 3 % 31;
            Some(term)
        });
        let check = (31 - weighted.sum::<usize>() % 31) % 31;
        format!("{body}{}", CODE_CHARACTERS.chars().nth(check).unwrap())
    }

    #[test]
    fn made_up_credit_codes_fit_and_no_neighbour_of_theirs_does() {
        assert_eq!(code("91350100M000100Y4"), "91350100M000100Y43");
        let letters: Vec<char> = CODE_CHARACTERS.chars().collect();
        for seed in 0..100_usize {
            let body: String = (0..9).map(|at| letters[(seed * 7 + at * 11) % 31]).collect();
            let good = code(&format!("9199{:04}{body}", seed * 37));
            assert!(CreditCode::parse(&good).unwrap().checked, "{good}");
            for place in 0..17 {
                let mut swapped: Vec<char> = good.chars().collect();
                swapped.swap(place, place + 1);
                let swapped: String = swapped.into_iter().collect();
                assert_eq!(
                    swapped == good,
                    CreditCode::parse(&swapped).unwrap().checked,
                    "{swapped} of {good}"
                );
            }
        }
    }

    #[test]
    fn every_single_slip_in_a_credit_code_shows() {
        let good = "91350100M000100Y43";
        for place in 0..18 {
            for other in CODE_CHARACTERS.chars() {
                let mut bad = good.to_owned();
                bad.replace_range(place..=place, &other.to_string());
                assert_eq!(bad == good, CreditCode::parse(&bad).unwrap().checked, "{bad}");
            }
        }
    }

    #[test]
    fn numbers_are_found_in_text() {
        let text =
            "公民身份号码11010519491231002X，统一社会信用代码91350100M000100Y43，账号622202100100000001";
        let ids = find_resident_ids(text);
        assert_eq!(ids.len(), 1);
        assert_eq!(ids[0].raw, "11010519491231002X");
        let codes = find_credit_codes(text);
        assert_eq!(codes.len(), 1);
        assert!(codes[0].value.checked);
        assert_eq!(find_resident_ids("1".repeat(5000).as_str()).len(), 0);
    }
}
