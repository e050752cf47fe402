//! When a record or a report was written, where its end tells it without a key: a day below the signatures, alone or beside a name or the
//! house that puts its stamp there.

use super::section::is_prose;
use super::stems;
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{Body, EventKind, Kind, MedicalFact, Notes, Part, Passage, Row, View};

/// Rows at the end of a record within which its day stands.
const LAST_ROWS: usize = 4;

/// Letters of the longest row that holds a day, names and nothing else.
const LONGEST_ROW: usize = 70;

/// States the day at the end of a record or a health check as that on which it was written; what a key has told already is not stated again.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    // A health check reports what a record records.
    let (kind, others) = match part.kind {
        Kind::Checkup => (EventKind::Reported, [EventKind::Examined, EventKind::Visited].as_slice()),
        _ => (EventKind::Recorded, [].as_slice()),
    };
    let is_known = notes.of_part().any(|fact| match &fact.body {
        Body::Medical(MedicalFact::Event { kind: told, .. }) => *told == kind || others.contains(told),
        _ => false,
    });
    if is_known {
        return;
    }
    let passages = view.within(part).iter().rev().filter(|passage| is_prose(passage));
    let rows = passages.flat_map(|passage| passage.rows().iter().rev().map(move |row| (passage, row)));
    let text =
        |(passage, row): &(&Passage, &Row)| passage.folded().get(row.bytes.clone()).unwrap_or("").to_owned();
    let mut last = rows.filter(|row| !text(row).trim().is_empty()).take(LAST_ROWS);
    let found = last.find_map(|(passage, row)| {
        let line = text(&(passage, row));
        let mut dates = find_dates(&line);
        let date = dates.pop().filter(|date| dates.is_empty() && date.value.day.is_some())?;
        let (ahead, behind) = (line.get(..date.range.start)?, line.get(date.range.end..)?);
        let is_closing = line.chars().count() <= LONGEST_ROW && signs(ahead) && stamps(behind);
        is_closing.then(|| {
            (passage, row.bytes.start + date.range.start..row.bytes.start + date.range.end, date.value)
        })
    });
    if let Some((passage, at, value)) = found {
        let date = notes.state(passage, at, value);
        notes.add("closing", MedicalFact::Event { kind, date });
    }
}

/// Whether what stands before the day is nothing, names, or what says that somebody has signed or written.
fn signs(ahead: &str) -> bool {
    let ahead = ahead.trim_matches([' ', ',', ':', '/', '(', '-', '、', '.']);
    let han = pattern!(r"^\p{Han}{2,4}(?:[\s,、/]+\p{Han}{2,4}){0,2}$");
    let latin = pattern!(
        r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Miss)\.?\s+)?(?:[A-Z][A-Za-z.'’-]*[\s,/]+){0,4}[A-Z][A-Za-z.'’()-]+$"
    );
    let hits = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(ahead));
    // Who signs may stand behind a label of theirs: `Dictated and signed by: Harold Pickett, MD     08/09/2022 16:48`.
    let labelled = pattern!(concat!(
        r"^(?:(?:(?i:[a-z -]{0,30}\b(?:by|signature|signed|physician|doctor|surgeon|consultant|registrar))|",
        r"\p{Han}{0,6}(?:医[生师]|主任|[签记]名|签字|者|人))\s*:\s*",
        r"(?:\p{Han}{2,4}|(?:[A-Z][A-Za-z.'’-]*,?\s){0,4}[A-Z][A-Za-z.'’-]*)[\s,/]*){1,3}$"
    ));
    if hits(labelled) && !is_of_other_day(ahead) {
        return true;
    }
    let happened = stems::moment(ahead);
    match happened {
        Some(kind) => kind == EventKind::Recorded,
        None => ahead.is_empty() || (hits(han) || hits(latin)) && !is_of_other_day(ahead) || stamps(ahead),
    }
}

/// Whether words before a day say what it is the day of.
fn is_of_other_day(ahead: &str) -> bool {
    pattern!(r"(?i)日期|时间|入院|出院|手术|复诊|复查|预约|打印|出生|检查|\b(?:date|time|admi|discharg|follow|review|next|print|born|dob|operat|due)")
        .is_some_and(|form| form.is_match(ahead))
}

/// Whether what stands there is nothing, or names the house.
fn stamps(text: &str) -> bool {
    let text = text.trim_matches([' ', ',', ':', '|', '(', ')', '.', '。']);
    let house = pattern!(
        r"(?i)^\p{Han}{2,24}(?:医院|中心|卫生院|诊所|院|所|站|科|病区)$|^[A-Z][A-Za-z.'’& -]{2,50}\b(?:Hospitals?|Clinic|Cent(?:er|re)|Infirmary|Trust|Ward|Unit|Department)$"
    );
    text.is_empty() || house.is_some_and(|form| form.is_match(text))
}
