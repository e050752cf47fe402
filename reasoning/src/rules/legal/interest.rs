//! Interest: L14, L15.

use std::ops::Range;

use jiff::civil;
use rust_decimal::Decimal;

use super::accrued;
use super::english_court;
use super::matter::{Day, Matter, Quote, days};
use super::sums::{amount, sums};
use super::tables::{LendingRates, day_of};
use super::trade;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Found, Money, Quantity, WrittenDate, find_quantities};

/// Interest as a text works it out: `利息36828.23元(以512000元为基数,自2023年1月8日起按年利率6%计算至2024年3月20日)`.
struct Interest {
    range: Range<usize>,
    sum: Found<Money>,
    base: Found<Money>,
    /// A year's, as a share.
    rate: Decimal,
    from: civil::Date,
    to: civil::Date,
}

/// Words for the time that a rate is for, with how many of it a year has.
const TERMS: [(&str, u32); 9] = [
    ("年利率", 1),
    ("年息", 1),
    ("年化", 1),
    ("per annum", 1),
    ("月利率", 12),
    ("月息", 12),
    ("月利", 12),
    ("日利率", 365),
    ("每日", 365),
];

/// Rates by the year named in `within`.
fn rates(matter: &Matter<'_>, within: Range<usize>) -> Vec<(Decimal, Range<usize>)> {
    let text = matter.flow.slice(within.clone());
    let read = |found: Found<Quantity>| {
        let before = text.get(..found.range.start)?;
        let (word, times) =
            TERMS.iter().find(|(word, _)| before.trim_end_matches([' ', '为', '的', ':']).ends_with(word))?;
        let share = found.value.ratio()?;
        let from = found.range.start.saturating_sub(word.len());
        let from = (from..=found.range.start).find(|at| text.is_char_boundary(*at))?;
        Some((share.checked_mul(Decimal::from(*times))?, within.start + from..within.start + found.range.end))
    };
    find_quantities(text).into_iter().filter_map(read).collect()
}

/// Words behind the sum on which interest is worked out.
const KEYS: [&str; 6] = ["为基数", "为本金", "为基准", "为计算基数", "为计息基数", "为计息本金"];

