//! Logistic regression, by Newton's method.

use evaluation::calibration::Observation;

use crate::evidence::NUMBERS;

/// The numbers of a cell with a one before them, for the offset.
const SIDE: usize = NUMBERS.len() + 1;
/// Steps of Newton's method; it converges in about eight.
const STEPS: usize = 50;
/// Added to the curvature of the weights: few cells must not make steep slopes.
const RIDGE: f64 = 1.0;
/// Added to that of the offset, so that cells that are all right have an answer.
const OFFSET_RIDGE: f64 = 1e-6;

/// A cell: its numbers, and whether it was right.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) numbers: [f64; NUMBERS.len()],
    pub(crate) right: bool,
}

/// The offset and the weights of the numbers.
pub(crate) struct Logistic([f64; SIDE]);

impl Logistic {
    /// The weights that explain the samples best.
    pub(crate) fn fit(samples: &[Sample]) -> Self {
        let mut fit = Self([0.0; SIDE]);
        for _ in 0..STEPS {
            let mut rows = [[0.0; SIDE + 1]; SIDE];
            for (at, row) in rows.iter_mut().enumerate() {
                let ridge = if at == 0 { OFFSET_RIDGE } else { RIDGE };
                (row[at], row[SIDE]) = (ridge, ridge * fit.0[at]);
            }
            for sample in samples {
                let (p, numbers) = (fit.chance(sample), with_one(sample));
                let miss = p - f64::from(sample.right);
                for (row, a) in rows.iter_mut().zip(numbers) {
                    row.iter_mut().zip(numbers).for_each(|(sum, b)| *sum += p * (1.0 - p) * a * b);
                    row[SIDE] += miss * a;
                }
            }
            let step = solved(rows);
            fit.0.iter_mut().zip(step).for_each(|(weight, step)| *weight -= step);
        }
        fit
    }

    pub(crate) fn offset(&self) -> f64 {
        self.0[0]
    }

    pub(crate) fn weights(&self) -> &[f64] {
        &self.0[1..]
    }

    /// The sample with the chance that this gives it for its confidence.
    pub(crate) fn observation(&self, sample: &Sample) -> Observation {
        Observation { confidence: self.chance(sample), right: sample.right }
    }

    fn chance(&self, sample: &Sample) -> f64 {
        let sum: f64 = self.0.iter().zip(with_one(sample)).map(|(weight, number)| weight * number).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

fn with_one(sample: &Sample) -> [f64; SIDE] {
    let mut all = [1.0; SIDE];
    all[1..].copy_from_slice(&sample.numbers);
    all
}

/// The solution of the equations `rows`, whose last column is the right side; the matrix is positive definite, so that
/// elimination needs no exchange of rows.
fn solved(mut rows: [[f64; SIDE + 1]; SIDE]) -> [f64; SIDE] {
    for pivot in 0..SIDE {
        let own = rows[pivot];
        for row in rows.iter_mut().skip(pivot + 1) {
            let share = row[pivot] / own[pivot];
            row.iter_mut().zip(own).for_each(|(value, own)| *value -= share * own);
        }
    }
    let mut solution = [0.0; SIDE];
    for at in (0..SIDE).rev() {
        let known: f64 = (at + 1..SIDE).map(|other| rows[at][other] * solution[other]).sum();
        solution[at] = (rows[at][SIDE] - known) / rows[at][at];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_made_the_samples_are_found() {
        let truth = Logistic([-1.0, 0.5, 0.0, 2.0, 0.0, -1.0]);
        let mut samples = vec![];
        for step in 0..600_u32 {
            let number = |by: u32| f64::from(step / by % 5) - 2.0;
            let numbers = [number(1), number(5), number(25), number(125), f64::from(step % 2)];
            let chance = truth.chance(&Sample { numbers, right: true });
            // As many right ones among a hundred as the chance says.
            let right = (chance * 100.0).round() as u32;
            samples.extend((0..100).map(|at| Sample { numbers, right: at < right }));
        }
        let fit = Logistic::fit(&samples);
        assert!(
            fit.0.iter().zip(truth.0).all(|(found, true_one)| (found - true_one).abs() < 0.03),
            "{:?}",
            fit.0
        );
    }
}
