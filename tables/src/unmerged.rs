//! Cells that lines leave whole over rows of which they have a line of text each: the names of rows on a shade in which no line
//! across was seen.

use document::CellSpan;

use crate::candidate::Candidate;
use crate::frame::Frame;
use crate::ink::{Ink, median};
use crate::rows::text_rows;

/// A cell over fewer rows may be one whose text takes as many lines by chance.
const FEWEST_ROWS: u32 = 3;
/// Its lines stand level with the entries of the rows, to this many letter heights: lines that only are as many drift away.
const LEVEL: f32 = 0.25;

/// `candidate` with such cells parted into the rows; nothing where it has none.
pub(crate) fn unmerged(candidate: &Candidate, inks: &[Ink<'_>], height: f32) -> Option<Candidate> {
    let middles: Vec<Option<f32>> =
        (0..candidate.frame.rows() as u32).map(|row| middle(candidate, inks, row)).collect();
    let (mut cells, mut owners) = (vec![], vec![None; candidate.owners.len()]);
    let mut is_parted = false;
    for (cell, span) in candidate.frame.cells.iter().enumerate() {
        let first = cells.len();
        let words: Vec<usize> =
            (0..owners.len()).filter(|&word| candidate.owners.get(word) == Some(&Some(cell))).collect();
        let parts = parts(span, &words, inks, &middles, height);
        if parts.is_some() {
            is_parted = true;
            let rows = span.row..span.row + span.row_span;
            cells.extend(rows.map(|row| CellSpan { row, row_span: 1, ..*span }));
        } else {
            cells.push(*span);
        }
        for (at, &word) in words.iter().enumerate() {
            owners[word] = Some(first + parts.as_ref().and_then(|parts| parts.get(at)).unwrap_or(&0));
        }
    }
    let frame = Frame { cells, ..candidate.frame.clone() };
    is_parted.then(|| Candidate { frame, owners, ..candidate.clone() })
}

/// At which height the entries of a row stand that are in no other.
fn middle(candidate: &Candidate, inks: &[Ink<'_>], row: u32) -> Option<f32> {
    let is_own = |owner: &Option<usize>| {
        let span = owner.and_then(|cell| candidate.frame.cells.get(cell));
        span.is_some_and(|span| span.row == row && span.row_span == 1)
    };
    let own = candidate.owners.iter().zip(inks).filter(|(owner, _)| is_own(owner));
    median(own.map(|(_, ink)| ink.bounds.center().y).collect())
}

/// In which of its rows each of a cell's words stands, where it has one line level with each of them.
fn parts(
    span: &CellSpan,
    words: &[usize],
    inks: &[Ink<'_>],
    middles: &[Option<f32>],
    height: f32,
) -> Option<Vec<usize>> {
    if span.row_span < FEWEST_ROWS || words.len() < span.row_span as usize {
        return None;
    }
    let own: Vec<Ink<'_>> = words.iter().filter_map(|&word| inks.get(word)).copied().collect();
    let lines = text_rows(&own, height, |_, _| false);
    let rows = middles.get(span.row as usize..(span.row + span.row_span) as usize)?;
    if lines.len() != rows.len() {
        return None;
    }
    let mut parts = vec![0; words.len()];
    for ((line, row), part) in lines.iter().zip(rows).zip(0..) {
        let ys =
            line.phrases.iter().flat_map(|phrase| &phrase.words).map(|&word| own[word].bounds.center().y);
        let is_level =
            median(ys.collect()).zip(*row).is_some_and(|(line, row)| (line - row).abs() < LEVEL * height);
        if !is_level {
            return None;
        }
        line.phrases.iter().flat_map(|phrase| &phrase.words).for_each(|&word| parts[word] = part);
    }
    Some(parts)
}
