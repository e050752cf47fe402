//! Single results: M16 to M22.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::ask::{is_fraction, labs, labs_over_time, measured, printed, spelt_out, usual_number, vitals};
use crate::pattern::pattern;
use crate::rules::{Case, Draft, Verdict};
use crate::value::Unit;
use crate::{
    Agreement, Analyte, Analytes, AttributeKind, Fact, Flag, LabItem, LabValue, Limit, MedicalFact,
    ReferenceRange, VitalKind,
};

/// A finding on a result: its value, and the name as what tells it.
pub(super) fn about_value(case: &Case<'_>, fact: &Fact, item: &LabItem) -> Draft {
    let draft = Draft::new().about(fact, item.value.evidence).with("item", &*item.name.value);
    draft.found(printed(case, &item.value))
}

pub(super) fn with_range(case: &Case<'_>, draft: Draft, fact: &Fact, item: &LabItem) -> Draft {
    match &item.range {
        Some(range) => draft.against(fact, range.evidence).with("range", printed(case, range)),
        None => draft,
    }
}

fn direction(flag: Flag) -> crate::rules::Bilingual {
    use crate::rules::Bilingual;
    match flag {
        Flag::VeryLow | Flag::Low => Bilingual::new("偏低", "low"),
        Flag::Normal => Bilingual::new("正常", "normal"),
        Flag::High | Flag::VeryHigh => Bilingual::new("偏高", "high"),
        Flag::Abnormal => Bilingual::new("异常", "abnormal"),
    }
}

/// Whether a result is a limit of its range, of which laboratories see differently whether it still belongs to it: <3.40.
fn is_limit(item: &LabItem) -> bool {
    let range = item.range.as_ref().and_then(|range| range.value.interval_for(None, None));
    let LabValue::Number { number, comparator: None, verdict: None } = item.value.value else {
        return false;
    };
    range.is_some_and(|range| [range.low, range.high].contains(&Some(number)))
}

/// M16: the printed flag contradicts value and range.
pub(super) fn flag_agrees(case: &Case<'_>) -> Verdict {
    let flagged: Vec<_> = labs_over_time(case).filter(|(_, item)| item.flags.agreement.is_some()).collect();
    let drafts = flagged.iter().filter_map(|(fact, item)| {
        let (printed_flag, computed) = (item.flags.printed.as_ref()?, item.flags.computed?);
        if item.flags.agreement != Some(Agreement::Contradicts) {
            return None;
        }
        // Of another time the limit itself may have been judged by another range.
        if fact.derived_by == crate::medical::SERIES && is_limit(item) {
            return None;
        }
        // A word beside a number says what was found, not how high: 阳性 of an antibody that protects.
        let is_verdict = matches!(item.value.value, LabValue::Number { verdict: Some(_), .. });
        if is_verdict && printed_flag.value == Flag::Abnormal {
            return None;
        }
        let draft = Draft::new()
            .about(fact, printed_flag.evidence)
            .against(fact, item.value.evidence)
            .with("item", &*item.name.value)
            .with("value", printed(case, &item.value))
            .with_words("computed", direction(computed))
            .found(printed(case, printed_flag))
            .expected(direction(computed).zh);
        Some(with_range(case, draft, fact, item))
    });
    let drafts = drafts.collect();
    Verdict::of(!flagged.is_empty(), "lab.range", drafts)
}

