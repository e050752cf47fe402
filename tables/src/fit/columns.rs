use super::{Scene, units};
use crate::ink::median;
use crate::rows::TextRow;
use crate::stacked::unstacked;
use crate::structure::{ModelCell, ModelTable};

/// A gap this many letter heights wide or wider is as good as any.
const WIDE_GAP: f32 = 1.0;
/// What a word costs that a boundary cuts, where a gap of [`WIDE_GAP`] earns 1.
const CUT_WORD: f32 = 3.0;
/// What a boundary costs per letter height that it is away from where the network's boxes have it.
const AWAY: f32 = 0.02;

/// Column boundaries that run through the white between words, near those of the network's boxes.
pub(super) fn fit(structure: &ModelTable, scene: &Scene<'_>, row_of: &[Option<u32>]) -> Vec<f32> {
    let columns = structure.columns as usize;
    let expected = expected(structure, scene);
    let rows = rows_with_spans(structure, scene, row_of);
    let mut choices = rivers(scene);
    choices.extend(&expected[1..columns]);
    choices.sort_by(f32::total_cmp);
    let table = Choices::new(&choices, &rows, scene.height);
    let mut xs = vec![scene.bounds.left];
    xs.extend(table.best(&expected[1..columns]));
    xs.push(scene.bounds.right);
    xs
}

/// A gap must be wider than this many letter heights to speak for a boundary where nothing says how many there are: word
/// spaces are narrower.
const WORD_SPACE: f32 = 0.45;
/// What each boundary costs there, per row: it must earn more.
const BOUNDARY: f32 = 0.12;

/// Entries in two lines hide the columns where joining their lines leaves fewer rows of text by this share.
const STACKED: f32 = 0.2;

/// Column boundaries where nothing but the words tells how many there are. Where they tell of none, entries in two lines may hide
/// them, since each line is a row with nothing beside it: those count as one row then.
pub(crate) fn free(scene: &Scene<'_>) -> Vec<f32> {
    let choices = rivers(scene);
    let xs = earned(scene, &choices, scene.text, true);
    if xs.len() > 2 {
        return xs;
    }
    let rows = unstacked(scene.text, scene.inks, &earned(scene, &choices, scene.text, false), scene.height);
    let joined = scene.text.len() - rows.len();
    if joined as f32 >= STACKED * scene.text.len() as f32 && joined > 0 {
        return earned(scene, &choices, &rows, true);
    }
    xs
}

/// The boundaries among `choices` that the gaps of rows of text earn; a row that has nothing on one side of a boundary speaks against it if
/// `strict`, and has no say otherwise.
fn earned(scene: &Scene<'_>, choices: &[f32], text: &[TextRow], strict: bool) -> Vec<f32> {
    let of_text = |row: &TextRow| Row { words: units(row, scene), spanned: vec![] };
    let rows: Vec<Row> = text.iter().map(of_text).collect();
    let mut table = Choices::new(choices, &rows, scene.height);
    for earned in table.earned.iter_mut().flatten() {
        *earned = match *earned {
            cut if cut < 0.0 => cut.max(-1.0),
            0.0 if !strict => 0.0,
            gap => gap - WORD_SPACE,
        };
    }
    let mut xs = vec![scene.bounds.left];
    xs.extend(table.best_any(BOUNDARY * rows.len() as f32));
    xs.push(scene.bounds.right);
    xs
}

/// Where the boxes have the boundaries: between the far edges of the column before and the near edges of the column.
fn expected(structure: &ModelTable, scene: &Scene<'_>) -> Vec<f32> {
    let columns = structure.columns;
    let inked = |c: &&ModelCell| scene.inks.iter().any(|ink| ink.bounds.share_in(&c.bounds) > 0.3);
    let edges = |column: u32| {
        let cells: Vec<&ModelCell> = structure
            .cells
            .iter()
            .filter(|c| c.span.column == column && c.span.column_span == 1)
            .filter(inked)
            .collect();
        median(cells.iter().map(|c| c.bounds.left).collect())
            .zip(median(cells.iter().map(|c| c.bounds.right).collect()))
    };
    let known: Vec<Option<(f32, f32)>> = (0..columns).map(edges).collect();
    let even = |k: usize| scene.bounds.left + scene.bounds.width() * k as f32 / columns as f32;
    let at = |k: usize| match (k.checked_sub(1).and_then(|b| known[b]), known.get(k).copied().flatten()) {
        (Some(before), Some(after)) => (before.1 + after.0) / 2.0,
        (Some(before), None) => before.1 + scene.height,
        (None, Some(after)) => after.0 - scene.height,
        (None, None) => even(k),
    };
    (0..=columns as usize).map(at).collect()
}

/// Words of one row, left to right, with the boundaries that the row's cells span.
struct Row {
    words: Vec<(f32, f32)>,
    spanned: Vec<u32>,
}

fn rows_with_spans(structure: &ModelTable, scene: &Scene<'_>, row_of: &[Option<u32>]) -> Vec<Row> {
    let of_text = |text: &TextRow| {
        let row = text.phrases.iter().flat_map(|p| &p.words).find_map(|&w| row_of[w])?;
        let spanned =
            structure.cells.iter().filter(|c| (c.span.row..c.span.row + c.span.row_span).contains(&row));
        let spanned = spanned.flat_map(|c| c.span.column + 1..c.span.column + c.span.column_span).collect();
        Some(Row { words: units(text, scene), spanned })
    };
    scene.text.iter().filter_map(of_text).collect()
}

/// Most places considered for boundaries: the work grows with their square. Tables have fewer; pages of text made to
/// waste time have more.
const MOST_PLACES: usize = 400;

