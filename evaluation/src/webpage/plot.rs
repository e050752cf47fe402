//! Plots as SVG, drawn in the colours of the page's style.

use crate::calibration::{Bin, Reliability};
use crate::markup::escape;
use crate::report::Score;

/// Width of a score's bar in pixels.
const BAR: f64 = 150.0;
/// Size of the distribution plots in pixels.
const WIDE: (f64, f64) = (360.0, 90.0);
/// Side of the reliability curve in pixels.
const SQUARE: f64 = 200.0;
/// Bins of a histogram.
const BINS: usize = 20;
/// Samples drawn one by one; of more, this many evenly spaced ones are drawn.
const MOST_BARS: usize = 360;
/// Where axes of losses may end.
const ENDS: [f64; 5] = [0.05, 0.1, 0.2, 0.5, 1.0];
/// From these scores on a bar is green, and yellow.
const GOOD: (f64, f64) = (0.9, 0.7);

fn svg(width: f64, height: f64, label: &str, inside: &str) -> String {
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\
         {inside}</svg>",
        escape(label)
    )
}

fn rect(class: &str, (x, y): (f64, f64), (width, height): (f64, f64), title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) };
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\">{title}</rect>"
    )
}

fn line((x0, y0): (f64, f64), (x1, y1): (f64, f64), class: &str) -> String {
    format!("<line class=\"{class}\" x1=\"{x0:.1}\" y1=\"{y0:.1}\" x2=\"{x1:.1}\" y2=\"{y1:.1}\"/>")
}

fn text((x, y): (f64, f64), anchor: &str, words: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>", escape(words))
}

fn grade(goodness: f64) -> &'static str {
    match goodness {
        g if g >= GOOD.0 => "fill-good",
        g if g >= GOOD.1 => "fill-fair",
        _ => "fill-bad",
    }
}

/// A score from 0 to 1 as a bar with its interval as a whisker.
pub(super) fn bar(score: &Score, higher_is_better: bool) -> String {
    let value = score.value.clamp(0.0, 1.0);
    let class = grade(if higher_is_better { value } else { 1.0 - value });
    let mut inside =
        rect("track", (0.0, 3.0), (BAR, 10.0), "") + &rect(class, (0.0, 3.0), (value * BAR, 10.0), "");
    if let Some(interval) = score.interval {
        let (low, high) = (interval.low.clamp(0.0, 1.0) * BAR, interval.high.clamp(0.0, 1.0) * BAR);
        inside += &line((low, 8.0), (high, 8.0), "whisker");
        inside += &line((low, 4.0), (low, 12.0), "whisker");
        inside += &line((high, 4.0), (high, 12.0), "whisker");
    }
    svg(BAR, 16.0, &format!("{value:.3}"), &inside)
}

