//! PubTabNet: the tokens of a table's HTML, and of each cell's content, one picture a line.

use document::Rect;
use serde::Deserialize;

use super::{Labelled, json};
use crate::content::{Content, Scope, TableContent};
use crate::markup::parse_html;
use crate::{Error, ErrorKind};

#[derive(Deserialize)]
struct Record {
    filename: String,
    split: Option<String>,
    html: Html,
}

#[derive(Deserialize)]
struct Html {
    structure: Structure,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Structure {
    tokens: Vec<String>,
}

#[derive(Deserialize)]
struct Cell {
    tokens: Vec<String>,
    /// Around the ink; absent for blank cells.
    bbox: Option<[f32; 4]>,
}

pub(super) fn read(text: &str) -> Result<Vec<Labelled>, Error> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| record(line).map_err(|error| error.at(format!("line {number}")))).collect()
}

fn record(line: &str) -> Result<Labelled, Error> {
    let record: Record = json(line)?;
    let root = parse_html(&html(&record.html));
    let table = root.child("table");
    let table =
        table.ok_or_else(|| Error::new(ErrorKind::Content, "found no table in the tokens, expected one"))?;
    let mut table = TableContent::from_html(table);
    for (cell, read) in record.html.cells.iter().zip(table.cells.iter_mut().flatten()) {
        let around = cell.bbox.map(|[left, top, right, bottom]| Rect::new(left, top, right, bottom));
        *read = read.clone().with_ink(around);
    }
    let content = Content { tables: Some(vec![table]), ..Content::default() }.with_scope(Scope::Table);
    let attributes = record.split.into_iter().map(|split| ("split".to_owned(), split)).collect();
    Ok(Labelled { input: Some(record.filename), content, attributes })
}

/// The table's HTML: a cell's tokens go in where its tag is complete.
fn html(parts: &Html) -> String {
    let mut out = String::from("<table>");
    let mut cells = parts.cells.iter();
    for token in &parts.structure.tokens {
        out.push_str(token);
        if matches!(token.as_str(), "<td>" | ">") {
            cells.next().iter().flat_map(|cell| &cell.tokens).for_each(|token| out.push_str(token));
        }
    }
    out + "</table>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_a_table() {
        let text = r#"{"filename": "PMC1.png", "split": "val", "imgid": 1, "html": {
            "structure": {"tokens": ["<thead>", "<tr>", "<td", " colspan=\"2\"", ">", "</td>", "</tr>", "</thead>",
                                     "<tbody>", "<tr>", "<td>", "</td>", "<td>", "</td>", "</tr>", "</tbody>"]},
            "cells": [{"tokens": ["<b>", "H", "i", "</b>"], "bbox": [1, 2, 3, 4]}, {"tokens": []},
                      {"tokens": ["5"], "bbox": [5, 6, 7, 8]}]}}"#
            .replace('\n', " ");
        let truths = read(&text).unwrap();
        assert_eq!(truths[0].attributes, [("split".to_owned(), "val".to_owned())]);
        let table = &truths[0].content.tables.as_deref().unwrap()[0];
        let cells = table.cells.as_deref().unwrap();
        let texts: Vec<_> = cells.iter().map(|cell| (cell.text.as_str(), cell.column_span)).collect();
        assert_eq!(texts, [("Hi", 2), ("", 1), ("5", 1)]);
        assert_eq!(table.html.as_ref().unwrap().outermost("b").len(), 1);
        assert_eq!(cells[2].ink_rect(), Some(Rect::new(5.0, 6.0, 7.0, 8.0)));
        assert_eq!(read("{}").unwrap_err().place(), Some("line 1"));
    }
}
