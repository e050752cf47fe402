//! `inkstone schema`.

use std::io::Write;

use crate::outcome::Outcome;

/// Prints the JSON Schema of `document.json`.
pub(crate) fn run() -> Outcome {
    let text = format!("{:#}\n", document::json_schema());
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::Nothing,
    }
}
