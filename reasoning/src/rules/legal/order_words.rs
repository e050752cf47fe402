//! What orders and papers of Chinese courts and tribunals point at and work out in their own words: parts of L04, L22, L27 and L34.

use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use crate::fold;
use crate::legal::HoldingKind;
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::whole_number;

/// L04: a decision that the order quashes or affirms has the number under which the document spoke of it.
pub(super) fn of_another(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?P<lead>(?:\p{Han}{2,12})?[(〔\[]\d{4}[)〕\]](?:\p{Han}{1,2}\d{0,4}\p{Han}{1,6})?第?)(?P<serial>\d{1,6})号"
    )?;
    let order = matter.sections.operative.clone();
    let before = matter.flow.slice(0..order.start);
    form.captures_iter(matter.flow.slice(order.clone())).find_map(|found| {
        let (whole, lead, serial) = (found.get(0)?, found.name("lead")?, found.name("serial")?);
        // What stands before the brackets may be more than the sign of who decided.
        let year = lead.as_str().find(['(', '〔', '['])?;
        let sign: String = lead.as_str().get(..year)?.chars().rev().take(SIGN).collect();
        let sign: String = sign.chars().rev().chain(lead.as_str().get(year..)?.chars()).collect();
        let own = format!("{sign}{}号", serial.as_str());
        let other = before.match_indices(sign.as_str()).find(|(at, _)| {
            before.get(at + sign.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })?;
        if before.contains(&own) {
            return None;
        }
        let range = order.start + whole.start()..order.start + whole.end();
        let draft = Draft::new().about_text(matter, range.clone());
        let draft =
            draft.against_text(matter, other.0..other.0 + sign.len()).found(matter.flow.printed(range));
        Some(draft.expected(format!("{sign}…")))
    })
}

/// Letters of the sign of who decided that are looked at.
const SIGN: usize = 6;

/// L04: numbers of papers of one house and year whose figures are the same in another order.
pub(super) fn papers_mistyped(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"(?P<lead>\p{Han}{2,6}[(〔\[]\d{4}[)〕\]]第?)(?P<serial>\d{2,6})号")?;
    let found: Vec<(&str, &str, Range<usize>)> = form
        .captures_iter(matter.text())
        .filter_map(|one| {
            Some((one.name("lead")?.as_str(), one.name("serial")?.as_str(), one.get(0)?.range()))
        })
        .collect();
    let sorted = |text: &str| {
        let mut figures = text.as_bytes().to_vec();
        figures.sort_unstable();
        figures
    };
    let end = |lead: &str| -> String { lead.chars().rev().take(SIGN + 4).collect() };
    found.iter().enumerate().find_map(|(index, (lead, serial, range))| {
        let like = |other: &&(&str, &str, Range<usize>)| {
            end(other.0) == end(lead) && other.1 != *serial && sorted(other.1) == sorted(serial)
        };
        let other = found.iter().take(index).find(like)?;
        let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, other.2.clone());
        Some(draft.found(matter.flow.printed(range.clone())).expected(matter.flow.printed(other.2.clone())))
    })
}

/// L34: orders before, and annexes, that are pointed at are there.
pub(super) fn dangling(matter: &Matter<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let form = pattern!(
        r"上述(?:第(?P<list>[一二三四五六七八九十、,和及]{1,12})项|(?P<marks>(?:[(][一二三四五六七八九十]{1,2}[)][、,和及]?){1,6})项)"
    );
    let holdings = matter.holdings();
    let all: Vec<u64> = holdings.iter().filter_map(|(_, one)| one.number.map(u64::from)).collect();
    let most = all.iter().max().copied().unwrap_or_default();
    let numbers = |text: &str| -> Vec<u64> {
        let parts = text.split(['、', ',', '和', '及', '(', ')']).filter(|part| !part.is_empty());
        parts.filter_map(|part| Some(whole_number(part)?.0)).collect()
    };
    let order = matter.sections.operative.clone();
    for found in form.into_iter().flat_map(|form| form.captures_iter(matter.flow.slice(order.clone()))) {
        let Some((whole, list)) = found.get(0).zip(found.name("list").or(found.name("marks"))) else {
            continue;
        };
        let range = order.start + whole.start()..order.start + whole.end();
        // An order points at those before it, not at itself.
        let own = holdings.iter().rev().find_map(|(_, one)| {
            let text = fold(&one.text.value);
            let at = matter.flow.find(order.clone(), &text)?;
            (at <= range.start && range.end <= at + text.len()).then_some(u64::from(one.number?))
        });
        let bound = own.map_or(most, |own| own.saturating_sub(1));
        // What is marked is there where a line begins with its mark.
        if found.name("marks").is_some() {
            let marks = pattern!(r"[(][一二三四五六七八九十]{1,2}[)]");
            let lost = marks.into_iter().flat_map(|marks| marks.find_iter(list.as_str())).any(|mark| {
                !matter.text().match_indices(mark.as_str()).any(|(at, _)| matter.flow.is_line(at))
            });
            if lost {
                let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
                drafts.push(draft.expected(format!("1–{most}")));
            }
            continue;
        }
        if most > 1 && numbers(list.as_str()).iter().any(|number| *number > bound) {
            let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
            drafts.push(draft.expected(format!("1–{bound}")));
        }
    }
    let annex = pattern!(
        r"(?:详见|见|参见)(?:本判决|本裁定|本裁决|本裁决书|本判决书)?附(?:件|表|录|图)(?P<name>[一二三四五六七八九十\d]{0,2})"
    );
    let named = annex.and_then(|annex| annex.find(matter.text()));
    let listed = pattern!(
        r"附(?:件|表|录|图)?[一二三四五六七八九十\d]{0,2}[:：]|附(?:件|表|录|图)[一二三四五六七八九十\d]{1,2}$|附[:：]"
    );
    let is_listed = listed.is_some_and(|listed| listed.is_match(matter.text()));
    // A number of its own is that of one attachment.
    let numbered = named.is_some_and(|named| {
        let own = named.as_str();
        let own = own.find('附').and_then(|at| own.get(at..)).unwrap_or(own);
        own.chars().count() > 2 && matter.text().matches(own).count() < 2
    });
    if let Some(named) = named.filter(|_| numbered || !is_listed) {
        let draft = Draft::new().way("attachment").about_text(matter, named.range());
        drafts.push(draft.found(named.as_str()));
    }
    drafts.truncate(1);
    drafts
}

