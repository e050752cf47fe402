use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::evaluate::{grouped, total};
use super::{Report, SampleReport};
use crate::bootstrap::Interval;
use crate::metric::Metric;
use crate::tally::Tally;
use crate::{Error, ErrorKind};

/// What became of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is better by more than the tolerance.
    Better,
    /// It is the same within the tolerance.
    Same,
    /// It is worse by more than the tolerance: a regression.
    Worse,
}

/// One score before and after, over the samples that both reports have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The set.
    pub set: String,
    /// The metric.
    pub metric: Metric,
    /// Before.
    pub old: f64,
    /// After.
    pub new: f64,
    /// Where the difference (after less before) would lie with other samples of the same kind; the same samples are
    /// drawn on both sides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// What became of it.
    pub verdict: Verdict,
}

impl Change {
    /// Whether the interval has no room for "no difference": this is not noise.
    pub fn is_certain(&self) -> bool {
        self.interval.is_some_and(|interval| interval.low > 0.0 || interval.high < 0.0)
    }
}

/// What got better and worse between two reports.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// Every score that both reports have, by set and metric.
    pub changes: Vec<Change>,
    /// Scores that only the old report has, as set and metric: something is no longer measured.
    pub lost: Vec<(String, Metric)>,
    /// Samples that only one report has; they were left out.
    pub unshared: usize,
}

impl Comparison {
    /// The scores that are worse by more than the tolerance.
    pub fn regressions(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.verdict == Verdict::Worse)
    }
}

impl Report {
    /// What got better and worse since `old`, where differences up to `tolerance` are none. Only samples that both have
    /// are compared.
    ///
    /// # Errors
    /// [`ErrorKind::Incomparable`] where the two did not even out spelling in the same way.
    pub fn compare(&self, old: &Self, tolerance: f64) -> Result<Comparison, Error> {
        if self.normalisation != old.normalisation {
            let what = "the old report was made with another normalisation, expected the same";
            return Err(Error::new(ErrorKind::Incomparable, what));
        }
        let mut comparison = Comparison::default();
        let names: BTreeSet<&String> = old.sets.keys().chain(self.sets.keys()).collect();
        for name in names {
            self.compare_set(old, name, tolerance, &mut comparison);
        }
        Ok(comparison)
    }

    fn compare_set(&self, old: &Self, name: &str, tolerance: f64, comparison: &mut Comparison) {
        let (before, after) = (by_id(old, name), by_id(self, name));
        let shared: BTreeSet<&str> = before.keys().filter(|id| after.contains_key(*id)).copied().collect();
        comparison.unshared += before.len() + after.len() - 2 * shared.len();
        let of = |samples: &BTreeMap<&str, &SampleReport>| -> Vec<BTreeMap<Metric, Tally>> {
            // The groups of the new report hold for both, so that the two lists are of the same groups.
            let members: Vec<SampleReport> = (shared.iter())
                .filter_map(|id| {
                    let group = after.get(id)?.group.clone();
                    Some(SampleReport { group, ..(*samples.get(id)?).clone() })
                })
                .collect();
            grouped(&members)
        };
        let (old_groups, new_groups) = (of(&before), of(&after));
        for metric in Metric::ALL {
            let measured =
                |groups: &[BTreeMap<Metric, Tally>]| groups.iter().any(|g| g.contains_key(&metric));
            if measured(&old_groups) && !measured(&new_groups) {
                comparison.lost.push((name.to_owned(), metric));
            }
            let pairs = old_groups.iter().zip(&new_groups);
            let pairs: Vec<(&Tally, &Tally)> =
                pairs.filter_map(|(old, new)| Some((old.get(&metric)?, new.get(&metric)?))).collect();
            let (old, new): (Vec<&Tally>, Vec<&Tally>) = pairs.into_iter().unzip();
            let values = (total(&old).and_then(|t| t.value()), total(&new).and_then(|t| t.value()));
            let (Some(before), Some(after)) = values else { continue };
            let gain = if metric.higher_is_better() { after - before } else { before - after };
            let verdict = match gain {
                gain if gain > tolerance => Verdict::Better,
                gain if gain < -tolerance => Verdict::Worse,
                _ => Verdict::Same,
            };
            let interval = self.bootstrap.interval_of_gain(&old, &new);
            let set = name.to_owned();
            comparison.changes.push(Change { set, metric, old: before, new: after, interval, verdict });
        }
    }
}

fn by_id<'a>(report: &'a Report, set: &str) -> BTreeMap<&'a str, &'a SampleReport> {
    let members = report.samples.iter().filter(|sample| sample.set == set);
    members.map(|sample| (sample.id.as_str(), sample)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Content;
    use crate::report::{Options, Sample, evaluate};

    fn report(readings: &[&str]) -> Report {
        let sample = |(number, read): (usize, &&str)| Sample {
            id: format!("s{number}"),
            set: "set".to_owned(),
            truth: Content::of_text("abcdefghij"),
            prediction: Some(Content::of_text(*read)),
            ..Sample::default()
        };
        evaluate(readings.iter().enumerate().map(sample), &Options::default())
    }

    fn verdict(old: &[&str], new: &[&str], tolerance: f64) -> (Verdict, bool) {
        let comparison = report(new).compare(&report(old), tolerance).unwrap();
        let change = comparison.changes.iter().find(|change| change.metric == Metric::Cer).unwrap();
        (change.verdict, change.is_certain())
    }

    #[test]
    fn better_and_worse_are_told_from_noise() {
        let (good, bad) = ("abcdefghij", "abcdefghiX");
        assert_eq!(verdict(&[good; 8], &[bad; 8], 0.05), (Verdict::Worse, true));
        assert_eq!(verdict(&[bad; 8], &[good; 8], 0.05), (Verdict::Better, true));
        assert_eq!(verdict(&[good; 8], &[bad; 8], 0.1), (Verdict::Same, true));
        assert_eq!(verdict(&[good, bad, good, good], &[bad, good, good, good], 0.0), (Verdict::Same, false));
    }

    #[test]
    fn only_shared_samples_are_compared() {
        let comparison = report(&["abcdefghij"; 3]).compare(&report(&["abcdefghij"; 5]), 0.0).unwrap();
        assert_eq!((comparison.unshared, comparison.regressions().count()), (2, 0));
    }

    #[test]
    fn another_normalisation_is_incomparable() {
        let mut other = report(&["a"]);
        other.normalisation.case = true;
        let error = report(&["a"]).compare(&other, 0.0).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Incomparable);
    }
}
