use document::{Cell, CellSpan, Document, Grid, HeaderKind, Place, Rect, Table, Unit, WordId};
use serde_json::{Value, json};

use crate::flow::{Lines, cell_text};
use crate::table::write_table_html;

/// JSON carries hundredths of a pixel or point, as the document does.
const DECIMALS: f64 = 100.0;

/// The tables of a document as a *table list*, the form in which table readers are compared: an array with one object
/// for each table and page it stands on, in reading order.
///
/// | field | meaning |
/// | --- | --- |
/// | `page` | page number, from 1 |
/// | `bbox` | `[x0, y0, x1, y1]`, origin top left, in source space |
/// | `unit` | `"px"` or `"pt"` |
/// | `html` | this part of the table as [`table_html`](crate::table_html) writes it |
/// | `cells` | its cells in row-major order |
///
/// Each cell has `row` and `col` (from 0, within the part), `rowspan`, `colspan`, `text`, `bbox` (the cell's own place)
/// and `content_bbox` (around the ink of its words); the last two are absent where they are not known and for blank cells:
/// readers are compared by the places of what stands in a table, and a place in a list is taken for that. A header that is
/// printed again stands in each part; of a cell that a page break cuts each part has its own text.
pub fn scorer_tables(document: &Document) -> Value {
    let lines = Lines::new(document);
    let tables = document.tables.iter().flat_map(|table| {
        let places = table.places.iter().enumerate();
        places.map(|(index, place)| (table, index, place)).collect::<Vec<_>>()
    });
    Value::Array(tables.map(|(table, index, place)| entry(document, table, index, place, &lines)).collect())
}

fn entry(document: &Document, table: &Table, index: usize, place: &Place, lines: &Lines<'_>) -> Value {
    let part = part(table, index, place, lines);
    let grid = part.as_ref().unwrap_or(&table.grid);
    let mut html = String::new();
    write_table_html(&mut html, grid, lines);
    let unit = match document.page(place.page).map(|page| page.size.unit) {
        Some(Unit::Point) => "pt",
        _ => "px",
    };
    let cells = grid.cells().iter().map(|cell| cell_entry(cell, table, place, lines));
    let cells: Vec<_> = cells.collect();
    json!({ "page": place.page, "bbox": bbox(place.outline.bounds()), "unit": unit, "html": html, "cells": cells })
}

fn cell_entry(cell: &Cell, table: &Table, place: &Place, lines: &Lines<'_>) -> Value {
    let CellSpan { row, column, row_span, column_span } = cell.span;
    let text = cell_text(cell, lines);
    let mut entry =
        json!({ "row": row, "col": column, "rowspan": row_span, "colspan": column_span, "text": text });
    let own = Rect::around(cell.places.iter().filter(|p| is_within(p, place)).map(|p| p.outline.bounds()));
    let bounds = |id: &WordId| lines.word(*id).map(|word| word.outline.bounds());
    let here = |id: &&WordId| id.line.page == place.page;
    let words = cell.words.iter().filter(here).filter_map(bounds);
    let again = table.repeated_words.iter().filter(here).filter_map(bounds);
    let again = again.filter(|word| own.is_some_and(|own| own.contains(word.center())));
    let ink = words.chain(again).filter(|bounds| place.outline.bounds().contains(bounds.center()));
    let ink = Rect::around(ink);
    let own = own.filter(|_| ink.is_some() || !text.is_empty());
    for (name, bounds) in [("bbox", own), ("content_bbox", ink)] {
        if let (Some(bounds), Value::Object(fields)) = (bounds, &mut entry) {
            fields.insert(name.to_owned(), bbox(bounds));
        }
    }
    entry
}

/// Whether a cell's place belongs to this part of its table.
fn is_within(cell: &Place, part: &Place) -> bool {
    cell.page == part.page && part.outline.bounds().contains(cell.outline.bounds().center())
}

