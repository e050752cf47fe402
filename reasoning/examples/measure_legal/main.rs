//! Measures what is read from made-up court documents and contracts against their truth.
//!
//! ```text
//! cargo run -p reasoning --example measure_legal -- FOLDER [READINGS] [--show FIELD]
//! ```
//!
//! `FOLDER` holds documents of the fixture factory: `<name>/truth.json`. Without `READINGS` the truth's own text is read, which
//! measures the extractor alone; with it, `READINGS/<name>/**/document.json`, as `inkstone evaluate --keep-readings` leaves them.
//!
//! An item counts as found where it equals a labelled one of its field after folding to half width and leaving out
//! blanks. For each field: precision, recall and F1 over the documents of seen and of unseen styles.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

mod found;
mod labels;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use document::{Document, Reading};
use reasoning::{Dossier, FactOptions, Kind};
use serde_json::Value;

/// The items of a document by field, as they are compared.
pub(crate) type Items = BTreeMap<&'static str, Vec<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first().map(Path::new).filter(|folder| folder.is_dir()) else {
        println!("skipped: give a folder of documents with their truth");
        return Ok(());
    };
    let shown =
        arguments.iter().skip_while(|argument| *argument != "--show").nth(1).cloned().unwrap_or_default();
    let readings = arguments.get(1).map(Path::new).filter(|folder| folder.is_dir());
    let mut folders: Vec<_> =
        std::fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    folders.sort();
    let mut counts: BTreeMap<(String, &str), [usize; 3]> = BTreeMap::new();
    for path in folders {
        let Ok(truth) = std::fs::read_to_string(path.join("truth.json")) else { continue };
        let truth: Value = serde_json::from_str(&truth)?;
        let kind = match truth["kind"].as_str() {
            Some("judgment" | "ruling") => Kind::Judgment,
            Some("contract") => Kind::Contract,
            _ => continue,
        };
        let read = readings.map(|readings| reading(&readings.join(path.file_name().unwrap_or_default())));
        let found = found::of(&dossier(read.transpose()?, &truth, kind));
        let labels = labels::of(&truth);
        let style = if truth["unseen"].as_bool() == Some(true) { "unseen" } else { "seen" };
        let language = truth["language"].as_str().unwrap_or_default();
        let condition = readings.and(truth["condition"].as_str()).unwrap_or_default();
        let group = format!("{condition} {} {language} {style}", truth["kind"].as_str().unwrap_or_default());
        for (field, wanted) in &labels {
            let none = vec![];
            let read = found.get(field).unwrap_or(&none);
            let mut rest = wanted.clone();
            let hits = read.iter().filter(|item| take(&mut rest, item)).count();
            let count = counts.entry((group.clone(), field)).or_default();
            *count = [count[0] + hits, count[1] + read.len(), count[2] + wanted.len()];
            if (hits < read.len() || hits < wanted.len()) && (shown == *field || shown == "all") {
                println!("{} {field}:\n   read  {read:?}\n   label {wanted:?}", path.display());
            }
        }
    }
    report(&counts);
    Ok(())
}

fn report(counts: &BTreeMap<(String, &str), [usize; 3]>) {
    let mut sums: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for ((group, field), count) in counts {
        let [hits, read, wanted] = *count;
        println!("{group:22} {field:12} P {:.4} R {:.4} ({wanted})", share(hits, read), share(hits, wanted));
        let sum = sums.entry(group).or_default();
        *sum = [sum[0] + hits, sum[1] + read, sum[2] + wanted];
    }
    for (group, [hits, read, wanted]) in sums {
        println!(
            "{group:22} all          P {:.4} R {:.4} ({wanted})",
            share(hits, read),
            share(hits, wanted)
        );
    }
}

fn share(hits: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { hits as f64 / of as f64 }
}

fn take(rest: &mut Vec<String>, item: &String) -> bool {
    let place = rest.iter().position(|other| other == item);
    place.map(|place| rest.swap_remove(place)).is_some()
}

fn dossier(read: Option<Document>, truth: &Value, kind: Kind) -> Dossier {
    let mut options = FactOptions::default();
    options.kind = Some(kind);
    match read {
        Some(document) => Dossier::of(&document, &options),
        None => Dossier::of_text(&text(truth), &options),
    }
}

/// What was read of a document: `document.json` in its folder, or in one for each input.
fn reading(folder: &Path) -> Result<Document, Box<dyn Error>> {
    let inner = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path().join("document.json")));
    let path = std::iter::once(folder.join("document.json")).chain(inner).find(|path| path.is_file());
    let bytes = std::fs::read(path.ok_or_else(|| format!("{} has no document.json", folder.display()))?)?;
    Ok(serde_json::from_slice::<Reading>(&bytes)?.document)
}

/// The running text of the truth, a paragraph a line; a paragraph that a page's end cuts is one, as it is in a reading.
fn text(truth: &Value) -> String {
    let mut text = String::new();
    for page in truth["pages"].as_array().into_iter().flatten() {
        let mut first = true;
        for region in page["regions"].as_array().into_iter().flatten() {
            let class = region["class"].as_str().unwrap_or_default();
            let beside = matches!(class, "page_number" | "seal" | "footer");
            if beside || class == "header" && truth["kind"] != "contract" {
                continue;
            }
            let whole = text.trim_end().ends_with(['。', '：', '；', '_', '.', ':', ';', ')', '）']);
            if std::mem::take(&mut first) && class == "text" && !whole && !text.is_empty() {
                text.pop();
                text.push_str(if truth["language"] == "zh" { "" } else { " " });
            }
            text.push_str(region["text"].as_str().unwrap_or_default());
            text.push('\n');
        }
    }
    text
}
