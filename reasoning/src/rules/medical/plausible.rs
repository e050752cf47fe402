//! Values that cannot be meant: M20.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ask::{labs, measured, short, usual_number};
use super::result::{about_value, dictionary, known, with_range};
use crate::medical::SERIES;
use crate::rules::{Case, Draft, Verdict};
use crate::{Analyte, Analytes, Fact, Flag, LabItem, LabValue, ReferenceRange, Sign};

/// M20: a value that no living patient has, but that would be usual ten, a hundred or a thousand times smaller or larger.
pub(super) fn plausible(case: &Case<'_>) -> Verdict {
    let analytes = dictionary();
    let limit = |name: &str| case.rule.number(name).unwrap_or(Decimal::ZERO);
    let (multiples, wide_multiples) = (limit("multiples"), limit("wide_multiples"));
    let [wide, endless, deep] = ["wide", "endless", "deep"].map(|name| case.rule.words(name));
    let (mut drafts, mut seen) = (Vec::new(), false);
    let alone = alone(case, &endless);
    let decimals = Decimals::of(case);
    let companions: BTreeMap<String, Vec<String>> = case.rule.parameter("companions");
    for (fact, item, analyte) in known(case, &analytes) {
        let Some((low, high)) = analyte.plausible else { continue };
        let Some(number) = usual_number(item, analyte) else { continue };
        seen = true;
        let beyond = number < low.0 || number > high.0;
        let range = item.range.as_ref().and_then(|range| range.value.interval_for(None, None));
        let top = range.and_then(|range| range.high).filter(|top| *top > Decimal::ZERO);
        let stated = item.value.value.number().unwrap_or(number);
        let id = analyte.id.as_str();
        let multiples = if wide.contains(&id) { wide_multiples } else { multiples };
        let may_be_far = multiples > Decimal::ZERO && !endless.contains(&id);
        let is_far = may_be_far && top.is_some_and(|top| stated > top * multiples);
        if (beyond || is_far)
            && let Some(meant) = meant(stated, number, (low.0, high.0), top)
        {
            drafts.push(doubted(case, fact, item, meant));
        } else if let Some(meant) = lost_point(item)
            .filter(|_| may_be_far)
            .or_else(|| bare(item, &decimals))
            .or_else(|| unaccompanied(case, item, &companions))
            .or_else(|| {
                let far = alone.as_ref().filter(|_| !rises_with_others(case, item))?;
                far.meant(item, wide.contains(&id), endless.contains(&id), deep.contains(&id))
            })
            .or_else(|| alone.as_ref()?.of_other_house(item, analyte).filter(|_| may_be_far))
        {
            drafts.push(doubted(case, fact, item, meant));
        }
    }
    over_time(case, &analytes, &mut drafts);
    in_other_units(case, &analytes, &mut drafts, &mut seen);
    let is_banded = |item: &LabItem| {
        item.analyte
            .as_deref()
            .and_then(|id| analytes.entry(id))
            .is_some_and(|entry| entry.plausible.is_some())
    };
    for (fact, item) in labs(case).filter(|(_, item)| !is_banded(item)) {
        let id = item.analyte.as_deref().unwrap_or("");
        let meant = lost_point(item).filter(|_| !endless.contains(&id)).or_else(|| bare(item, &decimals));
        let meant = meant.or_else(|| unaccompanied(case, item, &companions));
        if let Some(meant) =
            meant.or_else(|| alone.as_ref()?.meant(item, false, endless.contains(&id), false))
        {
            seen = true;
            drafts.push(doubted(case, fact, item, meant));
        }
    }
    Verdict::of(seen, "lab", drafts)
}

/// Adds the results of other times that lie beyond the band.
fn over_time(case: &Case<'_>, analytes: &Analytes, drafts: &mut Vec<Draft>) {
    let others = super::result::known_over_time(case, analytes);
    for (fact, item, analyte) in others.into_iter().filter(|(fact, ..)| fact.derived_by == SERIES) {
        let Some((low, high)) = analyte.plausible else { continue };
        let Some(number) = usual_number(item, analyte).filter(|number| *number < low.0 || *number > high.0)
        else {
            continue;
        };
        let stated = item.value.value.number().unwrap_or(number);
        if let Some(meant) = meant(stated, number, (low.0, high.0), None) {
            drafts.push(doubted(case, fact, item, meant));
        }
    }
}

