//! Letters into lines: runs of letters, rows of runs, and rows parted again where gaps are wide.

use document::Rect;

use super::frame::Placed;

/// Letters are of one run while their baselines differ by less than this share of the size.
const SAME_BASE: f32 = 0.12;

/// Runs are of one row while their baselines differ by less than this share of the smaller size.
const SAME_ROW: f32 = 0.25;

/// A run ends at a gap wider than this share of the size.
const RUN_GAP: f32 = 0.5;

/// Letters of one run differ in size by no more than this factor.
const RUN_SIZES: f32 = 1.3;

/// A line ends at a gap wider than this share of the size. Justified text stretches its spaces to one em at most; one
/// drawing operator rarely sets two columns, another one often does.
const GAP_IN_OBJECT: f32 = 1.5;
const GAP_IN_ORDER: f32 = 1.25;
const GAP_ELSEWHERE: f32 = 1.0;

/// The ink of two letters of one line overlaps by no more than this share of the narrower one (italics, kerning);
/// beyond it they are different texts, such as a stamp over print.
const OVERLAP: f32 = 0.35;

/// Bounds against pages made to waste time, far beyond what print has: lines that a run of the same row may go on with,
/// letters of a line that it is compared with, and lines near a superscript.
const MOST_OPEN: usize = 100;
const MOST_UNDER: usize = 200;
const MOST_NEAR: usize = 2_000;

/// Superscripts and subscripts are smaller than their line by at least this factor...
const SCRIPT_SIZE: f32 = 0.88;
/// ...stand beside a letter of it no farther than this share of its size...
const SCRIPT_GAP: f32 = 0.5;
/// ...and share this much of their height with it.
const SCRIPT_OVERLAP: f32 = 0.3;

/// So few letters of any size also belong to the line beside them if they share this much of their height with it: signs
/// from other fonts stand on baselines of their own.
const STRAY_LETTERS: usize = 2;
const STRAY_OVERLAP: f32 = 0.75;

/// Letters that stand in one line, from left to right in their frame.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub(super) letters: Vec<Placed>,
    /// Box of the ink.
    pub(super) ink: Rect,
    /// Where the letters' room begins and ends.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
}

impl Segment {
    /// A segment of `letters`, of which the first sets baseline and size.
    pub(super) fn new(letters: Vec<Placed>) -> Option<Self> {
        let first = letters.first()?;
        let ink = Rect::around(letters.iter().map(|placed| placed.ink))?;
        let left = letters.iter().fold(f32::INFINITY, |m, p| m.min(p.left));
        let right = letters.iter().fold(f32::NEG_INFINITY, |m, p| m.max(p.right));
        let (base, size) = (first.base, first.letter.size);
        Some(Self { letters, ink, left, right, base, size })
    }

    /// The same with the letters of `more`, put in order from left to right; baseline and size stay.
    fn with(mut self, more: Self) -> Self {
        let middle = |placed: &Placed| placed.ink.center().x;
        let in_order =
            self.letters.last().zip(more.letters.first()).is_none_or(|(a, b)| middle(a) <= middle(b));
        self.letters.extend(more.letters);
        if !in_order {
            self.letters.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
        }
        let ink = self.ink.union(&more.ink);
        Self { ink, left: self.left.min(more.left), right: self.right.max(more.right), ..self }
    }

    /// The size of the middle one of the letters, by size.
    pub(super) fn usual_size(&self) -> f32 {
        let mut sizes: Vec<f32> = self.letters.iter().map(|placed| placed.letter.size).collect();
        sizes.sort_by(f32::total_cmp);
        sizes.get(sizes.len() / 2).copied().unwrap_or(self.size)
    }

    /// Where it begins in the order of drawing.
    pub(super) fn order(&self) -> usize {
        self.letters.iter().map(|placed| placed.letter.index).min().unwrap_or(0)
    }
}

