//! The network's rows fitted to the rows of text.

use super::Scene;
use super::bands::{Band, bands};
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
/// What being off the middle of a band costs, where being outside it costs 1 per letter height.
const OFF_MIDDLE: f32 = 0.2;

/// What a row of text is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Stands in this row of the network.
    In(usize),
    /// A row of its own after this many rows of the network.
    New(usize),
}

impl Step {
    /// Even states are new before row `state / 2`, odd ones stand in it; the last is new behind all rows.
    fn of_state(state: usize) -> Self {
        if state.is_multiple_of(2) { Self::New(state / 2) } else { Self::In(state / 2) }
    }

    /// How many rows of the network are behind once this step is done.
    fn used(self) -> usize {
        match self {
            Self::In(row) => row + 1,
            Self::New(before) => before,
        }
    }
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
    Fitting { text, bands, numbers, height: scene.height }.cheapest()
}

/// The dynamic programme over (row of text, state).
struct Fitting<'a> {
    text: &'a [&'a TextRow],
    bands: Vec<Band>,
    /// Per row of text, the reach of its phrases that are numbers.
    numbers: Vec<Vec<(f32, f32)>>,
    height: f32,
}

impl Fitting<'_> {
    fn cheapest(&self) -> Vec<Step> {
        let states = 2 * self.bands.len() + 1;
        // Per row of text and state: the least cost to come there, and from which state.
        let mut layers: Vec<Vec<(f32, usize)>> = vec![];
        for text in 0..self.text.len() {
            let above = layers.last().map(Vec::as_slice);
            let layer = (0..states).map(|state| self.arrive(text, state, above)).collect();
            layers.push(layer);
        }
        self.trace(&layers)
    }

    /// The cheapest way to have the row of text number `text` in `state`.
    fn arrive(&self, text: usize, state: usize, above: Option<&[(f32, usize)]>) -> (f32, usize) {
        let step = Step::of_state(state);
        let own = match step {
            Step::In(row) => self.distance(text, &self.bands[row]),
            Step::New(_) if self.text[text].phrases.len() > 1 => NEW_ROW,
            Step::New(_) => NEW_ROW_OF_ONE,
        };
        // Rows of the network that must be behind before this step.
        let behind = if let Step::In(row) = step { row } else { step.used() };
        let Some(above) = above else { return (own + behind as f32 * UNUSED_ROW, 0) };
        let skip = |(from, (cost, _)): (usize, &(f32, usize))| {
            let used = Step::of_state(from).used();
            (used <= behind).then(|| (cost + (behind - used) as f32 * UNUSED_ROW, from))
        };
        let again = match step {
            Step::In(row) => Some((above[state].0 + self.sharing(text, &self.bands[row]), state)),
            Step::New(_) => None,
        };
        let ways = above.iter().enumerate().filter_map(skip).chain(again);
        let (cost, from) = ways.fold((f32::INFINITY, 0), |a, b| if b.0 < a.0 { b } else { a });
        (cost + own, from)
    }

    fn trace(&self, layers: &[Vec<(f32, usize)>]) -> Vec<Step> {
        let Some(last) = layers.last() else { return vec![] };
        let rest = |state: usize| (self.bands.len() - Step::of_state(state).used()) as f32 * UNUSED_ROW;
        let total = |state: &usize| last[*state].0 + rest(*state);
        let mut state = (0..last.len()).min_by(|a, b| total(a).total_cmp(&total(b))).unwrap_or(0);
        let mut steps = vec![];
        for layer in layers.iter().rev() {
            steps.push(Step::of_state(state));
            state = layer[state].1;
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

    /// What it costs that a row of text shares a row of the network with the row of text above it.
    fn sharing(&self, text: usize, band: &Band) -> f32 {
        let (above, below) = (&self.numbers[text - 1], &self.numbers[text]);
        let under = |b: &&(f32, f32)| above.iter().any(|a| a.1.min(b.1) > a.0.max(b.0));
        let clashes = below.iter().filter(under).count() as f32;
        let room = if band.bottom - band.top > ROOM * self.height { 0.0 } else { NO_ROOM };
        room + CLASH * clashes.min(MOST_CLASHES)
    }
}

/// The reach of each phrase that is nothing but numbers.
fn numbers(row: &TextRow, scene: &Scene<'_>, tall: &[Option<usize>]) -> Vec<(f32, f32)> {
    let is_number = |p: &&Phrase| p.words.iter().all(|&w| tall[w].is_none() && scene.inks[w].is_numeric());
    row.phrases.iter().filter(is_number).map(|p| (p.bounds.left, p.bounds.right)).collect()
}
