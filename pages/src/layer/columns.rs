//! Lines parted where a column ends: at a vertical ruling line, or at a corridor that stays white over several lines.

use document::{Point, is_cjk};
use imaging::Ruling;

use super::frame::{Frame, Placed};
use super::rows::Segment;

/// A gap is no end of a column if it is narrower than so many usual spaces...
const UNUSUAL: f32 = 1.25;
/// ...or stands beside Han characters, which are spread for looks, and is narrower than this share of the size.
const NARROWEST_CJK: f32 = 0.9;

/// The widest usual space of a proportional face in parts of its size; most have 0.25 to 0.3.
const USUAL_SPACE: f32 = 0.33;

/// In a typewriter face a space is as wide as any letter; a page is set in one where this share of its letters have
/// one width.
const TYPEWRITER_SHARE: f32 = 0.8;

/// A corridor must keep this share of the gap from line to line...
const KEPT: f32 = 0.7;
/// ...over this many lines, the one with the gap included, and over one more where the gap is narrower than
/// [`CLEAR`]. In loosely set justified text two gaps may meet by chance.
const CORRIDOR_LINES: usize = 3;
const CLEAR: f32 = 0.65;

/// The next line lies within so many sizes.
const NEXT_LINE: f32 = 2.6;

/// Lines on one height differ in their baselines by less than this share of the size.
const SAME_HEIGHT: f32 = 0.4;

/// Words are parted for the search of corridors by gaps of this share of the size.
const WORD_GAP: f32 = 0.2;

/// A ruling line may touch the letters' boxes by this share of the size.
const TOUCH: f32 = 0.1;

/// A ruling line across the text of a frame: where, and from which height to which.
struct Wall {
    at: f32,
    top: f32,
    bottom: f32,
}

/// All segments on one height: where there is text, from left to right, and how large it is.
struct Row {
    base: f32,
    size: f32,
    text: Vec<(f32, f32)>,
}

/// `segments` of one frame, parted at the ends of columns.
pub(super) fn split(segments: Vec<Segment>, rulings: &[Ruling], frame: &Frame) -> Vec<Segment> {
    let walls = walls(rulings, frame);
    let rows = rows(&segments);
    let usual = usual_space(&segments);
    let parted = |segment: Segment| {
        let ends = ends(&segment, &walls, &rows, usual);
        cut(segment, &ends)
    };
    segments.into_iter().flat_map(parted).collect()
}

fn walls(rulings: &[Ruling], frame: &Frame) -> Vec<Wall> {
    let wall = |ruling: &Ruling| {
        let (from, to): (Point, Point) = (frame.enter(ruling.start), frame.enter(ruling.end));
        let across = (from.x - to.x).abs() < 0.1 * (from.y - to.y).abs();
        across.then(|| Wall { at: (from.x + to.x) / 2.0, top: from.y.min(to.y), bottom: from.y.max(to.y) })
    };
    rulings.iter().filter_map(wall).collect()
}

fn rows(segments: &[Segment]) -> Vec<Row> {
    let mut order: Vec<&Segment> = segments.iter().collect();
    order.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Row> = Vec::new();
    for segment in order {
        let text = words(segment);
        match rows.last_mut() {
            Some(row) if segment.base - row.base < SAME_HEIGHT * row.size.min(segment.size) => {
                row.text.extend(text);
                row.size = row.size.max(segment.size);
            }
            _ => rows.push(Row { base: segment.base, size: segment.size, text }),
        }
    }
    for row in &mut rows {
        row.text.sort_by(|a, b| a.0.total_cmp(&b.0));
        row.text = row.text.iter().fold(Vec::new(), |mut merged: Vec<(f32, f32)>, next| {
            match merged.last_mut() {
                Some(last) if next.0 - last.1 < WORD_GAP * row.size => last.1 = last.1.max(next.1),
                _ => merged.push(*next),
            }
            merged
        });
    }
    rows
}

fn words(segment: &Segment) -> Vec<(f32, f32)> {
    segment.letters.iter().map(|placed| (placed.left, placed.right)).collect()
}

