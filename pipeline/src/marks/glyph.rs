//! Lone letters and signs of tables that no line has, a flag in a column of its own above all: text detectors pass over a mark that small.

use document::{Confidence, Line, Rect, is_cjk};
use imaging::Component;
use ocr::TextBox;

use super::{Area, Rows, boxed};

/// A glyph is this high in heights of capital letters, a group of them at most this wide: an asterisk, an arrow, `HH`.
const HEIGHT: (f32, f32) = (0.3, 1.5);
const WIDEST: f32 = 2.5;
/// Parts nearer to each other than this many capital heights are one group.
const TOGETHER: f32 = 0.45;
/// No other ink stands within so many capital heights beside it, above and below it.
const WHITE: (f32, f32) = (0.5, 0.12);
/// Its middle is between these shares of the height of the box of a word beside it.
const ROW: (f32, f32) = (0.2, 0.8);
/// White left beside it where it is read, in capital heights.
const MARGIN: f32 = 0.4;
/// More groups than this in one table are handwriting, a stamp or noise.
const MOST: usize = 60;
/// What is read must be this sure; a Han character, which smudges look like, this sure.
const SURE: f32 = 0.6;
const SURE_HAN: f32 = 0.95;
/// Signs that stand alone in cells.
const SIGNS: &str = "*+±↑↓√✓%#▲▼△▽";

/// The boxes of groups of ink on rows of words that no word is of, to be read.
pub(super) fn unread(area: &Area, rows: &Rows, known: &[Rect]) -> Vec<TextBox> {
    let capital = rows.capital;
    let is_taken = |part: &Component| {
        let middle = area.on_page(part).center();
        rows.words.iter().chain(known).any(|word| word.contains(middle))
    };
    let is_small = |part: &&Component| {
        part.bounds.height() <= HEIGHT.1 * capital
            && part.bounds.width() <= WIDEST * capital
            && !is_taken(part)
    };
    let parts: Vec<&Component> = area.parts.iter().filter(is_small).collect();
    let groups = groups(&parts, TOGETHER * capital);
    let is_lone = |group: &Component| {
        let (width, height) = (group.bounds.width(), group.bounds.height());
        (HEIGHT.0 * capital..=HEIGHT.1 * capital).contains(&height)
            && width <= WIDEST * capital
            && area.is_alone(group, WHITE.0 * capital, WHITE.1 * capital)
    };
    let row_high = |group: &Component| {
        let bounds = area.on_page(group);
        let row = rows.row_with(&bounds, ROW)?;
        let (left, right) = (bounds.left - MARGIN * capital, bounds.right + MARGIN * capital);
        let (top, bottom) = (row.top.min(bounds.top), row.bottom.max(bounds.bottom));
        Some(boxed(Rect::new(left, top, right, bottom)))
    };
    let found: Vec<TextBox> = groups.iter().filter(|group| is_lone(group)).filter_map(row_high).collect();
    if found.len() > MOST { vec![] } else { found }
}

/// Parts that stand together as one.
fn groups(parts: &[&Component], gap: f32) -> Vec<Component> {
    let mut groups: Vec<Component> = Vec::new();
    let mut sorted: Vec<&&Component> = parts.iter().collect();
    sorted.sort_by(|a, b| a.bounds.left.total_cmp(&b.bounds.left));
    for part in sorted {
        let near = |group: &&mut Component| group.bounds.grown(gap).overlap(&part.bounds) > 0.0;
        match groups.iter_mut().rev().find(near) {
            Some(group) => {
                group.bounds = group.bounds.union(&part.bounds);
                group.area += part.area;
            }
            None => groups.push(Component { bounds: part.bounds, area: part.area }),
        }
    }
    groups
}

/// Whether what was read alone is to be believed.
pub(super) fn is_sure(line: &Line) -> bool {
    let sure = line.confidence.map_or(0.0, Confidence::get);
    let text = line.text.trim();
    let is_sign = |c: char| c.is_ascii_alphanumeric() || SIGNS.contains(c);
    !text.is_empty()
        && (text.chars().all(is_sign) && sure >= SURE
            || text.chars().all(|c| is_sign(c) || is_cjk(c)) && sure >= SURE_HAN)
}
