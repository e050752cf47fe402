//! `inkstone models`.

use std::io::Write;

use models::{Card, Error, State, Status, Store, StoreOptions};

use crate::args::{Global, ModelsCommand};
use crate::outcome::{Outcome, tell_error};
use crate::progress::FetchProgress;
use crate::tell;

/// The store that the options name.
pub(crate) fn store_options(global: &Global) -> StoreOptions {
    let mut options = StoreOptions::default();
    options.root = global.home.clone();
    options.offline = global.offline;
    options
}

/// Runs one of the subcommands.
pub(crate) fn run(command: &ModelsCommand, global: &Global) -> Outcome {
    let result = Store::open(store_options(global)).and_then(|store| match command {
        ModelsCommand::List => Ok(list(&store)),
        ModelsCommand::Fetch => fetch(&store, global.quiet),
        ModelsCommand::Verify => Ok(verify(&store)),
        ModelsCommand::Pack { bundle } => store.pack(bundle).map(|()| {
            tell!("packed {}", bundle.display());
            Outcome::Done
        }),
        ModelsCommand::Install { bundle } => store.install(bundle).map(|installed| {
            tell!("installed {} files into {}", installed.len(), store.folder().display());
            Outcome::Done
        }),
        ModelsCommand::Notices => store.third_party().map(|text| print(&text)),
    });
    result.unwrap_or_else(|error: Error| {
        tell_error("", &error, error.hint());
        Outcome::Nothing
    })
}

fn fetch(store: &Store, quiet: bool) -> Result<Outcome, Error> {
    let all: Vec<_> = Card::all().iter().map(|card| card.artifact).collect();
    store.ensure(&all, &FetchProgress::new(quiet))?;
    if !quiet {
        tell!("all {} files are in {}", all.len(), store.folder().display());
    }
    Ok(Outcome::Done)
}

fn verify(store: &Store) -> Outcome {
    let statuses = store.verify();
    let whole = statuses.iter().all(is_well);
    print(&table(&statuses));
    if whole { Outcome::Done } else { Outcome::Partly }
}

fn list(store: &Store) -> Outcome {
    print(&table(&store.status()))
}

/// Prints to standard output; a closed pipe is no error.
pub(crate) fn print(text: &str) -> Outcome {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Outcome::Nothing,
        _ => Outcome::Done,
    }
}

/// What is said of a file that is missing and that reading does not need.
const EXTRA: &str = "not fetched: reading does not need it";

/// Whether a file is as it should be: there and right, or missing and not needed.
pub(crate) fn is_well(status: &Status) -> bool {
    status.state == State::Present || is_missing_extra(status)
}

fn is_missing_extra(status: &Status) -> bool {
    status.state == State::Missing && !status.card.artifact.is_default()
}

/// One line per file.
pub(crate) fn table(statuses: &[Status]) -> String {
    let mut text = format!("{:<18} {:<22} {:>8}  {:<24} {}\n", "name", "package", "size", "licence", "state");
    for status in statuses {
        let card = status.card;
        let package = format!("{} {}", card.wheel.package, card.wheel.version);
        let size = format!("{:.1} MB", card.size as f64 / 1e6);
        let state = if is_missing_extra(status) { EXTRA.into() } else { tell_state(&status.state) };
        text +=
            &format!("{:<18} {package:<22} {size:>8}  {:<24} {state}\n", card.artifact.name(), card.licence);
    }
    text
}

/// The state in words.
pub(crate) fn tell_state(state: &State) -> String {
    match state {
        State::Present => "present".into(),
        State::Missing => "missing".into(),
        State::WrongSize { found } => format!("wrong size: {found} bytes"),
        State::WrongHash { found } => format!("wrong SHA-256: {found}"),
        State::Unreadable { reason } => format!("unreadable: {reason}"),
        State::Unsupported => "no build for this machine".into(),
        other => format!("{other:?}"),
    }
}
