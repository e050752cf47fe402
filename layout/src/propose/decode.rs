//! PicoDet's outputs to boxes: generalised focal loss's distributions, then non-maximum suppression. After
//! PaddleDetection's `PicoDetPostProcess`; unlike it, boxes of the same place compete within a class only by overlap, and
//! all pyramid levels are cut at one number of candidates.

use document::{Confidence, Rect, RegionClass, RegionProposal};
use ndarray::{ArrayView1, ArrayView2, ArrayViewD, Axis, Ix3};

use crate::Error;

/// Pixels of the input per place of each pyramid level.
const STRIDES: [u32; 4] = [8, 16, 32, 64];
/// Scores below say nothing: at 0.3 to 0.4 a proposal is wrong more often than right on reports and forms.
const MIN_SCORE: f32 = 0.4;
/// Of two boxes of one class that overlap more than this (intersection over union) the surer stays; PaddleDetection's.
const MAX_IOU: f32 = 0.5;
/// No page has more regions that the network can see; bounds the work on noise.
const MAX_CANDIDATES: usize = 1000;

/// Size of the network's input in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InputSize {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// One place's best guess, in input pixels.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    class: usize,
    score: f32,
    bounds: Rect,
}

/// The regions in `outputs`: score maps [1, N, C], then as many distance maps [1, N, 4 * B], mapped to `page`.
pub(crate) fn decode(
    outputs: &[ArrayViewD<'_, f32>],
    input: InputSize,
    classes: &[RegionClass],
    page: &Rect,
) -> Result<Vec<RegionProposal>, Error> {
    if outputs.len() != 2 * STRIDES.len() {
        let message = format!("layout network has {} outputs, expected {}", outputs.len(), 2 * STRIDES.len());
        return Err(Error::model(message));
    }
    let (scores, distances) = outputs.split_at(STRIDES.len());
    let mut found = Vec::new();
    for ((scores, distances), stride) in scores.iter().zip(distances).zip(STRIDES) {
        let places = input.width.div_ceil(stride) as usize * input.height.div_ceil(stride) as usize;
        let scores = map_of(scores, places)?;
        let distances = map_of(distances, places)?;
        if scores.ncols() != classes.len() || distances.ncols() == 0 || distances.ncols() % 4 != 0 {
            let found = (scores.ncols(), distances.ncols());
            let message = format!(
                "layout network gives {found:?} numbers a place, expected ({}, 4 * B)",
                classes.len()
            );
            return Err(Error::model(message));
        }
        collect(&scores, &distances, input, stride, &mut found);
    }
    Ok(suppress(found).into_iter().filter_map(|c| to_page(&c, input, classes, page)).collect())
}

/// A map [N, C] in an output [1, N, C] of as many places as the level has.
fn map_of<'a>(output: &'a ArrayViewD<'_, f32>, places: usize) -> Result<ArrayView2<'a, f32>, Error> {
    let wrong = || {
        let found = output.shape();
        Error::model(format!("layout network gave {found:?}, expected a map [1, {places}, C]"))
    };
    let map = output.view().into_dimensionality::<Ix3>().map_err(|_| wrong())?;
    if map.shape()[..2] != [1, places] {
        return Err(wrong());
    }
    Ok(map.index_axis_move(Axis(0), 0))
}

/// Adds every class of every place of one level whose score is high enough.
fn collect(
    scores: &ArrayView2<'_, f32>,
    distances: &ArrayView2<'_, f32>,
    input: InputSize,
    stride: u32,
    found: &mut Vec<Candidate>,
) {
    let columns = input.width.div_ceil(stride) as usize;
    for (place, (scores, distances)) in scores.rows().into_iter().zip(distances.rows()).enumerate() {
        let sure = scores.iter().enumerate().filter(|(_, score)| **score >= MIN_SCORE && **score <= 1.0);
        for (class, &score) in sure {
            let center = |index: usize| (index as f32 + 0.5) * stride as f32;
            let (x, y) = (center(place % columns), center(place / columns));
            let [left, top, right, bottom] = sides(&distances).map(|bins| bins * stride as f32);
            let bounds = Rect::new(x - left, y - top, x + right, y + bottom);
            if [bounds.left, bounds.top, bounds.right, bounds.bottom].iter().all(|v| v.is_finite()) {
                found.push(Candidate { class, score, bounds });
            }
        }
    }
}

/// Distances from a place to the four sides, in strides: for each side the mean of a distribution over bins 0, 1, 2 ...
/// given by its logits.
fn sides(logits: &ArrayView1<'_, f32>) -> [f32; 4] {
    let bins = logits.len() / 4;
    std::array::from_fn(|side| {
        let logits = || logits.iter().skip(side * bins).take(bins);
        let top = logits().copied().fold(f32::NEG_INFINITY, f32::max);
        let (mut sum, mut mean) = (0.0, 0.0);
        for (bin, logit) in logits().enumerate() {
            let weight = (logit - top).exp();
            sum += weight;
            mean += weight * bin as f32;
        }
        mean / sum
    })
}

/// The surest first; of those of one class that overlap only the surest.
fn suppress(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(MAX_CANDIDATES);
    let mut kept: Vec<Candidate> = Vec::new();
    for next in found {
        let beaten = |one: &Candidate| one.class == next.class && one.bounds.iou(&next.bounds) > MAX_IOU;
        if !kept.iter().any(beaten) {
            kept.push(next);
        }
    }
    kept
}

/// A candidate in pixels of the page, cut to it; nothing for one outside.
fn to_page(
    candidate: &Candidate,
    input: InputSize,
    classes: &[RegionClass],
    page: &Rect,
) -> Option<RegionProposal> {
    let (sx, sy) = (page.width() / input.width as f32, page.height() / input.height as f32);
    let b = candidate.bounds;
    let scaled = Rect::new(
        page.left + b.left * sx,
        page.top + b.top * sy,
        page.left + b.right * sx,
        page.top + b.bottom * sy,
    );
    let bounds = scaled.intersection(page).filter(|r| r.area() > 0.0)?;
    let class = *classes.get(candidate.class)?;
    Some(RegionProposal { class, bounds, confidence: Confidence::clamped(candidate.score) })
}
