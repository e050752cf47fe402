//! Where the network's boxes have its rows.

use super::Scene;
use crate::ink::median;
use crate::structure::{ModelCell, ModelTable};

/// The height of a page that a row of the network takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    /// Top of the highest box.
    pub(super) top: f32,
    /// Bottom of the lowest box.
    pub(super) bottom: f32,
    /// The middle of most boxes.
    pub(super) middle: f32,
}

/// One band per row, from the boxes of its one-row cells that have words; rows without are put evenly between their
/// neighbours. No band reaches over its neighbour's middle.
pub(super) fn bands(model: &ModelTable, scene: &Scene<'_>) -> Vec<Band> {
    let known: Vec<Option<Band>> = (0..model.rows).map(|row| seen(model, scene, row)).collect();
    let mut bands: Vec<Band> =
        (0..known.len()).map(|row| known[row].unwrap_or_else(|| between(&known, row, scene))).collect();
    for i in 1..bands.len() {
        let (above, below) = (bands[i - 1].middle, bands[i].middle);
        bands[i - 1].bottom = bands[i - 1].bottom.min(below).max(above);
        bands[i].top = bands[i].top.max(above).min(below);
    }
    bands
}

fn seen(model: &ModelTable, scene: &Scene<'_>, row: u32) -> Option<Band> {
    let inked = |c: &&ModelCell| scene.inks.iter().any(|ink| ink.bounds.share_in(&c.bounds) > 0.3);
    let own = |c: &&ModelCell| c.span.row == row && c.span.row_span == 1;
    let boxes: Vec<_> = model.cells.iter().filter(own).filter(inked).map(|c| c.bounds).collect();
    let middle = median(boxes.iter().map(|b| b.center().y).collect())?;
    let top = boxes.iter().map(|b| b.top).fold(middle, f32::min);
    let bottom = boxes.iter().map(|b| b.bottom).fold(middle, f32::max);
    Some(Band { top, bottom, middle })
}

fn between(known: &[Option<Band>], row: usize, scene: &Scene<'_>) -> Band {
    let place = |k: usize| known[k].map(|band| (k as f32, band.middle));
    let before = (0..row).rev().find_map(place).unwrap_or((-1.0, scene.bounds.top));
    let after = (row..known.len()).find_map(place).unwrap_or((known.len() as f32, scene.bounds.bottom));
    let share = (row as f32 - before.0) / (after.0 - before.0).max(1.0);
    let middle = before.1 + (after.1 - before.1) * share;
    Band { top: middle - scene.height / 2.0, bottom: middle + scene.height / 2.0, middle }
}
