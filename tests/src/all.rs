//! All integration tests in one binary. Those that need the real models are ignored by default: `make smoke`.

mod committed;
mod fixtures;
mod reading;
mod real;
mod spreadsheet;
mod workspace;
