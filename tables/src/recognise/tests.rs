use std::collections::BTreeMap;

use document::{HeaderKind, LineId, Point};
use image::RgbImage;
use imaging::Ruling;
use models::FakeSession;
use ndarray::ArrayD;

use super::*;
use crate::sample::{lines, ruling};

type Rows<'a> = &'a [(f32, &'a [(f32, &'a str)])];

const PLACE: Rect = Rect { left: 0.0, top: 0.0, right: 800.0, bottom: 600.0 };

fn recognise(recogniser: &mut Recogniser, lines: &[Line], rulings: &Rulings) -> Recognised {
    let page = PageImage::new(RgbImage::new(800, 600), Some(150.0));
    let lines: Vec<&Line> = lines.iter().collect();
    let input =
        TableInput { page: &page, page_number: 1, bounds: PLACE, lines: &lines, rulings, others: &[] };
    recogniser.recognise(&input).unwrap()
}

fn by_words(lines: &[Line], rulings: &Rulings) -> Recognised {
    recognise(&mut Recogniser::default(), lines, rulings)
}

/// The texts row by row; a slot that a cell spans is "^" or "<".
fn texts(grid: &Grid) -> Vec<Vec<String>> {
    let slot = |row, column| match grid.cell_at(row, column) {
        Some(cell) if cell.span.row < row => "^".to_owned(),
        Some(cell) if cell.span.column < column => "<".to_owned(),
        Some(cell) => cell.text.clone(),
        None => "none".to_owned(),
    };
    (0..grid.rows()).map(|r| (0..grid.columns()).map(|c| slot(r, c)).collect()).collect()
}

fn ruled(ys: &[f32], xs: &[f32], reach: (f32, f32), drop: (f32, f32)) -> Rulings {
    Rulings {
        horizontal: ys.iter().map(|&y| ruling(reach.0, y, reach.1, y)).collect(),
        vertical: xs.iter().map(|&x| ruling(x, drop.0, x, drop.1)).collect(),
    }
}

const WORDS: Rows<'_> = &[
    (110.0, &[(120.0, "Item"), (320.0, "Result"), (520.0, "Unit")]),
    (150.0, &[(120.0, "Glucose"), (320.0, "5.6"), (520.0, "mmol/L")]),
    (190.0, &[(120.0, "Urea"), (320.0, "4.1"), (520.0, "mmol/L")]),
];

fn expected() -> Vec<Vec<String>> {
    let rows = [["Item", "Result", "Unit"], ["Glucose", "5.6", "mmol/L"], ["Urea", "4.1", "mmol/L"]];
    rows.iter().map(|row| row.iter().map(|&text| text.to_owned()).collect()).collect()
}

const YS: [f32; 4] = [100.0, 140.0, 180.0, 220.0];
const XS: [f32; 4] = [100.0, 300.0, 500.0, 700.0];

#[test]
fn ruling_lines_make_the_grid() {
    let slanted = |mut r: Rulings| {
        r.horizontal.iter_mut().for_each(|line| line.end.y += 4.0);
        r
    };
    let double = |mut r: Rulings| {
        r.horizontal.extend(YS.map(|y| ruling(100.0, y + 4.0, 700.0, y + 4.0)));
        r
    };
    let broken = |mut r: Rulings| {
        let halves = |line: &Ruling| {
            let gap = |t: f32| Point::new(100.0 + 600.0 * t, line.start.y);
            [Ruling { end: gap(0.4), ..*line }, Ruling { start: gap(0.5), ..*line }]
        };
        r.horizontal = r.horizontal.iter().flat_map(halves).collect();
        r
    };
    let full = || ruled(&YS, &XS, (100.0, 700.0), (100.0, 220.0));
    let cases = [
        ("full", full()),
        ("slanted", slanted(full())),
        ("double", double(full())),
        ("broken", broken(full())),
        ("open sides", ruled(&YS, &XS[1..3], (100.0, 700.0), (100.0, 220.0))),
        ("struck letters", {
            let mut rulings = full();
            rulings.vertical.push(ruling(335.0, 150.0, 335.0, 170.0));
            rulings.horizontal.push(ruling(122.0, 162.0, 185.0, 162.0));
            rulings
        }),
    ];
    for (name, rulings) in cases {
        let found = by_words(&lines(WORDS), &rulings);
        assert_eq!(texts(&found.grid), expected(), "{name}");
        assert_eq!((found.method, found.unplaced_words.len()), (TableMethod::Rulings, 0), "{name}");
        assert!(found.confidence.is_some_and(|c| c.get() > 0.9), "{name}");
    }
}

