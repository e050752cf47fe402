//! Thick bars and the edges of shaded bands.

use image::GrayImage;

use super::contrast::{thin_marks, threshold};
use super::merge::{Gaps, merge};
use super::segment::Segment;
use super::stroke::segments_of;
use crate::component::{Run, runs_of};
use crate::filter::brightest;

/// The picture is pooled so that a letter is this many pixels tall: its strokes vanish, areas stay.
const POOLED_LETTER: f32 = 5.0;
/// Bars are lower than this, in letters; what is higher is a band with two edges.
const THICKEST_BAR: f32 = 1.6;
/// Bars and edges are at least so long, in letters.
const SHORTEST: f32 = 5.0;
/// Two shades differ by at least this much of 255: the palest bands in office tables differ by 10.
const FAINTEST_STEP: i16 = 6;
/// Steps over how many pooled rows: an edge may cut through a block.
const STEP_ROWS: usize = 2;
/// Steps that differ by less are the same: an edge within a block shows on two rows, and both are kept.
const GRAIN: i16 = 4;
/// A step is an edge where, at this share of the places, it is like the typical step.
const EVEN: f32 = 0.8;
const PLACES: usize = 40;
/// What lies closer than this, in letters, to a line that is known already is its side.
const NEAR_KNOWN: f64 = 0.6;

/// Bars thicker than lines and edges of bands, where `known` has no line; left to right.
pub(super) fn bars_and_edges(picture: &GrayImage, letter: f32, known: &[Segment]) -> Vec<Segment> {
    let factor = ((letter / POOLED_LETTER).round() as usize).max(2);
    let pooled = brightest(picture, factor);
    let shortest = f64::from(SHORTEST * letter);
    let enlarge = |segments: Vec<Segment>| segments.into_iter().map(move |s| s.enlarged(factor as f64));
    let mut found: Vec<Segment> = Vec::new();
    let add = |segment: Segment, found: &mut Vec<Segment>| {
        let near = NEAR_KNOWN * f64::from(letter);
        if !known.iter().chain(&*found).any(|line| covers(line, &segment, near)) {
            found.push(segment);
        }
    };
    let span = (THICKEST_BAR * letter / factor as f32).ceil() as usize;
    let thinnest = factor as f64 * 2.0;
    let bars = enlarge(bars(&pooled, span, shortest / factor as f64));
    bars.filter(|bar| bar.thickness() >= thinnest).for_each(|bar| add(bar, &mut found));
    for is_darker_below in [true, false] {
        let pieces = enlarge(edges(&pooled, is_darker_below, shortest / factor as f64)).collect();
        for edge in merge(picture, pieces, Gaps::of_edges(letter)) {
            let edge = edge.settled(picture, is_darker_below, 2 * factor as i32);
            if is_even(picture, &edge, factor as f64) {
                add(edge, &mut found);
            }
        }
    }
    found
}

/// Whether `line` runs along most of `other`, no farther than `near` from it or its own thickness.
fn covers(line: &Segment, other: &Segment, near: f64) -> bool {
    let (from, to) = (line.from.max(other.from), line.to.min(other.to));
    let middle = f64::midpoint(from, to);
    to - from > other.length() / 2.0
        && (line.at(middle) - other.at(middle)).abs() <= near + line.thickness().max(other.thickness()) / 2.0
}

fn bars(pooled: &GrayImage, span: usize, shortest: f64) -> Vec<Segment> {
    let marks = thin_marks(pooled, span);
    let least = threshold(&marks).max(FAINTEST_STEP as u8);
    let rows = marks.as_raw().chunks_exact(marks.width().max(1) as usize).zip(0..);
    let runs = rows.flat_map(|(row, number)| runs_of(row, number, 1, move |v| *v >= least));
    let runs: Vec<Run> = runs.filter(|run| f64::from(run.length()) >= shortest / 2.0).collect();
    segments_of(&runs, 1, shortest)
}

