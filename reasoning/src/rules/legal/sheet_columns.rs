//! What the columns of a table of sums are, by their heads and by what stands in them; part of L12.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::labels::{Kind, kind};
use super::matter::Matter;
use super::sums::number;
use crate::{CellView, PassageId, TableView};

/// The rows whose label says that their sum is taken off.
pub(super) fn less(table: &TableView, text: &dyn Fn(&CellView) -> String) -> Vec<u32> {
    const LESS: [&str; 14] = [
        "less ",
        "less:",
        "less(",
        "discount",
        "deduct",
        "minus",
        "减:",
        "减去",
        "扣除",
        "扣减",
        "折扣",
        "优惠",
        "已付",
        "已支付",
    ];
    let cells = table.cells.iter().filter(|cell| cell.row > 0);
    let taken = cells.filter(|cell| {
        let own = text(cell).to_lowercase();
        LESS.iter().any(|word| own.starts_with(word))
    });
    taken.map(|cell| cell.row).collect()
}

/// Whether the heads of the amounts or of the taxes say that the taxes are within the amounts.
pub(super) fn has_taxes(
    table: &TableView,
    text: &dyn Fn(&CellView) -> String,
    amount: Option<u32>,
    tax: Option<u32>,
) -> bool {
    let heads = |column: Option<u32>, words: &[&str], not: &[&str]| {
        let own = table.cells.iter().filter(|cell| Some(cell.column) == column && cell.row <= 1);
        own.map(|cell| text(cell).to_lowercase()).any(|head| {
            words.iter().any(|word| head.contains(word)) && !not.iter().any(|word| head.contains(word))
        })
    };
    heads(amount, &["含税", "incl", "inc "], &["不含", "未含", "免"])
        || heads(tax, &["其中", "of which", "included"], &[])
}

/// The only column that the rows of totals have numbers in, where it is not the one that is headed as amounts.
pub(super) fn totalled(
    table: &TableView,
    text: &dyn Fn(&CellView) -> String,
    amount: Option<u32>,
) -> Option<u32> {
    let own = amount?;
    let is_number = |cell: &&CellView| number(&text(cell)).is_some();
    let is_total = |row: u32| {
        let label = table.cells.iter().filter(|cell| cell.row == row && number(&text(cell)).is_none());
        let label: Vec<String> = label.map(text).collect();
        matches!(kind(&label.join(" ")), Some(Kind::Net | Kind::Gross))
    };
    let rows: Vec<u32> = (1..table.rows).filter(|row| is_total(*row)).collect();
    let [row] = rows.as_slice() else { return None };
    let numbers: Vec<u32> = table
        .cells
        .iter()
        .filter(|cell| cell.row == *row)
        .filter(is_number)
        .map(|cell| cell.column)
        .collect();
    let [column] = numbers.as_slice() else { return None };
    let mut heads = table.cells.iter().filter(|cell| cell.row == 0 && cell.column == *column);
    let charged = |cell: &CellView| {
        let head = text(cell).to_lowercase();
        ["interest", "利息", "罚息", "违约金", "滞纳金"].iter().any(|word| head.contains(word))
    };
    if !heads.any(charged) {
        return None;
    }
    let above = table.cells.iter().filter(|cell| cell.column == *column && cell.row > 0 && cell.row < *row);
    (*column != own && above.filter(is_number).count() > 1).then_some(*column)
}

/// The column of taxes by its head, whose cells are no rates: `GST`, `Tax amt`, but neither `Ex GST` nor `Tax %`.
pub(super) fn taxed(matter: &Matter<'_>, table: &TableView) -> Option<u32> {
    const TAXES: [&str; 6] = ["tax", "gst", "vat", "hst", "税", "qst"];
    const OTHER: [&str; 16] = [
        "ex", "inc", "net", "before", "total", "gross", "rate", "%", "no", "id", "code", "含", "率", "价",
        "号", "taxable",
    ];
    let text = |cell: &CellView| {
        let text = matter.cell(cell.passage).map_or("", |passage| passage.folded());
        text.to_lowercase().replace([' ', '.'], "")
    };
    let heads = |cell: &&CellView| {
        let head = text(cell);
        let named = TAXES.iter().any(|word| head.contains(word));
        let below = table.cells.iter().filter(|other| other.column == cell.column && other.row > cell.row);
        let filled: Vec<String> = below.map(text).filter(|own| !own.is_empty()).collect();
        let figures = filled.iter().filter(|own| number(own).is_some()).count();
        cell.row == 0 && named && !OTHER.iter().any(|word| head.contains(word)) && figures * 2 > filled.len()
    };
    table.cells.iter().rev().find(heads).map(|cell| cell.column)
}

/// The columns of which the third, or `amount`, is the product of the first two in most rows that have all three.
pub(super) fn worked_out(
    columns: u32,
    column: &dyn Fn(Option<u32>) -> Vec<(u32, PassageId, Decimal)>,
    amount: Option<u32>,
) -> Option<(u32, u32, u32)> {
    let all: Vec<BTreeMap<u32, Decimal>> = (0..columns.min(MOST_COLUMNS))
        .map(|index| column(Some(index)).into_iter().map(|(row, _, value)| (row, value)).collect())
        .collect();
    let agree = |a: &BTreeMap<u32, Decimal>, b: &BTreeMap<u32, Decimal>, c: &BTreeMap<u32, Decimal>| {
        let (mut fit, mut rows) = (0, 0);
        let (mut products, mut amounts) = (Decimal::ZERO, Decimal::ZERO);
        for (row, amount) in c {
            let Some(product) = a.get(row).zip(b.get(row)).and_then(|(a, b)| a.checked_mul(*b)) else {
                continue;
            };
            rows += 1;
            products = products.saturating_add(product.round_dp(2));
            amounts = amounts.saturating_add(*amount);
            fit += usize::from((product.round_dp(2) - amount).abs() <= Decimal::new(1, 2));
        }
        // Amounts that stand in each other's rows still come to the same.
        fit >= LEAST_PRODUCTS && fit * 2 > rows
            || rows > LEAST_PRODUCTS && products == amounts && !amounts.is_zero()
    };
    let is_amount = |third: &usize| amount.is_none_or(|own| u32::try_from(*third) == Ok(own));
    for (third, c) in all.iter().enumerate().rev().filter(|(third, _)| is_amount(third)) {
        for (first, a) in all.iter().enumerate().filter(|(first, _)| *first != third) {
            let second =
                all.iter().enumerate().skip(first + 1).find(|(second, b)| *second != third && agree(a, b, c));
            if let Some((second, _)) = second {
                let index = |at: usize| u32::try_from(at).ok();
                return Some((index(first)?, index(second)?, index(third)?));
            }
        }
    }
    None
}

/// Columns that are tried, and rows that must agree.
const MOST_COLUMNS: u32 = 12;
const LEAST_PRODUCTS: usize = 2;