#[test]
fn a_missing_separator_merges_cells() {
    let mut rulings = ruled(&YS, &XS, (100.0, 700.0), (100.0, 220.0));
    // No line between the results' column and the units' in the first row, none between the first column's last rows.
    rulings.vertical[2] = ruling(500.0, 140.0, 500.0, 220.0);
    rulings.horizontal[2] = ruling(300.0, 180.0, 700.0, 180.0);
    let words: Rows<'_> = &[
        (110.0, &[(120.0, "Item"), (360.0, "Result with unit")]),
        (150.0, &[(320.0, "5.6"), (520.0, "mmol/L")]),
        (170.0, &[(120.0, "Glucose")]),
        (190.0, &[(320.0, "4.1"), (520.0, "mmol/L")]),
    ];
    let found = by_words(&lines(words), &rulings);
    let want = [["Item", "Result with unit", "<"], ["Glucose", "5.6", "mmol/L"], ["^", "4.1", "mmol/L"]];
    assert_eq!(texts(&found.grid), want);
}

#[test]
fn words_alone_make_columns_and_rows() {
    let found = by_words(&lines(WORDS), &Rulings::default());
    assert_eq!((texts(&found.grid), found.method), (expected(), TableMethod::Alignment));
}

#[test]
fn rules_between_rows_part_lines_of_one_cell_from_the_next() {
    let words: Rows<'_> = &[
        (110.0, &[(120.0, "short"), (400.0, "one line")]),
        (150.0, &[(120.0, "long"), (400.0, "two lines")]),
        (175.0, &[(400.0, "in one cell")]),
        (215.0, &[(120.0, "last"), (400.0, "end")]),
    ];
    let rulings = ruled(&[100.0, 140.0, 205.0, 245.0], &[], (100.0, 600.0), (0.0, 0.0));
    let found = by_words(&lines(words), &rulings);
    let want = [["short", "one line"], ["long", "two lines\nin one cell"], ["last", "end"]];
    assert_eq!(texts(&found.grid), want);
}

#[test]
fn headers_and_stubs_are_marked() {
    let found = by_words(&lines(WORDS), &Rulings::default());
    let kind = |row, column| found.grid.cell_at(row, column).map(|cell| cell.header);
    assert_eq!(kind(0, 1), Some(HeaderKind::Column));
    assert_eq!(kind(1, 0), Some(HeaderKind::Row));
    assert_eq!(kind(1, 1), Some(HeaderKind::None));
}

#[test]
fn a_word_over_a_line_goes_to_the_larger_part_and_is_less_sure() {
    let words: Rows<'_> = &[
        (110.0, &[(120.0, "Item"), (320.0, "Result")]),
        (150.0, &[(120.0, "12345678901234567890"), (350.0, "7")]),
    ];
    let rulings = ruled(&YS[..3], &[100.0, 300.0, 500.0], (100.0, 500.0), (100.0, 180.0));
    let found = by_words(&lines(words), &rulings);
    let sure = |row, column| found.grid.cell_at(row, column).and_then(|c| c.confidence).map(Confidence::get);
    assert_eq!(texts(&found.grid)[1], ["12345678901234567890", "7"]);
    assert!(sure(1, 0) < sure(1, 1));
}

#[test]
fn captions_beyond_the_rules_are_reported_not_placed() {
    let words: Rows<'_> = &[
        (60.0, &[(120.0, "Table 3. What was measured")]),
        (110.0, &[(120.0, "Item"), (320.0, "Result")]),
        (150.0, &[(120.0, "Glucose"), (320.0, "5.6")]),
        (190.0, &[(120.0, "Urea"), (320.0, "4.1")]),
    ];
    let rulings = ruled(&[100.0, 140.0, 220.0], &[], (100.0, 420.0), (0.0, 0.0));
    let found = by_words(&lines(words), &rulings);
    assert_eq!(found.unplaced_words.len(), 5);
    assert!(found.bounds.top >= 80.0, "{:?}", found.bounds);
    assert_eq!(texts(&found.grid)[0], ["Item", "Result"]);
}

