//! Vital signs in running text and in tables.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::entries::Spot;
use super::result::number;
use crate::pattern::pattern;
use crate::{CellView, EvidenceKind, MedicalFact, Notes, Passage, TableView, View, VitalKind};

/// Kinds of vital signs: how each is named and measured, and the lowest and highest number that can be meant; what no
/// body has is read too, so that rules can tell it.
const FORMS: [(VitalKind, &str, u32, u32); 9] = [
    (
        VitalKind::BloodPressure,
        r"(?i)(?P<sure>\p{Han}{0,2}[血肢臂]\s*压|收缩压\s*/\s*舒张压|systolic\s*/\s*diastolic|\bSBP\s*/\s*DBP|\bBP|blood pressure|\bB\.P\.)\s*(?:\([^)]*\))?\s*(?:为|:|=|是|约|波动于|控制在|(?:today|on arrival|on admission|at triage|sitting|lying|standing|left arm|right arm|reading)?\s*(?:was|of|is|at|:)?)?\s*(?P<value>[0-9]{2,4})\s*/\s*(?P<second>[0-9]{2,4})\s*(?P<unit>mm\s*Hg|毫米汞柱)?",
        10,
        9999,
    ),
    (
        VitalKind::Temperature,
        r"(?:体\s*温|(?i:\btemp(?:erature)?\b\.?)|(?:^|[^A-Za-z0-9])T)\s*(?:\([^)]{1,6}\))?\s*(?:为|:|=|of|was|is)?\s*(?P<value>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:(?P<unit>℃|°\s*C|°|度|(?:deg(?:rees)? )?C\b)|(?:$|[^0-9./]))",
        1,
        999,
    ),
    (
        VitalKind::Pulse,
        r"(?:脉\s*[搏率]?|(?i:\bpulse(?: rate)?\b)|\bPR\b|(?:^|[^A-Za-z0-9])P)\s*(?:\([^)]{1,8}\))?\s*(?:为|:|=|of|was|is)?\s*(?P<value>[0-9]{1,4})\s*(?:(?P<unit>次/分钟?|次/min|次每分|bpm|/min|beats per minute|beats/min)|(?:$|[^0-9./]))",
        1,
        9999,
    ),
    (
        VitalKind::HeartRate,
        r"(?:心\s*率|(?i:heart rate)|\bHR\b)\s*(?:\([^)]{1,8}\))?\s*(?:为|:|=|约|of|is|was)?\s*(?P<value>[0-9]{1,4})\s*(?:(?P<unit>次/分钟?|次/min|次每分|bpm|/min|beats per minute|beats/min)|(?:$|[^0-9./]))",
        1,
        9999,
    ),
    (
        VitalKind::Respiration,
        r"(?:呼吸频率|呼\s*吸|(?i:\bresp(?:iratory rate|irations?|iration rate)?\b\.?)|\bRR\b|(?:^|[^A-Za-z0-9])R)\s*(?:\([^)]{1,8}\))?\s*(?:为|:|=|of|is|was)?\s*(?P<value>[0-9]{1,4})\s*(?:(?P<unit>次/分钟?|次/min|次每分|/min|bpm|breaths per minute|breaths/min)|(?:$|[^0-9./]))",
        1,
        9999,
    ),
    (
        VitalKind::OxygenSaturation,
        r"(?:血氧饱和度|氧饱和度|指脉氧|(?i:\bSpO[2₂]|\bSaO[2₂]|O2 sat(?:uration)?s?|oxygen saturation|\bsats?\b))\s*(?:\([^)]{1,8}\))?\s*(?:为|:|=|of|is|was)?\s*(?P<value>[0-9]{2,3}(?:\.[0-9])?)\s*(?P<unit>%)",
        10,
        999,
    ),
    (
        VitalKind::Height,
        r"(?i)(?:身\s*高|身长|(?:^|[,:;、\s])高|\bheight\b|\bht\b)[^0-9。;]{0,12}?(?P<value>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?P<unit>cm|厘米|公分|m\b|米)?",
        20,
        280,
    ),
    (
        VitalKind::Weight,
        r"(?i)(?:体\s*重|(?:^|[,:;、\s])重|\bweight\b|\bwt\b)[^0-9。;]{0,12}?(?P<value>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?P<unit>kg|公斤|千克)?",
        0,
        500,
    ),
    (
        VitalKind::BodyMassIndex,
        r"(?:(?P<sure>体质指数|体重指数|身体质量指数|体质量指数|体块指数|(?:^|[^A-Za-z])BMI|(?i:body mass index))|(?:^|[,;、\s])指数)[^0-9。;]{0,14}?(?P<value>[0-9]{2}(?:\.[0-9]{1,2})?)\s*(?P<unit>kg/m(?:\^?2|²))?",
        5,
        120,
    ),
];

