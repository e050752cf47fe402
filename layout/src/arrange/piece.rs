//! Lines as layout sees them: upright boxes of known letter height.

use document::{Direction, Line, Rect};

use super::measure::median;

/// Lines at least this many letter heights long tell the tilt of the page.
const TELLING_LENGTH: f32 = 6.0;
/// A page that slopes more than this (tangent; 11 degrees) was not set upright; its tilt is not trusted.
const MAX_SLOPE: f32 = 0.2;
/// A line this many times as high as wide is vertical even if nothing says so.
const TALL: f32 = 2.5;

/// One line of text.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'a> {
    /// The text.
    pub(crate) text: &'a str,
    /// Upright box with the page's tilt taken out, as high as the letters (for a vertical line, as wide).
    pub(crate) rect: Rect,
    /// The outline's own bounds on the page.
    pub(crate) bounds: Rect,
    /// Height of the line's letters (their width in a vertical line).
    pub(crate) height: f32,
    /// Whether it runs from the top to the bottom.
    pub(crate) vertical: bool,
    /// Length of its first word, for telling whether that would have fitted on the line before.
    pub(crate) first_word: f32,
}

/// The tilt that is left on an upright page: y rises by this much for each step in x.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tilt(f32);

impl Tilt {
    /// The median tilt of the long lines; none where there are none.
    pub(crate) fn of(lines: &[Line]) -> Self {
        let tilt = |line: &Line| {
            let bounds = line.outline.bounds();
            let (a, b) = (line.outline.points().first()?, line.outline.points().get(1)?);
            let telling = b.x - a.x >= TELLING_LENGTH * letter_height(line, &bounds, false);
            (telling && !is_vertical(line, &bounds)).then(|| (b.y - a.y) / (b.x - a.x))
        };
        let slopes = lines.iter().filter_map(tilt).filter(|s| s.abs() <= MAX_SLOPE).collect();
        Self(median(slopes).unwrap_or(0.0))
    }

    /// `rect` where it would stand on a level page.
    pub(crate) fn level(self, rect: &Rect) -> Rect {
        let drop = self.0 * rect.center().x;
        Rect { top: rect.top - drop, bottom: rect.bottom - drop, ..*rect }
    }
}

/// The lines as pieces, in the same order.
pub(crate) fn pieces(lines: &[Line], tilt: Tilt) -> Vec<Piece<'_>> {
    lines.iter().map(|line| piece(line, tilt)).collect()
}

fn piece(line: &Line, tilt: Tilt) -> Piece<'_> {
    let bounds = line.outline.bounds();
    let vertical = is_vertical(line, &bounds);
    let height = letter_height(line, &bounds, vertical);
    let (center, half) = (bounds.center(), height / 2.0);
    let tight = if vertical {
        Rect::new(center.x - half, bounds.top, center.x + half, bounds.bottom)
    } else {
        Rect::new(bounds.left, center.y - half, bounds.right, center.y + half)
    };
    let first_word = first_word(line, vertical, height);
    Piece { text: line.text.trim(), rect: tilt.level(&tight), bounds, height, vertical, first_word }
}

fn is_vertical(line: &Line, bounds: &Rect) -> bool {
    match line.direction {
        Direction::Vertical => bounds.height() > bounds.width(),
        Direction::Horizontal => bounds.height() > TALL * bounds.width() && line.text.chars().count() > 2,
    }
}

/// Area over length: the distance between the long sides even where the line slopes.
fn letter_height(line: &Line, bounds: &Rect, vertical: bool) -> f32 {
    let (length, across) =
        if vertical { (bounds.height(), bounds.width()) } else { (bounds.width(), bounds.height()) };
    let height = if length > 0.0 { line.outline.area() / length } else { across };
    if height > 0.0 { height.min(across) } else { across.max(1.0) }
}

fn first_word(line: &Line, vertical: bool, height: f32) -> f32 {
    let Some(word) = line.words.first() else { return height };
    // A run of Han can be broken anywhere: what must fit is one character.
    if word.text.chars().any(document::is_cjk) {
        return height;
    }
    let bounds = word.outline.bounds();
    if vertical { bounds.height() } else { bounds.width() }
}
