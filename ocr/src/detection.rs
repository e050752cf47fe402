use document::{Point, Rect};
use image::{RgbImage, imageops};
use imaging::{LetterHeights, PageImage, resize};
use models::Session;
use ndarray::{ArrayViewD, Ix2};

use crate::boxes::{BoxOptions, find_boxes};

use crate::folds::Folds;
use crate::{Error, TextBox, tensor};

/// The network halves its input five times, so its sides are multiples of this.
const STRIDE: u32 = 32;
/// White space around a picture before detection, in network pixels: kernels that touch the edge are cut short.
const MARGIN: u32 = 16;

/// How lines are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct DetectionOptions {
    /// Height, in network pixels, that letters should have. Larger finds smaller print and costs with the square.
    pub letter_height: f32,
    /// Height, in network pixels, that the small print of a page of many sizes should have at least.
    pub small_height: f32,
    /// But then letters are brought to this height at most.
    pub max_letter_height: f32,
    /// Longest side, in network pixels.
    pub max_side: u32,
    /// A picture is enlarged at most this much for detection.
    pub max_enlargement: f32,
    /// Mean probability of text that a line needs, 0 to 1.
    pub min_score: f32,
    /// How far found kernels grow: area x this / perimeter.
    pub unclip: f32,
}

impl Default for DetectionOptions {
    fn default() -> Self {
        Self {
            letter_height: 11.5,
            small_height: 8.0,
            max_letter_height: 15.0,
            max_side: 2048,
            max_enlargement: 2.0,
            min_score: 0.6,
            unclip: 1.5,
        }
    }
}

/// Finds lines of text with a DB network: input [1, 3, H, W], H and W multiples of 32, BGR, -1 to 1; output
/// [1, 1, H, W], the probability that a pixel lies in the middle of a line.
pub struct Detector {
    session: Box<dyn Session>,
}

impl Detector {
    /// A detector on a loaded DB network.
    pub fn new(session: Box<dyn Session>) -> Self {
        Self { session }
    }

    /// The lines on `page`, in pixels of the page, in no particular order.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Session`] if the network fails, [`crate::ErrorKind::Model`] if its output is not a map.
    pub fn detect(&mut self, page: &PageImage, options: &DetectionOptions) -> Result<Vec<TextBox>, Error> {
        let scale = scale_for(page, options);
        let side = |length: u32| (length as f32 * scale).round().max(1.0) as u32;
        let scaled = resize(page.pixels(), side(page.width()), side(page.height()));
        let folds = Folds::of(&scaled);
        let framed = frame(&folds.folded(&scaled));
        let found = self.boxes(&framed, options)?;
        let (sx, sy) =
            (page.width() as f32 / scaled.width() as f32, page.height() as f32 / scaled.height() as f32);
        let bounds = page.bounds();
        Ok(found.into_iter().filter_map(|found| to_page(found, &folds, (sx, sy), &bounds)).collect())
    }

    /// The boxes on a picture whose sides suit the network.
    fn boxes(&mut self, picture: &RgbImage, options: &DetectionOptions) -> Result<Vec<TextBox>, Error> {
        let input = tensor::normalised(picture);
        let options = BoxOptions { min_score: options.min_score, unclip: options.unclip };
        let mut found = Err(Error::model("text detection gave no output, expected a map [1, 1, H, W]"));
        let mut read = |outputs: &[ArrayViewD<'_, f32>]| {
            if let Some(output) = outputs.first() {
                found = map_of(output).map(|map| find_boxes(&map, options));
            }
        };
        self.session.run(input.view().into_dyn(), &mut read).map_err(|e| Error::session("detection", e))?;
        found
    }
}

/// The map [H, W] in an output [1, 1, H, W].
fn map_of<'a>(output: &'a ArrayViewD<'_, f32>) -> Result<ndarray::ArrayView2<'a, f32>, Error> {
    let wrong =
        || Error::model(format!("text detection gave {:?}, expected a map [1, 1, H, W]", output.shape()));
    let [1, 1, height, width] = *output.shape() else { return Err(wrong()) };
    let map = output.view().into_shape_with_order((height, width)).map_err(|_| wrong())?;
    map.into_dimensionality::<Ix2>().map_err(|_| wrong())
}

