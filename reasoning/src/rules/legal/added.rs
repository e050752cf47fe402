//! Sums that running text adds up: part of L12.

use std::collections::HashSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Form, Found, Money, whole_number};

/// Words before a sum that is what the sums before it come to.
const TOTALS: [&str; 21] = [
    "for a total of",
    "making a total of",
    "a total of",
    "making in all",
    "making",
    "totaling",
    "coming to",
    "共计",
    "合计",
    "总计",
    "以上共计",
    "以上合计",
    "各项合计",
    "总额为",
    "总金额为",
    "总计金额",
    "合计金额",
    "共计人民币",
    "合计人民币",
    "totalling",
    "in total",
];

/// Letters that may stand between two sums of a list: the name of the next.
const MOST_NAME: usize = 18;

/// Words of a list in which one sum is a part of another, or is taken off.
const PARTS: [&str; 22] = [
    "of which",
    " less ",
    "includ",
    " paid",
    "deposit",
    "balance",
    "being",
    " at ",
    "其中",
    "扣除",
    "减去",
    "已付",
    "已支付",
    "预付",
    "垫付",
    "折合",
    "抵扣",
    "含",
    "另",
    "剩余",
    "余",
    "每",
];

/// `甲1元、乙2元、丙3元,共计6元`: lists of sums in running text that do not come to what is said; whether any was seen.
pub(super) fn lists(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let sums = matter.sums();
    let (mut seen, mut drafts) = (false, Vec::new());
    for (index, total) in sums.iter().enumerate().filter(|(_, sum)| sum.value.form == Form::Figures) {
        if !is_total(matter, sums, index) {
            continue;
        }
        let items = items(matter, sums, index);
        let [_, _, ..] = items else { continue };
        seen = true;
        // The list may begin later than it looks: with any two of its last items and more.
        let mut come_to: i128 = 0;
        let fits = items.iter().rev().enumerate().any(|(taken, item)| {
            come_to = come_to.saturating_add(item.value.minor);
            taken > 0 && come_to == total.value.minor
        });
        if !fits && !is_any_of(sums, index) {
            let draft = Draft::new().way("words").about_text(matter, total.range.clone());
            let draft =
                items.iter().fold(draft, |draft, item| draft.against_text(matter, item.range.clone()));
            drafts.push(draft.found(&total.raw).expected(yuan(come_to)));
        }
    }
    (seen, drafts)
}

/// Whether some of the sums before a total, two and more, come to it: those that only explain others stand between the items.
fn is_any_of(sums: &[Found<Money>], index: usize) -> bool {
    let Some(total) = sums.get(index).map(|total| total.value.minor) else { return false };
    let before = sums.get(index.saturating_sub(MOST_BEFORE)..index).unwrap_or_default();
    let mut reached: HashSet<i128> = HashSet::from([0]);
    for sum in before.iter().map(|sum| sum.value.minor).filter(|minor| (1..total).contains(minor)) {
        let more: Vec<i128> =
            reached.iter().filter_map(|one| one.checked_add(sum)).filter(|one| *one <= total).collect();
        reached.extend(more);
    }
    reached.contains(&total)
}

/// Sums before a total of which some may come to it: all their choices are tried.
const MOST_BEFORE: usize = 18;

fn yuan(minor: i128) -> String {
    Decimal::try_from_i128_with_scale(minor, 2).map(|sum| sum.normalize().to_string()).unwrap_or_default()
}

fn is_total(matter: &Matter<'_>, sums: &[Found<Money>], index: usize) -> bool {
    let Some((total, last)) = sums.get(index).zip(index.checked_sub(1).and_then(|last| sums.get(last)))
    else {
        return false;
    };
    let before = matter.flow.slice(last.range.end..total.range.start);
    let before =
        before.trim_end_matches([':', ' ', '为']).trim_end_matches("人民币").trim_end_matches("金额");
    let word = TOTALS.iter().find(|word| before.ends_with(**word));
    word.is_some_and(|word| {
        let led = before.strip_suffix(word).unwrap_or_default();
        let led = led.trim_start_matches([',', '、', ';', '(', '。', ' ']);
        // 以上合计, 三项共计: nothing else stands between the last item and its total.
        [
            "",
            "以上",
            "上述",
            "三项",
            "两项",
            "二项",
            "四项",
            "五项",
            "各项",
            "以上各项",
            "上述各项",
            "以上款项",
            "以上费用",
            "上述费用",
        ]
        .contains(&led)
    })
}

