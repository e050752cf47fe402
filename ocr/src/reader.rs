use document::{Line, LineId, Outline, Point, Rect};
use imaging::{PageImage, Rulings};
use models::Session;
use rayon::prelude::*;

use crate::detectors::Detectors;
use crate::rows::join_rows;
use crate::squeeze::{self, Squeezed, Squeezing};
use crate::{DetectionOptions, Error, Lexicon, Recogniser, RecognitionOptions, TextBox};

/// A picture this many times as wide as high may be a line that somebody cut out,
const STRIP: f32 = 3.0;
/// if what is found on it takes this share of its height and of its width.
const LEAST_HEIGHT: f32 = 0.5;
const LEAST_WIDTH: f32 = 0.8;

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
    detectors: Detectors,
    recogniser: Recogniser,
}

impl Ocr {
    /// Detection and recognition on loaded sessions, one of each per worker. The first one of detection may use all cores: it
    /// looks at a page that is read while no other is.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Model`] if one of the lists is empty or the recogniser does not name its characters.
    pub fn new(detection: Vec<Box<dyn Session>>, recognition: Vec<Box<dyn Session>>) -> Result<Self, Error> {
        Ok(Self { detectors: Detectors::new(detection)?, recogniser: Recogniser::new(recognition)? })
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
    /// As [`crate::Detector::detect`] and [`Recogniser::read`].
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
    /// As [`crate::Detector::detect`].
    pub fn detect(
        &self,
        page: &PageImage,
        rulings: &Rulings,
        options: &ReadOptions,
    ) -> Result<Vec<TextBox>, Error> {
        Ok(joined(self.find(page, options)?, rulings))
    }

    /// The boxes on `page` as the detector finds them, in no particular order: parts of lines. [`joined`] makes lines of them.
    ///
    /// # Errors
    /// As [`crate::Detector::detect`].
    pub fn find(&self, page: &PageImage, options: &ReadOptions) -> Result<Vec<TextBox>, Error> {
        let busy = self.detectors.enter();
        self.detectors.lend(&busy).detect(page, &options.detection)
    }

    /// Whether a page is being looked at or read just now, by any thread.
    pub fn is_busy(&self) -> bool {
        self.detectors.are_busy()
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
        let _busy = self.detectors.enter();
        let whole = boxes.first().filter(|_| boxes.len() == 1).and_then(|only| whole_line(page, only));
        if let Some(whole) = whole {
            return self.surest(page, number, [boxes[0], whole], options);
        }
        let read = |at: usize, squeezing: Squeezing| {
            let id = LineId { page: number, line: 1 };
            let (line, squeezed) =
                self.recogniser.read_squeezing(page, &boxes[at], id, &options.recognition, squeezing)?;
            Ok((at, line, squeezed))
        };
        let read_all = |which: Vec<usize>, squeezing: Squeezing| {
            which.into_par_iter().map(|at| read(at, squeezing)).collect::<Result<Vec<_>, Error>>()
        };
        let (sample, rest) = (0..boxes.len()).partition(|at| squeeze::is_sample(*at, boxes.len()));
        let sample = read_all(sample, Squeezing::Wide)?;
        let how: Vec<Squeezed> = sample.iter().map(|(_, _, squeezed)| *squeezed).collect();
        let mut lines = read_all(rest, squeeze::learnt(&how))?;
        lines.extend(sample);
        lines.sort_by_key(|(at, ..)| *at);
        let named = lines.into_iter().filter_map(|(_, line, _)| line).zip(1..);
        Ok(named.map(|(line, n)| line.renamed(LineId { page: number, line: n })).collect())
    }

    /// The surer reading of the one line that is found in either box.
    fn surest(
        &self,
        page: &PageImage,
        number: u32,
        boxes: [TextBox; 2],
        options: &ReadOptions,
    ) -> Result<Vec<Line>, Error> {
        let id = LineId { page: number, line: 1 };
        let read = |text: &TextBox| self.recogniser.read(page, text, id, &options.recognition);
        let (first, second) = rayon::join(|| read(&boxes[0]), || read(&boxes[1]));
        let surer = |a: Line, b: Line| if b.confidence > a.confidence { b } else { a };
        Ok([first?, second?].into_iter().flatten().reduce(surer).into_iter().collect())
    }
}

/// Boxes joined to lines, but never across a ruling line, from the top, then from the left.
pub fn joined(found: Vec<TextBox>, rulings: &Rulings) -> Vec<TextBox> {
    join_rows(found, &|from, to| is_parted(rulings, from, to))
}

/// The whole picture as a line, where it is a strip that shows nothing but `only`: whoever cut it out may have cut better
/// than the detector, which misses faint ends and marks at the foot of a line.
fn whole_line(page: &PageImage, only: &TextBox) -> Option<TextBox> {
    let (width, height) = (page.pixels().width() as f32, page.pixels().height() as f32);
    let bounds = Outline::from(only.corners).bounds();
    let is_strip = width >= STRIP * height;
    let is_filled = bounds.height() >= LEAST_HEIGHT * height && bounds.width() >= LEAST_WIDTH * width;
    let corners = Rect::new(0.0, 0.0, width, height).corners();
    (is_strip && is_filled).then_some(TextBox { corners, score: only.score })
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

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};
    use models::FakeSession;
    use ndarray::Array3;

