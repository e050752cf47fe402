//! Stamps: office seals and name seals, red ones, and gray ones on pages without colour.

use document::{Point, Rect};
use image::{Rgb, RgbImage};

use crate::{Component, Mask, PageImage, components, resize};

mod gray;
mod shape;

use shape::Shape;

/// Long side of the picture in which stamps are looked for.
const SMALL: u32 = 1000;
/// Ink is red where red stands out of the other channels by this much of 255: faint seals on yellowed paper do.
const RED: i32 = 35;
/// And where green and blue differ by at most this share of how far red stands out: that is hue within 27 degrees of
/// red, which wood, skin and warm light have not.
const HUE: f32 = 0.45;
/// Marks of one stamp are this close, in pixels of the small picture: letters to their ring.
const REACH: usize = 3;
/// A stamp's longer side, as a share of the page's long side: name seals are a centimetre wide, office seals four to six.
const SIZE: (f32, f32) = (0.025, 0.4);
/// What is redder than the paper by this much covers it fully when a stamp is lifted off, ...
const OPAQUE: f32 = 40.0;
/// ... and what is less red than this not at all.
const CLEAR: f32 = 10.0;
/// Pixels darker than this share of the paper (red channel) are black ink under the stamp, which stays.
const BLACK: f32 = 0.45;
/// The ring's blurred edge reaches this far beyond the stamp, as a share of its size.
const RIM: f32 = 0.03;

/// A seal on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stamp {
    /// Its box in pixels.
    pub bounds: Rect,
    /// Whether it is round or oval, not square.
    pub is_round: bool,
    /// The gray of its ink, 0 to 255; nothing for a red one.
    pub tone: Option<u8>,
}

/// The seals on `page`, from the top: round and oval rings, and small squares, with marks inside. They are found by their colour
/// and the shape of their outline; red print, rules and drawings have no such outline. On a page without colour, as grayscale
/// scans are, those are found that are round, of one gray, and fainter than the print.
pub fn find_stamps(page: &PageImage) -> Vec<Stamp> {
    let long_side = page.width().max(page.height());
    let scale = (long_side as f32 / SMALL as f32).max(1.0);
    let side = |length: u32| (length as f32 / scale).round().max(1.0) as u32;
    let small = resize(page.pixels(), side(page.width()), side(page.height()));
    let red = Mask::new(small.width() as usize, small.pixels().map(|pixel| is_red(*pixel)).collect());
    let found = outlined(&red, scale);
    let tones = if found.is_empty() { gray::Tones::of(page.pixels()) } else { None };
    let Some(tones) = tones else { return found };
    let even = gray::mask(page.pixels(), &tones, small.dimensions(), scale);
    let found = outlined(&even, scale).into_iter().filter(|stamp| stamp.is_round).collect();
    gray::toned(page.pixels(), &tones, &even, scale, found)
}

/// The stamps that `ink` outlines, on a picture `scale` times smaller than the page.
fn outlined(ink: &Mask, scale: f32) -> Vec<Stamp> {
    let long_side = ink.width().max(ink.height()) as f32;
    let fits = |stain: &Component| {
        let size = stain.bounds.grown(-(REACH as f32));
        let longer = size.width().max(size.height());
        (SIZE.0 * long_side..=SIZE.1 * long_side).contains(&longer)
    };
    let stains = components(&spread(ink, REACH));
    let stamp = |stain: &Component| {
        let shape = Shape::of(ink, stain.bounds.grown(-(REACH as f32)))?;
        let r = stain.bounds.grown(-(REACH as f32));
        let bounds = Rect::new(r.left * scale, r.top * scale, r.right * scale, r.bottom * scale);
        Some(Stamp { bounds, is_round: shape == Shape::Round, tone: None })
    };
    let mut found: Vec<Stamp> = stains.iter().filter(|stain| fits(stain)).filter_map(stamp).collect();
    found.sort_by(|a, b| a.bounds.top.total_cmp(&b.bounds.top));
    found
}

/// The page with the stamps lifted off: their ink becomes paper, what was written below them stays.
pub fn lift_stamps(page: &PageImage, stamps: &[Stamp]) -> PageImage {
    let mut pixels = page.pixels().clone();
    for stamp in stamps {
        let paper = paper_around(page.pixels(), stamp);
        if let Some(tone) = stamp.tone {
            gray::lift(&mut pixels, stamp, tone, paper);
            continue;
        }
        each_pixel(&mut pixels, stamp, |_, pixel| {
            let excess = (redness(*pixel) - redness(paper)) as f32;
            let cover = ((excess - CLEAR) / (OPAQUE - CLEAR)).clamp(0.0, 1.0);
            if cover > 0.0 && f32::from(pixel.0[0]) >= BLACK * f32::from(paper.0[0]) {
                let mix = |old: u8, new: u8| f32::from(old) * (1.0 - cover) + f32::from(new) * cover;
                *pixel = Rgb(std::array::from_fn(|i| mix(pixel.0[i], paper.0[i]) as u8));
            }
        });
    }
    PageImage::new(pixels, Some(page.dpi()))
}