const NAMES: [&str; 6] = ["sos", "<tr>", "<td", " colspan=\"2\"", "<td></td>", "eos"];

/// Rows of cells, each (column span, box as fractions of the picture).
type Reading = Vec<Vec<(u32, [f32; 4])>>;

/// A network that always reads `rows`.
fn network(rows: Reading) -> Recogniser {
    network_in_turn(vec![rows])
}

/// A network that reads something else each time, and the last again and again.
fn network_in_turn(readings: Vec<Reading>) -> Recogniser {
    let steps = |rows: Reading| {
        let mut steps: Vec<(&str, [f32; 4])> = vec![];
        for row in rows {
            steps.push(("<tr>", [0.0; 4]));
            for (span, place) in row {
                if span == 2 {
                    steps.extend([("<td", place), (" colspan=\"2\"", [0.0; 4])]);
                } else {
                    steps.push(("<td></td>", place));
                }
            }
        }
        steps.push(("eos", [0.0; 4]));
        steps
    };
    let readings: Vec<_> = readings.into_iter().map(steps).collect();
    let mut turn = 0;
    let session = FakeSession::new(move |_| {
        let steps = &readings[turn.min(readings.len() - 1)];
        turn += 1;
        let mut boxes = ArrayD::zeros(vec![1, steps.len(), 4]);
        let mut scores = ArrayD::zeros(vec![1, steps.len(), NAMES.len()]);
        for (step, (name, place)) in steps.iter().enumerate() {
            scores[[0, step, NAMES.iter().position(|n| n == name).unwrap()]] = 0.99;
            place.iter().enumerate().for_each(|(i, v)| boxes[[0, step, i]] = *v);
        }
        vec![boxes, scores]
    });
    let session = session.with_metadata("character", "<tr>\n<td\n colspan=\"2\"");
    Recogniser::new(Some(Box::new(session))).unwrap()
}

/// The box of a text at (`x`, `y`), `letters` long, as fractions of the picture.
fn place(x: f32, y: f32, letters: f32) -> [f32; 4] {
    [x / 800.0, y / 600.0, (x + 10.0 * letters) / 800.0, (y + 20.0) / 600.0]
}

#[test]
fn the_network_looks_again_where_the_words_speak_against_it() {
    let words: Rows<'_> = &[
        (110.0, &[(120.0, "Item"), (320.0, "Fig"), (520.0, "Unit")]),
        (150.0, &[(120.0, "Urea"), (320.0, "4.1"), (520.0, "mol")]),
        (190.0, &[(120.0, "Iron"), (320.0, "9.3"), (520.0, "mol")]),
    ];
    let row = |y| vec![(1, place(120.0, y, 4.0)), (1, place(320.0, y, 4.0)), (1, place(520.0, y, 4.0))];
    let merged = |y| vec![(1, place(120.0, y, 4.0)), (1, place(320.0, y, 24.0))];
    let good: Reading = [110.0, 150.0, 190.0].map(row).to_vec();
    let bad: Reading = [110.0, 150.0, 190.0].map(merged).to_vec();
    for readings in [vec![bad.clone(), good.clone()], vec![good, bad]] {
        let found = recognise(&mut network_in_turn(readings), &lines(words), &Rulings::default());
        assert_eq!((found.grid.columns(), found.method), (3, TableMethod::StructureModel));
    }
}

#[test]
fn a_name_above_a_rule_of_the_whole_table_heads_its_own_column() {
    let words: Rows<'_> = &[
        (110.0, &[(520.0, "N=12")]),
        (150.0, &[(120.0, "Age of all"), (520.0, "62")]),
        (190.0, &[(120.0, "White race"), (520.0, "93")]),
        (230.0, &[(120.0, "Diabetes"), (520.0, "24")]),
    ];
    let found = by_words(&lines(words), &ruled(&[140.0], &[], (100.0, 600.0), (0.0, 0.0)));
    assert_eq!(texts(&found.grid)[0], ["", "N=12"]);
}

