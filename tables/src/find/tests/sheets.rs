//! Laboratory sheets: fields above a list, shades behind its rows, results in words and in two lines.

use super::*;
use crate::sample::edge;

type Rows<'a> = Vec<(f32, &'a [(f32, &'a str)])>;

fn shade(y: f32) -> imaging::Ruling {
    edge(80.0, y, 900.0, y)
}

fn rules(ys: &[f32]) -> Vec<imaging::Ruling> {
    ys.iter().map(|&y| ruling(80.0, y, 900.0, y)).collect()
}

const LIST: [(f32, &[(f32, &str)]); 6] = [
    (300.0, &[(400.0, "Result"), (600.0, "Range"), (800.0, "Units")]),
    (340.0, &[(100.0, "Ca"), (400.0, "2.27"), (600.0, "2.11-2.52"), (800.0, "mmol/L")]),
    (380.0, &[(100.0, "PO4"), (400.0, "1.19"), (600.0, "0.85-1.51"), (800.0, "mmol/L")]),
    (420.0, &[(100.0, "Mg"), (400.0, "0.91"), (600.0, "0.75-1.02"), (800.0, "mmol/L")]),
    (460.0, &[(100.0, "ALP"), (400.0, "89"), (600.0, "45-125"), (800.0, "U/L")]),
    (500.0, &[(100.0, "PTH"), (400.0, "41.2"), (600.0, "15-65"), (800.0, "ng/L")]),
];

#[test]
fn shades_behind_every_other_row_do_not_bound_the_list() {
    let shades = [375.0, 405.0, 455.0, 485.0].map(shade).to_vec();
    let rulings = Rulings { horizontal: shades, vertical: vec![] };
    let found = find(PAGE, &[], &lines(&LIST), &rulings);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].bounds.top <= 300.0 && found[0].bounds.bottom >= 520.0, "{found:?}");
}

#[test]
fn a_list_below_lines_of_its_own_is_no_part_of_the_ruled_fields_above() {
    let above: Rows<'_> = vec![
        (100.0, &[(100.0, "Patient Li"), (500.0, "Seen by Hale")]),
        (140.0, &[(100.0, "UR no. 2024"), (500.0, "Episode 24050")]),
        (180.0, &[(100.0, "Taken 08:21"), (500.0, "Registered 09:29")]),
        (220.0, &[(100.0, "Notes: pain")]),
        (260.0, &[(100.0, "Bone profile")]),
    ];
    let text: Rows<'_> = above.iter().chain(&LIST).copied().collect();
    let mut horizontal = rules(&[90.0, 130.0, 170.0, 210.0]);
    horizontal.extend([375.0, 405.0, 455.0, 485.0].map(shade));
    let found = find(PAGE, &[], &lines(&text), &Rulings { horizontal, vertical: vec![] });
    assert!(found.iter().any(|area| area.bounds.top >= 210.0 && area.bounds.bottom >= 520.0), "{found:?}");
    assert!(!found.iter().any(|area| area.bounds.top < 200.0 && area.bounds.bottom > 300.0), "{found:?}");
}

const WORDS: [(f32, &[(f32, &str)]); 10] = [
    (100.0, &[(100.0, "Urine"), (600.0, "Reference")]),
    (140.0, &[(100.0, "Colour"), (400.0, "yellow"), (600.0, "yellow")]),
    (180.0, &[(100.0, "Protein"), (400.0, "absent"), (600.0, "absent")]),
    (220.0, &[(100.0, "Glucose"), (400.0, "absent"), (600.0, "absent")]),
    (260.0, &[(100.0, "Ketones"), (400.0, "trace"), (600.0, "absent")]),
    (300.0, &[(100.0, "Blood"), (400.0, "absent"), (600.0, "absent")]),
    (340.0, &[(100.0, "Nitrite"), (400.0, "absent"), (600.0, "absent")]),
    (380.0, &[(100.0, "Esterase"), (400.0, "absent"), (600.0, "absent")]),
    (420.0, &[(100.0, "Bilirubin"), (400.0, "absent"), (600.0, "absent")]),
    (460.0, &[(100.0, "Casts"), (400.0, "absent"), (600.0, "absent")]),
];

#[test]
fn many_even_rows_of_words_between_rules_are_no_figure() {
    let figure = Rect::new(70.0, 60.0, 920.0, 520.0);
    let confidence = Confidence::clamped(0.9);
    let figure = RegionProposal { class: RegionClass::Figure, bounds: figure, confidence };
    let rulings = |ys: &[f32]| Rulings { horizontal: rules(ys), vertical: vec![] };
    let found = find(PAGE, std::slice::from_ref(&figure), &lines(&WORDS), &rulings(&[90.0, 130.0, 490.0]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(find(PAGE, &[figure], &lines(&WORDS[..5]), &rulings(&[90.0, 130.0, 290.0])).is_empty(), "few");
}

#[test]
fn entries_in_two_lines_hide_no_columns() {
    let stacked: Rows<'_> = vec![
        (100.0, &[(100.0, "Test"), (400.0, "Result"), (600.0, "Unit"), (800.0, "Limit")]),
        (140.0, &[(400.0, "0.01 not")]),
        (151.0, &[(100.0, "HBsAg"), (600.0, "IU/mL"), (800.0, "<0.05")]),
        (162.0, &[(400.0, "found")]),
        (200.0, &[(400.0, "1.70 not")]),
        (211.0, &[(100.0, "Anti-HBs"), (600.0, "IU/L"), (800.0, "<10.0")]),
        (222.0, &[(400.0, "found")]),
        (260.0, &[(400.0, "0.23 not")]),
        (271.0, &[(100.0, "Anti-HCV"), (600.0, "S/CO"), (800.0, "<1.00")]),
        (282.0, &[(400.0, "found")]),
    ];
    let bounds = Rect::new(80.0, 90.0, 900.0, 310.0);
    let proposal = RegionProposal { class: RegionClass::Table, bounds, confidence: Confidence::clamped(0.7) };
    let found = find(PAGE, &[proposal], &lines(&stacked), &Rulings::default());
    assert_eq!(found.len(), 1, "{found:?}");
}