/// The page's picture of one stamp alone: its ink black, all else white, cut to its box. The box of the cutting in pixels of
/// the page comes with it.
pub fn stamp_alone(page: &PageImage, stamp: &Stamp) -> (PageImage, Rect) {
    let (left, top, right, bottom) = reach(page.pixels(), stamp);
    let bounds = Rect::new(left as f32, top as f32, right as f32, bottom as f32);
    let paper = paper_around(page.pixels(), stamp);
    if let Some(tone) = stamp.tone {
        let alone = gray::alone(page.pixels(), stamp, tone, paper.0[1]);
        return (PageImage::new(alone, Some(page.dpi())), bounds);
    }
    let paper = redness(paper);
    let cut = RgbImage::from_fn(right - left, bottom - top, |x, y| {
        let excess = redness(*page.pixels().get_pixel(left + x, top + y)) - paper;
        let cover = excess as f32 / (2.0 * OPAQUE);
        Rgb([255 - (255.0 * cover.clamp(0.0, 1.0)) as u8; 3])
    });
    (PageImage::new(cut, Some(page.dpi())), bounds)
}

/// The share of the ink in `outline` that is red, 0 to 1; 0 where there is none. Ink is what is darker than the middle
/// between the darkest and the lightest pixel.
pub fn red_share(page: &PageImage, bounds: &Rect) -> f32 {
    let pixels = page.pixels();
    let (left, top) = (bounds.left.max(0.0) as u32, bounds.top.max(0.0) as u32);
    let (right, bottom) = ((bounds.right.max(0.0) as u32).min(pixels.width()), bounds.bottom.max(0.0) as u32);
    let places = || {
        let rows = top..bottom.min(pixels.height());
        rows.flat_map(move |y| (left..right).map(move |x| *pixels.get_pixel(x, y)))
    };
    let darkest = |pixel: &Rgb<u8>| pixel.0.into_iter().min().unwrap_or(0);
    let low = places().map(|pixel| darkest(&pixel)).min().unwrap_or(0);
    let high = places().map(|pixel| darkest(&pixel)).max().unwrap_or(0);
    let ink = || places().filter(|pixel| darkest(pixel) < u8::midpoint(low, high));
    let count = ink().count();
    if count == 0 { 0.0 } else { ink().filter(|pixel| is_red(*pixel)).count() as f32 / count as f32 }
}

/// How far red stands out of the other channels.
fn redness(Rgb([r, g, b]): Rgb<u8>) -> i32 {
    i32::from(r) - i32::from(g.max(b))
}

fn is_red(pixel: Rgb<u8>) -> bool {
    let Rgb([r, g, b]) = pixel;
    redness(pixel) >= RED && f32::from(g.abs_diff(b)) <= HUE * f32::from(r.saturating_sub(g.min(b)))
}

/// The mask with every pixel grown to a square that reaches `reach` pixels each way.
fn spread(mask: &Mask, reach: usize) -> Mask {
    let (width, height) = (mask.width(), mask.height());
    let mut bits = vec![false; width * height];
    for (y, row) in mask.rows().enumerate() {
        for x in row.iter().enumerate().filter(|(_, bit)| **bit).map(|(x, _)| x) {
            for near in y.saturating_sub(reach)..(y + reach + 1).min(height) {
                let from = near * width + x.saturating_sub(reach);
                let to = near * width + (x + reach + 1).min(width);
                if let Some(bits) = bits.get_mut(from..to) {
                    bits.fill(true);
                }
            }
        }
    }
    Mask::new(width, bits)
}

/// The pixels that belong to a stamp: left, top, right, bottom.
fn reach(pixels: &RgbImage, stamp: &Stamp) -> (u32, u32, u32, u32) {
    let bounds = stamp.bounds.grown(RIM * stamp.bounds.width().max(stamp.bounds.height()) + 1.0);
    let at = |value: f32, most: u32| (value.max(0.0) as u32).min(most);
    let (width, height) = pixels.dimensions();
    (at(bounds.left, width), at(bounds.top, height), at(bounds.right, width), at(bounds.bottom, height))
}

fn each_pixel(pixels: &mut RgbImage, stamp: &Stamp, mut change: impl FnMut((u32, u32), &mut Rgb<u8>)) {
    let (left, top, right, bottom) = reach(pixels, stamp);
    let (center, bounds) = (stamp.bounds.center(), stamp.bounds);
    let (a, b) =
        (bounds.width() / 2.0 * (1.0 + 2.0 * RIM) + 1.0, bounds.height() / 2.0 * (1.0 + 2.0 * RIM) + 1.0);
    for y in top..bottom {
        for x in left..right {
            let from = Point::new((x as f32 + 0.5 - center.x) / a, (y as f32 + 0.5 - center.y) / b);
            if !stamp.is_round || from.x.hypot(from.y) <= 1.0 {
                change((x, y), pixels.get_pixel_mut(x, y));
            }
        }
    }
}

/// The colour of the paper under a stamp: that of the middle of the brighter half of what is not red in its box.
fn paper_around(pixels: &RgbImage, stamp: &Stamp) -> Rgb<u8> {
    let (left, top, right, bottom) = reach(pixels, stamp);
    let mut paper: Vec<Rgb<u8>> = (top..bottom)
        .flat_map(|y| (left..right).map(move |x| (x, y)))
        .map(|(x, y)| *pixels.get_pixel(x, y))
        .filter(|pixel| !is_red(*pixel))
        .collect();
    paper.sort_by_key(|Rgb([r, g, b])| u32::from(*r) + u32::from(*g) + u32::from(*b));
    paper.get(paper.len() * 3 / 4).copied().unwrap_or(Rgb([255; 3]))
}

#[cfg(test)]
mod tests;
