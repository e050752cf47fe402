//! Ranges that are those of the other sex or of other ages: M23.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{ages, measured, printed, sex_words, sexes};
use super::result::{dictionary, known};
use crate::rules::{Case, Draft, Verdict};
use crate::value::Sex;
use crate::{Analyte, LabItem, Limit, ReferenceRange};

/// What is usual for men and women.
#[derive(Deserialize, Default)]
struct BySex {
    analyte: String,
    male: Vec<(Limit, Limit)>,
    female: Vec<(Limit, Limit)>,
}

/// What is usual for adults and wrong for a child.
#[derive(Deserialize, Default)]
struct OfAdults {
    analyte: String,
    ranges: Vec<(Limit, Limit)>,
}

/// The ends of a printed range in the analyte's usual unit, where it is an interval.
type Ends = (Option<Decimal>, Option<Decimal>);

fn ends(item: &LabItem, analyte: &Analyte) -> Option<Ends> {
    let ReferenceRange::Interval(interval) = item.range.as_ref()?.value else { return None };
    let unit = item.unit.as_ref().map(|unit| unit.value.as_str());
    let usual = |limit: Decimal| match (unit, analyte.units.first()) {
        (Some(unit), Some(usual)) => measured(limit, unit, usual, item, analyte),
        _ => Some(limit),
    };
    Some((interval.low.and_then(usual), interval.high.and_then(usual)))
}

/// Whether a range is one of those `known`, within a share of each end.
fn is_one_of(ends: Ends, known: &[(Limit, Limit)], tolerance: Decimal) -> bool {
    let near = |found: Decimal, limit: Decimal| (found - limit).abs() <= limit.abs() * tolerance;
    known.iter().any(|(low, high)| match ends {
        (Some(a), Some(b)) => near(a, low.0) && near(b, high.0),
        (None, Some(b)) => near(b, high.0),
        _ => false,
    })
}

/// Whether a range has nothing in common with any of those known: that of children for an adult. One that begins beyond the first third of
/// each and goes twice as far has little enough, and one that ends in the lower half.
fn is_apart(ends: Ends, known: &[(Limit, Limit)]) -> bool {
    let (Some(low), Some(high)) = ends else { return false };
    low < high
        && !known.is_empty()
        && (known.iter().all(|(from, to)| {
            high <= from.0 + (to.0 - from.0) / SLIGHTLY || low >= to.0 - (to.0 - from.0) / SLIGHTLY
        }) || known.iter().all(|(from, to)| {
            low >= from.0 + (to.0 - from.0) / Decimal::from(3) && high >= to.0 * Decimal::TWO
        }) || known.iter().all(|(from, to)| low <= from.0 && high <= (from.0 + to.0) / Decimal::TWO)
            // Of a small body it begins at half and ends below.
            || low > Decimal::ZERO && known.iter().all(|(from, to)| low <= from.0 * HALF && high <= to.0 * NEARLY))
}

/// The share of an adult's lower limit from which a child's begins at most, and of the upper one at which it ends.
const HALF: Decimal = Decimal::from_parts(55, 0, 0, false, 2);
const NEARLY: Decimal = Decimal::from_parts(92, 0, 0, false, 2);

/// The part of a range that another may share with it and still be none like it.
const SLIGHTLY: Decimal = Decimal::TEN;

/// M23: the range is that of the other sex, or an adult's for a child.
pub(super) fn range_for_sex(case: &Case<'_>) -> Verdict {
    let tables: Vec<BySex> = case.rule.parameter("ranges");
    let tolerance = case.rule.number("tolerance").unwrap_or(Decimal::ZERO);
    let adult = case.rule.number("adult").unwrap_or(Decimal::ZERO);
    if ages(case).next().is_some_and(|(_, age)| age.value.years() < adult) {
        return range_for_child(case, tolerance);
    }
    let Some((sex_fact, sex)) = sexes(case).next() else { return Verdict::lacks("patient_sex") };
    let analytes = dictionary();
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, item, analyte) in known(case, &analytes) {
        let Some(table) = tables.iter().find(|table| table.analyte == analyte.id) else { continue };
        let (Some(range), Some(ends)) = (&item.range, ends(item, analyte)) else { continue };
        let (own, other) = match sex.value {
            Sex::Male => (&table.male, &table.female),
            Sex::Female => (&table.female, &table.male),
        };
        seen = true;
        // A limit alone is that of many houses for both: <40.
        if range.value.interval_for(None, None).is_some_and(|interval| interval.low.is_none()) {
            continue;
        }
        let is_others = is_one_of(ends, other, tolerance) && !is_one_of(ends, own, tolerance);
        if is_others || is_apart(ends, own) && is_apart(ends, other) {
            let usual = own.iter().map(|(low, high)| format!("{}-{}", low.0, high.0)).collect::<Vec<_>>();
            let draft = Draft::new().about(fact, range.evidence).against(sex_fact, sex.evidence);
            let draft = draft.with("item", &*item.name.value).with_words("sex", sex_words(sex.value));
            let draft = draft.found(printed(case, range)).expected(usual.join(" / "));
            drafts.push(if is_others { draft } else { draft.way("nobody") });
        }
    }
    Verdict::of(seen, "lab.range", drafts)
}

/// M23 for a child: the range is one of adults that no child of this age has.
fn range_for_child(case: &Case<'_>, tolerance: Decimal) -> Verdict {
    let tables: Vec<OfAdults> = case.rule.parameter("of_adults");
    let years: Vec<Limit> = case.rule.parameter("child");
    let (Some((age_fact, age)), [from, below]) = (ages(case).next(), years.as_slice()) else {
        return Verdict::lacks("lab.range.child");
    };
    let of_age = age.value.years() >= from.0 && age.value.years() < below.0;
    let analytes = dictionary();
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, item, analyte) in known(case, &analytes).into_iter().filter(|_| of_age) {
        let Some(table) = tables.iter().find(|table| table.analyte == analyte.id) else { continue };
        // An end alone may be anybody's.
        let Some((range, ends @ (Some(_), Some(_)))) = item.range.as_ref().zip(ends(item, analyte)) else {
            continue;
        };
        seen = true;
        if is_one_of(ends, &table.ranges, tolerance) {
            let draft = Draft::new().way("child").about(fact, range.evidence).against(age_fact, age.evidence);
            let draft = draft.with("item", &*item.name.value).found(printed(case, range));
            drafts.push(draft.with("age", age.value.years().floor().to_string()));
        }
    }
    Verdict::of(seen, "lab.range.child", drafts)
}