/// The lines of `letters`, which share a frame and are in the order of drawing.
pub(super) fn segments(letters: Vec<Placed>) -> Vec<Segment> {
    let lines = join_rows(runs(letters));
    // What stood on either side of a superscript has come closer.
    join_rows(attach_scripts(lines))
}

fn join_rows(runs: Vec<Segment>) -> Vec<Segment> {
    rows(runs).into_iter().flat_map(join).collect()
}

fn runs(letters: Vec<Placed>) -> Vec<Segment> {
    let mut runs: Vec<Vec<Placed>> = Vec::new();
    for placed in letters {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| goes_on(last, &placed)) => run.push(placed),
            _ => runs.push(vec![placed]),
        }
    }
    runs.into_iter().filter_map(Segment::new).collect()
}

fn goes_on(last: &Placed, next: &Placed) -> bool {
    let size = last.letter.size.min(next.letter.size);
    let ratio = last.letter.size.max(next.letter.size) / size;
    let gap = next.left - last.right;
    (next.base - last.base).abs() < SAME_BASE * size
        && ratio < RUN_SIZES
        && gap < RUN_GAP * size
        && (next.ink.center().x > last.ink.center().x || are_ligature(last, next))
}

/// Letters that one glyph stands for have the same place.
fn are_ligature(last: &Placed, next: &Placed) -> bool {
    last.letter.object == next.letter.object && last.origin == next.origin
}

/// Runs on one baseline, each row from left to right.
fn rows(mut runs: Vec<Segment>) -> Vec<Vec<Segment>> {
    runs.sort_by(|a, b| {
        a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)).then(a.order().cmp(&b.order()))
    });
    let mut rows: Vec<(f32, f32, Vec<Segment>)> = Vec::new();
    for run in runs {
        let reach = |base: f32, size: f32| (run.base - base).abs() < SAME_ROW * size.min(run.size);
        // Rows are in the order of their baselines: only the last few are near.
        let near = rows.iter_mut().rev().take(8).find(|(base, size, _)| reach(*base, *size));
        match near {
            Some((_, _, row)) => row.push(run),
            None => rows.push((run.base, run.size, vec![run])),
        }
    }
    rows.into_iter()
        .map(|(_, _, mut row)| {
            row.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.order().cmp(&b.order())));
            row
        })
        .collect()
}

/// Runs of a row joined over narrow gaps. Some programs draw a line's letters in any order, so a run may also fill gaps
/// of a line; runs that lie over each other stay apart.
fn join(row: Vec<Segment>) -> Vec<Segment> {
    let mut lines: Vec<Segment> = Vec::new();
    for run in row {
        let fits = lines.iter().enumerate().rev().take(MOST_OPEN).filter(|(_, line)| belongs(line, &run));
        // The line that the run was drawn right after, or else the nearest.
        let best = fits.max_by(|(_, a), (_, b)| {
            follows(a, &run).cmp(&follows(b, &run)).then(a.right.total_cmp(&b.right))
        });
        match best.map(|(at, _)| at) {
            Some(at) => {
                let line = lines.remove(at);
                lines.push(line.with(run));
            }
            None => lines.push(run),
        }
    }
    lines
}

fn follows(line: &Segment, run: &Segment) -> bool {
    let ends = line.letters.last().zip(run.letters.first());
    ends.is_some_and(|(last, first)| last.letter.index + 1 == first.letter.index)
}

/// Whether `run`, which begins no further left than `line`, goes on with it.
fn belongs(line: &Segment, run: &Segment) -> bool {
    let gap = run.left - line.right;
    gap < widest_gap(line, run) * line.size.min(run.size) && (gap > 0.0 || !collide(line, run))
}

fn collide(line: &Segment, run: &Segment) -> bool {
    let over = |a: &Placed, b: &Placed| {
        let narrower = a.ink.width().min(b.ink.width());
        a.ink.overlap_x(&b.ink) > OVERLAP * narrower
    };
    let near = line.letters.iter().rev().take(MOST_UNDER).filter(|a| a.ink.right > run.ink.left);
    near.into_iter().any(|a| run.letters.iter().any(|b| over(a, b)))
}

