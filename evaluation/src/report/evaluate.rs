use std::collections::BTreeMap;

use document::RegionClass;
use rayon::prelude::*;

use super::difference::Difference;
use super::{ClassScore, REPORT_SCHEMA, Report, SampleReport, Score, SetReport};
use crate::bootstrap::Bootstrap;
use crate::boxes::Ranked;
use crate::content::Content;
use crate::metric::Metric;
use crate::scoring::{Offer, score};
use crate::speed::Speed;
use crate::tally::{Counts, Tally};
use crate::text::Normalisation;

/// A truth and what was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// Its name, unlike any other of the set.
    pub id: String,
    /// The set it is scored with: a data set, or a part of one that is to be told apart.
    pub set: String,
    /// The source it shares with other samples (page, scan and photo of one document); nothing where it stands alone.
    pub group: Option<String>,
    /// What a perfect reading would say.
    pub truth: Content,
    /// What was read; nothing where it is missing, which counts as empty.
    pub prediction: Option<Content>,
    /// How long it took.
    pub speed: Option<Speed>,
    /// Why it has no prediction, or only part of one, in words.
    pub failure: Option<String>,
}

/// How to evaluate.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// What was measured, in words: it stands at the head of the report.
    pub title: String,
    /// Which differences of spelling do not count.
    pub normalisation: Normalisation,
    /// How intervals are drawn.
    pub bootstrap: Bootstrap,
    /// How many of the worst samples of each set are shown with their differences.
    pub worst: usize,
    /// Whether samples without a prediction are left out.
    pub present_only: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            title: String::new(),
            normalisation: Normalisation::default(),
            bootstrap: Bootstrap::default(),
            // As many as a person looks through.
            worst: 5,
            present_only: false,
        }
    }
}

/// Scores all samples, set by set. The order of the samples does not matter.
///
/// ```
/// use evaluation::{evaluate, Content, Metric, Options, Sample};
/// let sample = Sample {
///     id: "a".into(),
///     set: "notes".into(),
///     truth: Content::of_text("abcd"),
///     prediction: Some(Content::of_text("abed")),
///     ..Sample::default()
/// };
/// let report = evaluate([sample], &Options::default());
/// assert_eq!(report.sets["notes"].scores[&Metric::Cer].value, 0.25);
/// ```
pub fn evaluate(samples: impl IntoIterator<Item = Sample>, options: &Options) -> Report {
    let mut samples: Vec<Sample> = samples.into_iter().collect();
    samples.retain(|sample| !options.present_only || sample.prediction.is_some());
    samples.sort_by(|a, b| (&a.set, &a.id).cmp(&(&b.set, &b.id)));
    let offers = complete(&mut samples);
    let reports: Vec<SampleReport> =
        samples.par_iter().map(|sample| scored(sample, offers.get(&sample.set), options)).collect();
    let mut sets: BTreeMap<String, SetReport> = BTreeMap::new();
    for members in reports.chunk_by(|a, b| a.set == b.set) {
        if let Some(first) = members.first() {
            sets.insert(first.set.clone(), summed(members, &options.bootstrap));
        }
    }
    Report {
        schema: REPORT_SCHEMA.to_owned(),
        title: options.title.clone(),
        normalisation: options.normalisation,
        bootstrap: options.bootstrap,
        sets,
        worst: worst(&samples, &reports, options),
        samples: reports,
    }
}

/// Gives every sample of a set what the set's predictions offer, if only as empty; returns what each set offers.
fn complete(samples: &mut [Sample]) -> BTreeMap<String, Offer> {
    let mut offers = BTreeMap::new();
    for members in samples.chunk_by_mut(|a, b| a.set == b.set) {
        let offer = Offer::of(members.iter().filter_map(|sample| sample.prediction.as_ref()));
        for sample in members.iter_mut() {
            sample.prediction = Some(offer.complete(sample.prediction.take()));
        }
        offers.extend(members.first().map(|first| (first.set.clone(), offer)));
    }
    offers
}

fn scored(sample: &Sample, offer: Option<&Offer>, options: &Options) -> SampleReport {
    let nothing = Content::default();
    let prediction = sample.prediction.as_ref().unwrap_or(&nothing);
    let mut scores = score(prediction, &sample.truth, &options.normalisation);
    if let Some(offer) = offer {
        offer.limit(&mut scores);
    }
    SampleReport {
        id: sample.id.clone(),
        set: sample.set.clone(),
        group: sample.group.clone(),
        missing: prediction.missing,
        scores,
        speed: sample.speed.clone(),
        failure: sample.failure.clone(),
    }
}

/// The scores of a set.
fn summed(members: &[SampleReport], bootstrap: &Bootstrap) -> SetReport {
    let groups = grouped(members);
    let mut scores = BTreeMap::new();
    let mut reliability = BTreeMap::new();
    let mut ranked = BTreeMap::new();
    for metric in Metric::ALL {
        let tallies: Vec<&Tally> = groups.iter().filter_map(|group| group.get(&metric)).collect();
        let Some(total) = total(&tallies) else { continue };
        let Some(value) = total.value() else { continue };
        let (precision, recall) = total.precision_recall().unzip();
        let samples = members.iter().filter(|sample| sample.scores.metrics.contains_key(&metric)).count();
        let interval = bootstrap.interval(&tallies);
        scores.insert(metric, Score { value, interval, precision, recall, samples });
        match total {
            Tally::Reliability(curve) => drop(reliability.insert(metric, curve)),
            Tally::Ranked(classes) => ranked = classes,
            _ => {}
        }
    }
    let speeds = members.iter().filter_map(|sample| sample.speed.as_ref());
    SetReport {
        samples: members.len(),
        missing: members.iter().filter(|sample| sample.missing).count(),
        scores,
        classes: classes(members, &ranked),
        reliability,
        speed: speeds.cloned().reduce(|mut all, speed| {
            all.add(&speed);
            all
        }),
    }
}

