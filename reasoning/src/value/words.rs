//! Numbers in English words.

use rust_decimal::Decimal;

use super::glyphs::Glyphs;
use super::numeral::{Form, NumberAt};

/// The most words of one number: `nine hundred and ninety-nine billion ...` down to the units has 24.
const MOST_WORDS: usize = 28;

fn small(word: &str) -> Option<u32> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    UNITS.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok())
}

fn tens(word: &str) -> Option<u32> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    TENS.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok()).map(|at| (at + 2) * 10)
}

/// The worth of a scale word, for words and behind figures (`1.2 million`).
pub(crate) fn scale(word: &str) -> Option<u64> {
    Some(match word {
        "thousand" => 1000,
        "million" | "mn" => 1_000_000,
        "billion" | "bn" => 1_000_000_000,
        // Indian sums are told so.
        "lakh" | "lakhs" | "lac" | "lacs" => 100_000,
        "crore" | "crores" => 10_000_000,
        _ => return None,
    })
}

/// A number in words at `at`: `One Hundred and Twenty-five Thousand`.
pub(crate) fn words_at(glyphs: &Glyphs, at: usize) -> Option<NumberAt> {
    if glyphs.inside_word(at) {
        return None;
    }
    let (mut total, mut section) = (Decimal::ZERO, Decimal::ZERO);
    let (mut end, mut next, mut any) = (at, at, false);
    for _ in 0..MOST_WORDS {
        let Some((word, stop)) = glyphs.word(next) else { break };
        if let Some(value) = small(&word).or_else(|| tens(&word)) {
            section = section.checked_add(value.into())?;
        } else if word == "hundred" && any {
            section = section.checked_mul(Decimal::ONE_HUNDRED)?;
        } else if let Some(worth) = scale(&word).filter(|_| any) {
            total = total.checked_add(section.checked_mul(worth.into())?)?;
            section = Decimal::ZERO;
        } else if word != "and" || !any {
            break;
        }
        if word != "and" {
            (end, any) = (stop, true);
        }
        next = if glyphs.one_of(stop, "-,") { stop + 1 } else { stop };
        next = glyphs.skip_spaces(next, 2);
    }
    any.then_some(())?;
    Some(NumberAt { value: total.checked_add(section)?, form: Form::Words, end })
}

/// The first number in words of `text`, with what `and … cents` behind it adds.
pub(crate) fn number_in_words(text: &str) -> Option<Decimal> {
    let glyphs = Glyphs::new(text);
    let number = (0..glyphs.len())
        .find_map(|at| words_at(&glyphs, at).filter(|number| number.value >= Decimal::ONE))?;
    let lower = text.to_ascii_lowercase();
    let behind = lower.get(glyphs.byte(number.end)..).unwrap_or_default();
    let cents = ["cent", "pence", "paise", "sen "].iter().filter_map(|word| behind.find(word)).min();
    let cents = cents.and_then(|at| {
        let said = behind.get(..at)?;
        let said = said.rsplit(" and ").next().unwrap_or(said);
        let glyphs = Glyphs::new(said);
        let of_words = (0..glyphs.len()).find_map(|at| words_at(&glyphs, at)).map(|number| number.value);
        of_words.or_else(|| said.split(|c: char| !c.is_ascii_digit()).find_map(|part| part.parse().ok()))
    });
    let cents = cents.filter(|cents| *cents < Decimal::ONE_HUNDRED).unwrap_or_default();
    number.value.checked_add(cents.checked_div(Decimal::ONE_HUNDRED)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_as_numbers() {
        for (text, expected) in [
            ("one", Some(1)),
            ("Thirty", Some(30)),
            ("ninety-nine", Some(99)),
            ("One Hundred and Five", Some(105)),
            ("one hundred twenty-five thousand", Some(125_000)),
            ("Two Million Three Hundred Thousand and One", Some(2_300_001)),
            ("hundred", None),
            ("stone", None),
            ("and", None),
        ] {
            let value = words_at(&Glyphs::new(text), 0).map(|number| number.value);
            assert_eq!(value, expected.map(Decimal::from), "{text}");
        }
        for (text, expected) in [
            ("Ghana Cedis Fifty Thousand only", "50000"),
            ("Two thousand and sixty-one dollars and forty cents", "2061.4"),
            ("Rupees Thirty Five Thousand One Hundred and Paise 50 only", "35100"),
        ] {
            let value = number_in_words(text).map(|value| value.normalize().to_string());
            assert_eq!(value.as_deref(), Some(expected), "{text}");
        }
        let dollars = Glyphs::new("five and dime");
        assert_eq!(words_at(&dollars, 0).map(|number| number.end), Some(4));
    }
}
