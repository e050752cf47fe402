//! Medicines in tables: by the heads of the columns, or where no head is known by what stands in them.

use std::ops::Range;

use super::dictionary::medicine;
use super::drug::{DoseAt, dose_at, doses_in, is_usage, names_medicine, strength_in};
use super::drug_usage::{frequency_in, route_in};
use crate::pattern::pattern;
use crate::{Drug, MedicalFact, Notes, Passage, TableView, View};

/// What a column of a table of medicines holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Strength,
    Route,
    Frequency,
    Dose,
}

/// What a head says of its column: by its words, for houses put them together in many ways.
fn column(head: &str) -> Option<Column> {
    let head: String = head.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let first = |words: &[&str]| words.iter().filter_map(|word| head.find(word)).min();
    let has = |words: &[&str]| first(words).is_some();
    if head.is_empty() || head.chars().count() > LONGEST_HEAD {
        return None;
    }
    let amounts = ["规格", "剂量", "用量", "数量", "strength", "dose", "dosage", "qty", "quantity"];
    let joined = has(&["及", "与", "和", "、", "/", "&", "and", ",", "("]);
    let name = first(&[
        "名称",
        "药名",
        "品名",
        "药品",
        "药物",
        "通用名",
        "商品名",
        "处方内容",
        "药嘱",
        "medication",
        "medicine",
        "drug",
        "product",
        "preparation",
        "generic",
    ]);
    // 药品规格 is a strength, 药品及规格 and "Medicine and strength" a name with one.
    let is_name = name.is_some_and(|at| first(&amounts).is_none_or(|amount| joined && at < amount))
        && !has(&["编码", "代码", "费", "价", "金额", "过敏", "allerg", "price", "cost", "code"]);
    let is_way = has(&["途径", "给药方式", "用药方式", "给药方法", "途经", "route"]);
    let is_often = has(&[
        "频",
        "用法",
        "次数",
        "服法",
        "用药时间",
        "服用方法",
        "使用方法",
        "frequency",
        "sig",
        "direction",
        "instruction",
        "times",
        "howtotake",
        "schedule",
    ]);
    let is_dose = has(&["剂量", "用量", "单量", "每次", "一次量", "单次", "dose", "dosage", "howmuch"]);
    match head.as_str() {
        "名称" | "医嘱内容" | "医嘱" | "item" => Some(Column::Name),
        "strength" | "规格" | "含量规格" | "药品规格" => Some(Column::Strength),
        _ if is_name => Some(Column::Name),
        _ if is_way => Some(Column::Route),
        _ if has(&["总", "发药", "total"]) => None,
        _ if is_often => Some(Column::Frequency),
        _ if is_dose => Some(Column::Dose),
        _ if has(&["规格", "strength"]) => Some(Column::Strength),
        _ => None,
    }
}

/// Rows within which a table's head stands.
const HEAD_ROWS: u32 = 4;

/// Letters of the longest head of a column.
const LONGEST_HEAD: usize = 24;

/// Columns within which the names stand where no head tells them.
const NAME_COLUMNS: u32 = 3;

/// Where the medicines of a table stand.
struct Layout {
    names: u32,
    /// The column of strengths, where a head names one.
    strengths: Option<u32>,
    /// Columns that tell how to take them; all others where no head tells.
    usage: Vec<u32>,
    first_row: u32,
}

/// The cell whose upper left corner stands there.
fn cell<'v>(view: &'v View, table: &TableView, row: u32, column: u32) -> Option<&'v Passage> {
    let cell = table.cell(row, column).filter(|cell| cell.row == row && cell.column == column)?;
    view.passage(cell.passage)
}

/// The layout that the heads of a table tell. A title or the patient's line may stand in the rows above.
fn headed(view: &View, table: &TableView) -> Option<Layout> {
    let heads_of = |row: u32| -> Vec<(u32, Column)> {
        let head = |c: u32| Some((c, column(cell(view, table, row, c)?.folded())?));
        (0..table.columns).filter_map(head).collect()
    };
    let row = (0..table.rows.min(HEAD_ROWS)).find(|row| {
        let heads = heads_of(*row);
        heads.len() > 1 && heads.iter().any(|(_, head)| *head == Column::Name)
    })?;
    let heads = heads_of(row);
    let of = |wanted: Column| heads.iter().find(|(_, head)| *head == wanted).map(|(column, _)| *column);
    let names = of(Column::Name)?;
    let usage = heads.iter().filter(|(c, head)| *c != names && *head != Column::Strength).map(|(c, _)| *c);
    Some(Layout { names, strengths: of(Column::Strength), usage: usage.collect(), first_row: row + 1 })
}

