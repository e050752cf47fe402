use super::*;
use crate::sample::{lines, ruling};

mod fields;
mod forms;
mod headed;
mod several;
mod sheets;

const PAGE: Rect = Rect { left: 0.0, top: 0.0, right: 1000.0, bottom: 1400.0 };

const NUMBERS: &[(f32, &[(f32, &str)])] = &[
    (100.0, &[(100.0, "item"), (400.0, "2019"), (600.0, "2020")]),
    (140.0, &[(100.0, "glucose"), (400.0, "5.6"), (600.0, "5.8")]),
    (180.0, &[(100.0, "urea"), (400.0, "4.1"), (600.0, "4.4")]),
    (220.0, &[(100.0, "sodium"), (400.0, "140"), (600.0, "141")]),
];

#[test]
fn aligned_words_make_a_table() {
    let found = find(PAGE, &[], &lines(NUMBERS), &Rulings::default());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].bounds.iou(&Rect::new(100.0, 100.0, 640.0, 240.0)) > 0.9, "{found:?}");
}

#[test]
fn a_lattice_bounds_its_table() {
    let rulings = Rulings {
        horizontal: [90.0, 130.0, 170.0, 210.0, 250.0].map(|y| ruling(80.0, y, 720.0, y)).to_vec(),
        vertical: [80.0, 350.0, 550.0, 720.0].map(|x| ruling(x, 90.0, x, 250.0)).to_vec(),
    };
    let found = find(PAGE, &[], &lines(NUMBERS), &rulings);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].bounds, Rect::new(80.0, 90.0, 720.0, 250.0));
}

#[test]
fn lines_away_from_all_words_do_not_make_a_picture_one_table() {
    let crop = Rect::new(90.0, 90.0, 650.0, 250.0);
    let filled = find(crop, &[], &lines(NUMBERS), &Rulings::default());
    assert_eq!(filled.iter().map(|area| area.confidence).collect::<Vec<_>>(), [Confidence::clamped(WHOLE)]);
    let edges = Rulings {
        horizontal: vec![ruling(5.0, 1395.0, 995.0, 1395.0)],
        vertical: [5.0, 995.0].map(|x| ruling(x, 5.0, x, 1395.0)).to_vec(),
    };
    let found = find(PAGE, &[], &lines(NUMBERS), &edges);
    assert!(found.iter().all(|area| area.bounds.area() < 0.5 * PAGE.area()), "{found:?}");
}

#[test]
fn a_proposal_and_what_was_found_become_one() {
    let bounds = Rect::new(90.0, 95.0, 660.0, 200.0);
    let proposal = RegionProposal { class: RegionClass::Table, bounds, confidence: Confidence::clamped(0.7) };
    let found = find(PAGE, &[proposal], &lines(NUMBERS), &Rulings::default());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].bounds.bottom >= 240.0 && found[0].bounds.left == 90.0);
}

#[test]
fn what_rules_bound_is_not_grown_by_aligned_words() {
    let form: &[(f32, &[(f32, &str)])] =
        &[(20.0, &[(100.0, "name:Li"), (400.0, "sex:man")]), (60.0, &[(100.0, "ward:3"), (400.0, "bed:4")])];
    let all: Vec<(f32, &[(f32, &str)])> = form.iter().chain(NUMBERS).copied().collect();
    let rulings = Rulings {
        horizontal: [92.0, 132.0, 250.0].map(|y| ruling(80.0, y, 720.0, y)).to_vec(),
        vertical: vec![],
    };
    let bounds = Rect::new(80.0, 10.0, 720.0, 255.0);
    let proposal = RegionProposal { class: RegionClass::Table, bounds, confidence: Confidence::clamped(0.9) };
    let found = find(PAGE, &[proposal], &lines(&all), &rulings);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].borne_out && found[0].bounds.top >= 85.0, "{found:?}");
}