/// Every interest that the claims and orders work out.
fn worked_out(matter: &Matter<'_>) -> Vec<Interest> {
    let mut found = Vec::new();
    let text = matter.text();
    // `(本金784000元,自…`: the base stands behind its key.
    let behind = ["本金", "基数"].iter().flat_map(|word| text.match_indices(word)).filter(|(at, _)| {
        text.get(..*at).is_some_and(|before| before.ends_with(['(', ',', '以', '按', ':']))
    });
    let keys = KEYS.iter().flat_map(|word| text.match_indices(word)).chain(behind);
    for (at, word) in keys {
        let floor = (at.saturating_sub(MOST_CLAUSE)..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
        let stop = (at + MOST_CLAUSE..).find(|at| text.is_char_boundary(*at) || *at >= text.len());
        let ceiling = stop.unwrap_or(at).min(text.len());
        let before = text.get(floor..at).unwrap_or_default();
        let start = floor
            + before.rfind(['。', ';']).map_or(0, |at| {
                at + before.get(at..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8)
            });
        let end =
            text.get(at..ceiling).and_then(|rest| rest.find(['。', ';'])).map_or(ceiling, |stop| at + stop);
        found.extend(one(matter, start..end, at..at + word.len()));
    }
    found
}

/// The most bytes on either side of 为基数 that belong to the same interest.
const MOST_CLAUSE: usize = 360;

fn one(matter: &Matter<'_>, within: Range<usize>, key: Range<usize>) -> Option<Interest> {
    let before = sums(matter, within.start..key.start).pop().filter(|base| base.range.end == key.start);
    let behind = || {
        let led = matter.flow.slice(key.end..within.end);
        let from = key.end + led.len()
            - led.trim_start_matches(['为', '是', ':']).trim_start_matches("人民币").len();
        sums(matter, key.end..within.end).into_iter().next().filter(|base| base.range.start == from)
    };
    let base = before.or_else(behind)?;
    let sum = explained(matter, &within, &base)?;
    let behind = rates(matter, key.end..within.end).into_iter().next();
    let (rate, _) = behind.or_else(|| rates(matter, within.clone()).into_iter().next())?;
    let (from, to) = span(matter, within.clone(), key.end)?;
    let start = sum.range.start.min(base.range.start);
    Some(Interest { range: start..within.end, sum, base, rate, from, to })
}

/// The sum that the base explains: the one before it, with a bracket or a comma between or a word for interest before it; else the
/// one behind that such a word stands before.
fn explained(matter: &Matter<'_>, within: &Range<usize>, base: &Found<Money>) -> Option<Found<Money>> {
    const NAMES: [&str; 9] = ["利息", "违约金", "损失", "占用费", "罚息", "滞纳金", "复利", "利", "资金占用"];
    let named = |sum: &Found<Money>| {
        let from = matter.text().floor_char_boundary(sum.range.start.saturating_sub(NAME_REACH));
        let led = matter.flow.slice(from.max(within.start)..sum.range.start);
        let led = led.rsplit([',', '、', '。', ';']).next().unwrap_or_default();
        NAMES.iter().any(|word| led.contains(word))
    };
    let before = sums(matter, within.start..base.range.start).into_iter().rev().find(|sum| {
        let joint = matter.flow.slice(sum.range.end..base.range.start);
        let explains = joint.chars().count() <= 12 && (joint.contains(['(', ',']) || joint.contains('以'));
        let apart = joint.chars().count() <= MOST_JOINT && !NAMES.iter().any(|word| joint.contains(word));
        sum.value.minor != base.value.minor && (explains || apart && named(sum))
    });
    let behind = || {
        let all = sums(matter, base.range.end..within.end);
        all.into_iter().find(|sum| sum.value.minor != base.value.minor && named(sum))
    };
    before.or_else(behind)
}

/// Bytes before a sum within which it is named, and letters between interest and the base that explains it.
const NAME_REACH: usize = 45;
const MOST_JOINT: usize = 60;

/// The first and the last day of the interest: those behind `key`, else those that the words around them tell.
fn span(matter: &Matter<'_>, within: Range<usize>, key: usize) -> Option<(civil::Date, civil::Date)> {
    const OPENS: [&str; 4] = ["自", "从", "由", "起始日为"];
    const CLOSES: [&str; 9] = ["至", "到", "止", "截至", "截止", "截止至", "截至到", "计算至", "暂计至"];
    let behind = days(matter, key..within.end);
    if let [from, to] = behind.as_slice() {
        let reaches =
            from.after.contains('至') || from.after.contains("到") || to.before.ends_with(['至', '到']);
        return reaches.then_some((from.date, to.date));
    }
    let all = days(matter, within);
    let opens =
        |day: &Day<'_>| OPENS.iter().any(|word| day.before.ends_with(word)) || day.after.starts_with('起');
    let closes =
        |day: &Day<'_>| CLOSES.iter().any(|word| day.before.ends_with(word)) || day.after.starts_with('止');
    let mut from: Vec<civil::Date> =
        all.iter().filter(|day| opens(day) && !closes(day)).map(|day| day.date).collect();
    let mut to: Vec<civil::Date> = all.iter().filter(|day| closes(day)).map(|day| day.date).collect();
    from.dedup();
    to.dedup();
    let ([from], [to]) = (from.as_slice(), to.as_slice()) else { return None };
    Some((*from, *to))
}

impl Interest {
    /// The sums that may be meant: with 365 or 360 days to the year, the last day counted or not.
    fn expected(&self) -> Vec<Decimal> {
        let Some(base) = self.base.value.amount() else { return Vec::new() };
        let Ok(span) = self.from.until(self.to) else { return Vec::new() };
        let count = span.get_days();
        let of = |days: i32, year: u32| {
            let yearly = base.checked_mul(self.rate)?;
            yearly
                .checked_mul(Decimal::from(days))?
                .checked_div(Decimal::from(year))
                .map(|sum| sum.round_dp(2))
        };
        [(count, 365), (count + 1, 365), (count, 360), (count + 1, 360), (count, 366)]
            .iter()
            .filter_map(|(days, year)| of(*days, *year))
            .collect()
    }
}

/// L14: interest is what base, rate and days come to; loans between private persons keep under four times the LPR.
pub(super) fn amounts(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let (accrued, off) = accrued::off(matter);
    let off = off.or_else(|| accrued::penalty(matter));
    if !matter.is_chinese()
        && let Some(drafts) = english_court::interest(matter)
    {
        return Verdict::Checked(if drafts.is_empty() { off.into_iter().collect() } else { drafts });
    }
    if matter.is_trade() || !matter.is_chinese() {
        let told = trade::lent::check(matter, rule);
        return match (told, off) {
            (Verdict::Checked(drafts), _) if !drafts.is_empty() => Verdict::Checked(drafts),
            (_, Some(off)) => Verdict::Checked(vec![off]),
            (_, None) if accrued => Verdict::Checked(Vec::new()),
            (told, None) => told,
        };
    }
    let all = worked_out(matter);
    let tolerance = rule.number("tolerance").unwrap_or(Decimal::new(1, 2));
    let mut drafts = Vec::new();
    for interest in &all {
        let Some(printed) = interest.sum.value.amount() else { continue };
        let expected = interest.expected();
        let near = |value: &Decimal| {
            let borne = value.checked_mul(tolerance).unwrap_or_default().max(Decimal::ONE);
            (printed - value).abs() <= borne
        };
        if interest.to < interest.from || expected.is_empty() || expected.iter().any(near) {
            continue;
        }
        let base = interest.range.start..interest.range.end;
        let draft = Draft::new().about_text(matter, interest.sum.range.clone()).against_text(matter, base);
        let likely = expected.first().map(ToString::to_string).unwrap_or_default();
        drafts.push(draft.found(amount(&interest.sum.value)).expected(likely));
    }
    let shares = super::order_words::equations(matter);
    let unequal =
        shares.iter().find(|one| one.3 && (one.1 - one.2).abs() > Decimal::ONE).filter(|_| drafts.is_empty());
    drafts.extend(unequal.map(|(range, stated, value, _)| {
        let draft = Draft::new().about_text(matter, range.clone()).found(stated.to_string());
        draft.expected(value.normalize().to_string())
    }));
    drafts.extend(off.filter(|_| drafts.is_empty()));
    let capped = cap(matter, rule);
    let seen = accrued || !shares.is_empty() || !all.is_empty() || capped.is_some();
    drafts.extend(capped.flatten());
    Verdict::of(seen, "interest", drafts)
}

/// Rates of a loan over its cap; nothing where it is no loan between private persons or its day is not told.
fn cap(matter: &Matter<'_>, rule: &Rule) -> Option<Option<Draft>> {
    if !matter.cause().contains("民间借贷") {
        return None;
    }
    let table = LendingRates::of(rule);
    let facts = matter.sections.facts.clone();
    let first = |within: Range<usize>| {
        days(matter, within).into_iter().find(|day| {
            ["借款", "出借", "签订", "借条", "借据", "欠条", "借到", "借给", "转账"]
                .iter()
                .any(|word| day.after.contains(word))
        })
    };
    let lent =
        first(facts).or_else(|| first(matter.sections.heading.end..matter.sections.reasoning.start))?;
    let cap = table.cap(lent.date)?;
    let order = matter.sections.operative.clone();
    let kept = ["未超过合同成立时", "未超过法律", "未超出法律", "未超过一年期", "未超过四倍"]
        .iter()
        .any(|word| matter.text().contains(word));
    // Where the order names no rate, as on appeal, the one that was agreed counts, unless the court speaks of its bounds.
    const BOUNDS: [&str; 7] = ["四倍", "超过", "超出", "过高", "调整", "24%", "36%"];
    let bounded = BOUNDS.iter().any(|word| matter.text().contains(word));
    let unnamed = rates(matter, order.clone()).is_empty() && !bounded;
    let told = if kept || unnamed { 0..order.end } else { order };
    let over = rates(matter, told).into_iter().find(|(rate, _)| *rate > cap);
    Some(over.map(|(rate, range)| {
        let percent = |share: Decimal| format!("{}%", share.saturating_mul(Decimal::ONE_HUNDRED).normalize());
        let draft =
            Draft::new().way("cap").about_text(matter, range).against_text(matter, lent.range.clone());
        draft.found(percent(rate)).expected(format!("≤ {}", percent(cap)))
    }))
}

/// L15: no span of time ends before it begins.
pub(super) fn spans(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let all = named_spans(matter);
    if let Some(draft) =
        ends_early(matter).filter(|_| all.iter().all(|(first, second)| second.value >= first.value))
    {
        return Verdict::Checked(vec![draft]);
    }
    let wrong = all.iter().filter(|(first, second)| second.value < first.value);
    let ends = ends_before_signed(matter);
    if all.iter().all(|(first, second)| second.value >= first.value) && ends.is_some() {
        return Verdict::Checked(ends.into_iter().collect());
    }
    let draft = |(first, second): &(Found<civil::Date>, Found<civil::Date>)| {
        let draft = Draft::new().about_text(matter, second.range.clone());
        let draft = draft.against_text(matter, first.range.clone());
        draft.found(&second.raw).expected(format!("≥ {}", first.raw))
    };
    Verdict::of(!all.is_empty(), "period", wrong.map(draft).collect())
}

/// A term of the contract itself that ends before the contract is made: `begins on the Effective Date and ends on …`.
fn ends_before_signed(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?i)(?:begins on the effective date|commences on the effective date|this agreement|the term)[^.;]{0,60}\b(?:ends?|expires?|terminates?|continues? until|remains? in (?:force|effect) until)(?: on)?$"
    )?;
    let (fact, signed) = matter.dated().filter(|_| matter.is_contract())?;
    let day = signed.value.civil().filter(|_| signed.value.otherwise.is_none())?;
    matter.dates().iter().find_map(|date| {
        let from = matter.text().floor_char_boundary(date.range.start.saturating_sub(NAME_REACH * 3));
        let led = matter.flow.slice(from..date.range.start).trim_end();
        let early = date.value.civil().is_some_and(|own| own < day) && form.is_match(led);
        let draft = Draft::new().about_text(matter, date.range.clone()).against(fact, signed.evidence);
        early.then(|| draft.found(&date.raw).expected(format!("≥ {day}")))
    })
}

