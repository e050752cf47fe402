//! Which way a page stands, and the straight picture that layout and tables look at.

use document::{Line, Outline, Point, Rect, Rotation};
use imaging::{
    PageImage, PointMap, Projection, Ruling, Rulings, Stamp, find_rulings, find_stamps, lift_stamps, remap,
    turn,
};
use layout::{Orientation, Slope};
use ocr::TextBox;
use pages::SourcePage;
use rayon::prelude::*;

use crate::page::View;
use crate::rim::without_rim;
use crate::seals::SealText;
use crate::{Engine, Error, ReadOptions};

/// The network's word for another way than upright is looked into from this probability on.
const SUSPECT: f32 = 0.5;
/// Lines that are read both ways to find out: the longest ones.
const WITNESSES: usize = 4;
/// Readings must be this much surer the other way round, in mean confidence: turning an upright page is the worse error.
const MARGIN: f32 = 0.05;

/// Ruling lines from this length on, in pixels, tell whether a page is level.
const LONG_RULING: f32 = 200.0;
/// They stand among the lines of text, or no further from them than this many heights of a line: on a photo the grain of the
/// table and the shades around the sheet are level, too.
const AMONG_TEXT: f32 = 2.0;
/// With fewer upright ones of that length the columns are not known to stand.
const FEWEST_LEANING: usize = 2;
/// Level ones may rise by this many pixels more after straightening than before.
const SLACK: f32 = 1.0;

/// A page turned upright, with the boxes of its lines; nothing is read yet.
pub(crate) struct Turned {
    pub(crate) image: PageImage,
    pub(crate) rotation: Rotation,
    pub(crate) boxes: Vec<TextBox>,
    /// From its pixels to those of the source page's picture.
    to_picture: PointMap,
    /// Whether it is a sheet cut out of a photo.
    flattened: bool,
    /// Its ruling lines, where it was not turned after they were found.
    rulings: Option<Rulings>,
    /// What stands on its seals, which are lifted off the picture.
    pub(crate) seals: Vec<SealText>,
}

impl Engine {
    /// Cuts the sheet out of a photo, finds the boxes of the lines and which way the page stands.
    pub(crate) fn turned(&self, source: &SourcePage, options: &ReadOptions) -> Result<Turned, Error> {
        let flat = self.flattened(&source.image, options)?;
        let flattened = flat.is_some();
        let (page, to_picture) =
            flat.map_or_else(|| (source.image.clone(), PointMap::Identity), |flat| (flat.image, flat.map));
        let stamps = find_stamps(&page);
        let plain = if stamps.is_empty() { page.clone() } else { lift_stamps(&page, &stamps) };
        let beside = || (rulings_of(&plain), self.orientation(&plain));
        // What prepares a lone page for the detector takes one core: another one has time for these. Of pages beside each
        // other both would only wait for memory.
        let (found, (rulings, orientation)) = if self.ocr.is_busy() {
            (self.found(&plain, options), beside())
        } else {
            rayon::join(|| self.found(&plain, options), beside)
        };
        let boxes = ocr::joined(found?, &rulings);
        let rotation = match orientation? {
            Some(orientation) => self.rotation(&plain, orientation, &boxes, options)?,
            None => Rotation::None,
        };
        if rotation == Rotation::None {
            let seals = self.seal_texts(&page, &stamps, source.number, options)?;
            return Ok(Turned {
                image: plain,
                rotation,
                boxes,
                to_picture,
                flattened,
                rulings: Some(rulings),
                seals,
            });
        }
        let image = PageImage::new(turn(plain.pixels(), rotation), Some(page.dpi()));
        let boxes = boxes.into_iter().map(|text| turned_box(text, &page, rotation)).collect();
        let upright = |stamp: &Stamp| turned_stamp(stamp, &page, rotation);
        let stamps: Vec<Stamp> = stamps.iter().map(upright).collect();
        let stamped = if stamps.is_empty() {
            image.clone()
        } else {
            PageImage::new(turn(page.pixels(), rotation), Some(page.dpi()))
        };
        let seals = self.seal_texts(&stamped, &stamps, source.number, options)?;
        let to_picture = unturn(&page, rotation).then(to_picture);
        Ok(Turned { image, rotation, boxes, to_picture, flattened, rulings: None, seals })
    }

