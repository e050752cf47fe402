//! The labelled pages of `fixtures/` as documents, for tests: what a perfect reading would be.

use std::path::PathBuf;

use document::{Document, HeaderKind, RegionClass};
use serde_json::Value;

use crate::sheet::{Sheet, Slot};

/// The truth of a labelled page.
pub(crate) struct Truth {
    pub(crate) value: Value,
}

impl Truth {
    /// That of `fixtures/pages/<name>`.
    pub(crate) fn of(name: &str) -> Self {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pages")).join(name);
        let text = std::fs::read_to_string(folder.join("truth.json")).unwrap();
        Self { value: serde_json::from_str(&text).unwrap() }
    }

    /// A field of the document, as printed; nothing where the truth has none.
    pub(crate) fn field(&self, key: &str) -> Option<&str> {
        self.value["fields"][key].as_str()
    }

    /// The facts.
    pub(crate) fn facts(&self) -> &[Value] {
        self.value["facts"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The document that it tells.
    pub(crate) fn document(&self) -> Document {
        let mut sheet = Sheet::new();
        for (index, page) in self.value["pages"].as_array().unwrap().iter().enumerate() {
            if index > 0 {
                sheet = sheet.page();
            }
            for region in page["regions"].as_array().unwrap() {
                sheet = match region["table"].as_u64() {
                    Some(table) => sheet.grid(&slots(&page["tables"][table as usize])),
                    None => {
                        let ids = region["lines"].as_array().unwrap().iter();
                        let lines: Vec<&str> = ids
                            .filter_map(|id| page["lines"][id.as_u64()? as usize]["text"].as_str())
                            .collect();
                        sheet.region(class(&region["class"]), &lines)
                    }
                };
            }
        }
        sheet.document()
    }
}

fn class(name: &Value) -> RegionClass {
    serde_json::from_value(name.clone()).unwrap()
}

fn slots(table: &Value) -> Vec<Slot> {
    let number = |cell: &Value, key: &str| cell[key].as_u64().unwrap_or(1) as u32;
    let cells = table["cells"].as_array().unwrap().iter();
    cells
        .map(|cell| Slot {
            span: document::CellSpan {
                row: number(cell, "row"),
                column: number(cell, "column"),
                row_span: number(cell, "row_span"),
                column_span: number(cell, "column_span"),
            },
            header: if cell["header"].as_bool() == Some(true) {
                HeaderKind::Column
            } else {
                HeaderKind::None
            },
            text: cell["text"].as_str().unwrap_or("").to_owned(),
        })
        .collect()
}
