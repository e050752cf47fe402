//! The network's table with rows added for text that it overlooked and without rows that are not there.

use document::CellSpan;

use super::Scene;
use super::rows::{Step, words_of};
use crate::rows::TextRow;
use crate::structure::{ModelCell, ModelTable};

/// An empty row stays where its neighbours leave room of this many letter heights for it.
const ROOM_FOR_ROW: f32 = 1.6;

/// The rebuilt table.
pub(super) struct Rebuilt {
    /// The structure.
    pub(super) structure: ModelTable,
    /// Per word its row in `structure`.
    pub(super) row_of: Vec<Option<u32>>,
    /// Rows added and removed per row: 0 where the network and the words agree.
    pub(super) strain: f32,
}

/// Where the network's rows go.
struct Moves {
    /// Which rows stay.
    keep: Vec<bool>,
    /// How many rows are added before each row, and behind the last.
    added: Vec<u32>,
    /// The new number of each row (of the next one that stays, where it goes), and the number of rows at the end.
    place: Vec<u32>,
}

impl Moves {
    fn new(keep: Vec<bool>, added: Vec<u32>) -> Self {
        let mut place = vec![];
        let mut next = 0;
        for (row, more) in added.iter().enumerate() {
            next += more;
            place.push(next);
            next += u32::from(keep.get(row).copied().unwrap_or(false));
        }
        Self { keep, added, place }
    }

    fn total(&self) -> u32 {
        self.place.last().copied().unwrap_or(0)
    }
}

/// Rebuilds `model` as `steps`, one per row of `text`, say.
pub(super) fn rebuild(
    model: &ModelTable,
    scene: &Scene<'_>,
    text: &[&TextRow],
    steps: &[Step],
    tall: &[Option<usize>],
) -> Rebuilt {
    let rows = model.rows as usize;
    let (mut used, mut added) = (vec![false; rows], vec![0_u32; rows + 1]);
    for step in steps {
        match *step {
            Step::In(row) => used[row] = true,
            Step::New(before) => added[before] += 1,
        }
    }
    for span in tall.iter().flatten().map(|&cell| model.cells[cell].span) {
        let mut starting = model.cells.iter().filter(|c| c.span.row == span.row);
        used[span.row as usize] |= starting.all(|c| c.span.row_span > 1);
    }
    let keep: Vec<bool> = (0..rows).map(|row| used[row] || has_room(row, steps, text, scene)).collect();
    let changes = added.iter().sum::<u32>() as usize + keep.iter().filter(|k| !**k).count();
    let moves = Moves::new(keep, added);
    Rebuilt {
        structure: moved(model, &moves),
        row_of: rows_of_words(model, scene, text, steps, tall, &moves),
        strain: changes as f32 / moves.total().max(1) as f32,
    }
}

/// Whether an unused row of the network has white to stand in.
fn has_room(row: usize, steps: &[Step], text: &[&TextRow], scene: &Scene<'_>) -> bool {
    let place = |step: &Step| match *step {
        Step::In(r) | Step::New(r) => r,
    };
    let mut placed = steps.iter().map(place).zip(text);
    let above =
        placed.clone().rev().find(|(r, _)| *r < row).map_or(scene.bounds.top, |(_, t)| t.bounds.bottom);
    let below = placed.find(|(r, _)| *r > row).map_or(scene.bounds.bottom, |(_, t)| t.bounds.top);
    below - above > ROOM_FOR_ROW * scene.height
}

fn moved(model: &ModelTable, moves: &Moves) -> ModelTable {
    let shifted = |cell: &ModelCell| {
        let span = cell.span;
        let mut staying = (span.row..span.row + span.row_span).filter(|&r| moves.keep[r as usize]);
        let first = staying.next()?;
        let (row, last) =
            (moves.place[first as usize], moves.place[staying.next_back().unwrap_or(first) as usize]);
        Some(ModelCell { span: CellSpan { row, row_span: last + 1 - row, ..span }, ..cell.clone() })
    };
    let head = model.header_rows as usize;
    let header_rows =
        moves.place.get(head).map_or(0, |&p| p - moves.added.get(head).copied().unwrap_or(0).min(p));
    let cells = model.cells.iter().filter_map(shifted).collect();
    ModelTable { rows: moves.total(), columns: model.columns, header_rows, cells, complete: model.complete }
}

fn rows_of_words(
    model: &ModelTable,
    scene: &Scene<'_>,
    text: &[&TextRow],
    steps: &[Step],
    tall: &[Option<usize>],
    moves: &Moves,
) -> Vec<Option<u32>> {
    let mut row_of = vec![None; scene.inks.len()];
    // How many of the rows added before each row have been given out.
    let mut given = vec![0_u32; moves.added.len()];
    for (row, step) in text.iter().zip(steps) {
        let at = match *step {
            Step::In(r) => moves.place[r],
            Step::New(r) => {
                given[r] += 1;
                moves.place[r] + given[r] - 1 - moves.added[r]
            }
        };
        words_of(row).for_each(|word| row_of[word] = Some(at));
    }
    for (word, cell) in tall.iter().enumerate() {
        if let Some(cell) = cell {
            row_of[word] = Some(moves.place[model.cells[*cell].span.row as usize]);
        }
    }
    row_of
}