/// `2021年3月10日…借期一年,至2020年3月9日止`: what lasts to a day before the one that its sentence begins with.
fn ends_early(matter: &Matter<'_>) -> Option<Draft> {
    let text = matter.text();
    let dates = matter.dates();
    dates.iter().enumerate().skip(1).find_map(|(index, last)| {
        let ends =
            text.get(..last.range.start)?.ends_with('至') && text.get(last.range.end..)?.starts_with('止');
        let first = dates.get(index - 1)?;
        let between = text.get(first.range.end..last.range.start)?;
        let term = ["借期", "租期", "期限", "期间", "为期"].iter().any(|word| between.contains(word));
        let apart = between.contains(['。', ';']);
        let early = last.value.civil()? < first.value.civil()?;
        let draft =
            Draft::new().about_text(matter, last.range.clone()).against_text(matter, first.range.clone());
        (ends && term && !apart && early).then(|| draft.found(&last.raw).expected(format!("≥ {}", first.raw)))
    })
}

/// The spans of time that the text names by their first and last day.
pub(super) fn named_spans(matter: &Matter<'_>) -> Vec<(Found<civil::Date>, Found<civil::Date>)> {
    let text = matter.text();
    let found = matter.dates();
    let read = |two: &[Found<WrittenDate>]| {
        let [first, second] = two else { return None };
        let (mut from, mut to) = (first.value.civil()?, second.value.civil()?);
        // Of two days written in one order, 05/07 and 04/08, the reading counts under which the span is one.
        if let (Some(first), Some(second)) = (first.value.otherwise, second.value.otherwise)
            && to < from
            && first <= second
        {
            (from, to) = (first, second);
        }
        let before = text.get(..first.range.start)?;
        let between = text.get(first.range.end..second.range.start)?;
        (is_span(before, between) || is_keyed(before, between))
            .then(|| (first.clone().map(|_| from), second.clone().map(|_| to)))
    };
    found.windows(2).filter_map(read).collect()
}

