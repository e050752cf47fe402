//! Contracts and court documents in English.

mod caption;
pub(super) mod contract;
pub(super) mod judgment;
mod parties;
mod words;

pub(crate) use words::without_weekday;

use std::ops::Range;

use super::flow::Flow;

/// The text of `flow` in lower case; as long as the text, byte for byte, for only ASCII letters change.
fn lower(flow: &Flow) -> String {
    flow.text().to_ascii_lowercase()
}

/// The line that begins at or before `at`.
fn line(flow: &Flow, at: usize) -> Range<usize> {
    let mut start = at;
    while start > 0 && !flow.is_line(start) {
        start = flow.break_before(start - 1);
    }
    start..next_line(flow, at)
}

/// The first line that begins behind `at`; the end of the text.
fn next_line(flow: &Flow, at: usize) -> usize {
    let mut end = flow.break_behind(at);
    while end < flow.text().len() && !flow.is_line(end) {
        end = flow.break_behind(end);
    }
    end
}

/// The sentences of `within`: to a full stop, question mark or semicolon with white space behind, but not behind an
/// abbreviation or a single letter.
fn sentences(flow: &Flow, within: Range<usize>) -> Vec<Range<usize>> {
    const SHORT: [&str; 12] = ["No", "Mr", "Mrs", "Ms", "Dr", "Ltd", "Inc", "Co", "v", "St", "U.S", "Art"];
    let text = flow.slice(within.clone());
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, sign) in text.match_indices(['.', ';', '?', '!']) {
        let end = at + sign.len();
        let gap = text.get(end..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '"']));
        let before = text.get(start..at).unwrap_or_default();
        let word = before.rsplit([' ', '(']).next().unwrap_or_default();
        let cut = SHORT.contains(&word) || (word.len() == 1 && sign == ".");
        if gap && !cut {
            found.push(within.start + start..within.start + end);
            start = end;
        }
    }
    if start < text.len() {
        found.push(within.start + start..within.end);
    }
    let trimmed = found.into_iter().map(|sentence| flow.trim(sentence, &[';', ':', '.', '-']));
    trimmed.filter(|sentence| sentence.len() > 3).collect()
}
