mod panels;

use std::collections::{HashMap, HashSet};

use document::{Cell, Column, Document, Field, Grid, Table, TableId};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::escape::one_line;
use crate::flow::{Lines, cell_text};
use crate::xlsx::{caption, region_text};
use panels::{Panel, panels};

/// What parts the header texts of one column in its key.
const PATH_SEPARATOR: &str = " / ";

/// How records are made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordsOptions {
    /// Whether a table whose header stands twice or more side by side, as on laboratory sheets, gives one list with a
    /// record for each panel of a row: the left panel from top to bottom, then the next.
    pub unroll: bool,
}

impl Default for RecordsOptions {
    fn default() -> Self {
        Self { unroll: true }
    }
}

impl RecordsOptions {
    /// The same with `unroll`.
    #[must_use]
    pub fn with_unroll(mut self, unroll: bool) -> Self {
        self.unroll = unroll;
        self
    }
}

/// What a document says as data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Records {
    /// File name of what was read.
    pub source: String,
    /// Names and values of its forms, in reading order.
    pub fields: Vec<RecordField>,
    /// Its tables, in reading order.
    pub tables: Vec<TableRecords>,
}

/// A name on a form with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordField {
    /// The name, as printed, without the colon.
    pub key: String,
    /// The value; empty where the form was left blank.
    pub value: String,
    /// The page that the name stands on; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

impl RecordField {
    fn new(field: &Field) -> Self {
        let page = field.key.places.first().map(|place| place.page);
        Self { key: field.key.text.clone(), value: field.value.text.clone(), page }
    }
}

/// A table as a list of records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableRecords {
    /// The table's name.
    pub table: TableId,
    /// The pages it stands on.
    pub pages: Vec<u32>,
    /// Its caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The notes that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The keys of the records in the order of the columns.
    pub columns: Vec<RecordColumn>,
    /// One for each row below the header that says anything.
    pub records: Vec<Record>,
    /// Where each record stands.
    pub places: Vec<RecordPlace>,
}

/// A key of the records of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordColumn {
    /// The header texts joined by ` / `; `column 3` where nothing heads the column. No two keys are alike: later ones
    /// get a number, as `value (2)`.
    pub key: String,
    /// The header texts, the outermost first.
    pub path: Vec<String>,
    /// The unit that the header names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Values by key, in the order of the columns; a JSON object. Every key is there, with an empty value where nothing is
/// printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record(Vec<(String, String)>);

