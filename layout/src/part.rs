//! Lines that were read across the gutter between two columns are parted there.

use document::{Confidence, Line, LineId, Outline, Point, Rect, Word};

use crate::arrange::{Crossing, crossings};

/// The two parts must leave at least this much white between them, in letter heights: more than a space.
const MIN_GAP: f32 = 0.4;
/// The second part begins where the lines of the column to the right begin, give or take this many letter heights.
const ALIGNED: f32 = 0.6;
/// So many lines at least show where that column begins.
const MIN_LINES: usize = 3;

/// The same lines, but one that runs over a gutter between columns of text is two. Detectors join lines of dense columns
/// whose gutter is hardly wider than a space; only the page as a whole tells them apart.
///
/// Words stay as they are and in their order; where a line was parted, all lines and words are numbered anew from 1.
/// Lines without words, and pages of vertical text, are left alone.
///
/// ```
/// assert_eq!(layout::part_lines(Vec::new()), []);
/// ```
pub fn part_lines(lines: Vec<Line>) -> Vec<Line> {
    let crossings = crossings(&lines);
    if crossings.is_empty() {
        return lines;
    }
    let lefts: Vec<f32> = lines.iter().map(|line| line.outline.bounds().left).collect();
    let before = lines.len();
    let mut parted = Vec::with_capacity(before + crossings.len());
    for (index, line) in lines.into_iter().enumerate() {
        let gutters = crossings.iter().filter(|crossing| crossing.line == index);
        parted.extend(part(line, gutters, &lefts));
    }
    if parted.len() == before {
        return parted;
    }
    let page = parted.first().map_or(1, |line| line.id.page);
    parted.into_iter().zip(1..).map(|(line, number)| line.renamed(LineId { page, line: number })).collect()
}

/// `line` cut at each of the gutters at which it can be cut.
fn part<'a>(line: Line, gutters: impl Iterator<Item = &'a Crossing>, lefts: &[f32]) -> Vec<Line> {
    let mut cuts: Vec<usize> = gutters.filter_map(|gutter| seam(&line, gutter, lefts)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut parts = Vec::new();
    let mut rest = line;
    for cut in cuts.into_iter().rev() {
        let Some((first, second)) = cut_at(&rest, cut) else { continue };
        parts.push(second);
        rest = first;
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// The word that begins the second column: the gap before it lies in the gutter, and other lines begin below it.
fn seam(line: &Line, gutter: &Crossing, lefts: &[f32]) -> Option<usize> {
    let bounds = |word: &Word| word.outline.bounds();
    let height = gutter.height;
    let fits = |(a, b): (&Word, &Word)| {
        let (end, start) = (bounds(a).right, bounds(b).left);
        let white = Rect::new(end, gutter.strip.top, start, gutter.strip.bottom);
        let aligned = lefts.iter().filter(|left| (**left - start).abs() <= ALIGNED * height).count();
        start - end >= MIN_GAP * height && white.overlap_x(&gutter.strip) > 0.0 && aligned >= MIN_LINES
    };
    let pairs = line.words.iter().zip(line.words.iter().skip(1));
    pairs.enumerate().find(|(_, pair)| fits(*pair)).map(|(index, _)| index + 1)
}

/// The line before the word `at`, and from it on.
fn cut_at(line: &Line, at: usize) -> Option<(Line, Line)> {
    let (first, second) = line.words.split_at_checked(at)?;
    let (end, start) = (first.last()?.outline.bounds().right, second.first()?.outline.bounds().left);
    let (left, right) = outlines(&line.outline, end, start);
    Some((of_words(line, first, left), of_words(line, second, right)))
}

fn of_words(line: &Line, words: &[Word], outline: Outline) -> Line {
    let mut words = words.to_vec();
    if let Some(first) = words.first_mut() {
        first.glued = false;
    }
    Line {
        id: line.id,
        text: Line::spell(&words),
        outline,
        confidence: Confidence::mean(words.iter().filter_map(|word| word.confidence)).or(line.confidence),
        direction: line.direction,
        words,
    }
}

/// The outline up to x = `end` and from x = `start` on; upright boxes where it is not a quadrilateral.
fn outlines(outline: &Outline, end: f32, start: f32) -> (Outline, Outline) {
    let bounds = outline.bounds();
    let [a, b, c, d] = match outline.points() {
        [a, b, c, d] => [*a, *b, *c, *d],
        _ => bounds.corners(),
    };
    let at = |from: Point, to: Point, x: f32| {
        let t = if to.x == from.x { 0.0 } else { ((x - from.x) / (to.x - from.x)).clamp(0.0, 1.0) };
        from.lerp(to, t)
    };
    let left = [a, at(a, b, end), at(d, c, end), d];
    let right = [at(a, b, start), b, c, at(d, c, start)];
    (Outline::from(left), Outline::from(right))
}

#[cfg(test)]
mod tests;
