//! The edit distance of ordered trees.

/// Trees whose nodes multiply to more than this are not compared: hundreds of megabytes would be needed.
pub(crate) const MAX_PAIRS: usize = 30_000_000;

/// An ordered tree, its nodes numbered from the leaves up, left to right.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Per node: which label it has.
    pub labels: Vec<usize>,
    /// Per node: the leftmost leaf below it (itself for a leaf).
    leftmost: Vec<usize>,
}

impl Tree {
    /// Adds a node whose children are the last nodes added, from `first` on.
    pub fn push(&mut self, label: usize, first: usize) {
        let leftmost = self.leftmost.get(first).copied().unwrap_or(self.labels.len());
        self.labels.push(label);
        self.leftmost.push(leftmost);
    }

    /// The number that the next node gets.
    pub fn next(&self) -> usize {
        self.labels.len()
    }

    /// Nodes that begin a forest of their own: the root and all with a sibling to their left, in order.
    fn key_roots(&self) -> Vec<usize> {
        let mut seen = vec![false; self.labels.len()];
        let mut roots: Vec<usize> = (0..self.labels.len())
            .rev()
            .filter(|node| !std::mem::replace(&mut seen[self.leftmost[*node]], true))
            .collect();
        roots.reverse();
        roots
    }
}

/// The least cost of turning `a` into `b` where a node costs 1 to insert or delete, and `cost` (0 to 1) to rename from
/// one label to another. Nothing for trees too large to compare.
///
/// K. Zhang and D. Shasha, *Simple fast algorithms for the editing distance between trees and related problems*, 1989.
/// The distance is that of APTED (Pawlik and Augsten, 2016); the trees of tables are so flat that nothing is gained by
/// choosing paths.
pub(crate) fn tree_distance(a: &Tree, b: &Tree, cost: impl Fn(usize, usize) -> f32) -> Option<f64> {
    let (rows, columns) = (a.labels.len(), b.labels.len());
    if rows == 0 || columns == 0 {
        return Some((rows + columns) as f64);
    }
    if rows.saturating_mul(columns) > MAX_PAIRS {
        return None;
    }
    let mut trees = vec![0.0_f32; rows * columns];
    let mut forest = vec![0.0_f32; (rows + 1) * (columns + 1)];
    let b_roots = b.key_roots();
    for i in a.key_roots() {
        for &j in &b_roots {
            if a.leftmost[i] == i && b.leftmost[j] == j {
                // Two leaves: renaming costs 1 at most, less than deleting and inserting.
                trees[i * columns + j] = cost(a.labels[i], b.labels[j]);
            } else {
                forests((a, i), (b, j), &cost, &mut trees, &mut forest);
            }
        }
    }
    trees.last().map(|distance| f64::from(*distance))
}

/// Distances of all forests under the key roots `i` and `j`; those that are whole trees are written to `trees`.
fn forests(
    (a, i): (&Tree, usize),
    (b, j): (&Tree, usize),
    cost: &impl Fn(usize, usize) -> f32,
    trees: &mut [f32],
    forest: &mut [f32],
) {
    let (first_a, first_b) = (a.leftmost[i], b.leftmost[j]);
    let columns = b.labels.len();
    let width = j - first_b + 2;
    for (y, cell) in forest[..width].iter_mut().enumerate() {
        *cell = y as f32;
    }
    for node_a in first_a..=i {
        let x = node_a - first_a + 1;
        let whole_a = a.leftmost[node_a] == first_a;
        let base = (a.leftmost[node_a] - first_a) * width;
        let (above, row) = forest.split_at_mut(x * width);
        let up = &above[(x - 1) * width..];
        row[0] = x as f32;
        for node_b in first_b..=j {
            let y = node_b - first_b + 1;
            let pair = node_a * columns + node_b;
            let either = (up[y] + 1.0).min(row[y - 1] + 1.0);
            row[y] = if whole_a && b.leftmost[node_b] == first_b {
                let best = either.min(up[y - 1] + cost(a.labels[node_a], b.labels[node_b]));
                trees[pair] = best;
                best
            } else {
                let before = base + b.leftmost[node_b] - first_b;
                either.min(above[before] + trees[pair])
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `a(b c(d))`, one letter a node.
    fn tree(text: &str) -> Tree {
        fn node(signs: &mut std::iter::Peekable<std::str::Chars<'_>>, tree: &mut Tree) {
            let label = signs.next().unwrap() as usize;
            let first = tree.next();
            if signs.next_if_eq(&'(').is_some() {
                while signs.next_if_eq(&')').is_none() {
                    node(signs, tree);
                    let _ = signs.next_if_eq(&' ');
                }
            }
            tree.push(label, first);
        }
        let mut out = Tree::default();
        node(&mut text.chars().peekable(), &mut out);
        out
    }

    #[test]
    fn distances_worked_by_hand() {
        let cases = [
            ("a", "a", 0.0),
            ("a", "b", 1.0),
            ("a(b c)", "a(b c d)", 1.0),
            ("a(b(c d))", "a(c d)", 1.0),
            ("a(b c)", "a(c b)", 2.0),
            // The example of Zhang and Shasha.
            ("f(d(a c(b)) e)", "f(c(d(a b)) e)", 2.0),
            ("t(r(a b c) r(d e f))", "t(r(a b) r(d e))", 2.0),
            ("t(r(a b) r(c d))", "t(r(a b))", 3.0),
        ];
        for (a, b, want) in cases {
            let unit = |x, y| if x == y { 0.0 } else { 1.0 };
            assert_eq!(tree_distance(&tree(a), &tree(b), unit), Some(want), "{a} {b}");
            assert_eq!(tree_distance(&tree(b), &tree(a), unit), Some(want), "{b} {a}");
        }
    }
}
