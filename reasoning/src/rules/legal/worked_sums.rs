//! Sums that a text works out in the usual turns of phrase: parts with their days, what is paid and what is left, so much for each of
//! so many, counts that are added up; part of L12.

use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use super::told_sums::is_slip;
use super::trade::reckoned::{Number, figure, near, numbers};
use crate::pattern::pattern;
use crate::rules::Draft;

/// The first sum that is off; whether any was worked out.
pub(super) fn check(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let all = numbers(matter.text());
    let found = [
        by_days(matter, &all),
        left(matter),
        of_each(matter),
        multiples(matter),
        tallies(matter),
        chosen(matter, &all),
    ];
    let seen = found.iter().any(Option::is_some);
    let wrong = found.into_iter().flatten().flatten().next();
    let draft = |(range, expected): Wrong| {
        let draft = Draft::new().way("words").about_text(matter, range.clone());
        draft.found(matter.flow.printed(range)).expected(expected.normalize().to_string())
    };
    (seen, wrong.map(draft))
}

type Wrong = (Range<usize>, Decimal);
/// Nothing where there is none, else what is wrong.
type Told = Option<Option<Wrong>>;

/// Bytes between a part with its day and the next, and before the first one in which the whole stands.
const BETWEEN: usize = 24;
const WHOLE: usize = 420;

/// Parts that are to be paid by a day each, and the sum that they come to.
fn by_days(matter: &Matter<'_>, all: &[Number]) -> Told {
    let text = matter.text();
    let behind = pattern!(
        r"(?i)^(?:/[-=])?(?: only)?,? (?:to be paid |payable |due )?(?:on or before|no later than|not later than|by|on|due on|before) (?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?$"
    );
    let before = pattern!(
        r"^(?:之前|以前|前)(?:一次性|再|各|应|向\p{Han}{2,8}|[^,。;\d元]{0,6})?(?:支付|付清|付款|偿还|归还|给付|还款|付|还)[^,。;\d元]{0,8}$"
    );
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    // The part with the end of what belongs to it.
    let dated = |number: &Number| -> Option<Range<usize>> {
        let dates = matter.dates();
        let next = dates.iter().find(|date| date.range.start >= number.0.end);
        let led = next.and_then(|date| text.get(number.0.end..date.range.start));
        if let (Some(next), Some(led)) = (next, led)
            && led.len() < 48
            && is(behind, led)
        {
            return Some(number.0.start..next.range.end);
        }
        let last = dates.iter().rev().find(|date| date.range.end <= number.0.start)?;
        let led = text.get(last.range.end..number.0.start).filter(|led| led.len() < 60)?;
        is(before, led.trim_end_matches(['¥', '￥'])).then_some(last.range.start..number.0.end)
    };
    let parts: Vec<(Range<usize>, &Number)> =
        all.iter().filter_map(|number| Some((dated(number)?, number))).collect();
    let mut seen = None;
    let mut from = 0;
    while from < parts.len() {
        let mut to = from + 1;
        while let (Some((last, _)), Some((next, _))) = (parts.get(to - 1), parts.get(to)) {
            let apart = next.start.checked_sub(last.end).is_some_and(|gap| gap <= BETWEEN);
            if !apart {
                break;
            }
            to += 1;
        }
        let run = parts.get(from..to).unwrap_or_default();
        from = to;
        let (Some((first, _)), true) = (run.first(), run.len() > 1) else { continue };
        let sum = run.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.1.1));
        let most = run.iter().map(|part| part.1.1).max().unwrap_or_default();
        let wholes = all.iter().filter(|one| one.0.end <= first.start && one.1 >= most);
        let wholes: Vec<&Number> = wholes.filter(|one| first.start - one.0.end <= WHOLE).collect();
        let Some(last) = wholes.last() else { continue };
        seen = Some(None);
        // One payment more may have another way to be told.
        if all.iter().any(|one| near(one.1, sum)) {
            continue;
        }
        let close = (last.1 - sum).abs().saturating_mul(Decimal::TWO) <= last.1;
        if let Some((_, part)) = run.last().filter(|_| close) {
            return Some(Some((part.0.clone(), last.1)));
        }
    }
    seen
}

