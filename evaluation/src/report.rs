//! The scores of many samples, set by set.

mod compare;
mod difference;
mod evaluate;
mod terminal;

use std::collections::BTreeMap;

use document::RegionClass;
use serde::{Deserialize, Serialize};

pub use compare::{Change, Comparison, Verdict};
pub use difference::{CellState, Difference, Mark, TableDifference, TextDifference};
pub use evaluate::{Options, Sample, evaluate};

use crate::bootstrap::{Bootstrap, Interval};
use crate::calibration::Reliability;
use crate::metric::Metric;
use crate::scoring::Scores;
use crate::speed::Speed;
use crate::text::Normalisation;
use crate::{Error, ErrorKind};

/// Version of the JSON form.
pub const REPORT_SCHEMA: &str = "inkstone-evaluation/1";

/// Scores of sets of samples. Its JSON form is `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`REPORT_SCHEMA`].
    pub schema: String,
    /// What was measured, in the words of whoever measured it: program, version, date.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Which differences of spelling did not count.
    pub normalisation: Normalisation,
    /// How intervals were drawn.
    pub bootstrap: Bootstrap,
    /// Per set, by name.
    pub sets: BTreeMap<String, SetReport>,
    /// Every sample, by set and id.
    pub samples: Vec<SampleReport>,
    /// The worst samples, the worst first, with what is wrong in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worst: Vec<Difference>,
}

/// The scores of one set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SetReport {
    /// Samples in it.
    pub samples: usize,
    /// Samples without a prediction; they count as empty ones.
    pub missing: usize,
    /// Per metric.
    pub scores: BTreeMap<Metric, Score>,
    /// Per class of region.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub classes: BTreeMap<RegionClass, ClassScore>,
    /// Reliability curves of confidences, by calibration metric.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reliability: BTreeMap<Metric, Reliability>,
    /// How long the samples took, those that say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
}

/// One score of a set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The score.
    pub value: f64,
    /// Where it would lie with other samples of the same kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Precision, for scores made of precision and recall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Recall, for scores made of precision and recall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    /// Samples that the metric applies to.
    pub samples: usize,
}

/// How regions of one class were found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ClassScore {
    /// Precision at IoU 0.5.
    pub precision: f64,
    /// Recall at IoU 0.5.
    pub recall: f64,
    /// F1 at IoU 0.5.
    pub f1: f64,
    /// Average precision at IoU 0.50 to 0.95; nothing where the truth has none of the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_precision: Option<f64>,
    /// Regions of the class in the truth.
    pub truth: f64,
}

/// One sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleReport {
    /// Its name.
    pub id: String,
    /// The set it belongs to.
    pub set: String,
    /// The source it shares with other samples: they are drawn together for intervals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether it has no prediction.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
    /// What the rulers say.
    #[serde(flatten)]
    pub scores: Scores,
    /// How long it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
    /// Why it has no prediction, or only part of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl SampleReport {
    /// The metric that says most about this kind of sample, and how far it is from perfect, 0 to 1.
    pub fn headline(&self) -> Option<(Metric, f64)> {
        const HEADLINES: [Metric; 12] = [
            Metric::Ned,
            Metric::WordF1,
            Metric::Teds,
            Metric::FormulaTokenNed,
            Metric::FieldF1,
            Metric::CellAdjacency,
            Metric::TableDetection50,
            Metric::WordEndToEnd,
            Metric::LineEndToEnd,
            Metric::LayoutF1,
            Metric::WordDetection,
            Metric::LineDetection,
        ];
        HEADLINES.into_iter().find_map(|metric| {
            let value = self.scores.value(metric)?;
            Some((metric, if metric.higher_is_better() { 1.0 - value } else { value }.clamp(0.0, 1.0)))
        })
    }
}

impl Report {
    /// Reads `report.json`.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] or [`ErrorKind::Content`] where it is none, [`ErrorKind::Incomparable`] where it is of
    /// another version.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let report: Self = crate::read::json(text)?;
        if report.schema != REPORT_SCHEMA {
            let what = format!("schema is {:?}, expected {REPORT_SCHEMA:?}", report.schema);
            return Err(Error::new(ErrorKind::Incomparable, what));
        }
        Ok(report)
    }

    /// The form of `report.json`.
    pub fn to_json(&self) -> String {
        // Maps with keys that are strings and numbers that are finite cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
