use document::Rect;

use crate::text::{bag_f1, characters};

/// Likeness of content alone never outweighs a perfect overlap.
const CONTENT_WEIGHT: f64 = 0.9;

/// How surely one table is meant as the other, 0 to 1: overlap where both have boxes, helped by likeness of content.
///
/// Each side is its box and its text. Tables with boxes that do not touch are never the same.
pub fn likeness(first: (Option<Rect>, &str), second: (Option<Rect>, &str)) -> f64 {
    let overlap = first.0.zip(second.0).map(|(a, b)| f64::from(a.iou(&b)));
    if overlap == Some(0.0) {
        return 0.0;
    }
    let (a, b) = (characters(first.1), characters(second.1));
    let content = if a.is_empty() || b.is_empty() { 0.0 } else { bag_f1(&a, &b) };
    overlap.map_or(content, |overlap| overlap.max(CONTENT_WEIGHT * content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_content_help_each_other() {
        let left = Some(Rect::new(0.0, 0.0, 10.0, 10.0));
        let half = Some(Rect::new(0.0, 0.0, 10.0, 5.0));
        let away = Some(Rect::new(50.0, 0.0, 60.0, 10.0));
        let cases = [
            ((left, "ab"), (left, ""), 1.0),
            ((left, "xy"), (half, "ab"), 0.5),
            ((left, "ab"), (half, "a b"), 0.9),
            ((left, "ab"), (away, "ab"), 0.0),
            ((None, "ab"), (left, "ab"), 1.0),
            ((None, "ab"), (None, "cd"), 0.0),
            ((None, ""), (None, ""), 0.0),
        ];
        for (a, b, want) in cases {
            assert!((likeness(a, b) - want).abs() < 1e-6, "{a:?} {b:?}");
        }
    }
}