/// `总价款6854200元…已付4500000元,尚欠2354200元`.
fn left(matter: &Matter<'_>) -> Told {
    let form = pattern!(
        r"(?:总价款?|价款|总额|货款|执行标的(?:额)?|应付款?|工程款|借款|欠款|租金|本金|结算(?:价|款)|合同价)(?:为|共计|共|是)?(?:人民币)?(?P<whole>\d[\d,]*(?:\.\d+)?)元(?P<more>[^元]{0,90}?)(?:已付|已支付|仅支付|仅付|支付了|已执行到位|已还|已归还|已偿还|已给付|已收)[^。元\d]{0,10}(?P<paid>\d[\d,]*(?:\.\d+)?)元(?P<between>[^。元\d]{0,14})(?:尚欠|尚有|仍欠|下欠|余款|余额|剩余|尚余|还欠|欠付|实欠)[^。元\d]{0,10}(?P<rest>\d[\d,]*(?:\.\d+)?)元"
    )?;
    let mut seen = None;
    for found in form.captures_iter(matter.text()) {
        let read = |name: &str| figure(&found, name);
        let (Some(whole), Some(paid), Some(rest)) = (read("whole"), read("paid"), read("rest")) else {
            continue;
        };
        let told = format!("{}{}", found.name("more")?.as_str(), found.name("between")?.as_str());
        let other = ["利息", "违约金", "退", "另", "分别", "扣", "质保", "第二次", "又", "减"];
        if other.iter().any(|word| told.contains(word)) || whole <= rest {
            continue;
        }
        seen = Some(None);
        let due = whole.saturating_sub(paid);
        if !near(due, rest) {
            return Some(Some((found.name("rest")?.range(), due)));
        }
    }
    seen
}

/// `土地35亩…每亩每年1200元,年租金42000元`: so much for each of so many.
fn of_each(matter: &Matter<'_>) -> Told {
    let form = pattern!(
        r"(?P<count>\d[\d,]*(?:\.\d+)?)(?P<unit>亩|平方米|台|套|件|吨|间|部|辆|户|人)[^。;]{0,40}?(?:每|按)(?P<each>亩|平方米|台|套|件|吨|间|部|辆|户|人)(?:每)?[年月日]?[^,。;\d元]{0,6}(?P<price>\d[\d,]*(?:\.\d+)?)元[^。;\d元%]{0,14}(?P<all>\d[\d,]*(?:\.\d+)?)元"
    )?;
    let mut seen = None;
    for found in form.captures_iter(matter.text()) {
        let read = |name: &str| figure(&found, name);
        let (Some(count), Some(price), Some(all)) = (read("count"), read("price"), read("all")) else {
            continue;
        };
        if found.name("unit").map(|own| own.as_str()) != found.name("each").map(|own| own.as_str()) {
            continue;
        }
        let due = count.saturating_mul(price);
        seen = Some(None);
        if !near(due, all) && is_slip(due, all, 2) {
            return Some(Some((found.name("all")?.range(), due)));
        }
    }
    seen
}

/// `HK$18,600.00 per month, totalling HK$223,200.00`: a whole number of times.
fn multiples(matter: &Matter<'_>) -> Told {
    let form = pattern!(
        r"(?i)(?P<each>\d[\d,]*(?:\.\d\d)?) (?:per|a|each|every) (?:month|week|year|quarter|day),? (?:totall?ing|making|amounting to|a total of|being in total) (?:a total of )?(?:[a-z]{0,3}[$£€]|rs\.?|eur|gbp|usd)? ?(?P<all>\d[\d,]*(?:\.\d\d)?)"
    )?;
    let found = form.captures(matter.text())?;
    let read = |name: &str| figure(&found, name);
    let (each, all) = (read("each")?, read("all")?);
    let rest = all.checked_rem(each)?;
    Some((!rest.is_zero() && all > each).then(|| (found.name("all").map_or(0..0, |own| own.range()), each)))
}

