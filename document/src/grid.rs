use std::borrow::Cow;
use std::collections::HashSet;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Confidence, Error, ErrorKind, Place, WordId, join_lines};

/// No document has a table with more slots; a bound keeps a hostile file from asking for all memory.
const MAX_SLOTS: u64 = 4_000_000;

/// What a cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeaderKind {
    /// It is data.
    #[default]
    None,
    /// It heads the columns below it.
    Column,
    /// It heads the row to its right (the stub).
    Row,
}

impl HeaderKind {
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// The slots a cell takes: from (`row`, `column`), counted from 0, over `row_span` rows and `column_span` columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CellSpan {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Rows taken, at least 1.
    pub row_span: u32,
    /// Columns taken, at least 1.
    pub column_span: u32,
}

impl CellSpan {
    /// One slot.
    pub fn single(row: u32, column: u32) -> Self {
        Self { row, column, row_span: 1, column_span: 1 }
    }
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// The slots it takes.
    #[serde(flatten)]
    pub span: CellSpan,
    /// What it heads.
    #[serde(default, skip_serializing_if = "HeaderKind::is_none")]
    pub header: HeaderKind,
    /// Its text; lines within the cell are parted by a line feed.
    pub text: String,
    /// How sure the cell's place and text are; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it stands: one place, or several where a page break cuts it.
    pub places: Vec<Place>,
    /// The words in it, in reading order.
    pub words: Vec<WordId>,
}

/// What stands in one slot of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The first slot of the cell with this index.
    Cell(usize),
    /// Covered by the cell with this index, whose first slot is elsewhere.
    Merged(usize),
    /// No cell.
    Empty,
}

/// Rows and columns with cells on them. Overlapping, spanless or outlying cells cannot be built.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    rows: u32,
    columns: u32,
    cells: Vec<Cell>,
    #[serde(skip)]
    slots: Vec<Slot>,
}

impl Grid {
    /// A grid of `rows` x `columns` slots with `cells`, which are put in row-major order.
    ///
    /// # Errors
    /// [`ErrorKind::Grid`] if a span is zero, a cell leaves the grid, two cells share a slot, or the grid is absurdly
    /// large.
    pub fn new(rows: u32, columns: u32, mut cells: Vec<Cell>) -> Result<Self, Error> {
        let count = u64::from(rows) * u64::from(columns);
        if count > MAX_SLOTS {
            let message = format!("grid is {rows} x {columns}, expected at most {MAX_SLOTS} slots");
            return Err(Error::new(ErrorKind::Grid, message));
        }
        cells.sort_by_key(|cell| (cell.span.row, cell.span.column));
        let mut slots = vec![Slot::Empty; count as usize];
        for (index, cell) in cells.iter().enumerate() {
            place(&mut slots, (rows, columns), index, cell.span)?;
        }
        Ok(Self { rows, columns, cells, slots })
    }

    /// Number of rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// The cells in row-major order.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells, taken out, in row-major order.
    pub fn into_cells(self) -> Vec<Cell> {
        self.cells
    }

    /// What stands at (`row`, `column`), counted from 0; nothing outside the grid.
    pub fn slot(&self, row: u32, column: u32) -> Option<Slot> {
        if row >= self.rows || column >= self.columns {
            return None;
        }
        self.slots.get(row as usize * self.columns as usize + column as usize).copied()
    }

    /// The cell that covers (`row`, `column`).
    pub fn cell_at(&self, row: u32, column: u32) -> Option<&Cell> {
        match self.slot(row, column)? {
            Slot::Cell(index) | Slot::Merged(index) => self.cells.get(index),
            Slot::Empty => None,
        }
    }