/// M17: a result beyond its range without a flag.
pub(super) fn flag_present(case: &Case<'_>) -> Verdict {
    let judged: Vec<_> = labs_over_time(case).filter(|(_, item)| item.flags.computed.is_some()).collect();
    // Where no result has a flag, one in words speaks for itself.
    let any_flag = judged.iter().any(|(_, item)| item.flags.printed.is_some());
    let in_words = |item: &LabItem| {
        matches!(
            item.value.value,
            LabValue::Qualitative(_) | LabValue::Number { verdict: Some(_), .. } | LabValue::Titre { .. }
        )
    };
    // An antibody that protects is no fault, however much of it is found.
    let analytes = dictionary();
    let protects = |item: &LabItem| {
        item.flags.computed.is_some_and(|flag| flag.direction().is_some_and(|way| way > 0))
            && item.analyte.as_deref().and_then(|id| analytes.entry(id)).is_some_and(|entry| entry.protective)
    };
    // Where the sheet says from which number on something is found, the word for it is the flag.
    let speaks = |item: &LabItem| {
        matches!(item.value.value, LabValue::Number { verdict: Some(_), .. })
            && item.range.as_ref().is_some_and(|range| super::word::says_positive(&printed(case, range)))
    };
    // How a liquid looks is told, hardly ever flagged.
    let is_look = |item: &LabItem| {
        matches!(item.value.value, LabValue::Text(_))
            && pattern!(r"(?i)颜色|色泽|透明度|浊度|外观|colou?r|clarity|appearance|turbidity")
                .is_some_and(|form| form.is_match(&item.name.value))
    };
    let judged_alone = |item: &LabItem| !protects(item) && !is_limit(item) && !speaks(item) && !is_look(item);
    let unflagged = judged.iter().filter(|(_, item)| judged_alone(item)).filter(|(_, item)| {
        item.flags.agreement == Some(Agreement::Unflagged) && (any_flag || !in_words(item))
    });
    let drafts = unflagged.map(|(fact, item)| {
        let computed = item.flags.computed.unwrap_or(Flag::Abnormal);
        let draft = about_value(case, fact, item).with_words("computed", direction(computed));
        with_range(case, draft.expected(direction(computed).zh), fact, item)
    });
    let drafts = drafts.collect();
    Verdict::of(!judged.is_empty(), "lab.range", drafts)
}

/// M18: the lower limit of a range stands above the upper one.
pub(super) fn range_order(case: &Case<'_>) -> Verdict {
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, item) in labs(case) {
        let Some(range) = &item.range else { continue };
        let inverted = match &range.value {
            ReferenceRange::Interval(interval) => interval.is_inverted(),
            ReferenceRange::Conditional(ranges) => ranges.iter().any(|range| range.interval.is_inverted()),
            _ => continue,
        };
        seen = true;
        if inverted {
            let draft = Draft::new().about(fact, range.evidence).against(fact, item.name.evidence);
            drafts.push(draft.found(printed(case, range)).with("item", &*item.name.value));
        }
    }
    Verdict::of(seen, "lab.range", drafts)
}

/// The results whose analyte the dictionary knows.
pub(super) fn known<'a>(
    case: &Case<'a>,
    analytes: &'a Analytes,
) -> Vec<(&'a Fact, &'a LabItem, &'a Analyte)> {
    known_of(labs(case), analytes)
}

/// The same of results of all times.
pub(super) fn known_over_time<'a>(
    case: &Case<'a>,
    analytes: &'a Analytes,
) -> Vec<(&'a Fact, &'a LabItem, &'a Analyte)> {
    known_of(labs_over_time(case), analytes)
}

fn known_of<'a>(
    labs: impl Iterator<Item = (&'a Fact, &'a LabItem)>,
    analytes: &'a Analytes,
) -> Vec<(&'a Fact, &'a LabItem, &'a Analyte)> {
    let known = labs.filter_map(|(fact, item)| Some((fact, item, analytes.entry(item.analyte.as_deref()?)?)));
    known
        .filter(|(_, item, analyte)| is_meant(item, analyte) && !is_of_another_measure(item, analyte))
        .collect()
}

/// Whether a result may be of the analyte that its name leads to: what is printed as normal lies where the living are. The
/// pH of urine is named like that of blood.
fn is_meant(item: &LabItem, analyte: &Analyte) -> bool {
    let (Some((low, high)), Some(range)) = (analyte.plausible, &item.range) else { return true };
    let ReferenceRange::Interval(interval) = range.value else { return true };
    let usual = |limit: Decimal| match (&item.unit, analyte.units.first()) {
        (Some(unit), Some(usual)) => measured(limit, &unit.value, usual, item, analyte),
        _ => Some(limit),
    };
    let ends = [interval.low.and_then(usual), interval.high.and_then(usual)];
    let is_within = |limit: &Decimal| *limit >= low.0 && *limit <= high.0;
    // Nought stands for no limit.
    ends.iter().flatten().filter(|limit| !limit.is_zero()).all(is_within)
}

