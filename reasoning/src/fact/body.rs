use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MedicalFact, Stated};
use crate::legal::LegalFact;

/// What a fact says. In JSON `type` names the variant within its world, and `fields` holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Body {
    /// What any document may say.
    General(GeneralFact),
    /// What medical documents say.
    Medical(MedicalFact),
    /// What a court document or a contract says.
    Legal(LegalFact),
}

/// What any document may say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "fields", rename_all = "snake_case")]
#[non_exhaustive]
pub enum GeneralFact {
    /// A key with its value, as printed.
    KeyValue {
        /// Such as `姓名`.
        key: Stated<String>,
        /// Such as `孙雨桐`.
        value: Stated<String>,
    },
    /// A heading.
    Heading {
        /// As printed.
        text: Stated<String>,
    },
    /// A sentence of the text, or several that belong together.
    Statement {
        /// As printed.
        text: Stated<String>,
        /// What it is of the document.
        role: StatementRole,
    },
    /// A table.
    Table {
        /// Its caption, or its first head where it has none.
        name: Stated<String>,
        /// Number of rows, heads counted in.
        rows: u32,
        /// Number of columns.
        columns: u32,
        /// What heads its columns, from the left; the first row where nothing is marked as a head.
        heads: Vec<Stated<String>>,
    },
}

/// What a statement is of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StatementRole {
    /// The first sentences under a heading, or of the document.
    Lead,
    /// A sentence that names a sum of money.
    Amount,
    /// What a court found.
    FactsFound,
    /// Why a court decided as it did.
    Reasons,
}

impl From<GeneralFact> for Body {
    fn from(fact: GeneralFact) -> Self {
        Self::General(fact)
    }
}

impl From<LegalFact> for Body {
    fn from(fact: LegalFact) -> Self {
        Self::Legal(fact)
    }
}