    /// A recogniser that reads `a` at the first step of a line, the surer the wider the line is: .5 at 100 px.
    fn surer_of_the_wider() -> Ocr {
        let session = FakeSession::new(|input| {
            let width = input.shape()[3];
            let mut steps = Array3::from_shape_fn((1, width / 8, 3), |(_, _, symbol)| f32::from(symbol == 0));
            steps[[0, 0, 0]] = 0.0;
            steps[[0, 0, 1]] = (width as f32 / 200.0).min(1.0);
            vec![steps.into_dyn()]
        });
        let recogniser = Box::new(session.with_metadata("character", "a"));
        Ocr::new(vec![Box::new(FakeSession::failing())], vec![recogniser]).unwrap()
    }

    fn text_box(bounds: Rect) -> TextBox {
        TextBox { corners: bounds.corners(), score: 1.0 }
    }

    fn read(width: u32, boxes: &[TextBox]) -> Vec<Line> {
        let page = PageImage::new(RgbImage::from_pixel(width, 48, Rgb([255; 3])), None);
        surer_of_the_wider().recognise(&page, 3, boxes, &ReadOptions::default()).unwrap()
    }

    #[test]
    fn a_cut_out_line_is_also_read_whole() {
        let found = text_box(Rect::new(10.0, 8.0, 170.0, 48.0));
        let lines = read(200, &[found]);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].outline.bounds(), Rect::new(0.0, 0.0, 200.0, 48.0), "the surer of the two");
        assert_eq!(lines[0].id, LineId { page: 3, line: 1 });
    }

    #[test]
    fn what_is_not_a_strip_with_one_line_is_read_by_its_boxes() {
        let low = Rect::new(10.0, 30.0, 170.0, 48.0);
        let short = Rect::new(10.0, 4.0, 90.0, 48.0);
        for bounds in [low, short] {
            assert_eq!(read(200, &[text_box(bounds)])[0].outline.bounds(), bounds);
        }
        assert_eq!(read(100, &[text_box(Rect::new(5.0, 4.0, 95.0, 48.0))])[0].outline.bounds().left, 5.0);
        let halves = [Rect::new(0.0, 0.0, 95.0, 48.0), Rect::new(105.0, 0.0, 200.0, 48.0)].map(text_box);
        assert_eq!(read(200, &halves).len(), 2);
    }

    /// The widths at which `count` lines of 400 pixels, their letters 40 pixels apart, are read by a network that is `sure` of a
    /// line squeezed.
    fn widths_read(count: usize, sure: f32) -> Vec<usize> {
        let widths = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let told = widths.clone();
        let session = FakeSession::new(move |input| {
            let width = input.shape()[3];
            told.lock().unwrap().push(width);
            let mut steps = Array3::from_shape_fn((1, width / 8, 3), |(_, _, symbol)| f32::from(symbol == 0));
            steps[[0, 0, 0]] = 0.0;
            steps[[0, 0, 1]] = if width < 400 { sure } else { 0.9 };
            vec![steps.into_dyn()]
        });
        let recogniser = Box::new(session.with_metadata("character", "a"));
        let ocr = Ocr::new(vec![Box::new(FakeSession::failing())], vec![recogniser]).unwrap();
        let is_ink = |x: u32, y: u32| x % 40 < 12 && (10..38).contains(&(y % 48));
        let page =
            RgbImage::from_fn(400, 48 * count as u32, |x, y| Rgb([if is_ink(x, y) { 0 } else { 255 }; 3]));
        let line = |at: usize| text_box(Rect::new(0.0, 48.0 * at as f32, 400.0, 48.0 * (at + 1) as f32));
        let boxes: Vec<TextBox> = (0..count).map(line).collect();
        let lines = ocr.recognise(&PageImage::new(page, None), 1, &boxes, &ReadOptions::default()).unwrap();
        let tops: Vec<f32> = lines.iter().map(|line| line.outline.bounds().top / 48.0).collect();
        assert_eq!(tops, (0..count).map(|at| at as f32).collect::<Vec<_>>(), "the lines stay in order");
        drop(ocr);
        let mut widths = std::mem::take(&mut *widths.lock().unwrap());
        widths.sort_unstable();
        widths
    }

    #[test]
    fn letters_far_apart_are_read_squeezed() {
        assert_eq!(widths_read(20, 0.9), vec![200; 20]);
    }

    #[test]
    fn what_is_doubtful_squeezed_is_read_again_and_the_page_learns() {
        assert_eq!(widths_read(5, 0.5), [vec![200; 5], vec![400; 5]].concat(), "too few to learn from");
        assert_eq!(widths_read(20, 0.5), [vec![200; 10], vec![400; 20]].concat());
    }
}
