//! Rows that no line parts between the ruled ones: lines run down through a list of goods, and across only around it.

use std::collections::BTreeMap;

use document::{CellSpan, Rect};

use crate::candidate::Candidate;
use crate::frame::{Frame, rising};
use crate::ink::{Ink, median};
use crate::rows::text_rows;

/// So many cells must have numbers below each other, on the same rows of text: one alone has a number on two lines.
const FEWEST_STACKS: usize = 2;
/// And so many rows of text must have numbers in several of them.
const FEWEST_ROWS: usize = 2;
/// A row of text without such numbers goes on with the one above where it stands nearer than this share of the usual distance.
const TIGHT: f32 = 0.8;
/// Rows between boundaries that are closer than this, in pixels, would have no room.
const NARROWEST: f32 = 1.0;

/// `candidate` with each ruled row parted in which several cells have numbers below numbers; nothing where none has.
pub(crate) fn parted(candidate: &Candidate, inks: &[Ink<'_>], height: f32) -> Option<Candidate> {
    let rows: Vec<Vec<Text>> =
        (0..candidate.frame.rows() as u32).map(|row| texts(candidate, inks, height, row)).collect();
    let single = |row: &'_ Vec<Text>| match row.as_slice() {
        [one] => Some(one.bounds.center().y),
        _ => None,
    };
    let single: Vec<f32> = rows.iter().filter_map(single).collect();
    let usual = median(single.windows(2).map(|pair| pair[1] - pair[0]).collect());
    let bands: Vec<Band> = rows.iter().map(|text| Band::new(text, usual)).collect();
    if bands.iter().all(|band| band.cuts.is_empty()) {
        return None;
    }
    // Where each old row begins among the new ones, and where they end.
    let mut starts = vec![0_u32];
    for band in &bands {
        starts.push(starts.last().copied().unwrap_or(0) + band.cuts.len() as u32 + 1);
    }
    let with_cuts = |(row, &y): (usize, &f32)| {
        let cuts = bands.get(row).map_or(&[][..], |band| &band.cuts);
        std::iter::once(y).chain(cuts.iter().copied())
    };
    let mut ys: Vec<f32> = candidate.frame.ys.iter().enumerate().flat_map(with_cuts).collect();
    rising(&mut ys, NARROWEST);
    let (mut cells, mut firsts) = (vec![], vec![]);
    for span in &candidate.frame.cells {
        let (row, end) = (starts[span.row as usize], starts[(span.row + span.row_span) as usize]);
        firsts.push(cells.len());
        if span.row_span == 1 {
            cells.extend((row..end).map(|row| CellSpan { row, row_span: 1, ..*span }));
        } else {
            cells.push(CellSpan { row, row_span: end - row, ..*span });
        }
    }
    let owner = |(word, owner): (usize, &Option<usize>)| {
        let cell = (*owner)?;
        let span = candidate.frame.cells.get(cell)?;
        let parts = bands.get(span.row as usize).filter(|_| span.row_span == 1).map(|band| &band.parts);
        let within = parts.and_then(|parts| parts.get(&word)).copied().unwrap_or(0);
        Some(firsts.get(cell)? + within)
    };
    let owners = candidate.owners.iter().enumerate().map(owner).collect();
    let frame = Frame { xs: candidate.frame.xs.clone(), ys, cells };
    Some(Candidate { frame, owners, ..candidate.clone() })
}

/// A ruled row with what parts it.
#[derive(Default)]
struct Band {
    /// Where rows begin within it, but for the first, top to bottom.
    cuts: Vec<f32>,
    /// Per word that is in a cell of this row alone, which of its parts it is in.
    parts: BTreeMap<usize, usize>,
}

/// A row of text in a band: its words, its box, the cells in which it has words, and those in which it has nothing but numbers, or
/// begins with one.
struct Text {
    words: Vec<usize>,
    bounds: Rect,
    cells: Vec<usize>,
    numbers: Vec<usize>,
    measures: Vec<usize>,
}

impl Band {
    /// What parts the rows of text of one row; `usual` is how far rows of one line are apart.
    fn new(text: &[Text], usual: Option<f32>) -> Self {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        text.iter().flat_map(|line| &line.numbers).for_each(|&cell| *counts.entry(cell).or_default() += 1);
        let is_stack = |cell: &&usize| counts.get(cell).is_some_and(|&count| count > 1);
        let in_stacks = |line: &Text| line.numbers.iter().filter(is_stack).count();
        let is_even = is_even(text, usual);
        let stacked = text.iter().filter(|line| in_stacks(line) >= FEWEST_STACKS).count();
        if !is_even && stacked < FEWEST_ROWS {
            return Self::default();
        }
        let pitch = median(text.windows(2).map(|pair| distance(&pair[0], &pair[1])).collect());
        let is_far = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| text.get(before));
            before.zip(pitch).is_some_and(|(before, pitch)| distance(before, &text[at]) >= TIGHT * pitch)
        };
        let mut band = Self::default();
        let mut above: Option<Rect> = None;
        for (at, line) in text.iter().enumerate() {
            if let Some(above) = above.take_if(|_| is_even || in_stacks(line) > 0 || is_far(at)) {
                band.cuts.push(f32::midpoint(above.bottom, line.bounds.top));
            }
            above = Some(above.map_or(line.bounds, |above| above.union(&line.bounds)));
            band.parts.extend(line.words.iter().map(|&word| (word, band.cuts.len())));
        }
        band
    }
}

