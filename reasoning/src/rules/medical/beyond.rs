//! Measures of studies that no living body has: a part of M21.

use rust_decimal::Decimal;

use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{Passage, Role};

/// The most that each may be: beats a minute, millimetres of mercury, milliseconds of a wave or an interval, the cup of an optic disc to the disc.
const MOST: [(&str, u32); 4] = [("rate", 700), ("pressure", 400), ("wave", 1500), ("cup", 1)];

/// Adds what a text measures beyond what can be, and shares of a table above all of it: `胎心率1480次/分`, `QRS 9200 ms`, `| EF | 138 |`.
pub(super) fn measures(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let form = pattern!(concat!(
        r"(?i)(?P<rate>[0-9]{2,6})\s*(?:次/分|bpm(?-u:\b)|/\s?min(?-u:\b))|(?P<pressure>[0-9]{3,6})\s*mmHg|",
        r"(?:QRS|QTc?|PR|P波|间期|时限)[^0-9。;,]{0,16}(?P<wave>[0-9]{2,6})\s*ms|(?-u:\b)C/D[^0-9。;,]{0,8}(?P<cup>[0-9](?:\.[0-9]+)?)"
    ));
    for passage in case.passages().filter(|passage| !matches!(passage.role, Role::Joined)) {
        for captures in form.iter().flat_map(|form| form.captures_iter(passage.folded())) {
            for (name, most) in MOST {
                let Some(value) = captures.name(name) else { continue };
                *seen = true;
                if value.as_str().parse::<Decimal>().is_ok_and(|number| number > Decimal::from(most)) {
                    let whole = captures.get(0).map_or("", |whole| whole.as_str());
                    let draft = Draft::new().about_span(passage.span(value.range())).with("item", whole);
                    drafts.push(draft.found(value.as_str()).expected(format!("0-{most}")));
                }
            }
        }
    }
    shares(case, drafts, seen);
}

/// Adds the share of the heart's blood that a row of a table gives, where it is more than all.
fn shares(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let name = pattern!(
        r"(?i)^\s*(?:(?:LV)?EF(?:\s*\(?%\)?)?|(?:左室)?射血分数(?:\s*\(%\))?|(?:LV )?ejection fraction)\s*$"
    );
    let number = pattern!(r"^\s*(?P<value>[0-9]{1,4}(?:\.[0-9]+)?)");
    let cells: Vec<&Passage> =
        case.passages().filter(|passage| matches!(passage.role, Role::Cell { .. })).collect();
    for pair in cells.windows(2) {
        let [head, cell] = pair else { continue };
        if !name.is_some_and(|form| form.is_match(head.folded())) {
            continue;
        }
        let Some(value) = number.and_then(|form| form.captures(cell.folded())?.name("value")) else {
            continue;
        };
        *seen = true;
        if value.as_str().parse::<Decimal>().is_ok_and(|number| number > Decimal::ONE_HUNDRED) {
            let draft = Draft::new().about_span(cell.span(value.range())).with("item", head.folded().trim());
            drafts.push(draft.found(value.as_str()).expected("0-100"));
        }
    }
}
