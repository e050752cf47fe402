use document::Rect;

use super::Scores;
use crate::boxes::{best_pairs, found_boxes};
use crate::content::{Content, Scope, TableContent};
use crate::markup::Element;
use crate::metric::Metric;
use crate::table::{
    GridCell, Grits, Neighbours, Trees, cell_adjacency, content_adjacency, grits, likeness, matched_cells,
    neighbours, teds,
};
use crate::tally::{Counts, Tally};

/// From this likeness on two tables are compared cell by cell.
const PAIRED: f64 = 0.3;
/// From this likeness on a table counts as found.
const FOUND: f64 = 0.5;
/// Overlaps at which tables count as detected.
const DETECTION: [(f32, Metric); 3] =
    [(0.5, Metric::TableDetection50), (0.6, Metric::TableDetection60), (0.8, Metric::TableDetection80)];
/// Overlaps of cells at ICDAR 2019 cTDaR.
const CELL_OVERLAPS: [f32; 4] = [0.6, 0.7, 0.8, 0.9];
const CELL_METRICS: [Metric; 4] =
    [Metric::CellAdjacency60, Metric::CellAdjacency70, Metric::CellAdjacency80, Metric::CellAdjacency90];

/// Everything about tables.
pub(super) fn score(prediction: &Content, truth: &Content, scores: &mut Scores) {
    let (Some(found), Some(wanted)) = (&prediction.tables, &truth.tables) else { return };
    if truth.scope == Scope::Table {
        // The picture is the table: the prediction with most text stands for it.
        let best = found.iter().rev().max_by_key(|table| table.text().chars().count());
        let pairs: Vec<(usize, usize)> = best.iter().map(|_| (0, 0)).collect();
        let best: Vec<&TableContent> = best.into_iter().collect();
        score_pairs(&best, &wanted.iter().take(1).collect::<Vec<_>>(), &pairs, scores);
        return;
    }
    let (found, wanted): (Vec<&TableContent>, Vec<&TableContent>) =
        (found.iter().collect(), wanted.iter().collect());
    score_places(&found, &wanted, scores);
    if wanted.iter().any(|table| !table.has_text) {
        return score_cell_boxes(&found, &wanted, scores);
    }
    let likenesses = likenesses(&found, &wanted);
    let pairs = pairs_at(&found, &wanted, &likenesses, PAIRED);
    score_pairs(&found, &wanted, &pairs, scores);
    let hits = pairs_at(&found, &wanted, &likenesses, FOUND).len();
    scores.add(Metric::TablesFound, counts(hits as f64, found.len(), wanted.len()));
    score_cell_boxes(&found, &wanted, scores);
}

/// Tables that are meant to be the same, by their indices, the predicted one first.
pub(crate) fn pair_tables(found: &[TableContent], wanted: &[TableContent]) -> Vec<(usize, usize)> {
    let (found, wanted): (Vec<&TableContent>, Vec<&TableContent>) =
        (found.iter().collect(), wanted.iter().collect());
    pairs_at(&found, &wanted, &likenesses(&found, &wanted), PAIRED)
}

fn counts(hits: f64, predicted: usize, truth: usize) -> Counts {
    Counts { hits, predicted: predicted as f64, truth: truth as f64 }
}

/// How alike each predicted table is to each true one, row by row.
fn likenesses(found: &[&TableContent], wanted: &[&TableContent]) -> Vec<f64> {
    let texts: Vec<String> = wanted.iter().map(|table| table.text()).collect();
    let mut out = Vec::with_capacity(found.len() * wanted.len());
    for table in found {
        let text = table.text();
        for (other, other_text) in wanted.iter().zip(&texts) {
            let apart = table.page.zip(other.page).is_some_and(|(a, b)| a != b);
            out.push(if apart { 0.0 } else { likeness((table.bounds, &text), (other.bounds, other_text)) });
        }
    }
    out
}

fn pairs_at(
    found: &[&TableContent],
    wanted: &[&TableContent],
    likenesses: &[f64],
    floor: f64,
) -> Vec<(usize, usize)> {
    best_pairs(found.len(), wanted.len(), floor, |f, w| likenesses[f * wanted.len() + w])
}

