//! What frames the page: headers, footers and page numbers.

use document::{Rect, RegionClass};
use imaging::Rulings;

use super::item::{Item, What};
use super::order::level_rows;
use super::pattern::is_page_number;

/// Headers stand in this share of the page's height at the top; books and reports leave a tenth at most.
const HEADER_SHARE: f32 = 0.12;
/// Footers stand below this share of the page's height.
const FOOTER_SHARE: f32 = 0.88;
/// At most this many rows at either end.
const MAX_ROWS: usize = 3;
/// A header that nothing but its place tells is followed by this much white, in letter heights: twice what parts
/// paragraphs.
const MIN_GAP: f32 = 1.5;
/// A header's letters are at most this large, in heights of the page's letters.
const MAX_HEIGHT: f32 = 1.15;

/// The lines at one end of the page that frame it.
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
    pub(crate) rulings: &'a Rulings,
    /// The text of a line.
    pub(crate) text: &'a dyn Fn(usize) -> &'a str,
    /// What the network takes a line for.
    pub(crate) hint: &'a dyn Fn(usize) -> Option<RegionClass>,
}

/// Finds the margins among `items` (level, horizontal).
pub(crate) fn margins(items: &[Item], evidence: &Evidence<'_>) -> Margins {
    let mut rows = level_rows(items.to_vec());
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.rect.left.total_cmp(&b.rect.left)));
    let head = reach(&rows, evidence, End::Head);
    rows.reverse();
    let mut foot = if head < rows.len() { reach(&rows, evidence, End::Foot) } else { 0 };
    foot = foot.min(rows.len() - head);
    let mut found = Margins::default();
    for row in rows.iter().rev().take(head) {
        found.head.extend(classed(row, evidence, RegionClass::Header));
    }
    for row in rows.iter().take(foot).rev() {
        found.foot.extend(classed(row, evidence, RegionClass::Footer));
    }
    found
}

fn classed(row: &[Item], evidence: &Evidence<'_>, class: RegionClass) -> Vec<(usize, RegionClass)> {
    let lines = row.iter().filter_map(|item| match item.what {
        What::Line(line) => Some(line),
        What::Atom(..) => None,
    });
    lines
        .map(|l| (l, if is_page_number((evidence.text)(l)) { RegionClass::PageNumber } else { class }))
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Head,
    Foot,
}

/// How many of `rows`, counted from one end of the page, are its margin.
fn reach(rows: &[Vec<Item>], evidence: &Evidence<'_>, end: End) -> usize {
    let mut count = 0;
    for (index, row) in rows.iter().enumerate().take(MAX_ROWS) {
        if !is_in_zone(row, evidence, end) || row.iter().any(|item| !matches!(item.what, What::Line(_))) {
            break;
        }
        if looks_marginal(row, rows.get(index + 1), evidence, end) {
            count = index + 1;
        }
    }
    count
}

fn is_in_zone(row: &[Item], evidence: &Evidence<'_>, end: End) -> bool {
    let page = &evidence.page;
    let share = |y: f32| (y - page.top) / page.height().max(1.0);
    match end {
        End::Head => row.iter().all(|item| share(item.rect.bottom) <= HEADER_SHARE),
        End::Foot => row.iter().all(|item| share(item.rect.top) >= FOOTER_SHARE),
    }
}

fn looks_marginal(row: &[Item], next: Option<&Vec<Item>>, evidence: &Evidence<'_>, end: End) -> bool {
    let lines = || {
        row.iter().filter_map(|item| match item.what {
            What::Line(line) => Some(line),
            What::Atom(..) => None,
        })
    };
    let hinted =
        lines().filter(|l| matches!((evidence.hint)(*l), Some(RegionClass::Header | RegionClass::Footer)));
    let numbers = lines().filter(|l| is_page_number((evidence.text)(*l))).count();
    let told = hinted.count() + numbers;
    let small = row.iter().all(|item| item.height <= MAX_HEIGHT * evidence.unit);
    let gap = next.map_or(f32::INFINITY, |next| gap_between(row, next));
    let apart = gap >= MIN_GAP * evidence.unit || is_ruled_off(row, next, evidence.rulings);
    (told * 2 >= row.len() && (small || numbers == 0) && gap > 0.0)
        && (apart || end == End::Head || numbers > 0)
        || (small && apart && is_ruled_off(row, next, evidence.rulings))
}

/// White between two rows, whichever is above.
fn gap_between(row: &[Item], next: &[Item]) -> f32 {
    let extent = |row: &[Item]| Rect::around(row.iter().map(|item| item.rect)).unwrap_or_default();
    let (a, b) = (extent(row), extent(next));
    (b.top - a.bottom).max(a.top - b.bottom)
}

/// Whether a ruling line stands between two rows.
fn is_ruled_off(row: &[Item], next: Option<&Vec<Item>>, rulings: &Rulings) -> bool {
    let extent = |row: &[Item]| Rect::around(row.iter().map(|item| item.rect));
    let (Some(a), Some(b)) = (extent(row), next.and_then(|next| extent(next))) else { return false };
    let (from, to) = if a.top < b.top { (a.center().y, b.center().y) } else { (b.center().y, a.center().y) };
    let long = |length: f32| length >= a.width().max(b.width()) / 2.0;
    rulings.horizontal.iter().any(|ruling| {
        let y = ruling.bounds().center().y;
        from < y && y < to && long(ruling.length())
    })
}
