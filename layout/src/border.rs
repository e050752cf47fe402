//! Lines at the borders of tables: what stands within a table is the table's, what stands beside it is not.

use document::{Line, Rect, RegionClass};

use crate::Arranged;
use crate::part::cut_at;

/// The same lines, but one that runs over the border of one of `areas` is two or more: detectors join what stands in a table
/// to what stands beside it. A word is within an area if its middle is. Words stay as they are, and so do their numbers.
pub fn cut_at_borders(lines: Vec<Line>, areas: &[Rect]) -> Vec<Line> {
    lines.into_iter().flat_map(|line| parts(line, areas)).map(|(line, _)| line).collect()
}

/// Gives every word within a table to it: a line of another region that reaches into the table is cut there. Regions of
/// which nothing is left go, but for pictures. New lines come after the others, so that indices stay true.
pub fn fill_tables(mut regions: Vec<Arranged>, mut lines: Vec<Line>) -> (Vec<Arranged>, Vec<Line>) {
    let is_table = |region: &&Arranged| region.class == RegionClass::Table;
    let areas: Vec<Rect> = regions.iter().filter(is_table).map(|region| region.bounds).collect();
    let mut gained: Vec<Vec<usize>> = vec![vec![]; areas.len()];
    for region in &mut regions {
        if matches!(region.class, RegionClass::Table | RegionClass::Seal) || !meets(&region.bounds, &areas) {
            continue;
        }
        let given: usize = gained.iter().map(Vec::len).sum();
        region.lines = std::mem::take(&mut region.lines)
            .into_iter()
            .flat_map(|index| shared_out(index, &mut lines, &areas, &mut gained))
            .collect();
        let is_smaller = gained.iter().map(Vec::len).sum::<usize>() > given;
        if is_smaller && region.class != RegionClass::Figure {
            let left = region.lines.iter().filter_map(|&index| lines.get(index));
            region.bounds = Rect::around(left.map(|line| line.outline.bounds())).unwrap_or(region.bounds);
        }
    }
    let tables = regions.iter_mut().filter(|region| region.class == RegionClass::Table);
    for (table, new) in tables.zip(gained) {
        new.into_iter().for_each(|index| insert(&mut table.lines, index, &lines));
    }
    regions.retain(|region| {
        !region.lines.is_empty()
            || matches!(region.class, RegionClass::Figure | RegionClass::Table | RegionClass::Seal)
    });
    (regions, lines)
}

fn meets(bounds: &Rect, areas: &[Rect]) -> bool {
    areas.iter().any(|area| area.overlap(bounds) > 0.0)
}

/// What of a line stays in its region, by index; the rest goes to `gained`, per area.
fn shared_out(index: usize, lines: &mut Vec<Line>, areas: &[Rect], gained: &mut [Vec<usize>]) -> Vec<usize> {
    let Some(line) = lines.get(index) else { return vec![] };
    let mut stay = vec![];
    for (number, (part, home)) in parts(line.clone(), areas).into_iter().enumerate() {
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

/// The parts of a line with the area that each is in, by index.
fn parts(line: Line, areas: &[Rect]) -> Vec<(Line, Option<usize>)> {
    let home = |word: &document::Word| {
        let middle = word.outline.bounds().center();
        areas.iter().position(|area| area.contains(middle))
    };
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
