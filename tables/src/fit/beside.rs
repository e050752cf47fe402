//! Columns whose names stand beside each other in the head although few rows have words in both, or none: marks of what is too
//! high or too low beside units.

use super::{Scene, units};
use crate::structure::ModelTable;

/// Names of two columns stand at least this many letter heights apart, and further where no row below has words in both;
/// spaces within a name are narrower.
const GAP: f32 = 0.5;
const SURE_GAP: f32 = 0.8;
/// A name is wider than this many letter heights: the letters of one word may be set apart.
const SHORTEST_NAME: f32 = 1.2;
/// The white that runs down between two columns is at least this many letter heights wide.
const RIVER: f32 = 0.3;
/// The head is among so many rows of text from the top.
const HEAD_ROWS: usize = 3;
/// So many rows below the head must have words in the column: fewer show no white.
const FEWEST_ROWS: usize = 3;
/// What begins or ends this near (in letter heights) to where a name does, or has its middle there, stands below it.
const UNDER: f32 = 0.6;

/// `xs` with a boundary more for every column that the head and the white below it part.
pub(crate) fn parted(xs: Vec<f32>, scene: &Scene<'_>) -> Vec<f32> {
    let more: Vec<f32> = xs.windows(2).filter_map(|pair| place((pair[0], pair[1]), scene)).collect();
    let mut xs: Vec<f32> = xs.into_iter().chain(more).collect();
    xs.sort_by(f32::total_cmp);
    xs
}

/// Parts every column of the network's that the head and the white below it part; `xs` gets the new boundaries.
pub(super) fn split_columns(
    structure: &mut ModelTable,
    xs: &mut Vec<f32>,
    scene: &Scene<'_>,
    row_of: &[Option<u32>],
) {
    super::split::split_where(structure, xs, scene, row_of, place);
}

/// Where the column `low..high` parts in two: between two names of its head, in white that runs all the way down. The title of the
/// table may stand above the head.
fn place(column: (f32, f32), scene: &Scene<'_>) -> Option<f32> {
    (0..HEAD_ROWS).find_map(|at| place_below(at, column, scene))
}

/// The same with the head in one of the rows of text.
fn place_below(at: usize, (low, high): (f32, f32), scene: &Scene<'_>) -> Option<f32> {
    let own = |row| -> Vec<(f32, f32)> {
        let middle = |u: &(f32, f32)| f32::midpoint(u.0, u.1);
        units(row, scene).into_iter().filter(|u| (low..high).contains(&middle(u))).collect()
    };
    let rows: Vec<Vec<(f32, f32)>> = scene.text.iter().map(own).collect();
    let (head, below) = (rows.get(at).filter(|row| row.len() > 1)?, rows.get(at + 1..)?);
    let gap = |i: &usize| head[*i].0 - head[*i - 1].1;
    let after = (1..head.len()).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let (white, (before, behind)) = (gap(&after), head.split_at(after));
    let around = |units: &[(f32, f32)]| Some((units.first()?.0, units.last()?.1));
    let names = [around(before)?, around(behind)?];
    let is_short = |name: &(f32, f32)| name.1 - name.0 < SHORTEST_NAME * scene.height;
    if white < GAP * scene.height || names.iter().any(is_short) || goes_on(scene, at, (low, high), names[1].0)
    {
        return None;
    }
    let x = river(below, (names[0].1, names[1].0), RIVER * scene.height)?;
    let filled: Vec<&Vec<(f32, f32)>> = below.iter().filter(|row| !row.is_empty()).collect();
    let both = filled.iter().any(|row| row.iter().any(|u| u.1 < x) && row.iter().any(|u| u.0 > x));
    let near = |a: f32, b: f32| (a - b).abs() < UNDER * scene.height;
    let stands_under = |u: &(f32, f32), name: &(f32, f32)| {
        near(u.0, name.0) || near(u.1, name.1) || near(f32::midpoint(u.0, u.1), f32::midpoint(name.0, name.1))
    };
    let under = |row: &&&Vec<(f32, f32)>| {
        let side = around(row).map(|all| (all, names[usize::from(all.0 > x)]));
        side.is_some_and(|(all, name)| stands_under(&all, &name))
    };
    let one_sided = white >= SURE_GAP * scene.height && filled.iter().filter(under).count() == filled.len();
    (filled.len() >= FEWEST_ROWS && (both || one_sided)).then_some(x)
}

