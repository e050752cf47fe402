//! Table lists: the form in which table readers are compared, one object for each table.

use document::Rect;
use serde::Deserialize;

use super::json;
use crate::Error;
use crate::content::{Content, TableContent};
use crate::markup::parse_html;
use crate::table::GridCell;

#[derive(Deserialize)]
struct Entry {
    page: Option<u32>,
    /// Left, top, right, bottom.
    #[serde(default)]
    bbox: Option<[f32; 4]>,
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    row: u32,
    #[serde(alias = "column")]
    col: u32,
    #[serde(default = "one", alias = "row_span")]
    rowspan: u32,
    #[serde(default = "one", alias = "column_span")]
    colspan: u32,
    text: Option<String>,
    /// Where the cell stands.
    bbox: Option<[f32; 4]>,
    /// Around its ink.
    content_bbox: Option<[f32; 4]>,
}

fn one() -> u32 {
    1
}

pub(super) fn read(text: &str) -> Result<Content, Error> {
    let entries: Vec<Entry> = json(text)?;
    Ok(Content { tables: Some(entries.iter().map(table).collect()), ..Content::default() })
}

/// HTML says what stands in the cells, the cells where they stand; each alone is enough.
fn table(entry: &Entry) -> TableContent {
    let root = entry.html.as_deref().map(parse_html);
    let element = root.as_ref().and_then(|root| root.outermost("table").into_iter().next());
    let mut table = match element {
        Some(element) => TableContent::from_html(element),
        None if entry.cells.is_empty() => TableContent::default(),
        None => TableContent::from_cells(entry.cells.iter().map(|read| cell(read, None)).collect()),
    };
    if element.is_some() && !entry.cells.is_empty() {
        let cells = entry.cells.iter().map(|read| cell(read, table.cells.as_deref())).collect();
        table.cells = Some(cells);
    }
    table.on(Some(entry.page.unwrap_or(1)), entry.bbox.map(rect))
}

/// A cell with the text of its counterpart in HTML where it has none of its own.
fn cell(cell: &Cell, others: Option<&[GridCell]>) -> GridCell {
    let same = |other: &&GridCell| (other.row, other.column) == (cell.row, cell.col);
    let told = || others.into_iter().flatten().find(same).map(|other| other.text.as_str());
    let text = cell.text.as_deref().or_else(told).unwrap_or_default();
    let read = GridCell::single(cell.row, cell.col, text);
    GridCell { row_span: cell.rowspan.max(1), column_span: cell.colspan.max(1), ..read }
        .within(cell.bbox.map(rect))
        .with_ink(cell.content_bbox.map(rect))
}

fn rect([left, top, right, bottom]: [f32; 4]) -> Rect {
    Rect::new(left, top, right, bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_and_cells_complete_each_other() {
        let text = r#"[{"page": 2, "bbox": [0, 1, 9, 8], "unit": "px", "html": "<table><tr><td colspan=2>a<tr><td>b<td>c</table>",
            "cells": [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2, "bbox": [0, 1, 9, 4]},
                      {"row": 1, "col": 1, "rowspan": 1, "colspan": 1, "text": "c", "content_bbox": [6, 5, 7, 7]}]},
            {"bbox": null, "html": "<table><tr><td>x</table>"}, {"page": 1, "bbox": [5, 5, 6, 6]}]"#;
        let tables = read(text).unwrap().tables.unwrap();
        assert_eq!((tables[0].page, tables[0].bounds), (Some(2), Some(Rect::new(0.0, 1.0, 9.0, 8.0))));
        let cells = tables[0].cells.as_deref().unwrap();
        assert_eq!((cells[0].text.as_str(), cells[0].column_span), ("a", 2));
        assert_eq!(cells[1].ink_rect(), Some(Rect::new(6.0, 5.0, 7.0, 7.0)));
        assert_eq!((tables[1].page, tables[1].text().as_str()), (Some(1), "x"));
        assert_eq!((tables[2].has_text, tables[2].cells.as_deref()), (false, None));
        let alone = read(r#"[{"cells": [{"row": 0, "column": 1, "text": "z"}]}]"#).unwrap().tables.unwrap();
        assert!(alone[0].html.is_some() && alone[0].text() == "z");
        assert!(read("{}").is_err());
    }
}
