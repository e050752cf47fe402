//! Notes of one record that each end in the names of those who wrote them, but for one: a part of M36.

use crate::pattern::pattern;
use crate::rules::{Bilingual, Case, Draft};
use crate::value::find_dates;
use crate::{Passage, Role};

/// Notes that end in names from which on one without lacks them.
const FEWEST_SIGNED: usize = 2;

/// Letters of a paragraph that is a note, or part of one.
const LEAST_NOTE: usize = 20;

/// Letters of the longest line that heads a note: a moment and what kind of note it is.
const LONGEST_HEAD: usize = 40;

/// Adds the note that ends without a name, where the others of its record end in a line of names: `耿卫民/路畅`.
pub(super) fn unsigned(case: &Case<'_>, drafts: &mut Vec<Draft>) {
    if !drafts.is_empty() {
        return;
    }
    let names = pattern!(
        r"^\s*(?:\p{Han}{2,4}|\p{Han}\s{1,2}\p{Han})(?:[\s/、,]+(?:\p{Han}{2,4}|\p{Han}\s{1,2}\p{Han})){0,3}\s*$"
    );
    let is_names = |text: &str| names.is_some_and(|form| form.is_match(text));
    let rows: Vec<(&Passage, std::ops::Range<usize>)> = case
        .passages()
        .filter(|passage| matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal())
        .flat_map(|passage| passage.rows().iter().map(move |row| (passage, row.bytes.clone())))
        .collect();
    let text = |at: usize| {
        rows.get(at).and_then(|(passage, bytes)| passage.folded().get(bytes.clone())).unwrap_or("")
    };
    // A note begins with a line that begins with its moment.
    let heads = |at: &usize| {
        let line = text(*at);
        let day = find_dates(line).into_iter().next();
        line.chars().count() <= LONGEST_HEAD
            && day.is_some_and(|day| day.range.start == 0 && day.value.clock.is_some())
    };
    let heads: Vec<usize> = (0..rows.len()).filter(heads).collect();
    let ends = heads.iter().skip(1).copied().chain([rows.len()]);
    let notes: Vec<(usize, usize)> = heads.iter().copied().zip(ends).collect();
    let last = |from: usize, to: usize| (from + 1..to).rev().find(|at| !text(*at).trim().is_empty());
    let signed = notes.iter().filter(|(from, to)| last(*from, *to).is_some_and(|at| is_names(text(at))));
    if signed.count() < FEWEST_SIGNED {
        return;
    }
    for (from, to) in notes {
        let says = (from + 1..to).any(|at| text(at).chars().count() >= LEAST_NOTE);
        let is_signed = (from + 1..to)
            .any(|at| is_names(text(at)) || text(at).contains('签') || text(at).contains("医师"));
        if let Some((passage, bytes)) = rows.get(from).filter(|_| says && !is_signed) {
            let words = Bilingual::new("签名", "signature");
            drafts.push(Draft::new().about_span(passage.span(bytes.clone())).with_words("role", words));
            return;
        }
    }
}
