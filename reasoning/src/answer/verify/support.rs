//! V9: whether the words of content are found in what is cited.
//!
//! Chinese is not cut into words: two neighbouring letters count as found where they stand so in what is cited, which
//! needs no dictionary and judges names as well as words. Words of a closed list, and those of our templates, need not be
//! found.

use document::is_cjk;

use super::mention::mentions;
use super::text::{stem, words};
use super::{Check, Reason, Sentence, Verifier};

/// The share of content that may be missing: a sentence of ten words may have one of its own.
const MISSING: f64 = 0.12;
/// So many Han letters in a row that are found nowhere are a word of its own.
const LONGEST_RUN: usize = 3;

/// Why the sentence says more than what it cites.
pub(super) fn check(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let (han_all, strange) = han(verifier, sentence);
    let longest = strange.iter().map(|run| run.chars().count()).max().unwrap_or(0);
    let missing: usize = strange.iter().map(|run| run.chars().count()).sum();
    let (words_all, strange_words, name) = latin(verifier, sentence);
    let share = (missing + strange_words.len()) as f64 / (han_all + words_all).max(1) as f64;
    if let Some(name) = name {
        reasons.push(Reason::new(Check::Name, name));
    }
    // Beside names and values alone there is no room for a word of one's own: it may be a name misspelt.
    let bare = missing > 0
        && sentence.cited.iter().all(|source| source.directions.is_some() || source.clauses.is_empty());
    if bare || longest >= LONGEST_RUN || share > MISSING {
        let found: Vec<String> = strange.into_iter().chain(strange_words).collect();
        reasons.push(Reason::new(Check::Support, found.join(" ")));
    }
    reasons
}

/// The number of Han letters with content, and the runs of them that are found nowhere.
fn han(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> (usize, Vec<String>) {
    let mut covered = verifier.vocabulary.covered(&sentence.text);
    // Values were compared as values.
    for mention in mentions(&sentence.folded) {
        covered.iter_mut().take(mention.range.end).skip(mention.range.start).for_each(|byte| *byte = true);
    }
    let letters: Vec<(usize, char)> =
        sentence.text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let known = |a: Option<&(usize, char)>, b: Option<&(usize, char)>| {
        a.zip(b).is_some_and(|((_, a), (_, b))| {
            sentence.cited.iter().any(|source| source.pairs.contains(&(*a, *b)))
        })
    };
    let (mut all, mut runs, mut run) = (0, Vec::new(), String::new());
    for (index, letter) in letters.iter().enumerate() {
        let (at, c) = *letter;
        let free = !is_cjk(c) || !c.is_alphabetic() || covered.get(at).copied().unwrap_or(false);
        all += usize::from(!free);
        let found = free
            || known(index.checked_sub(1).and_then(|before| letters.get(before)), Some(letter))
            || known(Some(letter), letters.get(index + 1))
            || sentence.cited.iter().any(|source| source.stands_alone(c));
        if found {
            if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
        } else {
            run.push(c);
        }
    }
    runs.extend((!run.is_empty()).then_some(run));
    (all, runs)
}

/// The number of words with content, those that are found nowhere, and one of them that is a name or has a figure.
fn latin(verifier: &Verifier<'_>, sentence: &Sentence<'_>) -> (usize, Vec<String>, Option<String>) {
    let (mut all, mut strange, mut name) = (0, Vec::new(), None);
    let written: Vec<char> = sentence.folded.chars().collect();
    let mut places = sentence.text.char_indices().enumerate();
    for (at, word) in words(&sentence.text) {
        if verifier.vocabulary.has(word)
            || word.chars().count() < 2 && word.is_ascii() && !word.chars().any(|c| c.is_ascii_digit())
        {
            continue;
        }
        all += 1;
        let found = sentence.cited.iter().any(|source| source.stems.contains(stem(word)));
        if found {
            continue;
        }
        let index = places.find(|(_, (byte, _))| *byte == at).map(|(index, _)| index);
        let is_capital = index.and_then(|index| written.get(index)).is_some_and(|c| c.is_uppercase());
        let opens = sentence
            .text
            .get(..at)
            .is_none_or(|before| before.trim_end().is_empty() || before.trim_end().ends_with(['.', ':']));
        let has_figure = word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic);
        // A unit that hangs on its number was compared with it.
        let is_unit = sentence.text.get(..at).is_some_and(|before| {
            before.trim_end().ends_with(|c: char| c.is_ascii_digit() || "/×·^".contains(c))
        });
        if is_unit || has_figure && word.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if (is_capital && !opens || has_figure) && name.is_none() {
            name = Some(word.to_owned());
        }
        strange.push(word.to_owned());
    }
    (all, strange, name)
}

impl super::source::Source {
    /// Whether the letter stands by itself, between marks, in something printed for it.
    fn stands_alone(&self, letter: char) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(|c| is_cjk(c) && c.is_alphabetic());
        self.texts.iter().any(|text| {
            text.match_indices(letter).any(|(at, letter)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let after = text.get(at + letter.len()..).and_then(|after| after.chars().next());
                !is_word(before) && !is_word(after)
            })
        })
    }
}
