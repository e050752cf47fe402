//! What bills, orders and receipts tell that are neither contracts nor court documents, and what shares and instalments come to:
//! parts of L05, L12 and L18.

use std::cell::LazyCell;
use std::ops::Range;

use jiff::civil;
use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use super::names::is_near;
use super::told_sums::is_slip;
use super::trade::reckoned::figure;
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Form, find_numbers};

/// The first and last day that the date behind a key may mean.
type Keyed = (civil::Date, civil::Date, Range<usize>);

/// The dates that stand right behind a key.
fn behind(matter: &Matter<'_>, key: Option<&regex::Regex>) -> Vec<Keyed> {
    let text = matter.text();
    let own = |date: &&crate::value::Found<crate::value::WrittenDate>| {
        let from = text.floor_char_boundary(date.range.start.saturating_sub(KEY));
        let before = text.get(from..date.range.start).unwrap_or_default().trim_end();
        key.is_some_and(|key| key.is_match(before))
    };
    let read = |date: &crate::value::Found<crate::value::WrittenDate>| {
        let day = date.value.civil()?;
        let other = date.value.otherwise.unwrap_or(day);
        Some((day.min(other), day.max(other), date.range.clone()))
    };
    matter.dates().iter().filter(own).filter_map(read).collect()
}

/// Bytes before a date in which its key stands.
const KEY: usize = 40;

/// L18: a bill is due, and goods are delivered, not before the day on which it is made out.
pub(super) fn order(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let made = pattern!(
        r"(?i)(?:(?:invoice|order|issue|bill|statement|quotation|quote|receipt) date|date of (?:issue|invoice|order)|date issued|tax point|issued(?: on)?|开票日期|开单日期|订单日期|订货日期|制单日期|报价日期|下单日期|签发日期)[: ]*$"
    );
    let due = pattern!(
        r"(?i)(?:due date|payment due(?: date)?|due(?: on| by)?|pay(?:able)? by|valid until|expiry date|delivery date|deliver by|ship(?:ping|ment)? date|付款期限|付款日期|到期日期?|最迟付款日?|交货日期|送货日期|发货日期|有效期至|付款截止日?)[: ]*$"
    );
    let (made, due) = (behind(matter, made), behind(matter, due));
    let early = due.iter().find_map(|later| {
        let first = made.iter().find(|first| later.1 < first.0)?;
        let draft = Draft::new().way("contract").about_text(matter, later.2.clone());
        let draft = draft.against_text(matter, first.2.clone()).found(later.0.to_string());
        Some(draft.expected(format!("≥ {}", first.0)).with("other", first.0.to_string()))
    });
    (!made.is_empty() && !due.is_empty(), early)
}

/// L05: a firm is named alike wherever a bill names it.
pub(super) fn names(matter: &Matter<'_>) -> Option<Vec<Draft>> {
    let chinese = pattern!(r"\p{Han}{2,24}?(?:有限责任公司|股份有限公司|有限公司|经营部|商行)");
    let english = pattern!(
        r"\b[A-Z][\w'’&-]*(?: (?:[A-Z&][\w'’-]*|and|of)){0,6},? (?:Ltd|LTD|Limited|LIMITED|Inc|INC|LLC|PLC|plc|Pty Ltd|Pte Ltd|GmbH|Corp|Co)\b"
    );
    let form = if matter.is_chinese() { chinese } else { english }?;
    let text = matter.text();
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    for one in form.find_iter(text) {
        let begins = matter.flow.is_break(one.start())
            || text.get(..one.start()).is_some_and(|led| led.ends_with([':', ')', ' ']));
        if begins || !matter.is_chinese() {
            found.push((one.as_str().to_lowercase().replace(',', ""), one.range()));
        }
        if found.len() >= MOST_FIRMS {
            break;
        }
    }
    if found.len() < 2 {
        return None;
    }
    let off = found.iter().enumerate().find_map(|(index, (name, range))| {
        let like = |other: &&(String, Range<usize>)| {
            // What stands before a name is no part of it: 户名某公司.
            let longer = name.ends_with(other.0.as_str()) || other.0.ends_with(name.as_str());
            !longer && is_near(name, &other.0) && name.chars().last() == other.0.chars().last()
        };
        let other = found.iter().take(index).find(like)?;
        let draft = Draft::new().about_text(matter, range.clone()).against_text(matter, other.1.clone());
        let printed = |range: &Range<usize>| matter.flow.printed(range.clone());
        Some(draft.found(printed(range)).expected(printed(&other.1)))
    });
    Some(off.into_iter().collect())
}

/// Firms that are compared.
const MOST_FIRMS: usize = 24;

