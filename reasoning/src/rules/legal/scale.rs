//! The scale and the currency of sums: L16.

use std::cell::LazyCell;
use std::collections::HashMap;

use rust_decimal::Decimal;

use super::capitals::pairs;
use super::currency::Currencies;
use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Currency, Form, Found, Money, find_numbers};

/// What two sums differ by where one is the other ten thousand times.
const MYRIAD: i128 = 10_000;

/// L16: one sum has one scale and one currency.
pub(super) fn scale(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let sums = matter.sums();
    if sums.is_empty() {
        // Of a currency that sums are not read in, the words behind may tell another.
        let said = Currencies::of(matter).odd_in_words();
        return said.map_or(Verdict::lacks("amount"), |draft| Verdict::Checked(vec![draft]));
    }
    let least: Decimal = rule.number("least").unwrap_or(Decimal::from(1000));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    for (figures, capitals) in pairs(matter) {
        let (a, b) = (figures.value.minor, capitals.value.minor);
        let scaled = a == b.saturating_mul(MYRIAD) || b == a.saturating_mul(MYRIAD);
        let currency = figures.value.currency != capitals.value.currency;
        if scaled || currency {
            let way = if scaled { "scale" } else { "currency" };
            let draft = Draft::new()
                .way(way)
                .about_text(matter, figures.range.clone())
                .against_text(matter, capitals.range.clone());
            told.push(figures.raw.clone());
            drafts.push(draft.found(&figures.raw).expected(&capitals.raw));
        }
    }
    // The first of each sum that is written without a scale.
    let mut plain: HashMap<Decimal, &Found<Money>> = HashMap::new();
    for sum in sums.iter().filter(|sum| sum.value.form == Form::Figures && !sum.raw.contains('万')) {
        if let Some(amount) = sum.value.amount() {
            plain.entry(amount).or_insert(sum);
        }
    }
    for large in sums.iter().filter(|sum| sum.value.form == Form::Figures && sum.raw.contains('万')) {
        let Some(own) = find_numbers(&large.raw).first().map(|number| number.value.value) else { continue };
        let numeral = own.checked_div(Decimal::from(10_000)).filter(|numeral| *numeral >= least);
        let Some(numeral) = numeral else { continue };
        if let Some(other) = plain.get(&numeral)
            && !told.contains(&large.raw)
        {
            let draft = Draft::new()
                .way("scale")
                .about_text(matter, large.range.clone())
                .against_text(matter, other.range.clone());
            told.push(large.raw.clone());
            drafts.push(draft.found(&large.raw).expected(&other.raw));
        }
    }
    drafts.extend(scaled(matter, sums, least).filter(|_| drafts.is_empty()));
    drafts.extend(beyond_price(matter, sums).filter(|_| drafts.is_empty()));
    drafts.extend(under_head(matter).filter(|_| drafts.is_empty()));
    drafts.extend(without_scale(matter, sums).filter(|_| drafts.is_empty()));
    drafts.extend(beyond_all(matter, sums).filter(|_| drafts.is_empty()));
    drafts.extend(currencies(matter, sums, least));
    if drafts.is_empty() {
        drafts.extend(Currencies::of(matter).odd());
    }
    Verdict::Checked(drafts)
}

/// A sum in thousands, millions and the like whose figures stand elsewhere without them, or in words behind: `52800千元` beside
/// capitals of 52800, `$90,000.00 thousand (ninety thousand dollars)`.
fn scaled(matter: &Matter<'_>, sums: &[Found<Money>], least: Decimal) -> Option<Draft> {
    let form = pattern!(
        r"(?i)(?:^|[^\d.,])(?P<sum>(?P<figures>\d{1,3}(?:,\d{2,3})+(?:\.\d{1,2})?|\d{4,12}(?:\.\d{1,2})?)\s?(?:(?:千万|百万|十万|千|百|亿|万)\s?(?:元|圆|美元|港元|欧元|人民币)|(?:thousand|million|billion|lakhs?|crores?|mn|bn)\b))"
    )?;
    let numbers = LazyCell::new(|| find_numbers(matter.text()));
    form.captures_iter(matter.text()).find_map(|captures| {
        let (sum, figures) = (captures.name("sum")?, captures.name("figures")?);
        let value: Decimal = figures.as_str().replace(',', "").parse().ok()?;
        (value >= least).then_some(())?;
        let apart = |range: &std::ops::Range<usize>| range.end <= sum.start() || range.start >= sum.end();
        let same = sums.iter().find(|other| apart(&other.range) && other.value.amount() == Some(value));
        // Bare figures in a table are the same only where they are many or have cents.
        let long = value >= Decimal::from(MYRIAD) || figures.as_str().contains('.');
        let bare = numbers.iter().find(|other| long && apart(&other.range) && other.value.value == value);
        let other = same.map(|other| other.range.clone()).or(bare.map(|other| other.range.clone()))?;
        let draft = Draft::new().way("scale").about_text(matter, sum.range());
        let draft = draft.against_text(matter, other.clone());
        Some(draft.found(sum.as_str()).expected(matter.flow.printed(other)))
    })
}

