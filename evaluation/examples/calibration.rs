//! Whether the confidences of readings mean what they say, and what would mend them.
//!
//! `calibration TRUTH READINGS` takes labelled folders (`TRUTH/<name>/truth.json`) and their readings
//! (`READINGS/**/<name>/**/document.json`, as `inkstone evaluate --keep-readings` leaves them), and prints for words and for
//! cells the expected calibration error as read, and what it would be after a fit to the other half of the documents (even
//! and odd ones in turn), so that a fit is never judged by what it was fitted to.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use evaluation::calibration::{Isotonic, Observation, Platt, Reliability};
use evaluation::observations;
use evaluation::read::{PageHeights, PredictionFormat, TruthFormat, read_prediction, read_truth};
use evaluation::text::Normalisation;

/// Where a fit is told: most readings are nearly sure.
const KNOTS: [f64; 9] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0];

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let told = match arguments.as_slice() {
        [truth, readings] => run(Path::new(truth), Path::new(readings)),
        _ => Err("usage: calibration TRUTH READINGS".into()),
    };
    match told {
        Ok(text) => {
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(truth: &Path, readings: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    find_readings(readings, &mut files)?;
    files.sort();
    let (mut words, mut cells) = (Vec::new(), Vec::new());
    for file in files {
        let folders = file.strip_prefix(readings)?.components().map(|part| truth.join(part.as_os_str()));
        let Some(labelled) = folders.map(|folder| folder.join("truth.json")).find(|path| path.is_file())
        else {
            continue;
        };
        let read = read_prediction(PredictionFormat::Document, &std::fs::read_to_string(&file)?)?;
        let text = std::fs::read_to_string(&labelled)?;
        for labelled in read_truth(TruthFormat::Inkstone, &text, PageHeights::default())? {
            let found = observations(&read, &labelled.content, &Normalisation::default());
            words.push(found.words);
            cells.push(found.cells);
        }
    }
    Ok(told("words", &words) + &told("cells", &cells))
}

fn find_readings(folder: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_readings(&path, out)?;
        } else if path.file_name().is_some_and(|name| name == "document.json") {
            out.push(path);
        }
    }
    Ok(())
}

/// What the readings of each document say of one kind of thing.
fn told(name: &str, documents: &[Vec<Observation>]) -> String {
    let all: Vec<Observation> = documents.concat();
    let curve = Reliability::of(&all);
    let mut text = format!("{name}: {} readings in {} documents\n{curve}", all.len(), documents.len());
    let error = |observations: &[Observation]| Reliability::of(observations).expected_error().unwrap_or(0.0);
    let isotonic = |seen: &[Observation]| {
        let fit = Isotonic::fit(seen);
        move |confidence: f64| fit.as_ref().map_or(confidence, |fit| fit.apply(confidence))
    };
    let platt = |seen: &[Observation]| {
        let fit = Platt::fit(seen);
        move |confidence: f64| fit.map_or(confidence, |fit| fit.apply(confidence))
    };
    text += &format!("  expected calibration error {:.4}\n", error(&all));
    text += &format!("  after an isotonic fit      {:.4}\n", error(&mended(documents, isotonic)));
    text += &format!("  after Platt's fit          {:.4}\n", error(&mended(documents, platt)));
    if let Some(fit) = Isotonic::fit(&all) {
        let knots = KNOTS.map(|confidence| format!("({confidence}, {:.3})", fit.apply(confidence)));
        text += &format!("  the isotonic fit to all: [{}]\n", knots.join(", "));
    }
    if let Some(Platt { slope, offset }) = Platt::fit(&all) {
        text += &format!("  Platt's fit to all: slope {slope:.4}, offset {offset:.4}\n");
    }
    text
}

/// All readings with the confidences that a fit to the other half of the documents gives them.
fn mended<F: Fn(f64) -> f64>(
    documents: &[Vec<Observation>],
    fit: impl Fn(&[Observation]) -> F,
) -> Vec<Observation> {
    let half = |odd: usize| -> Vec<Observation> {
        documents
            .iter()
            .enumerate()
            .filter(|(at, _)| at % 2 == odd)
            .flat_map(|(_, list)| list.clone())
            .collect()
    };
    let mend = |odd: usize| {
        let map = fit(&half(1 - odd));
        half(odd)
            .into_iter()
            .map(move |o| Observation { confidence: map(o.confidence), ..o })
            .collect::<Vec<_>>()
    };
    [mend(0), mend(1)].concat()
}
