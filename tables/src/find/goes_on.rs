//! Tables of which a lattice bounds a part only: shaded parts with plain ones between or below them, under rules of the same
//! extent. What lines frame on all sides ends at its foot.

use document::Rect;
use imaging::Rulings;

use super::Words;
use super::ruled::{is_crossed, same_extent};
use crate::rules;

/// The next line of a table is no further below than this many letter heights.
const REACH: f32 = 3.0;
/// What stands between two lattices of one table is a row of numbers in so many columns at least.
const FEWEST_NUMBERS: usize = 2;

/// A lone phrase between lattices of one extent that are nearer than this many letter heights heads a group of rows: the title
/// of another table has white around it.
const TIGHT: f32 = 1.3;
/// It begins where rows do or stands in the middle, to this many letter heights.
const GROUP_PLACE: f32 = 1.5;

/// Lines down frame a lattice where they stand this near to its sides, in letter heights, over this share of its height.
const AT_SIDE: f32 = 0.6;
const FRAMED: f32 = 0.9;
/// A frame of no more rows of text may be a head's alone.
const MOST_HEAD_ROWS: usize = 2;

/// `lattices` with what stands below them as their rows do, under lines of the same extent; those that so become one are
/// one.
pub(super) fn extended(words: &Words<'_>, rulings: &Rulings, mut lattices: Vec<Rect>) -> Vec<Rect> {
    let rules: Vec<Rect> =
        rules::horizontal(rulings, &words.inks, words.height).map(|r| r.bounds()).collect();
    lattices.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut done: Vec<Rect> = vec![];
    while !lattices.is_empty() {
        let first = lattices.remove(0);
        let rules: &[Rect] = if is_framed(words, rulings, &first) { &[] } else { &rules };
        done.push(extended_down(words, rules, first, &mut lattices));
    }
    done
}

/// Whether drawn lines run down both sides of a lattice that is more than a head: rules below it are another table's.
fn is_framed(words: &Words<'_>, rulings: &Rulings, lattice: &Rect) -> bool {
    let drawn = || rules::vertical(rulings, &words.inks, words.height).filter(|r| r.thickness > 0.0);
    let framed = |x: f32| {
        let at_side =
            drawn().map(|r| r.bounds()).filter(|r| (r.center().x - x).abs() < AT_SIDE * words.height);
        at_side.map(|r| r.overlap_y(lattice)).sum::<f32>() >= FRAMED * lattice.height()
    };
    words.inside(*lattice).text.len() > MOST_HEAD_ROWS && framed(lattice.left) && framed(lattice.right)
}

/// One lattice with what goes on below it; lattices that become part of it are taken out of `others`.
fn extended_down(words: &Words<'_>, rules: &[Rect], lattice: Rect, others: &mut Vec<Rect>) -> Rect {
    // What surely belongs together, and how far down a row of one phrase may lead on.
    let (mut sure, mut area) = (lattice, lattice);
    loop {
        let reach = 0.0..REACH * words.height;
        let is_next =
            |b: &Rect| same_extent(&area, b, words.height) && reach.contains(&(b.top - area.bottom));
        let other = others.iter().position(is_next);
        let is_other = |r: &Rect| others.iter().any(|other| other.grown(1.0).contains(r.center()));
        let rule = rules.iter().find(|r| r.top > area.bottom + 1.0 && is_next(r) && !is_other(r));
        let nearest = other.filter(|&i| rule.is_none_or(|rule| others[i].top < rule.top));
        match (nearest, rule) {
            (Some(index), _) if joins(words, &area, &others[index]) => {
                area = area.union(&others.remove(index));
                sure = area;
            }
            (None, Some(rule)) => {
                let Some(phrases) = row_above(words, &area, rule) else { break };
                area = area.union(rule);
                sure = if phrases > 1 { area } else { sure };
            }
            _ => break,
        }
    }
    sure
}

/// What stands between an area and what is below it.
fn strip(area: &Rect, below: &Rect) -> Rect {
    Rect::new(area.left, area.bottom, area.right, below.top.max(area.bottom))
}

/// Whether a lattice below is the same table: rows of numbers stand between them, or the head of a group, and no title.
fn joins(words: &Words<'_>, area: &Rect, below: &Rect) -> bool {
    let strip = strip(area, below);
    let numbers = |row: &crate::rows::TextRow| {
        let is_number = |p: &&crate::rows::Phrase| p.words.iter().all(|&w| words.inks[w].is_numeric());
        strip.contains(row.bounds.center()) && row.phrases.iter().filter(is_number).count() >= FEWEST_NUMBERS
    };
    let is_group = strip.height() < TIGHT * words.height && words.inside(strip).is_group_in(area);
    (is_group || words.text.iter().any(numbers)) && !is_crossed(words, strip) && !words.has_caption(strip)
}

impl Words<'_> {
    /// Whether all words are one phrase that begins where rows do or stands in the middle of `area`, as the head of a group.
    fn is_group_in(&self, area: &Rect) -> bool {
        let [row] = self.text.as_slice() else { return false };
        let near = |a: f32, b: f32| (a - b).abs() < GROUP_PLACE * self.height;
        row.phrases.len() == 1
            && (near(row.bounds.left, area.left) || near(row.bounds.center().x, area.center().x))
    }
}

/// The phrases of the fullest row that stands between a table and a rule below; nothing where it is a title or none.
fn row_above(words: &Words<'_>, area: &Rect, rule: &Rect) -> Option<usize> {
    let strip = strip(area, rule);
    let rows = words.text.iter().filter(|row| strip.contains(row.bounds.center()));
    let fullest = rows.map(|row| row.phrases.len()).max()?;
    (!is_crossed(words, strip) && !words.has_caption(strip)).then_some(fullest)
}
