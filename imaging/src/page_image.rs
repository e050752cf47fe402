use std::sync::{Arc, OnceLock};

use document::{PageSize, Rect, Unit};
use image::{GrayImage, RgbImage};

use crate::{LetterHeights, letter_heights};

/// Height of an A4 or letter page in inches, between the two: what an unknown resolution is guessed from.
const USUAL_PAGE_HEIGHT_INCHES: f32 = 11.3;

/// The picture of one page: RGB, 8 bits a channel. Clones share their pixels.
#[derive(Debug, Clone)]
pub struct PageImage {
    pixels: Arc<RgbImage>,
    dpi: f32,
    /// Measured when first asked for.
    letters: Arc<OnceLock<Option<LetterHeights>>>,
}

impl PartialEq for PageImage {
    fn eq(&self, other: &Self) -> bool {
        self.pixels == other.pixels && self.dpi == other.dpi
    }
}

impl PageImage {
    /// A picture of known resolution (dots per inch); an unknown or senseless one is guessed from the size.
    pub fn new(pixels: RgbImage, dpi: Option<f32>) -> Self {
        let long_side = pixels.width().max(pixels.height()) as f32;
        let dpi =
            dpi.filter(|dpi| dpi.is_finite() && *dpi >= 10.0).unwrap_or(long_side / USUAL_PAGE_HEIGHT_INCHES);
        Self { pixels: Arc::new(pixels), dpi, letters: Arc::default() }
    }

    /// The pixels, rows top to bottom.
    pub fn pixels(&self) -> &RgbImage {
        &self.pixels
    }

    /// The pixels, taken out; copied where a clone still holds them.
    pub fn into_pixels(self) -> RgbImage {
        Arc::unwrap_or_clone(self.pixels)
    }

    /// Dots per inch.
    pub fn dpi(&self) -> f32 {
        self.dpi
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }

    /// The whole picture as a rectangle in pixels.
    pub fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width() as f32, self.height() as f32)
    }

    /// Size in pixels.
    pub fn size(&self) -> PageSize {
        PageSize { width: self.width() as f32, height: self.height() as f32, unit: Unit::Pixel }
    }

    /// How high the letters are; nothing where too few are seen. Measured once for all clones.
    pub fn letter_heights(&self) -> Option<LetterHeights> {
        *self.letters.get_or_init(|| letter_heights(&self.to_gray()))
    }

    /// Brightness by ITU-R BT.601 weights, 0 (black) to 255.
    pub fn to_gray(&self) -> GrayImage {
        let (width, height) = self.pixels.dimensions();
        let luma = |p: &[u8; 3]| {
            ((u32::from(p[0]) * 299 + u32::from(p[1]) * 587 + u32::from(p[2]) * 114 + 500) / 1000) as u8
        };
        let (chunks, _) = self.pixels.as_raw().as_chunks::<3>();
        GrayImage::from_raw(width, height, chunks.iter().map(luma).collect())
            .unwrap_or_else(|| GrayImage::new(width, height))
    }
}
