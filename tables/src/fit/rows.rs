//! The network's rows fitted to the rows of text.

use super::Scene;
use super::bands::{Band, bands};
use crate::lattice::Lattice;
use crate::rows::{Phrase, TextRow};
use crate::structure::ModelTable;

/// Cost of a row of the network that no row of text takes.
const UNUSED_ROW: f32 = 1.0;
/// Cost of a row of text that is given a row of its own, which the network does not have: with several phrases, and with
/// one, which more likely goes on with the row above.
const NEW_ROW: f32 = 1.6;
const NEW_ROW_OF_ONE: f32 = 2.6;
/// Cost of a further line in a row whose boxes have room for one line only.
const NO_ROOM: f32 = 0.5;
/// Boxes of this many letter heights have room for a second line.
const ROOM: f32 = 1.7;
/// Cost of a further line with a number below a number, per column, up to [`MOST_CLASHES`].
const CLASH: f32 = 0.8;
const MOST_CLASHES: f32 = 3.0;
/// Cost of a further line below a ruling line.
const RULED_OFF: f32 = 3.0;
/// What being off the middle of a band costs, where being outside it costs 1 per letter height.
const OFF_MIDDLE: f32 = 0.2;

/// What a row of text is taken for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Stands in this row of the network.
    In(usize),
    /// A row of its own after this many rows of the network.
    New(usize),
}

/// Words of a row, from left to right.
pub(super) fn words_of(row: &TextRow) -> impl Iterator<Item = usize> {
    row.phrases.iter().flat_map(|p| p.words.iter().copied())
}

/// Fits rows top to bottom: each row of `text` stands in a row of the network (several may share one) or is a new one, at
/// the least total cost. Words of cells over several rows (`tall`) have no say.
pub(super) fn fit(
    model: &ModelTable,
    scene: &Scene<'_>,
    text: &[&TextRow],
    tall: &[Option<usize>],
) -> Vec<Step> {
    let bands = bands(model, scene);
    let numbers = text.iter().map(|row| numbers(row, scene, tall)).collect();
    Fitting { text, bands, numbers, height: scene.height, lattice: scene.lattice }.cheapest()
}

/// The dynamic programme over (row of text, row of the network). Runs of rows of text share a row of the network.
struct Fitting<'a> {
    text: &'a [&'a TextRow],
    bands: Vec<Band>,
    /// Per row of text, the reach of its phrases that are numbers.
    numbers: Vec<Vec<(f32, f32)>>,
    height: f32,
    lattice: &'a Lattice,
}

/// The cheapest way to some point: its cost, the last step, and how many rows of text it takes.
#[derive(Debug, Clone, Copy)]
struct Way {
    cost: f32,
    step: Step,
    lines: usize,
}

impl Fitting<'_> {
    fn cheapest(&self) -> Vec<Step> {
        let rows = self.bands.len();
        let clashes = self.clashes();
        let start = |used: usize| Way { cost: used as f32 * UNUSED_ROW, step: Step::New(0), lines: 0 };
        // After so many rows of text and so many rows of the network.
        let mut ways: Vec<Vec<Way>> = vec![(0..=rows).map(start).collect()];
        for done in 1..=self.text.len() {
            let mut layer: Vec<Way> = Vec::with_capacity(rows + 1);
            for used in 0..=rows {
                let mut best = self.in_new_row(&ways[done - 1][used], done, used);
                if let Some(skipped) = layer.last().filter(|way| way.cost + UNUSED_ROW < best.cost) {
                    best = Way { cost: skipped.cost + UNUSED_ROW, ..*skipped };
                }
                if used > 0 {
                    best = self.in_row(&ways, &clashes, done, used - 1, best);
                }
                layer.push(best);
            }
            ways.push(layer);
        }
        self.trace(&ways)
    }

    fn in_new_row(&self, before: &Way, done: usize, used: usize) -> Way {
        let cost = if self.text[done - 1].phrases.len() > 1 { NEW_ROW } else { NEW_ROW_OF_ONE };
        Way { cost: before.cost + cost, step: Step::New(used), lines: 1 }
    }

    /// The best of `best` and the ways whose last rows of text, up to number `done`, share the row `row`.
    fn in_row(&self, ways: &[Vec<Way>], clashes: &[Vec<f32>], done: usize, row: usize, mut best: Way) -> Way {
        let band = &self.bands[row];
        let room = if band.bottom - band.top > ROOM * self.height { 0.0 } else { NO_ROOM };
        // What the rows of text from `first` on cost in this row.
        let mut shared = 0.0;
        for first in (0..done).rev() {
            shared += self.distance(first, band);
            if first + 1 < done {
                let worst = clashes[first][first + 1..done].iter().copied().fold(0.0, f32::max);
                shared += room + worst + if self.is_parted(first) { RULED_OFF } else { 0.0 };
            }
            let cost = ways[first][row].cost + shared;
            if cost < best.cost {
                best = Way { cost, step: Step::In(row), lines: done - first };
            }
            if shared > best.cost {
                break;
            }
        }
        best
    }

    fn trace(&self, ways: &[Vec<Way>]) -> Vec<Step> {
        let (mut done, mut used) = (self.text.len(), self.bands.len());
        let mut steps = vec![];
        while done > 0 {
            let Way { step, lines, .. } = ways[done][used];
            steps.extend(std::iter::repeat_n(step, lines));
            done -= lines;
            used = match step {
                Step::In(row) | Step::New(row) => row,
            };
        }
        steps.reverse();
        steps
    }

    /// How far a row of text is from a row of the network, in letter heights.
    fn distance(&self, text: usize, band: &Band) -> f32 {
        let y = self.text[text].bounds.center().y;
        let outside = (band.top - y).max(y - band.bottom).max(0.0);
        (outside + OFF_MIDDLE * (y - band.middle).abs()) / self.height
    }

    /// Whether a line parts a row of text from the next.
    fn is_parted(&self, text: usize) -> bool {
        let (above, below) = (self.text[text].bounds, self.text[text + 1].bounds);
        self.lattice.rule_between((above.center().y, below.center().y), (below.left, below.right))
    }

    /// Per pair of rows of text, what it costs that numbers of one stand below numbers of the other in one row.
    fn clashes(&self) -> Vec<Vec<f32>> {
        let below = |above: &Vec<(f32, f32)>, below: &Vec<(f32, f32)>| {
            let under = |b: &&(f32, f32)| above.iter().any(|a| a.1.min(b.1) > a.0.max(b.0));
            CLASH * (below.iter().filter(under).count() as f32).min(MOST_CLASHES)
        };
        let row = |above| self.numbers.iter().map(|later| below(above, later)).collect();
        self.numbers.iter().map(row).collect()
    }
}

/// The reach of each phrase that is nothing but numbers.
fn numbers(row: &TextRow, scene: &Scene<'_>, tall: &[Option<usize>]) -> Vec<(f32, f32)> {
    let is_number = |p: &&Phrase| p.words.iter().all(|&w| tall[w].is_none() && scene.inks[w].is_numeric());
    row.phrases.iter().filter(is_number).map(|p| (p.bounds.left, p.bounds.right)).collect()
}
