//! Grid table similarity (GriTS).

use std::collections::HashMap;

use super::grid::{GridCell, slots};
use super::tree::MAX_PAIRS;
use crate::text::common_subsequence;

/// The three scores of GriTS, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Grits {
    /// Topology: do the slots belong to cells of the same shape?
    pub topology: f64,
    /// Content: do the slots hold the same text?
    pub content: f64,
    /// Location: do the slots' cells stand in the same place? Nothing unless every cell of both sides has a box.
    pub location: Option<f64>,
}

/// GriTS of two tables: how much of one grid is found in the other when rows and columns may be left out, as an F1.
///
/// B. Smock, R. Pesala and R. Abraham, *GriTS: grid table similarity metric for table structure recognition*, ICDAR 2023,
/// with the factored approximation of the two-dimensional most similar substructure that the paper proposes. Content is
/// compared by the longest common subsequence, as the paper defines it (its scripts take the shorter one that Python's
/// `difflib` finds). A slot that no cell covers counts as an empty cell of one slot.
pub fn grits(prediction: &[GridCell], truth: &[GridCell]) -> Grits {
    let (a, b) = (Slots::new(truth), Slots::new(prediction));
    if a.places.len().saturating_mul(b.places.len()) > MAX_PAIRS {
        return Grits::default();
    }
    let score = |reward: &dyn Fn(usize, usize) -> f32| most_similar(&a, &b, reward);
    let texts = likenesses(&a.texts, &b.texts);
    let located = |cells: &[GridCell]| !cells.is_empty() && cells.iter().all(|cell| cell.bounds.is_some());
    Grits {
        topology: score(&|x, y| overlap(a.shapes[x], b.shapes[y])),
        content: score(&|x, y| texts[a.text_of[x] * b.texts.len() + b.text_of[y]]),
        location: (located(truth) && located(prediction))
            .then(|| score(&|x, y| a.places[x].zip(b.places[y]).map_or(0.0, |(x, y)| overlap(x, y)))),
    }
}

/// Which row and column of one table is which of another, told by what stands in them: a row or column too many does
/// not make the ones after it wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// Of the truth and the prediction, rising.
    rows: Vec<(usize, usize)>,
    /// Of the truth and the prediction, rising.
    columns: Vec<(usize, usize)>,
}

impl Alignment {
    /// The rows and columns that GriTS of content puts together; each with its like where the tables are too large.
    pub fn of(prediction: &[GridCell], truth: &[GridCell]) -> Self {
        let (a, b) = (Slots::new(truth), Slots::new(prediction));
        if a.places.len().saturating_mul(b.places.len()) > MAX_PAIRS {
            let same = |a: usize, b: usize| (0..a.min(b)).map(|at| (at, at)).collect();
            return Self { rows: same(a.rows, b.rows), columns: same(a.columns, b.columns) };
        }
        let texts = likenesses(&a.texts, &b.texts);
        Prices::new(&a, &b, &|x, y| texts[a.text_of[x] * b.texts.len() + b.text_of[y]]).alignment()
    }

    /// Where the place `row`, `column` of the prediction is in the truth.
    pub fn in_truth(&self, row: u32, column: u32) -> Option<(u32, u32)> {
        let find = |pairs: &[(usize, usize)], at: u32| {
            pairs.iter().find(|(_, found)| *found == at as usize).map(|(wanted, _)| *wanted as u32)
        };
        Some((find(&self.rows, row)?, find(&self.columns, column)?))
    }

    /// For each cell of the prediction the cell of the truth that stands in its place and is as wide and as high.
    pub fn partners(&self, prediction: &[GridCell], truth: &[GridCell]) -> Vec<Option<usize>> {
        let places: HashMap<(u32, u32, u32, u32), usize> = (truth.iter().enumerate())
            .map(|(index, cell)| ((cell.row, cell.column, cell.row_span, cell.column_span), index))
            .collect();
        let partner = |cell: &GridCell| {
            let (row, column) = self.in_truth(cell.row, cell.column)?;
            places.get(&(row, column, cell.row_span, cell.column_span)).copied()
        };
        prediction.iter().map(partner).collect()
    }
}

/// Left, top, right, bottom.
type Sides = [f32; 4];

