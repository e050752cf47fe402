//! A labelled page as the document that a perfect reader would make of it: what stages behind the reader are measured
//! on, apart from the reader's own errors.

use std::collections::HashMap;

use document::{
    Capture, Cell, CellSpan, Direction, Document, Generator, Grid, HeaderKind, Line, LineId, Origin, Outline,
    Page, PageSize, Place, Rect, Region, RegionClass, RegionId, Rotation, SCHEMA_VERSION, Source,
    SourceFormat, Table, TableId, TableMethod, Unit, Word, WordId,
};
use serde::Deserialize;

use crate::read::json;
use crate::{Error, ErrorKind};

/// Points to an inch, which is what a page in points is read at.
const POINTS: f32 = 72.0;

#[derive(Deserialize)]
struct Truth {
    pages: Vec<TruePage>,
    #[serde(default)]
    joined_tables: Vec<Joined>,
}

#[derive(Deserialize)]
struct TruePage {
    number: u32,
    width: f32,
    height: f32,
    unit: Unit,
    #[serde(default)]
    rotation: u16,
    lines: Vec<TrueLine>,
    regions: Vec<TrueRegion>,
    #[serde(default)]
    tables: Vec<TrueTable>,
}

#[derive(Deserialize)]
struct TrueLine {
    text: String,
    outline: Outline,
    #[serde(default)]
    vertical: bool,
}

#[derive(Deserialize)]
struct TrueRegion {
    class: RegionClass,
    outline: Outline,
    lines: Vec<u32>,
    table: Option<usize>,
}

#[derive(Deserialize)]
struct TrueTable {
    outline: Outline,
    cells: Vec<TrueCell>,
}

#[derive(Deserialize)]
struct Joined {
    parts: Vec<(u32, usize)>,
    cells: Vec<TrueCell>,
}

#[derive(Deserialize)]
struct TrueCell {
    row: u32,
    column: u32,
    #[serde(default = "one")]
    row_span: u32,
    #[serde(default = "one")]
    column_span: u32,
    #[serde(default)]
    header: bool,
    text: String,
    outline: Option<Outline>,
}

fn one() -> u32 {
    1
}

/// The document that a perfect reader makes of the pages of `truth`, an `inkstone-truth/1` with lines, regions and
/// tables. Words are the pieces between blanks, as wide as their share of the line; no confidence is known. A table
/// that goes on over pages is one table.
///
/// # Errors
/// [`ErrorKind::Syntax`] where `truth` is not JSON, [`ErrorKind::Content`] where a part is missing or wrong.
pub fn perfect_reading(truth: &str) -> Result<Document, Error> {
    let truth: Truth = json(truth)?;
    let mut names = HashMap::new();
    let mut tables = Vec::new();
    for page in &truth.pages {
        for (index, part) in page.tables.iter().enumerate() {
            let key = (page.number, index);
            let joined = truth.joined_tables.iter().find(|joined| joined.parts.contains(&key));
            let first = joined.and_then(|joined| joined.parts.first()).copied().unwrap_or(key);
            if let Some(id) = names.get(&first).copied() {
                names.insert(key, id);
                continue;
            }
            let id = TableId(tables.len() as u32 + 1);
            names.insert(key, id);
            tables.push(match joined {
                Some(joined) => whole_table(id, joined, &truth.pages)?,
                None => {
                    table(id, part.cells.iter().map(|cell| (cell, place(page, cell))), vec![at(page, part)])?
                }
            });
        }
    }
    Ok(Document {
        schema_version: SCHEMA_VERSION.to_owned(),
        generator: Generator { name: "truth".to_owned(), version: "1".to_owned() },
        source: Source {
            name: "truth.json".to_owned(),
            format: SourceFormat::Memory,
            bytes: 0,
            sha256: String::new(),
            page_count: truth.pages.len() as u32,
        },
        pages: truth.pages.iter().map(|truth| page(truth, &names)).collect(),
        tables,
        fields: Vec::new(),
    })
}

fn at(page: &TruePage, table: &TrueTable) -> Place {
    Place { page: page.number, outline: table.outline.clone() }
}

fn place(page: &TruePage, cell: &TrueCell) -> Option<Place> {
    Some(Place { page: page.number, outline: cell.outline.clone()? })
}