#[test]
fn the_network_tells_spans() {
    let words: Rows<'_> = &[
        (110.0, &[(380.0, "Year")]),
        (150.0, &[(120.0, "Item"), (320.0, "2019"), (480.0, "2020")]),
        (190.0, &[(120.0, "Urea"), (320.0, "4.1"), (480.0, "4.3")]),
    ];
    let row = |y| vec![(1, place(120.0, y, 4.0)), (1, place(320.0, y, 4.0)), (1, place(480.0, y, 4.0))];
    let head = vec![(1, [0.0; 4]), (2, place(380.0, 110.0, 4.0))];
    let found =
        recognise(&mut network(vec![head, row(150.0), row(190.0)]), &lines(words), &Rulings::default());
    let want = [["", "Year", "<"], ["Item", "2019", "2020"], ["Urea", "4.1", "4.3"]];
    assert_eq!(
        (texts(&found.grid), found.method),
        (want.map(|r| r.map(str::to_owned).to_vec()).to_vec(), TableMethod::StructureModel)
    );
}

#[test]
fn rows_the_network_overlooked_are_added() {
    let words: Rows<'_> = &[
        (110.0, &[(120.0, "Item"), (320.0, "2019"), (480.0, "2020")]),
        (150.0, &[(120.0, "Urea"), (320.0, "4.1"), (480.0, "4.3")]),
        (190.0, &[(120.0, "Iron"), (320.0, "12"), (480.0, "14")]),
        (230.0, &[(120.0, "Zinc"), (320.0, "9"), (480.0, "8")]),
    ];
    let row = |y| vec![(1, place(120.0, y, 4.0)), (1, place(320.0, y, 4.0)), (1, place(480.0, y, 4.0))];
    let found =
        recognise(&mut network(vec![row(110.0), row(150.0), row(230.0)]), &lines(words), &Rulings::default());
    assert_eq!(texts(&found.grid)[2], ["Iron", "12", "14"]);
    assert_eq!(found.grid.rows(), 4);
}

#[test]
fn a_failing_network_is_an_error_that_says_where() {
    let session = FakeSession::failing().with_metadata("character", "<tr>\n<td");
    let mut recogniser = Recogniser::new(Some(Box::new(session))).unwrap();
    let page = PageImage::new(RgbImage::new(800, 600), None);
    let rulings = Rulings::default();
    let input =
        TableInput { page: &page, page_number: 7, bounds: PLACE, lines: &[], rulings: &rulings, others: &[] };
    let error = recogniser.recognise(&input).unwrap_err();
    assert_eq!((error.kind(), error.page()), (crate::ErrorKind::Session, Some(7)));
    assert!(std::error::Error::source(&error).is_some());
}

/// Small deterministic numbers (a linear congruential generator with Knuth's constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(below.max(1))) as u32
    }

    fn place(&mut self) -> (f32, f32) {
        (self.roll(820) as f32 - 10.0, self.roll(620) as f32 - 10.0)
    }
}

/// Words anywhere, lines anywhere, a network that says anything: each word is in one cell or reported, cells are apart.
#[test]
fn no_word_is_lost_whatever_comes() {
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let texts = ["12", "word", "5.6", "—", "检验", "......"];
        let spots: Vec<(f32, Vec<(f32, &str)>)> = (0..dice.roll(40))
            .map(|_| {
                let (x, y) = dice.place();
                (y, vec![(x, texts[dice.roll(6) as usize])])
            })
            .collect();
        let rows: Vec<(f32, &[(f32, &str)])> = spots.iter().map(|(y, row)| (*y, row.as_slice())).collect();
        let lines = lines(&rows);
        let mut rulings = Rulings::default();
        for _ in 0..dice.roll(12) {
            let ((x, y), long) = (dice.place(), dice.roll(700) as f32);
            rulings.horizontal.push(ruling(x, y, x + long, y));
            let ((x, y), long) = (dice.place(), dice.roll(500) as f32);
            rulings.vertical.push(ruling(x, y, x, y + long));
        }
        let mut cell = || (1 + dice.roll(2), [0; 4].map(|_| dice.roll(100) as f32 / 100.0));
        let model: Vec<Vec<(u32, [f32; 4])>> =
            (0..seed % 7).map(|row| (0..(seed + row) % 5).map(|_| cell()).collect()).collect();
        let found = recognise(&mut network(model), &lines, &rulings);
        check_conservation(&found, &lines, seed);
    }
}