fn overlap(a: Sides, b: Sides) -> f32 {
    let area = |s: Sides| (s[2] - s[0]) * (s[3] - s[1]);
    let (width, height) = (a[2].min(b[2]) - a[0].max(b[0]), a[3].min(b[3]) - a[1].max(b[1]));
    let common = width.max(0.0) * height.max(0.0);
    let all = area(a) + area(b) - common;
    if all > 0.0 { common / all } else { 0.0 }
}

/// What each slot of a table has, row by row.
struct Slots {
    rows: usize,
    columns: usize,
    /// The cell's sides, counted in slots from this one.
    shapes: Vec<Sides>,
    places: Vec<Option<Sides>>,
    texts: Vec<Vec<char>>,
    text_of: Vec<usize>,
}

impl Slots {
    fn new(cells: &[GridCell]) -> Self {
        let (owners, rows, columns) = slots(cells);
        let mut texts = vec![Vec::new()];
        let mut known = HashMap::from([("", 0)]);
        let number: Vec<usize> = (cells.iter())
            .map(|cell| {
                *known.entry(cell.text.as_str()).or_insert_with(|| {
                    texts.push(cell.text.chars().collect());
                    texts.len() - 1
                })
            })
            .collect();
        let shape = |(slot, owner): (usize, &Option<usize>)| {
            let Some(cell) = owner.map(|index| &cells[index]) else { return [0.0, 0.0, 1.0, 1.0] };
            let left = cell.column as f32 - (slot % columns) as f32;
            let top = cell.row as f32 - (slot / columns) as f32;
            [left, top, left + cell.column_span as f32, top + cell.row_span as f32]
        };
        Self {
            rows,
            columns,
            shapes: owners.iter().enumerate().map(shape).collect(),
            places: owners.iter().map(|owner| owner.and_then(|index| cells[index].bounds)).collect(),
            text_of: owners.iter().map(|owner| owner.map_or(0, |index| number[index])).collect(),
            texts,
        }
    }
}

/// 2 LCS / both lengths, of every text of `a` with every text of `b`.
fn likenesses(a: &[Vec<char>], b: &[Vec<char>]) -> Vec<f32> {
    let mut names: HashMap<char, u32> = HashMap::new();
    let mut numbers = |texts: &[Vec<char>]| -> Vec<Vec<u32>> {
        let mut name = |c: &char| {
            let next = names.len() as u32;
            *names.entry(*c).or_insert(next)
        };
        texts.iter().map(|text| text.iter().map(&mut name).collect()).collect()
    };
    let (a, b) = (numbers(a), numbers(b));
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let likeness = |(x, y): (&Vec<u32>, &Vec<u32>)| match x.len() + y.len() {
        0 => 1.0,
        both => 2.0 * common_subsequence(x, y, names.len()) as f32 / both as f32,
    };
    pairs.map(likeness).collect()
}

/// What each pair of slots of two tables is worth.
struct Prices<'a> {
    a: &'a Slots,
    b: &'a Slots,
    prices: Vec<f32>,
}

impl<'a> Prices<'a> {
    fn new(a: &'a Slots, b: &'a Slots, reward: &dyn Fn(usize, usize) -> f32) -> Self {
        let slots = (0..a.shapes.len()).flat_map(|x| (0..b.shapes.len()).map(move |y| (x, y)));
        Self { a, b, prices: slots.map(|(x, y)| reward(x, y)).collect() }
    }

    fn of(&self, (ar, ac): (usize, usize), (br, bc): (usize, usize)) -> f32 {
        self.prices[(ar * self.a.columns + ac) * self.b.shapes.len() + br * self.b.columns + bc]
    }

    /// The factored approximation: the rows are aligned, each pair of rows graded by its best alignment of columns; the
    /// columns likewise.
    fn alignment(&self) -> Alignment {
        let (a, b) = (self.a, self.b);
        let mut upright = Vec::new();
        let rows = align(a.rows, b.rows, |ar, br| {
            best_sum(a.columns, b.columns, &mut upright, |ac, bc| self.of((ar, ac), (br, bc)))
        });
        let columns = align(a.columns, b.columns, |ac, bc| {
            best_sum(a.rows, b.rows, &mut upright, |ar, br| self.of((ar, ac), (br, bc)))
        });
        Alignment { rows, columns }
    }
}

