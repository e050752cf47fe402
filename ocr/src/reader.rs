use document::{Line, LineId, Point};
use imaging::{PageImage, Rulings};
use models::{Pool, Session};
use rayon::prelude::*;

use crate::rows::join_rows;
use crate::{DetectionOptions, Detector, Error, Lexicon, Recogniser, RecognitionOptions, TextBox};

/// How a picture is read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// How lines are looked for.
    pub detection: DetectionOptions,
    /// How lines are read.
    pub recognition: RecognitionOptions,
}

/// Finds and reads text. Shared by many threads; each uses a session of its own.
pub struct Ocr {
    detectors: Pool<Detector>,
    recogniser: Recogniser,
}

impl Ocr {
    /// Detection and recognition on loaded sessions, one of each per worker.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Model`] if one of the lists is empty or the recogniser does not name its characters.
    pub fn new(detection: Vec<Box<dyn Session>>, recognition: Vec<Box<dyn Session>>) -> Result<Self, Error> {
        let detectors = Pool::new(detection.into_iter().map(Detector::new).collect())
            .ok_or_else(|| Error::model("detector was given no session, expected one per worker"))?;
        Ok(Self { detectors, recogniser: Recogniser::new(recognition)? })
    }

    /// This reader, which spells doubtful handwriting by the words of `lexicon`.
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: Lexicon) -> Self {
        self.recogniser = self.recogniser.with_lexicon(lexicon);
        self
    }

    /// The lines on `page` in pixels of the page, from the top, then from the left; `number` is the page's and goes into
    /// their names. Boxes are joined to lines, but never across a ruling line.
    ///
    /// The lines are read in parallel on the current rayon pool; the result does not depend on its size.
    ///
    /// # Errors
    /// As [`Detector::detect`] and [`Recogniser::read`].
    pub fn read(
        &self,
        page: &PageImage,
        number: u32,
        rulings: &Rulings,
        options: &ReadOptions,
    ) -> Result<Vec<Line>, Error> {
        let found = self.detect(page, rulings, options)?;
        self.recognise(page, number, &found, options)
    }

    /// The boxes of the lines on `page`, joined and in order.
    ///
    /// # Errors
    /// As [`Detector::detect`].
    pub fn detect(
        &self,
        page: &PageImage,
        rulings: &Rulings,
        options: &ReadOptions,
    ) -> Result<Vec<TextBox>, Error> {
        let found = self.detectors.lend().detect(page, &options.detection)?;
        Ok(join_rows(found, &|from, to| is_parted(rulings, from, to)))
    }

    /// Reads the given boxes; those without text are left out.
    ///
    /// # Errors
    /// As [`Recogniser::read`].
    pub fn recognise(
        &self,
        page: &PageImage,
        number: u32,
        boxes: &[TextBox],
        options: &ReadOptions,
    ) -> Result<Vec<Line>, Error> {
        let read = |(text, line): (&TextBox, u32)| {
            let id = LineId { page: number, line };
            self.recogniser.read(page, text, id, &options.recognition)
        };
        let numbered: Vec<_> = boxes.iter().zip(1..).collect();
        let lines: Vec<Option<Line>> = numbered.into_par_iter().map(read).collect::<Result<_, _>>()?;
        let named = lines.into_iter().flatten().zip(1..);
        Ok(named.map(|(line, n)| line.renamed(LineId { page: number, line: n })).collect())
    }
}

/// Whether a vertical ruling line stands between two points of one text line.
fn is_parted(rulings: &Rulings, from: Point, to: Point) -> bool {
    let (left, right) = (from.x.min(to.x), from.x.max(to.x));
    let y = f32::midpoint(from.y, to.y);
    let slack = (right - left).max(4.0) / 2.0;
    rulings.vertical.iter().any(|ruling| {
        let x = f32::midpoint(ruling.start.x, ruling.end.x);
        (left - slack..=right + slack).contains(&x) && (ruling.start.y..=ruling.end.y).contains(&y)
    })
}
