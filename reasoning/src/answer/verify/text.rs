//! Plain text, its words, and the words that carry no content.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use document::is_cjk;

use crate::answer::lexicon::Lexicon;
use crate::{Language, fold};

/// In plain forms and lower case, character for character where lower case has as many.
pub(super) fn plain(text: &str) -> String {
    fold(text)
        .chars()
        .map(|c| c.to_lowercase().next().filter(|l| l.len_utf8() == c.len_utf8()).unwrap_or(c))
        .collect()
}

/// Words without content, found in plain text.
pub(super) struct Vocabulary {
    searcher: Option<AhoCorasick>,
    words: HashSet<String>,
}

impl Vocabulary {
    /// Those of sentences in `language`; a sentence may mix both languages, as documents do.
    pub(super) fn of(language: Language) -> &'static Self {
        static CHINESE: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(&[Language::Chinese]));
        static ENGLISH: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(&[Language::English]));
        match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }

    fn new(languages: &[Language]) -> Self {
        let mut words: HashSet<String> = HashSet::new();
        for lexicon in languages.iter().map(|language| Lexicon::of(*language)) {
            let listed = &lexicon.words;
            let of_all = listed.connective.iter().chain(&listed.up).chain(&listed.down).chain(&listed.steady);
            words.extend(of_all.map(|word| plain(word)));
            for literal in lexicon.literals().map(str::to_owned).chain([lexicon.told("review", &[])]) {
                words.extend(runs(&plain(&literal)).map(str::to_owned));
            }
        }
        let han: Vec<&String> = words.iter().filter(|word| word.chars().all(is_cjk)).collect();
        let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&han).ok();
        Self { searcher, words }
    }

    /// Whether each byte of `text` belongs to a Han word without content.
    pub(super) fn covered(&self, text: &str) -> Vec<bool> {
        let mut covered = vec![false; text.len()];
        for found in self.searcher.iter().flat_map(|searcher| searcher.find_iter(text)) {
            covered.iter_mut().take(found.end()).skip(found.start()).for_each(|byte| *byte = true);
        }
        covered
    }

    /// Whether a word in letters carries no content.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// Runs of letters of one script.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let han = text.split(|c: char| !is_cjk(c));
    let latin = text.split(|c: char| is_cjk(c) || !c.is_alphabetic());
    han.chain(latin).filter(|run| !run.is_empty())
}

/// Words in letters (not Han) of plain `text`, with their places.
pub(super) fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() && !is_cjk(c) || (start.is_some() && c == '\'');
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = text.get(from..at).unwrap_or("");
                if word.chars().any(char::is_alphabetic) {
                    found.push((from, word.trim_end_matches('\'')));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// A word without its commonest endings, so that "shows" is "show" and "lowered" is "lower".
pub(super) fn stem(word: &str) -> &str {
    /// Shorter stems would make different words one.
    const LEAST: usize = 3;
    let bare = word.strip_suffix("'s").unwrap_or(word);
    for ending in ["ies", "ing", "ed", "es", "s", "ly", "al"] {
        if let Some(stem) = bare.strip_suffix(ending).filter(|stem| stem.len() >= LEAST) {
            return stem;
        }
    }
    bare
}

/// Pairs of neighbouring Han characters.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let pairs: Vec<(char, char)> = chars
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if is_cjk(*a) && is_cjk(*b) => Some((*a, *b)),
            _ => None,
        })
        .collect();
    pairs.into_iter()
}

/// What stops and commas part; numbers with their points and separators stay whole.
pub(super) fn clauses(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let number = before.is_ascii_digit() && next.is_ascii_digit();
        let stop = matches!(c, '。' | '；' | ';' | '，' | '!' | '?' | '\n')
            || matches!(c, ',' | '.') && !number && (c == ',' || next == ' ');
        if stop {
            found.push((start, text.get(start..at).unwrap_or("")));
            start = at + c.len_utf8();
        }
        before = c;
    }
    found.push((start, text.get(start..).unwrap_or("")));
    found.retain(|(_, clause)| !clause.trim().is_empty());
    found
}
