//! Where a piece of text stands in a longer one.

use std::collections::HashMap;

use super::edit::distance_of;

/// A place in a text, counted in characters, and how alike the text there is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Located {
    /// 1 less the normalised edit distance: 1 for the same text, 0 for nothing alike.
    pub similarity: f64,
    /// First character.
    pub start: usize,
    /// After the last character.
    pub end: usize,
}

/// The stretch of `hay` most like `needle`.
///
/// The stretch is as long as the needle (shorter only at the ends of the hay), and has the greatest indel similarity
/// (2 LCS / both lengths), the `partial_ratio` of RapidFuzz; it is then graded by the edit distance over the longer
/// length. Of several equally like it, the one is taken that halving the hay comes upon first, as in RapidFuzz.
///
/// ```
/// let letters = |text: &str| text.chars().collect::<Vec<_>>();
/// let found = evaluation::text::locate(&letters("brwn"), &letters("the brown fox"));
/// assert_eq!((found.start, found.end), (4, 8));
/// ```
pub fn locate(needle: &[char], hay: &[char]) -> Located {
    Haystack::new(hay).locate(needle)
}

/// A text to look for many pieces in.
pub(crate) struct Haystack {
    names: HashMap<char, u32>,
    text: Vec<u32>,
}

/// Stands for what is not in the text at all.
const STRANGER: u32 = 0;
/// Stands for what was taken out of the text.
const TAKEN: u32 = 1;

impl Haystack {
    pub(crate) fn new(text: &[char]) -> Self {
        let mut names = HashMap::new();
        let mut name = |c: &char| {
            let next = TAKEN + 1 + names.len() as u32;
            *names.entry(*c).or_insert(next)
        };
        let text = text.iter().map(&mut name).collect();
        Self { names, text }
    }

    /// The stretch most like `needle`.
    pub(crate) fn locate(&self, needle: &[char]) -> Located {
        let name = |c| self.names.get(c).copied().unwrap_or(STRANGER);
        let needle: Vec<u32> = needle.iter().map(name).collect();
        locate_symbols(&needle, &self.text, self.names.len() + TAKEN as usize + 1)
    }

    /// Takes a stretch out, so that it is not found again; what follows stays where it is.
    pub(crate) fn take(&mut self, start: usize, end: usize) {
        self.text.iter_mut().take(end).skip(start).for_each(|symbol| *symbol = TAKEN);
    }
}

fn locate_symbols(needle: &[u32], hay: &[u32], size: usize) -> Located {
    if needle.is_empty() || hay.is_empty() {
        return Located::default();
    }
    let grade = |start: usize, end: usize| {
        let part = hay.get(start..end).unwrap_or_default();
        let longer = needle.len().max(part.len());
        let edits = distance_of(needle, part, &mut vec![0; size]);
        Located { similarity: 1.0 - edits as f64 / longer as f64, start, end }
    };
    if needle.len() > hay.len() {
        return grade(0, hay.len());
    }
    let mut same = hay.windows(needle.len()).enumerate().filter(|(_, part)| *part == needle);
    if let (Some((start, _)), None) = (same.next(), same.next()) {
        return Located { similarity: 1.0, start, end: start + needle.len() };
    }
    let masks = Masks::new(needle, size);
    let mut best = Best { score: 0.0, start: 0, end: needle.len() };
    whole_windows(&masks, hay, &mut best);
    if best.score < 1.0 {
        ends(needle, hay, size, &mut best);
    }
    grade(best.start, best.end)
}

/// The best stretch so far; only a strictly better one replaces it.
struct Best {
    score: f64,
    start: usize,
    end: usize,
}

impl Best {
    fn offer(&mut self, common: usize, needle: usize, (start, end): (usize, usize)) {
        let score = 2.0 * common as f64 / (needle + end - start) as f64;
        if score > self.score {
            *self = Self { score, start, end };
        }
    }
}

/// Looks at the stretches as long as the needle, by halves. From one stretch to the next the common subsequence
/// changes by one at most, so a half whose ends are poor enough need not be entered.
fn whole_windows(masks: &Masks, hay: &[u32], best: &mut Best) {
    let length = masks.length;
    let Some(last) = (hay.len() - length).checked_sub(1) else { return };
    let mut known: Vec<Option<usize>> = vec![None; last + 1];
    let mut halves = vec![(0, last)];
    while !halves.is_empty() && best.score < 1.0 {
        let mut narrower = Vec::new();
        for (first, last) in halves {
            let mut common = |start: usize| {
                *known[start].get_or_insert_with(|| {
                    let common = masks.common(hay[start..start + length].iter());
                    best.offer(common, length, (start, start + length));
                    common
                })
            };
            let highest = (common(first) + common(last) + (last - first)) / 2;
            let worth = highest as f64 / length as f64 > best.score;
            if last - first > 1 && worth {
                let middle = first + (last - first) / 2;
                narrower.extend([(first, middle), (middle, last)]);
            }
        }
        halves = narrower;
    }
}

