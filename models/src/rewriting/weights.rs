//! Weights in 8 bits.

/// The largest of the whole numbers that stand for weights; the range is symmetric, so that zero stays zero.
const LARGEST: f32 = 127.0;

/// Weights as whole numbers and what these are multiplied by.
pub(super) struct Quantised {
    /// Inputs x outputs.
    pub(super) values: Vec<i8>,
    /// One per output.
    pub(super) scales: Vec<f32>,
}

/// Quantises weights, outputs x `inner` inputs, with one scale per output. None is off by more than half its scale.
pub(super) fn quantise(weights: &[f32], inner: usize) -> Quantised {
    let rows: Vec<&[f32]> = weights.chunks(inner).collect();
    let scales: Vec<f32> = rows.iter().map(|row| scale(row)).collect();
    let mut values = vec![0_i8; weights.len()];
    for (output, (row, scale)) in rows.iter().zip(&scales).enumerate() {
        for (input, weight) in row.iter().enumerate() {
            values[input * rows.len() + output] = whole(weight / scale);
        }
    }
    Quantised { values, scales }
}

/// What the largest weight is of the largest number; 1 where all are zero.
fn scale(row: &[f32]) -> f32 {
    let largest = row.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    if largest > 0.0 { largest / LARGEST } else { 1.0 }
}

#[expect(clippy::cast_possible_truncation, reason = "held within the range")]
fn whole(value: f32) -> i8 {
    value.round().clamp(-LARGEST, LARGEST) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_off_by_half_a_scale_at_most_and_turned() {
        let weights = [0.5, -1.0, 0.25, 0.0, 0.0, 0.0, 3.0e-6, 1.0e-6, -2.0e-6, 7.0, 6.9, -0.01];
        let quantised = quantise(&weights, 3);
        assert_eq!(quantised.scales.len(), 4);
        assert_eq!(quantised.scales[1], 1.0);
        for (output, row) in weights.chunks(3).enumerate() {
            for (input, weight) in row.iter().enumerate() {
                let value = f32::from(quantised.values[input * 4 + output]) * quantised.scales[output];
                assert!(
                    (value - weight).abs() <= quantised.scales[output] * 0.501,
                    "{weight} became {value}"
                );
            }
        }
        assert_eq!(quantised.values[4], -127);
    }
}
