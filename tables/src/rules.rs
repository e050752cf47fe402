//! Ruling lines that are lines of a table: not strokes of letters, underlines, or struck-out words.

mod folds;
mod settled;

use document::{Point, Rect};
use imaging::{Ruling, Rulings};

use crate::ink::Ink;
pub(crate) use settled::{settled, touching, without_stems};

/// The inner part of a word's height, from its top: a line there runs through letters; one at the rim touches them.
const THROUGH_LETTERS: (f32, f32) = (0.15, 0.88);
/// A line that runs through letters for this share of its length is made of them.
const MADE_OF_LETTERS: f32 = 0.6;
/// How near a word's rim counts as its rim for lines that run down, in letter heights.
const RIM: f32 = 0.12;
/// Ends that agree to this many letter heights are the same.
const SAME_END: f32 = 0.3;
/// Underlines run this far (in letter heights) below the box of their word, or so much above its bottom.
const UNDERLINE_DROP: (f32, f32) = (-0.35, 0.25);
/// Share of an underline that has words right above it: the words of a table's row stand further apart.
const UNDERLINED: f32 = 0.7;

/// Most rulings looked at in each direction: a page with more is a drawing, and the work grows with their square.
const MOST_RULINGS: usize = 3_000;

/// The middle of a ruling.
pub(crate) fn middle(ruling: &Ruling) -> Point {
    ruling.start.lerp(ruling.end, 0.5)
}

/// The horizontal rulings that are not made of letters nor underline words.
pub(crate) fn horizontal<'a>(
    rulings: &'a Rulings,
    inks: &'a [Ink<'_>],
    height: f32,
) -> impl Iterator<Item = &'a Ruling> {
    rulings.horizontal.iter().take(MOST_RULINGS).filter(move |r| {
        let (y, reach) = (middle(r).y, r.bounds());
        let through = inks.iter().map(|i| i.bounds).filter(|b| {
            let depth = (y - b.top) / b.height().max(1.0);
            (THROUGH_LETTERS.0..THROUGH_LETTERS.1).contains(&depth)
        });
        let covered: f32 = through.map(|b| b.overlap_x(&reach)).sum();
        covered < MADE_OF_LETTERS * reach.width() && !is_underline(r, inks, rulings, height)
    })
}

/// The vertical rulings that are not made of letters: neither of those they run through nor, where they meet no line across, of the
/// first or last stems of numbers one below the other.
pub(crate) fn vertical<'a>(
    rulings: &'a Rulings,
    inks: &'a [Ink<'_>],
    height: f32,
) -> impl Iterator<Item = &'a Ruling> {
    rulings.vertical.iter().take(MOST_RULINGS).filter(move |r| {
        let (x, reach) = (middle(r).x, r.bounds());
        let through =
            inks.iter().map(|i| i.bounds).filter(|b| b.left + RIM * height < x && x < b.right - RIM * height);
        let covered: f32 = through.map(|b| b.overlap_y(&reach)).sum();
        covered < MADE_OF_LETTERS * reach.height() && !is_made_of_stems(r, inks, rulings, height)
    })
}

/// Whether a vertical ruling runs along the rims of words for most of its length and meets no line across.
fn is_made_of_stems(ruling: &Ruling, inks: &[Ink<'_>], rulings: &Rulings, height: f32) -> bool {
    let (x, reach) = (middle(ruling).x, ruling.bounds());
    let rim = RIM * height;
    let at_rim = |b: &Rect| (b.left - x).abs() < rim || (b.right - x).abs() < rim;
    let along = inks.iter().map(|ink| ink.bounds).filter(at_rim);
    let covered: f32 = along.map(|b| b.overlap_y(&reach)).sum();
    let near = reach.grown(SAME_END * height);
    let mut across = rulings.horizontal.iter().take(MOST_RULINGS);
    covered >= MADE_OF_LETTERS * reach.height() && !across.any(|r| near.intersection(&r.bounds()).is_some())
}

/// A horizontal ruling that keeps to the width of the words right above it, and ends on no vertical line.
fn is_underline(ruling: &Ruling, inks: &[Ink<'_>], rulings: &Rulings, height: f32) -> bool {
    let (at, reach) = (middle(ruling), ruling.bounds());
    let ends_on = |x: f32| {
        let near = |v: &&Ruling| (middle(v).x - x).abs() < SAME_END * height;
        rulings
            .vertical
            .iter()
            .filter(near)
            .any(|v| v.bounds().grown(SAME_END * height).contains(Point::new(middle(v).x, at.y)))
    };
    let above = inks.iter().map(|ink| ink.bounds).filter(|b| {
        let drop = (at.y - b.bottom) / height;
        (UNDERLINE_DROP.0..UNDERLINE_DROP.1).contains(&drop) && b.overlap_x(&reach) > 0.5 * b.width()
    });
    let (mut covered, mut around) = (0.0, vec![]);
    for word in above {
        covered += word.overlap_x(&reach);
        around.push(word);
    }
    let Some(words) = Rect::around(around).filter(|_| covered >= UNDERLINED * reach.width()) else {
        return false;
    };
    let same = |a: f32, b: f32| (a - b).abs() < SAME_END * height;
    same(words.left, reach.left)
        && same(words.right, reach.right)
        && !ends_on(reach.left)
        && !ends_on(reach.right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::words_inside;
    use crate::sample::{lines, ruling};

    #[test]
    fn stems_of_numbers_in_a_column_are_no_line() {
        let numbers: [(f32, &[(f32, &str)]); 3] =
            [(100.0, &[(200.0, "0.1")]), (126.0, &[(200.0, "2.1")]), (152.0, &[(200.0, "0.1")])];
        let lines = lines(&numbers);
        let lines: Vec<_> = lines.iter().collect();
        let inks = words_inside(&lines, Rect::new(0.0, 0.0, 400.0, 400.0));
        let kept = |down: Ruling, across: &[Ruling]| {
            let rulings = Rulings { horizontal: across.to_vec(), vertical: vec![down] };
            vertical(&rulings, &inks, 20.0).count()
        };
        let stems = ruling(229.0, 100.0, 229.0, 172.0);
        assert_eq!(kept(stems, &[]), 0);
        assert_eq!(kept(stems, &[ruling(100.0, 172.0, 400.0, 172.0)]), 1, "it ends on a line");
        assert_eq!(kept(ruling(236.0, 100.0, 236.0, 172.0), &[]), 1, "it stands in white");
        assert_eq!(kept(ruling(229.0, 40.0, 229.0, 300.0), &[]), 1, "it goes on in white");
    }
}
