//! Rows of a column become paragraphs.

use document::{Rect, RegionClass};

use super::item::{Item, What};
use super::measure::{median, quantile, share};
use super::order::Run;
use super::pattern::{heading_depth, is_caption, is_list_item, is_terminal};
use super::piece::Piece;

/// White of this many letter heights more than usual parts paragraphs.
const EXTRA_GAP: f32 = 0.5;
/// The usual white between lines is at most this, in letter heights; what is wider parts blocks.
const MAX_USUAL_GAP: f32 = 1.2;
/// Letters of one paragraph differ in height by at most this factor: boxes of one font differ by a fifth.
const MAX_RATIO: f32 = 1.35;
/// A line that begins this many letter heights to the right of the column is indented.
const INDENT: f32 = 0.8;
/// The lines of an item hang at most this many letter heights deeper than its first.
const MAX_HANG: f32 = 4.0;
/// A row with a gap of this many letter heights between its items is a row of a form, not a sentence.
const WIDE_GAP: f32 = 2.0;
/// A gap up to this in running text is a formula that was not read.
const FORMULA_GAP: f32 = 6.0;
/// A column is running text where this share of its rows is one full line.
const PROSE_SHARE: f32 = 0.5;
/// A line fills its column from this share of the width on.
const FULL: f32 = 0.85;
/// White that a line may leave at its end beyond the next word, in letter heights: boxes and spaces vary.
const LOOSE_END: f32 = 1.0;

/// Rows that belong together.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// From the first row to the last, each from its start to its end.
    pub(crate) rows: Vec<Row>,
    /// The column that it stands in.
    pub(crate) column: Column,
}

/// One row of a column.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) items: Vec<Item>,
    /// Around all items, in the frame of the run.
    pub(crate) rect: Rect,
    /// Middle height of its letters.
    pub(crate) height: f32,
    /// The widest gap between items that follow each other.
    gap: f32,
}

/// The measures of a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Usual white between lines.
    gap: f32,
    /// Whether most of its rows are full lines.
    pub(crate) is_prose: bool,
}

/// What is known about lines.
pub(crate) struct Texts<'a> {
    pub(crate) pieces: &'a [Piece<'a>],
    /// What the network takes a line for.
    pub(crate) hint: &'a dyn Fn(usize) -> Option<RegionClass>,
    /// The horizontal ruling lines of the level page.
    pub(crate) rules: &'a [Rect],
}

impl<'a> Texts<'a> {
    fn first(&self, row: &Row) -> Option<(usize, &'a Piece<'a>)> {
        match row.items.first()?.what {
            What::Line(line) => self.pieces.get(line).map(|piece| (line, piece)),
            What::Atom(..) => None,
        }
    }

    fn last(&self, row: &Row) -> Option<&'a Piece<'a>> {
        match row.items.last()?.what {
            What::Line(line) => self.pieces.get(line),
            What::Atom(..) => None,
        }
    }
}

impl Texts<'_> {
    fn ends_sentence(&self, row: &Row) -> bool {
        self.last(row).is_some_and(|piece| is_terminal(piece.text))
    }

    fn begins_item(&self, block: &Block) -> bool {
        block.rows.first().and_then(|row| self.first(row)).is_some_and(|(_, piece)| is_list_item(piece.text))
    }

    /// Whether a ruling line stands between two rows of horizontal text.
    fn is_ruled_off(&self, last: &Row, row: &Row) -> bool {
        let (from, to) = (last.rect.center().y, row.rect.center().y);
        let between = |rule: &Rect| from < rule.center().y && rule.center().y < to;
        let horizontal = row.items.iter().all(|item| !item.vertical);
        horizontal && self.rules.iter().any(|rule| between(rule) && rule.overlap_x(&row.rect) > row.height)
    }
}

impl Row {
    fn new(items: Vec<Item>) -> Self {
        let rect = Rect::around(items.iter().map(|item| item.rect)).unwrap_or_default();
        let height = median(items.iter().map(|item| item.height).collect()).unwrap_or(0.0);
        let gaps = items.windows(2).map(|pair| match pair {
            [a, b] => b.rect.left - a.rect.right,
            _ => 0.0,
        });
        Self { rect, height, gap: gaps.fold(0.0, f32::max), items }
    }

    pub(crate) fn is_atom(&self) -> bool {
        self.items.iter().any(|item| matches!(item.what, What::Atom(..)))
    }

    /// Whether its items are those of a form rather than pieces of one line.
    fn is_scattered(&self, column: &Column) -> bool {
        let spans = self.rect.width() >= FULL * (column.right - column.left);
        let limit = if column.is_prose && spans { FORMULA_GAP } else { WIDE_GAP };
        self.gap > limit * self.height
    }
}

