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
    found
}
