//! Which candidates are lines: long ones, and short ones that end on others.

use super::Candidates;
use super::segment::Segment;

/// A line of this length, in letters, stands by itself.
const LONG: f64 = 5.0;
/// A line that ends on other lines is at least so long, in letters, ...
const SHORT: f64 = 1.2;
/// ... and comes this close to them, in letters and in pixels: letters in narrow cells keep more distance.
const NEAR: f64 = 0.2;
const NEAR_PIXELS: f64 = 2.0;
/// A free line is at least this many times longer than thick; the strokes of a poster's letters are not.
const SLIM: f64 = 10.0;

/// The lines among `horizontal` and `vertical`, whose places along and across are swapped.
pub(super) fn keep_lines(
    horizontal: Candidates,
    vertical: Candidates,
    letter: f32,
) -> (Vec<Segment>, Vec<Segment>) {
    let letter = f64::from(letter);
    let is_long = |s: &Segment| s.length() >= LONG * letter && s.length() >= SLIM * s.thickness();
    let parted = |found: Candidates| -> (Vec<Segment>, Vec<Segment>) {
        let (long, mut short): (Vec<_>, Vec<_>) = found.clear.into_iter().partition(is_long);
        short.extend(found.beside);
        (long, short)
    };
    let (mut horizontal, short_horizontal) = parted(horizontal);
    let (mut vertical, short_vertical) = parted(vertical);
    let near = (NEAR * letter).max(NEAR_PIXELS);
    let ends_on = |s: &Segment, others: &[Segment]| s.length() >= SHORT * letter && ends_on(s, others, near);
    let more: Vec<_> = short_vertical.into_iter().filter(|s| ends_on(s, &horizontal)).collect();
    vertical.extend(more);
    let more: Vec<_> = short_horizontal.into_iter().filter(|s| ends_on(s, &vertical)).collect();
    horizontal.extend(more);
    (without_bars(horizontal, letter), without_bars(vertical, letter))
}

/// A line with this many others beside it, nearer than a letter and about as long, belongs to a bar code or a hatching:
/// there is no room for letters between them. Double rules have one.
const BESIDE: usize = 2;
/// Neighbours share at least this much of the longer one's length.
const SHARED: f64 = 0.8;

fn without_bars(lines: Vec<Segment>, letter: f64) -> Vec<Segment> {
    let beside = |a: &Segment, b: &Segment| {
        let (from, to) = (a.from.max(b.from), a.to.min(b.to));
        let middle = f64::midpoint(from, to);
        to - from >= SHARED * a.length().max(b.length()) && (a.at(middle) - b.at(middle)).abs() <= letter
    };
    // Each line is beside itself.
    let is_inner =
        |line: &Segment| lines.iter().filter(|other| beside(line, other)).take(BESIDE + 1).count() > BESIDE;
    let inner: Vec<bool> = lines.iter().map(is_inner).collect();
    let outer = |line: &Segment| lines.iter().zip(&inner).any(|(other, inner)| *inner && beside(line, other));
    let keep: Vec<bool> = lines.iter().map(|line| !outer(line)).collect();
    lines.into_iter().zip(keep).filter_map(|(line, keep)| keep.then_some(line)).collect()
}

/// Whether both ends of `segment` lie on lines of the other direction.
fn ends_on(segment: &Segment, others: &[Segment], near: f64) -> bool {
    let meets = |along: f64| {
        let across = segment.at(along);
        others.iter().any(|other| {
            (other.at(across) - along).abs() <= near + other.thickness() / 2.0
                && other.from - near <= across
                && across <= other.to + near
        })
    };
    meets(segment.from) && meets(segment.to)
}