/// The dictionary; results of a user's own entries are left alone by rules that need limits.
pub(super) fn dictionary() -> Arc<Analytes> {
    Analytes::built_in()
}

/// Whether a unit counts what is seen in a field, or what comes in a day: what has it is another measure than that of its name in
/// blood, or in a litre.
fn is_of_another_measure(item: &LabItem, analyte: &Analyte) -> bool {
    let Some(unit) = item.unit.as_ref().map(|unit| unit.value.as_str()) else { return false };
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(unit.trim()));
    let of_field = !analyte.urine && is(pattern!(r"(?i)/\s?(?:[hl]pf?|视野|低倍|高倍)"));
    let of_day = || is(pattern!(r"(?i)/\s?(?:24(?:\s?h(?:ours?|rs?)?)?|d(?:ay)?|日|天)$"));
    (of_field || of_day()) && !takes(analyte, unit)
}

/// M19: a unit that does not measure what the analyte is measured in, or none.
pub(super) fn unit_fits(case: &Case<'_>) -> Verdict {
    let analytes = dictionary();
    // Without its unit a result cannot be told to be of another analyte by its range.
    let items: Vec<(&Fact, &LabItem, &Analyte)> = labs(case)
        .filter_map(|(fact, item)| Some((fact, item, analytes.entry(item.analyte.as_deref()?)?)))
        .filter(|(_, item, analyte)| !is_of_another_measure(item, analyte))
        .filter(|(_, item, analyte)| {
            let unit = item.unit.as_ref().map(|unit| unit.value.as_str());
            unit.is_none_or(|unit| is_misscaled(item, analyte, unit)) || is_meant(item, analyte)
        })
        .collect();
    let measured: Vec<_> = items
        .iter()
        .filter(|(_, item, analyte)| {
            !analyte.units.is_empty() && matches!(item.value.value, LabValue::Number { verdict: None, .. })
        })
        .collect();
    let units = measured.iter().filter(|(_, item, _)| item.unit.is_some()).count();
    let mut drafts = Vec::new();
    for (fact, item, analyte) in &measured {
        let usual = analyte.units.join(" / ");
        let draft = Draft::new().with("item", &*item.name.value).with("usual", &*usual).expected(&*usual);
        match &item.unit {
            Some(unit)
                if !takes(analyte, &unit.value) && !is_other_convention(item, analyte, &unit.value) =>
            {
                let draft = draft.about(fact, unit.evidence).against(fact, item.name.evidence);
                drafts.push(draft.found(printed(case, unit)));
            }
            Some(unit) if is_misscaled(item, analyte, &unit.value) => {
                let draft = draft.way("scale").about(fact, unit.evidence).against(fact, item.name.evidence);
                drafts.push(draft.found(printed(case, unit)));
            }
            // Sheets that print no units at all leave them to the reader.
            None if units * 2 > measured.len()
                && !analyte.urine
                && analyte.id != MASS_INDEX
                && !(is_fraction(item) && analyte.units.iter().any(|unit| unit == "%")) =>
            {
                let draft = draft.way("missing").about(fact, item.value.evidence);
                drafts.push(draft.against(fact, item.name.evidence).found(printed(case, &item.value)));
            }
            _ => {}
        }
    }
    Verdict::of(units > 0, "lab.unit", drafts)
}

/// The body mass index, which is told without its unit as often as with it.
const MASS_INDEX: &str = "BMI";

