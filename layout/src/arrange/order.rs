//! Reading order by recursive cuts.
//!
//! A recursive X-Y cut (Nagy and Seth 1984) whose vertical cuts must be gutters between columns, and need not reach over
//! the whole part: what lies across a gutter (a title, a wide figure) bounds it above and below, and splits the part in
//! bands, as the masks of XY-Cut++ do. Where no gutter parts columns, the part is read row by row.

use document::Rect;

use super::gutter::{Gutter, column_gutters, parts_columns};
use super::item::{Frame, Item, SAME_ROW};
use super::measure::quantile;

/// Cuts go at most this deep; each must part something, so only hostile input comes near.
const MAX_DEPTH: usize = 64;
/// This share of the letters is smaller than those that gutters are measured by.
const LOCAL_SHARE: f32 = 0.3;
/// Items of a row that reach over several lines are parted at gaps from this width on, in letter heights.
const MIN_GAP: f32 = 0.3;

/// Rows of one column, to be read one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Each row from its start to its end; never empty.
    pub(crate) rows: Vec<Vec<Item>>,
}

/// All of `items`, in reading order, cut into columns.
pub(crate) fn order(mut items: Vec<Item>, unit: f32) -> Vec<Run> {
    let frame = Frame::of(&items);
    frame.turn(&mut items, Frame::Horizontal);
    let mut cutter = Cutter { unit, runs: Vec::new() };
    cutter.cut(items, frame, 0);
    cutter.runs
}

struct Cutter {
    unit: f32,
    runs: Vec<Run>,
}

impl Cutter {
    fn cut(&mut self, mut items: Vec<Item>, from: Frame, depth: usize) {
        let frame = Frame::of(&items);
        frame.turn(&mut items, from);
        if items.len() < 2 || depth >= MAX_DEPTH {
            return self.rows(items);
        }
        let unit = local_unit(&items).unwrap_or(self.unit);
        for gutter in column_gutters(&items, unit) {
            if let Some([above, left, right, below]) = bands(&items, &gutter, unit) {
                for part in [above, left, right, below] {
                    if !part.is_empty() {
                        self.cut(part, frame, depth + 1);
                    }
                }
                return;
            }
        }
        self.read_rows(items, frame, depth);
    }

    /// Reads `items` row by row; a row of several lines is cut into its columns.
    fn read_rows(&mut self, items: Vec<Item>, frame: Frame, depth: usize) {
        let mut rows: Vec<Vec<Item>> = Vec::new();
        for row in level_rows(items) {
            let parts = if is_one_row(&row) { vec![row] } else { self.upright_parts(row) };
            match <[Vec<Item>; 1]>::try_from(parts) {
                Ok([row]) => rows.extend(by_middle(row)),
                Err(parts) => {
                    self.push(std::mem::take(&mut rows));
                    parts.into_iter().for_each(|part| self.cut(part, frame, depth + 1));
                }
            }
        }
        self.push(rows);
    }

    /// Items parted at every upright gap, from the left; but if one of them reaches over the rows of all others (a line
    /// of the other direction, a picture), only that one is parted from the rest.
    fn upright_parts(&self, row: Vec<Item>) -> Vec<Vec<Item>> {
        let parts = upright_parts(row, MIN_GAP * self.unit);
        let is_tall = |part: &Vec<Item>| matches!(part.as_slice(), [item] if item.is_tall());
        if parts.len() < 3 {
            return parts;
        }
        let mut groups: Vec<Vec<Item>> = Vec::new();
        let mut was_tall = true;
        for part in parts {
            let tall = is_tall(&part);
            match groups.last_mut() {
                Some(group) if !tall && !was_tall => group.extend(part),
                _ => groups.push(part),
            }
            was_tall = tall;
        }
        match <[Vec<Item>; 1]>::try_from(groups) {
            Ok([all]) => upright_parts(all, MIN_GAP * self.unit),
            Err(groups) => groups,
        }
    }

    fn rows(&mut self, items: Vec<Item>) {
        self.push(by_middle(items));
    }

    fn push(&mut self, rows: Vec<Vec<Item>>) {
        if !rows.is_empty() {
            self.runs.push(Run { rows });
        }
    }
}

