//! Where the text of a page comes from: pixels, or region by region the text layer of a PDF where it can be trusted.

use document::{Confidence, Line, Notice, NoticeCode, Point, Rect, RegionProposal};
use layout::Seal;
use ocr::TextBox;
use pages::{LayerLine, SourcePage, TextLayer};
use rayon::prelude::*;

use crate::page::{View, notice};
use crate::seals::SealText;
use crate::{Engine, Error, ReadOptions, regions, seals};

/// A region of the text layer is used from this trust on: the share of characters that agree with what is seen.
const TRUSTED: f32 = 0.6;
/// Regions of a page whose text layer is compared with the picture: a sample, since reading costs what the layer saves.
const SAMPLED_REGIONS: usize = 6;
/// Longest line that serves as a sample, in characters: long ones cost more and tell no more.
const SAMPLE_LENGTH: usize = 80;
/// A box found on the picture is new text where less than this share of it lies on lines of the layer, those with the
/// white around them that the detector puts into its boxes: without it, a box around a single digit is mostly white.
const COVERED: f32 = 0.4;
/// That white, as a share of the line's height.
const BOX_MARGIN: f32 = 0.3;

/// Marks outside all lines of the layer that are taken for dots, bullets and corners of drawings; more look like text.
const STRAY_MARKS: usize = 12;
/// Ink may stand out of a layer's line by this many pixels.
const OVERHANG: f32 = 3.0;

/// Lower marks are specks and punctuation, in pixels.
const MIN_LETTER: f32 = 6.0;
/// No letter is wider than this many times its height.
const MAX_ASPECT: f32 = 4.0;

/// The lines of a page in view space.
#[derive(Default)]
pub(crate) struct Text {
    /// Those of the body, then those of the seals.
    pub(crate) lines: Vec<Line>,
    /// How many lines are of the body.
    pub(crate) body: usize,
    pub(crate) seals: Vec<Seal>,
    /// How far the text layer could be trusted, per part of the page; empty without one.
    pub(crate) trust: Vec<(Rect, Confidence)>,
    pub(crate) warnings: Vec<Notice>,
}

impl Text {
    /// The lines of a body without seals.
    pub(crate) fn of(lines: Vec<Line>) -> Self {
        Self { body: lines.len(), lines, ..Self::default() }
    }

    /// Puts seals behind the body, which is all lines so far.
    pub(crate) fn add_seals(&mut self, texts: Vec<SealText>) {
        (self.body, self.seals) = seals::appended(&mut self.lines, texts);
    }

    /// The lines of the body, which leaves none.
    pub(crate) fn take_body(&mut self) -> Vec<Line> {
        let body = self.lines.drain(..self.body.min(self.lines.len())).collect();
        self.shift_seals(self.body, 0);
        self.body = 0;
        body
    }

    /// Puts lines in front, where none of the body are.
    pub(crate) fn put_body(&mut self, body: Vec<Line>) {
        self.shift_seals(0, body.len());
        self.body = body.len();
        self.lines.splice(..0, body);
    }

    /// The seals name their lines by index: what was at `from` is at `to`.
    fn shift_seals(&mut self, from: usize, to: usize) {
        self.seals.iter_mut().flat_map(|seal| &mut seal.lines).for_each(|line| *line = *line + to - from);
    }
}

impl Engine {
    /// The text layer where it can be trusted, pixels elsewhere.
    pub(crate) fn text_of_layer(
        &self,
        source: &SourcePage,
        view: &View,
        layer: &TextLayer,
        proposals: &[RegionProposal],
        options: &ReadOptions,
    ) -> Result<Text, Error> {
        let all: Vec<Line> = layer.lines.iter().map(|line| line.line.clone()).collect();
        let parts: Vec<(Rect, Vec<usize>)> = regions::arrange_as_given(view, proposals, &all)
            .into_iter()
            .filter(|part| !part.lines.is_empty())
            .map(|part| (part.bounds, part.lines))
            .collect();
        let trust = self.judge(view, layer, &parts, options)?;
        let kept = |(part, trust): (&(Rect, Vec<usize>), &Confidence)| {
            if trust.get() >= TRUSTED { part.1.clone() } else { vec![] }
        };
        let mut kept: Vec<usize> = parts.iter().zip(&trust).flat_map(kept).collect();
        kept.sort_unstable();
        let dropped = all.len() - kept.len();
        let mut lines: Vec<Line> = kept.into_iter().filter_map(|index| all.get(index).cloned()).collect();
        if dropped > 0 || shows_more(view, &lines) {
            lines.extend(self.uncovered(source.number, view, &lines, options)?);
        }
        let message = || {
            format!(
                "the text layer is not trusted for {dropped} of {} lines; they were read from pixels",
                all.len()
            )
        };
        let warnings = if dropped > 0 {
            vec![notice(NoticeCode::TextLayerDistrusted, source.number, message())]
        } else {
            vec![]
        };
        let trust = parts.into_iter().map(|part| part.0).zip(trust).collect();
        Ok(Text { trust, warnings, ..Text::of(lines) })
    }

