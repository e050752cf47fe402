//! Lines, areas and letters on a picture. Whatever lies outside the picture is cut off before it costs time.

use document::Point;
use image::{Rgb as Pixel, RgbImage};

use super::font;
use crate::palette::Rgb;

/// Dots around the letters of a label.
const LABEL_PAD: u32 = 2;

/// A little of what a label covers shines through.
const LABEL_OPACITY: f32 = 0.9;

/// A picture being drawn on.
pub(super) struct Canvas {
    picture: RgbImage,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub(super) color: Rgb,
    /// Pixels, at least 1.
    pub(super) width: u32,
    /// 1 covers, 0 is invisible.
    pub(super) opacity: f32,
}

impl Canvas {
    pub(super) fn new(picture: RgbImage) -> Self {
        Self { picture }
    }

    pub(super) fn into_picture(self) -> RgbImage {
        self.picture
    }

    pub(super) fn width(&self) -> u32 {
        self.picture.width()
    }

    pub(super) fn height(&self) -> u32 {
        self.picture.height()
    }

    fn blend(&mut self, x: i64, y: i64, color: Rgb, opacity: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        let Some(Pixel(under)) = self.picture.get_pixel_mut_checked(x, y) else { return };
        for (below, above) in under.iter_mut().zip(color) {
            let mixed = f32::from(*below) * (1.0 - opacity) + f32::from(above) * opacity;
            *below = mixed.round() as u8;
        }
    }

    /// A filled upright rectangle.
    pub(super) fn rectangle(
        &mut self,
        left: i64,
        top: i64,
        width: u32,
        height: u32,
        color: Rgb,
        opacity: f32,
    ) {
        let right = left.saturating_add(i64::from(width)).min(i64::from(self.width()));
        let bottom = top.saturating_add(i64::from(height)).min(i64::from(self.height()));
        for y in top.max(0)..bottom {
            for x in left.max(0)..right {
                self.blend(x, y, color, opacity);
            }
        }
    }

    /// A closed outline.
    pub(super) fn outline(&mut self, points: &[Point], pen: Pen) {
        let ends = points.iter().cycle().skip(1);
        points.iter().zip(ends).for_each(|(from, to)| self.segment(*from, *to, pen));
    }

    /// A straight line.
    pub(super) fn segment(&mut self, from: Point, to: Point, pen: Pen) {
        let margin = pen.width as f32;
        let Some((from, to)) =
            clip(from, to, self.width() as f32 + margin, self.height() as f32 + margin, -margin)
        else {
            return;
        };
        let steps = (to.x - from.x).abs().max((to.y - from.y).abs()).ceil().max(1.0);
        let is_flat = (to.x - from.x).abs() >= (to.y - from.y).abs();
        let first = -(i64::from(pen.width) - 1) / 2;
        for step in 0..=steps as u32 {
            let at = from.lerp(to, step as f32 / steps);
            let (x, y) = (at.x.floor() as i64, at.y.floor() as i64);
            // One stroke across the line for each step along it: no pixel is blended twice.
            for across in first..first + i64::from(pen.width) {
                let (x, y) = if is_flat { (x, y + across) } else { (x + across, y) };
                self.blend(x, y, pen.color, pen.opacity);
            }
        }
    }

    /// The inside of a closed outline, by the even-odd rule.
    pub(super) fn fill(&mut self, points: &[Point], color: Rgb, opacity: f32) {
        let top = points.iter().map(|p| p.y).fold(f32::INFINITY, f32::min).max(0.0);
        let bottom = points.iter().map(|p| p.y).fold(f32::NEG_INFINITY, f32::max).min(self.height() as f32);
        if top >= bottom {
            return;
        }
        for row in top.floor() as u32..bottom.ceil() as u32 {
            let mut crossings = crossings(points, row as f32 + 0.5);
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let (Some(left), Some(right)) = (pair.first(), pair.last()) else { continue };
                let left = left.max(0.0).round() as u32;
                let right = right.clamp(0.0, self.width() as f32).round() as u32;
                (left..right).for_each(|x| self.blend(i64::from(x), i64::from(row), color, opacity));
            }
        }
    }

    /// White letters on a plate of [`label_size`] from (`left`, `top`).
    pub(super) fn label(&mut self, text: &str, left: f32, top: f32, dot: u32, plate: Rgb) {
        let (width, height) = label_size(text, dot);
        let (left, top) = (left.round() as i64, top.round() as i64);
        self.rectangle(left, top, width, height, plate, LABEL_OPACITY);
        let pad = dot * LABEL_PAD;
        for (index, letter) in (0_u32..).zip(text.chars()) {
            for (x, y) in (0..font::HEIGHT).flat_map(|y| (0..font::WIDTH).map(move |x| (x, y))) {
                if font::is_set(letter, x, y) {
                    let x = left.saturating_add(i64::from(pad + (index * font::ADVANCE + x) * dot));
                    let y = top.saturating_add(i64::from(pad + y * dot));
                    self.rectangle(x, y, dot, dot, [255; 3], 1.0);
                }
            }
        }
    }
}

