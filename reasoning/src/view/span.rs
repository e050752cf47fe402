use std::ops::Range;

use document::{Confidence, Place, RegionId, TableId, WordId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::passage::Passage;

/// Names a passage of a [`View`](crate::View): its place in reading order, from 0.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Default,
)]
#[serde(transparent)]
pub struct PassageId(pub u32);

/// Characters of a passage as printed, counted from 0; `end` is the first that no longer belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CharacterRange {
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CellPlace {
    /// The table.
    pub table: TableId,
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
}

/// A quotation: what is printed and where its ink is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The passage it stands in.
    pub passage: PassageId,
    /// Which characters of the passage.
    pub characters: CharacterRange,
    /// As printed.
    pub text: String,
    /// Where: one place per line; empty for plain text.
    pub places: Vec<Place>,
    /// The region; absent for cells and plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// The cell; absent outside tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellPlace>,
    /// The words touched, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordId>,
    /// That of the least sure character; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

impl Span {
    /// Whether it shares a character with the folded `bytes` of `passage`.
    pub(crate) fn meets(&self, passage: &Passage, bytes: &Range<usize>) -> bool {
        let characters = passage.characters(bytes.clone());
        self.passage == passage.id
            && (self.characters.start as usize) < characters.end
            && characters.start < self.characters.end as usize
    }

    /// The page of its first place.
    pub fn page(&self) -> Option<u32> {
        self.places.first().map(|place| place.page)
    }
}