/// Edges where the picture gets darker downwards, or lighter.
fn edges(pooled: &GrayImage, is_darker_below: bool, shortest: f64) -> Vec<Segment> {
    let width = pooled.width().max(1) as usize;
    let rows: Vec<&[u8]> = pooled.as_raw().chunks_exact(width).collect();
    let sign = if is_darker_below { 1 } else { -1 };
    let steps: Vec<Vec<i16>> = rows
        .windows(STEP_ROWS + 1)
        .map(|rows| {
            let pairs = rows[0].iter().zip(rows[STEP_ROWS]);
            pairs.map(|(above, below)| sign * (i16::from(*above) - i16::from(*below))).collect()
        })
        .collect();
    let mut runs = Vec::new();
    for (number, row) in steps.iter().enumerate() {
        let beside = |row: usize, x: usize| steps.get(row).map_or(0, |row| row[x]);
        let peaks: Vec<bool> = row
            .iter()
            .enumerate()
            .map(|(x, &step)| {
                step >= FAINTEST_STEP
                    && step + GRAIN >= beside(number.wrapping_sub(1), x)
                    && step + GRAIN >= beside(number + 1, x)
            })
            .collect();
        // The step of rows n and n + 2 lies on row n + 1.
        runs.extend(runs_of(&peaks, number as u32 + 1, 1, |peak| *peak));
    }
    let runs: Vec<Run> = runs.into_iter().filter(|run| f64::from(run.length()) >= shortest / 4.0).collect();
    let mut found = segments_of(&runs, 2, shortest);
    found.iter_mut().for_each(|segment| segment.is_edge = true);
    found
}

/// The mean of two rows on either side of a line at (`x`, `y`), `away` from it.
fn sides(picture: &GrayImage, x: f64, y: f64, away: f64) -> Option<(f32, f32)> {
    let value = |y: f64| {
        let inside = x >= 0.0 && y >= 0.0;
        let pixel = inside.then(|| picture.get_pixel_checked(x as u32, y as u32))??;
        Some(f32::from(pixel.0[0]))
    };
    let above = f32::midpoint(value(y - away - 0.5)?, value(y - away - 1.5)?);
    let below = f32::midpoint(value(y + away + 0.5)?, value(y + away + 1.5)?);
    Some((above, below))
}

impl Segment {
    /// The edge moved, by no more than `most` pixels, to where the step in `picture` is sharpest.
    fn settled(self, picture: &GrayImage, is_darker_below: bool, most: i32) -> Self {
        let sign = if is_darker_below { 1.0 } else { -1.0 };
        let step = |shift: i32| {
            let places = places(&self);
            let steps = places.filter_map(|x| sides(picture, x, self.at(x) + f64::from(shift), 0.0));
            steps.map(|(above, below)| sign * (above - below)).sum::<f32>()
        };
        let best = (-most..=most).max_by(|&a, &b| step(a).total_cmp(&step(b)));
        self.moved(f64::from(best.unwrap_or(0)))
    }
}

fn places(segment: &Segment) -> impl Iterator<Item = f64> {
    let (from, length) = (segment.from, segment.length());
    (0..PLACES).map(move |i| from + length * (i as f64 + 0.5) / PLACES as f64)
}

/// Whether the step is much the same all along, as printed bands have it and photographs do not.
fn is_even(picture: &GrayImage, edge: &Segment, away: f64) -> bool {
    let steps = places(edge).filter_map(|x| sides(picture, x, edge.at(x), away));
    let mut steps: Vec<f32> = steps.map(|(above, below)| above - below).collect();
    steps.sort_by(f32::total_cmp);
    let Some(&typical) = steps.get(steps.len() / 2) else {
        return false;
    };
    let tolerance = typical.abs() / 2.0;
    let like = steps.iter().filter(|step| (**step - typical).abs() <= tolerance).count();
    typical.abs() >= f32::from(FAINTEST_STEP) && like as f32 >= EVEN * PLACES as f32
}
