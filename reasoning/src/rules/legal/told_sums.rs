//! Sums that running text works out: lists with what they come to, parts of a sum, balances, prices by the piece; part of L12.
//!
//! A text tells sums for many reasons, so most of what is looked at here counts only where it is a slip of the pen apart from what
//! it should be: figures exchanged, one figure another.

use std::collections::HashSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use super::order_words;
use super::trade::reckoned::figure;
use crate::Role;
use crate::pattern::pattern;
use crate::rules::Draft;

/// A sum in figures, whatever it is counted in.
struct Sum {
    range: Range<usize>,
    value: Decimal,
}

/// Sums with a sign of money before or behind.
const SUM: &str = r"(?i)(?:[A-Z]{0,3}[$£€¥₹]|\b(?:Rs\.?|INR|USD|EUR|GBP|HKD|SGD|AUD|NZD|CAD|CHF|ZAR|MYR|RM|R|KES|KSh|AED|RMB|CNY)|人民币)\s?(?P<led>\d[\d,]*(?:\.\d{1,2})?)(?P<times>万)?|(?P<figures>\d[\d,]*(?:\.\d+)?)(?P<scale>万)?(?:美元|港元|欧元|英镑|日元|元|圆)";

/// The sums of the running text outside tables.
fn sums(matter: &Matter<'_>) -> Vec<Sum> {
    let read = |found: regex::Captures<'_>| {
        let figures = found.name("led").or(found.name("figures"))?;
        let value: Decimal = figures.as_str().replace(',', "").parse().ok()?;
        let scaled = found.name("times").or(found.name("scale")).is_some();
        let value = if scaled { value.checked_mul(Decimal::from(10_000))? } else { value };
        let range = found.get(0)?.range();
        let cell = matter.flow.passage_id(range.start).and_then(|id| matter.cell(id));
        let outside = !cell.is_some_and(|passage| matches!(passage.role, Role::Cell { .. }));
        outside.then_some(Sum { range, value: value.normalize() })
    };
    let form = pattern!(SUM);
    form.into_iter().flat_map(|form| form.captures_iter(matter.text())).filter_map(read).collect()
}

/// Whether two sums are meant for one another: their figures are the same in another order, or one of them is another.
pub(super) fn is_slip(a: Decimal, b: Decimal, least: usize) -> bool {
    let figures = |value: Decimal| {
        let text = format!("{:.2}", value.abs());
        text.replace('.', "").into_bytes()
    };
    let (mut a, mut b) = (figures(a), figures(b));
    while a.last() == Some(&b'0') && b.last() == Some(&b'0') {
        a.pop();
        b.pop();
    }
    if a == b || a.len().max(b.len()) < least {
        return false;
    }
    if a.len() != b.len() {
        let (long, short) = if a.len() > b.len() { (&a, &b) } else { (&b, &a) };
        let without = |at: usize| {
            let mut cut = long.clone();
            cut.remove(at);
            cut == *short
        };
        return short.len() + 1 == long.len() && short.len() > least && (0..long.len()).any(without);
    }
    let apart = a.iter().zip(&b).filter(|(a, b)| a != b).count();
    let (mut left, mut right) = (a.clone(), b.clone());
    left.sort_unstable();
    right.sort_unstable();
    left == right || apart == 1 && a.len() > 2 || apart == 2 && a.len() >= LONG
}

/// Figures of a sum of which two may be others.
const LONG: usize = 6;

/// Figures that sums have at least, noughts at their end left out, where nothing but what they come to tells that they belong together.
const LEAST: usize = 3;

/// The first sum that the text does not come to. Whether any was worked out, and how it differs.
pub(super) fn reckoned(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let products = products(matter);
    if products.1.is_some() {
        return products;
    }
    let worked_out = order_words::equations(matter);
    let off = worked_out.iter().find(|one| !one.3 && (one.1 - one.2).abs() >= Decimal::ONE);
    if let Some((range, stated, value, _)) = off {
        let draft = Draft::new().way("words").about_text(matter, range.clone()).found(stated.to_string());
        return (true, Some(draft.expected(value.normalize().to_string())));
    }
    let periods = by_periods(matter);
    if periods.is_some() {
        return (true, periods);
    }
    let all = sums(matter);
    let mut seen = products.0 || !worked_out.is_empty();
    for at in 0..all.len() {
        for check in [total, parts, paid_off, balance] {
            match check(matter, &all, at) {
                Told::Nothing => {}
                Told::Right => seen = true,
                Told::Wrong(draft) => return (true, Some(*draft)),
            }
        }
    }
    (seen, None)
}

