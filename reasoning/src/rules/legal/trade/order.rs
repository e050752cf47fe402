//! Days that do not fit the day of the paper itself: part of L18.

use std::ops::Range;

use jiff::civil;

use super::super::matter::{Day, Matter, Quote, days};
use super::super::weekdays::WEEKDAYS;
use super::lines;
use crate::Role;
use crate::pattern::pattern;
use crate::rules::Draft;

/// What a day is to the day of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// What is told as done is not after it.
    Before,
    /// What is to be done is not before it.
    After,
}

/// Days on the wrong side of the paper's own; nothing where it has none.
pub(in super::super) fn check(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let all = days(matter, 0..matter.text().len());
    let own = own(matter, &all)?;
    // 06/08/2022 may be one of two days.
    let ambiguous = |day: &Day<'_>| {
        matter.dates().iter().any(|date| date.range == day.range && date.value.otherwise.is_some())
    };
    let wrong = |day: &&Day<'_>| {
        day.range != own.1
            && !ambiguous(day)
            && match side(matter, day) {
                Some(Side::Before) => day.date > own.0,
                Some(Side::After) => day.date < own.0,
                None => false,
            }
    };
    let later = || signed_last(matter, &all, own.0);
    let day = all.iter().find(wrong).or_else(later);
    let draft = |day: &Day<'_>| {
        let draft = Draft::new().way("paper").about_text(matter, day.range.clone());
        let draft = draft.against_text(matter, own.1.clone()).found(day.date.to_string());
        draft.expected(own.0.to_string()).with("other", own.0.to_string())
    };
    Some(day.map(draft).into_iter().collect())
}

/// The words before a day, in small letters, without the day of the week.
fn led(day: &Day<'_>) -> String {
    let mut before = day.before.trim_end_matches([',', ' ', ':']).to_lowercase();
    for (word, _) in WEEKDAYS {
        let word = word.to_lowercase();
        if let Some(rest) = before.strip_suffix(&word) {
            before = rest.trim_end().to_owned();
        }
    }
    before.trim_end_matches([',', ' ', ':']).to_owned()
}

/// The day of the paper: behind its key, alone in a line, or of the contract.
fn own(matter: &Matter<'_>, all: &[Day<'_>]) -> Option<(civil::Date, Range<usize>)> {
    let key = pattern!(
        r"(?:^|[\s:;,.)])(?:date|dated|date of (?:issue|application|contract|agreement|invoice|sale)|issue date|invoice date|statement date|p\.?o\.? date|quot(?:e|ation) date|signed on)$|(?:签订|签署|签约|签发|签单|填发|填报|填表|开票|开具|开立|下单|制单|出具|发函|订单|单据|落款|报价|送货|询价)(?:日期|时间)$|(?:^|[^\p{Han}])(?:日期|时间)$"
    )?;
    let titled = matter.is_contract() && !matter.title().is_empty();
    let dated = titled.then(|| matter.dated()).flatten().and_then(|(_, date)| date.value.civil());
    let of_contract = || dated.and_then(|date| all.iter().find(|day| day.date == date));
    // The day of another contract is not that of the paper.
    let keyed = all.iter().find(|day| {
        let led = led(day);
        key.is_match(&led) && (matter.is_contract() || !led.ends_with("合同签订日期"))
    });
    let alone = || {
        let own = lines(matter);
        all.iter().rev().find(|day| {
            let line = own.iter().find(|line| line.contains(&day.range.start));
            line.is_some_and(|line| {
                line.start == day.range.start
                    && line.end <= day.range.end + WEEKDAY
                    && !is_cell(matter, line.start)
            })
        })
    };
    let day = of_contract().or(keyed).or_else(alone)?;
    // A day of a birth, or in the future of all others, is none of the paper.
    Some((day.date, day.range.clone()))
}

/// Bytes that the day of the week behind a day takes.
const WEEKDAY: usize = 14;

fn is_cell(matter: &Matter<'_>, at: usize) -> bool {
    let cell = matter.flow.passage_id(at).and_then(|id| matter.cell(id));
    cell.is_some_and(|passage| matches!(passage.role, Role::Cell { .. }))
}