/// The middles of the stretches that fewer words cover than the stretches on both sides; those that fewest words cover
/// where there are too many.
fn rivers(scene: &Scene<'_>) -> Vec<f32> {
    let mut edges: Vec<(f32, i32)> =
        scene.text.iter().flat_map(|row| units(row, scene)).flat_map(|u| [(u.0, 1), (u.1, -1)]).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut covering = 0;
    let mut rivers: Vec<(i32, f32)> = vec![];
    for pair in edges.windows(2) {
        covering += pair[0].1;
        // A river lies between an end (-1) and the next start (+1).
        if pair[0].1 < 0 && pair[1].1 > 0 {
            rivers.push((covering, (pair[0].0 + pair[1].0) / 2.0));
        }
    }
    rivers.sort_by_key(|river| river.0);
    rivers.truncate(MOST_PLACES);
    let mut places: Vec<f32> = rivers.into_iter().map(|river| river.1).collect();
    places.sort_by(f32::total_cmp);
    places
}

/// Places where a boundary may run, with what each earns in each row.
struct Choices<'a> {
    places: &'a [f32],
    rows: &'a [Row],
    height: f32,
    /// Per place and row: what the gap there earns, or the cut word costs.
    earned: Vec<Vec<f32>>,
    /// Per place and row: how many words have their middle before it.
    before: Vec<Vec<usize>>,
}

impl<'a> Choices<'a> {
    fn new(places: &'a [f32], rows: &'a [Row], height: f32) -> Self {
        let earned =
            places.iter().map(|&x| rows.iter().map(|row| gap_worth(x, row, height)).collect()).collect();
        let count = |x: f32, row: &Row| row.words.iter().filter(|w| (w.0 + w.1) / 2.0 < x).count();
        let before = places.iter().map(|&x| rows.iter().map(|row| count(x, row)).collect()).collect();
        Self { places, rows, height, earned, before }
    }

    /// What boundary `k` (from 1) earns at place `at` where the boundary before it runs at `last`: a gap counts only in
    /// rows that have a word between the two, so that no gap is counted twice.
    fn worth(&self, k: u32, last: Option<usize>, at: usize) -> f32 {
        let in_row = |(i, row): (usize, &Row)| {
            let earned = self.earned[at][i];
            let lonely = earned > 0.0 && self.before[at][i] == last.map_or(0, |l| self.before[l][i]);
            if lonely || row.spanned.contains(&k) { 0.0 } else { earned }
        };
        self.rows.iter().enumerate().map(in_row).sum()
    }

    /// One place per boundary, rising strictly, of the greatest total worth.
    fn best(&self, expected: &[f32]) -> Vec<f32> {
        let count = self.places.len();
        let away = |k: usize, at: usize| {
            AWAY * self.rows.len() as f32 * (self.places[at] - expected[k]).abs() / self.height
        };
        let mut layers: Vec<(Vec<f32>, Vec<usize>)> = vec![];
        for k in 0..expected.len() {
            let mut layer = (vec![f32::NEG_INFINITY; count], vec![0; count]);
            for at in 0..count {
                let first = (k == 0).then(|| (self.worth(1, None, at), 0));
                let later = layers.last().and_then(|(totals, _)| {
                    let ways =
                        (0..at).map(|last| (totals[last] + self.worth(k as u32 + 1, Some(last), at), last));
                    ways.max_by(|a, b| a.0.total_cmp(&b.0))
                });
                if let Some((total, last)) = first.or(later) {
                    (layer.0[at], layer.1[at]) = (total - away(k, at), last);
                }
            }
            layers.push(layer);
        }
        self.trace(&layers)
    }

    /// As many rising places as are worth more than `cost` each.
    fn best_any(&self, cost: f32) -> Vec<f32> {
        let mut best: Vec<(f32, Option<usize>)> = vec![];
        for at in 0..self.places.len() {
            let first = (self.worth(0, None, at), None);
            let ways = (0..at).map(|last| (best[last].0 + self.worth(0, Some(last), at), Some(last)));
            let way = ways.fold(first, |a, b| if b.0 > a.0 { b } else { a });
            best.push((way.0 - cost, way.1));
        }
        let end =
            (0..best.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0)).filter(|&at| best[at].0 > 0.0);
        let mut picked: Vec<f32> =
            std::iter::successors(end, |&at| best[at].1).map(|at| self.places[at]).collect();
        picked.reverse();
        picked
    }

    fn trace(&self, layers: &[(Vec<f32>, Vec<usize>)]) -> Vec<f32> {
        let Some((totals, _)) = layers.last() else { return vec![] };
        let mut at = (0..totals.len()).max_by(|&a, &b| totals[a].total_cmp(&totals[b])).unwrap_or(0);
        let mut picked = vec![];
        for (_, back) in layers.iter().rev() {
            picked.push(self.places[at]);
            at = back[at];
        }
        picked.reverse();
        picked
    }
}

/// What the gap of `row` at `x` earns; negative where `x` cuts a word.
fn gap_worth(x: f32, row: &Row, height: f32) -> f32 {
    if let Some(cut) = row.words.iter().find(|w| w.0 < x && x < w.1) {
        let depth = (x - cut.0).min(cut.1 - x) / height;
        return -CUT_WORD * depth.clamp(0.1, 1.0);
    }
    let before = row.words.iter().filter(|w| w.1 <= x).map(|w| w.1).fold(f32::MIN, f32::max);
    let after = row.words.iter().filter(|w| w.0 >= x).map(|w| w.0).fold(f32::MAX, f32::min);
    if before == f32::MIN || after == f32::MAX { 0.0 } else { ((after - before) / height).min(WIDE_GAP) }
}