#[test]
fn what_only_looks_like_a_table_is_refused() {
    let prose = "the quick brown fox jumps over the lazy dog and";
    let cases: [(&str, Vec<Line>); 4] = [
        ("list", {
            lines(&[
                (100.0, &[(100.0, "1."), (140.0, "first item")]),
                (140.0, &[(100.0, "2."), (140.0, "second one")]),
                (180.0, &[(100.0, "3."), (140.0, "third thing")]),
                (220.0, &[(100.0, "4."), (140.0, "the last")]),
            ])
        }),
        ("contents", {
            lines(&[
                (100.0, &[(100.0, "Introduction"), (700.0, "1")]),
                (140.0, &[(100.0, "Methods used"), (700.0, "4")]),
                (180.0, &[(100.0, "Results"), (700.0, "9")]),
                (220.0, &[(100.0, "Discussion"), (690.0, "15")]),
            ])
        }),
        ("form", {
            lines(&[
                (100.0, &[(100.0, "Name: Li"), (400.0, "Age: 30"), (700.0, "Sex: M")]),
                (140.0, &[(100.0, "Ward: 12"), (400.0, "Bed: 4"), (700.0, "No: 77")]),
                (180.0, &[(100.0, "Date: 1/2"), (400.0, "Dr: Wu"), (700.0, "Lab: 3")]),
            ])
        }),
        ("two columns", {
            let row: &[(f32, &str)] = &[(0.0, prose), (520.0, prose)];
            lines(&[(100.0, row), (130.0, row), (160.0, row), (190.0, row)])
        }),
    ];
    for (name, lines) in cases {
        let found = find(PAGE, &[], &lines, &Rulings::default());
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn an_empty_page_has_no_table() {
    assert!(find(PAGE, &[], &[], &Rulings::default()).is_empty());
}

#[test]
fn frames_of_a_pages_parts_are_no_table() {
    // Two columns of exercises, each with rules of its own at other heights, parted by a line.
    let text: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(100.0, "first exercise"), (540.0, "fourth")]),
        (300.0, &[(100.0, "second exercise"), (540.0, "fifth")]),
        (500.0, &[(100.0, "third exercise"), (540.0, "sixth")]),
    ];
    let rulings = Rulings {
        horizontal: vec![
            ruling(80.0, 90.0, 500.0, 90.0),
            ruling(500.0, 240.0, 920.0, 240.0),
            ruling(80.0, 290.0, 500.0, 290.0),
            ruling(500.0, 440.0, 920.0, 440.0),
            ruling(80.0, 490.0, 500.0, 490.0),
        ],
        vertical: vec![ruling(500.0, 60.0, 500.0, 600.0)],
    };
    let found = find(PAGE, &[], &lines(text), &rulings);
    assert!(found.iter().all(|area| !area.borne_out), "{found:?}");
}

#[test]
fn a_page_between_two_rules_is_no_table() {
    let above: Vec<(f32, &[(f32, &str)])> = vec![
        (100.0, &[(100.0, "price"), (300.0, "7.15"), (520.0, "the")]),
        (140.0, &[(100.0, "shares"), (300.0, "2741"), (520.0, "first")]),
        (180.0, &[(100.0, "ratio"), (300.0, "92.1"), (520.0, "half")]),
    ];
    let below: Vec<(f32, &[(f32, &str)])> = vec![
        (800.0, &[(100.0, "of"), (520.0, "year"), (700.0, "2024"), (850.0, "2025")]),
        (840.0, &[(100.0, "the"), (520.0, "sales"), (700.0, "76.5"), (850.0, "88.1")]),
        (880.0, &[(100.0, "year"), (520.0, "profit"), (700.0, "21.8"), (850.0, "27.4")]),
    ];
    let text: Vec<(f32, &[(f32, &str)])> = above.into_iter().chain(below).collect();
    let rule = |left: f32, right: f32| move |y: f32| ruling(left, y, right, y);
    let mut horizontal = vec![rule(80.0, 950.0)(80.0)];
    horizontal.extend([92.0, 132.0, 210.0].map(rule(95.0, 400.0)));
    horizontal.extend([792.0, 832.0, 910.0].map(rule(510.0, 930.0)));
    horizontal.push(rule(80.0, 950.0)(930.0));
    let found = find(PAGE, &[], &lines(&text), &Rulings { horizontal, vertical: vec![] });
    let whole = found.iter().filter(|area| area.bounds.area() > 0.3 * PAGE.area());
    assert_eq!(whole.count(), 0, "{found:?}");
    assert_eq!(found.iter().filter(|area| area.borne_out).count(), 2, "{found:?}");
}

