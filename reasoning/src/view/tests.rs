use document::{Cell, CellSpan, Grid, HeaderKind, Rect, RegionClass};

use super::*;
use crate::sheet::Sheet;

#[test]
fn characters_lead_to_ink() {
    let view =
        View::of(&Sheet::new().region(RegionClass::Text, &["血糖： 5.6 mmol/L", "尿素 4.1"]).document());
    let passage = &view.passages()[0];
    assert_eq!(passage.folded(), "血糖: 5.6 mmol/L尿素 4.1");
    let start = passage.folded().find("5.6").unwrap();
    let span = passage.span(start..start + 3);
    assert_eq!(span.text, "5.6");
    assert_eq!((span.characters.start, span.characters.end), (4, 7));
    assert_eq!(span.words.len(), 1);
    assert_eq!(span.places.len(), 1);
    // Letters are 10 wide in a `Sheet`, Han ones 20.
    assert_eq!(span.places[0].outline.bounds().left, 170.0);
    assert_eq!(span.places[0].outline.bounds().width(), 30.0);
}

#[test]
fn a_part_of_a_word_has_a_part_of_its_outline() {
    let view = View::of(&Sheet::new().region(RegionClass::Text, &["姓名：孙雨桐"]).document());
    let passage = &view.passages()[0];
    let start = passage.folded().find('孙').unwrap();
    let bounds = passage.span(start..passage.folded().len()).places[0].outline.bounds();
    assert_eq!((bounds.left, bounds.right), (160.0, 220.0));
}

#[test]
fn a_quotation_over_two_lines_has_two_places() {
    let view = View::of(&Sheet::new().region(RegionClass::Text, &["借款本金86", "000元"]).document());
    let passage = &view.passages()[0];
    assert_eq!(passage.folded(), "借款本金86 000元");
    let span = passage.span(passage.folded().find("86").unwrap()..passage.folded().len());
    assert_eq!(span.places.len(), 2);
    assert!(span.places[0].outline.bounds().bottom <= span.places[1].outline.bounds().top);
}

#[test]
fn a_parted_word_is_whole() {
    let view = View::of(&Sheet::new().region(RegionClass::Text, &["recog-", "nition of"]).document());
    let passage = &view.passages()[0];
    assert_eq!(passage.text(), "recognition of");
    let span = passage.span(0..11);
    assert_eq!((span.text.as_str(), span.words.len()), ("recognition", 2));
}

#[test]
fn paragraphs_go_on_over_the_page() {
    let long = "被告未按约定归还借款已构成违约应当承担被告未按约定归还";
    let document = Sheet::new()
        .region(RegionClass::Text, &[long])
        .region(RegionClass::PageNumber, &["— 1 —"])
        .page()
        .region(RegionClass::Header, &["判决书"])
        .region(RegionClass::Text, &["相应的责任。"])
        .region(RegionClass::Text, &["判决如下"])
        .document();
    let view = View::of(&document);
    let texts: Vec<&str> = view.passages().iter().map(Passage::text).collect();
    assert_eq!(texts, [&format!("{long}相应的责任。"), "— 1 —", "判决书", "判决如下"]);
    let pages: Vec<u32> = view.passages()[0].whole().places.iter().map(|p| p.page).collect();
    assert_eq!(pages, [1, 2]);
}

#[test]
fn cells_know_their_headers() {
    let document = Sheet::new().table(&[&["项目", "结果"], &["钾", "4.44"], &["钠", ""]]).document();
    let view = View::of(&document);
    let table = &view.tables()[0];
    let cell = table.cell(1, 1).unwrap();
    assert_eq!(view.passage(cell.passage).unwrap().text(), "4.44");
    let path: Vec<&str> =
        table.header_path(1, 1).into_iter().filter_map(|id| view.passage(id)).map(Passage::text).collect();
    assert_eq!(path, ["结果"]);
    let span = view.passage(cell.passage).unwrap().whole();
    assert_eq!(span.cell.map(|c| (c.row, c.column)), Some((1, 1)));
    assert!(view.passage(table.cell(2, 1).unwrap().passage).unwrap().text().is_empty());
}

#[test]
fn a_cell_without_words_stands_at_its_place() {
    let place = document::Place { page: 1, outline: Rect::new(1.0, 2.0, 3.0, 4.0).into() };
    let cell = Cell {
        span: CellSpan::single(0, 0),
        header: HeaderKind::None,
        text: "a\nb".into(),
        confidence: None,
        places: vec![place.clone()],
        words: vec![],
    };
    let mut document = Sheet::new().table(&[&["x"]]).document();
    document.tables[0].grid = Grid::new(1, 1, vec![cell]).unwrap();
    let view = View::of(&document);
    assert_eq!(view.passages()[0].text(), "a b");
    assert_eq!(view.passages()[0].whole().places, [place.clone(), place]);
}

#[test]
fn ranges_out_of_bounds_quote_nothing() {
    let view = View::of_text("血糖");
    let passage = &view.passages()[0];
    for range in [7..9, 2..2, 100..200] {
        assert_eq!(passage.span(range).text, "");
    }
    // The middle of a character quotes it whole.
    assert_eq!(passage.printed(1..2), "血");
    assert!(passage.span(0..6).places.is_empty());
}

#[test]
fn a_table_in_a_cell_is_told_once() {
    let mut document = Sheet::new().table(&[&["血糖监测", "空腹 5.6"], &["目的", "调整"]]).document();
    let around = document.tables[0].clone();
    let cell = around.grid.cell_at(0, 1).unwrap().clone();
    let inner = Cell { span: CellSpan::single(0, 0), ..cell };
    let inside = Some(document::CellRef { table: around.id, row: 0, column: 1 });
    let grid = Grid::new(1, 1, vec![inner]).unwrap();
    document.tables.push(document::Table { id: document::TableId(2), grid, inside, ..around });
    let view = View::of(&document);
    let told: Vec<&str> = view.passages().iter().map(|passage| passage.text()).collect();
    assert_eq!(told, ["血糖监测", "", "目的", "调整", "空腹 5.6"]);
    assert_eq!(view.tables().len(), 2);
}