    /// Where the cell is that `nested` stands in: the one with most of its words, the first of several; nothing if none has any.
    pub fn cell_around(&self, nested: &Grid) -> Option<CellSpan> {
        let words: HashSet<WordId> = nested.words().collect();
        let shared = |cell: &Cell| cell.words.iter().filter(|word| words.contains(word)).count();
        let holders = self.cells.iter().map(|cell| (shared(cell), cell)).filter(|(count, _)| *count > 0);
        holders.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, cell)| cell.span)
    }

    /// All words in cells, each as often as cells have it.
    pub fn words(&self) -> impl Iterator<Item = WordId> {
        self.cells.iter().flat_map(|cell| &cell.words).copied()
    }

    /// Changes each cell by `change`, which gets everything but the span.
    pub fn for_each_cell(&mut self, mut change: impl FnMut(&mut Cell)) {
        for cell in &mut self.cells {
            let span = cell.span;
            change(cell);
            cell.span = span;
        }
    }

    /// How many leading rows hold nothing but column headers and blanks, with no cell reaching from them into the rows
    /// below.
    pub fn header_rows(&self) -> u32 {
        let (mut best, mut bottom) = (0, 0);
        let mut cells = self.cells.iter().peekable();
        for row in 0..self.rows {
            let mut has_header = bottom > row;
            while let Some(cell) = cells.next_if(|cell| cell.span.row == row) {
                if cell.header == HeaderKind::Column {
                    has_header = true;
                } else if !cell.text.trim().is_empty() {
                    return best;
                }
                bottom = bottom.max(cell.span.row.saturating_add(cell.span.row_span));
            }
            if !has_header {
                return best;
            }
            if bottom <= row.saturating_add(1) {
                best = row.saturating_add(1);
            }
        }
        best
    }

    /// The texts of the header cells over `column` within the leading header rows, the outermost first, each on one
    /// line. Blank ones are left out, and those over all columns, which name the table, unless nothing else is there.
    pub fn column_path(&self, column: u32) -> Vec<String> {
        let mut path = Vec::new();
        let mut whole = Vec::new();
        let mut bottom = 0;
        for row in 0..self.header_rows() {
            let Some(cell) = self.cell_at(row, column).filter(|_| row >= bottom) else { continue };
            bottom = cell.span.row.saturating_add(cell.span.row_span);
            let text = join_lines(cell.text.lines());
            if cell.header == HeaderKind::Column && !text.is_empty() {
                let is_whole = self.columns > 1 && cell.span.column_span == self.columns;
                if is_whole { &mut whole } else { &mut path }.push(text);
            }
        }
        if path.is_empty() { whole } else { path }
    }

    /// Whether any cell takes more than one slot.
    pub fn has_spans(&self) -> bool {
        self.cells.iter().any(|cell| cell.span.row_span > 1 || cell.span.column_span > 1)
    }
}

/// Takes the slots of `span` for the cell `index`.
fn place(slots: &mut [Slot], (rows, columns): (u32, u32), index: usize, span: CellSpan) -> Result<(), Error> {
    let CellSpan { row, column, row_span, column_span } = span;
    let fits =
        |first: u32, len: u32, end: u32| len > 0 && first.checked_add(len).is_some_and(|last| last <= end);
    if !fits(row, row_span, rows) || !fits(column, column_span, columns) {
        let message = format!(
            "cell at row {row}, column {column} spans {row_span} x {column_span}, expected spans of 1 or more within {rows} x {columns}"
        );
        return Err(Error::new(ErrorKind::Grid, message));
    }
    for r in row..row + row_span {
        for c in column..column + column_span {
            let Some(slot) = slots.get_mut(r as usize * columns as usize + c as usize) else { continue };
            if *slot != Slot::Empty {
                return Err(Error::new(
                    ErrorKind::Grid,
                    format!("two cells take the slot at row {r}, column {c}"),
                ));
            }
            *slot = if (r, c) == (row, column) { Slot::Cell(index) } else { Slot::Merged(index) };
        }
    }
    Ok(())
}

/// Rows and columns with cells on them.
#[derive(Deserialize, JsonSchema)]
#[serde(rename = "Grid")]
struct Unchecked {
    /// Number of rows.
    rows: u32,
    /// Number of columns.
    columns: u32,
    /// The cells in row-major order; no two share a slot.
    cells: Vec<Cell>,
}

