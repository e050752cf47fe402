//! Documents of several pages, joined.

mod conservation;
mod near_misses;
mod sheet;

use document::{Cell, CellRef, CellSpan, Document, Grid, HeaderKind, RegionClass as Class, Table, TableId};

use super::join;
use sheet::{Sheet, rows};

const HEAD: &[&str] = &["No", "Item", "Result"];

fn first_part(sheet: &mut Sheet) {
    sheet.table(1, &[HEAD, &["1", "sodium", "140"], &["2", "potassium", "4.1"], &["3", "chloride", "101"]]);
}

/// The only table of a document that was joined.
fn one(sheet: Sheet) -> Document {
    let document = join(sheet.document());
    assert_eq!(document.tables.len(), 1, "{:?}", document.tables.iter().map(rows).collect::<Vec<_>>());
    document
}

#[test]
fn a_table_over_three_pages_is_one() {
    let mut sheet = Sheet::new();
    sheet.text(Class::Text, "Before.");
    sheet.table(0, &[&["x", "y"], &["p", "q"]]).text(Class::Text, "Between.");
    first_part(&mut sheet);
    sheet.text(Class::Footer, "page 1").page().text(Class::Header, "Report");
    sheet.table(1, &[HEAD, &["4", "urea", "5.5"], &["5", "glucose", "5.1"]]).page();
    sheet.table(1, &[&["N0", "Item", "Resuit"], &["6", "calcium", "2.3"]]).text(Class::Text, "After.");
    let document = join(sheet.document());
    assert_eq!(document.tables.iter().map(|table| table.id).collect::<Vec<_>>(), [TableId(1), TableId(2)]);
    let table = &document.tables[1];
    let want = [
        "No|Item|Result",
        "1|sodium|140",
        "2|potassium|4.1",
        "3|chloride|101",
        "4|urea|5.5",
        "5|glucose|5.1",
        "6|calcium|2.3",
    ];
    assert_eq!(rows(table), want);
    assert_eq!(table.places.iter().map(|place| place.page).collect::<Vec<_>>(), [1, 2, 3]);
    let head = table.grid.cell_at(0, 1).unwrap();
    assert_eq!(head.places.iter().map(|place| place.page).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(table.repeated_words.len(), 6);
    assert_eq!(table.grid.header_rows(), 1);
    let named: Vec<_> =
        document.pages.iter().flat_map(|page| &page.regions).filter_map(|r| r.table).collect();
    assert_eq!(named, [1, 2, 2, 2].map(TableId));
}

#[test]
fn what_says_that_it_goes_on_goes_on() {
    let cases = [
        ("at the edges", None),
        ("a caption", Some((Class::Caption, "续表 2 检验结果"))),
        ("an English caption", Some((Class::Caption, "Table 2 (continued)"))),
        ("a mark taken for text", Some((Class::Text, "(continued)"))),
        ("the same caption", Some((Class::Caption, "表2 检验结果"))),
        ("a running head", Some((Class::Text, "Report 7, page 2"))),
        ("a lone number", Some((Class::Text, "- 2 -"))),
    ];
    for (name, between) in cases {
        let mut sheet = Sheet::new();
        sheet.text(Class::Title, "Report").text(Class::Text, "Report 7, page 1");
        sheet.text(Class::Caption, "表2 检验结果");
        first_part(&mut sheet);
        sheet.page();
        if let Some((class, text)) = between {
            sheet.text(class, text);
        }
        // The recogniser takes the first row for a header where nothing tells.
        sheet.table(1, &[&["4", "urea", "5.5"], &["5", "glucose", "5.1"]]);
        let document = join(sheet.document());
        assert_eq!(document.tables.len(), 1, "{name}");
        assert_eq!(document.tables[0].grid.rows(), 6, "{name}");
        let row = document.tables[0].grid.cell_at(4, 1).unwrap();
        assert_eq!((row.text.as_str(), row.header), ("urea", HeaderKind::None), "{name}");
    }
}

#[test]
fn evidence_outweighs_room_below() {
    for mark in ["续表 1", ""] {
        let mut sheet = Sheet::new();
        sheet.text(Class::Caption, "表 1");
        first_part(&mut sheet);
        sheet.leave_room(400.0).page();
        if !mark.is_empty() {
            sheet.text(Class::Caption, mark);
        }
        sheet.table(0, &[&["x", "urea", "5.5"], &["y", "glucose", "5.1"]]);
        let count = join(sheet.document()).tables.len();
        assert_eq!(count, if mark.is_empty() { 2 } else { 1 }, "{mark:?}");
    }
}

#[test]
fn a_row_that_the_break_cuts_is_one_row() {
    let mut sheet = Sheet::new();
    sheet.table(
        1,
        &[
            &["No", "Clause", "Due"],
            &["1", "The lessee pays the rent.", "May 1"],
            &["2", "The lessor keeps the roof", "June 1"],
        ],
    );
    sheet.page().table(0, &[&["", "and the walls in repair.", ""], &["3", "Notice is given.", "July 1"]]);
    let document = one(sheet);
    let table = &document.tables[0];
    let want = [
        "No|Clause|Due",
        "1|The lessee pays the rent.|May 1",
        "2|The lessor keeps the roof/and the walls in repair.|June 1",
        "3|Notice is given.|July 1",
    ];
    assert_eq!(rows(table), want);
    let cell = table.grid.cell_at(2, 1).unwrap();
    assert_eq!(cell.places.iter().map(|place| place.page).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(cell.words.len(), 10);
}

#[test]
fn a_row_of_its_own_stays_one() {
    let cases: [(&str, &[&str]); 3] = [
        ("a number below a number", &["", "Oct 5", "7.0"]),
        ("all is there", &["3", "urea", "5.5"]),
        ("below nothing", &["", "", ""]),
    ];
    for (name, row) in cases {
        let mut sheet = Sheet::new();
        sheet.table(1, &[&["No", "Day", "Value"], &["1", "Oct 3", "5.0"], &["2", "Oct 4", "6.0"]]);
        sheet.page().table(0, &[row, &["4", "Oct 6", "8.0"]]);
        let document = one(sheet);
        assert_eq!(document.tables[0].grid.rows(), 5, "{name}");
    }
}

#[test]
fn a_group_that_the_break_cuts_is_one_cell() {
    for again in ["", "Blood"] {
        let mut sheet = Sheet::new();
        sheet.table(
            1,
            &[&["Group", "Item", "Value"], &["Urine", "pH", "6"], &["Blood", "Na", "140"], &["^", "K", "4"]],
        );
        sheet.page().table(0, &[&[again, "Cl", "101"], &["^", "Ca", "2.3"], &["Other", "x", "1"]]);
        let document = one(sheet);
        let table = &document.tables[0];
        let group = table.grid.cell_at(2, 0).unwrap();
        assert_eq!((group.text.as_str(), group.span.row_span), ("Blood", 4), "{again:?}");
        assert_eq!(group.places.iter().map(|place| place.page).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(table.grid.rows(), 7);
    }
}

#[test]
fn a_mark_in_the_grid_is_no_row() {
    let mut sheet = Sheet::new();
    first_part(&mut sheet);
    sheet.page().table(0, &[&["续表1", "<", "<"], HEAD, &["4", "urea", "5.5"]]);
    let document = one(sheet);
    assert_eq!(document.tables[0].grid.rows(), 5);
    assert_eq!(document.tables[0].repeated_words.len(), 4);
}

#[test]
fn a_title_in_the_grid_is_not_repeated() {
    let mut sheet = Sheet::new();
    sheet.table(2, &[&["Bill of charges", "<", "<"], HEAD, &["1", "sodium", "140"], &["2", "urea", "4.1"]]);
    sheet.page().table(1, &[HEAD, &["7", "calcium", "5.5"]]);
    let document = one(sheet);
    assert_eq!(document.tables[0].grid.rows(), 5);
    assert_eq!(document.tables[0].grid.cell_at(1, 1).unwrap().places.len(), 2);
}

#[test]
fn tables_side_by_side_go_on_side_by_side() {
    let mut sheet = Sheet::new();
    let (left, right) = ([50.0, 150.0, 280.0], [320.0, 420.0, 550.0]);
    let part = |name: &'static str, rows: [&'static str; 2]| [["Item", name], ["a", rows[0]], ["b", rows[1]]];
    for rows in [["1", "2"], ["3", "4"]] {
        let (a, b) = (part("left", rows), part("right", rows));
        let top = sheet.top();
        sheet.table_at(&left, 1, &a.each_ref().map(|row| &row[..]));
        sheet.set_top(top).table_at(&right, 1, &b.each_ref().map(|row| &row[..]));
        sheet.page();
    }
    let document = join(sheet.document());
    assert_eq!(document.tables.len(), 2);
    for table in &document.tables {
        assert_eq!(table.grid.rows(), 5);
        assert_eq!(table.places.iter().map(|place| place.page).collect::<Vec<_>>(), [1, 2]);
    }
}

#[test]
fn pages_may_differ_in_size_and_turn() {
    for turn in 0..4 {
        for scale in [0.5, 1.0, 3.0] {
            let mut sheet = Sheet::new();
            first_part(&mut sheet);
            sheet.page().table(1, &[HEAD, &["4", "urea", "5.5"]]);
            sheet.turn_last(turn, scale);
            let document = join(sheet.document());
            assert_eq!(document.tables.len(), 1, "turn {turn}, scale {scale}");
        }
    }
}

#[test]
fn joining_twice_changes_nothing() {
    let mut sheet = Sheet::new();
    first_part(&mut sheet);
    sheet.page().table(1, &[HEAD, &["4", "urea", "5.5"]]);
    let once = join(sheet.document());
    assert_eq!(join(once.clone()), once);
}

#[test]
fn a_table_in_a_cell_goes_along() {
    let mut sheet = Sheet::new();
    sheet.table(0, &[&["x", "y"], &["p", "q"]]).text(Class::Text, "Between.");
    first_part(&mut sheet);
    sheet.page();
    sheet.table(1, &[HEAD, &["4", "urea", "5.5"], &["5", "glucose", "5.1"]]);
    let mut document = sheet.document();
    let around = document.tables[2].clone();
    let cell = around.grid.cell_at(2, 1).unwrap().clone();
    let words = cell.words.clone();
    let inner = Cell { span: CellSpan::single(0, 0), ..cell };
    document.tables.push(Table {
        id: TableId(4),
        grid: Grid::new(1, 1, vec![inner]).unwrap(),
        inside: Some(CellRef { table: around.id, row: 2, column: 1 }),
        ..around
    });
    let document = join(document);
    assert_eq!(document.tables.iter().map(|table| table.id).collect::<Vec<_>>(), [1, 2, 3].map(TableId));
    let cell = document.tables[2].inside.unwrap();
    assert_eq!((cell.table, cell.column), (TableId(2), 1));
    assert_eq!(document.tables[1].grid.cell_at(cell.row, 1).unwrap().words, words);
}
