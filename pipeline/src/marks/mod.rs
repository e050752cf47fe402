//! Lone marks in tables that text detectors pass over or recognisers have no letter for: dashes ("none", "not measured", "negative"),
//! the triangles, arrows and asterisks that flag values, told from the ink; and lone letters and arrows, which are read where they stand.

mod arrow;
mod dash;
mod glyph;
mod star;
mod triangle;

use document::{Alternative, Direction, Line, Origin, Point, Rect, RegionClass, Word};
use image::{GrayImage, imageops};
use imaging::{BinariseOptions, Component, Mask, PageImage, binarise, components};
use layout::Arranged;
use ocr::TextBox;

use crate::{Error, ink};

pub(crate) use dash::columns_of_dashes;

/// Boxes of words are half as high again as capital letters are: detectors leave white above and below.
const BOX_PER_CAPITAL: f32 = 1.5;
/// A mark stands between these shares of the height of the boxes of words on its row: not on their baseline, nor above them.
const ROW_MIDDLE: (f32, f32) = (0.33, 0.75);

/// Reads boxes of the page.
pub(crate) type Read<'a> = dyn Fn(&[TextBox]) -> Result<Vec<Line>, Error> + 'a;

/// Finds the lone marks of the tables among `regions` and adds a line for each, behind the others, so that indices stay true. A
/// triangle that was read as some letter is spelt anew.
pub(crate) fn found(
    image: &PageImage,
    regions: &mut [Arranged],
    lines: &mut Vec<Line>,
    read: &Read<'_>,
) -> Result<(), Error> {
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
            if !triangle::respelt(&region.lines, lines, &bounds, text) {
                marks.extend(rows.row_of(&bounds).map(|row| Mark { bounds, text, row }));
            }
        }
        for arrow in arrow::all(&area, &rows) {
            marks.extend(arrow::settled(&area, &rows, &region.lines, lines, arrow));
        }
        let stars = star::all(&area, &rows);
        star::freed(&area, &rows, &stars, &region.lines, lines, read)?;
        for star in stars.into_iter().filter(|star| star::is_alone(&area, star, &rows)) {
            let bounds = area.on_page(star);
            marks.extend(rows.row_with(&bounds, star::ROW).map(|row| Mark { bounds, text: "*", row }));
        }
        let known: Vec<Rect> = marks.iter().map(|mark| mark.bounds).collect();
        let mut new: Vec<Line> = marks.iter().map(|mark| mark.line(lines.first())).collect();
        let unread = glyph::unread(&area, &rows, &known);
        if !unread.is_empty() {
            new.extend(read(&unread)?.into_iter().filter(glyph::is_sure));
        }
        for line in new {
            let at = place(&region.lines, lines, &line.outline.bounds());
            region.lines.insert(at, lines.len());
            lines.push(line);
        }
    }
    Ok(())
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
        self.row_with(mark, ROW_MIDDLE)
    }

    /// The same for a mark whose middle is between other shares of the height of the word's box.
    fn row_with(&self, mark: &Rect, shares: (f32, f32)) -> Option<Rect> {
        let middle = mark.center();
        if self.words.iter().any(|word| word.contains(middle)) {
            return None;
        }
        let at = |word: &&Rect| (middle.y - word.top) / word.height().max(1.0);
        let beside = |word: &&Rect| (shares.0..=shares.1).contains(&at(word));
        let away = |word: &Rect| (word.left - mark.right).max(mark.left - word.right);
        self.words.iter().filter(beside).min_by(|a, b| away(a).total_cmp(&away(b))).copied()
    }
}

/// The ink of a part of a page.
struct Area {
    mask: Mask,
    parts: Vec<Component>,
    gray: GrayImage,
    /// Its upper left corner on the page.
    left: f32,
    top: f32,
}

