//! How well boxes were found: precision and recall at one overlap, and average precision over many.

use document::Rect;
use serde::{Deserialize, Serialize};

use super::pairing::best_pairs;
use crate::tally::Counts;

/// The overlaps over which COCO averages: 0.50, 0.55, ... 0.95.
pub const THRESHOLDS: [f32; 10] = [0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];
/// Recalls at which COCO reads precision: 0.00, 0.01, ... 1.00.
const RECALL_STEPS: usize = 101;
/// COCO looks at the surest hundred boxes of a picture.
const MOST_DETECTIONS: usize = 100;

/// Boxes found at an overlap of `threshold` or more: the pairing with the greatest sum of overlaps, poor pairs dropped.
///
/// ```
/// use document::Rect;
/// let truth = [Rect::new(0.0, 0.0, 10.0, 10.0)];
/// let found = [Rect::new(0.0, 0.0, 10.0, 8.0), Rect::new(20.0, 0.0, 30.0, 10.0)];
/// let counts = evaluation::boxes::found_boxes(&found, &truth, 0.5);
/// assert_eq!((counts.precision(), counts.recall()), (0.5, 1.0));
/// ```
pub fn found_boxes(prediction: &[Rect], truth: &[Rect], threshold: f32) -> Counts {
    let pairs = best_pairs(prediction.len(), truth.len(), threshold.into(), |p, t| {
        f64::from(prediction[p].iou(&truth[t]))
    });
    Counts { hits: pairs.len() as f64, predicted: prediction.len() as f64, truth: truth.len() as f64 }
}

/// A box that was found, and at which of the [`THRESHOLDS`] it is right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// How sure it is.
    pub confidence: f32,
    /// Bit `n` is set where it is right at the `n`th threshold.
    pub right: u16,
}

/// Boxes found, from which average precision is taken.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ranked {
    /// What was found, the surest first.
    pub found: Vec<Detection>,
    /// How many there are to find.
    pub truth: f64,
}

/// Which of the boxes found in one picture are right. Each takes, the surest first, the true box it overlaps most and
/// that is still free. A box without a confidence is taken for a sure one.
pub fn detections(prediction: &[(Rect, Option<f32>)], truth: &[Rect]) -> Ranked {
    let mut surest: Vec<(Rect, f32)> =
        prediction.iter().map(|(bounds, confidence)| (*bounds, confidence.unwrap_or(1.0))).collect();
    surest.sort_by(|a, b| b.1.total_cmp(&a.1));
    surest.truncate(MOST_DETECTIONS);
    let mut found: Vec<Detection> =
        surest.iter().map(|(_, confidence)| Detection { confidence: *confidence, right: 0 }).collect();
    for (bit, threshold) in THRESHOLDS.iter().enumerate() {
        let mut free = vec![true; truth.len()];
        for (detection, (bounds, _)) in found.iter_mut().zip(&surest) {
            let overlaps = truth.iter().map(|truth| truth.iou(bounds)).enumerate();
            let best = overlaps.filter(|(index, iou)| free[*index] && iou >= threshold);
            if let Some((index, _)) = best.max_by(|a, b| a.1.total_cmp(&b.1)) {
                free[index] = false;
                detection.right |= 1 << bit;
            }
        }
    }
    Ranked { found, truth: truth.len() as f64 }
}

impl Ranked {
    /// Adds what was found in other pictures.
    pub fn add(&mut self, other: &Self) {
        self.found.extend_from_slice(&other.found);
        self.found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        self.truth += other.truth;
    }

    /// Average precision over all [`THRESHOLDS`], 0 to 1; nothing where there is nothing to find.
    ///
    /// T.-Y. Lin et al., *Microsoft COCO*, 2014: at each threshold the precision at 101 recalls, where the precision at
    /// a recall is the best at that recall or a higher one.
    pub fn average_precision(&self) -> Option<f64> {
        let per_threshold = (0..THRESHOLDS.len()).map(|bit| self.average_precision_at(bit));
        let sum: Option<f64> = per_threshold.sum();
        sum.map(|sum| sum / THRESHOLDS.len() as f64)
    }

    /// Average precision at the threshold `THRESHOLDS[bit]`.
    pub fn average_precision_at(&self, bit: usize) -> Option<f64> {
        if self.truth <= 0.0 {
            return None;
        }
        let mut hits = 0.0;
        let mut curve: Vec<(f64, f64)> = Vec::with_capacity(self.found.len());
        for (count, detection) in (1..).zip(&self.found) {
            hits += f64::from(detection.right >> bit & 1);
            curve.push((hits / self.truth, hits / f64::from(count)));
        }
        let mut best = 0.0_f64;
        for (_, precision) in curve.iter_mut().rev() {
            best = best.max(*precision);
            *precision = best;
        }
        let at = |step: usize| {
            let recall = step as f64 / (RECALL_STEPS - 1) as f64;
            let first = curve.partition_point(|(r, _)| *r < recall);
            curve.get(first).map_or(0.0, |(_, precision)| *precision)
        };
        Some((0..RECALL_STEPS).map(at).sum::<f64>() / RECALL_STEPS as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f32) -> Rect {
        Rect::new(x, 0.0, x + 10.0, 10.0)
    }

    #[test]
    fn pairs_are_counted_once() {
        let truth = [square(0.0), square(20.0)];
        let counts = found_boxes(&[square(0.0), square(1.0), square(40.0)], &truth, 0.5);
        assert_eq!((counts.hits, counts.predicted, counts.truth), (1.0, 3.0, 2.0));
        assert_eq!(counts.f1(), 0.4);
        assert_eq!(found_boxes(&[], &truth, 0.5).f1(), 0.0);
    }

    #[test]
    fn average_precision_worked_by_hand() {
        let truth = [square(0.0), square(20.0)];
        let perfect = detections(&[(square(0.0), Some(0.9)), (square(20.0), Some(0.8))], &truth);
        assert_eq!(perfect.average_precision(), Some(1.0));
        // The surest is wrong, the second right: precision 1/2 up to recall 1/2, then 0: 51 of 101 steps.
        let half = detections(&[(square(60.0), Some(0.9)), (square(20.0), Some(0.8))], &truth);
        let want = 51.0 * 0.5 / 101.0;
        assert!((half.average_precision_at(0).unwrap() - want).abs() < 1e-12);
        // 8 x 10 of 12 x 10 in common, 0.667: right at four of ten thresholds.
        let moved = detections(&[(square(2.0), Some(0.9))], &truth[..1]);
        assert_eq!(moved.found[0].right, 0b1111);
        assert!((moved.average_precision().unwrap() - 0.4).abs() < 1e-12);
        assert_eq!(detections(&[(square(2.0), None)], &[]).average_precision(), None);
    }

    #[test]
    fn pictures_are_ranked_together() {
        let mut all = detections(&[(square(0.0), Some(0.5))], &[square(0.0)]);
        all.add(&detections(&[(square(60.0), Some(0.9))], &[square(0.0)]));
        assert_eq!(all.found.iter().map(|d| d.confidence).collect::<Vec<_>>(), [0.9, 0.5]);
        assert!((all.average_precision().unwrap() - 51.0 * 0.5 / 101.0).abs() < 1e-12);
    }
}
