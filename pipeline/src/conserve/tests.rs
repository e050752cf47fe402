//! Generated pages: columns of entries, text around and within them, lines drawn anywhere, tables proposed anywhere, flat and bent.

use std::sync::Mutex;

use document::{
    Confidence, Direction, LineId, Origin, Page, Point, Rect, RegionProposal, Rotation, Table, TableId,
};
use imaging::{Mesh, PageImage, PointMap, Ruling, RulingSource, Rulings};
use pages::SourcePage;
use tables::{Recogniser, TableInput};

use super::*;
use crate::page::View;
use crate::{PageReading, compose, regions, tabulate};

const PAGES: u64 = 300;
const SIZE: (u32, u32) = (600, 800);

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.next()
    }

    fn rect(&mut self) -> Rect {
        let (left, top) = (self.between(0.0, 400.0), self.between(0.0, 600.0));
        Rect::new(left, top, left + self.between(100.0, 200.0), top + self.between(40.0, 200.0))
    }
}

fn line(number: u32, left: f32, top: f32, texts: &[&str]) -> Line {
    let id = LineId { page: 1, line: number };
    let mut x = left;
    let word = |(text, n): (&&str, u32)| {
        let right = x + 7.0 * text.len() as f32;
        let outline = Rect::new(x, top, right, top + 14.0).into();
        x = right + 6.0;
        Word {
            id: WordId { line: id, word: n },
            text: (*text).into(),
            outline,
            confidence: Confidence::clamped(0.9),
            character_confidences: vec![],
            alternatives: vec![],
            glued: false,
            origin: Origin::Recognition,
        }
    };
    let words: Vec<Word> = texts.iter().zip(1..).map(word).collect();
    let bounds = Rect::around(words.iter().map(|word| word.outline.bounds())).unwrap();
    let direction = Direction::Horizontal;
    Line { id, text: Line::spell(&words), outline: bounds.into(), confidence: None, direction, words }
}

/// Rows of entries in columns and lines of text between and over them.
fn page_of_lines(random: &mut Random) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    let (mut top, columns) = (random.between(10.0, 60.0), 2 + (random.next() * 4.0) as usize);
    while top < 760.0 {
        let n = lines.len() as u32 + 1;
        if random.next() < 0.25 {
            let words = ["some", "words", "of", "running", "text", "that", "reach", "far"];
            let count = 1 + (random.next() * 7.9) as usize;
            lines.push(line(n, random.between(5.0, 300.0), top, &words[..count]));
        } else {
            for column in 0..columns {
                let left = 20.0 + 560.0 * column as f32 / columns as f32 + random.between(-6.0, 20.0);
                let texts: &[&str] = if random.next() < 0.6 { &["12.50"] } else { &["entry", "4"] };
                if random.next() < 0.9 {
                    lines.push(line(n + column as u32, left, top + random.between(-2.0, 2.0), texts));
                }
            }
        }
        top += random.between(12.0, 40.0);
    }
    lines
}

fn rulings(random: &mut Random) -> Rulings {
    let ruling = |x0, y0, x1, y1| Ruling {
        start: Point::new(x0, y0),
        end: Point::new(x1, y1),
        thickness: 2.0,
        coverage: 1.0,
        source: RulingSource::Pixels,
    };
    let mut found = Rulings::default();
    for _ in 0..(random.next() * 4.0) as usize {
        let r = random.rect();
        let (rows, columns) = (1 + (random.next() * 5.0) as usize, 1 + (random.next() * 4.0) as usize);
        let at = |low: f32, high: f32, i: usize, n: usize| low + (high - low) * i as f32 / n as f32;
        found
            .horizontal
            .extend((0..=rows).map(|i| at(r.top, r.bottom, i, rows)).map(|y| ruling(r.left, y, r.right, y)));
        found.vertical.extend(
            (0..=columns).map(|i| at(r.left, r.right, i, columns)).map(|x| ruling(x, r.top, x, r.bottom)),
        );
    }
    found.horizontal.sort_by(|a, b| a.start.y.total_cmp(&b.start.y));
    found
}

/// A sheet that is bent by up to `bend` pixels.
fn bent(bend: f32) -> PointMap {
    let node = |i: usize| {
        let (x, y) = ((i % 13) as f32 * 50.0, (i / 13) as f32 * 50.0);
        Point::new(x + bend * (y / 300.0).cos(), y + bend * (x / 200.0).sin())
    };
    PointMap::Mesh(Mesh::new(13, 17, 50.0, (0..13 * 17).map(node).collect()).unwrap())
}

