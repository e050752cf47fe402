use image::RgbImage;
use ndarray::Array4;

/// Channel order of the network: blue, green, red (it was trained on OpenCV's pictures).
const BGR: [usize; 3] = [2, 1, 0];
/// ImageNet's means, as the network was trained with: in channel order, whatever the colour.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
/// ImageNet's standard deviations, in the same order.
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

/// `picture` as a tensor [1, 3, H, W], channels blue, green, red.
pub(crate) fn normalised(picture: &RgbImage) -> Array4<f32> {
    let (width, height) = picture.dimensions();
    let (pixels, _) = picture.as_raw().as_chunks::<3>();
    let mut values = Vec::with_capacity(3 * pixels.len());
    for ((channel, mean), deviation) in BGR.into_iter().zip(MEAN).zip(DEVIATION) {
        values.extend(pixels.iter().map(|pixel| (f32::from(pixel[channel]) / 255.0 - mean) / deviation));
    }
    let shape = (1, 3, height as usize, width as usize);
    Array4::from_shape_vec(shape, values).unwrap_or_else(|_| Array4::zeros(shape))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn channels_are_blue_green_red_by_imagenets_statistics() {
        let tensor = normalised(&RgbImage::from_pixel(2, 1, Rgb([255, 0, 51])));
        assert_eq!(tensor.shape(), [1, 3, 1, 2]);
        let want = [(0.2 - 0.485) / 0.229, -0.456 / 0.224, (1.0 - 0.406) / 0.225];
        for (channel, want) in want.into_iter().enumerate() {
            assert!((tensor[[0, channel, 0, 1]] - want).abs() < 1e-5, "channel {channel}");
        }
    }
}
