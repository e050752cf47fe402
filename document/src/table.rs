use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Confidence, Grid, Outline, RegionId, TableId, WordId};

/// A spot on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Page number, from 1.
    pub page: u32,
    /// Where on it, in that page's source space.
    pub outline: Outline,
}

/// What a table's structure was found from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TableMethod {
    /// Ruling lines, from pixels or vector graphics.
    Rulings,
    /// Words that stand in columns and rows.
    Alignment,
    /// A network that reads the structure from the picture.
    StructureModel,
}

/// What a column holds, told by the cells that head it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// The texts of its header cells, the outermost first, each on one line and without the unit; empty where none
    /// heads it.
    pub path: Vec<String>,
    /// The unit its values are in, where a header cell names one, as `mmol/L` of `Glucose (mmol/L)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A table, which may go on over several pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Stable name.
    pub id: TableId,
    /// The parts it stands in, in reading order; one per page for a table that goes on.
    pub places: Vec<Place>,
    /// Rows, columns and cells.
    pub grid: Grid,
    /// How sure the structure is; absent where unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// What the structure was found from.
    pub method: TableMethod,
    /// The caption's region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<RegionId>,
    /// The regions of the notes that explain it, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<RegionId>,
    /// What each column holds, from left to right; empty where no row heads columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// Words within the outline that fit no cell: reported, never dropped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplaced_words: Vec<WordId>,
    /// Words of header cells that are printed again where the table goes on: the header cell has the place of each
    /// print and the words of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeated_words: Vec<WordId>,
    /// The cell of another table that it stands in. No region is its own, and that cell's text and words include its.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<CellRef>,
}

/// Which cell of which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CellRef {
    /// The table.
    pub table: TableId,
    /// The cell's first row, from 0.
    pub row: u32,
    /// The cell's first column, from 0.
    pub column: u32,
}