/// L22: orders to do something that must be done by some day, and sums of awards and settlements, without one.
pub(super) fn undated(matter: &Matter<'_>) -> Vec<Draft> {
    let does = pattern!(
        r"^(?:责令|由|判令)?[^,。;]{0,60}?(?:迁出|腾退|腾空|搬离|重新作出|(?:一次性|共同|连带)?(?:支付|给付|赔偿|返还|偿还|退还)[^,。;]{0,60}?\d[\d,.]*元|汇入)"
    );
    let when = pattern!(
        r"日内|月内|日前|之前|以前|立即|即时|当庭|当日|同时|期限|年内|次日|每月|按月|月底|号前|之日起|已(?:经)?(?:支付|给付|付)|生效后|年\d{1,2}月\d{1,2}日"
    );
    let is = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let whole = fold(matter.flow.slice(matter.sections.operative.clone()));
    // A sentence of its own may tell the time of all.
    let joint = pattern!(
        r"(?:上述|以上|上列|前述)[^。;]{0,40}(?:日内|日前|前)[^。;]{0,30}(?:支付|付|履行|给付|汇)|(?:日内|日前)[^。;]{0,20}(?:支付完毕|履行完毕|付清)"
    );
    if is(joint, &whole) {
        return Vec::new();
    }
    let refuses = [
        "确认",
        "连带",
        "优先受偿",
        "如",
        "若",
        "驳回",
        "撤销",
        "维持",
        "解除",
        "本案",
        "仲裁费",
        "案件受理费",
        "申请人自愿",
    ];
    let open = matter.holdings().into_iter().filter(|(_, holding)| {
        let text = fold(&holding.text.value);
        let text = text.split('。').next().unwrap_or_default();
        holding.kind != HoldingKind::Dismissal
            && is(does, text)
            && !is(when, text)
            && !refuses.iter().any(|word| text.starts_with(word) || *word == "连带" && text.contains(word))
    });
    open.map(|(fact, holding)| Draft::new().about(fact, holding.text.evidence).found(&holding.text.value))
        .collect()
}

/// L22: land, a house or a thing that is to be given back or left by no time.
pub(super) fn unreturned(matter: &Matter<'_>) -> Option<Draft> {
    let does = pattern!(
        r"^(?:被告|原告|第三人|[^,。;]{0,40}?)(?:应)?将[^,。;]{2,40}(?:返还|交还|腾退|交付|腾空)|^[^,。;]{0,40}?(?:腾退|腾空|搬离|迁出)[^,。;]{2,40}"
    )?;
    let when = pattern!(
        r"日内|月内|日前|之前|以前|立即|即时|当庭|当日|同时|期限|年内|次日|月底|号前|之日起|生效后|\d日|前将|后将"
    )?;
    let open = matter.holdings().into_iter().find(|(_, holding)| {
        let text = fold(&holding.text.value);
        holding.kind == HoldingKind::Performance
            && does.is_match(&text)
            && !when.is_match(&text)
            && !["如", "若", "驳回", "确认"].iter().any(|word| text.starts_with(word))
    })?;
    Some(Draft::new().about(open.0, open.1.text.evidence).found(&open.1.text.value))
}

