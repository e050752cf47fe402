//! Rulings joined to the straight lines they are pieces of.

/// Rulings closer than this many letter heights are one line drawn double, or one line that slopes or is broken.
const SAME_LINE: f32 = 0.4;

/// One line across a table, with the stretches of it that have ink.
#[derive(Debug, Clone)]
pub(super) struct Stroke {
    /// Place across the line.
    pub(super) at: f32,
    /// Stretches along it.
    runs: Vec<(f32, f32)>,
}

impl Stroke {
    /// The share of `low..high` that has ink.
    pub(super) fn cover(&self, low: f32, high: f32) -> f32 {
        cover(self.runs.iter().copied(), (low, high))
    }

    /// The piece that passes `along`, from end to end.
    pub(super) fn piece_at(&self, along: f32) -> Option<(f32, f32)> {
        self.runs.iter().copied().find(|run| (run.0..=run.1).contains(&along))
    }

    /// From the first to the last ink.
    pub(super) fn reach(&self) -> (f32, f32) {
        self.runs.iter().fold((f32::MAX, f32::MIN), |m, r| (m.0.min(r.0), m.1.max(r.1)))
    }
}

/// The share of `low..high` that `runs` cover together.
pub(crate) fn cover(runs: impl Iterator<Item = (f32, f32)>, (low, high): (f32, f32)) -> f32 {
    let clipped = runs.map(|r| (r.0.max(low), r.1.min(high)));
    let mut runs: Vec<_> = clipped.filter(|r| r.0 < r.1).collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut reached) = (0.0, low);
    for (from, to) in runs {
        sum += (to - from.max(reached)).max(0.0);
        reached = reached.max(to);
    }
    if high > low { sum / (high - low) } else { 0.0 }
}

/// Lines from pieces (place across, start, end) that lie on one another, in order.
pub(super) fn strokes(mut pieces: Vec<(f32, f32, f32)>, height: f32) -> Vec<Stroke> {
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Each line with the sum of its pieces' places and lengths.
    let mut lines: Vec<(Stroke, f32, f32)> = vec![];
    for (at, from, to) in pieces {
        let weight = (to - from).max(1.0);
        match lines.last_mut() {
            Some((line, sum, total)) if at - line.at <= SAME_LINE * height => {
                (*sum, *total) = (*sum + at * weight, *total + weight);
                line.at = *sum / *total;
                line.runs.push((from, to));
            }
            _ => lines.push((Stroke { at, runs: vec![(from, to)] }, at * weight, weight)),
        }
    }
    lines.into_iter().map(|(line, ..)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_on_one_line_are_joined() {
        let lines = strokes(vec![(10.0, 0.0, 40.0), (12.0, 60.0, 100.0), (50.0, 0.0, 100.0)], 20.0);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].at, 11.0);
        assert!((lines[0].cover(0.0, 100.0) - 0.8).abs() < 1e-6);
        assert_eq!(lines[0].reach(), (0.0, 100.0));
    }

    #[test]
    fn overlapping_pieces_count_once() {
        let line = &strokes(vec![(10.0, 0.0, 60.0), (10.0, 40.0, 80.0)], 20.0)[0];
        assert!((line.cover(0.0, 100.0) - 0.8).abs() < 1e-6);
    }
}
