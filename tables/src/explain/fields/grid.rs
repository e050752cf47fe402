//! Grids of names and values, as in the heads of forms.

use document::{Cell, Field, Table, Word};

use super::labels::{is_known, is_name};
use super::line::of_line;
use super::passage::{Part, Words};

/// In a form this share of the cells that should be names look like names.
const NAMES: f32 = 0.8;
/// And this share of them is made of words known from forms.
const KNOWN: f32 = 0.4;
/// Of the cells of a form whose names and values share a cell, this share has both.
const INLINE: f32 = 0.5;
/// One or two could be chance.
const LEAST: usize = 2;

/// The fields of a table, if it is a form: cells of `Name: value`, or cells that are by turns a name and its value.
pub(super) fn fields(table: &Table, words: &Words<'_>) -> Vec<Field> {
    let found = inline(table, words).or_else(|| by_turns(table)).unwrap_or_else(|| in_titles(table, words));
    found.iter().map(|(key, value)| words.field(key, value, Some(table.id))).collect()
}

/// The pairs in cells over all columns, as where the head of a form has run into its table. A title with a colon says one.
fn in_titles(table: &Table, words: &Words<'_>) -> Vec<(Part, Part)> {
    let whole = |cell: &&Cell| table.grid.columns() > 1 && cell.span.column_span == table.grid.columns();
    let pairs = table.grid.cells().iter().filter(whole).map(|cell| in_cell(cell, words));
    pairs.filter(|pairs| pairs.len() >= LEAST).flatten().collect()
}

/// The pairs that a cell says, line by line: it may hold several, one below the other.
fn in_cell(cell: &Cell, words: &Words<'_>) -> Vec<(Part, Part)> {
    let own: Vec<Word> = cell.words.iter().filter_map(|id| words.word(*id)).cloned().collect();
    own.chunk_by(|a, b| a.id.line == b.id.line).flat_map(of_line).collect()
}

/// The pairs of a table whose cells say `Name: value`.
fn inline(table: &Table, words: &Words<'_>) -> Option<Vec<(Part, Part)>> {
    let filled: Vec<&Cell> = table.grid.cells().iter().filter(|cell| !cell.text.trim().is_empty()).collect();
    let mut pairs = vec![];
    let mut with = 0;
    for cell in &filled {
        let here = in_cell(cell, words);
        let has_value = here.iter().any(|(_, value)| !value.text.is_empty());
        with += usize::from(has_value);
        pairs.extend(here);
    }
    (with >= LEAST && with as f32 >= INLINE * filled.len() as f32).then_some(pairs)
}

/// The pairs of a table whose rows are by turns a name and its value.
fn by_turns(table: &Table) -> Option<Vec<(Part, Part)>> {
    let mut pairs = vec![];
    let (mut names, mut known, mut all) = (0, 0, 0);
    for row in 0..table.grid.rows() {
        let own = table.grid.cells().iter().filter(|cell| cell.span.row == row);
        let cells: Vec<&Cell> = own.collect();
        // A row of one cell is a heading, one of an odd number has a name without a value: neither says anything here.
        if cells.len() < 2 || cells.len() % 2 == 1 {
            continue;
        }
        for pair in cells.chunks(2) {
            let [name, value] = pair else { continue };
            let text = name.text.trim().trim_end_matches([':', '：']).trim();
            all += 1;
            names += usize::from(is_name(text));
            known += usize::from(is_known(text));
            if is_name(text) {
                pairs.push((part(name, text), part(value, value.text.trim())));
            }
        }
    }
    let all_f = all as f32;
    let is_form =
        all >= LEAST && names as f32 >= NAMES * all_f && known as f32 >= KNOWN * all_f && !is_list(table);
    is_form.then_some(pairs)
}

/// Whether the rows below the first are records under it: a table with a header has the same kind of thing all down a
/// column, so that its first row alone has known names.
fn is_list(table: &Table) -> bool {
    let row = |row: u32| -> (usize, usize) {
        let own =
            table.grid.cells().iter().filter(|cell| cell.span.row == row && !cell.text.trim().is_empty());
        own.fold((0, 0), |(known, all), cell| (known + usize::from(is_known(&cell.text)), all + 1))
    };
    let (known, all) = row(0);
    let rest = (1..table.grid.rows()).map(row).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    known * 4 > all * 3 && rest.0 * 4 < rest.1
}

fn part(cell: &Cell, text: &str) -> Part {
    Part { text: document::join_lines(text.lines()), words: cell.words.clone() }
}