/// Width of the usual space between words in parts of the size.
fn usual_space(segments: &[Segment]) -> f32 {
    let letters = segments.iter().flat_map(|segment| &segment.letters);
    let letters = letters.filter(|placed| placed.letter.code.is_ascii_alphabetic());
    let mut widths: Vec<f32> =
        letters.map(|placed| (placed.right - placed.left) / placed.letter.size).collect();
    widths.sort_by(f32::total_cmp);
    let middle = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
    let alike = widths.iter().filter(|width| (**width - middle).abs() < 0.02).count();
    let typewriter = alike as f32 > TYPEWRITER_SHARE * widths.len() as f32;
    if typewriter { middle.max(USUAL_SPACE) } else { USUAL_SPACE }
}

/// The indices of the letters that begin a new column.
fn ends(segment: &Segment, walls: &[Wall], rows: &[Row], usual: f32) -> Vec<usize> {
    let middle = segment.base - segment.size / 3.0;
    let touch = TOUCH * segment.size;
    let is_end = |a: &Placed, b: &Placed| {
        let (from, to) = (a.ink.right, b.ink.left);
        let wall =
            |w: &Wall| (w.top..=w.bottom).contains(&middle) && w.at > from - touch && w.at < to + touch;
        walls.iter().any(wall) || (is_wide(a, b, usual) && in_corridor(segment, (a.right, b.left), rows))
    };
    let pairs = segment.letters.windows(2).enumerate();
    pairs
        .filter_map(|(at, pair)| match pair {
            [a, b] if is_end(a, b) => Some(at + 1),
            _ => None,
        })
        .collect()
}

fn is_wide(a: &Placed, b: &Placed, usual: f32) -> bool {
    let cjk = is_cjk(a.letter.code) || is_cjk(b.letter.code);
    let least = if cjk { NARROWEST_CJK } else { UNUSUAL * usual };
    b.left - a.right > least * a.letter.size.min(b.letter.size)
}

fn in_corridor(segment: &Segment, gap: (f32, f32), rows: &[Row]) -> bool {
    let at = rows.partition_point(|row| row.base <= segment.base);
    let own = at.saturating_sub(1);
    let above = rows.get(..own).unwrap_or_default().iter().rev();
    let below = rows.get(own + 1..).unwrap_or_default().iter();
    let clear = gap.1 - gap.0 > CLEAR * segment.size;
    let lines = if clear { CORRIDOR_LINES } else { CORRIDOR_LINES + 1 };
    1 + follow(segment, gap, above) + follow(segment, gap, below) >= lines
}

/// Over how many of `rows` the corridor goes on.
fn follow<'a>(segment: &Segment, gap: (f32, f32), rows: impl Iterator<Item = &'a Row>) -> usize {
    let least = KEPT * (gap.1 - gap.0);
    let (mut corridor, mut base, mut count) = (gap, segment.base, 0);
    for row in rows {
        if (row.base - base).abs() > NEXT_LINE * segment.size {
            break;
        }
        // Lines of other columns of text stand between those of a table.
        let at = row.text.partition_point(|text| text.1 <= segment.left);
        if row.text.get(at).is_none_or(|text| text.0 >= segment.right) {
            continue;
        }
        let Some(next) = narrowed(segment, corridor, row).filter(|c| c.1 - c.0 >= least) else { break };
        (corridor, base, count) = (next, row.base, count + 1);
        if count >= CORRIDOR_LINES {
            break;
        }
    }
    count
}

/// The widest part of the corridor that is white in `row`, between two texts of it that stand above or below those of
/// the segment on either side.
fn narrowed(segment: &Segment, corridor: (f32, f32), row: &Row) -> Option<(f32, f32)> {
    // The texts do not overlap, so that both their ends are in order.
    let first = row.text.partition_point(|text| text.1 <= corridor.0).saturating_sub(1);
    let last = row.text.partition_point(|text| text.0 < corridor.1) + 1;
    let near = row.text.get(first..last.min(row.text.len())).unwrap_or_default();
    let gaps = near.windows(2).filter_map(|pair| match pair {
        [a, b] if a.1 > segment.left && b.0 < segment.right => {
            Some((a.1.max(corridor.0), b.0.min(corridor.1)))
        }
        _ => None,
    });
    gaps.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

fn cut(segment: Segment, ends: &[usize]) -> Vec<Segment> {
    if ends.is_empty() {
        return vec![segment];
    }
    let mut letters = segment.letters;
    let mut parts = Vec::new();
    for end in ends.iter().rev() {
        parts.push(letters.split_off((*end).min(letters.len())));
    }
    parts.push(letters);
    parts.into_iter().rev().filter_map(Segment::new).collect()
}