impl<'de> Deserialize<'de> for Grid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Unchecked { rows, columns, cells } = Unchecked::deserialize(deserializer)?;
        Self::new(rows, columns, cells).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Grid {
    fn schema_name() -> Cow<'static, str> {
        "Grid".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Unchecked::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, column: u32, row_span: u32, column_span: u32) -> Cell {
        Cell {
            span: CellSpan { row, column, row_span, column_span },
            header: HeaderKind::None,
            text: format!("{row},{column}"),
            confidence: None,
            places: vec![],
            words: vec![],
        }
    }

    #[test]
    fn a_wrong_grid_cannot_be_built() {
        let cases = [
            ("overlap", 2, 2, vec![cell(0, 0, 2, 1), cell(1, 0, 1, 1)]),
            ("no rows", 2, 2, vec![cell(0, 0, 0, 1)]),
            ("outside", 2, 2, vec![cell(1, 1, 1, 2)]),
            ("far outside", 2, 2, vec![cell(u32::MAX, 0, 2, 1)]),
            ("too large", u32::MAX, u32::MAX, vec![]),
        ];
        for (name, rows, columns, cells) in cases {
            assert_eq!(Grid::new(rows, columns, cells).unwrap_err().kind(), ErrorKind::Grid, "{name}");
        }
    }

    #[test]
    fn slots_know_their_cells() {
        let grid = Grid::new(2, 3, vec![cell(1, 1, 1, 1), cell(0, 0, 1, 2)]).unwrap();
        assert_eq!(grid.slot(0, 1), Some(Slot::Merged(0)));
        assert_eq!(grid.slot(1, 1), Some(Slot::Cell(1)));
        assert_eq!(grid.slot(1, 2), Some(Slot::Empty));
        assert_eq!(grid.slot(2, 0), None);
        assert_eq!(grid.cell_at(0, 1).map(|c| c.text.as_str()), Some("0,0"));
        assert!(grid.has_spans());
    }

    #[test]
    fn header_rows_end_where_data_or_a_span_begins() {
        let text = |row, column, row_span, column_span, text: &str| Cell {
            text: text.into(),
            ..cell(row, column, row_span, column_span)
        };
        let head = |row, column, row_span, column_span| Cell {
            header: HeaderKind::Column,
            ..cell(row, column, row_span, column_span)
        };
        let cases = [
            ("none", 0, vec![cell(0, 0, 1, 1), cell(0, 1, 1, 1)]),
            ("a blank corner", 1, vec![text(0, 0, 1, 1, " "), head(0, 1, 1, 1), cell(1, 0, 1, 1)]),
            (
                "a span over both",
                2,
                vec![head(0, 0, 2, 1), head(0, 1, 1, 1), head(1, 1, 1, 1), cell(2, 0, 1, 1)],
            ),
            ("a span into data", 0, vec![head(0, 0, 2, 1), head(0, 1, 1, 1), cell(1, 1, 1, 1)]),
            ("all merged", 2, vec![head(0, 0, 2, 2), cell(2, 0, 1, 1)]),
        ];
        for (name, want, cells) in cases {
            assert_eq!(Grid::new(3, 2, cells).unwrap().header_rows(), want, "{name}");
        }
    }

    #[test]
    fn a_column_is_headed_by_what_stands_over_it() {
        let head = |row, column, row_span, column_span, text: &str| Cell {
            header: HeaderKind::Column,
            text: text.into(),
            ..cell(row, column, row_span, column_span)
        };
        let cells = vec![
            head(0, 0, 2, 1, "Test"),
            head(0, 1, 1, 2, "Re-\nsults"),
            head(1, 1, 1, 1, "old"),
            head(1, 2, 1, 1, " "),
            cell(2, 0, 1, 3),
        ];
        let grid = Grid::new(3, 3, cells).unwrap();
        let titled = vec![head(0, 0, 1, 2, "Title"), head(1, 0, 1, 1, "a"), cell(2, 0, 1, 1)];
        let titled = Grid::new(3, 2, titled).unwrap();
        assert_eq!(titled.column_path(0), ["a"]);
        assert_eq!(titled.column_path(1), ["Title"]);
        assert_eq!(grid.column_path(0), ["Test"]);
        assert_eq!(grid.column_path(1), ["Results", "old"]);
        assert_eq!(grid.column_path(2), ["Results"]);
        assert!(grid.column_path(3).is_empty());
    }

    #[test]
    fn json_is_checked_on_the_way_in() {
        let grid = Grid::new(1, 2, vec![cell(0, 0, 1, 2)]).unwrap();
        let json = serde_json::to_string(&grid).unwrap();
        assert_eq!(serde_json::from_str::<Grid>(&json).unwrap(), grid);
        assert!(serde_json::from_str::<Grid>(&json.replace("\"columns\":2", "\"columns\":1")).is_err());
    }
}
