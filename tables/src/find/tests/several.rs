//! Several tables near to each other, and one in several parts.

use super::*;
use crate::sample::edge;

/// A table of three columns, with lines around its cells, at a height.
fn grid(top: f32, text: &mut Vec<(f32, Vec<(f32, &'static str)>)>, rulings: &mut Rulings) -> Rect {
    for (row, (a, b)) in [("kind", "2019"), ("glucose", "5.6"), ("urea", "4.1")].into_iter().enumerate() {
        let y = top + 10.0 + 40.0 * row as f32;
        text.push((y, vec![(100.0, a), (400.0, b), (600.0, "7.2")]));
    }
    let at = |step: f32| top + 40.0 * step;
    rulings.horizontal.extend([0.0, 1.0, 2.0, 3.0].map(|step| ruling(80.0, at(step), 720.0, at(step))));
    rulings.vertical.extend([350.0, 550.0].map(|x| ruling(x, top, x, at(3.0))));
    Rect::new(80.0, top, 720.0, at(3.0))
}

fn find_in(text: &[(f32, Vec<(f32, &'static str)>)], rulings: &Rulings) -> Vec<Rect> {
    let rows: Vec<(f32, &[(f32, &str)])> = text.iter().map(|(y, row)| (*y, row.as_slice())).collect();
    find(PAGE, &[], &lines(&rows), rulings).into_iter().map(|area| area.bounds).collect()
}

#[test]
fn tables_on_a_panel_are_several() {
    let (mut text, mut rulings) = (vec![], Rulings::default());
    let tables = [100.0, 260.0].map(|top| grid(top, &mut text, &mut rulings));
    text.push((232.0, vec![(80.0, "the second of them")]));
    rulings.horizontal.extend([edge(72.0, 60.0, 728.0, 60.0), edge(72.0, 420.0, 728.0, 420.0)]);
    rulings.vertical.extend([edge(72.0, 60.0, 72.0, 420.0), edge(728.0, 60.0, 728.0, 420.0)]);
    assert_eq!(find_in(&text, &rulings), tables);
}

#[test]
fn a_stem_of_a_letter_does_not_bridge_two_tables() {
    let (mut text, mut rulings) = (vec![], Rulings::default());
    let tables = [100.0, 245.0].map(|top| grid(top, &mut text, &mut rulings));
    // A letter above the line goes on with it.
    text.push((223.0, vec![(330.0, "title")]));
    rulings.vertical[2].start.y = 228.0;
    assert_eq!(find_in(&text, &rulings), tables);
}

#[test]
fn the_shadow_of_a_fold_does_not_bridge_two_tables() {
    let (mut text, mut rulings) = (vec![], Rulings::default());
    let one = grid(100.0, &mut text, &mut rulings);
    let other = grid(400.0, &mut text, &mut rulings);
    rulings.vertical.push(edge(330.0, one.bottom - 40.0, 330.0, other.top));
    assert_eq!(find_in(&text, &rulings), [one, other]);
}

#[test]
fn plain_rows_below_a_lattice_are_its_tables() {
    let (mut text, mut rulings) = (vec![], Rulings::default());
    let shaded = grid(100.0, &mut text, &mut rulings);
    text.push((230.0, vec![(100.0, "last year")]));
    text.push((270.0, vec![(100.0, "glucose"), (400.0, "5.4"), (600.0, "7.0")]));
    rulings.horizontal.extend([260.0, 300.0].map(|y| ruling(80.0, y, 720.0, y)));
    assert_eq!(find_in(&text, &rulings), [Rect { bottom: 300.0, ..shaded }]);
    // A title above another table is none of it.
    text.pop();
    rulings.horizontal.pop();
    assert_eq!(find_in(&text, &rulings), [shaded]);
}

#[test]
fn titles_at_one_height_part_tables_side_by_side() {
    let mut text =
        vec![(100.0, vec![(100.0, "Table 1: rates of last year"), (500.0, "Table 2: rates of this year")])];
    for row in 0..4 {
        let y = 140.0 + 40.0 * row as f32;
        text.push((
            y,
            vec![
                (100.0, "glucose"),
                (250.0, "5.4"),
                (350.0, "7.0"),
                (500.0, "urea"),
                (650.0, "5.4"),
                (750.0, "7.0"),
            ],
        ));
    }
    let found = find_in(&text, &Rulings::default());
    assert_eq!(found, [Rect::new(100.0, 100.0, 380.0, 280.0), Rect::new(500.0, 100.0, 780.0, 280.0)]);
}

#[test]
fn underlined_heads_show_a_table_without_other_lines() {
    let text: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(100.0, "winner"), (400.0, "prize"), (700.0, "given by")]),
        (160.0, &[(100.0, "first firm"), (400.0, "best of all"), (700.0, "the board of")]),
        (182.0, &[(400.0, "employers"), (700.0, "the province")]),
        (240.0, &[(100.0, "other firm"), (400.0, "third in"), (700.0, "newspaper of")]),
        (262.0, &[(400.0, "its class"), (700.0, "the year")]),
        (
            320.0,
            &[(60.0, "running text of the page goes on below the table and over all of its columns at once")],
        ),
    ];
    let level = [(100.0, 390.0), (400.0, 690.0), (700.0, 900.0)].map(|(a, b)| ruling(a, 126.0, b, 126.0));
    let rulings = Rulings { horizontal: level.to_vec(), vertical: vec![] };
    let found = find(PAGE, &[], &lines(text), &rulings);
    assert_eq!(found.iter().map(|a| a.bounds).collect::<Vec<_>>(), [Rect::new(100.0, 100.0, 900.0, 282.0)]);
    assert!(find(PAGE, &[], &lines(text), &Rulings::default()).is_empty());
}

#[test]
fn sums_are_no_underlined_heads() {
    let text: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(100.0, "all"), (400.0, "120"), (600.0, "140")]),
        (160.0, &[(100.0, "so the first"), (400.0, "end of"), (600.0, "pages")]),
        (200.0, &[(100.0, "of all"), (400.0, "this"), (600.0, "ends")]),
        (240.0, &[(100.0, "parts"), (400.0, "where"), (600.0, "it is")]),
    ];
    let with_heads = |first: f32| {
        let level = [(first, 200.0), (400.0, 500.0), (600.0, 700.0)].map(|(a, b)| ruling(a, 124.0, b, 124.0));
        find(PAGE, &[], &lines(text), &Rulings { horizontal: level.to_vec(), vertical: vec![] })
    };
    assert_eq!(with_heads(100.0), []);
}

