//! Documents as Inkstone writes them.

use std::collections::HashMap;

use document::{
    Cell, Document, HeaderKind, Line, Outline, Page, Rect, Region, RegionClass, Table, Word, WordId,
};

use crate::boxes::TextBox;
use crate::content::{Block, Content, PageContent, TableContent};
use crate::markup::{Element, Node};
use crate::table::{GridCell, element_of};

/// What a document says, in the common form.
///
/// The text of a page is that of its regions in reading order, a table's as its rows; lines that no region holds come
/// last.
pub fn content_of(document: &Document) -> Content {
    let words = words_of(document);
    let formula = |page: &Page, region: &Region| {
        (region.class == RegionClass::Formula).then(|| region_lines(page, region).join(" "))
    };
    let regions =
        document.pages.iter().flat_map(|page| page.regions.iter().map(move |region| (page, region)));
    Content {
        formulas: Some(regions.filter_map(|(page, region)| formula(page, region)).collect()),
        pages: document.pages.iter().map(|page| page_content(document, page, &words)).collect(),
        tables: Some(document.tables.iter().map(|table| table_content(table, &words)).collect()),
        ..Content::default()
    }
}

fn words_of(document: &Document) -> HashMap<WordId, &Word> {
    let lines = document.pages.iter().flat_map(|page| &page.lines);
    lines.flat_map(|line| &line.words).map(|word| (word.id, word)).collect()
}

/// The text of a region: running text, or the rows of the table that stands there.
pub(crate) fn region_text(document: &Document, page: &Page, region: &Region) -> String {
    match region.table.and_then(|id| document.table(id)) {
        Some(table) => table_rows(table, page.number, &words_of(document)).join("\n"),
        None => page.region_text(region),
    }
}

fn page_content(document: &Document, page: &Page, words: &HashMap<WordId, &Word>) -> PageContent {
    let mut texts = Vec::new();
    let mut blocks = Vec::new();
    for region in &page.regions {
        let table = region.table.and_then(|id| document.table(id));
        let (text, lines) = match table {
            Some(table) => {
                let rows = table_rows(table, page.number, words);
                (rows.join("\n"), rows)
            }
            None => (page.region_text(region), region_lines(page, region)),
        };
        texts.push(text);
        let bounds = Some(region.outline.bounds());
        let confidence = region.confidence.map(|confidence| confidence.get());
        blocks.push(Block { class: Some(region.class), bounds, lines, confidence });
    }
    texts.extend(lines_alone(page).map(str::to_owned));
    texts.retain(|text| !text.is_empty());
    PageContent {
        number: Some(page.number),
        text: Some(texts.join("\n")),
        ordered: true,
        blocks: Some(blocks),
        lines: Some(page.lines.iter().map(line_box).collect()),
        words: Some(page.lines.iter().flat_map(|line| &line.words).map(word_box).collect()),
    }
}

/// The texts of lines that no region holds.
pub(crate) fn lines_alone(page: &Page) -> impl Iterator<Item = &str> {
    let alone = |line: &&Line| !page.regions.iter().any(|region| region.lines.contains(&line.id));
    page.lines.iter().filter(alone).map(|line| line.text.as_str())
}

fn region_lines(page: &Page, region: &Region) -> Vec<String> {
    region.lines.iter().filter_map(|id| page.line(*id)).map(|line| line.text.clone()).collect()
}

fn line_box(line: &Line) -> TextBox {
    let confidence = line.confidence.map(|confidence| confidence.get());
    TextBox { text: Some(line.text.clone()), outline: line.outline.clone(), confidence }
}

fn word_box(word: &Word) -> TextBox {
    let confidence = word.confidence.map(|confidence| confidence.get());
    TextBox { text: Some(word.text.clone()), outline: word.outline.clone(), confidence }
}

