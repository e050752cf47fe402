//! Whether confidences mean what they say, and what to do if not.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Bins of the reliability curve; 15 as in Guo et al.
const BINS: usize = 15;
/// Steps of Newton's method; it converges in about ten.
const NEWTON_STEPS: usize = 100;
/// The fit stops where the parameters move less than this.
const NEWTON_TOLERANCE: f64 = 1e-10;
/// Halvings of a step before the fit is taken to be at its best: 2^-30 of a step moves nothing that is seen.
const HALVINGS: usize = 30;
/// Added to the curvature (Lin, Lin and Weng).
const RIDGE: f64 = 1e-9;
/// Confidences of exactly 0 and 1 would have infinite log-odds.
const ODDS_MARGIN: f64 = 1e-6;

/// One reading: how sure it was, and whether it was right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The confidence, 0 to 1.
    pub confidence: f64,
    /// Whether the reading was right.
    pub right: bool,
}

/// The reliability curve: confidences in 15 even bins, and how often the readings in each were right.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reliability {
    /// From the least sure on.
    pub bins: Vec<Bin>,
}

/// Readings of about the same confidence.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Bin {
    /// How many readings.
    pub count: f64,
    /// Sum of their confidences.
    pub confidence: f64,
    /// How many were right.
    pub right: f64,
}

impl Reliability {
    /// The curve of these readings.
    pub fn of(observations: &[Observation]) -> Self {
        let mut bins = vec![Bin::default(); BINS];
        for observation in observations {
            let bin = ((observation.confidence * BINS as f64) as usize).min(BINS - 1);
            bins[bin].count += 1.0;
            bins[bin].confidence += observation.confidence;
            bins[bin].right += f64::from(observation.right);
        }
        Self { bins }
    }

    /// Adds the readings of another curve.
    pub fn add(&mut self, other: &Self) {
        self.bins.resize(self.bins.len().max(other.bins.len()), Bin::default());
        for (bin, other) in self.bins.iter_mut().zip(&other.bins) {
            bin.count += other.count;
            bin.confidence += other.confidence;
            bin.right += other.right;
        }
    }

    /// Expected calibration error: how far confidence and share of right readings are apart, mean over the readings.
    /// Nothing where there are no readings.
    ///
    /// M. P. Naeini, G. Cooper and M. Hauskrecht, 2015; C. Guo et al., *On calibration of modern neural networks*, 2017.
    pub fn expected_error(&self) -> Option<f64> {
        let count: f64 = self.bins.iter().map(|bin| bin.count).sum();
        let apart: f64 = self.bins.iter().map(|bin| (bin.confidence - bin.right).abs()).sum();
        (count > 0.0).then(|| apart / count)
    }
}

/// A line per bin that has readings: their mean confidence, and the share of them that is right.
impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bins.iter().filter(|bin| bin.count > 0.0).try_for_each(|bin| {
            let (sure, right) = (bin.confidence / bin.count, bin.right / bin.count);
            writeln!(f, "  confidence {sure:.3}: {right:.3} right of {}", bin.count)
        })
    }
}

/// A map from confidences to the share of readings that are right, never falling.
///
/// Isotonic regression by pooling adjacent violators: M. Ayer et al., 1955; for calibration B. Zadrozny and C. Elkan, 2002.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Isotonic {
    /// Confidence and share, both rising.
    knots: Vec<(f64, f64)>,
}

impl Isotonic {
    /// The map that fits best; nothing without readings.
    pub fn fit(observations: &[Observation]) -> Option<Self> {
        let mut sorted = observations.to_vec();
        sorted.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
        // Blocks of first and last confidence, right readings, all readings.
        let mut blocks: Vec<(f64, f64, f64, f64)> = Vec::new();
        for Observation { confidence, right } in sorted {
            blocks.push((confidence, confidence, f64::from(right), 1.0));
            while let [.., before, last] = blocks.as_mut_slice() {
                let same = before.1 == last.0;
                if !same && before.2 * last.3 < last.2 * before.3 {
                    break;
                }
                *before = (before.0, last.1, before.2 + last.2, before.3 + last.3);
                blocks.pop();
            }
        }
        let ends =
            |(first, last, right, all): &(f64, f64, f64, f64)| [(*first, right / all), (*last, right / all)];
        let mut knots: Vec<(f64, f64)> = blocks.iter().flat_map(ends).collect();
        knots.dedup();
        (!knots.is_empty()).then_some(Self { knots })
    }

