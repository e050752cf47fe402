//! Shades behind rows tell where rows end, not where the table does: behind every other one there is none.

use document::Rect;
use imaging::{Ruling, Rulings};

use super::{SAME_TABLE, TableArea, Words};

/// An edge is a drawn line's where one runs this near to it, in letter heights, over this share of it.
const AT_EDGE: f32 = 0.6;
const DRAWN: f32 = 0.5;
/// Words above and below shades belong to them where they reach no further than this many letter heights.
const REACH: f32 = 4.0;

/// Grows the areas that edges of shades bound above and below to `found`, if aligned words alone make it, where the two are one table.
pub(super) fn unbound(words: &Words<'_>, rulings: &Rulings, areas: &mut [TableArea], found: &TableArea) {
    if found.borne_out {
        return;
    }
    let words_area = found.bounds;
    let is_drawn = |bounds: &Rect, y: f32| {
        let near =
            |r: &&Ruling| r.thickness > 0.0 && (r.bounds().center().y - y).abs() < AT_EDGE * words.height;
        let lines = rulings.horizontal.iter().filter(near).map(|r| r.bounds().overlap_x(bounds));
        lines.fold(0.0, f32::max) >= DRAWN * bounds.width()
    };
    for area in areas.iter_mut().filter(|area| area.borne_out && !area.is_lattice()) {
        let bounds = area.bounds;
        let shaded = !is_drawn(&bounds, bounds.top) && !is_drawn(&bounds, bounds.bottom);
        let near = bounds.top - words_area.top < REACH * words.height
            && words_area.bottom - bounds.bottom < REACH * words.height;
        let same = bounds.overlap(&words_area) >= SAME_TABLE * words_area.area();
        if shaded && near && same {
            area.bounds = bounds.union(&words_area);
        }
    }
}
