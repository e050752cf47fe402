use document::{Point, Rect};
use image::GrayImage;

use crate::{PageImage, filter, letter_heights};

mod anchor;
mod band;
mod check;
mod contrast;
mod merge;
mod segment;
mod stroke;

use check::Drawn;
use segment::Segment;

/// What a ruling line was seen in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RulingSource {
    /// Dark or coloured pixels.
    Pixels,
    /// Vector graphics of a PDF.
    Vector,
}

/// A drawn straight line, as tables and forms have them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruling {
    /// Left end of a horizontal line, upper end of a vertical one; on the middle of the stroke, in pixels.
    pub start: Point,
    /// The other end.
    pub end: Point,
    /// Width of the stroke in pixels.
    pub thickness: f32,
    /// Share of the line's length that has ink: 1 for solid, less for dotted, dashed or broken lines.
    pub coverage: f32,
    /// What it was seen in.
    pub source: RulingSource,
}

impl Ruling {
    /// Length in pixels.
    pub fn length(&self) -> f32 {
        self.start.distance(self.end)
    }

    /// The smallest upright rectangle around the middle of the stroke.
    pub fn bounds(&self) -> Rect {
        Rect::new(self.start.x, self.start.y, self.end.x, self.end.y)
    }
}

/// The ruling lines of one page, found once and used by layout and tables alike.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rulings {
    /// Nearly horizontal lines, top to bottom, then left to right.
    pub horizontal: Vec<Ruling>,
    /// Nearly vertical lines, left to right, then top to bottom.
    pub vertical: Vec<Ruling>,
}

/// Letters taller than this, in pixels, are more than lines need: the picture is halved until they are not. 26 keeps a
/// hairline of a 300 dpi scan (3 px) visible after halving.
const LARGEST_LETTER: f32 = 26.0;
/// Letter heights assumed where none are seen: that of 10 point print, within what a table on its own may have.
const LETTERS_PER_INCH: f32 = 13.0;
const ASSUMED_LETTER: (f32, f32) = (8.0, 24.0);
/// Pictures with a side shorter than this, in pixels, have no lines.
const SMALLEST_SIDE: u32 = 8;

/// The straight lines drawn on a page, within about 4 degrees of the axes: solid, dashed, faint, coloured, light on dark,
/// broken, and thick bars (by their middle); also the edges of shaded bands, as lines with a thickness of 0. Strokes of
/// letters and dotted leaders are left out.
///
/// Each direction is searched for marks that are thin across it (a grey-scale top-hat, so no global threshold), whose
/// runs are linked over rows into straight segments, which are merged where they are in line. Short ones count only
/// where they end on longer ones.
pub fn find_rulings(page: &PageImage) -> Rulings {
    if page.width().min(page.height()) < SMALLEST_SIDE {
        return Rulings::default();
    }
    let mut picture = contrast::colour_aware_gray(page.pixels());
    let guess = (page.dpi() / LETTERS_PER_INCH).clamp(ASSUMED_LETTER.0, ASSUMED_LETTER.1);
    let mut letter = letter_heights(&picture).map_or(guess, |heights| heights.typical).max(ASSUMED_LETTER.0);
    let mut scale = 1.0;
    while letter > LARGEST_LETTER {
        picture = filter::halve(&picture);
        letter /= 2.0;
        scale *= 2.0;
    }
    let (horizontal, vertical) = lines(&picture, letter);
    let mut found = Rulings {
        horizontal: horizontal.iter().map(|s| s.ruling(scale, Point::new)).collect(),
        vertical: vertical
            .iter()
            .map(|s| s.ruling(scale, |along, across| Point::new(across, along)))
            .collect(),
    };
    found.horizontal.sort_by(|a, b| {
        a.start
            .y
            .total_cmp(&b.start.y)
            .then(a.start.x.total_cmp(&b.start.x))
            .then(a.end.x.total_cmp(&b.end.x))
    });
    found.vertical.sort_by(|a, b| {
        a.start
            .x
            .total_cmp(&b.start.x)
            .then(a.start.y.total_cmp(&b.start.y))
            .then(a.end.y.total_cmp(&b.end.y))
    });
    found
}

/// The horizontal and the vertical lines; those of the second list lie in the transposed picture.
fn lines(picture: &GrayImage, letter: f32) -> (Vec<Segment>, Vec<Segment>) {
    let sideways = filter::transpose(picture);
    anchor::keep_lines(candidates(picture, letter), candidates(&sideways, letter), letter)
}

/// What may be lines of one direction.
struct Candidates {
    /// What keeps clear of letters.
    clear: Vec<Segment>,
    /// What letters stand along: lines only where they end on others.
    beside: Vec<Segment>,
}

/// Everything in `picture` that may be a horizontal line.
fn candidates(picture: &GrayImage, letter: f32) -> Candidates {
    let (mut clear, mut beside) = (vec![], vec![]);
    for segment in stroke::dark(picture, letter) {
        match check::drawn(picture, &segment, letter) {
            Drawn::Clear => clear.push(segment),
            Drawn::Beside => beside.push(segment),
            Drawn::Letters => {}
        }
    }
    clear.extend(band::bars_and_edges(picture, letter, &clear));
    Candidates { clear, beside }
}

#[cfg(test)]
mod tests;
