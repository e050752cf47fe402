//! Fields of a form above a table.

use super::*;

type Row<'a> = (f32, &'a [(f32, &'a str)]);

const TABLE: [Row<'_>; 5] = [
    (200.0, &[(100.0, "item"), (300.0, "value"), (450.0, "unit"), (620.0, "range")]),
    (240.0, &[(100.0, "glucose"), (300.0, "5.6"), (450.0, "mmol/L"), (620.0, "3.9-6.1")]),
    (280.0, &[(100.0, "urea"), (300.0, "4.1"), (450.0, "mmol/L"), (620.0, "3.1-8.0")]),
    (320.0, &[(100.0, "sodium"), (300.0, "140"), (450.0, "mmol/L"), (620.0, "137-147")]),
    (360.0, &[(100.0, "albumin"), (300.0, "44.6"), (450.0, "g/L"), (620.0, "40-55")]),
];

/// Where the area of a proposal over all rows begins.
fn top(above: &[Row<'_>]) -> f32 {
    let rows: Vec<Row<'_>> = above.iter().copied().chain(TABLE).collect();
    let bounds = Rect::new(90.0, 65.0, 710.0, 390.0);
    let proposal = RegionProposal { class: RegionClass::Table, bounds, confidence: Confidence::clamped(0.9) };
    let found = find(PAGE, &[proposal], &lines(&rows), &Rulings::default());
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].bounds.top
}

#[test]
fn fields_above_a_table_are_none_of_its_rows() {
    let fields: [Row<'_>; 2] = [
        (120.0, &[(100.0, "name Li"), (380.0, "number 20240506")]),
        (160.0, &[(100.0, "age 58"), (380.0, "specimen blood")]),
    ];
    let top = top(&fields);
    assert!((180.0..=200.0).contains(&top), "{top}");
}

#[test]
fn so_are_they_below_the_title_of_the_sheet() {
    let title: [Row<'_>; 3] = [
        (80.0, &[(300.0, "Laboratory report")]),
        (120.0, &[(100.0, "name Li"), (380.0, "number 20240506")]),
        (160.0, &[(100.0, "age 58"), (380.0, "specimen blood")]),
    ];
    let top = top(&title);
    assert!((180.0..=200.0).contains(&top), "{top}");
}

#[test]
fn so_are_they_above_what_was_taken_and_the_name_of_the_table() {
    let captions: [Row<'_>; 4] = [
        (70.0, &[(100.0, "name Li"), (380.0, "number 20240506")]),
        (100.0, &[(100.0, "age 58"), (380.0, "specimen blood")]),
        (130.0, &[(100.0, "Details: swollen legs for some days.")]),
        (160.0, &[(100.0, "Renal profile")]),
    ];
    let top = top(&captions);
    assert!((180.0..=200.0).contains(&top), "{top}");
}

#[test]
fn so_are_they_below_names_of_persons_and_above_lone_fields() {
    let rows: [Row<'_>; 6] = [
        (70.0, &[(100.0, "Patient Li"), (480.0, "Seen by Hale")]),
        (92.0, &[(100.0, "Sex man Age 58 DOB 1968"), (480.0, "Ward seven")]),
        (114.0, &[(100.0, "UR no. 202405"), (480.0, "Episode 24050")]),
        (136.0, &[(100.0, "Clinical notes: swollen")]),
        (158.0, &[(100.0, "Specimen: blood")]),
        (180.0, &[(100.0, "Renal profile")]),
    ];
    let top = top(&rows);
    assert!((190.0..=200.0).contains(&top), "{top}");
}

#[test]
fn names_over_columns_are_the_table_s() {
    let names: [Row<'_>; 2] = [
        (120.0, &[(330.0, "year 2019"), (560.0, "the year before 2018")]),
        (160.0, &[(300.0, "morning of 1 May"), (600.0, "evening 2")]),
    ];
    assert!(top(&names) < 121.0);
}
