use document::{Direction, Point, is_cjk};
use image::{Rgb, RgbImage};
use imaging::RulingSource;

use super::*;
use crate::content::Marks;

const SIZE: f32 = 20.0;

/// Draws text as PDFium would tell it, half an em a letter and one a Han character.
#[derive(Default)]
struct Pen {
    glyphs: Vec<Glyph>,
    object: u32,
}

impl Pen {
    /// One drawing operator with `text` from (`x`, `y`) on the baseline.
    fn text(&mut self, text: &str, x: f32, y: f32) -> &mut Self {
        self.sized(text, x, y, SIZE)
    }

    fn sized(&mut self, text: &str, mut x: f32, y: f32, size: f32) -> &mut Self {
        self.object += 1;
        for code in text.chars() {
            let advance = match code {
                '\u{200B}' => 0.0,
                code if is_cjk(code) => size,
                _ => size / 2.0,
            };
            self.glyph(code, x, y, advance, size);
            x += advance;
        }
        self
    }

    fn glyph(&mut self, code: char, x: f32, y: f32, advance: f32, size: f32) {
        let ink = Rect::new(x + 0.05 * size, y - 0.7 * size, x + advance - 0.05 * size, y);
        self.glyphs.push(Glyph {
            code,
            object: self.object,
            marks: Marks::default(),
            origin: Point::new(x, y),
            along: Point::new(1.0, 0.0),
            size,
            ink: if code == ' ' { Rect::default() } else { ink },
            cell: Rect::new(x, y - 0.9 * size, x + advance, y + 0.2 * size),
        });
    }

    fn layer(&self) -> TextLayer {
        self.layer_with(&[], &paper(&self.glyphs))
    }

    fn layer_with(&self, rulings: &[Ruling], picture: &RgbImage) -> TextLayer {
        build(1, &self.glyphs, rulings, picture).unwrap()
    }
}

/// A white page with a black bar in the middle of every glyph.
fn paper(glyphs: &[Glyph]) -> RgbImage {
    let mut picture = RgbImage::from_pixel(1000, 600, Rgb([255; 3]));
    for ink in glyphs.iter().map(|glyph| glyph.ink).filter(|ink| ink.area() > 0.0) {
        for y in ink.top.max(0.0) as u32..(ink.bottom as u32).min(600) {
            for x in ink.left.max(0.0) as u32..((ink.left + ink.right) as u32 / 2).min(1000) {
                picture.put_pixel(x, y, Rgb([0; 3]));
            }
        }
    }
    picture
}

fn texts(layer: &TextLayer) -> Vec<&str> {
    layer.lines.iter().map(|line| line.line.text.as_str()).collect()
}

fn words(layer: &TextLayer) -> Vec<&str> {
    layer.lines.iter().flat_map(|line| &line.line.words).map(|word| word.text.as_str()).collect()
}

#[test]
fn words_are_parted_at_spaces_and_scripts() {
    let cases: [(&str, &[&str]); 7] = [
        ("Hello world", &["Hello", "world"]),
        ("血糖5.6 mmol/L", &["血糖", "5.6", "mmol/L"]),
        ("半成品(包括铸锭)。", &["半成品", "(包括铸锭)。"]),
        ("变更,在2024年", &["变更,在", "2024", "年"]),
        ("第一条 租赁", &["第一条", "租赁"]),
        ("exam\u{2}", &["exam-"]),
        ("e\u{200B}f\u{FB01}x", &["effix"]),
    ];
    for (text, want) in cases {
        let layer = Pen::default().text(text, 10.0, 50.0).layer();
        assert_eq!(words(&layer), want, "{text}");
        assert_eq!(layer.lines.len(), 1, "{text}");
    }
    let layer = Pen::default().text("血糖5.6 mmol/L", 10.0, 50.0).layer();
    assert_eq!(layer.lines[0].line.text, "血糖5.6 mmol/L");
    assert_eq!(layer.lines[0].line.words[2].id.to_string(), "p1-l1-w3");
}

