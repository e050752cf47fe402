//! The committed fixtures keep their promises: every page has a truth that can be read, an origin and a licence, and all are small.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::fixtures::root;

/// All fixtures together, in bytes: a clone should stay quick.
const MOST_BYTES: u64 = 20 * 1024 * 1024;

#[derive(Deserialize)]
struct Origin {
    origin: String,
    licence: String,
    recipe: String,
    people: String,
    font: Vec<Font>,
}

#[derive(Deserialize)]
struct Font {
    face: String,
    licence: String,
}

#[derive(Deserialize)]
struct Truth {
    pages: Vec<Page>,
    #[serde(default)]
    facts: Vec<BTreeMap<String, String>>,
    #[serde(default)]
    errors: Vec<BTreeMap<String, String>>,
    #[serde(default)]
    joined_tables: Vec<JoinedTable>,
}

#[derive(Deserialize)]
struct Page {
    number: u32,
    lines: Vec<serde_json::Value>,
    regions: Vec<Region>,
    tables: Vec<Grid>,
}

#[derive(Deserialize)]
struct Region {
    lines: Vec<usize>,
    table: Option<usize>,
}

#[derive(Deserialize)]
struct Grid {
    rows: usize,
    columns: usize,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct JoinedTable {
    parts: Vec<(u32, usize)>,
    #[serde(flatten)]
    grid: Grid,
}

#[derive(Deserialize)]
struct Cell {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
}

impl Grid {
    /// Whether every place is covered exactly once.
    fn is_whole(&self) -> bool {
        let mut covered = vec![0; self.rows * self.columns];
        for cell in &self.cells {
            for row in cell.row..cell.row + cell.row_span {
                for column in cell.column..cell.column + cell.column_span {
                    match covered.get_mut(row * self.columns + column) {
                        Some(count) if column < self.columns => *count += 1,
                        _ => return false,
                    }
                }
            }
        }
        covered.iter().all(|count| *count == 1)
    }
}

/// One document of the corpus of pairs.
#[derive(Deserialize)]
struct Paired {
    name: String,
    twin: String,
    unseen: bool,
    pages: Vec<Page>,
    #[serde(default)]
    errors: Vec<BTreeMap<String, String>>,
    facts: Vec<BTreeMap<String, String>>,
}

/// The folders of all pages.
fn pages() -> Vec<PathBuf> {
    fs::read_dir(root().join("pages")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn input(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut inputs: Vec<_> =
        files.filter(|path| path.file_stem().is_some_and(|stem| stem == "input")).collect();
    assert_eq!(inputs.len(), 1, "{}: inputs", folder.display());
    inputs.remove(0)
}

fn bytes_under(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { bytes_under(&path) } else { fs::metadata(&path).unwrap().len() })
        .sum()
}

#[test]
fn committed_fixtures_are_small() {
    let folders: u64 = ["pages", "bad", "recipes"].iter().map(|name| bytes_under(&root().join(name))).sum();
    let packed = ["pairs.jsonl.gz", "pairs-unseen.jsonl.gz"]
        .map(|name| fs::metadata(root().join(name)).unwrap().len());
    let all = folders + packed.iter().sum::<u64>();
    assert!(all < MOST_BYTES, "{all} bytes of fixtures, expected fewer than {MOST_BYTES}");
}

#[test]
fn every_page_says_where_it_comes_from() {
    for folder in pages() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let origin: Origin =
            toml::from_str(&fs::read_to_string(folder.join("origin.toml")).unwrap()).unwrap();
        let said = [&*origin.origin, &*origin.licence, &*origin.recipe, &*origin.people];
        assert_eq!(said, ["drawn by fixtures/recipes", "CC0-1.0", &*name, "synthetic"], "{name}");
        let embedded = input(&folder).extension().is_some_and(|extension| extension == "pdf");
        let scanned =
            fs::read_to_string(folder.join("origin.toml")).unwrap().contains("text_layer = \"none\"");
        for font in &origin.font {
            let allowed =
                font.licence == "OFL-1.1" || (font.licence == "Arphic-1999" && (!embedded || scanned));
            assert!(allowed, "{name}: {} is under {}", font.face, font.licence);
        }
    }
}

#[test]
fn every_truth_is_whole() {
    for folder in pages() {
        let name = folder.display();
        let text = fs::read_to_string(folder.join("truth.json")).unwrap();
        let format = evaluation::read::TruthFormat::Inkstone;
        evaluation::read::read_truth(format, &text, Default::default()).unwrap();
        let truth: Truth = serde_json::from_str(&text).unwrap();
        let lines: BTreeMap<u32, usize> =
            truth.pages.iter().map(|page| (page.number, page.lines.len())).collect();
        for page in &truth.pages {
            let mut held: Vec<_> =
                page.regions.iter().flat_map(|region| region.lines.iter().copied()).collect();
            held.sort_unstable();
            assert!(held.into_iter().eq(0..page.lines.len()), "{name}: a line is not in one region");
            assert!(page.tables.iter().all(Grid::is_whole), "{name}: a table has holes");
            assert!(
                page.regions.iter().filter_map(|region| region.table).all(|i| i < page.tables.len()),
                "{name}"
            );
        }
        for joined in &truth.joined_tables {
            assert!(joined.grid.is_whole() && joined.parts.len() > 1, "{name}: a joined table has holes");
            assert!(joined.parts.iter().all(|(page, _)| lines.contains_key(page)), "{name}");
        }
        for stated in truth.facts.iter().chain(&truth.errors) {
            let places = stated.get("at").into_iter().flat_map(|at| at.split(' '));
            for place in places {
                let (page, line) = place.split_once(':').unwrap();
                let (page, line): (u32, usize) = (page.parse().unwrap(), line.parse().unwrap());
                assert!(line < lines[&page], "{name}: {place} is no line");
            }
        }
    }
}

/// The documents of a corpus, which are pairs; each rule is broken twice at least.
fn pairs(name: &str) -> Vec<Paired> {
    let packed = fs::File::open(root().join(name)).unwrap();
    let lines = BufReader::new(flate2::read::GzDecoder::new(packed)).lines();
    let documents: Vec<Paired> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    let mut rules = BTreeMap::new();
    for pair in documents.chunks(2) {
        let [clean, broken] = pair else { panic!("half a pair") };
        assert_eq!((&*clean.twin, &*broken.twin), (&*broken.name, &*clean.name));
        assert_eq!((clean.errors.len(), broken.errors.len()), (0, 1), "{}", broken.name);
        *rules.entry(broken.errors[0]["rule"].clone()).or_insert(0) += 1;
        for document in pair {
            assert!(!document.facts.is_empty(), "{}: no facts", document.name);
            for page in &document.pages {
                assert!(page.tables.iter().all(Grid::is_whole), "{}: a table has holes", document.name);
            }
        }
    }
    assert!(rules.len() > 60, "{} rules are broken", rules.len());
    assert!(rules.values().all(|count| *count >= 2), "{rules:?}");
    documents
}

#[test]
fn the_corpus_holds_pairs() {
    let documents = pairs("pairs.jsonl.gz");
    assert_eq!(documents.len(), 600);
    let unseen = documents.iter().filter(|document| document.unseen).count();
    assert!((150..300).contains(&unseen), "{unseen} documents of unseen styles");
}

#[test]
fn the_unseen_corpus_holds_pairs_of_unseen_styles() {
    let documents = pairs("pairs-unseen.jsonl.gz");
    assert_eq!(documents.len(), 304);
    assert!(documents.iter().all(|document| document.unseen));
}
