//! The steps of a sample told within one line, by the clock or by the day: a part of M10.

use crate::Role;
use crate::pattern::pattern;
use crate::rules::moment::is_before;
use crate::rules::{Case, Draft};
use crate::value::{WrittenDate, find_dates};

/// When a step was, and where that stands in its line.
struct Step {
    rank: usize,
    date: Option<WrittenDate>,
    minutes: Option<u32>,
    at: std::ops::Range<usize>,
}

/// The step that stands before an earlier one of its line: `标本采集08:40，接收08:32`, `collected 5/9/2024 18:10, received 5/9/2024 13:45`.
pub(super) fn out_of_order(case: &Case<'_>, seen: &mut bool) -> Option<Draft> {
    let lines = case.passages().filter(|passage| !matches!(passage.role, Role::Joined));
    for passage in lines {
        // Wide gaps part a line into several rows.
        let whole = 0..passage.folded().len();
        let is_line = passage.rows().len() > 1 && whole.end <= LONGEST_LINE;
        let rows = passage.rows().iter().map(|row| row.bytes.clone()).chain(is_line.then_some(whole));
        for row in rows {
            let Some(line) = passage.folded().get(row.clone()) else { continue };
            // Each sentence tells of one sample.
            let mut from = 0;
            for sentence in line.split_inclusive(['。', ';']) {
                let steps = steps(sentence);
                *seen |= steps.len() > 1;
                if let Some((late, early)) = odd(&steps) {
                    let span = |step: &Step| {
                        let start = row.start + from;
                        passage.span(start + step.at.start..start + step.at.end)
                    };
                    let text = |step: &Step| sentence.get(step.at.clone()).unwrap_or("").to_owned();
                    let draft =
                        Draft::new().about_span(span(late)).against_span(span(early)).found(text(late));
                    let other = text(early);
                    return Some(draft.expected(format!("≥ {other}")).with("other", other));
                }
                from += sentence.len();
            }
        }
    }
    None
}

/// Bytes of the longest line that is one, whatever gaps it has.
const LONGEST_LINE: usize = 160;

/// The steps of a sentence, each with its label before or behind its time.
fn steps(sentence: &str) -> Vec<Step> {
    let moment = r"(?:[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?\s*,?\s*)?(?:[0-9]{1,2}\s*[:时][0-9]{2}分?(?::[0-9]{2})?(?:\s*[AaPp][Mm])?)";
    static FORMS: std::sync::OnceLock<Vec<(usize, regex::Regex)>> = std::sync::OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        let labels = [
            (0, r"采样|采集|采血|抽血|取样|留样|留取|取精|collected|drawn|sampled"),
            (1, r"接收|签收|收样|收到|核收|received"),
            (2, r"报告|发报告|出报告|reported|resulted"),
        ];
        let ready = labels.iter().flat_map(|(rank, words)| {
            [
                format!(r"(?i)(?:{words})(?:时间|日期|标本|样本|on|at|\s|:)*(?P<at>{moment})"),
                format!(r"(?i)(?P<at>{moment})\s*(?:{words})"),
            ]
            .into_iter()
            .filter_map(|form| Some((*rank, regex::Regex::new(&form).ok()?)))
        });
        ready.collect()
    });
    let clock = pattern!(r"(?P<hour>[0-9]{1,2})\s*[:时](?P<minute>[0-9]{2})");
    let mut found: Vec<Step> = Vec::new();
    for (rank, form) in forms {
        if found.iter().any(|step| step.rank == *rank) {
            continue;
        }
        let Some(at) = form.captures(sentence).and_then(|captures| captures.name("at")) else { continue };
        // What stands before one label may stand behind another.
        if found.iter().any(|step| step.at == at.range()) {
            continue;
        }
        let date = find_dates(at.as_str()).into_iter().next().map(|date| date.value);
        let read = clock.and_then(|form| form.captures(at.as_str())).and_then(|captures| {
            let number = |name: &str| captures.name(name)?.as_str().parse::<u32>().ok();
            Some(number("hour")? * 60 + number("minute")?)
        });
        found.push(Step { rank: *rank, date, minutes: read, at: at.range() });
    }
    found.sort_by_key(|step| step.rank);
    found
}

/// Hours by which a clock may go back over midnight.
const HALF_A_DAY: u32 = 12 * 60;

/// Two steps of which the later one stands before the earlier one.
fn odd(steps: &[Step]) -> Option<(&Step, &Step)> {
    steps.windows(2).find_map(|pair| {
        let [early, late] = pair else { return None };
        let is_odd = match (&early.date, &late.date) {
            (Some(first), Some(second)) => is_before(second, first) == Some(true),
            _ => early
                .minutes
                .zip(late.minutes)
                .is_some_and(|(first, second)| second < first && first - second < HALF_A_DAY),
        };
        is_odd.then_some((late, early))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_a_line_are_held_against_each_other() {
        let is_odd = |text: &str| odd(&steps(text)).is_some();
        assert!(is_odd("标本采集08:40,接收08:32,报告11:18") && !is_odd("标本采集08:10,接收08:32,报告11:18"));
        assert!(
            is_odd("(08-21 11:20采集,11:02接收,11:46报告)")
                && !is_odd("(08-21 10:40采集,11:02接收,11:46报告)")
        );
        assert!(is_odd("Labs collected 5/9/2024 18:10, received 5/9/2024 13:45, reported 5/10/2024 06:20"));
        assert!(!is_odd("采样时间 23:28,接收时间 23:36,报告时间 00:12"));
    }
}
