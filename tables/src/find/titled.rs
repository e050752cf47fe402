//! Tables that were found as one although each has its title: below one another, or side by side under titles at one height.

use document::Rect;

use super::{TableArea, Words};
use crate::rows::TextRow;

/// A title stands no further above its table than this many letter heights.
const ABOVE: f32 = 2.0;
/// A title within an area stands further below its top than this many letter heights: above are the area's own.
const WITHIN: f32 = 1.5;
/// Titles at one height begin at least this many letter heights apart.
const APART: f32 = 6.0;
/// A table begins where its title does, or so many letter heights before.
const BEFORE: f32 = 0.3;
/// Fewest rows of a table.
const FEWEST_ROWS: usize = 2;

/// The areas, parted where titles say so.
pub(super) fn parted(words: &Words<'_>, areas: Vec<TableArea>) -> Vec<TableArea> {
    let titles: Vec<(f32, Vec<Rect>)> = words.text.iter().filter_map(|row| titles(words, row)).collect();
    if titles.is_empty() {
        return areas;
    }
    areas.into_iter().flat_map(|area| parts(words, &titles, area)).collect()
}

/// Bottom and places of the titles in a row of text.
fn titles(words: &Words<'_>, row: &TextRow) -> Option<(f32, Vec<Rect>)> {
    let titles: Vec<Rect> = row.phrases.iter().filter(|p| words.is_title(p)).map(|p| p.bounds).collect();
    let bottom = titles.iter().map(|t| t.bottom).reduce(f32::max)?;
    Some((bottom, titles))
}

fn parts(words: &Words<'_>, titles: &[(f32, Vec<Rect>)], area: TableArea) -> Vec<TableArea> {
    let (bounds, height) = (area.bounds, words.height);
    let over = |row: &(f32, Vec<Rect>)| -> Vec<Rect> {
        row.1.iter().filter(|t| t.overlap_x(&bounds) > 0.0).copied().collect()
    };
    // The bands between titles, each with the titles above it.
    let mut bands: Vec<(f32, f32, Vec<Rect>)> = vec![(bounds.top, bounds.bottom, vec![])];
    for row in titles {
        let (own, bottom) = (over(row), row.0);
        let Some(around) = Rect::around(own.iter().copied()) else { continue };
        let Some(band) = bands.last_mut() else { continue };
        if around.top > bounds.top + WITHIN * height && bottom < bounds.bottom {
            band.1 = around.top;
            bands.push((bottom, bounds.bottom, own));
        } else if bottom > bounds.top - ABOVE * height && bottom < bounds.bottom {
            band.2 = own;
        }
    }
    let pieces = bands.iter().flat_map(|band| columns(bounds, band, height));
    let pieces: Vec<Rect> = pieces.filter_map(|piece| filled(words, piece)).collect();
    if pieces.len() < 2 {
        return vec![area];
    }
    pieces.into_iter().map(|bounds| TableArea { bounds, ..area }).collect()
}

/// A band cut where its titles begin.
fn columns(bounds: Rect, (top, bottom, titles): &(f32, f32, Vec<Rect>), height: f32) -> Vec<Rect> {
    let mut starts: Vec<f32> = titles.iter().map(|t| t.left - BEFORE * height).collect();
    starts.dedup_by(|b, a| *b - *a < APART * height);
    let mut xs = vec![bounds.left];
    xs.extend(starts.into_iter().skip(1).filter(|x| *x > bounds.left && *x < bounds.right));
    xs.push(bounds.right);
    xs.windows(2).map(|x| Rect::new(x[0], *top, x[1], *bottom)).collect()
}

/// What of a piece has words, if they are rows of a table.
fn filled(words: &Words<'_>, piece: Rect) -> Option<Rect> {
    let inside = words.inside(piece);
    let around = Rect::around(inside.inks.iter().map(|ink| ink.bounds))?;
    (inside.full_rows() >= FEWEST_ROWS).then_some(around)
}