/// L12: `预付30%即5820元`: a share of a sum that the paper has, and what is left of it.
pub(super) fn shares(matter: &Matter<'_>) -> Option<Draft> {
    let chinese = pattern!(
        r"(?P<rate>\d{1,2}(?:\.\d+)?)%[,(]?(?:即|计|为|共计|合计|金额为|也即)?(?:人民币)?(?P<sum>\d[\d,]*(?:\.\d+)?)元"
    );
    let english = pattern!(
        r"(?i)(?P<rate>\d{1,2}(?:\.\d+)?)(?:%| per ?cent) (?:deposit|of the (?:total|contract|purchase)? ?(?:price|sum|fee|value|amount|rent))[^.;\d]{0,24}?[A-Z]{0,3}[$£€] ?(?P<sum>\d[\d,]*(?:\.\d\d)?)"
    );
    let numbers: LazyCell<Vec<Decimal>, _> = LazyCell::new(|| {
        let all = find_numbers(matter.text()).into_iter();
        all.filter(|one| matches!(one.value.form, Form::Figures | Form::Capitals))
            .map(|one| one.value.value)
            .collect()
    });
    let told = [chinese, english].into_iter().flatten().flat_map(|form| form.captures_iter(matter.text()));
    for found in told.take(MOST_SHARES) {
        let read = |name: &str| figure(&found, name);
        let (Some(rate), Some(sum)) = (read("rate"), read("sum")) else { continue };
        let of =
            |base: &Decimal| base.saturating_mul(rate).checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
        if numbers.iter().any(|base| (of(base) - sum).abs() <= Decimal::ONE) {
            continue;
        }
        let meant = numbers.iter().filter(|base| **base > sum).map(of).find(|meant| is_slip(*meant, sum, 2));
        if let (Some(meant), Some(range)) = (meant, found.name("sum").map(|own| own.range())) {
            let draft = Draft::new().way("words").about_text(matter, range).found(sum.to_string());
            return Some(draft.expected(meant.normalize().to_string()));
        }
    }
    rest(matter, &|| numbers.clone())
}

/// Shares that are looked at: each is held against all numbers of the paper.
const MOST_SHARES: usize = 12;

/// `预付5820元,余款13580元`: both come to a sum that the paper has.
fn rest(matter: &Matter<'_>, numbers: &dyn Fn() -> Vec<Decimal>) -> Option<Draft> {
    let form = pattern!(
        r"(?:预付|首付|定金|首期)[^。;]{0,20}?(?P<first>\d[\d,]*(?:\.\d+)?)元[^。;\d]{0,16}(?:余款|尾款|剩余款?项?|余额)[^。;\d]{0,6}(?P<rest>\d[\d,]*(?:\.\d+)?)元"
    )?;
    form.captures_iter(matter.text()).take(MOST_SHARES).find_map(|found| {
        let read = |name: &str| figure(&found, name);
        let numbers = numbers();
        let (first, rest) = (read("first")?, read("rest")?);
        if numbers.contains(&first.saturating_add(rest)) {
            return None;
        }
        let meant =
            numbers.iter().map(|all| all.saturating_sub(first)).find(|meant| is_slip(*meant, rest, 3))?;
        let draft = Draft::new().way("words").about_text(matter, found.name("rest")?.range());
        Some(draft.found(rest.to_string()).expected(meant.normalize().to_string()))
    })
}

/// L12: equal parts of a sum by the month, the quarter or the year: `£24,000 per annum by equal monthly instalments of £2,000`.
pub(super) fn instalments(matter: &Matter<'_>) -> Option<Draft> {
    let english = pattern!(
        r"(?i)[A-Z]{0,3}[$£€] ?(?P<all>\d[\d,]*(?:\.\d\d)?)[^.;]{0,60}?(?:per annum|per year|a year|annually)[^.;]{0,50}?\b(?P<term>monthly|quarterly|half-yearly) (?:instal?ments?|payments?) of [A-Z]{0,3}[$£€] ?(?P<part>\d[\d,]*(?:\.\d\d)?)"
    );
    let chinese = pattern!(
        r"(?:总额|总价|共计|合计|总计|年租金|年费用?)(?:为|共)?(?:人民币)?(?P<all>\d[\d,]*(?:\.\d+)?)元[^。;]{0,40}?(?:按(?P<term>季度?|月)支付|分期),?每(?:季度?|月|期)(?:支付|付)?(?:人民币)?(?P<part>\d[\d,]*(?:\.\d+)?)元"
    );
    for found in [english, chinese].into_iter().flatten().flat_map(|form| form.captures_iter(matter.text())) {
        let read = |name: &str| figure(&found, name);
        let (Some(all), Some(part)) = (read("all"), read("part")) else { continue };
        let times = match found.name("term").map(|term| term.as_str().to_lowercase()).as_deref() {
            Some("monthly") => Some(12),
            Some("quarterly") => Some(4),
            Some("half-yearly") => Some(2),
            _ => None,
        };
        let whole = times.map_or_else(
            || all.checked_rem(part).is_some_and(|rest| rest.is_zero()),
            |times| (part.saturating_mul(Decimal::from(times)) - all).abs() <= Decimal::ONE,
        );
        if let Some(range) = found.name("part").map(|own| own.range()).filter(|_| !whole && !part.is_zero()) {
            let draft = Draft::new().way("words").about_text(matter, range).found(part.to_string());
            let meant = times.and_then(|times| all.checked_div(Decimal::from(times)));
            return Some(draft.expected(meant.unwrap_or(all).round_dp(2).normalize().to_string()));
        }
    }
    None
}
