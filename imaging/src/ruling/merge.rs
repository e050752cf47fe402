//! Pieces in line become one line.

use image::GrayImage;

use super::segment::Segment;

/// Over which gaps pieces are merged, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gaps {
    /// Where nothing is in the gap: faded or dashed lines.
    empty: f64,
    /// Where the gap is dark: letters or other lines cross.
    crossed: f64,
}

impl Gaps {
    /// An empty gap is narrower than a cell, and than the gap between two rules of a table's header.
    pub(super) fn of_letter(letter: f32) -> Self {
        Self { empty: f64::from(letter) * 0.7, crossed: f64::from(letter) * 1.2 }
    }
}

/// Edges of bands are interrupted by letters that touch them, and bands of one table leave no other gaps.
const EDGE_GAP: f64 = 3.0;

impl Gaps {
    /// For the edges of bands.
    pub(super) fn of_edges(letter: f32) -> Self {
        Self { empty: f64::from(letter) * EDGE_GAP, crossed: f64::from(letter) * EDGE_GAP }
    }
}

/// Pieces may be out of line by this much, in pixels, and by this share of their thickness and of the gap.
const OFFSET: f64 = 1.2;
const OFFSET_BY_THICKNESS: f64 = 0.3;
const OFFSET_BY_GAP: f64 = 0.03;
/// A gap counts as crossed where this share of it is dark.
const CROSSED: f64 = 0.7;

/// Merges `segments` (sorted from left to right) where they are in line, left to right again.
pub(super) fn merge(picture: &GrayImage, segments: Vec<Segment>, gaps: Gaps) -> Vec<Segment> {
    let mut open: Vec<Segment> = Vec::new();
    let mut done: Vec<Segment> = Vec::new();
    for segment in segments {
        let closed = |line: &mut Segment| line.to + gaps.crossed < segment.from;
        done.extend(open.extract_if(.., closed));
        let near = open.iter_mut().filter_map(|line| {
            let offset = offset(line, &segment);
            (offset < f64::MAX && bridges(picture, line, &segment, gaps)).then_some((offset, line))
        });
        match near.min_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((_, line)) => *line = line.with(&segment),
            None => open.push(segment),
        }
    }
    done.extend(open);
    done.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.at(a.from).total_cmp(&b.at(b.from))));
    done
}

/// How far out of line `right` is with `left`, in pixels; `f64::MAX` where too far.
fn offset(left: &Segment, right: &Segment) -> f64 {
    let gap = (right.from - left.to).max(0.0);
    let most = OFFSET + OFFSET_BY_THICKNESS * left.thickness().min(right.thickness()) + OFFSET_BY_GAP * gap;
    let place = right.from.max(left.to);
    // The longer one knows its slope.
    let offset = if left.length() > right.length() {
        (left.at(right.from) - right.at(right.from)).abs()
    } else {
        (left.at(left.to) - right.at(left.to)).abs()
    };
    let offset = offset.max((left.at(place) - right.at(place)).abs());
    let overlap = left.to - right.from;
    let fits = offset <= most && overlap < right.length().min(left.length()) / 2.0;
    if fits && left.with(right).is_straight() { offset } else { f64::MAX }
}

fn bridges(picture: &GrayImage, left: &Segment, right: &Segment, gaps: Gaps) -> bool {
    let gap = right.from - left.to;
    gap <= gaps.empty || (gap <= gaps.crossed && is_crossed(picture, left, right))
}

/// Whether the gap is as dark as the lines' ends.
fn is_crossed(picture: &GrayImage, left: &Segment, right: &Segment) -> bool {
    let both = left.with(right);
    let dark = |x: f64| {
        let y = both.at(x).max(0.0) as u32;
        picture.get_pixel_checked(x.max(0.0) as u32, y).map_or(255, |p| p.0[0])
    };
    let within = |segment: &Segment| f64::from(dark(f64::midpoint(segment.from, segment.to)));
    let level = within(left).max(within(right)) + f64::from(MORE_THAN_LINE);
    let columns = left.to as u32..right.from as u32;
    let count = columns.len().max(1) as f64;
    columns.filter(|x| f64::from(dark(f64::from(*x))) <= level).count() as f64 >= CROSSED * count
}

/// A crossing may be lighter than the line by this much of 255.
const MORE_THAN_LINE: u8 = 40;
