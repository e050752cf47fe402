//! Tables of whatever heads whose rows and columns bear each other out: part of L12.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::labels::{Kind, kind};
use super::super::matter::Matter;
use super::super::sums::number;
use crate::rules::Draft;
use crate::{Passage, PassageId, TableView};

/// The numbers of a column by their rows.
type Column = BTreeMap<u32, (PassageId, Decimal)>;

/// A table as numbers by column and row; shares are fractions.
struct Board {
    heads: BTreeMap<u32, String>,
    cells: BTreeMap<u32, Column>,
    /// The first row that adds up, where it is none of taxes.
    total: Option<u32>,
    /// The rows of items above it.
    items: Vec<u32>,
}

/// Columns and rows that are looked at; more is no table of sums.
const MOST_COLUMNS: u32 = 14;
const MOST_ROWS: u32 = 400;

/// What a sum may be rounded by.
const BORNE: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

/// What the tables get wrong, at most one each; whether any has a row that adds up.
pub(in super::super) fn check(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let boards: Vec<Board> = matter
        .tables()
        .filter(|table| table.columns <= MOST_COLUMNS && table.rows <= MOST_ROWS)
        .map(|table| board(matter, table))
        .collect();
    let seen = boards.iter().any(|board| board.total.is_some());
    let wrong = |board: &Board| sums(board).or_else(|| across(board)).or_else(|| running(board));
    let draft = |(id, found, expected): (PassageId, Decimal, Decimal)| {
        let draft = Draft::new().way("column");
        let draft = matter.cell(id).map(Passage::whole).into_iter().fold(draft, Draft::about_span);
        draft.found(found.to_string()).expected(expected.normalize().to_string())
    };
    (seen, boards.iter().filter_map(wrong).map(draft).collect())
}

fn board(matter: &Matter<'_>, table: &TableView) -> Board {
    let text = |id: PassageId| matter.cell(id).map_or("", |passage| passage.folded()).trim().to_owned();
    let mut heads = BTreeMap::new();
    let mut cells: BTreeMap<u32, Column> = BTreeMap::new();
    let mut labels: BTreeMap<u32, String> = BTreeMap::new();
    for cell in &table.cells {
        let own = text(cell.passage);
        let share = || number(own.strip_suffix('%')?)?.checked_div(Decimal::ONE_HUNDRED);
        match number(&own).or_else(share) {
            Some(value) if cell.row > 0 => {
                cells.entry(cell.column).or_default().insert(cell.row, (cell.passage, value));
            }
            None if cell.row == 0 => {
                heads.insert(cell.column, own.to_lowercase());
            }
            None => labels.entry(cell.row).or_default().push_str(&own),
            Some(_) => {}
        }
    }
    let kinds: BTreeMap<u32, Kind> =
        labels.iter().filter_map(|(row, label)| Some((*row, kind(label)?))).collect();
    let first = kinds.iter().next().filter(|(_, kind)| **kind != Kind::Tax).map(|(row, _)| *row);
    let items = (1..first.unwrap_or(table.rows)).collect();
    Board { heads, cells, total: first, items }
}

type Wrong = (PassageId, Decimal, Decimal);

/// A number of the row of totals that is not what its column comes to, where the others are, or where it is the only one.
fn sums(board: &Board) -> Option<Wrong> {
    let total = board.total?;
    let (mut borne_out, mut wrong) = (0, Vec::new());
    for (column, own) in &board.cells {
        let head = board.heads.get(column).map_or("", String::as_str);
        let Some((id, printed)) = own.get(&total) else { continue };
        let items: Vec<Decimal> =
            board.items.iter().filter_map(|row| own.get(row)).map(|cell| cell.1).collect();
        // What is the same in all rows, and in that of the totals, is not added up: months of one term.
        let alike = items.iter().all(|item| item == printed);
        if items.len() < 2 || alike || NOT_ADDED.iter().any(|word| head.contains(word)) {
            continue;
        }
        let all = items.iter().fold(Decimal::ZERO, |sum, item| sum.saturating_add(*item));
        if (all - printed).abs() <= BORNE {
            borne_out += 1;
        } else {
            wrong.push((*id, *printed, all));
        }
    }
    let [only] = wrong.as_slice() else { return None };
    let named = board
        .total
        .and_then(|_| board.cells.iter().find(|(_, own)| own.values().any(|cell| cell.0 == only.0)));
    let head = named.and_then(|(column, _)| board.heads.get(column)).map_or("", String::as_str);
    let of_money = MONEY.iter().any(|word| head.contains(word));
    (borne_out > 0 || of_money).then_some(*only)
}

