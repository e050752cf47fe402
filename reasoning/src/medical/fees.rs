//! Charges: items with quantity, price and amount, subtotals, totals.

use rust_decimal::Decimal;

use super::entries::row_cells;
use crate::pattern::pattern;
use crate::{FeeSum, MedicalFact, Notes, Part, Passage, TableView, View};

/// The columns of a table of charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    name: u32,
    quantity: Option<u32>,
    price: Option<u32>,
    amount: u32,
}

/// Rows whose quantity times price gives the amount tell the columns where at least this many do, and most rows.
const FEWEST_ROWS: usize = 3;

/// A product of printed numbers may miss the printed amount by this much: half a fen of rounding and a fen of slack.
const ROUNDING: Decimal = Decimal::from_parts(15, 0, 0, false, 3);

/// Whether a table lists charges.
pub(super) fn is_charges(view: &View, table: &TableView) -> bool {
    columns(view, table).is_some()
}

/// States the charges in the tables of `part`, and the total that stands below them.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    let mut any = false;
    for table in view.tables_within(part.first..part.end) {
        let Some(columns) = columns(view, table).or_else(|| priced_results(view, table)) else { continue };
        any = true;
        for row in 0..table.rows {
            state_row(view, table, row, columns, notes);
        }
    }
    for table in
        view.tables_within(part.first..part.end).iter().filter(|table| any && columns(view, table).is_none())
    {
        state_boxes(view, table, notes);
    }
    for passage in view.within(part).iter().filter(|passage| any && super::section::is_prose(passage)) {
        state_total(passage, notes);
    }
}

fn state_row(view: &View, table: &TableView, row: u32, columns: Columns, notes: &mut Notes) {
    let passage = |column: u32| view.passage(table.cell(row, column)?.passage);
    let cells: Vec<&Passage> = row_cells(table, row).iter().filter_map(|id| view.passage(*id)).collect();
    if let Some(label) = cells.iter().find(|cell| sum_kind(cell.folded()).is_some()) {
        // Where the label spans the columns before it, the sum stands behind it, whatever heads it there.
        let is_sum = |cell: &&Passage| cell.id != label.id && number(cell.folded()).is_some();
        let own = passage(columns.amount).filter(is_sum);
        state_sum(label, own.or_else(|| cells.iter().rev().copied().find(is_sum)), notes);
        return;
    }
    let (Some(name), Some(amount)) = (passage(columns.name), passage(columns.amount)) else { return };
    let words = name.folded().trim();
    // What is taken off, was paid before or is left to pay is no charge.
    let settles = pattern!(
        r"(?i)^(?:less\b|discount|net (?:payable|amount)|advance|deposit|balance|paid|refund|amount (?:paid|due)|rounded|round off|折扣|优惠|减免|预交|预缴|已交|应退|补交|自付|自费|医保|统筹|报销|个人|实收|找零)"
    );
    if settles.is_some_and(|form| form.is_match(words)) {
        return;
    }
    let Some(value) = number(amount.folded()).filter(|_| name.id != amount.id && !words.is_empty()) else {
        return;
    };
    let name = notes.copy(name, 0..name.folded().len());
    let mut read = |column: Option<u32>| {
        let cell = passage(column?)?;
        Some(notes.state(cell, 0..cell.folded().len(), number(cell.folded())?))
    };
    let (quantity, price) = (read(columns.quantity), read(columns.price));
    let amount = notes.state(amount, 0..amount.folded().len(), value);
    notes.add("fee.table", MedicalFact::Fee { name, quantity, price, amount });
}

/// Which sum a text names: 小计, 合计.
fn sum_kind(text: &str) -> Option<FeeSum> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let total =
        pattern!(r"合计|总计|总额|总金额|总费用|费用总|应付|应收|grandtotal|grosstotal|grossamount|^total")?;
    let part = pattern!(r"小计|subtotal|费计?[0-9.]+$|[\p{Han}]计[0-9,.]*$|^计[0-9,.]*$")?;
    // 护理费合计 is the sum of a kind of charges, 住院费用合计 that of all.
    // What says that it sums up a part of the charges does so, whatever else it is called: 卫生材料费 本类合计.
    let of_part =
        pattern!(r"(?:[本此该分]?[类组]|[本此该分]项|[每本当0-9]日)(?:费用)?(?:合计|总计|共计|计$)")?
            .is_match(&plain);
    let of_kind = of_part
        || pattern!(r"^[\p{Han}]{1,8}费合计")?.is_match(&plain)
            && !pattern!(r"^(?:总|住院|医疗|全部|本次|应收|各项|门诊|诊疗)+(?:总)?费")?.is_match(&plain);
    if of_kind || part.is_match(&plain) && !total.is_match(&plain) {
        Some(FeeSum::Subtotal)
    } else if total.is_match(&plain) {
        Some(FeeSum::Total)
    } else {
        None
    }
}

