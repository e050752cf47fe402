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
