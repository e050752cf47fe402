use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Span;

/// Names a piece of evidence: `E1` is the first of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceId(u32);

/// Names a fact: `F1` is the first of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(u32);

macro_rules! numbered {
    ($type:ident, $letter:literal, $pattern:literal) => {
        impl $type {
            /// The one at `index` of its list, from 0.
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
            }

            /// Its index in its list, from 0.
            pub fn index(self) -> usize {
                self.0 as usize - 1
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                let number = text.strip_prefix($letter).and_then(|digits| digits.parse::<u32>().ok());
                number.filter(|n| *n > 0).map(Self).ok_or_else(|| {
                    let form = concat!("the form ", $letter, "1");
                    serde::de::Error::custom(format!("identifier is {text:?}, expected {form}"))
                })
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

numbered!(EvidenceId, "E", "^E[1-9][0-9]*$");
numbered!(FactId, "F", "^F[1-9][0-9]*$");

/// What a quotation is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceKind {
    /// The value itself was copied from it.
    Stated,
    /// It names what the value is: a key, a column's header, a heading.
    Label,
    /// It is why something is taken for what it is, such as a title that tells the kind of document.
    Sign,
}

/// A quotation with its use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Its name.
    pub id: EvidenceId,
    /// What it is used for.
    pub kind: EvidenceKind,
    /// What is printed, and where.
    pub span: Span,
}

/// A value with the quotation it was copied from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stated<T> {
    /// What it means.
    pub value: T,
    /// Where it is printed.
    pub evidence: EvidenceId,
}
