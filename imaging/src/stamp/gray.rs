//! Stamps on pages without colour: their ink is an even gray between paper and print.

use image::{Rgb, RgbImage};

use super::{Stamp, each_pixel, reach};
use crate::Mask;

/// Channels differ by more than this much of 255 where there is colour, ...
const COLOUR: u8 = 24;
/// ... and a page with more than this share of such pixels has colours; then its stamps have theirs.
const COLOURED: f32 = 0.002;
/// The gray of a stamp lies in this range, as shares of the paper's.
const GRAY: (f32, f32) = (0.25, 0.8);
/// Pixels next to one of even gray are within this of 255 of it: edges of print are steeper.
const EVEN: u8 = 30;
/// Ink of a stamp is within this of 255 of its tone.
const TONE: u8 = 36;
/// Print is darker than a stamp over it by at least this of 255; what is fainter could not be told from the stamp.
const DARKER: u8 = 50;
/// So much of all even gray is that of stamps: a page printed in gray keeps its rings.
const STAMPED: f32 = 0.5;
/// Paper shows in at least this share of a stamp: a disc is none.
const OPEN: f32 = 0.2;
/// The blurred edge of a stamp's strokes is this many pixels wide.
const EDGE: u32 = 3;
/// Every so many pixels, each way, one is looked at for the tones of a page.
const STRIDE: usize = 7;

/// The tones of a page without colour.
pub(super) struct Tones {
    pub(super) paper: u8,
    pub(super) print: u8,
}

impl Tones {
    /// Nothing for a page with colours.
    pub(super) fn of(pixels: &RgbImage) -> Option<Self> {
        let (mut coloured, mut grays) = (0, Vec::new());
        for y in (0..pixels.height()).step_by(STRIDE) {
            for x in (0..pixels.width()).step_by(STRIDE) {
                let Rgb([r, g, b]) = *pixels.get_pixel(x, y);
                coloured += u32::from(r.max(g).max(b) - r.min(g).min(b) > COLOUR);
                grays.push(g);
            }
        }
        grays.sort_unstable();
        let at = |share: f32| grays.get((share * grays.len() as f32) as usize).copied();
        let is_plain = coloured as f32 <= COLOURED * grays.len() as f32;
        // Print covers a few thousandths of a page at least: a last page may have a date and a name.
        is_plain.then_some(Self { paper: at(0.7)?, print: at(0.0005)? })
    }

    fn holds(&self, gray: u8) -> bool {
        let paper = f32::from(self.paper);
        (GRAY.0 * paper..=GRAY.1 * paper).contains(&f32::from(gray))
    }
}

/// Even gray on a picture of `width` x `height` that is `scale` times smaller than the page.
pub(super) fn mask(pixels: &RgbImage, tones: &Tones, (width, height): (u32, u32), scale: f32) -> Mask {
    let at = |small: u32| ((small as f32 + 0.5) * scale) as u32;
    let bits = (0..height).flat_map(|y| (0..width).map(move |x| (at(x), at(y))));
    Mask::new(width as usize, bits.map(|(x, y)| even(pixels, x, y).is_some_and(|v| tones.holds(v))).collect())
}

/// The gray at a place that is even as far as the next pixels.
fn even(pixels: &RgbImage, x: u32, y: u32) -> Option<u8> {
    let gray = |x: u32, y: u32| pixels.get_pixel_checked(x, y).map(|pixel| pixel.0[1]);
    let own = gray(x, y)?;
    let (left, up) = (x.checked_sub(1)?, y.checked_sub(1)?);
    let around = [(left, y), (x + 1, y), (x, up), (x, y + 1), (left, up), (x + 1, y + 1)];
    around.into_iter().all(|(x, y)| gray(x, y).is_some_and(|v| v.abs_diff(own) <= EVEN)).then_some(own)
}

/// The stamps among `found` that print can be told from, with their tones; none where most of the even gray is elsewhere.
pub(super) fn toned(
    pixels: &RgbImage,
    tones: &Tones,
    mask: &Mask,
    scale: f32,
    found: Vec<Stamp>,
) -> Vec<Stamp> {
    let within = |stamp: &Stamp| {
        let r = stamp.bounds;
        let rows = (r.top / scale) as usize..(r.bottom / scale) as usize;
        rows.flat_map(|y| ((r.left / scale) as usize..(r.right / scale) as usize).map(move |x| (x, y)))
            .filter(|(x, y)| mask.get(*x, *y))
            .count()
    };
    let all: usize = mask.rows().map(|row| row.iter().filter(|bit| **bit).count()).sum();
    let stamped: usize = found.iter().map(within).sum();
    if (stamped as f32) < STAMPED * all as f32 {
        return Vec::new();
    }
    let toned = found.into_iter().filter_map(|stamp| {
        let tone = tone(pixels, tones, &stamp)?;
        (is_open(pixels, tones, &stamp) && tone >= tones.print.saturating_add(DARKER))
            .then_some(Stamp { tone: Some(tone), ..stamp })
    });
    toned.collect()
}

