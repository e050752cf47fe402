//! Seals: red ink is taken off the page before the text is read, and read by itself.

use document::{Line, Rect};
use imaging::{PageImage, Rulings, Stamp, find_stamps, red_share, stamp_alone};
use layout::Seal;

use crate::{Engine, Error, ReadOptions};

/// A line of a text layer belongs to a seal that holds this much of its box, ...
const HELD: f32 = 0.7;
/// ... if this share of its ink is red: what is written or signed under a seal has its own ink, too.
const RED: f32 = 0.8;
/// What is read off a seal is kept from this mean confidence on: letters along the ring read as nonsense.
const LEGIBLE: f32 = 0.7;

/// The lines of one seal; boxes and lines are in pixels of one picture.
pub(crate) struct SealText {
    pub(crate) bounds: Rect,
    pub(crate) lines: Vec<Line>,
}

impl Engine {
    /// Reads what is written level on each of the seals found on `page`, an upright picture.
    pub(crate) fn seal_texts(
        &self,
        page: &PageImage,
        stamps: &[Stamp],
        number: u32,
        options: &ReadOptions,
    ) -> Result<Vec<SealText>, Error> {
        stamps.iter().map(|stamp| self.seal_text(page, stamp, number, options)).collect()
    }

    fn seal_text(
        &self,
        page: &PageImage,
        stamp: &Stamp,
        number: u32,
        options: &ReadOptions,
    ) -> Result<SealText, Error> {
        let (alone, cut) = stamp_alone(page, stamp);
        let mut lines =
            self.ocr.read(&alone, number, &Rulings::default(), &options.ocr).map_err(Error::page)?;
        lines.retain(|line| {
            let has_letters = line.text.chars().any(char::is_alphanumeric);
            has_letters && line.confidence.is_some_and(|confidence| confidence.get() >= LEGIBLE)
        });
        let back = |p: document::Point| document::Point::new(p.x + cut.left, p.y + cut.top);
        for line in &mut lines {
            line.outline = line.outline.map(back);
            line.words.iter_mut().for_each(|word| word.outline = word.outline.map(back));
        }
        Ok(SealText { bounds: stamp.bounds, lines })
    }
}

/// Puts the lines of seals behind those of the body. The number of lines of the body and the seals, which name theirs by
/// index.
pub(crate) fn appended(lines: &mut Vec<Line>, texts: Vec<SealText>) -> (usize, Vec<Seal>) {
    let body = lines.len();
    let seals = texts.into_iter().map(|text| {
        let first = lines.len();
        lines.extend(text.lines);
        Seal { bounds: text.bounds, lines: (first..lines.len()).collect() }
    });
    let seals = seals.collect();
    (body, seals)
}

/// The seals on a page whose text is known, and their lines, taken out of `lines`: those in red ink within them.
pub(crate) fn taken_out(lines: &mut Vec<Line>, page: &PageImage) -> Vec<SealText> {
    let mut texts = Vec::new();
    for stamp in find_stamps(page) {
        let is_own = |line: &Line| {
            let bounds = line.outline.bounds();
            bounds.share_in(&stamp.bounds) >= HELD && red_share(page, &bounds) >= RED
        };
        let (own, rest): (Vec<Line>, Vec<Line>) = std::mem::take(lines).into_iter().partition(is_own);
        *lines = rest;
        texts.push(SealText { bounds: stamp.bounds, lines: own });
    }
    texts
}