/// The items of the list that ends before the total: back to where more than a name stands between two sums.
fn items<'s>(matter: &Matter<'_>, sums: &'s [Found<Money>], index: usize) -> &'s [Found<Money>] {
    let mut first = index;
    while let Some(one) = first.checked_sub(1).and_then(|before| sums.get(before)) {
        let next = sums.get(first).filter(|_| first < index);
        let between = next.map(|next| matter.flow.slice(one.range.end..next.range.start));
        let joined = between.is_none_or(|between| {
            let listed = between.starts_with(['、', ',', ';', '+'])
                || between.starts_with("及")
                || between.starts_with("和")
                || between.starts_with(" and ");
            // Words of English have more letters.
            let most = if between.is_ascii() { 2 * MOST_NAME + 4 } else { MOST_NAME };
            let plain = between.chars().count() <= most && !between.contains(['。', '(', ')', ':']);
            listed && plain && !PARTS.iter().any(|word| between.contains(word))
        });
        if one.value.form != Form::Figures || !joined {
            break;
        }
        first -= 1;
    }
    let list = sums.get(first..index).unwrap_or(&[]);
    // What stands before the first item may say that it is a part of something.
    let from = |at: usize| matter.text().floor_char_boundary(at.saturating_sub(LED));
    let led = list.first().map(|one| matter.flow.slice(from(one.range.start)..one.range.start));
    if led.is_some_and(|led| ["其中", "扣除", "每"].iter().any(|word| led.contains(word))) {
        &[]
    } else {
        list
    }
}

/// Bytes before a list in which it is told what its first item is.
const LED: usize = 12;

/// `分12期,每期1000元`, `in twelve equal monthly instalments of $500.00`: what the parts come to is the sum before them.
pub(super) fn parts(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    let sums = matter.sums();
    let chinese = pattern!(
        r"(?:分|共|均分)(?:为)?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:期|次|个月|笔)(?:等额)?[^。;]{0,12}?每(?:期|次|月|笔)[^。;\d]{0,12}$"
    );
    let english = pattern!(
        r"(?i)(?P<count>\d{1,3}|[a-z]+(?:-[a-z]+)?)(?: \(\d{1,3}\))? (?:equal |consecutive |successive ){0,2}(?:monthly |quarterly |annual |yearly |weekly )?(?:inst\w+|payments) of \S{0,3}$"
    );
    let (mut seen, mut drafts) = (false, Vec::new());
    for two in sums.windows(2) {
        let [whole, part] = two else { continue };
        let between = matter.flow.slice(whole.range.end..part.range.start);
        if between.contains('。') || between.len() > MOST_APART {
            continue;
        }
        let count = [chinese, english]
            .into_iter()
            .flatten()
            .find_map(|form| count(form.captures(between)?.name("count")?.as_str()));
        let Some(count) = count.filter(|count| *count > 1) else { continue };
        seen = true;
        let all = part.value.minor.saturating_mul(count.into());
        // The sum that they divide need not be the last that was told.
        if sums.iter().any(|sum| sum.range.end <= whole.range.start && sum.value.minor == all) {
            continue;
        }
        // Parts are rounded.
        let apart = (all - whole.value.minor).unsigned_abs();
        if apart > u128::from(count) * ROUNDED
            && all > whole.value.minor / 2
            && all < whole.value.minor.saturating_mul(2)
        {
            let draft = Draft::new().way("words").about_text(matter, part.range.clone());
            let draft = draft.against_text(matter, whole.range.clone());
            drafts.push(draft.found(&part.raw).expected(yuan(whole.value.minor / i128::from(count))));
        }
    }
    (seen, drafts)
}

/// Hundredths by which a part may be rounded.
const ROUNDED: u128 = 100;

/// Bytes between a sum and the parts that it is paid in.
const MOST_APART: usize = 160;

