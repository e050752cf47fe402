//! The text layer of a PDF page as lines of words, with what speaks against trusting it.

mod accents;
mod columns;
mod frame;
mod letter;
mod rows;
mod signals;
mod vertical;
mod words;

use document::{Confidence, Direction, Line, LineId, Origin, Rect, Word, WordId};
use image::RgbImage;
use imaging::Ruling;

pub use signals::Signals;

use crate::content::Glyph;
use frame::Frame;
use rows::Segment;

/// The text that a PDF says it shows on a page. All coordinates are in pixels of the page's working picture.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct TextLayer {
    /// In the order in which the PDF draws them, which is often, but not always, the order of reading. A line never
    /// crosses a wide gap, a corridor between columns or a vertical ruling line.
    pub lines: Vec<LayerLine>,
    /// Characters that lie wholly outside the page; they are in no line.
    pub off_page: u32,
    /// Where pictures, form fields, stamps and notes are drawn, whose text is not in the layer and must be read from
    /// pixels. A picture may also lie behind text that is in the layer.
    pub blind: Vec<Rect>,
}

/// A line of the text layer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LayerLine {
    /// Words with outlines around their ink; no confidences, since nothing was recognised.
    pub line: Line,
    /// What speaks against trusting it.
    pub signals: Signals,
    /// Size of most of its letters, em square, in pixels.
    pub font_size: f32,
}

impl TextLayer {
    /// How far the text inside `bounds` (pixels of the working picture) can be trusted, as far as the layer itself
    /// tells: the mean over the characters of the lines whose middle lies inside; nothing where there is no line.
    pub fn trust(&self, bounds: &Rect) -> Option<Confidence> {
        let inside = self.lines.iter().filter(|l| bounds.contains(l.line.outline.bounds().center()));
        let (sum, count) = inside.fold((0.0, 0.0), |(sum, count), line| {
            let characters = line.line.text.chars().count() as f32;
            (sum + line.signals.trust() * characters, count + characters)
        });
        (count > 0.0).then_some(sum / count).and_then(Confidence::clamped)
    }
}

/// Makes lines of `glyphs`, which are in pixels of `picture` like `rulings`. Nothing where there are no letters.
pub(crate) fn build(
    page: u32,
    glyphs: &[Glyph],
    rulings: &[Ruling],
    picture: &RgbImage,
) -> Option<TextLayer> {
    let bounds = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
    let (letters, off_page) = letter::clean(glyphs, &bounds);
    if letters.is_empty() && off_page == 0 {
        return None;
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for (frame, letters) in frame::by_direction(letters) {
        let (columns, letters) = vertical::take(letters, &frame);
        let segments = columns::split(rows::segments(letters), rulings, &frame);
        drafts.extend(
            columns.into_iter().filter_map(|segment| Draft::new(segment, frame, Direction::Vertical)),
        );
        drafts.extend(
            segments.into_iter().filter_map(|segment| Draft::new(segment, frame, Direction::Horizontal)),
        );
    }
    drafts.sort_by_key(|draft| draft.order);
    let lines = drafts.into_iter().zip(1..).map(|(draft, line)| draft.finish(LineId { page, line }, picture));
    Some(TextLayer { lines: lines.collect(), off_page, blind: Vec::new() })
}

/// A line before it has a name.
struct Draft {
    words: Vec<words::Draft>,
    frame: Frame,
    direction: Direction,
    size: f32,
    order: usize,
}

impl Draft {
    fn new(segment: Segment, frame: Frame, direction: Direction) -> Option<Self> {
        let words = words::words(&segment.letters, direction);
        let (size, order) = (segment.usual_size(), segment.order());
        (!words.is_empty()).then_some(Self { words, frame, direction, size, order })
    }

    fn finish(self, id: LineId, picture: &RgbImage) -> LayerLine {
        let Self { words: drafts, frame, direction, size, .. } = self;
        let ink = Rect::around(drafts.iter().map(|draft| draft.ink)).unwrap_or_default();
        let outline = frame.outline(ink);
        let signals = signals(&drafts, &frame, &outline.bounds(), picture);
        let word = |(draft, word): (words::Draft, u32)| Word {
            id: WordId { line: id, word },
            text: draft.text,
            outline: frame.outline(draft.ink),
            confidence: None,
            character_confidences: Vec::new(),
            alternatives: Vec::new(),
            glued: draft.glued,
            origin: Origin::TextLayer,
        };
        let words: Vec<Word> = drafts.into_iter().zip(1..).map(word).collect();
        let text = Line::spell(&words);
        let line = Line { id, text, outline, confidence: None, direction, words };
        LayerLine { line, signals, font_size: size }
    }
}

fn signals(words: &[words::Draft], frame: &Frame, bounds: &Rect, picture: &RgbImage) -> Signals {
    let sum = |count: fn(&words::Draft) -> usize| words.iter().map(count).sum::<usize>() as f32;
    let letters = sum(|word| word.letters).max(1.0);
    let is_blank = |word: &&words::Draft| signals::is_blank(picture, &frame.outline(word.ink).bounds());
    let blank: usize = words.iter().filter(is_blank).map(|word| word.letters).sum();
    Signals {
        unmapped: sum(|word| word.unmapped) / letters,
        invisible: sum(|word| word.invisible) / letters,
        blank: blank as f32 / letters,
        off_page: signals::share_outside(picture, bounds),
        degrees: frame.degrees() as f32,
    }
}

#[cfg(test)]
mod tests;
