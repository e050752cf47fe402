//! The whole pipeline on fake networks: no word is lost, and the same input gives the same bytes.

use std::collections::BTreeMap;

use document::{Reading, RegionClass};
use image::{Rgb, RgbImage};
use models::{FakeSession, Session};
use ndarray::{Array3, Array4};
use pipeline::{Assembly, Content, Engine, Networks, ReadOptions, Source};

/// Symbols of the fake recogniser, by the brightness it sees.
const ALPHABET: &str = "a\nb\nc\nd\ne\nf\ng\nh";

/// Calls dark pixels text.
fn detection() -> Box<dyn Session> {
    Box::new(FakeSession::new(|input| {
        let (height, width) = (input.shape()[2], input.shape()[3]);
        let map =
            Array4::from_shape_fn(
                (1, 1, height, width),
                |(_, _, y, x)| {
                    if input[[0, 0, y, x]] < 0.5 { 0.9 } else { 0.0 }
                },
            );
        vec![map.into_dyn()]
    }))
}

/// Writes a letter per step, chosen by the step's mean brightness, a space every fifth.
fn recognition() -> Box<dyn Session> {
    let network = FakeSession::new(|input| {
        let (height, width) = (input.shape()[2], input.shape()[3]);
        let letters = ALPHABET.split('\n').count();
        let steps = width / 8;
        let mut output = Array3::from_elem((1, steps, letters + 2), 0.01);
        for step in 0..steps {
            let mean: f32 = (0..height).map(|y| input[[0, 0, y, step * 8 + 4]]).sum::<f32>() / height as f32;
            let letter = 1 + ((mean + 1.0) / 2.0 * (letters - 1) as f32).round() as usize;
            let symbol = if step % 5 == 4 {
                letters + 1
            } else if step % 2 == 1 {
                0
            } else {
                letter
            };
            output[[0, step, symbol]] = 0.9;
        }
        vec![output.into_dyn()]
    });
    Box::new(network.with_metadata("character", ALPHABET))
}

fn engine(threads: usize) -> Engine {
    let detection = (0..threads).map(|_| detection()).collect();
    let recognition = (0..threads).map(|_| recognition()).collect();
    Engine::with_networks(Networks::text_only(detection, recognition), threads).unwrap()
}

