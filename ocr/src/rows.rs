//! Boxes that the detector cut out of one line are put together again.

use document::Point;

use crate::TextBox;

/// Neighbours are joined across a gap of up to this many line heights: a word space is a third, a column gap more than
/// one.
const MAX_GAP: f32 = 0.6;
/// Joined boxes share at least this much of the lower one's height.
const MIN_COMMON: f32 = 0.7;
/// Joined boxes differ in height by at most this factor.
const MAX_RATIO: f32 = 1.6;
/// Joined boxes differ in slope by at most this (tangent of 4 degrees).
const MAX_SLOPE: f32 = 0.07;

/// Joins boxes of one line, and puts all in order from the top, then from the left. `parted` tells whether something
/// (a ruling line) stands between two points.
pub(crate) fn join_rows(mut boxes: Vec<TextBox>, parted: &dyn Fn(Point, Point) -> bool) -> Vec<TextBox> {
    boxes.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let mut joined: Vec<TextBox> = Vec::new();
    for next in boxes {
        let fits = |one: &&mut TextBox| {
            is_continued(one, &next) && !parted(one.corners[1].lerp(one.corners[2], 0.5), middle_left(&next))
        };
        let nearest = joined.iter_mut().filter(fits).max_by(|a, b| right(a).total_cmp(&right(b)));
        match nearest {
            Some(one) => *one = union(one, &next),
            None => joined.push(next),
        }
    }
    joined.sort_by(|a, b| top(a).total_cmp(&top(b)).then(left(a).total_cmp(&left(b))));
    joined
}

fn left(text: &TextBox) -> f32 {
    f32::midpoint(text.corners[0].x, text.corners[3].x)
}

fn right(text: &TextBox) -> f32 {
    f32::midpoint(text.corners[1].x, text.corners[2].x)
}

fn top(text: &TextBox) -> f32 {
    f32::midpoint(text.corners[0].y, text.corners[1].y)
}

fn middle_left(text: &TextBox) -> Point {
    text.corners[0].lerp(text.corners[3], 0.5)
}

fn slope(text: &TextBox) -> f32 {
    let [a, b, ..] = text.corners;
    (b.y - a.y) / (b.x - a.x).abs().max(1.0)
}

/// Whether `next` goes on the line of `one`, to its right.
fn is_continued(one: &TextBox, next: &TextBox) -> bool {
    if one.is_tall() || next.is_tall() {
        return false;
    }
    let (h1, h2) = (one.height(), next.height());
    let (low, high) = (h1.min(h2), h1.max(h2));
    let gap = left(next) - right(one);
    if high > MAX_RATIO * low
        || gap > MAX_GAP * low
        || gap < -low
        || (slope(one) - slope(next)).abs() > MAX_SLOPE
    {
        return false;
    }
    // Compare at the seam: the right end of one with the left end of the other.
    let top = one.corners[1].y.max(next.corners[0].y);
    let bottom = one.corners[2].y.min(next.corners[3].y);
    bottom - top >= MIN_COMMON * low
}

/// The quadrilateral from the left end of `one` to the right end of `next`, as high as the higher of both.
fn union(one: &TextBox, next: &TextBox) -> TextBox {
    let score = one.score.min(next.score);
    let (a, d) = (one.corners[0], one.corners[3]);
    let (b, c) = (next.corners[1], next.corners[2]);
    if right(one) >= right(next) {
        return TextBox { corners: one.corners, score };
    }
    // Raise the ends so that no corner at the seam is cut off.
    let over =
        |from: Point, to: Point, p: Point| from.lerp(to, (p.x - from.x) / (to.x - from.x).max(1.0)).y - p.y;
    let rise = over(a, b, one.corners[1]).max(over(a, b, next.corners[0])).max(0.0);
    let fall = (-over(d, c, one.corners[2])).max(-over(d, c, next.corners[3])).max(0.0);
    let up = |p: Point| Point::new(p.x, p.y - rise);
    let down = |p: Point| Point::new(p.x, p.y + fall);
    TextBox { corners: [up(a), up(b), down(c), down(d)], score }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;

    fn text(x0: f32, y0: f32, x1: f32, y1: f32) -> TextBox {
        TextBox { corners: Rect::new(x0, y0, x1, y1).corners(), score: 0.9 }
    }

    fn count(boxes: &[TextBox]) -> usize {
        join_rows(boxes.to_vec(), &|_, _| false).len()
    }

    #[test]
    fn neighbours_on_a_line_join_and_columns_do_not() {
        let word = text(0.0, 0.0, 100.0, 20.0);
        let cases = [
            ("word space", text(108.0, 1.0, 200.0, 21.0), 1),
            ("overlap", text(95.0, 0.0, 200.0, 20.0), 1),
            ("column gap", text(130.0, 0.0, 200.0, 20.0), 2),
            ("next line", text(0.0, 24.0, 100.0, 44.0), 2),
            ("heading beside", text(105.0, -20.0, 200.0, 40.0), 2),
            ("half a line down", text(105.0, 10.0, 200.0, 30.0), 2),
        ];
        for (name, next, want) in cases {
            assert_eq!(count(&[word, next]), want, "{name}");
            assert_eq!(count(&[next, word]), want, "{name}, other way");
        }
        let parted = join_rows(vec![word, text(108.0, 1.0, 200.0, 21.0)], &|_, _| true);
        assert_eq!(parted.len(), 2);
    }

    #[test]
    fn a_joined_box_holds_both() {
        let joined =
            join_rows(vec![text(0.0, 0.0, 100.0, 20.0), text(105.0, -3.0, 200.0, 22.0)], &|_, _| false);
        let [a, b, c, d] = joined[0].corners;
        assert!(a.y <= 0.0 && b.y <= -3.0 && c.y >= 22.0 && d.y >= 20.0, "{joined:?}");
        assert_eq!((a.x, c.x), (0.0, 200.0));
    }
}
