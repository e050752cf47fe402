//! Connected components over runs of pixels.

use document::Rect;

use crate::Mask;

/// A horizontal run of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) row: u32,
    /// First column.
    pub(crate) from: u32,
    /// One past the last column.
    pub(crate) to: u32,
}

impl Run {
    pub(crate) fn length(&self) -> u32 {
        self.to - self.from
    }
}

/// The stretches of `row` for which `is_ink` holds; gaps of up to `bridge` pixels are passed over.
pub(crate) fn runs_of<T>(
    row: &[T],
    number: u32,
    bridge: usize,
    is_ink: impl Fn(&T) -> bool + Copy,
) -> impl Iterator<Item = Run> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + row.get(at..)?.iter().position(is_ink)?;
        let mut to = from + 1;
        loop {
            to = row[to..].iter().position(|v| !is_ink(v)).map_or(row.len(), |n| to + n);
            let reach = &row[to..row.len().min(to + 1 + bridge)];
            match reach.iter().position(is_ink) {
                Some(gap) => to += gap + 1,
                None => break,
            }
        }
        at = to;
        Some(Run { row: number, from: from as u32, to: to as u32 })
    })
}

/// For each run the number of its component, from 0 in the order of first runs. `runs` are sorted by row and column;
/// runs of neighbouring rows are one where they overlap or no more than `reach` columns lie between them (0: touching
/// corners connect).
pub(crate) fn connect(runs: &[Run], reach: u32) -> Vec<u32> {
    let mut roots: Vec<u32> = (0..runs.len() as u32).collect();
    let mut above = 0;
    for (index, run) in runs.iter().enumerate() {
        while runs[above].row + 1 < run.row
            || (runs[above].row < run.row && runs[above].to + reach < run.from)
        {
            above += 1;
        }
        let near = runs[above..].iter().zip(above..).take_while(|(other, _)| other.row < run.row);
        for (_, other) in near.take_while(|(other, _)| other.from <= run.to + reach) {
            join(&mut roots, index as u32, other as u32);
        }
    }
    number(&mut roots);
    roots
}

fn root(roots: &mut [u32], mut id: u32) -> u32 {
    while roots[id as usize] != id {
        roots[id as usize] = roots[roots[id as usize] as usize];
        id = roots[id as usize];
    }
    id
}

fn join(roots: &mut [u32], one: u32, other: u32) {
    let (a, b) = (root(roots, one), root(roots, other));
    roots[a.max(b) as usize] = a.min(b);
}

/// Roots become numbers without gaps.
fn number(roots: &mut [u32]) {
    let mut count = 0;
    let mut numbers = vec![0; roots.len()];
    for id in 0..roots.len() as u32 {
        let root = root(roots, id);
        if root == id {
            numbers[id as usize] = count;
            count += 1;
        }
    }
    let named: Vec<u32> = (0..roots.len() as u32).map(|id| numbers[root(roots, id) as usize]).collect();
    roots.copy_from_slice(&named);
}

/// A connected component (8 neighbours) of a [`Mask`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    /// Its box in pixels; the right and lower sides lie behind the last pixel.
    pub bounds: Rect,
    /// Number of its pixels.
    pub area: u32,
}

/// The connected components (8 neighbours) of `mask`, in scanning order of their first pixel.
pub fn components(mask: &Mask) -> Vec<Component> {
    let rows = mask.rows().zip(0..);
    let runs: Vec<Run> = rows.flat_map(|(row, number)| runs_of(row, number, 0, |bit| *bit)).collect();
    let mut found: Vec<Option<Component>> = Vec::new();
    for (run, id) in runs.iter().zip(connect(&runs, 0)) {
        let bounds = Rect::new(run.from as f32, run.row as f32, run.to as f32, run.row as f32 + 1.0);
        let part = Component { bounds, area: run.length() };
        let whole =
            |old: Component| Component { bounds: old.bounds.union(&bounds), area: old.area + part.area };
        match found.get_mut(id as usize) {
            Some(slot) => *slot = Some(slot.map_or(part, whole)),
            None => found.push(Some(part)),
        }
    }
    found.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(picture: &[&str]) -> Mask {
        let bits = picture.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect();
        Mask::new(picture[0].len(), bits)
    }

    #[test]
    fn components_touch_at_corners_and_merge_late() {
        let found = components(&mask(&[
            "#...#..#", //
            "#...#.#.", ".#.#....", "..#....#",
        ]));
        let boxes: Vec<_> = found.iter().map(|c| (c.bounds, c.area)).collect();
        assert_eq!(
            boxes,
            [
                (Rect::new(0.0, 0.0, 5.0, 4.0), 7),
                (Rect::new(6.0, 0.0, 8.0, 2.0), 2),
                (Rect::new(7.0, 3.0, 8.0, 4.0), 1)
            ]
        );
    }

    #[test]
    fn runs_pass_over_small_gaps() {
        let row: Vec<bool> = ".##..#...##".bytes().map(|b| b == b'#').collect();
        let spans = |bridge| -> Vec<_> { runs_of(&row, 0, bridge, |b| *b).map(|r| (r.from, r.to)).collect() };
        assert_eq!(spans(0), [(1, 3), (5, 6), (9, 11)]);
        assert_eq!(spans(2), [(1, 6), (9, 11)]);
        assert_eq!(spans(3), [(1, 11)]);
        assert!(components(&mask(&[""])).is_empty());
    }
}