/// The layout that the cells themselves tell: a column most of whose cells begin with a medicine, in a table that says how
/// to take them.
fn by_content(view: &View, table: &TableView) -> Option<Layout> {
    if super::fees::is_charges(view, table) {
        return None;
    }
    let texts = |c: u32| {
        let cells = (0..table.rows).filter_map(move |row| cell(view, table, row, c));
        cells.map(Passage::folded).filter(|text| !text.trim().is_empty())
    };
    let names = (0..table.columns.min(NAME_COLUMNS)).find(|c| {
        let all = texts(*c).count();
        let named = texts(*c).filter(|text| names_medicine(&head_of(text)) && !text.contains("过敏")).count();
        named > 0 && named * 2 >= all
    })?;
    let tells = (0..table.columns).any(|c| texts(c).any(|text| frequency_in(text).is_some()));
    let usage = (0..table.columns).filter(|c| *c != names).collect();
    tells.then_some(Layout { names, strengths: None, usage, first_row: 0 })
}

/// The letters at the start of a cell in which a name stands, without the number before it.
fn head_of(text: &str) -> String {
    let start = pattern!(r"^\s*(?:\(?[0-9]{1,2}\s*[.、)]\s*|[①-⑳·•*-]\s*|[★☆△▲]\s*)?")
        .and_then(|form| form.find(text))
        .map_or(0, |found| found.end());
    text.get(start..).unwrap_or("").chars().take(LONGEST_NAME).collect()
}

/// Letters within which the name of a medicine stands.
const LONGEST_NAME: usize = 24;

/// States the medicines of a table; how many it has.
pub(super) fn state(view: &View, table: &TableView, notes: &mut Notes) -> usize {
    let charted = of_visits(view, table, notes);
    if charted > 0 {
        return charted;
    }
    let Some(layout) = headed(view, table).or_else(|| by_content(view, table)) else { return 0 };
    (layout.first_row..table.rows).filter(|row| state_row(view, table, &layout, *row, notes)).count()
}

/// Columns of visits from which on a table is a chart of them.
const FEWEST_VISITS: usize = 2;

/// States the medicines of a chart with a column for each visit, each cell an order: `用药1 | 硝苯地平缓释片20mg bid | …`.
fn of_visits(view: &View, table: &TableView, notes: &mut Notes) -> usize {
    let is_visit = |column: &u32| {
        cell(view, table, 0, *column).is_some_and(|head| super::series::is_time(head.folded()))
    };
    let visits: Vec<u32> = (1..table.columns).filter(is_visit).collect();
    let orders = |row: &u32| {
        let form = pattern!(r"(?i)^(?:用药|药物|药品|药名|降压药|降糖药|medic|drug|prescri)");
        let head = cell(view, table, *row, 0).map_or("", |head| head.folded().trim());
        form.is_some_and(|form| form.is_match(head)) && !head.contains("不良反应") && !head.contains("依从")
    };
    if visits.len() < FEWEST_VISITS {
        return 0;
    }
    let before = notes.of_part().count();
    for row in (1..table.rows).filter(orders) {
        for order in visits.iter().filter_map(|column| cell(view, table, row, *column)) {
            super::drug::state(order, 0..order.folded().len(), true, notes);
        }
    }
    notes.of_part().count() - before
}

/// The bytes of a cell that are the medicine's name: up to its strength, a bracket, a wide gap or the end of the line.
fn name_in(passage: &Passage) -> Option<Range<usize>> {
    let text = passage.folded();
    let lead = pattern!(r"^\s*(?:\(?[0-9]{1,2}\s*[.、)]\s*)?").and_then(|form| form.find(text));
    let start = lead.map_or(0, |found| found.end());
    let row_end = passage.rows().iter().map(|row| row.bytes.end).find(|end| *end > start);
    let rest = text.get(start..row_end.unwrap_or(text.len()))?;
    let stops = [
        rest.find(['(', '[', ',', ';']),
        rest.find("  "),
        strength_in(rest).map(|(amount, _)| amount.start),
        // What is glued to a letter is part of the name: 维生素B1片.
        doses_in(rest).into_iter().map(|dose| dose.amount.start).find(|at| {
            !rest.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphabetic()))
        }),
        pattern!(r"(?i)用法|用量|每次|口服|\b(?:sig|take|give)\b")
            .and_then(|form| form.find(rest))
            .map(|m| m.start()),
    ];
    let end = stops.into_iter().flatten().filter(|at| *at > 0).min().unwrap_or(rest.len());
    let name = rest.get(..end)?.trim_end();
    (!name.is_empty()).then_some(start..start + name.len())
}

