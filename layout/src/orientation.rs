use image::{RgbImage, imageops};
use imaging::{BinariseOptions, PageImage, binarise, components, resize};
use models::Session;
use ndarray::ArrayViewD;

use crate::Error;
use crate::propose::tensor::normalised;

/// The short side is brought to this many pixels before the middle is cut out.
const SHORT_SIDE: u32 = 256;
/// Side of the square that the network sees, in pixels.
const SIDE: u32 = 224;
/// No side of a scaled page is longer than this, in pixels, however long and narrow it is.
const LONGEST: u32 = SHORT_SIDE * 64;
/// From this probability on the first look is enough. Measured on 380 pages: a page that stands upright has .83 or more,
/// but newspapers and narrow pictures of lines, whose letters are lost at this size, may have any number.
const CLEAR: f32 = 0.8;
/// The size of letters, in pixels, that the network reads best: at 6 and 9 it told all dense newspaper photos right, at
/// 13 some no longer.
const LEGIBLE: f32 = 7.0;
/// A cutting with fewer separate marks tells nothing.
const MIN_MARKS: usize = 25;

/// How likely a page stands each way, each 0 to 1, together 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Orientation {
    /// It is upright.
    pub upright: f32,
    /// It lies on its side, one way or the other.
    pub sideways: f32,
    /// It is upside down.
    pub upside_down: f32,
}

/// Tells how a page stands, with a network: input [1, 3, 224, 224], the middle of the page, BGR by ImageNet's statistics;
/// output [1, 4], probabilities of 0, 90, 180 and 270 degrees.
///
/// The network sees little and errs on pages that are no pages, so it is a witness, not a judge.
pub struct Orienter {
    session: Box<dyn Session>,
}

impl Orienter {
    /// An orienter on a loaded network.
    pub fn new(session: Box<dyn Session>) -> Self {
        Self { session }
    }

    /// How `page` stands: by the middle of the whole page, and where that does not look upright, also by cuttings in
    /// which letters are as large as the network likes them.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Session`] if the network fails, [`crate::ErrorKind::Model`] if its output is not [1, 4].
    pub fn orientation(&mut self, page: &PageImage) -> Result<Orientation, Error> {
        let scale = SHORT_SIDE as f32 / page.width().min(page.height()).max(1) as f32;
        let whole = scaled(page, scale);
        let corner = ((whole.width() - SIDE) / 2, (whole.height() - SIDE) / 2);
        let at_first_sight = self.look(&whole, corner)?;
        if at_first_sight.upright >= CLEAR {
            return Ok(at_first_sight);
        }
        let Some(letter) = page.letter_heights().map(|heights| heights.typical) else {
            return Ok(at_first_sight);
        };
        let legible = scaled(page, (LEGIBLE / letter).min(1.0));
        let seen: Vec<_> =
            cuttings(&legible).map(|corner| self.look(&legible, corner)).collect::<Result<_, _>>()?;
        Ok(at_first_sight.averaged(&seen))
    }

    /// How the square of `picture` at `left` and `top` stands.
    fn look(&mut self, picture: &RgbImage, (left, top): (u32, u32)) -> Result<Orientation, Error> {
        let input = normalised(&imageops::crop_imm(picture, left, top, SIDE, SIDE).to_image());
        let mut found = Err(Error::model("the orientation model gave no output, expected [1, 4]"));
        let mut read = |outputs: &[ArrayViewD<'_, f32>]| {
            if let Some(output) = outputs.first() {
                found = told(output);
            }
        };
        self.session.run(input.view().into_dyn(), &mut read).map_err(|e| Error::session("orientation", e))?;
        found
    }
}

/// The page at `scale`, each side at least what the network sees and no longer than [`LONGEST`].
fn scaled(page: &PageImage, scale: f32) -> RgbImage {
    let side = |length: u32| ((length as f32 * scale).round() as u32).clamp(SIDE, LONGEST);
    resize(page.pixels(), side(page.width()), side(page.height()))
}

