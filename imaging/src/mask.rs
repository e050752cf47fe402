use image::GrayImage;

/// A black-and-white picture: which pixels are ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    width: usize,
    bits: Vec<bool>,
}

impl Mask {
    /// A mask of `width` columns; `bits` row by row. A last row that is not full is cut off.
    pub fn new(width: usize, mut bits: Vec<bool>) -> Self {
        bits.truncate(bits.len().checked_div(width).unwrap_or(0) * width);
        Self { width, bits }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.bits.len().checked_div(self.width).unwrap_or(0)
    }

    /// Whether the pixel is ink; false outside.
    pub fn get(&self, x: usize, y: usize) -> bool {
        x < self.width && self.bits.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// The rows, top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.bits.chunks_exact(self.width.max(1))
    }

    /// The share of pixels that are ink, 0 to 1.
    pub fn share(&self) -> f32 {
        let ink = self.bits.iter().filter(|bit| **bit).count();
        ink as f32 / self.bits.len().max(1) as f32
    }
}

/// How [`binarise`] tells ink from paper.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct BinariseOptions {
    /// Side of the square that is a pixel's neighbourhood, in pixels; two to four letters wide is right.
    pub window: usize,
    /// How much the threshold falls where the neighbourhood is flat: Sauvola's k.
    pub sensitivity: f32,
    /// Ink is darker than the mean of its neighbourhood by at least this much of 255, whatever the neighbourhood.
    pub contrast: f32,
}

impl Default for BinariseOptions {
    fn default() -> Self {
        // k = 0.2 as in scikit-image's threshold_sauvola; 10 of 255 is above the grain of a clean scan.
        Self { window: 41, sensitivity: 0.2, contrast: 10.0 }
    }
}

/// Half of the range of brightness: the largest standard deviation there can be.
const LARGEST_DEVIATION: f32 = 128.0;

/// Ink by a threshold that follows the neighbourhood: mean x (1 + k x (deviation / 128 - 1)), from Sauvola and
/// Pietikäinen, Adaptive document image binarization, 2000. Running sums make the cost independent of the window.
pub fn binarise(picture: &GrayImage, options: BinariseOptions) -> Mask {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let reach = options.window / 2;
    let mut columns = vec![(0_u32, 0_u32); width];
    let mut bits = Vec::with_capacity(width * height);
    let row = |y: usize| &picture.as_raw()[y * width..(y + 1) * width];
    (0..reach.min(height)).for_each(|y| add(&mut columns, row(y)));
    for y in 0..height {
        if y + reach < height {
            add(&mut columns, row(y + reach));
        }
        if y > reach {
            subtract(&mut columns, row(y - reach - 1));
        }
        let rows = (y + reach + 1).min(height) - y.saturating_sub(reach);
        threshold_row(row(y), &columns, rows as f32, reach, options, &mut bits);
    }
    Mask::new(width, bits)
}

fn add(columns: &mut [(u32, u32)], row: &[u8]) {
    for ((sum, squares), &v) in columns.iter_mut().zip(row) {
        *sum += u32::from(v);
        *squares += u32::from(v) * u32::from(v);
    }
}

fn subtract(columns: &mut [(u32, u32)], row: &[u8]) {
    for ((sum, squares), &v) in columns.iter_mut().zip(row) {
        *sum -= u32::from(v);
        *squares -= u32::from(v) * u32::from(v);
    }
}

fn threshold_row(
    row: &[u8],
    columns: &[(u32, u32)],
    rows: f32,
    reach: usize,
    options: BinariseOptions,
    bits: &mut Vec<bool>,
) {
    let width = row.len();
    let (mut sum, mut squares) = (0_u64, 0_u64);
    let mut shift = |column: (u32, u32), enters: bool| {
        let (s, q) = (u64::from(column.0), u64::from(column.1));
        (sum, squares) = if enters { (sum + s, squares + q) } else { (sum - s, squares - q) };
        (sum, squares)
    };
    columns.iter().take(reach).for_each(|&column| {
        shift(column, true);
    });
    for (x, &value) in row.iter().enumerate() {
        let mut sums = shift(columns.get(x + reach).copied().unwrap_or_default(), true);
        if x > reach {
            sums = shift(columns[x - reach - 1], false);
        }
        let count = rows * ((x + reach + 1).min(width) - x.saturating_sub(reach)) as f32;
        let mean = sums.0 as f32 / count;
        let deviation = (sums.1 as f32 / count - mean * mean).max(0.0).sqrt();
        let sauvola = mean * (1.0 + options.sensitivity * (deviation / LARGEST_DEVIATION - 1.0));
        bits.push(f32::from(value) < sauvola.min(mean - options.contrast));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn ink_is_found_under_uneven_light() {
        // Paper from 250 down to 90, ink 40 % darker than its paper.
        let ink = |x: u32, y: u32| x % 40 < 6 && y % 30 < 12;
        let page = GrayImage::from_fn(320, 240, |x, y| {
            let paper = 250.0 - 160.0 * x as f32 / 320.0;
            Luma([if ink(x, y) { paper * 0.6 } else { paper } as u8])
        });
        let mask = binarise(&page, BinariseOptions::default());
        let wrong = (0..240).flat_map(|y| (0..320).map(move |x| (x, y)));
        let wrong = wrong.filter(|&(x, y)| mask.get(x as usize, y as usize) != ink(x, y)).count();
        assert!(wrong < 320 * 240 / 200, "{wrong}");
    }

    #[test]
    fn empty_and_tiny_pictures_do_not_panic() {
        for (width, height) in [(0, 0), (1, 1), (3, 200)] {
            let mask = binarise(&GrayImage::new(width, height), BinariseOptions::default());
            assert_eq!(
                (mask.width(), mask.height() * mask.width()),
                (width as usize, (width * height) as usize)
            );
            assert_eq!(mask.share(), 0.0);
        }
    }
}
