//! Tables compared by which cells are neighbours.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::grid::{GridCell, slots};
use super::matched::CellPair;
use crate::tally::Counts;
use crate::text::is_word_character;

/// Which way a neighbour stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// To the right.
    Right,
    /// Below.
    Below,
}

/// Pairs of cells, by their indices, of which the second is the nearest to the right of or below the first.
pub type Neighbours = BTreeSet<(usize, usize, Relation)>;

/// The neighbours of `cells`: for each cell that `counts`, the nearest one to the right and below, cells that do not
/// count passed over.
///
/// M. Göbel, T. Hassan, E. Oro and G. Orsi, *A methodology for evaluating algorithms for table understanding in PDF
/// documents*, DocEng 2012.
pub fn neighbours(cells: &[GridCell], counts: impl Fn(&GridCell) -> bool) -> Neighbours {
    let (owners, rows, columns) = slots(cells);
    let owner = |row: usize, column: usize| {
        owners.get(row * columns + column).copied().flatten().filter(|index| counts(&cells[*index]))
    };
    let mut found = Neighbours::new();
    let mut walk = |line: &mut dyn Iterator<Item = Option<usize>>, relation| {
        let mut last = None;
        for index in line.flatten() {
            if let Some(last) = last.filter(|last| *last != index) {
                found.insert((last, index, relation));
            }
            last = Some(index);
        }
    };
    for row in 0..rows {
        walk(&mut (0..columns).map(|column| owner(row, column)), Relation::Right);
    }
    for column in 0..columns {
        walk(&mut (0..rows).map(|row| owner(row, column)), Relation::Below);
    }
    found
}

/// Relations between neighbours that both sides have, over all tables of a document, compared by the content of the
/// cells; blank cells do not count.
///
/// The ruler of the ICDAR 2013 table competition (M. Göbel, T. Hassan, E. Oro and G. Orsi), which compares content without
/// white space and special characters; here without case too.
///
/// ```
/// use evaluation::{markup::parse_html, table::{cells_of, content_adjacency}};
/// let cells = |html: &str| vec![cells_of(parse_html(html).child("table").unwrap())];
/// let truth = cells("<table><tr><td>a<td><td>b<td>c</table>");
/// let found = content_adjacency(&cells("<table><tr><td>A<td>b</table>"), &truth);
/// assert_eq!((found.hits, found.predicted, found.truth), (1.0, 1.0, 2.0));
/// ```
pub fn content_adjacency(prediction: &[Vec<GridCell>], truth: &[Vec<GridCell>]) -> Counts {
    let (prediction, truth) = (contents(prediction), contents(truth));
    let common = truth.iter().map(|(key, count)| prediction.get(key).map_or(0, |other| *count.min(other)));
    Counts {
        hits: common.sum::<u32>().into(),
        predicted: prediction.values().sum::<u32>().into(),
        truth: truth.values().sum::<u32>().into(),
    }
}

fn contents(tables: &[Vec<GridCell>]) -> BTreeMap<(String, String, Relation), u32> {
    let mut bag = BTreeMap::new();
    for cells in tables {
        let keys: Vec<String> = cells.iter().map(|cell| content_key(&cell.text)).collect();
        for (first, second, relation) in neighbours(cells, |cell| !cell.text.is_empty()) {
            *bag.entry((keys[first].clone(), keys[second].clone(), relation)).or_default() += 1;
        }
    }
    bag
}

/// Content without white space and special characters, unless it has nothing else.
fn content_key(text: &str) -> String {
    let text = text.nfkc().collect::<String>().to_lowercase();
    let key: String = text.chars().filter(|c| is_word_character(*c)).collect();
    if key.is_empty() { text.chars().filter(|c| !c.is_whitespace()).collect() } else { key }
}