/// The number and the ends of the interval that it is compared with.
fn compared(item: &LabItem) -> Option<(Decimal, Option<Decimal>, Decimal)> {
    let LabValue::Number { number, comparator: None, verdict: None } = item.value.value else { return None };
    let interval = item.range.as_ref()?.value.interval_for(None, None)?;
    let top = interval.high.filter(|top| *top > Decimal::ZERO)?;
    Some((number, interval.low, top))
}

/// Times the upper limit from which a lost decimal point is looked for.
const LOST_FROM: i64 = 3;

/// What a value was meant to be that has fewer decimals than its range and lies in it with as many: 41 for 4.1 where 3.5-5.3 is
/// normal. Laboratories print results and ranges with the same decimals.
fn lost_point(item: &LabItem) -> Option<Decimal> {
    let (number, low, top) = compared(item)?;
    let low = low?;
    let decimals = low.scale().max(top.scale());
    let lost = decimals.checked_sub(number.scale()).filter(|lost| (1..=3).contains(lost))?;
    let meant = number.checked_div(Decimal::from(10_i64.pow(lost)))?;
    (number >= top * Decimal::from(LOST_FROM) && meant >= low && meant <= top).then_some(meant)
}

/// Whether a sheet prints its results with as many decimals as their ranges.
struct Decimals {
    same: usize,
    all: usize,
}

/// Results beside one without which the hand of a sheet cannot be told.
const FEWEST_HANDS: usize = 3;

/// Times the upper limit from which a result without its decimals is doubted, and within which it was meant to lie.
const BARE_FROM: i64 = 10;
const BARE_WITHIN: i64 = 4;

impl Decimals {
    fn of(case: &Case<'_>) -> Self {
        let judged = labs(case).filter_map(|(_, item)| {
            let (number, low, top) = compared(item)?;
            let of_range = low.map_or(0, |low| low.scale()).max(top.scale());
            (of_range > 0).then_some(number.scale() == of_range)
        });
        let judged: Vec<bool> = judged.collect();
        Self { same: judged.iter().filter(|same| **same).count(), all: judged.len() }
    }

    /// Whether all results but one or a tenth keep to it.
    fn keeps(&self) -> bool {
        self.same >= FEWEST_HANDS && self.same + 1 + self.all / 10 >= self.all
    }
}

/// What a whole number was meant to be whose range and whose neighbours have decimals: 80 for 0.80 where less than 0.55 is normal.
fn bare(item: &LabItem, decimals: &Decimals) -> Option<Decimal> {
    let (number, low, top) = compared(item)?;
    let of_range = low.map_or(0, |low| low.scale()).max(top.scale());
    if number.scale() > 0 || of_range == 0 || !decimals.keeps() || number < top * Decimal::from(BARE_FROM) {
        return None;
    }
    let meant = number.checked_div(Decimal::from(10_i64.checked_pow(of_range)?))?;
    let is_near = meant <= top * Decimal::from(BARE_WITHIN)
        && low.is_none_or(|low| meant * Decimal::from(BARE_WITHIN) >= low);
    is_near.then_some(meant)
}

/// Times the upper limit from which a result asks for company: what rises with it.
const ACCOMPANIED_FROM: i64 = 20;

/// What a result was meant to be that lies so far out while all that rises with it, and stands on the same sheet, is normal: a C-reactive
/// protein of 180 beside a normal procalcitonin, thousands of red cells where the strip finds no blood.
fn unaccompanied(
    case: &Case<'_>,
    item: &LabItem,
    companions: &BTreeMap<String, Vec<String>>,
) -> Option<Decimal> {
    let (number, low, top) = compared(item)?;
    let names = companions.get(item.analyte.as_deref()?)?;
    if number < top * Decimal::from(ACCOMPANIED_FROM) {
        return None;
    }
    let beside = labs(case).filter(|(_, other)| other.analyte.as_ref().is_some_and(|id| names.contains(id)));
    let is_normal = |other: &LabItem| {
        let denied =
            matches!(other.value.value, LabValue::Qualitative(found) if found.sign == Sign::Negative);
        denied || other.flags.computed == Some(Flag::Normal)
    };
    let normal: Vec<bool> = beside.map(|(_, other)| is_normal(other)).collect();
    if normal.is_empty() || normal.contains(&false) {
        return None;
    }
    let powers = [10, 100, 1000].map(Decimal::from);
    let moved = powers.iter().filter_map(|power| number.checked_div(*power));
    moved.into_iter().find(|meant| *meant <= top && low.is_none_or(|low| *meant >= low))
}

