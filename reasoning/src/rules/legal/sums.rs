//! Sums of items: L12.

use std::ops::Range;

use rust_decimal::Decimal;

use super::added;
use super::beside;
use super::billed;
use super::labels::{Kind, kind};
use super::matter::{Matter, among};
use super::sheet_columns::{has_taxes, less, taxed, totalled, worked_out};
use super::told_sums;
use super::trade::{columns, reckoned};
use super::worked_sums;
use crate::legal::ProvisionKind;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Form, Found, Money, find_money, find_numbers};
use crate::{CellView, Fact, PassageId, TableView};

pub(super) fn amount(money: &Money) -> String {
    money.amount().map(|amount| amount.to_string()).unwrap_or_default()
}

/// A column of sums with what stands in each row.
pub(super) struct Column {
    pub(super) entries: Vec<(u32, PassageId, Decimal)>,
}

/// L12: what is added up is the sum of its items; price times quantity is the amount.
pub(super) fn totals(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let mut seen = false;
    let mut drafts = Vec::new();
    let sheets: Vec<Sheet> = matter.tables().map(|table| Sheet::of(matter, table, rule)).collect();
    let sheets = joined(sheets);
    // What stands beside a table is the total of the only one with sums.
    let is_only = sheets.iter().filter(|sheet| sheet.amounts.entries.len() > 1).count() == 1;
    for sheet in &sheets {
        seen |= !sheet.totals.is_empty();
        drafts.extend(sheet.check(matter));
        drafts.extend(against_price(matter, sheet));
        let beside = if is_only { beside::total(matter, sheet, rule) } else { None };
        seen |= beside.is_some();
        drafts.extend(beside.flatten());
    }
    for (fact, holding) in matter.holdings() {
        let sum = in_words(&holding.text.value);
        seen |= sum.is_some();
        if let Some((found, expected)) = sum.filter(|(found, expected)| found != expected) {
            let draft = Draft::new().way("words").about(fact, holding.text.evidence);
            drafts.push(draft.found(found.to_string()).expected(expected.to_string()));
        }
    }
    let told = drafts.is_empty();
    for (found, more) in [added::lists(matter), added::parts(matter), added::instalments(matter)] {
        seen |= found;
        drafts.extend(more.into_iter().filter(|_| told).take(1));
    }
    if drafts.is_empty() {
        let (found, more) = told_sums::reckoned(matter);
        seen |= found;
        drafts.extend(more.or_else(|| billed::shares(matter)).or_else(|| billed::instalments(matter)));
    }
    if drafts.is_empty() {
        let (found, more) = worked_sums::check(matter);
        seen |= found;
        drafts.extend(more);
    }
    for (found, more) in
        matter.is_trade().then(|| [columns::check(matter), reckoned::check(matter)]).into_iter().flatten()
    {
        seen |= found;
        drafts.extend(more.into_iter().filter(|_| told).take(1));
    }
    Verdict::of(seen, "total", drafts)
}

/// `甲1元、乙2元、丙3元,以上共计6元`: what is said and what the items come to.
fn in_words(text: &str) -> Option<(Decimal, Decimal)> {
    let folded = crate::fold(text);
    let at = ["以上共计", "以上合计", "上述共计", "以上各项共计", "以上款项共计", "共计", "合计"]
        .iter()
        .find_map(|word| folded.find(word).map(|at| at..at + word.len()))?;
    let sums = find_money(&folded);
    let total = sums.iter().find(|sum| sum.range.start >= at.end && sum.range.start - at.end <= 12)?;
    let items: Vec<_> = sums.iter().filter(|sum| sum.range.end <= at.start).collect();
    let listed = items.len() >= 2
        && items.windows(2).all(|two| {
            two.first().zip(two.last()).is_some_and(|(a, b)| {
                let between = folded.get(a.range.end..b.range.start).unwrap_or_default();
                between.contains(['、', ',', ';']) && !between.contains("。") && between.chars().count() <= 20
            })
        });
    let sum = items.iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.value.amount()?))?;
    listed.then_some((total.value.amount()?, sum))
}

/// A table with the columns that hold sums, and its rows of totals.
pub(super) struct Sheet {
    pub(super) amounts: Column,
    pub(super) taxes: Column,
    /// Quantity times price, by row.
    products: Vec<(u32, Decimal)>,
    /// Rates of taxes, by row.
    rates: Vec<(u32, Decimal)>,
    pub(super) totals: Vec<Total>,
    /// Rows of what is taken off.
    less: Vec<u32>,
    /// Whether the amounts have their taxes in them.
    inclusive: bool,
}

