//! Tables of which a box is drawn round the head alone: the body stands below it in its columns, without a line.

use document::Rect;
use imaging::Rulings;

use super::Words;
use super::ruled::{is_crossed, same_extent};
use crate::ink::median;
use crate::rows::TextRow;
use crate::{rules, stacked};

/// A boxed head has so many rows of text at most: names in two languages, or names over names.
const MOST_HEAD_ROWS: usize = 2;
/// It has so many lines down at least, which make two columns: one column has no rows that could be told from text.
const FEWEST_LINES: usize = 3;
/// So many rows with entries in two columns must stand below it.
const FEWEST_ROWS: usize = 2;
/// A row stands no further below the one above than this many letter heights, and than this many times the usual
/// distance: signatures below a report keep more.
const REACH: f32 = 3.0;
const UNEVEN: f32 = 1.6;
/// Words reach over the lines of their column by no more than this many letter heights.
const OVER: f32 = 0.4;
/// A gap narrower than this many letter heights is a space within an entry: what stands on both sides runs on.
const SPACE: f32 = 0.25;
/// So is one that is not this much wider than the row's spaces between words, which are narrower than so many letter heights.
const WIDER: f32 = 1.25;
const WORD_SPACE: f32 = 0.6;
/// So many rows in sequence may have words over a line: a mark in a column of its own, read with the name behind it.
const MOST_ASTRAY: usize = 1;
/// A rule over this share of the head's width ends the body.
const LONG_RULE: f32 = 0.5;

/// `lattices`, those that are nothing but a head with the body below them.
pub(super) fn with_bodies(words: &Words<'_>, rulings: &Rulings, lattices: &[Rect]) -> Vec<Rect> {
    let rules: Vec<Rect> =
        rules::horizontal(rulings, &words.inks, words.height).map(|r| r.bounds()).collect();
    let grow = |head: &Rect| {
        let xs = lines_down(words, rulings, head);
        let is_head = xs.len() >= FEWEST_LINES && words.inside(*head).text.len() <= MOST_HEAD_ROWS;
        let others: Vec<Rect> = lattices.iter().filter(|other| *other != head).copied().collect();
        let body = is_head.then(|| Body { words, rules: &rules, others: &others, xs: &xs, head: *head });
        body.and_then(|body| body.bottom()).map_or(*head, |bottom| Rect { bottom, ..*head })
    };
    lattices.iter().map(grow).collect()
}

/// Places of the lines that run down within `head`, its sides among them: they bound its first and its last column, drawn or not.
fn lines_down(words: &Words<'_>, rulings: &Rulings, head: &Rect) -> Vec<f32> {
    let near = head.grown(1.0);
    let down = rules::vertical(rulings, &words.inks, words.height);
    let mut xs: Vec<f32> =
        down.filter(|r| near.contains(rules::middle(r))).map(|r| rules::middle(r).x).collect();
    if xs.len() >= FEWEST_LINES {
        xs.extend([head.left, head.right]);
    }
    xs.sort_by(f32::total_cmp);
    xs.dedup_by(|a, b| *a - *b < OVER * words.height);
    xs
}

/// What may go on below a head.
struct Body<'w> {
    words: &'w Words<'w>,
    rules: &'w [Rect],
    others: &'w [Rect],
    /// Places of the head's lines down, rising.
    xs: &'w [f32],
    head: Rect,
}

impl Body<'_> {
    /// Where the rows below the head end, that of a rule below them taken in; nothing where too few are a table's.
    fn bottom(&self) -> Option<f32> {
        let page = self.words.inks.iter().map(|ink| ink.bounds.bottom).fold(self.head.bottom, f32::max);
        let below = self.words.inside(Rect { top: self.head.bottom, bottom: page, ..self.head });
        let (mut area, mut sure, mut full) = (self.head, self.head.bottom, 0);
        let (mut last, mut steps, mut astray): (Option<f32>, Vec<f32>, usize) = (None, vec![], 0);
        for row in &stacked::unstacked(&below.text, &below.inks, self.xs, self.words.height) {
            let at = row.bounds.center().y;
            let step = last.map(|last| at - last);
            let uneven = step.zip(median(steps.clone())).is_some_and(|(step, usual)| step > UNEVEN * usual);
            let next = Rect { bottom: row.bounds.bottom.max(area.bottom), ..area };
            let far = row.bounds.top - area.bottom > REACH * self.words.height;
            let columns = self.columns(&below, row);
            astray = if columns.is_some() { 0 } else { astray + 1 };
            if uneven || far || astray > MOST_ASTRAY || self.ends(&area, &next) {
                break;
            }
            (area, last) = (next, Some(at));
            steps.extend(step);
            if columns.is_some_and(|columns| columns > 1) {
                (sure, full) = (next.bottom, full + 1);
            }
        }
        let closes = |r: &&Rect| {
            same_extent(&self.head, r, self.words.height)
                && (0.0..REACH * self.words.height).contains(&(r.top - sure))
        };
        let rule = self.rules.iter().find(closes).map(|r| r.bottom);
        (full >= FEWEST_ROWS).then_some(rule.unwrap_or(sure))
    }

    /// In how many of the head's columns a row has words; nothing where some run over a line of the head.
    fn columns(&self, below: &Words<'_>, row: &TextRow) -> Option<usize> {
        let over = OVER * self.words.height;
        let mut boxes: Vec<Rect> =
            row.phrases.iter().flat_map(|p| &p.words).map(|&w| below.inks[w].bounds).collect();
        // An entry in two lines stands beside others.
        boxes.sort_by(|a, b| a.left.total_cmp(&b.left));
        let column_of = |b: &Rect| {
            self.xs.windows(2).position(|pair| b.left > pair[0] - over && b.right < pair[1] + over)
        };
        let columns = boxes.iter().map(column_of).collect::<Option<Vec<usize>>>()?;
        let (mut inner, mut outer): (Vec<f32>, Vec<f32>) = (vec![], vec![]);
        let mut right = f32::MIN;
        for (at, b) in boxes.iter().enumerate() {
            let is_new = at > 0 && columns[at] != columns[at - 1];
            if is_new {
                outer.push(b.left - right);
                right = b.right;
            } else {
                inner.push(b.left - right);
                right = right.max(b.right);
            }
        }
        // What stands on both sides of a line runs on where it is no further apart than words are.
        let is_space = |gap: &&f32| (0.0..WORD_SPACE * self.words.height).contains(*gap);
        let widest = inner.iter().filter(is_space).copied().fold(0.0, f32::max);
        let space = (WIDER * widest).max(SPACE * self.words.height);
        outer.iter().all(|gap| *gap >= space).then_some(outer.len() + 1)
    }

    /// Whether a table that reached down to `area` ends above the row that `next` takes in.
    fn ends(&self, area: &Rect, next: &Rect) -> bool {
        let strip = Rect { top: area.bottom, ..*next };
        let is_between = |r: &Rect| {
            r.center().y > area.bottom + 1.0
                && r.center().y < next.bottom
                && r.overlap_x(&self.head) > LONG_RULE * self.head.width()
        };
        self.rules.iter().any(|r| is_between(r) && r.center().y > self.head.bottom + 1.0)
            || self.others.iter().any(|other| other.overlap(&strip) > 0.0)
            || is_crossed(self.words, strip)
            || self.words.has_caption(strip)
    }
}