fn count(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = word.to_lowercase();
    if let Some(at) = WORDS.iter().position(|known| *known == lower) {
        return u32::try_from(at + 1).ok();
    }
    let more =
        [("eighteen", 18), ("twenty-four", 24), ("thirty-six", 36), ("forty-eight", 48), ("sixty", 60)];
    if let Some((_, number)) = more.iter().find(|(known, _)| *known == lower) {
        return Some(*number);
    }
    u32::try_from(whole_number(&lower.replace('两', "二"))?.0).ok()
}

/// Instalments by their numbers and the rest, `第一期1元…第二期2元`, `首付1元…余款2元`, in one clause: what they come to is the
/// price.
pub(super) fn instalments(matter: &Matter<'_>) -> (bool, Vec<Draft>) {
    if !matter.is_contract() {
        return (false, Vec::new());
    }
    let (mut seen, mut drafts) = (false, Vec::new());
    for range in clauses(matter) {
        let named = named(matter, &range);
        let [_, .., part] = named.as_slice() else { continue };
        let all: i128 = named.iter().map(|sum| sum.value.minor).fold(0, i128::saturating_add);
        let own = |sum: &&Found<Money>| named.iter().any(|own| own.range == sum.range);
        seen = true;
        if matter.sums().iter().any(|sum| sum.value.minor == all) {
            continue;
        }
        // Without the sum that they come to, the one nearest to it is meant, where it is near.
        let others = matter.sums().iter().filter(|sum| sum.value.form == Form::Figures && !own(sum));
        let near = others.min_by_key(|sum| (sum.value.minor - all).abs());
        let Some(price) = near.filter(|price| (price.value.minor - all).abs() * 3 <= all) else { continue };
        let draft = Draft::new().way("words").about_text(matter, part.range.clone());
        let draft = draft.against_text(matter, price.range.clone());
        drafts.push(draft.found(yuan(all)).expected(yuan(price.value.minor)));
    }
    (seen, drafts)
}

/// Where the clauses of the first level stand, each with what stands below it; without clauses the sentences of terms.
fn clauses(matter: &Matter<'_>) -> Vec<Range<usize>> {
    let texts: Vec<(bool, String)> = match matter.clauses() {
        clauses if clauses.is_empty() => {
            matter.provisions().iter().map(|(_, own)| (true, crate::fold(&own.text.value))).collect()
        }
        clauses => {
            // Where recitals are numbered first, articles are not of the first level: they are told by their signs.
            let article = |label: &str| label.starts_with(|c: char| "第一二三四五六七八九十".contains(c));
            let mut last = None;
            let mut first = |own: &crate::legal::Clause| {
                let next = own.number.first().copied();
                let changed = std::mem::replace(&mut last, next) != next;
                changed || article(&own.label.value)
            };
            clauses.iter().map(|(_, own)| (first(own), crate::fold(&own.text.value))).collect()
        }
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (first, text) in texts {
        // Clauses stand in order: what was passed is not looked through again.
        let rest = matter.text().get(from..).unwrap_or_default();
        let Some(start) = rest.find(text.as_str()).map(|at| from + at) else { continue };
        from = start;
        match found.last_mut() {
            Some(last) if !first => last.end = start + text.len(),
            _ => found.push(start..start + text.len()),
        }
    }
    found
}

/// The parts that a clause names; nothing where it names no rest, no last number or a share in per cent, which no sum tells.
fn named<'m>(matter: &'m Matter<'_>, range: &Range<usize>) -> Vec<&'m Found<Money>> {
    const NTH: &str = r"第[一二三四五六七八九十\d]{1,2}(?:期|笔|次|批)|首期|首付|首笔|首次|余款|尾款|剩余|余下|余额|其余|定金|预付款";
    let text = matter.flow.slice(range.clone());
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (Some(nth), false) = (pattern!(NTH), text.contains('%')) else { return Vec::new() };
    let rest = has(&["余款", "尾款", "剩余", "余下", "其余"]);
    if !rest && !has(&["期", "笔", "批"]) {
        return Vec::new();
    }
    let mut last = range.start;
    let mut named = Vec::new();
    for sum in super::matter::among(matter.sums(), range.clone()) {
        let led = matter.flow.slice(last..sum.range.start);
        let paid = rest && ["支付", "付", "交纳"].iter().any(|word| led.ends_with(word));
        if sum.value.form == Form::Figures && (paid || nth.is_match(led)) {
            named.push(sum);
        }
        last = sum.range.end;
    }
    named
}
