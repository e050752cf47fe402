//! The property that no word is lost and none is told twice: random documents, full of what looks like markup, are
//! written in every form, read back by rules of their own, and compared character by character.

use std::collections::HashSet;

use document::{
    Cell, CellRef, CellSpan, Document, HeaderKind, LineId, Page, Reading, Region, RegionClass, Table,
    TableId, Word, WordId,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::list::{Marker, split_marker};
use crate::sample::{PageBuilder, cell as sample_cell, document, table};
use crate::{HtmlOptions, MarkdownOptions};

const DOCUMENTS: u64 = 400;

const VOCABULARY: [&str; 52] = [
    "alpha",
    "beta",
    "*",
    "**",
    "_",
    "__",
    "_x_",
    "a_b",
    "*b*",
    "5*6",
    "`",
    "``",
    "`c`",
    "~",
    "~~",
    "3~5",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "<5",
    "&lt;",
    "&#39;",
    "&",
    "R&D",
    "#",
    "##",
    "####### x",
    "1.",
    "2.",
    "12.",
    "--",
    "---",
    "+1",
    ">",
    ">5",
    "|",
    "a|b",
    "[x]",
    "[x]:",
    "](u)",
    "[t](u)",
    "![i](u)",
    "\\",
    "\\*",
    "=",
    "===",
    "检验",
    "报告，",
    "10^9/L",
    "$x$",
    "<http://a.b>",
];

/// A small generator of numbers (Knuth's MMIX constants): the same seed, the same document, on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// 1 half of the time, else 1 to `room`.
    fn span(&mut self, room: u32) -> u32 {
        if self.below(2) == 0 { 1 } else { 1 + self.below(room as usize) as u32 }
    }

    fn words(&mut self, most: usize) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| VOCABULARY[self.below(VOCABULARY.len())]).collect::<Vec<_>>().join(" ")
    }
}

/// A random document and the text that it holds, in order, without spaces.
fn random(seed: u64) -> (Document, String) {
    let mut dice = Dice(seed);
    let mut pages: Vec<Page> = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut want = String::new();
    for number in 1..=(1 + dice.below(3) as u32) {
        let mut builder = PageBuilder::new(number);
        for _ in 0..dice.below(6) {
            let class = RegionClass::ALL[dice.below(RegionClass::ALL.len())];
            let mut lines: Vec<String> = (0..dice.below(5)).map(|_| dice.words(4)).collect();
            // A printed bullet becomes a dash: the one thing that changes.
            for line in
                lines.iter_mut().filter(|line| matches!(split_marker(line), Some((Marker::Bullet, _))))
            {
                line.insert_str(0, "item ");
            }
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let region = builder.region(class, &lines);
            if class == RegionClass::Table && dice.below(4) > 0 {
                let id = TableId(tables.len() as u32 + 1);
                region.table = Some(id);
                let region = region.clone();
                let (table, text) = random_table(&mut dice, builder.lines_of(&region), id);
                let nested = random_nested(&mut dice, &table);
                tables.push(table);
                tables.extend(nested);
                want.push_str(&text);
            } else {
                want.extend(lines.iter().copied());
            }
        }
        if dice.below(3) == 0 {
            let stray = dice.words(3);
            builder.line(&stray);
            want.push_str(&stray);
        }
        pages.push(builder.finish());
    }
    want.retain(|c| !c.is_whitespace());
    (document(pages, tables), want)
}

/// Words go to cells, to `unplaced_words`, or nowhere; cells span at random.
fn random_table(dice: &mut Dice, words: Vec<Word>, id: TableId) -> (Table, String) {
    let (rows, columns) = (1 + dice.below(3) as u32, 1 + dice.below(3) as u32);
    let mut cells = random_cells(dice, rows, columns);
    let (mut unplaced, mut lost) = (Vec::new(), Vec::new());
    for word in words {
        match dice.below(6) {
            0 => unplaced.push(word),
            1 => lost.push(word),
            _ => {
                let at = dice.below(cells.len());
                let cell = &mut cells[at];
                let gap = if cell.text.is_empty() { "" } else { ["\n", " "][dice.below(2)] };
                cell.text = format!("{}{gap}{}", cell.text, word.text);
                cell.words.push(word.id);
            }
        }
    }
    let in_cells: String = cells.iter().map(|cell| cell.text.as_str()).collect();
    let beside = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<String>();
    let text = in_cells + &beside(&unplaced) + &beside(&lost);
    let mut table = table(rows, columns, cells);
    table.id = id;
    table.unplaced_words = unplaced.iter().map(|word| word.id).collect();
    (table, text)
}