/// The parts of a table put together; each cell stands where a part prints its text in its column, in order.
fn whole_table(id: TableId, joined: &Joined, pages: &[TruePage]) -> Result<Table, Error> {
    let part = |(number, index): &(u32, usize)| {
        let page = pages.iter().find(|page| page.number == *number)?;
        Some((page, page.tables.get(*index)?))
    };
    let parts: Vec<_> = joined.parts.iter().filter_map(part).collect();
    let mut printed: Vec<(&TruePage, &TrueCell)> =
        parts.iter().flat_map(|(page, table)| table.cells.iter().map(move |cell| (*page, cell))).collect();
    let cells = joined.cells.iter().map(|cell| {
        let same =
            |(_, other): &(&TruePage, &TrueCell)| other.column == cell.column && other.text == cell.text;
        let found = printed.iter().position(same).map(|index| printed.remove(index));
        (cell, found.and_then(|(page, other)| place(page, other)))
    });
    table(id, cells, parts.iter().map(|(page, table)| at(page, table)).collect())
}

fn table<'t>(
    id: TableId,
    cells: impl Iterator<Item = (&'t TrueCell, Option<Place>)>,
    places: Vec<Place>,
) -> Result<Table, Error> {
    let cell = |(cell, place): (&TrueCell, Option<Place>)| Cell {
        span: CellSpan {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span.max(1),
            column_span: cell.column_span.max(1),
        },
        header: if cell.header { HeaderKind::Column } else { HeaderKind::None },
        text: cell.text.clone(),
        confidence: None,
        places: place.into_iter().collect(),
        words: Vec::new(),
    };
    let cells: Vec<Cell> = cells.map(cell).collect();
    let rows = cells.iter().map(|cell| cell.span.row + cell.span.row_span).max().unwrap_or(0);
    let columns = cells.iter().map(|cell| cell.span.column + cell.span.column_span).max().unwrap_or(0);
    let grid = Grid::new(rows, columns, cells)
        .map_err(|error| Error::new(ErrorKind::Content, error.to_string()).caused_by(error))?;
    Ok(Table {
        id,
        places,
        grid,
        confidence: None,
        method: TableMethod::Rulings,
        caption: None,
        notes: Vec::new(),
        columns: Vec::new(),
        unplaced_words: Vec::new(),
        repeated_words: Vec::new(),
        inside: None,
    })
}

fn page(truth: &TruePage, names: &HashMap<(u32, usize), TableId>) -> Page {
    let number = truth.number;
    let line_id = |index: u32| LineId { page: number, line: index + 1 };
    let region = |(index, region): (usize, &TrueRegion)| Region {
        id: RegionId { page: number, region: index as u32 + 1 },
        class: region.class,
        outline: region.outline.clone(),
        confidence: None,
        level: None,
        lines: region.lines.iter().map(|index| line_id(*index)).collect(),
        table: region.table.and_then(|index| names.get(&(number, index)).copied()),
        text_layer_trust: None,
    };
    Page {
        number,
        size: PageSize { width: truth.width, height: truth.height, unit: truth.unit },
        capture: Capture {
            rotation: Rotation::from_degrees(truth.rotation).unwrap_or_default(),
            skew: 0.0,
            rectified: false,
            working_dpi: POINTS,
        },
        regions: truth.regions.iter().enumerate().map(region).collect(),
        lines: truth.lines.iter().zip(0..).map(|(line, index)| self::line(line, line_id(index))).collect(),
    }
}

fn line(truth: &TrueLine, id: LineId) -> Line {
    let pieces: Vec<&str> = truth.text.split(' ').filter(|piece| !piece.is_empty()).collect();
    let whole = pieces.iter().map(|piece| piece.chars().count() + 1).sum::<usize>().saturating_sub(1).max(1);
    let mut from = 0;
    let words = pieces.iter().zip(1..).map(|(piece, word)| {
        let to = from + piece.chars().count();
        let outline =
            share(&truth.outline, truth.vertical, from as f32 / whole as f32, to as f32 / whole as f32);
        from = to + 1;
        Word {
            id: WordId { line: id, word },
            text: (*piece).to_owned(),
            outline,
            confidence: None,
            character_confidences: Vec::new(),
            alternatives: Vec::new(),
            glued: false,
            origin: Origin::Recognition,
        }
    });
    Line {
        id,
        words: words.collect(),
        text: pieces.join(" "),
        outline: truth.outline.clone(),
        confidence: None,
        direction: if truth.vertical { Direction::Vertical } else { Direction::Horizontal },
    }
}

