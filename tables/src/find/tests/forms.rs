//! What is ruled and yet no table, and what rules leave out.

use super::*;

type Row<'a> = (f32, &'a [(f32, &'a str)]);

fn across(ys: &[f32]) -> Vec<imaging::Ruling> {
    ys.iter().map(|&y| ruling(80.0, y, 720.0, y)).collect()
}

#[test]
fn the_frame_of_a_form_is_no_table() {
    let fields: &[Row<'_>] = &[
        (100.0, &[(100.0, "sender"), (250.0, "Miller"), (520.0, "pages 3")]),
        (140.0, &[(100.0, "measured"), (300.0, "guessed"), (480.0, "other"), (620.0, "none")]),
        (220.0, &[(100.0, "what was found and what ought to be done about it now")]),
        (250.0, &[(100.0, "is told here in running text that fills its lines all")]),
    ];
    let framed = Rulings {
        horizontal: across(&[90.0, 200.0, 310.0]),
        vertical: [80.0, 720.0].map(|x| ruling(x, 90.0, x, 310.0)).to_vec(),
    };
    assert_eq!(find(PAGE, &[], &lines(fields), &framed), []);
    // The same rows where lines part what stands in them.
    let parted = Rulings {
        horizontal: across(&[90.0, 130.0, 170.0]),
        vertical: [80.0, 240.0, 460.0, 600.0, 720.0].map(|x| ruling(x, 90.0, x, 170.0)).to_vec(),
    };
    assert_eq!(find(PAGE, &[], &lines(&fields[..2]), &parted).len(), 1);
}

#[test]
fn a_column_of_names_with_colons_is_a_form_s() {
    let rules = || Rulings { horizontal: across(&[90.0, 135.0, 175.0, 255.0]), vertical: vec![] };
    let form: &[Row<'_>] = &[
        (100.0, &[(100.0, "brand:"), (300.0, "red one"), (500.0, "Spring")]),
        (140.0, &[(100.0, "made by:"), (300.0, "Miller"), (500.0, "Summer")]),
        (180.0, &[(100.0, "comments:"), (300.0, "none"), (500.0, "Autumn")]),
        (220.0, &[(100.0, "copies to:"), (300.0, "Smith"), (500.0, "Winter")]),
    ];
    let bare: Vec<Vec<(f32, String)>> =
        form.iter().map(|r| r.1.iter().map(|(x, t)| (*x, t.replace(':', ""))).collect()).collect();
    let bare: Vec<Vec<(f32, &str)>> =
        bare.iter().map(|r| r.iter().map(|(x, t)| (*x, t.as_str())).collect()).collect();
    let rows: Vec<Row<'_>> = form.iter().zip(&bare).map(|(r, b)| (r.0, b.as_slice())).collect();
    assert_eq!(find(PAGE, &[], &lines(form), &rules()), []);
    assert_eq!(find(PAGE, &[], &lines(&rows), &rules()).len(), 1);
}

#[test]
fn lettered_boxes_are_a_form_s() {
    let rules = Rulings { horizontal: across(&[90.0, 175.0, 255.0]), vertical: vec![] };
    let boxes: &[Row<'_>] = &[
        (100.0, &[(100.0, "(A) Li Ming"), (400.0, "(B) Hill Road")]),
        (140.0, &[(100.0, "name"), (400.0, "street")]),
        (180.0, &[(100.0, "(C) Newtown"), (400.0, "(D) Wales")]),
        (220.0, &[(100.0, "city"), (400.0, "state")]),
    ];
    assert_eq!(find(PAGE, &[], &lines(boxes), &rules), []);
}

#[test]
fn a_heading_in_large_letters_ends_the_rows_above() {
    let mut all = lines(NUMBERS);
    let mut heading = lines(&[(262.0, &[(100.0, "market")])]);
    for word in heading.iter_mut().flat_map(|line| &mut line.words) {
        word.outline = Rect::new(100.0, 258.0, 200.0, 286.0).into();
    }
    all.extend(heading);
    let rules = Rulings { horizontal: across(&[90.0, 130.0, 170.0, 210.0, 250.0, 290.0]), vertical: vec![] };
    let found = find(PAGE, &[], &all, &rules);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].bounds.bottom < 255.0, "{found:?}");
}

#[test]
fn names_above_the_first_rule_are_the_table_s() {
    let rows: &[Row<'_>] = &[
        (40.0, &[(100.0, "loans that were not paid back")]),
        (80.0, &[(400.0, "less"), (560.0, "more")]),
        (102.0, &[(100.0, "in May"), (390.0, "than 90"), (550.0, "than 90")]),
        (140.0, &[(100.0, "bonds"), (400.0, "104"), (560.0, "206")]),
        (180.0, &[(100.0, "shares"), (400.0, "363"), (560.0, "463")]),
        (220.0, &[(100.0, "total"), (400.0, "467"), (560.0, "669")]),
    ];
    let rules = Rulings { horizontal: across(&[128.0, 212.0, 246.0]), vertical: vec![] };
    let found = find(PAGE, &[], &lines(rows), &rules);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!((62.0..=80.0).contains(&found[0].bounds.top), "{found:?}");
}

