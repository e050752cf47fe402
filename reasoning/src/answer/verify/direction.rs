//! V5: what is said to be high, low or normal.

use super::source::Source;
use super::text::plain;
use super::{Check, Reason, Sentence, Verifier};

/// Whether each word of direction agrees with the flag of the result it is said of; of text that is no result it must be
/// printed.
pub(super) fn check(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> Vec<Reason> {
    let anchors = verifier.names.anchors(sentence);
    let labs: Vec<&Source> =
        sentence.cited.iter().copied().filter(|source| source.directions.is_some()).collect();
    let mut reasons = Vec::new();
    for (at, word, direction) in said(verifier, &sentence.text) {
        if anchors.iter().any(|anchor| anchor.range.contains(&at)) {
            continue;
        }
        if labs.is_empty() {
            if !sentence.cited.iter().any(|source| source.says(&word)) {
                reasons.push(Reason::new(Check::Direction, word));
            }
            continue;
        }
        let named = anchors.iter().rev().find(|anchor| {
            anchor.range.end <= at && anchor.facts.iter().any(|id| labs.iter().any(|lab| lab.id == *id))
        });
        let meant: Vec<&&Source> =
            labs.iter().filter(|lab| named.is_none_or(|anchor| anchor.facts.contains(&lab.id))).collect();
        // A result in words ("nothing abnormal") says it itself.
        let wrong = meant
            .iter()
            .filter(|lab| !lab.printed.iter().any(|text| text.contains(&word)))
            .find(|lab| !lab.directions.iter().flatten().any(|known| *known == direction));
        if let Some(lab) = wrong {
            let instead = verifier.bearing(sentence, |source| {
                source.names.iter().any(|name| lab.names.contains(name))
                    && source.directions.iter().flatten().any(|known| *known == direction)
            });
            let expected =
                lab.directions.iter().flatten().map(|known| told(*known)).collect::<Vec<_>>().join(", ");
            reasons.push(Reason::new(Check::Direction, word).expected(expected).instead(instead));
        }
    }
    reasons
}

fn told(direction: i8) -> &'static str {
    match direction {
        1 => "high",
        -1 => "low",
        _ => "normal",
    }
}

/// Words of direction in plain `text`, of overlapping ones the longest.
fn said(verifier: &Verifier<'_>, text: &str) -> Vec<(usize, String, i8)> {
    let words = &verifier.lexicon.words;
    let lists = [(&words.up, 1), (&words.down, -1), (&words.steady, 0)];
    let mut found: Vec<(usize, String, i8)> = Vec::new();
    for (word, direction) in
        lists.iter().flat_map(|(list, direction)| list.iter().map(move |word| (plain(word), *direction)))
    {
        for (at, _) in text.match_indices(&word) {
            let latin = word.is_ascii();
            let letter = |c: Option<char>| latin && c.is_some_and(|c| c.is_ascii_alphanumeric());
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
            if !letter(before) && !letter(after) {
                found.push((at, word.clone(), direction));
            }
        }
    }
    found.sort_by_key(|(at, word, _)| (*at, std::cmp::Reverse(word.len())));
    let mut end = 0;
    found.retain(|(at, word, _)| {
        let keep = *at >= end;
        if keep {
            end = at + word.len();
        }
        keep
    });
    // "normal" in "reference range (normal)" and 正常 in 正常值 name the range.
    found.retain(|(at, word, _)| {
        !text.get(at + word.len()..).is_some_and(|after| after.starts_with('值') || after.starts_with("参考"))
    });
    found
}
