//! Rows of text: what stands on one baseline, and the phrases in it.

use document::Rect;

use crate::ink::Ink;

/// Words that stand side by side on one row of text without a wide gap.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Indices of the words, left to right.
    pub(crate) words: Vec<usize>,
    /// Around all of them.
    pub(crate) bounds: Rect,
}

/// What stands on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct TextRow {
    /// From left to right.
    pub(crate) phrases: Vec<Phrase>,
    /// Around all of them.
    pub(crate) bounds: Rect,
}

/// Two words share a row if their heights overlap by this share of the smaller one: more would part superscripts from
/// their word, less would glue tight rows.
const SAME_ROW: f32 = 0.5;
/// A gap wider than this many letter heights parts phrases; word spaces of justified print stay below.
const PHRASE_GAP: f32 = 0.75;

/// The rows of text, top to bottom. `apart` says whether something (a ruling line) parts two neighbouring words.
pub(crate) fn text_rows(inks: &[Ink<'_>], height: f32, apart: impl Fn(&Rect, &Rect) -> bool) -> Vec<TextRow> {
    let mut order: Vec<usize> = (0..inks.len()).collect();
    order.sort_by(|&a, &b| inks[a].bounds.center().y.total_cmp(&inks[b].bounds.center().y));
    let mut rows: Vec<(Rect, Vec<usize>)> = vec![];
    for index in order {
        let bounds = inks[index].bounds;
        let fit = |row: &(Rect, Vec<usize>)| shared_height(inks, row, &bounds);
        let best = rows
            .iter()
            .enumerate()
            .rev()
            .take(4)
            .map(|(i, row)| (fit(row), i))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match best.filter(|(share, _)| *share >= SAME_ROW) {
            Some((_, at)) => {
                rows[at].0 = rows[at].0.union(&bounds);
                rows[at].1.push(index);
            }
            None => rows.push((bounds, vec![index])),
        }
    }
    let mut rows: Vec<_> =
        rows.into_iter().map(|(bounds, words)| cut(inks, bounds, words, height, &apart)).collect();
    rows.sort_by(|a, b| a.bounds.center().y.total_cmp(&b.bounds.center().y));
    rows
}

/// How much of the smaller height `bounds` shares with its nearest neighbour (in x) in `row`: neighbours rather than the
/// whole row, so that a row that slopes or bends is followed.
fn shared_height(inks: &[Ink<'_>], row: &(Rect, Vec<usize>), bounds: &Rect) -> f32 {
    let away = |other: &Rect| (other.left - bounds.right).max(bounds.left - other.right).max(0.0);
    let near = row.1.iter().map(|&i| inks[i].bounds).min_by(|a, b| away(a).total_cmp(&away(b)));
    near.map_or(0.0, |near| {
        // A word above another one in the same place is not on its row, however much they touch.
        let over = near.overlap_x(bounds) > 0.5 * near.width().min(bounds.width());
        let share = near.overlap_y(bounds) / near.height().min(bounds.height()).max(1.0);
        if over { share - 0.3 } else { share }
    })
}

fn cut(
    inks: &[Ink<'_>],
    bounds: Rect,
    mut words: Vec<usize>,
    height: f32,
    apart: &impl Fn(&Rect, &Rect) -> bool,
) -> TextRow {
    words.sort_by(|&a, &b| inks[a].bounds.left.total_cmp(&inks[b].bounds.left));
    let mut phrases: Vec<Phrase> = vec![];
    for index in words {
        let here = inks[index].bounds;
        match phrases.last_mut() {
            Some(last)
                if here.left - last.bounds.right <= PHRASE_GAP * height && !apart(&last.bounds, &here) =>
            {
                last.bounds = last.bounds.union(&here);
                last.words.push(index);
            }
            _ => phrases.push(Phrase { words: vec![index], bounds: here }),
        }
    }
    TextRow { phrases, bounds }
}
