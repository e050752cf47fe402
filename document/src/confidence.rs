use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, ErrorKind};

/// How sure a reading is: 0 (certainly wrong) to 1 (certainly right).
///
/// Where nothing is known there is no `Confidence`, never 1.0 or NaN. JSON carries four decimals, so that the last
/// bits of a network's arithmetic never reach the output.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f32);

/// Four decimals: batches of different composition differ by 2e-6 in the recogniser.
const DECIMALS: f64 = 10_000.0;

impl Confidence {
    /// A confidence of `value`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`] if `value` is not within 0..=1.
    pub fn new(value: f32) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&value) {
            return Ok(Self(value));
        }
        Err(Error::new(ErrorKind::OutOfRange, format!("confidence is {value}, expected 0 to 1")))
    }

    /// The nearest confidence to `value`; nothing for NaN.
    pub fn clamped(value: f32) -> Option<Self> {
        (!value.is_nan()).then(|| Self(value.clamp(0.0, 1.0)))
    }

    /// The value, 0..=1.
    pub fn get(self) -> f32 {
        self.0
    }

    /// The arithmetic mean; nothing for an empty list.
    pub fn mean(values: impl IntoIterator<Item = Self>) -> Option<Self> {
        let (sum, count) = values.into_iter().fold((0.0_f64, 0_u32), |(s, n), c| (s + f64::from(c.0), n + 1));
        (count > 0).then(|| Self((sum / f64::from(count)) as f32))
    }
}

impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64((f64::from(self.0) * DECIMALS).round() / DECIMALS)
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(f32::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Confidence {
    fn schema_name() -> Cow<'static, str> {
        "Confidence".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "number", "minimum": 0, "maximum": 1,
            "description": "How sure the reading is, 0 to 1, four decimals; absent where unknown."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_unit_interval_is_a_confidence() {
        for (value, ok) in [(0.0, true), (1.0, true), (-0.01, false), (1.01, false), (f32::NAN, false)] {
            assert_eq!(Confidence::new(value).is_ok(), ok, "{value}");
        }
        assert_eq!(Confidence::clamped(1.2).map(Confidence::get), Some(1.0));
        assert_eq!(Confidence::clamped(f32::NAN), None);
    }

    #[test]
    fn json_has_four_decimals() {
        let json = serde_json::to_string(&Confidence::new(0.987_654_3).unwrap()).unwrap();
        assert_eq!(json, "0.9877");
        assert!(serde_json::from_str::<Confidence>("1.5").is_err());
    }
}
