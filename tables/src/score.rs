//! How well a candidate explains the words.

use std::collections::BTreeMap;

use crate::candidate::Candidate;
use crate::ink::Ink;
use crate::rows::{TextRow, text_rows};

/// A gap of this many letter heights inside one line of a cell looks like two cells.
const SUSPICIOUS_GAP: f32 = 1.8;
/// Lines of one cell are not this many letter heights further apart than its other lines.
const LOOSE: f32 = 0.8;
/// A word with a smaller share than this inside its cell is cut by a boundary.
const CUT_SHARE: f32 = 0.6;

/// Shares of what speaks against a candidate, each 0..=1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flaws {
    /// Words in no cell.
    pub(crate) homeless: f32,
    /// Words that a boundary cuts.
    pub(crate) cut: f32,
    /// Filled cells with a number right below a number.
    pub(crate) stacked: f32,
    /// Lines of cells with a gap that looks like two cells.
    pub(crate) gapped: f32,
    /// Cells of the first column with a gap between two lines that looks like a row's end.
    pub(crate) loose: f32,
}

impl Flaws {
    /// What is wrong with `candidate`.
    pub(crate) fn of(candidate: &Candidate, inks: &[Ink<'_>], height: f32) -> Self {
        let count = inks.len().max(1) as f32;
        let homeless = candidate.owners.iter().filter(|o| o.is_none()).count() as f32 / count;
        let rect = |cell: usize| candidate.frame.cells.get(cell).map(|&s| candidate.frame.rect(s));
        let is_cut = |(owner, ink): (&Option<usize>, &Ink<'_>)| {
            owner.and_then(rect).is_some_and(|r| ink.bounds.overlap_x(&r) < CUT_SHARE * ink.bounds.width())
        };
        let cut = candidate.owners.iter().zip(inks).filter(|&pair| is_cut(pair)).count() as f32 / count;
        let (mut filled, mut stacked, mut lines, mut gapped, mut loose) = (0, 0, 0, 0, 0);
        let mut members_of: BTreeMap<usize, Vec<Ink<'_>>> = BTreeMap::new();
        for (cell, ink) in candidate.owners.iter().zip(inks).filter_map(|(o, ink)| Some(((*o)?, ink))) {
            members_of.entry(cell).or_default().push(*ink);
        }
        for (cell, members) in members_of {
            let first_column = candidate.frame.cells.get(cell).is_some_and(|span| span.column == 0);
            let rows = text_rows(&members, height, |_, _| false);
            filled += 1;
            stacked += usize::from(rows.windows(2).any(|pair| is_stack(&members, &pair[0], &pair[1])));
            loose += usize::from(first_column && is_loose(&rows, height));
            lines += rows.len();
            gapped += rows.iter().filter(|row| widest_gap(row) > SUSPICIOUS_GAP * height).count();
        }
        let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
        Self {
            homeless,
            cut,
            stacked: share(stacked, filled),
            gapped: share(gapped, lines),
            loose: share(loose, filled),
        }
    }

    /// 1 where nothing speaks against the candidate, towards 0 the more does.
    pub(crate) fn score(&self) -> f32 {
        (1.0 - self.homeless)
            * (1.0 - self.cut)
            * (1.0 - self.stacked)
            * (1.0 - self.gapped)
            * (1.0 - self.loose)
    }
}

/// Whether some lines stand further apart than the others do, by more than a line's height.
fn is_loose(rows: &[TextRow], height: f32) -> bool {
    let gaps: Vec<f32> = rows.windows(2).map(|pair| pair[1].bounds.top - pair[0].bounds.bottom).collect();
    let (least, most) = gaps.iter().fold((f32::MAX, f32::MIN), |(a, b), &g| (a.min(g), b.max(g)));
    let usual = if gaps.len() > 1 { least.max(0.0) } else { 0.6 * height };
    most > usual + LOOSE * height
}

fn is_stack(inks: &[Ink<'_>], above: &TextRow, below: &TextRow) -> bool {
    let all_numbers =
        |row: &TextRow| row.phrases.iter().flat_map(|p| &p.words).all(|&w| inks[w].is_numeric());
    all_numbers(above) && all_numbers(below)
}

fn widest_gap(row: &TextRow) -> f32 {
    row.phrases.windows(2).map(|pair| pair[1].bounds.left - pair[0].bounds.right).fold(0.0, f32::max)
}
