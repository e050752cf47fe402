//! Lines that are thinner than letters are tall.

use image::GrayImage;

use super::contrast::{thin_marks, threshold};
use super::merge::{Gaps, merge};
use super::segment::Segment;
use crate::component::{Run, connect, runs_of};

/// A line is thinner than this share of a letter; what is thicker is a bar.
const THICKEST: f32 = 0.6;
/// Gaps inside a run, as a share of a letter: flakes in the ink.
const FLAKE: f32 = 0.12;
/// A run is at least this long, as a share of a letter, and no longer than a one-pixel line that rises by 3 degrees
/// stays in a row (19 pixels).
const SHORTEST_RUN: f32 = 0.5;
const LONGEST_SHORTEST_RUN: f32 = 14.0;
/// Shorter segments, in letters, are not worth merging: most are parts of letters.
const SHORTEST_SEGMENT: f32 = 1.0;
/// Steeper ones (about 5 degrees) are parts of letters and drawings.
const STEEPEST: f64 = 0.09;
/// A line is at least this many times longer than thick.
const SLIMMEST: f64 = 4.0;

/// The dark lines of `picture` that are nearly horizontal, and much that is not a line; left to right.
pub(super) fn dark(picture: &GrayImage, letter: f32) -> Vec<Segment> {
    let span = ((letter * THICKEST) as usize).max(4);
    let marks = thin_marks(picture, span);
    let least = threshold(&marks);
    let flake = ((letter * FLAKE) as usize).max(1);
    let shortest = (letter * SHORTEST_RUN).min(LONGEST_SHORTEST_RUN) as u32;
    let width = marks.width().max(1) as usize;
    let rows = marks.as_raw().chunks_exact(width).zip(0..);
    let runs: Vec<Run> = rows
        .flat_map(|(row, number)| runs_of(row, number, flake, move |v| *v >= least))
        .filter(|run| run.length() >= shortest)
        .collect();
    let segments = segments_of(&runs, 1 + flake as u32, f64::from(letter * SHORTEST_SEGMENT));
    merge(picture, segments, Gaps::of_letter(letter))
}

/// The straight pieces, at least `shortest` long, of what `runs` are connected to; left to right.
pub(super) fn segments_of(runs: &[Run], reach: u32, shortest: f64) -> Vec<Segment> {
    let names = connect(runs, reach);
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|&i| names[i]);
    let mut segments = Vec::new();
    for group in order.chunk_by(|&i, &j| names[i] == names[j]) {
        let mut part: Vec<Run> = group.iter().map(|&i| runs[i]).collect();
        straight_pieces(&mut part, shortest, &mut segments);
    }
    segments.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.at(a.from).total_cmp(&b.at(b.from))));
    segments
}

/// Adds the component of `runs` to `segments`, cut in halves until the pieces are straight.
fn straight_pieces(runs: &mut [Run], shortest: f64, segments: &mut Vec<Segment>) {
    let whole = Segment::of(runs);
    if whole.length() < shortest {
        return;
    }
    if whole.is_straight() {
        let is_line = whole.slope().abs() <= STEEPEST && whole.length() >= SLIMMEST * whole.thickness();
        segments.extend(is_line.then_some(whole));
        return;
    }
    let middle = f64::midpoint(whole.from, whole.to) as u32;
    let left = runs.iter().map(|run| Run { to: run.to.min(middle), ..*run });
    let right = runs.iter().map(|run| Run { from: run.from.max(middle), ..*run });
    let mut left: Vec<Run> = left.filter(|run| run.from < run.to).collect();
    let mut right: Vec<Run> = right.filter(|run| run.from < run.to).collect();
    straight_pieces(&mut left, shortest, segments);
    straight_pieces(&mut right, shortest, segments);
}
