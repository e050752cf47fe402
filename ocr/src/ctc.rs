//! CTC decoding: best path, with the best few symbols of each step kept.

use ndarray::ArrayView2;

/// How many symbols of a step are kept: enough for confidences, lost spaces and later correction.
pub(crate) const KEPT: usize = 5;
/// The blank's index in every network of this family.
const BLANK: usize = 0;
/// From this probability of the blank on, nothing else in the step can matter: the rest is not looked at.
const CERTAIN_BLANK: f32 = 0.999;
/// Symbols are scanned in blocks of this many, so that the maximum of a block is found with vector instructions.
const BLOCK: usize = 64;

/// A symbol and its probability.
pub(crate) type Guess = (u32, f32);

/// One step of the network's output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Step {
    /// The likeliest symbols, best first; unused places have probability 0.
    pub(crate) best: [Guess; KEPT],
    /// Probability of the space.
    pub(crate) space: f32,
}

/// A character of the best path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Character {
    /// Its symbol.
    pub(crate) symbol: u32,
    /// Probability at its surest step, 0 to 1.
    pub(crate) probability: f32,
    /// First step of its run.
    pub(crate) first: usize,
    /// Last step of its run.
    pub(crate) last: usize,
    /// Other symbols at its surest step, best first; no blank.
    pub(crate) others: Vec<Guess>,
}

/// The best few symbols of each step of `output` (T x symbols, probabilities).
pub(crate) fn steps(output: &ArrayView2<'_, f32>, space: usize) -> Vec<Step> {
    let read = |row: ndarray::ArrayView1<'_, f32>| {
        let owned;
        let row = match row.as_slice() {
            Some(slice) => slice,
            None => {
                owned = row.to_vec();
                &owned
            }
        };
        Step { best: best_of(row), space: row.get(space).copied().unwrap_or(0.0) }
    };
    output.rows().into_iter().map(read).collect()
}

/// The [`KEPT`] largest of `row`.
fn best_of(row: &[f32]) -> [Guess; KEPT] {
    let mut best = [(BLANK as u32, 0.0); KEPT];
    if let Some(&blank) = row.first().filter(|blank| **blank >= CERTAIN_BLANK) {
        best[0] = (BLANK as u32, blank);
        return best;
    }
    for (block, values) in row.chunks(BLOCK).enumerate() {
        let largest = values.iter().fold(0.0_f32, |m, v| m.max(*v));
        if largest > best[KEPT - 1].1 {
            for (offset, &value) in values.iter().enumerate() {
                insert(&mut best, ((block * BLOCK + offset) as u32, value));
            }
        }
    }
    best
}

/// Puts `guess` at its place; of equal ones the first stays ahead.
fn insert(best: &mut [Guess; KEPT], guess: Guess) {
    if guess.1 > best[KEPT - 1].1 {
        let at = best.iter().position(|b| guess.1 > b.1).unwrap_or(KEPT - 1);
        best[at..].rotate_right(1);
        best[at] = guess;
    }
}

/// The best path: runs of one symbol become one character, blanks go (Graves et al., Connectionist Temporal
/// Classification, ICML 2006).
pub(crate) fn best_path(steps: &[Step]) -> Vec<Character> {
    let mut path: Vec<Character> = Vec::new();
    let mut before = BLANK as u32;
    for (index, step) in steps.iter().enumerate() {
        let (symbol, probability) = step.best[0];
        if symbol != BLANK as u32 {
            match path.last_mut().filter(|_| symbol == before) {
                Some(run) => {
                    run.last = index;
                    if probability > run.probability {
                        (run.probability, run.others) = (probability, others(step));
                    }
                }
                None => path.push(Character {
                    symbol,
                    probability,
                    first: index,
                    last: index,
                    others: others(step),
                }),
            }
        }
        before = symbol;
    }
    path
}

fn others(step: &Step) -> Vec<Guess> {
    step.best[1..].iter().copied().filter(|(symbol, p)| *symbol != BLANK as u32 && *p > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn the_best_few_of_many_are_found_in_order() {
        let mut row = vec![0.0; 1000];
        for (index, value) in [(3, 0.1), (999, 0.4), (500, 0.2), (501, 0.2), (64, 0.05), (7, 0.01)] {
            row[index] = value;
        }
        assert_eq!(best_of(&row), [(999, 0.4), (500, 0.2), (501, 0.2), (3, 0.1), (64, 0.05)]);
    }

    #[test]
    fn runs_collapse_and_blanks_part_them() {
        // symbols: blank, a, b, space; path a a - a b
        let output = array![
            [0.1, 0.8, 0.1, 0.0],
            [0.1, 0.9, 0.0, 0.0],
            [0.7, 0.1, 0.0, 0.2],
            [0.1, 0.6, 0.3, 0.0],
            [0.0, 0.1, 0.9, 0.0],
        ];
        let steps = steps(&output.view(), 3);
        assert_eq!(steps[2].space, 0.2);
        let path = best_path(&steps);
        let told: Vec<_> = path.iter().map(|c| (c.symbol, c.first, c.last, c.probability)).collect();
        assert_eq!(told, [(1, 0, 1, 0.9), (1, 3, 3, 0.6), (2, 4, 4, 0.9)]);
        assert_eq!(path[1].others, [(2, 0.3)]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(best_path(&steps(&Array2::zeros((0, 5)).view(), 4)).is_empty());
        assert!(best_path(&steps(&Array2::zeros((3, 0)).view(), 4)).is_empty());
    }
}
