//! How tall the letters on a picture are, from its ink alone.

use image::GrayImage;

/// Side, in pixels, of the blocks whose mean brightness is the local background.
const BLOCK: usize = 32;
/// Ink is darker than its background by this share of 255: fainter is paper grain and JPEG noise.
const CONTRAST: f32 = 0.14;
/// Lower components are specks and punctuation, in pixels.
const MIN_HEIGHT: usize = 4;
/// No letter is wider than this many times its height; ruling lines and merged words are.
const MAX_ASPECT: usize = 4;
/// Components taller than this share of the picture are frames and figures.
const MAX_SHARE: usize = 6;
/// Fewer components than this say nothing.
const MIN_COMPONENTS: usize = 3;

/// The typical height of a letter (the body of small letters, or of parts of a Han character) in pixels: the median of
/// the heights of connected components, weighted by height so that specks do not rule. Nothing where too few letters
/// are seen. Light text on dark counts as much as dark on light where it prevails.
pub(crate) fn letter_height(picture: &GrayImage) -> Option<f32> {
    let dark = heights(&ink(picture, 1.0));
    let light = heights(&ink(picture, -1.0));
    let mut heights = if light.len() > 2 * dark.len() { light } else { dark };
    if heights.len() < MIN_COMPONENTS {
        return None;
    }
    heights.sort_unstable();
    let half: usize = heights.iter().sum::<usize>() / 2;
    let mut sum = 0;
    let median = heights.iter().find(|height| {
        sum += **height;
        sum >= half
    });
    median.map(|height| *height as f32)
}

/// A binary picture.
struct Mask {
    width: usize,
    height: usize,
    bits: Vec<bool>,
}

/// Pixels darker (`sign` 1) or lighter (-1) than the mean of their block.
fn ink(picture: &GrayImage, sign: f32) -> Mask {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_raw();
    let mut bits = vec![false; width * height];
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            let (bottom, right) = ((top + BLOCK).min(height), (left + BLOCK).min(width));
            let row = |y: usize| y * width + left..y * width + right;
            let sum: u32 = (top..bottom).flat_map(row).map(|i| u32::from(pixels[i])).sum();
            let mean = sum as f32 / ((bottom - top) * (right - left)) as f32;
            let limit = sign * mean - CONTRAST * 255.0;
            for i in (top..bottom).flat_map(row) {
                bits[i] = sign * f32::from(pixels[i]) < limit;
            }
        }
    }
    Mask { width, height, bits }
}

/// Heights of the components (8-connected, over runs of pixels) that may be letters.
fn heights(mask: &Mask) -> Vec<usize> {
    let mut parts: Vec<Part> = Vec::new();
    let mut roots: Vec<usize> = Vec::new();
    let mut above: Vec<(usize, usize, usize)> = Vec::new();
    for y in 0..mask.height {
        let mut here = Vec::new();
        let mut first = 0;
        for (left, right) in runs(&mask.bits[y * mask.width..(y + 1) * mask.width]) {
            let id = parts.len();
            parts.push(Part { left, right, top: y, bottom: y });
            roots.push(id);
            while above.get(first).is_some_and(|run| run.1 < left) {
                first += 1;
            }
            for &(_, _, other) in above[first..].iter().take_while(|run| run.0 <= right) {
                join(&mut parts, &mut roots, id, other);
            }
            here.push((left, right, id));
        }
        above = here;
    }
    let limit = mask.height / MAX_SHARE;
    let roots = (0..parts.len()).filter(|&i| roots[i] == i).map(|i| parts[i]);
    let letters = roots.filter(|part| {
        let (width, height) = (part.right - part.left, part.bottom + 1 - part.top);
        height >= MIN_HEIGHT
            && height <= limit.max(MIN_HEIGHT)
            && width <= MAX_ASPECT * height
            && width * 8 >= height
    });
    letters.map(|part| part.bottom + 1 - part.top).collect()
}

/// The box of a component; `right` is exclusive.
#[derive(Clone, Copy)]
struct Part {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

fn root(roots: &mut [usize], mut id: usize) -> usize {
    while roots[id] != id {
        roots[id] = roots[roots[id]];
        id = roots[id];
    }
    id
}

fn join(parts: &mut [Part], roots: &mut [usize], one: usize, other: usize) {
    let (a, b) = (root(roots, one), root(roots, other));
    if a == b {
        return;
    }
    let (into, from) = (a.min(b), a.max(b));
    roots[from] = into;
    let part = parts[from];
    let target = &mut parts[into];
    target.left = target.left.min(part.left);
    target.right = target.right.max(part.right);
    target.top = target.top.min(part.top);
    target.bottom = target.bottom.max(part.bottom);
}

/// Stretches of set bits, end exclusive.
fn runs(bits: &[bool]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let left = at + bits.get(at..)?.iter().position(|bit| *bit)?;
        let right = bits[left..].iter().position(|bit| !bit).map_or(bits.len(), |length| left + length);
        at = right;
        Some((left, right))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    /// Letters of `height` pixels in `ink` on `paper`, some specks and a ruling line.
    fn page(height: u32, ink: u8, paper: u8) -> GrayImage {
        GrayImage::from_fn(400, 300, |x, y| {
            let letter = x % 20 < 10 && y % (2 * height) < height && y < 250;
            let speck = x % 37 == 0 && y % 41 == 0;
            let line = y == 290;
            Luma([if letter || speck || line { ink } else { paper }])
        })
    }

    #[test]
    fn letters_are_measured_dark_and_light() {
        for (height, ink, paper) in [(8, 0, 255), (14, 60, 230), (10, 255, 20)] {
            assert_eq!(
                letter_height(&page(height, ink, paper)),
                Some(height as f32),
                "{height} {ink} on {paper}"
            );
        }
    }

    #[test]
    fn blank_and_empty_pictures_have_no_letters() {
        assert_eq!(letter_height(&GrayImage::from_pixel(100, 100, Luma([200]))), None);
        assert_eq!(letter_height(&GrayImage::new(0, 0)), None);
    }
}
