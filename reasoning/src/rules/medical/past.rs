//! Days and years that lie before the patient's birth wherever they are told: a part of M12.

use jiff::civil;

use super::ask::{ages, all_events, births, identifiers};
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::value::{ResidentId, WrittenDate, find_dates};
use crate::{EvidenceId, IdentifierKind, Passage, Role, Span};

/// The year in which the patient was born, or the first in which that may have been: by the date, the number, or the age.
fn year_of_birth(case: &Case<'_>) -> Option<i16> {
    let stated = births(case).find_map(|(_, birth)| birth.value.year);
    let by_id = || {
        let mut ids = identifiers(case).filter(|(_, kind, _)| *kind == IdentifierKind::ResidentId);
        ids.find_map(|(_, _, number)| Some(ResidentId::parse(&number.value)?.birth?.year()))
    };
    let by_age = || {
        let years = i16::try_from(ages(case).next()?.1.value.years().trunc()).ok()?;
        let day = all_events(case).find_map(|(_, _, date)| date.value.year);
        Some(day.or_else(|| dated_year(case))? - years - 2)
    };
    stated.or_else(by_id).or_else(by_age)
}

/// The first year of a whole date of the text.
fn dated_year(case: &Case<'_>) -> Option<i16> {
    let mut days = case.passages().flat_map(|passage| find_dates(passage.folded()));
    days.find_map(|date| date.value.day.and(date.value.year))
}

/// What is told to have happened before the birth: `2009年因子宫肌瘤…`, `stroke 2017`, a day under the head of its column.
pub(super) fn before_birth(case: &Case<'_>, seen: &mut bool) -> Option<Draft> {
    let birth = year_of_birth(case)?;
    let form = pattern!(
        r"(?:(?P<zh>(?:18|19|20)[0-9]{2})年|[A-Za-z)]\s+(?:in\s+|since\s+)?\(?(?P<en>(?:18|19|20)[0-9]{2})\)?\s*(?:$|[;,.)]|\swith\b|\sand\b|\sfor\b)|\((?P<bare>(?:18|19|20)[0-9]{2})\))"
    );
    // Years of standards, of others, of the birth itself and of houses are none of the patient's.
    let other = pattern!(
        r"(?i)出生|生于|生日|父|母|兄|弟|姐|妹|祖|家族|版|标准|指南|公式|规范|成立|始建|批准|国药|许可|编号|文号|\bborn\b|birth|mother|father|brother|sister|family|famil|edition|criteria|guideline|formula|\bWHO\b|ISO|CKD|\bact\b|version|rev\b|form|\best\b|founded|established|licen[cs]e|accredit|\bno\b|ref\b|copyright|equation"
    );
    let lines = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain | Role::Cell { .. })
            && !passage.is_marginal()
    });
    for passage in lines {
        let folded = passage.folded();
        for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
            let Some(digits) = ["zh", "en", "bare"].iter().find_map(|name| captures.name(name)) else {
                continue;
            };
            let Ok(year) = digits.as_str().parse::<i16>() else { continue };
            let (start, end) = clause(folded, digits.start(), digits.end());
            let words = folded.get(start..end).unwrap_or("");
            if other.is_some_and(|form| form.is_match(words)) || year < birth - MOST_YEARS {
                continue;
            }
            *seen = true;
            if year < birth {
                return Some(draft(passage, digits.range(), birth));
            }
        }
    }
    in_columns(case, seen)
}

/// Years before the birth from which on a number is none of a life.
const MOST_YEARS: i16 = 120;

/// The clause around a place.
fn clause(text: &str, start: usize, end: usize) -> (usize, usize) {
    let stops = [',', '。', ';', '、', '.', ':'];
    let from = text
        .get(..start)
        .and_then(|ahead| ahead.rfind(stops))
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let to = text.get(end..).and_then(|rest| rest.find(stops)).map_or(text.len(), |at| end + at);
    (from, to)
}

fn draft(passage: &Passage, bytes: std::ops::Range<usize>, birth: i16) -> Draft {
    let found = passage.folded().get(bytes.clone()).unwrap_or("").to_owned();
    let draft = Draft::new().about_span(passage.span(bytes)).found(birth.to_string());
    draft.expected(format!("≤ {found}")).with("other", found)
}

/// A day before that of the birth in a column of days: 接种日期, Date given.
fn in_columns(case: &Case<'_>, seen: &mut bool) -> Option<Draft> {
    let birth = births(case).find_map(|(_, birth)| birth.value.civil())?;
    let days = column_days(case);
    *seen |= !days.is_empty();
    let (cell, range, _) =
        days.into_iter().find(|(_, _, date)| date.civil().is_some_and(|day| day < birth))?;
    Some(draft(cell, range, birth.year()))
}

/// The day that heads the column in which a cell stands: of a chart of visits.
pub(super) fn day_above(case: &Case<'_>, evidence: EvidenceId) -> Option<(Span, civil::Date)> {
    let view = &case.dossier.view;
    let own = view.passage(case.dossier.facts.cited(evidence)?.span.passage)?;
    let Role::Cell { table, row, column } = own.role else { return None };
    let table = view.tables_within(case.part.first..case.part.end).iter().find(|other| other.id == table)?;
    (0..row).find_map(|above| {
        let cell = view.passage(table.cell(above, column)?.passage)?;
        let date = find_dates(cell.folded()).into_iter().next()?;
        Some((cell.span(date.range.clone()), date.value.civil()?))
    })
}

/// The days in columns that tell when something was done.
pub(super) fn column_days<'a>(case: &Case<'a>) -> Vec<(&'a Passage, std::ops::Range<usize>, WrittenDate)> {
    let mut found = Vec::new();
    let head = pattern!(
        r"(?i)^(?:接种|执行|检查|采样|就诊|手术|用药|给药|开始|记录|测量)?(?:日期|时间)$|^(?:date|date (?:given|of visit|taken)|given on)$"
    );
    let view = &case.dossier.view;
    for table in view.tables_within(case.part.first..case.part.end) {
        for column in 0..table.columns {
            let text = |row: u32| view.passage(table.cell(row, column)?.passage);
            let is_head = text(0).is_some_and(|cell| {
                let plain: String = cell.folded().trim().to_owned();
                head.is_some_and(|form| form.is_match(&plain))
            });
            for cell in (1..table.rows).filter(|_| is_head).filter_map(text) {
                let Some(date) = find_dates(cell.folded()).into_iter().next() else { continue };
                if date.value.civil().is_some() && !date.value.is_ambiguous() {
                    found.push((cell, date.range, date.value));
                }
            }
        }
    }
    found
}