fn check_conservation(found: &Recognised, lines: &[Line], seed: u64) {
    let mut seen: BTreeMap<WordId, usize> = BTreeMap::new();
    for word in lines.iter().flat_map(|line| &line.words).filter(|w| found.unplaced_words.contains(&w.id)) {
        let middle = word.outline.bounds().center();
        assert!(
            !found.bounds.contains(middle),
            "{seed}: {} inside {:?} is in no cell",
            word.text,
            found.bounds
        );
    }
    let placed = found.grid.cells().iter().flat_map(|cell| &cell.words);
    placed.chain(&found.unplaced_words).for_each(|id| *seen.entry(*id).or_default() += 1);
    let inside = |word: &&document::Word| PLACE.contains(word.outline.bounds().center());
    let want: BTreeMap<WordId, usize> =
        lines.iter().flat_map(|line| &line.words).filter(inside).map(|word| (word.id, 1)).collect();
    assert_eq!(seen, want, "seed {seed}");
    let boxes: Vec<Rect> = found.grid.cells().iter().map(|cell| cell.places[0].outline.bounds()).collect();
    for (i, a) in boxes.iter().enumerate() {
        assert!(boxes[..i].iter().all(|b| a.overlap(b) <= 1e-3 * a.area()), "seed {seed}");
    }
}

#[test]
fn lines_of_a_boxed_head_part_the_columns_of_the_body() {
    let rows: Rows<'_> = &[
        (110.0, &[(120.0, "Item"), (320.0, "Result"), (430.0, "Flag"), (520.0, "Unit")]),
        (150.0, &[(120.0, "Colour"), (320.0, "yellow")]),
        (190.0, &[(120.0, "Glucose"), (320.0, "negative"), (430.0, "H"), (520.0, "mmol/L")]),
        (230.0, &[(120.0, "Urea"), (320.0, "4.1"), (520.0, "mmol/L")]),
    ];
    let want = [
        ["Item", "Result", "Flag", "Unit"],
        ["Colour", "yellow", "", ""],
        ["Glucose", "negative", "H", "mmol/L"],
        ["Urea", "4.1", "", "mmol/L"],
    ];
    for more in [vec![], vec![270.0]] {
        let ys: Vec<f32> = [100.0, 140.0].into_iter().chain(more).collect();
        let rulings = ruled(&ys, &[100.0, 300.0, 420.0, 500.0, 700.0], (100.0, 700.0), (100.0, 140.0));
        let recognised = by_words(&lines(rows), &rulings);
        assert_eq!(texts(&recognised.grid), want.map(|row| row.map(str::to_owned).to_vec()).to_vec());
        assert_eq!(recognised.grid.header_rows(), 1);
    }
}

#[test]
fn a_line_between_two_lists_may_run_on_below_a_boxed_head() {
    let rows: Rows<'_> = &[
        (110.0, &[(110.0, "Item"), (210.0, "Result"), (310.0, "Unit"), (410.0, "Item"), (510.0, "Result")]),
        (150.0, &[(110.0, "Iron"), (210.0, "11.2"), (310.0, "g/L"), (410.0, "Zinc"), (510.0, "4.2")]),
        (190.0, &[(110.0, "Urea"), (210.0, "4.1"), (310.0, "g/L"), (410.0, "Lead"), (510.0, "0.3")]),
    ];
    let mut rulings =
        ruled(&[100.0, 140.0], &[100.0, 200.0, 300.0, 500.0, 600.0, 700.0], (100.0, 700.0), (100.0, 140.0));
    rulings.vertical.push(ruling(400.0, 100.0, 400.0, 230.0));
    let want = [
        ["Item", "Result", "Unit", "Item", "Result", ""],
        ["Iron", "11.2", "g/L", "Zinc", "4.2", ""],
        ["Urea", "4.1", "g/L", "Lead", "0.3", ""],
    ];
    let recognised = by_words(&lines(rows), &rulings);
    assert_eq!(texts(&recognised.grid), want.map(|row| row.map(str::to_owned).to_vec()).to_vec());
}

