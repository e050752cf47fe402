//! Lines that were read across the gutter between two columns are parted there.

mod seam;

use document::{Confidence, Line, LineId, Outline, Point, Word};

use seam::{Seam, seams};

/// The same lines, but one that runs over a gutter between columns of text is two or more. Detectors join lines of dense
/// columns whose gutter is hardly wider than a space; only the page as a whole tells them apart.
///
/// Words stay as they are and in their order; where a line was parted, all lines and words are numbered anew from 1.
/// Lines without words, and vertical ones, are left alone.
///
/// ```
/// assert_eq!(layout::part_lines(Vec::new()), []);
/// ```
pub fn part_lines(lines: Vec<Line>) -> Vec<Line> {
    let seams = seams(&lines);
    if seams.is_empty() {
        return lines;
    }
    let mut parted = Vec::with_capacity(lines.len() + seams.len());
    for (index, line) in lines.into_iter().enumerate() {
        parted.extend(part(line, seams.iter().filter(|seam| seam.line == index)));
    }
    let page = parted.first().map_or(1, |line| line.id.page);
    parted.into_iter().zip(1..).map(|(line, number)| line.renamed(LineId { page, line: number })).collect()
}

/// `line` cut at its seams, which come in order.
fn part<'a>(line: Line, seams: impl DoubleEndedIterator<Item = &'a Seam>) -> Vec<Line> {
    let mut parts = Vec::new();
    let mut rest = line;
    for seam in seams.rev() {
        let Some((first, second)) = cut_at(&rest, seam.word) else { continue };
        parts.push(second);
        rest = first;
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// The line before the word `at`, and from it on; nothing where one of them would be empty.
pub(crate) fn cut_at(line: &Line, at: usize) -> Option<(Line, Line)> {
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
