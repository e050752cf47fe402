//! Workbooks read back by an independent reader.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use document::{Confidence, LineId, RegionClass, WordId};

use super::*;
use crate::ErrorKind;
use crate::sample::{PageBuilder, cell, document, header, table};

fn opened(document: &Document) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(xlsx(document).unwrap())).unwrap()
}

fn sample() -> Document {
    let mut page = PageBuilder::new(1);
    let caption = page.region(RegionClass::Caption, &["Table 1: blood / urine"]).id;
    let note = page.region(RegionClass::Footnote, &["* fasting"]).id;
    let stray = page.line("stray words");
    let cells = vec![
        header(0, 0, 2, 1, "Test"),
        header(0, 1, 1, 2, "Results"),
        header(1, 1, 1, 1, "Value"),
        header(1, 2, 1, 1, "Sample no."),
        cell(2, 0, 2, 1, "WBC\ncount"),
        cell(2, 1, 1, 1, "5.60"),
        cell(2, 2, 1, 1, "17"),
        cell(3, 1, 1, 1, "=1+1"),
        cell(3, 2, 1, 1, "007"),
        cell(4, 0, 1, 1, "range"),
        cell(4, 1, 1, 1, "3.5-9.5"),
        cell(5, 0, 1, 1, "share"),
        cell(5, 1, 1, 1, "12.5%"),
        cell(6, 1, 1, 2, "1,234"),
    ];
    let mut first = table(7, 3, cells);
    first.caption = Some(caption);
    first.notes = vec![note];
    first.unplaced_words = (1..=2).map(|word| WordId { line: stray, word }).collect();
    let mut second = table(1, 1, vec![cell(0, 0, 1, 1, "x")]);
    second.id = document::TableId(2);
    document(vec![page.finish()], vec![first, second])
}

#[test]
fn a_sheet_for_each_table_with_types_and_merges() {
    let mut book = opened(&sample());
    assert_eq!(book.sheet_names(), ["Table 1 blood urine", "Table 2"]);
    let sheet = book.worksheet_range("Table 1 blood urine").unwrap();
    let text = |text: &str| Data::String(text.into());
    let cases = [
        ((0, 0), text("Test")),
        ((0, 1), text("Results")),
        ((2, 0), text("WBC\ncount")),
        ((2, 1), Data::Float(5.6)),
        ((2, 2), text("17")),
        ((3, 1), text("=1+1")),
        ((3, 2), text("007")),
        ((4, 1), text("3.5-9.5")),
        ((5, 1), Data::Float(0.125)),
        ((6, 1), Data::Float(1234.0)),
        ((8, 0), text("Table 1: blood / urine")),
        ((9, 0), text("* fasting")),
        ((10, 0), text("stray words")),
    ];
    for (at, want) in cases {
        assert_eq!(sheet.get_value(at), Some(&want), "{at:?}");
    }
    let merged = book.merge_cells_by_sheet_name("Table 1 blood urine").unwrap();
    let mut merged: Vec<_> = merged.iter().map(|area| (area.start, area.end)).collect();
    merged.sort_unstable();
    assert_eq!(merged, [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0)), ((6, 1), (6, 2))]);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(xlsx(&sample()).unwrap() == xlsx(&sample()).unwrap());
}

#[test]
fn a_document_without_tables_gives_a_workbook() {
    assert_eq!(opened(&document(vec![], vec![])).sheet_names(), ["No tables"]);
}

#[test]
fn hostile_cells_are_held_whole_and_as_text() {
    let long = "x".repeat(MAX_TEXT + 5);
    let mut doubtful = cell(0, 1, 1, 1, "7");
    doubtful.confidence = Confidence::clamped(0.1);
    let cells = vec![cell(0, 0, 1, 1, &long), doubtful, cell(1, 0, 1, 1, "a\u{0}b\u{1b}\r\nc")];
    let mut book = opened(&document(vec![], vec![table(2, 2, cells)]));
    let sheet = book.worksheet_range("Table 1").unwrap();
    assert_eq!(sheet.get_value((0, 0)).unwrap().to_string().len(), MAX_TEXT);
    assert_eq!(sheet.get_value((3, 0)), Some(&Data::String("xxxxx".into())));
    assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("a b \nc".into())));
    assert_eq!(sheet.get_value((0, 1)), Some(&Data::Float(7.0)));
}

#[test]
fn what_no_sheet_can_hold_is_an_error() {
    let wide = document(vec![], vec![table(1, MAX_COLUMNS + 1, vec![])]);
    let error = xlsx(&wide).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    let want = "table t1 has 1 rows and 16385 columns, expected at most 1047576 and 16384 for a sheet";
    assert_eq!(error.to_string(), want);
}

#[test]
fn words_that_are_not_there_do_no_harm() {
    let mut lost = table(0, 0, vec![]);
    lost.unplaced_words = vec![WordId { line: LineId { page: 9, line: 9 }, word: 1 }];
    assert_eq!(opened(&document(vec![], vec![lost])).sheet_names(), ["Table 1"]);
}
