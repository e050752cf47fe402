//! How alike two texts are.

use std::collections::HashMap;
use std::hash::Hash;

use unicode_normalization::UnicodeNormalization;

use super::edit::distance;
use super::locate::Haystack;
use super::normalise::{Normalisation, is_word_character};

/// Edits, and the length of the truth they are counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Errors {
    /// Insertions, deletions and substitutions.
    pub edits: usize,
    /// Items of the truth.
    pub length: usize,
}

/// Edit distance over the longer length: 0 for the same, 1 where one side is empty.
///
/// The normalised edit distance of ICDAR 2019 RRC-LSVT and of OmniDocBench (Ouyang et al. 2024).
pub fn ned<T: Eq + Hash + Copy>(a: &[T], b: &[T]) -> f64 {
    let longer = a.len().max(b.len());
    if longer == 0 { 0.0 } else { distance(a, b) as f64 / longer as f64 }
}

/// The characters of `text`, white space left out, in compatibility form.
pub fn characters(text: &str) -> Vec<char> {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// The words of `text`, in order, for order-free agreement: runs of letters and digits in small letters, single
/// characters for Han and kana.
///
/// ```
/// assert_eq!(evaluation::text::words("WBC 白细胞, 5.6"), ["wbc", "白", "细", "胞", "5", "6"]);
/// ```
pub fn words(text: &str) -> Vec<String> {
    let text = text.nfkc().collect::<String>().to_lowercase();
    let mut words = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let alone = stands_alone(c);
        if !alone && !is_word_character(c) {
            open = false;
            continue;
        }
        match words.last_mut() {
            Some(word) if open && !alone => String::push(word, c),
            _ => words.push(c.to_string()),
        }
        open = !alone;
    }
    words
}

/// Characters that are words of their own: Han and kana.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF)
}

/// 2 common / (both sizes), of two bags: 1 where both are empty.
pub fn bag_f1<T: Eq + Hash>(a: &[T], b: &[T]) -> f64 {
    let all = a.len() + b.len();
    if all == 0 { 1.0 } else { 2.0 * common(a, b) as f64 / all as f64 }
}

/// Size of the common part of two bags.
fn common<T: Eq + Hash>(a: &[T], b: &[T]) -> usize {
    let mut left: HashMap<&T, usize> = HashMap::new();
    a.iter().for_each(|item| *left.entry(item).or_default() += 1);
    let taken = b.iter().filter(|item| match left.get_mut(item) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    taken.count()
}

/// The character error rate's parts (CER: edits over characters of the truth), after normalisation.
pub fn character_errors(truth: &str, prediction: &str, normalisation: &Normalisation) -> Errors {
    let letters = |text| normalisation.apply(text).chars().collect::<Vec<_>>();
    let (truth, prediction) = (letters(truth), letters(prediction));
    Errors { edits: distance(&truth, &prediction), length: truth.len() }
}

/// The word error rate's parts (WER: edits over words of the truth), after normalisation. Words are parted by white
/// space; Han and kana are words of their own (the "mixed error rate" of Mandarin-English speech recognition).
pub fn word_errors(truth: &str, prediction: &str, normalisation: &Normalisation) -> Errors {
    let (truth, prediction) = (normalisation.apply(truth), normalisation.apply(prediction));
    let (truth, prediction) = (spaced_words(&truth), spaced_words(&prediction));
    Errors { edits: distance(&truth, &prediction), length: truth.len() }
}

fn spaced_words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in text.split_whitespace() {
        let mut rest = 0;
        for (at, c) in run.char_indices().filter(|(_, c)| stands_alone(*c)) {
            words.extend(run.get(rest..at).filter(|word| !word.is_empty()));
            rest = at + c.len_utf8();
            words.extend(run.get(at..rest));
        }
        words.extend(run.get(rest..).filter(|word| !word.is_empty()));
    }
    words
}

/// Mean over the blocks of the edit distance to their best place in `prediction`, letters and digits only; nothing
/// where no block has any. Indifferent to order and to what else the prediction has.
pub fn block_ned<'a>(prediction: &str, blocks: impl IntoIterator<Item = &'a str>) -> Option<f64> {
    let letters = |text: &str| Normalisation::WORDS_ONLY.apply(text).chars().collect::<Vec<_>>();
    let hay = Haystack::new(&letters(prediction));
    let (mut sum, mut count) = (0.0, 0);
    for block in blocks.into_iter().map(letters).filter(|block| !block.is_empty()) {
        sum += 1.0 - hay.locate(&block).similarity;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn ned_is_over_the_longer() {
        let cases = [
            ("", "", 0.0),
            ("abc", "", 1.0),
            ("abc", "abc", 0.0),
            ("ab", "abcd", 0.5),
            ("abcd", "abxd", 0.25),
        ];
        for (a, b, want) in cases {
            assert_eq!(ned(&letters(a), &letters(b)), want, "{a} {b}");
        }
    }

    #[test]
    fn bags_count_how_often() {
        assert_eq!(bag_f1(&letters("aab"), &letters("abb")), 2.0 / 3.0);
        assert_eq!(bag_f1::<char>(&[], &[]), 1.0);
        assert_eq!(bag_f1(&[], &['a']), 0.0);
        assert_eq!(bag_f1(&words("hello, World"), &words("world hello")), 1.0);
    }

    #[test]
    fn error_rates_count_characters_and_words() {
        let plain = Normalisation::default();
        let of = |edits, length| Errors { edits, length };
        assert_eq!(character_errors("abed", "abcd", &plain), of(1, 4));
        assert_eq!(character_errors("abc", "", &plain), of(3, 3));
        assert_eq!(character_errors("A bcd。", "abcd.", &Normalisation::LOOSE), of(0, 5));
        assert_eq!(word_errors("the cat sat", "the hat sat down", &plain), of(2, 3));
        assert_eq!(word_errors("血糖 5.6 mmol", "血塘5.6mmol", &plain), of(3, 4));
    }

    #[test]
    fn blocks_are_looked_up_wherever_they_stand() {
        let page = "Footer first. Then the text, then some noise";
        assert_eq!(block_ned(page, ["Then the text", "Footer: first"]), Some(0.0));
        assert_eq!(block_ned(page, ["…", ""]), None);
        assert_eq!(block_ned("", ["abc"]), Some(1.0));
    }
}
