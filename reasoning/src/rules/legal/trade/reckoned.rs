//! Sums of running text that others bear out: parts of L12.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::whole_number;

/// A number with its place.
pub(in super::super) type Number = (Range<usize>, Decimal);

/// What a sum may be rounded by.
const BORNE: Decimal = Decimal::ONE;

/// Numbers that are tried with each other.
const MOST_NUMBERS: usize = 120;

/// The numbers of a text that may be sums, in order: grouped by threes or as in India, or of three figures and more.
pub(in super::super) fn numbers(text: &str) -> Vec<Number> {
    let form = pattern!(r"(?P<n>\d{1,3}(?:,\d{2,3})+(?:\.\d{1,2})?|\d{2,9}(?:\.\d{1,2})?)(?P<wan>万)?");
    let read = |found: regex::Captures<'_>| {
        let own = found.name("n")?;
        let before = text.get(..own.start())?;
        let behind = text.get(own.end()..)?;
        let inside = before.ends_with(|c: char| c.is_ascii_alphanumeric() || ".,-/".contains(c))
            || behind.starts_with(|c: char| c.is_ascii_alphanumeric() || "/-".contains(c))
                && !behind.starts_with("/-");
        let dated = behind.starts_with(['年', '月', '日', '号']);
        let value: Decimal = own.as_str().replace(',', "").parse().ok()?;
        let value =
            if found.name("wan").is_some() { value.checked_mul(Decimal::from(10_000))? } else { value };
        (!inside && !dated).then_some((own.range(), value))
    };
    form.into_iter().flat_map(|form| form.captures_iter(text)).filter_map(read).take(MOST_NUMBERS).collect()
}

/// The number of a group, without the commas that part it.
pub(in super::super) fn figure(found: &regex::Captures<'_>, name: &str) -> Option<Decimal> {
    found.name(name)?.as_str().replace(',', "").parse().ok()
}

pub(in super::super) fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() < BORNE
}

/// Whether two of the numbers, or the difference of two, are `value`.
fn is_made_of(all: &[Number], own: &Range<usize>, value: Decimal, less: bool) -> bool {
    let others: Vec<Decimal> = all.iter().filter(|(range, _)| range != own).map(|other| other.1).collect();
    others.iter().enumerate().any(|(at, a)| {
        others.iter().enumerate().any(|(other, b)| {
            let two = if less { a.saturating_sub(*b) } else { a.saturating_add(*b) };
            at != other && near(two, value)
        })
    })
}

/// A sum that nothing of the text bears out, with what it should be where that is known.
pub(in super::super) fn check(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let text = matter.text();
    let all = numbers(text);
    let found = [
        times(text, &all),
        rest(text, &all),
        shares(text, &all),
        taxed(text, &all),
        counted(text),
        paid_in(text, &all),
        in_all(text, &all),
    ];
    let seen = found.iter().any(Option::is_some);
    let draft = |(range, expected): (Range<usize>, Option<Decimal>)| {
        let draft = Draft::new().way("words").about_text(matter, range.clone());
        let expected = expected.map_or_else(|| "-".to_owned(), |sum| sum.normalize().to_string());
        draft.found(matter.flow.printed(range)).expected(expected)
    };
    let wrong = found.into_iter().flatten().flatten().next();
    (seen, wrong.map(draft).into_iter().collect())
}

/// What was looked for: nothing where there is none, else what is wrong.
type Told = Option<Option<(Range<usize>, Option<Decimal>)>>;

/// What a number behind `at` is, within a few letters.
fn number_at(all: &[Number], at: usize, within: usize) -> Option<&Number> {
    all.iter().find(|(range, _)| range.start >= at && range.start - at <= within)
}

