//! Columns that the network overlooked: two columns of numbers read as one.

use document::CellSpan;

use super::Scene;
use crate::rows::Phrase;
use crate::structure::{ModelCell, ModelTable};

/// The white between two columns of numbers is at least this many letter heights wide; spaces within an entry are
/// narrower.
const GAP: f32 = 0.5;
/// Rows that must show two numbers there: at least so many, and this share of the column's filled rows.
const FEWEST_ROWS: usize = 3;
const ROW_SHARE: f32 = 0.6;

/// Splits every column of which most rows have two numbers apart; `xs` gets the new boundaries.
pub(super) fn split_columns(
    structure: &mut ModelTable,
    xs: &mut Vec<f32>,
    scene: &Scene<'_>,
    row_of: &[Option<u32>],
) {
    split_where(structure, xs, scene, row_of, split_place);
}

/// Splits every column in which `place` names a boundary between its sides; `xs` gets the new boundaries.
pub(super) fn split_where(
    structure: &mut ModelTable,
    xs: &mut Vec<f32>,
    scene: &Scene<'_>,
    row_of: &[Option<u32>],
    place: impl Fn((f32, f32), &Scene<'_>) -> Option<f32>,
) {
    let mut column = 0;
    while column + 1 < xs.len() {
        let sides = (xs[column], xs[column + 1]);
        if let Some(x) = place(sides, scene) {
            insert(structure, column as u32, x, sides, scene, row_of);
            xs.insert(column + 1, x);
        }
        column += 1;
    }
}

/// Where numbers stand on both sides in most rows of the column `low..high`.
fn split_place((low, high): (f32, f32), scene: &Scene<'_>) -> Option<f32> {
    let inside = |w: &usize| (low..high).contains(&scene.inks[*w].bounds.center().x);
    let mut gaps: Vec<(f32, f32)> = vec![];
    let mut rows = 0;
    for row in scene.text {
        let words: Vec<usize> =
            row.phrases.iter().flat_map(|p| p.words.iter().copied()).filter(inside).collect();
        rows += usize::from(!words.is_empty());
        let gap = |pair: &[usize]| {
            let (a, b) = (&scene.inks[pair[0]], &scene.inks[pair[1]]);
            let apart = b.bounds.left - a.bounds.right >= GAP * scene.height;
            (apart && a.is_numeric() && b.is_numeric()).then_some((a.bounds.right, b.bounds.left))
        };
        gaps.extend(words.windows(2).filter_map(gap).take(1));
    }
    let needed = FEWEST_ROWS.max((ROW_SHARE * rows as f32).ceil() as usize);
    // The place inside most gaps.
    let at = |x: f32| gaps.iter().filter(|g| g.0 <= x && x <= g.1).count();
    let best = gaps.iter().map(|g| (g.0 + g.1) / 2.0).max_by_key(|&x| at(x))?;
    (at(best) >= needed).then_some(best)
}

/// Whether the words of a phrase on both sides of `x` stand as far apart as those of two columns.
fn is_apart(phrase: &Phrase, x: f32, scene: &Scene<'_>) -> bool {
    let boxes: Vec<_> = phrase.words.iter().map(|&w| scene.inks[w].bounds).collect();
    boxes
        .windows(2)
        .any(|p| p[0].right <= x && x <= p[1].left && p[1].left - p[0].right >= GAP * scene.height)
}

/// Puts a column after `column`: its cells become two where words stand on both sides of `x` or on one, and stay one
/// where a phrase crosses it with no more than a word space there.
fn insert(
    structure: &mut ModelTable,
    column: u32,
    x: f32,
    (low, high): (f32, f32),
    scene: &Scene<'_>,
    row_of: &[Option<u32>],
) {
    let crosses = |span: CellSpan| {
        let mut phrases = scene.text.iter().flat_map(|row| &row.phrases);
        phrases.any(|p| {
            let here = p
                .words
                .first()
                .and_then(|&w| row_of[w])
                .is_some_and(|r| (span.row..span.row + span.row_span).contains(&r));
            let both = p.bounds.left < x
                && x < p.bounds.right
                && p.bounds.left >= low - scene.height
                && p.bounds.right <= high + scene.height;
            let numbers = p.words.iter().all(|&w| scene.inks[w].is_numeric());
            here && both && !numbers && !is_apart(p, x, scene)
        })
    };
    let mut cells = vec![];
    for cell in &structure.cells {
        let mut span = cell.span;
        if span.column > column {
            span.column += 1;
        } else if span.column + span.column_span > column {
            if span.column_span > 1 || crosses(span) {
                span.column_span += 1;
            } else {
                cells.push(ModelCell { span: CellSpan { column: column + 1, ..span }, ..cell.clone() });
            }
        }
        cells.push(ModelCell { span, ..cell.clone() });
    }
    cells.sort_by_key(|c| (c.span.row, c.span.column));
    structure.cells = cells;
    structure.columns += 1;
}
