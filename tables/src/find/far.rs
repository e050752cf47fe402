//! A last column of numbers that stands so far right of a table's others that it was not seen with them: ranges at the right edge
//! of a sheet.

use document::Rect;

use super::Words;
use crate::rows::{Phrase, TextRow};

/// Share of a table's rows that must have an entry beyond, on the same height; the lines of a foot within its area have none.
const FILLED: f32 = 0.75;
/// Fewest of them.
const FEWEST: usize = 3;
/// Share of the entries that must have numbers.
const NUMBERS: f32 = 0.7;
/// Share of the entries whose left ends, middles or right ends stand below each other, up to so many letter heights.
const ALIGNED: f32 = 0.7;
const OFF: f32 = 1.0;
/// Middles that differ by less than this many letter heights are on one height.
const LEVEL: f32 = 0.3;
/// An entry is not wider than this many letter heights, and begins no further from the table.
const WIDEST: f32 = 20.0;
const FURTHEST: f32 = 40.0;

impl Words<'_> {
    /// `area` with a column of numbers on its right that stands in none of the `others`, if most of its rows have one there.
    pub(super) fn with_far_column(&self, area: Rect, others: &[Rect]) -> Rect {
        let inside = |row: &&TextRow| (area.top..=area.bottom).contains(&row.bounds.center().y);
        let is_own = |p: &&Phrase| (area.left..=area.right).contains(&p.bounds.center().x);
        let (mut rows, mut entries, mut numbers) = (0, vec![], 0);
        for row in self.text.iter().filter(inside) {
            let own: Vec<&Phrase> = row.phrases.iter().filter(is_own).collect();
            let [_, .., last] = own.as_slice() else { continue };
            rows += 1;
            let beyond: Vec<&Phrase> =
                row.phrases.iter().filter(|p| p.bounds.center().x > area.right).collect();
            let around = Rect::around(beyond.iter().map(|p| p.bounds));
            let level = |b: &Rect| (b.center().y - last.bounds.center().y).abs() < LEVEL * self.height;
            let Some(entry) = around.filter(level) else { continue };
            entries.push(entry);
            let mut words = beyond.iter().flat_map(|p| &p.words).filter_map(|&word| self.inks.get(word));
            numbers += usize::from(words.any(|ink| ink.is_numeric()));
        }
        let is_near =
            |b: &Rect| b.width() < WIDEST * self.height && b.left - area.right < FURTHEST * self.height;
        let is_free = |b: &Rect| others.iter().all(|other| b.overlap(other) <= 0.0);
        let share = |part: usize, least: f32| part as f32 >= least * entries.len() as f32;
        let column = Rect::around(entries.iter().copied()).filter(|column| {
            entries.len() >= FEWEST
                && entries.len() as f32 >= FILLED * rows as f32
                && share(numbers, NUMBERS)
                && share(self.most_below_each_other(&entries), ALIGNED)
                && entries.iter().all(is_near)
                && is_free(column)
        });
        column.map_or(area, |column| area.union(&column))
    }

    /// How many of some entries have their left ends, middles or right ends below each other.
    fn most_below_each_other(&self, entries: &[Rect]) -> usize {
        let ends: [fn(&Rect) -> f32; 3] = [|b| b.left, |b| b.center().x, |b| b.right];
        let below = |end: fn(&Rect) -> f32| {
            let usual = crate::ink::median(entries.iter().map(end).collect());
            let is_near = |b: &&Rect| usual.is_some_and(|usual| (end(b) - usual).abs() < OFF * self.height);
            entries.iter().filter(is_near).count()
        };
        ends.into_iter().map(below).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::{letter_height, words_inside};
    use crate::rows::text_rows;
    use crate::sample::lines;

    const AREA: Rect = Rect { left: 10.0, top: 90.0, right: 400.0, bottom: 300.0 };

    fn right(rows: &[(f32, &[(f32, &str)])], others: &[Rect]) -> f32 {
        let lines = lines(rows);
        let lines: Vec<_> = lines.iter().collect();
        let inks = words_inside(&lines, Rect::new(0.0, 0.0, 1000.0, 1000.0));
        let height = letter_height(&inks);
        let text = text_rows(&inks, height, |_, _| false);
        Words { inks, text, height }.with_far_column(AREA, others).right
    }

    #[test]
    fn ranges_at_the_edge_of_a_sheet_belong_to_its_results() {
        let sheet: &[(f32, &[(f32, &str)])] = &[
            (100.0, &[(10.0, "Para."), (300.0, "Result"), (800.0, "Range")]),
            (140.0, &[(10.0, "PT"), (300.0, "13.2"), (800.0, "9-12")]),
            (180.0, &[(10.0, "TT"), (300.0, "13.5"), (800.0, "8-16")]),
            (220.0, &[(10.0, "FIB"), (300.0, "2.89"), (800.0, "2-4")]),
            (260.0, &[(10.0, "reported")]),
        ];
        assert!(right(sheet, &[]) > 800.0);
        let beside = Rect::new(700.0, 90.0, 900.0, 300.0);
        assert_eq!(right(sheet, &[beside]), 400.0, "another table's");
        let prose: Vec<(f32, &[(f32, &str)])> = vec![
            (100.0, &[(10.0, "Para."), (300.0, "Result"), (800.0, "which")]),
            (140.0, &[(10.0, "PT"), (300.0, "13.2"), (800.0, "was")]),
            (180.0, &[(10.0, "TT"), (300.0, "13.5"), (800.0, "found")]),
            (220.0, &[(10.0, "FIB"), (300.0, "2.89"), (800.0, "later")]),
        ];
        assert_eq!(right(&prose, &[]), 400.0, "text beside a table");
        assert_eq!(right(&[sheet[0], sheet[1], prose[2], prose[3]], &[]), 400.0, "few numbers");
    }
}
