//! A table of which lines box the head alone: they tell its columns, and the rows of text below tell its rows.

use document::TableMethod;

use crate::alignment;
use crate::candidate::Candidate;
use crate::fit::Scene;

/// A boxed head has so many rows of text at most.
const MOST_HEAD_ROWS: usize = 2;
/// So many rows of text stand below it at least.
const FEWEST_ROWS: usize = 2;

/// The table whose columns the lines of its head part all the way down; nothing where lines part more than the head.
pub(crate) fn candidate(scene: &Scene<'_>) -> Option<Candidate> {
    let (lines, bottom) = scene.lattice.boxed_head()?;
    let head = scene.text.iter().filter(|row| row.bounds.center().y < bottom).count();
    let is_full = |row: &&crate::rows::TextRow| row.bounds.center().y > bottom && row.phrases.len() > 1;
    let body = scene.text.iter().filter(is_full).count();
    if head == 0 || head > MOST_HEAD_ROWS || body < FEWEST_ROWS {
        return None;
    }
    let middles = || scene.inks.iter().map(|ink| ink.bounds.center().x);
    let (first, last) = (middles().fold(f32::MAX, f32::min), middles().fold(f32::MIN, f32::max));
    // Where words stand beyond the outermost line, the box is open there.
    let open_left = lines.first().is_some_and(|x| first < *x).then_some(scene.bounds.left);
    let open_right = lines.last().is_some_and(|x| last > *x).then_some(scene.bounds.right);
    let xs: Vec<f32> = open_left.into_iter().chain(lines).chain(open_right).collect();
    let candidate = alignment::in_columns(scene, &xs);
    let middles = candidate.frame.ys.windows(2).map(|row| f32::midpoint(row[0], row[1]));
    let header_rows = middles.filter(|y| *y < bottom).count().max(1) as u32;
    let (method, certainty) = (TableMethod::Alignment, 1.0);
    Some(Candidate { header_rows: Some(header_rows), method, certainty, ..candidate })
}