/// What a sum tells of others.
enum Told {
    Nothing,
    Right,
    Wrong(Box<Draft>),
}

fn wrong(matter: &Matter<'_>, sum: &Sum, others: &[Sum], expected: Decimal) -> Told {
    let draft = Draft::new().way("words").about_text(matter, sum.range.clone());
    let draft = others.iter().fold(draft, |draft, other| draft.against_text(matter, other.range.clone()));
    let draft = draft.found(sum.value.to_string()).expected(expected.normalize().to_string());
    Told::Wrong(Box::new(draft))
}

fn add(sums: &[Sum]) -> Decimal {
    sums.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(one.value))
}

/// What stands between the sum before and this one.
fn led<'m>(matter: &'m Matter<'_>, all: &[Sum], at: usize) -> &'m str {
    let from = at.checked_sub(1).and_then(|before| all.get(before)).map_or(0, |before| before.range.end);
    let to = all.get(at).map_or(from, |sum| sum.range.start);
    matter.flow.slice(from..to)
}

/// `共计7190元` behind a list, however far its items stand apart.
fn total(matter: &Matter<'_>, all: &[Sum], at: usize) -> Told {
    let Some(cue) = pattern!(
        r"(?i)(?:共计|合计|总计|累计|一共|总额|总价值)(?:金额|款项|人民币|为|是|达|:)*$|\b(?:in all|in total|total(?: sum)? of|totall?ing|altogether|aggregate(?: sum)? of|making a total of)[ :,]*$|(?:^|[^A-Za-z])Total[ :]*$"
    ) else {
        return Told::Nothing;
    };
    let Some(own) = all.get(at).filter(|_| cue.is_match(led(matter, all, at))) else { return Told::Nothing };
    let before = all.get(at.saturating_sub(MOST_ITEMS)..at).unwrap_or_default();
    if let Some(items) = lines_above(matter, before, own) {
        let come_to = add(items);
        let fits = (2..=items.len())
            .any(|count| items.get(items.len() - count..).is_some_and(|run| add(run) == own.value));
        let near = (come_to - own.value).abs().saturating_mul(Decimal::from(4)) <= own.value;
        return if fits {
            Told::Right
        } else if near {
            wrong(matter, own, items, come_to)
        } else {
            Told::Nothing
        };
    }
    if before.iter().any(|one| one.value == own.value) || is_any_of(before, own.value) {
        return Told::Right;
    }
    let mut runs = (2..=before.len()).filter_map(|count| before.get(before.len() - count..));
    runs.find(|run| is_slip(add(run), own.value, LEAST))
        .map_or(Told::Nothing, |run| wrong(matter, own, run, add(run)))
}

/// The items of a list that has a line for each above the line of its total.
fn lines_above<'s>(matter: &Matter<'_>, before: &'s [Sum], own: &Sum) -> Option<&'s [Sum]> {
    let flow = &matter.flow;
    let start = |at: usize| (0..=at).rev().find(|place| flow.is_line(*place)).unwrap_or(0);
    let own_line = start(own.range.start);
    let label = flow.slice(own_line..own.range.start);
    let mut last = own_line;
    let mut count = 0;
    for item in before.iter().rev() {
        let line = start(item.range.start);
        let ends = flow.line_behind(item.range.start) <= last;
        let rest = flow.slice(item.range.end..last);
        if line == last || !ends || !rest.trim().is_empty() {
            break;
        }
        (last, count) = (line, count + 1);
    }
    let is_total = label.trim_start().to_lowercase().starts_with("total") || label.starts_with("合计");
    (is_total && count > 1).then(|| before.get(before.len() - count..))?
}

/// Items that are added up at most, and of which all choices are tried.
const MOST_ITEMS: usize = 12;

