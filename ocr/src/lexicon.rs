//! Words of a language and how often they are used.

/// Words of a language with the share of running text that each makes up.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// In lower case, sorted, with the logarithm of their share.
    words: Vec<(Box<str>, f32)>,
}

/// Words that begin alike: a range of the sorted words, and the length of what they have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Prefix {
    from: u32,
    to: u32,
    length: u32,
}

impl Lexicon {
    /// A lexicon from lines of a word and how often it was counted, parted by a space. Words that are not all lower-case
    /// ASCII letters, and lines of another form, are left out.
    ///
    /// ```
    /// let lexicon = ocr::Lexicon::from_counts("the 23135851162\nof 13151942776\n");
    /// assert!(lexicon.contains("of") && !lexicon.contains("ot"));
    /// ```
    pub fn from_counts(text: &str) -> Self {
        let entry = |line: &str| {
            let (word, count) = line.trim().trim_start_matches('\u{feff}').split_once(' ')?;
            let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
            let count: f64 = count.trim().parse().ok().filter(|count| *count >= 1.0)?;
            is_word.then(|| (word.into(), count))
        };
        let mut counted: Vec<(Box<str>, f64)> = text.lines().filter_map(entry).collect();
        counted.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        counted.dedup_by(|a, b| a.0 == b.0);
        let total: f64 = counted.iter().map(|(_, count)| count).sum();
        let words = counted.into_iter().map(|(word, count)| (word, (count / total).ln() as f32)).collect();
        Self { words }
    }

    /// Whether it has the word, in whatever case.
    pub fn contains(&self, word: &str) -> bool {
        let letters = word.chars().flat_map(char::to_lowercase);
        letters
            .into_iter()
            .try_fold(self.start(), |prefix, c| self.go_on(prefix, c))
            .and_then(|p| self.ends(p))
            .is_some()
    }

    /// The empty prefix, of all words.
    pub(crate) fn start(&self) -> Prefix {
        Prefix { from: 0, to: self.words.len() as u32, length: 0 }
    }

    /// The words of `prefix` that go on with `letter` (lower case); nothing where there is none.
    pub(crate) fn go_on(&self, prefix: Prefix, letter: char) -> Option<Prefix> {
        let letter = u8::try_from(letter).ok().filter(u8::is_ascii_lowercase)?;
        let words = self.words.get(prefix.from as usize..prefix.to as usize)?;
        let at = prefix.length as usize;
        // A word that ends here sorts before those that go on.
        let next = |word: &str| word.as_bytes().get(at).copied().unwrap_or(0);
        let from = words.partition_point(|(word, _)| next(word) < letter);
        let to = words.partition_point(|(word, _)| next(word) <= letter);
        let prefix = Prefix {
            from: prefix.from + from as u32,
            to: prefix.from + to as u32,
            length: prefix.length + 1,
        };
        (prefix.from < prefix.to).then_some(prefix)
    }

    /// The logarithm of the share of the word that `prefix` spells; nothing where it is no word.
    pub(crate) fn ends(&self, prefix: Prefix) -> Option<f32> {
        let (word, share) = self.words.get(prefix.from as usize)?;
        (prefix.length > 0 && word.len() == prefix.length as usize).then_some(*share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_letter_by_letter() {
        let lexicon = Lexicon::from_counts("the 90\nthen 9\nHat 4\na 1\nbroken\n\n12 5\nthe 3\n");
        for (word, known) in [
            ("the", true),
            ("The", true),
            ("then", true),
            ("th", false),
            ("hat", false),
            ("a", true),
            ("", false),
        ] {
            assert_eq!(lexicon.contains(word), known, "{word}");
        }
        let the = "the".chars().try_fold(lexicon.start(), |p, c| lexicon.go_on(p, c)).unwrap();
        assert!((lexicon.ends(the).unwrap() - 0.9_f32.ln()).abs() < 1e-6);
        assert_eq!(lexicon.go_on(the, 'x'), None);
        assert_eq!(lexicon.go_on(the, 'é'), None);
        assert!(!Lexicon::from_counts("").contains("a"));
    }
}
