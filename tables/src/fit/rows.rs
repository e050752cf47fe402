use document::CellSpan;

use super::Scene;
use crate::ink::median;
use crate::rows::TextRow;
use crate::structure::{ModelCell, ModelTable};

/// Cost of a row of the network that no row of text takes.
const UNUSED_ROW: f32 = 1.0;
/// Cost of a row of text that is given a row of its own, which the network does not have.
const NEW_ROW: f32 = 1.6;
/// Cost of a further line in a row whose boxes have room for one line only.
const NO_ROOM: f32 = 0.5;
/// Cost of a further line with a number below a number, per column, up to [`MOST_CLASHES`].
const CLASH: f32 = 0.8;
const MOST_CLASHES: f32 = 3.0;
/// An empty row stays where its neighbours leave room of this many letter heights for it.
const ROOM_FOR_ROW: f32 = 1.6;

/// The network's rows fitted to the rows of text.
pub(super) struct Fit {
    /// The network's table, with rows added for text it overlooked and without rows that are not there.
    pub(super) structure: ModelTable,
    /// Per word its row in `structure`.
    pub(super) row_of: Vec<Option<u32>>,
    /// Rows added and removed per row: 0 where the network and the words agree.
    pub(super) strain: f32,
}

/// What a row of text is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// Stands in this row of the network.
    In(usize),
    /// A row of its own after this many rows of the network.
    New(usize),
}

/// Fits rows top to bottom: each row of text stands in a row of the network (several may share one) or in a new one, at
/// the least total cost.
pub(super) fn fit(model: &ModelTable, scene: &Scene<'_>, tall: &[Option<usize>]) -> Fit {
    let text: Vec<&TextRow> =
        scene.text.iter().filter(|row| words_of(row).any(|w| tall[w].is_none())).collect();
    let bands = bands(model, scene);
    let steps = cheapest(&text, &bands, scene, tall);
    rebuild(model, scene, &text, &steps, tall)
}

fn words_of(row: &TextRow) -> impl Iterator<Item = usize> {
    row.phrases.iter().flat_map(|p| p.words.iter().copied())
}

/// Top and bottom of each row, from the boxes of its one-row cells that have words; rows without are put evenly between
/// their neighbours.
fn bands(model: &ModelTable, scene: &Scene<'_>) -> Vec<(f32, f32)> {
    let inked = |c: &&ModelCell| scene.inks.iter().any(|ink| ink.bounds.share_in(&c.bounds) > 0.3);
    let band = |row: u32| {
        let cells: Vec<&ModelCell> =
            model.cells.iter().filter(|c| c.span.row == row && c.span.row_span == 1).filter(inked).collect();
        let edge = |f: fn(&ModelCell) -> f32| median(cells.iter().map(|c| f(c)).collect());
        edge(|c| c.bounds.top).zip(edge(|c| c.bounds.bottom))
    };
    let known: Vec<Option<(f32, f32)>> = (0..model.rows).map(band).collect();
    let last = known.len();
    let at = |i: usize| {
        if let Some(band) = known[i] {
            return band;
        }
        let before = (0..i)
            .rev()
            .find_map(|k| known[k].map(|b| (k as f32, (b.0 + b.1) / 2.0)))
            .unwrap_or((-1.0, scene.bounds.top));
        let after = (i..last)
            .find_map(|k| known[k].map(|b| (k as f32, (b.0 + b.1) / 2.0)))
            .unwrap_or((last as f32, scene.bounds.bottom));
        let y = before.1 + (after.1 - before.1) * (i as f32 - before.0) / (after.0 - before.0).max(1.0);
        (y - scene.height / 2.0, y + scene.height / 2.0)
    };
    (0..last).map(at).collect()
}