/// Relations between neighbours that both sides have, where a predicted cell is a true one if their boxes overlap enough;
/// one answer per threshold. Cells without a box count as not found.
///
/// The ruler of ICDAR 2019 cTDaR, track B (L. Gao et al., *ICDAR 2019 competition on table detection and recognition*),
/// with thresholds 0.6 to 0.9; boxes are those of the ink where the truth has those. `pairs` says which predicted cell
/// stands where which true one does ([`matched_cells`](super::matched_cells)), `relations` are those of the truth.
pub fn cell_adjacency(
    prediction: &[GridCell],
    pairs: &[CellPair],
    relations: &Neighbours,
    thresholds: &[f32],
) -> Vec<Counts> {
    let predicted = neighbours(prediction, |_| true);
    let count = |threshold: f32| {
        let partner: BTreeMap<usize, usize> = pairs
            .iter()
            .filter(|pair| pair.overlap >= threshold)
            .map(|pair| (pair.predicted, pair.truth))
            .collect();
        let found: Neighbours = (predicted.iter())
            .filter_map(|(a, b, relation)| Some((*partner.get(a)?, *partner.get(b)?, *relation)))
            .collect();
        Counts {
            hits: found.intersection(relations).count() as f64,
            predicted: predicted.len() as f64,
            truth: relations.len() as f64,
        }
    };
    thresholds.iter().map(|threshold| count(*threshold)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_html;
    use crate::table::{cells_of, matched_cells};
    use document::Rect;

    fn cells(html: &str) -> Vec<GridCell> {
        cells_of(parse_html(html).child("table").unwrap())
    }

    fn counts(found: Counts) -> (f64, f64, f64) {
        (found.hits, found.predicted, found.truth)
    }

    #[test]
    fn neighbours_pass_over_blanks_and_span() {
        let spanning = cells("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>");
        let all: Vec<_> = neighbours(&spanning, |_| true).into_iter().collect();
        assert_eq!(all, [(0, 1, Relation::Right), (0, 2, Relation::Right), (1, 2, Relation::Below)]);
        let blank = cells("<table><tr><td>a<td><td>b</table>");
        assert_eq!(neighbours(&blank, |cell| !cell.text.is_empty()).len(), 1);
        assert_eq!(neighbours(&blank, |_| true).len(), 2);
    }

    #[test]
    fn relations_worked_by_hand() {
        let table = "<table><tr><td>name<td>qty<tr><td>apple<td>3<tr><td>pear<td>5</table>";
        let swapped = table.replace("<td>apple<td>3", "<td>3<td>apple");
        let truth = [cells(table)];
        assert_eq!(counts(content_adjacency(&[cells(table)], &truth)), (7.0, 7.0, 7.0));
        assert_eq!(counts(content_adjacency(&[cells(&swapped)], &truth)), (2.0, 7.0, 7.0));
        assert_eq!(counts(content_adjacency(&[], &truth)), (0.0, 0.0, 7.0));
        let dashes = [cells("<table><tr><td>- -<td>A-b</table>")];
        assert_eq!(
            counts(content_adjacency(&[cells("<table><tr><td>--<td>ab</table>")], &dashes)),
            (1.0, 1.0, 1.0)
        );
    }

    #[test]
    fn boxes_must_overlap_enough() {
        let at = |row, column, x: f32, y: f32| {
            GridCell::single(row, column, "").within(Some(Rect::new(x, y, x + 10.0, y + 10.0)))
        };
        let truth = [at(0, 0, 0.0, 0.0), at(0, 1, 20.0, 0.0), at(1, 0, 0.0, 20.0)];
        let relations = neighbours(&truth, |_| true);
        let thresholds = [0.6, 0.9];
        let against = |found: &[GridCell], thresholds: &[f32]| {
            cell_adjacency(found, &matched_cells(found, &truth), &relations, thresholds)
        };
        let same = against(&truth, &thresholds);
        assert_eq!(same.into_iter().map(counts).collect::<Vec<_>>(), [(2.0, 2.0, 2.0); 2]);
        // Two to the right: 8 x 10 of 12 x 10 in common.
        let moved = [at(0, 0, 2.0, 0.0), at(0, 1, 22.0, 0.0), at(1, 0, 2.0, 20.0)];
        let found = against(&moved, &thresholds);
        assert_eq!(found.into_iter().map(counts).collect::<Vec<_>>(), [(2.0, 2.0, 2.0), (0.0, 2.0, 2.0)]);
        // The truth has no ink, so that the ink of what was found does not count.
        let inked = moved.map(|cell| cell.with_ink(Some(Rect::new(0.0, 0.0, 1.0, 1.0))));
        assert_eq!(counts(against(&inked, &[0.6])[0]), (2.0, 2.0, 2.0));
        let none = against(&[], &thresholds);
        assert_eq!(counts(none[0]), (0.0, 0.0, 2.0));
    }
}
