//! The child process of [`pages::Isolation::Child`] as a program of its own; the tests use it.

use std::process::ExitCode;

fn main() -> ExitCode {
    pages::serve_child()
}
