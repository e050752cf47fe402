//! Raw arguments of `check` and `schema`, and those of every command that reasons on documents.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pipeline::PageSelection;
use reasoning::rules::Severity;
use reasoning::{Kind, Language};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindName {
    /// Found out from its titles and words.
    Auto,
    /// A laboratory's report.
    Lab,
    /// The report of a health check.
    Checkup,
    /// A medical record, a prescription, a bill of a hospital or a report of imaging.
    Record,
    /// A judgment or another decision of a court.
    Judgment,
    /// A contract.
    Contract,
    /// Anything else.
    General,
}

impl KindName {
    /// The kind; nothing where it is to be found out.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Self::Auto => None,
            Self::Lab => Some(Kind::Lab),
            Self::Checkup => Some(Kind::Checkup),
            Self::Record => Some(Kind::Record),
            Self::Judgment => Some(Kind::Judgment),
            Self::Contract => Some(Kind::Contract),
            Self::General => Some(Kind::General),
        }
    }
}

/// What is answered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageName {
    /// The document's own.
    Auto,
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl LanguageName {
    /// The language; nothing where it is the document's.
    pub(crate) fn language(self) -> Option<Language> {
        match self {
            Self::Auto => None,
            Self::Zh => Some(Language::Chinese),
            Self::En => Some(Language::English),
        }
    }
}

/// What makes `check` end with exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// No finding does.
    Never,
    /// Any finding.
    Info,
    /// A warning or an error.
    Warning,
    /// An error.
    Error,
}

impl FailOn {
    /// The least severity that counts; nothing where none does.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Never => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// Markdown.
    #[value(name = "md", alias = "markdown")]
    Markdown,
    /// As findings.json holds it, on one line: many inputs make JSON lines.
    #[value(alias = "jsonl")]
    Json,
}

/// The documents that a command reasons on.
#[derive(Debug, Args)]
pub(crate) struct SubjectArgs {
    /// PDFs, pictures, folders of them, globs in quotes, - for standard input; or what was read before: document.json, or
    /// a folder with such files below.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// What the documents are.
    #[arg(long, value_enum, default_value = "auto", value_name = "KIND")]
    pub(crate) kind: KindName,
    /// What to answer in.
    #[arg(long, value_enum, default_value = "auto", value_name = "LANGUAGE")]
    pub(crate) lang: LanguageName,
    /// Pages to read, from 1, as 1-3,7,9- [default: all]
    #[arg(long, value_name = "RANGES")]
    pub(crate) pages: Option<PageSelection>,
    /// Password of encrypted PDFs; also from $INKSTONE_PASSWORD, which other users of the machine cannot see.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Workers; 0 is one for each core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,
}

#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) subject: SubjectArgs,
    /// Write a folder per input here: findings.json, findings.md, findings.html, and pictures/ of its pages, on which the
    /// HTML outlines what each finding quotes. Without it the findings go to standard output.
    #[arg(long, short, alias = "output", value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write over findings that exist.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// What to print without --out.
    #[arg(long, short, value_enum, default_value = "md", value_name = "FORMAT", conflicts_with = "out")]
    pub(crate) format: CheckFormat,
    /// Rules of your own: adds, changes and switches rules; may be given several times, later files win.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// List the rules, with those of --rules, and stop.
    #[arg(long)]
    pub(crate) list: bool,
    /// Findings from this severity on make the exit code 1; one that needs review counts as a warning at most.
    #[arg(long, value_enum, default_value = "never", value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,
}

const CHECK_HELP: &str = "A rule whose facts are missing is \"not checked\", never kept. Exit codes: 0 every document was \
checked; 1 some failed, or a finding is at or above --fail-on; 2 bad usage, or nothing checked.\n\n\
A file for --rules, in TOML (every rule of --list may be named):\n\
  [[rule]]\n  id = \"M17\"\n  enabled = false\n\
  [[rule]]\n  id = \"HOUSE-1\"\n  severity = \"error\"\n  scope = [\"record\"]\n\
  title = { zh = \"须有过敏史\", en = \"Allergies are recorded\" }\n\
  message = { zh = \"缺少过敏史\", en = \"Nothing is said of allergies\" }\n\
  suggestion = { zh = \"补写\", en = \"Ask and record\" }\n\
  check = { form = \"required\", any_of = [\"section.allergies\", \"allergy\"] }\n\
Other forms of check: forbidden, matches, limit, compare; see the documentation of reasoning::rules::Declared.";

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Of which file.
    #[arg(value_enum, default_value = "document", value_name = "FILE")]
    pub(crate) of: SchemaOf,
}

/// A file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// document.json, as `read` writes it.
    Document,
    /// findings.json, as `check` writes it.
    Findings,
    /// answer.json, as `summarize` writes it.
    Answer,
}