/// Dynamic programme over (row of text, row of the network); state `2 r` is "in row r", `2 r + 1` is "new, before row r".
fn cheapest(text: &[&TextRow], bands: &[(f32, f32)], scene: &Scene<'_>, tall: &[Option<usize>]) -> Vec<Step> {
    let rows = bands.len();
    let states = 2 * rows + 2;
    let mut costs = vec![vec![f32::INFINITY; states]; text.len()];
    let mut from = vec![vec![0_usize; states]; text.len()];
    for i in 0..text.len() {
        // The cheapest way to have used up to k rows, ending in a row of the network or a new one.
        let (mut best, mut best_at) = (f32::INFINITY, 0);
        for state in 0..states {
            let row = state / 2;
            if state % 2 == 1 && row <= rows {
                let before =
                    if i == 0 { (row as f32 * UNUSED_ROW, 0) } else { reach(&costs[i - 1], row, rows, true) };
                (costs[i][state], from[i][state]) = (before.0 + NEW_ROW, before.1);
                continue;
            }
            if row >= rows {
                continue;
            }
            let before =
                if i == 0 { (row as f32 * UNUSED_ROW, 0) } else { reach(&costs[i - 1], row, rows, false) };
            (best, best_at) = before;
            if i > 0 {
                let again = costs[i - 1][state] + sharing(text[i - 1], text[i], bands[row], scene, tall);
                if again < best {
                    (best, best_at) = (again, state);
                }
            }
            costs[i][state] = best + distance(text[i], bands[row], scene.height);
            from[i][state] = best_at;
        }
        let _ = (best, best_at);
    }
    trace(&costs, &from, rows)
}

/// The cheapest state of the row of text above from which `row` is reached with all rows between unused; for a new row,
/// `row` counts the network's rows above it.
fn reach(above: &[f32], row: usize, rows: usize, new: bool) -> (f32, usize) {
    let mut best = (f32::INFINITY, 0);
    for (state, &cost) in above.iter().enumerate() {
        let used = if state % 2 == 0 { state / 2 + 1 } else { state / 2 };
        if used > row || used > rows {
            continue;
        }
        let skipped = (row - used) as f32;
        // A new row right behind another place: the rows between stay for later, none is skipped.
        let cost = cost + skipped * UNUSED_ROW;
        let _ = new;
        if cost < best.0 {
            best = (cost, state);
        }
    }
    best
}

fn trace(costs: &[Vec<f32>], from: &[Vec<usize>], rows: usize) -> Vec<Step> {
    let Some(last) = costs.last() else { return vec![] };
    let rest = |state: usize| {
        let used = if state % 2 == 0 { state / 2 + 1 } else { state / 2 };
        rows.saturating_sub(used) as f32 * UNUSED_ROW
    };
    let end =
        (0..last.len()).min_by(|&a, &b| (last[a] + rest(a)).total_cmp(&(last[b] + rest(b)))).unwrap_or(0);
    let mut steps = vec![];
    let mut state = end;
    for back in from.iter().rev() {
        steps.push(if state % 2 == 0 { Step::In(state / 2) } else { Step::New(state / 2) });
        state = back[state];
    }
    steps.reverse();
    steps
}

/// How far a row of text is from a row of the network, in letter heights.
fn distance(text: &TextRow, (top, bottom): (f32, f32), height: f32) -> f32 {
    let y = text.bounds.center().y;
    let outside = (top - y).max(y - bottom).max(0.0);
    (outside + 0.3 * (y - (top + bottom) / 2.0).abs()) / height
}

/// What it costs that two rows of text share a row of the network.
fn sharing(
    above: &TextRow,
    below: &TextRow,
    (top, bottom): (f32, f32),
    scene: &Scene<'_>,
    tall: &[Option<usize>],
) -> f32 {
    let number = |row: &TextRow| -> Vec<(f32, f32)> {
        let words = words_of(row).filter(|&w| tall[w].is_none() && scene.inks[w].is_numeric());
        words.map(|w| (scene.inks[w].bounds.left, scene.inks[w].bounds.right)).collect()
    };
    let (above_numbers, below_numbers) = (number(above), number(below));
    let under = |b: &&(f32, f32)| above_numbers.iter().any(|a| a.1.min(b.1) - a.0.max(b.0) > 0.0);
    let clashes = below_numbers.iter().filter(under).count() as f32;
    let room = if bottom - top > 1.7 * scene.height { 0.0 } else { NO_ROOM };
    room + CLASH * clashes.min(MOST_CLASHES)
}