/// Whether a substance is given by mass where it is usually given by amount, or the other way round, with numbers to
/// match: glucose of 70-100 mg/dL. Numbers of the usual unit beside the other one are a slip.
fn is_other_convention(item: &LabItem, analyte: &Analyte, symbol: &str) -> bool {
    let (Some(found), Some(usual)) =
        (Unit::parse(symbol), analyte.units.first().and_then(|unit| Unit::parse(unit)))
    else {
        return false;
    };
    let of = |symbol: &str| Unit::parse(symbol).map(|unit| unit.dimension);
    let (mass, amount) = (of("g/L"), of("mol/L"));
    let pair = (Some(found.dimension), Some(usual.dimension));
    if pair != (mass, amount) && pair != (amount, mass) {
        return false;
    }
    let Some((low, high)) = analyte.plausible else { return true };
    let range = item.range.as_ref().and_then(|range| range.value.interval_for(None, None));
    let ends = range.map(|range| [range.low, range.high]).unwrap_or_default();
    let numbers: Vec<Decimal> = ends.into_iter().flatten().filter(|end| !end.is_zero()).collect();
    numbers.is_empty() || numbers.iter().any(|number| *number < low.0 || *number > high.0)
}

/// Whether a range fits the analyte's usual unit and nobody in the unit printed, which is some powers of ten away: 45-84 mmol/L of creatinine.
fn is_misscaled(item: &LabItem, analyte: &Analyte, symbol: &str) -> bool {
    let (Some((low, high)), Some(usual)) = (analyte.plausible, analyte.units.first()) else { return false };
    let Some(range) = item.range.as_ref().and_then(|range| range.value.interval_for(None, None)) else {
        return false;
    };
    let (Some(from), Some(to)) = (range.low, range.high) else { return false };
    let is_near = |number: Decimal| number >= low.0 && number <= high.0;
    let converted = |number: Decimal| super::ask::converted(number, symbol, usual);
    let (Some(a), Some(b)) = (converted(from), converted(to)) else { return false };
    let far =
        [from.max(Decimal::ONE) * Decimal::from(MISSCALED), a.max(Decimal::ONE) * Decimal::from(MISSCALED)];
    let is_off = a >= far[0] || from >= far[1];
    is_off && is_near(from) && is_near(to) && !is_near(a) && !is_near(b)
}

/// Times one unit is the other from which on neither range nor result is meant in it.
const MISSCALED: i64 = 100;

/// Whether an analyte is measured in that unit or in one of the same dimension; an unknown unit is not judged.
fn takes(analyte: &Analyte, symbol: &str) -> bool {
    let dimension = |symbol: &str| Unit::parse(spelt_out(symbol)).map(|unit| unit.dimension);
    let is_listed = analyte.units.iter().any(|unit| unit == symbol);
    let Some(found) = dimension(symbol) else { return is_listed || !is_of_body(symbol) };
    let known: Vec<_> = analyte.units.iter().filter_map(|unit| dimension(unit)).collect();
    is_listed || known.len() < analyte.units.len() || known.contains(&found)
}

/// Whether a unit is one of the signs that are counted or measured at the bed: `beats/min`, `次/分`, `°C`, `kg`. Nothing in a tube is.
fn is_of_body(symbol: &str) -> bool {
    pattern!(r"(?i)^(?:beats?|breaths?|bpm|次|times)\s*(?:/|per)?\s*(?:min(?:ute)?|分钟?)?$|^(?:°\s*[CF]|℃|℉|cm|kg|lbs?|inch(?:es)?|years?|岁|周岁|天|days?|steps?)$")
        .is_some_and(|form| form.is_match(symbol.trim()))
}

/// What no body and no liquid can have.
#[derive(Deserialize, Default)]
struct Bounds {
    of: String,
    low: Option<Limit>,
    high: Option<Limit>,
}

