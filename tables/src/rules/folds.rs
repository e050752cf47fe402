//! Shades that run over a page and the tables on it alike: the shadow of a fold, the rim of a copy.

use document::Rect;
use imaging::{Ruling, Rulings};

use super::{MOST_RULINGS, middle};

/// Dark stretches thicker than this many letter heights, and edges, are shades; lines are thinner.
const THICKEST_LINE: f32 = 0.6;
/// A shade that goes on for more than this many letter heights beyond the first and the last line that it crosses is no part of
/// what those lines draw: the shade of a column ends where the table does.
const BEYOND: f32 = 3.0;
/// So many drawn lines must cross it: without any it parts nothing.
const FEWEST_CROSSED: usize = 2;
/// Pieces of one shade lie in line to so many letter heights, and are no further apart than the second.
const IN_LINE: (f32, f32) = (1.0, 3.0);

/// The rulings without the shades that run over drawn lines and far beyond them on both sides; `height` is that of the letters.
pub(super) fn without_folds(rulings: Rulings, height: f32) -> Rulings {
    let kept = |own: &[Ruling], others: &[Ruling], flat: bool| -> Vec<Ruling> {
        let shades: Vec<Rect> =
            own.iter().filter(|r| is_shade(r, height)).take(MOST_RULINGS).map(Ruling::bounds).collect();
        let lines: Vec<&Ruling> = others.iter().filter(|r| !is_shade(r, height)).take(MOST_RULINGS).collect();
        let is_fold = |r: &Ruling| {
            is_shade(r, height) && is_beyond(joined(r, &shades, flat, height), r, &lines, flat, height)
        };
        own.iter().filter(|r| !is_fold(r)).copied().collect()
    };
    let horizontal = kept(&rulings.horizontal, &rulings.vertical, true);
    let vertical = kept(&rulings.vertical, &rulings.horizontal, false);
    Rulings { horizontal, vertical }
}

fn is_shade(ruling: &Ruling, height: f32) -> bool {
    ruling.thickness <= 0.0 || ruling.thickness > THICKEST_LINE * height
}

/// From where to where a shade runs, with its other pieces.
fn joined(shade: &Ruling, pieces: &[Rect], flat: bool, height: f32) -> (f32, f32) {
    let place = |r: &Rect| if flat { r.center().y } else { r.center().x };
    let at = place(&shade.bounds());
    let mut near: Vec<(f32, f32)> = pieces
        .iter()
        .filter(|piece| (place(piece) - at).abs() < IN_LINE.0 * height)
        .map(|r| extent(r, flat))
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut from, mut to) = extent(&shade.bounds(), flat);
    let reach = IN_LINE.1 * height;
    for piece in near {
        if piece.0 <= to + reach && piece.1 >= from - reach {
            (from, to) = (from.min(piece.0), to.max(piece.1));
        }
    }
    (from, to)
}

fn extent(bounds: &Rect, flat: bool) -> (f32, f32) {
    if flat { (bounds.left, bounds.right) } else { (bounds.top, bounds.bottom) }
}

/// Whether what runs from `from` to `to` goes on far beyond all the lines that it crosses.
fn is_beyond((from, to): (f32, f32), shade: &Ruling, lines: &[&Ruling], flat: bool, height: f32) -> bool {
    let here = middle(shade);
    let crossed = lines.iter().filter_map(|line| {
        let (low, high) = extent(&line.bounds(), !flat);
        let (across, along) = if flat { (here.y, middle(line).x) } else { (here.x, middle(line).y) };
        ((low..=high).contains(&across) && (from..=to).contains(&along)).then_some(along)
    });
    let (first, last, count) =
        crossed.fold((f32::MAX, f32::MIN, 0), |(a, b, n), at| (a.min(at), b.max(at), n + 1));
    count >= FEWEST_CROSSED && from < first - BEYOND * height && to > last + BEYOND * height
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{edge, ruling};

    #[test]
    fn the_shadow_of_a_fold_is_no_line_of_a_table() {
        let across = [100.0, 140.0, 180.0].map(|y| ruling(100.0, y, 500.0, y));
        let folds = [(300.0, 0.0, 90.0), (301.0, 95.0, 400.0)].map(|(x, a, b)| edge(x, a, x, b));
        let bar = Ruling { thickness: 40.0, ..ruling(320.0, 0.0, 320.0, 400.0) };
        let column = [edge(200.0, 98.0, 200.0, 182.0), ruling(400.0, 0.0, 400.0, 400.0)];
        let given = Rulings {
            horizontal: across.into(),
            vertical: folds.into_iter().chain([bar]).chain(column).collect(),
        };
        let found = without_folds(given, 20.0);
        assert_eq!((found.horizontal, found.vertical), (across.to_vec(), column.to_vec()));
        let turned = |r: &Ruling| Ruling {
            start: document::Point::new(r.start.y, r.start.x),
            end: document::Point::new(r.end.y, r.end.x),
            ..*r
        };
        let given = Rulings {
            horizontal: folds.iter().chain(&column).map(turned).collect(),
            vertical: across.iter().map(turned).collect(),
        };
        let found = without_folds(given, 20.0);
        assert_eq!(found.horizontal, column.iter().map(turned).collect::<Vec<_>>());
    }

    #[test]
    fn a_shaded_row_of_a_picture_that_is_all_table_stays() {
        let shade = [edge(0.0, 40.0, 600.0, 40.0), edge(0.0, 60.0, 600.0, 60.0)];
        let down = [10.0, 300.0, 590.0].map(|x| ruling(x, 0.0, x, 200.0));
        let given = Rulings { horizontal: shade.into(), vertical: down.into() };
        assert_eq!(without_folds(given.clone(), 20.0), given);
    }
}
