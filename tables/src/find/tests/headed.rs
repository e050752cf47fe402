//! Boxed heads with a body below them.

use super::*;

/// A head boxed from 90 to 130 with lines down at 80, 350, 550 and 720, and more rulings.
fn boxed(more: &[f32]) -> Rulings {
    Rulings {
        horizontal: [90.0, 130.0].iter().chain(more).map(|&y| ruling(80.0, y, 720.0, y)).collect(),
        vertical: [80.0, 350.0, 550.0, 720.0].map(|x| ruling(x, 90.0, x, 130.0)).to_vec(),
    }
}

const FOOT: (f32, &[(f32, &str)]) = (300.0, &[(100.0, "reported: 2024-05-06 at noon"), (600.0, "by: Li")]);

#[test]
fn the_body_below_a_boxed_head_is_the_same_table() {
    let with_foot: Vec<(f32, &[(f32, &str)])> = NUMBERS.iter().copied().chain([FOOT]).collect();
    for (rules, bottom) in [(vec![], 240.0), (vec![270.0], 271.0)] {
        let found = find(PAGE, &[], &lines(&with_foot), &boxed(&rules));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0].bounds.bottom - bottom).abs() <= 1.0, "{found:?}");
        assert_eq!((found[0].bounds.left, found[0].bounds.top), (80.0, 90.0));
        assert_eq!(found[0].confidence, Confidence::clamped(LATTICE));
    }
}

#[test]
fn the_sides_of_a_box_bound_its_columns_where_they_were_not_seen() {
    let mut head = boxed(&[]);
    head.vertical.retain(|line| line.start.x > 100.0);
    let found = find(PAGE, &[], &lines(NUMBERS), &head);
    let areas: Vec<_> = found.iter().map(|area| (area.bounds.left, area.bounds.bottom)).collect();
    assert_eq!(areas, [(80.0, 240.0)]);
}

#[test]
fn text_below_a_box_that_keeps_to_none_of_its_columns_is_text() {
    let prose: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(100.0, "item"), (400.0, "2019"), (600.0, "2020")]),
        (140.0, &[(100.0, "the values of both years were taken in the morning and agree")]),
        (170.0, &[(100.0, "with what had been found before, as the report of spring told")]),
    ];
    let found = find(PAGE, &[], &lines(prose), &boxed(&[]));
    assert!(found.iter().all(|area| area.bounds.bottom < 140.0), "{found:?}");
}

#[test]
fn rows_far_below_a_box_are_not_its_own() {
    let far: Vec<(f32, &[(f32, &str)])> = NUMBERS
        .iter()
        .enumerate()
        .map(|(i, row)| (if i == 0 { row.0 } else { row.0 + 100.0 }, row.1))
        .collect();
    let found = find(PAGE, &[], &lines(&far), &boxed(&[]));
    assert!(found.iter().any(|area| area.bounds.bottom < 140.0), "{found:?}");
}

#[test]
fn results_in_two_lines_belong_to_the_body() {
    let stacked: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(100.0, "item"), (400.0, "result"), (600.0, "limit")]),
        (140.0, &[(400.0, "0.03")]),
        (151.0, &[(100.0, "first"), (600.0, "<0.05")]),
        (162.0, &[(400.0, "absent")]),
        (200.0, &[(100.0, "second"), (400.0, "12.0 present"), (600.0, "<10.0")]),
        (240.0, &[(400.0, "0.15")]),
        (251.0, &[(100.0, "third"), (600.0, "<1.00")]),
        (262.0, &[(400.0, "absent")]),
    ];
    let found = find(PAGE, &[], &lines(stacked), &boxed(&[]));
    assert_eq!(found.iter().map(|area| area.bounds.bottom).collect::<Vec<_>>(), [282.0]);
}

#[test]
fn a_mark_read_with_the_name_behind_it_ends_no_body() {
    let mut rows = NUMBERS.to_vec();
    let marked: &[(f32, &str)] = &[(60.0, "*second"), (400.0, "12"), (600.0, "15")];
    rows[2].1 = marked;
    let mut head = boxed(&[]);
    head.vertical.insert(1, ruling(95.0, 90.0, 95.0, 130.0));
    let found = find(PAGE, &[], &lines(&rows), &head);
    assert_eq!(found.iter().map(|area| area.bounds.bottom).collect::<Vec<_>>(), [240.0], "{found:?}");
}

#[test]
fn what_runs_over_the_lines_at_the_spaces_of_words_is_a_foot() {
    let foot: &[(f32, &[(f32, &str)])] = &[
        (260.0, &[(90.0, "taken in the ward on the day before by the one named below us")]),
        (290.0, &[(90.0, "read in the house on the day before by the one named below us")]),
    ];
    let rows: Vec<(f32, &[(f32, &str)])> = NUMBERS.iter().chain(foot).copied().collect();
    let found = find(PAGE, &[], &lines(&rows), &boxed(&[]));
    assert!(found.iter().any(|area| area.bounds.bottom == 240.0), "{found:?}");
}
