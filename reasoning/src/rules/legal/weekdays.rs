//! Whether days exist and fall on the day of the week that is named: L19.

use super::matter::{Matter, Quote};
use crate::rules::{Draft, Rule, Verdict};

/// Days of the week as written behind a date.
pub(super) const WEEKDAYS: [(&str, i8); 30] = [
    ("星期一", 1),
    ("星期二", 2),
    ("星期三", 3),
    ("星期四", 4),
    ("星期五", 5),
    ("星期六", 6),
    ("星期日", 7),
    ("星期天", 7),
    ("周一", 1),
    ("周二", 2),
    ("周三", 3),
    ("周四", 4),
    ("周五", 5),
    ("周六", 6),
    ("周日", 7),
    ("Monday", 1),
    ("Tuesday", 2),
    ("Wednesday", 3),
    ("Thursday", 4),
    ("Friday", 5),
    ("Saturday", 6),
    ("Sunday", 7),
    ("周天", 7),
    ("礼拜一", 1),
    ("礼拜二", 2),
    ("礼拜三", 3),
    ("礼拜四", 4),
    ("礼拜五", 5),
    ("礼拜六", 6),
    ("礼拜日", 7),
];

/// L19: every day exists, and falls on the day of the week that is named.
pub(super) fn possible(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let text = matter.text();
    let found = matter.dates();
    let mut drafts = Vec::new();
    for date in found {
        if date.value.is_impossible() {
            drafts.push(
                Draft::new()
                    .about_text(matter, date.range.clone())
                    .found(matter.flow.printed(date.range.clone())),
            );
            continue;
        }
        let Some(day) = date.value.civil() else { continue };
        let rest = text.get(date.range.end..).unwrap_or_default();
        let lead = rest.len() - rest.trim_start_matches(['(', ' ', ',']).len();
        let named =
            WEEKDAYS.iter().find(|(word, _)| rest.get(lead..).is_some_and(|rest| rest.starts_with(word)));
        // Monday, 3 July 2023.
        let before = text.get(..date.range.start).unwrap_or_default().trim_end_matches([',', ' ']);
        let before = before.strip_suffix(" the").unwrap_or(before).trim_end_matches([',', ' ']);
        let ahead = WEEKDAYS.iter().find(|(word, _)| word.is_ascii() && before.ends_with(word));
        if let Some((word, number)) =
            named.or(ahead).filter(|(_, number)| day.weekday().to_monday_one_offset() != *number)
        {
            let range = match named {
                Some(_) => date.range.start..date.range.end + lead + word.len(),
                None => before.len() - word.len()..date.range.end,
            };
            let right = WEEKDAYS
                .iter()
                .find(|(_, other)| *other == day.weekday().to_monday_one_offset())
                .map_or("", |(word, _)| word);
            let draft = Draft::new().way("weekday").about_text(matter, range);
            drafts.push(draft.found(*word).expected(right).with("number", number.to_string()));
        }
    }
    Verdict::of(!found.is_empty(), "date", drafts)
}
