//! All integration tests in one binary. Those that need the real models are ignored by default: `make smoke`.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod committed;
mod fixtures;
mod reading;
mod real;
mod spreadsheet;
mod workspace;