/// Whether two and more of some sums come to another.
fn is_any_of(sums: &[Sum], total: Decimal) -> bool {
    let mut reached: HashSet<Decimal> = HashSet::from([Decimal::ZERO]);
    for sum in sums.iter().filter(|sum| sum.value < total) {
        let more: Vec<Decimal> = reached.iter().filter_map(|one| one.checked_add(sum.value)).collect();
        reached.extend(more.into_iter().filter(|one| *one <= total));
    }
    reached.contains(&total)
}

/// The sums behind `at` in its sentence.
fn behind<'s>(matter: &Matter<'_>, all: &'s [Sum], at: usize) -> &'s [Sum] {
    let Some(own) = all.get(at) else { return &[] };
    let stop = |range: Range<usize>| {
        let text = matter.flow.slice(range);
        text.contains(['。', ';']) || text.contains(". ")
    };
    let rest = all.get(at + 1..).unwrap_or_default();
    let count =
        rest.iter().take(MOST_ITEMS).take_while(|next| !stop(own.range.end..next.range.start)).count();
    rest.get(..count).unwrap_or_default()
}

/// `222447.67元, 其中…214500元, …7947.67元`, `$222,447.67, being principal of …`.
fn parts(matter: &Matter<'_>, all: &[Sum], at: usize) -> Told {
    let Some(own) = all.get(at) else { return Told::Nothing };
    let Some(cue) = pattern!(
        r"(?i)^\s?(?:\([^()]{0,90}\))?[^。;.\d]{0,12}?(?:(?P<whole>分别为|分别是|,?分[一二两三四五六七八九十\d]{1,2}(?:期|次|笔|批)(?:支付|付清|付款|偿还|给付|付)|,?由[^,。;\d]{1,10}分得|being|comprising|made up of|consisting of|comprised of)|其中|包括|包含|including|of which|(?P<made>,由))"
    ) else {
        return Told::Nothing;
    };
    let parts = behind(matter, all, at);
    // What is taken off is no part: `being the balance of $23,000.00 less $1,400.00`.
    let mut from = own.range.end;
    let less = parts.iter().any(|part| {
        let led = matter.flow.slice(from..part.range.start);
        from = part.range.end;
        let lower = led.to_lowercase();
        ["less", "minus", "deduct", "balance of", "after ", "credit", "扣除", "减去", "扣减", "抵扣"]
            .iter()
            .any(|word| lower.contains(word))
    });
    if less {
        return Told::Nothing;
    }
    let between =
        matter.flow.slice(own.range.end..parts.first().map_or(own.range.end, |first| first.range.start));
    let Some(found) = cue.captures(between).filter(|_| parts.len() > 1) else { return Told::Nothing };
    // `由基本工资6000元、岗位工资2500元组成`.
    let behind = |part: &Sum| matter.flow.slice(part.range.end..matter.text().len());
    let closed =
        parts.iter().position(|part| ["组成", "构成"].iter().any(|word| behind(part).starts_with(word)));
    let parts = match closed {
        Some(last) if found.name("made").is_some() => parts.get(..=last).unwrap_or_default(),
        None if found.name("made").is_some() => return Told::Nothing,
        _ => parts,
    };
    let mut come_to = Decimal::ZERO;
    let fits = parts.iter().any(|part| {
        come_to = come_to.saturating_add(part.value);
        come_to == own.value
    });
    let near = (come_to - own.value).abs().saturating_mul(Decimal::from(5)) <= own.value;
    if fits {
        return Told::Right;
    }
    let two = parts.get(..2).map(add).unwrap_or_default();
    // One of the parts may be the one that is off.
    let slipped = parts.iter().any(|part| {
        let meant = own.value.saturating_sub(come_to.saturating_sub(part.value));
        meant > Decimal::ZERO && is_slip(part.value, meant, 2)
    });
    let off = [come_to, two].into_iter().find(|sum| is_slip(*sum, own.value, 2));
    let off = off.or(Some(come_to).filter(|_| slipped && parts.len() > 1));
    let whole = found.name("whole").is_some() || found.name("made").is_some();
    match off.or(Some(come_to).filter(|_| whole && near)) {
        Some(sum) => wrong(matter, own, parts, sum),
        None => Told::Nothing,
    }
}

