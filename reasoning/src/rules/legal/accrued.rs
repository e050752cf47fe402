//! Interest that any text works out from a rate and a time, in a sentence or in a row of a table: part of L14.
//!
//! What it is worked out on need not be known: some sum of the text must bear it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::matter::{Matter, Quote};
use super::trade::count;
use super::trade::reckoned::{Number, near, numbers};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::{CellView, Passage, TableView};

/// Bytes before a sum within which its sentence tells what it is.
const SENTENCE: usize = 260;

/// Rates of a text, by the year, as shares.
struct Rates(Vec<(usize, Decimal)>);

impl Rates {
    fn of(text: &str) -> Self {
        let form = pattern!(
            r"(?i)(?P<term>年利率|年息|年化利率|月利率|月息|月利|日利率)?(?:为|按|以|的|:)*(?P<rate>\d{1,2}(?:\.\d{1,4})?) ?(?P<sign>%|‰|per ?cent)"
        );
        let read = |found: regex::Captures<'_>| {
            let rate: Decimal = found.name("rate")?.as_str().parse().ok()?;
            let parts = if found.name("sign")?.as_str() == "‰" { 1000 } else { 100 };
            let times = match found.name("term").map(|term| term.as_str()) {
                Some(term) if term.starts_with('月') => 12,
                Some(term) if term.starts_with('日') => 365,
                _ => 1,
            };
            let yearly = rate.checked_mul(Decimal::from(times))?.checked_div(Decimal::from(parts))?;
            Some((found.get(0)?.start(), yearly))
        };
        Self(form.into_iter().flat_map(|form| form.captures_iter(text)).filter_map(read).collect())
    }

    /// Those named in `within`; without any the only one of the text.
    fn within(&self, within: &Range<usize>) -> Vec<Decimal> {
        let own: Vec<Decimal> =
            self.0.iter().filter(|rate| within.contains(&rate.0)).map(|rate| rate.1).collect();
        let first = self.0.first().map(|rate| rate.1);
        let alone = first.filter(|first| self.0.iter().all(|rate| rate.1 == *first));
        if own.is_empty() { alone.into_iter().collect() } else { own }
    }
}

/// The first interest that nothing bears; whether any was worked out.
pub(super) fn off(matter: &Matter<'_>) -> (bool, Option<Draft>) {
    let text = matter.text();
    // What grows on itself, or at a rate that changes, is not worked out here.
    const OTHER: [&str; 8] =
        ["复利", "compound", "分段", "LPR", "贷款市场报价利率", "base rate", "daily balance", "减少本金"];
    let rates = Rates::of(text);
    if rates.0.is_empty() || OTHER.iter().any(|word| text.contains(word)) {
        return (false, raised(matter));
    }
    let all = numbers(text);
    let told = in_words(text, &rates, &all);
    let seen = told.is_some();
    let draft = told.flatten().map(|range| {
        let draft = Draft::new().about_text(matter, range.clone());
        draft.found(matter.flow.printed(range)).expected("-")
    });
    let (listed, row) = in_rows(matter, &rates, &all);
    (seen || listed, draft.or(row).or_else(|| raised(matter)))
}

/// What a time in words is, in years: the ways in which days are counted.
fn years(found: &regex::Captures<'_>) -> Vec<Decimal> {
    let number = found.name("count").or(found.name("zh")).and_then(|own| count(&own.as_str().to_lowercase()));
    let Some(number) = number else { return Vec::new() };
    // `2023年` is a year of the calendar.
    let calendar =
        number > Decimal::from(MOST_YEARS) && found.name("zunit").is_some_and(|unit| unit.as_str() == "年");
    if calendar {
        return Vec::new();
    }
    let unit =
        found.name("unit").or(found.name("zunit")).map_or(String::new(), |unit| unit.as_str().to_lowercase());
    let parts: &[u32] = if unit.starts_with(['d', '日', '天']) {
        &[365, 360, 366]
    } else if unit.starts_with('w') || unit.contains('周') {
        &[52]
    } else if unit.starts_with('m') || unit.contains('月') {
        &[12]
    } else {
        &[1]
    };
    parts.iter().filter_map(|part| number.checked_div(Decimal::from(*part))).collect()
}

