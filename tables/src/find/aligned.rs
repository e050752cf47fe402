//! Areas made by words that stand in columns.

use document::Rect;

use super::{Words, fields};
use crate::rows::{Phrase, TextRow};

/// A phrase wider than this many letter heights is a line of running text.
const LONG_PHRASE: f32 = 22.0;
/// Phrases of one table's row are not further apart than this many letter heights.
const WIDEST_GAP: f32 = 22.0;
/// A row of text further below than this many letter heights begins something else.
const ROW_REACH: f32 = 3.2;
/// Fewest rows with two entries or more.
const FEWEST_ROWS: usize = 3;

/// Fewest of them where few entries are numbers: letterheads and addresses beside each other have fewer.
const FEWEST_WORDY: usize = 6;

/// Part of a row of text: short phrases side by side.
#[derive(Debug, Clone)]
struct Run {
    phrases: Vec<Rect>,
    bounds: Rect,
}

/// Bounds of blocks of rows whose entries stand below one another.
pub(super) fn areas(words: &Words<'_>) -> Vec<Rect> {
    let runs: Vec<Run> = words.text.iter().flat_map(|row| runs(words, row)).collect();
    let mut blocks: Vec<Vec<usize>> = vec![];
    for (index, run) in runs.iter().enumerate() {
        let fits =
            |block: &Vec<usize>| block.iter().rev().take(4).any(|&i| follows(&runs[i], run, words.height));
        match blocks.iter_mut().rev().find(|block| fits(block)) {
            Some(block) => block.push(index),
            None => blocks.push(vec![index]),
        }
    }
    let area = |block: Vec<usize>| {
        let full = block.iter().filter(|&&i| runs[i].phrases.len() >= 2).count();
        let bounds = Rect::around(block.iter().map(|&i| runs[i].bounds)).filter(|_| full >= FEWEST_ROWS)?;
        let bounds = fields::without(words, with_header(words, bounds));
        let inside = words.inside(bounds);
        (inside.is_tabular() && (full >= FEWEST_WORDY || inside.has_numbers())).then_some(bounds)
    };
    blocks.into_iter().filter_map(area).collect()
}

/// The row's short phrases, cut where a long one or a wide gap is. Dots that lead to the next column make none long.
fn runs(words: &Words<'_>, row: &TextRow) -> Vec<Run> {
    let height = words.height;
    let leads = |phrase: &Phrase| {
        let last = phrase.words.last().and_then(|&word| words.inks.get(word));
        last.is_some_and(|ink| ink.has_leader())
    };
    let mut runs: Vec<Run> = vec![];
    let mut last_right = f32::MIN;
    for phrase in &row.phrases {
        if phrase.bounds.width() > LONG_PHRASE * height && !leads(phrase) {
            last_right = f32::MIN;
            continue;
        }
        match runs.last_mut() {
            Some(run) if phrase.bounds.left - last_right < WIDEST_GAP * height => {
                run.phrases.push(phrase.bounds);
                run.bounds = run.bounds.union(&phrase.bounds);
            }
            _ => runs.push(Run { phrases: vec![phrase.bounds], bounds: phrase.bounds }),
        }
        last_right = phrase.bounds.right;
    }
    runs
}

/// Whether `below` goes on with the table of `above`: near enough, and its entries stand below entries.
fn follows(above: &Run, below: &Run, height: f32) -> bool {
    let gap = below.bounds.top - above.bounds.bottom;
    if gap > ROW_REACH * height || below.bounds.center().y <= above.bounds.center().y {
        return false;
    }
    let (few, many) = if above.phrases.len() < below.phrases.len() { (above, below) } else { (below, above) };
    if many.phrases.len() < 2 {
        return false;
    }
    let met = few.phrases.iter().filter(|p| many.phrases.iter().any(|q| stands_under(p, q, height))).count();
    met * 3 >= few.phrases.len() * 2
}

/// Left, right or middle agree, or one lies within the other.
fn stands_under(a: &Rect, b: &Rect, height: f32) -> bool {
    let same = |x: f32, y: f32| (x - y).abs() < 0.6 * height;
    same(a.left, b.left)
        || same(a.right, b.right)
        || same(a.center().x, b.center().x)
        || a.overlap_x(b) > 0.7 * a.width().min(b.width())
}

/// A header right above is taken in: short phrases within the table's width.
fn with_header(words: &Words<'_>, bounds: Rect) -> Rect {
    let mut grown = bounds;
    for row in words.text.iter().rev().filter(|row| row.bounds.center().y < bounds.top) {
        let over: Vec<Rect> =
            row.phrases.iter().map(|p| p.bounds).filter(|b| b.overlap_x(&grown) > 0.0).collect();
        let inside = |b: &Rect| b.left > grown.left - words.height && b.right < grown.right + words.height;
        let near = grown.top - row.bounds.bottom < 1.2 * words.height;
        if !near || over.len() < 2 || !over.iter().all(inside) {
            break;
        }
        grown = over.iter().fold(grown, |sum, b| sum.union(b));
    }
    grown
}
