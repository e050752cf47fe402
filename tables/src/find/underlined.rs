//! Tables that no line bounds but whose heads are underlined, each column's by itself: rules side by side at one height, with
//! names above and entries below.

use document::Rect;
use imaging::Rulings;

use super::Words;
use crate::rows::{Phrase, TextRow};
use crate::rules;

/// Rules whose heights differ by less than this many letter heights are at one height.
const LEVEL: f32 = 0.4;
/// The rule of a column is at least this wide, and no further from its neighbour, in letter heights.
const SHORTEST: f32 = 1.5;
const WIDEST_GAP: f32 = 6.0;
/// A name stands no higher above its rule than this many letter heights.
const NAME_REACH: f32 = 0.8;
/// An entry or a rule keeps to its column up to this many letter heights.
const KEEP: f32 = 1.0;
/// Rows of a table are not further apart than this many letter heights; rows of one phrase not further than so many times
/// the widest gap above, if that is more than a line's height.
const ROW_REACH: f32 = 4.0;
const LONE_REACH: f32 = 1.6;
/// A last row of one phrase that is not where rows begin is further away than this many letter heights where it is none of
/// the table's.
const STRAY: f32 = 0.5;
/// Lines of a head are not further apart than this many letter heights.
const HEAD_REACH: f32 = 1.0;
/// Most lines of a head above its rules.
const HEAD_LINES: usize = 6;
/// Fewest rows with entries in two columns, and fewest of them where most are numbers: forms have names below lines, too,
/// but not so many to a line.
const FEWEST_ROWS: usize = 3;
const FEWEST_NUMBERS: usize = 2;
/// What stands over several columns and is no head is shorter than this share of the table.
const WIDEST_UNIT: f32 = 0.7;

/// Bounds of the tables below underlined heads.
pub(super) fn areas(words: &Words<'_>, rulings: &Rulings) -> Vec<Rect> {
    let mut areas: Vec<Rect> = vec![];
    let levels = levels(words, rulings);
    for (index, columns) in levels.iter().enumerate() {
        let y = columns.iter().map(|c| c.bottom).fold(f32::MIN, f32::max);
        if areas.iter().any(|area| area.top <= y && y <= area.bottom && area.overlap_x(&columns[0]) > 0.0) {
            continue;
        }
        let rules: Vec<Rect> = across(words, rulings);
        let later = levels.get(index + 1..).unwrap_or_default();
        let table = Table { words, columns, rules: &rules, later };
        areas.extend(table.bounds(y));
    }
    areas
}

fn across(words: &Words<'_>, rulings: &Rulings) -> Vec<Rect> {
    rules::horizontal(rulings, &[], words.height).filter(|r| r.thickness > 0.0).map(|r| r.bounds()).collect()
}

/// Rules side by side with names above them, from the top.
fn levels(words: &Words<'_>, rulings: &Rulings) -> Vec<Vec<Rect>> {
    let height = words.height;
    let mut rules = across(words, rulings);
    rules.retain(|r| r.width() >= SHORTEST * height);
    rules.sort_by(|a, b| a.center().y.total_cmp(&b.center().y));
    let same = |a: &Rect, b: &Rect| b.center().y - a.center().y < LEVEL * height;
    let mut levels = vec![];
    for level in rules.chunk_by(same) {
        let mut level = level.to_vec();
        level.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Each piece that is nearer than a word's space to the one before is drawn double, or the same line.
        level.dedup_by(|b, a| {
            let one = b.left < a.right;
            if one {
                *a = a.union(b);
            }
            one
        });
        let near = |a: &Rect, b: &Rect| b.left - a.right < WIDEST_GAP * height;
        levels.extend(
            level.chunk_by(near).filter(|run| run.len() > 1 && heads(words, run)).map(<[Rect]>::to_vec),
        );
    }
    levels
}

/// Whether each of `rules` has words right above it that are not all sums.
fn heads(words: &Words<'_>, rules: &[Rect]) -> bool {
    let height = words.height;
    let above = |rule: &Rect| {
        words
            .inks
            .iter()
            .filter(|ink| {
                let (gap, middle) = (rule.top - ink.bounds.bottom, ink.bounds.center());
                (-0.5 * height..NAME_REACH * height).contains(&gap)
                    && rule.left - KEEP * height < middle.x
                    && middle.x < rule.right + KEEP * height
            })
            .collect::<Vec<_>>()
    };
    let named: Vec<_> = rules.iter().map(above).collect();
    let is_name = |ink: &&crate::ink::Ink<'_>| !ink.is_numeric() || ink.is_year();
    named.iter().all(|names| !names.is_empty())
        && named.iter().filter(|names| names.iter().any(is_name)).count() * 2 > named.len()
}

