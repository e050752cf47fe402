//! One module per command.

pub(crate) mod doctor;
pub(crate) mod models;
pub(crate) mod read;
pub(crate) mod schema;
