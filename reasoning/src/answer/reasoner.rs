//! Who writes the sentences.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Brief, ClaimKind, Refused};

/// Writes sentences on facts: templates, a model behind a server, a model in this process.
///
/// What it writes is checked by the verifier, so a reasoner need not be trusted; it must only come to an end.
pub trait Reasoner {
    /// Who it is, in words that stand in the answer's header.
    fn name(&self) -> String;

    /// Whether a language model writes. Its sentences are counted as the model's, and it is asked to mend what is refused.
    fn is_model(&self) -> bool {
        true
    }

    /// Writes on what `brief` asks.
    ///
    /// # Errors
    /// What keeps it from writing; templates then step in.
    fn draft(&mut self, brief: &Brief) -> Result<Draft, ReasonerError>;

    /// Writes `refused` anew; the sections of the result need not be titled.
    ///
    /// # Errors
    /// As [`Self::draft`].
    fn revise(&mut self, brief: &Brief, refused: &[Refused]) -> Result<Draft, ReasonerError>;
}

/// Sentences that nobody has checked yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Draft {
    /// In order.
    #[serde(default)]
    pub sections: Vec<DraftSection>,
}

/// Sentences on one subject.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DraftSection {
    /// The subject.
    #[serde(default)]
    pub title: String,
    /// In order.
    #[serde(default)]
    pub claims: Vec<DraftClaim>,
}

/// A sentence that nobody has checked yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DraftClaim {
    /// The sentence. `{F3.value}` stands for what the fact says.
    #[serde(default)]
    pub text: String,
    /// Names of facts.
    #[serde(default)]
    pub cites: Vec<String>,
    /// How it follows from them.
    #[serde(default)]
    pub kind: ClaimKind,
}

/// What kept a reasoner from writing.
#[derive(Debug)]
pub struct ReasonerError {
    kind: ReasonerErrorKind,
    told: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of hindrance it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReasonerErrorKind {
    /// Its settings do not fit together.
    Settings,
    /// Nothing answers, or not any more.
    Connection,
    /// It answered with an error.
    Refused,
    /// Its time or its tokens are used up.
    Budget,
    /// It answered, but not in the form asked for.
    Form,
}

impl ReasonerError {
    /// An error of that kind, told in words.
    pub fn new(kind: ReasonerErrorKind, told: impl Into<String>) -> Self {
        Self { kind, told: told.into(), source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What kind of hindrance it was.
    pub fn kind(&self) -> ReasonerErrorKind {
        self.kind
    }
}

impl fmt::Display for ReasonerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told)
    }
}

impl std::error::Error for ReasonerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
