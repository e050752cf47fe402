//! Fits how sure the cells of tables are, to labelled folders (`<name>/input.*` and `<name>/truth.json`, as the factory makes
//! them), and judges the fit: on the half of the documents that it was not fitted to, and on folders kept apart (`--apart`).
//!
//! A cell is right as `evaluation` says: its text, and its place and spans where rows and columns are put beside the truth's.
//! Documents of one page are used, since tables over pages are put together from several fits. The numbers that come out stand
//! in `tables/src/certainty`.

mod evidence;
mod logistic;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use evaluation::calibration::{Observation, Reliability};
use evaluation::read::{PageHeights, PredictionFormat, TruthFormat, read_prediction, read_truth};
use evaluation::text::Normalisation;
use evidence::{Evidence, NUMBERS};
use logistic::{Logistic, Sample};
use pipeline::{Engine, EngineOptions, Isolation, ReadOptions, Source};

/// The argument that makes this program serve a PDF to its parent.
const SERVE_PDF: &str = "serve-pdf";

#[derive(Parser)]
#[command(about = "Fits how sure the cells of tables are to labelled documents")]
struct Args {
    /// Folders of labelled documents.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Folders that nothing is fitted to.
    #[arg(long)]
    apart: Vec<PathBuf>,
}

type Failure = Box<dyn std::error::Error>;

/// The cells of one document with what their confidence is now.
type Cells = Vec<(Sample, Observation)>;

fn main() -> ExitCode {
    if std::env::args().nth(1).is_some_and(|arg| arg == SERVE_PDF) {
        return pages::serve_child();
    }
    match run(&Args::parse()) {
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

fn run(args: &Args) -> Result<String, Failure> {
    let evidence = Evidence::listen()?;
    let mut options = EngineOptions::default();
    options.isolation = Isolation::Child { program: std::env::current_exe()?, args: vec![SERVE_PDF.into()] };
    let engine = Engine::new(&options, &())?;
    let all = |folders: &[PathBuf]| -> Result<Vec<Cells>, Failure> {
        let mut documents = vec![];
        for folder in folders {
            for labelled in labelled(folder)? {
                documents.extend(cells(&engine, &evidence, &labelled)?);
            }
        }
        Ok(documents)
    };
    let (documents, apart) = (all(&args.folders)?, all(&args.apart)?);
    let samples =
        |list: &[&Cells]| list.iter().flat_map(|cells| cells.iter().map(|c| c.0)).collect::<Vec<_>>();
    let half = |odd: usize| documents.iter().skip(odd).step_by(2).collect::<Vec<_>>();
    let mut judged = vec![];
    for odd in [0, 1] {
        let fit = Logistic::fit(&samples(&half(1 - odd)));
        judged.extend(samples(&half(odd)).iter().map(|sample| fit.observation(sample)));
    }
    let fit = Logistic::fit(&samples(&documents.iter().collect::<Vec<_>>()));
    let mut text = format!("offset {:.3}", fit.offset());
    NUMBERS.iter().zip(fit.weights()).for_each(|(name, weight)| text += &format!(", {name} {weight:.3}"));
    text += "\n";
    let now = |documents: &[Cells]| documents.iter().flatten().map(|c| c.1).collect::<Vec<_>>();
    text += &told("as shipped", &now(&documents));
    text += &told("fitted to the other half", &judged);
    if !apart.is_empty() {
        let fitted: Vec<_> = samples(&apart.iter().collect::<Vec<_>>());
        text += &told("kept apart, as shipped", &now(&apart));
        text += &told("kept apart, fitted", &fitted.iter().map(|s| fit.observation(s)).collect::<Vec<_>>());
    }
    Ok(text)
}

/// The folders of labelled documents in `folder`, in the order of their names.
fn labelled(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut folders: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.join("truth.json").is_file());
    folders.sort();
    Ok(folders)
}

/// The cells of a labelled document; nothing where it has several pages.
fn cells(engine: &Engine, evidence: &Evidence, folder: &Path) -> Result<Option<Cells>, Failure> {
    let text = std::fs::read_to_string(folder.join("truth.json"))?;
    let truth = read_truth(TruthFormat::Inkstone, &text, PageHeights::default())?;
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let inputs = entries.into_iter().map(|entry| entry.path());
    let input = inputs.filter(|path| path.file_stem().is_some_and(|stem| stem == "input")).min();
    let (Some(input), [truth]) = (input, truth.as_slice()) else { return Ok(None) };
    if truth.content.pages.len() > 1 {
        return Ok(None);
    }
    let reading = engine.read(Source::file(input)?, &ReadOptions::default())?;
    let told = evidence.take();
    let read = read_prediction(PredictionFormat::Document, &serde_json::to_string(&reading.document)?)?;
    let graded = evaluation::observations(&read, &truth.content, &Normalisation::default()).cells;
    let tables = reading.document.tables.iter();
    let places = tables.flat_map(|table| {
        let cells = table.grid.cells().iter().filter(|cell| cell.confidence.is_some());
        cells.map(|cell| (u64::from(table.id.0), u64::from(cell.span.row), u64::from(cell.span.column)))
    });
    let sample = |(place, observation): (_, Observation)| {
        told.get(&place).map(|numbers| (Sample { numbers: *numbers, right: observation.right }, observation))
    };
    Ok(Some(places.zip(graded).filter_map(sample).collect()))
}

/// The reliability curve and the calibration error of some cells.
fn told(name: &str, observations: &[Observation]) -> String {
    let curve = Reliability::of(observations);
    let error = curve.expected_error().unwrap_or(0.0);
    format!("{name}: {} cells, expected calibration error {error:.4}\n{curve}", observations.len())
}
