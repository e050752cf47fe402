//! Words to the cells of the structure network: its rows are fitted to the rows of text, its columns to the white
//! between words. The network's boxes only say where to look.

mod bands;
mod beside;
mod columns;
mod dashes;
mod empty;
mod rebuild;
mod rows;
mod split;
mod stacks;

pub(crate) use beside::parted;
pub(crate) use columns::free as free_columns;

use document::{CellSpan, Rect, TableMethod};

use crate::candidate::{Candidate, frame_from_words};
use crate::frame::with_holes_filled;
use crate::ink::{Ink, median};
use crate::lattice::Lattice;
use crate::rows::TextRow;
use crate::structure::{ModelCell, ModelTable};

/// What the fit knows about one table.
pub(crate) struct Scene<'a> {
    /// The words.
    pub(crate) inks: &'a [Ink<'a>],
    /// The words by rows of text.
    pub(crate) text: &'a [TextRow],
    /// Letter height in pixels.
    pub(crate) height: f32,
    /// The table's place.
    pub(crate) bounds: Rect,
    /// Its ruling lines.
    pub(crate) lattice: &'a Lattice,
}

/// Words without a space between them are one however far (in letter heights) the recogniser's estimate of their boxes
/// puts them apart, up to the first; others are parted by any gap above the second.
const GLUED_GAP: f32 = 0.7;
const TIGHT_GAP: f32 = 0.1;
/// A phrase with at least this share of it in the box of a cell over several rows belongs to that cell, whatever row of
/// text it was counted to.
const SURE_SHARE: f32 = 0.6;

/// More rows of text than this are no table that the network, which ends after some 500 tokens, can have read.
const MOST_TEXT_ROWS: usize = 1_000;

/// The network's table with the words in it; nothing where the network saw no cell.
pub(crate) fn candidate(model: &ModelTable, scene: &Scene<'_>) -> Option<Candidate> {
    let empty = model.rows == 0 || model.columns == 0 || model.cells.is_empty();
    if empty || scene.text.len() > MOST_TEXT_ROWS {
        return None;
    }
    let tall = tall_cells(model, scene);
    let counts = |row: &&TextRow| rows::words_of(row).any(|w| tall[w].is_none());
    let text: Vec<&TextRow> = scene.text.iter().filter(counts).collect();
    let steps = rows::fit(model, scene, &text, &tall);
    let fit = rebuild::rebuild(model, scene, &text, &steps, &tall);
    let (mut structure, mut row_of) = (fit.structure, fit.row_of);
    let mut xs = columns::fit(&structure, scene, &row_of);
    split::split_columns(&mut structure, &mut xs, scene, &row_of);
    beside::split_columns(&mut structure, &mut xs, scene, &row_of);
    empty::drop_columns(&mut structure, &mut xs, scene);
    dashes::join_columns(&mut structure, &mut xs, scene);
    stacks::join_rows(&mut structure, &mut row_of, &xs, scene);
    let cells = with_holes_filled(
        structure.rows as usize,
        structure.columns as usize,
        structure.cells.iter().map(|c| c.span).collect(),
    );
    let mut owners: Vec<Option<usize>> = vec![None; scene.inks.len()];
    for (word, ink) in scene.inks.iter().enumerate() {
        let column = column_of(&xs, &ink.bounds);
        let at = row_of[word].and_then(|row| cells.iter().position(|s| covers(s, row, column)));
        owners[word] = at;
    }
    let size = (structure.rows as usize, structure.columns as usize);
    let frame = frame_from_words(size, cells, &owners, scene.inks, scene.bounds, &xs);
    let certainty =
        median(model.cells.iter().map(|c| c.certainty).collect()).unwrap_or(0.0) / (1.0 + fit.strain);
    let header_rows = (structure.header_rows > 0).then_some(structure.header_rows);
    Some(Candidate { frame, owners, method: TableMethod::StructureModel, certainty, header_rows })
}

/// Words of a row of text from edge to edge, those without a space between them as one.
pub(crate) fn units(row: &TextRow, scene: &Scene<'_>) -> Vec<(f32, f32)> {
    let mut units: Vec<(f32, f32)> = vec![];
    let inks = row.phrases.iter().flat_map(|p| &p.words).map(|&word| &scene.inks[word]);
    for ink in inks.filter(|ink| !ink.is_leader()) {
        let limit = if ink.word.glued { GLUED_GAP } else { TIGHT_GAP } * scene.height;
        match units.last_mut() {
            Some(last) if ink.bounds.left - last.1 < limit => last.1 = last.1.max(ink.bounds.right),
            _ => units.push((ink.bounds.left, ink.bounds.right)),
        }
    }
    units
}

/// Whether `span` covers the slot.
pub(crate) fn covers(span: &CellSpan, row: u32, column: u32) -> bool {
    (span.row..span.row + span.row_span).contains(&row)
        && (span.column..span.column + span.column_span).contains(&column)
}

/// The column that most of `bounds` lies in.
pub(crate) fn column_of(xs: &[f32], bounds: &Rect) -> u32 {
    let share = |pair: &[f32]| (bounds.right.min(pair[1]) - bounds.left.max(pair[0])).max(-1e6);
    let best = xs.windows(2).enumerate().max_by(|a, b| share(a.1).total_cmp(&share(b.1)));
    best.map_or(0, |(i, _)| i as u32)
}

/// Per word the cell over several rows that it surely belongs to.
fn tall_cells(model: &ModelTable, scene: &Scene<'_>) -> Vec<Option<usize>> {
    let mut sure = vec![None; scene.inks.len()];
    let tall = |c: &ModelCell| c.span.row_span > 1;
    for phrase in scene.text.iter().flat_map(|row| &row.phrases) {
        let share = |c: &ModelCell| phrase.bounds.share_in(&c.bounds);
        let best = model.cells.iter().enumerate().max_by(|a, b| share(a.1).total_cmp(&share(b.1)));
        let together = |c: &ModelCell| {
            let (a, b) = (phrase.bounds.center().y, c.bounds.center().y);
            !scene.lattice.rule_between((a.min(b), a.max(b)), (c.bounds.left, c.bounds.right))
        };
        if let Some((index, _)) = best.filter(|(_, c)| tall(c) && share(c) >= SURE_SHARE && together(c)) {
            phrase.words.iter().for_each(|&w| sure[w] = Some(index));
        }
    }
    sure
}