/// L27: what is said to meet, or not to meet, what the law asks for, and what is ordered on it.
pub(super) fn unmet(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"(?P<not>不)?符合[^。;,]{0,40}?(?:条件|情形|规定)(?:的规定)?(?:[,。;]|$)")?;
    let reasons = matter.sections.reasoning.clone();
    let text = matter.flow.slice(reasons.clone());
    let asked = ["申请", "协议", "起诉", "异议", "保全"];
    let found = form.captures_iter(text).filter(|one| {
        let before = one.get(0).and_then(|own| text.get(..own.start())).unwrap_or_default();
        let sentence = before.rsplit(['。', ';']).next().unwrap_or_default();
        let clause = sentence.trim_end_matches(',').rsplit(',').next().unwrap_or_default();
        let said = ["主张", "辩称", "抗辩", "如", "若", "是否"].iter().any(|word| clause.contains(word));
        asked.iter().any(|word| clause.contains(word)) && !said
    });
    let last = found.last()?;
    let refused = last.name("not").is_some();
    let holdings = matter.holdings();
    let first = holdings.first()?;
    let rejects = |text: &str| {
        text.starts_with("驳回")
            || text.starts_with("不予")
            || text.starts_with("不准")
            || text.contains("不予受理")
    };
    let all_reject = holdings.iter().all(|(_, one)| rejects(&fold(&one.text.value)));
    let wrong =
        if refused { !holdings.iter().any(|(_, one)| rejects(&fold(&one.text.value))) } else { all_reject };
    let range = reasons.start + last.get(0)?.start()..reasons.start + last.get(0)?.end();
    let draft = Draft::new().way(if refused { "refused" } else { "dismissed" });
    let draft = draft.about(first.0, first.1.text.evidence).against_text(matter, range.clone());
    wrong.then(|| draft.found(&first.1.text.value).expected(matter.flow.printed(range)))
}

/// What a text works out in signs: `373.10元×360日=134316元`, `144000元-72000元=72000元`. The sums with what they come to.
pub(super) fn equations(matter: &Matter<'_>) -> Vec<(Range<usize>, Decimal, Decimal, bool)> {
    let form = pattern!(
        r"(?P<left>\d[\d,]*(?:\.\d+)?(?:万?元/\p{Han}{1,2}|万?元|%|％|‰|\p{Han}{1,3})?(?:\s?[×xX*÷/+\-－—–]\s?\(?\d[\d,]*(?:\.\d+)?\)?(?:万?元/\p{Han}{1,2}|万?元|%|％|‰|\p{Han}{1,3})?){1,8})\s?[=＝]\s?(?P<right>\d[\d,]*(?:\.\d+)?)(?:元|万元)"
    );
    let read = |found: regex::Captures<'_>| {
        let (left, right) = (found.name("left")?, found.name("right")?);
        let value = worked_out(left.as_str())?;
        let stated: Decimal = right.as_str().replace(',', "").parse().ok()?;
        let share = left.as_str().contains(['%', '％', '‰']);
        Some((found.get(0)?.range(), stated, value, share))
    };
    form.into_iter().flat_map(|form| form.captures_iter(matter.text())).filter_map(read).collect()
}

/// What a row of numbers with signs between them comes to; nothing where signs of both ranks stand in it beside what is no number.
fn worked_out(text: &str) -> Option<Decimal> {
    let number = pattern!(
        r"(?P<sign>[×xX*÷/+\-－—–])?\s?\(?(?P<number>\d[\d,]*(?:\.\d+)?)\)?(?P<unit>万元|元|%|％|‰)?"
    )?;
    let (mut sum, mut product, mut minus) = (Decimal::ZERO, None::<Decimal>, false);
    for found in number.captures_iter(text) {
        let mut value: Decimal = found.name("number")?.as_str().replace(',', "").parse().ok()?;
        match found.name("unit").map(|unit| unit.as_str()) {
            Some("万元") => value = value.checked_mul(Decimal::from(10_000))?,
            Some("‰") => value = value.checked_div(Decimal::ONE_THOUSAND)?,
            Some("%" | "％") => value = value.checked_div(Decimal::ONE_HUNDRED)?,
            _ => {}
        }
        match found.name("sign").map_or("", |sign| sign.as_str()) {
            "×" | "x" | "X" | "*" => product = Some(product?.checked_mul(value)?),
            "÷" | "/" => product = Some(product?.checked_div(value)?),
            sign => {
                let last = product.unwrap_or_default();
                sum = if minus { sum.checked_sub(last)? } else { sum.checked_add(last)? };
                minus = !sign.is_empty() && sign != "+";
                product = Some(value);
            }
        }
    }
    let last = product?;
    if minus { sum.checked_sub(last) } else { sum.checked_add(last) }
}
