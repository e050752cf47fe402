use document::{Document, Grid, Slot, Table};

use crate::Error;
use crate::flow::{Lines, cell_text};

/// A table as comma-separated values (RFC 4180, but rows end in a line feed alone): every row has a field for every
/// column. A cell that spans stands in its first slot, the others are empty; the lines of a cell are parted by line
/// feeds. Words that fit no cell are not in it: JSON lists them.
///
/// # Errors
/// [`ErrorKind::Write`](crate::ErrorKind::Write) if the writer fails.
pub fn table_csv(document: &Document, table: &Table) -> Result<String, Error> {
    grid_csv(&table.grid, &Lines::new(document))
}

/// All tables of a document as [`table_csv`] has them, in reading order, parted by an empty line. Empty for a document
/// without tables.
///
/// # Errors
/// As [`table_csv`].
pub fn csv(document: &Document) -> Result<String, Error> {
    let lines = Lines::new(document);
    let tables = document.tables.iter().filter(|table| table.grid.columns() > 0);
    let tables: Vec<String> = tables.map(|table| grid_csv(&table.grid, &lines)).collect::<Result<_, _>>()?;
    Ok(tables.join("\n"))
}

fn grid_csv(grid: &Grid, lines: &Lines<'_>) -> Result<String, Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in 0..grid.rows() {
        let fields = (0..grid.columns()).map(|column| match grid.slot(row, column) {
            Some(Slot::Cell(index)) => {
                grid.cells().get(index).map(|cell| cell_text(cell, lines)).unwrap_or_default()
            }
            _ => "".into(),
        });
        writer.write_record(fields.map(|text| text.as_bytes().to_vec())).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error().into()))?;
    String::from_utf8(bytes).map_err(|error| Error::write("a table could not be written as CSV", error))
}

fn failed(error: ::csv::Error) -> Error {
    Error::write("a table could not be written as CSV", error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{cell, document, table};

    #[test]
    fn fields_are_quoted_and_spans_keep_their_slots() {
        let cells = vec![
            cell(0, 0, 1, 2, "a, \"b\""),
            cell(0, 2, 2, 1, "x\ny"),
            cell(1, 0, 1, 1, "=1+1"),
            cell(2, 1, 1, 1, "0.50"),
        ];
        let document = document(vec![], vec![table(3, 3, cells), table(1, 1, vec![])]);
        let first = "\"a, \"\"b\"\"\",,\"x\ny\"\n=1+1,,\n,0.50,\n";
        assert_eq!(table_csv(&document, &document.tables[0]).unwrap(), first);
        assert_eq!(csv(&document).unwrap(), format!("{first}\n\"\"\n"));
    }
}
