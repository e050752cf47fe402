//! The network's tables and pictures are cut back to what the lines and ruling lines allow.

use document::{Rect, RegionClass, RegionProposal};
use imaging::Rulings;

use super::gutter::column_gutters;
use super::item::{Frame, Item};
use super::pattern::is_caption;
use super::piece::{Piece, Tilt};

/// A ruling line frames a table from this share of its width on.
const RULED: f32 = 0.6;
/// At most this share of a table's height is cut off above its first ruling line: titles and patients' data.
const MAX_HEAD: f32 = 0.45;
/// At most this share of a table's height is cut off below its last ruling line: signatures and notes; a table whose
/// rules frame its header only goes on below.
const MAX_FOOT: f32 = 0.2;
/// A gutter that cuts through a table has at least this many lines on either side of it outside the table; gaps between
/// the table's columns do not.
const OUTSIDE: usize = 3;
/// It runs through this share of the table's height at least.
const THROUGH: f32 = 0.8;
/// On one side of it stands running text: so many lines there are at least this share of the side's width, and this many letter
/// heights wide. Entries of a table's columns are shorter, however its gutters meet those of the fields above and the
/// signatures below.
const TEXT_LINES: usize = 4;
const TEXT_WIDTH: f32 = 0.7;
const TEXT_LENGTH: f32 = 14.0;
/// But so many ruling lines over it show that the table reaches over both sides.
const MIN_RULES: usize = 2;
/// A row right above a shade has its middle within so many letter heights of it, its entries within so many of each other, and as
/// many of them at least.
const ROW_REACH: f32 = 2.5;
const SAME_HEIGHT: f32 = 0.5;
const ROW_ENTRIES: usize = 3;
/// Text that stands this far, as a share of a picture's height, from its upper or lower edge may be its title.
const EDGE: f32 = 0.2;
/// A title of a picture is at least this wide, in letter heights; labels and legends are shorter.
const TITLE_WIDTH: f32 = 12.0;

/// What a proposal is measured against.
pub(crate) struct Surroundings<'a> {
    /// Height of the page's letters.
    pub(crate) unit: f32,
    pub(crate) rulings: &'a Rulings,
    /// Gutters between columns on the page, among lines only.
    gutters: Vec<Rect>,
    lines: Vec<Rect>,
}

impl<'a> Surroundings<'a> {
    pub(crate) fn new(unit: f32, rulings: &'a Rulings, pieces: &[Piece<'_>]) -> Self {
        let items: Vec<Item> =
            pieces.iter().enumerate().map(|(line, piece)| Item::line(line, piece)).collect();
        let gutters = match Frame::of(&items) {
            Frame::Horizontal => column_gutters(&items, unit).into_iter().map(|g| g.strip).collect(),
            Frame::Vertical => Vec::new(),
        };
        let lines = pieces.iter().map(|piece| piece.rect).collect();
        Self { unit, rulings, gutters, lines }
    }

    /// How many lines stand left and right of the gutter above and below `bounds`, within its width.
    fn outside(&self, gutter: &Rect, bounds: &Rect) -> (usize, usize) {
        let beside = |line: &&Rect| {
            let y = line.center().y;
            (gutter.top..=gutter.bottom).contains(&y) && !(bounds.top..=bounds.bottom).contains(&y)
        };
        let within = |line: &&Rect| line.overlap_x(bounds) > 0.5 * line.width();
        let lines = self.lines.iter().filter(beside).filter(within);
        let left = lines.clone().filter(|line| line.center().x < gutter.center().x).count();
        (left, lines.count() - left)
    }

    /// Whether some lines within `bounds` are long and fill its width.
    fn holds_running_text(&self, bounds: &Rect) -> bool {
        let least = (TEXT_WIDTH * bounds.width()).max(TEXT_LENGTH * self.unit);
        let inside = self.lines.iter().filter(|line| bounds.contains(line.center()));
        inside.filter(|line| line.width() >= least).count() >= TEXT_LINES
    }

    /// Whether what stands right above `y` within `bounds` is a row of several entries.
    fn stands_row_above(&self, y: f32, bounds: &Rect) -> bool {
        let inside = |line: &&Rect| bounds.contains(line.center());
        let above = || self.lines.iter().filter(inside).filter(|line| line.center().y < y);
        let Some(lowest) = above().map(|line| line.center().y).reduce(f32::max) else { return false };
        let entries = above().filter(|line| lowest - line.center().y < SAME_HEIGHT * self.unit).count();
        y - lowest < ROW_REACH * self.unit && entries >= ROW_ENTRIES
    }
}

