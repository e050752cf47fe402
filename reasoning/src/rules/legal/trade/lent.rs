//! Interest that papers of trade tell: part of L14.

use std::ops::Range;

use jiff::civil;
use rust_decimal::Decimal;

use super::super::matter::{Matter, Quote};
use super::super::tables::LendingRates;
use super::reckoned::{Number, near, numbers};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};

/// From when loans between private persons are capped by the LPR (Fa Shi [2020] 17).
const CAPPED: civil::Date = civil::date(2020, 8, 20);

/// L14 of papers of no court.
pub(in super::super) fn check(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let text = matter.text();
    let rates = rates(text);
    if rates.is_empty() {
        return Verdict::lacks("interest");
    }
    let mut drafts: Vec<Draft> = worked_out(text, &rates)
        .map(|range| {
            let draft = Draft::new().about_text(matter, range.clone());
            let draft = rates.iter().fold(draft, |draft, rate| draft.against_text(matter, rate.0.clone()));
            draft.found(matter.flow.printed(range)).expected("-")
        })
        .into_iter()
        .collect();
    drafts.extend(over_cap(matter, rule, &rates));
    Verdict::Checked(drafts)
}

/// Rates by the year, as shares, with their places.
fn rates(text: &str) -> Vec<Number> {
    let form = pattern!(
        r"(?i)(?:(?P<time>年利率|年息|年化利率|月利率|月息)(?:为|按|以|的|:)?(?P<zh>\d{1,2}(?:\.\d{1,3})?)%|(?P<en>\d{1,2}(?:\.\d{1,3})?) ?(?:%|per ?cent) ?(?:per annum|p\.a\.|per year|a year))"
    );
    let read = |found: regex::Captures<'_>| {
        let rate: Decimal = found.name("zh").or(found.name("en"))?.as_str().parse().ok()?;
        let months =
            if found.name("time").is_some_and(|time| time.as_str().starts_with('月')) { 12 } else { 1 };
        let yearly = rate.checked_mul(Decimal::from(months))?.checked_div(Decimal::ONE_HUNDRED)?;
        Some((found.get(0)?.range(), yearly))
    };
    form.into_iter().flat_map(|form| form.captures_iter(text)).filter_map(read).collect()
}

/// An interest for a time that is told, which no sum of the text bears at any of the rates.
fn worked_out(text: &str, rates: &[Number]) -> Option<Range<usize>> {
    let all = numbers(text);
    let led = |at: usize| text.get(text.floor_char_boundary(at.saturating_sub(60))..at).unwrap_or_default();
    let yearly =
        pattern!(r"(?:一年|全年|每年|年|一年期|壹年)利息(?:合计|共计|总计|为|计|是|:)*(?:人民币)?¥?$");
    let monthly = pattern!(r"(?:每月|月)(?:应付|支付)?利息(?:为|计|是|:)*(?:人民币)?¥?$");
    let whole = pattern!(r"利息(?:共计|合计|总计|共)(?:为)?(?:人民币)?¥?$");
    let english = pattern!(
        r"(?i)(?:per annum|p\.a\.|per year)(?P<time> for (?P<count>[a-z]+|\d{1,2}) (?P<unit>months?|years?|days?))?,? (?:being|that is|i\.e\.|amounting to|namely) (?:rs\.? ?|[a-z]{0,3}\$|£|€)?$"
    );
    let is = |form: Option<&regex::Regex>, led: &str| form.is_some_and(|form| form.is_match(led));
    let times = |number: &Number| -> Vec<Decimal> {
        let led = led(number.0.start);
        let of = |months: Decimal| months.checked_div(Decimal::from(12)).into_iter().collect();
        if is(yearly, led) {
            return vec![Decimal::ONE];
        }
        if is(monthly, led) {
            return of(Decimal::ONE);
        }
        if is(whole, led) {
            return lasts(text).map(of).unwrap_or_default();
        }
        let Some(found) = english.and_then(|form| form.captures(led)) else { return Vec::new() };
        let behind = text.get(number.0.end..).unwrap_or_default();
        match (found.name("count").and_then(|count| super::count(count.as_str())), found.name("unit")) {
            (Some(count), Some(unit)) if unit.as_str().starts_with('m') => of(count),
            (Some(count), Some(unit)) if unit.as_str().starts_with('y') => vec![count],
            (Some(_), _) => Vec::new(),
            (None, _) if behind.starts_with(" a year") || behind.starts_with(" per year") => {
                vec![Decimal::ONE]
            }
            _ => Vec::new(),
        }
    };
    all.iter()
        .find(|number| {
            let times = times(number);
            let fits = times.iter().any(|time| {
                rates.iter().any(|rate| {
                    let share = rate.1.saturating_mul(*time);
                    all.iter().any(|base| base.0 != number.0 && near(base.1.saturating_mul(share), number.1))
                })
            });
            !times.is_empty() && !fits && all.len() > 1
        })
        .map(|number| number.0.clone())
}