#[test]
fn results_in_two_lines_below_a_boxed_head_are_of_one_row() {
    let rows: Rows<'_> = &[
        (110.0, &[(120.0, "Item"), (320.0, "Result"), (520.0, "Limit")]),
        (150.0, &[(320.0, "0.03")]),
        (161.0, &[(120.0, "Antigen"), (520.0, "<0.05")]),
        (172.0, &[(320.0, "absent")]),
        (212.0, &[(120.0, "Antibody"), (320.0, "12.0"), (520.0, "<10.0")]),
        (252.0, &[(320.0, "0.15")]),
        (263.0, &[(120.0, "Virus"), (520.0, "<1.00")]),
        (274.0, &[(320.0, "absent")]),
    ];
    let want = [
        ["Item", "Result", "Limit"],
        ["Antigen", "0.03 absent", "<0.05"],
        ["Antibody", "12.0", "<10.0"],
        ["Virus", "0.15 absent", "<1.00"],
    ];
    let rulings = ruled(&[100.0, 140.0], &[100.0, 300.0, 500.0, 700.0], (100.0, 700.0), (100.0, 140.0));
    let recognised = by_words(&lines(rows), &rulings);
    let found = texts(&recognised.grid).into_iter();
    let found: Vec<_> =
        found.map(|row| row.iter().map(|text| text.replace('\n', " ")).collect::<Vec<_>>()).collect();
    assert_eq!(found, want.map(|row| row.map(str::to_owned).to_vec()).to_vec());
}

#[test]
fn names_of_rows_that_no_line_parts_are_parted_by_their_rows() {
    let names = |step: f32| -> Vec<Line> {
        let rows: Rows<'_> = &[
            (110.0, &[(320.0, "2019"), (520.0, "2020")]),
            (150.0, &[(320.0, "12.1"), (520.0, "14.0")]),
            (190.0, &[(320.0, "11.5"), (520.0, "13.2")]),
            (230.0, &[(320.0, "10.7"), (520.0, "12.9")]),
        ];
        let mut all = lines(rows);
        let names = lines(&[
            (190.0 - step, &[(120.0, "North")]),
            (190.0, &[(120.0, "South")]),
            (190.0 + step, &[(120.0, "West")]),
        ]);
        all.extend(
            names.into_iter().zip(100..).map(|(line, number)| line.renamed(LineId { page: 1, line: number })),
        );
        all
    };
    let mut rulings =
        ruled(&[100.0, 140.0, 260.0], &[100.0, 300.0, 500.0, 700.0], (100.0, 700.0), (100.0, 260.0));
    rulings.horizontal.extend([180.0, 220.0].map(|y| ruling(300.0, y, 700.0, y)));
    let stubs = |step: f32| -> Vec<String> {
        let grid = by_words(&names(step), &rulings).grid;
        texts(&grid).into_iter().skip(1).map(|row| row[0].replace('\n', " ")).collect()
    };
    assert_eq!(stubs(40.0), ["North", "South", "West"]);
    assert_eq!(stubs(26.0), ["North South West", "^", "^"], "a name in three lines");
}

#[test]
fn a_word_that_reaches_into_a_cell_is_housed() {
    let lines = lines(&[(95.0, &[(120.0, "years")]), (80.0, &[(320.0, "title")]), (150.0, &[(120.0, "1")])]);
    let all: Vec<&Line> = lines.iter().collect();
    let inks = words_inside(&all, PLACE);
    let cells = vec![document::CellSpan::single(0, 0), document::CellSpan::single(1, 0)];
    let frame = crate::frame::Frame { xs: vec![100.0, 700.0], ys: vec![106.0, 140.0, 180.0], cells };
    let owners = vec![None, None, Some(1)];
    let mut candidate =
        Candidate { frame, owners, method: TableMethod::Rulings, certainty: 1.0, header_rows: None };
    house(&mut candidate, &inks);
    // Nine pixels of twenty stand in the first cell; nothing of the title does.
    assert_eq!(candidate.owners, [Some(0), None, Some(1)]);
}

#[test]
fn rows_of_numbers_between_two_lines_across_are_rows() {
    let words: Rows<'_> = &[
        (100.0, &[(120.0, "Goods"), (320.0, "Number"), (520.0, "Amount")]),
        (130.0, &[(120.0, "Box"), (320.0, "8"), (520.0, "308.00")]),
        (160.0, &[(120.0, "Toner"), (320.0, "6"), (520.0, "1908.00")]),
        (181.0, &[(120.0, "black")]),
        (211.0, &[(120.0, "Paper")]),
        (241.0, &[(120.0, "Total"), (520.0, "2216.00")]),
        (275.0, &[(120.0, "In words"), (320.0, "two thousand two hundred and sixteen")]),
    ];
    let mut rulings = ruled(&[95.0, 268.0, 300.0], &[100.0, 300.0, 700.0], (100.0, 700.0), (95.0, 300.0));
    rulings.vertical.push(ruling(500.0, 95.0, 500.0, 268.0));
    let found = by_words(&lines(words), &rulings);
    let want = [
        ["Goods", "Number", "Amount"],
        ["Box", "8", "308.00"],
        ["Toner\nblack", "6", "1908.00"],
        ["Paper", "", ""],
        ["Total", "", "2216.00"],
        ["In words", "two thousand two hundred and sixteen", "<"],
    ];
    assert_eq!(texts(&found.grid), want);
    assert_eq!(found.method, TableMethod::Rulings);
}