/// Boxes of tables; nothing where a true table's is not known, or no predicted one's.
fn score_places(found: &[&TableContent], wanted: &[&TableContent], scores: &mut Scores) {
    let unplaced = !found.is_empty() && found.iter().all(|table| table.bounds.is_none());
    if unplaced || wanted.iter().any(|table| table.bounds.is_none()) {
        return;
    }
    let pages = |tables: &[&TableContent]| tables.iter().filter_map(|t| t.page).collect::<Vec<_>>();
    let mut numbers = [pages(found), pages(wanted)].concat();
    numbers.sort_unstable();
    numbers.dedup();
    // Where one side does not know its pages, all tables stand on one.
    let known = |tables: &[&TableContent]| tables.iter().all(|table| table.page.is_some());
    let on = |tables: &[&TableContent], number: Option<u32>| -> Vec<Rect> {
        tables.iter().filter(|t| number.is_none() || t.page == number).filter_map(|t| t.bounds).collect()
    };
    let numbers: Vec<Option<u32>> =
        if known(found) && known(wanted) { numbers.into_iter().map(Some).collect() } else { vec![None] };
    for (threshold, metric) in DETECTION {
        for number in &numbers {
            scores.add(metric, found_boxes(&on(found, *number), &on(wanted, *number), threshold));
        }
    }
}

/// Structure and content of tables that are paired; a true table without a partner has 0.
fn score_pairs(
    found: &[&TableContent],
    wanted: &[&TableContent],
    pairs: &[(usize, usize)],
    scores: &mut Scores,
) {
    let mean = |sum: f64| Tally::Mean { sum, count: wanted.len() as f64 };
    let html = |table: &TableContent| table.html.clone().unwrap_or_default();
    let pairs: Vec<(&TableContent, &TableContent)> =
        pairs.iter().map(|(f, w)| (found[*f], wanted[*w])).collect();
    let sum = |trees: Trees, structure_only: bool| -> f64 {
        let both = pairs.iter().filter(|(f, w)| f.html.is_some() && w.html.is_some());
        both.map(|(f, w)| teds(&html(f), &html(w), trees, structure_only)).sum()
    };
    let (content, structure) = (sum(Trees::Normalised, false), sum(Trees::Normalised, true));
    scores.add(Metric::Teds, mean(content));
    scores.add(Metric::TedsStructure, mean(structure));
    scores.add(Metric::TedsF1, counts(content, found.len(), wanted.len()));
    scores.add(Metric::TedsStructureF1, counts(structure, found.len(), wanted.len()));
    if wanted.iter().filter_map(|table| table.html.as_ref()).any(has_parts) {
        scores.add(Metric::TedsPubtabnet, mean(sum(Trees::PubTabNet, false)));
        scores.add(Metric::TedsStructurePubtabnet, mean(sum(Trees::PubTabNet, true)));
    }
    let located = |table: &&TableContent| table.cells.iter().flatten().all(|cell| cell.bounds.is_some());
    let wanted_located = !wanted.is_empty() && wanted.iter().all(located);
    score_grids(&pairs, wanted_located, mean, scores);
    let cells = |tables: &[&TableContent]| tables.iter().filter_map(|t| t.cells.clone()).collect::<Vec<_>>();
    let adjacency = content_adjacency(&cells(found), &cells(wanted));
    scores.add(Metric::Adjacency, adjacency);
    if !(found.is_empty() && wanted.is_empty()) {
        scores.add(Metric::AdjacencyPerDocument, Tally::averages(&adjacency));
    }
}

/// Whether a table of HTML says what is head and body.
fn has_parts(table: &Element) -> bool {
    table.elements().any(|part| matches!(part.name.as_str(), "thead" | "tbody"))
}