struct Table<'a, 'w> {
    words: &'a Words<'w>,
    /// The rules below the heads, left to right.
    columns: &'a [Rect],
    /// All rules of the page.
    rules: &'a [Rect],
    /// The underlined heads further below.
    later: &'a [Vec<Rect>],
}

impl Table<'_, '_> {
    /// The head above and the rows below the rules at `y`; nothing where they make no table.
    fn bounds(&self, y: f32) -> Option<Rect> {
        let rules = Rect::around(self.columns.iter().copied())?;
        let body = self.body(y);
        let full = body.iter().filter(|row| self.filled(row) > 1).count();
        let bounds =
            body.iter().flat_map(|row| self.own(row)).map(|p| p.bounds).fold(rules, |a, b| a.union(&b));
        let inside = self.words.inside(bounds);
        // Lines of other widths right below show lines that are there to be written on.
        let below = (bounds.bottom, bounds.bottom + self.words.height);
        let more = usize::from(self.is_ruled_off(below));
        let enough =
            full >= FEWEST_ROWS + more || (full >= FEWEST_NUMBERS + more && inside.is_mostly_numbers());
        if !enough || (self.columns.len() == 2 && !inside.is_tabular()) {
            return None;
        }
        let bounds = self.words.with_stub(bounds);
        let head = self
            .head(y, bounds)
            .iter()
            .flat_map(|row| self.own(row))
            .map(|p| p.bounds)
            .fold(bounds, |a, b| a.union(&b));
        Some(self.with_sums(head))
    }

