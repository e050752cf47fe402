use std::collections::HashSet;

use document::{CellRef, Line, NoticeCode, Outline, Rect, RegionClass, Table, TableId};
use imaging::{Ruling, Rulings};
use layout::Arranged;
use rayon::prelude::*;
use tables::{Recognised, TableInput};

use crate::page::{View, notice};
use crate::{Engine, ink};

/// The tables of a page in view space, and which region each stands in.
pub(crate) struct Tabulated {
    /// One per region, where it is a table.
    pub(crate) tables: Vec<Option<(TableId, Recognised)>>,
    pub(crate) warnings: Vec<document::Notice>,
}

/// Turns the place of a table into its grid.
type Recognise<'a> = dyn Fn(&TableInput<'_>) -> Result<Recognised, tables::Error> + Sync + 'a;

impl Engine {
    /// Recognises the grid of every table region, numbered from 1. A table that fails stays a region of lines, with a warning.
    pub(crate) fn tabulate(&self, view: &View, page: u32, regions: &[Arranged], lines: &[Line]) -> Tabulated {
        // A worker that waits for another one's table would begin with another page, if there is one.
        let side_by_side = !self.ocr.is_busy();
        let recognise = |input: &TableInput<'_>| self.eyes.lend().structure.recognise(input);
        tabulated(view, page, regions, lines, side_by_side, &recognise)
    }
}

/// The same by whatever recognises, tables `side_by_side` or one after another.
pub(crate) fn tabulated(
    view: &View,
    page: u32,
    regions: &[Arranged],
    lines: &[Line],
    side_by_side: bool,
    recognise: &Recognise<'_>,
) -> Tabulated {
    let _span = tracing::debug_span!("tables").entered();
    let recognised = |region: &Arranged| {
        let is_table = region.class == RegionClass::Table && !region.lines.is_empty();
        is_table.then(|| recognised(view, page, region, lines, recognise))
    };
    let all: Vec<_> = if side_by_side {
        regions.par_iter().map(recognised).collect()
    } else {
        regions.iter().map(recognised).collect()
    };
    let mut number = 1;
    let mut done = Tabulated { tables: Vec::with_capacity(regions.len()), warnings: vec![] };
    for recognised in all {
        let table = match recognised {
            Some(Ok(recognised)) => {
                let first = number;
                number = tell(number, &recognised);
                Some((TableId(first), recognised))
            }
            Some(Err(error)) => {
                let message = format!("a table was kept as lines: {error}");
                done.warnings.push(notice(NoticeCode::Skipped, page, message));
                None
            }
            None => None,
        };
        done.tables.push(table);
    }
    done
}

/// The grid of a region. Lines around a region may be a table's borders; where words of other regions stand before them
/// they are not.
fn recognised(
    view: &View,
    page: u32,
    region: &Arranged,
    lines: &[Line],
    recognise: &Recognise<'_>,
) -> Result<Recognised, tables::Error> {
    let _span = tracing::debug_span!("table").entered();
    let own = region.lines.iter().filter_map(|index| lines.get(*index));
    let own: Vec<Line> = own.map(|line| ink::narrowed(&view.image, line)).collect();
    let own: Vec<&Line> = own.iter().collect();
    let (image, bounds) = (&view.image, region.bounds);
    let others = others(region, lines);
    let rulings = &view.rulings;
    let input = TableInput { page: image, page_number: page, bounds, lines: &own, rulings, others: &others };
    let found = recognise(&input)?;
    if !holds_others(&found, region, &others) {
        return Ok(found);
    }
    let rulings = within(&view.rulings, bounds);
    recognise(&TableInput { rulings: &rulings, ..input })
}

/// Tells whoever fits the certainty of cells what it is made from, cell by cell: of table number `table`, then of those that
/// are nested in it, with the numbers behind. The number of the next table.
fn tell(table: u32, recognised: &Recognised) -> u32 {
    for (cell, evidence) in recognised.grid.cells().iter().zip(&recognised.evidence) {
        let [read, inside, support, row_support, spans] = evidence.numbers();
        let (row, column) = (cell.span.row, cell.span.column);
        tracing::trace!(target: "cell", table, row, column, read, inside, support, row_support, spans);
    }
    recognised.nested.iter().fold(table + 1, tell)
}

/// Whether a table reaches over words beside its region.
fn holds_others(found: &Recognised, region: &Arranged, others: &[Rect]) -> bool {
    let mut middles = others.iter().map(Rect::center);
    middles.any(|middle| found.bounds.contains(middle) && !region.bounds.contains(middle))
}

/// The words of a page that are not a region's.
fn others(region: &Arranged, lines: &[Line]) -> Vec<Rect> {
    let own: HashSet<usize> = region.lines.iter().copied().collect();
    let others = lines.iter().enumerate().filter(|(index, _)| !own.contains(index)).map(|(_, line)| line);
    others.flat_map(|line| &line.words).map(|word| word.outline.bounds()).collect()
}

/// The rulings whose middle is within `bounds`.
fn within(rulings: &Rulings, bounds: Rect) -> Rulings {
    let inside = |ruling: &&Ruling| bounds.contains(ruling.start.lerp(ruling.end, 0.5));
    Rulings {
        horizontal: rulings.horizontal.iter().filter(inside).copied().collect(),
        vertical: rulings.vertical.iter().filter(inside).copied().collect(),
    }
}

/// The table with this outline in the document's vocabulary, without those nested in it; its cells are still in view space.
pub(crate) fn to_table(
    id: TableId,
    inside: Option<CellRef>,
    page: u32,
    outline: Outline,
    recognised: Recognised,
) -> Table {
    Table {
        id,
        places: vec![document::Place { page, outline }],
        grid: recognised.grid,
        confidence: recognised.confidence,
        method: recognised.method,
        caption: None,
        notes: vec![],
        columns: vec![],
        unplaced_words: recognised.unplaced_words,
        repeated_words: vec![],
        inside,
    }
}
