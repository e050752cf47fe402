use std::borrow::Cow;
use std::collections::HashMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Line, LineId, Region, join_lines};

/// The unit of a page's coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Unit {
    /// Pixels of the decoded picture.
    #[serde(rename = "px")]
    Pixel,
    /// Points, 1/72 inch.
    #[serde(rename = "pt")]
    Point,
}

/// How far a page must be turned clockwise so that its text stands upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Rotation {
    /// It is upright.
    #[default]
    None,
    /// 90 degrees clockwise.
    Quarter,
    /// 180 degrees.
    Half,
    /// 270 degrees clockwise.
    ThreeQuarter,
}

impl Rotation {
    /// 0, 90, 180 or 270.
    pub fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarter => 270,
        }
    }

    /// The rotation of `degrees`; nothing for other numbers than 0, 90, 180 and 270.
    pub fn from_degrees(degrees: u16) -> Option<Self> {
        [Self::None, Self::Quarter, Self::Half, Self::ThreeQuarter]
            .into_iter()
            .find(|r| r.degrees() == degrees)
    }
}

impl Serialize for Rotation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.degrees())
    }
}

impl<'de> Deserialize<'de> for Rotation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let degrees = u16::deserialize(deserializer)?;
        Self::from_degrees(degrees).ok_or_else(|| {
            serde::de::Error::custom(format!("rotation is {degrees}, expected 0, 90, 180 or 270"))
        })
    }
}

impl JsonSchema for Rotation {
    fn schema_name() -> Cow<'static, str> {
        "Rotation".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer", "enum": [0, 90, 180, 270],
            "description": "Degrees clockwise that make the page upright."
        })
    }
}

/// A page's size in source space.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageSize {
    /// Width in `unit`.
    pub width: f32,
    /// Height in `unit`.
    pub height: f32,
    /// Pixels or points.
    pub unit: Unit,
}

/// How the page was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Capture {
    /// Quarter turns found.
    pub rotation: Rotation,
    /// Slope of the text lines that was straightened after the rotation, in degrees, clockwise positive.
    pub skew: f32,
    /// Whether perspective or bending of the sheet was undone.
    pub rectified: bool,
    /// Resolution of the picture that was read, in dots per inch; for pictures without one, a guess from their size.
    pub working_dpi: f32,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Number in the source, from 1.
    pub number: u32,
    /// Size and unit of all outlines on the page.
    #[serde(flatten)]
    pub size: PageSize,
    /// How it was looked at.
    pub capture: Capture,
    /// In reading order.
    pub regions: Vec<Region>,
    /// In reading order; each is in exactly one region.
    pub lines: Vec<Line>,
}

impl Page {
    /// The line of that name.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        let guess = self.lines.get((id.line as usize).wrapping_sub(1)).filter(|line| line.id == id);
        guess.or_else(|| self.lines.iter().find(|line| line.id == id))
    }

    /// The text of a region: its lines joined to running text ([`join_lines`]).
    pub fn region_text(&self, region: &Region) -> String {
        join_lines(region.lines.iter().filter_map(|id| self.line(*id)).map(|line| line.text.as_str()))
    }

    /// Lines that no region or more than one region holds; empty on every page that Inkstone writes.
    pub fn misplaced_lines(&self) -> Vec<LineId> {
        let mut holders: HashMap<LineId, usize> = HashMap::new();
        for id in self.regions.iter().flat_map(|region| &region.lines) {
            *holders.entry(*id).or_default() += 1;
        }
        let ids = self.lines.iter().map(|line| line.id);
        ids.filter(|id| holders.get(id) != Some(&1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotations_are_quarter_turns() {
        assert_eq!(serde_json::to_string(&Rotation::ThreeQuarter).unwrap(), "270");
        assert_eq!(serde_json::from_str::<Rotation>("90").unwrap(), Rotation::Quarter);
        assert!(serde_json::from_str::<Rotation>("45").is_err());
    }
}
