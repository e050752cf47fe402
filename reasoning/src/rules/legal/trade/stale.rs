//! Debts that a letter asks for years after they fell due: part of L20.

use jiff::civil;

use super::super::interest::years_later;
use super::super::matter::{Day, Matter, Quote, days};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};

/// L20 of papers of no court: the day of the paper is within three years of the last day on which a debt was due.
pub(in super::super) fn check(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let lower = matter.text().to_lowercase();
    const DEBTS: [&str; 12] = [
        "尚欠",
        "仍欠",
        "余欠",
        "拖欠",
        "至今未还",
        "未还",
        "未付",
        "催款",
        "催缴",
        "you have paid nothing",
        "liable to pay",
        "outstanding",
    ];
    let asked = DEBTS.iter().any(|word| lower.contains(word));
    if !asked || matter.is_contract() && !matter.title().is_empty() {
        return Verdict::lacks("due");
    }
    let all = days(matter, 0..matter.text().len());
    let until = |day: &Day<'_>| day.after.starts_with('前') || day.after.starts_with("之前");
    let own = all.iter().filter(|day| !until(day)).max_by_key(|day| day.date);
    let due = |own: civil::Date| {
        all.iter().filter(|day| day.date <= own && is_due(matter, day)).max_by_key(|day| day.date)
    };
    let Some((own, due)) = own.and_then(|own| Some((own, due(own.date)?))) else {
        return Verdict::lacks("due");
    };
    let years: i16 = rule.number("years").and_then(|years| years.try_into().ok()).unwrap_or(3);
    let Some(stale) = years_later(due.date, years) else { return Verdict::lacks("due") };
    if own.date <= stale {
        return Verdict::Checked(vec![]);
    }
    let draft = Draft::new().about_text(matter, own.range.clone()).against_text(matter, due.range.clone());
    Verdict::Checked(vec![
        draft.found(own.date.to_string()).expected(format!("≤ {stale}")).with("due", due.date.to_string()),
    ])
}

/// Whether a debt is told to be due on the day.
fn is_due(matter: &Matter<'_>, day: &Day<'_>) -> bool {
    let before = day.before.trim_end().to_lowercase();
    let has = |form: Option<&regex::Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let paid = pattern!(r"^(?:之?前|以前)[^,。;]{0,12}(?:付清|支付|还清|偿还|归还|结清|付款|还款|给付)");
    let led =
        pattern!(r"(?:\bdue on|\bdue date:?|\bpayable on|\bpayable by|到期日:?|应付日期:?|还款日期?:?)$");
    let ends = day.after.starts_with('止') && before.ends_with('至') && before.contains("借款期限")
        || day.after.starts_with('止') && matter.text().contains("借款期限自") && before.ends_with('至');
    let headed = || {
        let id = matter.flow.passage_id(day.range.start)?;
        let table = matter.tables().find(|table| table.cells.iter().any(|cell| cell.passage == id))?;
        let own = table.cells.iter().find(|cell| cell.passage == id)?;
        let head = table.cells.iter().find(|cell| cell.row == 0 && cell.column == own.column)?;
        let head = matter.cell(head.passage)?.folded();
        Some(["应付日期", "到期日", "应还日期", "Due"].iter().any(|word| head.contains(word)))
    };
    has(paid, day.after) && !before.contains('请') || has(led, &before) || ends || headed().unwrap_or(false)
}