/// Whether what begins at `left` in row `at` goes on with the name before it: in lower case, where the heads of other columns
/// begin with capitals.
fn goes_on(scene: &Scene<'_>, at: usize, (low, high): (f32, f32), left: f32) -> bool {
    let Some(row) = scene.text.get(at) else { return false };
    let begins = |index: &usize, is: fn(char) -> bool| {
        scene.inks.get(*index).and_then(|ink| ink.word.text.chars().next()).is_some_and(is)
    };
    let is_next = |index: &&usize| scene.inks.get(**index).is_some_and(|ink| ink.bounds.left >= left);
    let next = row.phrases.iter().flat_map(|p| &p.words).find(is_next);
    let others = row.phrases.iter().filter(|p| p.bounds.right < low || p.bounds.left > high);
    let (mut capitals, mut all) = (0, 0);
    for first in others.filter_map(|phrase| phrase.words.first()) {
        capitals += usize::from(begins(first, char::is_uppercase));
        all += 1;
    }
    next.is_some_and(|next| begins(next, char::is_lowercase)) && all > 0 && capitals == all
}

/// The middle of the white between two names that nothing below reaches into; nothing where less than `least` is left.
fn river(below: &[Vec<(f32, f32)>], (mut left, mut right): (f32, f32), least: f32) -> Option<f32> {
    let middle = f32::midpoint(left, right);
    for unit in below.iter().flatten() {
        if unit.0 < middle && middle < unit.1 {
            return None;
        }
        if unit.1 <= middle {
            left = left.max(unit.1);
        } else {
            right = right.min(unit.0);
        }
    }
    (right - left >= least).then(|| f32::midpoint(left, right))
}

#[cfg(test)]
mod tests {
    use document::Rect;

    use super::*;
    use crate::ink::{letter_height, words_inside};
    use crate::lattice::Lattice;
    use crate::rows::text_rows;
    use crate::sample::lines;

    type Row<'a> = (f32, &'a [(f32, &'a str)]);

    fn parts(rows: &[Row<'_>]) -> Vec<f32> {
        let lines = lines(rows);
        let lines: Vec<_> = lines.iter().collect();
        let bounds = Rect::new(0.0, 0.0, 400.0, 400.0);
        let inks = words_inside(&lines, bounds);
        let height = letter_height(&inks);
        let text = text_rows(&inks, height, |_, _| false);
        let lattice = Lattice::default();
        let scene = Scene { inks: &inks, text: &text, height, bounds, lattice: &lattice };
        parted(vec![0.0, 90.0, 400.0], &scene)
    }

    #[test]
    fn marks_and_units_part_below_their_names() {
        let marked: &[Row<'_>] = &[
            (20.0, &[(10.0, "item"), (100.0, "flag"), (156.0, "unit")]),
            (60.0, &[(10.0, "urea"), (156.0, "mmol/L")]),
            (100.0, &[(10.0, "sodium"), (100.0, "low"), (156.0, "mmol/L")]),
            (140.0, &[(10.0, "albumin"), (156.0, "g/L")]),
        ];
        let unmarked: Vec<Row<'_>> =
            marked.iter().map(|row| if row.0 == 100.0 { (100.0, marked[1].1) } else { *row }).collect();
        assert_eq!(parts(marked), [0.0, 90.0, 148.0, 400.0]);
        assert_eq!(parts(&unmarked), [0.0, 90.0, 148.0, 400.0]);
    }

    #[test]
    fn names_and_entries_of_several_words_stay_whole() {
        let spaced: &[Row<'_>] = &[
            (20.0, &[(10.0, "item"), (100.0, "reference interval")]),
            (60.0, &[(10.0, "urea"), (100.0, "from 3.1 to 8.0")]),
            (100.0, &[(10.0, "sodium"), (100.0, "from 137 to 147")]),
            (140.0, &[(10.0, "albumin"), (100.0, "from 40 to 55")]),
        ];
        let crossed: &[Row<'_>] = &[
            (20.0, &[(10.0, "item"), (100.0, "normal"), (176.0, "range")]),
            (60.0, &[(10.0, "urea"), (130.0, "3.1-8.0")]),
            (100.0, &[(10.0, "sodium"), (140.0, "137-147")]),
            (140.0, &[(10.0, "albumin"), (145.0, "40-55")]),
        ];
        let capitals: &[Row<'_>] = &[
            (20.0, &[(10.0, "Item"), (100.0, "no."), (140.0, "of samples")]),
            (60.0, &[(10.0, "urea"), (100.0, "12")]),
            (100.0, &[(10.0, "sodium"), (100.0, "15")]),
            (140.0, &[(10.0, "albumin"), (100.0, "18")]),
        ];
        assert_eq!(parts(capitals), [0.0, 90.0, 400.0]);
        assert_eq!(parts(spaced), [0.0, 90.0, 400.0]);
        assert_eq!(parts(crossed), [0.0, 90.0, 400.0]);
    }
}
