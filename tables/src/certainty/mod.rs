//! How sure each cell of a table is: how well its words were read, and how far the other opinions on the table put
//! the same words together: those that were weighed, or what words alone say where ruling lines sufficed.

mod agreement;

use document::Confidence;

use crate::candidate::Candidate;
use crate::ink::Ink;
use agreement::Opinion;

/// What is known of one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The chance that all its words are read right, by their own confidences; 1 for a cell without words and for words
    /// that need no reading.
    pub read: f32,
    /// The share of the word that reaches furthest out of the cell that is inside, 0 to 1.
    pub inside: f32,
    /// How far other opinions on the table have the same words in a cell of the same spans in the same place: the share of
    /// them, weighted by their scores. A half where there is no other opinion.
    pub support: f32,
    /// Mean support of the cells that begin in its row.
    pub row_support: f32,
    /// Whether it spans rows or columns.
    pub spans: bool,
}

/// The chance that a cell is right - its text, its row and column beside the others, and its spans - is the logistic function
/// of the evidence times these. Fitted by `bench`'s `certainty` to generated documents of seen styles and all conditions
/// (DESIGN.md, "Confidences").
const OFFSET: f32 = -3.447;
const OF_READ: f32 = 0.270;
const OF_INSIDE: f32 = 1.684;
const OF_SUPPORT: f32 = 1.187;
const OF_ROW_SUPPORT: f32 = 2.624;
const OF_SPANS: f32 = -1.674;
/// Nothing is surer than this to be read right or wrong: certainty would have infinite log-odds.
const MARGIN: f32 = 0.001;
/// The support of a cell on which there is no other opinion.
const UNKNOWN: f32 = 0.5;

impl Evidence {
    /// The numbers that the chance of the cell hangs on: log-odds of the reading, then the others in their order.
    pub fn numbers(&self) -> [f32; 5] {
        let read = self.read.clamp(MARGIN, 1.0 - MARGIN);
        let spans = if self.spans { 1.0 } else { 0.0 };
        [(read / (1.0 - read)).ln(), self.inside, self.support, self.row_support, spans]
    }

    /// The chance that the cell is right.
    pub(crate) fn certainty(&self) -> Option<Confidence> {
        let weights = [OF_READ, OF_INSIDE, OF_SUPPORT, OF_ROW_SUPPORT, OF_SPANS];
        let sum: f32 = self.numbers().iter().zip(weights).map(|(number, weight)| number * weight).sum();
        Confidence::clamped(1.0 / (1.0 + (-OFFSET - sum).exp()))
    }
}

/// Per cell of `best`, in the order of its frame, what is known of it; `rivals` are the other opinions with their scores.
pub(crate) fn evidence(best: &Candidate, rivals: &[(f32, Candidate)], inks: &[Ink<'_>]) -> Vec<Evidence> {
    let own = Opinion::new(best);
    let support = support(&own, rivals);
    let rows = row_means(&own, &support);
    let of_cell = |(cell, span): (usize, &document::CellSpan)| {
        let rect = best.frame.rect(*span);
        let members = || own.words(cell).filter_map(|word| inks.get(word));
        Evidence {
            read: members().filter_map(|ink| ink.word.confidence).map(Confidence::get).product(),
            inside: members().map(|ink| ink.bounds.share_in(&rect)).fold(1.0, f32::min),
            support: support.get(cell).copied().unwrap_or(UNKNOWN),
            row_support: rows.get(span.row as usize).copied().unwrap_or(UNKNOWN),
            spans: span.row_span > 1 || span.column_span > 1,
        }
    };
    own.spans().iter().enumerate().map(of_cell).collect()
}

/// Per cell the share of the rivals, weighted by their scores, that have the same.
fn support(own: &Opinion<'_>, rivals: &[(f32, Candidate)]) -> Vec<f32> {
    let whole: f32 = rivals.iter().map(|(score, _)| score).sum();
    if whole <= 0.0 {
        return vec![UNKNOWN; own.spans().len()];
    }
    let mut sums = vec![0.0; own.spans().len()];
    for (score, rival) in rivals {
        let told = own.supported_by(&Opinion::new(rival));
        sums.iter_mut().zip(told).filter(|(_, same)| *same).for_each(|(sum, _)| *sum += score / whole);
    }
    sums
}

/// Per row the mean support of the cells that begin in it.
fn row_means(own: &Opinion<'_>, support: &[f32]) -> Vec<f32> {
    let mut sums: Vec<(f32, f32)> = vec![];
    for (span, support) in own.spans().iter().zip(support) {
        let row = span.row as usize;
        sums.resize(sums.len().max(row + 1), (0.0, 0.0));
        sums[row] = (sums[row].0 + support, sums[row].1 + 1.0);
    }
    sums.into_iter().map(|(sum, count)| if count > 0.0 { sum / count } else { UNKNOWN }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_surer_the_more_speaks_for_them() {
        let sure = Evidence { read: 0.99, inside: 1.0, support: 1.0, row_support: 1.0, spans: false };
        let certainty = |evidence: Evidence| evidence.certainty().map_or(0.0, Confidence::get);
        let best = certainty(sure);
        assert!(best > 0.9, "{best}");
        let worse = [
            Evidence { read: 0.5, ..sure },
            Evidence { inside: 0.5, ..sure },
            Evidence { support: 0.0, ..sure },
            Evidence { row_support: 0.5, ..sure },
            Evidence { spans: true, ..sure },
        ];
        worse.into_iter().for_each(|evidence| assert!(certainty(evidence) < best, "{evidence:?}"));
        let none = Evidence { read: 0.0, inside: 0.0, support: 0.0, row_support: 0.0, spans: true };
        assert!(certainty(none) < 0.1 && certainty(Evidence { read: 1.0, ..sure }) < 1.0);
    }
}