impl Area {
    /// How dark it is at a point of the area, 0 (white, or outside) to 255: between the middles of pixels in proportion.
    fn darkness(&self, x: f32, y: f32) -> f32 {
        let (column, row) = (x.floor(), y.floor());
        let at = |dx: f32, dy: f32| {
            let (x, y) = (column + dx, row + dy);
            let pixel = self.gray.get_pixel_checked(x as u32, y as u32).filter(|_| x >= 0.0 && y >= 0.0);
            pixel.map_or(0.0, |pixel| 255.0 - f32::from(pixel.0[0]))
        };
        let (u, v) = (x - column, y - row);
        (at(0.0, 0.0) * (1.0 - u) + at(1.0, 0.0) * u) * (1.0 - v)
            + (at(0.0, 1.0) * (1.0 - u) + at(1.0, 1.0) * u) * v
    }

    /// Nothing where it is off the page or the size of its letters is not known.
    fn of(image: &PageImage, bounds: Rect, rows: &Rows) -> Option<Self> {
        let area = bounds.intersection(&image.bounds()).filter(|_| rows.capital >= 1.0)?;
        let (x, y) = (area.left.floor() as u32, area.top.floor() as u32);
        let (width, height) = (area.right.ceil() as u32 - x, area.bottom.ceil() as u32 - y);
        let gray = imageops::grayscale(&*imageops::crop_imm(image.pixels(), x, y, width, height));
        let mask = binarise(&gray, BinariseOptions::default());
        let parts = components(&mask);
        Some(Self { mask, parts, gray, left: x as f32, top: y as f32 })
    }

    /// The components of a height in heights of capital letters, and of a width in their own heights.
    fn sized(&self, rows: &Rows, height: (f32, f32), aspect: (f32, f32)) -> impl Iterator<Item = &Component> {
        let capital = rows.capital;
        self.parts.iter().filter(move |part| {
            let (wide, high) = (part.bounds.width(), part.bounds.height());
            (height.0 * capital..=height.1 * capital).contains(&high)
                && (aspect.0 * high..=aspect.1 * high).contains(&wide)
        })
    }

    /// Those of them without other ink nearer than `white`, in heights of capital letters.
    fn lone(
        &self,
        rows: &Rows,
        height: (f32, f32),
        aspect: (f32, f32),
        white: f32,
    ) -> impl Iterator<Item = &Component> {
        let white = white * rows.capital;
        self.sized(rows, height, aspect).filter(move |part| self.is_alone(part, white, white))
    }

    /// The first inked pixel of a row within a component, and the one behind the last.
    fn inked(&self, part: &Component, y: usize) -> Option<(usize, usize)> {
        let mut inked =
            (part.bounds.left as usize..part.bounds.right as usize).filter(|&x| self.mask.get(x, y));
        let first = inked.next()?;
        Some((first, inked.next_back().unwrap_or(first) + 1))
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

/// The line among `own`, and its word, in whose box a point lies.
fn word_at(own: &[usize], lines: &[Line], point: Point) -> Option<(usize, usize)> {
    let holds = |line: &Line| line.words.iter().position(|word| word.outline.bounds().contains(point));
    own.iter().find_map(|&index| Some((index, holds(lines.get(index)?)?)))
}

/// A box to be read.
fn boxed(Rect { left, top, right, bottom }: Rect) -> TextBox {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    TextBox { corners: corners.map(|(x, y)| Point { x, y }), score: 1.0 }
}

/// Spells a word of a line anew as the mark it is; what was read stays as the other reading.
fn spell(line: &mut Line, at: usize, text: &str) {
    let Some(word) = line.words.get_mut(at) else { return };
    let read = word.confidence.take();
    let other = |confidence| Alternative { position: 0, text: word.text.clone(), confidence };
    word.alternatives = read.map(other).into_iter().collect();
    word.character_confidences = vec![];
    text.clone_into(&mut word.text);
    line.text = Line::spell(&line.words);
    line.confidence = None;
}

#[cfg(test)]
mod tests;
