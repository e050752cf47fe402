//! What stands on one side of a white strip: a column of text, or the items of rows.

use document::{Rect, RegionClass};

use super::item::{Item, What};
use super::measure::{quantile, share};

/// A column of text is at least this wide, in letter heights: eight characters of Chinese, two words of English. Labels
/// and values of forms are mostly shorter.
const PROSE_WIDTH: f32 = 8.0;
/// What is narrower than this, in letter heights, is never a column: numbers of equations, lists and lines.
const MIN_WIDTH: f32 = 4.0;
/// A line fills its column from this share of the width on.
const FULL: f32 = 0.75;
/// In a column of text this share of the lines, by length, is full: every paragraph's last line is not.
const FULL_SHARE: f32 = 0.5;
/// Where this share of the lines begins with a label and a colon, it is a form, however long they are.
const LABELLED_SHARE: f32 = 0.5;
/// From this number of lines on their widths and places mean something.
const TELLING_LINES: usize = 3;
/// Two lines stand on one row where their middles differ by less than this, in heights of the lower one.
const ALIGNED: f32 = 0.3;
/// What stands beside running text is read as rows where this share of the shorter side has a partner; by chance it is
/// half.
const ROWS_SHARE: f32 = 0.75;
/// The same where there is no running text on either side: forms, receipts and tables are the rule then.
const FORM_ROWS_SHARE: f32 = 0.6;

/// What stands next to a gutter on one side.
pub(crate) struct Side {
    /// The lines and formulas next to the gutter.
    lines: Vec<Item>,
    /// Whether a picture or a table makes up most of it.
    is_block: bool,
    /// Whether it looks like running text.
    is_prose: bool,
    /// Width of its longer lines, in letter heights.
    width: f32,
}

impl Side {
    /// Of `items`, all on one side of `strip`, those next to it.
    pub(crate) fn new(items: &[&Item], strip: &Rect, unit: f32) -> Self {
        let middle = strip.center().x;
        let distance = |item: &Item| (item.rect.center().x - middle).abs();
        let is_hidden = |item: &Item| {
            items.iter().any(|other| {
                distance(other) < distance(item)
                    && other.rect.overlap_y(&item.rect) > 0.5 * other.rect.height().min(item.rect.height())
            })
        };
        let next: Vec<Item> = items.iter().filter(|item| !is_hidden(item)).map(|item| **item).collect();
        let (blocks, lines): (Vec<Item>, Vec<Item>) = next.into_iter().partition(Item::is_block);
        let height = |items: &[Item]| items.iter().map(|item| item.rect.height()).sum::<f32>();
        let widths: Vec<f32> = lines.iter().map(|line| line.rect.width()).collect();
        let width = quantile(widths.clone(), 0.9).unwrap_or(0.0);
        let sum = |widths: &[f32]| widths.iter().sum::<f32>();
        let full: Vec<f32> = widths.iter().copied().filter(|w| *w >= FULL * width).collect();
        let labelled = share(lines.iter().map(|line| line.labelled)) >= LABELLED_SHARE;
        let is_wide = width >= PROSE_WIDTH * unit;
        Self {
            is_block: height(&blocks) > height(&lines),
            is_prose: is_wide && !labelled && sum(&full) >= FULL_SHARE * sum(&widths),
            width: width / unit,
            lines,
        }
    }

    /// Whether this side and the other are columns, to be read one after the other.
    pub(crate) fn is_column_beside(&self, other: &Self) -> bool {
        if self.is_empty() || other.is_empty() {
            return false;
        }
        if self.is_block || other.is_block {
            return true;
        }
        let fewer = self.lines.len().min(other.lines.len());
        if self.is_prose && other.is_prose {
            return fewer >= 2;
        }
        let wide = self.width.min(other.width) >= MIN_WIDTH;
        let rows = if self.is_prose || other.is_prose { ROWS_SHARE } else { FORM_ROWS_SHARE };
        wide && fewer >= TELLING_LINES && self.aligned_with(other) < rows
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && !self.is_block
    }

    /// The share of the lines, of the side that has fewer, with a partner on the same row.
    fn aligned_with(&self, other: &Self) -> f32 {
        let (few, many) = if self.lines.len() <= other.lines.len() { (self, other) } else { (other, self) };
        share(few.lines.iter().map(|a| many.lines.iter().any(|b| stand_on_one_row(a, b))))
    }
}

/// Whether two items stand on one row; what stands beside a formula of several lines is on its row.
fn stand_on_one_row(a: &Item, b: &Item) -> bool {
    let beside = |formula: &Item, other: &Item| {
        matches!(formula.what, What::Atom(_, RegionClass::Formula))
            && (formula.rect.top..=formula.rect.bottom).contains(&other.middle())
    };
    (a.middle() - b.middle()).abs() < ALIGNED * a.height.min(b.height) || beside(a, b) || beside(b, a)
}
