//! One file that holds everything, for machines with no network.
//!
//! A bundle is a zip archive: `manifest.json`, `THIRD_PARTY.txt`, and the store's files and notices under the names
//! they have in the store. The manifest is for people and for messages; what is trusted are the cards of the
//! program that installs.

mod install;
mod manifest;
mod pack;

pub(super) use install::install;
pub(super) use pack::pack;

/// What the bundle holds, first in the archive.
const MANIFEST: &str = "manifest.json";
/// The notices of everything in the bundle, for people.
const THIRD_PARTY: &str = "THIRD_PARTY.txt";