/// `3120次、2485次、4210次,合计9815次`: counts of one unit, whatever it is.
fn tallies(matter: &Matter<'_>) -> Told {
    let form = pattern!(r"(?:合计|共计|总计|共)(?P<all>\d[\d,]*)(?P<unit>[次人户件个份台套头只辆天名箱本])")?;
    let text = matter.text();
    let mut seen = None;
    for found in form.captures_iter(text) {
        let (whole, unit) = (found.get(0)?, found.name("unit")?.as_str());
        let from = text.floor_char_boundary(whole.start().saturating_sub(150));
        let led = text.get(from..whole.start())?;
        let led = led.rsplit(['。', ';']).next()?;
        let one = pattern!(r"(?P<n>\d[\d,]*)(?P<unit>[次人户件个份台套头只辆天名箱本])(?:[、,和及]|$)")?;
        let items: Vec<Decimal> = one
            .captures_iter(led)
            .filter(|item| item.name("unit").is_some_and(|own| own.as_str() == unit))
            .filter_map(|item| item.name("n")?.as_str().replace(',', "").parse().ok())
            .collect();
        let all: Decimal = found.name("all")?.as_str().replace(',', "").parse().ok()?;
        let sum = items.iter().fold(Decimal::ZERO, |sum, item| sum.saturating_add(*item));
        if items.len() < 2 {
            continue;
        }
        seen = Some(None);
        if sum != all && is_slip(sum, all, 2) {
            return Some(Some((found.name("all")?.range(), sum)));
        }
    }
    seen
}

/// Sums before a total that are tried together.
const MOST_CHOSEN: usize = 8;

/// `(a) … £2,856.00, being 6 weeks at £476.00; (b) … £4,284.00; (c) making a total of £7,140.00`, `those three sums, $6,000 in all`:
/// a total that none of the sums before it come to, though figures exchanged they do.
fn chosen(matter: &Matter<'_>, all: &[Number]) -> Told {
    let text = matter.text();
    let before = pattern!(
        r"(?i)(?:a total of|totall?ing|in total|making) (?:[a-z]{0,3}[$£€]|rs\.? ?|eur |gbp |usd )$"
    );
    let behind = pattern!(r"^(?:\.\d\d)? (?:in all|in total|altogether)\b");
    let mut seen = None;
    for (index, own) in all.iter().enumerate() {
        let led = text.get(text.floor_char_boundary(own.0.start.saturating_sub(30))..own.0.start)?;
        let told = before.is_some_and(|form| form.is_match(led))
            || behind.is_some_and(|form| form.is_match(text.get(own.0.end..).unwrap_or_default()));
        if !told {
            continue;
        }
        let items: Vec<Decimal> = all
            .get(index.saturating_sub(MOST_CHOSEN)..index)?
            .iter()
            .map(|one| one.1)
            .filter(|one| *one < own.1)
            .collect();
        let mut sums = vec![(Decimal::ZERO, 0_usize)];
        for item in &items {
            let more: Vec<(Decimal, usize)> =
                sums.iter().map(|(sum, count)| (sum.saturating_add(*item), count + 1)).collect();
            sums.extend(more);
        }
        let several = || sums.iter().filter(|(_, count)| *count > 1);
        if items.len() < 2
            || several().any(|(sum, _)| near(*sum, own.1))
            || all.iter().any(|one| one.0 != own.0 && one.1 == own.1)
        {
            continue;
        }
        seen = Some(None);
        let least = if items.len() == 2 { 2 } else { 3 };
        if let Some((sum, _)) =
            several().filter(|one| one.1 + 2 >= items.len().min(4)).find(|one| is_slip(one.0, own.1, least))
        {
            return Some(Some((own.0.clone(), *sum)));
        }
    }
    seen
}