/// Heads of columns that nobody adds up.
const NOT_ADDED: [&str; 15] = [
    "余额", "balance", "单价", "price", "rate", "费率", "税率", "平均", "average", "序号", "日期", "date",
    "hsn", "no.", "code",
];

/// Heads of columns of money.
const MONEY: [&str; 16] = [
    "(元)", "金额", "价款", "amount", "fee", "($)", "$", "£", "€", "rs.", "usd", "sgd", "hkd", "eur",
    "premium", "capital",
];

/// A row in which one column is not what two others come to, where all the other rows bear it out: owed, paid, left.
fn across(board: &Board) -> Option<Wrong> {
    let columns: Vec<(&u32, &Column)> = board.cells.iter().collect();
    for (at, (_, a)) in columns.iter().enumerate() {
        for (_, b) in columns.iter().skip(at + 1) {
            for (column, c) in columns.iter().skip(at + 2).filter(|(_, c)| !std::ptr::eq(*c, *b)) {
                if !board.heads.contains_key(column) {
                    continue;
                }
                let rows: Vec<(PassageId, Decimal, Decimal)> = c
                    .iter()
                    .filter_map(|(row, (id, value))| {
                        Some((*id, *value, a.get(row)?.1.checked_sub(b.get(row)?.1)?))
                    })
                    .collect();
                let wrong: Vec<&Wrong> =
                    rows.iter().filter(|(_, value, left)| (value - left).abs() > BORNE).collect();
                if let [one] = wrong.as_slice()
                    && rows.len() > LEAST_ROWS
                    && rows.iter().any(|(_, value, _)| !value.is_zero())
                {
                    return Some(**one);
                }
            }
        }
    }
    None
}

/// Rows that bear out what a column is, one besides.
const LEAST_ROWS: usize = 2;

/// A balance that is not the one before with what came in and went out since.
fn running(board: &Board) -> Option<Wrong> {
    let head = |words: &[&str]| {
        let found = board.heads.iter().find(|(_, head)| words.iter().any(|word| head.contains(word)));
        found.map(|(column, _)| *column)
    };
    let balance = board.cells.get(&head(&["余额", "结余", "balance"])?)?;
    let (more, less) = (
        head(&["增加", "借方", "收入", "应收", "存入", "debit", "invoice", "charges"])?,
        head(&["收款", "贷方", "支出", "付款", "退货", "减少", "支取", "credit", "payment", "receipts"])?,
    );
    let of = |column: u32, row: u32| {
        board.cells.get(&column).and_then(|own| own.get(&row)).map_or(Decimal::ZERO, |cell| cell.1)
    };
    let rows: Vec<(&u32, &(PassageId, Decimal))> =
        balance.iter().filter(|(row, _)| board.total.is_none_or(|total| **row < total)).collect();
    let mut wrong: Vec<Wrong> = Vec::new();
    for two in rows.windows(2) {
        let [(_, before), (row, own)] = two else { continue };
        let expected = before.1.saturating_add(of(more, **row)).saturating_sub(of(less, **row));
        if (expected - own.1).abs() > BORNE {
            wrong.push((own.0, own.1, expected));
        }
    }
    // A wrong balance is missed where it is told and where the next begins.
    let few = wrong.len() <= 2 && rows.len() > wrong.len() + 2;
    wrong.first().copied().filter(|_| few)
}