/// Width and height of a label with dots of `dot` pixels.
pub(super) fn label_size(text: &str, dot: u32) -> (u32, u32) {
    let letters = text.chars().count() as u32;
    let pad = 2 * LABEL_PAD;
    let gap = font::ADVANCE - font::WIDTH;
    (dot * ((letters * font::ADVANCE).saturating_sub(gap) + pad), dot * (font::HEIGHT + pad))
}

/// Where the outline crosses the height `y`.
fn crossings(points: &[Point], y: f32) -> Vec<f32> {
    let ends = points.iter().cycle().skip(1);
    let crossed = points.iter().zip(ends).filter(|(a, b)| (a.y <= y) != (b.y <= y));
    crossed.map(|(a, b)| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)).collect()
}

/// The part of a segment within `low..=right` x `low..=bottom`, by Liang and Barsky (1984); nothing where it is outside
/// or not finite. In double precision, for ends that are far off.
fn clip(from: Point, to: Point, right: f32, bottom: f32, low: f32) -> Option<(Point, Point)> {
    let wide = |p: Point| (f64::from(p.x), f64::from(p.y));
    let ((x0, y0), (x1, y1)) = (wide(from), wide(to));
    let (dx, dy) = (x1 - x0, y1 - y0);
    if !(dx.is_finite() && dy.is_finite()) {
        return None;
    }
    let (low, right, bottom) = (f64::from(low), f64::from(right), f64::from(bottom));
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (toward, room) in [(-dx, x0 - low), (dx, right - x0), (-dy, y0 - low), (dy, bottom - y0)] {
        if toward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if toward < 0.0 {
            enter = enter.max(room / toward);
        } else {
            leave = leave.min(room / toward);
        }
    }
    // Clamped: the ends of a very long segment lose their last digits on the way here.
    let at =
        |t: f64| Point::new((x0 + dx * t).clamp(low, right) as f32, (y0 + dy * t).clamp(low, bottom) as f32);
    (enter <= leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Rgb = [255, 0, 0];

    fn drawn(draw: impl Fn(&mut Canvas)) -> Vec<String> {
        let mut canvas = Canvas::new(RgbImage::new(6, 4));
        draw(&mut canvas);
        let picture = canvas.into_picture();
        let sign = |x, y| if picture.get_pixel(x, y).0 == RED { '#' } else { '.' };
        (0..4).map(|y| (0..6).map(|x| sign(x, y)).collect()).collect()
    }

    fn square(low: f32, high: f32) -> [Point; 4] {
        [(low, low), (high, low), (high, high), (low, high)].map(|(x, y)| Point::new(x, y))
    }

    #[test]
    fn shapes_are_where_they_should_be() {
        let pen = Pen { color: RED, width: 1, opacity: 1.0 };
        assert_eq!(drawn(|c| c.outline(&square(0.0, 2.0), pen)), ["###...", "#.#...", "###...", "......"]);
        assert_eq!(drawn(|c| c.fill(&square(1.0, 3.0), RED, 1.0)), ["......", ".##...", ".##...", "......"]);
        let thick = Pen { width: 2, ..pen };
        let across = |c: &mut Canvas| c.segment(Point::new(-1e9, 1.0), Point::new(1e9, 1.0), thick);
        assert_eq!(drawn(across), ["......", "######", "######", "......"]);
    }

    #[test]
    fn what_lies_outside_costs_nothing() {
        let pen = Pen { color: RED, width: 3, opacity: 1.0 };
        let blank = ["......"; 4];
        for far in [1e7, 1e30, f32::MAX] {
            assert_eq!(drawn(|c| c.outline(&square(far, far), pen)), blank);
            assert_eq!(drawn(|c| c.segment(Point::new(-far, -far), Point::new(far, -far), pen)), blank);
        }
        // Ends so far off that the clipped line is only roughly where it should be, but it ends.
        drawn(|c| c.segment(Point::new(-1e30, -1e29), Point::new(1e30, 2e29), pen));
        assert_eq!(drawn(|c| c.fill(&square(-1e30, 1e30), RED, 1.0)), ["######"; 4]);
    }
}