/// How many words there were, how many of them had to be put into cells, and what was read.
fn read(source: &SourcePage, seed: u64) -> (usize, usize, PageReading) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (seed + 1).wrapping_mul(0xd134_2543_de82_ef95));
    let lines = page_of_lines(&mut random);
    let count = lines.iter().map(|line| line.words.len()).sum();
    let rectified = seed % 2 == 1;
    let view = View {
        image: source.image.clone(),
        to_picture: if rectified { bent(random.between(5.0, 60.0)) } else { PointMap::Identity },
        rotation: Rotation::None,
        skew: 0.0,
        rectified,
        rulings: rulings(&mut random),
    };
    let proposals: Vec<RegionProposal> = (0..(random.next() * 4.0) as usize)
        .map(|_| RegionProposal {
            class: if random.next() < 0.8 { RegionClass::Table } else { RegionClass::Figure },
            bounds: random.rect(),
            confidence: Confidence::clamped(random.between(0.5, 1.0)),
        })
        .collect();
    let (regions, lines) = regions::arrange(&view, &proposals, lines, &|_| Ok(vec![])).unwrap();
    let (regions, lines) = renumbered(regions, lines, 1);
    let recogniser = Mutex::new(Recogniser::new(None).unwrap());
    let recognise = |input: &TableInput<'_>| recogniser.lock().unwrap().recognise(input);
    let tabulated = tabulate::tabulated(&view, 1, &regions, &lines, true, &recognise);
    let sheet = Sheet { source, view: &view };
    let strangers = homes(&sheet, &regions, &lines, &tabulated).len();
    let (regions, lines, tabulated) = conserve(&sheet, regions, lines, tabulated);
    (count, strangers, compose::page(&sheet, regions, lines, tabulated))
}

fn holders<'a>(tables: &'a [Table], word: &'a Word) -> Vec<TableId> {
    let cells = tables.iter().flat_map(|table| table.grid.cells().iter().map(move |cell| (table.id, cell)));
    cells.filter(|(_, cell)| cell.words.contains(&word.id)).map(|(id, _)| id).collect()
}

fn check(page: &Page, tables: &[Table], count: usize, seed: u64) -> usize {
    let words = || page.lines.iter().flat_map(|line| &line.words);
    let dashes_are_none = words().filter(|word| word.confidence.is_some()).count();
    assert_eq!(dashes_are_none, count, "page {seed} keeps its words");
    let mut within = 0;
    for word in words() {
        let middle = word.outline.bounds().center();
        let is_within = |table: &Table| table.places.iter().any(|place| place.outline.contains(middle));
        let holders = holders(tables, word);
        assert!(holders.len() <= 1, "page {seed}: {} is in {holders:?}", word.id);
        if tables.iter().any(is_within) {
            within += 1;
            assert_eq!(holders.len(), 1, "page {seed}: {} {:?} is in no cell", word.id, word.text);
        }
        if let [holder] = holders[..] {
            let region = page.regions.iter().find(|region| region.lines.contains(&word.id.line)).unwrap();
            assert_eq!(region.table, Some(holder), "page {seed}: {} is told twice", word.id);
        }
    }
    within
}

#[test]
fn every_word_within_a_table_is_in_one_of_its_cells() {
    let mut png = Vec::new();
    let picture = image::RgbImage::from_pixel(SIZE.0, SIZE.1, image::Rgb([255; 3]));
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let mut opened = pages::open("page.png", png, &pages::OpenOptions::default()).unwrap();
    let mut source = opened.next().unwrap().unwrap();
    source.image = PageImage::new(source.image.pixels().clone(), Some(100.0));
    let (mut tables, mut within, mut strangers) = (0, 0, 0);
    for seed in 0..PAGES {
        let (count, adopted, read) = read(&source, seed);
        strangers += adopted;
        tables += read.tables.len();
        within += check(&read.page, &read.tables, count, seed);
    }
    assert!(
        tables as u64 > PAGES && within > 10 * tables,
        "{within} words in {tables} tables: too few to tell"
    );
    assert!(strangers >= 10, "{strangers} words of {tables} tables had no cell: too few to tell");
}
