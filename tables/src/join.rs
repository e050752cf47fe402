//! Tables that go on over pages.
//!
//! Pure functions over what was read; no picture is needed, so pages can have been read one at a time, by whomever.

mod columns;
mod cut;
mod habits;
mod heads;
mod marks;
mod order;
mod seam;
#[cfg(test)]
mod tests;
mod upright;

use std::collections::HashMap;

use document::{CellRef, Document, Page, Region, Table, TableId};

use heads::Repeat;
pub(crate) use marks::number as table_number;
pub(crate) use upright::Upright;

/// So many tables at the foot of a page, or at the head of the next, are looked at: those that stand side by side.
const MOST_BESIDE: usize = 4;

/// Makes one table of the parts that a table was cut into by page breaks.
///
/// A table goes on where the last table of a page and the first of the next have the same columns by geometry and
/// nothing stands between them that belongs to neither; and where the later one repeats the header, says that it
/// continues ("续表", "Table 2 (continued)"), counts on, or stands at the head of its page while the earlier one reaches
/// the foot. A caption, a title, a text, another header or a count from 1 in between makes it a table of its own.
///
/// The header stands once in the result; each header cell keeps a place for each print, and the words of later prints are
/// in [`Table::repeated_words`]. A row or a cell that the page break cuts is one, with two places. Tables are named
/// anew, from `t1` in reading order; regions on later pages name the table that goes on there.
pub fn join(mut document: Document) -> Document {
    let mut tables: Vec<Table> = std::mem::take(&mut document.tables);
    for index in 1..document.pages.len() {
        let Some([before, page]) = document.pages.get_mut(index - 1..=index) else { continue };
        if before.number.checked_add(1) == Some(page.number) {
            join_pages(before, page, &mut tables);
        }
    }
    locate(&mut tables);
    rename(&mut document.pages, &mut tables);
    document.tables = tables;
    document
}

/// A table that stands on a page.
#[derive(Clone, Copy)]
struct Side<'a> {
    page: &'a Page,
    /// Its region's place in the reading order.
    index: usize,
    region: &'a Region,
    table: &'a Table,
    upright: Upright,
}

impl<'a> Side<'a> {
    fn new(page: &'a Page, index: usize, tables: &'a [Table]) -> Option<Self> {
        let region = page.regions.get(index)?;
        let table = tables.iter().find(|table| Some(table.id) == region.table)?;
        Some(Self { page, index, region, table, upright: Upright::new(page, &region.outline) })
    }
}

/// Joins the tables of `before` that go on on `page`, the page after it.
fn join_pages(before: &Page, page: &mut Page, tables: &mut Vec<Table>) {
    let of_table = |page: &Page| {
        let regions = page.regions.iter().enumerate();
        regions.filter(|(_, region)| region.table.is_some()).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let mut tails: Vec<usize> = of_table(before).into_iter().rev().take(MOST_BESIDE).collect();
    tails.reverse();
    for head in of_table(page).into_iter().take(MOST_BESIDE) {
        let joined = tails.iter().enumerate().find_map(|(place, tail)| {
            let tail = Side::new(before, *tail, tables)?;
            let head = Side::new(page, head, tables)?;
            let start = continues(&tail, &head)?;
            let joined = seam::joined(tail.table, head.table, start)?;
            Some((place, joined, head.table.id))
        });
        let Some((place, joined, gone)) = joined else { continue };
        tails.remove(place);
        page.regions.iter_mut().filter(|region| region.table == Some(gone)).for_each(|region| {
            region.table = Some(joined.id);
        });
        tables.retain(|table| table.id != gone);
        let within = tables.iter_mut().filter_map(|table| table.inside.as_mut());
        within.filter(|cell| cell.table == gone).for_each(|cell| cell.table = joined.id);
        if let Some(table) = tables.iter_mut().find(|table| table.id == joined.id) {
            *table = joined;
        }
    }
}

/// Where the rows of a table begin that are not yet in the part before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    /// Leading rows that only say that the table goes on.
    marks: u32,
    /// The header rows that stand in both parts, after the marks.
    repeat: Option<Repeat>,
}

impl Start {
    /// The first row that says something new.
    fn row(&self) -> u32 {
        self.marks + self.repeat.map_or(0, |repeat| repeat.head)
    }
}

/// Whether `head` is the next part of `tail`, and where its new rows begin.
fn continues(tail: &Side<'_>, head: &Side<'_>) -> Option<Start> {
    let (before, after) = (&tail.table.grid, &head.table.grid);
    if before.columns() != after.columns() || tail.table.id == head.table.id || !columns::agree(tail, head) {
        return None;
    }
    let told = order::between(tail, head)?;
    let marks = heads::marks(after);
    let repeat = heads::repeated(before, after, marks);
    let start = Start { marks, repeat };
    let is_told = told.is_continued || marks > 0;
    let counted = habits::count(before, after, start.row());
    if !is_told && counted == Some(false) {
        return None;
    }
    if repeat.is_none() && heads::is_another(before, after, marks) {
        return None;
    }
    let is_sure = is_told || repeat.is_some() || counted == Some(true);
    let may_follow = before.columns() > 1 && !told.is_closed && order::are_at_the_edges(tail, head);
    (is_sure || may_follow).then_some(start)
}

/// Says anew which cell a nested table stands in: rows have moved where tables were joined.
fn locate(tables: &mut [Table]) {
    let moved = |table: &Table| {
        let cell = table.inside?;
        let around = tables.iter().find(|other| other.id == cell.table)?;
        let span = around.grid.cell_around(&table.grid)?;
        Some(CellRef { row: span.row, column: span.column, ..cell })
    };
    let cells: Vec<Option<CellRef>> = tables.iter().map(moved).collect();
    for (table, cell) in tables.iter_mut().zip(cells) {
        table.inside = cell.or(table.inside);
    }
}

/// Names tables from `t1` on and the regions after them.
fn rename(pages: &mut [Page], tables: &mut [Table]) {
    let names: HashMap<TableId, TableId> =
        tables.iter().map(|table| table.id).zip((1..).map(TableId)).collect();
    let name = |id: TableId| names.get(&id).copied().unwrap_or(id);
    for table in tables {
        table.id = name(table.id);
        table.inside.iter_mut().for_each(|cell| cell.table = name(cell.table));
    }
    for region in pages.iter_mut().flat_map(|page| &mut page.regions) {
        region.table = region.table.map(name);
    }
}