/// The sum of a longer time: `24个月合计129,600元` of 5,400 a month, a quarter's of a month's, a fortnight's of a week's.
fn times(text: &str, all: &[Number]) -> Told {
    let form = pattern!(
        r"(?i)(?P<months>[\d一二三四五六七八九十]{1,3})个月(?:租金|费用|补偿金|服务费)?(?:共计|合计|总计|共)(?:人民币)?|(?P<term>[a-z]+|\d{1,2})[- ]months?(?:['’]s?)? (?:term|period|hire|contract) is (?:rs\.? ?|[a-z]{0,3}\$|£|€)?"
    )?;
    let mut told = None;
    for found in form.captures_iter(text) {
        let count = found.name("months").or(found.name("term"))?;
        let count = super::count(count.as_str());
        let Some((count, sum)) = count.zip(number_at(all, found.get(0)?.end(), 3)) else { continue };
        told = Some(None);
        let parts = all.iter().filter(|(range, _)| *range != sum.0);
        if !parts.clone().any(|part| near(part.1.saturating_mul(count), sum.1)) && parts.clone().count() > 0 {
            return Some(Some((sum.0.clone(), None)));
        }
    }
    // Of a rent that is told by the time and paid by another.
    const MONTH: &str = r"(?:月租金|每月租金|每月)(?:为)?(?:人民币)?$";
    const SPANS: [(&str, &str, u32); 2] = [
        (MONTH, r"(?:每季(?:度)?(?:租金|支付|付)?|季租金)(?:为)?(?:人民币)?$", 3),
        (MONTH, r"(?:年租金|每年租金|全年租金|年度租金)(?:为|合计|共计)?(?:人民币)?$", 12),
    ];
    let led = |at: usize| text.get(text.floor_char_boundary(at.saturating_sub(30))..at).unwrap_or_default();
    for (unit, whole, count) in &SPANS {
        let (Ok(unit), Ok(whole)) = (regex::Regex::new(unit), regex::Regex::new(whole)) else { continue };
        let units: Vec<&Number> = all.iter().filter(|number| unit.is_match(led(number.0.start))).collect();
        for sum in all.iter().filter(|number| whole.is_match(led(number.0.start))) {
            if units.is_empty() {
                continue;
            }
            told = Some(None);
            let fits = units.iter().any(|own| near(own.1.saturating_mul(Decimal::from(*count)), sum.1));
            let scaled =
                units.iter().any(|own| near(own.1.saturating_mul(Decimal::from(count * 10_000)), sum.1));
            if !fits && !scaled {
                let expected = units.first().map(|own| own.1.saturating_mul(Decimal::from(*count)));
                return Some(Some((sum.0.clone(), expected)));
            }
        }
    }
    english_times(text, all).or(told)
}

/// `$620.00 per week, payable fortnightly … by instalments of $1,240.00`; `Rs. 22,000 per month … Rs. 2,42,000 for the whole period` of 11 months.
fn english_times(text: &str, all: &[Number]) -> Told {
    let lower = text.to_ascii_lowercase();
    let behind = |number: &Number, words: &[&str]| {
        let rest = lower.get(number.0.end..).unwrap_or_default();
        let rest = rest.trim_start_matches([' ', '.', '/', '-', '=']);
        words.iter().any(|word| rest.starts_with(word))
    };
    let before = |number: &Number, words: &[&str]| {
        let led = lower
            .get(lower.floor_char_boundary(number.0.start.saturating_sub(26))..number.0.start)
            .unwrap_or_default();
        let led = led
            .trim_end_matches(|c: char| "$£€ .".contains(c) || c.is_ascii_uppercase())
            .trim_end_matches("rs");
        words.iter().any(|word| led.trim_end().ends_with(word))
    };
    let weekly = all.iter().find(|number| behind(number, &["per week", "a week"]));
    let monthly = all.iter().find(|number| behind(number, &["per month", "a month", "per calendar month"]));
    if let Some(week) = weekly.filter(|_| lower.contains("fortnightly")) {
        let paid = all.iter().find(|number| before(number, &["instalments of", "installments of"]));
        if let Some(paid) = paid {
            let expected = week.1.saturating_mul(Decimal::TWO);
            return Some((!near(expected, paid.1)).then(|| (paid.0.clone(), Some(expected))));
        }
    }
    let whole = all.iter().find(|number| {
        behind(
            number,
            &[
                "for the whole period",
                "for the whole term",
                "for the term",
                "for the entire term",
                "for the full term",
            ],
        )
    });
    let months = pattern!(r"(?P<count>\d{1,2}|[a-z]+)(?: \(\d{1,2}\))? months")
        .and_then(|form| super::count(form.captures(&lower)?.name("count")?.as_str()));
    let (month, whole, months) = (monthly?, whole?, months?);
    let expected = month.1.saturating_mul(months);
    Some((!near(expected, whole.1)).then(|| (whole.0.clone(), Some(expected))))
}

