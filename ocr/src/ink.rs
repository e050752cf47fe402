//! What is ink in the crop of a line.

use image::RgbImage;

/// Share of a crop's height, above and below, that is not looked at: there stand parts of the neighbour lines.
const EDGE: f32 = 0.1;

/// Rows of a crop of `height`, above and below, that are not looked at.
pub(crate) fn edge_of(height: u32) -> u32 {
    (height as f32 * EDGE) as u32
}

/// Tells ink from paper: pixels on the rarer side of Otsu's threshold (Otsu 1979), dark or light.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink {
    limit: u32,
    is_dark: bool,
}

impl Ink {
    /// Measured on `crop` without its upper and lower edge.
    pub(crate) fn of(crop: &RgbImage) -> Self {
        let (width, height) = crop.dimensions();
        let mut histogram = [0_u32; 256];
        for y in edge_of(height)..height - edge_of(height) {
            for x in 0..width {
                histogram[gray(crop, x, y) as usize] += 1;
            }
        }
        let limit = otsu(&histogram);
        let dark: u32 = histogram[..=limit].iter().sum();
        let light: u32 = histogram[limit + 1..].iter().sum();
        Self { limit: limit as u32, is_dark: dark <= light }
    }

    /// Whether the pixel is ink.
    pub(crate) fn covers(&self, crop: &RgbImage, x: u32, y: u32) -> bool {
        (gray(crop, x, y) <= self.limit) == self.is_dark
    }
}

fn gray(crop: &RgbImage, x: u32, y: u32) -> u32 {
    crop.get_pixel(x, y).0.iter().map(|c| u32::from(*c)).sum::<u32>() / 3
}

/// The grey value that parts `histogram` with the greatest variance between its two sides.
fn otsu(histogram: &[u32; 256]) -> usize {
    let total: f64 = histogram.iter().map(|n| f64::from(*n)).sum();
    let all: f64 = histogram.iter().enumerate().map(|(v, n)| v as f64 * f64::from(*n)).sum();
    let (mut count, mut sum, mut best) = (0.0, 0.0, (0.0, 127));
    for (value, n) in histogram.iter().enumerate() {
        count += f64::from(*n);
        sum += value as f64 * f64::from(*n);
        if count == 0.0 || count == total {
            continue;
        }
        let difference = sum / count - (all - sum) / (total - count);
        let variance = count * (total - count) * difference * difference;
        if variance > best.0 {
            best = (variance, value);
        }
    }
    best.1
}
