//! Reads every sample of a manifest with the same engine and the same options, and writes what it read for a scorer.
//!
//! A manifest is JSON lines; of a row only `id`, `input` (relative to the manifest) and, to select, `dataset` are used to
//! read: everything else is decided from the input's bytes. For each sample come `<id>.md` (headers first, footers last) and
//! `<id>.tables.json`.
//!
//! At the end it tells how many words stand inside a table that was found and are in none of its cells, and how many pairs
//! of cells lie over one another. None should: with `--strict` that is a failure. It also tells how many tables were found on
//! pages that have none, by their truth or by a list of the samples that have one (`--with-tables`); with `--strict` more
//! than one on 50 pages is a failure, too.

mod conservation;
mod tableless;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use conservation::Tally;
use export::{Margins, MarkdownOptions};
use pipeline::{Engine, EngineOptions, Isolation, Precision, ReadOptions, Source};
use serde::Deserialize;
use tableless::{False, Known};

/// The argument that makes this program serve a PDF to its parent.
const SERVE_PDF: &str = "serve-pdf";

#[derive(Parser)]
#[command(about = "Reads every sample of a manifest and writes predictions for a scorer")]
struct Args {
    /// JSON lines with `id`, `input`, `dataset`.
    manifest: PathBuf,
    /// Folder for `<id>.md` and `<id>.tables.json`.
    out: PathBuf,
    /// Data sets to read, parted by commas; all without it.
    #[arg(long, value_delimiter = ',')]
    datasets: Vec<String>,
    /// Also write `<id>.json`, the whole reading.
    #[arg(long)]
    json: bool,
    /// Workers; 0 is one for each core.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// How exactly text is found and read: auto, full or 8-bit.
    #[arg(long, default_value = "auto", value_name = "NAME")]
    precision: Precision,
    /// Fail where a word inside a table is in no cell, cells overlap, or too many tables are false.
    #[arg(long)]
    strict: bool,
    /// Names of the samples that have a table, of sets whose truth does not tell: one a line.
    #[arg(long, value_name = "FILE")]
    with_tables: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    input: PathBuf,
    dataset: String,
    kind: Option<String>,
    truth: Option<PathBuf>,
}

fn main() -> ExitCode {
    if std::env::args().nth(1).is_some_and(|arg| arg == SERVE_PDF) {
        return pages::serve_child();
    }
    match run(&Args::parse()) {
        Ok((0, true)) => ExitCode::SUCCESS,
        Ok((failed, _)) => {
            say(&format!("{failed} samples failed"));
            ExitCode::from(1)
        }
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Reads all samples; the number that failed, and whether tables are as strict as was asked for.
fn run(args: &Args) -> Result<(usize, bool), Box<dyn std::error::Error>> {
    let rows = rows(args)?;
    std::fs::create_dir_all(&args.out)?;
    let engine = engine(args.threads, args.precision)?;
    let base = args.manifest.parent().unwrap_or(Path::new("."));
    let known = Known::read(args.with_tables.as_deref())?;
    let (start, mut failed, mut sum) = (Instant::now(), 0, Tally::default());
    let mut invented = False::default();
    for (number, row) in rows.iter().enumerate() {
        match sample(&engine, base, row, args) {
            Ok(tally) => {
                tally.lost.iter().for_each(|word| say(&format!("{}: in no cell: {word}", row.id)));
                tally.overlaps.iter().for_each(|pair| say(&format!("{}: overlap in {pair}", row.id)));
                if known.has_none(base, row) {
                    invented.add(tally.pages, tally.tables);
                    (0..tally.tables).for_each(|_| say(&format!("{}: a table where there is none", row.id)));
                }
                sum += tally;
            }
            Err(error) => {
                failed += 1;
                say(&format!("{}: {error}", row.id));
            }
        }
        if (number + 1) % 20 == 0 {
            say(&format!("{} of {} samples", number + 1, rows.len()));
        }
    }
    tell(rows.len(), start.elapsed().as_secs_f64(), &sum, &invented);
    Ok((failed, !args.strict || (sum.holds() && invented.holds())))
}

/// Says what was read, and how well.
fn tell(samples: usize, seconds: f64, sum: &Tally, invented: &False) {
    say(&format!(
        "{} samples, {} pages, {seconds:.1} s, {:.2} s a page",
        samples,
        sum.pages,
        seconds / f64::from(sum.pages.max(1))
    ));
    say(&format!(
        "{} tables; of {} words inside them {} are in no cell; {} pairs of cells overlap",
        sum.tables,
        sum.words,
        sum.lost.len(),
        sum.overlaps.len()
    ));
    say(&format!("{} pages have no table; {} tables were found on them", invented.pages, invented.tables));
}

fn rows(args: &Args) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let file =
        std::fs::File::open(&args.manifest).map_err(|e| format!("{}: {e}", args.manifest.display()))?;
    let mut rows = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let row: Row = serde_json::from_str(&line?)
            .map_err(|e| format!("{} line {}: {e}", args.manifest.display(), number + 1))?;
        if args.datasets.is_empty() || args.datasets.contains(&row.dataset) {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn engine(threads: usize, precision: Precision) -> Result<Engine, Box<dyn std::error::Error>> {
    let mut options = EngineOptions::default();
    options.threads = threads;
    options.precision = precision;
    options.isolation = Isolation::Child { program: std::env::current_exe()?, args: vec![SERVE_PDF.into()] };
    Ok(Engine::new(&options, &())?)
}

/// Reads one sample and writes its predictions. Pages that failed fail the sample, after what could be read is written.
fn sample(engine: &Engine, base: &Path, row: &Row, args: &Args) -> Result<Tally, Box<dyn std::error::Error>> {
    let reading = engine.read(Source::file(base.join(&row.input))?, &ReadOptions::default())?;
    let mut options = MarkdownOptions::default();
    options.margins = Margins::HeadersFirstFootersLast;
    let at = |extension: &str| args.out.join(format!("{}.{extension}", row.id));
    std::fs::write(at("md"), export::markdown(&reading.document, &options))?;
    std::fs::write(at("tables.json"), export::scorer_tables(&reading.document).to_string())?;
    if args.json {
        std::fs::write(at("json"), serde_json::to_string(&reading)?)?;
    }
    match reading.failures.first() {
        Some(failure) => Err(failure.message.clone().into()),
        None => Ok(Tally::of(&reading.document)),
    }
}