fn rules(at: &[f32], left: f32, right: f32) -> Rulings {
    Rulings { horizontal: at.iter().map(|&y| ruling(left, y, right, y)).collect(), vertical: vec![] }
}

#[test]
fn a_rule_far_below_or_beyond_running_text_is_another_things() {
    let bounds = Rect::new(80.0, 92.0, 720.0, 200.0);
    // The foot of the page.
    let far = find(PAGE, &[], &lines(NUMBERS), &rules(&[92.0, 132.0, 200.0, 900.0], 80.0, 720.0));
    assert_eq!(far.iter().filter(|a| a.borne_out).map(|a| a.bounds).collect::<Vec<_>>(), [bounds], "{far:?}");
    // Another table, below text that runs over both sides.
    let over: &[(f32, &[(f32, &str)])] = &[(
        260.0,
        &[(0.0, "the following table sets forth our breakdown of what follows by geographical location of")],
    )];
    let text: Vec<(f32, &[(f32, &str)])> = NUMBERS.iter().chain(over).copied().collect();
    let crossed = find(PAGE, &[], &lines(&text), &rules(&[92.0, 132.0, 200.0, 300.0], 80.0, 720.0));
    assert!(crossed.iter().all(|area| area.bounds.bottom < 260.0), "{crossed:?}");
}

#[test]
fn names_far_left_of_their_numbers_belong_to_them() {
    let text: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(600.0, "2019"), (800.0, "2020")]),
        (140.0, &[(20.0, "private placements"), (600.0, "56"), (800.0, "58")]),
        (180.0, &[(20.0, "mortgages"), (600.0, "41"), (800.0, "44")]),
        (220.0, &[(40.0, "of banks"), (600.0, "140"), (800.0, "141")]),
        (260.0, &[(20.0, "total"), (600.0, "237"), (800.0, "243")]),
    ];
    let found = find(PAGE, &[], &lines(text), &rules(&[92.0, 132.0, 290.0], 590.0, 850.0));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].bounds.left, found[0].bounds.right), (20.0, 850.0));
}

