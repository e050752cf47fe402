//! Bundles.
use super::Store;
use crate::{Artifact, Error};
use std::path::Path;

pub(super) fn pack(_store: &Store, _bundle: &Path) -> Result<(), Error> {
    Ok(())
}
pub(super) fn install(_store: &Store, _bundle: &Path) -> Result<Vec<Artifact>, Error> {
    Ok(Vec::new())
}
