use document::{Document, Table, join_lines};

use crate::escape::one_line;
use crate::flow::{Block, Flow, Lines, Setting, cell_text};
use crate::list::items;
use crate::rows::row_texts;

/// Between pages, as `pdftotext` and printers have it.
const PAGE_BREAK: char = '\u{C}';

/// A document as plain text: paragraphs one line each, parted by an empty line; the rows of a table one line each,
/// their cells parted by tabs; pages parted by a form feed. Ends in a line feed; empty for a document without text.
pub fn text(document: &Document) -> String {
    let flow = Flow::new(document);
    let lines = Lines::new(document);
    let page_text = |blocks: &[Block<'_>]| {
        let blocks = blocks.iter().map(|block| block_lines(block, &lines).join("\n"));
        blocks.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    let mut out = String::new();
    for (index, page) in flow.pages.iter().enumerate() {
        if index > 0 {
            out.push(PAGE_BREAK);
        }
        push_page(&mut out, &page_text(&page.blocks));
    }
    push_page(&mut out, &page_text(&flow.loose));
    out
}

fn push_page(out: &mut String, page: &str) {
    if !page.is_empty() {
        if out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(page);
        out.push('\n');
    }
}

fn block_lines(block: &Block<'_>, lines: &Lines<'_>) -> Vec<String> {
    let mut out = block.table.map(|table| table_lines(table, lines)).unwrap_or_default();
    let join = |texts: &[String]| join_lines(texts.iter().map(String::as_str));
    match block.setting() {
        Setting::Lines => out.extend(row_texts(&block.pieces)),
        Setting::Paragraph => out.push(join(&row_texts(&block.pieces))),
        Setting::Items => {
            let texts = block.pieces.iter().map(|piece| one_line(&piece.text())).collect();
            out.extend(items(texts, String::clone).iter().map(|item| join(item)));
        }
    }
    out.retain(|line| !line.is_empty());
    out
}

/// One line for each row: the text of each cell where it begins, parted by tabs.
fn table_lines(table: &Table, lines: &Lines<'_>) -> Vec<String> {
    let grid = &table.grid;
    let cell = |row, column| {
        let cell =
            grid.cell_at(row, column).filter(|cell| (cell.span.row, cell.span.column) == (row, column));
        cell.map(|cell| one_line(&cell_text(cell, lines))).unwrap_or_default()
    };
    let row = |row| (0..grid.columns()).map(|column| cell(row, column)).collect::<Vec<_>>().join("\t");
    (0..grid.rows()).map(|r| row(r).trim_end().to_owned()).collect()
}
