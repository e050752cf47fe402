//! With the real models, which are fetched where they are missing: ignored unless asked for (`make smoke`).

use std::sync::LazyLock;

use document::Reading;
use pipeline::{Engine, EngineOptions, ReadOptions, Source};
use serde::Deserialize;

use crate::fixtures::{bad, root};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&EngineOptions::default(), &()).unwrap());

/// The part of a fixture's truth that is compared here.
#[derive(Deserialize)]
struct Truth {
    pages: Vec<TruthPage>,
}

#[derive(Deserialize)]
struct TruthPage {
    text: String,
}

fn read(name: &str, options: &ReadOptions) -> Reading {
    let folder = root().join("pages").join(name);
    let input = std::fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path());
    let input = input.into_iter().find(|path| path.file_stem().is_some_and(|stem| stem == "input")).unwrap();
    ENGINE.read(Source::file(input).unwrap(), options).unwrap()
}

/// Letters and digits, sorted: what was read, whatever the order.
fn characters(text: &str) -> Vec<char> {
    let mut all: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    all.sort_unstable();
    all
}

/// Share of the characters of `truth` and `read` that both have.
fn common(truth: &[char], read: &[char]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < truth.len() && j < read.len() {
        match truth[i].cmp(&read[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    2.0 * f64::from(both) / (truth.len() + read.len()).max(1) as f64
}

/// Every fixture reads to this share of its characters at least. A floor, well under what is measured.
#[test]
#[ignore = "needs the models"]
fn fixtures_read_to_their_truth() {
    let cases = [
        ("lab-report-photo", 0.95),
        ("table-ruled", 0.97),
        ("rotated-90", 0.95),
        ("judgment-tiff", 0.93),
        ("handwriting-english", 0.93),
        ("contract-digital", 0.97),
        ("pdf-mixed", 0.95),
        ("pdf-garbage-text", 0.93),
    ];
    for (name, floor) in cases {
        let reading = read(name, &ReadOptions::default());
        let truth = std::fs::read_to_string(root().join("pages").join(name).join("truth.json")).unwrap();
        let truth: Truth = serde_json::from_str(&truth).unwrap();
        let truth: String = truth.pages.iter().map(|page| page.text.as_str()).collect();
        let found = common(&characters(&truth), &characters(&export::text(&reading.document)));
        assert!(found >= floor, "{name}: {found:.3} of the characters, expected {floor}");
        for page in &reading.document.pages {
            assert_eq!(page.misplaced_lines(), [], "{name}");
        }
    }
}

#[test]
#[ignore = "needs the models"]
fn bad_pdfs_are_told_and_do_not_panic() {
    for expected in bad().iter().filter(|e| e.name.ends_with(".pdf")) {
        let mut options = ReadOptions::default();
        options.open.password = expected.wrong_password.clone();
        let source = Source::file(root().join("bad").join(&expected.name)).unwrap();
        match (ENGINE.read(source, &options), expected.outcome.as_str()) {
            (Err(error), "error") => assert!(error.to_string().contains(&expected.name), "{error}"),
            (Ok(reading), "error") => {
                assert!(reading.document.pages.is_empty(), "{} was read", expected.name);
            }
            (Ok(reading), _) => {
                let read: Vec<_> = reading.document.pages.iter().map(|page| page.number).collect();
                assert_eq!(read, expected.pages, "{}", expected.name);
            }
            (Err(error), _) => panic!("{}: {error}", expected.name),
        }
    }
}

#[test]
#[ignore = "needs the models"]
fn one_and_four_threads_give_the_same_bytes() {
    let mut options = EngineOptions::default();
    options.threads = 4;
    let four = Engine::new(&options, &()).unwrap();
    let source = Source::file(root().join("pages/lab-report-photo/input.jpg")).unwrap();
    let bytes = |engine: &Engine| {
        serde_json::to_string(&engine.read(source.clone(), &ReadOptions::default()).unwrap()).unwrap()
    };
    assert!(bytes(&ENGINE) == bytes(&four));
}

/// The names of columns stand in a cell each, however near to each other they are printed.
#[test]
#[ignore = "needs the models"]
fn names_of_columns_have_a_cell_each() {
    let reading = read("lab-report-photo", &ReadOptions::default());
    let table = reading.document.tables.iter().max_by_key(|table| table.grid.cells().len()).unwrap();
    let head: Vec<&str> =
        table.grid.cells().iter().filter(|cell| cell.span.row == 0).map(|cell| cell.text.as_str()).collect();
    assert_eq!(head, ["No", "代号", "检验项目", "结果", "提示", "单位", "参考区间"]);
}

/// A table of the truth that goes on over pages, put together.
#[derive(Deserialize)]
struct TrueTable {
    rows: u32,
    columns: u32,
    cells: Vec<TrueCell>,
}

#[derive(Deserialize)]
struct TrueCell {
    text: String,
}

#[derive(Deserialize)]
struct TrueTables {
    joined_tables: Vec<TrueTable>,
}

#[test]
#[ignore = "needs the models"]
fn tables_over_pages_are_one() {
    for name in ["table-long-digital", "table-long-scan"] {
        let reading = read(name, &ReadOptions::default());
        let truth = std::fs::read_to_string(root().join("pages").join(name).join("truth.json")).unwrap();
        let truth: TrueTables = serde_json::from_str(&truth).unwrap();
        let want = &truth.joined_tables[0];
        let longest = reading.document.tables.iter().max_by_key(|table| table.places.len()).unwrap();
        assert_eq!(longest.places.len(), reading.document.pages.len(), "{name}: parts");
        assert_eq!(longest.grid.columns(), want.columns, "{name}: columns");
        assert!(
            longest.grid.rows().abs_diff(want.rows) * 50 <= want.rows,
            "{name}: {} rows",
            longest.grid.rows()
        );
        let told: String = longest.grid.cells().iter().map(|cell| cell.text.as_str()).collect();
        let text: String = want.cells.iter().map(|cell| cell.text.as_str()).collect();
        let found = common(&characters(&text), &characters(&told));
        assert!(found >= 0.95, "{name}: {found:.3} of the characters");
    }
}
