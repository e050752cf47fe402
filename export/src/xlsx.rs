mod look;
mod names;
mod number;
#[cfg(test)]
mod tests;
mod widths;

use document::{Cell, Document, Grid, HeaderKind, Table, WordId};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::Error;
use crate::flow::{Lines, cell_text};
use look::Looks;
use names::Names;
use number::identifier_columns;
pub(crate) use number::number;

/// Rows of a sheet; those below a table need room too.
const MAX_ROWS: u32 = 1_048_576 - 1_000;
/// Columns of a sheet.
const MAX_COLUMNS: u32 = 16_384;
/// Characters of a cell.
const MAX_TEXT: usize = 32_767;
/// Same input, same bytes: the file bears a fixed date, the first that it can.
const DATE: (u16, u8, u8) = (1980, 1, 1);

/// The tables of a document as an Excel workbook, one sheet each in reading order, named by their captions.
///
/// Cells that span are merged. Header cells are bold and stay in view when scrolling; columns are as wide as their text
/// needs. A cell is a number only where its text is safely one, with a format that shows it as printed; everything else
/// is text, never a formula. Doubtful cells are tinted. Below a table follow its caption, its notes, and words that
/// fit no cell. A document without tables gives one empty sheet.
///
/// # Errors
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit) if a table has more rows or columns than a sheet,
/// [`ErrorKind::Write`](crate::ErrorKind::Write) if the writer fails.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, Error> {
    let failed = |error: XlsxError| Error::write("the tables could not be written as XLSX", error);
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(DATE.0, DATE.1, DATE.2).map_err(failed)?;
    workbook
        .set_properties(&DocProperties::new().set_title(&document.source.name).set_creation_datetime(&date));
    let (lines, looks) = (Lines::new(document), Looks::new());
    let mut names = Names::default();
    for table in &document.tables {
        fits(table)?;
        let caption = caption(document, table);
        let fallback = format!("Table {}", table.id.0);
        let sheet = workbook.add_worksheet();
        sheet.set_name(names.give(caption.as_deref().unwrap_or_default(), &fallback)).map_err(failed)?;
        Sheet { sheet, looks: &looks, lines: &lines, spilled: vec![] }
            .write(document, table, caption.as_deref())
            .map_err(failed)?;
    }
    if document.tables.is_empty() {
        workbook.add_worksheet().set_name("No tables").map_err(failed)?;
    }
    workbook.save_to_buffer().map_err(failed)
}

fn fits(table: &Table) -> Result<(), Error> {
    let (rows, columns) = (table.grid.rows(), table.grid.columns());
    if rows <= MAX_ROWS && columns <= MAX_COLUMNS {
        return Ok(());
    }
    Err(Error::limit(format!(
        "table {} has {rows} rows and {columns} columns, expected at most {MAX_ROWS} and {MAX_COLUMNS} for a sheet",
        table.id
    )))
}

/// The text of the caption's region.
pub(crate) fn caption(document: &Document, table: &Table) -> Option<String> {
    region_text(document, table.caption?)
}

/// The text of a region on one line; nothing where it has none.
pub(crate) fn region_text(document: &Document, id: document::RegionId) -> Option<String> {
    let page = document.page(id.page)?;
    let region = page.regions.iter().find(|region| region.id == id)?;
    Some(page.region_text(region)).filter(|text| !text.is_empty())
}

/// A sheet being written.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    lines: &'a Lines<'a>,
    /// What is too long for a cell.
    spilled: Vec<String>,
}

impl Sheet<'_> {
    fn write(mut self, document: &Document, table: &Table, caption: Option<&str>) -> Result<(), XlsxError> {
        let grid = &table.grid;
        let identifiers = identifier_columns(grid);
        for cell in grid.cells() {
            let is_identifier = identifiers.get(cell.span.column as usize).copied().unwrap_or_default();
            self.cell(cell, is_identifier)?;
        }
        for (column, width) in (0..).zip(widths::widths(grid)) {
            self.sheet.set_column_width(column, width)?;
        }
        self.sheet.set_freeze_panes(grid.header_rows(), stub_columns(grid))?;
        self.below(document, table, caption)
    }

    fn cell(&mut self, cell: &Cell, is_identifier: bool) -> Result<(), XlsxError> {
        let span = cell.span;
        let (row, column) = (span.row, span.column as u16);
        let text = self.fitting(&cell_text(cell, self.lines));
        let value = number(&text).filter(|_| cell.header == HeaderKind::None && !is_identifier);
        let look = self.looks.of(cell, value.as_ref());
        if span.row_span > 1 || span.column_span > 1 {
            let last_row = row.saturating_add(span.row_span.saturating_sub(1));
            let last_column = span.column.saturating_add(span.column_span.saturating_sub(1)) as u16;
            self.sheet.merge_range(row, column, last_row, last_column, &text, &look)?;
        }
        match value {
            Some(number) => self.sheet.write_number_with_format(row, column, number.value, &look)?,
            None if text.is_empty() => self.sheet.write_blank(row, column, &look)?,
            None => self.sheet.write_string_with_format(row, column, &text, &look)?,
        };
        Ok(())
    }

    /// The text as a cell can hold it: lines parted by line feeds, no other control characters. What is too long is
    /// kept for below.
    fn fitting(&mut self, text: &str) -> String {
        let clean: String = text
            .trim()
            .replace("\r\n", "\n")
            .chars()
            .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
            .collect();
        match clean.char_indices().nth(MAX_TEXT) {
            None => clean,
            Some((end, _)) => {
                let (head, tail) = clean.split_at(end);
                self.spilled.push(tail.to_owned());
                head.to_owned()
            }
        }
    }

    /// Caption, notes, what fits no cell: behind an empty row.
    fn below(&mut self, document: &Document, table: &Table, caption: Option<&str>) -> Result<(), XlsxError> {
        let mut texts: Vec<String> = caption.map(str::to_owned).into_iter().collect();
        texts.extend(table.notes.iter().filter_map(|id| region_text(document, *id)));
        texts.extend(self.unplaced(&table.unplaced_words));
        let mut row = table.grid.rows().saturating_add(1);
        let mut rest = std::mem::take(&mut self.spilled);
        rest.extend(texts);
        while !rest.is_empty() {
            for text in std::mem::take(&mut rest) {
                let text = self.fitting(&text);
                self.sheet.write_string_with_format(row, 0, &text, &self.looks.below)?;
                row = row.saturating_add(1);
            }
            rest.append(&mut self.spilled);
        }
        Ok(())
    }

    /// The words that fit no cell, one text for each line.
    fn unplaced(&self, words: &[WordId]) -> Vec<String> {
        let by_line = words.chunk_by(|a, b| a.line == b.line);
        let spelled = by_line.map(|ids| {
            let words = ids.iter().filter_map(|id| self.lines.word(*id));
            words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        });
        spelled.filter(|text| !text.is_empty()).collect()
    }
}

/// How many leading columns hold row headers below the header rows.
fn stub_columns(grid: &Grid) -> u16 {
    let head = grid.header_rows();
    let is_stub = |column: &u32| {
        let mut below = (head..grid.rows()).filter_map(|row| grid.cell_at(row, *column)).peekable();
        below.peek().is_some()
            && below.all(|cell| cell.header == HeaderKind::Row && cell.span.column_span == 1)
    };
    (0..grid.columns().saturating_sub(1)).take_while(is_stub).count() as u16
}