/// `尚应支付19830元,于4月30日前付9830元,于5月31日前付10000元`: what is paid by several days comes to what is to be paid.
fn paid_off(matter: &Matter<'_>, all: &[Sum], at: usize) -> Told {
    let Some(own) = all.get(at) else { return Told::Nothing };
    let Some(cue) = pattern!(
        r"(?:日|月底|月末)(?:之)?(?:前|内)(?:[^,。;\d]{0,12})(?:付|还|支付|给付|归还|偿还|付清|付款)[^,。;\d]{0,8}$"
    ) else {
        return Told::Nothing;
    };
    let mut from = own.range.end;
    let paid = behind(matter, all, at).iter().take_while(|part| {
        let own = cue.is_match(matter.flow.slice(from..part.range.start));
        from = part.range.end;
        own
    });
    let count = paid.count();
    let parts = all.get(at + 1..=at + count).unwrap_or_default();
    let led = led(matter, all, at);
    if parts.len() < 2 || cue.is_match(led) {
        return Told::Nothing;
    }
    let come_to = add(parts);
    if all.iter().take(at + 1).any(|sum| sum.value == come_to) {
        return Told::Right;
    }
    let near =
        come_to < own.value.saturating_mul(Decimal::TWO) && own.value < come_to.saturating_mul(Decimal::TWO);
    if near { wrong(matter, own, parts, come_to) } else { Told::Nothing }
}

/// `52500元…已付31000元…尚欠21500元`, `lent $2,800,000 … repaid $650,000 … the balance of $2,150,000`.
fn balance(matter: &Matter<'_>, all: &[Sum], at: usize) -> Told {
    let Some(own) = all.get(at) else { return Told::Nothing };
    let before = pattern!(
        r"(?i)(?:尚欠|仍欠|下欠|实欠|结欠|还欠|尚余|余款|余额|剩余|尚应支付|尚需支付|还应支付|尚应付)[^,。;\d]{0,8}$|\b(?:balance (?:due )?of|leaving)[ \w]{0,12}$"
    );
    let after = pattern!(r"(?i)^ (?:remains|remained|is still|still)\b");
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let told =
        is(before, led(matter, all, at)) || is(after, matter.flow.slice(own.range.end..matter.text().len()));
    let known = all.get(at.saturating_sub(MOST_BEFORE)..at).unwrap_or_default();
    if !told || known.len() < 2 || known.iter().any(|one| one.value == own.value) {
        return Told::Nothing;
    }
    let (whole, rest) = (known.iter().enumerate(), |at: usize| known.get(at + 1..).unwrap_or_default());
    let explained = whole.clone().any(|(at, whole)| {
        let left = whole.value.saturating_sub(own.value);
        rest(at).iter().any(|paid| paid.value == left) || is_any_of(rest(at), left)
    });
    if explained {
        return Told::Right;
    }
    let [.., whole, paid] = known else { return Told::Nothing };
    let left = whole.value.saturating_sub(paid.value);
    let slips =
        is_slip(left, own.value, LEAST) || is_slip(whole.value.saturating_sub(own.value), paid.value, 2);
    if slips && left > Decimal::ZERO { wrong(matter, own, known, left) } else { Told::Nothing }
}

/// Sums before a balance that it is left of.
const MOST_BEFORE: usize = 6;

/// `每期18600元…余20期共计372000元`: what a number of periods comes to at so much each.
fn by_periods(matter: &Matter<'_>) -> Option<Draft> {
    let each = pattern!(r"每(?P<unit>期|月|日|天|年|季度)[^\d。;]{0,10}(?P<sum>\d[\d,]*(?:\.\d+)?)元")?;
    let all = pattern!(
        r"(?P<count>\d{1,3})个?(?P<unit>期|月|日|天|年|季度)[^\d。;,]{0,6}(?:共计|合计|计|共)(?:人民币)?(?P<sum>\d[\d,]*(?:\.\d+)?)元"
    )?;
    let number = |found: Option<regex::Match<'_>>| -> Option<Decimal> {
        found?.as_str().replace(',', "").parse().ok()
    };
    let prices: Vec<(&str, Decimal)> = each
        .captures_iter(matter.text())
        .filter_map(|one| Some((one.name("unit")?.as_str(), number(one.name("sum"))?)))
        .collect();
    all.captures_iter(matter.text()).find_map(|one| {
        let (count, sum, unit) =
            (number(one.name("count"))?, number(one.name("sum"))?, one.name("unit")?.as_str());
        let mut products = prices
            .iter()
            .filter(|price| price.0 == unit || unit == "期" && price.0 == "月")
            .filter_map(|price| price.1.checked_mul(count));
        if products.clone().any(|product| product == sum) {
            return None;
        }
        let meant = products.find(|product| is_slip(*product, sum, 2))?;
        let draft = Draft::new().way("product").about_text(matter, one.name("sum")?.range());
        Some(draft.found(sum.to_string()).expected(meant.normalize().to_string()))
    })
}