/// States a sum whose amount stands in its column, or behind its label.
fn state_sum(label: &Passage, amount: Option<&Passage>, notes: &mut Notes) {
    let text = label.folded();
    let Some(kind) = sum_kind(text) else { return };
    let own = pattern!(r"[0-9][0-9,]*(?:\.[0-9]{1,4})?\s*元?\s*$").and_then(|form| form.find(text));
    let elsewhere = amount
        .filter(|amount| amount.id != label.id)
        .and_then(|amount| Some((amount, number(amount.folded())?)));
    let end = own.map_or(text.len(), |found| found.start());
    let name = notes.copy(label, 0..end);
    let amount = match (elsewhere, own) {
        (Some((passage, value)), _) => Some(notes.state(passage, 0..passage.folded().len(), value)),
        (None, Some(found)) => number(found.as_str()).map(|value| notes.state(label, found.range(), value)),
        (None, None) => None,
    };
    match amount {
        Some(amount) => drop(notes.add("fee.table", MedicalFact::FeeTotal { sum: kind, name, amount })),
        None => notes.drop_draft(),
    }
}

/// States the totals of a table of boxes, each a label over its amount or before it: `费用合计 | 预交金` over `1218.30 | 2000.00`.
fn state_boxes(view: &View, table: &TableView, notes: &mut Notes) {
    for cell in &table.cells {
        let Some(label) =
            view.passage(cell.passage).filter(|label| sum_kind(label.folded()) == Some(FeeSum::Total))
        else {
            continue;
        };
        let at = |row: u32, column: u32| view.passage(table.cell(row, column)?.passage);
        let is_amount =
            |passage: &&Passage| passage.folded().contains('.') && number(passage.folded()).is_some();
        let beside = at(cell.row, cell.column + cell.column_span).filter(is_amount);
        let amount = beside.or_else(|| at(cell.row + cell.row_span, cell.column).filter(is_amount));
        if amount.is_some() {
            state_sum(label, amount, notes);
        }
    }
}

/// States a total in the text: `费用合计：¥2171.72`, `合计金额（大写）：…（小写）：￥2854.57`.
fn state_total(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?i)(?:^|[\s,。;:|(])(?P<name>(?:本次|住院|门诊|医疗|治疗|费用|药品|收费|检验|检查|化验|体检|全部|各项)*(?:总\s*费\s*用|费\s*用\s*总\s*(?:额|计|数)|合\s*计|总\s*计|共\s*计|总额|总金额|总价|应收(?:金额|费用|合计|总额)?|金额)(?:金额|费用)?|grand total|total (?:amount|charges?|due|payable|bill)|total)",
        r"[^0-9。;]{0,48}?(?P<amount>[0-9][0-9,]*\.[0-9]{2})"
    ));
    // What was paid before, is given back, or borne by somebody is no sum of the charges.
    let part = pattern!(
        r"(?i)预\s*[交缴]|押金|[应实]?退|补[缴交收]|找零|统筹|报销|自[付费理]|医保|个人|账户|欠|减免|优惠|deposit|refund|paid|balance|discount|insur"
    );
    let all = form.iter().flat_map(|form| form.captures_iter(folded));
    let mut sums = all.filter(|captures| {
        let whole = captures.get(0).map_or("", |whole| whole.as_str());
        !part.is_some_and(|part| part.is_match(whole))
    });
    let Some(captures) = sums.next() else { return };
    let (Some(name), Some(amount)) = (captures.name("name"), captures.name("amount")) else { return };
    let Some(value) = number(amount.as_str()) else { return };
    let name = notes.copy(passage, name.range());
    let amount = notes.state(passage, amount.range(), value);
    notes.add("fee.text", MedicalFact::FeeTotal { sum: FeeSum::Total, name, amount });
}

/// The number that a cell is, as amounts are printed.
fn number(text: &str) -> Option<Decimal> {
    let form = pattern!(r"^[¥￥$]?\s*(?P<digits>-?[0-9][0-9,]*(?:\.[0-9]{1,4})?)\s*\p{Han}?$")?;
    let digits: String = form.captures(text.trim())?.name("digits")?.as_str().replace(',', "");
    digits.parse().ok()
}

/// The columns of a table of results that has a price for each: `项目 | 结果 | 单位 | 参考 | 单价(元)`.
fn priced_results(view: &View, table: &TableView) -> Option<Columns> {
    let heads = super::panel::heads(view, table);
    let row = heads.first()?.row;
    let find = |form: Option<&regex::Regex>| {
        (0..table.columns).find(|column| {
            let cell = table.cell(row, *column).and_then(|cell| view.passage(cell.passage));
            cell.is_some_and(|cell| form.is_some_and(|form| form.is_match(cell.folded().trim())))
        })
    };
    let amount = find(pattern!(
        r"(?i)^(?:单\s*价|金\s*额|收\s*费|费\s*用|价\s*格|price|fee|charge)(?:\s*\([^()]{1,6}\))?$"
    ))?;
    let name = find(pattern!(r"(?i)项\s*目|名\s*称|test|item|analyte"))?;
    Some(Columns { name, quantity: None, price: None, amount })
}