/// The most letters between the two ends of a span.
const MOST_BETWEEN: usize = 40;

/// Whether two dates are the ends of a span: `自A起至B止`, `A至B`, `from A to B`.
fn is_span(before: &str, between: &str) -> bool {
    if between.chars().count() > MOST_BETWEEN || between.contains(['。', ';', '\n']) {
        return false;
    }
    // from 09:00 on A to 18:00 on B
    let clock = pattern!(r"^to \d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)? on$");
    let plain = between.trim();
    let plain = if clock.is_some_and(|form| form.is_match(plain)) { "to" } else { plain };
    if before.trim_end().ends_with("between") && plain == "and" {
        return true;
    }
    if before.trim_end().ends_with("from") && plain.starts_with(',') && plain.ends_with(", to") {
        return true;
    }
    let opened =
        ["自", "从", "从于", "由", "即自", "from", "from the", "on", "begins on", "commencing on", "自即日"]
            .iter()
            .any(|word| before.trim_end().ends_with(word));
    // `自A计至B`, `从A开始,到B结束`, `A起算,暂计至B`.
    let counts = pattern!(
        r"^(?:开始|起始|起算|计算|计息|起|计|算|始|日|当日|当天|,|暂|截|止|并|一直|直|延续|持续)*(?:至|到|止于)$"
    );
    let counted = opened_by(before) && counts.is_some_and(|form| form.is_match(plain));
    // `自A开始,全部成果至B结束`: what is done in between is named.
    let goes_on = pattern!(
        r"^(?:起|开始|开工|启动|进场|生效|起租|动工|施工|供货|履行)[^。;]{0,34}?(?:至|到|止于|直至)$"
    );
    let counted = counted || opened_by(before) && goes_on.is_some_and(|form| form.is_match(plain));
    let joined =
        counted || ["起至", "至", "起到", "到", "起,至", "~", "-", "--", "—", "–", "起算至"].contains(&plain);
    let counted = opened && between.starts_with('起') && (plain.ends_with(['至', '到']));
    let english = [
        "to",
        "until",
        "till",
        "to and including",
        "and ends on",
        "and expires on",
        "through",
        "and ending on",
        "up to",
    ]
    .contains(&plain);
    joined
        || counted
        || (english
            && (opened || before.trim_end().ends_with(|c: char| c.is_ascii_alphabetic() || ":(".contains(c))))
}

