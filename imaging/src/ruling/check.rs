//! Whether a chain of strokes is a drawn line or the strokes of letters that happen to be in line.

use image::GrayImage;

use super::segment::Segment;

/// No more places than this are looked at along a line.
const PLACES: usize = 240;
/// The paper beside a line is looked at from this far off its side to so far (in letters): nearer is blur.
const BLUR: f64 = 1.5;
const BESIDE: f64 = 0.35;
/// A side that is dark at this share of the places is a parallel line or the end of a shaded area, not letters.
const PARALLEL: f32 = 0.85;
/// Share of the places of a short line where letters may cross or touch it, of a long one, and from how long on, in
/// letters, it is long. Measured: strokes of Han characters in line have .25 to .5, drawn lines under .12.
const SHORT_CROSSED: f32 = 0.18;
const LONG_CROSSED: f32 = 0.4;
const LONG: f32 = 40.0;
/// A line without gaps that is clear on one side, but for this share of the places, may have letters sitting on it at
/// so many places: tables set tight. Where other lines cross it, at no more places than that, it is dark on both sides.
/// So long a line, in letters, is no letter's.
const SOLID: f32 = 0.05;
const TOUCHED: f32 = 0.65;
const CROSSINGS: f32 = 0.2;
const NO_LETTER: f32 = 5.0;
/// Share of the places that may be without ink in a short line.
const SHORT_EMPTY: f32 = 0.35;

/// Stretches of this many letters have one shade of paper and one of ink: these quantiles of what is seen there.
const STRETCH: f32 = 6.0;
const INK: f32 = 0.4;
const PAPER: f32 = 0.7;

/// What one place along a line shows.
struct Place {
    line: u8,
    above: u8,
    below: u8,
}

/// How a segment stands to the letters around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    /// It keeps clear of them as a drawn line does.
    Clear,
    /// A solid line with letters along it, a short one clear on its other side: the side of a cell set tight or strokes of theirs.
    Beside,
    /// They make it.
    Letters,
}

/// Whether `segment` keeps clear of letters as a drawn line does.
pub(super) fn drawn(picture: &GrayImage, segment: &Segment, letter: f32) -> Drawn {
    let places = look(picture, segment, f64::from(letter));
    let length = segment.length() as f32 / letter;
    let stretches = (length / STRETCH).ceil().max(1.0) as usize;
    let mut seen = Tally::default();
    for stretch in places.chunks(places.len().div_ceil(stretches).max(1)) {
        seen.add(stretch);
    }
    let count = seen.places as f32;
    let parallel = |dark: u32| dark as f32 > PARALLEL * count;
    // Where letters touch it, where those of one side do that has fewer, and where both sides are dark, which both count.
    let (crossed, clear_side, crossings) = match (parallel(seen.above), parallel(seen.below)) {
        (true, true) => (0, 0, 0),
        (true, false) => (seen.below, 0, 0),
        (false, true) => (seen.above, 0, 0),
        (false, false) => {
            let both = (seen.above + seen.below).saturating_sub(seen.either);
            (seen.either, seen.above.min(seen.below).saturating_sub(both), both)
        }
    };
    let solid_edge =
        seen.empty.max(clear_side) as f32 <= SOLID * count && crossings as f32 <= CROSSINGS * count;
    let allowed = if solid_edge && length >= NO_LETTER {
        TOUCHED
    } else {
        SHORT_CROSSED + (LONG_CROSSED - SHORT_CROSSED) * (length / LONG).min(1.0)
    };
    let whole = count > 0.0 && (length >= LONG / 4.0 || seen.empty as f32 <= SHORT_EMPTY * count);
    if whole && crossed as f32 <= allowed * count {
        Drawn::Clear
    } else if whole && (solid_edge || length >= NO_LETTER && seen.empty as f32 <= SOLID * count) {
        Drawn::Beside
    } else {
        Drawn::Letters
    }
}

/// How many places were seen, how many of them without ink, and how many with ink both on the line and above it, below
/// it, or either.
#[derive(Default)]
struct Tally {
    places: u32,
    empty: u32,
    above: u32,
    below: u32,
    either: u32,
}

impl Tally {
    /// Adds a stretch that is short enough to have one brightness of ink and one of paper.
    fn add(&mut self, stretch: &[Place]) {
        let ink = quantile(stretch.iter().map(|p| p.line), INK);
        let middle =
            |side: fn(&Place) -> u8| u8::midpoint(ink, quantile(stretch.iter().map(side), PAPER).max(ink));
        let (over, under) = (middle(|p| p.above), middle(|p| p.below));
        for place in stretch {
            let (above, below) = (place.above <= over, place.below <= under);
            let inked = place.line <= over.max(under);
            self.places += 1;
            self.empty += u32::from(!inked);
            self.above += u32::from(inked && above);
            self.below += u32::from(inked && below);
            self.either += u32::from(inked && (above || below));
        }
    }
}

fn look(picture: &GrayImage, segment: &Segment, letter: f64) -> Vec<Place> {
    let count = (segment.length() as usize).clamp(1, PLACES);
    let half = segment.thickness() / 2.0;
    let places = (0..count).filter_map(|i| {
        let x = segment.from + segment.length() * (i as f64 + 0.5) / count as f64;
        let y = segment.at(x);
        let (near, far) = (half + BLUR, half + (BESIDE * letter).max(2.0 * BLUR));
        Some(Place {
            line: darkest(picture, x, y - 1.0, y + 1.0)?,
            above: darkest(picture, x, y - far, y - near).unwrap_or(u8::MAX),
            below: darkest(picture, x, y + near, y + far).unwrap_or(u8::MAX),
        })
    });
    places.collect()
}

/// The darkest pixel of a column from `top` to `bottom`; nothing outside the picture.
fn darkest(picture: &GrayImage, x: f64, top: f64, bottom: f64) -> Option<u8> {
    let (first, last) = (top.floor().max(0.0) as u32, bottom.floor().min(f64::from(picture.height()) - 1.0));
    if x < 0.0 || last < 0.0 {
        return None;
    }
    (first..=last as u32).filter_map(|y| Some(picture.get_pixel_checked(x as u32, y)?.0[0])).min()
}

fn quantile(values: impl Iterator<Item = u8>, share: f32) -> u8 {
    let mut values: Vec<u8> = values.collect();
    values.sort_unstable();
    values.get((values.len() as f32 * share) as usize).copied().unwrap_or(0)
}