/// The months that a loan lasts: in words, or from the day to the day; nothing where several times are told. How long somebody stands
/// surety or may be late is none.
fn lasts(text: &str) -> Option<Decimal> {
    let months = pattern!(r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})个月")?;
    let of_loan = |found: &regex::Captures<'_>| {
        let led = found.get(0).and_then(|whole| text.get(..whole.start())).unwrap_or_default();
        let clause = led.rsplit(['。', ';', ',']).next().unwrap_or_default();
        !["保证", "担保", "诉讼", "宽限", "逾期", "提前", "内"].iter().any(|word| clause.contains(word))
    };
    let told = months.captures_iter(text).filter(of_loan);
    let mut told: Vec<Decimal> = told.filter_map(|found| super::count(found.name("n")?.as_str())).collect();
    told.dedup();
    match told.as_slice() {
        [] => from_to(text),
        [one] => Some(*one),
        _ => None,
    }
}

/// The whole months from one day to another of a loan: `借款期限自2024年5月10日起至2025年5月9日止`.
fn from_to(text: &str) -> Option<Decimal> {
    let form = pattern!(
        r"借(?:款)?期限?:?(?:自|从|为)?(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日起?(?:至|到)(?P<ty>\d{4})年(?P<tm>\d{1,2})月(?P<td>\d{1,2})日"
    )?;
    let found = form.captures(text)?;
    let read = |name: &str| -> Option<i64> { found.name(name)?.as_str().parse().ok() };
    let months = (read("ty")? - read("y")?) * 12 + read("tm")? - read("m")?;
    let (first, last) = (read("d")?, read("td")?);
    // From the first to the last of a month is one more.
    let whole = first == 1 && last >= 28;
    let months = if whole { months + 1 } else { months };
    (whole || last == first || last + 1 == first).then(|| Decimal::from(months))
}

/// A rate over the cap, of a loan that no bank gives.
fn over_cap(matter: &Matter<'_>, rule: &Rule, rates: &[Number]) -> Option<Draft> {
    const LOANS: [&str; 10] =
        ["还款承诺", "还款计划", "借条", "借据", "欠条", "出借", "民间借", "借款合同", "欠款人", "借到"];
    const BANKS: [&str; 7] =
        ["贷款人", "小额贷款", "消费金融", "典当", "信托", "银行股份有限公司(以下", "融资租赁"];
    let text = matter.text();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if !matter.is_chinese() || !has(&LOANS) || has(&BANKS) {
        return None;
    }
    let days = matter.dates().iter().filter_map(|date| Some((date.value.civil()?, date.range.clone())));
    let (lent, told) = days.filter(|(day, _)| *day >= CAPPED).min_by_key(|day| day.0)?;
    let cap = LendingRates::of(rule).cap(lent)?;
    let (range, rate) = rates.iter().find(|(_, rate)| *rate > cap)?;
    let percent = |share: Decimal| format!("{}%", share.saturating_mul(Decimal::ONE_HUNDRED).normalize());
    let draft = Draft::new().way("cap").about_text(matter, range.clone()).against_text(matter, told);
    Some(draft.found(percent(*rate)).expected(format!("≤ {}", percent(cap))))
}
