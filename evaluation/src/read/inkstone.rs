//! `inkstone-truth/1`, the truth beside Inkstone's own fixtures: `fixtures/TRUTH.md`.

use std::collections::BTreeMap;

use document::{Outline, RegionClass};
use serde::Deserialize;

use super::{Labelled, json};
use crate::boxes::TextBox;
use crate::content::{Block, Content, PageContent, TableContent};
use crate::fields::Field;
use crate::table::GridCell;
use crate::{Error, ErrorKind};

/// What the field `schema` says.
pub(super) const SCHEMA: &str = "inkstone-truth/1";

#[derive(Deserialize)]
struct Truth {
    schema: String,
    language: Option<String>,
    kind: Option<String>,
    style: Option<String>,
    condition: Option<String>,
    /// The other document of a pair.
    twin: Option<String>,
    /// Whether the style was kept from whoever wrote the readers.
    #[serde(default)]
    unseen: bool,
    pages: Vec<Page>,
    #[serde(default)]
    joined_tables: Vec<Joined>,
    fields: Option<BTreeMap<String, String>>,
    facts: Option<Vec<BTreeMap<String, String>>>,
}

/// A table that goes on over pages.
#[derive(Deserialize)]
struct Joined {
    /// Page number and index of each part.
    parts: Vec<(u32, usize)>,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Page {
    number: u32,
    text: Option<String>,
    lines: Option<Vec<Line>>,
    regions: Option<Vec<Region>>,
    tables: Option<Vec<Table>>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    outline: Outline,
}

#[derive(Deserialize)]
struct Region {
    class: RegionClass,
    outline: Option<Outline>,
    #[serde(default)]
    lines: Vec<usize>,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Table {
    outline: Option<Outline>,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    row: u32,
    column: u32,
    row_span: u32,
    column_span: u32,
    text: String,
    outline: Option<Outline>,
}

/// Attributes of a record that say what it is and where, not what is printed.
const ABOUT: [&str; 2] = ["type", "at"];

pub(super) fn read(text: &str) -> Result<Labelled, Error> {
    let truth: Truth = json(text)?;
    if truth.schema != SCHEMA {
        let what = format!("schema is {:?}, expected {SCHEMA:?}", truth.schema);
        return Err(Error::new(ErrorKind::Content, what));
    }
    let attribute = |name: &str, value: Option<&String>| Some((name.to_owned(), value?.clone()));
    let unseen = truth.unseen.then(|| "true".to_owned());
    let attributes = [
        attribute("language", truth.language.as_ref()),
        attribute("kind", truth.kind.as_ref()),
        attribute("style", truth.style.as_ref()),
        attribute("condition", truth.condition.as_ref()),
        attribute("twin", truth.twin.as_ref()),
        attribute("unseen", unseen.as_ref()),
    ];
    let attributes = attributes.into_iter().flatten().collect();
    Ok(Labelled { input: None, content: content(truth), attributes })
}

fn content(truth: Truth) -> Content {
    let tables = tables(&truth);
    let has_formulas = truth.pages.iter().any(|page| page.regions.is_some());
    let regions = truth.pages.iter().flat_map(|page| page.regions.iter().flatten());
    let formulas = regions.filter(|region| region.class == RegionClass::Formula);
    Content {
        formulas: has_formulas.then(|| formulas.map(|region| region.text.clone()).collect()),
        pages: truth.pages.into_iter().map(self::page).collect(),
        tables,
        fields: truth.fields.map(|fields| fields.into_iter().map(|(k, v)| Field::new(k, v)).collect()),
        facts: truth.facts.as_deref().map(facts),
        ..Content::default()
    }
}

/// The tables of all pages; one that goes on over pages stands where its first part does.
fn tables(truth: &Truth) -> Option<Vec<TableContent>> {
    let mut tables: Option<Vec<TableContent>> = None;
    for page in &truth.pages {
        for (index, part) in page.tables.iter().flatten().enumerate() {
            let joined =
                truth.joined_tables.iter().find(|joined| joined.parts.contains(&(page.number, index)));
            let whole = match joined {
                Some(joined) if joined.parts.first() != Some(&(page.number, index)) => continue,
                Some(joined) => &joined.cells,
                None => &part.cells,
            };
            tables.get_or_insert_default().push(table(part, whole, page.number));
        }
        if page.tables.is_some() {
            tables.get_or_insert_default();
        }
    }
    tables
}

fn page(page: Page) -> PageContent {
    let lines = page.lines;
    let line_text = |index: &usize| lines.as_ref()?.get(*index).map(|line| line.text.clone());
    let block = |region: &Region| {
        let mut texts: Vec<String> = region.lines.iter().filter_map(line_text).collect();
        if texts.is_empty() {
            texts = region.text.lines().map(str::to_owned).collect();
        }
        let bounds = region.outline.as_ref().map(Outline::bounds);
        Block { class: Some(region.class), bounds, lines: texts, confidence: None }
    };
    let blocks = page.regions.map(|regions| regions.iter().map(block).collect());
    let text_box = |line: Line| TextBox { text: Some(line.text), outline: line.outline, confidence: None };
    PageContent {
        number: Some(page.number),
        text: page.text,
        ordered: true,
        blocks,
        lines: lines.map(|lines| lines.into_iter().map(text_box).collect()),
        words: None,
    }
}

fn table(table: &Table, cells: &[Cell], page: u32) -> TableContent {
    let cell = |cell: &Cell| {
        let spans = [cell.row_span, cell.column_span].map(|span| span.max(1));
        let read = GridCell::single(cell.row, cell.column, &cell.text);
        GridCell { row_span: spans[0], column_span: spans[1], ..read }
            .within(cell.outline.as_ref().map(Outline::bounds))
    };
    let cells = cells.iter().map(cell).collect();
    TableContent::from_cells(cells).on(Some(page), table.outline.as_ref().map(Outline::bounds))
}

/// Each attribute of a record as a field of its own, named by the record's code, name or type.
pub(super) fn facts(records: &[BTreeMap<String, String>]) -> Vec<Field> {
    let named = |record: &BTreeMap<String, String>| -> Vec<Field> {
        let keys = ["code", "name", "type"].into_iter().filter_map(|key| record.get(key));
        let name = keys.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
        let printed = record.iter().filter(|(key, _)| !ABOUT.contains(&key.as_str()));
        printed.map(|(key, value)| Field::new(format!("{name}/{key}"), value)).collect()
    };
    records.iter().flat_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;

    #[test]
    fn all_parts_are_read() {
        let outline = "[[0,0],[9,0],[9,3],[0,3]]";
        let text = format!(
            r#"{{"schema": "inkstone-truth/1", "language": "zh", "pages": [{{"number": 1, "width": 9, "unit": "px",
            "lines": [{{"text": "血糖", "outline": {outline}, "vertical": false}}],
            "regions": [{{"class": "text", "outline": {outline}, "lines": [0], "text": "血糖"}},
                        {{"class": "table", "outline": {outline}, "lines": [], "table": 0, "text": "a\tb"}}],
            "tables": [{{"rows": 1, "columns": 2, "outline": {outline}, "cells": [
                {{"row": 0, "column": 0, "row_span": 1, "column_span": 2, "header": true, "text": "a", "outline": {outline}}}]}}],
            "text": "血糖\n\na\tb"}}],
            "kind": "lab", "unseen": true,
            "fields": {{"name": "王芳"}}, "facts": [{{"type": "lab_item", "at": "1:0", "code": "GLU", "value": "5.6"}}]}}"#
        );
        let labelled = read(&text).unwrap();
        let names: Vec<_> =
            labelled.attributes.iter().map(|(name, value)| format!("{name} {value}")).collect();
        assert_eq!(names, ["language zh", "kind lab", "unseen true"]);
        let content = labelled.content;
        let page = &content.pages[0];
        assert_eq!(page.lines.as_ref().unwrap()[0].outline.bounds(), Rect::new(0.0, 0.0, 9.0, 3.0));
        let blocks: Vec<_> = page.blocks.iter().flatten().map(Block::text).collect();
        assert_eq!(blocks, ["血糖", "a\tb"]);
        let cells = content.tables.as_ref().unwrap()[0].cells.as_deref().unwrap();
        assert_eq!((cells[0].column_span, cells[0].text.as_str()), (2, "a"));
        assert_eq!(content.fields, Some(vec![Field::new("name", "王芳")]));
        assert_eq!(content.facts, Some(vec![Field::new("GLU/code", "GLU"), Field::new("GLU/value", "5.6")]));
    }

    #[test]
    fn a_part_is_enough() {
        let text = r#"{"schema": "inkstone-truth/1", "pages": [{"number": 1, "text": "only text"}]}"#;
        let content = read(text).unwrap().content;
        assert_eq!(content.text().as_deref(), Some("only text"));
        assert_eq!((content.tables, content.formulas), (None, None));
        let error = read(r#"{"schema": "other", "pages": []}"#).unwrap_err();
        assert_eq!(error.to_string(), "schema is \"other\", expected \"inkstone-truth/1\"");
    }

    #[test]
    fn tables_over_pages_are_one() {
        let cell = |row: u32, text: &str| {
            format!(r#"{{"row": {row}, "column": 0, "row_span": 1, "column_span": 1, "text": "{text}"}}"#)
        };
        let page = |number: u32, text: &str| {
            format!(r#"{{"number": {number}, "tables": [{{"cells": [{}]}}]}}"#, cell(0, text))
        };
        let text = format!(
            r#"{{"schema": "inkstone-truth/1", "pages": [{}, {}, {}], "joined_tables":
                [{{"parts": [[1, 0], [2, 0]], "cells": [{}, {}]}}]}}"#,
            page(1, "a"),
            page(2, "b"),
            page(3, "c"),
            cell(0, "a"),
            cell(1, "b"),
        );
        let tables = read(&text).unwrap().content.tables.unwrap();
        let told: Vec<_> = tables.iter().map(|table| (table.page, table.text())).collect();
        assert_eq!(told, [(Some(1), "ab".to_owned()), (Some(3), "c".to_owned())]);
    }
}
