//! Fields of a form that stand right above a table and were taken for its first rows: names, numbers and dates, each with
//! its value, in columns of their own.

use std::ops::Range;

use document::Rect;

use super::Words;
use crate::fit::{Scene, free_columns};
use crate::lattice::Lattice;
use crate::rows::{Phrase, TextRow};

/// Fields stand in so many rows at least: one row of them may be names over several columns.
const FEWEST_ROWS: usize = 2;
/// And in so many at most.
const MOST_ROWS: usize = 6;
/// The title of the sheet may stand above them, in so many rows at most, one phrase in each.
const MOST_TITLES: usize = 2;
/// Lines of one phrase may stand between them and the table, as many at most: what was taken, and the name of the table.
const MOST_CAPTIONS: usize = 2;
/// The head of the table below has so many names at least, and more than a row of the fields.
const FEWEST_NAMES: usize = 3;
/// So many rows must follow the head.
const FEWEST_BELOW: usize = 2;
/// Fields below one another begin at the same place, to this many letter heights; names over columns stand in their
/// middle.
const SAME_LEFT: f32 = 0.6;
/// What reaches over the boundary of two columns by this many letter heights on both sides stands in neither.
const OVER: f32 = 0.5;

/// `area` without the fields at its top.
pub(super) fn without(words: &Words<'_>, area: Rect) -> Rect {
    let inside = words.inside(area);
    let is_title = |row: &&TextRow| matches!(row.phrases.as_slice(), [lone] if !inside.is_field(lone));
    let titles = inside.text.iter().take(MOST_TITLES).take_while(is_title).count();
    let most = (titles + MOST_ROWS).min(inside.text.len().saturating_sub(FEWEST_BELOW + 1));
    let counts = titles + FEWEST_ROWS..=most;
    let is_lone = |row: &&TextRow| matches!(row.phrases.as_slice(), [_]);
    // Where the fields end, and how many rows are no table's.
    let ends = counts.rev().flat_map(|count| {
        let rest = inside.text.get(count..).unwrap_or_default();
        let captions = rest.iter().take(MOST_CAPTIONS).take_while(is_lone).count();
        (0..=captions).map(move |captions| (count, count + captions))
    });
    let above = ends.into_iter().find(|(count, above)| inside.begins_with_fields(titles..*count, *above));
    let above = above.map(|(_, above)| above);
    let last =
        above.and_then(|above| inside.text.get(..above)?.iter().map(|r| r.bounds.bottom).reduce(f32::max));
    let head = above.and_then(|above| inside.text.get(above)).map(|row| row.bounds.top);
    match last.zip(head) {
        Some((last, head)) => Rect { top: last.min(head), ..area },
        None => area,
    }
}

impl Words<'_> {
    /// Whether the rows `fields` are fields and the one behind the first `above` is the head of a table in other columns.
    fn begins_with_fields(&self, fields: Range<usize>, above: usize) -> bool {
        let (Some(fields), Some(rest)) = (self.text.get(fields), self.text.get(above..)) else {
            return false;
        };
        let Some((head, _)) = rest.split_first() else { return false };
        let names = head.phrases.len();
        names >= FEWEST_NAMES
            && !head.phrases.iter().any(|p| self.is_field(p))
            && self.are_fields(fields, names)
            && self.line_up(fields)
            && self.straddles(fields, rest)
    }

    /// Whether all rows have fields but for the first, in which names of persons may stand alone: `Patient Li Ming`.
    fn are_fields(&self, rows: &[TextRow], names: usize) -> bool {
        let Some((first, rest)) = rows.split_first() else { return false };
        let are_all = rest.iter().all(|row| self.is_row_of_fields(row, names));
        let may_begin = first.phrases.len() < names && rest.len() >= FEWEST_ROWS;
        are_all && (may_begin || self.is_row_of_fields(first, names))
    }

    /// Whether a row has fewer entries than the head below has names, a field among them, or several fields.
    fn is_row_of_fields(&self, row: &TextRow, names: usize) -> bool {
        let fields = row.phrases.iter().filter(|phrase| self.is_field(phrase)).count();
        fields > 1 || fields > 0 && row.phrases.len() < names
    }

    /// A name and its value: a colon between them, or a word and something with a digit behind it.
    fn is_field(&self, phrase: &Phrase) -> bool {
        let texts: Vec<&str> = phrase.words.iter().map(|&w| self.inks[w].word.text.as_str()).collect();
        let colon = texts.iter().any(|text| text.trim_end_matches([':', '：']).contains([':', '：']))
            || texts.iter().rev().skip(1).any(|text| text.ends_with([':', '：']));
        let is_name = |text: &&&str| text.chars().any(char::is_alphabetic) && !has_digit(text);
        colon
            || (texts.first().is_some_and(|text| is_name(&text))
                && texts.iter().skip(1).any(|t| has_digit(t)))
    }

    /// Whether what stands in rows, the first apart, begins below what stands in the row above; one of two may be cut short.
    fn line_up(&self, rows: &[TextRow]) -> bool {
        let lefts = |row: &TextRow| row.phrases.iter().map(|p| p.bounds.left).collect::<Vec<_>>();
        let near = |a: f32, b: f32| (a - b).abs() < SAME_LEFT * self.height;
        rows.windows(2).all(|pair| {
            let (above, below) = (lefts(&pair[0]), lefts(&pair[1]));
            let (few, many) = if above.len() < below.len() { (above, below) } else { (below, above) };
            few.iter().all(|&a| many.iter().any(|&b| near(a, b)))
        })
    }

    /// Whether something in `fields` stands over two columns of the rows of `rest`.
    fn straddles(&self, fields: &[TextRow], rest: &[TextRow]) -> bool {
        let Some(bounds) = Rect::around(rest.iter().map(|row| row.bounds)) else { return false };
        let lattice = Lattice::default();
        let xs = free_columns(&Scene {
            inks: &self.inks,
            text: rest,
            height: self.height,
            bounds,
            lattice: &lattice,
        });
        let over = OVER * self.height;
        let crosses = |b: &Rect| xs.iter().any(|x| b.left < x - over && b.right > x + over);
        fields.iter().flat_map(|row| &row.phrases).any(|p| crosses(&p.bounds))
    }
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
}