/// Network pixels per page pixel.
fn scale_for(page: &PageImage, options: &DetectionOptions) -> f32 {
    let long_side = page.width().max(page.height()).max(1) as f32;
    let most = options.max_side as f32 / long_side;
    let wanted = page.letter_heights().map_or(1.0, |heights| scale_of(heights, options));
    wanted.min(options.max_enlargement).min(most)
}

/// Network pixels per pixel of a picture with such letters.
fn scale_of(letters: LetterHeights, options: &DetectionOptions) -> f32 {
    let most = options.max_letter_height.max(options.letter_height) / letters.typical;
    (options.letter_height / letters.typical).max(options.small_height / letters.small).min(most)
}

/// `picture` with a white margin, its sides brought to multiples of the stride.
fn frame(picture: &RgbImage) -> RgbImage {
    let side = |length: u32| (length + 2 * MARGIN).next_multiple_of(STRIDE);
    let mut framed =
        RgbImage::from_pixel(side(picture.width()), side(picture.height()), image::Rgb([255; 3]));
    imageops::replace(&mut framed, picture, i64::from(MARGIN), i64::from(MARGIN));
    framed
}

/// A box of the framed and folded picture in page pixels, cut to the page; nothing for one that lies in the margin.
fn to_page(found: TextBox, folds: &Folds, (sx, sy): (f32, f32), bounds: &Rect) -> Option<TextBox> {
    let margin = MARGIN as f32;
    let corners = found.corners.map(|p| {
        let p = folds.unfolded(Point::new(p.x - margin, p.y - margin));
        Point::new((p.x * sx).clamp(bounds.left, bounds.right), (p.y * sy).clamp(bounds.top, bounds.bottom))
    });
    let cut = TextBox { corners, score: found.score };
    (cut.width() >= 2.0 && cut.height() >= 2.0).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use models::FakeSession;
    use ndarray::{Array4, ArrayD};

    /// A network that calls text whatever is darker than grey.
    fn darkness() -> Box<dyn Session> {
        Box::new(FakeSession::new(|input| {
            let (height, width) = (input.shape()[2], input.shape()[3]);
            assert!(height % 32 == 0 && width % 32 == 0, "{:?}", input.shape());
            let map = Array4::from_shape_fn((1, 1, height, width), |(_, _, y, x)| {
                if input[[0, 0, y, x]] < 0.0 { 0.9 } else { 0.0 }
            });
            vec![map.into_dyn()]
        }))
    }

    #[test]
    fn boxes_come_back_in_page_pixels() {
        let pixels = RgbImage::from_fn(300, 200, |x, y| {
            Rgb([if (50..250).contains(&x) && (80..110).contains(&y) { 0 } else { 255 }; 3])
        });
        let page = PageImage::new(pixels, None);
        let options = DetectionOptions { unclip: 0.0, max_side: 150, ..Default::default() };
        let found = Detector::new(darkness()).detect(&page, &options).unwrap();
        assert_eq!(found.len(), 1);
        let [a, _, c, _] = found[0].corners;
        assert!(
            a.distance(Point::new(50.0, 80.0)) < 4.0 && c.distance(Point::new(250.0, 110.0)) < 4.0,
            "{found:?}"
        );
    }

    #[test]
    fn small_print_beside_large_is_enlarged_within_bounds() {
        let scale = |small, typical| scale_of(LetterHeights { small, typical }, &DetectionOptions::default());
        assert_eq!(scale(20.0, 23.0), 0.5, "of one size");
        assert_eq!(scale(12.8, 20.0), 0.625, "small print rules");
        assert_eq!(scale(4.0, 30.0), 0.5, "but not beyond the bound");
    }

    #[test]
    fn a_wrong_output_is_an_error() {
        for output in [vec![], vec![ArrayD::zeros(vec![1, 2, 32, 32])]] {
            let session = FakeSession::new(move |_| output.clone());
            let page = PageImage::new(RgbImage::new(10, 10), None);
            let error = Detector::new(Box::new(session)).detect(&page, &Default::default()).unwrap_err();
            assert!(error.to_string().contains("expected a map [1, 1, H, W]"), "{error}");
        }
    }

    #[test]
    fn a_failing_network_is_named() {
        let page = PageImage::new(RgbImage::new(1, 1), None);
        let error =
            Detector::new(Box::new(FakeSession::failing())).detect(&page, &Default::default()).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Session);
        assert!(std::error::Error::source(&error).is_some());
    }
}