/// `84套,单价6100元,总价512400元`, `84 fixtures at £61.00 each, totalling £5,124.00`.
fn products(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let chinese = pattern!(
        r"(?P<count>\d[\d,]*(?:\.\d+)?)(?:平方米|立方米|公斤|千克|\p{Han}{1,2})[,、]?(?:每\p{Han}{1,3}|单价|均价|按)[^,。;\d]{0,6}(?P<price>\d[\d,]*(?:\.\d+)?)元(?:/\p{Han}{1,3}|每\p{Han}{1,3})?[,、;计]?[^。;\d%]{0,12}?(?:总价|共计|合计|总计|计|总额|金额|价款|货款|款|费)[^,。;\d%]{0,6}(?P<all>\d[\d,]*(?:\.\d+)?)(?P<scale>万)?元"
    );
    let english = pattern!(
        r"(?i)\b(?P<count>\d[\d,]*) (?:[a-z][a-z-]* ){1,4}(?:at|@) (?:a price of )?[A-Z]{0,3}[$£€]\s?(?P<price>\d[\d,]*(?:\.\d+)?) (?:each|apiece|per \w+|a \w+)[^.;\d]{0,30}?[A-Z]{0,3}[$£€]\s?(?P<all>\d[\d,]*(?:\.\d\d)?)"
    );
    if let Some(draft) = times_in_words(matter) {
        return (true, Some(draft));
    }
    let mut seen = false;
    for found in [chinese, english].into_iter().flatten().flat_map(|form| form.captures_iter(matter.text())) {
        let read = |name: &str| figure(&found, name);
        let (Some(count), Some(price), Some(all)) = (read("count"), read("price"), read("all")) else {
            continue;
        };
        let product = count.saturating_mul(price);
        let all_scaled =
            if found.name("scale").is_some() { all.saturating_mul(Decimal::from(10_000)) } else { all };
        seen = true;
        let apart = (product - all_scaled).abs();
        let range = found.name("all").map(|own| own.range());
        if let Some(range) = range.filter(|_| apart >= Decimal::ONE && is_slip(product, all, 2)) {
            let draft = Draft::new().way("product").about_text(matter, range);
            let draft = found
                .name("price")
                .into_iter()
                .fold(draft, |draft, own| draft.against_text(matter, own.range()));
            return (true, Some(draft.found(all.to_string()).expected(product.normalize().to_string())));
        }
    }
    (seen, None)
}

/// `Nine months at HK$35,400 is HK$318,600`.
fn times_in_words(matter: &Matter<'_>) -> Option<Draft> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let form = pattern!(
        r"(?i)\b(?P<count>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}) (?:months|weeks|days|quarters|years|units|instal?ments) (?:at|of) [A-Z]{0,3}[$£€] ?(?P<price>\d[\d,]*(?:\.\d\d)?)[^.;\d]{0,24}?(?:is|=|comes to|making|being|totall?ing|total of) [A-Z]{0,3}[$£€] ?(?P<all>\d[\d,]*(?:\.\d\d)?)"
    )?;
    form.captures_iter(matter.text()).find_map(|found| {
        let number = |name: &str| figure(&found, name);
        let word = found.name("count")?.as_str().to_lowercase();
        let at = WORDS.iter().position(|known| *known == word);
        let count = at.and_then(|at| u32::try_from(at + 1).ok()).map(Decimal::from).or(number("count"))?;
        let (product, all) = (count.checked_mul(number("price")?)?, number("all")?);
        let draft = Draft::new().way("product").about_text(matter, found.name("all")?.range());
        (product != all).then(|| draft.found(all.to_string()).expected(product.normalize().to_string()))
    })
}