/// Years that a loan lasts at most.
const MOST_YEARS: u32 = 40;

/// The times of a sentence.
fn times(sentence: &str, text: &str) -> Vec<Vec<Decimal>> {
    let form = pattern!(
        r"(?i)\b(?P<count>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four|thirty|thirty-six)(?: \(\d{1,4}\))?[ -](?P<unit>days?|weeks?|months?|years?)\b|(?P<zh>\d{1,4}|[一二两三四五六七八九十]{1,3})(?P<zunit>个月|天|日|年)(?:[^前内以]|$)"
    );
    let read = |text: &str| -> Vec<Vec<Decimal>> {
        let found = form.into_iter().flat_map(|form| form.captures_iter(text));
        // 360-day years and days of dates are no times.
        found
            .filter(|one| {
                let behind = one.get(0).and_then(|whole| text.get(whole.end()..)).unwrap_or_default();
                let before = one.get(0).and_then(|whole| text.get(..whole.start())).unwrap_or_default();
                // What is to be paid within a time bears no interest for it.
                let by = before.trim_end().to_lowercase();
                !behind.trim_start().starts_with("year")
                    && !before.ends_with(['月', '年', '-', '/', '第'])
                    && !["within", "within a further", "not later than"].iter().any(|word| by.ends_with(word))
            })
            .map(|one| years(&one))
            .filter(|one| !one.is_empty())
            .collect()
    };
    let own = read(sentence);
    let of_term = pattern!(
        r"(?i)\bterm (?:of the \w+ )?(?:is|shall be|of) (?P<term>[\w -]{4,24}?(?:months?|years?))\b"
    );
    if own.is_empty() && sentence.contains("for the term") {
        let term = of_term.and_then(|form| form.captures(text)?.name("term"));
        return term.map(|term| read(term.as_str())).unwrap_or_default();
    }
    own
}

/// Whether some sum bears an interest at one of the rates for one of the ways in which its time is counted.
fn is_borne(sum: &Number, rates: &[Decimal], time: &[Decimal], all: &[Number]) -> bool {
    rates.iter().any(|rate| {
        time.iter().any(|time| {
            let share = rate.saturating_mul(*time);
            all.iter().any(|base| {
                let due = base.1.saturating_mul(share);
                let borne = sum.1.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
                base.0 != sum.0 && (near(due, sum.1) || (due - sum.1).abs() <= borne)
            })
        })
    })
}

/// What a sentence tells of the interest for one time: nothing where none does.
fn in_words(text: &str, rates: &Rates, all: &[Number]) -> Option<Option<Range<usize>>> {
    let chinese = pattern!(r"利息(?:损失)?(?:共计|合计|为|计|共|是|:)*(?:人民币)?¥?$");
    let english = pattern!(
        r"(?i)(?:\bwhich (?:comes? to|is|amounts? to)|\bcom(?:es|ing) to|\bbeing|\bamount(?:s|ing) to|\binterest (?:of|in the sum of)|\ba total of|\btotall?ing|\bthat is|\bnamely|=)(?: the sum of)? ?(?:rs\.? ?|[a-z]{0,3}\$ ?|£ ?|€ ?|(?:eur|usd|gbp|inr) )?$"
    );
    let is = |form: Option<&regex::Regex>, led: &str| form.is_some_and(|form| form.is_match(led));
    let mut seen = None;
    for sum in all {
        let from = text.floor_char_boundary(sum.0.start.saturating_sub(SENTENCE));
        let led = text.get(from..sum.0.start).unwrap_or_default();
        let behind = text.get(sum.0.end..).unwrap_or_default();
        // `184 days` and `160000元×10‰` are no interest yet.
        let money = behind.starts_with('元') && !behind.starts_with("元×") && !behind.starts_with("元*");
        let unit = behind.trim_start();
        let counts =
            ["day", "week", "month", "year", "%", "per", "x ", "×"].iter().any(|word| unit.starts_with(word));
        let zh = is(chinese, led) && money;
        if !zh && (counts || !is(english, led)) {
            continue;
        }
        let start = led.rfind(['。', ';', '；']).into_iter().chain(stop(led)).max().unwrap_or(0);
        let rest = text.get(sum.0.end..).unwrap_or_default();
        let end = rest.find(['。', ';', ')']).into_iter().chain(rest.find(". ")).min().unwrap_or(0);
        let within = from + start..sum.0.end + end;
        let sentence = text.get(within.clone()).unwrap_or_default();
        if !zh && !sentence.to_lowercase().contains("interest") {
            continue;
        }
        let (own, times) = (rates.within(&within), times(sentence, text));
        let [time] = times.as_slice() else { continue };
        let bases = all.iter().any(|base| base.1 > sum.1);
        if own.is_empty() || !bases {
            continue;
        }
        seen = Some(None);
        if !is_borne(sum, &own, time, all) {
            return Some(Some(sum.0.clone()));
        }
    }
    seen
}

