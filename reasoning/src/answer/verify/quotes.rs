//! V12: what stands in quotation marks.

use super::{Check, Reason, Sentence};

/// A quotation has at least this many letters; fewer prove nothing.
const LEAST: usize = 12;

/// Quotations that are not printed so, in one piece.
pub(super) fn check(sentence: &Sentence<'_>) -> Vec<Reason> {
    let text = sentence.text.replace(['「', '」', '『', '』'], "\"");
    let pieces: Vec<&str> = text.split('"').collect();
    // An odd mark out opens nothing: "5" for inches, or a sentence cut in the source.
    let pairs = pieces.len().saturating_sub(1) / 2;
    let quoted = pieces.iter().skip(1).step_by(2).take(pairs);
    let wrong = quoted.filter(|quoted| !stands(sentence, quoted.trim()));
    wrong.map(|quoted| Reason::new(Check::Quotation, quoted.trim())).collect()
}

fn stands(sentence: &Sentence<'_>, quoted: &str) -> bool {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = squeezed(quoted);
    sentence.cited.iter().flat_map(|source| &source.printed).any(|printed| {
        let printed = squeezed(printed);
        let marked = printed.contains(&format!("\"{wanted}\""));
        let long = wanted.chars().count() >= LEAST;
        printed == wanted || marked || long && printed.contains(&wanted)
    })
}