/// What is left behind a part of it: with the deposit or the payment before it, some number of the text.
fn rest(text: &str, all: &[Number]) -> Told {
    let lower = text.to_ascii_lowercase();
    let form = pattern!(
        r"(?i)(?P<left>\bbalance(?: of)?:? ?(?:rs\.? ?|usd ?|eur ?|[a-z]{0,3}\$|£|€)?$)|(?:余欠|尚余|尚欠余款|仍欠余款|应退回:?|应补:?|应补付:?)(?:人民币)?¥?$"
    )?;
    let parted = ["deposit", "advance", "down payment", "定金", "预付", "借款", "付款", "已付"];
    let mut told = None;
    for (index, sum) in all.iter().enumerate().filter(|(_, sum)| sum.1 >= Decimal::TEN) {
        let led = lower
            .get(lower.floor_char_boundary(sum.0.start.saturating_sub(34))..sum.0.start)
            .unwrap_or_default();
        let Some(found) = form.captures(led) else { continue };
        let others: Vec<&Number> = all
            .iter()
            .enumerate()
            .filter(|(at, other)| *at != index && other.1 >= Decimal::TEN)
            .map(|(_, other)| other)
            .collect();
        let before = lower.get(..sum.0.start).unwrap_or_default();
        if !parted.iter().any(|word| before.contains(word)) || others.len() < 2 {
            continue;
        }
        // A balance without a sum paid before it is told by nothing.
        if found.name("left").is_some() {
            let near_part = lower
                .get(lower.floor_char_boundary(sum.0.start.saturating_sub(200))..sum.0.start)
                .unwrap_or_default();
            if !["deposit", "advance", "down payment"].iter().any(|word| near_part.contains(word))
                || numbers(near_part).len() < 2
            {
                continue;
            }
        }
        told = Some(None);
        if !is_made_of(all, &sum.0, sum.1, true) {
            return Some(Some((sum.0.clone(), None)));
        }
    }
    told
}

/// Shares of a price with their sums: `付30%计78,000元`: all are of one price.
fn shares(text: &str, all: &[Number]) -> Told {
    let form = pattern!(r"(?P<share>\d{1,2}(?:\.\d)?)%[,(]?(?:计|即|共计|合计|为)(?:人民币)?¥?")?;
    let parts: Vec<(Decimal, &Number)> = form
        .captures_iter(text)
        .filter_map(|found| {
            let share: Decimal = found.name("share")?.as_str().parse().ok()?;
            let sum = number_at(all, found.get(0)?.end(), 2)?;
            Some((share.checked_div(Decimal::ONE_HUNDRED)?, sum))
        })
        .collect();
    let of = |price: Decimal, part: &(Decimal, &Number)| near(part.0.saturating_mul(price), part.1.1);
    parts.get(1)?;
    // The price that most of them are of.
    let price = all
        .iter()
        .map(|number| number.1)
        .max_by_key(|price| parts.iter().filter(|part| of(*price, part)).count())?;
    let wrong: Vec<&(Decimal, &Number)> = parts.iter().filter(|part| !of(price, part)).collect();
    let fits = parts.len() - wrong.len();
    match wrong.as_slice() {
        [one] if fits > 0 => Some(Some((one.1.0.clone(), one.0.checked_mul(price)))),
        _ => Some(None),
    }
}

/// A tax that is told by its rate: `Premium Tax at 12%: £213.60` of some number of the text.
fn taxed(text: &str, all: &[Number]) -> Told {
    let form = pattern!(
        r"(?i)\b(?:tax|vat|gst|duty|levy|hst)(?: at| @| \(| of)? ?(?P<rate>\d{1,2}(?:\.\d{1,2})?) ?%\)?:? ?(?:rs\.? ?|[a-z]{0,3}\$|£|€)?"
    )?;
    let found = form.captures(text)?;
    let rate: Decimal = found.name("rate")?.as_str().parse().ok()?;
    let sum = number_at(all, found.get(0)?.end(), 2)?;
    let of = |number: &Number| {
        number
            .1
            .checked_mul(rate)
            .and_then(|all| all.checked_div(Decimal::ONE_HUNDRED))
            .is_some_and(|tax| (tax - sum.1).abs() < Decimal::new(2, 2))
    };
    let inclusive = |number: &Number| {
        let parts = Decimal::ONE_HUNDRED.saturating_add(rate);
        number
            .1
            .checked_mul(rate)
            .and_then(|all| all.checked_div(parts))
            .is_some_and(|tax| (tax - sum.1).abs() < Decimal::new(2, 2))
    };
    let several = all.len() > 3 && form.captures_iter(text).count() == 1;
    Some((several && !all.iter().any(of) && !all.iter().any(inclusive)).then(|| (sum.0.clone(), None)))
}

