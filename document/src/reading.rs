use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Field, Page, Table, TableId};

/// Version of the JSON form, by semantic versioning. Readers ignore fields they do not know.
pub const SCHEMA_VERSION: &str = "1.2.0";

/// What wrote a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Generator {
    /// Name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The kind of file a document was read from, told from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SourceFormat {
    /// Portable Document Format.
    Pdf,
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// TIFF, of one or more pages.
    Tiff,
    /// WebP.
    #[serde(rename = "webp")]
    WebP,
    /// Windows bitmap.
    Bmp,
    /// Pixels or lines handed over by a program.
    Memory,
}

/// What a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// File name without folders, or `stdin`.
    pub name: String,
    /// Told from the bytes, not the name.
    pub format: SourceFormat,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Pages the source has, whether or not all were asked for.
    pub page_count: u32,
}

/// A document that has been read: the pages asked for, in order, and the tables on them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Version of this form, by semantic versioning.
    pub schema_version: String,
    /// What wrote it.
    pub generator: Generator,
    /// What it was read from.
    pub source: Source,
    /// The pages that could be read, by number.
    pub pages: Vec<Page>,
    /// In reading order.
    pub tables: Vec<Table>,
    /// What forms say: names with their values, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

impl Document {
    /// The page with that number.
    pub fn page(&self, number: u32) -> Option<&Page> {
        self.pages.iter().find(|page| page.number == number)
    }

    /// The table of that name.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoticeCode {
    /// A page could not be read.
    PageFailed,
    /// The page is damaged, and was read as far as it goes.
    Damaged,
    /// A limit cut the work short.
    Limit,
    /// The text layer was not trusted in some region.
    TextLayerDistrusted,
    /// Words inside a table fit no cell.
    UnplacedWords,
    /// Something optional was left out.
    Skipped,
}

/// Something a reader should know: a warning or a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// What it is about.
    pub code: NoticeCode,
    /// The page, from 1; absent where it is about the whole document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// What was found and what was expected.
    pub message: String,
}

/// A document with what went wrong on the way. This is what `document.json` holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// What could be read.
    #[serde(flatten)]
    pub document: Document,
    /// What is delivered but deserves a look.
    #[serde(default)]
    pub warnings: Vec<Notice>,
    /// What was asked for and is not delivered.
    #[serde(default)]
    pub failures: Vec<Notice>,
}

/// The JSON Schema of [`Reading`], the form of `document.json`.
///
/// ```
/// let schema = document::json_schema();
/// assert_eq!(schema["title"], "Inkstone document");
/// ```
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Reading);
    schema.insert("title".into(), "Inkstone document".into());
    schema.insert("version".into(), SCHEMA_VERSION.into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published schema; `UPDATE=1` writes it anew.
    const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/document-1.schema.json");

    #[test]
    fn the_published_schema_is_that_of_the_types() {
        let want = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/schema")).unwrap();
            std::fs::write(PUBLISHED, &want).unwrap();
        }
        let found = std::fs::read_to_string(PUBLISHED).unwrap_or_default();
        assert!(found == want, "the types have changed: run with UPDATE=1 and look at the difference");
    }
}
