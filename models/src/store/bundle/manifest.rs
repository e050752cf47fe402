//! What a bundle says it holds.

use serde::{Deserialize, Serialize};

use crate::Card;

/// The form of bundles written and read here.
const FORMAT: &str = "inkstone-models";
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: String,
    version: u32,
    pub(super) files: Vec<FileEntry>,
    pub(super) notices: Vec<NoticeEntry>,
}

/// A file, with what its card said when the bundle was packed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FileEntry {
    pub(super) artifact: String,
    pub(super) path: String,
    pub(super) size: u64,
    pub(super) sha256: String,
    licence: String,
    copyright: String,
    origin: String,
    package: String,
    package_version: String,
}

/// A licence text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NoticeEntry {
    pub(super) path: String,
    pub(super) size: u64,
    pub(super) sha256: String,
}

impl Manifest {
    pub(super) fn new(files: Vec<FileEntry>, notices: Vec<NoticeEntry>) -> Self {
        Self { format: FORMAT.to_owned(), version: VERSION, files, notices }
    }

    /// Reads a manifest, or says why it is none of ours.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let head: Head =
            serde_json::from_slice(bytes).map_err(|error| format!("its manifest is damaged: {error}"))?;
        if head.format != FORMAT || head.version != VERSION {
            return Err(format!(
                "it is of the form {} {}: expected {FORMAT} {VERSION}",
                head.format, head.version
            ));
        }
        serde_json::from_slice(bytes).map_err(|error| format!("its manifest is damaged: {error}"))
    }
}

impl FileEntry {
    pub(super) fn of(card: &Card) -> Self {
        Self {
            artifact: card.artifact.name().to_owned(),
            path: path(card),
            size: card.size,
            sha256: card.sha256.to_owned(),
            licence: card.licence.to_owned(),
            copyright: card.holder.to_owned(),
            origin: card.origin.to_owned(),
            package: card.wheel.package.to_owned(),
            package_version: card.wheel.version.to_owned(),
        }
    }
}

/// The name of a card's file in the archive.
pub(super) fn path(card: &Card) -> String {
    format!("{}/{}", card.wheel.folder(), card.file())
}