impl Record {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Keys and values in the order of the columns.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordPlace {
    /// The row of the grid, from 0.
    pub row: u32,
    /// The first column of its panel, from 0.
    pub column: u32,
    /// The page its first cell stands on; absent where cells have no places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The heading of the group of rows it stands in: a cell above it that takes the whole width of its panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// The rows of a document's tables as records keyed by header path, and the fields of its forms.
///
/// Values are texts as printed, the lines of a cell joined to one. A cell that spans rows gives its value to each of
/// them; one that spans columns to the first of those alone, as a subtotal's label is not a value of the columns that it
/// runs over. Empty rows are left out.
pub fn records(document: &Document, options: &RecordsOptions) -> Records {
    let lines = Lines::new(document);
    let tables = document.tables.iter().map(|table| table_records(document, table, &lines, options));
    Records {
        source: document.source.name.clone(),
        fields: document.fields.iter().map(RecordField::new).collect(),
        tables: tables.collect(),
    }
}

fn table_records(
    document: &Document,
    table: &Table,
    lines: &Lines<'_>,
    options: &RecordsOptions,
) -> TableRecords {
    let columns = columns(table);
    let mut panels = panels(&columns);
    if !options.unroll {
        panels = vec![(0..columns.len() as u32).map(Some).collect()];
    }
    // The headers of the panel that has the column.
    let slots = panels.first().map_or(0, Vec::len);
    let column = |slot: usize| {
        let index = panels.iter().find_map(|panel| panel.get(slot).copied().flatten())?;
        columns.get(index as usize).cloned()
    };
    let keys = keys(&(0..slots).filter_map(column).collect::<Vec<_>>());
    let mut found = TableRecords {
        table: table.id,
        pages: pages(table),
        caption: caption(document, table),
        notes: table.notes.iter().filter_map(|id| region_text(document, *id)).collect(),
        columns: keys,
        records: vec![],
        places: vec![],
    };
    for panel in &panels {
        append(&table.grid, panel, lines, &mut found);
    }
    found
}

fn pages(table: &Table) -> Vec<u32> {
    let mut pages: Vec<u32> = table.places.iter().map(|place| place.page).collect();
    pages.dedup();
    pages
}

/// What each column holds: as the table tells, else by its header rows.
fn columns(table: &Table) -> Vec<Column> {
    let grid = &table.grid;
    if table.columns.len() == grid.columns() as usize {
        return table.columns.clone();
    }
    (0..grid.columns()).map(|column| Column { path: grid.column_path(column), unit: None }).collect()
}

/// Keys for columns, no two alike.
fn keys(columns: &[Column]) -> Vec<RecordColumn> {
    let mut given: HashSet<String> = HashSet::new();
    let mut next: HashMap<String, u32> = HashMap::new();
    let mut keys = Vec::with_capacity(columns.len());
    for (column, number) in columns.iter().zip(1..) {
        let path: Vec<&str> =
            column.path.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let base = if path.is_empty() { format!("column {number}") } else { path.join(PATH_SEPARATOR) };
        let mut key = base.clone();
        let count = next.entry(base.clone()).or_insert(1);
        while !given.insert(key.clone()) {
            *count += 1;
            key = format!("{base} ({count})");
        }
        keys.push(RecordColumn { key, path: column.path.clone(), unit: column.unit.clone() });
    }
    keys
}

/// Appends the records of one panel.
fn append(grid: &Grid, panel: &Panel, lines: &Lines<'_>, found: &mut TableRecords) {
    let first = panel.iter().flatten().min().copied().unwrap_or_default();
    let end = panel.iter().flatten().max().map_or(0, |last| last + 1);
    let mut group: Option<String> = None;
    for row in grid.header_rows()..grid.rows() {
        // What spans columns stands in the first that this panel has.
        let begins = |column: u32, cell: &&Cell| cell.span.column.max(first) == column;
        let cell = |column: u32| grid.cell_at(row, column).filter(|cell| begins(column, cell));
        let cells: Vec<Option<&Cell>> = panel.iter().map(|column| column.and_then(cell)).collect();
        if let Some(heading) = heading(grid.cell_at(row, first), first, end) {
            let text = one_line(&cell_text(heading, lines));
            group = Some(text).filter(|text| !text.is_empty()).or(group);
            continue;
        }
        let value = |cell: &Option<&Cell>| {
            cell.map(|cell| document::join_lines(cell_text(cell, lines).lines())).unwrap_or_default()
        };
        let values: Vec<String> = cells.iter().map(value).collect();
        if values.iter().all(String::is_empty) {
            continue;
        }
        let keys = found.columns.iter().map(|column| column.key.clone());
        found.records.push(Record(keys.zip(values).collect()));
        let page = cells.iter().flatten().find_map(|cell| page_of(cell, row));
        found.places.push(RecordPlace { row, column: first, page, group: group.clone() });
    }
}

/// The page of a cell in `row`: for a cell over several rows and pages, the page cannot be told from it.
fn page_of(cell: &Cell, row: u32) -> Option<u32> {
    let is_sure = cell.places.len() == 1 || cell.span.row == row;
    cell.places.first().filter(|_| is_sure).map(|place| place.page)
}

/// The cell that takes the whole width of a panel of several columns and one row: it heads the rows below.
fn heading(cell: Option<&Cell>, first: u32, end: u32) -> Option<&Cell> {
    let takes_all = |cell: &&Cell| {
        let last = cell.span.column.saturating_add(cell.span.column_span);
        cell.span.column <= first && last >= end && cell.span.row_span == 1
    };
    cell.filter(takes_all).filter(|_| end.saturating_sub(first) > 1)
}

#[cfg(test)]
mod tests {
    use document::RegionClass;