pub(super) struct Total {
    row: u32,
    pub(super) kind: Kind,
    amount: Option<(PassageId, Decimal)>,
    tax: Option<(PassageId, Decimal)>,
    /// The sum with its sign of money that stands in the row besides both.
    gross: Option<(PassageId, Decimal)>,
}

impl Total {
    /// The sum of the row.
    pub(super) fn value(&self) -> Option<Decimal> {
        self.amount.map(|amount| amount.1)
    }
}

/// What the totals of a table have told so far.
#[derive(Default)]
struct Told {
    /// The row behind the last partial total.
    from: u32,
    /// Whether a row of taxes stood above.
    taxed: bool,
    /// The row behind the last net total.
    net_row: u32,
    net: Option<Decimal>,
    sub: Option<Decimal>,
    tax: Option<Decimal>,
    /// The taxes that a column came to, which a row of taxes below tells again.
    column: Option<Decimal>,
}

impl Told {
    fn add(&mut self, total: &Total) {
        let amount = total.amount.map(|amount| amount.1);
        let tax = total.tax.map(|tax| tax.1);
        let more = |own: Decimal, before: Option<Decimal>| own.saturating_add(before.unwrap_or_default());
        match total.kind {
            Kind::Sub => {
                self.from = total.row + 1;
                self.sub = amount.or(self.sub);
                self.column = tax.map(|own| more(own, self.column)).or(self.column);
                self.tax = tax.map(|own| more(own, self.tax)).or(self.tax);
            }
            Kind::Net => {
                self.net_row = total.row + 1;
                self.net = amount.or(self.net);
                self.column = tax.or(self.column);
                self.tax = tax.or(self.tax);
            }
            // Taxes of several kinds stand one below the other.
            Kind::Tax => {
                self.taxed = true;
                let own = amount.filter(|own| self.column != Some(*own));
                self.tax = own.map(|own| more(own, self.tax)).or(self.tax);
            }
            Kind::Gross => {}
        }
    }
}

pub(super) fn number(text: &str) -> Option<Decimal> {
    let plain = crate::fold(text)
        .replace([',', '¥', '￥', '$', '£', '€', ' '], "")
        .replace("元", "")
        .replace("USD", "");
    // What is taken off stands behind a minus or in brackets.
    let bracketed = plain.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let negative = plain.strip_prefix(['-', '−', '–']).or(bracketed);
    let bare = unsigned(negative.unwrap_or(&plain));
    let number = find_numbers(bare).into_iter().next()?;
    let value = number.value.value;
    (number.range == (0..bare.len())).then_some(if negative.is_some() { -value } else { value })
}

/// A sum without the code of a currency before it: `Rs. 595,328.00`.
fn unsigned(sum: &str) -> &str {
    if !sum.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return sum;
    }
    let code = pattern!(
        r"^(?i:rs\.?|inr|usd?|eur|gbp|hkd?|sgd?|s|aud?|a|nzd?|cad?|c|zar|r|rm|myr|aed|ksh|kes|chf|jpy|cny|rmb|ngn|ghs|php)"
    );
    code.and_then(|code| code.find(sum)).and_then(|found| sum.get(found.end()..)).unwrap_or(sum)
}

/// What a cell like `13%` multiplies an amount by.
fn rate(text: &str) -> Option<Decimal> {
    number(text.trim_end().strip_suffix('%')?)?.checked_div(Decimal::ONE_HUNDRED)
}

/// Totals that stand in a table of their own below that of the items belong to it.
fn joined(sheets: Vec<Sheet>) -> Vec<Sheet> {
    let mut kept: Vec<Sheet> = Vec::new();
    for mut sheet in sheets {
        let alone = sheet.amounts.entries.len() <= 1 && sheet.products.is_empty();
        let last = kept.last_mut().filter(|last| alone && last.amounts.entries.len() > 1);
        if let Some(last) = last {
            let below = last.totals.last().map_or(0, |total| total.row + 1);
            let below = last.amounts.entries.iter().map(|entry| entry.0 + 1).fold(below, u32::max);
            last.totals.extend(sheet.totals.drain(..).map(|total| Total { row: total.row + below, ..total }));
        }
        kept.push(sheet);
    }
    kept
}