/// A temperature without a unit is in degrees Fahrenheit between these numbers: those of bodies that live.
const COLDEST_FAHRENHEIT: u32 = 80;
const HOTTEST_FAHRENHEIT: u32 = 115;

/// Signs in one text that vouch for each other.
const SEVERAL: usize = 2;

/// [`FORMS`] made ready.
static PATTERNS: LazyLock<Vec<(VitalKind, Regex, [Decimal; 2])>> = LazyLock::new(|| {
    let ready = |(kind, text, low, high)| {
        Some((kind, Regex::new(text).ok()?, [Decimal::from(low), Decimal::from(high)]))
    };
    FORMS.into_iter().filter_map(ready).collect()
});

/// States the vital signs in a text.
pub(super) fn state(view: &View, text: &Spot, notes: &mut Notes) {
    let Some(passage) = view.passage(text.passage) else { return };
    let Some(folded) = passage.folded().get(text.bytes.clone()) else { return };
    let offset = text.bytes.start;
    together(passage, folded, offset, notes);
    unnamed_pressures(passage, folded, offset, notes);
    let named: Vec<_> = PATTERNS.iter().filter(|(_, pattern, _)| pattern.is_match(folded)).collect();
    let several = named.len() >= SEVERAL;
    for (kind, pattern, [low, high]) in named {
        for captures in pattern.captures_iter(folded) {
            // Letters without a unit are signs only where others stand beside them: T 36.5, HR 82, RR 20, BP 110/81.
            let is_bare = captures.name("unit").is_none() && captures.name("sure").is_none();
            if is_bare && !several {
                continue;
            }
            let Some(digits) = captures.name("value") else { continue };
            // The height of the womb is nobody's.
            let ahead = folded.get(..captures.get(0).map_or(0, |whole| whole.start())).unwrap_or("");
            if *kind == VitalKind::Height
                && pattern!(r"(?i)(?:fundal|uterine)\s*$").is_some_and(|form| form.is_match(ahead))
            {
                continue;
            }
            let metres = captures.name("unit").is_some_and(|unit| matches!(unit.as_str(), "m" | "米" | "M"));
            let read = number(digits.as_str()).map(|(value, mended)| {
                // A height in metres is stated in centimetres, as all are.
                let scale = if metres { Decimal::ONE_HUNDRED } else { Decimal::ONE };
                (value * scale, mended)
            });
            let Some((value, _)) = read.filter(|(value, _)| value >= low && value <= high) else {
                continue;
            };
            // A number without its unit is a height or a weight only where bodies have such.
            let [least, most] = match kind {
                VitalKind::Height => [100, 230],
                VitalKind::Weight => [25, 200],
                _ => [0, 9999],
            };
            if is_bare && (value < Decimal::from(least) || value > Decimal::from(most)) {
                continue;
            }
            // One figure or two behind a letter may be anything: A2>P2, T12, G1P0, a score R3 T3; what is scored is so many points: 心率2分.
            let is_scored =
                folded.get(digits.end()..).is_some_and(|rest| rest.trim_start().starts_with('分'));
            if is_bare && (is_scored || is_small(*kind, digits.as_str(), value)) {
                continue;
            }
            // Without its unit it may be in Fahrenheit.
            let fahrenheit = Decimal::from(COLDEST_FAHRENHEIT)..=Decimal::from(HOTTEST_FAHRENHEIT);
            if is_bare && *kind == VitalKind::Temperature && fahrenheit.contains(&value) {
                continue;
            }
            let at = |m: regex::Match<'_>| m.start() + offset..m.end() + offset;
            let value = notes.state(passage, at(digits), value);
            let second = captures.name("second").and_then(|m| Some((m, number(m.as_str())?.0)));
            let second = second.map(|(m, value)| notes.state(passage, at(m), value));
            let unit = captures.name("unit").map(|m| notes.state(passage, at(m), usual(m.as_str())));
            notes.add("vital", MedicalFact::Vital { kind: *kind, value, second, unit });
        }
    }
}

