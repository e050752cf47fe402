//! Lines at the borders of tables: what stands within a table is the table's, what stands beside it is not.

use document::{Line, Rect, RegionClass, Word};

use crate::Arranged;
use crate::part::cut_at;

/// The same lines, but one that runs over the border of one of `areas` is two or more: detectors join what stands in a table
/// to what stands beside it. A word is within an area if its middle is. Words stay as they are, and so do their numbers.
pub fn cut_at_borders(lines: Vec<Line>, areas: &[Rect]) -> Vec<Line> {
    lines
        .into_iter()
        .flat_map(|line| parts(line, &|word| area_of(word, areas)))
        .map(|(line, _)| line)
        .collect()
}

/// Gives every word within a table to it: a line of another region that reaches into the table is cut there. Regions of
/// which nothing is left go, but for pictures. New lines come after the others, so that indices stay true.
pub fn fill_tables(mut regions: Vec<Arranged>, mut lines: Vec<Line>) -> (Vec<Arranged>, Vec<Line>) {
    let tables = regions.iter().enumerate().filter(|(_, region)| region.class == RegionClass::Table);
    let (tables, areas): (Vec<usize>, Vec<Rect>) =
        tables.map(|(index, region)| (index, region.bounds)).unzip();
    let met: Vec<bool> = regions.iter().map(|region| meets(&region.bounds, &areas)).collect();
    let takes = |from: usize, word: &Word| {
        let is_given = met.get(from).copied().unwrap_or(false) && !tables.contains(&from);
        if is_given { area_of(word, &areas).and_then(|area| tables.get(area).copied()) } else { None }
    };
    hand_over(&mut regions, &mut lines, &takes);
    regions.retain(|region| !is_spent(region));
    (regions, lines)
}

/// Hands words over to other regions: `takes` tells to which, by index, for each word and the index of the region that has it. Lines
/// are cut where they must be; new ones come after the others. Seals keep what is stamped.
pub fn hand_over(
    regions: &mut [Arranged],
    lines: &mut Vec<Line>,
    takes: &dyn Fn(usize, &Word) -> Option<usize>,
) {
    let mut gained: Vec<Vec<usize>> = vec![vec![]; regions.len()];
    for (from, region) in regions.iter_mut().enumerate().filter(|(_, r)| r.class != RegionClass::Seal) {
        let given: usize = gained.iter().map(Vec::len).sum();
        let home = |word: &Word| takes(from, word).filter(|home| *home != from);
        region.lines = std::mem::take(&mut region.lines)
            .into_iter()
            .flat_map(|index| shared_out(index, lines, &home, &mut gained))
            .collect();
        let is_smaller = gained.iter().map(Vec::len).sum::<usize>() > given;
        if is_smaller && !matches!(region.class, RegionClass::Figure | RegionClass::Table) {
            let left = region.lines.iter().filter_map(|&index| lines.get(index));
            region.bounds = Rect::around(left.map(|line| line.outline.bounds())).unwrap_or(region.bounds);
        }
    }
    for (region, new) in regions.iter_mut().zip(gained) {
        new.into_iter().for_each(|index| insert(&mut region.lines, index, lines));
    }
}

/// Whether nothing is left of a region that stands for its lines alone.
pub fn is_spent(region: &Arranged) -> bool {
    region.lines.is_empty()
        && !matches!(region.class, RegionClass::Figure | RegionClass::Table | RegionClass::Seal)
}

fn meets(bounds: &Rect, areas: &[Rect]) -> bool {
    areas.iter().any(|area| area.overlap(bounds) > 0.0)
}

/// The first of `areas` that has the middle of a word.
fn area_of(word: &Word, areas: &[Rect]) -> Option<usize> {
    let middle = word.outline.bounds().center();
    areas.iter().position(|area| area.contains(middle))
}

/// What of a line stays in its region, by index; the rest goes to `gained`, per home.
fn shared_out(
    index: usize,
    lines: &mut Vec<Line>,
    home: &dyn Fn(&Word) -> Option<usize>,
    gained: &mut [Vec<usize>],
) -> Vec<usize> {
    let Some(line) = lines.get(index) else { return vec![] };
    if line.words.iter().all(|word| home(word).is_none()) {
        return vec![index];
    }
    let mut stay = vec![];
    for (number, (part, home)) in parts(line.clone(), home).into_iter().enumerate() {
        let at = if number == 0 { index } else { lines.len() };
        match lines.get_mut(at) {
            Some(line) => *line = part,
            None => lines.push(part),
        }
        match home.and_then(|home| gained.get_mut(home)) {
            Some(gained) => gained.push(at),
            None => stay.push(at),
        }
    }
    stay
}

/// Puts a line where it stands among those of a table: before the first that is lower.
fn insert(own: &mut Vec<usize>, index: usize, lines: &[Line]) {
    let middle = |index: usize| lines.get(index).map_or(0.0, |line| line.outline.bounds().center().y);
    let bottom = lines.get(index).map_or(0.0, |line| line.outline.bounds().bottom);
    let at = own.iter().position(|&other| middle(other) > bottom).unwrap_or(own.len());
    own.insert(at, index);
}

/// The parts of a line, cut where the home of its words changes.
fn parts(line: Line, home: &dyn Fn(&Word) -> Option<usize>) -> Vec<(Line, Option<usize>)> {
    let homes: Vec<Option<usize>> = line.words.iter().map(home).collect();
    let mut parts = vec![];
    let mut rest = line;
    for at in (1..homes.len()).rev().filter(|&at| homes[at] != homes[at - 1]) {
        let Some((first, second)) = cut_at(&rest, at) else { continue };
        parts.push((second, homes[at]));
        rest = first;
    }
    parts.push((rest, homes.first().copied().flatten()));
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests;
