//! V10: no diagnosis, advice, cause or risk that is not printed.

use super::text::plain;
use super::{Check, Reason, Sentence, Verifier};
use crate::medical::{finding_terms, site_terms};

/// Words that conclude, and findings and parts of the body, that what is cited does not name.
pub(super) fn check(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for word in &verifier.lexicon.words.conclusion {
        let word = plain(word);
        if has(&sentence.text, &word)
            && !sentence.cited.iter().any(|source| source.texts.iter().any(|text| has(text, &word)))
        {
            let instead =
                verifier.bearing(sentence, |source| source.printed.iter().any(|text| has(text, &word)));
            reasons.push(Reason::new(Check::Conclusion, word).instead(instead));
        }
    }
    let terms = |of: fn(&str) -> Vec<&'static str>, check: Check, reasons: &mut Vec<Reason>| {
        let printed: Vec<&str> =
            sentence.cited.iter().flat_map(|source| &source.texts).flat_map(|text| of(text)).collect();
        for term in of(&sentence.text).into_iter().filter(|term| !printed.contains(term)) {
            reasons.push(Reason::new(check, term));
        }
    };
    terms(finding_terms, Check::Conclusion, &mut reasons);
    terms(site_terms, Check::Side, &mut reasons);
    reasons
}

/// Whether `text` has `word`; one in letters stands alone.
fn has(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let letter = |c: Option<char>| word.is_ascii() && c.is_some_and(|c| c.is_ascii_alphanumeric());
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !letter(before) && !letter(after)
    })
}