#[test]
fn outlines_hold_the_ink() {
    let layer = Pen::default().text("ab cd", 100.0, 50.0).layer();
    let line = &layer.lines[0].line;
    let near = |a: Rect, b: Rect| {
        let all = [a.left - b.left, a.top - b.top, a.right - b.right, a.bottom - b.bottom];
        all.iter().all(|d| d.abs() < 1e-3)
    };
    assert!(near(line.outline.bounds(), Rect::new(101.0, 36.0, 149.0, 50.0)), "{:?}", line.outline);
    assert!(near(line.words[1].outline.bounds(), Rect::new(131.0, 36.0, 149.0, 50.0)));
    assert_eq!(line.confidence, None);
    assert_eq!(layer.lines[0].font_size, SIZE);
}

#[test]
fn columns_of_text_do_not_merge() {
    let mut pen = Pen::default();
    for row in 0..3 {
        let y = 50.0 + 24.0 * row as f32;
        pen.text("left column", 10.0, y).text("right column", 150.0, y);
    }
    assert_eq!(texts(&pen.layer()), ["left column", "right column"].repeat(3));
}

#[test]
fn a_narrow_gap_parts_columns_only_where_it_goes_on_over_lines() {
    let rows = ["alpha", "bravo", "delta", "gamma"];
    let gap = 0.8 * SIZE;
    let draw = |count: usize| {
        let mut pen = Pen::default();
        for (row, text) in rows.iter().take(count).enumerate() {
            let y = 50.0 + 24.0 * row as f32;
            pen.text(text, 10.0, y).text("12.5", 60.0 + gap, y);
        }
        pen.layer().lines.len()
    };
    assert_eq!(draw(4), 8);
    assert_eq!(draw(1), 1);
    assert_eq!(draw(2), 2);
}

#[test]
fn a_ruling_line_parts_cells() {
    let mut pen = Pen::default();
    pen.text("12", 10.0, 50.0).text("34", 40.0, 50.0);
    assert_eq!(texts(&pen.layer()), ["12 34"]);
    let wall = Ruling {
        start: Point::new(35.0, 20.0),
        end: Point::new(35.0, 60.0),
        thickness: 1.0,
        coverage: 1.0,
        source: RulingSource::Vector,
    };
    assert_eq!(texts(&pen.layer_with(&[wall], &paper(&pen.glyphs))), ["12", "34"]);
}

#[test]
fn a_superscript_stands_in_its_line() {
    let mut pen = Pen::default();
    pen.text("3.5x10", 10.0, 100.0).sized("9", 70.0, 92.0, 12.0).text("/L was found", 76.0, 100.0);
    assert_eq!(texts(&pen.layer()), ["3.5x109/L was found"]);
}

#[test]
fn what_is_printed_twice_counts_once() {
    let mut pen = Pen::default();
    pen.text("all bold", 10.0, 50.0).text("all bold", 10.4, 50.0);
    assert_eq!(texts(&pen.layer()), ["all bold"]);
}

#[test]
fn letters_of_one_ligature_all_count() {
    let mut pen = Pen::default();
    pen.text("of", 10.0, 50.0);
    // One glyph that means two letters: PDFium tells both, in one place.
    pen.glyph('f', 30.0, 50.0, 10.0, SIZE);
    pen.glyph('i', 30.0, 50.0, 10.0, SIZE);
    pen.glyph('t', 40.0, 50.0, 10.0, SIZE);
    assert_eq!(texts(&pen.layer()), ["offit"]);
}

#[test]
fn letters_may_be_drawn_in_any_order() {
    let mut pen = Pen::default();
    pen.text("d", 10.0, 50.0)
        .text("s", 30.0, 50.0)
        .text("gn", 50.0, 50.0)
        .text("e", 20.0, 50.0)
        .text("i", 40.0, 50.0);
    assert_eq!(texts(&pen.layer()), ["design"]);
}

