//! The command line of Inkstone. See `inkstone --help`.

mod args;
mod bytes;
mod commands;
mod documents;
mod heap;
mod inputs;
mod outcome;
mod output;
mod printed;
mod progress;
mod steps;
mod subject;
mod timings;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    heap::give_back_large_buffers();
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Read(args) => commands::read::run(&args, &cli.global),
        Command::Evaluate(args) => commands::evaluate::run(&args, &cli.global),
        Command::Check(args) => commands::check::run(&args, &cli.global),
        Command::Summarize(args) => commands::summarize::run(&args, &cli.global),
        Command::Redact(args) => commands::redact::run(&args, &cli.global),
        Command::Label(args) => commands::label::run(&args, &cli.global),
        Command::Models(args) => commands::models::run(&args.command, &cli.global),
        Command::Doctor => commands::doctor::run(&cli.global),
        Command::Schema(args) => commands::schema::run(&args),
        Command::ServePdf => return pages::serve_child(),
    };
    outcome.into()
}
