//! One module per command.

pub(crate) mod check;
pub(crate) mod doctor;
pub(crate) mod evaluate;
pub(crate) mod label;
pub(crate) mod models;
pub(crate) mod read;
pub(crate) mod redact;
pub(crate) mod schema;
pub(crate) mod summarize;
