//! Results of one list at several times: days side by side, each a column, or days one below the other under heads that name what was
//! measured.

use std::ops::Range;

use super::lab::{Row, Sample};
use super::labels::Column;
use super::panel::Panel;
use super::row::Slot;
use crate::pattern::pattern;
use crate::{Notes, Passage, TableView, View};

/// What states the results of other times than the one that counts.
pub(crate) const RULE: &str = "lab.series";

/// Whether a head says when, and not what: a day with or without its year, an hour, before or after what was done.
pub(super) fn is_time(text: &str) -> bool {
    pattern!(concat!(
        r"(?i)^(?:(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|[12][0-9]|3[01])(?:/(?:19|20)?[0-9]{2})?|(?:0[1-9]|[12][0-9]|3[01])-(?:0[1-9]|[12][0-9]|3[01])(?:-(?:19|20)[0-9]{2})?|",
        r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日?|[0-9]{1,2}[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[- ][0-9]{2,4})?)(?:\s+[0-9]{1,2}:[0-9]{2})?|[0-9]{1,2}:[0-9]{2}|",
        r"(?:术|手术|治疗|用药|化疗|透析|输血|溶栓|介入|放疗|服药|餐)(?:前|后)?(?:第?\s*[0-9一二三四五六七八九十]+\s*(?:天|日|周|月|小时|h))?[前后]?|(?:入院|出院|住院)(?:时|当[天日]|前)?|空腹|",
        r"(?:入院|住院|术后|治疗)?第\s*[0-9一二三四五六七八九十]+\s*[天日周次]|[0-9]+(?:\.[0-9])?\s*(?:min|分钟?|h|小时|hours?|hr)|(?:day|d|week|wk|month|pod)\s*[-+]?[0-9]{1,3}|",
        r"(?:pre|post)-?\s?(?:op(?:erative)?|operation|treatment|dose|dialysis|transfusion)?|baseline|(?:on )?(?:admission|discharge)|初诊|复诊|复查|首次|末次)$"
    ))
    .is_some_and(|form| form.is_match(text.trim()))
}

/// The panel with the column of another time as that of its results.
pub(super) fn at_time(panel: &Panel, time: u32) -> Panel {
    let mut other = panel.clone();
    for (roles, column) in other.columns.iter_mut().zip(panel.first..) {
        if column == time {
            *roles = vec![Column::Value];
        } else if roles.contains(&Column::Value) {
            *roles = vec![Column::Other];
        }
    }
    other
}

/// A head of a column that names what was measured: its cell, the name in it, and its unit in brackets.
struct Measured<'v> {
    column: u32,
    passage: &'v Passage,
    name: Range<usize>,
    unit: Option<Range<usize>>,
}

/// Heads that name what was measured from which on rows are times.
const FEWEST_HEADS: usize = 2;

/// States the results of a table whose rows are times: `日期 | Hb(g/L) | PLT(10^9/L)`. Whether it is one.
pub(super) fn state_rows(view: &View, table: &TableView, sample: Sample<'_>, notes: &mut Notes) -> bool {
    let text = |row: u32| {
        let cell = table.cell(row, 0).filter(|cell| cell.column_span == 1)?;
        Some(view.passage(cell.passage)?.folded().trim().to_owned())
    };
    let tells_time = text(0).is_some_and(|head| {
        pattern!(r"(?i)日期|时间|时点|孕周|^(?:date|time|day|visit|when)\b")
            .is_some_and(|form| form.is_match(&head))
    });
    let heads: Vec<Measured<'_>> =
        (1..table.columns).filter_map(|column| measured(view, table, column, sample)).collect();
    let rows: Vec<u32> =
        (1..table.rows).filter(|row| text(*row).is_some_and(|text| is_time(&text))).collect();
    if !tells_time || heads.len() < FEWEST_HEADS || rows.is_empty() {
        return false;
    }
    let is_range = |row: &u32| {
        let form = pattern!(r"(?i)^(?:参考|正常|ref|normal)");
        text(*row).is_some_and(|text| form.is_some_and(|form| form.is_match(&text)))
    };
    let range = (1..table.rows).find(is_range);
    let cell = |row: u32, column: u32| view.passage(table.cell(row, column)?.passage);
    for row in rows.iter().copied() {
        let rule = if rows.last() == Some(&row) { "lab.table" } else { RULE };
        for head in &heads {
            let Some(value) = cell(row, head.column) else { continue };
            let slot = |passage, role, bytes| Slot { passage, roles: vec![role], bytes };
            let mut cells = vec![
                slot(head.passage, Column::Name, head.name.clone()),
                slot(value, Column::Value, 0..value.folded().len()),
            ];
            cells.extend(head.unit.clone().map(|unit| slot(head.passage, Column::Unit, unit)));
            let normal = range.and_then(|row| cell(row, head.column));
            cells.extend(normal.map(|normal| slot(normal, Column::Range, 0..normal.folded().len())));
            if let Some(found) = Row::of(cells, sample).filter(Row::is_measured) {
                found.state(sample, rule, notes);
            }
        }
    }
    true
}

/// What the head of a column names, if that is measured in blood; what is measured at the bed is read with the signs.
fn measured<'v>(view: &'v View, table: &TableView, column: u32, sample: Sample<'_>) -> Option<Measured<'v>> {
    let cell = table.cell(0, column).filter(|cell| cell.column == column && cell.column_span == 1)?;
    let passage = view.passage(cell.passage)?;
    let text = passage.folded();
    let form =
        pattern!(r"^\s*(?P<name>[^()\[\]]{1,24}?)\s*(?:[(\[]\s*(?P<unit>[^()\[\]]{1,14})\s*[)\]])?\s*$")?;
    let captures = form.captures(text)?;
    let (name, unit) = (captures.name("name")?, captures.name("unit"));
    let symbol = unit.map(|unit| unit.as_str());
    let known = sample.analytes.named(name.as_str(), false, symbol).filter(|known| !known.mended);
    let analyte =
        known.map(|known| known.analyte).or_else(|| sample.analytes.coded(name.as_str(), false, symbol))?;
    // Without a unit that it is measured in a column may be anything: T(℃), P(次/分).
    let is_sign = matches!(analyte.id.as_str(), "HEIGHT" | "WEIGHT" | "BMI") || analyte.urine;
    let symbol = super::unit::read_unit(symbol?, &analyte.units)?.symbol;
    let is_long = name.as_str().chars().count() > 1;
    (!is_sign && is_long && super::vital_results::takes(analyte, &symbol)).then(|| Measured {
        column,
        passage,
        name: name.range(),
        unit: unit.map(|unit| unit.range()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_what_is_measured() {
        for text in [
            "04-02",
            "2024-04-02",
            "14/08",
            "3月14日",
            "08:00",
            "术前",
            "术后",
            "术后第1天",
            "第3天",
            "Day 3",
            "Pre-op",
            "120min",
            "入院时",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in [
            "结果",
            "Hb",
            "术前诊断",
            "4.0-10.0",
            "90.7",
            "80 - 99",
            "35-45",
            "0.9",
            "参考",
            "Result",
            "单位",
            "",
        ] {
            assert!(!is_time(text), "{text}");
        }
    }
}