/// What both alignments agree on, as an F1.
fn most_similar(a: &Slots, b: &Slots, reward: &dyn Fn(usize, usize) -> f32) -> f64 {
    let prices = Prices::new(a, b, reward);
    let Alignment { rows, columns } = prices.alignment();
    let pairs = rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column)));
    let sum: f64 = pairs.map(|((ar, br), (ac, bc))| f64::from(prices.of((*ar, *ac), (*br, *bc)))).sum();
    let both = a.shapes.len() + b.shapes.len();
    if both == 0 { 1.0 } else { 2.0 * sum / both as f64 }
}

/// The greatest sum of rewards of an alignment in order, without the alignment. `row` is scratch space.
fn best_sum(a: usize, b: usize, row: &mut Vec<f32>, reward: impl Fn(usize, usize) -> f32) -> f32 {
    row.clear();
    row.resize(b + 1, 0.0);
    for x in 0..a {
        let mut diagonal = 0.0;
        for y in 0..b {
            let best = (diagonal + reward(x, y)).max(row[y]).max(row[y + 1]);
            diagonal = std::mem::replace(&mut row[y + 1], best);
        }
    }
    row.last().copied().unwrap_or(0.0)
}

/// The pairs of the alignment in order with the greatest sum of rewards.
fn align(a: usize, b: usize, mut reward: impl FnMut(usize, usize) -> f32) -> Vec<(usize, usize)> {
    let width = b + 1;
    let mut sums = vec![0.0_f32; (a + 1) * width];
    let mut together = vec![false; (a + 1) * width];
    for x in 1..=a {
        for y in 1..=b {
            let pair = sums[(x - 1) * width + y - 1] + reward(x - 1, y - 1);
            let apart = sums[x * width + y - 1].max(sums[(x - 1) * width + y]);
            sums[x * width + y] = pair.max(apart);
            together[x * width + y] = pair >= apart;
        }
    }
    let (mut x, mut y) = (a, b);
    let mut pairs = Vec::new();
    while x > 0 && y > 0 {
        if together[x * width + y] {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        } else if sums[(x - 1) * width + y] >= sums[x * width + y - 1] {
            x -= 1;
        } else {
            y -= 1;
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_html;
    use crate::table::cells_of;
    use document::Rect;

    fn cells(html: &str) -> Vec<GridCell> {
        cells_of(parse_html(html).child("table").unwrap())
    }

    #[test]
    fn scores_worked_by_hand() {
        let square = "<table><tr><td>a<td>b<tr><td>c<td>d</table>";
        struct Case(&'static str, f64, f64);
        let cases = [
            Case(square, 1.0, 1.0),
            // A row less: two slots of four and two.
            Case("<table><tr><td>a<td>b</table>", 4.0 / 6.0, 4.0 / 6.0),
            // One text of four is another.
            Case("<table><tr><td>a<td>b<tr><td>c<td>x</table>", 1.0, 0.75),
            // The first row is one cell: its slots are half of it.
            Case("<table><tr><td colspan=2>a<tr><td>c<td>d</table>", 0.75, 0.75),
            Case("<table></table>", 0.0, 0.0),
        ];
        for Case(html, topology, content) in cases {
            let found = grits(&cells(html), &cells(square));
            let close = |a: f64, b: f64| (a - b).abs() < 1e-6;
            assert!(close(found.topology, topology) && close(found.content, content), "{html}: {found:?}");
            assert_eq!(found.location, None);
        }
    }

    #[test]
    fn a_column_too_many_moves_nothing_else() {
        let truth = cells("<table><tr><td>name<td>value<tr><td>glucose<td>5.6</table>");
        let read = cells("<table><tr><td>x<td>name<td>value<tr><td>y<td>glucose<td>5.8</table>");
        let alignment = Alignment::of(&read, &truth);
        assert_eq!((alignment.in_truth(1, 2), alignment.in_truth(0, 0)), (Some((1, 1)), None));
        assert_eq!(alignment.partners(&read, &truth), [None, Some(0), Some(1), None, Some(2), Some(3)]);
    }

    #[test]
    fn places_are_compared_where_all_are_known() {
        let at =
            |column, x: f32| GridCell::single(0, column, "x").within(Some(Rect::new(x, 0.0, x + 10.0, 10.0)));
        let truth = [at(0, 0.0), at(1, 10.0)];
        assert_eq!(grits(&truth, &truth).location, Some(1.0));
        let half = grits(&[at(0, 5.0), at(1, 15.0)], &truth).location.unwrap();
        assert!((half - 1.0 / 3.0).abs() < 1e-6, "{half}");
    }
}