fn score_grids(
    pairs: &[(&TableContent, &TableContent)],
    wanted_located: bool,
    mean: impl Fn(f64) -> Tally,
    scores: &mut Scores,
) {
    let cells = |table: &TableContent| table.cells.clone().unwrap_or_default();
    let grits: Vec<Grits> = pairs.iter().map(|(f, w)| grits(&cells(f), &cells(w))).collect();
    scores.add(Metric::GritsTopology, mean(grits.iter().map(|g| g.topology).sum()));
    scores.add(Metric::GritsContent, mean(grits.iter().map(|g| g.content).sum()));
    let located: Vec<f64> = grits.iter().filter_map(|g| g.location).collect();
    // Pairs of which none is located come from a tool that gives no boxes, or from a truth that has none.
    if wanted_located && (pairs.is_empty() || !located.is_empty()) {
        scores.add(Metric::GritsLocation, mean(located.iter().sum()));
    }
}

/// Cells told by their boxes; nothing where the truth has none, or the tool gives none.
fn score_cell_boxes(found: &[&TableContent], wanted: &[&TableContent], scores: &mut Scores) {
    let boxed = |table: &&&TableContent| table.cells.iter().flatten().any(|cell| cell.ink_rect().is_some());
    let unboxed = !found.is_empty() && found.iter().filter(boxed).count() == 0;
    if unboxed || wanted.iter().filter(boxed).count() == 0 {
        return;
    }
    let (cells, relations) = pooled(wanted);
    let mut totals = [Counts::default(); CELL_OVERLAPS.len()];
    for table in found {
        let inked = |cell: &&GridCell| cell.ink_rect().is_some() && !is_blank(table, cell);
        let cells_found: Vec<GridCell> = table.cells.iter().flatten().filter(inked).cloned().collect();
        let pairs = matched_cells(&cells_found, &cells);
        let counts = cell_adjacency(&cells_found, &pairs, &relations, &CELL_OVERLAPS);
        for (total, counts) in totals.iter_mut().zip(counts) {
            *total += Counts { truth: 0.0, ..counts };
        }
    }
    for total in &mut totals {
        total.truth = relations.len() as f64;
    }
    for (metric, total) in CELL_METRICS.into_iter().zip(totals) {
        scores.add(metric, total);
    }
    let weights = CELL_OVERLAPS.map(f64::from);
    scores.add(Metric::CellAdjacency, Tally::Weighted(weights.into_iter().zip(totals).collect()));
    scores.add(Metric::CellIou, cell_overlaps(found, wanted));
}

/// How much the cells of tables that are paired overlap those of the truth that they stand for.
fn cell_overlaps(found: &[&TableContent], wanted: &[&TableContent]) -> Tally {
    let filled = |table: &TableContent| -> Vec<GridCell> {
        table.cells.iter().flatten().filter(|cell| !is_blank(table, cell)).cloned().collect()
    };
    let (mut sum, mut count) = (0.0, 0.0);
    for (f, w) in pairs_at(found, wanted, &likenesses(found, wanted), PAIRED) {
        for pair in matched_cells(&filled(found[f]), &filled(wanted[w])) {
            sum += f64::from(pair.overlap);
            count += 1.0;
        }
    }
    Tally::Mean { sum, count }
}

/// Whether a cell is known to hold nothing.
fn is_blank(table: &TableContent, cell: &GridCell) -> bool {
    table.has_text && cell.text.is_empty()
}

