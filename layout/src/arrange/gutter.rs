//! White strips between columns.

use document::Rect;

use super::item::Item;
use super::side::Side;

/// A gutter is at least this wide, in letter heights. Dense newspapers leave half a letter, and the boxes of lines are
/// a little larger than the ink; lines are whole, so that no space within a line can be mistaken for a gutter.
const MIN_WIDTH: f32 = 0.35;
/// Boxes may reach this far into a gutter, in letter heights.
const SLACK: f32 = 0.15;
/// A gutter is at least this high, in letter heights.
const MIN_HEIGHT: f32 = 2.0;
/// A line that was read across a gutter pierces it, if the gutter goes on for this many letter heights above and below.
const MIN_PIERCED: f32 = 5.0;
/// Such a line keeps the distance of the lines around it: it leaves at most this much white, in its own heights.
const MAX_PIERCING_GAP: f32 = 0.8;
/// Such a line is of the size of the text around it, up to this factor.
const MAX_PIERCING_HEIGHT: f32 = 1.3;

/// A white strip that parts columns of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gutter {
    pub(crate) strip: Rect,
    /// The lines that cross it all the same, by index of the item.
    pub(crate) pierced_by: Vec<usize>,
}

/// The gutters between `items` that part columns of text, the highest first.
pub(crate) fn column_gutters(items: &[Item], unit: f32) -> Vec<Gutter> {
    let mut found: Vec<Gutter> = Vec::new();
    for gutter in white_strips(items, unit) {
        let same = |one: &Gutter| {
            one.strip.overlap_x(&gutter.strip) > 0.0
                && one.strip.overlap_y(&gutter.strip) >= gutter.strip.height() - unit
        };
        if !found.iter().any(same) && parts_columns(items, &gutter, unit) {
            found.push(gutter);
        }
    }
    found
}

/// White strips of the least width that reach as far up and down as they can, the highest first.
fn white_strips(items: &[Item], unit: f32) -> Vec<Gutter> {
    let Some(all) = Rect::around(items.iter().map(|item| item.rect)) else { return Vec::new() };
    let (width, slack) = (MIN_WIDTH * unit, SLACK * unit);
    let mut edges: Vec<f32> = items.iter().map(|item| item.rect.right).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|next, kept| *next - *kept < slack);
    let mut strips = Vec::new();
    for left in edges.into_iter().filter(|left| left + width < all.right) {
        let column = Rect::new(left, all.top, left + width, all.bottom);
        strips.extend(pierced(items, free(items, &column, unit), unit));
    }
    strips.sort_by(|a, b| {
        b.strip.height().total_cmp(&a.strip.height()).then(a.strip.left.total_cmp(&b.strip.left))
    });
    strips
}

/// The parts of `column` that nothing covers, from the top, each with the items that end it.
fn free(items: &[Item], column: &Rect, unit: f32) -> Vec<(Rect, Vec<usize>)> {
    let slack = SLACK * unit;
    let blocks = |item: &Item| item.rect.right > column.left + slack && item.rect.left < column.right - slack;
    let mut blockers: Vec<usize> = (0..items.len()).filter(|i| items.get(*i).is_some_and(blocks)).collect();
    let core = |index: usize| items.get(index).map_or((column.bottom, column.bottom), Item::core);
    blockers.sort_by(|a, b| core(*a).0.total_cmp(&core(*b).0));
    let (mut parts, mut below, mut top) = (Vec::new(), Vec::new(), column.top);
    for index in blockers {
        let (start, end) = core(index);
        if start - top >= MIN_HEIGHT * unit {
            parts.push((Rect::new(column.left, top, column.right, start), std::mem::take(&mut below)));
        }
        below.push(index);
        top = top.max(end);
    }
    if column.bottom - top >= MIN_HEIGHT * unit {
        parts.push((Rect::new(column.left, top, column.right, column.bottom), below));
    }
    parts
}

/// The strips as gutters; where but one line of text stands between two long ones, they are one that is pierced.
fn pierced(items: &[Item], strips: Vec<(Rect, Vec<usize>)>, unit: f32) -> Vec<Gutter> {
    let mut found: Vec<Gutter> = Vec::new();
    for (strip, above) in strips {
        let long = |strip: &Rect| strip.height() >= MIN_PIERCED * unit;
        let joint = found.last_mut().filter(|last| long(&last.strip) && long(&strip));
        match (joint, above.as_slice()) {
            (Some(last), [index]) if items.get(*index).is_some_and(|item| is_piercing(items, item)) => {
                last.strip = last.strip.union(&strip);
                last.pierced_by.push(*index);
            }
            _ => found.push(Gutter { strip, pierced_by: Vec::new() }),
        }
    }
    found
}

/// Whether `line` stands in the text as any other: the lines next above and below it are close and of its size.
fn is_piercing(items: &[Item], line: &Item) -> bool {
    let close = |other: &&Item| {
        let apart = (other.rect.top - line.rect.bottom).max(line.rect.top - other.rect.bottom);
        let (low, high) = (other.height.min(line.height), other.height.max(line.height));
        other.rect.overlap_x(&line.rect) > 0.0
            && apart < MAX_PIERCING_GAP * line.height
            && high <= MAX_PIERCING_HEIGHT * low
            && (other.rect.left - line.rect.left).abs() < line.height
    };
    let above = |other: &&Item| other.middle() < line.core().0;
    let below = |other: &&Item| other.middle() > line.core().1;
    items.iter().filter(close).any(|other| above(&other))
        && items.iter().filter(close).any(|other| below(&other))
}

/// Whether what stands on both sides of the gutter is columns (read one after the other), not the items of rows.
pub(crate) fn parts_columns(items: &[Item], gutter: &Gutter, unit: f32) -> bool {
    let strip = &gutter.strip;
    let beside = |(index, item): &(usize, &Item)| {
        (strip.top..=strip.bottom).contains(&item.middle()) && !gutter.pierced_by.contains(index)
    };
    let items = items.iter().enumerate().filter(beside).map(|(_, item)| item);
    let middle = strip.center().x;
    let (left, right): (Vec<&Item>, Vec<&Item>) = items.partition(|item| item.rect.center().x < middle);
    Side::new(&left, strip, unit).is_column_beside(&Side::new(&right, strip, unit))
}