#[test]
fn text_over_text_stays_apart() {
    let mut pen = Pen::default();
    pen.text("printed words", 10.0, 50.0).text("STAMP", 43.0, 50.0);
    assert_eq!(texts(&pen.layer()), ["printed words", "STAMP"]);
}

#[test]
fn han_characters_below_each_other_are_a_vertical_line() {
    let mut pen = Pen::default();
    for (row, code) in "床前明月光".chars().enumerate() {
        pen.glyph(code, 300.0, 50.0 + 22.0 * row as f32, SIZE, SIZE);
    }
    let layer = pen.layer();
    assert_eq!(texts(&layer), ["床前明月光"]);
    assert_eq!(layer.lines[0].line.direction, Direction::Vertical);
    let bounds = layer.lines[0].line.outline.bounds();
    assert!(bounds.height() > 4.0 * bounds.width());
}

#[test]
fn turned_text_is_read_along_its_own_line() {
    let mut pen = Pen::default();
    pen.text("up side", 10.0, 50.0);
    // Turned so that it runs up the page: x becomes -y.
    for glyph in &mut pen.glyphs {
        let turn = |p: Point| Point::new(p.y + 100.0, 400.0 - p.x);
        let rect = |r: Rect| {
            let (a, b) = (turn(Point::new(r.left, r.top)), turn(Point::new(r.right, r.bottom)));
            Rect::new(a.x, a.y, b.x, b.y)
        };
        (glyph.origin, glyph.ink, glyph.cell) = (turn(glyph.origin), rect(glyph.ink), Rect::default());
        glyph.along = Point::new(0.0, -1.0);
    }
    let layer = pen.layer();
    assert_eq!(texts(&layer), ["up side"]);
    assert_eq!(layer.lines[0].signals.degrees, 270.0);
    let first = layer.lines[0].line.outline.points()[0];
    assert!(first.distance(Point::new(136.0, 389.0)) < 0.1, "{first:?}");
}

#[test]
fn doubtful_characters_cost_trust() {
    let everywhere = Rect::new(0.0, 0.0, 1000.0, 600.0);
    let trust = |layer: &TextLayer| layer.trust(&everywhere).unwrap().get();
    let clean = Pen::default().text("clean text", 10.0, 50.0).layer();
    assert_eq!(trust(&clean), 1.0);
    let private = Pen::default().text("\u{E001}\u{E002}\u{E003}", 10.0, 50.0).layer();
    assert_eq!((trust(&private), texts(&private)[0]), (0.0, "\u{FFFD}\u{FFFD}\u{FFFD}"));
    let bullet = Pen::default().text("\u{F0B7} item", 10.0, 50.0).layer();
    assert_eq!((trust(&bullet), texts(&bullet)[0]), (1.0, "• item"));
    let mut hidden = Pen::default();
    hidden.text("hidden", 10.0, 50.0);
    hidden.glyphs.iter_mut().for_each(|g| g.marks = Marks::default().with(Marks::INVISIBLE, true));
    assert!((trust(&hidden.layer()) - 0.4).abs() < 1e-6);
    let white = RgbImage::from_pixel(1000, 600, Rgb([255; 3]));
    assert_eq!(trust(&hidden.layer_with(&[], &white)), 0.0);
    assert_eq!(clean.trust(&Rect::new(500.0, 500.0, 600.0, 600.0)), None);
}

#[test]
fn text_outside_the_page_is_counted_but_not_read() {
    let layer = Pen::default().text("here", 10.0, 50.0).text("nowhere", 10.0, 900.0).layer();
    assert_eq!((texts(&layer), layer.off_page), (vec!["here"], 7));
    let cut = Pen::default().text("half of it", 950.0, 50.0).layer();
    assert_eq!(cut.off_page, 4);
    assert!(build(1, &[], &[], &paper(&[])).is_none());
}