/// Beats a minute and degrees below which a figure without its unit is none.
const FEWEST_BARE: u32 = 20;

/// Whether a figure without its unit is too small for the sign that a letter may name.
fn is_small(kind: VitalKind, digits: &str, value: Decimal) -> bool {
    match kind {
        VitalKind::Pulse => value < Decimal::from(FEWEST_BARE),
        VitalKind::Temperature => !digits.contains('.') && value < Decimal::from(FEWEST_BARE),
        VitalKind::Respiration => digits.len() < 2,
        _ => false,
    }
}

/// States the pressures that no name stands before; two figures in millimetres of mercury are nothing else: `入院148/92mmHg`.
fn unnamed_pressures(passage: &Passage, folded: &str, offset: usize, notes: &mut Notes) {
    let form = pattern!(r"(?P<value>[0-9]{2,3})\s*/\s*(?P<second>[0-9]{2,3})\s*(?P<unit>mm\s*Hg|毫米汞柱)");
    if !form.is_some_and(|form| form.is_match(folded)) {
        return;
    }
    let named = PATTERNS.iter().find(|(kind, ..)| *kind == VitalKind::BloodPressure).map(|(_, form, _)| form);
    let known: Vec<usize> = named
        .into_iter()
        .flat_map(|form| form.captures_iter(folded))
        .filter_map(|captures| captures.name("value").map(|value| value.start()))
        .collect();
    // The pressures of gases and of eyes stand alone; those of lungs and veins are others.
    let other =
        pattern!(r"(?i)肺动脉|门静脉|眼压|目标|<|≤|低于|以下|pulmonary|portal|target|goal|below|under");
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let (Some(value), Some(second), Some(unit)) =
            (captures.name("value"), captures.name("second"), captures.name("unit"))
        else {
            continue;
        };
        let ahead = folded.get(..value.start()).unwrap_or("");
        let clause = ahead.rsplit([',', '。', ';', '(']).next().unwrap_or("");
        let glued = ahead.ends_with(|c: char| c.is_ascii_digit() || c == '/' || c == '.');
        if known.contains(&value.start()) || glued || other.is_some_and(|form| form.is_match(clause)) {
            continue;
        }
        let read = |found: regex::Match<'_>| number(found.as_str()).map(|(value, _)| value);
        let (Some(high), Some(low)) = (read(value), read(second)) else { continue };
        let at = |m: regex::Match<'_>| m.start() + offset..m.end() + offset;
        let first = notes.state(passage, at(value), high);
        let second = Some(notes.state(passage, at(second), low));
        let unit = Some(notes.state(passage, at(unit), usual(unit.as_str())));
        notes.add("vital", MedicalFact::Vital { kind: VitalKind::BloodPressure, value: first, second, unit });
    }
}

/// States height, weight and body mass index that stand as one: `身高/体重/BMI：165cm/58kg/21.3`.
fn together(passage: &crate::Passage, folded: &str, offset: usize, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?i)(?:身高|height)\s*(?:\(cm\))?\s*[/、,及和]\s*(?:体重|weight)\s*(?:\(kg\))?(?P<third>\s*[/、,及和]\s*(?:BMI|体[质重]量?指数))?[^0-9]{0,8}",
        r"(?P<height>[0-9]{2,3}(?:\.[0-9])?)\s*(?:cm|厘米)?\s*[/、,和]\s*(?P<weight>[0-9]{2,3}(?:\.[0-9]{1,2})?)\s*(?:kg|公斤|千克)?",
        r"(?:\s*[/、,和]\s*(?P<mass>[0-9]{2}(?:\.[0-9]{1,2})?))?"
    ));
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let signs = [
            ("height", VitalKind::Height, "cm"),
            ("weight", VitalKind::Weight, "kg"),
            ("mass", VitalKind::BodyMassIndex, "kg/m^2"),
        ];
        for (name, kind, unit) in signs {
            let Some(digits) = captures.name(name) else { continue };
            if name == "mass" && captures.name("third").is_none() {
                continue;
            }
            let Some((value, _)) = number(digits.as_str()) else { continue };
            let at = digits.start() + offset..digits.end() + offset;
            let value = notes.state(passage, at.clone(), value);
            let unit = Some(notes.state(passage, at, unit.to_owned()));
            notes.add("vital", MedicalFact::Vital { kind, value, second: None, unit });
        }
    }
}

