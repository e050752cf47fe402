use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

/// `picture` scaled to `width` x `height` pixels (each at least 1): bilinear, with the filter widened when shrinking, so
/// that thin strokes are averaged and not skipped.
pub fn resize(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (width, height) = (width.max(1), height.max(1));
    if picture.dimensions() == (width, height) {
        return picture.clone();
    }
    let mut scaled = RgbImage::new(width, height);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    let from = TypedImageRef::<U8x3>::from_buffer(picture.width(), picture.height(), picture.as_raw());
    let to = TypedImage::<U8x3>::from_buffer(width, height, &mut scaled);
    if let (Ok(from), Ok(mut to)) = (from, to) {
        // Fails only where a side is zero; an empty picture then stays black. One pixel type: all would be compiled.
        let _ = Resizer::new().resize_typed(&from, &mut to, &options);
    }
    scaled
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn shrinking_averages() {
        let stripes = RgbImage::from_fn(64, 8, |x, _| if x % 2 == 0 { Rgb([0; 3]) } else { Rgb([255; 3]) });
        let small = resize(&stripes, 16, 2);
        assert!(small.pixels().all(|p| (100..=155).contains(&p[0])), "{:?}", small.get_pixel(8, 1));
    }

    #[test]
    fn an_empty_picture_does_not_panic() {
        assert_eq!(resize(&RgbImage::new(0, 0), 4, 4).dimensions(), (4, 4));
    }
}
