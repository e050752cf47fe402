use image::RgbImage;
use imaging::resize;
use ndarray::Array4;

/// Side of the network's square input, in pixels; the longer side of the table is scaled to it.
const SIDE: u32 = 488;
/// ImageNet's mean, which the network was trained with; applied to the channels in the order blue, green, red.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
/// ImageNet's standard deviation, as [`MEAN`].
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

/// `[1, 3, 488, 488]`, BGR, normalised; the picture at the top left, zeros right of and below it.
pub(super) fn to_tensor(picture: &RgbImage) -> Array4<f32> {
    let (width, height) = (picture.width().max(1), picture.height().max(1));
    let scale = SIDE as f32 / width.max(height) as f32;
    let scaled = |side: u32| ((side as f32 * scale) as u32).clamp(1, SIDE);
    let small = resize(picture, scaled(width), scaled(height));
    let mut tensor = Array4::zeros((1, 3, SIDE as usize, SIDE as usize));
    for (x, y, pixel) in small.enumerate_pixels() {
        for (channel, &value) in pixel.0.iter().rev().enumerate() {
            let normal = (f32::from(value) / 255.0 - MEAN[channel]) / DEVIATION[channel];
            tensor[[0, channel, y as usize, x as usize]] = normal;
        }
    }
    tensor
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn blue_comes_first_and_the_rest_is_zero() {
        let tensor = to_tensor(&RgbImage::from_pixel(100, 50, Rgb([255, 0, 0])));
        assert!((tensor[[0, 2, 0, 0]] - (1.0 - 0.406) / 0.225).abs() < 1e-4);
        assert!((tensor[[0, 0, 243, 487]] - (0.0 - 0.485) / 0.229).abs() < 1e-4);
        assert_eq!(tensor[[0, 2, 244, 0]], 0.0);
    }
}