/// A sum in 万 of a contract that is far beyond its price, and a part of it without the 万: a deposit of 200万元 for works
/// of 5300元.
fn beyond_price(matter: &Matter<'_>, sums: &[Found<Money>]) -> Option<Draft> {
    const PARTS: [&str; 6] = ["定金", "订金", "预付", "首付", "保证金", "押金"];
    if !matter.is_trade() {
        return None;
    }
    let is_plain = |sum: &&Found<Money>| sum.value.form == Form::Figures && !sum.raw.contains('万');
    let price = sums.iter().filter(is_plain).max_by_key(|sum| sum.value.minor)?;
    let text = matter.text();
    let part =
        sums.iter().filter(|sum| sum.raw.contains('万') && sum.value.form == Form::Figures).find(|sum| {
            let from = text.floor_char_boundary(sum.range.start.saturating_sub(PART_REACH));
            let before = text.get(from..sum.range.start).unwrap_or_default();
            let is_part = PARTS.iter().any(|word| before.contains(word));
            is_part && sum.value.minor > price.value.minor && sum.value.minor / MYRIAD < price.value.minor
        })?;
    let draft = Draft::new().way("scale").about_text(matter, part.range.clone());
    let draft = draft.against_text(matter, price.range.clone());
    Some(draft.found(&part.raw).expected(part.raw.replace('万', "")))
}

/// A cell in 万元 of a column that is headed in 元.
fn under_head(matter: &Matter<'_>) -> Option<Draft> {
    matter.tables().find_map(|table| {
        let text =
            |cell: &crate::CellView| matter.cell(cell.passage).map_or("", |passage| passage.folded()).trim();
        let heads = table.cells.iter().filter(|cell| cell.row == 0 && text(cell).ends_with("(元)"));
        let columns: Vec<u32> = heads.map(|cell| cell.column).collect();
        let cell = table
            .cells
            .iter()
            .find(|cell| columns.contains(&cell.column) && cell.row > 0 && text(cell).ends_with("万元"))?;
        let head = table.cells.iter().find(|head| head.row == 0 && head.column == cell.column)?;
        let span = |cell: &crate::CellView| matter.cell(cell.passage).map(crate::Passage::whole);
        let draft = span(cell).into_iter().fold(Draft::new().way("scale"), Draft::about_span);
        let draft = span(head).into_iter().fold(draft, Draft::against_span);
        Some(draft.found(text(cell)).expected(text(head)))
    })
}

/// A sum that lacks the 万 with which another of the same name has it in full: `银行存款36元` beside `银行存款360000元`.
fn without_scale(matter: &Matter<'_>, sums: &[Found<Money>]) -> Option<Draft> {
    let plain = |sum: &Found<Money>| sum.value.form == Form::Figures && !sum.raw.contains('万');
    let named = |sum: &Found<Money>| -> String {
        let led = matter.text().get(..sum.range.start).unwrap_or_default().trim_end_matches("人民币");
        led.chars().rev().take(NAME).collect()
    };
    // The first sum of each value.
    let mut wholes: HashMap<i128, &Found<Money>> = HashMap::new();
    for sum in sums.iter().filter(|sum| plain(sum)) {
        wholes.entry(sum.value.minor).or_insert(sum);
    }
    let pair = sums.iter().filter(|sum| plain(sum)).find_map(|small| {
        let large = *wholes.get(&small.value.minor.checked_mul(MYRIAD)?)?;
        let name = named(small);
        let own = name.chars().count() == NAME && name.chars().all(document::is_cjk) && name == named(large);
        (own && small.value.minor > 0).then_some((small, large))
    });
    let (small, large) = pair?;
    let draft = Draft::new().way("scale").about_text(matter, small.range.clone());
    let draft = draft.against_text(matter, large.range.clone());
    Some(draft.found(&small.raw).expected(&large.raw))
}

/// Letters before a sum that are its name.
const NAME: usize = 4;

/// A sum in 万 of six figures and more that is far beyond all others: `3615000万元` beside a price of 3402000元.
fn beyond_all(matter: &Matter<'_>, sums: &[Found<Money>]) -> Option<Draft> {
    let own = |sum: &&Found<Money>| {
        let figures = sum.raw.chars().take_while(|c| *c != '.').filter(char::is_ascii_digit).count();
        sum.value.form == Form::Figures && sum.raw.contains('万') && figures >= LONG
    };
    let large = sums.iter().find(own)?;
    let others = sums.iter().filter(|sum| sum.range != large.range);
    let most = others.max_by_key(|sum| sum.value.minor)?;
    let far = large.value.minor / MYRIAD < most.value.minor.saturating_mul(10)
        && most.value.minor < large.value.minor / 100;
    let draft = Draft::new().way("scale").about_text(matter, large.range.clone());
    let draft = draft.against_text(matter, most.range.clone());
    far.then(|| draft.found(&large.raw).expected(large.raw.replace('万', "")))
}

/// Figures before 万 that no sum of a paper has.
const LONG: usize = 6;

/// Bytes before a sum within which stands what it is.
const PART_REACH: usize = 30;

/// The same figures in two currencies.
fn currencies(matter: &Matter<'_>, sums: &[Found<Money>], least: Decimal) -> Option<Draft> {
    let figures = |sum: &&Found<Money>| {
        sum.value.form == Form::Figures && sum.value.amount().is_some_and(|a| a >= least)
    };
    let (own, foreign): (Vec<_>, Vec<_>) =
        sums.iter().filter(figures).partition(|sum| sum.value.currency == Currency::Yuan);
    let own: HashMap<i128, &Found<Money>> = own.into_iter().rev().map(|sum| (sum.value.minor, sum)).collect();
    for one in foreign {
        if let Some(other) = own.get(&one.value.minor) {
            let draft = Draft::new()
                .way("currency")
                .about_text(matter, one.range.clone())
                .against_text(matter, other.range.clone());
            return Some(draft.found(&one.raw).expected(&other.raw));
        }
    }
    None
}