    /// The boxes that the detector finds.
    fn found(&self, page: &PageImage, options: &ReadOptions) -> Result<Vec<TextBox>, Error> {
        let _span = tracing::debug_span!("detect").entered();
        self.ocr.find(page, &options.ocr).map_err(Error::page)
    }

    /// What the network for orientation says, where there is one.
    fn orientation(&self, page: &PageImage) -> Result<Option<Orientation>, Error> {
        let _span = tracing::debug_span!("orientation").entered();
        let mut eyes = self.eyes.lend();
        eyes.orienter.as_mut().map(|orienter| orienter.orientation(page)).transpose().map_err(Error::page)
    }

    /// The network is a witness; the lines, read one way and the other, decide.
    fn rotation(
        &self,
        page: &PageImage,
        found: Orientation,
        boxes: &[TextBox],
        options: &ReadOptions,
    ) -> Result<Rotation, Error> {
        if found.upright >= SUSPECT {
            return Ok(Rotation::None);
        }
        let length = |text: &TextBox| text.width().max(text.height());
        let tall: f32 = boxes.iter().filter(|text| text.is_tall()).map(length).sum();
        let wide: f32 = boxes.iter().filter(|text| !text.is_tall()).map(length).sum();
        let mut witnesses: Vec<&TextBox> =
            boxes.iter().filter(|text| text.is_tall() == (tall > wide)).collect();
        witnesses.sort_by(|a, b| length(b).total_cmp(&length(a)));
        witnesses.truncate(WITNESSES);
        let ways = if tall > wide {
            [Rotation::ThreeQuarter, Rotation::Quarter]
        } else {
            [Rotation::None, Rotation::Half]
        };
        if tall > wide && found.sideways < SUSPECT {
            return Ok(Rotation::None);
        }
        let [one, other] = [
            self.sureness(page, &witnesses, ways[0], options)?,
            self.sureness(page, &witnesses, ways[1], options)?,
        ];
        let margin = if tall > wide { 0.0 } else { MARGIN };
        Ok(if other > one + margin { ways[1] } else { ways[0] })
    }

    /// How surely the witnesses read when the page is turned by `rotation`, 0 to 1.
    fn sureness(
        &self,
        page: &PageImage,
        witnesses: &[&TextBox],
        rotation: Rotation,
        options: &ReadOptions,
    ) -> Result<f32, Error> {
        let mut one_way = options.ocr;
        one_way.recognition.doubtful = 0.0;
        one_way.recognition.min_confidence = 0.0;
        let read = |text: &&TextBox| {
            let text = upright_box(**text, rotation);
            self.ocr.recognise(page, 1, &[text], &one_way).map_err(Error::page)
        };
        let lines: Vec<Vec<Line>> = witnesses.par_iter().map(read).collect::<Result<_, _>>()?;
        let sure = lines.iter().flatten().filter_map(|line| line.confidence).map(document::Confidence::get);
        Ok(sure.sum::<f32>() / witnesses.len().max(1) as f32)
    }

    /// The straight view of a turned page, and the slope that was taken out of it.
    pub(crate) fn straight_view(turned: &Turned) -> (View, Option<Slope>) {
        let corners: Vec<[Point; 4]> =
            turned.boxes.iter().filter(|text| !text.is_tall()).map(|text| text.corners).collect();
        let drawn = |picture: &PageImage, found: Rulings| {
            if turned.flattened { without_rim(picture, found) } else { found }
        };
        let rulings = turned.rulings.clone().unwrap_or_else(|| find_rulings(&turned.image));
        let rulings = drawn(&turned.image, rulings);
        let level: Vec<_> = rulings.horizontal.iter().map(|ruling| (ruling.start, ruling.end)).collect();
        let bounds = turned.image.bounds();
        let strong = Slope::fit_strong(&corners, &level, &bounds).map(|slope| leaning(slope, &rulings));
        let among = among_text(&rulings, &corners);
        let keeps = |slope: &Slope| !bends(slope, &among);
        let slope = strong.filter(keeps).or_else(|| Slope::fit(&corners, &bounds).filter(keeps));
        let straight = slope.and_then(|slope| slope.mesh().map(|mesh| (slope, PointMap::Mesh(mesh))));
        let Some((slope, mesh)) = straight else {
            let view = View {
                image: turned.image.clone(),
                to_picture: turned.to_picture.clone(),
                rotation: turned.rotation,
                skew: 0.0,
                rectified: turned.flattened,
                rulings,
            };
            return (view, None);
        };
        let (width, height) = (turned.image.width(), turned.image.height());
        let pixels = remap(turned.image.pixels(), &mesh, width, height);
        let image = PageImage::new(pixels, Some(turned.image.dpi()));
        let rulings = drawn(&image, find_rulings(&image));
        let view = View {
            image,
            to_picture: mesh.then(turned.to_picture.clone()),
            rotation: turned.rotation,
            skew: slope.degrees(),
            rectified: turned.flattened || slope.is_bent(),
            rulings,
        };
        (view, Some(slope))
    }
}