    /// The trust in each part: what the layer says of itself, times its agreement with a sample read from pixels. Parts
    /// that were not sampled get the mean agreement of those that were.
    fn judge(
        &self,
        view: &View,
        layer: &TextLayer,
        parts: &[(Rect, Vec<usize>)],
        options: &ReadOptions,
    ) -> Result<Vec<Confidence>, Error> {
        let mut largest: Vec<usize> = (0..parts.len()).collect();
        largest.sort_by_key(|part| (std::cmp::Reverse(parts[*part].1.len()), *part));
        largest.truncate(SAMPLED_REGIONS);
        let sampled: Vec<(usize, f32)> = largest
            .into_par_iter()
            .filter_map(|part| sample(layer, &parts[part].1).map(|line| (part, line)))
            .map(|(part, line)| self.agreement(view, &line.line, options).map(|agreement| (part, agreement)))
            .collect::<Result<_, _>>()?;
        let count = sampled.len().max(1) as f32;
        let mean = if sampled.is_empty() { 1.0 } else { sampled.iter().map(|s| s.1).sum::<f32>() / count };
        let trust = |part: usize| {
            let agreement = sampled.iter().find(|s| s.0 == part).map_or(mean, |s| s.1);
            let lines = parts[part].1.iter().filter_map(|index| layer.lines.get(*index));
            let itself = mean_trust(lines);
            Confidence::clamped(itself * agreement)
        };
        Ok((0..parts.len()).filter_map(trust).collect())
    }

    /// How far a line of the layer is what is seen: 1 less the normalised edit distance.
    fn agreement(&self, view: &View, line: &Line, options: &ReadOptions) -> Result<f32, Error> {
        let text = box_of(line);
        let read =
            self.ocr.recognise(&view.image, line.id.page, &[text], &options.ocr).map_err(Error::page)?;
        let seen = read.first().map_or("", |line| line.text.as_str());
        Ok(strsim::normalized_levenshtein(&folded(&line.text), &folded(seen)) as f32)
    }

    /// Text on the picture that no line of `known` covers.
    fn uncovered(
        &self,
        number: u32,
        view: &View,
        known: &[Line],
        options: &ReadOptions,
    ) -> Result<Vec<Line>, Error> {
        let mut found = self.ocr.detect(&view.image, &view.rulings, &options.ocr).map_err(Error::page)?;
        let with_margin = |bounds: Rect| bounds.grown(BOX_MARGIN * bounds.height());
        let known: Vec<Rect> = known.iter().map(|line| with_margin(line.outline.bounds())).collect();
        found.retain(|text| {
            let bounds = document::Outline::from(text.corners).bounds();
            known.iter().map(|line| bounds.overlap(line)).sum::<f32>() < COVERED * bounds.area()
        });
        self.ocr.recognise(&view.image, number, &found, &options.ocr).map_err(Error::page)
    }
}

/// What lines say of themselves, on average; 1 for none.
fn mean_trust<'a>(lines: impl Iterator<Item = &'a LayerLine>) -> f32 {
    let (sum, count) = lines.fold((0.0, 0.0), |(sum, count), line| (sum + line.signals.trust(), count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// Whether the picture shows more letters than the lines hold, as a scan or a figure pasted into a page does.
fn shows_more(view: &View, lines: &[Line]) -> bool {
    let known: Vec<Rect> = lines.iter().map(|line| line.outline.bounds().grown(OVERHANG)).collect();
    let is_new = |letter: &Rect| !known.iter().any(|line| line.contains(letter.center()));
    let mask = imaging::binarise(&view.image.to_gray(), imaging::BinariseOptions::default());
    let letters =
        imaging::components(&mask).into_iter().map(|component| component.bounds).filter(may_be_letter);
    letters.filter(is_new).nth(STRAY_MARKS).is_some()
}

/// Whether a mark has the size and shape of a letter.
fn may_be_letter(mark: &Rect) -> bool {
    let (width, height) = (mark.width(), mark.height());
    height >= MIN_LETTER && width >= 1.0 && width <= MAX_ASPECT * height && height <= 2.0 * MAX_ASPECT * width
}

/// The line of a part that serves as its sample: the longest that is not too long.
fn sample<'a>(layer: &'a TextLayer, part: &[usize]) -> Option<&'a LayerLine> {
    let lines = part.iter().filter_map(|index| layer.lines.get(*index));
    let length = |line: &&LayerLine| line.line.text.chars().count();
    let fitting = lines.clone().filter(|line| length(line) <= SAMPLE_LENGTH).max_by_key(length);
    fitting.or_else(|| lines.min_by_key(length))
}

fn box_of(line: &Line) -> TextBox {
    let corners: Vec<Point> = line.outline.points().to_vec();
    let corners = <[Point; 4]>::try_from(corners).unwrap_or_else(|_| line.outline.bounds().corners());
    TextBox { corners, score: 1.0 }
}

/// Letters and digits alone, in lower case: what a comparison should see.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
