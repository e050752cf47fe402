//! No word within a table is in none of its cells.
//!
//! Tables may reach further than the regions that they were recognised in, and what lies within an outline is told in source
//! space, where pages are bent. So this is looked at last, by the outlines that are delivered: a word of another region, or
//! one that fitted no cell, goes into the cell where it stands, and its line is cut so that it is told once.

use std::collections::{HashMap, HashSet};

use document::{Line, Outline, RegionClass, Word, WordId};
use layout::Arranged;
use tables::Recognised;

use crate::compose::Sheet;
use crate::page::renumbered;
use crate::tabulate::Tabulated;

/// The same regions, lines and tables, with every word whose middle lies within the outline of a table in one cell of one table.
/// Seals are told apart from what they are stamped on.
pub(crate) fn conserve(
    sheet: &Sheet<'_>,
    mut regions: Vec<Arranged>,
    mut lines: Vec<Line>,
    mut tabulated: Tabulated,
) -> (Vec<Arranged>, Vec<Line>, Tabulated) {
    let homes = homes(sheet, &regions, &lines, &tabulated);
    if homes.is_empty() {
        return (regions, lines, tabulated);
    }
    adopt(&homes, &lines, &mut tabulated);
    layout::hand_over(&mut regions, &mut lines, &|_, word| homes.get(&word.id).copied());
    let kept: Vec<bool> = regions.iter().map(|region| !layout::is_spent(region)).collect();
    let mut flags = kept.iter();
    regions.retain(|_| flags.next().copied().unwrap_or(true));
    let mut flags = kept.iter();
    tabulated.tables.retain(|_| flags.next().copied().unwrap_or(true));
    let old: Vec<WordId> = in_order(&regions, &lines).map(|word| word.id).collect();
    let (regions, lines) = renumbered(regions, lines, sheet.source.number);
    let new = in_order(&regions, &lines).map(|word| word.id);
    let renamed: HashMap<WordId, WordId> = old.into_iter().zip(new).collect();
    found(&mut tabulated).for_each(|(_, table)| table.rename(&renamed));
    (regions, lines, tabulated)
}

/// The words within a table that no cell has, with the index of the table's region.
fn homes(
    sheet: &Sheet<'_>,
    regions: &[Arranged],
    lines: &[Line],
    tabulated: &Tabulated,
) -> HashMap<WordId, usize> {
    let tables =
        || tabulated.tables.iter().enumerate().filter_map(|(at, table)| Some((at, &table.as_ref()?.1)));
    let outlines: Vec<(usize, Outline)> =
        tables().map(|(at, table)| (at, sheet.table_outline(table))).collect();
    let placed: HashSet<WordId> =
        tables().flat_map(|(_, table)| table.grid.cells()).flat_map(|cell| &cell.words).copied().collect();
    let free = regions.iter().filter(|region| region.class != RegionClass::Seal);
    let free = free.flat_map(|region| &region.lines).filter_map(|&index| lines.get(index));
    let homeless = free.flat_map(|line| &line.words).filter(|word| !placed.contains(&word.id));
    let home = |word: &Word| {
        let middle = sheet.in_source(&word.outline).bounds().center();
        outlines.iter().find(|(_, outline)| outline.contains(middle)).map(|(at, _)| (word.id, *at))
    };
    if outlines.is_empty() { HashMap::new() } else { homeless.filter_map(home).collect() }
}

fn adopt(homes: &HashMap<WordId, usize>, lines: &[Line], tabulated: &mut Tabulated) {
    let words: HashMap<WordId, &Word> =
        lines.iter().flat_map(|line| &line.words).map(|word| (word.id, word)).collect();
    for (at, table) in found(tabulated) {
        let strangers = lines.iter().flat_map(|line| &line.words);
        let strangers: Vec<&Word> = strangers.filter(|word| homes.get(&word.id) == Some(&at)).collect();
        table.adopt(&strangers, &words);
    }
}

/// The tables with the indices of their regions.
fn found(tabulated: &mut Tabulated) -> impl Iterator<Item = (usize, &mut Recognised)> {
    tabulated.tables.iter_mut().enumerate().filter_map(|(at, table)| Some((at, &mut table.as_mut()?.1)))
}

/// All words, region by region.
fn in_order<'a>(regions: &'a [Arranged], lines: &'a [Line]) -> impl Iterator<Item = &'a Word> {
    regions
        .iter()
        .flat_map(|region| &region.lines)
        .filter_map(|&index| lines.get(index))
        .flat_map(|line| &line.words)
}

#[cfg(test)]
mod tests;