fn state_row(view: &View, table: &TableView, layout: &Layout, row: u32, notes: &mut Notes) -> bool {
    let Some(holder) = cell(view, table, row, layout.names) else { return false };
    // An order that is all in one cell reads as a line does: 阿司匹林肠溶片 100mg po qd.
    if orders_whole(holder.folded()) {
        let before = notes.of_part().count();
        super::drug::state(holder, 0..holder.folded().len(), true, notes);
        return notes.of_part().count() > before;
    }
    let Some(name) = name_in(holder) else { return false };
    let words = holder.folded().get(name.clone()).unwrap_or("");
    let known = medicine(words).map(|known| known.id.clone());
    // A head tells names; without one only what looks like a medicine is one.
    if layout.first_row == 0 && !names_medicine(words) || !words.chars().any(char::is_alphabetic) {
        return false;
    }
    let mut others: Vec<(&Passage, Range<usize>)> = layout
        .usage
        .iter()
        .filter_map(|column| cell(view, table, row, *column))
        .map(|passage| (passage, 0..passage.folded().len()))
        .collect();
    let behind = name.end..holder.folded().len();
    // Below its name a medicine's usage may stand in the same cell.
    let own_usage = usage_start(holder, &behind);
    others.extend(own_usage.map(|start| (holder, start..behind.end)));
    let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let dose = others.iter().find_map(|(passage, bytes)| {
        let DoseAt { amount, unit } = doses_in(passage.folded().get(bytes.clone())?).into_iter().next()?;
        dose_at(passage, (shift(amount, bytes.start), shift(unit, bytes.start)), notes)
    });
    let own = layout.strengths.and_then(|column| cell(view, table, row, column)).map(|cell| (cell, 0));
    let beside = layout.usage.iter().filter(|_| layout.strengths.is_none() && layout.first_row == 0);
    let beside = beside.filter_map(|column| Some((cell(view, table, row, *column)?, 0)));
    let strength = own.into_iter().chain([(holder, name.end)]).chain(beside).find_map(|(passage, from)| {
        let end =
            if passage.id == holder.id { own_usage.unwrap_or(behind.end) } else { passage.folded().len() };
        let (amount, unit) = strength_in(passage.folded().get(from..end)?)?;
        dose_at(passage, (shift(amount, from), shift(unit, from)), notes)
    });
    let route = others.iter().find_map(|(passage, bytes)| {
        let (route, range) = route_in(passage.folded().get(bytes.clone())?)?;
        Some(notes.state(passage, shift(range, bytes.start), route))
    });
    let frequency = others.iter().find_map(|(passage, bytes)| {
        let (frequency, range) = frequency_in(passage.folded().get(bytes.clone())?)?;
        Some(notes.state(passage, shift(range, bytes.start), frequency))
    });
    let name = notes.copy(holder, name);
    let drug = Drug { name, drug: known, strength, dose, route, frequency };
    notes.add("drug.table", MedicalFact::Drug(Box::new(drug)));
    true
}

/// Whether a cell of one line names a medicine, one amount and how it is given.
fn orders_whole(text: &str) -> bool {
    let told = frequency_in(text).is_some() || route_in(text).is_some();
    told && strength_in(text).is_none_or(|(amount, _)| {
        // Behind a strength the dose stands apart: 0.5g×60片 1g.
        doses_in(text).iter().any(|dose| dose.amount.start >= amount.start) && doses_in(text).len() == 1
    }) && doses_in(text).len() == 1
        && names_medicine(&head_of(text))
}

/// Where the usage begins that stands behind the name in its own cell.
fn usage_start(passage: &Passage, behind: &Range<usize>) -> Option<usize> {
    let text = passage.folded();
    let rows = passage.rows().iter().map(|row| row.bytes.start).filter(|start| behind.contains(start));
    let row = rows.into_iter().find(|start| text.get(*start..).is_some_and(is_usage));
    let word = pattern!(r"(?i)用法|用量|每次|一次|口服|\bsig\b|\btake\b|\bgive\b");
    row.or_else(|| {
        let found = word.and_then(|form| form.find(text.get(behind.clone())?));
        found.map(|found| behind.start + found.start())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_go_by_their_words() {
        for (head, want) in [
            ("Medicine and strength", Some(Column::Name)),
            ("Medication", Some(Column::Name)),
            ("药品名称及规格", Some(Column::Name)),
            ("药品规格", Some(Column::Strength)),
            ("Directions", Some(Column::Frequency)),
            ("一次量", Some(Column::Dose)),
            ("给药途径", Some(Column::Route)),
            ("Drug allergies", None),
            ("药品金额", None),
            ("总量", None),
            ("", None),
        ] {
            assert_eq!(column(head), want, "{head}");
        }
    }
}