/// What rises together in disease: pancreas, liver, bile, muscle, kidney.
const TOGETHER: [&[&str]; 5] = [
    &["AMY", "LIP"],
    &["ALT", "AST", "LDH"],
    &["TBIL", "DBIL", "IBIL", "ALP", "GGT"],
    &["CK", "CK-MB", "MYO", "LDH", "AST"],
    &["UREA", "CREA", "CysC"],
];

/// Times its limit from which what rises with a result bears it out.
const BEARS_OUT: i64 = 3;

/// Whether a result that is too high is borne out by another that rises in the same disease.
fn rises_with_others(case: &Case<'_>, item: &LabItem) -> bool {
    let Some(id) = item.analyte.as_deref() else { return false };
    let of_group = |other: &str| {
        other != id && TOGETHER.iter().any(|group| group.contains(&id) && group.contains(&other))
    };
    let is_high = |item: &LabItem| {
        compared(item).is_some_and(|(number, _, top)| number >= top * Decimal::from(BEARS_OUT))
    };
    is_high(item)
        && labs(case).any(|(_, other)| other.analyte.as_deref().is_some_and(of_group) && is_high(other))
}

/// The results of a part, by how many times its limit each lies beyond its range.
struct Alone {
    beyond: Vec<Decimal>,
}

/// Times the limit at which a result is far out.
const FAR: i64 = 5;
/// The same for what rises far in disease.
const FAR_WIDE: i64 = 20;
/// So many times farther out than any other of its sheet a result stands alone.
const FARTHER: i64 = 3;
/// Times the lower limit from which even what may lie far below is doubted, where nothing else of the sheet is out.
const FAR_BELOW: i64 = 100;
/// Results beside it without which one far out tells nothing.
const FEWEST_BESIDE: usize = 3;

/// How many times its limit a number lies beyond its range; one within it.
fn beyond(number: Decimal, low: Option<Decimal>, top: Decimal) -> Decimal {
    let above = number.checked_div(top).unwrap_or_default();
    let low = low.filter(|low| *low > Decimal::ZERO && number > Decimal::ZERO);
    let below = low.and_then(|low| low.checked_div(number)).unwrap_or_default();
    above.max(below).max(Decimal::ONE)
}

/// The results of the part, where enough of them are compared with a range. What rises without bounds tells nothing of the others.
fn alone(case: &Case<'_>, endless: &[&str]) -> Option<Alone> {
    let judged =
        labs(case).filter(|(_, item)| !item.analyte.as_deref().is_some_and(|id| endless.contains(&id)));
    let beyond: Vec<Decimal> = judged
        .filter_map(|(_, item)| compared(item))
        .map(|(number, low, top)| beyond(number, low, top))
        .collect();
    (beyond.len() > FEWEST_BESIDE).then_some(Alone { beyond })
}

impl Alone {
    /// What a result far out was meant to be that stands alone so far out: a power of ten less or more, where that is normal or
    /// nearly so. `deep` tells that it may well lie far below its range.
    fn meant(&self, item: &LabItem, wide: bool, endless: bool, deep: bool) -> Option<Decimal> {
        let (number, low, top) = compared(item)?;
        let own = beyond(number, low, top);
        let limit = Decimal::from(if wide && number > top { FAR_WIDE } else { FAR });
        let others = self.beyond.iter().filter(|other| **other * Decimal::from(FARTHER) > own);
        // It is one of those counted itself.
        if endless || own < limit || others.count() > 1 {
            return None;
        }
        let powers = [10, 100, 1000].map(Decimal::from);
        let most = if wide { top * Decimal::from(FAR) } else { top };
        let is_normal = |meant: &Decimal| *meant <= most && low.is_none_or(|low| *meant >= low);
        if number > top {
            return powers.iter().filter_map(|power| number.checked_div(*power)).find(is_normal);
        }
        let raised = powers.iter().filter_map(|power| number.checked_mul(*power));
        let is_lonely = own >= Decimal::from(FAR_BELOW)
            && self.beyond.iter().filter(|other| **other > Decimal::ONE).count() == 1;
        let of_band =
            |meant: &Decimal| *meant <= most && low.is_none_or(|low| *meant * Decimal::from(2) >= low);
        let mut raised = raised.into_iter();
        if deep { raised.find(of_band).filter(|_| is_lonely) } else { raised.find(is_normal) }
    }
}

/// A finding that a result is not meant as printed.
fn doubted(case: &Case<'_>, fact: &Fact, item: &LabItem, meant: Decimal) -> Draft {
    let meant = short(meant, 4);
    let draft = about_value(case, fact, item).expected(&*meant).with("meant", meant);
    with_range(case, draft, fact, item)
}