    /// The share of right readings at `confidence`; straight between the places that were seen.
    pub fn apply(&self, confidence: f64) -> f64 {
        let after = self.knots.partition_point(|(x, _)| *x < confidence);
        let right = self.knots.get(after).or(self.knots.last());
        let left = after.checked_sub(1).and_then(|before| self.knots.get(before)).or(right);
        match (left, right) {
            (Some((x0, y0)), Some((x1, y1))) if x1 > x0 && confidence < *x1 => {
                y0 + (y1 - y0) * (confidence - x0) / (x1 - x0)
            }
            (_, Some((_, share))) => *share,
            _ => confidence,
        }
    }
}

/// A map from confidences to shares by two numbers, for few readings: the log-odds are stretched and moved.
///
/// J. Platt, *Probabilistic outputs for support vector machines*, 1999, with its smoothed targets, on log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Platt {
    /// How much the log-odds are stretched; 1 leaves them.
    pub slope: f64,
    /// How far they are moved; 0 leaves them.
    pub offset: f64,
}

impl Platt {
    /// The numbers that fit best; nothing without readings.
    pub fn fit(observations: &[Observation]) -> Option<Self> {
        if observations.is_empty() {
            return None;
        }
        let right = observations.iter().filter(|o| o.right).count() as f64;
        let wrong = observations.len() as f64 - right;
        let targets = [1.0 / (wrong + 2.0), (right + 1.0) / (right + 2.0)];
        let mut fit = Self { slope: 1.0, offset: 0.0 };
        let mut loss = fit.loss(observations, targets);
        for _ in 0..NEWTON_STEPS {
            let (slope, offset) = fit.newton_step(observations, targets);
            let Some((next, less)) = fit.downhill((slope, offset), loss, observations, targets) else {
                break;
            };
            (fit, loss) = (next, less);
            if slope.abs() + offset.abs() < NEWTON_TOLERANCE {
                break;
            }
        }
        Some(fit)
    }

    /// A whole Newton step may go too far where nearly all readings are right: it is halved until the loss is less
    /// (H.-T. Lin, C.-J. Lin and R. Weng, *A note on Platt's probabilistic outputs for support vector machines*, 2007).
    fn downhill(
        self,
        (slope, offset): (f64, f64),
        loss: f64,
        observations: &[Observation],
        targets: [f64; 2],
    ) -> Option<(Self, f64)> {
        let steps = std::iter::successors(Some(1.0), |share| Some(share / 2.0)).take(HALVINGS);
        let tried = steps.map(|share| {
            let next = Self { slope: self.slope - share * slope, offset: self.offset - share * offset };
            (next, next.loss(observations, targets))
        });
        tried.into_iter().find(|(_, less)| *less < loss)
    }

    /// Cross entropy of the targets.
    fn loss(self, observations: &[Observation], targets: [f64; 2]) -> f64 {
        let one = |observation: &Observation| {
            let z = self.slope * log_odds(observation.confidence) + self.offset;
            // ln(1 + e^z) - t z, without overflow.
            z.max(0.0) + (-z.abs()).exp().ln_1p() - targets[usize::from(observation.right)] * z
        };
        observations.iter().map(one).sum()
    }