/// Kinds of vital signs by the heads that tables give them.
const HEADS: [(VitalKind, &str); 9] = [
    (VitalKind::BloodPressure, r"^(?:静息)?血压|^bp(?:$|[(/m])|^blood ?pressure"),
    (VitalKind::Temperature, r"^体温|^temp|^t(?:$|[(/]?(?:℃|°c|c\)?$))"),
    (VitalKind::Pulse, r"^脉[搏率]|^pulse|^pr?(?:$|[(/]?(?:次|bpm|/?min))"),
    (VitalKind::HeartRate, r"^心率|^heart ?rate|^hr(?:$|[(/b])"),
    (VitalKind::Respiration, r"^呼吸|^resp|^rr?(?:$|[(/]?(?:次|/?min))"),
    (VitalKind::OxygenSaturation, r"^(?:血氧|氧饱和度|指脉氧)|^sp?a?o2|^sats?(?:$|[(%])"),
    (VitalKind::Height, r"^身高|^height"),
    (VitalKind::Weight, r"^体重(?:[(/]|kg|$)|^weight"),
    (VitalKind::BodyMassIndex, r"^(?:身?体质量?指数|体重指数|体块指数|bmi|body mass)"),
];

static HEAD_PATTERNS: LazyLock<Vec<(VitalKind, Regex)>> = LazyLock::new(|| {
    HEADS.into_iter().filter_map(|(kind, text)| Some((kind, Regex::new(text).ok()?))).collect()
});

/// The vital sign that a cell heads: `身高(cm)`.
fn head_kind(text: &str) -> Option<VitalKind> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    HEAD_PATTERNS.iter().find(|(_, pattern)| pattern.is_match(&plain)).map(|(kind, _)| *kind)
}

/// States the vital signs of a table in which each stands under or right of its head; a chart has a column of them under one head.
pub(super) fn state_table(view: &View, table: &TableView, notes: &mut Notes) {
    // The points of a score for newborns are no signs.
    let is_score = table.cells.iter().filter_map(|cell| view.passage(cell.passage)).any(|passage| {
        pattern!(r"(?i)apgar|阿氏评分|阿普加|喉反射|肌张力|grimace")
            .is_some_and(|form| form.is_match(passage.folded()))
    });
    if is_score {
        return;
    }
    let charted = charted(view, table);
    let is_time = |column: &u32| {
        let cell = table.cell(0, *column).and_then(|cell| view.passage(cell.passage));
        cell.is_some_and(|cell| super::series::is_time(cell.folded()))
    };
    let times: Vec<u32> = (1..table.columns).filter(is_time).collect();
    for cell in &table.cells {
        let Some(head) = view.passage(cell.passage) else { continue };
        let Some(kind) = head_kind(head.folded()) else { continue };
        // A chart may have a row for each sign, and a column for each visit.
        if cell.column == 0 && times.len() >= HEADS_OF_CHART && cell.row > 0 {
            for time in times.iter().filter_map(|column| table.cell(cell.row, *column)) {
                let _ = state_cell(view, kind, head, time, notes);
            }
            continue;
        }
        let below = table.cell(cell.row + cell.row_span, cell.column);
        let beside = table.cell(cell.row, cell.column + cell.column_span);
        if charted == Some(cell.row) {
            for row in cell.row + cell.row_span..table.rows {
                let Some(under) = table.cell(row, cell.column).filter(|under| under.row == row) else {
                    continue;
                };
                let _ = state_cell(view, kind, head, under, notes);
            }
            continue;
        }
        let _ = [beside, below].into_iter().flatten().any(|place| state_cell(view, kind, head, place, notes));
    }
}

