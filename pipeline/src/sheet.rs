//! The sheet of paper on a photo is read as if it had been scanned.

use document::Line;
use imaging::{PageImage, Rulings};
use layout::{Flattened, PhotoSheet};

use crate::{Engine, Error, ReadOptions};

/// What is read beside the sheet is text from this mean confidence on: the grain of a table, plants and fabric read as
/// letters too, but not surely.
const REAL: f32 = 0.8;
/// And with so many letters or digits.
const FEWEST_LETTERS: usize = 3;

impl Engine {
    /// The sheet on `photo`, flat, with so much around it that no text of the photo is cut off. Nothing where no sheet is
    /// clearly seen, and where the text around it cannot be shown on its plane.
    pub(crate) fn flattened(
        &self,
        photo: &PageImage,
        options: &ReadOptions,
    ) -> Result<Option<Flattened>, Error> {
        let Some(sheet) = PhotoSheet::find(photo) else { return Ok(None) };
        let mut boxes = self.ocr.detect(photo, &Rulings::default(), &options.ocr).map_err(Error::page)?;
        boxes.retain(|text| !sheet.holds(text.corners[0].lerp(text.corners[2], 0.5)));
        let mut beside = self.ocr.recognise(photo, 1, &boxes, &options.ocr).map_err(Error::page)?;
        beside.retain(is_real);
        let around: Vec<_> = beside.iter().flat_map(|line| line.outline.points()).copied().collect();
        Ok(sheet.flatten(photo, &around))
    }
}

fn is_real(line: &Line) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= FEWEST_LETTERS && line.confidence.is_some_and(|confidence| confidence.get() >= REAL)
}
