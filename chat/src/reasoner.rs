//! The model behind a server as a reasoner.

use std::time::{Duration, Instant};

use reasoning::answer::{Brief, Draft, Reasoner, ReasonerError, ReasonerErrorKind as Kind, Refused};
use tokio::runtime::Runtime;

use crate::client::{Answered, Line};
use crate::endpoint::{Endpoint, ReplyFormat, ThinkingSwitch};
use crate::error::Failure;
use crate::secrets::Secrets;
use crate::thinking::said;
use crate::wire::{Message, Wanted};
use crate::{prompt, reply};

/// All questions on one document together take at most so long.
const TIME: Duration = Duration::from_secs(15 * 60);
/// And so many tokens: a hundred briefs of the default size.
const TOKENS: u64 = 500_000;
/// The most tokens of one answer, thoughts counted in.
const TOKENS_PER_ANSWER: u64 = 8_192;
/// Where a server does not count, a token is taken to be so many bytes: between those of Chinese and of English.
const BYTES_PER_TOKEN: u64 = 3;

/// What a document may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// For all questions together.
    pub time: Duration,
    /// For all questions and answers together, as the server counts them.
    pub tokens: u64,
    /// For one answer.
    pub tokens_per_answer: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { time: TIME, tokens: TOKENS, tokens_per_answer: TOKENS_PER_ANSWER }
    }
}

/// How a server is asked.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ChatOptions {
    /// What a document may cost.
    pub budget: Budget,
    /// Whether the model first thinks and plans in words; costs several times as much.
    pub think: bool,
    /// Texts that are replaced by stand-ins before anything is sent: names, numbers, addresses.
    pub secrets: Vec<String>,
    /// A line is given up after silence for so long; 120 s where absent.
    pub idle: Option<Duration>,
}

/// A model behind a server that speaks the chat completions protocol.
pub struct Chat {
    line: Line,
    runtime: Runtime,
    options: ChatOptions,
    secrets: Secrets,
    /// The strictest form that the server has not refused.
    format: ReplyFormat,
    until: Instant,
    tokens: u64,
}

impl Chat {
    /// The model at `endpoint`. Nothing is sent yet; the time of the budget begins.
    ///
    /// # Errors
    /// Where no connection can be prepared.
    pub fn new(endpoint: Endpoint, options: ChatOptions) -> Result<Self, ReasonerError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime
            .map_err(|error| ReasonerError::new(Kind::Settings, "no runtime can be made").caused_by(error))?;
        let format = endpoint.capabilities.format;
        let line = Line::new(endpoint, options.idle)?;
        let secrets = Secrets::new(&options.secrets);
        let until = Instant::now() + options.budget.time;
        Ok(Self { line, runtime, secrets, format, until, tokens: 0, options })
    }

    /// Asks for a draft; once more where what comes is none.
    fn ask_for_draft(&mut self, brief: &Brief, messages: Vec<Message>) -> Result<Draft, ReasonerError> {
        let answered = self.ask(brief, &messages, false)?;
        if let Some(draft) = found(&answered) {
            return Ok(self.secrets.shown(draft));
        }
        let said = said(&answered.content).to_owned();
        let answered = self.ask(brief, &prompt::again(messages, &said, brief.language), false)?;
        let draft = found(&answered).ok_or_else(|| {
            let why = if answered.content.trim().is_empty() {
                "says nothing"
            } else {
                "does not answer in the form asked for"
            };
            ReasonerError::new(Kind::Form, format!("{} {why}", self.line.endpoint.model))
        })?;
        Ok(self.secrets.shown(draft))
    }

    /// One question, with a weaker form where the server refuses a stricter one.
    fn ask(&mut self, brief: &Brief, messages: &[Message], think: bool) -> Result<Answered, ReasonerError> {
        loop {
            let left = self.options.budget.tokens.saturating_sub(self.tokens);
            if left == 0 {
                return Err(ReasonerError::new(
                    Kind::Budget,
                    format!("{} tokens are used up", self.options.budget.tokens),
                ));
            }
            let format = if think { ReplyFormat::Words } else { self.format };
            let tokens = self.options.budget.tokens_per_answer.min(left);
            let wanted = Wanted { format, schema: prompt::schema(brief), think, tokens };
            let time = self.until.saturating_duration_since(Instant::now());
            let asked = async { tokio::time::timeout(time, self.line.ask(messages, &wanted)).await };
            let answered = self.runtime.block_on(asked).unwrap_or_else(|_| {
                Err(Failure::new(
                    Kind::Budget,
                    format!("{} s are used up", self.options.budget.time.as_secs_f32()),
                ))
            });
            match answered {
                Ok(answered) => {
                    self.tokens += used(&answered, messages);
                    return Ok(answered);
                }
                Err(failure) if failure.form && format != ReplyFormat::Words => {
                    self.format = match format {
                        ReplyFormat::JsonSchema => ReplyFormat::JsonObject,
                        ReplyFormat::JsonObject | ReplyFormat::Words => ReplyFormat::Words,
                    };
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }
}

/// The draft in what was said, or in what was thought where nothing was said: some servers put the answer there.
fn found(answered: &Answered) -> Option<Draft> {
    reply::draft(said(&answered.content)).or_else(|| {
        let nothing = said(&answered.content).is_empty();
        reply::draft(said(&answered.thought)).filter(|_| nothing)
    })
}

/// Tokens used, by the server's count or by the bytes.
fn used(answered: &Answered, messages: &[Message]) -> u64 {
    if answered.tokens > 0 {
        return answered.tokens;
    }
    let bytes = messages.iter().map(|message| message.content.len()).sum::<usize>()
        + answered.content.len()
        + answered.thought.len();
    bytes as u64 / BYTES_PER_TOKEN + 1
}

impl Reasoner for Chat {
    fn name(&self) -> String {
        format!("{} ({})", self.line.endpoint.model, self.line.endpoint.host())
    }

    fn draft(&mut self, brief: &Brief) -> Result<Draft, ReasonerError> {
        let can_think =
            self.options.think && self.line.endpoint.capabilities.thinking != ThinkingSwitch::None;
        let messages = if can_think {
            let planned = self.ask(brief, &prompt::plan(brief, &self.secrets), true)?;
            prompt::after_plan(brief, &self.secrets, said(&planned.content).to_owned())
        } else {
            prompt::draft(brief, &self.secrets)
        };
        self.ask_for_draft(brief, messages)
    }

    fn revise(&mut self, brief: &Brief, refused: &[Refused]) -> Result<Draft, ReasonerError> {
        self.ask_for_draft(brief, prompt::revise(brief, &self.secrets, refused))
    }
}