fn columns(view: &View, table: &TableView) -> Option<Columns> {
    let text = |row: u32, column: u32| {
        let cell = table.cell(row, column).filter(|cell| cell.column == column && cell.column_span == 1)?;
        Some(view.passage(cell.passage)?.folded().trim())
    };
    let head = |form: Option<&regex::Regex>| {
        let form = form?;
        let rows = 0..table.rows.min(HEAD_ROWS);
        rows.flat_map(|row| (0..table.columns).map(move |column| (row, column)))
            .find(|(row, column)| text(*row, *column).is_some_and(|text| form.is_match(&text.to_lowercase())))
            .map(|(_, column)| column)
    };
    let name =
        head(pattern!(r"项\s*目|名\s*称|名目|药品|item|description")).or_else(|| wordy(table, &text))?;
    if let Some((quantity, price, amount)) = product(table, &text) {
        return Some(Columns { name, quantity: Some(quantity), price: Some(price), amount });
    }
    let amount = head(pattern!(r"^(?:金\s*额|总金额|应收|amount|total)"));
    // A list may have prices alone, with their sum below.
    let prices = || {
        head(pattern!(r"^(?:价格|金额|费用|price|fee|charge|cost)\b"))
            .filter(|column| is_list_of_amounts(table, *column, &text))
    };
    let amount = amount.or_else(prices)?;
    let quantity = head(pattern!(r"^(?:数\s*量|次数|qty|quantity)"));
    // Prices with their sum are what each comes to.
    let price = head(pattern!(r"^(?:单\s*价|价格|unit price|price)")).filter(|price| *price != amount);
    let is_list = || is_list_of_amounts(table, amount, &text);
    (quantity.is_some() || price.is_some() || is_list()).then_some(Columns { name, quantity, price, amount })
}

/// Whether a column is amounts of money under its head, with one of them the sum of the others by its name.
fn is_list_of_amounts<'v>(
    table: &TableView,
    amount: u32,
    text: &impl Fn(u32, u32) -> Option<&'v str>,
) -> bool {
    let is_money =
        |row: &u32| text(*row, amount).is_some_and(|cell| cell.contains('.') && number(cell).is_some());
    let rows: Vec<u32> = (1..table.rows).filter(is_money).collect();
    let is_sum = |row: &u32| {
        (0..table.columns)
            .any(|column| text(*row, column).is_some_and(|cell| sum_kind(cell) == Some(FeeSum::Total)))
    };
    rows.len() > FEWEST_ROWS && rows.len() + 2 >= table.rows as usize && rows.iter().any(is_sum)
}

/// A table's head stands in its first rows.
const HEAD_ROWS: u32 = 3;

/// The column with most letters.
fn wordy<'v>(table: &TableView, text: &impl Fn(u32, u32) -> Option<&'v str>) -> Option<u32> {
    let letters = |column: u32| {
        let cells = (0..table.rows).filter_map(|row| text(row, column));
        cells.map(|cell| cell.chars().filter(|c| c.is_alphabetic()).count()).sum::<usize>()
    };
    (0..table.columns).max_by_key(|column| (letters(*column), std::cmp::Reverse(*column)))
}

/// The columns of which the third is the product of the others in most rows, and not only because one of them is 1.
fn product<'v>(table: &TableView, text: &impl Fn(u32, u32) -> Option<&'v str>) -> Option<(u32, u32, u32)> {
    let numbers: Vec<Vec<Option<Decimal>>> = (0..table.rows)
        .map(|row| (0..table.columns).map(|column| text(row, column).and_then(number)).collect())
        .collect();
    let of = |row: &[Option<Decimal>], column: u32| row.get(column as usize).copied().flatten();
    let mut best = None;
    for amount in 0..table.columns {
        for price in 0..table.columns {
            for quantity in 0..table.columns {
                if amount == price || amount == quantity || price == quantity {
                    continue;
                }
                let rows: Vec<(Decimal, Decimal, Decimal)> = numbers
                    .iter()
                    .filter_map(|row| Some((of(row, quantity)?, of(row, price)?, of(row, amount)?)))
                    .collect();
                let fits = |(quantity, price, amount): &&(Decimal, Decimal, Decimal)| {
                    quantity.checked_mul(*price).is_some_and(|product| (product - *amount).abs() <= ROUNDING)
                };
                let right = rows.iter().filter(fits).count();
                let telling = rows
                    .iter()
                    .filter(fits)
                    .filter(|(q, p, _)| *q != Decimal::ONE && *p != Decimal::ONE)
                    .count();
                // Of the two factors the price has the more decimals.
                let decimals = |pick: fn(&(Decimal, Decimal, Decimal)) -> Decimal| {
                    rows.iter().map(|row| pick(row).scale()).max().unwrap_or(0)
                };
                let is_ordered = decimals(|row| row.0) <= decimals(|row| row.1);
                let enough =
                    right >= FEWEST_ROWS && telling >= 1 && right * 4 >= rows.len() * 3 && is_ordered;
                if enough && best.is_none_or(|(count, _)| right > count) {
                    best = Some((right, (quantity, price, amount)));
                }
            }
        }
    }
    best.map(|(_, columns)| columns)
}