/// The tallies of samples that share a source, added up.
pub(super) fn grouped<'a>(
    members: impl IntoIterator<Item = &'a SampleReport>,
) -> Vec<BTreeMap<Metric, Tally>> {
    let mut groups: BTreeMap<&str, BTreeMap<Metric, Tally>> = BTreeMap::new();
    for sample in members {
        let group = groups.entry(sample.group.as_deref().unwrap_or(&sample.id)).or_default();
        for (metric, tally) in &sample.scores.metrics {
            match group.get_mut(metric) {
                Some(known) => known.add(tally),
                None => drop(group.insert(*metric, tally.clone())),
            }
        }
    }
    groups.into_values().collect()
}

/// The sum of tallies; nothing for none.
pub(super) fn total(tallies: &[&Tally]) -> Option<Tally> {
    let (first, others) = tallies.split_first()?;
    let mut total = (*first).clone();
    others.iter().for_each(|tally| total.add(tally));
    Some(total)
}

fn classes(
    members: &[SampleReport],
    ranked: &BTreeMap<RegionClass, Ranked>,
) -> BTreeMap<RegionClass, ClassScore> {
    let mut counts: BTreeMap<RegionClass, Counts> = BTreeMap::new();
    for (class, found) in members.iter().flat_map(|sample| &sample.scores.classes) {
        *counts.entry(*class).or_default() += *found;
    }
    let score = |(class, counts): (RegionClass, Counts)| {
        let average_precision = ranked.get(&class).and_then(Ranked::average_precision);
        let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
        (class, ClassScore { precision, recall, f1, average_precision, truth: counts.truth })
    };
    counts.into_iter().map(score).collect()
}

/// The worst samples of each set, the worst of all first.
fn worst(samples: &[Sample], reports: &[SampleReport], options: &Options) -> Vec<Difference> {
    let mut graded: Vec<(&Sample, &SampleReport, Metric, f64)> = (samples.iter().zip(reports))
        .filter_map(|(sample, report)| report.headline().map(|(metric, loss)| (sample, report, metric, loss)))
        .filter(|(.., loss)| *loss > 0.0)
        .collect();
    graded.sort_by(|a, b| b.3.total_cmp(&a.3).then_with(|| (&a.1.set, &a.1.id).cmp(&(&b.1.set, &b.1.id))));
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    graded.retain(|(_, report, ..)| {
        let count = taken.entry(report.set.as_str()).or_default();
        *count += 1;
        *count <= options.worst
    });
    graded.par_iter().map(|(sample, _, metric, loss)| Difference::of(sample, *metric, *loss)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Verdict;

    fn sample(id: &str, group: Option<&str>, truth: &str, read: Option<&str>) -> Sample {
        Sample {
            id: id.to_owned(),
            set: "set".to_owned(),
            group: group.map(str::to_owned),
            truth: Content::of_text(truth),
            prediction: read.map(Content::of_text),
            ..Sample::default()
        }
    }

    #[test]
    fn sets_are_scored_as_a_whole() {
        let samples = [
            sample("b", None, "abcdefgh", Some("abcdefgh")),
            sample("a", None, "ab", Some("xy")),
            sample("c", None, "ab", None),
        ];
        let report = evaluate(samples.clone(), &Options::default());
        let set = &report.sets["set"];
        assert_eq!((set.samples, set.missing), (3, 1));
        assert_eq!(set.scores[&Metric::Cer].value, 4.0 / 12.0);
        assert_eq!(set.scores[&Metric::Ned].value, 2.0 / 3.0);
        assert!(set.scores[&Metric::Ned].interval.is_some_and(|i| i.low < 0.5 && i.high > 0.9));
        assert_eq!(report.worst.iter().map(|w| w.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        let present = Options { present_only: true, ..Options::default() };
        assert_eq!(evaluate(samples, &present).sets["set"].samples, 2);
    }

    #[test]
    fn the_order_of_samples_does_not_matter() {
        let mut samples: Vec<Sample> = (0..9)
            .map(|i| {
                sample(&format!("s{i}"), Some(["x", "y", "z"][i % 3]), "some text", Some(&"some test"[i..]))
            })
            .collect();
        let first = evaluate(samples.clone(), &Options::default());
        samples.reverse();
        assert_eq!(evaluate(samples, &Options::default()).to_json(), first.to_json());
        // JSON may lose the last bit of a number, no more.
        let read = Report::from_json(&first.to_json()).unwrap();
        let comparison = read.compare(&first, 1e-12).unwrap();
        assert!(
            comparison.changes.len() > 5 && comparison.changes.iter().all(|c| c.verdict == Verdict::Same)
        );
    }

    #[test]
    fn a_report_of_another_version_is_refused() {
        let json = evaluate([], &Options::default()).to_json();
        let error = Report::from_json(&json.replace(REPORT_SCHEMA, "other/9")).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Incomparable);
    }
}