/// The rows of the part of a table that stands on `page`, cells parted by tabs; words that fit no cell come last.
fn table_rows(table: &Table, page: u32, words: &HashMap<WordId, &Word>) -> Vec<String> {
    let on_page = |cell: &&Cell| {
        cell.places.iter().any(|place| place.page == page)
            || cell.places.is_empty() && table.places.first().is_none_or(|place| place.page == page)
    };
    let mut rows: Vec<(u32, String)> = Vec::new();
    for cell in table.grid.cells().iter().filter(on_page) {
        let text = cell.text.replace('\n', " ");
        match rows.last_mut() {
            Some((row, line)) if *row == cell.span.row => {
                line.push('\t');
                line.push_str(&text);
            }
            _ => rows.push((cell.span.row, text)),
        }
    }
    let strays = table.unplaced_words.iter().filter(|id| id.line.page == page);
    let strays: Vec<&str> = strays.filter_map(|id| words.get(id)).map(|word| word.text.as_str()).collect();
    let mut lines: Vec<String> = rows.into_iter().map(|(_, line)| line).collect();
    lines.extend((!strays.is_empty()).then(|| strays.join(" ")));
    lines
}

fn table_content(table: &Table, words: &HashMap<WordId, &Word>) -> TableContent {
    let first = table.places.first();
    let page = first.map(|place| place.page);
    let grid_cell = |cell: &Cell| {
        let places = cell.places.iter().filter(|place| Some(place.page) == page);
        let bounds = Rect::around(places.map(|place| place.outline.bounds()));
        let inked = cell.words.iter().filter(|id| Some(id.line.page) == page).filter_map(|id| words.get(id));
        let ink = Rect::around(inked.map(|word| word.outline.bounds()));
        let span = cell.span;
        let read = GridCell::single(span.row, span.column, &cell.text).within(bounds).with_ink(ink);
        GridCell { row_span: span.row_span, column_span: span.column_span, ..read }
    };
    let cells: Vec<GridCell> = table.grid.cells().iter().map(grid_cell).collect();
    let confidences = table.grid.cells().iter().map(|cell| cell.confidence.map(|c| c.get())).collect();
    let html = with_head(element_of(&cells), head_rows(table));
    let bounds = first.map(|place| Outline::bounds(&place.outline));
    TableContent { page, bounds, cells: Some(cells), html: Some(html), confidences, has_text: true }
}

/// How many of the first rows hold nothing but column headers.
fn head_rows(table: &Table) -> usize {
    let heads = |row: &u32| {
        let mut cells = table.grid.cells().iter().filter(|cell| cell.span.row == *row).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.header == HeaderKind::Column)
    };
    (0..table.grid.rows()).take_while(heads).count()
}

/// The table with its first rows in a `thead`, the others in a `tbody`.
fn with_head(mut table: Element, head: usize) -> Element {
    if head == 0 || head >= table.children.len() {
        return table;
    }
    let body = table.children.split_off(head);
    let part = |name: &str, children: Vec<Node>| Node::Element(Element { children, ..Element::new(name) });
    table.children = vec![part("thead", table.children), part("tbody", body)];
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{PredictionFormat, read_prediction};

    /// A page with a heading, a table with a merged header, and a line in no region.
    const READING: &str = include_str!("../../tests/data/reading.json");

    #[test]
    fn a_reading_is_told_in_reading_order() {
        let content = read_prediction(PredictionFormat::Document, READING).unwrap();
        assert_eq!(content.text().as_deref(), Some("检验报告\n项目\nGLU\t5.6\nstray\nleft over"));
        let page = &content.pages[0];
        assert_eq!(page.blocks.as_ref().unwrap()[1].class, Some(RegionClass::Table));
        assert_eq!(page.words.as_ref().unwrap().len(), 5);
        let table = &content.tables.as_ref().unwrap()[0];
        assert_eq!(table.confidences, [None, Some(0.9), Some(0.8)]);
        let cells = table.cells.as_deref().unwrap();
        assert_eq!((cells[0].column_span, cells[1].ink_rect()), (2, Some(Rect::new(12.0, 42.0, 30.0, 48.0))));
        assert_eq!(
            table.html.as_ref().unwrap().child("thead").map(|head| head.text()),
            Some("项目".to_owned())
        );
    }
}
