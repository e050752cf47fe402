use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Confidence, LineId, Outline, Rect, RegionId, TableId};

/// What a region is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RegionClass {
    /// The title of the whole document.
    Title,
    /// The heading of a part.
    Heading,
    /// Running text.
    Text,
    /// Items with bullets or numbers.
    List,
    /// A table; `table` names its grid.
    Table,
    /// The caption of a table or a figure.
    Caption,
    /// A picture, drawing or diagram.
    Figure,
    /// A formula that stands by itself.
    Formula,
    /// What stands above the text on every page.
    Header,
    /// What stands below the text on every page.
    Footer,
    /// The number of the page.
    PageNumber,
    /// A note at the foot of the text.
    Footnote,
    /// An entry of the bibliography.
    Reference,
    /// A seal or stamp.
    Seal,
    /// A signature.
    Signature,
    /// A note beside the text.
    SideNote,
}

impl RegionClass {
    /// Every class, in the order of the enum.
    pub const ALL: [Self; 16] = [
        Self::Title,
        Self::Heading,
        Self::Text,
        Self::List,
        Self::Table,
        Self::Caption,
        Self::Figure,
        Self::Formula,
        Self::Header,
        Self::Footer,
        Self::PageNumber,
        Self::Footnote,
        Self::Reference,
        Self::Seal,
        Self::Signature,
        Self::SideNote,
    ];

    /// Whether it frames the page (header, footer, page number) rather than belongs to the text.
    pub fn is_marginal(self) -> bool {
        matches!(self, Self::Header | Self::Footer | Self::PageNumber)
    }
}

/// What a detector believes to stand somewhere on a page, before lines are known.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionProposal {
    /// What it is taken for.
    pub class: RegionClass,
    /// Where, in the pixels of the picture it was found on.
    pub bounds: Rect,
    /// How sure the detector is; absent where it cannot tell.
    pub confidence: Option<Confidence>,
}

/// A part of a page that belongs together. Every line of a page is in exactly one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// Stable name; numbers follow reading order.
    pub id: RegionId,
    /// What it is for.
    pub class: RegionClass,
    /// Where it is, in source space.
    pub outline: Outline,
    /// How sure the class and the outline are; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Depth of a heading, 1 for the highest; absent for other classes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Its lines in reading order.
    pub lines: Vec<LineId>,
    /// The table whose (part of a) grid stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableId>,
    /// How far the PDF's text layer can be trusted here; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_layer_trust: Option<Confidence>,
}
