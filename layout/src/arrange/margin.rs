//! What frames the page: headers, footers and page numbers.

use document::{Rect, RegionClass};

use super::item::Item;
use super::measure::share;
use super::order::level_rows;
use super::pattern::{ends_in_number, is_page_number};

/// Headers stand in this share of the page's height at the top; books and reports leave a tenth at most.
const HEADER_SHARE: f32 = 0.12;
/// Footers stand below this share of the page's height.
const FOOTER_SHARE: f32 = 0.88;
/// At most this many rows at either end.
const MAX_ROWS: usize = 3;
/// White between a row with a page number and the text, in letter heights: more than what parts paragraphs.
const NUMBER_GAP: f32 = 1.0;
/// White between what the network takes for a footer and the text.
const HINTED_GAP: f32 = 0.5;
/// White between a margin and the text where something else tells the margin.
const SMALL_GAP: f32 = 0.3;
/// A margin's letters are at most this large, in heights of the page's letters.
const MAX_HEIGHT: f32 = 1.15;
/// Page numbers are set larger at times.
const MAX_NUMBER_HEIGHT: f32 = 1.8;
/// Larger letters than this that the network takes for a header are a title, unless a ruling line is below them.
const MAX_HINTED_HEIGHT: f32 = 1.5;
/// Nothing but margins stands in this share of the page's height at either end.
const EDGE_SHARE: f32 = 0.05;
/// White between what stands at the very edge and the text, in letter heights.
const EDGE_GAP: f32 = 0.8;
/// A ruling line between a margin and the text has no other one near it, in letter heights; if it has, they are a
/// table's.
const RULE_ALONE: f32 = 6.0;

/// The lines at both ends of the page that frame it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Margins {
    /// Rows from the top, each from the left: header and page number.
    pub(crate) head: Vec<(usize, RegionClass)>,
    /// Rows from the top, each from the left: footer and page number.
    pub(crate) foot: Vec<(usize, RegionClass)>,
}

/// What the margins are told from.
pub(crate) struct Evidence<'a> {
    pub(crate) page: Rect,
    pub(crate) unit: f32,
    /// The horizontal ruling lines of the level page.
    pub(crate) rules: &'a [Rect],
    /// The text of a line.
    pub(crate) text: &'a dyn Fn(usize) -> &'a str,
    /// What the network takes a line for.
    pub(crate) hint: &'a dyn Fn(usize) -> Option<RegionClass>,
}

/// Finds the margins among `items` (level, horizontal).
pub(crate) fn margins(items: &[Item], evidence: &Evidence<'_>) -> Margins {
    let mut rows = level_rows(items.to_vec());
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left)));
    let head = evidence.reach(&rows, End::Head);
    rows.reverse();
    let foot = evidence.reach(&rows, End::Foot).min(rows.len() - head);
    let mut found = Margins::default();
    for row in rows.iter().rev().take(head) {
        found.head.extend(evidence.classed(row, RegionClass::Header));
    }
    for row in rows.iter().take(foot).rev() {
        found.foot.extend(evidence.classed(row, RegionClass::Footer));
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Head,
    Foot,
}

impl Evidence<'_> {
    fn classed(&self, row: &[Item], class: RegionClass) -> Vec<(usize, RegionClass)> {
        let lines = row.iter().filter_map(|item| item.what.line());
        lines
            .map(|l| (l, if is_page_number((self.text)(l)) { RegionClass::PageNumber } else { class }))
            .collect()
    }

    /// How many of `rows`, counted from one end of the page, are its margin.
    fn reach(&self, rows: &[Vec<Item>], end: End) -> usize {
        let mut count = 0;
        for (index, row) in rows.iter().enumerate().take(MAX_ROWS) {
            if !self.is_in_zone(row, end) || row.iter().any(|item| item.what.line().is_none()) {
                break;
            }
            if self.is_marginal(row, rows.get(index + 1).map(Vec::as_slice), end) {
                count = index + 1;
            }
        }
        count
    }

    fn is_in_zone(&self, row: &[Item], end: End) -> bool {
        let share = |y: f32| (y - self.page.top) / self.page.height().max(1.0);
        match end {
            End::Head => row.iter().all(|item| share(item.rect.bottom) <= HEADER_SHARE),
            End::Foot => row.iter().all(|item| share(item.rect.top) >= FOOTER_SHARE),
        }
    }

    /// Whether a row frames the page, `next` being the next one towards its middle.
    fn is_marginal(&self, row: &[Item], next: Option<&[Item]>, end: End) -> bool {
        let text = |item: &Item| item.what.line().map_or("", |line| (self.text)(line));
        let is_hinted = |item: &Item| {
            let hint = item.what.line().and_then(|line| (self.hint)(line));
            matches!(hint, Some(RegionClass::Header | RegionClass::Footer))
        };
        let number = |item: &Item| is_page_number(text(item));
        let small = row.iter().all(|item| {
            let most = if number(item) { MAX_NUMBER_HEIGHT } else { MAX_HEIGHT };
            item.height <= most * self.unit
        });
        let gap = next.map_or(f32::INFINITY, |next| gap_between(row, next)) / self.unit;
        let ruled = next.is_some_and(|next| self.is_ruled_off(row, next, end));
        let told = |item: &Item| {
            number(item) || is_hinted(item) && (ruled || item.height <= MAX_HINTED_HEIGHT * self.unit)
        };
        let hinted = share(row.iter().map(told)) >= 0.5 && (gap >= HINTED_GAP || ruled || end == End::Head);
        let wide = gap >= if self.is_at_edge(row, end) { EDGE_GAP } else { NUMBER_GAP };
        let numbered = row.iter().all(number) || row.iter().any(|item| ends_in_number(text(item))) && wide;
        gap >= SMALL_GAP && (hinted || small && (numbered || ruled))
    }

    fn is_at_edge(&self, row: &[Item], end: End) -> bool {
        let (extent, edge) = (extent(row), EDGE_SHARE * self.page.height());
        match end {
            End::Head => extent.bottom < self.page.top + edge,
            End::Foot => extent.top > self.page.bottom - edge,
        }
    }

    /// Whether a ruling line, and not the frame of a table, stands between two rows.
    fn is_ruled_off(&self, row: &[Item], next: &[Item], end: End) -> bool {
        let (a, b) = (extent(row), extent(next));
        let slack = self.unit / 2.0;
        let (from, to) = match end {
            End::Head => (a.center().y, b.top + slack),
            End::Foot => (b.bottom - slack, a.center().y),
        };
        let long = |rule: &&Rect| rule.width() >= a.width().max(b.width()) / 2.0;
        let between =
            self.rules.iter().filter(long).find(|rule| from < rule.center().y && rule.center().y < to);
        between.is_some_and(|rule| {
            let apart = |other: &Rect| (other.center().y - rule.center().y).abs();
            let near = self.unit..RULE_ALONE * self.unit;
            !self.rules.iter().filter(long).any(|other| near.contains(&apart(other)))
        })
    }
}

fn extent(row: &[Item]) -> Rect {
    Rect::around(row.iter().map(|item| item.rect)).unwrap_or_default()
}

/// White between two rows, whichever is above.
fn gap_between(row: &[Item], next: &[Item]) -> f32 {
    let (a, b) = (extent(row), extent(next));
    (b.top - a.bottom).max(a.top - b.bottom)
}
