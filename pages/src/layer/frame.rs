//! Directions of text: letters in coordinates along and across their line.

use std::collections::BTreeMap;

use document::{Outline, Point, Rect, is_cjk};

use super::letter::Letter;

/// A letter's lower-case height in parts of its size: every letter's box takes in this band above the baseline, so that
/// a line of dashes is as high as one of letters.
const BAND: f32 = 0.45;

/// Boxes beyond these parts of the size above and below the baseline come from broken fonts.
const MOST_ABOVE: f32 = 1.2;
const MOST_BELOW: f32 = 0.5;

/// Room beside the ink where the advance width is unknown, in parts of the size.
const SIDE_BEARING: f32 = 0.05;

/// Coordinates turned so that text runs to the right along `u` and its lines follow each other down along `v`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    degrees: i32,
    cosine: f32,
    sine: f32,
}

/// A letter with its place along and across the line, in its frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) letter: Letter,
    /// Box of the ink, at least the band of lower-case letters high.
    pub(super) ink: Rect,
    /// From here to there the letter takes room in the line.
    pub(super) left: f32,
    pub(super) right: f32,
    /// Where it stands across the line.
    pub(super) base: f32,
    /// Where its room begins by the font's word.
    pub(super) origin: f32,
}

/// The letters of each direction, in whole degrees, in the order of drawing.
pub(super) fn by_direction(letters: Vec<Letter>) -> Vec<(Frame, Vec<Placed>)> {
    let mut all: BTreeMap<i32, (Frame, Vec<Placed>)> = BTreeMap::new();
    for letter in letters {
        let frame = Frame::of(letter.along);
        all.entry(frame.degrees).or_insert((frame, Vec::new())).1.push(frame.place(letter));
    }
    all.into_values().collect()
}

impl Frame {
    fn of(along: Point) -> Self {
        let degrees = (along.y.atan2(along.x).to_degrees().round() as i32).rem_euclid(360);
        let (cosine, sine) = match degrees {
            0 => (1.0, 0.0),
            90 => (0.0, 1.0),
            180 => (-1.0, 0.0),
            270 => (0.0, -1.0),
            _ => ((degrees as f32).to_radians().cos(), (degrees as f32).to_radians().sin()),
        };
        Self { degrees, cosine, sine }
    }

    /// Clockwise from upright, 0..360.
    pub(super) fn degrees(&self) -> i32 {
        self.degrees
    }

    /// Whether it is the page's own.
    pub(super) fn is_upright(&self) -> bool {
        self.degrees == 0
    }

    pub(super) fn enter(&self, p: Point) -> Point {
        Point::new(p.x * self.cosine + p.y * self.sine, p.y * self.cosine - p.x * self.sine)
    }

    fn leave(&self, p: Point) -> Point {
        Point::new(p.x * self.cosine - p.y * self.sine, p.x * self.sine + p.y * self.cosine)
    }

    /// A box of this frame as an outline on the page, clockwise from the text's own top left.
    pub(super) fn outline(&self, rect: Rect) -> Outline {
        Outline::from(rect.corners().map(|corner| self.leave(corner)))
    }

    /// The box in this frame of something whose upright box on the page is `rect`, if it is `size` big.
    fn enter_rect(&self, rect: Rect, size: f32) -> Rect {
        let middle = self.enter(rect.center());
        let (across, down) = (self.cosine.abs(), self.sine.abs());
        let turn = across * across - down * down;
        // Near 45 degrees the sides cannot be told from the upright box; letters are about as wide as 0.6 of their size.
        let (w, h) = if turn.abs() > 0.3 {
            let w = (rect.width() * across - rect.height() * down) / turn;
            (w, (rect.height() * across - rect.width() * down) / turn)
        } else {
            let both = (rect.width() + rect.height()) / (across + down);
            (both - 0.6 * size, 0.6 * size)
        };
        let (w, h) = (w.max(0.0) / 2.0, h.max(0.0) / 2.0);
        Rect::new(middle.x - w, middle.y - h, middle.x + w, middle.y + h)
    }

    fn place(&self, letter: Letter) -> Placed {
        let size = letter.size;
        let origin = self.enter(letter.origin);
        let cell = self.enter_rect(letter.cell, size);
        let has_ink = letter.ink.width() > 0.0 && letter.ink.height() > 0.0;
        let mut ink = self.enter_rect(if has_ink { letter.ink } else { letter.cell }, size);
        let base = if origin.y.is_finite() { origin.y } else { ink.bottom };
        ink.top = ink.top.clamp(base - MOST_ABOVE * size, base - BAND * size);
        ink.bottom = ink.bottom.clamp(base, base + MOST_BELOW * size);
        // PDFium tells the advance width of upright text only.
        let (left, right) = if self.is_upright() && cell.width() > 0.0 {
            (cell.left, cell.right)
        } else {
            let advance = if is_cjk(letter.code) { size } else { 0.0 };
            (ink.left.min(origin.x), (ink.right + SIDE_BEARING * size).max(origin.x + advance))
        };
        ink.left = ink.left.clamp(left - size, right);
        ink.right = ink.right.clamp(ink.left, right + size);
        Placed { letter, ink, left, right, base, origin: origin.x }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::letter::Space;

    fn letter(along: Point, origin: Point, ink: Rect) -> Letter {
        Letter {
            code: 'a',
            index: 0,
            object: 0,
            space: Space::None,
            unmapped: false,
            invisible: false,
            size: 10.0,
            along,
            origin,
            ink,
            cell: ink,
        }
    }

    #[test]
    fn outlines_start_at_the_texts_own_top_left() {
        // Text that runs down the page: its top is to the right.
        let frame = Frame::of(Point::new(0.0, 1.0));
        let placed = frame.place(letter(
            Point::new(0.0, 1.0),
            Point::new(50.0, 20.0),
            Rect::new(50.0, 20.0, 57.0, 26.0),
        ));
        assert_eq!(placed.ink, Rect::new(20.0, -57.0, 26.0, -50.0));
        let outline = frame.outline(placed.ink);
        assert_eq!(outline.points()[0], Point::new(57.0, 20.0));
        assert_eq!(outline.points()[1], Point::new(57.0, 26.0));
        assert_eq!(frame.degrees(), 90);
    }

    #[test]
    fn a_slanted_box_gets_its_own_sides_back() {
        let frame = Frame::of(Point::new(30.0_f32.to_radians().cos(), 30.0_f32.to_radians().sin()));
        let own = Rect::new(40.0, 10.0, 48.0, 15.0);
        let upright = frame.outline(own).bounds();
        let back = frame.enter_rect(upright, 10.0);
        assert!((back.width() - 8.0).abs() < 1e-3 && (back.height() - 5.0).abs() < 1e-3, "{back:?}");
        assert!(back.center().distance(own.center()) < 1e-3);
    }

    #[test]
    fn a_dash_is_as_high_as_a_small_letter() {
        let along = Point::new(1.0, 0.0);
        let placed =
            Frame::of(along).place(letter(along, Point::new(0.0, 100.0), Rect::new(1.0, 97.0, 5.0, 98.0)));
        assert_eq!((placed.ink.top, placed.ink.bottom), (95.5, 100.0));
    }
}
