//! Raw arguments of `evaluate` and `label`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What may differ and still count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ignored {
    /// Capital and small letters.
    Case,
    /// White space.
    Spaces,
    /// Punctuation, and all that is no letter, digit or ideograph.
    Punctuation,
}

#[derive(Debug, Args)]
#[command(after_help = EVALUATE_HELP)]
pub(crate) struct EvaluateArgs {
    /// Folders with truth (and, unless --predictions is given, the inputs beside it), or files of truth.
    #[arg(required = true, value_name = "TRUTH")]
    pub(crate) truths: Vec<PathBuf>,
    /// Read nothing; score what some tool wrote into this folder: .md, .html, .txt, .tex, .tables.json, .fields.json, or
    /// document.json of Inkstone, named after the inputs.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) predictions: Option<PathBuf>,
    /// Write report.json and report.html here.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Write over a report that exists.
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Also write what was read, as readings/<input>/document.json in the folder of --output.
    #[arg(long, requires = "output", conflicts_with = "predictions")]
    pub(crate) keep_readings: bool,
    /// Say what got better and worse since this report.json; a regression is exit code 1.
    #[arg(long, value_name = "REPORT")]
    pub(crate) against: Option<PathBuf>,
    /// How much a score may get worse before it is a regression.
    #[arg(long, value_name = "SCORE", default_value_t = 0.005, requires = "against")]
    pub(crate) tolerance: f64,
    /// Leave out samples without a prediction; otherwise they count as empty.
    #[arg(long, requires = "predictions")]
    pub(crate) present_only: bool,
    /// Part sets by an attribute that the truth gives, as language or split.
    #[arg(long, value_name = "ATTRIBUTE")]
    pub(crate) by: Option<String>,
    /// Differences that do not count, parted by commas. Compatibility forms (NFKC) and spaces beside Han never do.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    pub(crate) ignore: Vec<Ignored>,
    /// Compare texts as they are: no compatibility forms, every space counts.
    #[arg(long, conflicts_with = "ignore")]
    pub(crate) exact: bool,
    /// Worst samples of each set that report.html shows.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) worst: usize,
    /// Draws of the samples for the intervals; 0 for no intervals.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) draws: u32,
    /// Title of the report.
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Password of encrypted PDFs; also from $INKSTONE_PASSWORD.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Workers; 0 is one for each core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
}

const EVALUATE_HELP: &str = "Truth is recognised from its content: inkstone-truth/1 (see `inkstone label`), document.json, \
OmniDocBench, PubTabNet, ICDAR 2013 (-str.xml, -reg.xml), ICDAR 2019 cTDaR, FUNSD, SROIE, COCO, lists of lines (picture TAB text), \
.md, .html and .txt. A truth belongs to the input of the same name, to the one input in its folder, or to the inputs it lists.

Examples:
  inkstone evaluate fixtures/pages -o report
  inkstone evaluate fixtures/pages -o new --against report/report.json --tolerance 0.01
  inkstone evaluate --predictions some-tool/ fixtures/pages

Exit codes: 0 everything was scored; 1 a regression, or something could not be read; 2 bad usage, or nothing to score.";

#[derive(Debug, Args)]
#[command(after_help = LABEL_HELP)]
pub(crate) struct LabelArgs {
    /// Documents to read, folders or globs; or document.json of readings that exist.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Write the truth files here instead of beside the inputs.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Write over truth files that exist.
    #[arg(long)]
    pub(crate) force: bool,
    /// Language of the documents: zh, en or zh+en [default: told from the characters]
    #[arg(long, value_name = "NAME")]
    pub(crate) language: Option<String>,
    /// Password of encrypted PDFs; also from $INKSTONE_PASSWORD.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Workers; 0 is one for each core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
}

const LABEL_HELP: &str =
    "Writes <input>.truth.json, one line, region or cell a line, for a person to correct. `inkstone \
evaluate` takes it from there.

Example: inkstone label scans/ && $EDITOR scans/*.truth.json && inkstone evaluate scans/";
