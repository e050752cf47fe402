//! Pages of drawn words and marks.

use super::*;
use document::{Confidence, LineId, WordId};
use image::{Rgb, RgbImage};

fn line(text: &str, bounds: Rect, origin: Origin) -> Line {
    let id = LineId { page: 1, line: 1 };
    let word = Word {
        id: WordId { line: id, word: 1 },
        text: text.into(),
        outline: bounds.into(),
        confidence: Confidence::clamped(0.6),
        character_confidences: vec![],
        alternatives: vec![],
        glued: false,
        origin,
    };
    let direction = Direction::Horizontal;
    Line { id, text: text.into(), outline: bounds.into(), confidence: None, direction, words: vec![word] }
}

/// Letters 14 pixels high in boxes of 21: two words in a row at y = 20, one in the row below.
fn words(origin: Origin) -> Vec<Line> {
    [("Lead", 10.0, 10.0), ("12.5", 120.0, 10.0), ("Mercury", 10.0, 50.0)]
        .map(|(text, x, y)| line(text, Rect::new(x, y, x + 40.0, y + 21.0), origin))
        .into()
}

/// What a table of `lines` reads as where ink is drawn besides the letters of [`words`].
fn read_with(lines: Vec<Line>, ink: impl Fn(u32, u32) -> bool) -> Vec<String> {
    read_by(lines, ink, &|_| Ok(vec![]))
}

/// The same where boxes are read by `reader`.
fn read_by(mut lines: Vec<Line>, ink: impl Fn(u32, u32) -> bool, reader: &Read<'_>) -> Vec<String> {
    let letter = |x: u32, y: u32| {
        [(10, 13), (120, 13), (10, 53)]
            .iter()
            .any(|&(left, top)| (left..left + 40).contains(&x) && x % 8 < 3 && (top..top + 14).contains(&y))
    };
    let pixels =
        RgbImage::from_fn(260, 90, |x, y| Rgb([if letter(x, y) || ink(x, y) { 20 } else { 240 }; 3]));
    let mut regions = vec![Arranged {
        class: RegionClass::Table,
        bounds: Rect::new(0.0, 0.0, 260.0, 90.0),
        confidence: None,
        level: None,
        lines: (0..lines.len()).collect(),
    }];
    found(&PageImage::new(pixels, None), &mut regions, &mut lines, reader).unwrap();
    regions[0].lines.iter().map(|&index| lines[index].text.clone()).collect()
}

/// What is found where `marks` are drawn besides the words' letters.
fn read(lines: Vec<Line>, marks: &[(u32, u32, u32, u32)]) -> Vec<String> {
    read_with(lines, |x, y| {
        marks.iter().any(|&(l, t, w, h)| (l..l + w).contains(&x) && (t..t + h).contains(&y))
    })
}

#[test]
fn lone_dashes_on_a_row_are_words() {
    let seen = || words(Origin::Recognition);
    let plain = ["Lead", "12.5", "Mercury"];
    type Case<'a> = (&'a [(u32, u32, u32, u32)], &'a [&'a str]);
    let cases: [Case<'_>; 8] = [
        // A hyphen, an en dash, an em dash, in the order of the rows.
        (&[(130, 60, 6, 2)], &["Lead", "12.5", "Mercury", "-"]),
        (&[(80, 20, 10, 2)], &["Lead", "–", "12.5", "Mercury"]),
        (&[(200, 20, 20, 2), (130, 60, 6, 2)], &["Lead", "12.5", "—", "Mercury", "-"]),
        // On the base line, above the row, beside other ink, part of a leader, a ruling line.
        (&[(130, 67, 6, 2)], &plain),
        (&[(130, 40, 6, 2)], &plain),
        (&[(130, 60, 6, 2), (138, 55, 3, 10)], &plain),
        (&[(80, 60, 6, 2), (90, 60, 6, 2), (100, 60, 6, 2)], &plain),
        (&[(60, 60, 180, 2)], &plain),
    ];
    for (marks, want) in cases {
        assert_eq!(read(seen(), marks), want, "{marks:?}");
    }
    assert_eq!(read(words(Origin::TextLayer), &[(130, 60, 6, 2)]), plain);
}

#[test]
fn a_lone_han_one_is_a_dash_where_nothing_is_han() {
    let one = || line("一", Rect::new(125.0, 50.0, 140.0, 71.0), Origin::Recognition);
    let mut lines = words(Origin::Recognition);
    lines.push(one());
    assert_eq!(read(lines, &[]), ["Lead", "12.5", "Mercury", "—"]);
    let mut lines = words(Origin::Recognition);
    lines.extend([one(), line("铅", Rect::new(180.0, 50.0, 196.0, 71.0), Origin::Recognition)]);
    assert_eq!(read(lines, &[]), ["Lead", "12.5", "Mercury", "一", "铅"]);
}

