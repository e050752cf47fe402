//! `inkstone doctor`.

use models::{Artifact, Error, Precision, Runtime, SessionOptions, Store, available_devices};

use super::models::{is_well, print, store_options, table};
use crate::args::Global;
use crate::outcome::{Outcome, tell_error};

/// Says what is installed, which model runs on which device, what is missing and how to get it.
pub(crate) fn run(global: &Global) -> Outcome {
    let store = match Store::open(store_options(global)) {
        Ok(store) => store,
        Err(error) => {
            tell_error("", &error, error.hint());
            return Outcome::Nothing;
        }
    };
    let statuses = store.status();
    let mut text =
        format!("inkstone {}\nmodels in {}\n\n", env!("CARGO_PKG_VERSION"), store.folder().display());
    text += &table(&statuses);
    let mut healthy = statuses.iter().all(is_well);
    match devices(&store, global) {
        Ok(told) => text += &told,
        Err(error) => {
            healthy = false;
            text += &format!("\nproblem: {error}\n");
            if let Some(hint) = error.hint() {
                text += &format!("   hint: {hint}\n");
            }
        }
    }
    text += if healthy { "\nall is well\n" } else { "\nsomething is missing or wrong: see above\n" };
    print(&text);
    if healthy { Outcome::Done } else { Outcome::Partly }
}

/// Loads the runtime and each model that reading needs on the device asked for.
fn devices(store: &Store, global: &Global) -> Result<String, Error> {
    let runtime = Runtime::load(&store.path(Artifact::OnnxRuntime)?)?;
    let names: Vec<String> = available_devices(&runtime).iter().map(ToString::to_string).collect();
    let mut text = format!("\nONNX Runtime: {}\ndevices: {}\n", runtime.build_info(), names.join(", "));
    let mut options = SessionOptions::default();
    options.device = global.device;
    for artifact in Artifact::DEFAULT.into_iter().filter(|artifact| artifact.is_model()) {
        let asked = if artifact.reads_in_eight_bits() { global.precision } else { Precision::Full };
        options.precision = asked.on(global.device);
        runtime.session(&store.path(artifact)?, &options)?;
        let how = if options.precision == Precision::EightBit { " in 8 bits" } else { "" };
        text += &format!("{:<18} runs on {}{how}\n", artifact.name(), global.device);
    }
    Ok(text)
}