/// Whether rows of text that stand as far apart as rows have a name and what begins with a number each.
fn is_even(text: &[Text], usual: Option<f32>) -> bool {
    let Some((first, below)) = text.split_first() else { return false };
    let in_all =
        |cell: &&usize, of: fn(&Text) -> &Vec<usize>| text.iter().all(|line| of(line).contains(cell));
    let names = first.cells.iter().find(|cell| in_all(cell, |line| &line.cells));
    let measures = first.measures.iter().find(|cell| in_all(cell, |line| &line.measures));
    let is_named =
        names.zip(measures).is_some_and(|(name, measure)| name < measure && !first.measures.contains(name));
    let is_far = |pair: &[Text]| usual.is_none_or(|usual| distance(&pair[0], &pair[1]) >= TIGHT * usual);
    !below.is_empty() && is_named && text.windows(2).all(is_far)
}

/// How far the middles of two rows of text are apart.
fn distance(above: &Text, below: &Text) -> f32 {
    below.bounds.center().y - above.bounds.center().y
}

/// The rows of text in the cells of `row` alone, top to bottom.
fn texts(candidate: &Candidate, inks: &[Ink<'_>], height: f32, row: u32) -> Vec<Text> {
    let cell_of = |word: usize| {
        let cell = candidate.owners.get(word).copied().flatten()?;
        let span = candidate.frame.cells.get(cell)?;
        (span.row == row && span.row_span == 1).then_some(cell)
    };
    let (words, own): (Vec<usize>, Vec<Ink<'_>>) = inks
        .iter()
        .enumerate()
        .filter(|(word, _)| cell_of(*word).is_some())
        .map(|(word, ink)| (word, *ink))
        .unzip();
    let read = |line: crate::rows::TextRow| {
        let words: Vec<usize> = line
            .phrases
            .iter()
            .flat_map(|phrase| &phrase.words)
            .filter_map(|&at| words.get(at).copied())
            .collect();
        let mut cells: Vec<usize> = words.iter().filter_map(|&word| cell_of(word)).collect();
        cells.dedup();
        let is_number = |cell: &usize| {
            let mut inside =
                words.iter().filter(|&&word| cell_of(word) == Some(*cell)).map(|&word| &inks[word]);
            inside.all(|ink| ink.is_numeric() && !ink.is_year() && !goes_on(&ink.word.text))
        };
        let is_measure = |cell: &usize| {
            let first = words.iter().find(|&&word| cell_of(word) == Some(*cell)).map(|&word| &inks[word]);
            first.is_some_and(|ink| ink.is_numeric() && !ink.is_year() && !goes_on(&ink.word.text))
        };
        let numbers = cells.iter().copied().filter(is_number).collect();
        let measures = cells.iter().copied().filter(is_measure).collect();
        Text { words, bounds: line.bounds, cells, numbers, measures }
    };
    text_rows(&own, height, |_, _| false).into_iter().map(read).collect()
}

/// Whether a number goes on with the one above it or below: in brackets, or with a dash at its end.
fn goes_on(text: &str) -> bool {
    text.starts_with(['(', '（', '[']) || (text.len() > 1 && text.ends_with(['-', '–', '—', '/']))
}

#[cfg(test)]
mod tests {
    use imaging::Rulings;

    use super::*;
    use crate::ink::words_inside;
    use crate::lattice::Lattice;
    use crate::sample::{lines, ruling};

    #[test]
    fn only_rows_of_numbers_part_a_ruled_row() {
        type Row<'a> = (f32, &'a [(f32, &'a str)]);
        let cases: [(&[Row<'_>], Option<usize>); 6] = [
            (
                &[
                    (140.0, &[(120.0, "urea"), (320.0, "5 mg")]),
                    (165.0, &[(120.0, "iron"), (320.0, "6 mg"), (520.0, "high")]),
                ],
                Some(3),
            ),
            (
                &[
                    (140.0, &[(120.0, "doses"), (320.0, "5 mg")]),
                    (165.0, &[(120.0, "given"), (320.0, "daily")]),
                ],
                None,
            ),
            (
                &[
                    (140.0, &[(120.0, "a"), (320.0, "5"), (520.0, "4")]),
                    (165.0, &[(320.0, "6"), (520.0, "7")]),
                ],
                Some(3),
            ),
            (
                &[
                    (140.0, &[(120.0, "a"), (320.0, "5"), (520.0, "4")]),
                    (165.0, &[(320.0, "(6)"), (520.0, "(7)")]),
                ],
                None,
            ),
            (
                &[
                    (140.0, &[(120.0, "a"), (320.0, "1990"), (520.0, "2000")]),
                    (165.0, &[(320.0, "1995"), (520.0, "2005")]),
                ],
                None,
            ),
            (
                &[
                    (140.0, &[(120.0, "a"), (320.0, "5"), (520.0, "b")]),
                    (165.0, &[(320.0, "6"), (520.0, "c")]),
                ],
                None,
            ),
        ];
        let head: Row<'_> = (100.0, &[(120.0, "Item"), (320.0, "Low"), (520.0, "High")]);
        for (body, want) in cases {
            let lines = lines(&[&[head], body].concat());
            let lines: Vec<_> = lines.iter().collect();
            let bounds = Rect::new(100.0, 95.0, 700.0, 190.0);
            let inks = words_inside(&lines, bounds);
            let rulings = Rulings {
                horizontal: [95.0, 130.0, 190.0].map(|y| ruling(100.0, y, 700.0, y)).into(),
                vertical: [100.0, 300.0, 500.0, 700.0].map(|x| ruling(x, 95.0, x, 190.0)).into(),
            };
            let ruled = Lattice::new(&rulings, &inks, bounds, 20.0, false).candidate(&inks, bounds).unwrap();
            let found = parted(&ruled, &inks, 20.0);
            assert_eq!(found.map(|candidate| candidate.frame.rows()), want, "{body:?}");
        }
    }
}
