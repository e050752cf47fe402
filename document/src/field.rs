use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Confidence, Place, TableId, WordId};

/// Text as printed, with the words that spell it and where they stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// The text, on one line; empty where nothing is printed.
    pub text: String,
    /// The words it is read from, in reading order. A word may hold more than the text: in scripts without spaces a
    /// name and its value can be one word.
    pub words: Vec<WordId>,
    /// Where they stand, one place for each page.
    pub places: Vec<Place>,
}

/// A value and the name it stands under on a form: `Name: Li Wei`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// The name, as printed, without the colon.
    pub key: Passage,
    /// The value; empty where the form was left blank.
    pub value: Passage,
    /// How sure the reading of both is; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The table that it stands in; absent for lines of text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableId>,
}