#[test]
fn a_list_with_a_rule_below_each_row_is_a_table() {
    let names = ["counter", "letters", "web portal", "mail", "kiosk", "paper"];
    let at = |row: usize| 100.0 + 40.0 * row as f32;
    let text: Vec<_> =
        names.iter().enumerate().map(|(row, name)| (at(row) + 10.0, vec![(100.0, *name)])).collect();
    let found = find_in(&text, &rules(&[100.0, 140.0, 180.0, 220.0, 260.0, 300.0, 340.0], 80.0, 720.0));
    assert_eq!(found, [Rect::new(80.0, 100.0, 720.0, 340.0)]);
    // Values written on lines behind their names.
    let form = |(row, name)| (at(row) + 10.0, vec![(20.0, "to:"), (100.0, name)]);
    let text: Vec<_> = names.into_iter().enumerate().map(form).collect();
    let found = find_in(&text, &rules(&[100.0, 140.0, 180.0, 220.0, 260.0, 300.0, 340.0], 80.0, 720.0));
    assert!(found.is_empty(), "{found:?}");
    // Writing on ruled paper fills the lines.
    let prose = "the quick brown fox jumps over the lazy dog and then on and on";
    let text: Vec<_> = (0..6).map(|row| (at(row) + 10.0, vec![(90.0, prose)])).collect();
    let found = find_in(&text, &rules(&[100.0, 140.0, 180.0, 220.0, 260.0, 300.0, 340.0], 80.0, 720.0));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn bars_of_a_chart_are_no_lattice() {
    let tops = [100.0, 132.0, 160.0, 190.0, 118.0];
    let mut rulings = rules(&[400.0], 90.0, 710.0);
    let mut labels = vec![(410.0, vec![])];
    for (bar, top) in tops.into_iter().enumerate() {
        let (left, right) = (100.0 + 120.0 * bar as f32, 200.0 + 120.0 * bar as f32);
        rulings.vertical.extend([left, right].map(|x| edge(x, top, x, 400.0)));
        rulings.horizontal.extend([edge(left, top, right, top), edge(left, 300.0, right, 300.0)]);
        labels.push((240.0 + bar as f32, vec![(left + 30.0, "5.4")]));
        labels.push((340.0 + bar as f32, vec![(left + 30.0, "7.2")]));
        labels[0].1.push((left + 30.0, "Q1"));
    }
    let found = find_in(&labels, &rulings);
    assert!(found.iter().all(|area| area.top > 200.0), "{found:?}");
}