#[test]
fn a_picture_of_rows_of_numbers_is_a_table() {
    let figure = |bounds: Rect| RegionProposal {
        class: RegionClass::Figure,
        bounds,
        confidence: Confidence::clamped(0.9),
    };
    let seen = figure(Rect::new(90.0, 90.0, 660.0, 290.0));
    let more: Vec<(f32, &[(f32, &str)])> = NUMBERS
        .iter()
        .copied()
        .chain([(260.0, &[(100.0, "potassium"), (400.0, "4.0"), (600.0, "4.2")][..])])
        .collect();
    let found = find(PAGE, std::slice::from_ref(&seen), &lines(&more), &Rulings::default());
    assert_eq!(found.iter().map(|area| area.borne_out).collect::<Vec<_>>(), [true], "{found:?}");
    // On a sheet of paper that was taken for a picture as a whole fewer numbers tell.
    let row = |y, name, value, unit, flag| (y, [(100.0, name), (400.0, value), (600.0, unit), (800.0, flag)]);
    let sheet = [
        row(100.0, "glucose", "5.6", "mmol", "low"),
        row(140.0, "urea", "4.1", "mmol", "high"),
        row(180.0, "sodium", "140", "mmol", "low"),
        row(220.0, "albumin", "44", "gram", "high"),
    ];
    let sheet: Vec<(f32, &[(f32, &str)])> = sheet.iter().map(|(y, row)| (*y, row.as_slice())).collect();
    let count = |seen: Rect| find(PAGE, &[figure(seen)], &lines(&sheet), &Rulings::default()).len();
    assert_eq!((count(PAGE), count(Rect::new(90.0, 90.0, 900.0, 290.0))), (1, 0));
    // So it is where most words of a page of text stand in the picture.
    let prose =
        [(60.0, "what was asked of the laboratory by the ward on the day before and how it was sent")]
            .as_slice();
    let told = |y: f32| (y, prose);
    let page: Vec<(f32, &[(f32, &str)])> =
        [500.0, 530.0].map(told).into_iter().chain(sheet.iter().copied()).collect();
    let seen_in = |bottom: f32| {
        let figure = figure(Rect::new(50.0, 90.0, 960.0, bottom));
        find(PAGE, &[figure], &lines(&page), &Rulings::default()).len()
    };
    assert_eq!((seen_in(600.0), seen_in(290.0)), (1, 0));
    // The labels of a drawing are fewer, and seldom numbers.
    let labels: &[(f32, &[(f32, &str)])] = &[
        (100.0, &[(100.0, "pump"), (400.0, "valve")]),
        (140.0, &[(100.0, "tank"), (400.0, "pipe"), (600.0, "2")]),
        (180.0, &[(100.0, "motor"), (400.0, "outlet")]),
        (220.0, &[(100.0, "inlet"), (400.0, "filter")]),
    ];
    assert_eq!(find(PAGE, &[seen], &lines(labels), &Rulings::default()), []);
}

#[test]
fn on_a_sheet_many_names_with_a_number_each_are_a_table() {
    let row = |at: usize| (100.0 + 30.0 * at as f32, [(100.0, "serum level of it"), (500.0, "5.6")]);
    let count = |rows: usize| {
        let rows: Vec<_> = (0..rows).map(row).collect();
        let rows: Vec<(f32, &[(f32, &str)])> = rows.iter().map(|(y, row)| (*y, row.as_slice())).collect();
        let confidence = Confidence::clamped(0.9);
        let figure = RegionProposal { class: RegionClass::Figure, bounds: PAGE, confidence };
        find(PAGE, &[figure], &lines(&rows), &Rulings::default()).len()
    };
    assert_eq!((count(10), count(5)), (1, 0));
}

#[test]
fn on_a_sheet_rules_show_a_table_of_words() {
    let row = |y, name, found, expected| (y, [(100.0, name), (400.0, found), (700.0, expected)]);
    let sheet = [
        row(100.0, "test", "found", "expected"),
        row(140.0, "protein", "absent", "absent"),
        row(180.0, "glucose", "absent", "absent"),
        row(220.0, "ketones", "present", "absent"),
        row(260.0, "nitrites", "absent", "absent"),
    ];
    let sheet: Vec<(f32, &[(f32, &str)])> = sheet.iter().map(|(y, row)| (*y, row.as_slice())).collect();
    let count = |seen: Rect, ys: &[f32]| {
        let (class, confidence) = (RegionClass::Figure, Confidence::clamped(0.9));
        let figure = RegionProposal { class, bounds: seen, confidence };
        find(PAGE, &[figure], &lines(&sheet), &rules(ys, 80.0, 820.0)).len()
    };
    let parted = [92.0, 132.0, 292.0];
    assert_eq!(count(PAGE, &parted), 1);
    assert_eq!(count(Rect::new(80.0, 90.0, 830.0, 300.0), &parted), 0, "a picture on a page");
    assert_eq!(count(PAGE, &[92.0, 292.0]), 0, "no rule below the head");
}