impl Column {
    fn new(rows: &[Row]) -> Self {
        let lines: Vec<&Row> = rows.iter().filter(|row| !row.is_atom()).collect();
        let edge = |share: f32, edge: fn(&Rect) -> f32| {
            quantile(lines.iter().map(|row| edge(&row.rect)).collect(), share).unwrap_or(0.0)
        };
        let (left, right) = (edge(0.1, |r| r.left), edge(0.95, |r| r.right));
        let gaps = lines.windows(2).filter_map(|pair| match pair {
            [a, b] => {
                let gap = b.rect.top - a.rect.bottom;
                (gap <= MAX_USUAL_GAP * a.height.min(b.height)).then_some(gap)
            }
            _ => None,
        });
        let gap = median(gaps.collect()).unwrap_or(0.0);
        let full = |row: &&Row| row.items.len() == 1 && row.rect.width() >= FULL * (right - left);
        let is_prose = lines.len() > 2 && share(lines.iter().map(full)) >= PROSE_SHARE;
        Self { left, right, gap, is_prose }
    }
}

/// The paragraphs of a run, in order.
pub(crate) fn blocks(run: Run, texts: &Texts<'_>) -> Vec<Block> {
    let rows: Vec<Row> = run.rows.into_iter().map(Row::new).collect();
    let column = Column::new(&rows);
    let mut found: Vec<Block> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        match found.last_mut() {
            Some(block) if !is_start(block, &row, rows.peek(), &column, texts) => block.rows.push(row),
            _ => found.push(Block { rows: vec![row], column }),
        }
    }
    found
}

/// Whether `row` begins a new paragraph after `block`.
fn is_start(block: &Block, row: &Row, next: Option<&Row>, column: &Column, texts: &Texts<'_>) -> bool {
    let Some(last) = block.rows.last() else { return true };
    if last.is_atom() || row.is_atom() || last.is_scattered(column) || row.is_scattered(column) {
        return true;
    }
    let (Some((line, piece)), Some((last_line, _))) = (texts.first(row), texts.first(last)) else {
        return true;
    };
    if is_apart(last, row, column)
        || texts.is_ruled_off(last, row)
        || class_of((texts.hint)(line)) != class_of((texts.hint)(last_line))
    {
        return true;
    }
    let ended = is_ended(last, piece, column, texts);
    if is_list_item(piece.text) && (ended || texts.begins_item(block) || texts.ends_sentence(last)) {
        return true;
    }
    let opens = is_caption(piece.text) || heading_depth(piece.text).is_some();
    if opens && (ended || texts.ends_sentence(last)) {
        return true;
    }
    if is_centred(last, column) && is_centred(row, column) {
        return false;
    }
    if last.rect.left - row.rect.left > MAX_HANG * row.height {
        // What stood on the right, or in the middle, was no paragraph's first line.
        return true;
    }
    let hanging = texts.begins_item(block);
    is_indented(block, row, next, hanging) || is_outdented(block, row) || ended
}

/// Whether white or a change of size parts two rows. Formulas make lines high; a full line in step with the text is of
/// the same size all the same.
fn is_apart(last: &Row, row: &Row, column: &Column) -> bool {
    let height = row.height.min(last.height);
    let gap = row.rect.top - last.rect.bottom;
    let full = |row: &Row| row.rect.width() >= FULL * (column.right - column.left);
    let in_step = full(last) && (row.rect.left - column.left).abs() < INDENT * height;
    gap > column.gap + EXTRA_GAP * height || row.height.max(last.height) > MAX_RATIO * height && !in_step
}

/// References, notes and list items are text as far as paragraphs go.
fn class_of(hint: Option<RegionClass>) -> RegionClass {
    match hint {
        Some(class @ (RegionClass::Heading | RegionClass::Caption)) => class,
        _ => RegionClass::Text,
    }
}

/// Whether a row leaves the same white on both sides, and enough of it.
pub(crate) fn is_centred(row: &Row, column: &Column) -> bool {
    let (left, right) = (row.rect.left - column.left, column.right - row.rect.right);
    left.min(right) > 1.5 * row.height && (left - right).abs() < 2.0 * row.height
}

/// Whether `row` begins further right than the row before, as a paragraph's first line; not if it hangs from the first
/// line of an item, or is one of several that do.
fn is_indented(block: &Block, row: &Row, next: Option<&Row>, hanging: bool) -> bool {
    let Some(last) = block.rows.last() else { return true };
    let deeper = |than: &Row| row.rect.left - than.rect.left > INDENT * row.height;
    if !deeper(last) {
        return false;
    }
    let far = row.rect.left - last.rect.left > MAX_HANG * row.height;
    let hangs = block.rows.len() == 1 && !far && (hanging || next.is_none_or(|next| !deeper(next)));
    !hangs
}

/// Whether `row` goes back to the left after lines that hang deeper than their first.
fn is_outdented(block: &Block, row: &Row) -> bool {
    let (Some(first), Some(last)) = (block.rows.first(), block.rows.last()) else { return false };
    let out = last.rect.left - row.rect.left > INDENT * row.height;
    out && block.rows.len() > 1 && last.rect.left - first.rect.left > INDENT * row.height
}

/// Whether the last line left so much white that the first word of `next` would have fitted.
fn is_ended(last: &Row, next: &Piece<'_>, column: &Column, texts: &Texts<'_>) -> bool {
    let white = column.right - last.rect.right;
    let loose = if texts.ends_sentence(last) { LOOSE_END } else { 2.0 * LOOSE_END };
    white > next.first_word + loose * last.height
}