/// The cells of all tables of a page with the relations within each table; blank cells have no ink and do not count.
fn pooled(tables: &[&TableContent]) -> (Vec<GridCell>, Neighbours) {
    let mut cells: Vec<GridCell> = Vec::new();
    let mut relations = Neighbours::new();
    for table in tables {
        let list = table.cells.as_deref().unwrap_or_default();
        let offset = cells.len();
        let own = neighbours(list, |cell| !is_blank(table, cell));
        relations.extend(own.into_iter().map(|(a, b, way)| (a + offset, b + offset, way)));
        cells.extend_from_slice(list);
    }
    (cells, relations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_html;

    const TABLE: &str = "<table><tr><td>name<td>qty<tr><td>apple<td>3<tr><td>pear<td>5</table>";

    fn table(page: u32, x: f32) -> TableContent {
        let table = TableContent::from_html(parse_html(TABLE).child("table").unwrap());
        table.on(Some(page), Some(Rect::new(x, 0.0, x + 10.0, 10.0)))
    }

    fn scored(found: Vec<TableContent>, wanted: Vec<TableContent>, scope: Scope) -> Scores {
        let content = |tables| Content { tables: Some(tables), scope, ..Content::default() };
        let mut scores = Scores::default();
        score(&content(found), &content(wanted), &mut scores);
        scores
    }

    #[test]
    fn a_table_without_a_partner_is_nothing() {
        let scores =
            scored(vec![table(1, 0.0), table(1, 50.0)], vec![table(1, 0.0), table(2, 0.0)], Scope::Pages);
        for (metric, want) in [
            (Metric::Teds, 0.5),
            (Metric::TedsF1, 0.5),
            (Metric::TableDetection50, 0.5),
            (Metric::TablesFound, 0.5),
            (Metric::GritsContent, 0.5),
            // Relations are pooled over the document.
            (Metric::Adjacency, 1.0),
        ] {
            assert_eq!(scores.value(metric), Some(want), "{metric:?}");
        }
    }

    #[test]
    fn the_fullest_table_stands_for_the_picture() {
        let small = TableContent::from_html(parse_html("<table><tr><td>x</table>").child("table").unwrap());
        let scores = scored(vec![small, table(1, 0.0)], vec![table(1, 0.0)], Scope::Table);
        assert_eq!(scores.value(Metric::Teds), Some(1.0));
        assert_eq!(scored(vec![], vec![table(1, 0.0)], Scope::Table).value(Metric::Teds), Some(0.0));
    }

    #[test]
    fn blank_cells_are_no_neighbours_on_either_side() {
        let cell = |column: u32, text: &str| {
            let left = column as f32 * 10.0;
            GridCell::single(0, column, text).within(Some(Rect::new(left, 0.0, left + 9.0, 9.0)))
        };
        let cells = vec![cell(0, "a"), cell(1, ""), cell(2, "b")];
        let table = TableContent::from_cells(cells).on(Some(1), Some(Rect::new(0.0, 0.0, 30.0, 9.0)));
        let scores = scored(vec![table.clone()], vec![table], Scope::Pages);
        assert_eq!(scores.value(Metric::CellAdjacency), Some(1.0));
        assert_eq!(scores.value(Metric::GritsLocation), Some(1.0));
        assert_eq!(scores.value(Metric::CellIou), Some(1.0));
    }

    #[test]
    fn cells_of_other_pages_are_not_matched() {
        let cell =
            |left: f32| GridCell::single(0, 0, "a").within(Some(Rect::new(left, 0.0, left + 10.0, 10.0)));
        let on = |page, left| {
            TableContent::from_cells(vec![cell(left)]).on(Some(page), Some(Rect::new(0.0, 0.0, 20.0, 10.0)))
        };
        // Half of one cell and all of the other one lie on the truth's; those of page 2 stand where those of page 1 do.
        let scores = scored(vec![on(1, 5.0), on(2, 0.0)], vec![on(1, 0.0), on(2, 0.0)], Scope::Pages);
        let value = scores.value(Metric::CellIou).unwrap();
        assert!((value - (1.0 / 3.0 + 1.0) / 2.0).abs() < 1e-6, "{value}");
    }

    #[test]
    fn places_alone_are_scored_on_places_alone() {
        let place = |x: f32| TableContent::from_bounds(Rect::new(x, 0.0, x + 10.0, 10.0));
        let scores = scored(vec![place(0.0)], vec![place(1.0)], Scope::Pages);
        assert_eq!(scores.value(Metric::TableDetection80), Some(1.0));
        assert_eq!(scores.value(Metric::Teds), None);
        let cell =
            |x: f32, column| GridCell::single(0, column, "").within(Some(Rect::new(x, 0.0, x + 4.0, 4.0)));
        let with_cells =
            |x: f32| TableContent { cells: Some(vec![cell(x, 0), cell(x + 5.0, 1)]), ..place(x) };
        let scores = scored(vec![with_cells(0.0)], vec![with_cells(0.0)], Scope::Pages);
        assert_eq!(scores.value(Metric::CellAdjacency), Some(1.0));
        let boxes_only = scored(vec![place(0.0)], vec![with_cells(0.0)], Scope::Pages);
        assert_eq!(boxes_only.value(Metric::CellAdjacency), None);
    }
}
