//! Which predicted cell stands where which true one does.

use super::grid::GridCell;
use crate::boxes::best_pairs;

/// A predicted cell and the true one that it is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellPair {
    /// Index of the predicted cell.
    pub predicted: usize,
    /// Index of the true cell.
    pub truth: usize,
    /// Intersection over union of their boxes, above 0 and up to 1.
    pub overlap: f32,
}

/// Cells of two tables paired one to one so that their boxes overlap most in all; cells that overlap none, or have no box,
/// are in no pair.
///
/// Ink is compared with ink where the truth has that, otherwise the space between ruling lines with the like, as far as both
/// are known.
pub fn matched_cells(prediction: &[GridCell], truth: &[GridCell]) -> Vec<CellPair> {
    let overlap = |predicted: usize, truth_at: usize| {
        let (found, wanted) = (&prediction[predicted], &truth[truth_at]);
        let like = |cell: &GridCell| {
            if wanted.ink.is_some() { cell.ink_rect() } else { cell.rect().or(cell.ink_rect()) }
        };
        like(found).zip(like(wanted)).map_or(0.0, |(found, wanted)| found.iou(&wanted))
    };
    best_pairs(prediction.len(), truth.len(), f64::EPSILON, |p, t| f64::from(overlap(p, t)))
        .into_iter()
        .map(|(predicted, truth)| CellPair { predicted, truth, overlap: overlap(predicted, truth) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;

    #[test]
    fn cells_pair_where_they_overlap_most() {
        let at = |x: f32| GridCell::single(0, 0, "").within(Some(Rect::new(x, 0.0, x + 10.0, 10.0)));
        let truth = [at(0.0), at(10.0), at(50.0)];
        // Two to the right, three to the left, and one that is nowhere near.
        let found = [at(2.0), at(7.0), at(90.0)];
        let pairs = matched_cells(&found, &truth);
        let told: Vec<_> = pairs.iter().map(|p| (p.predicted, p.truth)).collect();
        assert_eq!(told, [(0, 0), (1, 1)]);
        assert!((pairs[0].overlap - 8.0 / 12.0).abs() < 1e-6 && (pairs[1].overlap - 7.0 / 13.0).abs() < 1e-6);
        let inked = [at(0.0).with_ink(Some(Rect::new(0.0, 0.0, 5.0, 10.0)))];
        assert!((matched_cells(&inked, &inked)[0].overlap - 1.0).abs() < 1e-6);
        assert!((matched_cells(&[at(0.0)], &inked)[0].overlap - 0.5).abs() < 1e-6);
        assert_eq!(matched_cells(&[], &truth), []);
    }
}