    /// How far slope and offset are to be taken back. A little is added to the curvature so that readings that are all
    /// alike have an answer.
    fn newton_step(self, observations: &[Observation], targets: [f64; 2]) -> (f64, f64) {
        let (mut a, mut b, mut aa, mut ab, mut bb) = (0.0, 0.0, RIDGE, 0.0, RIDGE);
        for observation in observations {
            let x = log_odds(observation.confidence);
            let p = logistic(self.slope * x + self.offset);
            let miss = p - targets[usize::from(observation.right)];
            let weight = p * (1.0 - p);
            a += miss * x;
            b += miss;
            aa += weight * x * x;
            ab += weight * x;
            bb += weight;
        }
        let determinant = aa * bb - ab * ab;
        if determinant <= 0.0 {
            return (0.0, b / bb);
        }
        ((bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant)
    }

    /// The share of right readings at `confidence`.
    pub fn apply(&self, confidence: f64) -> f64 {
        logistic(self.slope * log_odds(confidence) + self.offset)
    }
}

fn log_odds(confidence: f64) -> f64 {
    let p = confidence.clamp(ODDS_MARGIN, 1.0 - ODDS_MARGIN);
    (p / (1.0 - p)).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observations(list: &[(f64, u32, u32)]) -> Vec<Observation> {
        let each = |(confidence, right, wrong): &(f64, u32, u32)| {
            let many = |right, count| {
                std::iter::repeat_n(Observation { confidence: *confidence, right }, count as usize)
            };
            many(true, *right).chain(many(false, *wrong)).collect::<Vec<_>>()
        };
        list.iter().flat_map(each).collect()
    }

    #[test]
    fn a_curve_is_told_in_a_line_per_bin_that_has_readings() {
        let readings = [(0.91, true), (0.93, false), (0.2, false)];
        let readings = readings.map(|(confidence, right)| Observation { confidence, right });
        let told = Reliability::of(&readings).to_string();
        // 13/15 = .867 to 14/15 = .933 is one bin.
        assert_eq!(told, "  confidence 0.200: 0.000 right of 1\n  confidence 0.920: 0.500 right of 2\n");
    }

    #[test]
    fn the_error_worked_by_hand() {
        let reliability = Reliability::of(&observations(&[(0.9, 6, 4), (0.5, 5, 5), (1.0, 10, 0)]));
        // Ten readings are 0.3 too sure, the others are as sure as they should be.
        assert!((reliability.expected_error().unwrap() - 0.1).abs() < 1e-12);
        assert_eq!(Reliability::default().expected_error(), None);
        let mut sum = Reliability::default();
        sum.add(&reliability);
        assert_eq!(sum, reliability);
    }

    #[test]
    fn isotonic_maps_never_fall() {
        let fit =
            Isotonic::fit(&observations(&[(0.2, 1, 3), (0.5, 3, 1), (0.7, 1, 1), (0.9, 4, 0)])).unwrap();
        for (confidence, want) in [
            (0.0, 0.25),
            (0.2, 0.25),
            (0.35, (0.25 + 4.0 / 6.0) / 2.0),
            (0.6, 4.0 / 6.0),
            (0.9, 1.0),
            (1.0, 1.0),
        ] {
            assert!((fit.apply(confidence) - want).abs() < 1e-12, "{confidence}: {}", fit.apply(confidence));
        }
        assert_eq!(Isotonic::fit(&[]), None);
    }

    #[test]
    fn platt_finds_the_stretch() {
        // Readings whose true log-odds are half of what they say.
        let spread: Vec<(f64, u32, u32)> = (1..20)
            .map(|i| {
                let confidence = f64::from(i) / 20.0;
                let right = (logistic(log_odds(confidence) / 2.0) * 1000.0).round() as u32;
                (confidence, right, 1000 - right)
            })
            .collect();
        let fit = Platt::fit(&observations(&spread)).unwrap();
        assert!((fit.slope - 0.5).abs() < 0.01 && fit.offset.abs() < 0.01, "{fit:?}");
        // Nearly all sure and nearly all right, as words are: whole Newton steps leave for infinity here.
        let sure = observations(&[(0.4, 0, 1), (0.6, 1, 1), (0.85, 10, 2), (0.92, 43, 14), (1.0, 2325, 57)]);
        let fit = Platt::fit(&sure).unwrap();
        let mended: Vec<Observation> =
            sure.iter().map(|o| Observation { confidence: fit.apply(o.confidence), ..*o }).collect();
        let error = |list: &[Observation]| Reliability::of(list).expected_error().unwrap();
        assert!(fit.slope > 0.0 && error(&mended) < 0.01 && error(&sure) > 0.02, "{fit:?}");
        let all_right = Platt::fit(&observations(&[(0.9, 5, 0)])).unwrap();
        assert!(all_right.apply(0.9) > 0.8 && all_right.slope.is_finite(), "{all_right:?}");
    }
}