impl Sheet {
    fn of(matter: &Matter<'_>, table: &TableView, rule: &Rule) -> Self {
        let text = |cell: &CellView| {
            matter.cell(cell.passage).map_or("", |passage| passage.folded()).trim().to_owned()
        };
        let headed = |words: &[&str]| -> Option<u32> {
            let plain = |cell: &CellView| text(cell).to_lowercase().replace(' ', "");
            // 不含税金额 is no 税金.
            let named = |head: &str, word: &str| {
                let priced = |at: usize| {
                    word.starts_with('税') && head.get(..at).is_some_and(|b| b.ends_with(['含', '未', '免']))
                };
                head.match_indices(word).any(|(at, _)| !priced(at))
            };
            let fits = |cell: &&CellView| {
                cell.column_span <= MOST_SPAN
                    && words.iter().any(|word| named(&plain(cell), word))
                    && number(&text(cell)).is_none()
            };
            table.cells.iter().filter(|cell| cell.row <= MOST_HEAD_ROWS).find(fits).map(|cell| cell.column)
        };
        let amount = headed(&rule.words("amount"));
        let tax = headed(&rule.words("tax")).or_else(|| taxed(matter, table));
        let (quantity, price) = (headed(&rule.words("quantity")), headed(&rule.words("price")));
        // Heads of other words count where they are of neither quantity nor price.
        let else_headed = headed(&rule.words("amount_else"));
        let amount = amount.or(else_headed.filter(|own| Some(*own) != price && Some(*own) != quantity));
        // Where the row of totals adds up another column alone, that one is meant: interest beside what it is due on.
        let amount = totalled(table, &text, amount).or(amount);
        let column = |column: Option<u32>| -> Vec<(u32, PassageId, Decimal)> {
            let of = |cell: &&CellView| {
                column.is_some_and(|column| (cell.column..cell.column + cell.column_span).contains(&column))
            };
            table
                .cells
                .iter()
                .filter(of)
                .filter_map(|cell| Some((cell.row, cell.passage, number(&text(cell))?)))
                .collect()
        };
        // Under heads that nobody knows the amounts are what two other columns come to; so with those of the two.
        let found = worked_out(table.columns, &column, amount)
            .filter(|_| amount.is_none() || quantity.is_none() || price.is_none());
        let (quantity, price, amount) =
            found.map_or((quantity, price, amount), |(a, b, c)| (Some(a), Some(b), Some(c)));
        let mut sheet = Self {
            amounts: Column { entries: column(amount) },
            taxes: Column { entries: column(tax.filter(|tax| Some(*tax) != amount)) },
            products: Vec::new(),
            rates: table.cells.iter().filter_map(|cell| Some((cell.row, rate(&text(cell))?))).collect(),
            totals: Vec::new(),
            less: less(table, &text),
            inclusive: false,
        };
        sheet.inclusive = has_taxes(table, &text, amount, tax);
        let (quantities, prices) = (column(quantity), column(price));
        for (row, _, count) in &quantities {
            let product = prices
                .iter()
                .find(|(other, ..)| other == row)
                .and_then(|(_, _, price)| price.checked_mul(*count));
            sheet.products.extend(product.map(|product| (*row, product)));
        }
        sheet.totals = (0..table.rows).filter_map(|row| sheet.total(matter, table, row)).collect();
        sheet
    }

    /// What the row adds up, where its label says that it does.
    fn total(&self, matter: &Matter<'_>, table: &TableView, row: u32) -> Option<Total> {
        let label: Vec<String> = table
            .cells
            .iter()
            .filter(|cell| cell.row == row)
            .map(|cell| matter.cell(cell.passage).map_or("", |passage| passage.folded()).trim().to_owned())
            .filter(|text| number(text).is_none())
            .collect();
        let kind = kind(&label.join(" "))?;
        let at = |column: &Column| {
            column.entries.iter().find(|entry| entry.0 == row).map(|(_, id, value)| (*id, *value))
        };
        let figures = in_figures(matter, table, row);
        // Without heads, as in a table of totals alone, the last number of the row is the sum.
        let last = || {
            let row = table.cells.iter().filter(|cell| cell.row == row).rev();
            let mut read =
                row.filter_map(|cell| Some((cell.passage, number(matter.cell(cell.passage)?.folded())?)));
            read.next().filter(|_| self.amounts.entries.is_empty())
        };
        let amount = at(&self.amounts).or(figures.filter(|_| kind == Kind::Gross)).or_else(last);
        let tax = at(&self.taxes);
        // One sum across both columns is that of both.
        let both = at(&self.amounts).zip(tax).is_some_and(|(amount, tax)| amount.0 == tax.0);
        let (kind, tax) = if both { (Kind::Gross, None) } else { (kind, tax) };
        // The only number of the row is its sum, in whatever column; what is paid in all stands in another than the items.
        let alone = numbers(matter, table, row);
        if let ([one], None) = (alone.as_slice(), amount) {
            let kind = if kind == Kind::Net { Kind::Gross } else { kind };
            return Some(Total { row, kind, amount: Some(*one), tax: None, gross: None });
        }
        let other = |told: &(PassageId, Decimal)| {
            kind == Kind::Net
                && tax.is_some()
                && ![amount, tax].into_iter().flatten().any(|own| own.0 == told.0)
        };
        Some(Total { row, kind, amount, tax, gross: figures.filter(other) })
    }