/// The part of the proposal's bounds that can be what it is taken for.
pub(crate) fn trimmed(proposal: &RegionProposal, pieces: &[Piece<'_>], around: &Surroundings<'_>) -> Rect {
    match proposal.class {
        RegionClass::Table => ruled(beside_gutter(proposal.bounds, around), around),
        RegionClass::Figure => untitled(beside_gutter(proposal.bounds, around), pieces, around.unit),
        _ => proposal.bounds,
    }
}

/// The larger part, where a gutter of the page cuts through.
fn beside_gutter(bounds: Rect, around: &Surroundings<'_>) -> Rect {
    let slack = 2.0 * around.unit;
    let is_beside_text = |gutter: &Rect| {
        let (one, other) = parted(&bounds, gutter);
        let along = |side: Rect| Rect { top: gutter.top, bottom: gutter.bottom, ..side };
        [one, other].into_iter().any(|side| around.holds_running_text(&along(side)))
    };
    let cuts = |gutter: &&Rect| {
        let inside = gutter.overlap_y(&bounds);
        let through = gutter.left > bounds.left + slack && gutter.right < bounds.right - slack;
        let (left, right) = around.outside(gutter, &bounds);
        through
            && inside >= THROUGH * bounds.height()
            && left.min(right) >= OUTSIDE
            && !is_ruled_across(gutter, &bounds, around)
            && is_beside_text(gutter)
    };
    around.gutters.iter().find(cuts).map_or(bounds, |gutter| parted(&bounds, gutter).0)
}

/// The larger and the smaller part of `bounds` beside a gutter.
fn parted(bounds: &Rect, gutter: &Rect) -> (Rect, Rect) {
    let left = Rect { right: gutter.left, ..*bounds };
    let right = Rect { left: gutter.right, ..*bounds };
    if left.width() > right.width() { (left, right) } else { (right, left) }
}

/// Whether ruling lines of the table run over the gutter.
fn is_ruled_across(gutter: &Rect, bounds: &Rect, around: &Surroundings<'_>) -> bool {
    let across = |rule: &Rect| {
        rule.left < gutter.left - around.unit
            && rule.right > gutter.right + around.unit
            && (bounds.top..=bounds.bottom).contains(&rule.center().y)
    };
    let rules = around.rulings.horizontal.iter().map(imaging::Ruling::bounds);
    rules.filter(across).count() >= MIN_RULES
}

/// A table from its first to its last ruling line, where it has more than one.
fn ruled(bounds: Rect, around: &Surroundings<'_>) -> Rect {
    let long = |rule: &Rect| {
        rule.overlap_x(&bounds) >= RULED * bounds.width()
            && (bounds.top..=bounds.bottom).contains(&rule.center().y)
    };
    let rules = around.rulings.horizontal.iter().map(|rule| (rule.thickness > 0.0, rule.bounds()));
    // A shade behind every other row begins below the first of them.
    let is_own = |(drawn, rule): &(bool, Rect)| *drawn || !around.stands_row_above(rule.top, &bounds);
    let rules: Vec<Rect> =
        rules.filter(|(_, rule)| long(rule)).filter(is_own).map(|(_, rule)| rule).collect();
    let (Some(first), Some(last)) = (
        rules.iter().map(|rule| rule.top).reduce(f32::min),
        rules.iter().map(|rule| rule.bottom).reduce(f32::max),
    ) else {
        return bounds;
    };
    if last - first < around.unit {
        return bounds;
    }
    let top = if first - bounds.top <= MAX_HEAD * bounds.height() { first } else { bounds.top };
    let bottom = if bounds.bottom - last <= MAX_FOOT * bounds.height() { last } else { bounds.bottom };
    Rect { top, bottom, ..bounds }
}

/// A picture without the titles at its edges.
fn untitled(bounds: Rect, pieces: &[Piece<'_>], unit: f32) -> Rect {
    let mut rest = bounds;
    for piece in pieces.iter().filter(|piece| piece.bounds.share_in(&bounds) >= 0.5 && !piece.vertical) {
        if piece.rect.width() < TITLE_WIDTH * unit && !is_caption(piece.text) {
            continue;
        }
        let edge = EDGE * bounds.height();
        if piece.bounds.bottom < bounds.top + edge {
            rest.top = rest.top.max(piece.bounds.bottom);
        } else if piece.bounds.top > bounds.bottom - edge {
            rest.bottom = rest.bottom.min(piece.bounds.top);
        }
    }
    rest
}

/// The horizontal ruling lines on a level page.
pub(crate) fn level_rules(rulings: &Rulings, tilt: Tilt) -> Vec<Rect> {
    rulings.horizontal.iter().map(|ruling| tilt.level(&ruling.bounds())).collect()
}