/// The rows of `table` that stand in its part `index`; nothing for a table of one part, which is the whole table.
///
/// A row stands where its cells stand: a header that is printed again, in several parts. A cell of several rows that a
/// page break cuts says nothing about the rows, so it is clipped to those of the others.
fn part(table: &Table, index: usize, place: &Place, lines: &Lines<'_>) -> Option<Grid> {
    if table.places.len() < 2 {
        return None;
    }
    let cells = table.grid.cells();
    let head = table.grid.header_rows();
    let here = || cells.iter().filter(|cell| cell.places.iter().any(|p| is_within(p, place)));
    let is_telling = |cell: &&Cell| cell.span.row_span == 1 || cell.places.len() == 1;
    let body = |cell: &&Cell| cell.span.row >= head;
    let heads: Vec<u32> = here().filter(|cell| cell.span.row < head).flat_map(rows_of).collect();
    let range = range(here().filter(body).filter(is_telling)).or_else(|| range(here().filter(body)));
    let body_rows = range.map_or(0..0, |(first, last)| first..last.saturating_add(1));
    let rows: Vec<u32> = (0..head).filter(|row| heads.contains(row)).chain(body_rows).collect();
    let earlier = table.places.get(..index).unwrap_or_default();
    let clipped = cells.iter().filter_map(|cell| clip(cell, &rows, place, earlier, lines));
    (!rows.is_empty()).then(|| Grid::new(rows.len() as u32, table.grid.columns(), clipped.collect()).ok())?
}

fn rows_of(cell: &Cell) -> std::ops::Range<u32> {
    cell.span.row..cell.span.row.saturating_add(cell.span.row_span)
}

/// First and last row of some cells.
fn range<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<(u32, u32)> {
    let last = |cell: &Cell| cell.span.row.saturating_add(cell.span.row_span.saturating_sub(1));
    cells.fold(None, |range, cell| {
        let (first, end) = range.unwrap_or((cell.span.row, last(cell)));
        Some((first.min(cell.span.row), end.max(last(cell))))
    })
}

/// What of `cell` lies in `rows`, which are counted anew. Of a cell that a page break cuts the text that stands in this
/// part; where its words are not known, the whole text in the first part.
fn clip(cell: &Cell, rows: &[u32], place: &Place, earlier: &[Place], lines: &Lines<'_>) -> Option<Cell> {
    let first = rows.iter().position(|row| rows_of(cell).contains(row))?;
    let count = rows.iter().filter(|row| rows_of(cell).contains(row)).count();
    let mut part = cell.clone();
    part.span.row = first as u32;
    part.span.row_span = count as u32;
    let was_before = cell.places.iter().any(|place| earlier.iter().any(|part| is_within(place, part)));
    let is_cut = was_before || cell.places.iter().any(|p| p.page != place.page);
    if !is_cut || cell.header == HeaderKind::Column {
        return Some(part);
    }
    part.words.retain(|word| word.line.page == place.page);
    if cell.words.iter().all(|word| lines.word(*word).is_some()) && !cell.words.is_empty() {
        part.text = lines.spell(&part.words);
    } else if was_before {
        part.text.clear();
        part.words.clear();
    }
    Some(part)
}

/// `[x0, y0, x1, y1]`.
fn bbox(bounds: Rect) -> Value {
    let rounded = |value: f32| (f64::from(value) * DECIMALS).round() / DECIMALS;
    json!([rounded(bounds.left), rounded(bounds.top), rounded(bounds.right), rounded(bounds.bottom)])
}

#[cfg(test)]
mod tests {
    use document::{Document, TableId};

    use super::*;
    use crate::sample::{PageBuilder, cell, document, header, place, table};

    fn at(mut cell: Cell, places: &[(u32, f32)]) -> Cell {
        let spot = |&(page, top): &(u32, f32)| place(page, Rect::new(10.0, top, 20.0, top + 10.0));
        cell.places = places.iter().map(spot).collect();
        cell
    }

