//! One opinion on a table: its frame and which word belongs to which cell.

use document::{CellSpan, Rect, TableMethod};

use crate::frame::{Frame, rising};
use crate::ink::Ink;

/// One opinion on a table.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Rows, columns, spans.
    pub(crate) frame: Frame,
    /// Per word the index of its cell in `frame.cells`; nothing where it fits none.
    pub(crate) owners: Vec<Option<usize>>,
    /// Where the opinion comes from.
    pub(crate) method: TableMethod,
    /// How sure its source is of the structure, 0..=1.
    pub(crate) certainty: f32,
    /// Rows at the top that the source takes for headers, where it tells.
    pub(crate) header_rows: Option<u32>,
}

/// Boundaries that are closer than this, in pixels, would make cells without room.
const NARROWEST: f32 = 1.0;

/// A frame of `rows` x `columns` slots inside `bounds` whose column boundaries are `xs` and whose row boundaries run
/// between the words of neighbouring rows.
pub(crate) fn frame_from_words(
    (rows, columns): (usize, usize),
    cells: Vec<CellSpan>,
    owners: &[Option<usize>],
    inks: &[Ink<'_>],
    bounds: Rect,
    xs: &[f32],
) -> Frame {
    let placed: Vec<(CellSpan, Rect)> = owners
        .iter()
        .zip(inks)
        .filter_map(|(owner, ink)| Some((*cells.get((*owner)?)?, ink.bounds)))
        .collect();
    let down = placed.iter().map(|(s, r)| (s.row, s.row + s.row_span, r.top, r.bottom)).collect();
    let mut xs = xs.to_vec();
    xs.resize(columns + 1, bounds.right);
    rising(&mut xs, NARROWEST);
    let ys = boundaries(rows, down, bounds.top, bounds.bottom);
    Frame { xs, ys, cells }
}

/// `count` + 1 rising boundaries between `low` and `high`; `spans` are (first slot, end slot, near edge, far edge).
fn boundaries(count: usize, spans: Vec<(u32, u32, f32, f32)>, low: f32, high: f32) -> Vec<f32> {
    let mut line = vec![f32::NAN; count + 1];
    line[0] = spans.iter().fold(low, |m, s| m.min(s.2));
    line[count] = spans.iter().fold(high, |m, s| m.max(s.3));
    for (k, at) in line.iter_mut().enumerate().take(count).skip(1) {
        let before = spans.iter().filter(|s| s.1 as usize == k).map(|s| s.3).max_by(f32::total_cmp);
        let after = spans.iter().filter(|s| s.0 as usize == k).map(|s| s.2).min_by(f32::total_cmp);
        *at = match (before, after) {
            (Some(b), Some(a)) => (a + b) / 2.0,
            (Some(b), None) => b + NARROWEST,
            (None, Some(a)) => a - NARROWEST,
            (None, None) => f32::NAN,
        };
    }
    interpolate(&mut line);
    rising(&mut line, NARROWEST);
    line
}

/// Fills the runs of NaN between known values evenly; the ends are known.
fn interpolate(line: &mut [f32]) {
    let mut last = 0;
    for i in 1..line.len() {
        if line[i].is_nan() {
            continue;
        }
        let (from, to, steps) = (line[last], line[i], (i - last) as f32);
        for (n, value) in line[last + 1..i].iter_mut().enumerate() {
            *value = from + (to - from) * (n + 1) as f32 / steps;
        }
        last = i;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_run_between_the_words() {
        let spans = vec![(0, 1, 10.0, 30.0), (1, 2, 50.0, 70.0), (3, 4, 90.0, 99.0)];
        assert_eq!(boundaries(4, spans, 5.0, 100.0), [5.0, 40.0, 71.0, 89.0, 100.0]);
        assert_eq!(boundaries(4, vec![], 0.0, 100.0), [0.0, 25.0, 50.0, 75.0, 100.0]);
    }
}
