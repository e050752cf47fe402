//! Entries in two lines beside others in one: `0.03` over `Non-Reactive` with the name at mid-height between them.

use std::collections::BTreeMap;

use document::Rect;

use crate::fit::column_of;
use crate::ink::Ink;
use crate::rows::TextRow;

/// Both lines and what stands between them are so many rows of text at most.
const MOST_ROWS: usize = 3;
/// Entries of one line beside it are at least so many: one alone may name several rows.
const FEWEST_BESIDE: usize = 2;
/// They stand no further from its middle than this many letter heights: rows set tight are half of 1.3 apart.
const OFF_MIDDLE: f32 = 0.35;
/// The white between its lines is lower than this many letter heights.
const TIGHT: f32 = 0.6;

/// How many rows of text each row of the table takes, from the top: one, or those that an entry in two lines makes. `xs` are
/// the boundaries of the columns, two at least, rising.
pub(crate) fn stacks(text: &[TextRow], inks: &[Ink<'_>], xs: &[f32], height: f32) -> Vec<usize> {
    let mut counts = vec![];
    let mut done = 0;
    while done < text.len() {
        let is_stack =
            |count: &usize| text.get(done..done + count).is_some_and(|rows| is_entry(rows, inks, xs, height));
        let count = (2..=MOST_ROWS).rev().find(is_stack).unwrap_or(1);
        counts.push(count);
        done += count;
    }
    counts
}

/// Rows of text with those that make one row of the table together as one.
pub(crate) fn unstacked(text: &[TextRow], inks: &[Ink<'_>], xs: &[f32], height: f32) -> Vec<TextRow> {
    let mut rest = text.iter().cloned();
    let mut rows = vec![];
    for count in stacks(text, inks, xs, height) {
        let joined = rest.by_ref().take(count).reduce(|mut one, other| {
            one.bounds = one.bounds.union(&other.bounds);
            one.phrases.extend(other.phrases);
            one
        });
        rows.extend(joined);
    }
    rows.iter_mut().for_each(|row| row.phrases.sort_by(|a, b| a.bounds.left.total_cmp(&b.bounds.left)));
    rows
}

/// Whether some rows of text are one row of the table: in one column words stand in two lines, no numbers below numbers, and in
/// the others at their mid-height. Of three lines the middle one may be a row by itself, between two that have but a name.
fn is_entry(rows: &[TextRow], inks: &[Ink<'_>], xs: &[f32], height: f32) -> bool {
    let mut columns: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
    for (row, number) in rows.iter().zip(0..) {
        for ink in row.phrases.iter().flat_map(|phrase| &phrase.words).filter_map(|&word| inks.get(word)) {
            let lines = columns.entry(column_of(xs, &ink.bounds)).or_default();
            match lines.last_mut() {
                Some(line) if line.row == number => line.add(ink),
                _ => lines.push(Line { row: number, bounds: ink.bounds, is_number: ink.is_numeric() }),
            }
        }
    }
    let (stacked, single): (Vec<_>, Vec<_>) = columns.into_values().partition(|lines| lines.len() > 1);
    let [stack] = stacked.as_slice() else { return false };
    let [over, under] = stack.as_slice() else { return false };
    let tight = under.bounds.top - over.bounds.bottom < TIGHT * height;
    let middle = f32::midpoint(over.bounds.center().y, under.bounds.center().y);
    let at_middle = |line: &Line| (line.bounds.center().y - middle).abs() < OFF_MIDDLE * height;
    let numbers = over.is_number && under.is_number;
    single.len() >= FEWEST_BESIDE && tight && !numbers && single.iter().flatten().all(at_middle)
}

/// The words of one column on one row of text.
struct Line {
    row: usize,
    bounds: Rect,
    is_number: bool,
}

impl Line {
    fn add(&mut self, ink: &Ink<'_>) {
        self.bounds = self.bounds.union(&ink.bounds);
        self.is_number &= ink.is_numeric();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::words_inside;
    use crate::rows::text_rows;
    use crate::sample::lines;

    const COLUMNS: [f32; 4] = [0.0, 200.0, 400.0, 600.0];

    fn counts(rows: &[(f32, &[(f32, &str)])]) -> Vec<usize> {
        let lines = lines(rows);
        let lines: Vec<_> = lines.iter().collect();
        let inks = words_inside(&lines, Rect::new(0.0, 0.0, 600.0, 1000.0));
        stacks(&text_rows(&inks, 20.0, |_, _| false), &inks, &COLUMNS, 20.0)
    }

    #[test]
    fn results_in_two_lines_stand_beside_one_name() {
        let rows: &[(f32, &[(f32, &str)])] = &[
            (100.0, &[(210.0, "0.03")]),
            (111.0, &[(10.0, "HBsAg"), (410.0, "<0.05")]),
            (122.0, &[(210.0, "Non-Reactive")]),
            (160.0, &[(10.0, "Anti-HBs"), (210.0, "192.0"), (410.0, "<10.0")]),
            (200.0, &[(10.0, "Syphilis Antibody")]),
            (211.0, &[(210.0, "0.39"), (410.0, "<1.00")]),
            (222.0, &[(10.0, "(treponemal)")]),
        ];
        assert_eq!(counts(rows), [3, 1, 3]);
    }

    #[test]
    fn rows_beside_the_name_of_their_group_stay_rows() {
        let numbers: &[(f32, &[(f32, &str)])] = &[
            (100.0, &[(210.0, "12")]),
            (111.0, &[(10.0, "Fragments"), (410.0, "total")]),
            (122.0, &[(210.0, "15")]),
        ];
        assert_eq!(counts(numbers), [1, 1, 1], "numbers below numbers");
        let labels: &[(f32, &[(f32, &str)])] = &[
            (100.0, &[(210.0, "men"), (410.0, "12")]),
            (111.0, &[(10.0, "Adults")]),
            (122.0, &[(210.0, "women"), (410.0, "15")]),
        ];
        assert_eq!(counts(labels), [1, 1, 1], "entries in two columns");
        let tight: &[(f32, &[(f32, &str)])] = &[
            (100.0, &[(10.0, "pH"), (210.0, "7.3")]),
            (122.0, &[(10.0, "Colour"), (210.0, "yellow"), (410.0, "yellow")]),
        ];
        assert_eq!(counts(tight), [1, 1]);
        let names: &[(f32, &[(f32, &str)])] = &[
            (100.0, &[(10.0, "Ketones")]),
            (125.0, &[(10.0, "Blood"), (210.0, "+1"), (410.0, "none")]),
            (150.0, &[(10.0, "Nitrites")]),
        ];
        assert_eq!(counts(names), [1, 1, 1], "names whose results were not read");
    }
}
