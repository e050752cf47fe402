//! Ruling lines from the vector graphics of a PDF.

use document::Point;
use image::RgbImage;
use imaging::{Ruling, RulingSource};

use crate::content::Stroke;

/// A stroke is horizontal or vertical where it leaves its axis by no more than this share of its length, or a pixel.
const MOST_SLANT: f32 = 0.01;

/// Shorter ones, in points, are parts of letters, ticks and dashes drawn one by one; what remains of those after
/// merging is as long as its line.
const SHORTEST_POINTS: f32 = 6.0;

/// Strokes on one line are one where the gap between them is no wider than this, in points: dots and dashes.
const MERGE_GAP_POINTS: f32 = 3.0;

/// Strokes are on one line where they are no farther apart, in points; double rules are.
const SAME_LINE_POINTS: f32 = 0.6;

/// A line is seen where it differs by this much (of 255) from what is on one side of it, at this share of the places
/// where it should have ink. A number of places that is prime does not beat with the dots of dotted lines.
const CONTRAST: i32 = 12;
const SEEN_SHARE: f32 = 0.5;
const PLACES: usize = 61;

/// A stroke along its axis: position across it, then from where to where.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    at: f32,
    from: f32,
    to: f32,
    thickness: f32,
    ink: f32,
}

/// The horizontal and vertical lines among `strokes`, which are in pixels of `picture`, merged and in order: the
/// horizontal ones from top to bottom, then the vertical ones from left to right. Lines that are not seen (white on
/// white, covered, clipped) are left out.
pub(crate) fn collect(strokes: &[Stroke], dpi: f32, picture: &RgbImage) -> Vec<Ruling> {
    let point = dpi / crate::pdf::POINTS;
    let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
    for stroke in strokes {
        let (dx, dy) = ((stroke.to.x - stroke.from.x).abs(), (stroke.to.y - stroke.from.y).abs());
        let (thickness, ink) = (stroke.width, stroke.coverage * dx.max(dy));
        if dy <= (MOST_SLANT * dx).max(1.0) && dx > dy {
            let at = (stroke.from.y + stroke.to.y) / 2.0;
            let (from, to) = (stroke.from.x.min(stroke.to.x), stroke.from.x.max(stroke.to.x));
            horizontal.push(Span { at, from, to, thickness, ink });
        } else if dx <= (MOST_SLANT * dy).max(1.0) && dy > dx {
            let at = (stroke.from.x + stroke.to.x) / 2.0;
            let (from, to) = (stroke.from.y.min(stroke.to.y), stroke.from.y.max(stroke.to.y));
            vertical.push(Span { at, from, to, thickness, ink });
        }
    }
    let ruling = |span: Span, place: fn(f32, f32) -> Point| Ruling {
        start: place(span.from, span.at),
        end: place(span.to, span.at),
        thickness: span.thickness,
        coverage: (span.ink / (span.to - span.from).max(f32::MIN_POSITIVE)).clamp(0.0, 1.0),
        source: RulingSource::Vector,
    };
    let horizontal = merge(horizontal, point).into_iter().map(|span| ruling(span, Point::new));
    let vertical =
        merge(vertical, point).into_iter().map(|span| ruling(span, |along, at| Point::new(at, along)));
    let long = |ruling: &Ruling| ruling.length() >= SHORTEST_POINTS * point;
    horizontal.chain(vertical).filter(|ruling| long(ruling) && is_seen(ruling, picture)).collect()
}

fn merge(mut spans: Vec<Span>, point: f32) -> Vec<Span> {
    spans.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut lines: Vec<Span> = Vec::new();
    // Spans on nearly one height, from left to right, whatever the last bits of their heights.
    let mut rest = spans.as_slice();
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|span| span.at - first.at <= SAME_LINE_POINTS * point).count();
        let (group, after) = rest.split_at(count);
        let mut group = group.to_vec();
        group.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.to.total_cmp(&b.to)));
        lines.extend(group.into_iter().fold(Vec::new(), |joined, span| join(joined, span, point)));
        rest = after;
    }
    lines
}

fn join(mut joined: Vec<Span>, span: Span, point: f32) -> Vec<Span> {
    match joined.last_mut() {
        Some(last) if span.from - last.to <= MERGE_GAP_POINTS * point => {
            let shared = (last.to.min(span.to) - span.from).max(0.0);
            last.ink = last.ink + span.ink - shared * (last.ink / (last.to - last.from).max(1.0)).min(1.0);
            last.to = last.to.max(span.to);
            last.thickness = last.thickness.max(span.thickness);
        }
        _ => joined.push(span),
    }
    joined
}

