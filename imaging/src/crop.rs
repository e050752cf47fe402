use document::{Point, Rotation};
use image::{RgbImage, imageops};

use crate::Projection;

/// No crop is longer than this, in pixels: a bound against degenerate outlines.
const MAX_SIDE: f32 = 16_384.0;

/// The part of `picture` inside the quadrilateral `corners` (clockwise from the content's own top left, pixels), laid
/// upright at `height` pixels with the width that keeps its shape. Samples bilinearly, and with the mean of several
/// samples where the crop shrinks the picture. Outside the picture the nearest pixel is repeated.
pub fn crop(picture: &RgbImage, corners: [Point; 4], height: u32) -> RgbImage {
    let width = natural_width(corners, height).round().clamp(1.0, MAX_SIDE) as u32;
    crop_to(picture, corners, width, height)
}

/// The width that keeps the shape of `corners` when it is laid upright at `height` pixels.
pub fn natural_width([a, b, c, d]: [Point; 4], height: u32) -> f32 {
    let across = a.distance(b).max(d.distance(c)).max(1.0);
    let down = a.distance(d).max(b.distance(c)).max(1.0);
    (across * height as f32 / down).clamp(1.0, MAX_SIDE)
}

/// As [`crop`], at a given width: sampled once, where a crop that is scaled afterwards is blurred twice.
pub fn crop_to(picture: &RgbImage, corners: [Point; 4], width: u32, height: u32) -> RgbImage {
    let [a, b, c, d] = corners;
    let across = a.distance(b).max(d.distance(c)).max(1.0);
    let down = a.distance(d).max(b.distance(c)).max(1.0);
    let (w, h) = (width as f32, height.max(1) as f32);
    let frame = [Point::new(0.0, 0.0), Point::new(w, 0.0), Point::new(w, h), Point::new(0.0, h)];
    let Some(back) = Projection::between(frame, corners) else {
        return RgbImage::new(width, height.max(1));
    };
    let shrink = (down / h).max(across / w);
    let samples = shrink.ceil().clamp(1.0, 4.0) as u32;
    sample_all(picture, &back, width, height.max(1), samples)
}

/// Fills a `width` x `height` picture from `source`, `samples` x `samples` points a pixel.
fn sample_all(source: &RgbImage, back: &Projection, width: u32, height: u32, samples: u32) -> RgbImage {
    let mut out = RgbImage::new(width, height);
    let step = 1.0 / samples as f32;
    for (x, y, pixel) in out.enumerate_pixels_mut() {
        let mut sum = [0.0_f32; 3];
        for i in 0..samples * samples {
            let (u, v) = ((i % samples) as f32 + 0.5, (i / samples) as f32 + 0.5);
            let at = back.apply(Point::new(x as f32 + u * step, y as f32 + v * step));
            let colour = bilinear(source, at.x - 0.5, at.y - 0.5);
            sum.iter_mut().zip(colour).for_each(|(s, c)| *s += c);
        }
        pixel.0 = sum.map(|s| (s * step * step + 0.5) as u8);
    }
    out
}

/// The colour at (`x`, `y`), where (0, 0) is the middle of the first pixel.
pub(crate) fn bilinear(source: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let (width, height) = source.dimensions();
    if width == 0 || height == 0 {
        return [0.0; 3];
    }
    let (x, y) = (x.clamp(0.0, (width - 1) as f32), y.clamp(0.0, (height - 1) as f32));
    let (x0, y0) = (x as u32, y as u32);
    let (u, v) = (x - x0 as f32, y - y0 as f32);
    let next = (y0 + 1).min(height - 1);
    let (Some(top), Some(bottom)) = (beside(source, x0, y0), beside(source, x0, next)) else {
        let x1 = (x0 + 1).min(width - 1);
        let [p, q, r, s] =
            [(x0, y0), (x1, y0), (x0, next), (x1, next)].map(|(x, y)| source.get_pixel(x, y).0);
        return std::array::from_fn(|i| mixed([p[i], q[i], r[i], s[i]], u, v));
    };
    std::array::from_fn(|i| mixed([top[i], top[i + 3], bottom[i], bottom[i + 3]], u, v))
}

/// The samples of two pixels of a row, side by side; nothing at the last of a row.
fn beside(source: &RgbImage, x: u32, y: u32) -> Option<&[u8; 6]> {
    let width = source.width();
    let start = (y as usize * width as usize + x as usize) * 3;
    if x + 1 < width { source.as_raw().get(start..)?.first_chunk() } else { None }
}

/// Between two values above and two below.
fn mixed([p, q, r, s]: [u8; 4], u: f32, v: f32) -> f32 {
    let top = f32::from(p) * (1.0 - u) + f32::from(q) * u;
    let bottom = f32::from(r) * (1.0 - u) + f32::from(s) * u;
    top * (1.0 - v) + bottom * v
}

/// `picture` turned clockwise.
pub fn turn(picture: &RgbImage, rotation: Rotation) -> RgbImage {
    match rotation {
        Rotation::None => picture.clone(),
        Rotation::Quarter => imageops::rotate90(picture),
        Rotation::Half => imageops::rotate180(picture),
        Rotation::ThreeQuarter => imageops::rotate270(picture),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;
    use image::Rgb;

    #[test]
    fn an_upright_crop_of_the_same_size_is_a_copy() {
        let picture = RgbImage::from_fn(20, 10, |x, y| Rgb([x as u8, y as u8, 7]));
        let cut = crop(&picture, Rect::new(3.0, 2.0, 13.0, 8.0).corners(), 6);
        assert_eq!(cut.dimensions(), (10, 6));
        assert!(cut.enumerate_pixels().all(|(x, y, p)| p.0 == [x as u8 + 3, y as u8 + 2, 7]));
    }

    #[test]
    fn a_turned_outline_is_laid_upright() {
        let picture = RgbImage::from_fn(10, 20, |_, y| Rgb([y as u8 * 10, 0, 0]));
        // Text that runs downwards: its own top left is the picture's top right.
        let [tl, tr, br, bl] = Rect::new(0.0, 0.0, 10.0, 20.0).corners();
        let cut = crop(&picture, [tr, br, bl, tl], 10);
        assert_eq!(cut.dimensions(), (20, 10));
        assert!(cut.get_pixel(0, 5)[0] < cut.get_pixel(19, 5)[0]);
    }

    #[test]
    fn degenerate_outlines_do_not_panic() {
        let picture = RgbImage::new(4, 4);
        for corners in [[Point::default(); 4], [Point::new(1e9, -1e9); 4]] {
            assert_eq!(crop(&picture, corners, 48).height(), 48);
        }
    }
}
