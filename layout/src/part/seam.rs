//! Where lines must be parted: gaps between words that lie in one white strip with the gaps, beginnings and ends of many
//! other lines.

use document::{Direction, Line, Rect};

/// A gap may be a gutter from this width on, in letter heights; spaces between words are a third.
const MIN_GAP: f32 = 0.4;
/// And is this many times as wide as the spaces in the line: handwriting is wide all over.
const MIN_RATIO: f32 = 1.8;
/// Half the width, in letter heights, of the strip in the middle of the gap that must be white.
const HALF_STRIP: f32 = 0.1;
/// The line has at least this much of itself on either side, in letter heights: numbers of items have less.
const MIN_PART: f32 = 4.0;
/// So many letter heights of the page are looked at. Gaps in running text line up over three or four lines.
const WINDOW: f32 = 10.0;
/// At most this share of the lines there covers the strip: the places of words are known to half a letter only.
const MAX_COVERED: f32 = 0.2;
/// At least this many lines begin right of the strip where the second part does.
const MIN_ALIGNED: usize = 5;
/// And this share of all lines that begin there; first lines of paragraphs do not.
const ALIGNED_SHARE: f32 = 0.6;
/// They begin within this many letter heights of each other.
const ALIGNED: f32 = 0.5;
/// What stands next to the strip is at most this far from it, in letter heights.
const NEXT: f32 = 3.0;
/// At least this many lines stand left of the strip.
const MIN_LEFT: usize = 3;

/// The place between two words of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seam {
    /// The line by its index.
    pub(crate) line: usize,
    /// The word before which it is parted.
    pub(crate) word: usize,
}

/// The seams of all horizontal lines, in the order of lines and words.
pub(crate) fn seams(lines: &[Line]) -> Vec<Seam> {
    let rows: Vec<Row> = lines.iter().map(Row::new).collect();
    let mut found = Vec::new();
    for (line, row) in rows.iter().enumerate() {
        for (index, pair) in row.words.windows(2).enumerate() {
            if let [before, after] = pair
                && row.may_part(before, after)
                && is_gutter(before, after, row, &rows)
            {
                found.push(Seam { line, word: index + 1 });
            }
        }
    }
    found
}

/// A line with the boxes of its words.
struct Row {
    bounds: Rect,
    /// Of its letters.
    height: f32,
    /// The usual white between its words.
    space: f32,
    words: Vec<Rect>,
}

impl Row {
    fn new(line: &Line) -> Self {
        let bounds = line.outline.bounds();
        let height = if bounds.width() > 0.0 { line.outline.area() / bounds.width() } else { 0.0 };
        let is_horizontal = line.direction == Direction::Horizontal && !line.words.is_empty();
        let words = line.words.iter().map(|word| word.outline.bounds());
        let words: Vec<Rect> = if is_horizontal { words.collect() } else { vec![bounds] };
        let mut spaces: Vec<f32> = words.windows(2).map(white).collect();
        spaces.sort_by(f32::total_cmp);
        let space = spaces.get(spaces.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
        // Of one or two spaces none is the usual one.
        let space = if spaces.len() > 2 { space } else { 0.0 };
        Self { bounds, height, space, words }
    }

    fn may_part(&self, before: &Rect, after: &Rect) -> bool {
        after.left - before.right >= (MIN_GAP * self.height).max(MIN_RATIO * self.space)
            && before.right - self.bounds.left >= MIN_PART * self.height
            && self.bounds.right - after.left >= MIN_PART * self.height
    }

    /// Whether a word is next to `x` on its left, and where one begins on its right, within reach.
    fn next_to(&self, x: f32, reach: f32) -> (bool, Option<f32>) {
        let middle = |word: &Rect| word.center().x;
        let left = self.words.iter().any(|word| middle(word) < x && x - word.right <= reach);
        let starts = self.words.iter().filter(|word| middle(word) >= x && word.left - x <= reach);
        let starts = starts.map(|word| word.left);
        (left, starts.reduce(f32::min))
    }
}

/// White between two words.
fn white(pair: &[Rect]) -> f32 {
    match pair {
        [before, after] => after.left - before.right,
        _ => 0.0,
    }
}

/// Whether the gap between two words of `row` lies in a gutter: around it, above it or below it.
fn is_gutter(before: &Rect, after: &Rect, row: &Row, rows: &[Row]) -> bool {
    let (x, y) =
        (f32::midpoint(before.right, after.left), f32::midpoint(before.center().y, after.center().y));
    let (far, near) = (WINDOW * row.height, WINDOW * row.height / 2.0);
    [(near, near), (far, 0.0), (0.0, far)].into_iter().any(|(up, down)| {
        let slack = row.height / 2.0;
        let window = y - up - slack..=y + down + slack;
        let rows = rows.iter().filter(|other| window.contains(&other.bounds.center().y));
        Tally::new(rows, x, after.left, row.height).is_gutter()
    })
}

/// What stands around an upright strip.
#[derive(Default)]
struct Tally {
    /// Lines that end left of it or are parted by it.
    left: usize,
    /// Lines that begin right of it or are parted by it.
    right: usize,
    /// Those of them that begin where the others do.
    aligned: usize,
    /// Lines that cover it.
    covered: usize,
}

impl Tally {
    fn new<'a>(rows: impl Iterator<Item = &'a Row>, x: f32, start: f32, height: f32) -> Self {
        let half = HALF_STRIP * height;
        let mut tally = Self::default();
        for row in rows {
            if row.words.iter().any(|word| word.left < x - half && word.right > x + half) {
                tally.covered += 1;
                continue;
            }
            let (has_left, next) = row.next_to(x, NEXT * height);
            tally.left += usize::from(has_left);
            tally.right += usize::from(next.is_some());
            tally.aligned += usize::from(next.is_some_and(|next| (next - start).abs() <= ALIGNED * height));
        }
        tally
    }

    fn is_gutter(&self) -> bool {
        let rows = self.covered + self.left.max(self.right);
        self.left >= MIN_LEFT
            && self.aligned >= MIN_ALIGNED
            && self.aligned as f32 >= ALIGNED_SHARE * self.right as f32
            && self.covered as f32 <= MAX_COVERED * rows as f32
    }
}