/// The part of a line's outline between two shares of its length.
fn share(outline: &Outline, vertical: bool, from: f32, to: f32) -> Outline {
    match *outline.points() {
        [a, b, c, d] if vertical => [a.lerp(d, from), b.lerp(c, from), b.lerp(c, to), a.lerp(d, to)].into(),
        [a, b, c, d] => [a.lerp(b, from), a.lerp(b, to), d.lerp(c, to), d.lerp(c, from)].into(),
        _ => {
            let Rect { left, top, right, bottom } = outline.bounds();
            let (width, height) = (right - left, bottom - top);
            match vertical {
                true => Rect::new(left, top + height * from, right, top + height * to).into(),
                false => Rect::new(left + width * from, top, left + width * to, bottom).into(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLINE: &str = "[[0,0],[90,0],[90,30],[0,30]]";

    fn page(number: u32, lines: &str, regions: &str, tables: &str) -> String {
        format!(
            r#"{{"number": {number}, "width": 90, "height": 90, "unit": "pt", "rotation": 0, "lines": [{lines}],
            "regions": [{regions}], "tables": [{tables}]}}"#
        )
    }

    fn cell(row: u32, text: &str) -> String {
        format!(
            r#"{{"row": {row}, "column": 0, "header": {}, "text": "{text}", "outline": {OUTLINE}}}"#,
            row == 0
        )
    }

    #[test]
    fn words_are_shares_of_their_line() {
        let line = format!(r#"{{"text": "血糖 5.6", "outline": {OUTLINE}}}"#);
        let region = format!(r#"{{"class": "text", "outline": {OUTLINE}, "lines": [0], "table": null}}"#);
        let truth = format!(r#"{{"pages": [{}]}}"#, page(1, &line, &region, ""));
        let document = perfect_reading(&truth).unwrap();
        let line = &document.pages[0].lines[0];
        let words: Vec<_> =
            line.words.iter().map(|word| (word.text.as_str(), word.outline.bounds())).collect();
        let expected = [("血糖", Rect::new(0.0, 0.0, 30.0, 30.0)), ("5.6", Rect::new(45.0, 0.0, 90.0, 30.0))];
        assert_eq!(words, expected);
        assert_eq!(document.pages[0].regions[0].lines, [line.id]);
    }

    #[test]
    fn a_table_over_pages_is_one_table_whose_cells_know_their_page() {
        let region = format!(r#"{{"class": "table", "outline": {OUTLINE}, "lines": [], "table": 0}}"#);
        let part = |cells: &[String]| format!(r#"{{"outline": {OUTLINE}, "cells": [{}]}}"#, cells.join(","));
        let truth = format!(
            r#"{{"pages": [{}, {}], "joined_tables": [{{"parts": [[1, 0], [2, 0]], "cells": [{}, {}, {}]}}]}}"#,
            page(1, "", &region, &part(&[cell(0, "项目"), cell(1, "甲")])),
            page(2, "", &region, &part(&[cell(0, "项目"), cell(1, "乙")])),
            cell(0, "项目"),
            cell(1, "甲"),
            cell(2, "乙"),
        );
        let document = perfect_reading(&truth).unwrap();
        let [table] = document.tables.as_slice() else { panic!("{:?}", document.tables) };
        let told: Vec<_> =
            table.grid.cells().iter().map(|cell| (cell.text.as_str(), cell.places[0].page)).collect();
        assert_eq!(told, [("项目", 1), ("甲", 1), ("乙", 2)]);
        assert_eq!(document.pages[1].regions[0].table, Some(table.id));
    }

    #[test]
    fn what_is_no_truth_is_an_error() {
        assert_eq!(perfect_reading("{").unwrap_err().kind(), ErrorKind::Syntax);
        assert_eq!(perfect_reading("{}").unwrap_err().kind(), ErrorKind::Content);
        let twice = format!("{}, {}", cell(0, "a"), cell(0, "b"));
        let table = format!(r#"{{"outline": {OUTLINE}, "cells": [{twice}]}}"#);
        let truth = format!(r#"{{"pages": [{}]}}"#, page(1, "", "", &table));
        assert_eq!(perfect_reading(&truth).unwrap_err().kind(), ErrorKind::Content);
    }
}
