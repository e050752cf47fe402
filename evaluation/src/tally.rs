//! Sums from which a score is taken, of one sample or of a thousand.

use std::collections::BTreeMap;

use document::RegionClass;
use serde::{Deserialize, Serialize};

use crate::boxes::Ranked;
use crate::calibration::Reliability;

/// What was found rightly, what was found, and what there is to find.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Found rightly.
    pub hits: f64,
    /// Found at all.
    pub predicted: f64,
    /// There to be found.
    pub truth: f64,
}

impl Counts {
    /// Hits over what was found; 0 where nothing was.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.predicted)
    }

    /// Hits over what there is; 0 where there is nothing.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.truth)
    }

    /// The harmonic mean of both: 2 hits / (found + there).
    pub fn f1(&self) -> f64 {
        share(2.0 * self.hits, self.predicted + self.truth)
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.predicted += other.predicted;
        self.truth += other.truth;
    }
}

/// Sums that can be added over samples before the score is taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tally {
    /// The mean of values.
    Mean {
        /// Sum of the values.
        sum: f64,
        /// How many.
        count: f64,
    },
    /// Errors over the length they are counted against, as CER and WER are taken over a whole corpus.
    Rate {
        /// Edits.
        errors: f64,
        /// Items of the truth.
        length: f64,
    },
    /// F1 of what was found.
    Counts(Counts),
    /// F1 of precision and recall that are averaged over documents first.
    Averages {
        /// Sum of the documents' precisions.
        precision: f64,
        /// Sum of the documents' recalls.
        recall: f64,
        /// How many documents.
        count: f64,
    },
    /// The mean of several F1, each with its weight.
    Weighted(Vec<(f64, Counts)>),
    /// Average precision of boxes with confidences, mean over the classes that there are.
    Ranked(BTreeMap<RegionClass, Ranked>),
    /// Expected calibration error.
    Reliability(Reliability),
}

impl Tally {
    /// The tally of one value.
    pub fn of(value: f64) -> Self {
        Self::Mean { sum: value, count: 1.0 }
    }

    /// The tally of one document's counts, precision and recall to be averaged. A document with nothing to find has recall
    /// 1, one in which nothing was found precision 0.
    pub fn averages(counts: &Counts) -> Self {
        let recall = if counts.truth > 0.0 { counts.recall() } else { 1.0 };
        Self::Averages { precision: counts.precision(), recall, count: 1.0 }
    }

    /// Adds another tally of the same kind; one of another kind is left out.
    pub fn add(&mut self, other: &Self) {
        match (self, other) {
            (Self::Mean { sum, count }, Self::Mean { sum: s, count: c }) => {
                *sum += s;
                *count += c;
            }
            (Self::Rate { errors, length }, Self::Rate { errors: e, length: l }) => {
                *errors += e;
                *length += l;
            }
            (Self::Counts(counts), Self::Counts(other)) => *counts += *other,
            (
                Self::Averages { precision, recall, count },
                Self::Averages { precision: p, recall: r, count: c },
            ) => {
                *precision += p;
                *recall += r;
                *count += c;
            }
            (Self::Weighted(list), Self::Weighted(other)) => {
                list.iter_mut().zip(other).for_each(|((_, counts), (_, other))| *counts += *other);
            }
            (Self::Ranked(classes), Self::Ranked(other)) => {
                other.iter().for_each(|(class, ranked)| classes.entry(*class).or_default().add(ranked));
            }
            (Self::Reliability(curve), Self::Reliability(other)) => curve.add(other),
            _ => {}
        }
    }

    /// The score; nothing where there is nothing to score.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Mean { sum, count } => (*count > 0.0).then(|| sum / count),
            Self::Rate { errors, length } => (*length > 0.0).then(|| errors / length),
            Self::Counts(counts) => (counts.predicted + counts.truth > 0.0).then(|| counts.f1()),
            Self::Averages { precision, recall, count } => {
                let (precision, recall) = (share(*precision, *count), share(*recall, *count));
                (*count > 0.0).then(|| share(2.0 * precision * recall, precision + recall))
            }
            Self::Weighted(list) => {
                let weights: f64 = list.iter().map(|(weight, _)| weight).sum();
                let known = list.iter().any(|(_, counts)| counts.predicted + counts.truth > 0.0);
                let sum: f64 = list.iter().map(|(weight, counts)| weight * counts.f1()).sum();
                (known && weights > 0.0).then(|| sum / weights)
            }
            Self::Ranked(classes) => {
                let precisions: Vec<f64> = classes.values().filter_map(Ranked::average_precision).collect();
                (!precisions.is_empty()).then(|| precisions.iter().sum::<f64>() / precisions.len() as f64)
            }
            Self::Reliability(curve) => curve.expected_error(),
        }
    }

    /// Precision and recall, where the score is made of them.
    pub fn precision_recall(&self) -> Option<(f64, f64)> {
        match self {
            Self::Counts(counts) => Some((counts.precision(), counts.recall())),
            Self::Averages { precision, recall, count } => {
                Some((share(*precision, *count), share(*recall, *count)))
            }
            _ => None,
        }
    }
}

impl From<Counts> for Tally {
    fn from(counts: Counts) -> Self {
        Self::Counts(counts)
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_scored_as_a_whole() {
        let counts = |hits, predicted, truth| Tally::Counts(Counts { hits, predicted, truth });
        let rate = |errors, length| Tally::Rate { errors, length };
        let averages = |hits, predicted, truth| Tally::averages(&Counts { hits, predicted, truth });
        let cases = [
            (Tally::of(0.5), Tally::of(1.0), 0.75),
            (rate(1.0, 10.0), rate(0.0, 30.0), 0.025),
            (counts(1.0, 2.0, 1.0), counts(0.0, 0.0, 1.0), 0.5),
            // Precisions 1/2 and 0, recalls 1 and 0: 1/4 and 1/2.
            (averages(1.0, 2.0, 1.0), averages(0.0, 0.0, 1.0), 1.0 / 3.0),
        ];
        for (mut first, second, want) in cases {
            first.add(&second);
            assert!((first.value().unwrap() - want).abs() < 1e-12, "{first:?}");
        }
        assert_eq!(counts(0.0, 0.0, 0.0).value(), None);
        assert_eq!(rate(3.0, 0.0).value(), None);
    }
}