/// Where the last sentence of an English text begins: abbreviations of money end none.
fn stop(led: &str) -> Option<usize> {
    led.rmatch_indices(". ").map(|(at, _)| at).find(|at| {
        !["Rs", "No", "Co", "Ltd", "Inc", "p.a"]
            .iter()
            .any(|word| led.get(..*at).is_some_and(|led| led.ends_with(word)))
    })
}

/// Interest told in the rows of tables: by a label with rate and time, or under a head beside a column of days.
fn in_rows(matter: &Matter<'_>, rates: &Rates, all: &[Number]) -> (bool, Option<Draft>) {
    let (mut seen, mut wrong) = (false, None);
    for table in matter.tables() {
        let (found, draft) = labelled(matter, table, all);
        let (more, other) = by_days(matter, table, rates);
        seen |= found || more;
        wrong = wrong.or(draft).or(other);
    }
    (seen, wrong)
}

fn text<'m>(matter: &'m Matter<'_>, cell: &CellView) -> &'m str {
    matter.cell(cell.passage).map_or("", |passage| passage.folded()).trim()
}

fn about(matter: &Matter<'_>, cell: &CellView, expected: String) -> Draft {
    let span = matter.cell(cell.passage).map(Passage::whole);
    let draft = span.into_iter().fold(Draft::new(), Draft::about_span);
    draft.found(text(matter, cell)).expected(expected)
}

/// `Interest at 9% per annum for one year | 72,000`.
fn labelled(matter: &Matter<'_>, table: &TableView, all: &[Number]) -> (bool, Option<Draft>) {
    let mut seen = false;
    for label in &table.cells {
        let words = text(matter, label);
        let lower = words.to_lowercase();
        if !lower.contains("interest") && !words.contains("利息") {
            continue;
        }
        let (own, times) = (Rates::of(words).0, times(words, ""));
        let ([(_, rate)], [time]) = (own.as_slice(), times.as_slice()) else { continue };
        let sum = table.cells.iter().filter(|cell| cell.row == label.row && cell.column > label.column);
        let sum = sum.filter_map(|cell| Some((cell, super::sums::number(text(matter, cell))?))).last();
        let Some((cell, value)) = sum else { continue };
        seen = true;
        // The sum stands in the running text too: it bears itself no interest.
        let others: Vec<Number> = all.iter().filter(|number| number.1 != value).cloned().collect();
        if !others.is_empty() && !is_borne(&(0..0, value), &[*rate], time, &others) {
            return (true, Some(about(matter, cell, "-".to_owned())));
        }
    }
    (seen, None)
}