/// States the signs of a check-up's rows that name several at once, or hold one that the name does not tell:
/// `身高/体重 | 170cm / 69kg，BMI 23.9`.
pub(super) fn state_rows(view: &mut View, tables: &[TableView], notes: &mut Notes) {
    let named = pattern!(r"(?i)身高|体重|体[质重]|height|weight|\bBMI\b|一般");
    let several =
        pattern!(r"[0-9]\s*(?:cm|厘米|公分|m)\b.{0,8}[0-9]\s*(?:kg|公斤)|(?i:BMI|指数)[^0-9]{0,4}[0-9]");
    let is = |form: Option<&Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let mut rows = Vec::new();
    for cell in tables.iter().flat_map(|table| table.cells.iter().map(move |cell| (table, cell))) {
        let (table, cell) = cell;
        let beside = table.cell(cell.row, cell.column + cell.column_span);
        let text = |id| view.passage(id).map_or("", |passage: &Passage| passage.folded());
        if let Some(beside) = beside.filter(|beside| is(several, text(beside.passage)))
            && is(named, text(cell.passage))
        {
            rows.push([cell.passage, beside.passage]);
        }
    }
    for row in rows {
        let id = view.join(&row);
        let Some(length) = view.passage(id).map(|passage| passage.folded().len()) else { continue };
        state(view, &Spot { passage: id, bytes: 0..length }, notes);
    }
}

/// Heads of vital signs in one row that make a table a chart.
const HEADS_OF_CHART: usize = 2;

/// The row that heads a chart of vital signs: several of its cells name one.
pub(super) fn charted(view: &View, table: &TableView) -> Option<u32> {
    (0..table.rows.saturating_sub(1)).find(|row| {
        // A head with its value beside it is none of a column.
        let has_beside = |cell: &&CellView| {
            let beside = table.cell(cell.row, cell.column + cell.column_span);
            let text = beside.and_then(|beside| view.passage(beside.passage)).map_or("", |p| p.folded());
            text.trim().starts_with(|c: char| c.is_ascii_digit())
        };
        let own = table.cells.iter().filter(|cell| cell.row == *row && !has_beside(cell));
        let named = own.filter_map(|cell| head_kind(view.passage(cell.passage)?.folded()));
        named.count() >= HEADS_OF_CHART
    })
}

/// States the sign that a cell holds, of that kind by its head; whether it does.
fn state_cell(
    view: &View,
    kind: VitalKind,
    head: &crate::Passage,
    cell: &CellView,
    notes: &mut Notes,
) -> bool {
    let form = pattern!(
        r"^\s*(?P<value>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:/\s*(?P<second>[0-9]{2,3}))?\s*(?:[^0-9/]*|[^0-9/]{1,8}/[^0-9/]{1,8}2?)$"
    );
    let Some(passage) = view.passage(cell.passage) else { return false };
    let Some(captures) = form.and_then(|form| form.captures(passage.folded())) else { return false };
    let second = captures.name("second").map(|m| m.range());
    let Some(first) = captures.name("value").map(|m| m.range()) else { return false };
    if second.is_some() != (kind == VitalKind::BloodPressure) {
        return true;
    }
    let read = |range: &std::ops::Range<usize>| number(passage.folded().get(range.clone())?).map(|n| n.0);
    let Some(number) = read(&first) else { return true };
    notes.cite(head, 0..head.folded().len(), EvidenceKind::Label);
    let value = notes.state(passage, first, number);
    let second = second.and_then(|range| Some(notes.state(passage, range.clone(), read(&range)?)));
    notes.add("vital.table", MedicalFact::Vital { kind, value, second, unit: None });
    true
}

fn usual(unit: &str) -> String {
    let lower = unit.to_lowercase();
    let usual = match lower.as_str() {
        "mmhg" | "毫米汞柱" => "mmHg",
        "℃" | "°c" | "°" | "度" => "℃",
        "厘米" | "公分" | "m" | "米" => "cm",
        "公斤" | "千克" => "kg",
        "%" => "%",
        "cm" => "cm",
        "kg" => "kg",
        _ if lower.starts_with("kg/") => "kg/m^2",
        _ => "/min",
    };
    usual.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_sound() {
        assert_eq!(PATTERNS.len(), FORMS.len());
    }
}