/// The size of the smaller letters among `items`, which gutters are measured by: what stands between large headings is
/// small all the same.
fn local_unit(items: &[Item]) -> Option<f32> {
    quantile(items.iter().map(|item| item.height).collect(), LOCAL_SHARE).filter(|height| *height > 0.0)
}

/// What lies above the gutter, left of it, right of it and below; nothing where a level cut cannot part them.
fn bands(items: &[Item], gutter: &Gutter, unit: f32) -> Option<[Vec<Item>; 4]> {
    let strip = gutter.strip;
    let gaps = level_gaps(items);
    let slack = unit / 2.0;
    let top = gaps.iter().find(|gap| gap.1 > strip.top - slack).map(|gap| gap.1)?;
    let bottom = gaps.iter().rev().find(|gap| gap.0 < strip.bottom + slack).map(|gap| gap.0)?;
    let strip = Rect::new(strip.left, top, strip.right, bottom);
    let gutter = Gutter { strip, pierced_by: gutter.pierced_by.clone() };
    if bottom - top < unit || !parts_columns(items, &gutter, unit) {
        return None;
    }
    let mut parts: [Vec<Item>; 4] = Default::default();
    for (index, item) in items.iter().enumerate() {
        let part = match item.middle() {
            y if y < top => 0,
            y if y > bottom => 3,
            // A line that was read across the gutter goes where it begins.
            _ if gutter.pierced_by.contains(&index) => 1,
            _ if item.rect.center().x < strip.center().x => 1,
            _ => 2,
        };
        parts[part].push(*item);
    }
    (!parts[1].is_empty() && !parts[2].is_empty()).then_some(parts)
}

/// The level gaps between items, from the top, each from where one ends to where the next begins; before the first and
/// behind the last too.
fn level_gaps(items: &[Item]) -> Vec<(f32, f32)> {
    let mut cores: Vec<(f32, f32)> = items.iter().map(Item::core).collect();
    cores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut gaps = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for (top, bottom) in cores {
        if top > end {
            gaps.push((end, top));
        }
        end = end.max(bottom);
    }
    gaps.push((end, f32::INFINITY));
    gaps
}

/// Items parted at every level gap, from the top.
pub(crate) fn level_rows(mut items: Vec<Item>) -> Vec<Vec<Item>> {
    items.sort_by(|a, b| a.core().0.total_cmp(&b.core().0));
    let mut rows: Vec<Vec<Item>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for item in items {
        let (top, bottom) = item.core();
        match rows.last_mut() {
            Some(row) if top <= end => row.push(item),
            _ => rows.push(vec![item]),
        }
        end = end.max(bottom);
    }
    rows
}

/// Whether all items stand beside each other.
fn is_one_row(items: &[Item]) -> bool {
    let Some(lowest) = items.iter().map(|item| item.rect.height()).reduce(f32::min) else { return true };
    let middles = || items.iter().map(Item::middle);
    let spread = middles().fold(f32::NEG_INFINITY, f32::max) - middles().fold(f32::INFINITY, f32::min);
    spread < SAME_ROW * lowest
}

/// Items parted at every upright gap of the given width, from the left.
fn upright_parts(mut items: Vec<Item>, gap: f32) -> Vec<Vec<Item>> {
    items.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left));
    let mut parts: Vec<Vec<Item>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for item in items {
        match parts.last_mut() {
            Some(part) if item.rect.left < end + gap => part.push(item),
            _ => parts.push(vec![item]),
        }
        end = end.max(item.rect.right);
    }
    parts
}

/// Items that no cut parts, as rows: neighbours in height whose middles are close.
fn by_middle(mut items: Vec<Item>) -> Vec<Vec<Item>> {
    items.sort_by(|a, b| a.middle().total_cmp(&b.middle()).then(a.rect.left.total_cmp(&b.rect.left)));
    let mut rows: Vec<Vec<Item>> = Vec::new();
    for item in items {
        let near = |first: &Item| {
            (item.middle() - first.middle()).abs() < SAME_ROW * item.rect.height().min(first.rect.height())
        };
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(near) => row.push(item),
            _ => rows.push(vec![item]),
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left)));
    rows
}