/// A table in a cell of `table`, now and then: of one column, with the last words of the cell.
fn random_nested(dice: &mut Dice, table: &Table) -> Option<Table> {
    let cells: Vec<&Cell> = table.grid.cells().iter().filter(|cell| !cell.words.is_empty()).collect();
    let around = *cells.get(dice.below(2 * cells.len()))?;
    let first = dice.below(around.words.len());
    let texts: Vec<&str> = around.text.split_whitespace().collect();
    let rows = around.words.iter().zip(&texts).skip(first).enumerate();
    let nested: Vec<Cell> = rows
        .map(|(row, (word, text))| Cell { words: vec![*word], ..sample_cell(row as u32, 0, 1, 1, text) })
        .collect();
    let (row, column) = (around.span.row, around.span.column);
    let inside = Some(CellRef { table: table.id, row, column });
    let id = TableId(table.id.0 + 1);
    Some(Table { id, inside, ..crate::sample::table(nested.len() as u32, 1, nested) })
}

/// Cells in row-major order over a grid of which some slots stay empty.
fn random_cells(dice: &mut Dice, rows: u32, columns: u32) -> Vec<Cell> {
    let mut taken: HashSet<(u32, u32)> = HashSet::new();
    let mut cells = Vec::new();
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let row_span = dice.span(rows - row);
        let column_span = dice.span(columns - column);
        let slots: Vec<_> =
            (row..row + row_span).flat_map(|r| (column..column + column_span).map(move |c| (r, c))).collect();
        let is_needed = cells.is_empty() || dice.below(8) > 0;
        if is_needed && !slots.iter().any(|slot| taken.contains(slot)) {
            taken.extend(slots);
            let header = [HeaderKind::None, HeaderKind::Column, HeaderKind::Row][dice.below(3)];
            let span = CellSpan { row, column, row_span, column_span };
            cells.push(Cell {
                span,
                header,
                text: String::new(),
                confidence: None,
                places: vec![],
                words: vec![],
            });
        }
    }
    cells
}

impl PageBuilder {
    fn lines_of(&self, region: &Region) -> Vec<Word> {
        let words = |id: &LineId| self.line_words(*id).to_vec();
        region.lines.iter().flat_map(words).collect()
    }
}

/// Text of HTML of ours, in which every `<` begins a tag.
fn html_text(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        text.push_str(if index == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

/// Text of Markdown as CommonMark with GitHub's tables and strikethrough has it, with the numbers of its lists.
fn markdown_text(markdown: &str) -> String {
    let mut text = String::new();
    let mut numbers: Vec<Option<u64>> = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::Html(part) if part.starts_with("<!--") => {}
            Event::Html(part) => text.push_str(&html_text(&part)),
            Event::Start(Tag::List(first)) => numbers.push(first),
            Event::End(TagEnd::List(_)) => drop(numbers.pop()),
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = numbers.last_mut() {
                    text.push_str(&format!("{number}."));
                    *number += 1;
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {}
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::HtmlBlock
                | Tag::BlockQuote(_)
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            ) => {}
            other => panic!("the text was taken for markup: {other:?} in\n{markdown}"),
        }
    }
    text
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{C}').collect()
}

/// Where a tool of ours would find the words: no two share a name.
fn assert_names_are_unique(html: &str) {
    let mut seen = HashSet::new();
    for part in html.split(" id=\"").skip(1) {
        let id = part.split('"').next().unwrap_or_default();
        assert!(seen.insert(id), "{id} is there twice");
    }
}