/// Whether a word that opens a span stands before its first day.
fn opened_by(before: &str) -> bool {
    ["自", "从", "由", "于"].iter().any(|word| before.trim_end().ends_with(word))
}

/// Keys of the beginning of something with those of its end.
const KEYED: [(&[&str], &[&str]); 8] = [
    (&["开工日期", "开工时间", "开工"], &["竣工日期", "竣工时间", "完工日期", "竣工", "完工"]),
    (
        &["开始日期", "开始时间", "起始日期", "起始时间", "起始日", "起租日", "起租日期", "生效日期", "起期"],
        &[
            "结束日期",
            "结束时间",
            "终止日期",
            "截止日期",
            "终止日",
            "届满日",
            "到期日",
            "到期日期",
            "止期",
            "届满日期",
        ],
    ),
    (
        &["start date", "starts on", "begins on", "begin on", "commencement date"],
        &["end date", "ends on", "expiry date", "expires on", "end on", "finish date", "completion date"],
    ),
    (
        &["commence on", "commences on", "commencing on", "commencement", "shall commence on"],
        &[
            "be completed by",
            "be completed on or before",
            "continue until",
            "continues until",
            "ends on",
            "end on",
            "terminate on",
            "terminates on",
            "expire on",
            "completion",
            "completed by",
        ],
    ),
    (
        &["from and including", "from", "starting on", "start on"],
        &["to and including", "until and including", "until", "up to and including", "ending on"],
    ),
    (
        &["effective date", "dated", "as of"],
        &[
            "remains in effect until",
            "remain in effect until",
            "remain in force until",
            "remains in force until",
        ],
    ),
    (
        &["借款日", "放款日", "借款日期", "起贷日期", "放款日期", "发放日期", "起息日", "起息日期"],
        &["还款日", "到期日", "还款日期", "到期日期", "届满日期"],
    ),
    (
        &["first due", "first due on", "the first on"],
        &["last due", "last due on", "the last on", "final due"],
    ),
];

