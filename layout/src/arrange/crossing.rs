//! Lines that run over a gutter between columns of text.

use document::{Line, Rect};

use super::gutter::column_gutters;
use super::item::{Frame, Item};
use super::order::local_unit;
use super::piece::{Slope, pieces};

/// A gutter is beyond doubt from this height on, in letter heights.
const MIN_HEIGHT: f32 = 5.0;
/// A line that bounds a gutter above or below, and may run over it, is at most this far from it, in letter heights.
const REACH: f32 = 1.6;
/// A line that was read across has at least this much of itself on either side, in letter heights.
const MIN_PART: f32 = 2.0;
/// A line of the text is at most this much higher than the text around it; what is higher is a heading over columns.
const MAX_HEIGHT: f32 = 1.3;

/// A line and a gutter that it crosses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Crossing {
    /// The line by its index.
    pub(crate) line: usize,
    /// White on the lines above or below.
    pub(crate) strip: Rect,
    /// Height of the letters around.
    pub(crate) height: f32,
}

/// The lines of horizontal text that cross a gutter in the middle of it or right at its end.
pub(crate) fn crossings(lines: &[Line]) -> Vec<Crossing> {
    let pieces = pieces(lines, Slope::of(lines));
    let items: Vec<Item> = pieces.iter().enumerate().map(|(line, piece)| Item::line(line, piece)).collect();
    let Some(unit) = local_unit(&items).filter(|_| Frame::of(&items) == Frame::Horizontal) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for gutter in column_gutters(&items, unit).iter().filter(|g| g.strip.height() >= MIN_HEIGHT * unit) {
        let (strip, reach, part) = (gutter.strip, REACH * unit, MIN_PART * unit);
        let crosses = |item: &&Item| {
            (strip.top - reach..=strip.bottom + reach).contains(&item.middle())
                && item.rect.left < strip.left - part
                && item.rect.right > strip.right + part
                && item.height <= MAX_HEIGHT * unit
        };
        let lines = items.iter().filter(crosses).filter_map(|item| item.what.line());
        found.extend(lines.map(|line| Crossing { line, strip, height: unit }));
    }
    found
}
