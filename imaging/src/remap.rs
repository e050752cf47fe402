use document::Point;
use image::RgbImage;
use rayon::prelude::*;

use crate::PointMap;
use crate::crop::bilinear;

/// A `width` x `height` picture whose every pixel comes from where `map` leads in `source`, sampled bilinearly. Outside
/// the source the nearest pixel is repeated.
pub fn remap(source: &RgbImage, map: &PointMap, width: u32, height: u32) -> RgbImage {
    let mut out = RgbImage::new(width, height);
    let rows = out.par_chunks_exact_mut(3 * width.max(1) as usize).enumerate();
    rows.for_each(|(y, row)| {
        let (pixels, _) = row.as_chunks_mut::<3>();
        for (x, pixel) in pixels.iter_mut().enumerate() {
            let at = map.apply(Point::new(x as f32 + 0.5, y as f32 + 0.5));
            *pixel = bilinear(source, at.x - 0.5, at.y - 0.5).map(|value| (value + 0.5) as u8);
        }
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Projection;
    use image::Rgb;

    #[test]
    fn pixels_come_from_where_the_map_leads() {
        let source = RgbImage::from_fn(10, 10, |x, y| Rgb([x as u8 * 10, y as u8 * 10, 0]));
        let shift = PointMap::Projection(Projection::affine([1.0, 0.0, 3.0, 0.0, 1.0, 2.0]));
        let moved = remap(&source, &shift, 5, 5);
        assert_eq!(moved.get_pixel(1, 1).0, [40, 30, 0]);
        assert_eq!(remap(&source, &PointMap::Identity, 10, 10), source);
    }
}