#[test]
fn rules_on_both_sides_of_a_lattice_are_two_tables() {
    let rows: Vec<Row<'_>> = NUMBERS
        .iter()
        .copied()
        .chain([300.0, 340.0].map(|y| (y, [(100.0, "sum"), (400.0, "1"), (600.0, "2")].as_slice())))
        .chain(NUMBERS.iter().map(|row| (row.0 + 320.0, row.1)))
        .collect();
    let rules = Rulings {
        horizontal: across(&[90.0, 130.0, 250.0, 290.0, 330.0, 370.0, 410.0, 450.0, 570.0]),
        vertical: [80.0, 350.0, 550.0, 720.0].map(|x| ruling(x, 290.0, x, 370.0)).to_vec(),
    };
    let found = find(PAGE, &[], &lines(&rows), &rules);
    let tops: Vec<f32> = found.iter().map(|area| area.bounds.top).collect();
    assert_eq!(tops, [90.0, 290.0, 410.0], "{found:?}");
}

#[test]
fn lattices_with_the_head_of_a_group_between_are_one_table() {
    let parts = |gap: f32| {
        let below: Vec<Row<'_>> = NUMBERS.iter().map(|row| (row.0 + 160.0 + gap, row.1)).collect();
        let group: Row<'_> = (250.0 + (gap - 20.0) / 2.0, &[(100.0, "goods")]);
        let rows: Vec<Row<'_>> = NUMBERS.iter().copied().chain([group]).chain(below).collect();
        let ys = [90.0, 130.0, 170.0, 210.0, 250.0];
        let ys = ys.into_iter().chain(ys.map(|y| y + 160.0 + gap));
        let rules = Rulings {
            horizontal: ys.map(|y| ruling(80.0, y, 720.0, y)).collect(),
            vertical: [0.0, 160.0 + gap]
                .into_iter()
                .flat_map(|y| [80.0, 350.0, 550.0, 720.0].map(|x| ruling(x, 90.0 + y, x, 250.0 + y)))
                .collect(),
        };
        find(PAGE, &[], &lines(&rows), &rules).len()
    };
    assert_eq!((parts(22.0), parts(50.0)), (1, 2));
}

#[test]
fn a_framed_form_ends_at_its_foot() {
    let form: &[Row<'_>] = &[
        (100.0, &[(100.0, "Name: Li"), (420.0, "Number: 77")]),
        (130.0, &[(100.0, "Sex: F"), (420.0, "Age: 25")]),
        (160.0, &[(100.0, "Collected: May 1"), (420.0, "Received: May 1")]),
        (212.0, &[(80.0, "Enzymes")]),
        (246.0, &[(90.0, "Test"), (420.0, "Result"), (620.0, "Unit")]),
    ];
    let body = NUMBERS.iter().skip(1).map(|row| (row.0 + 140.0, row.1));
    let rows: Vec<Row<'_>> = form.iter().copied().chain(body).collect();
    let rules = Rulings {
        horizontal: across(&[90.0, 124.0, 154.0, 184.0, 238.0, 270.0, 390.0]),
        vertical: [80.0, 400.0, 720.0].map(|x| ruling(x, 90.0, x, 184.0)).to_vec(),
    };
    let found = find(PAGE, &[], &lines(&rows), &rules);
    let parts: Vec<_> = found.iter().map(|area| (area.bounds.top, area.bounds.bottom)).collect();
    assert_eq!(parts, [(90.0, 184.0), (238.0, 390.0)]);
}

#[test]
fn a_form_and_results_between_rules_are_not_one_table() {
    let form: &[Row<'_>] = &[
        (100.0, &[(100.0, "Patient: Li"), (500.0, "No: 7640")]),
        (130.0, &[(100.0, "Sex: F"), (500.0, "Age: 25")]),
        (160.0, &[(100.0, "Doctor: Ashworth"), (500.0, "Ward: 12")]),
        (216.0, &[(100.0, "Renal profile")]),
    ];
    let results: &[Row<'_>] = &[
        (250.0, &[(100.0, "urea"), (420.0, "5.31"), (520.0, "mmol/L"), (640.0, "3.1-8")]),
        (280.0, &[(100.0, "creatinine"), (420.0, "70"), (520.0, "umol/L"), (640.0, "57-97")]),
        (310.0, &[(100.0, "urate"), (420.0, "313"), (520.0, "umol/L"), (640.0, "208-428")]),
        (340.0, &[(100.0, "sodium"), (420.0, "143"), (520.0, "mmol/L"), (640.0, "137-147")]),
    ];
    let rows: Vec<Row<'_>> = form.iter().chain(results).copied().collect();
    let rules = Rulings { horizontal: across(&[90.0, 195.0, 380.0]), vertical: vec![] };
    let found = find(PAGE, &[], &lines(&rows), &rules);
    assert_eq!(found.iter().map(|area| area.bounds.top).collect::<Vec<_>>(), [195.0], "{found:?}");
}