#[test]
fn every_word_is_told_once_and_in_order() {
    for seed in 0..DOCUMENTS {
        let (document, want) = random(seed);
        let markdown = crate::markdown(&document, &MarkdownOptions::default());
        assert_eq!(squeezed(&markdown_text(&markdown)), want, "Markdown of document {seed}:\n{markdown}");
        assert_eq!(squeezed(&crate::text(&document)), want, "text of document {seed}");
        let reading = Reading { document, warnings: vec![], failures: vec![] };
        let html = crate::html(&reading, &HtmlOptions::default().with_pictures("pages"));
        assert_names_are_unique(&html);
        let main = html.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
        // The one text of ours in the page.
        let main = main.replace("aria-label=\"Zoom\">+</button>", "></button>");
        assert_eq!(squeezed(&html_text(&main)), want, "HTML of document {seed}");
    }
}

#[test]
fn what_is_claimed_twice_or_never_is_told_once() {
    let mut builder = PageBuilder::new(1);
    builder.region(RegionClass::Text, &["one two"]);
    builder.region(RegionClass::Table, &["three four"]).table = Some(TableId(9));
    let first = LineId { page: 1, line: 1 };
    let mut page = builder.finish();
    // A second region claims the first line, a table that is not there is named, a line is named that is not there.
    page.regions[1].lines.extend([first, LineId { page: 1, line: 77 }]);
    let mut lost = table(0, 0, vec![]);
    lost.unplaced_words =
        vec![WordId { line: first, word: 1 }, WordId { line: LineId { page: 5, line: 5 }, word: 1 }];
    let document = document(vec![page], vec![lost]);
    assert_eq!(squeezed(&crate::text(&document)), "onetwothreefour");
}

/// The texts of a table's cells in row-major order, without spaces.
fn cells_text(table: &Table) -> String {
    squeezed(&table.grid.cells().iter().map(|cell| cell.text.as_str()).collect::<String>())
}

#[test]
fn sheets_of_every_kind_hold_every_cell_once() {
    use calamine::{Reader, Xlsx};
    for seed in 0..DOCUMENTS / 4 {
        let (document, _) = random(seed);
        let mut book = Xlsx::new(std::io::Cursor::new(crate::xlsx(&document).unwrap())).unwrap();
        for table in &document.tables {
            let want = cells_text(table);
            let csv = crate::table_csv(&document, table).unwrap();
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
            let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), table.grid.rows() as usize, "CSV of document {seed}, {}", table.id);
            assert!(rows.iter().all(|row| row.len() == table.grid.columns() as usize));
            let told: String = rows.iter().flatten().collect();
            assert_eq!(squeezed(&told), want, "CSV of document {seed}, {}", table.id);

            let sheet = book.worksheet_range(&format!("Table {}", table.id.0)).unwrap();
            let told: String = sheet.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
            let lines = crate::flow::Lines::new(&document);
            let beside = table.unplaced_words.iter().filter_map(|id| lines.word(*id));
            let beside: String = beside.map(|word| word.text.as_str()).collect();
            assert_eq!(squeezed(&told), want + &squeezed(&beside), "XLSX of document {seed}, {}", table.id);
        }
    }
}

#[test]
fn records_hold_every_cell() {
    for seed in 0..DOCUMENTS {
        let (document, _) = random(seed);
        let records = crate::records(&document, &crate::RecordsOptions::default());
        for (table, told) in document.tables.iter().zip(&records.tables) {
            let values =
                told.records.iter().flat_map(|record| record.iter().map(|(_, value)| value.to_owned()));
            let keys = told.columns.iter().map(|column| column.key.clone());
            let groups = told.places.iter().filter_map(|place| place.group.clone());
            let told: String = values.chain(keys).chain(groups).collect();
            let told = squeezed(&told);
            let head = table.grid.header_rows();
            for cell in table.grid.cells().iter().filter(|cell| cell.span.row >= head) {
                let is_group = cell.span.column_span == table.grid.columns() && table.grid.columns() > 1;
                // Lines that part a word at a hyphen are joined.
                let text = squeezed(&document::join_lines(cell.text.lines()));
                assert!(is_group || told.contains(&text), "document {seed}, {}: {text} in {told}", table.id);
            }
        }
    }
}
