//! Dates in figures whose first two numbers may both be the month: which of them is, as the document's other dates and words
//! tell.

use crate::pattern::pattern;
use crate::value::{WrittenDate, find_dates};
use crate::{Body, Fact, MedicalFact, View};

/// Which number stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Day,
    Month,
}

/// Reads the ambiguous dates among the medical `facts` as the document writes its dates; where nothing tells how, they stay as they are.
pub(crate) fn settle(view: &View, facts: &mut [Fact]) {
    let mut dates = facts.iter_mut().filter_map(|fact| match &mut fact.body {
        Body::Medical(fact) => date_of(fact),
        _ => None,
    });
    let Some(first) = dates.by_ref().find(|date| date.is_ambiguous()) else { return };
    let Some(order) = order(view) else { return };
    for date in std::iter::once(first).chain(dates) {
        let Some(other) = date.otherwise.take() else { continue };
        if order == First::Day {
            (date.year, date.month, date.day) = (Some(other.year()), Some(other.month()), Some(other.day()));
        }
    }
}

fn date_of(fact: &mut MedicalFact) -> Option<&mut WrittenDate> {
    match fact {
        MedicalFact::PatientBirth { date } | MedicalFact::Event { date, .. } => Some(&mut date.value),
        MedicalFact::Procedure { date, .. } => date.as_mut().map(|date| &mut date.value),
        _ => None,
    }
}

/// The order of the document: by its dates of which one number can be no month, failing them by the words that the British and the
/// Americans spell apart, of which the more numerous count.
fn order(view: &View) -> Option<First> {
    let (mut day, mut month) = (0_usize, 0_usize);
    let (mut british, mut american) = (0_usize, 0_usize);
    let pair = pattern!(r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}")?;
    let uk = pattern!(
        r"(?i)haem[ao]|anaem|anaesth|oedema|oesoph|paediatr|diarrhoea|orthopaed|gynaecol|tumour|litre|theatre|\bNHS\b|\bMedicare\b|\bUR\b|[a-z]isation\b|\bA&E\b|\bGP\b|\bIP No|\bIPD\b|\bUHID\b|\bRs\.?\s?[0-9]|\bQDS\b|\bTDS\b|\bBD\b|\bOD\b"
    )?;
    let us = pattern!(
        r"(?i)\bhemo|hemat|\banem|anesthe|\bedema|esophag|pediatr|diarrhea|orthoped|gynecol|\btumor|\by\.?o\.?\b|,\s?MD\b|\bZIP\b|\bER\b|\bSSN\b"
    )?;
    for passage in view.passages() {
        let text = passage.folded();
        for found in find_dates(text) {
            let Some(numbers) = text.get(found.range.clone()).and_then(|text| pair.captures(text)) else {
                continue;
            };
            let number = |group: usize| numbers.get(group).and_then(|m| m.as_str().parse::<u8>().ok());
            day += usize::from(number(1).is_some_and(|first| first > LAST_MONTH));
            month += usize::from(number(2).is_some_and(|second| second > LAST_MONTH));
        }
        british += uk.find_iter(text).count();
        american += us.find_iter(text).count();
    }
    match (day, month) {
        (0, 0) if british > american => Some(First::Day),
        (0, 0) if american > british => Some(First::Month),
        (1.., 0) => Some(First::Day),
        (0, 1..) => Some(First::Month),
        _ => None,
    }
}

/// No month has a greater number.
const LAST_MONTH: u8 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_the_document_writes_them() {
        for (text, want) in [
            ("DOB: 14/03/1951 Admitted: 02/05/2024", Some(First::Day)),
            ("DOB: 03/14/1951 Admitted: 05/02/2024", Some(First::Month)),
            ("Admitted: 02/05/2024 under the paediatric team", Some(First::Day)),
            ("Admitted: 02/05/2024, 44 y.o. woman", Some(First::Month)),
            ("Admitted: 02/05/2024", None),
            ("14/03/1951 and 03/14/1951", None),
        ] {
            assert_eq!(order(&View::of_text(text)), want, "{text}");
        }
    }
}
