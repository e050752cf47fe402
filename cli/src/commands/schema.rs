//! `inkstone schema`.

use std::io::Write;

use crate::args::{SchemaArgs, SchemaOf};
use crate::outcome::Outcome;

/// Prints the JSON Schema of a file.
pub(crate) fn run(args: &SchemaArgs) -> Outcome {
    let schema = match args.of {
        SchemaOf::Document => document::json_schema(),
        SchemaOf::Findings => reasoning::rules::report_schema().to_value(),
        SchemaOf::Answer => reasoning::answer::answer_schema().to_value(),
    };
    match std::io::stdout().write_all(format!("{schema:#}\n").as_bytes()) {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::Nothing,
    }
}