/// Whether paper shows between the strokes of a stamp.
fn is_open(pixels: &RgbImage, tones: &Tones, stamp: &Stamp) -> bool {
    let (middle, half) = (stamp.bounds.center(), (stamp.bounds.width() / 2.0, stamp.bounds.height() / 2.0));
    let (left, top, right, bottom) = reach(pixels, stamp);
    let inside =
        |&(x, y): &(u32, u32)| ((x as f32 - middle.x) / half.0).hypot((y as f32 - middle.y) / half.1) < 1.0;
    let places = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y))).filter(inside);
    let (mut all, mut paper) = (0, 0);
    for (x, y) in places {
        all += 1;
        paper += u32::from(f32::from(pixels.get_pixel(x, y).0[1]) > GRAY.1 * f32::from(tones.paper));
    }
    paper as f32 >= OPEN * all as f32
}

/// The middle one of the even grays in a stamp's box.
fn tone(pixels: &RgbImage, tones: &Tones, stamp: &Stamp) -> Option<u8> {
    let (left, top, right, bottom) = reach(pixels, stamp);
    let places = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    let mut grays: Vec<u8> =
        places.filter_map(|(x, y)| even(pixels, x, y).filter(|v| tones.holds(*v))).collect();
    grays.sort_unstable();
    grays.get(grays.len() / 2).copied()
}

/// Which pixels of a stamp's box are its ink: even gray of its tone, and the edges of that where they are no print.
fn ink(pixels: &RgbImage, stamp: &Stamp, tone: u8) -> (Mask, (u32, u32)) {
    let (left, top, right, bottom) = reach(pixels, stamp);
    let (width, height) = ((right - left) as usize, (bottom - top) as usize);
    let mut bits = vec![false; width * height];
    for (y, x) in (top..bottom).flat_map(|y| (left..right).map(move |x| (y, x))) {
        if even(pixels, x, y).is_none_or(|v| v.abs_diff(tone) > TONE) {
            continue;
        }
        for near in y.saturating_sub(EDGE).max(top)..(y + EDGE + 1).min(bottom) {
            let from = (near - top) as usize * width + (x.saturating_sub(EDGE).max(left) - left) as usize;
            let to = (near - top) as usize * width + ((x + EDGE + 1).min(right) - left) as usize;
            if let Some(bits) = bits.get_mut(from..to) {
                bits.fill(true);
            }
        }
    }
    for (at, bit) in bits.iter_mut().enumerate().filter(|(_, bit)| **bit) {
        let (x, y) = (left + (at % width) as u32, top + (at / width) as u32);
        *bit = pixels.get_pixel(x, y).0[1] >= tone.saturating_sub(TONE);
    }
    (Mask::new(width.max(1), bits), (left, top))
}

/// Turns the ink of a gray stamp into `paper`.
pub(super) fn lift(pixels: &mut RgbImage, stamp: &Stamp, tone: u8, paper: Rgb<u8>) {
    let (ink, (left, top)) = ink(pixels, stamp, tone);
    each_pixel(pixels, stamp, |(x, y), pixel| {
        if ink.get((x - left) as usize, (y - top) as usize) {
            *pixel = paper;
        }
    });
}

/// A gray stamp alone, its ink black on white, cut to its box.
pub(super) fn alone(pixels: &RgbImage, stamp: &Stamp, tone: u8, paper: u8) -> RgbImage {
    let (ink, (left, top)) = ink(pixels, stamp, tone);
    let (_, _, right, bottom) = reach(pixels, stamp);
    RgbImage::from_fn(right - left, bottom - top, |x, y| {
        let own = pixels.get_pixel(left + x, top + y).0[1];
        let depth = f32::from(paper.saturating_sub(own)) / f32::from(paper.saturating_sub(tone).max(1));
        let is_ink = ink.get(x as usize, y as usize);
        Rgb([if is_ink { 255 - (255.0 * depth.clamp(0.0, 1.0)) as u8 } else { 255 }; 3])
    })
}
