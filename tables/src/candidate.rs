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

/// A row without words that is lower than this many letter heights is no row: nobody could write in it.
const ROOM_FOR_ROW: f32 = 0.5;

impl Candidate {
    /// The same without rows that have neither words nor room for any; `height` is that of the letters.
    pub(crate) fn without_thin_rows(mut self, height: f32) -> Self {
        for row in (0..self.frame.rows()).rev() {
            let thin = self.frame.ys[row + 1] - self.frame.ys[row] < ROOM_FOR_ROW * height;
            if thin && self.frame.rows() > 1 && self.is_blank(row as u32) {
                self.remove(row);
            }
        }
        self
    }

    /// Whether no word is in a cell of this row alone.
    fn is_blank(&self, row: u32) -> bool {
        let mut owners = self.owners.iter().flatten().filter_map(|&cell| self.frame.cells.get(cell));
        !owners.any(|span| span.row == row && span.row_span == 1)
    }

    fn remove(&mut self, row: usize) {
        let at = row as u32;
        let goes = |span: &CellSpan| span.row == at && span.row_span == 1;
        let mut kept = 0;
        let places: Vec<Option<usize>> = (self.frame.cells.iter())
            .map(|span| {
                kept += usize::from(!goes(span));
                (!goes(span)).then_some(kept - 1)
            })
            .collect();
        for owner in &mut self.owners {
            *owner = owner.and_then(|cell| places.get(cell).copied().flatten());
        }
        self.frame.cells.retain(|span| !goes(span));
        for span in &mut self.frame.cells {
            if span.row > at {
                span.row -= 1;
            } else if span.row + span.row_span > at {
                span.row_span -= 1;
            }
        }
        self.frame.ys.remove(if row == 0 { 1 } else { row });
        self.header_rows = self.header_rows.map(|count| count - u32::from(count > at));
    }
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
    fn rows_without_room_go() {
        let span = |row, column, row_span| CellSpan { row, column, row_span, column_span: 1 };
        let cells = vec![span(0, 0, 2), span(0, 1, 1), span(1, 1, 1), span(2, 0, 1), span(2, 1, 1)];
        let frame = Frame { xs: vec![0.0, 50.0, 90.0], ys: vec![0.0, 20.0, 23.0, 43.0], cells };
        let owners = vec![Some(0), Some(1), Some(4), None];
        let candidate =
            Candidate { frame, owners, method: TableMethod::Alignment, certainty: 1.0, header_rows: Some(2) };
        let kept = candidate.clone().without_thin_rows(10.0);
        assert_eq!(kept.frame.ys, [0.0, 23.0, 43.0]);
        assert_eq!(kept.frame.cells, [span(0, 0, 1), span(0, 1, 1), span(1, 0, 1), span(1, 1, 1)]);
        assert_eq!((kept.owners, kept.header_rows), (vec![Some(0), Some(1), Some(3), None], Some(1)));
        // Letters that would fit, or a word in it, keep the row.
        assert_eq!(candidate.clone().without_thin_rows(5.0).frame.rows(), 3);
        let worded = Candidate { owners: vec![Some(2)], ..candidate };
        assert_eq!(worded.without_thin_rows(10.0).frame.rows(), 3);
    }

    #[test]
    fn boundaries_run_between_the_words() {
        let spans = vec![(0, 1, 10.0, 30.0), (1, 2, 50.0, 70.0), (3, 4, 90.0, 99.0)];
        assert_eq!(boundaries(4, spans, 5.0, 100.0), [5.0, 40.0, 71.0, 89.0, 100.0]);
        assert_eq!(boundaries(4, vec![], 0.0, 100.0), [0.0, 25.0, 50.0, 75.0, 100.0]);
    }
}