    /// A sum of a row, taken off where the row says so: `Less: deposit paid`.
    fn signed(&self, (row, _, value): &(u32, PassageId, Decimal)) -> Decimal {
        if self.less.contains(row) { -value.abs() } else { *value }
    }

    pub(super) fn is_total(&self, row: u32) -> bool {
        self.totals.iter().any(|total| total.row == row)
    }

    fn check(&self, matter: &Matter<'_>) -> Vec<Draft> {
        let mut drafts = self.products(matter);
        drafts.extend(self.taxed(matter));
        let mut told = Told::default();
        for total in &self.totals {
            let items = |column: &Column, from: u32| -> Option<Decimal> {
                let rows = column
                    .entries
                    .iter()
                    .filter(|(row, ..)| *row >= from && *row < total.row && !self.is_total(*row));
                let values: Vec<Decimal> = rows.map(|entry| self.signed(entry)).collect();
                (!values.is_empty())
                    .then(|| values.iter().fold(Decimal::ZERO, |sum, value| sum.saturating_add(*value)))
            };
            // Whatever it is called, what stands below taxes has them in it.
            let kind = if told.taxed && total.kind == Kind::Net { Kind::Gross } else { total.kind };
            let expected = match kind {
                Kind::Sub => items(&self.amounts, told.from),
                Kind::Net => items(&self.amounts, 0).filter(|_| told.net.is_none()),
                Kind::Tax => None,
                Kind::Gross if self.inclusive => items(&self.amounts, 0),
                Kind::Gross => told
                    .net
                    .or(told.sub.filter(|_| told.tax.is_some()))
                    .and_then(|net| {
                        // What is put on below a partial total is told row by row: shipping, rounding.
                        let more = if told.sub.is_some() || told.taxed {
                            items(&self.amounts, told.from.max(told.net_row))
                        } else {
                            None
                        };
                        net.checked_add(told.tax.unwrap_or_default())?.checked_add(more.unwrap_or_default())
                    })
                    .or_else(|| items(&self.amounts, 0)),
            };
            let first = if total.kind == Kind::Sub { told.from } else { 0 };
            let taxes = items(&self.taxes, first).filter(|_| matches!(total.kind, Kind::Net | Kind::Sub));
            for (printed, expected) in [(total.amount, expected), (total.tax, taxes)] {
                let Some(((id, value), expected)) = printed.zip(expected) else { continue };
                // What is the same in all rows, and in that of the totals, is not added up: months of one term.
                if self.is_of_each(value) {
                    continue;
                }
                // Taxes that are told above may be within the items.
                let within = kind != total.kind && items(&self.amounts, 0) == Some(value);
                if value != expected && !within && matter.cell(id).is_some() {
                    drafts.push(self.wrong(matter, id, value, expected, total));
                }
            }
            let both = total.amount.zip(total.tax).and_then(|(amount, tax)| amount.1.checked_add(tax.1));
            if let Some(((id, value), both)) = total.gross.zip(both)
                && value != both
                && matter.cell(id).is_some()
            {
                drafts.push(self.wrong(matter, id, value, both, total));
            }
            told.add(total);
        }
        drafts
    }

    /// Whether several items and their total are all of one value.
    fn is_of_each(&self, value: Decimal) -> bool {
        let entries = &self.amounts.entries;
        entries.len() > 2 && entries.iter().all(|entry| entry.2 == value)
    }

    /// Taxes that are not the amount times the rate of their row, where most are.
    fn taxed(&self, matter: &Matter<'_>) -> Vec<Draft> {
        let mut rows = 0;
        let mut drafts = Vec::new();
        for (row, id, tax) in self.taxes.entries.iter().filter(|entry| !self.is_total(entry.0)) {
            let amount = self.amounts.entries.iter().find(|entry| entry.0 == *row).map(|entry| entry.2);
            let rate = self.rates.iter().find(|(other, _)| other == row).map(|(_, rate)| *rate);
            let Some(expected) = amount.zip(rate).and_then(|(amount, rate)| amount.checked_mul(rate)) else {
                continue;
            };
            rows += 1;
            if (expected - tax).abs() > Decimal::TWO / Decimal::ONE_HUNDRED {
                let whole = matter.cell(*id).map(crate::Passage::whole);
                let draft = whole.into_iter().fold(Draft::new().way("tax"), Draft::about_span);
                drafts.push(draft.found(tax.to_string()).expected(expected.round_dp(2).to_string()));
            }
        }
        // All taxes apart are of another base, in which they are contained or of which a part is free.
        if drafts.len() * 2 >= rows { Vec::new() } else { drafts }
    }