/// A page of bars: two columns, a ruled table below. `seed` moves them.
fn page(seed: u32) -> Source {
    let bar = |x: u32, y: u32| {
        let column = if (40..260).contains(&x) { 0 } else { u32::from((340..560).contains(&x)) + 1 };
        let line = y % 40;
        let length = 120 + (y / 40 * 37 + seed * 53 + column * 71) % 100;
        let start = if column == 0 { 40 } else { 340 };
        (40..400).contains(&y) && (10..24).contains(&line) && column != 1 && x >= start && x < start + length
    };
    let ruled = |x: u32, y: u32| {
        let inside = (40..=560).contains(&x) && (440..=680).contains(&y);
        inside && ((x - 40) % 130 < 2 || (y - 440) % 60 < 2)
    };
    let word = |x: u32, y: u32| {
        (440..680).contains(&y)
            && (60..560).contains(&x)
            && (25..39).contains(&((y - 440) % 60))
            && (30..60 + seed * 7 % 40).contains(&((x - 40) % 130))
    };
    let pixels = RgbImage::from_fn(600, 760, |x, y| {
        let shade = (x / 9 * 31 + y / 40 * 17) as u8 % 90;
        if ruled(x, y) {
            Rgb([0; 3])
        } else if bar(x, y) || word(x, y) {
            Rgb([shade; 3])
        } else {
            Rgb([255; 3])
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    Source::bytes(format!("page-{seed}.png"), bytes.into_inner())
}

fn read(engine: &Engine, seed: u32) -> Reading {
    engine.read(page(seed), &ReadOptions::default()).unwrap()
}

/// How often each word occurs in `text`.
fn bag(text: &str) -> BTreeMap<&str, usize> {
    let mut bag = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

#[test]
fn no_word_is_lost_between_recognition_and_export() {
    let engine = engine(2);
    for seed in 0..8 {
        let reading = read(&engine, seed);
        let page = &reading.document.pages[0];
        assert!(page.lines.len() >= 10, "seed {seed}: {} lines", page.lines.len());
        assert_eq!(page.misplaced_lines(), [], "seed {seed}");
        let words: Vec<String> =
            page.lines.iter().flat_map(|l| l.words.iter().map(|w| w.text.clone())).collect();
        let exported = export::text(&reading.document);
        assert_eq!(bag(&words.join(" ")), bag(&exported), "seed {seed}");
        for table in &reading.document.tables {
            let mut placed: Vec<_> = table.grid.cells().iter().flat_map(|cell| &cell.words).collect();
            placed.extend(&table.unplaced_words);
            let regions = page.regions.iter().filter(|r| r.table == Some(table.id));
            let held: usize =
                regions.flat_map(|r| &r.lines).filter_map(|id| page.line(*id)).map(|l| l.words.len()).sum();
            assert_eq!(placed.len(), held, "seed {seed}: words of table {}", table.id);
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_with_one_and_four_threads() {
    let (one, four) = (engine(1), engine(4));
    for seed in 0..4 {
        let bytes = |engine: &Engine| serde_json::to_string(&read(engine, seed)).unwrap();
        assert!(bytes(&one) == bytes(&four), "seed {seed}");
    }
}

#[test]
fn concurrent_reading_equals_serial_reading() {
    let engine = engine(2);
    let serial: Vec<_> = (0..6).map(|seed| serde_json::to_string(&read(&engine, seed)).unwrap()).collect();
    let concurrent: Vec<String> = std::thread::scope(|scope| {
        let engine = &engine;
        let tasks: Vec<_> = (0..6)
            .map(|seed| scope.spawn(move || serde_json::to_string(&read(engine, seed)).unwrap()))
            .collect();
        tasks.into_iter().map(|task| task.join().unwrap()).collect()
    });
    assert!(serial == concurrent);
}

#[test]
fn a_document_obeys_its_schema_version_and_reads_back() {
    let reading = read(&engine(1), 3);
    let json = serde_json::to_string(&reading).unwrap();
    let back: Reading = serde_json::from_str(&json).unwrap();
    assert_eq!(back.document.schema_version, document::SCHEMA_VERSION);
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    let classes = back.document.pages[0].regions.iter().map(|region| region.class);
    assert!(classes.clone().count() > 0 && classes.clone().all(|class| RegionClass::ALL.contains(&class)));
}

#[test]
fn pages_read_one_by_one_in_any_order_make_the_same_document() {
    let path = crate::fixtures::root().join("pages/judgment-tiff/input.tiff");
    let options = ReadOptions::default();
    let whole = engine(1).read(Source::file(&path).unwrap(), &options).unwrap();
    assert!(whole.document.pages.len() > 1);
    for threads in [1, 2, 4] {
        let engine = engine(threads);
        let document = engine.open(Source::file(&path).unwrap(), &options).unwrap();
        let read = |number: &u32| {
            let (read, words) = engine.read_page(&document, *number, |event| event.page.lines.len()).unwrap();
            assert_eq!(read.page.lines.len(), words);
            (*number, serde_json::to_vec(&read).unwrap())
        };
        let mut records: Vec<_> = std::thread::scope(|scope| {
            let tasks: Vec<_> =
                document.pages().iter().rev().map(|number| scope.spawn(move || read(number))).collect();
            tasks.into_iter().map(|task| task.join().unwrap()).collect()
        });
        records.sort();
        let mut assembly = Assembly::new(document.source().clone());
        records.iter().for_each(|(_, record)| assembly.page(serde_json::from_slice(record).unwrap()));
        let same =
            serde_json::to_string(&assembly.finish()).unwrap() == serde_json::to_string(&whole).unwrap();
        assert!(same, "{threads} threads");
    }
}

#[test]
fn text_alone_has_every_line_and_no_table() {
    let mut options = ReadOptions::default();
    options.content = Content::Text;
    for seed in 0..3 {
        let reading = engine(2).read(page(seed), &options).unwrap();
        let page = &reading.document.pages[0];
        assert!(page.lines.len() >= 10 && reading.document.tables.is_empty());
        assert_eq!(page.misplaced_lines(), [], "seed {seed}");
    }
}

#[test]
fn a_failing_network_fails_the_page_and_is_named() {
    let detection: Vec<Box<dyn Session>> = vec![Box::new(FakeSession::failing())];
    let engine = Engine::with_networks(Networks::text_only(detection, vec![recognition()]), 1).unwrap();
    let reading = read(&engine, 0);
    assert!(reading.document.pages.is_empty());
    assert_eq!(reading.failures.len(), 1);
    assert_eq!(reading.failures[0].page, Some(1));
    assert!(reading.failures[0].message.contains("detection"), "{}", reading.failures[0].message);
}