fn rulings_of(page: &PageImage) -> Rulings {
    let _span = tracing::debug_span!("rulings").entered();
    find_rulings(page)
}

/// Lines of a turned page in its straight view.
pub(crate) fn straightened(lines: Vec<Line>, slope: Option<&Slope>) -> Vec<Line> {
    match slope {
        Some(slope) => lines.into_iter().map(|line| moved(line, slope)).collect(),
        None => lines,
    }
}

/// Seals of a turned page in its straight view.
pub(crate) fn straightened_seals(seals: Vec<SealText>, slope: Option<&Slope>) -> Vec<SealText> {
    let Some(slope) = slope else { return seals };
    let straight = |seal: SealText| SealText {
        bounds: Outline::from(seal.bounds).map(|point| slope.to_straight(point)).bounds(),
        lines: straightened(seal.lines, Some(slope)),
    };
    seals.into_iter().map(straight).collect()
}

/// A stamp of `page` on the page turned by `rotation`.
fn turned_stamp(stamp: &Stamp, page: &PageImage, rotation: Rotation) -> Stamp {
    let corners = turned_box(TextBox { corners: stamp.bounds.corners(), score: 1.0 }, page, rotation).corners;
    Stamp { bounds: Outline::from(corners).bounds(), ..*stamp }
}

/// The long level ruling lines that stand among the lines of text.
fn among_text(rulings: &Rulings, corners: &[[Point; 4]]) -> Vec<Ruling> {
    let boxes = || corners.iter().map(|corners| Outline::from(*corners).bounds());
    let height = corners.iter().map(|[a, _, _, d]| a.distance(*d)).sum::<f32>() / corners.len().max(1) as f32;
    let Some(text) = Rect::around(boxes()).map(|text| text.grown(AMONG_TEXT * height)) else { return vec![] };
    let is_among = |r: &&Ruling| r.length() >= LONG_RULING && text.contains(r.start.lerp(r.end, 0.5));
    rulings.horizontal.iter().filter(is_among).copied().collect()
}

/// Whether straightening would bend ruling lines that are level: then the lines of text were misjudged.
fn bends(slope: &Slope, level: &[Ruling]) -> bool {
    let rise = |a: Point, b: Point| (a.y - b.y).abs();
    let (mut before, mut after, mut count) = (0.0, 0.0, 0.0);
    for ruling in level {
        before += rise(ruling.start, ruling.end);
        after += rise(slope.to_straight(ruling.start), slope.to_straight(ruling.end));
        count += 1.0;
    }
    after > before + SLACK * count && count > 0.0
}

/// A bend with columns that lean as the long vertical ruling lines do, where there are some: rows of a curled sheet rise where
/// its columns stand.
fn leaning(slope: Slope, rulings: &Rulings) -> Slope {
    let long = rulings.vertical.iter().filter(|ruling| ruling.length() >= LONG_RULING);
    let mut leans: Vec<f32> = long.map(|r| (r.end.x - r.start.x) / (r.end.y - r.start.y)).collect();
    if !slope.is_bent() || leans.len() < FEWEST_LEANING {
        return slope;
    }
    leans.sort_by(f32::total_cmp);
    slope.with_lean(leans[leans.len() / 2])
}

