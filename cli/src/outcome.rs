//! What a command came to, and how it is told.

use std::process::ExitCode;

/// The result of a command. Exit codes mean the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All that was asked was done: 0.
    Done,
    /// Some of it failed, and at least one thing was delivered; or a check found something: 1.
    Partly,
    /// Bad usage, or nothing delivered: 2.
    Nothing,
}

impl Outcome {
    /// Of inputs that were done and inputs that failed.
    pub(crate) fn of(done: usize, failed: usize) -> Self {
        match (done, failed) {
            (0, _) => Self::Nothing,
            (_, 0) => Self::Done,
            _ => Self::Partly,
        }
    }

    /// The same, or [`Outcome::Partly`] where something was delivered that falls short.
    pub(crate) fn or_partly(self, falls_short: bool) -> Self {
        if self == Self::Done && falls_short { Self::Partly } else { self }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Partly => Self::from(1),
            Outcome::Nothing => Self::from(2),
        }
    }
}

/// Writes to standard error, whatever becomes of it.
#[macro_export]
macro_rules! tell {
    ($($arg:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), $($arg)*);
    }};
}

/// Tells an error with its causes and its hint.
pub(crate) fn tell_error(about: &str, error: &dyn std::error::Error, hint: Option<&str>) {
    let message = error.to_string();
    let mut text =
        if about.is_empty() || message.contains(about) { message } else { format!("{about}: {message}") };
    for cause in std::iter::successors(error.source(), |cause| cause.source()) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    tell!("error: {text}");
    if let Some(hint) = hint {
        tell!("  hint: {hint}");
    }
}
