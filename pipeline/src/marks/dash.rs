//! Lone dashes: text detectors pass over a mark that small, and read alone it looks like the Han character for one; a cell that
//! says "none" would come out as one that says nothing.

use document::{Direction, Line, Rect, is_cjk};
use imaging::{Component, PageImage};

use super::{Area, Mark, Rows, spell};

/// A dash is this wide in heights of capital letters: from a narrow hyphen (a fifth of an em) to an em dash.
const WIDTH: (f32, f32) = (0.25, 1.7);
/// An en dash is wider than this many capital heights, an em dash than this many: in common typefaces, where a capital is 0.7 em
/// high, a hyphen is 0.4 wide, an en dash 0.7 and an em dash 1.4.
const EN_DASH: f32 = 0.55;
const EM_DASH: f32 = 1.0;
/// A dash is at most this thick, in capital heights, and at least this many times as wide as thick.
const THICKEST: f32 = 0.3;
const LEAST_ASPECT: f32 = 1.8;
/// This share of its box is ink: a stroke, not a speck or a bent line.
const LEAST_FILL: f32 = 0.7;
/// No other ink stands within so many capital heights beside it, above and below it: it is no part of a sign or a word.
const WHITE: (f32, f32) = (0.6, 0.25);
/// Strokes at one height nearer to each other than this many capital heights are a leader or a broken line.
const LEADER_GAP: f32 = 1.5;
/// And their middles differ in height by less than this many.
const LEADER_RISE: f32 = 0.3;
/// More strokes than this are hatching or noise.
const MOST_STROKES: usize = 2_000;

/// A row of so many lines of text side by side may be the head of a table.
const FEWEST_HEADS: usize = 3;
/// So many dashes on rows of their own make a column where they begin, end or have their middle at one place, to this many capital
/// heights.
const FEWEST_IN_COLUMN: usize = 3;
const ALIGNED: f32 = 0.5;

/// The Han character for one: a dash, where nothing else around is Han.
const HAN_ONE: &str = "一";

/// The dashes below one another, a line each, on the rows of text below what may be the head of a table: where a column is all
/// dashes, the table is not seen without them. Words within `tables` are not looked at.
pub(crate) fn columns_of_dashes(image: &PageImage, lines: &[Line], tables: &[Rect]) -> Vec<Line> {
    let is_out = |line: &&Line| {
        let middle = line.outline.bounds().center();
        line.direction == Direction::Horizontal && !tables.iter().any(|table| table.contains(middle))
    };
    let mut open: Vec<&Line> = lines.iter().filter(is_out).collect();
    open.sort_by(|a, b| a.outline.bounds().center().y.total_cmp(&b.outline.bounds().center().y));
    let beside = |a: &&Line, b: &&Line| {
        let (a, b) = (a.outline.bounds(), b.outline.bounds());
        b.center().y < f32::midpoint(a.center().y, a.bottom)
    };
    let Some(head) = open.chunk_by(beside).find(|row| row.len() >= FEWEST_HEADS) else { return vec![] };
    let top = head.iter().map(|line| line.outline.bounds().top).fold(f32::MAX, f32::min);
    let below: Vec<&Line> = open.into_iter().filter(|line| line.outline.bounds().top >= top).collect();
    let rows = Rows::of(image, &below);
    let around = Rect::around(below.iter().map(|line| line.outline.bounds()));
    let Some(area) = around.and_then(|around| Area::of(image, around, &rows)) else { return vec![] };
    let dashes = within(&area, &rows);
    let in_column = |dash: &&Mark| {
        let near = |a: f32, b: f32| (a - b).abs() < ALIGNED * rows.capital;
        let (own, middle) = (dash.bounds, dash.bounds.center().x);
        let aligned = |other: &Rect| {
            near(own.left, other.left) || near(own.right, other.right) || near(middle, other.center().x)
        };
        dashes.iter().filter(|other| aligned(&other.bounds)).count() >= FEWEST_IN_COLUMN
    };
    dashes.iter().filter(in_column).map(|dash| dash.line(lines.first())).collect()
}

/// The dashes of an area that stand on rows of words and on none of them.
pub(super) fn within(area: &Area, rows: &Rows) -> Vec<Mark> {
    let strokes: Vec<&Component> = area.parts.iter().filter(|part| is_stroke(part, rows.capital)).collect();
    if strokes.len() > MOST_STROKES {
        return vec![];
    }
    let (beside, above) = (WHITE.0 * rows.capital, WHITE.1 * rows.capital);
    let alone = |part: &&&Component| area.is_alone(part, beside, above);
    let mark = |part: &&Component| {
        let bounds = area.on_page(part);
        let row = rows.row_of(&bounds)?;
        Some(Mark { bounds, text: spelt(bounds.width(), rows.capital), row })
    };
    strokes
        .iter()
        .filter(|part| !is_of_leader(part, &strokes, rows.capital))
        .filter(alone)
        .filter_map(mark)
        .collect()
}

/// Whether a component has the shape of a dash.
fn is_stroke(part: &Component, capital: f32) -> bool {
    let (width, height) = (part.bounds.width(), part.bounds.height());
    (WIDTH.0 * capital..=WIDTH.1 * capital).contains(&width)
        && height <= THICKEST * capital
        && width >= LEAST_ASPECT * height
        && part.area as f32 >= LEAST_FILL * width * height
}

/// Whether another stroke at its height is as near as those of a leader or of a broken line are.
fn is_of_leader(part: &Component, strokes: &[&Component], capital: f32) -> bool {
    let here = part.bounds;
    strokes.iter().map(|other| other.bounds).filter(|other| *other != here).any(|other| {
        let gap = (other.left - here.right).max(here.left - other.right);
        gap < LEADER_GAP * capital && (other.center().y - here.center().y).abs() < LEADER_RISE * capital
    })
}

/// How a dash of this width is written.
fn spelt(width: f32, capital: f32) -> &'static str {
    if width > EM_DASH * capital {
        "—"
    } else if width > EN_DASH * capital {
        "–"
    } else {
        "-"
    }
}

pub(super) fn has_han(line: &Line) -> bool {
    line.text != HAN_ONE && line.text.chars().any(|c| is_cjk(c) && c.is_alphabetic())
}

/// A line that is nothing but the Han character for one becomes a dash.
pub(super) fn respell(line: &mut Line, capital: f32) {
    if let [word] = line.words.as_slice()
        && word.text == HAN_ONE
    {
        spell(line, 0, spelt(word.outline.bounds().width(), capital));
    }
}
