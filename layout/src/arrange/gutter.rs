//! White strips between columns, and whether what they part is columns of text or items of a row.

use document::Rect;

use super::item::Item;
use super::measure::{quantile, share};

/// A gutter is at least this wide, in letter heights: newspapers leave one letter, and gaps in a line up to 0.6 have been
/// joined by the reader.
const MIN_WIDTH: f32 = 0.7;
/// Boxes may reach this far into a gutter, in letter heights: they are a little larger than the ink.
const SLACK: f32 = 0.15;
/// A gutter is at least this high, in letter heights.
const MIN_HEIGHT: f32 = 2.0;
/// A column of text is at least this wide, in letter heights: seven characters of Chinese, two words of English. Labels
/// and values of forms are mostly shorter.
const PROSE_WIDTH: f32 = 8.0;
/// A line fills its column from this share of the width on.
const FULL: f32 = 0.75;
/// In a column of text this share of the lines is full: every paragraph's last line is not.
const FULL_SHARE: f32 = 0.5;
/// From this number of lines on their widths and places mean something.
const TELLING_LINES: usize = 3;
/// Two lines stand on one row where their middles differ by less than this, in heights of the lower one.
const SAME_ROW: f32 = 0.3;
/// What stands side by side is read as rows where this share of the shorter side has a partner; by chance it is half.
const ROWS_SHARE: f32 = 0.75;

/// A white strip with something on both sides of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gutter {
    pub(crate) strip: Rect,
}

/// The gutters between `items` that part columns of text, the highest first.
pub(crate) fn column_gutters(items: &[Item], unit: f32) -> Vec<Gutter> {
    let mut found: Vec<Gutter> = Vec::new();
    for strip in white_strips(items, unit) {
        let same = |one: &Gutter| {
            one.strip.overlap_x(&strip) > 0.0 && one.strip.overlap_y(&strip) >= strip.height() - unit
        };
        if !found.iter().any(same) && parts_columns(items, &strip, unit) {
            found.push(Gutter { strip });
        }
    }
    found
}

/// White strips of the least width that reach as far up and down as they can, the highest first.
fn white_strips(items: &[Item], unit: f32) -> Vec<Rect> {
    let Some(all) = Rect::around(items.iter().map(|item| item.rect)) else { return Vec::new() };
    let (width, slack) = (MIN_WIDTH * unit, SLACK * unit);
    let mut edges: Vec<f32> = items.iter().map(|item| item.rect.right).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|next, kept| *next - *kept < slack);
    let mut strips = Vec::new();
    for left in edges.into_iter().filter(|left| left + width < all.right) {
        let blocks = |item: &&Item| item.rect.right > left + slack && item.rect.left < left + width - slack;
        let mut blockers: Vec<(f32, f32)> = items.iter().filter(blocks).map(Item::core).collect();
        blockers.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut top = all.top;
        for (start, end) in blockers.into_iter().chain([(all.bottom, all.bottom)]) {
            if start - top >= MIN_HEIGHT * unit {
                strips.push(Rect::new(left, top, left + width, start));
            }
            top = top.max(end);
        }
    }
    strips.sort_by(|a, b| b.height().total_cmp(&a.height()).then(a.left.total_cmp(&b.left)));
    strips
}

/// Whether what stands on both sides of `strip` is columns (read one after the other), not the items of rows.
pub(crate) fn parts_columns(items: &[Item], strip: &Rect, unit: f32) -> bool {
    let beside = |item: &&Item| (strip.top..=strip.bottom).contains(&item.middle());
    let middle = strip.center().x;
    let (left, right): (Vec<&Item>, Vec<&Item>) =
        items.iter().filter(beside).partition(|item| item.rect.center().x < middle);
    let (left, right) = (Side::new(&left, strip, unit), Side::new(&right, strip, unit));
    if left.is_empty() || right.is_empty() {
        return false;
    }
    if left.is_block || right.is_block {
        return true;
    }
    let fewer = left.lines.len().min(right.lines.len());
    if left.is_prose && right.is_prose {
        return fewer >= 2;
    }
    fewer >= TELLING_LINES && left.aligned_with(&right) < ROWS_SHARE
}

/// What stands next to a gutter on one side.
struct Side {
    /// The lines next to the gutter.
    lines: Vec<Item>,
    /// Whether a picture or a table makes up most of it.
    is_block: bool,
    /// Whether it looks like running text.
    is_prose: bool,
}

impl Side {
    fn new(items: &[&Item], strip: &Rect, unit: f32) -> Self {
        let middle = strip.center().x;
        let distance = |item: &Item| (item.rect.center().x - middle).abs();
        let is_hidden = |item: &Item| {
            let before = |other: &&&Item| {
                distance(other) < distance(item)
                    && other.rect.overlap_y(&item.rect) > 0.5 * other.rect.height().min(item.rect.height())
            };
            items.iter().any(|other| before(&other))
        };
        let next: Vec<Item> = items.iter().filter(|item| !is_hidden(item)).map(|item| **item).collect();
        let (blocks, lines): (Vec<Item>, Vec<Item>) = next.into_iter().partition(Item::is_block);
        let height = |items: &[Item]| items.iter().map(|item| item.rect.height()).sum::<f32>();
        let is_block = height(&blocks) > height(&lines);
        let is_prose = is_prose(&lines, unit);
        Self { lines, is_block, is_prose }
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && !self.is_block
    }

    /// The share of the lines, of the side that has fewer, with a partner on the same row.
    fn aligned_with(&self, other: &Self) -> f32 {
        let (few, many) = if self.lines.len() <= other.lines.len() { (self, other) } else { (other, self) };
        let on_row = |a: &Item, b: &Item| (a.middle() - b.middle()).abs() < SAME_ROW * a.height.min(b.height);
        share(few.lines.iter().map(|a| many.lines.iter().any(|b| on_row(a, b))))
    }
}

/// Whether most lines fill a column that is wide enough for sentences.
fn is_prose(lines: &[Item], unit: f32) -> bool {
    let widths: Vec<f32> = lines.iter().map(|line| line.rect.width()).collect();
    let Some(width) = quantile(widths.clone(), 0.9) else { return false };
    width >= PROSE_WIDTH * unit && share(widths.iter().map(|w| *w >= FULL * width)) >= FULL_SHARE
}