/// On which side of the paper's day another day is told to be.
fn side(matter: &Matter<'_>, day: &Day<'_>) -> Option<Side> {
    let before = led(day);
    let after = day.after.trim_start();
    let has = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let due = pattern!(
        r"(?:\bvalid (?:until|up to|till|through|to)|\bvalidity[^.;]{0,30}(?:until|up to|to)|\bvalue date|\bdelivery date|\bdue date|\bpayment due|\bpremium due|\bexpir(?:es|y)(?: on| date)?|\bdeliver\w*\b[^.;]{0,60}\bby|\bcompleted by|\bcompletion[^.;]{0,60}\bbeing|\bcompletion date|\btake place on|\bbrought in by|\b(?:paid|pay|settle|repaid) by|\bon or before|\bno(?:t)? later than|\bexpected (?:arrival|delivery)|\barrival(?: date)?|\beta|\brequired by|\bneeded by|\bpayable by|\bdue by|\b(?:reply|respond) by|\bmust reach [^.;]{0,40} by|交货日期|交付日期|付款日期|到期日|有效期至|有效期限至|签收日期|收到日期|(?:^|[^申])请(?:\p{Han}{1,4})?于|报价有效期至?)$"
    );
    // What was to be paid by a day and still is not was due before.
    let overdue = pattern!(
        r"(?i)^[^.;]{0,60}?(?:remain(?:s|ed|ing)?|still|but (?:has|have|was|were)|has not|have not|not (?:yet )?(?:been )?paid|is unpaid|are unpaid|overdue|unpaid|outstanding|in arrears)\b|^[^。;]{0,30}(?:至今|仍未|尚未|逾期未|未付|未支付)"
    );
    let was = pattern!(r"(?i)\b(?:was|were|had|fell|became)\b[^.;]{0,50}$");
    if has(due, &before) && (has(overdue, after) || has(was, &before)) {
        return None;
    }
    if has(due, &before) && !before.contains("原合同") {
        return Some(Side::After);
    }
    if let Some(side) = told_of_before(matter, &before, after) {
        return Some(side);
    }
    if matter.is_contract() {
        let told = pattern!(r"\b(?:invoice|order|letter|enquiry|inquiry|quotation|offer|proposal)s? dated$");
        return has(told, &before).then_some(Side::Before);
    }
    let told = pattern!(
        r"(?:\b(?:invoice|order|letter|enquiry|inquiry|agreement|contract|cheque|notice|bill|deed|note|lease|quotation|offer)\b[^.;]{0,40}\bdated|\bcommenced on|\bregistered on|\bserved on|\bsupplied on|\bdelivered on|出差日期)$"
    );
    let signed = ["签订", "签署", "订立", "签立"].iter().any(|word| after.starts_with(word));
    if has(told, &before) || signed && before.ends_with(['于', '在', '年']) {
        return Some(Side::Before);
    }
    // Days of a column of what was done.
    let heads = || {
        let id = matter.flow.passage_id(day.range.start)?;
        let table = matter.tables().find(|table| table.cells.iter().any(|cell| cell.passage == id))?;
        let own = table.cells.iter().find(|cell| cell.passage == id)?;
        let head = table.cells.iter().find(|cell| cell.row == 0 && cell.column == own.column)?;
        Some(matter.cell(head.passage)?.folded().to_lowercase())
    };
    let done = [
        "送货日期",
        "发货日期",
        "入库日期",
        "入(退)库日期",
        "缴款日期",
        "交易日期",
        "开票日期",
        "invoice date",
    ];
    heads().is_some_and(|head| done.iter().any(|word| head.contains(word))).then_some(Side::Before)
}

/// A contract that a letter tells to have been made behind all else that it tells.
fn signed_last<'d, 'm>(matter: &Matter<'_>, all: &'d [Day<'m>], own: civil::Date) -> Option<&'d Day<'m>> {
    let signed = all.iter().find(|day| {
        let after = day.after.trim_start();
        ["签订《", "签署《", "订立《", "签订了《"].iter().any(|word| after.starts_with(word))
    })?;
    let others: Vec<&Day<'_>> =
        all.iter().filter(|day| day.range != signed.range && day.date != own && day.date < own).collect();
    let last = others.len() >= LEAST_OTHERS && others.iter().all(|day| day.date < signed.date);
    (!matter.is_contract() && last).then_some(signed)
}

/// Days that a letter tells besides.
const LEAST_OTHERS: usize = 3;

/// What a paper tells of other papers and of what was done before it: an order or a contract that it refers to, what has been paid, who
/// has applied.
fn told_of_before(matter: &Matter<'_>, before: &str, after: &str) -> Option<Side> {
    let has = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let papers = pattern!(
        r"\b(?:a|an|the|our|your|their)\s(?:[\w-]+ ){0,3}(?:agreement|contract|lease|deed|guarantee|loan note)s? (?:\([^)]*\) )?dated$|\b(?:po|p\.o\.|order|invoice|quotation|offer|confirmation|enquiry|inquiry)\b[^.;:]{0,24} of$|(?:合同签订日期|合同日期)$|(?:^|[\s;,)])(?:invoice date|order date|contract date|p\.?o\.? date)$"
    );
    let own = pattern!(
        r"\bthis (?:[\w-]+ ){0,3}(?:agreement|contract|lease|deed|guarantee|bond)\b[^.;]{0,20}dated$"
    );
    if has(papers, before) && !has(own, before) {
        return Some(Side::Before);
    }
    if !matter.is_chinese() {
        return None;
    }
    let clause = before.rsplit([',', '。', ';', ':']).next().unwrap_or_default();
    let to_be =
        ["应", "须", "将", "拟", "定", "同意", "承诺", "保证", "约定", "需", "可", "至", "本合同", "本协议"];
    if !clause.ends_with(['于', '在']) || to_be.iter().any(|word| clause.contains(word)) {
        return None;
    }
    let past = pattern!(
        r"^(?:缴纳|交纳|支付|付清|交付|收到|签收|出具|作出|申请|提起|起诉|订购|下单|采购|付款|到账)"
    );
    let acts =
        pattern!(r"^(?:申请|提起|起诉|诉至|订购|下单|订货|作出|(?:与[^,。;]{1,20}?)?(?:签订|签署|订立)《)");
    let done = clause.ends_with("已于") && has(past, after) || has(acts, after);
    (done && !after.starts_with('前')).then_some(Side::Before)
}
