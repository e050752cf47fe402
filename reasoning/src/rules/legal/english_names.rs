//! English names of parties that are written in other ways: L05.

use std::ops::Range;

use super::matter::Matter;
use super::names::is_near;

/// Forms of companies at the end of their English names; those of one row are the same.
const FORMS: [&[&str]; 9] = [
    &["ltd", "limited"],
    &["inc", "incorporated"],
    &["llc"],
    &["plc"],
    &["corp", "corporation"],
    &["company", "co"],
    &["gmbh"],
    &["limited partnership", "lp"],
    &["llp", "limited liability partnership"],
];

/// The form that a text begins with: its row, and the letters it takes.
fn form_at(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_lowercase();
    let all = FORMS.iter().enumerate().flat_map(|(row, words)| words.iter().map(move |word| (row, *word)));
    let ends = |word: &str| {
        !lower.get(word.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    let fits = all.filter(|(_, word)| lower.starts_with(word) && ends(word));
    fits.max_by_key(|(_, word)| word.len()).map(|(row, word)| (row, word.len()))
}

/// Places where a company's English name stands with another form.
fn other_forms(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let split = name.match_indices(' ').find_map(|(at, _)| Some((at + 1, form_at(name.get(at + 1..)?)?.0)));
    let Some((stem, own)) = split.and_then(|(at, own)| Some((name.get(..at)?, own))) else {
        return Vec::new();
    };
    let read = |at: usize| {
        let behind = at + stem.len();
        let (row, length) = form_at(text.get(behind..)?)?;
        (row != own).then_some(at..behind + length)
    };
    text.match_indices(stem).filter_map(|(at, _)| read(at)).collect()
}

/// Places where an English name stands with one word a few letters off.
pub(super) fn english(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    let text = matter.text();
    let words = name.split_whitespace().count();
    let mut starts: Vec<usize> = vec![0];
    starts.extend(text.match_indices([' ', '\n', '(', '"']).map(|(at, sign)| at + sign.len()));
    let mut found = Vec::new();
    for start in starts
        .into_iter()
        .filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase())))
    {
        let Some(rest) = text.get(start..) else { continue };
        let end =
            rest.match_indices([' ', '\n']).nth(words.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let bare = |text: &str| text.trim_end_matches([',', '.', ';', ':', ')', '"']).len();
        let written = rest.get(..end).unwrap_or_default();
        let written = written.get(..bare(written)).unwrap_or_default();
        let own = name.get(..bare(name)).unwrap_or_default();
        if words > 1 && is_near(written, own) {
            found.push(start..start + written.len());
        }
    }
    found.extend(other_forms(matter, name));
    found.extend(other_words(matter, name));
    found
}

/// Places where a firm is named with one word more or less, where it signs or is named as a party: `Signed for Acme Group Ltd`.
/// Elsewhere it may be another of its group.
fn other_words(matter: &Matter<'_>, name: &str) -> Vec<Range<usize>> {
    const BEFORE: [&str; 14] = [
        "signed for",
        "signed by",
        "on behalf of",
        "executed by",
        "execution by",
        "signature of",
        "client:",
        "name:",
        "company:",
        "by:",
        "for:",
        "between",
        "supplier:",
        "customer:",
    ];
    let text = matter.text();
    let plain = |word: &str| word.trim_matches([',', '.', ';', ':', '(', ')', '"']).to_lowercase();
    let own: Vec<String> = name.split_whitespace().map(plain).collect();
    let formed = own.last().is_some_and(|last| form_at(last).is_some());
    let Some(first) = name.split_whitespace().next().filter(|_| formed && own.len() > 2) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, _) in text.match_indices(first) {
        let before = text.get(..at).unwrap_or_default().trim_end().to_lowercase();
        if !matter.flow.is_line(at) && !BEFORE.iter().any(|word| before.ends_with(word)) {
            continue;
        }
        let line = text.get(at..matter.flow.line_behind(at)).unwrap_or_default();
        let mut end = 0;
        let mut words: Vec<String> = Vec::new();
        for word in line.split_inclusive(' ').take(own.len() + 1) {
            words.push(plain(word.trim_end()));
            end += word.len();
            if words.len() > 1 && form_at(words.last().map_or("", String::as_str)).is_some() {
                break;
            }
        }
        let closes = words.last().is_some_and(|last| form_at(last).is_some());
        if closes && is_a_word_apart(&words, &own) {
            let written =
                line.get(..end).unwrap_or_default().trim_end_matches([' ', ',', '.', ';', ':', ')']);
            found.push(at..at + written.len());
        }
    }
    found
}

/// Whether one list of words is the other with one more, or another one, inside.
fn is_a_word_apart(a: &[String], b: &[String]) -> bool {
    if a.len() == b.len() {
        let apart = a.iter().zip(b).filter(|(a, b)| a != b).count();
        return a.len() > 3 && apart == 1 && a.first() == b.first() && a.last() == b.last();
    }
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    long.len() == short.len() + 1
        && (1..long.len() - 1).any(|left_out| {
            let kept = long.iter().enumerate().filter(|(index, _)| *index != left_out);
            kept.map(|(_, word)| word).eq(short.iter())
        })
}
