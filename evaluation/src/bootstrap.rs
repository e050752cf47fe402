//! How much of a score is luck of the samples.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::tally::Tally;

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bootstrap {
    /// How many times the samples are drawn anew; 0 gives no intervals.
    pub draws: u32,
    /// The share of draws within the interval.
    pub level: f64,
    /// Where the draws start; the same seed draws the same samples.
    pub seed: u64,
}

impl Default for Bootstrap {
    /// 1,000 draws (Efron and Tibshirani's advice for intervals), 95 %.
    fn default() -> Self {
        Self { draws: 1000, level: 0.95, seed: 1 }
    }
}

/// Fewer groups than this say nothing about how groups differ.
const FEWEST: usize = 2;

/// From and to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// From.
    pub low: f64,
    /// To.
    pub high: f64,
}

impl Bootstrap {
    /// The percentile interval of the score of `tallies`, one per group of samples that belong together. Nothing for
    /// fewer than two groups, or for average precision, whose ranking has no sum.
    ///
    /// B. Efron and R. Tibshirani, *An introduction to the bootstrap*, 1993, chapter 13.
    pub fn interval(&self, tallies: &[&Tally]) -> Option<Interval> {
        self.draw(tallies.len(), |chosen| sum(tallies, chosen)?.value())
    }

    /// The interval of what the score gains from `old` to `new`, where both lists are of the same groups: each draw takes
    /// the same groups on both sides.
    pub fn interval_of_gain(&self, old: &[&Tally], new: &[&Tally]) -> Option<Interval> {
        self.draw(old.len().min(new.len()), |chosen| {
            Some(sum(new, chosen)?.value()? - sum(old, chosen)?.value()?)
        })
    }

    fn draw(&self, groups: usize, score: impl Fn(&[usize]) -> Option<f64> + Sync) -> Option<Interval> {
        if groups < FEWEST || self.draws == 0 {
            return None;
        }
        let one = |number: u32| {
            let mut random = SplitMix(self.seed.wrapping_mul(0x1_0000_0001).wrapping_add(u64::from(number)));
            let chosen: Vec<usize> = (0..groups).map(|_| random.below(groups)).collect();
            score(&chosen)
        };
        let mut scores: Vec<f64> = (0..self.draws).into_par_iter().filter_map(one).collect();
        scores.sort_by(f64::total_cmp);
        let outside = (1.0 - self.level.clamp(0.0, 1.0)) / 2.0;
        Some(Interval { low: quantile(&scores, outside)?, high: quantile(&scores, 1.0 - outside)? })
    }
}

/// The sum of the tallies chosen.
fn sum(tallies: &[&Tally], chosen: &[usize]) -> Option<Tally> {
    let mut chosen = chosen.iter().filter_map(|index| tallies.get(*index));
    let mut total = (*chosen.next()?).clone();
    if matches!(total, Tally::Ranked(_)) {
        return None;
    }
    chosen.for_each(|tally| total.add(tally));
    Some(total)
}

/// The value below which the `share` of the sorted values lies, straight between neighbours.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (low, high) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(low + (high - low) * place.fract())
}

/// Random numbers that are the same everywhere: G. Steele, D. Lea and C. Flood, *Fast splittable pseudorandom number
/// generators*, 2014.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(values: &[f64], bootstrap: Bootstrap) -> Option<Interval> {
        let tallies: Vec<Tally> = values.iter().map(|value| Tally::of(*value)).collect();
        bootstrap.interval(&tallies.iter().collect::<Vec<_>>())
    }

    #[test]
    fn intervals_are_as_wide_as_theory_says() {
        // The mean of 400 values of 0 and 1, half each, has a standard error of 0.025.
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 2)).collect();
        let found = interval(&values, Bootstrap::default()).unwrap();
        assert!((found.low - 0.451).abs() < 0.006 && (found.high - 0.549).abs() < 0.006, "{found:?}");
        assert_eq!(interval(&values, Bootstrap::default()), Some(found));
        assert_ne!(interval(&values, Bootstrap { seed: 2, ..Bootstrap::default() }), Some(found));
    }

    #[test]
    fn luck_needs_more_than_one_group() {
        assert_eq!(interval(&[0.5], Bootstrap::default()), None);
        assert_eq!(interval(&[0.5, 0.6], Bootstrap { draws: 0, ..Bootstrap::default() }), None);
        let same = interval(&[0.5; 9], Bootstrap::default()).unwrap();
        assert_eq!((same.low, same.high), (0.5, 0.5));
    }

    #[test]
    fn paired_gains_are_surer_than_scores() {
        let old: Vec<Tally> = (0..50).map(|i| Tally::of(f64::from(i) / 50.0)).collect();
        let new: Vec<Tally> = (0..50).map(|i| Tally::of(f64::from(i) / 50.0 + 0.01)).collect();
        let (old, new): (Vec<&Tally>, Vec<&Tally>) = (old.iter().collect(), new.iter().collect());
        let gain = Bootstrap::default().interval_of_gain(&old, &new).unwrap();
        assert!((gain.low - 0.01).abs() < 1e-9 && (gain.high - 0.01).abs() < 1e-9, "{gain:?}");
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.25), Some(1.5));
        assert_eq!(quantile(&[1.0], 0.9), Some(1.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