    /// The phrases of a row that stand in the table's width.
    fn own<'r>(&self, row: &'r TextRow) -> impl Iterator<Item = &'r Phrase> {
        let (left, right) = self.reach();
        row.phrases.iter().filter(move |p| p.bounds.right > left && p.bounds.left < right)
    }

    fn reach(&self) -> (f32, f32) {
        let left = self.columns.first().map_or(0.0, |c| c.left);
        (left, self.columns.last().map_or(left, |c| c.right))
    }

    /// How many columns, with the names of rows as one, have entries in a row.
    fn filled(&self, row: &TextRow) -> usize {
        let (left, _) = self.reach();
        let stub = row.phrases.iter().any(|p| p.bounds.center().x < left);
        let holds = |c: &&Rect| row.phrases.iter().any(|p| p.bounds.overlap_x(c) > 0.3 * self.words.height);
        usize::from(stub) + self.columns.iter().filter(holds).count()
    }

    /// Whether a phrase is one entry or several: its words keep to their columns and leave the white between these free, or it
    /// stands over several columns as units do, which do not begin where rows begin and are shorter than lines of text.
    fn is_entry(&self, phrase: &Phrase) -> bool {
        let keep = KEEP * self.words.height;
        let (left, right) = self.reach();
        let bounds = phrase.bounds;
        let within = |b: &Rect, slack: f32| {
            b.right < left + slack
                || self.columns.iter().any(|c| b.left > c.left - slack && b.right < c.right + slack)
        };
        let parts = phrase.words.iter().filter_map(|&w| self.words.inks.get(w));
        let parted = || parts.clone().all(|ink| within(&ink.bounds, keep)) && self.leaves_white(phrase);
        let over = bounds.left > left + keep && bounds.right < right + keep;
        let short = bounds.width() < WIDEST_UNIT * (right - left);
        within(&bounds, keep) || parted() || (over && short)
    }

    /// Whether no word of a phrase lies over the middle of the white between two columns.
    fn leaves_white(&self, phrase: &Phrase) -> bool {
        let gaps = self.columns.windows(2).map(|pair| f32::midpoint(pair[0].right, pair[1].left));
        let words = || phrase.words.iter().filter_map(|&w| self.words.inks.get(w)).map(|ink| ink.bounds);
        gaps.into_iter().all(|x| !words().any(|b| b.left < x && x < b.right))
    }

    /// The rows of text below the rules at `y` that are the table's.
    fn body(&self, y: f32) -> Vec<&TextRow> {
        let height = self.words.height;
        let (mut rows, mut bottom, mut widest): (Vec<&TextRow>, f32, f32) = (vec![], y, 0.0);
        let below =
            self.words.text.iter().filter(|row| row.bounds.center().y > y && self.own(row).next().is_some());
        for row in below {
            if self.is_headed_anew(row, &rows) {
                break;
            }
            let bounds = Rect::around(self.own(row).map(|p| p.bounds)).unwrap_or(row.bounds);
            let gap = bounds.top - bottom;
            let lone = self.filled(row) < 2;
            let known = rows.iter().filter(|row| self.filled(row) > 1).count() >= FEWEST_ROWS;
            let far = if lone && known { LONE_REACH * widest.max(height) } else { ROW_REACH * height };
            let entries =
                self.own(row).all(|p| self.is_entry(p)) && !self.words.is_crossing(row, self.reach());
            if gap > far
                || !entries
                || self.is_ruled_off((bottom, bounds.center().y))
                || self.words.names_table(row)
            {
                break;
            }
            widest = if known { widest.max(gap) } else { widest };
            bottom = bottom.max(bounds.bottom);
            rows.push(row);
        }
        // What stands alone below the last entries, away from them, heads what comes next.
        while rows.last().is_some_and(|row| self.filled(row) < 2) {
            let last = rows.len() - 1;
            let gap = if last > 0 { rows[last].bounds.top - rows[last - 1].bounds.bottom } else { f32::MAX };
            let left = self.own(rows[last]).map(|p| p.bounds.left).fold(f32::MAX, f32::min);
            let begins_row = left < self.reach().0 + KEEP * height;
            if gap < if begins_row { height } else { STRAY * height } {
                break;
            }
            rows.pop();
        }
        rows
    }

    /// Whether `row` is the first of further underlined heads, which stand below `rows` of numbers.
    fn is_headed_anew(&self, row: &TextRow, rows: &[&TextRow]) -> bool {
        let numbers = |row: &&&TextRow| {
            let words = row.phrases.iter().flat_map(|p| &p.words).filter_map(|&w| self.words.inks.get(w));
            self.filled(row) > 1 && words.filter(|ink| ink.is_numeric() && !ink.is_year()).count() > 0
        };
        let (left, right) = self.reach();
        let heads = |level: &&Vec<Rect>| {
            let around = Rect::around(level.iter().copied()).unwrap_or_default();
            let y = around.center().y;
            let meets = around.right > left && around.left < right && row.bounds.center().y < y;
            meets && self.head(y, around).iter().any(|head| std::ptr::eq(*head, row))
        };
        rows.iter().filter(numbers).count() >= FEWEST_NUMBERS && self.later.iter().any(|level| heads(&level))
    }

    /// Whether a rule between two heights is none of the table's: neither as wide as a column nor as the table.
    fn is_ruled_off(&self, (top, bottom): (f32, f32)) -> bool {
        let keep = KEEP * self.words.height;
        let (left, right) = self.reach();
        let starts = |x: f32| self.columns.iter().any(|c| (c.left - x).abs() < keep);
        let ends = |x: f32| self.columns.iter().any(|c| (c.right - x).abs() < keep);
        let own = |r: &Rect| (starts(r.left) || r.left < left) && (ends(r.right) || r.right > right);
        let between =
            |r: &&Rect| top + 1.0 < r.center().y && r.center().y < bottom && r.right > left && r.left < right;
        self.rules.iter().filter(between).any(|r| !own(r))
    }

    /// The rows of text above the rules at `y` that head the columns.
    fn head(&self, y: f32, bounds: Rect) -> Vec<&TextRow> {
        let height = self.words.height;
        let keep = KEEP * height;
        let (mut rows, mut top): (Vec<&TextRow>, f32) = (vec![], y);
        let above = self
            .words
            .text
            .iter()
            .rev()
            .filter(|row| row.bounds.center().y < y && self.own(row).next().is_some());
        for row in above.take(HEAD_LINES) {
            let inside = row
                .phrases
                .iter()
                .all(|p| p.bounds.left > bounds.left - keep && p.bounds.right < bounds.right + keep);
            let wide =
                |p: &Phrase| p.bounds.width() > 0.5 * bounds.width() && p.bounds.left < bounds.left + keep;
            let title = self.own(row).count() == 1
                && self.own(row).all(|p| (p.bounds.center().x - bounds.center().x).abs() < keep);
            if top - row.bounds.bottom > HEAD_REACH * height
                || !inside
                || row.phrases.iter().any(wide)
                || title
                || self.words.names_table(row)
            {
                break;
            }
            top = row.bounds.top;
            rows.push(row);
        }
        rows
    }

    /// `bounds` with the rules right below its last row, which underline its sums.
    fn with_sums(&self, bounds: Rect) -> Rect {
        let near = |r: &&Rect| {
            r.center().y > bounds.bottom - self.words.height
                && r.center().y < bounds.bottom + self.words.height
                && r.left > bounds.left - self.words.height
                && r.right < bounds.right + self.words.height
        };
        self.rules.iter().filter(near).fold(bounds, |sum, r| sum.union(r))
    }
}

impl Words<'_> {
    /// Whether a phrase of `row` runs over an end of `reach`, as running text does.
    fn is_crossing(&self, row: &TextRow, (left, right): (f32, f32)) -> bool {
        let far = 2.0 * self.height;
        row.phrases.iter().any(|p| {
            (p.bounds.left < left - far && p.bounds.right > left + far)
                || (p.bounds.left < right - far && p.bounds.right > right + far)
        })
    }
}