/// Looks at the stretches that the ends of the hay cut short.
fn ends(needle: &[u32], hay: &[u32], size: usize, best: &mut Best) {
    let length = needle.len();
    for (common, end) in Masks::new(needle, size).prefixes(hay.iter().take(length - 1)).into_iter().zip(1..) {
        best.offer(common, length, (0, end));
    }
    let backwards: Vec<u32> = needle.iter().rev().copied().collect();
    let suffixes = Masks::new(&backwards, size).prefixes(hay.iter().rev().take(length));
    for (index, common) in suffixes.into_iter().enumerate().rev() {
        let shorter = index + 1;
        best.offer(common, length, (hay.len() - shorter, hay.len()));
    }
}

/// Where each symbol stands in the needle, for the longest common subsequence.
///
/// H. Hyyrö, *Bit-parallel LCS-length computation revisited*, 2004.
struct Masks {
    length: usize,
    blocks: usize,
    masks: Vec<u64>,
}

impl Masks {
    fn new(needle: &[u32], size: usize) -> Self {
        let blocks = needle.len().div_ceil(64);
        let mut masks = vec![0; blocks * size];
        for (row, symbol) in needle.iter().enumerate() {
            masks[*symbol as usize * blocks + row / 64] |= 1 << (row % 64);
        }
        Self { length: needle.len(), blocks, masks }
    }

    fn advance(&self, state: &mut [u64], symbol: u32) {
        let from = symbol as usize * self.blocks;
        let mut carry = false;
        for (word, mask) in state.iter_mut().zip(&self.masks[from..from + self.blocks]) {
            let common = *word & mask;
            let (sum, over) = word.overflowing_add(common);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            carry = over || again;
            *word = sum | (*word & !mask);
        }
    }

    fn count(&self, state: &[u64]) -> usize {
        let spare = self.blocks * 64 - self.length;
        let ones: usize = state.iter().map(|word| word.count_ones() as usize).sum();
        // The rows past the needle never match and stay set.
        self.length - ones.saturating_sub(spare).min(self.length)
    }

    /// Length of the longest common subsequence of the needle and `text`.
    fn common<'a>(&self, text: impl Iterator<Item = &'a u32>) -> usize {
        let mut state = vec![!0; self.blocks];
        text.for_each(|symbol| self.advance(&mut state, *symbol));
        self.count(&state)
    }

    /// The same for the first 1, 2, ... symbols of `text`.
    fn prefixes<'a>(&self, text: impl Iterator<Item = &'a u32>) -> Vec<usize> {
        let mut state = vec![!0; self.blocks];
        text.map(|symbol| {
            self.advance(&mut state, *symbol);
            self.count(&state)
        })
        .collect()
    }
}

/// Length of the longest common subsequence of `a` and `b`, symbols below `size`.
pub(crate) fn common_subsequence(a: &[u32], b: &[u32], size: usize) -> usize {
    if a.is_empty() || b.is_empty() { 0 } else { Masks::new(a, size).common(b.iter()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(needle: &str, hay: &str) -> (usize, usize, f64) {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let found = locate(&letters(needle), &letters(hay));
        (found.start, found.end, found.similarity)
    }

    #[test]
    fn pieces_are_found_where_they_stand() {
        let long = format!("{}the needle in question{}", "hay ".repeat(50), " straw".repeat(40));
        let cases = [
            ("needle", "a needle here", (2, 8, 1.0)),
            ("needle", "needle", (0, 6, 1.0)),
            ("the needle in question", long.as_str(), (200, 222, 1.0)),
            ("the neeble in question", long.as_str(), (200, 222, 21.0 / 22.0)),
            ("血糖5.6", "检验:血塘5.6mmol", (3, 8, 0.8)),
            ("longer than", "long", (0, 4, 4.0 / 11.0)),
            ("", "x", (0, 0, 0.0)),
            ("x", "", (0, 0, 0.0)),
        ];
        for (needle, hay, want) in cases {
            let found = find(needle, hay);
            assert_eq!((found.0, found.1), (want.0, want.1), "{needle}");
            assert!((found.2 - want.2).abs() < 1e-9, "{needle}: {found:?}");
        }
    }

    #[test]
    fn strangers_match_nothing_taken() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let mut hay = Haystack::new(&letters("one two one"));
        assert_eq!(hay.locate(&letters("one")).start, 0);
        hay.take(0, 3);
        assert_eq!(hay.locate(&letters("one")).start, 8);
        assert_eq!(hay.locate(&letters("§§§")).similarity, 0.0);
    }

    #[test]
    fn a_piece_cut_by_the_end_is_found() {
        let (start, end, similarity) = find("abcdefgh", "zzzzzzzzzzzzabcdef");
        assert_eq!((start, end), (12, 18));
        assert!((similarity - 0.75).abs() < 1e-9);
    }

    #[test]
    fn halving_finds_what_looking_everywhere_finds() {
        let needle: Vec<u32> = (0..70).map(|i| i * 7 % 11).collect();
        let hay: Vec<u32> = (0..900_u32).map(|i| (i * i / 3 + i * 5) % 11).collect();
        let masks = Masks::new(&needle, 11);
        let all = (0..hay.len() - needle.len()).map(|i| masks.common(hay[i..i + needle.len()].iter())).max();
        let mut best = Best { score: 0.0, start: 0, end: 0 };
        whole_windows(&masks, &hay, &mut best);
        assert_eq!(Some((best.score * 70.0).round() as usize), all);
    }
}
