//! An answer for people: Markdown and HTML.

mod html;
mod markdown;

pub use html::answer_html;
pub use markdown::answer_markdown;

use super::lexicon::Lexicon;
use super::types::{Answer, Claim, Refused};
use super::verify::Reason;

/// The numbers of the marks behind a claim, as runs: `1-3`, `7`.
fn marks(answer: &Answer, claim: &Claim) -> Vec<(usize, usize)> {
    let mut numbers: Vec<usize> = claim
        .cites
        .iter()
        .filter_map(|id| answer.citations.iter().find(|citation| citation.fact == *id))
        .map(|citation| citation.number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// Why a sentence was refused, for people.
pub(super) fn reason_text(reason: &Reason) -> String {
    let check = serde_json::to_value(reason.check)
        .ok()
        .and_then(|check| check.as_str().map(str::to_owned))
        .unwrap_or_default();
    let mut text = format!("{check}: {}", reason.found);
    if let Some(expected) = reason.expected.as_deref().filter(|expected| !expected.is_empty()) {
        text += &format!(" ≠ {expected}");
    }
    if !reason.instead.is_empty() {
        let ids: Vec<String> = reason.instead.iter().map(ToString::to_string).collect();
        text += &format!(" → {}", ids.join(", "));
    }
    text
}

fn reasons_text(refused: &Refused) -> String {
    refused.reasons.iter().map(reason_text).collect::<Vec<_>>().join("; ")
}

/// The line that says who wrote it.
fn written_by(answer: &Answer) -> String {
    let lexicon = Lexicon::of(answer.header.language);
    lexicon.told("written_by", &[]) + &answer.header.reasoner
}

/// The title of an answer: that of its first part, and how many follow.
fn title(answer: &Answer) -> String {
    match answer.parts.as_slice() {
        [] => String::new(),
        [only] => only.title.clone(),
        [first, rest @ ..] => format!("{} (+{})", first.title, rest.len()),
    }
}