    fn over_two_pages(cells: Vec<Cell>, rows: u32, columns: u32) -> Document {
        let mut table = table(rows, columns, cells);
        table.id = TableId(1);
        table.places =
            vec![place(1, Rect::new(0.0, 500.0, 100.0, 800.0)), place(2, Rect::new(0.0, 0.0, 100.0, 300.0))];
        document(vec![], vec![table])
    }

    fn rows(list: &Value, part: usize) -> Vec<(u64, u64, String)> {
        let cells = list[part]["cells"].as_array().unwrap();
        let row = |c: &Value| {
            (
                c["row"].as_u64().unwrap(),
                c["rowspan"].as_u64().unwrap(),
                c["text"].as_str().unwrap().to_owned(),
            )
        };
        cells.iter().map(row).collect()
    }

    #[test]
    fn a_table_over_two_pages_is_two_entries() {
        let cells = vec![
            at(cell(0, 0, 2, 1, "group"), &[(1, 600.0), (2, 10.0)]),
            at(cell(0, 1, 1, 1, "a"), &[(1, 600.0)]),
            at(cell(1, 1, 1, 1, "b"), &[(2, 10.0)]),
            at(cell(2, 0, 1, 1, "c"), &[(2, 20.0)]),
        ];
        let list = scorer_tables(&over_two_pages(cells, 3, 2));
        assert_eq!(rows(&list, 0), [(0, 1, "group".into()), (0, 1, "a".into())]);
        assert_eq!(rows(&list, 1), [(0, 1, String::new()), (0, 1, "b".into()), (1, 1, "c".into())]);
        assert_eq!(list[1]["page"], 2);
        assert_eq!(list[1]["cells"][1]["bbox"], json!([10.0, 10.0, 20.0, 20.0]));
    }

    #[test]
    fn a_cut_row_stands_in_both_parts() {
        let cells = vec![
            at(cell(0, 0, 1, 1, "x"), &[(1, 600.0)]),
            at(cell(1, 0, 1, 1, "long"), &[(1, 700.0), (2, 10.0)]),
            at(cell(2, 0, 1, 1, "y"), &[(2, 50.0)]),
        ];
        let list = scorer_tables(&over_two_pages(cells, 3, 1));
        assert_eq!(rows(&list, 0), [(0, 1, "x".into()), (1, 1, "long".into())]);
        assert_eq!(rows(&list, 1), [(0, 1, String::new()), (1, 1, "y".into())]);
    }

    #[test]
    fn each_part_has_its_header_and_its_own_text() {
        let mut builders = [PageBuilder::new(1), PageBuilder::new(2)];
        let words = builders.each_mut().map(|page| {
            let line = page.line("Head cut text");
            page.line_words(line).iter().map(|word| word.id).collect::<Vec<_>>()
        });
        let mut head = at(header(0, 0, 1, 1, "Head"), &[(1, 510.0), (2, 5.0)]);
        head.words = vec![words[0][0]];
        let mut cut = at(cell(1, 0, 1, 1, "cut\ntext"), &[(1, 700.0), (2, 20.0)]);
        cut.words = vec![words[0][1], words[1][2]];
        let last = at(cell(2, 0, 1, 1, "z"), &[(2, 50.0)]);
        let mut document = over_two_pages(vec![head, cut, last], 3, 1);
        document.pages = builders.into_iter().map(PageBuilder::finish).collect();
        document.tables[0].repeated_words = vec![words[1][0]];
        let list = scorer_tables(&document);
        assert_eq!(rows(&list, 0), [(0, 1, "Head".into()), (1, 1, "cut".into())]);
        assert_eq!(rows(&list, 1), [(0, 1, "Head".into()), (1, 1, "text".into()), (2, 1, "z".into())]);
        assert!(list[1]["html"].as_str().unwrap().starts_with("<table>\n<thead>"));
    }
}
