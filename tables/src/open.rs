//! Cells that a ruling line leaves open: a line between two rows that runs over some columns only parts the rows there, and
//! nowhere else.

use document::CellSpan;

use crate::candidate::Candidate;
use crate::fit::Scene;

/// A column is ruled where a line covers this share of it, and open where less than the second.
const RULED: f32 = 0.7;
const OPEN: f32 = 0.1;

/// The candidate with blank cells joined to a cell over several rows above them, where no line parts the two although one
/// parts their neighbours.
pub(crate) fn joined(mut candidate: Candidate, scene: &Scene<'_>) -> Candidate {
    for row in 1..candidate.frame.rows() as u32 {
        for column in 0..candidate.frame.columns() as u32 {
            if let Some((above, below)) = pair(&candidate, (row, column))
                && goes_on(&candidate, above, below)
                && is_open(&candidate, scene, row, column)
            {
                join(&mut candidate, above, below);
            }
        }
    }
    candidate
}

/// The cells that end and begin at the top of `row` in `column`, if they have the same columns.
fn pair(candidate: &Candidate, (row, column): (u32, u32)) -> Option<(usize, usize)> {
    let cells = &candidate.frame.cells;
    let ends = |s: &CellSpan| s.column == column && s.row + s.row_span == row;
    let begins = |s: &CellSpan| s.column == column && s.row == row;
    let (above, below) = (cells.iter().position(ends)?, cells.iter().position(begins)?);
    (cells[above].column_span == cells[below].column_span).then_some((above, below))
}

fn goes_on(candidate: &Candidate, above: usize, below: usize) -> bool {
    candidate.frame.cells[above].row_span > 1 && !candidate.owners.contains(&Some(below))
}

/// Whether a line between two rows runs over whole columns, but not over this one.
fn is_open(candidate: &Candidate, scene: &Scene<'_>, row: u32, column: u32) -> bool {
    let frame = &candidate.frame;
    let middle = |row: usize| Some(f32::midpoint(*frame.ys.get(row)?, *frame.ys.get(row + 1)?));
    let (Some(top), Some(bottom)) = (middle(row as usize - 1), middle(row as usize)) else { return false };
    let cover = |pair: &[f32]| scene.lattice.cover_between((top, bottom), (pair[0], pair[1]));
    let covers: Vec<f32> = frame.xs.windows(2).map(cover).collect();
    covers.get(column as usize).is_some_and(|cover| *cover < OPEN)
        && covers.iter().any(|cover| *cover > RULED)
}

fn join(candidate: &mut Candidate, above: usize, below: usize) {
    let added = candidate.frame.cells[below].row_span;
    candidate.frame.cells[above].row_span += added;
    candidate.frame.cells.remove(below);
    // Those behind the one taken out move up.
    let moved = |cell: usize| cell - usize::from(cell > below);
    for owner in candidate.owners.iter_mut() {
        *owner = owner.map(|cell| moved(if cell == below { above } else { cell }));
    }
}

#[cfg(test)]
mod tests {
    use document::{Rect, TableMethod};
    use imaging::Rulings;

    use super::*;
    use crate::frame::Frame;
    use crate::ink::{letter_height, words_inside};
    use crate::lattice::Lattice;
    use crate::sample::{lines, ruling};

    const PLACE: Rect = Rect { left: 100.0, top: 100.0, right: 700.0, bottom: 220.0 };

    /// Spans of a table whose first column has a cell over two rows and a blank one, with a line above the blank one from
    /// `left` on.
    fn spans(left: f32) -> Vec<(u32, u32, u32)> {
        let lines = lines(&[
            (120.0, &[(120.0, "group"), (320.0, "first")]),
            (150.0, &[(320.0, "second")]),
            (190.0, &[(320.0, "third")]),
        ]);
        let lines: Vec<_> = lines.iter().collect();
        let inks = words_inside(&lines, PLACE);
        let height = letter_height(&inks);
        let rules = [(100.0, 100.0), (300.0, 140.0), (left, 180.0), (100.0, 220.0)];
        let rulings =
            Rulings { horizontal: rules.map(|(x, y)| ruling(x, y, 700.0, y)).to_vec(), vertical: vec![] };
        let lattice = Lattice::new(&rulings, &inks, PLACE, height, true);
        let tall = CellSpan { row: 0, column: 0, row_span: 2, column_span: 1 };
        let single = |(row, column)| CellSpan::single(row, column);
        let cells = std::iter::once(tall).chain([(0, 1), (1, 1), (2, 0), (2, 1)].map(single)).collect();
        let frame = Frame { xs: vec![100.0, 300.0, 700.0], ys: vec![100.0, 140.0, 180.0, 220.0], cells };
        let owners = vec![Some(0), Some(1), Some(2), Some(4)];
        let method = TableMethod::StructureModel;
        let candidate = Candidate { frame, owners, method, certainty: 1.0, header_rows: None };
        let scene = Scene { inks: &inks, text: &[], height, bounds: PLACE, lattice: &lattice };
        let joined = joined(candidate, &scene);
        assert!(joined.owners.iter().all(Option::is_some));
        let third = joined.owners.last().and_then(|owner| *owner).map(|cell| joined.frame.cells[cell]);
        assert_eq!(third, Some(CellSpan::single(2, 1)));
        joined.frame.cells.iter().map(|s| (s.row, s.column, s.row_span)).collect()
    }

    #[test]
    fn a_line_that_leaves_a_blank_cell_open_joins_it_to_the_one_above() {
        assert_eq!(spans(300.0), [(0, 0, 3), (0, 1, 1), (1, 1, 1), (2, 1, 1)]);
        assert_eq!(spans(100.0), [(0, 0, 2), (0, 1, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1)]);
    }
}
