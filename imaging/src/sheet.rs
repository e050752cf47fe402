//! The sheet of paper on a photo.

use document::{Outline, Point};
use image::{GrayImage, RgbImage};

use crate::{BinariseOptions, Component, PageImage, Projection, binarise, components, filter, resize};

mod edges;
mod quad;
mod settle;

use edges::Edges;

/// Long side of the picture in which the sheet is looked for: its edges are long, so little detail is needed.
const SMALL: u32 = 400;
/// Dark marks narrower than this in the small picture are closed: letters, table frames.
const PRINT: usize = 9;
/// Between neighbouring pixels outside the sheet a camera's noise differs by this much in the mean, a drawn background
/// does not.
const CAMERA_NOISE: f32 = 0.35;
/// Print is looked for in a picture no longer than this, in marks of this height, in pixels.
const PRINT_SEEN_IN: u32 = 1200;
const LETTER: (f32, f32) = (3.0, 24.0);
/// A sheet has at least so many letters, ...
const FEWEST_LETTERS: f32 = 40.0;
/// ... and beside each of its sides, in a band as wide as this share of its size, marks are no denser than this share of
/// the print: desks have grain, hands and plants, but print is denser.
const BESIDE: f32 = 0.12;
const PRINT_BESIDE: f32 = 0.5;
/// A sheet with its corners this close to those of the picture, as a share of the long side, fills it: a scan.
const FILLS: f32 = 0.02;

/// A sheet of paper that is brighter than what it lies on, as a photo shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// Its corners in pixels, clockwise from the one that is top left on the picture; a corner may lie a little outside.
    pub corners: [Point; 4],
    /// Share of its outline at which an edge is seen, 0 to 1.
    pub support: f32,
}

impl Sheet {
    /// Width, height and map of the picture that shows the sheet flat, at the resolution that it has at its nearer sides:
    /// the map leads from that picture's pixels to those of the given one. Nothing for a degenerate outline.
    pub fn flat(&self) -> Option<(u32, u32, Projection)> {
        let [a, b, c, d] = self.corners;
        let (width, height) =
            (a.distance(b).max(d.distance(c)).round(), a.distance(d).max(b.distance(c)).round());
        let frame = [
            Point::new(0.0, 0.0),
            Point::new(width, 0.0),
            Point::new(width, height),
            Point::new(0.0, height),
        ];
        Some((width as u32, height as u32, Projection::between(frame, self.corners)?))
    }
}

/// The sheet on a photo: four straight edges, brighter inside, that enclose a good part of the picture in perspective.
/// Nothing on scans that fill their picture, drawn pages, and where the edges are not clear.
///
/// Edges vote for lines (Hough, with their direction and which side is brighter), the lines are combined to
/// quadrilaterals, the one with the best supported outline is settled on the edges of the full picture.
pub fn find_sheet(page: &PageImage) -> Option<Sheet> {
    let long_side = page.width().max(page.height());
    if long_side < SMALL {
        return None;
    }
    let scale = long_side as f32 / SMALL as f32;
    let side = |length: u32| (length as f32 / scale).round() as u32;
    let small = paper(&resize(page.pixels(), side(page.width()), side(page.height())));
    let edges = Edges::of(&small);
    let found = quad::best(&edges)?;
    let gray = page.to_gray();
    let corners = settle::settled(&gray, found.corners.map(|p| Point::new(p.x * scale, p.y * scale)), scale)?;
    let sheet = Sheet { corners, support: found.support };
    let (width, height) = (page.width() as f32, page.height() as f32);
    let is_sheet = !fills(&corners, width, height)
        && is_photographed(&gray, &corners)
        && holds_the_print(&gray, &corners);
    is_sheet.then_some(sheet)
}

/// How much paper a pixel looks like, print closed: the darkest channel, which is bright for white only.
fn paper(picture: &RgbImage) -> GrayImage {
    let pixels = picture.pixels().map(|p| p.0.into_iter().min().unwrap_or(0)).collect();
    let darkest = GrayImage::from_raw(picture.width(), picture.height(), pixels).unwrap_or_default();
    let closed = filter::close_columns(&darkest, PRINT);
    filter::transpose(&filter::close_columns(&filter::transpose(&closed), PRINT))
}

fn fills(corners: &[Point; 4], width: f32, height: f32) -> bool {
    let frame = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)];
    let near = FILLS * width.max(height);
    corners.iter().zip(frame).all(|(corner, (x, y))| corner.distance(Point::new(x, y)) <= near)
}

/// Whether what lies outside the sheet has a camera's noise.
fn is_photographed(gray: &GrayImage, corners: &[Point; 4]) -> bool {
    /// Every so many-th pixel each way is looked at.
    const STRIDE: usize = 7;
    let (mut sum, mut count) = (0_u64, 0_u64);
    for y in (0..gray.height()).step_by(STRIDE) {
        for x in (1..gray.width()).step_by(STRIDE) {
            if !quad::contains(corners, Point::new(x as f32, y as f32)) {
                let (a, b) = (gray.get_pixel(x - 1, y).0[0], gray.get_pixel(x, y).0[0]);
                sum += u64::from(a.abs_diff(b).min(8));
                count += 1;
            }
        }
    }
    count > 0 && sum as f32 / count as f32 >= CAMERA_NOISE
}

/// Whether the marks that may be letters lie on the sheet: a shadow's edge and a dark picture's side cut through print.
fn holds_the_print(gray: &GrayImage, corners: &[Point; 4]) -> bool {
    let mut small = filter::halve(gray);
    let mut scale = 2.0;
    while small.width().max(small.height()) > PRINT_SEEN_IN {
        small = filter::halve(&small);
        scale *= 2.0;
    }
    let marks = components(&binarise(&small, BinariseOptions::default()));
    let is_letter = |c: &&Component| {
        let (width, height) = (c.bounds.width(), c.bounds.height());
        (LETTER.0..=LETTER.1).contains(&height) && width <= 3.0 * height && height <= 4.0 * width
    };
    let places = marks.iter().filter(is_letter).map(|c| c.bounds.center());
    let band = BESIDE * Outline::from(*corners).area().sqrt();
    let mut inside = 0.0_f32;
    let mut beside = [0.0_f32; 4];
    for place in places {
        let place = Point::new(place.x * scale, place.y * scale);
        if quad::contains(corners, place) {
            inside += 1.0;
        } else if let Some(side) = (0..4).find(|side| quad::is_beside(corners, *side, band, place)) {
            beside[side] += 1.0;
        }
    }
    let density = inside / Outline::from(*corners).area();
    let clear = (0..4).all(|side| {
        let length = corners[side].distance(corners[(side + 1) % 4]);
        beside[side] <= PRINT_BESIDE * density * length * band
    });
    inside >= FEWEST_LETTERS && clear
}

#[cfg(test)]
mod tests;