/// A form of three rows with a table in the second cell of its second row.
const FORM: Rows<'_> = &[
    (110.0, &[(120.0, "Name"), (320.0, "Lin Yu"), (520.0, "72 years")]),
    (150.0, &[(320.0, "Day"), (440.0, "Fasting"), (570.0, "Evening")]),
    (190.0, &[(120.0, "Glucose"), (320.0, "Monday"), (440.0, "11.2"), (570.0, "10.9")]),
    (230.0, &[(320.0, "Tuesday"), (440.0, "13.6"), (570.0, "11.8")]),
    (270.0, &[(120.0, "Purpose"), (320.0, "a target for the sugar")]),
];

/// The lines of the form, and of the table in it, which keep `gap` from those of the cell.
fn form(gap: f32) -> Rulings {
    let mut rulings =
        ruled(&[100.0, 135.0, 262.0, 300.0], &[100.0, 300.0, 700.0], (100.0, 700.0), (100.0, 300.0));
    rulings.vertical.push(ruling(500.0, 100.0, 500.0, 135.0));
    let (left, right) = (300.0 + gap, 700.0 - gap);
    let (top, bottom) = (135.0 + gap, 262.0 - gap);
    let own = ruled(&[top, 180.0, 220.0, bottom], &[left, 430.0, 560.0, right], (left, right), (top, bottom));
    rulings.horizontal.extend(own.horizontal);
    rulings.vertical.extend(own.vertical);
    rulings
}

#[test]
fn a_table_in_a_cell_is_a_table_of_its_own() {
    let want = [["Day", "Fasting", "Evening"], ["Monday", "11.2", "10.9"], ["Tuesday", "13.6", "11.8"]];
    let inner = want.map(|row| row.join(" ")).join("\n");
    for gap in [6.0, 9.0, 12.0] {
        let found = by_words(&lines(FORM), &form(gap));
        let outer = [
            ["Name", "Lin Yu", "72 years"],
            ["Glucose", &inner, "<"],
            ["Purpose", "a target for the sugar", "<"],
        ];
        assert_eq!(texts(&found.grid), outer, "{gap}");
        let [nested] = found.nested.as_slice() else { panic!("{gap}: {} nested", found.nested.len()) };
        assert_eq!(texts(&nested.grid), want.map(|row| row.map(str::to_owned).to_vec()).to_vec(), "{gap}");
        assert_eq!((found.unplaced_words.len(), nested.unplaced_words.len()), (0, 0), "{gap}");
    }
}

#[test]
fn lines_that_part_a_cell_make_no_table_in_it() {
    let found = by_words(&lines(FORM), &form(0.0));
    assert!(found.nested.is_empty());
    assert_eq!(found.grid.rows(), 5);
    // Lines of a part of a table that do not meet the others.
    let mut apart = ruled(&[100.0, 140.0, 220.0], &[100.0, 700.0], (100.0, 700.0), (100.0, 220.0));
    let part = ruled(&[144.0, 180.0, 216.0], &[304.0, 500.0, 696.0], (304.0, 696.0), (144.0, 216.0));
    apart.horizontal.extend(part.horizontal);
    apart.vertical.extend(part.vertical);
    assert!(by_words(&lines(WORDS), &apart).nested.is_empty());
    // A frame around a table has no words of its own.
    let mut framed = ruled(&YS, &XS, (100.0, 700.0), (100.0, 220.0));
    let frame = ruled(&[92.0, 228.0], &[92.0, 708.0], (92.0, 708.0), (92.0, 228.0));
    framed.horizontal.extend(frame.horizontal);
    framed.vertical.extend(frame.vertical);
    assert!(by_words(&lines(WORDS), &framed).nested.is_empty());
}
