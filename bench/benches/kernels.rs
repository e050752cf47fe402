//! What happens outside the networks, each by itself, on networks whose answers are fixed.

#![expect(missing_docs, reason = "the macros of criterion make public functions")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use document::{Direction, Line, LineId, Origin, Point, Rect, Word, WordId};
use image::{Rgb, RgbImage};
use imaging::{PageImage, Ruling, RulingSource, Rulings};
use models::{Error, Session};
use ndarray::{Array3, Array4, ArrayD, ArrayViewD};
use ocr::{DetectionOptions, Detector, Recogniser, RecognitionOptions, TextBox};
use tables::TableInput;

/// Symbols of the recogniser, blank and space included.
const SYMBOLS: usize = 18_710;
/// Steps of the line that is decoded: one of 640 pixels.
const STEPS: usize = 80;

/// A network that lends the same output each time: nothing is copied, as with the real ones.
struct Fixed {
    output: ArrayD<f32>,
    characters: String,
}

impl Session for Fixed {
    fn run(
        &mut self,
        _: ArrayViewD<'_, f32>,
        read: &mut dyn FnMut(&[ArrayViewD<'_, f32>]),
    ) -> Result<(), Error> {
        read(&[self.output.view()]);
        Ok(())
    }

    fn metadata(&self, key: &str) -> Option<String> {
        (key == "character").then(|| self.characters.clone())
    }
}

/// Paper with bars of ink for lines.
fn paper(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let ink = y % 40 > 12 && y % 40 < 34 && (x / 9) % 5 != 0 && (40..width - 40).contains(&x);
        Rgb([if ink { 20 } else { 250 }; 3])
    })
}

/// A line whose every third step is a letter, as in print.
fn decode_line(bencher: &mut Criterion) {
    let mut output = Array3::from_elem((1, STEPS, SYMBOLS), 1e-6_f32);
    for step in 0..STEPS {
        let symbol = if step % 3 == 0 { 1 + step * 97 % (SYMBOLS - 2) } else { 0 };
        output[[0, step, symbol]] = if symbol == 0 { 0.9995 } else { 0.95 };
    }
    let characters: Vec<&str> = vec!["字"; SYMBOLS - 2];
    let session = Fixed { output: output.into_dyn(), characters: characters.join("\n") };
    let Ok(recogniser) = Recogniser::new(vec![Box::new(session)]) else { return };
    let page = PageImage::new(paper(640, 48), None);
    let text = TextBox { corners: Rect::new(0.0, 0.0, 640.0, 48.0).corners(), score: 1.0 };
    let id = LineId { page: 1, line: 1 };
    bencher.bench_function("crop a line, decode 80 CTC steps, part words", |b| {
        b.iter(|| recogniser.read(&page, &text, id, &RecognitionOptions::default()));
    });
}

/// Boxes on a map of 100 lines.
fn find_boxes(bencher: &mut Criterion) {
    let (width, height) = (960_usize, 1280_usize);
    let kernel =
        |y: usize, x: usize| y % 25 > 8 && y % 25 < 15 && (x / 430).is_multiple_of(2) && x % 430 > 20;
    let map =
        Array4::from_shape_fn((1, 1, height, width), |(_, _, y, x)| if kernel(y, x) { 0.9 } else { 0.01 });
    let session = Fixed { output: map.into_dyn(), characters: String::new() };
    let mut detector = Detector::new(Box::new(session));
    let page = PageImage::new(paper(960, 1280), None);
    bencher.bench_function("scale a page, find boxes on a map of 1280 x 960", |b| {
        b.iter(|| detector.detect(&page, &DetectionOptions::default()));
    });
}

fn crop(bencher: &mut Criterion) {
    let page = paper(2480, 3508);
    let mut group = bencher.benchmark_group("crop a line of 1600 pixels to height 48");
    for (name, drop) in [("straight", 0.0), ("slanted", 60.0)] {
        let [a, b, c, d] = Rect::new(300.0, 800.0, 1900.0, 860.0).corners();
        let corners = [a, Point::new(b.x, b.y + drop), Point::new(c.x, c.y + drop), d];
        group.bench_with_input(BenchmarkId::from_parameter(name), &corners, |bencher, corners| {
            bencher.iter(|| imaging::crop(&page, *corners, 48));
        });
    }
    group.finish();
}

fn find_rulings(bencher: &mut Criterion) {
    let page = PageImage::new(paper(1654, 2339), None);
    bencher.bench_function("find ruling lines on a page at 200 dpi", |b| {
        b.iter(|| imaging::find_rulings(&page))
    });
}

/// A word as a line of its own.
fn word(number: u32, x: f32, y: f32) -> Line {
    let id = LineId { page: 1, line: number };
    let outline: document::Outline = Rect::new(x, y, x + 60.0, y + 20.0).into();
    let word = Word {
        id: WordId { line: id, word: 1 },
        text: "12.50".into(),
        outline: outline.clone(),
        confidence: None,
        character_confidences: vec![],
        alternatives: vec![],
        glued: false,
        origin: Origin::Recognition,
    };
    Line {
        id,
        text: "12.50".into(),
        outline,
        confidence: None,
        direction: Direction::Horizontal,
        words: vec![word],
    }
}

/// A table of 30 x 8 cells, ruled and not.
fn solve_grid(bencher: &mut Criterion) {
    let (rows, columns) = (30_u32, 8_u32);
    let place = |r: u32, c: u32| (20.0 + 100.0 * c as f32, 20.0 + 40.0 * r as f32);
    let lines: Vec<Line> = (0..rows * columns)
        .map(|n| {
            let (x, y) = place(n / columns, n % columns);
            word(n + 1, x + 20.0, y + 10.0)
        })
        .collect();
    let line = |x0, y0, x1, y1| Ruling {
        start: Point::new(x0, y0),
        end: Point::new(x1, y1),
        thickness: 2.0,
        coverage: 1.0,
        source: RulingSource::Pixels,
    };
    let (right, bottom) = place(rows, columns);
    let ruled = Rulings {
        horizontal: (0..=rows).map(|r| line(20.0, place(r, 0).1, right, place(r, 0).1)).collect(),
        vertical: (0..=columns).map(|c| line(place(0, c).0, 20.0, place(0, c).0, bottom)).collect(),
    };
    let page = PageImage::new(RgbImage::from_pixel(840, 1260, Rgb([255; 3])), None);
    let own: Vec<&Line> = lines.iter().collect();
    let bounds = Rect::new(10.0, 10.0, right + 10.0, bottom + 10.0);
    let mut recogniser = tables::Recogniser::default();
    let mut group = bencher.benchmark_group("solve a grid of 30 x 8");
    for (name, rulings) in [("ruled", ruled), ("aligned", Rulings::default())] {
        let input =
            TableInput { page: &page, page_number: 1, bounds, lines: &own, rulings: &rulings, others: &[] };
        group.bench_function(name, |b| b.iter(|| recogniser.recognise(&input)));
    }
    group.finish();
}

criterion_group!(kernels, decode_line, find_boxes, crop, find_rulings, solve_grid);
criterion_main!(kernels);
