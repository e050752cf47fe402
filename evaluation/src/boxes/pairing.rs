//! The best one-to-one pairing of two lists.

/// Pairs (first, second) with the greatest sum of `similarity`, without those below `floor`, by the first's index.
///
/// H. W. Kuhn, *The Hungarian method for the assignment problem*, 1955, with the shortest augmenting paths of
/// R. Jonker and A. Volgenant, 1987: O(shorter² longer).
///
/// ```
/// let alike = [[0.9, 0.8], [0.8, 0.1]];
/// let pairs = evaluation::boxes::best_pairs(2, 2, 0.3, |a, b| alike[a][b]);
/// assert_eq!(pairs, [(0, 1), (1, 0)]);
/// ```
pub fn best_pairs(
    first: usize,
    second: usize,
    floor: f64,
    similarity: impl Fn(usize, usize) -> f64,
) -> Vec<(usize, usize)> {
    if first == 0 || second == 0 {
        return Vec::new();
    }
    let turned = first > second;
    let (rows, columns) = (first.min(second), first.max(second));
    let table: Vec<f64> = (0..rows * columns)
        .map(|at| {
            let (row, column) = (at / columns, at % columns);
            let value = if turned { similarity(column, row) } else { similarity(row, column) };
            if value.is_finite() { value } else { 0.0 }
        })
        .collect();
    let mut assignment = Assignment::new(rows, columns, &table);
    (0..rows).for_each(|row| assignment.add(row));
    let mut pairs: Vec<(usize, usize)> = (assignment.row_of.iter().take(columns).enumerate())
        .filter_map(|(column, row)| row.map(|row| (row, column)))
        .filter(|(row, column)| table[row * columns + column] >= floor)
        .map(|(row, column)| if turned { (column, row) } else { (row, column) })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Rows get columns one after the other; prices keep what is settled optimal.
struct Assignment<'a> {
    columns: usize,
    table: &'a [f64],
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    /// Per column, and for the stand-in column after the last one.
    row_of: Vec<Option<usize>>,
}

impl<'a> Assignment<'a> {
    fn new(rows: usize, columns: usize, table: &'a [f64]) -> Self {
        Self {
            columns,
            table,
            row_price: vec![0.0; rows],
            column_price: vec![0.0; columns + 1],
            row_of: vec![None; columns + 1],
        }
    }

    /// Finds the cheapest way to give `row` a column, moving others on.
    fn add(&mut self, row: usize) {
        let start = self.columns;
        self.row_of[start] = Some(row);
        let mut least = vec![f64::INFINITY; self.columns];
        let mut came_from = vec![start; self.columns];
        let mut done = vec![false; self.columns + 1];
        let mut at = start;
        while let Some(row) = self.row_of[at] {
            done[at] = true;
            let (mut step, mut next) = (f64::INFINITY, start);
            for column in (0..self.columns).filter(|column| !done[*column]) {
                let cost = -self.table[row * self.columns + column];
                let reduced = cost - self.row_price[row] - self.column_price[column];
                if reduced < least[column] {
                    (least[column], came_from[column]) = (reduced, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            self.raise(step, &done, &mut least);
            at = next;
        }
        while at != start {
            let before = came_from[at];
            self.row_of[at] = self.row_of[before];
            at = before;
        }
        self.row_of[start] = None;
    }

    fn raise(&mut self, step: f64, done: &[bool], least: &mut [f64]) {
        for (column, done) in done.iter().enumerate() {
            if *done {
                self.column_price[column] -= step;
                if let Some(row) = self.row_of[column] {
                    self.row_price[row] += step;
                }
            } else if let Some(least) = least.get_mut(column) {
                *least -= step;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best sum by trying every pairing.
    fn exhaustive(table: &[Vec<f64>], row: usize, taken: u32) -> f64 {
        let Some(values) = table.get(row) else { return 0.0 };
        let skip = if table.len() > values.len() { exhaustive(table, row + 1, taken) } else { f64::MIN };
        let free = (0..values.len()).filter(|column| taken & (1 << column) == 0);
        free.map(|column| values[column] + exhaustive(table, row + 1, taken | 1 << column))
            .fold(skip, f64::max)
    }

    #[test]
    fn the_sum_is_the_greatest_there_is() {
        let mut state = 3_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / (1_u64 << 24) as f64
        };
        for (rows, columns) in [(1, 1), (3, 5), (5, 3), (6, 6), (4, 7), (2, 6)] {
            let table: Vec<Vec<f64>> = (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect();
            let pairs = best_pairs(rows, columns, 0.0, |a, b| table[a][b]);
            let sum: f64 = pairs.iter().map(|(a, b)| table[*a][*b]).sum();
            assert_eq!(pairs.len(), rows.min(columns));
            assert!((sum - exhaustive(&table, 0, 0)).abs() < 1e-9, "{rows} x {columns}");
        }
    }

    #[test]
    fn poor_pairs_are_none() {
        assert_eq!(best_pairs(2, 2, 0.5, |a, b| if a == b { 0.6 } else { 0.2 }), [(0, 0), (1, 1)]);
        assert_eq!(best_pairs(2, 1, 0.5, |a, _| if a == 1 { 0.6 } else { 0.2 }), [(1, 0)]);
        assert_eq!(best_pairs(1, 1, 0.5, |_, _| f64::NAN), []);
        assert_eq!(best_pairs(0, 3, 0.0, |_, _| 1.0), []);
    }
}
