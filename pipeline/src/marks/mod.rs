//! Lone marks in tables that text detectors pass over or recognisers have no letter for: dashes ("none", "not measured", "negative")
//! and the triangles that flag values. They are told from the ink.

mod dash;
mod triangle;

use document::{Alternative, Direction, Line, Origin, Rect, RegionClass, Word};
use image::imageops;
use imaging::{BinariseOptions, Component, Mask, PageImage, binarise, components};
use layout::Arranged;

use crate::ink;

pub(crate) use dash::columns_of_dashes;

/// Boxes of words are half as high again as capital letters are: detectors leave white above and below.
const BOX_PER_CAPITAL: f32 = 1.5;
/// A mark stands between these shares of the height of the boxes of words on its row: not on their baseline, nor above them.
const ROW_MIDDLE: (f32, f32) = (0.33, 0.75);

/// Finds the lone marks of the tables among `regions` and adds a line for each, behind the others, so that indices stay true. A
/// triangle that was read as some letter is spelt anew.
pub(crate) fn found(image: &PageImage, regions: &mut [Arranged], lines: &mut Vec<Line>) {
    for region in regions.iter_mut().filter(|region| region.class == RegionClass::Table) {
        let own: Vec<&Line> = region.lines.iter().filter_map(|&index| lines.get(index)).collect();
        let is_seen = |line: &&Line| line.words.iter().all(|word| word.origin == Origin::Recognition);
        if own.is_empty() || !own.iter().all(is_seen) {
            continue;
        }
        let rows = Rows::of(image, &own);
        let Some(area) = Area::of(image, region.bounds, &rows) else { continue };
        let mut marks = dash::within(&area, &rows);
        if !own.iter().any(|line| dash::has_han(line)) {
            for &index in &region.lines {
                lines.get_mut(index).into_iter().for_each(|line| dash::respell(line, rows.capital));
            }
        }
        for (bounds, text) in triangle::within(&area, &rows) {
            let own = region.lines.iter().copied();
            if !triangle::respelt(own, lines, &bounds, text) {
                marks.extend(rows.row_of(&bounds).map(|row| Mark { bounds, text, row }));
            }
        }
        for mark in marks {
            let at = place(&region.lines, lines, &mark.bounds);
            region.lines.insert(at, lines.len());
            lines.push(mark.line(lines.first()));
        }
    }
}

/// A lone mark.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Around its ink.
    bounds: Rect,
    text: &'static str,
    /// The box of a word of its row.
    row: Rect,
}

impl Mark {
    /// A line that is this mark, with a box as high as those of other words. `like` is a line of its page.
    fn line(&self, like: Option<&Line>) -> Line {
        let page = like.map_or(1, |line| line.id.page);
        let id = document::LineId { page, line: 1 };
        let (half, middle) = (self.row.height() / 2.0, self.bounds.center().y);
        let Rect { left, right, .. } = self.bounds;
        let outline = Rect::new(left, middle - half, right, middle + half).into();
        let text = self.text.to_owned();
        let word = Word {
            id: document::WordId { line: id, word: 1 },
            text: text.clone(),
            outline,
            confidence: None,
            character_confidences: vec![],
            alternatives: vec![],
            glued: false,
            origin: Origin::Recognition,
        };
        Line {
            id,
            text,
            outline: word.outline.clone(),
            confidence: None,
            direction: Direction::Horizontal,
            words: vec![word],
        }
    }
}

/// What is known of a table's words.
struct Rows {
    /// The height of capital letters, in pixels.
    capital: f32,
    /// The words' boxes, as wide as their ink.
    words: Vec<Rect>,
}

impl Rows {
    fn of(image: &PageImage, lines: &[&Line]) -> Self {
        let level = lines.iter().filter(|line| line.direction == Direction::Horizontal);
        let words: Vec<Rect> = level
            .flat_map(|line| ink::narrowed(image, line).words)
            .map(|word| word.outline.bounds())
            .collect();
        let mut heights: Vec<f32> = words.iter().map(Rect::height).collect();
        heights.sort_by(f32::total_cmp);
        let capital = heights.get(heights.len() / 2).map_or(0.0, |height| height / BOX_PER_CAPITAL);
        Self { capital, words }
    }

    /// The box of the nearest word in whose middle, seen from the side, the mark stands; nothing where it stands on a word.
    fn row_of(&self, mark: &Rect) -> Option<Rect> {
        let middle = mark.center();
        if self.words.iter().any(|word| word.contains(middle)) {
            return None;
        }
        let at = |word: &&Rect| (middle.y - word.top) / word.height().max(1.0);
        let beside = |word: &&Rect| (ROW_MIDDLE.0..=ROW_MIDDLE.1).contains(&at(word));
        let away = |word: &Rect| (word.left - mark.right).max(mark.left - word.right);
        self.words.iter().filter(beside).min_by(|a, b| away(a).total_cmp(&away(b))).copied()
    }
}

/// The ink of a part of a page.
struct Area {
    mask: Mask,
    parts: Vec<Component>,
    /// Its upper left corner on the page.
    left: f32,
    top: f32,
}

impl Area {
    /// Nothing where it is off the page or the size of its letters is not known.
    fn of(image: &PageImage, bounds: Rect, rows: &Rows) -> Option<Self> {
        let area = bounds.intersection(&image.bounds()).filter(|_| rows.capital >= 1.0)?;
        let (x, y) = (area.left.floor() as u32, area.top.floor() as u32);
        let (width, height) = (area.right.ceil() as u32 - x, area.bottom.ceil() as u32 - y);
        let gray = imageops::grayscale(&*imageops::crop_imm(image.pixels(), x, y, width, height));
        let mask = binarise(&gray, BinariseOptions::default());
        let parts = components(&mask);
        Some(Self { mask, parts, left: x as f32, top: y as f32 })
    }

    /// The place of one of its components on the page.
    fn on_page(&self, part: &Component) -> Rect {
        let Rect { left, top, right, bottom } = part.bounds;
        Rect::new(left + self.left, top + self.top, right + self.left, bottom + self.top)
    }

    /// Whether no other ink is nearer than `beside` to the sides of a component and `above` to its top and bottom, in pixels.
    fn is_alone(&self, part: &Component, beside: f32, above: f32) -> bool {
        let Rect { left, top, right, bottom } = part.bounds;
        let columns = (left - beside).max(0.0) as usize..(right + beside).ceil() as usize;
        let rows = (top - above).max(0.0) as usize..(bottom + above).ceil() as usize;
        let ink = rows
            .flat_map(|y| columns.clone().map(move |x| (x, y)))
            .filter(|&(x, y)| self.mask.get(x, y))
            .count();
        ink as u32 <= part.area
    }
}

/// Where in the reading order of a table's lines a mark belongs.
fn place(order: &[usize], lines: &[Line], mark: &Rect) -> usize {
    let is_later = |index: &usize| {
        lines.get(*index).map(|line| line.outline.bounds()).is_some_and(|other| {
            let same_row = (other.top..=other.bottom).contains(&mark.center().y);
            if same_row { other.left > mark.right } else { other.top > mark.bottom }
        })
    };
    order.iter().position(is_later).unwrap_or(order.len())
}

/// Spells a word anew as the mark it is; what was read stays as the other reading.
fn spell(word: &mut Word, text: &str) {
    let read = word.confidence.take();
    let other = |confidence| Alternative { position: 0, text: word.text.clone(), confidence };
    word.alternatives = read.map(other).into_iter().collect();
    word.character_confidences = vec![];
    text.clone_into(&mut word.text);
}

#[cfg(test)]
mod tests;