/// How many samples lose how much: losses from 0 to 1 in even bins.
pub(super) fn histogram(losses: &[(f64, String)]) -> String {
    let top = top(losses);
    let mut counts = [0_usize; BINS];
    for (loss, _) in losses {
        counts[((loss / top * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let (width, height) = (WIDE.0 / BINS as f64, WIDE.1 - 32.0);
    let bar = |(bin, count): (usize, &usize)| {
        let tall = *count as f64 / most * height;
        let (from, to) = (bin as f64 / BINS as f64 * top, (bin + 1) as f64 / BINS as f64 * top);
        let class = grade(1.0 - from);
        let title = format!("{from:.3} – {to:.3}: {count}");
        rect(class, (bin as f64 * width + 1.0, 14.0 + height - tall), (width - 2.0, tall), &title)
    };
    let bars: String = counts.iter().enumerate().map(bar).collect();
    let foot = 14.0 + height;
    let axis = line((0.0, foot), (WIDE.0, foot), "axis")
        + &text((0.0, foot + 14.0), "start", "0")
        + &text((WIDE.0, foot + 14.0), "end", &top.to_string())
        + &text((0.0, 10.0), "start", &format!("{most:.0}"));
    svg(WIDE.0, WIDE.1, "histogram of losses", &(bars + &axis))
}

/// The end of an axis of losses: small losses need a fine one.
fn top(losses: &[(f64, String)]) -> f64 {
    let most = losses.iter().map(|(loss, _)| *loss).fold(0.0, f64::max);
    ENDS.into_iter().find(|end| most <= *end).unwrap_or(1.0)
}

/// Every sample's loss, from the worst on; losses come sorted.
pub(super) fn worst_first(losses: &[(f64, String)]) -> String {
    let step = losses.len().div_ceil(MOST_BARS).max(1);
    let shown: Vec<&(f64, String)> = losses.iter().step_by(step).collect();
    let width = WIDE.0 / shown.len().max(1) as f64;
    let height = WIDE.1 - 32.0;
    let top = top(losses);
    let foot = 14.0 + height;
    let bar = |(place, (loss, id)): (usize, &&(f64, String))| {
        let tall = (loss / top * height).max(1.0);
        let title = format!("{id}: {loss:.3}");
        rect(grade(1.0 - loss), (place as f64 * width, foot - tall), ((width - 0.5).max(0.5), tall), &title)
    };
    let bars: String = shown.iter().enumerate().map(bar).collect();
    let axis = line((0.0, foot), (WIDE.0, foot), "axis")
        + &text((0.0, 10.0), "start", &top.to_string())
        + &text((0.0, foot + 14.0), "start", "worst")
        + &text((WIDE.0, foot + 14.0), "end", "best");
    svg(WIDE.0, WIDE.1, "losses, the worst first", &(bars + &axis))
}

/// How often readings are right, by how sure they were; a calibrated reader stands on the diagonal. The wider a bar, the
/// more readings.
pub(super) fn reliability(curve: &Reliability) -> String {
    let count = curve.bins.len().max(1) as f64;
    let most = curve.bins.iter().map(|bin| bin.count).fold(1.0, f64::max);
    let (left, side) = (24.0, SQUARE - 24.0);
    let bar = |(place, bin): (usize, &Bin)| {
        if bin.count <= 0.0 {
            return String::new();
        }
        let (right, sure) = (bin.right / bin.count, bin.confidence / bin.count);
        let width = (side / count) * (0.2 + 0.75 * (bin.count / most).sqrt());
        let middle = left + (place as f64 + 0.5) * side / count;
        let title = format!("confidence {sure:.3}, right {right:.3}, {} readings", bin.count);
        rect("fill-plain", (middle - width / 2.0, side * (1.0 - right)), (width, side * right), &title)
    };
    let bars: String = curve.bins.iter().enumerate().map(bar).collect();
    let frame = line((left, 0.0), (left, side), "axis")
        + &line((left, side), (SQUARE, side), "axis")
        + &line((left, side), (SQUARE, 0.0), "diagonal")
        + &text((left, side + 14.0), "start", "0")
        + &text((SQUARE, side + 14.0), "end", "sure 1")
        + &text((left - 4.0, 10.0), "end", "1")
        + &text((left + 6.0, 12.0), "start", &format!("ECE {:.3}", curve.expected_error().unwrap_or(0.0)));
    svg(SQUARE, SQUARE, "reliability curve", &(bars + &frame))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Interval;

    #[test]
    fn bars_are_as_long_as_scores() {
        let interval = Some(Interval { low: 0.4, high: 0.6 });
        let score = Score { value: 0.5, interval, precision: None, recall: None, samples: 1 };
        let plot = bar(&score, true);
        assert!(plot.contains("class=\"fill-bad\" x=\"0.0\" y=\"3.0\" width=\"75.0\""), "{plot}");
        assert!(plot.contains("x1=\"60.0\" y1=\"8.0\" x2=\"90.0\""), "{plot}");
    }

    #[test]
    fn nothing_can_be_plotted() {
        for plot in [histogram(&[]), worst_first(&[]), reliability(&Reliability::default())] {
            assert!(plot.starts_with("<svg") && !plot.contains("NaN") && !plot.contains("inf"), "{plot}");
        }
    }

    #[test]
    fn many_samples_are_thinned() {
        let losses: Vec<(f64, String)> =
            (0..5000).map(|i| (1.0 - (f64::from(i) + 0.5) / 5000.0, format!("s{i}"))).collect();
        assert!(worst_first(&losses).matches("<rect").count() <= MOST_BARS);
        assert!(histogram(&losses).contains("0.000 – 0.050: 250"));
    }
}
