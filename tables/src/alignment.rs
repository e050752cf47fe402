//! A table from its words alone: columns from the white that runs down between them, rows from the rows of text.

use document::{CellSpan, Rect, TableMethod};

use crate::banded;
use crate::candidate::{Candidate, frame_from_words};
use crate::fit::{Scene, column_of, free_columns, parted};
use crate::frame::with_holes_filled;
use crate::rows::{Phrase, TextRow};
use crate::stacked;

/// Rows of text nearer than this share of the usual distance belong to one cell where nothing else speaks against it.
const TIGHT: f32 = 0.8;

/// Words of one entry are less than this many letter heights apart.
const WORD_SPACE: f32 = 0.5;

/// Rows of text per ruled row, where the ruled rows are surely the table's.
const LINES_PER_ROW: f32 = 1.5;

/// The table that horizontal lines and the alignment of words make together, where no lines run down; nothing elsewhere. Lines
/// that part groups of rows part no rows: where numbers stand below numbers, each begins a row.
pub(crate) fn half_ruled(scene: &Scene<'_>) -> Option<Candidate> {
    let rows = scene.lattice.half_ruled_rows()?;
    let xs = parted(free_columns(scene), scene);
    let inner = xs.get(1..xs.len() - 1)?;
    let phrases: Vec<_> =
        scene.text.iter().flat_map(|row| &row.phrases).flat_map(|p| pieces(p, scene, inner)).collect();
    let candidate = scene.lattice.with_columns(inner, &phrases).candidate(scene.inks, scene.bounds)?;
    // How far the lines are to be believed goes by the rows that they part.
    let candidate = banded::parted(&candidate, scene.inks, scene.height).unwrap_or(candidate);
    let certainty = (LINES_PER_ROW * rows as f32 / scene.text.len().max(1) as f32).min(1.0);
    // No line says where the columns part: who compares them must know.
    Some(Candidate { certainty, method: TableMethod::Alignment, ..candidate })
}

/// A phrase, cut where a boundary runs through a gap that is wider than a word space.
fn pieces(phrase: &Phrase, scene: &Scene<'_>, xs: &[f32]) -> Vec<Rect> {
    let mut pieces: Vec<Rect> = vec![];
    for bounds in phrase.words.iter().map(|&w| scene.inks[w].bounds) {
        let parts = |last: &Rect| {
            bounds.left - last.right >= WORD_SPACE * scene.height
                && xs.iter().any(|x| (last.right..=bounds.left).contains(x))
        };
        match pieces.last_mut() {
            Some(last) if !parts(last) => *last = last.union(&bounds),
            _ => pieces.push(bounds),
        }
    }
    pieces
}

/// The table that the words' alignment makes; one cell at least.
pub(crate) fn candidate(scene: &Scene<'_>) -> Candidate {
    in_columns(scene, &parted(free_columns(scene), scene))
}

/// The table that the words make in known columns: `xs` are two boundaries at least, rising.
pub(crate) fn in_columns(scene: &Scene<'_>, xs: &[f32]) -> Candidate {
    let columns = xs.len() - 1;
    let row_of_text = logical_rows(scene, xs);
    let rows = row_of_text.last().map_or(1, |last| last + 1);
    let mut spans: Vec<CellSpan> = vec![];
    let mut taken = vec![false; rows * columns];
    let mut place = vec![None; scene.inks.len()];
    for (text, &row) in scene.text.iter().zip(&row_of_text) {
        for phrase in &text.phrases {
            let reach = |w: usize| column_of(xs, &scene.inks[w].bounds) as usize;
            let (first, last) = spanned(phrase.words.iter().map(|&w| reach(w)), columns);
            let wide = last > first
                && is_whole(phrase, scene, xs)
                && !(first..=last).any(|c| taken[row * columns + c]);
            if wide {
                (first..=last).for_each(|c| taken[row * columns + c] = true);
                spans.push(CellSpan {
                    row: row as u32,
                    column: first as u32,
                    row_span: 1,
                    column_span: (last - first + 1) as u32,
                });
            }
            phrase.words.iter().for_each(|&w| place[w] = Some((row as u32, reach(w) as u32)));
        }
    }
    let cells = with_holes_filled(rows, columns, spans);
    let owner = |(row, column): (u32, u32)| cells.iter().position(|s| crate::fit::covers(s, row, column));
    let owners: Vec<Option<usize>> = place.into_iter().map(|p| p.and_then(owner)).collect();
    let frame = frame_from_words((rows, columns), cells, &owners, scene.inks, scene.bounds, xs);
    Candidate { frame, owners, method: TableMethod::Alignment, certainty: 0.8, header_rows: None }
}

/// First and last of some columns.
fn spanned(columns: impl Iterator<Item = usize>, count: usize) -> (usize, usize) {
    columns.fold((count, 0), |(a, b), c| (a.min(c), b.max(c)))
}

/// Whether a phrase crosses its boundaries with no more than a word space there.
fn is_whole(phrase: &Phrase, scene: &Scene<'_>, xs: &[f32]) -> bool {
    let crossed = |x: f32| phrase.bounds.left < x && x < phrase.bounds.right;
    xs.iter().filter(|&&x| crossed(x)).all(|&x| {
        let gap = phrase
            .words
            .windows(2)
            .map(|w| (scene.inks[w[0]].bounds.right, scene.inks[w[1]].bounds.left))
            .find(|g| g.0 <= x && x <= g.1);
        gap.is_none_or(|g| g.1 - g.0 < WORD_SPACE * scene.height)
    })
}

/// Per row of text its row of the table: a row of text goes on with the one above if it begins no new entry.
fn logical_rows(scene: &Scene<'_>, xs: &[f32]) -> Vec<usize> {
    let pitch = crate::ink::median(
        scene.text.windows(2).map(|p| p[1].bounds.center().y - p[0].bounds.center().y).collect(),
    );
    let (mut rows, mut row) = (vec![], 0);
    let mut last: Option<&[TextRow]> = None;
    let mut rest = scene.text;
    for count in stacked::stacks(scene.text, scene.inks, xs, scene.height) {
        let (own, below) = rest.split_at(count);
        let on = last.zip(own.first()).is_some_and(|(above, first)| {
            let Some(above) = above.last().filter(|_| above.len() == 1 && count == 1) else { return false };
            let step = first.bounds.center().y - above.bounds.center().y;
            goes_on(above, first, scene, xs, pitch.is_some_and(|pitch| step < TIGHT * pitch))
        });
        row += usize::from(last.is_some() && !on);
        rows.extend(std::iter::repeat_n(row, count));
        (last, rest) = (Some(own), below);
    }
    rows
}

fn goes_on(above: &TextRow, below: &TextRow, scene: &Scene<'_>, xs: &[f32], near: bool) -> bool {
    let between = (above.bounds.center().y, below.bounds.center().y);
    if scene.lattice.rule_between(between, (below.bounds.left, below.bounds.right)) {
        return false;
    }
    let columns = |row: &TextRow| {
        row.phrases
            .iter()
            .flat_map(|p| &p.words)
            .map(|&w| column_of(xs, &scene.inks[w].bounds))
            .collect::<Vec<_>>()
    };
    let (over, under) = (columns(above), columns(below));
    let number = below.phrases.iter().flat_map(|p| &p.words).any(|&w| scene.inks[w].is_numeric());
    let continues = under.iter().all(|c| over.contains(c));
    continues && !number && (near || !under.contains(&0))
}