    /// Amounts that are not price times quantity, to the cent.
    fn products(&self, matter: &Matter<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (row, product) in &self.products {
            let Some((_, id, value)) = self.amounts.entries.iter().find(|(other, ..)| other == row) else {
                continue;
            };
            let apart = (product.round_dp(2) - value).abs();
            if apart > Decimal::new(1, 2) && !self.is_total(*row) {
                let whole = matter.cell(*id).map(crate::Passage::whole);
                let draft = whole.into_iter().fold(Draft::new().way("product"), Draft::about_span);
                drafts.push(draft.found(value.to_string()).expected(product.normalize().to_string()));
            }
        }
        // One row apart from the others is a slip; all apart from it are prices of another kind (without tax, by piece), unless
        // they come to the same: then amounts stand in each other's rows.
        let amounts =
            self.amounts.entries.iter().filter(|entry| self.products.iter().any(|own| own.0 == entry.0));
        let sum =
            |values: &mut dyn Iterator<Item = Decimal>| values.fold(Decimal::ZERO, Decimal::saturating_add);
        let products = sum(&mut self.products.iter().map(|product| product.1.round_dp(2)));
        let balanced = products == sum(&mut amounts.map(|entry| entry.2));
        if !balanced && drafts.len() * 2 > self.products.len() { Vec::new() } else { drafts }
    }

    fn wrong(
        &self,
        matter: &Matter<'_>,
        id: PassageId,
        value: Decimal,
        expected: Decimal,
        total: &Total,
    ) -> Draft {
        let span = |id: PassageId| matter.cell(id).map(crate::Passage::whole);
        let draft = span(id).into_iter().fold(Draft::new().way("column"), Draft::about_span);
        let before = self.amounts.entries.iter().filter(|(row, ..)| *row < total.row);
        let draft = before.filter_map(|entry| span(entry.1)).fold(draft, Draft::against_span);
        draft.found(value.to_string()).expected(expected.to_string())
    }
}

/// The numbers of a row, without rates.
fn numbers(matter: &Matter<'_>, table: &TableView, row: u32) -> Vec<(PassageId, Decimal)> {
    let cells = table.cells.iter().filter(|cell| cell.row == row);
    cells.filter_map(|cell| Some((cell.passage, number(matter.cell(cell.passage)?.folded())?))).collect()
}

/// The last sum in figures of a row: `价税合计(大写)…(小写)¥12315.87`.
fn in_figures(matter: &Matter<'_>, table: &TableView, row: u32) -> Option<(PassageId, Decimal)> {
    let cells = table.cells.iter().filter(|cell| cell.row == row).rev();
    let read = |cell: &CellView| {
        let sums = find_money(matter.cell(cell.passage)?.folded());
        let last = sums.iter().rfind(|sum| sum.value.form == Form::Figures)?;
        Some((cell.passage, last.value.amount()?))
    };
    cells.into_iter().find_map(read)
}

/// Columns that the head of one column may take: forms rule more columns than they fill.
const MOST_SPAN: u32 = 4;

/// Rows at the top of a table that may head its columns.
const MOST_HEAD_ROWS: u32 = 2;

/// The price that a contract names is the total of its table.
fn against_price(matter: &Matter<'_>, sheet: &Sheet) -> Option<Draft> {
    let total = sheet.totals.iter().rev().find_map(|total| total.amount)?;
    let price = |kind: ProvisionKind| {
        matter
            .provisions()
            .into_iter()
            .find(|(_, p)| p.kind == kind && p.text.value.contains('总') && !p.amounts.is_empty())
    };
    let (fact, provision): (&Fact, _) = price(ProvisionKind::Price)?;
    let money = provision.amounts.first()?;
    let value = money.value.amount().filter(|value| *value != total.1)?;
    let draft = Draft::new().way("price").about(fact, money.evidence);
    let draft = matter.cell(total.0).map(crate::Passage::whole).into_iter().fold(draft, Draft::against_span);
    Some(draft.found(value.to_string()).expected(total.1.to_string()))
}

/// Sums of `range` of the text.
pub(super) fn sums(matter: &Matter<'_>, range: Range<usize>) -> Vec<Found<Money>> {
    among(matter.sums(), range).to_vec()
}