/// Amount, days and interest side by side: the row that is off where others bear out the rate.
fn by_days(matter: &Matter<'_>, table: &TableView, rates: &Rates) -> (bool, Option<Draft>) {
    let head = |words: &[&str], not: &[&str]| {
        let heads = table.cells.iter().filter(|cell| cell.row == 0);
        let mut found = heads.filter(|cell| {
            let own = text(matter, cell).to_lowercase();
            words.iter().any(|word| own.contains(word)) && !not.iter().any(|word| own.contains(word))
        });
        found.next().map(|cell| cell.column)
    };
    let (Some(days), Some(interest), Some(amount)) = (
        head(&["days", "天数", "日数"], &[]),
        head(&["interest", "利息"], &["rate", "率"]),
        head(&["amount", "principal", "balance", "sum", "金额", "本金", "欠款"], &["interest", "利息"]),
    ) else {
        return (false, None);
    };
    let at = |row: u32, column: u32| {
        let cell = table.cells.iter().find(|cell| cell.row == row && cell.column == column)?;
        Some((cell, super::sums::number(text(matter, cell))?))
    };
    let fits = |row: u32, rate: Decimal, year: u32| -> Option<bool> {
        let product = at(row, amount)?.1.checked_mul(at(row, days)?.1)?.checked_mul(rate)?;
        let due = product.checked_div(Decimal::from(year))?;
        Some((due - at(row, interest)?.1).abs() <= Decimal::new(2, 2))
    };
    let mut seen = false;
    for (_, rate) in &rates.0 {
        for year in [360, 365, 366] {
            let rows: Vec<(u32, bool)> =
                (1..table.rows).filter_map(|row| Some((row, fits(row, *rate, year)?))).collect();
            let wrong: Vec<u32> = rows.iter().filter(|row| !row.1).map(|row| row.0).collect();
            seen |= rows.iter().any(|row| row.1);
            if let [row] = wrong.as_slice()
                && rows.len() > 1
                && let Some((cell, _)) = at(*row, interest)
            {
                return (true, Some(about(matter, cell, "-".to_owned())));
            }
        }
    }
    (seen, None)
}

/// `在年利率4.35%的基础上加收50%,即6.525%`: a rate that is raised by a share of itself.
fn raised(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?P<base>\d{1,2}(?:\.\d{1,4})?)%(?:的)?(?:基础上|水平上)?(?:再)?(?:加收|上浮|加计|上调)(?P<more>\d{1,3})%,?(?:计收|收取|执行|计算)?,?(?:即|为)(?:年利率|按)?(?P<all>\d{1,2}(?:\.\d{1,4})?)%"
    )?;
    form.captures_iter(matter.text()).find_map(|found| {
        let read = |name: &str| -> Option<Decimal> { found.name(name)?.as_str().parse().ok() };
        let (base, more, all) = (read("base")?, read("more")?, read("all")?);
        let due =
            base.checked_mul(Decimal::ONE_HUNDRED.saturating_add(more))?.checked_div(Decimal::ONE_HUNDRED)?;
        let off = (due - all).abs() > Decimal::new(1, 2);
        let draft = Draft::new().about_text(matter, found.name("all")?.range()).found(format!("{all}%"));
        off.then(|| draft.expected(format!("{}%", due.normalize())))
    })
}

/// A penalty in a sum that no sum of the text bears at the only share that is agreed for it: `按欠款的5%支付违约金`.
pub(super) fn penalty(matter: &Matter<'_>) -> Option<Draft> {
    let share = pattern!(
        r"按(?:照)?[^,。;%]{0,14}?的?(?P<rate>\d{1,2}(?:\.\d{1,2})?)%(?:的标准)?(?:支付|计算|承担|收取|计付)?[^,。;%]{0,8}?违约金"
    )?;
    let text = matter.text();
    let mut found = share.captures_iter(text);
    let one = found.next().filter(|_| found.next().is_none())?;
    let led =
        text.get(text.floor_char_boundary(one.get(0)?.start().saturating_sub(24))..one.get(0)?.end())?;
    if ["日", "月", "天", "累计", "不超过"].iter().any(|word| led.contains(word)) {
        return None;
    }
    let rate: Decimal = one.name("rate")?.as_str().parse().ok()?;
    let all = numbers(text);
    let sum = all.iter().find(|number| {
        let led = text.get(..number.0.start).unwrap_or_default();
        led.ends_with("违约金") && text.get(number.0.end..).is_some_and(|rest| rest.starts_with('元'))
    })?;
    let borne = all.iter().any(|base| {
        let due = base.1.saturating_mul(rate).checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
        base.0 != sum.0 && near(due, sum.1)
    });
    let draft = Draft::new().about_text(matter, sum.0.clone()).against_text(matter, one.get(0)?.range());
    (!borne && all.len() > 1)
        .then(|| draft.found(sum.1.to_string()).expected(format!("{}%", rate.normalize())))
}
