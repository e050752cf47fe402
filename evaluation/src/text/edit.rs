//! The edit distance of Levenshtein, by bit-parallel arithmetic.
//!
//! Written here rather than taken from a crate because the rulers need it over three alphabets (characters, words,
//! LaTeX tokens), need the steps as well as their number, and need it a million times per pair of large tables with
//! the alphabet counted beforehand.

use std::collections::HashMap;
use std::hash::Hash;

/// Rows that one machine word carries.
const ROWS: usize = 64;

/// Both sequences over one dense alphabet, and the size of that alphabet.
fn symbols<T: Eq + Hash + Copy>(a: &[T], b: &[T]) -> (Vec<u32>, Vec<u32>, usize) {
    let mut names: HashMap<T, u32> = HashMap::new();
    let mut number = |items: &[T]| -> Vec<u32> {
        items
            .iter()
            .map(|item| {
                let next = names.len() as u32;
                *names.entry(*item).or_insert(next)
            })
            .collect()
    };
    let (a, b) = (number(a), number(b));
    (a, b, names.len())
}

/// The same for items that cannot be copied.
pub(crate) fn symbols_of<T: Eq + Hash>(a: &[T], b: &[T]) -> (Vec<u32>, Vec<u32>) {
    let (a, b): (Vec<&T>, Vec<&T>) = (a.iter().collect(), b.iter().collect());
    let (a, b, _) = symbols(&a, &b);
    (a, b)
}

/// Insertions, deletions and substitutions that turn `a` into `b`, at least.
///
/// V. I. Levenshtein, *Binary codes capable of correcting deletions, insertions, and reversals*, 1966.
///
/// ```
/// let letters = |text: &str| text.chars().collect::<Vec<_>>();
/// assert_eq!(evaluation::text::distance(&letters("kitten"), &letters("sitting")), 3);
/// ```
pub fn distance<T: Eq + Hash + Copy>(a: &[T], b: &[T]) -> usize {
    let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(shared..).unwrap_or_default(), b.get(shared..).unwrap_or_default());
    let shared = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b, size) = symbols(&a[..a.len() - shared], &b[..b.len() - shared]);
    distance_of(&a, &b, &mut vec![0; size])
}

/// [`distance`] over symbols below `masks.len()`; `masks` is scratch space, all zero before and after.
pub(crate) fn distance_of(a: &[u32], b: &[u32], masks: &mut [u64]) -> usize {
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let mut carry = vec![1_i8; b.len()];
    for rows in a.chunks(ROWS) {
        mark(rows, masks);
        let mut column = Column::new();
        for (symbol, carry) in b.iter().zip(&mut carry) {
            *carry = column.advance(masks[*symbol as usize], *carry, rows.len() - 1);
        }
        clear(rows, masks);
    }
    let change: i64 = carry.iter().map(|c| i64::from(*c)).sum();
    (a.len() as i64 + change).max(0) as usize
}

fn mark(rows: &[u32], masks: &mut [u64]) {
    for (row, symbol) in rows.iter().enumerate() {
        masks[*symbol as usize] |= 1 << row;
    }
}

fn clear(rows: &[u32], masks: &mut [u64]) {
    for symbol in rows {
        masks[*symbol as usize] = 0;
    }
}

/// Up to 64 rows of one column of the table of distances, as the differences between neighbours.
///
/// G. Myers, *A fast bit-vector algorithm for approximate string matching based on dynamic programming*, JACM 1999, in
/// the form of H. Hyyrö, *A bit-vector algorithm for computing Levenshtein and Damerau edit distances*, 2003.
#[derive(Clone, Copy)]
struct Column {
    up: u64,
    down: u64,
}

impl Column {
    fn new() -> Self {
        Self { up: !0, down: 0 }
    }

    /// Goes one column on. `equal` has the rows whose symbol is the column's, `carry` the difference (-1, 0, 1) along
    /// the row above; returns the difference along row `last`.
    fn advance(&mut self, equal: u64, carry: i8, last: usize) -> i8 {
        let vertical = equal | self.down;
        let equal = if carry < 0 { equal | 1 } else { equal };
        let horizontal = ((equal & self.up).wrapping_add(self.up) ^ self.up) | equal;
        let mut plus = self.down | !(horizontal | self.up);
        let mut minus = self.up & horizontal;
        let out = ((plus >> last) & 1) as i8 - ((minus >> last) & 1) as i8;
        plus = (plus << 1) | u64::from(carry > 0);
        minus = (minus << 1) | u64::from(carry < 0);
        self.up = minus | !(vertical | plus);
        self.down = plus & vertical;
        out
    }
}

