use image::RgbImage;
use ndarray::Array4;

/// Channel order of the networks: blue, green, red (they were trained on OpenCV's pictures).
const BGR: [usize; 3] = [2, 1, 0];

/// `picture` as a tensor [1, 3, H, W], channels blue, green, red, values -1 to 1.
pub(crate) fn normalised(picture: &RgbImage) -> Array4<f32> {
    let (width, height) = picture.dimensions();
    let plane = width as usize * height as usize;
    let mut values = vec![0.0_f32; 3 * plane];
    let (pixels, _) = picture.as_raw().as_chunks::<3>();
    for (channel, out) in BGR.into_iter().zip(values.chunks_exact_mut(plane.max(1))) {
        for (value, pixel) in out.iter_mut().zip(pixels) {
            *value = f32::from(pixel[channel]) / 127.5 - 1.0;
        }
    }
    Array4::from_shape_vec((1, 3, height as usize, width as usize), values)
        .unwrap_or_else(|_| Array4::zeros((1, 3, height as usize, width as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn channels_are_blue_green_red_from_minus_one_to_one() {
        let tensor = normalised(&RgbImage::from_pixel(2, 1, Rgb([0, 51, 255])));
        assert_eq!(tensor.shape(), [1, 3, 1, 2]);
        let found: Vec<_> = (0..3).map(|c| tensor[[0, c, 0, 1]]).collect();
        assert_eq!(found, [1.0, -0.6, -1.0]);
    }
}