/// M21: a value that is physically impossible.
pub(super) fn possible(case: &Case<'_>) -> Verdict {
    let bounds: Vec<Bounds> = case.rule.parameter("bounds");
    let find = |name: &str| bounds.iter().find(|bound| bound.of == name);
    let (mut drafts, mut seen) = (Vec::new(), false);
    let mut judge = |draft: Draft, name: &str, number: Decimal| {
        let Some(bound) = find(name) else { return };
        seen = true;
        let low = bound.low.is_some_and(|low| number < low.0);
        let high = bound.high.is_some_and(|high| number > high.0);
        if low || high {
            let text = |limit: Option<Limit>| limit.map_or_else(String::new, |limit| limit.0.to_string());
            drafts.push(draft.expected(format!("{}-{}", text(bound.low), text(bound.high))));
        }
    };
    let analytes = dictionary();
    for (fact, item) in labs_over_time(case) {
        let entry = item.analyte.as_deref().and_then(|id| analytes.entry(id));
        let number = match entry {
            Some(entry) => usual_number(item, entry),
            None => None,
        };
        if let (Some(entry), Some(number)) = (entry, number) {
            // What is called pH and may lie far from that of blood is that of urine.
            match is_meant(item, entry) {
                true => judge(about_value(case, fact, item), &entry.id, number),
                false if entry.id == "pH" => judge(about_value(case, fact, item), "U-pH", number),
                false => {}
            }
        }
    }
    for sign in vitals(case) {
        let name = match sign.kind {
            VitalKind::Temperature => "temperature",
            VitalKind::Pulse | VitalKind::HeartRate => "pulse",
            VitalKind::Respiration => "respiration",
            VitalKind::OxygenSaturation => "saturation",
            VitalKind::BloodPressure => "pressure",
            VitalKind::BodyMassIndex => "bmi",
            VitalKind::Height => "height",
            VitalKind::Weight => "weight",
        };
        let draft = Draft::new().about(sign.fact, sign.value.evidence);
        let draft = draft.found(printed(case, sign.value)).with("item", label(sign.kind));
        judge(draft, name, sign.value.value);
    }
    more_than_all(case, &mut drafts, &mut seen);
    super::beyond::measures(case, &mut drafts, &mut seen);
    let is_judged = |id: &str| find(id).is_some();
    nothing_at_all(case, &analytes, is_judged, &mut drafts, &mut seen);
    super::scores::impossible(case, &mut drafts, &mut seen);
    Verdict::of(seen, "lab|vital", drafts)
}

/// Adds shares in running text of which more than all is told: an ejection fraction of 163 %, 195 % of the readings.
fn more_than_all(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let form = pattern!(concat!(
        r"(?i)(?P<item>射血分数|缩短分数|\bLV?EF\b|\bFS\b|ejection fraction|fractional shortening|有效(?:读数|数据|次数)|成功率|氧饱和度|valid (?:readings?|data)|successful readings?|SpO2|狭窄(?:率|程度)?|stenosis|discrimination|识别率|言语识别|differential function)",
        r"[^%。;,、]{0,24}?(?P<value>[0-9]{1,3}(?:\.[0-9]+)?)\s*%"
    ));
    let found = case.passages().flat_map(|passage| {
        form.iter().flat_map(|form| form.captures_iter(passage.folded())).map(move |found| (passage, found))
    });
    for (passage, captures) in found {
        let (Some(item), Some(value)) = (captures.name("item"), captures.name("value")) else { continue };
        let Ok(number) = value.as_str().parse::<Decimal>() else { continue };
        *seen = true;
        if number > Decimal::ONE_HUNDRED {
            let draft = Draft::new().about_span(passage.span(value.range())).with("item", item.as_str());
            drafts.push(draft.found(value.as_str()).expected("0-100"));
        }
    }
}

/// Adds results of nought, or below it, of what nobody alive is without.
fn nothing_at_all(
    case: &Case<'_>,
    analytes: &Analytes,
    is_judged: impl Fn(&str) -> bool,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
) {
    for (fact, item, analyte) in
        known(case, analytes).into_iter().filter(|(_, _, analyte)| !is_judged(&analyte.id))
    {
        let LabValue::Number { number, comparator: None, verdict: None } = item.value.value else { continue };
        // What the dictionary says to lie above nought in everybody; a range with an end at nought or below says that it need not.
        let least = analyte.plausible.map(|(low, _)| low.0).filter(|low| !low.is_sign_negative());
        let range = item.range.as_ref().and_then(|range| range.value.interval_for(None, None));
        let from = range.map(|range| range.low.unwrap_or(Decimal::ZERO));
        let Some((least, from)) = least.zip(from) else { continue };
        let high = range.and_then(|range| range.high);
        let is_near = high.is_some_and(|high| least * Decimal::from(NEAR_NOUGHT) >= high);
        let is_nothing = number.is_zero() && least > Decimal::ZERO && is_near;
        let is_negative = number.is_sign_negative() && !number.is_zero() && from >= Decimal::ZERO;
        *seen = true;
        if is_nothing || is_negative {
            drafts.push(about_value(case, fact, item).expected("> 0"));
        }
    }
}

