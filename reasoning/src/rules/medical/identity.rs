//! Resident identity numbers: M05 and M06.

use jiff::civil;
use rust_decimal::Decimal;

use super::ask::{ages, all_events, births, identifiers, printed, sex_words, sexes};
use super::person::{TOLD_AT, label, resident_ids, years_between};
use crate::rules::{Bilingual, Case, Draft, Verdict};
use crate::value::ResidentId;
use crate::{Fact, IdentifierKind, Stated};

/// M05: the resident identity number tells another sex or date of birth.
pub(super) fn identity_agrees(case: &Case<'_>) -> Verdict {
    let ids = resident_ids(case);
    if ids.is_empty() {
        return Verdict::lacks("identifier.resident_id");
    }
    let (mut drafts, mut compared) = (Vec::new(), false);
    for (fact, number, id) in &ids {
        if let (Some((sex_fact, sex)), Some(told)) = (sexes(case).next(), id.sex) {
            compared = true;
            if sex.value != told {
                let draft =
                    Draft::new().way("sex").about(fact, number.evidence).against(sex_fact, sex.evidence);
                let draft = draft.found(&*number.value).expected(printed(case, sex));
                drafts.push(
                    draft.with_words("told", sex_words(told)).with_words("stated", sex_words(sex.value)),
                );
            }
        }
        let birth = births(case).find_map(|(fact, birth)| Some((fact, birth, birth.value.civil()?)));
        if let (Some((birth_fact, birth, day)), Some(told)) = (birth, id.birth) {
            compared = true;
            if day != told {
                let draft = Draft::new().about(fact, number.evidence).against(birth_fact, birth.evidence);
                let draft = draft.found(&*number.value).expected(printed(case, birth));
                drafts.push(draft.with("told", told.to_string()));
            }
        }
    }
    if drafts.is_empty() && births(case).next().is_none() {
        drafts.extend(born_at_other_age(case, &ids));
    }
    Verdict::of(compared || !drafts.is_empty(), "patient_birth|patient_sex", drafts)
}

/// A number that tells a birth which no age stated fits, where no date of birth is stated.
fn born_at_other_age(case: &Case<'_>, ids: &[(&Fact, &Stated<String>, ResidentId)]) -> Option<Draft> {
    let (age_fact, age) = ages(case).next()?;
    let (fact, number, id) = ids.first()?;
    let birth = id.birth?;
    let mut days = all_events(case).filter(|(_, kind, _)| TOLD_AT.contains(kind));
    let own = super::past::day_above(case, age.evidence).map(|(_, day)| day);
    let day = own.or_else(|| days.find_map(|(_, _, date)| date.value.civil()))?;
    let apart = (age.value.years() - years_between(birth, day)).abs();
    let draft = Draft::new().about(fact, number.evidence).against(age_fact, age.evidence);
    let draft = draft.found(&*number.value).expected(printed(case, age)).with("told", birth.to_string());
    (birth <= day && apart >= Decimal::TWO).then_some(draft)
}

/// M06: the check digit of the resident identity number is wrong.
pub(super) fn identity_checksum(case: &Case<'_>) -> Verdict {
    let numbers: Vec<_> =
        identifiers(case).filter(|(_, kind, _)| *kind == IdentifierKind::ResidentId).collect();
    let whole = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, _, number) in numbers.iter().filter(|(_, _, number)| whole(&number.value)) {
        let parsed = ResidentId::parse(&number.value);
        // A number of another form may be that of another document, unless its label says what it is.
        let Some(id) = parsed else {
            let label = label(case, fact);
            let reason = if lost_digits(&label, &number.value) {
                Bilingual::new("位数不是 18 位", "it has not 18 digits")
            } else if has_letters(&label, &number.value) {
                Bilingual::new("数字中有字母", "letters stand among its digits")
            } else {
                continue;
            };
            seen = true;
            let draft = Draft::new().about(fact, number.evidence).found(&*number.value);
            drafts.push(draft.with_words("reason", reason).with("kind", "length"));
            continue;
        };
        seen = true;
        let impossible = id.birth.is_none();
        if id.checked == Some(false) || impossible {
            let way = if impossible { "birth" } else { "digit" };
            let reason = if impossible {
                Bilingual::new("其中的出生日期不存在", "its date of birth does not exist")
            } else {
                Bilingual::new("末位校验码不符", "its check digit does not fit")
            };
            let draft = Draft::new().about(fact, number.evidence).found(&*number.value);
            drafts.push(draft.with_words("reason", reason).with("kind", way));
        }
    }
    Verdict::of(seen, "identifier.resident_id", drafts)
}

/// Whether a number that its label calls a resident identity number has a digit too few or too many: it begins like one, with
/// a region and a year of birth.
fn lost_digits(label: &str, number: &str) -> bool {
    // Of papers of other kinds none has a day of birth in its midst.
    let is_born = || {
        let day = number.get(6..14).filter(|day| day.chars().all(|c| c.is_ascii_digit()));
        let at = |range: std::ops::Range<usize>| day?.get(range)?.parse::<i16>().ok();
        let date = at(0..4).zip(at(4..6)).zip(at(6..8));
        date.is_some_and(|((year, month), day)| {
            let month = i8::try_from(month).unwrap_or_default();
            (1900..2100).contains(&year)
                && civil::Date::new(year, month, i8::try_from(day).unwrap_or_default()).is_ok()
        })
    };
    let is_so_called =
        ["身份证", "公民身份"].iter().any(|word| label.contains(word)) || label.contains("证件") && is_born();
    let digits = number.trim_end_matches(['X', 'x']);
    let near = NEARLY_WHOLE.contains(&number.len()) && number.len() != ID_DIGITS;
    let year = |at: usize| number.get(at..at + 2).is_some_and(|century| matches!(century, "19" | "20"));
    is_so_called && near && digits.chars().all(|c| c.is_ascii_digit()) && (4..=7).any(year)
}

/// Whether a number that its label calls a resident identity number has letters where its digits should stand, such as look like
/// them: O for 0.
fn has_letters(label: &str, number: &str) -> bool {
    let digits: String = number
        .chars()
        .map(|c| match c.to_ascii_uppercase() {
            'O' | 'Q' | 'D' => '0',
            'I' | 'L' => '1',
            'Z' => '2',
            'S' => '5',
            'G' => '6',
            'B' => '8',
            other => other,
        })
        .collect();
    let is_so_called = ["身份证", "公民身份"].iter().any(|word| label.contains(word));
    is_so_called
        && digits != number.to_ascii_uppercase()
        && ResidentId::parse(&digits).is_some_and(|id| id.birth.is_some())
}

/// Letters of a resident identity number (GB 11643), and of one that has lost or won some.
const ID_DIGITS: usize = 18;
const NEARLY_WHOLE: std::ops::RangeInclusive<usize> = 16..=20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_lost_a_digit() {
        assert!(
            lost_digits("身份证号", "44019919920605973")
                && lost_digits("公民身份号码", "4401991990605011973")
        );
        assert!(
            !lost_digits("身份证号", "440199199206059731") && !lost_digits("证件号", "44019900112233445")
        );
        assert!(lost_digits("证件号码", "4401991992060597312"));
        assert!(!lost_digits("身份证号", "E12345678") && !lost_digits("身份证号", "00112233445566778"));
        assert!(has_letters("身份证号", "4401991968021O8475") && has_letters("身份证", "44019919680210B475"));
        assert!(!has_letters("身份证号", "440199196802108475") && !has_letters("护照", "4401991968021O8475"));
    }
}