/// Corners of up to nine squares spread over `picture` that show enough to judge.
fn cuttings(picture: &RgbImage) -> impl Iterator<Item = (u32, u32)> {
    let places = |length: u32| {
        let free = length - SIDE;
        let mut places = vec![free / 6, free / 2, free - free / 6];
        places.dedup();
        places
    };
    let columns = places(picture.width());
    let rows = places(picture.height());
    let corners =
        rows.into_iter().flat_map(move |top| columns.clone().into_iter().map(move |left| (left, top)));
    corners.filter(|(left, top)| {
        let square = imageops::crop_imm(picture, *left, *top, SIDE, SIDE).to_image();
        let mask = binarise(&imageops::grayscale(&square), BinariseOptions::default());
        components(&mask).len() >= MIN_MARKS
    })
}

impl Orientation {
    /// What is seen at first sight counts as much as what is seen in all of `cuttings` together.
    fn averaged(self, cuttings: &[Self]) -> Self {
        if cuttings.is_empty() {
            return self;
        }
        let mean = |part: fn(&Self) -> f32| {
            let sum: f32 = cuttings.iter().map(part).sum();
            f32::midpoint(part(&self), sum / cuttings.len() as f32)
        };
        Self {
            upright: mean(|o| o.upright),
            sideways: mean(|o| o.sideways),
            upside_down: mean(|o| o.upside_down),
        }
    }
}

fn told(output: &ArrayViewD<'_, f32>) -> Result<Orientation, Error> {
    let wrong = || Error::model(format!("the orientation model gave {:?}, expected [1, 4]", output.shape()));
    if output.shape() != [1, 4] {
        return Err(wrong());
    }
    let [p0, p90, p180, p270] =
        [0, 1, 2, 3].map(|class| output.get([0, class].as_slice()).copied().unwrap_or(0.0));
    Ok(Orientation { upright: p0, sideways: p90 + p270, upside_down: p180 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use models::FakeSession;
    use ndarray::arr2;

    #[test]
    fn the_network_sees_the_middle_and_is_quoted() {
        let session = FakeSession::new(|input| {
            assert_eq!(input.shape(), [1, 3, 224, 224]);
            vec![arr2(&[[0.1_f32, 0.2, 0.3, 0.4]]).into_dyn()]
        });
        let mut orienter = Orienter::new(Box::new(session));
        for (width, height) in [(1000, 1400), (3000, 20), (1, 1)] {
            let page = PageImage::new(RgbImage::new(width, height), None);
            let found = orienter.orientation(&page).unwrap();
            assert!(
                (found.sideways - 0.6).abs() < 1e-6 && (found.upside_down - 0.3).abs() < 1e-6,
                "{found:?}"
            );
        }
    }

    /// A dense page on which the first look is wrong; the cuttings, in which letters are large, are right.
    #[test]
    fn doubtful_pages_are_looked_at_closely() {
        let session = FakeSession::new(|input| {
            let rows = input.slice(ndarray::s![0, 0, .., ..]);
            let steps = rows
                .rows()
                .into_iter()
                .flat_map(|row| row.to_vec().windows(2).map(|w| (w[0] - w[1]).abs()).collect::<Vec<_>>());
            let clear = steps.fold(0.0, f32::max) > 3.0;
            vec![
                if clear { arr2(&[[0.9_f32, 0.04, 0.03, 0.03]]) } else { arr2(&[[0.3_f32, 0.4, 0.2, 0.1]]) }
                    .into_dyn(),
            ]
        });
        let letters = |x: u32, y: u32| x % 16 < 8 && y % 16 < 8;
        let pixels =
            RgbImage::from_fn(1600, 2000, |x, y| image::Rgb([if letters(x, y) { 0 } else { 255 }; 3]));
        let found = Orienter::new(Box::new(session)).orientation(&PageImage::new(pixels, None)).unwrap();
        assert!((found.upright - 0.6).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn a_wrong_output_is_an_error() {
        let session = FakeSession::new(|_| vec![arr2(&[[0.5_f32, 0.5]]).into_dyn()]);
        let page = PageImage::new(RgbImage::new(10, 10), None);
        assert!(Orienter::new(Box::new(session)).orientation(&page).is_err());
    }
}
