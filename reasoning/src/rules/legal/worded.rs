//! Sums in words that stand apart from their figures: part of L11.

use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Form, find_numbers, number_in_words};

/// Sums in figures with the same in words in the bracket behind, whatever they are counted in: `GH¢ 50,000.00 (Fifty Thousand
/// Ghana Cedis)`. Whether any was seen, and those that differ.
pub(super) fn in_brackets(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let form = pattern!(
        r"(?P<figures>\d{1,3}(?:,\d{2,3})+(?:\.\d{2})?|\d{3,9}\.\d{2})(?:/[-=])?(?: (?:per|a|each) \w+| monthly| yearly| for (?:the |each )?[a-z ]{3,30})?\s*\((?P<words>[A-Za-z][A-Za-z ,/&.-]{5,160})\)"
    );
    let (mut seen, mut drafts) = (false, Vec::new());
    for captures in form.iter().flat_map(|form| form.captures_iter(matter.text())) {
        let (Some(figures), Some(words)) = (captures.name("figures"), captures.name("words")) else {
            continue;
        };
        let Some(said) = number_in_words(words.as_str()).filter(|said| *said >= Decimal::ONE_HUNDRED) else {
            continue;
        };
        let Ok(value) = figures.as_str().replace(',', "").parse::<Decimal>() else { continue };
        seen = true;
        if !agree(said, value) {
            let draft = Draft::new().about_text(matter, words.range()).against_text(matter, figures.range());
            drafts.push(draft.found(words.as_str()).expected(figures.as_str()));
        }
    }
    (seen, drafts)
}

/// Numbers in words with other figures in the bracket behind: `for three (5) years`.
pub(super) fn counts(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let form = pattern!(
        r"(?i)\b(?P<words>(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?))(?: hundred)? \((?P<figures>\d{1,3})\)"
    );
    let (mut seen, mut drafts) = (false, Vec::new());
    for found in form.iter().flat_map(|form| form.captures_iter(matter.text())) {
        let (Some(words), Some(figures)) = (found.name("words"), found.name("figures")) else { continue };
        let Ok(value) = figures.as_str().parse::<Decimal>() else { continue };
        let whole = found.get(0).map_or("", |whole| whole.as_str());
        let Some(said) = number_in_words(words.as_str()).filter(|_| !whole.contains("hundred")) else {
            continue;
        };
        seen = true;
        if said != value {
            let draft = Draft::new().about_text(matter, figures.range()).against_text(matter, words.range());
            drafts.push(draft.found(figures.as_str()).expected(words.as_str()));
        }
    }
    drafts.truncate(1);
    (seen, drafts)
}

/// Whether words mean a sum in figures; hundredths that the words leave out are left out.
fn agree(said: Decimal, value: Decimal) -> bool {
    said == value || said.fract().is_zero() && said == value.trunc()
}

/// On bills: a sum in words or capitals behind its label, with the total in figures somewhere else. Whether one was seen, and
/// how it differs.
pub(super) fn of_bill(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let (mut seen, mut drafts) = (false, Vec::new());
    let numbers = find_numbers(matter.text()).into_iter().filter(|number| number.value.form == Form::Figures);
    let numbers: Vec<Decimal> = numbers.map(|number| number.value.value).collect();
    for (range, said) in sums(matter) {
        if numbers.iter().any(|number| agree(said, *number)) {
            seen = true;
            continue;
        }
        let Some((total, value)) = total(matter) else { continue };
        seen = true;
        // Numbers of lakhs are grouped in another way: 2,95,000.00.
        if agree(said, value) {
            continue;
        }
        let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, total);
        drafts.push(draft.found(matter.flow.printed(range)).expected(value.to_string()));
    }
    drafts.truncate(1);
    (seen, drafts)
}

type Sum = (Range<usize>, Decimal);

/// The sums of a bill that are told in words or capitals.
pub(super) fn sums(matter: &Matter<'_>) -> Vec<Sum> {
    labelled(matter).into_iter().chain(capitals(matter)).collect()
}

/// Sums in English words behind `in words`, `Say`, `Rupees`.
fn labelled(matter: &Matter<'_>) -> Vec<Sum> {
    let form = pattern!(
        r"(?i)(?:\bin words\b|\bwords\s*:|\bsay\b|\bthe sum of\b|\brupees\b|\bamount in writing\b)[^A-Za-z0-9]{0,6}(?P<words>[A-Za-z][A-Za-z ,/&-]{5,160})"
    );
    let read = |captures: regex::Captures<'_>| {
        let words = captures.name("words")?;
        let said = number_in_words(words.as_str()).filter(|said| *said >= Decimal::TEN)?;
        Some((words.range(), said))
    };
    form.iter().flat_map(|form| form.captures_iter(matter.text())).filter_map(read).collect()
}

fn capitals(matter: &Matter<'_>) -> Vec<Sum> {
    // A line of nothing but words tells the total of a bill.
    let line = |sum: &&crate::value::Found<crate::value::Money>| {
        sum.value.form == Form::Words && matter.flow.is_line(sum.range.start)
    };
    let of_words = matter.sums().iter().filter(line);
    let sums = matter.sums().iter().filter(|sum| sum.value.form == Form::Capitals).chain(of_words);
    sums.filter_map(|sum| Some((sum.range.clone(), sum.value.amount()?))).collect()
}

/// The last number behind a word for the total.
fn total(matter: &Matter<'_>) -> Option<Sum> {
    let form = pattern!(
        r"(?i)(?:grand total|total due|amount due|total payable|balance due|\btotal\b|合计|总计|共计|小写|应收|应付|实收|应结|总额|金额)[^0-9]{0,60}?(?P<sum>[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]{1,2})?|[0-9]{1,9}\.[0-9]{1,2})"
    )?;
    let told = form.captures_iter(matter.text()).last().and_then(|last| {
        let last = last.name("sum")?;
        Some((last.range(), last.as_str().replace(',', "").parse().ok()?))
    });
    // Without a word for it, the total is the largest sum to the cent.
    told.or_else(|| {
        let cents = find_numbers(matter.text()).into_iter().filter(|number| number.value.value.scale() == 2);
        cents.max_by_key(|number| number.value.value).map(|number| (number.range, number.value.value))
    })
}