/// One step on the way from one sequence to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The same on both sides.
    Keep,
    /// Another item stands there.
    Replace,
    /// The item of the first sequence is missing in the second.
    Delete,
    /// The second sequence has an item more.
    Insert,
}

/// The steps of a shortest way from `a` to `b`, in order. Takes `a.len() * b.len() / 4` bytes of memory.
pub fn align<T: Eq + Hash + Copy>(a: &[T], b: &[T]) -> Vec<Step> {
    let (a, b, size) = symbols(a, b);
    let (mut row, mut column) = (a.len(), b.len());
    let blocks = columns(&a, &b, size);
    let state = |row: usize, column: usize| -> (bool, bool) {
        let found = blocks.get(row / ROWS).and_then(|block| block.get(column));
        found.map_or((false, false), |c| (c.up >> (row % ROWS) & 1 == 1, c.down >> (row % ROWS) & 1 == 1))
    };
    let mut steps = Vec::with_capacity(row.max(column));
    while row > 0 && column > 0 {
        if state(row - 1, column - 1).0 {
            row -= 1;
            steps.push(Step::Delete);
            continue;
        }
        column -= 1;
        if column > 0 && state(row - 1, column - 1).1 {
            steps.push(Step::Insert);
        } else {
            row -= 1;
            steps.push(if a[row] == b[column] { Step::Keep } else { Step::Replace });
        }
    }
    steps.extend(std::iter::repeat_n(Step::Delete, row));
    steps.extend(std::iter::repeat_n(Step::Insert, column));
    steps.reverse();
    steps
}

/// Every column of every block of rows.
fn columns(a: &[u32], b: &[u32], size: usize) -> Vec<Vec<Column>> {
    let mut masks = vec![0; size];
    let mut carry = vec![1_i8; b.len()];
    let mut blocks = Vec::with_capacity(a.len().div_ceil(ROWS));
    for rows in a.chunks(ROWS) {
        mark(rows, &mut masks);
        let mut column = Column::new();
        let mut block = Vec::with_capacity(b.len());
        for (symbol, carry) in b.iter().zip(&mut carry) {
            *carry = column.advance(masks[*symbol as usize], *carry, rows.len() - 1);
            block.push(column);
        }
        clear(rows, &mut masks);
        blocks.push(block);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The textbook table, to hold the fast one against.
    fn plain(a: &[u32], b: &[u32]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, y) in b.iter().enumerate() {
                let best = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = std::mem::replace(&mut row[j + 1], best);
            }
        }
        row[b.len()]
    }

    /// Sequences of many lengths over few symbols, always the same ones.
    fn sequences() -> Vec<Vec<u32>> {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        (0..40).map(|_| (0..next(200)).map(|_| next(4) as u32).collect()).collect()
    }

    #[test]
    fn distances_are_those_of_the_textbook() {
        let all = sequences();
        for a in &all {
            for b in &all {
                assert_eq!(distance(a, b), plain(a, b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn steps_lead_from_one_to_the_other_by_the_shortest_way() {
        let all = sequences();
        for (a, b) in all.iter().zip(all.iter().skip(1)) {
            let steps = align(a, b);
            let (mut left, mut right, mut edits) = (a.iter(), b.iter(), 0);
            for step in steps {
                match step {
                    Step::Keep => assert_eq!(left.next(), right.next()),
                    Step::Replace => assert_ne!(left.next(), right.next()),
                    Step::Delete => assert!(left.next().is_some()),
                    Step::Insert => assert!(right.next().is_some()),
                }
                edits += usize::from(step != Step::Keep);
            }
            assert_eq!((left.next(), right.next(), edits), (None, None, distance(a, b)));
        }
    }

    #[test]
    fn ends_are_handled() {
        assert_eq!(distance::<u8>(b"", b""), 0);
        assert_eq!(distance::<u8>(b"abc", b""), 3);
        assert_eq!(align::<u8>(b"", b"ab"), [Step::Insert, Step::Insert]);
        assert_eq!(align::<u8>(b"a", b"a"), [Step::Keep]);
    }
}
