//! One sample: which rulers apply, and what they say.

mod confidence;
mod layout;
mod offer;
mod page;
mod rest;
mod tables;

use std::collections::BTreeMap;

use document::RegionClass;
use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::metric::Metric;
use crate::tally::{Counts, Tally};
use crate::text::Normalisation;

pub use confidence::{Observations, observations};
pub(crate) use offer::Offer;
pub(crate) use tables::pair_tables;

/// What the rulers say of one sample.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scores {
    /// Per metric that applies.
    pub metrics: BTreeMap<Metric, Tally>,
    /// Regions found per class, at IoU 0.5.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub classes: BTreeMap<RegionClass, Counts>,
}

impl Scores {
    /// Adds to what is known of a metric.
    fn add(&mut self, metric: Metric, tally: impl Into<Tally>) {
        let tally = tally.into();
        match self.metrics.get_mut(&metric) {
            Some(known) => known.add(&tally),
            None => {
                self.metrics.insert(metric, tally);
            }
        }
    }

    fn mean(&mut self, metric: Metric, value: f64) {
        self.add(metric, Tally::of(value));
    }

    /// The score; nothing where the metric does not apply.
    pub fn value(&self, metric: Metric) -> Option<f64> {
        self.metrics.get(&metric).and_then(Tally::value)
    }
}

/// Scores a prediction against the truth with every ruler for which both sides know enough.
///
/// ```
/// use evaluation::{score, Content, Metric, text::Normalisation};
/// let scores = score(&Content::of_text("abcd"), &Content::of_text("abed"), &Normalisation::default());
/// assert_eq!(scores.value(Metric::Cer), Some(0.25));
/// ```
pub fn score(prediction: &Content, truth: &Content, normalisation: &Normalisation) -> Scores {
    let normalisation = normalisation.blind_to_case(truth.without_case);
    let mut scores = Scores::default();
    for (found, wanted) in page::pairs(prediction, truth) {
        page::score_text(&found, &wanted, &normalisation, &mut scores);
        layout::score(&found, &wanted, &mut scores);
        page::score_boxes(&found, &wanted, &normalisation, &mut scores);
    }
    tables::score(prediction, truth, &mut scores);
    rest::score_formulas(prediction, truth, &mut scores);
    rest::score_fields(prediction, truth, &normalisation, &mut scores);
    confidence::score(prediction, truth, &normalisation, &mut scores);
    scores
}
