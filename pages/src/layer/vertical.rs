//! Han characters set one below the other.

use document::is_cjk;

use super::frame::{Frame, Placed};
use super::rows::Segment;

/// Fewer than this many in a column may be anything, such as cells of a table.
const SHORTEST: usize = 3;

/// Successive characters stand below each other within this share of the size...
const SHIFT: f32 = 0.25;

/// ...and this far apart. Rows of a table are farther.
const PITCH: std::ops::Range<f32> = 0.7..1.35;

/// Parts the columns of upright Han characters, each from top to bottom, from the other letters. What decides is the
/// order of drawing: in a horizontal line the next character is to the right.
pub(super) fn take(letters: Vec<Placed>, frame: &Frame) -> (Vec<Segment>, Vec<Placed>) {
    if !frame.is_upright() {
        return (Vec::new(), letters);
    }
    let (mut columns, mut rest) = (Vec::new(), Vec::new());
    let mut column: Vec<Placed> = Vec::new();
    for placed in letters {
        if !column.last().is_some_and(|last| is_below(last, &placed)) {
            finish(std::mem::take(&mut column), &mut columns, &mut rest);
        }
        column.push(placed);
    }
    finish(column, &mut columns, &mut rest);
    (columns, rest)
}

fn finish(column: Vec<Placed>, columns: &mut Vec<Segment>, rest: &mut Vec<Placed>) {
    if column.len() >= SHORTEST {
        // An upright letter's own box: the origin of vertical type is not on a baseline.
        let own = |placed: Placed| Placed { ink: placed.letter.ink, ..placed };
        columns.extend(Segment::new(column.into_iter().map(own).collect()));
    } else {
        rest.extend(column);
    }
}

fn is_below(last: &Placed, next: &Placed) -> bool {
    let size = last.letter.size.min(next.letter.size);
    is_cjk(last.letter.code)
        && is_cjk(next.letter.code)
        && (next.origin - last.origin).abs() < SHIFT * size
        && PITCH.contains(&((next.base - last.base) / size))
}
