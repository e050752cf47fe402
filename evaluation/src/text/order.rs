//! Reading order: do the parts of a page come out in the order of the truth?

use std::collections::HashMap;

use super::edit::{distance, distance_of};
use super::locate::Haystack;
use super::normalise::Normalisation;
use crate::boxes::best_pairs;

/// Letters and digits per piece: shorter than most lines of a column, so that a jump between columns shows.
const PIECE: f64 = 24.0;
/// Shorter pieces turn up everywhere and tell nothing.
const SHORTEST_PIECE: usize = 4;
/// From this similarity on a piece counts as found: below it, chance finds begin.
const FOUND: f64 = 0.7;
/// From this similarity on two blocks are the same block, as OmniDocBench pairs them.
const SAME_BLOCK: f64 = 0.3;

/// How far the order found is from the true one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// Edit distance of the order found to the true one, over the parts found; 1 where none was found.
    pub ned: f64,
    /// The share of the parts that were found.
    pub found: f64,
}

/// The order of the pieces of the truth in the text of a prediction; nothing for fewer than two pieces.
///
/// OmniDocBench's order score (edit distance over the matched blocks), made independent of how a tool cuts its blocks:
/// every truth block is cut into pieces of about 24 letters, at line ends where they are known; each is looked up once
/// in the prediction's text, the longest first. `blocks` are in reading order, each as its lines.
pub fn piece_order(prediction: &str, blocks: &[Vec<&str>]) -> Option<Order> {
    let want: Vec<Vec<char>> = blocks.iter().flatten().flat_map(|line| pieces(line)).collect();
    if want.len() < 2 {
        return None;
    }
    let hay: Vec<char> = Normalisation::WORDS_ONLY.apply(prediction).chars().collect();
    let mut hay = Haystack::new(&hay);
    let mut longest_first: Vec<usize> = (0..want.len()).collect();
    longest_first.sort_by_key(|index| std::cmp::Reverse(want[*index].len()));
    let mut places = Vec::new();
    for index in longest_first {
        let found = hay.locate(&want[index]);
        if found.similarity >= FOUND {
            places.push((found.start, index));
            hay.take(found.start, found.end);
        }
    }
    places.sort_by_key(|(start, _)| *start);
    Some(order_of(places.into_iter().map(|(_, index)| index).collect(), want.len()))
}

/// The order of the matched blocks themselves: blocks of both sides are paired by likeness of their text, then the
/// order of the partners is compared (OmniDocBench, Ouyang et al. 2024). Both in reading order; nothing for fewer than
/// two truth blocks with text.
pub fn block_order(prediction: &[&str], truth: &[&str]) -> Option<Order> {
    let mut names = HashMap::new();
    let mut with_text = |texts: &[&str]| -> Vec<Vec<u32>> {
        let texts = texts.iter().map(|text| numbered(text, &mut names));
        texts.filter(|text| !text.is_empty()).collect()
    };
    let (prediction, truth) = (with_text(prediction), with_text(truth));
    if truth.len() < 2 {
        return None;
    }
    let pairs = best_pairs(prediction.len(), truth.len(), SAME_BLOCK, |p, t| {
        let (p, t) = (&prediction[p], &truth[t]);
        // The lengths alone rule most pairs out.
        let (shorter, longer) = (p.len().min(t.len()) as f64, p.len().max(t.len()) as f64);
        if shorter < SAME_BLOCK * longer {
            return 0.0;
        }
        1.0 - distance_of(p, t, &mut vec![0; names.len()]) as f64 / longer
    });
    Some(order_of(pairs.into_iter().map(|(_, truth)| truth).collect(), truth.len()))
}

/// The letters of a text as numbers, the same number for the same letter.
fn numbered(text: &str, names: &mut HashMap<char, u32>) -> Vec<u32> {
    let mut name = |c| {
        let next = names.len() as u32;
        *names.entry(c).or_insert(next)
    };
    Normalisation::WORDS_ONLY.apply(text).chars().map(&mut name).collect()
}

/// Cuts a line of truth into even pieces.
fn pieces(line: &str) -> Vec<Vec<char>> {
    let letters: Vec<char> = Normalisation::WORDS_ONLY.apply(line).chars().collect();
    let count = (letters.len() as f64 / PIECE).round_ties_even().max(1.0) as usize;
    let size = letters.len().div_ceil(count).max(1);
    let long = |piece: &&[char]| piece.len() >= SHORTEST_PIECE;
    letters.chunks(size).filter(long).map(<[char]>::to_vec).collect()
}

/// Compares the numbers in the order found with the same numbers sorted.
fn order_of(found: Vec<usize>, wanted: usize) -> Order {
    let mut sorted = found.clone();
    sorted.sort_unstable();
    let ned = if found.is_empty() { 1.0 } else { distance(&found, &sorted) as f64 / found.len() as f64 };
    Order { ned, found: found.len() as f64 / wanted as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [&str; 4] = [
        "block number alpha says something of its own about alpha",
        "block number beta says something of its own about beta",
        "block number gamma says something of its own about gamma",
        "block number delta says something of its own about delta",
    ];

    #[test]
    fn pieces_tell_the_order() {
        let blocks: Vec<Vec<&str>> = PARTS.iter().map(|part| vec![*part]).collect();
        assert_eq!(piece_order(&PARTS.join("\n"), &blocks), Some(Order { ned: 0.0, found: 1.0 }));
        let backwards: Vec<&str> = PARTS.iter().rev().copied().collect();
        assert!(piece_order(&backwards.join("\n"), &blocks).unwrap().ned > 0.4);
        let half = piece_order(&PARTS[..2].join(" "), &blocks).unwrap();
        assert!(half.ned == 0.0 && half.found < 0.7, "{half:?}");
        assert_eq!(piece_order("", &blocks), Some(Order { ned: 1.0, found: 0.0 }));
        assert_eq!(piece_order("x", &blocks[..0]), None);
    }

    #[test]
    fn blocks_tell_the_order() {
        let swapped = [PARTS[1], PARTS[0], PARTS[2], PARTS[3]];
        assert_eq!(block_order(&swapped, &PARTS), Some(Order { ned: 0.5, found: 1.0 }));
        assert_eq!(block_order(&PARTS[..3], &PARTS).map(|order| order.found), Some(0.75));
        assert_eq!(block_order(&PARTS, &PARTS[..1]), None);
    }
}