fn widest_gap(line: &Segment, run: &Segment) -> f32 {
    let (Some(last), Some(first)) = (line.letters.last(), run.letters.first()) else {
        return GAP_ELSEWHERE;
    };
    match (last.letter.index + 1 == first.letter.index, last.letter.object == first.letter.object) {
        (true, true) => GAP_IN_OBJECT,
        (true, false) => GAP_IN_ORDER,
        _ => GAP_ELSEWHERE,
    }
}

/// Puts superscripts and subscripts into the lines they belong to.
fn attach_scripts(segments: Vec<Segment>) -> Vec<Segment> {
    let mut hosts: Vec<Option<Segment>> = segments.into_iter().map(Some).collect();
    let mut order: Vec<usize> = (0..hosts.len()).collect();
    let size =
        |hosts: &[Option<Segment>], at: usize| hosts.get(at).and_then(Option::as_ref).map_or(0.0, |s| s.size);
    order.sort_by(|a, b| size(&hosts, *a).total_cmp(&size(&hosts, *b)));
    let near = Nearby::new(&hosts);
    for script in order {
        let Some(small) = hosts.get_mut(script).and_then(Option::take) else { continue };
        let host = near.around(&small).take(MOST_NEAR).filter(|at| *at != script).find(|at| {
            hosts.get(*at).and_then(Option::as_ref).is_some_and(|host| is_script_of(&small, host))
        });
        match host {
            Some(at) => {
                if let Some(slot) = hosts.get_mut(at) {
                    *slot = slot.take().map(|host| host.with(small));
                }
            }
            None => {
                if let Some(slot) = hosts.get_mut(script) {
                    *slot = Some(small);
                }
            }
        }
    }
    hosts.into_iter().flatten().collect()
}

fn is_script_of(small: &Segment, host: &Segment) -> bool {
    let shared = small.ink.overlap_y(&host.ink) / small.ink.height().max(f32::MIN_POSITIVE);
    let is_script = small.size <= SCRIPT_SIZE * host.size && shared >= SCRIPT_OVERLAP;
    let is_stray =
        small.letters.len() <= STRAY_LETTERS && host.letters.len() > STRAY_LETTERS && shared >= STRAY_OVERLAP;
    if !is_script && !is_stray {
        return false;
    }
    let reach = SCRIPT_GAP * host.size;
    let beside = |at: &Placed| {
        let (after, before) = (small.left - at.right, at.left - small.right);
        (-reach..=reach).contains(&after) || (-reach..=reach).contains(&before)
    };
    let crossed = host.letters.iter().any(|at| at.ink.overlap_x(&small.ink) > reach);
    !crossed && host.letters.iter().any(beside)
}

/// Segments by height on the page, so that only neighbours are compared.
struct Nearby {
    bands: std::collections::HashMap<i64, Vec<usize>>,
}

/// Height of a band in pixels, about that of a line.
const BAND_HEIGHT: f32 = 48.0;

impl Nearby {
    fn new(segments: &[Option<Segment>]) -> Self {
        let mut bands: std::collections::HashMap<i64, Vec<usize>> = std::collections::HashMap::new();
        for (index, segment) in segments.iter().enumerate() {
            if let Some(segment) = segment {
                for band in Self::bands_of(segment) {
                    bands.entry(band).or_default().push(index);
                }
            }
        }
        Self { bands }
    }

    fn bands_of(segment: &Segment) -> std::ops::RangeInclusive<i64> {
        (segment.ink.top / BAND_HEIGHT).floor() as i64..=(segment.ink.bottom / BAND_HEIGHT).floor() as i64
    }

    fn around(&self, segment: &Segment) -> impl Iterator<Item = usize> {
        Self::bands_of(segment).filter_map(|band| self.bands.get(&band)).flatten().copied()
    }
}