/// Adds the results that were printed, with their ranges, under the unit of another system.
fn in_other_units(case: &Case<'_>, analytes: &Analytes, drafts: &mut Vec<Draft>, seen: &mut bool) {
    for (fact, item) in labs(case) {
        let entry = item.analyte.as_deref().and_then(|id| analytes.entry(id));
        if let Some(meant) = entry.and_then(|analyte| of_other_unit(item, analyte)) {
            *seen = true;
            drafts.push(doubted(case, fact, item, meant));
        }
    }
}

/// Units of mass and amount in a volume, in one of which a result and its range may have been printed under the sign of another.
const SCALES: [&str; 5] = ["g/L", "g/dL", "mg/dL", "mmol/L", "μmol/L"];

/// What a result is in the unit printed that lies, with its range, where nobody's does in it and where everybody's does in another:
/// haemoglobin of 12.9 g/L where 11.1-15.9 is normal.
fn of_other_unit(item: &LabItem, analyte: &Analyte) -> Option<Decimal> {
    let LabValue::Number { number, comparator: None, verdict: None } = item.value.value else { return None };
    let ReferenceRange::Interval(interval) = item.range.as_ref()?.value else { return None };
    let (printed, usual) = (item.unit.as_ref()?.value.as_str(), analyte.units.first()?);
    let (low, high) = analyte.plausible?;
    let ends: Vec<Decimal> =
        [interval.low, interval.high].into_iter().flatten().filter(|end| !end.is_zero()).collect();
    let lies = |value: Decimal, unit: &str| {
        let usual = measured(value, unit, usual, item, analyte)?;
        Some(usual >= low.0 && usual <= high.0)
    };
    let is_off = |end: &Decimal| lies(*end, printed) == Some(false);
    let far = is_off(&number) && ends.iter().any(is_off);
    if !far || !SCALES.contains(&printed) || of_urine(item) {
        return None;
    }
    let is_meant = |unit: &str| ends.iter().chain([&number]).all(|value| lies(*value, unit) == Some(true));
    let unit = SCALES.into_iter().find(|unit| *unit != printed && is_meant(unit))?;
    measured(number, unit, printed, item, analyte)
}

/// Whether a result is named as that of another liquid than blood.
fn of_urine(item: &LabItem) -> bool {
    let name = item.name.value.to_lowercase();
    ["尿", "脑脊液", "胸水", "腹水", "urin", "csf", "fluid"].iter().any(|word| name.contains(word))
}

/// Units in which houses print what others print in moles, and the other way round.
const HOUSES: [&str; 3] = ["mg/dL", "mmol/L", "μmol/L"];

impl Alone {
    /// What a result far out was meant to be that is normal, or nearly so, in the unit of other houses: a glucose of 90 mmol/L that
    /// are mg/dL.
    fn of_other_house(&self, item: &LabItem, analyte: &Analyte) -> Option<Decimal> {
        let (number, low, top) = compared(item)?;
        let unit = item.unit.as_ref()?.value.as_str();
        let own = beyond(number, low, top);
        let as_far = self.beyond.iter().filter(|other| **other * Decimal::from(FARTHER) > own).count();
        if own < Decimal::from(FAR) || as_far > 1 {
            return None;
        }
        let near = |bound: Decimal, up: bool| if up { bound * NEARLY } else { bound / NEARLY };
        let meant = HOUSES.iter().filter(|other| **other != unit);
        let mut meant = meant.filter_map(|other| measured(number, other, unit, item, analyte));
        meant.find(|meant| *meant <= near(top, true) && low.is_none_or(|low| *meant >= near(low, false)))
    }
}

/// Times its limit within which a result is nearly normal.
const NEARLY: Decimal = Decimal::from_parts(125, 0, 0, false, 2);

/// What a value off its band was meant to be: it a power of ten away that lies within the range, or else the band.
fn meant(stated: Decimal, usual: Decimal, band: (Decimal, Decimal), top: Option<Decimal>) -> Option<Decimal> {
    let powers = [Decimal::from(10), Decimal::from(100), Decimal::from(1000)];
    let moved = powers.iter().flat_map(|power| {
        let up = stated.checked_mul(*power).zip(usual.checked_mul(*power));
        let down = stated.checked_div(*power).zip(usual.checked_div(*power));
        down.into_iter().chain(up)
    });
    let within: Vec<(Decimal, Decimal)> =
        moved.filter(|(_, usual)| *usual >= band.0 && *usual <= band.1).collect();
    let normal = within.iter().find(|(stated, _)| top.is_some_and(|top| *stated <= top));
    normal.or(within.first()).map(|(stated, _)| *stated)
}