/// Measures that are told together: `1,200平方米…300平方米…合计1,500平方米`.
fn counted(text: &str) -> Told {
    let form =
        pattern!(r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>平方米|立方米|吨|亩|台|箱|件)")?;
    let read = |found: regex::Captures<'_>| {
        let own = found.name("n")?;
        Some((
            own.range(),
            own.as_str().replace(',', "").parse::<Decimal>().ok()?,
            found.name("unit")?.as_str().to_owned(),
        ))
    };
    let all: Vec<(Range<usize>, Decimal, String)> =
        form.captures_iter(text).filter_map(read).take(MOST_NUMBERS).collect();
    let total = all.iter().enumerate().find(|(_, (range, ..))| {
        let led = text.get(..range.start).unwrap_or_default();
        ["合计", "共计", "总计"].iter().any(|word| led.ends_with(word))
    });
    let (at, (range, value, unit)) = total?;
    let before: Vec<Number> = all
        .get(..at)?
        .iter()
        .filter(|other| other.2 == *unit)
        .map(|other| (other.0.clone(), other.1))
        .collect();
    let sum = before.iter().fold(Decimal::ZERO, |sum, number| sum.saturating_add(number.1));
    let fits = near(sum, *value) || is_made_of(&before, range, *value, false);
    (before.len() > 1).then(|| (!fits).then(|| (range.clone(), Some(sum))))
}

/// Payments that are told one by one: as many as `分三期` says, or three and more each behind a day or a verb of paying; what they
/// come to stands somewhere.
fn paid_in(text: &str, all: &[Number]) -> Told {
    let opens = pattern!(
        r"(?i)分(?P<count>[一二两三四五六七八九十\d]{1,2})(?:期|次|笔)(?:支付|付清|付|偿还|还清|归还|给付)|(?P<plan>付款节点|付款进度|支付节点|付款方式)|(?P<follows>\bas follows)|(?P<parts>其中):"
    )?;
    let mut told = None;
    for found in opens.captures_iter(text) {
        let whole = found.get(0)?;
        let rest = text.get(whole.end()..).unwrap_or_default();
        let end = whole.end()
            + rest
                .find(if found.name("follows").is_some() { ". " } else { "。" })
                .unwrap_or(rest.len().min(400));
        let inside: Vec<&Number> = all
            .iter()
            .filter(|number| number.0.start >= whole.end() && number.0.end <= end && is_sum(text, number))
            .collect();
        let count = found
            .name("count")
            .and_then(|count| whole_number(&count.as_str().replace('两', "二")))
            .map(|count| count.0);
        let right = match count {
            Some(count) => u64::try_from(inside.len()) == Ok(count) && count > 1,
            None if found.name("parts").is_some() => inside.len() > 1 && whole.start() > 0,
            None => inside.len() > 2,
        };
        // Each is paid at a time of its own.
        let led = |number: &&Number| text.get(whole.end()..number.0.start).unwrap_or_default();
        let shares = text.get(whole.end()..end).unwrap_or_default().contains('%');
        let paid = found.name("parts").is_some()
            || inside.iter().all(|number| {
                let own = led(number).trim_end_matches(|c: char| {
                    c.is_ascii_punctuation() || c == ' ' || c.is_ascii_uppercase() || c == '¥'
                });
                let own = own.trim_end_matches("人民币");
                own.ends_with('付')
                    || own.ends_with("支付")
                    || own.ends_with("款")
                    || found.name("follows").is_some()
            });
        if !right || shares || !paid {
            continue;
        }
        told = Some(None);
        let sum = inside.iter().fold(Decimal::ZERO, |sum, number| sum.saturating_add(number.1));
        // The list may end in what it comes to.
        let whole_list = inside.last().is_some_and(|last| near(last.1.saturating_mul(Decimal::TWO), sum));
        let others = || all.iter().filter(|number| !inside.iter().any(|own| own.0 == number.0));
        let near_one =
            others().filter(|other| (other.1 - sum).abs().saturating_mul(Decimal::from(3)) <= sum).count()
                > 0;
        if !whole_list && !others().any(|other| near(other.1, sum)) && near_one {
            let last = inside.last()?;
            return Some(Some((last.0.clone(), None)));
        }
    }
    told
}

/// Whether a number is a sum of money: a sign before it or a unit behind.
fn is_sum(text: &str, number: &Number) -> bool {
    let before = text.get(..number.0.start).unwrap_or_default();
    let behind = text.get(number.0.end..).unwrap_or_default();
    behind.starts_with(['元', '万'])
        || before.ends_with(['$', '£', '€', '¥'])
        || before.trim_end().ends_with("Rs.")
}

/// `in all Rs. 6,78,400`: two numbers before.
fn in_all(text: &str, all: &[Number]) -> Told {
    let form = pattern!(r"(?i)(?:\bin all,? (?:rs\.? ?|[a-z]{0,3}\$|£|€)?|本息合计(?:人民币)?¥?)")?;
    let found = form.find(text)?;
    let sum = number_at(all, found.end(), 2)?;
    let before: Vec<Number> = all.iter().filter(|number| number.0.end <= found.start()).cloned().collect();
    (before.len() > 1).then(|| (!is_made_of(&before, &sum.0, sum.1, false)).then(|| (sum.0.clone(), None)))
}