/// Of what the lowest plausible result is no smaller part of the upper limit than one in so many nobody has nothing.
const NEAR_NOUGHT: i64 = 20;

fn label(kind: VitalKind) -> &'static str {
    match kind {
        VitalKind::Temperature => "体温",
        VitalKind::Pulse => "脉搏",
        VitalKind::HeartRate => "心率",
        VitalKind::Respiration => "呼吸",
        VitalKind::BloodPressure => "血压",
        VitalKind::OxygenSaturation => "血氧饱和度",
        VitalKind::Height => "身高",
        VitalKind::Weight => "体重",
        VitalKind::BodyMassIndex => "体质指数",
    }
}

/// Whether the specimen is another liquid than blood: its limits are others.
pub(super) fn is_other_liquid(case: &Case<'_>) -> bool {
    let form = pattern!(
        r"(?i)胸水|腹水|胸腔|腹腔|脑脊液|关节液|心包|引流|穿刺液|透析液|尿|粪|便|痰|汗|精液|羊水|灌洗|\b(?:csf|cerebrospinal|pleural|peritoneal|ascit|synovial|fluid|urine|stool|f(?:a)?eces|sputum|drain)"
    );
    let blood = pattern!(r"(?i)血|blood|serum|plasma");
    case.medical().any(|(_, body)| match body {
        MedicalFact::Attribute { kind: AttributeKind::Specimen, value } => {
            form.is_some_and(|form| form.is_match(&value.value))
                && !blood.is_some_and(|form| form.is_match(&value.value))
        }
        _ => false,
    })
}

/// M22: a critical value, and nothing says that the ward was told.
pub(super) fn critical_told(case: &Case<'_>) -> Verdict {
    let analytes = dictionary();
    let notice = case.rule.words("notice");
    let is_told = case.passages().any(|passage| {
        let text = passage.folded().to_lowercase();
        notice.iter().any(|word| text.contains(word))
    });
    let (mut drafts, mut seen) = (Vec::new(), false);
    for (fact, item, analyte) in
        known_over_time(case, &analytes).into_iter().filter(|_| !is_other_liquid(case))
    {
        // A list of results over time bears no notes of the ward; a record tells what was done.
        if fact.derived_by == crate::medical::SERIES && case.kind() != crate::Kind::Record {
            continue;
        }
        let Some((low, high)) = analyte.critical else { continue };
        let Some(number) = usual_number(item, analyte) else { continue };
        seen = true;
        // What lies within the printed range is what that laboratory measures: ionised calcium under the name of calcium.
        let highest = item.range.as_ref().and_then(|range| range.value.interval_for(None, None)?.high);
        let is_other = highest.is_some_and(|highest| !low.0.is_sign_negative() && highest <= low.0);
        if item.flags.computed == Some(Flag::Normal) || is_other {
            continue;
        }
        let below = !low.0.is_sign_negative() && number <= low.0;
        let above = !high.0.is_sign_negative() && number >= high.0;
        if (below || above) && !is_told {
            let (sign, limit) = if below { ("≤", low.0) } else { ("≥", high.0) };
            let unit = analyte.units.first().map_or("", String::as_str);
            let draft = about_value(case, fact, item).with("limit", format!("{sign} {limit} {unit}"));
            drafts.push(draft);
        }
    }
    Verdict::of(seen, "lab", drafts)
}
