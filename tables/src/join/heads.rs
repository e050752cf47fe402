//! Header rows that are printed again.

use document::{Cell, Grid, HeaderKind};

use super::habits::{Habit, is_number};
use super::marks::says_continued;

/// No header has more rows.
const MOST_ROWS: u32 = 5;
/// Texts as alike as this are the same text read twice: one character in five may be misread.
const ALIKE: f64 = 0.8;
/// A title above the header may hold a name or a number by which two tables of one form differ: it must be the same but
/// for one character in thirty.
const SAME: f64 = 0.97;
/// So many characters of a header's text are compared.
const COMPARED: usize = 200;
/// A header is so much shorter than what stands below it that length tells one from the other.
const SHORTER: f32 = 0.6;

/// The header that stands in both parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeat {
    /// Rows of the earlier part above it: titles that are not printed again.
    pub(super) lead: u32,
    /// Its rows in the earlier part.
    pub(super) tail: u32,
    /// Its rows in the later part.
    pub(super) head: u32,
}

/// How many leading rows of `grid` are a single cell that says that the table continues.
pub(super) fn marks(grid: &Grid) -> u32 {
    let is_mark = |row: &u32| lone_cell(grid, *row).is_some_and(|cell| says_continued(&cell.text));
    (0..grid.rows().min(MOST_ROWS)).take_while(is_mark).count() as u32
}

/// The header of `before` that `after` repeats below its `marks` rows.
///
/// Row by row where both parts have the same rows, as many as are alike: those that were taken for headers, and after
/// them rows without numbers. Else, where a header of several lines was parted into rows in another way, the whole header
/// of `before` with what of `after` is like it, column by column. A title above the header of `before`, a single cell
/// over all columns, need not be repeated.
pub(super) fn repeated(before: &Grid, after: &Grid, marks: u32) -> Option<Repeat> {
    let is_title = |row: &u32| before.columns() > 1 && lone_cell(before, *row).is_some();
    let titles = (0..before.rows().min(MOST_ROWS)).take_while(is_title).count() as u32;
    (0..=titles).find_map(|lead| repeated_below(before, lead, after, marks))
}

fn repeated_below(before: &Grid, lead: u32, after: &Grid, marks: u32) -> Option<Repeat> {
    let most = |grid: &Grid, from: u32| grid.rows().saturating_sub(from).min(MOST_ROWS);
    let head = before.header_rows().saturating_sub(lead);
    let is_alike = |row: &u32| {
        let (a, b) = (row_texts(before, lead + row), row_texts(after, marks + row));
        let is_title = before.columns() > 1 && lone_cell(before, lead + row).is_some();
        let least = if is_title { SAME } else { ALIKE };
        likeness(&a, &b) >= least && (*row < head || !a.iter().any(|text| is_number(text)))
    };
    let is_whole = |rows: &u32| {
        column_texts(before, lead, *rows).is_some() && column_texts(after, marks, *rows).is_some()
    };
    let alike = (0..most(before, lead).min(most(after, marks))).take_while(is_alike).count() as u32;
    if let Some(rows) = (1..=alike).rev().find(is_whole) {
        return Some(Repeat { lead, tail: rows, head: rows });
    }
    let is_titled = before.columns() > 1 && lone_cell(before, lead).is_some();
    let a = column_texts(before, lead, head).filter(|_| head > 0 && !is_titled)?;
    let found = (1..=most(after, marks))
        .find(|rows| column_texts(after, marks, *rows).is_some_and(|b| likeness(&a, &b) >= ALIKE));
    found.map(|rows| Repeat { lead, tail: head, head: rows })
}

/// The cell that is all of `row`.
fn lone_cell(grid: &Grid, row: u32) -> Option<&Cell> {
    let is_lone = |cell: &&Cell| {
        cell.span.row == row && cell.span.row_span == 1 && cell.span.column_span == grid.columns()
    };
    grid.cell_at(row, 0).filter(is_lone)
}

/// The texts of the cells that begin in `row`, by column.
fn row_texts(grid: &Grid, row: u32) -> Vec<String> {
    let mut texts = vec![String::new(); grid.columns() as usize];
    for cell in grid.cells().iter().filter(|cell| cell.span.row == row) {
        if let Some(text) = texts.get_mut(cell.span.column as usize) {
            *text = compared(&cell.text);
        }
    }
    texts
}

/// A text as it is compared: without spaces and case.
fn compared(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).take(COMPARED).collect()
}

/// The text of each column in `rows` rows from `first` on, without spaces and case; nothing where a cell reaches out of
/// them. What spans columns counts for the first.
fn column_texts(grid: &Grid, first: u32, rows: u32) -> Option<Vec<String>> {
    let end = first + rows;
    let mut texts = vec![String::new(); grid.columns() as usize];
    for cell in grid.cells().iter().filter(|cell| (first..end).contains(&cell.span.row)) {
        if cell.span.row + cell.span.row_span > end {
            return None;
        }
        texts.get_mut(cell.span.column as usize)?.push_str(&compared(&cell.text));
    }
    Some(texts)
}

/// Mean likeness of the columns, 0 to 1, weighted by their length; those empty in both do not count, and one must have a
/// text.
fn likeness(a: &[String], b: &[String]) -> f64 {
    let pairs: Vec<_> = a.iter().zip(b).filter(|(a, b)| !(a.is_empty() && b.is_empty())).collect();
    if pairs.is_empty() {
        return 0.0;
    }
    let weight = |a: &str, b: &str| a.chars().count().max(b.chars().count()) as f64;
    let (sum, all) = pairs.into_iter().fold((0.0, 0.0), |(sum, all), (a, b)| {
        (sum + strsim::normalized_levenshtein(a, b) * weight(a, b), all + weight(a, b))
    });
    sum / all
}

/// Whether `after` has, below its `marks` rows, a header that is not that of `before`.
///
/// The recogniser takes the first row for a header where nothing tells; on a page on which a table goes on it is a row
/// like the others. So it must be unlike the rows of `before`: words where those have numbers, or, where they have none,
/// as short as its header where its rows are much longer.
pub(super) fn is_another(before: &Grid, after: &Grid, marks: u32) -> bool {
    let rows = if marks == 0 { after.header_rows() } else { 1 };
    let heads = after.cells().iter().filter(|cell| (marks..marks + rows).contains(&cell.span.row));
    let heads = heads.filter(|cell| marks > 0 || cell.header == HeaderKind::Column);
    let heads: Vec<_> = heads.filter(|cell| !cell.text.trim().is_empty()).collect();
    let (mut words, mut numbers) = (0, 0);
    let (mut short, mut long) = (0, 0);
    for cell in &heads {
        let habit = Habit::new(before, cell.span.column);
        let text = cell.text.trim();
        match (habit.is_numeric(), is_number(text)) {
            (true, true) => numbers += 1,
            (true, false) => words += 1,
            _ => {}
        }
        let head = before.column_path(cell.span.column).concat().chars().count() as f32;
        if let Some(body) = habit.length().filter(|body| head > 0.0 && head < SHORTER * body) {
            let length = text.chars().count() as f32;
            let is_short = (length / head).ln().abs() < (length / body).ln().abs();
            short += u32::from(is_short);
            long += u32::from(!is_short);
        }
    }
    if words + numbers > 0 { words > numbers } else { short > long }
}
