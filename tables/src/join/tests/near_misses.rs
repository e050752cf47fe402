//! What must not be joined.

use document::RegionClass as Class;

use super::super::join;
use super::sheet::Sheet;
use super::{HEAD, first_part};

const REST: &[&[&str]] = &[&["x", "urea", "5.5"], &["y", "glucose", "5.1"]];
const AGAIN: &[&[&str]] = &[HEAD, &["7", "urea", "5.5"], &["8", "glucose", "5.1"]];

/// Tables after the join of a first part, what `between` writes, and a second part.
fn count(between: impl Fn(&mut Sheet)) -> usize {
    let mut sheet = Sheet::new();
    sheet.text(Class::Caption, "Table 1. Results");
    first_part(&mut sheet);
    between(&mut sheet);
    join(sheet.document()).tables.len()
}

#[test]
fn without_anything_between_it_would_be_joined() {
    assert_eq!(
        count(|sheet| {
            sheet.page().table(0, REST);
        }),
        1
    );
    assert_eq!(
        count(|sheet| {
            sheet.page().table(1, AGAIN);
        }),
        1
    );
}

#[test]
fn what_has_its_own_name_is_its_own_table() {
    let cases = [
        (Class::Caption, "Table 2. Results"),
        (Class::Caption, "Results of the second day"),
        (Class::Title, "A second report"),
        (Class::Heading, "2. Urine"),
        (Class::Text, "The next day the following was found."),
        (Class::List, "• fasting"),
    ];
    for (class, text) in cases {
        assert_eq!(
            count(|sheet| {
                sheet.page().text(class, text).table(1, AGAIN);
            }),
            2,
            "{text}"
        );
        assert_eq!(
            count(|sheet| {
                sheet.text(class, text).page().table(1, AGAIN);
            }),
            2,
            "{text} before the break"
        );
    }
}

#[test]
fn a_caption_below_is_a_name_too() {
    let below = |sheet: &mut Sheet| {
        sheet.page().table(1, AGAIN).text(Class::Caption, "Table 2. Results").caption_of_last();
    };
    assert_eq!(count(below), 2);
}

#[test]
fn another_header_makes_another_table() {
    let dates: &[&[&str]] = &[&["Name", "Address", "Phone"], &["Li", "Beijing", "5.5"]];
    assert_eq!(
        count(|sheet| {
            sheet.page().table(1, dates);
        }),
        2
    );
    // Of words alone, by the length of the texts.
    let mut sheet = Sheet::new();
    let long = "The lessee pays the rent on the first day of each month to the lessor";
    sheet.table(1, &[&["No.", "Duty"], &["a", long], &["b", long]]);
    sheet.page().table(1, &[&["Ref", "Party"], &["a", long], &["b", long]]);
    assert_eq!(join(sheet.document()).tables.len(), 2);
}

#[test]
fn other_columns_make_another_table() {
    assert_eq!(
        count(|sheet| {
            sheet.page().table(1, &[&["Item", "Result"], &["urea", "5.5"]]);
        }),
        2,
        "fewer"
    );
    let more: &[&[&str]] = &[&["No", "Item", "Result", "Unit"], &["4", "urea", "5.5", "mM"]];
    assert_eq!(
        count(|sheet| {
            sheet.page().table(1, more);
        }),
        2,
        "more"
    );
    let elsewhere = |sheet: &mut Sheet| {
        sheet.page().table_at(&[50.0, 320.0, 480.0, 550.0], 1, AGAIN);
    };
    assert_eq!(count(elsewhere), 2, "elsewhere");
    let narrow = |sheet: &mut Sheet| {
        sheet.page().table_at(&[50.0, 130.0, 220.0, 300.0], 1, AGAIN);
    };
    assert_eq!(count(narrow), 2, "narrower");
}

#[test]
fn a_count_from_one_begins_a_table() {
    let anew: &[&[&str]] = &[HEAD, &["1", "urea", "5.5"], &["2", "glucose", "5.1"]];
    assert_eq!(
        count(|sheet| {
            sheet.page().table(1, anew);
        }),
        2
    );
}

#[test]
fn a_page_between_parts_tables() {
    assert_eq!(
        count(|sheet| {
            sheet.page().page().table(1, AGAIN);
        }),
        2
    );
}

#[test]
fn a_note_below_closes_a_table() {
    let note = |sheet: &mut Sheet| {
        sheet.text(Class::Footnote, "Note: fasting").page().table(0, REST);
    };
    assert_eq!(count(note), 2);
    let but_it_says_so = |sheet: &mut Sheet| {
        sheet.text(Class::Footnote, "Note: fasting").page();
        sheet.text(Class::Caption, "Table 1 (continued)").table(0, REST);
    };
    assert_eq!(count(but_it_says_so), 1);
}

#[test]
fn room_for_more_rows_closes_a_table() {
    assert_eq!(
        count(|sheet| {
            sheet.leave_room(300.0).page().table(0, REST);
        }),
        2,
        "below"
    );
    assert_eq!(
        count(|sheet| {
            sheet.page().set_top(400.0).table(0, REST);
        }),
        2,
        "above"
    );
}

#[test]
fn forms_of_a_pile_are_not_one_table() {
    let mut sheet = Sheet::new();
    for (name, age) in [("Li Wei", "45"), ("Wang Fang", "32")] {
        sheet.text(Class::Title, "Registration");
        sheet.table(0, &[&["Name", name, "Age"], &["Phone", "none", age], &["City", "Qinghe", "x"]]).page();
    }
    assert_eq!(join(sheet.document()).tables.len(), 2, "the name differs");
    let mut sheet = Sheet::new();
    for name in
        ["Bill of charges for Li Wei, Qinghe Hospital", "Bill of charges for Wang Fang, Qinghe Hospital"]
    {
        sheet.table(2, &[&[name, "<", "<"], HEAD, &["a", "urea", "5.5"], &["b", "glucose", "5.1"]]).page();
    }
    assert_eq!(join(sheet.document()).tables.len(), 2, "the title in the grid differs");
}