/// Whether two dates stand behind keys that name the beginning and the end of one thing: `开工日期:A 竣工日期:B`.
fn is_keyed(before: &str, between: &str) -> bool {
    let plain =
        |text: &str| text.trim_end_matches([':', ' ', '为', '是', '于', '(', '计', '划']).to_lowercase();
    let (before, between) = (
        plain(
            before
                .get(before.floor_char_boundary(before.len().saturating_sub(KEY_REACH))..)
                .unwrap_or_default(),
        ),
        plain(between),
    );
    let closed = between.contains("。") && !between.ends_with("期") && !between.ends_with("间");
    let keyed = || {
        KEYED.iter().any(|(first, second)| {
            first.iter().any(|key| before.ends_with(key)) && second.iter().any(|key| between.ends_with(key))
        })
    };
    !closed && between.len() <= KEYED_APART && (keyed() || begins_and_ends(&before, &between))
}

/// `begins on A and ends on B`, `takes effect on A and shall remain in force until B`.
fn begins_and_ends(before: &str, between: &str) -> bool {
    let first = pattern!(
        r"(?:\bbegin\w*|\bcommenc\w*|\bstart\w*|\b(?:take|takes|into) effect|\beffective|\bfrom)(?: (?:on|as of|from|with effect from|and including))*$"
    );
    let second = pattern!(
        r"(?:\bends?\b|\bending|\bfinish\w*|\bconclud\w*|\blaps\w*|\bexpir\w*|\buntil|\bterminat\w*|\bcomplet\w*|\bthrough)(?: (?:on|by|at|and including|or before))*$"
    );
    let plain = !between.contains(". ");
    plain
        && first.is_some_and(|form| form.is_match(before))
        && second.is_some_and(|form| form.is_match(between))
}

/// Bytes before a date that are looked at for its key, and the most between two dates that belong together.
const KEY_REACH: usize = 60;
const KEYED_APART: usize = 90;

/// The day on which a claim of that date grows stale, `years` later.
pub(super) fn years_later(date: civil::Date, years: i16) -> Option<civil::Date> {
    let year = date.year().checked_add(years)?;
    civil::Date::new(year, date.month(), date.day()).ok().or_else(|| day_of(&format!("{year}-03-01")))
}