    use super::*;
    use crate::sample::{PageBuilder, cell, document, header, table};

    fn told(document: &Document, options: &RecordsOptions) -> Vec<String> {
        let records = records(document, options).tables.remove(0).records;
        records.iter().map(|record| serde_json::to_string(record).unwrap()).collect()
    }

    #[test]
    fn rows_are_objects_keyed_by_header_path() {
        let cells = vec![
            header(0, 0, 2, 1, "Test"),
            header(0, 1, 1, 2, "Results"),
            header(1, 1, 1, 1, "old"),
            header(1, 2, 1, 1, "new"),
            cell(2, 0, 1, 3, "Blood"),
            cell(3, 0, 2, 1, "WBC\ncount"),
            cell(3, 1, 1, 1, "5.60"),
            cell(3, 2, 1, 1, "007"),
            cell(4, 1, 1, 2, "none"),
        ];
        let document = document(vec![], vec![table(6, 3, cells)]);
        let want = [
            r#"{"Test":"WBC count","Results / old":"5.60","Results / new":"007"}"#,
            r#"{"Test":"WBC count","Results / old":"none","Results / new":""}"#,
        ];
        assert_eq!(told(&document, &RecordsOptions::default()), want);
        let places = &records(&document, &RecordsOptions::default()).tables[0].places;
        assert_eq!(places[1], RecordPlace { row: 4, column: 0, page: None, group: Some("Blood".into()) });
    }

    #[test]
    fn panels_are_unrolled_into_one_list() {
        let heads = ["项目", "结果", "项目", "结果"];
        let mut cells: Vec<Cell> =
            heads.iter().zip(0..).map(|(text, column)| header(0, column, 1, 1, text)).collect();
        cells.extend(
            [("a", 1, 0), ("1", 1, 1), ("c", 1, 2), ("3", 1, 3)].map(|(t, r, c)| cell(r, c, 1, 1, t)),
        );
        cells.extend([("b", 2, 0), ("2", 2, 1)].map(|(t, r, c)| cell(r, c, 1, 1, t)));
        let document = document(vec![], vec![table(3, 4, cells)]);
        let unrolled =
            [r#"{"项目":"a","结果":"1"}"#, r#"{"项目":"b","结果":"2"}"#, r#"{"项目":"c","结果":"3"}"#];
        assert_eq!(told(&document, &RecordsOptions::default()), unrolled);
        let kept = told(&document, &RecordsOptions::default().with_unroll(false));
        assert_eq!(kept[1], r#"{"项目":"b","结果":"2","项目 (2)":"","结果 (2)":""}"#);
    }

    #[test]
    fn keys_are_never_alike() {
        let column = |path: &[&str]| Column { path: path.iter().map(|t| (*t).into()).collect(), unit: None };
        let keys = keys(&[column(&["a"]), column(&["a (2)"]), column(&["a"]), column(&[]), column(&["a"])]);
        let keys: Vec<_> = keys.iter().map(|column| column.key.as_str()).collect();
        assert_eq!(keys, ["a", "a (2)", "a (3)", "column 4", "a (4)"]);
    }

    #[test]
    fn caption_notes_and_units_come_along() {
        let mut page = PageBuilder::new(1);
        let caption = page.region(RegionClass::Caption, &["Table 1. Weights"]).id;
        let note = page.region(RegionClass::Footnote, &["* by hand"]).id;
        let mut table = table(2, 1, vec![header(0, 0, 1, 1, "Weight (kg)"), cell(1, 0, 1, 1, "7*")]);
        table.caption = Some(caption);
        table.notes = vec![note];
        table.columns = vec![Column { path: vec!["Weight".into()], unit: Some("kg".into()) }];
        let found = records(&document(vec![page.finish()], vec![table]), &RecordsOptions::default());
        let json = serde_json::to_value(&found.tables[0]).unwrap();
        assert_eq!(json["caption"], "Table 1. Weights");
        assert_eq!(json["notes"][0], "* by hand");
        assert_eq!(json["columns"][0]["unit"], "kg");
        assert_eq!(json["records"][0]["Weight"], "7*");
    }
}
