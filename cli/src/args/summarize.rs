//! Raw arguments of `summarize` and `redact`.

use std::path::PathBuf;
use std::time::Duration;

use chat::Preset;
use clap::{Args, ValueEnum};

use super::{CheckFormat, SubjectArgs};

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReasonerName {
    /// Templates; no language model, no network.
    Extractive,
    /// A language model behind a server; every sentence of it is verified.
    Chat,
}

#[derive(Debug, Args)]
#[command(after_help = SUMMARIZE_HELP)]
pub(crate) struct SummarizeArgs {
    #[command(flatten)]
    pub(crate) subject: SubjectArgs,
    /// Write a folder per input here: answer.json, answer.md, answer.html, and pictures/ of its pages, on which the HTML
    /// outlines what each sentence rests on. Without it the answer goes to standard output.
    #[arg(long, short, alias = "output", value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write over answers that exist.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// What to print without --out.
    #[arg(long, short, value_enum, default_value = "md", value_name = "FORMAT", conflicts_with = "out")]
    pub(crate) format: CheckFormat,
    /// Who writes the sentences.
    #[arg(long, value_enum, default_value = "extractive", value_name = "NAME")]
    pub(crate) reasoner: ReasonerName,
    /// Tell each step on standard error as it is taken.
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) chat: ChatArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Language model (--reasoner chat)")]
pub(crate) struct ChatArgs {
    /// Address of a server that speaks the chat completions protocol; it ends before /chat/completions. Nothing is sent
    /// anywhere else. May be left out for presets on this machine.
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// What the server is: spark-x, deepseek, qwen-vllm, llama-server, ollama.
    #[arg(long, default_value = "llama-server", value_name = "NAME")]
    pub(crate) preset: Preset,
    /// The model's name [default: the preset's]
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// The variable of the environment that holds the key [default: the preset's]
    #[arg(long, value_name = "VARIABLE")]
    pub(crate) key_env: Option<String>,
    /// Let the model think and plan in words first.
    #[arg(long)]
    pub(crate) think: bool,
    /// Send names, numbers and addresses as they are to another machine. Without it stand-ins are sent.
    #[arg(long)]
    pub(crate) no_redaction: bool,
    /// Most seconds for one document [default: 900]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_time: Option<u64>,
    /// Most tokens for one document [default: 500000]
    #[arg(long, value_name = "N")]
    pub(crate) max_tokens: Option<u64>,
}

impl ChatArgs {
    /// What a document may cost.
    pub(crate) fn budget(&self) -> chat::Budget {
        let usual = chat::Budget::default();
        chat::Budget {
            time: self.max_time.map_or(usual.time, Duration::from_secs),
            tokens: self.max_tokens.unwrap_or(usual.tokens),
            ..usual
        }
    }
}

const SUMMARIZE_HELP: &str = "Every sentence is compared with the facts that it cites; what a model writes beyond them is refused and listed \
as not verified. If the model fails, templates step in and the header says so. Exit codes: 0 every document was summarised; 1 some \
failed, or a model was asked for and templates had to step in; 2 bad usage, or nothing summarised.\n\n\
Spark X:\n  SPARK_API_PASSWORD=... inkstone summarize judgment.pdf --reasoner chat --preset spark-x \
--endpoint https://spark-api-open.xf-yun.com/v2";

#[derive(Debug, Args)]
pub(crate) struct RedactArgs {
    #[command(flatten)]
    pub(crate) subject: SubjectArgs,
    /// Write a folder per input here: document.json without the personal data, pictures/ of its pages blacked out, and
    /// redaction.json, which tells what was hidden where.
    #[arg(long, short, alias = "output", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write over what exists.
    #[arg(long)]
    pub(crate) force: bool,
}
