//! The raw command line. It is validated where it is used.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use models::{Device, Precision};
use pipeline::PageSelection;

use crate::bytes;

mod check;
mod evaluate;
mod summarize;

pub(crate) use check::{CheckArgs, CheckFormat, SchemaArgs, SchemaOf, SubjectArgs};
pub(crate) use evaluate::{EvaluateArgs, Ignored, LabelArgs};
pub(crate) use summarize::{ChatArgs, ReasonerName, RedactArgs, SummarizeArgs};

/// Reads documents the way a careful clerk does: scans, photos and PDFs in; text, tables and structure out, every word
/// with its place on the page.
#[derive(Debug, Parser)]
#[command(name = "inkstone", version, arg_required_else_help = true, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

const AFTER_HELP: &str = "Exit codes: 0 all that was asked was done; 1 some of it failed, or a check found something; \
2 bad usage, or nothing delivered.\n\nExample: inkstone read report.pdf photos/ -o readings";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder of the models; by default $INKSTONE_HOME or the user's data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// Never touch the network; say what is missing instead.
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Where the networks run: cpu, cuda, tensorrt, openvino, cann, ... (cuda:1 for the second).
    #[arg(long, global = true, default_value = "cpu", value_name = "NAME")]
    pub(crate) device: Device,
    /// How exactly text is found and read: full (single precision), 8-bit, or auto: 8-bit where the processor multiplies
    /// bytes much faster (VNNI), full elsewhere.
    #[arg(long, global = true, default_value = "auto", value_name = "NAME")]
    pub(crate) precision: Precision,
    /// Say nothing on standard error but errors.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read documents: PDF, PNG, JPEG, TIFF, WebP, BMP.
    Read(Box<ReadArgs>),
    /// Check medical records, court documents and contracts against rules, every finding with its evidence.
    Check(Box<CheckArgs>),
    /// Summarise documents; every sentence leads to its place on the page.
    Summarize(Box<SummarizeArgs>),
    /// Black out personal data in page pictures and readings.
    Redact(Box<RedactArgs>),
    /// Score readings, or what any tool read, against the truth.
    Evaluate(Box<EvaluateArgs>),
    /// Turn readings into files of truth, to be corrected by hand.
    Label(LabelArgs),
    /// List, fetch, verify, pack or install the models.
    Models(ModelsArgs),
    /// Say what is installed, which model runs on which device, what is missing and how to get it.
    Doctor,
    /// Print the JSON Schema of document.json, findings.json or answer.json.
    Schema(SchemaArgs),
    /// Serve the pages of one PDF to the program that started this one.
    #[command(hide = true)]
    ServePdf,
}

/// A form of a reading: what is printed, or the files that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Markdown; tables with spans as HTML.
    #[value(name = "md", alias = "markdown")]
    Markdown,
    /// The whole reading, as document.json holds it, on one line: many inputs make JSON lines.
    #[value(alias = "jsonl")]
    Json,
    /// One self-contained page; beside the page pictures with --output.
    Html,
    /// Plain text.
    #[value(alias = "txt")]
    Text,
    /// The tables as comma-separated values, parted by empty lines; a file each with --output.
    Csv,
    /// The tables as an Excel workbook, a sheet each.
    Xlsx,
    /// The tables as JSON objects keyed by header path, and the fields of forms.
    Records,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextLayer {
    /// Use it region by region where it can be trusted.
    Auto,
    /// Read everything from pixels.
    Ignore,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Files, folders (with all below), globs in quotes, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Write a folder per input here: document.json, .md, .html and .txt, records.json, tables.xlsx and tables/t1.csv,
    /// and pages/0001.png with what was read drawn over it. Without it the result goes to standard output.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// What to print; with --output which files to write besides document.json, parted by commas [default: md, all
    /// files]
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub(crate) format: Vec<Format>,
    /// Read everything anew and write over readings that exist.
    #[arg(long, requires = "output", conflicts_with = "resume")]
    pub(crate) force: bool,
    /// Go on where a run into the same folder was cut off, page by page, with the same bytes as if it had not been. What was
    /// read from the same content with the same options stays. Several processes may share a folder so.
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// Pages to read, from 1, as 1-3,7,9- [default: all]
    #[arg(long, value_name = "RANGES")]
    pub(crate) pages: Option<PageSelection>,
    /// Password of encrypted PDFs; also from $INKSTONE_PASSWORD, which other users of the machine cannot see.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Whether to use the text layer of PDFs.
    #[arg(long, default_value = "auto", value_enum)]
    pub(crate) text_layer: TextLayer,
    /// Write no pictures of pages with --output: for archives, of which they would be nine tenths.
    #[arg(long, requires = "output")]
    pub(crate) no_pictures: bool,
    /// Find and read text alone: no layout network, no tables, no turning of pages.
    #[arg(long)]
    pub(crate) text_only: bool,
    /// Workers; 0 is one for each core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
    /// Tell progress as events on standard error, one JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Tell at the end where the time went: per stage and per network.
    #[arg(long)]
    pub(crate) timings: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Largest input, as 4096, 200MB, 1.5GiB [default: 512MiB]
    #[arg(long, value_parser = bytes::parse, value_name = "SIZE")]
    pub(crate) max_bytes: Option<u64>,
    /// Most pages of one input [default: 5000]
    #[arg(long, value_name = "N")]
    pub(crate) max_pages: Option<u32>,
    /// Most pixels of one page [default: 120000000]
    #[arg(long, value_name = "N")]
    pub(crate) max_pixels: Option<u64>,
    /// Most seconds to open a PDF, or to render one of its pages [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_seconds: Option<f32>,
    /// Memory to stay under, by reading fewer pages at once; one is always read [default: no limit]
    #[arg(long, value_parser = bytes::parse, value_name = "SIZE")]
    pub(crate) max_memory: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    #[command(subcommand)]
    pub(crate) command: ModelsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// What there is: name, package, size, licence, state.
    List,
    /// Fetch what is missing and verify it.
    Fetch,
    /// Hash every file anew; exit code 1 if something is missing or wrong.
    Verify,
    /// Write one bundle with everything and its notices, for machines without a network.
    Pack {
        /// The bundle to write.
        bundle: PathBuf,
    },
    /// Install from a bundle.
    Install {
        /// The bundle to read.
        bundle: PathBuf,
    },
    /// Print the licences and notices of what is installed.
    Notices,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
