//! Rows that a grid has put into one: two names below each other in one cell, and their results in the next.

use super::labels::Column;
use super::laid::level_lines;
use super::result::read_value;
use super::row::Slot;

/// The rows that the cells of one row hold: one, or as many as its cell of names has lines, where each of them is a name and as many
/// results stand beside. Lines of the other cells go with the name that they are level with.
pub(super) fn parted<'v>(cells: Vec<Slot<'v>>, is_name: impl Fn(&str) -> bool) -> Vec<Vec<Slot<'v>>> {
    match split(&cells, is_name) {
        Some(rows) => rows,
        None => vec![cells],
    }
}

fn split<'v>(cells: &[Slot<'v>], is_name: impl Fn(&str) -> bool) -> Option<Vec<Vec<Slot<'v>>>> {
    let names = cells.iter().find(|cell| cell.roles.contains(&Column::Name))?;
    let names = lines(names);
    // Most rows are one, and need not be read line by line.
    if names.len() < 2 {
        return None;
    }
    let values = cells.iter().find(|cell| cell.roles.contains(&Column::Value)).map(lines)?;
    // Names that nobody knows are names of their own where more stands in as many lines: colour and form, and what is usual of both.
    let even = cells.iter().filter(|cell| lines(cell).len() == names.len()).count();
    let is_parted = values.len() == names.len()
        && (even > NAMES_AND_VALUES || names.iter().all(|line| is_name(line.slot.text().trim())))
        && values.iter().all(|line| is_result(line.slot.text().trim()));
    if !is_parted {
        return None;
    }
    let mut rows: Vec<Vec<Slot<'v>>> = vec![Vec::new(); names.len()];
    for cell in cells {
        let own = lines(cell);
        let is_even = own.len() == names.len();
        for (at, line) in own.into_iter().enumerate() {
            let away = |y: f32| line.middle.map_or(0.0, |middle| (middle - y).abs());
            let level = names.iter().enumerate().filter_map(|(row, name)| Some((row, away(name.middle?))));
            let level = level.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(row, _)| row);
            if let Some(row) = rows.get_mut(if is_even { at } else { level }) {
                row.push(line.slot);
            }
        }
    }
    Some(rows)
}

/// Whether a text is a result, in figures or in few words.
fn is_result(text: &str) -> bool {
    let letters = text.chars().count();
    read_value(text).is_some() || (1..=LONGEST_WORD).contains(&letters)
}

/// Columns of names and of results.
const NAMES_AND_VALUES: usize = 2;

/// Letters of the longest result in words: 深黄色.
const LONGEST_WORD: usize = 8;

/// A line of a cell.
struct Line<'v> {
    slot: Slot<'v>,
    /// How far down the page its middle is, where the page is known.
    middle: Option<f32>,
}

/// The lines of a cell that have words.
fn lines<'v>(cell: &Slot<'v>) -> Vec<Line<'v>> {
    let own = level_lines(cell.passage).into_iter().map(|line| {
        let bytes = line.start.max(cell.bytes.start)..line.end.min(cell.bytes.end);
        let row = cell.passage.rows().iter().find(|row| row.bytes.start == line.start);
        let middle = row.and_then(|row| row.place.as_ref()).map(|place| place.outline.bounds().center().y);
        Line { slot: Slot { bytes, ..cell.clone() }, middle }
    });
    own.filter(|line| !line.slot.is_blank()).collect()
}
