//! Numbers of bank cards.

use super::Found;
use crate::pattern::pattern;

/// The number of a bank card whose check digit fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankCard {
    /// Its digits, without blanks.
    pub number: String,
}

/// The numbers of bank cards in a text, with bytes: 16 to 19 digits, in one or in groups of four, of an issuer that gives out
/// payment cards (ISO/IEC 7812: first digit 3 to 6), whose last digit fits by Luhn's formula.
///
/// ```
/// use reasoning::value::find_bank_cards;
/// let found = find_bank_cards("收款账号：6222 0212 3456 7894，开户行略");
/// assert_eq!(found[0].value.number, "6222021234567894");
/// assert!(find_bank_cards("样本号 6222021234567895").is_empty());
/// ```
pub fn find_bank_cards(text: &str) -> Vec<Found<BankCard>> {
    let form = pattern!(
        r"(?:^|[^0-9A-Za-z])(?P<number>[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?|[3-6][0-9]{15,18})(?:[^0-9A-Za-z]|$)"
    );
    let found = form.iter().flat_map(|form| form.captures_iter(text)).filter_map(|captures| {
        let printed = captures.name("number")?;
        let number: String = printed.as_str().chars().filter(char::is_ascii_digit).collect();
        fits(&number).then(|| Found::at(text, printed.range(), BankCard { number }))
    });
    found.collect()
}

/// Luhn's formula (ISO/IEC 7812-1, annex B): from the right every second digit counts twice, its digits added.
fn fits(number: &str) -> bool {
    let sum: u32 = number
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_tell_cards_from_other_numbers() {
        let digits = "622202123456789";
        let valid: Vec<u32> = (0..10).filter(|last| fits(&format!("{digits}{last}"))).collect();
        assert_eq!(valid.len(), 1);
        let number = format!("{digits}{}", valid[0]);
        assert_eq!(find_bank_cards(&format!("卡号{number}。")).len(), 1);
        assert!(find_bank_cards(&format!("{number}1")).iter().all(|card| card.value.number != number));
        assert!(find_bank_cards("2024 0305 0012 3456").is_empty());
    }
}