/// The box as its text stands when the page is turned by `rotation`: corners from the text's own top left, so that it is
/// cut out upright.
fn upright_box(text: TextBox, rotation: Rotation) -> TextBox {
    let steps = match rotation {
        Rotation::None => 0,
        Rotation::Quarter => 3,
        Rotation::Half => 2,
        Rotation::ThreeQuarter => 1,
    };
    TextBox { corners: std::array::from_fn(|i| text.corners[(i + steps) % 4]), score: text.score }
}

/// A box of `page` on the page turned by `rotation`.
fn turned_box(text: TextBox, page: &PageImage, rotation: Rotation) -> TextBox {
    let (width, height) = (page.width() as f32, page.height() as f32);
    let text = upright_box(text, rotation);
    let map = |p: Point| match rotation {
        Rotation::None => p,
        Rotation::Quarter => Point::new(height - p.y, p.x),
        Rotation::Half => Point::new(width - p.x, height - p.y),
        Rotation::ThreeQuarter => Point::new(p.y, width - p.x),
    };
    TextBox { corners: text.corners.map(map), score: text.score }
}

/// From the turned page's pixels to those of `picture`.
fn unturn(picture: &PageImage, rotation: Rotation) -> PointMap {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let affine = match rotation {
        Rotation::None => return PointMap::Identity,
        Rotation::Quarter => [0.0, 1.0, 0.0, -1.0, 0.0, height],
        Rotation::Half => [-1.0, 0.0, width, 0.0, -1.0, height],
        Rotation::ThreeQuarter => [0.0, -1.0, width, 1.0, 0.0, 0.0],
    };
    PointMap::Projection(Projection::affine(affine))
}

fn moved(mut line: Line, slope: &Slope) -> Line {
    let straight = |outline: &Outline| outline.map(|point| slope.to_straight(point));
    line.outline = straight(&line.outline);
    line.words.iter_mut().for_each(|word| word.outline = straight(&word.outline));
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Rect;
    use image::RgbImage;

    #[test]
    fn level_grain_beside_the_text_does_not_forbid_straightening() {
        use imaging::RulingSource;
        let bounds = Rect::new(0.0, 0.0, 1600.0, 2400.0);
        let at = |x: f32, y: f32| Point::new(x, y - 0.04 * x);
        let corners: Vec<[Point; 4]> = (0..20)
            .map(|row| {
                let y = 700.0 + 40.0 * row as f32;
                [at(200.0, y), at(700.0, y), at(700.0, y + 24.0), at(200.0, y + 24.0)]
            })
            .collect();
        let ruling = |start: Point, end: Point| Ruling {
            start,
            end,
            thickness: 2.0,
            coverage: 1.0,
            source: RulingSource::Pixels,
        };
        let level = |y: f32| ruling(Point::new(300.0, y), Point::new(700.0, y));
        let slope = Slope::fit(&corners, &bounds).unwrap();
        let bent = |horizontal: Vec<Ruling>| {
            bends(&slope, &among_text(&Rulings { horizontal, vertical: vec![] }, &corners))
        };
        let grain: Vec<Ruling> = (0..40).map(|i| level(5.0 * i as f32)).collect();
        assert!(!bent(grain), "grain above the text");
        assert!(
            !bent(vec![ruling(at(200.0, 1000.0), at(700.0, 1000.0))]),
            "a line that rises as the text does"
        );
        assert!(bent((0..4).map(|i| level(900.0 + 40.0 * i as f32)).collect()), "level lines among the text");
    }

    #[test]
    fn boxes_turn_with_the_page_and_come_back() {
        let page = PageImage::new(RgbImage::new(300, 200), None);
        let corners = Rect::new(10.0, 20.0, 30.0, 120.0).corners();
        for rotation in [Rotation::None, Rotation::Quarter, Rotation::Half, Rotation::ThreeQuarter] {
            let turned = turned_box(TextBox { corners, score: 1.0 }, &page, rotation);
            let [a, b, _, d] = turned.corners;
            assert!(b.x > a.x && d.y > a.y, "{rotation:?} is not upright: {turned:?}");
            let back = turned.corners.map(|p| unturn(&page, rotation).apply(p));
            for corner in back {
                assert!(corners.iter().any(|c| c.distance(corner) < 1e-3), "{rotation:?}: {back:?}");
            }
        }
    }
}
