use std::error::Error as StdError;
use std::fmt;

/// What is wrong with a rule file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleErrorKind {
    /// It is no TOML, or has a key or a value that no rule has.
    Form,
    /// It leaves out what a new rule must say.
    Incomplete,
    /// A pattern is no regular expression.
    Pattern,
    /// A path names no fact or field.
    Path,
}

/// A rule file that cannot be used: what was found, what was expected, and in which rule.
#[derive(Debug)]
pub struct RuleError {
    kind: RuleErrorKind,
    rule: Option<String>,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl RuleError {
    pub(crate) fn new(kind: RuleErrorKind, message: impl Into<String>) -> Self {
        Self { kind, rule: None, message: message.into(), source: None }
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    pub(crate) fn in_rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> RuleErrorKind {
        self.kind
    }

    /// The rule it is in, where one is named.
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rule {
            Some(rule) => write!(f, "rule {rule}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl StdError for RuleError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