/// What a table of one word, read as `text` where a shape of 12 by 12 pixels stands, reads as. `width` of the shape in each row.
fn flagged(text: Option<&str>, width: impl Fn(u32) -> u32, hole: bool) -> Vec<String> {
    let mut lines = words(Origin::Recognition);
    lines.extend(text.map(|text| line(text, Rect::new(180.0, 9.0, 200.0, 31.0), Origin::Recognition)));
    let shape = |x: u32, y: u32| {
        let row = y.wrapping_sub(14);
        let inner = (188..192).contains(&x) && (18..23).contains(&y);
        row < 12 && (190 - width(row) / 2..190 + width(row).div_ceil(2)).contains(&x) && !(hole && inner)
    };
    read_with(lines, shape)
}

#[test]
fn solid_triangles_are_flags_however_they_were_read() {
    let (up, down) = (|row: u32| row + 1, |row: u32| 12 - row);
    assert_eq!(flagged(None, up, false), ["Lead", "12.5", "▲", "Mercury"]);
    assert_eq!(flagged(None, down, false), ["Lead", "12.5", "▼", "Mercury"]);
    assert_eq!(flagged(Some("V"), down, false)[3], "▼");
    assert_eq!(flagged(Some("▲"), up, false)[3], "▲");
    // A word of several letters stays, so do a square, and what has a hole as a letter has.
    assert_eq!(flagged(Some("Vo"), down, false)[3], "Vo");
    assert_eq!(flagged(None, |_| 12, false).len(), 3);
    assert_eq!(flagged(None, up, true).len(), 3);
    assert_eq!(flagged(Some("A"), up, true)[3], "A");
}

#[test]
fn dashes_below_one_another_make_a_column_below_a_head() {
    let head = [("Test", 10.0), ("Result", 110.0), ("Range", 210.0)];
    let names = [("Protein", 50.0), ("Glucose", 90.0), ("Ketones", 130.0)];
    let lines: Vec<Line> = head
        .into_iter()
        .map(|(text, x)| line(text, Rect::new(x, 10.0, x + 40.0, 31.0), Origin::Recognition))
        .chain(names.map(|(text, y)| line(text, Rect::new(10.0, y, 50.0, y + 21.0), Origin::Recognition)))
        .collect();
    let boxes: Vec<Rect> = lines.iter().map(|line| line.outline.bounds()).collect();
    let page = |dashes: &[(u32, u32)]| {
        let letter = |x: u32, y: u32| {
            x % 8 < 3
                && boxes.iter().any(|b| {
                    let (x, y) = (x as f32, y as f32);
                    b.left <= x && x < b.right && b.top + 3.0 <= y && y < b.top + 17.0
                })
        };
        let dash =
            |x: u32, y: u32| dashes.iter().any(|&(l, t)| (l..l + 6).contains(&x) && (t..t + 2).contains(&y));
        let ink = |x: u32, y: u32| if letter(x, y) || dash(x, y) { 20 } else { 240 };
        PageImage::new(RgbImage::from_fn(280, 170, |x, y| Rgb([ink(x, y); 3])), None)
    };
    let count = |dashes: &[(u32, u32)], tables: &[Rect], lines: &[Line]| {
        columns_of_dashes(&page(dashes), lines, tables).len()
    };
    let column = [(130, 60), (130, 100), (130, 140)];
    assert_eq!(count(&column, &[], &lines), 3);
    assert_eq!(count(&column[..2], &[], &lines), 0, "two may be anything");
    assert_eq!(count(&[(130, 60), (160, 100), (190, 140)], &[], &lines), 0, "not below one another");
    assert_eq!(count(&column, &[], &lines[1..]), 0, "no head");
    assert_eq!(count(&column, &[Rect::new(0.0, 0.0, 280.0, 170.0)], &lines), 0, "a table is known there");
}

/// Whether a pixel is of an asterisk of five arms with its middle at (x, y).
fn is_of_star(x: u32, y: u32, middle: (f32, f32)) -> bool {
    let (dx, dy) = (x as f32 - middle.0, y as f32 - middle.1);
    (0..5).any(|arm| {
        let turn = std::f32::consts::TAU * (arm as f32 / 5.0 - 0.25);
        let (along, across) = (dx * turn.cos() + dy * turn.sin(), dy * turn.cos() - dx * turn.sin());
        (0.0..=4.5).contains(&along) && across.abs() <= 0.8
    })
}

#[test]
fn an_asterisk_is_told_by_its_arms_and_a_bullet_is_none() {
    let seen = || words(Origin::Recognition);
    let star = |x: u32, y: u32| is_of_star(x, y, (200.0, 18.0));
    assert_eq!(read_with(seen(), star), ["Lead", "12.5", "*", "Mercury"]);
    let bullet = |x: u32, y: u32| (x as f32 - 200.0).hypot(y as f32 - 18.0) <= 4.0;
    let cross = |x: u32, y: u32| {
        let (dx, dy) = (x.abs_diff(200), y.abs_diff(18));
        dx <= 4 && dy <= 4 && (dx == 0 || dy == 0)
    };
    assert_eq!(read_with(seen(), bullet), ["Lead", "12.5", "Mercury"]);
    assert_eq!(read_with(seen(), cross), ["Lead", "12.5", "Mercury"]);
}