/// Whether the line differs from what is beside it.
fn is_seen(ruling: &Ruling, picture: &RgbImage) -> bool {
    let away = ruling.thickness / 2.0 + 2.5;
    let side = if ruling.start.y == ruling.end.y { Point::new(0.0, away) } else { Point::new(away, 0.0) };
    let seen = (0..PLACES).filter(|place| {
        let at = ruling.start.lerp(ruling.end, (*place as f32 + 0.5) / PLACES as f32);
        let on = darkest(picture, at, side, away);
        let beside = [(at.x + side.x, at.y + side.y), (at.x - side.x, at.y - side.y)];
        let differs = |(x, y): (f32, f32)| {
            luma(picture, x, y).zip(on).is_some_and(|(l, (dark, light))| {
                (l - dark).abs() >= CONTRAST || (l - light).abs() >= CONTRAST
            })
        };
        beside.into_iter().any(differs)
    });
    seen.count() as f32 >= SEEN_SHARE * ruling.coverage * PLACES as f32
}

/// The darkest and the lightest pixel across the stroke: where a thin line falls between two pixels, neither is full.
fn darkest(picture: &RgbImage, at: Point, side: Point, away: f32) -> Option<(i32, i32)> {
    let step = Point::new(side.x / away, side.y / away);
    let values =
        [-1.0, 0.0, 1.0].into_iter().filter_map(|t| luma(picture, at.x + step.x * t, at.y + step.y * t));
    values.fold(None, |range, v| {
        Some(range.map_or((v, v), |(dark, light): (i32, i32)| (dark.min(v), light.max(v))))
    })
}

fn luma(picture: &RgbImage, x: f32, y: f32) -> Option<i32> {
    if x < 0.0 || y < 0.0 {
        return None;
    }
    let [r, g, b] = picture.get_pixel_checked(x as u32, y as u32)?.0.map(i32::from);
    Some((299 * r + 587 * g + 114 * b) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(x0: f32, y0: f32, x1: f32, y1: f32) -> Stroke {
        Stroke { from: Point::new(x0, y0), to: Point::new(x1, y1), width: 2.0, coverage: 1.0 }
    }

    fn drawn(strokes: &[Stroke]) -> RgbImage {
        let mut picture = RgbImage::from_pixel(400, 400, image::Rgb([255; 3]));
        for s in strokes {
            let (w, h) = if s.from.y == s.to.y { (0.0, 1.0) } else { (1.0, 0.0) };
            for y in (s.from.y.min(s.to.y) - h) as u32..(s.from.y.max(s.to.y) + h).min(400.0) as u32 {
                for x in (s.from.x.min(s.to.x) - w) as u32..(s.from.x.max(s.to.x) + w).min(400.0) as u32 {
                    picture.put_pixel(x, y, image::Rgb([0; 3]));
                }
            }
        }
        picture
    }

    #[test]
    fn cells_drawn_one_by_one_give_whole_lines() {
        let strokes = [
            stroke(10.0, 50.0, 100.0, 50.0),
            stroke(200.0, 50.2, 101.0, 50.2),
            stroke(10.0, 50.0, 10.0, 150.0),
            stroke(60.0, 60.0, 90.0, 90.0),
        ];
        let rulings = collect(&strokes, 144.0, &drawn(&strokes[..3]));
        assert_eq!(rulings.len(), 2, "{rulings:?}");
        assert_eq!((rulings[0].start.x, rulings[0].end.x), (10.0, 200.0));
        assert_eq!((rulings[1].start, rulings[1].end), (Point::new(10.0, 50.0), Point::new(10.0, 150.0)));
        assert!(rulings[0].coverage > 0.98);
    }

    #[test]
    fn dots_are_one_line_of_less_ink() {
        let dots: Vec<Stroke> =
            (0..20).map(|i| stroke(10.0 + 8.0 * i as f32, 80.0, 14.0 + 8.0 * i as f32, 80.0)).collect();
        let rulings = collect(&dots, 144.0, &drawn(&dots));
        assert_eq!(rulings.len(), 1);
        assert!((rulings[0].coverage - 0.51).abs() < 0.02, "{}", rulings[0].coverage);
    }

    #[test]
    fn what_is_not_seen_is_no_line() {
        let strokes = [stroke(10.0, 50.0, 200.0, 50.0)];
        assert_eq!(collect(&strokes, 144.0, &RgbImage::from_pixel(400, 400, image::Rgb([255; 3]))), []);
        assert_eq!(collect(&[stroke(500.0, 50.0, 900.0, 50.0)], 144.0, &drawn(&[])), []);
    }

    #[test]
    fn double_rules_stay_two() {
        let strokes = [stroke(10.0, 50.0, 200.0, 50.0), stroke(10.0, 54.0, 200.0, 54.0)];
        assert_eq!(collect(&strokes, 144.0, &drawn(&strokes)).len(), 2);
    }
}