/// The structure with rows added and removed as `steps` say.
fn rebuild(
    model: &ModelTable,
    scene: &Scene<'_>,
    text: &[&TextRow],
    steps: &[Step],
    tall: &[Option<usize>],
) -> Fit {
    let rows = model.rows as usize;
    let mut used = vec![false; rows];
    let mut added = vec![0_u32; rows + 1];
    for step in steps {
        match *step {
            Step::In(row) => used[row] = true,
            Step::New(at) => added[at] += 1,
        }
    }
    for index in tall.iter().flatten() {
        let span = model.cells[*index].span;
        used[span.row as usize] |=
            model.cells.iter().filter(|c| c.span.row == span.row).all(|c| c.span.row_span > 1);
    }
    let keep: Vec<bool> = (0..rows).map(|row| used[row] || has_room(row, steps, text, scene)).collect();
    let (mut old_to_new, mut next) = (vec![0_u32; rows + 1], 0_u32);
    for row in 0..rows {
        next += added[row];
        old_to_new[row] = next;
        next += u32::from(keep[row]);
    }
    old_to_new[rows] = next;
    let total = next + added[rows];
    let structure = restructured(model, &keep, &added, &old_to_new, total);
    let row_of = row_of_words(model, scene, text, steps, tall, &added, &old_to_new);
    let changes = added.iter().sum::<u32>() + keep.iter().filter(|k| !**k).count() as u32;
    Fit { structure, row_of, strain: changes as f32 / total.max(1) as f32 }
}

/// Whether an unused row of the network has white to stand in.
fn has_room(row: usize, steps: &[Step], text: &[&TextRow], scene: &Scene<'_>) -> bool {
    let place = |step: &Step| match *step {
        Step::In(r) => (r, false),
        Step::New(r) => (r, true),
    };
    let above = steps
        .iter()
        .zip(text)
        .rev()
        .find(|(s, _)| place(s).0 < row)
        .map_or(scene.bounds.top, |(_, t)| t.bounds.bottom);
    let below = steps
        .iter()
        .zip(text)
        .find(|(s, _)| place(s).0 > row)
        .map_or(scene.bounds.bottom, |(_, t)| t.bounds.top);
    below - above > ROOM_FOR_ROW * scene.height
}

fn restructured(model: &ModelTable, keep: &[bool], added: &[u32], place: &[u32], total: u32) -> ModelTable {
    let mut cells = vec![];
    for cell in &model.cells {
        let (first, end) = (cell.span.row as usize, (cell.span.row + cell.span.row_span) as usize);
        let Some(row) = (first..end).find(|&r| keep[r]) else { continue };
        let last = (first..end).rev().find(|&r| keep[r]).unwrap_or(row);
        let span = CellSpan { row: place[row], row_span: place[last] + 1 - place[row], ..cell.span };
        cells.push(ModelCell { span, ..cell.clone() });
    }
    let header_rows = place
        .get(model.header_rows as usize)
        .map_or(0, |&p| p - added.get(model.header_rows as usize).copied().unwrap_or(0).min(p));
    ModelTable { rows: total, columns: model.columns, header_rows, cells, complete: model.complete }
}

fn row_of_words(
    model: &ModelTable,
    scene: &Scene<'_>,
    text: &[&TextRow],
    steps: &[Step],
    tall: &[Option<usize>],
    added: &[u32],
    place: &[u32],
) -> Vec<Option<u32>> {
    let mut row_of = vec![None; scene.inks.len()];
    let mut seen = vec![0_u32; added.len()];
    for (row, step) in text.iter().zip(steps) {
        let at = match *step {
            Step::In(r) => place[r],
            Step::New(r) => {
                seen[r] += 1;
                place[r] - added[r] * u32::from(r < model.rows as usize) + seen[r] - 1
            }
        };
        words_of(row).filter(|&w| tall[w].is_none()).for_each(|w| row_of[w] = Some(at));
    }
    for (word, cell) in tall.iter().enumerate() {
        if let Some(cell) = cell {
            row_of[word] = Some(place[model.cells[*cell].span.row as usize]);
        }
    }
    row_of
}