#[test]
fn an_asterisk_before_a_letter_is_read_apart() {
    let ink = |x: u32, y: u32| {
        is_of_star(x, y, (200.0, 18.0))
            || (207..209).contains(&x) && (13..27).contains(&y)
            || (207..214).contains(&x) && (25..27).contains(&y)
    };
    let spoilt = |text: &str| {
        let mut lines = words(Origin::Recognition);
        lines.insert(2, line(text, Rect::new(192.0, 10.0, 217.0, 31.0), Origin::Recognition));
        lines
    };
    let letter = |text: &'static str| {
        move |boxes: &[TextBox]| {
            let like = |text_box: &TextBox| {
                let bounds = document::Outline::from(text_box.corners).bounds();
                assert!(bounds.left > 203.0, "{bounds:?}");
                Line { confidence: Confidence::clamped(0.9), ..line(text, bounds, Origin::Recognition) }
            };
            Ok(boxes.iter().map(like).collect())
        }
    };
    assert_eq!(read_by(spoilt("丸"), ink, &letter("L")), ["Lead", "12.5", "*L", "Mercury"]);
    assert_eq!(read_by(spoilt("H"), ink, &letter("工")), ["Lead", "12.5", "*H", "Mercury"]);
    assert_eq!(read_by(spoilt("丸"), ink, &letter("工")), ["Lead", "12.5", "丸", "Mercury"]);
}

#[test]
fn a_lone_glyph_that_no_line_has_is_read_if_it_is_sure() {
    let ink = |x: u32, y: u32| (200..204).contains(&x) && (14..27).contains(&y);
    let reader = |text: &'static str, sure: f32| {
        move |boxes: &[TextBox]| {
            let like = |text_box: &TextBox| {
                let bounds = document::Outline::from(text_box.corners).bounds();
                Line { confidence: Confidence::clamped(sure), ..line(text, bounds, Origin::Recognition) }
            };
            Ok(boxes.iter().map(like).collect())
        }
    };
    let seen = || words(Origin::Recognition);
    assert_eq!(read_by(seen(), ink, &reader("↓", 0.9)), ["Lead", "12.5", "↓", "Mercury"]);
    for (text, sure) in [("↓", 0.3), ("卜", 0.8), ("!", 0.99)] {
        assert_eq!(read_by(seen(), ink, &reader(text, sure)), ["Lead", "12.5", "Mercury"], "{text}");
    }
    // Ink between two words of a row is no cell of its own.
    let beside = |x: u32, y: u32| (157..161).contains(&x) && (14..27).contains(&y);
    assert_eq!(read_by(seen(), beside, &reader("1", 0.9)), ["Lead", "12.5", "Mercury"]);
}

/// Whether a pixel is of an arrow up, 13 pixels high, with its point at (x, y).
fn is_of_arrow(x: u32, y: u32, point: (u32, u32)) -> bool {
    let (dx, dy) = (x.abs_diff(point.0), y.wrapping_sub(point.1));
    dy < 13 && (dx == 0 || dy < 5 && (dx == dy || dx + 1 == dy))
}

#[test]
fn arrows_are_told_by_their_outline_wherever_they_stand() {
    let up = |x: u32, y: u32| is_of_arrow(x, y, (200, 14));
    let down = |x: u32, y: u32| is_of_arrow(x, 40_u32.wrapping_sub(y), (200, 14));
    let seen = || words(Origin::Recognition);
    assert_eq!(read_with(seen(), up), ["Lead", "12.5", "↑", "Mercury"]);
    assert_eq!(read_with(seen(), down), ["Lead", "12.5", "↓", "Mercury"]);
    // In the box of the number before it, read with it or not, and in one of its own.
    let wide = |text: &str| {
        let mut lines = words(Origin::Recognition);
        lines[1] = line(text, Rect::new(118.0, 10.0, 208.0, 31.0), Origin::Recognition);
        lines
    };
    assert_eq!(read_with(wide("12.5"), up), ["Lead", "12.5", "↑", "Mercury"]);
    assert_eq!(read_with(wide("12.5个"), up), ["Lead", "12.5↑", "Mercury"]);
    let mut own = seen();
    own.insert(2, line("个", Rect::new(190.0, 10.0, 211.0, 31.0), Origin::Recognition));
    assert_eq!(read_with(own, up), ["Lead", "12.5", "↑", "Mercury"]);
    let dagger =
        |x: u32, y: u32| ((14..27).contains(&y) && x == 200) || (17..19).contains(&y) && x.abs_diff(200) < 4;
    assert_eq!(read_with(seen(), dagger), ["Lead", "12.5", "Mercury"]);
    let bracket = |x: u32, y: u32| {
        (14..27).contains(&y)
            && (x == 198 + (13 - y.abs_diff(20)) / 4 || x == 199 + (13 - y.abs_diff(20)) / 4)
    };
    assert_eq!(read_with(seen(), bracket), ["Lead", "12.5", "Mercury"]);
}
