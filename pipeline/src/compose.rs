//! From the stages' results in view space to a page in source space.

use document::{
    Capture, CellRef, Confidence, Grid, Line, NoticeCode, Outline, Page, Place, Point, Rect, Region,
    RegionId, Table, TableId,
};
use layout::Arranged;
use pages::SourcePage;
use tables::Recognised;

use crate::PageReading;
use crate::page::{View, notice};
use crate::tabulate::{Tabulated, to_table};

/// What leads from view space to source space.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'a> {
    pub(crate) source: &'a SourcePage,
    pub(crate) view: &'a View,
}

impl Sheet<'_> {
    /// An outline of the view in source space.
    pub(crate) fn in_source(&self, outline: &Outline) -> Outline {
        outline.map(|point| source_point(self.source, self.view, point))
    }

    /// The outline of a table in source space. On a page that was flattened it follows the bend.
    pub(crate) fn table_outline(&self, recognised: &Recognised) -> Outline {
        let corners = if self.view.rectified { grid_corners(&recognised.grid) } else { (vec![], vec![]) };
        self.bent(recognised.bounds, &corners)
    }

    /// `bounds` in source space, with points on its sides where cells have `corners`.
    fn bent(&self, bounds: Rect, corners: &(Vec<f32>, Vec<f32>)) -> Outline {
        self.in_source(&with_corners(bounds, corners).unwrap_or_else(|| bounds.into()))
    }
}

/// The page, its tables, and what there is to say about them. Region `i` holds the lines `regions[i].lines`.
pub(crate) fn page(
    sheet: &Sheet<'_>,
    regions: Vec<Arranged>,
    mut lines: Vec<Line>,
    tabulated: Tabulated,
) -> PageReading {
    let Sheet { source, view } = *sheet;
    let mut warnings = tabulated.warnings;
    let mut tables = Vec::new();
    let mut named = Vec::with_capacity(regions.len());
    for ((region, table), number) in regions.into_iter().zip(tabulated.tables).zip(1..) {
        let id = table.as_ref().map(|(id, _)| *id);
        if let Some((id, recognised)) = table {
            let first = tables.len();
            add_tables(&mut tables, id, None, recognised, sheet);
            let new = tables.get(first..).unwrap_or_default();
            warnings.extend(new.iter().filter_map(|table| unplaced(table, source.number)));
        }
        named.push(to_region(region, RegionId { page: source.number, region: number }, id, &lines, sheet));
    }
    for line in &mut lines {
        line.outline = sheet.in_source(&line.outline);
        line.words.iter_mut().for_each(|word| word.outline = sheet.in_source(&word.outline));
    }
    let capture = Capture {
        rotation: view.rotation,
        skew: view.skew,
        rectified: view.rectified,
        working_dpi: view.image.dpi(),
    };
    PageReading {
        page: Page { number: source.number, size: source.size, capture, regions: named, lines },
        tables,
        warnings,
    }
}

/// Adds a table and those nested in it, which have the numbers behind it.
fn add_tables(
    tables: &mut Vec<Table>,
    id: TableId,
    inside: Option<CellRef>,
    mut recognised: Recognised,
    sheet: &Sheet<'_>,
) {
    let outline = sheet.table_outline(&recognised);
    let nested = std::mem::take(&mut recognised.nested);
    let cell = |nested: &Recognised| {
        let span = recognised.grid.cell_around(&nested.grid)?;
        Some(CellRef { table: id, row: span.row, column: span.column })
    };
    let cells: Vec<Option<CellRef>> = nested.iter().map(cell).collect();
    tables.push(mapped(to_table(id, inside, sheet.source.number, outline, recognised), sheet));
    for (nested, cell) in nested.into_iter().zip(cells) {
        let last = tables.last().map_or(id, |table| table.id);
        add_tables(tables, TableId(last.0 + 1), cell, nested, sheet);
    }
}

/// From the view to source space, kept on the page.
fn source_point(source: &SourcePage, view: &View, point: Point) -> Point {
    let point = source.to_source.apply(view.to_picture.apply(point));
    Point::new(point.x.clamp(0.0, source.size.width), point.y.clamp(0.0, source.size.height))
}

fn to_region(
    region: Arranged,
    id: RegionId,
    table: Option<TableId>,
    lines: &[Line],
    sheet: &Sheet<'_>,
) -> Region {
    let own = region.lines.iter().filter_map(|index| lines.get(*index));
    Region {
        id,
        class: region.class,
        outline: sheet.in_source(&region.bounds.into()),
        confidence: region.confidence,
        level: region.level,
        lines: own.map(|line| line.id).collect(),
        table,
        text_layer_trust: None,
    }
}

/// The cells of a table in source space. On a page that was flattened their outlines follow the bend, with points where other
/// cells have corners: neighbours share their sides and do not lie over one another.
fn mapped(mut table: Table, sheet: &Sheet<'_>) -> Table {
    let corners = if sheet.view.rectified { grid_corners(&table.grid) } else { (vec![], vec![]) };
    let move_cell = |place: &mut Place| place.outline = sheet.bent(place.outline.bounds(), &corners);
    table.grid.for_each_cell(|cell| cell.places.iter_mut().for_each(move_cell));
    table
}

/// The places across and down where cells of a table have corners, rising.
fn grid_corners(grid: &Grid) -> (Vec<f32>, Vec<f32>) {
    let cells = grid.cells().iter().flat_map(|cell| &cell.places).map(|place| place.outline.bounds());
    let (mut xs, mut ys): (Vec<f32>, Vec<f32>) =
        cells.flat_map(|b| [(b.left, b.top), (b.right, b.bottom)]).unzip();
    for line in [&mut xs, &mut ys] {
        line.sort_by(f32::total_cmp);
        line.dedup();
    }
    (xs, ys)
}

/// The outline of a cell with a point on its sides wherever another cell may have a corner.
fn with_corners(cell: Rect, (xs, ys): &(Vec<f32>, Vec<f32>)) -> Option<Outline> {
    let across = || xs.iter().copied().filter(|x| cell.left < *x && *x < cell.right);
    let down = || ys.iter().copied().filter(|y| cell.top < *y && *y < cell.bottom);
    let (across, down): (Vec<f32>, Vec<f32>) = (across().collect(), down().collect());
    let mut points = vec![Point::new(cell.left, cell.top)];
    points.extend(across.iter().map(|x| Point::new(*x, cell.top)));
    points.push(Point::new(cell.right, cell.top));
    points.extend(down.iter().map(|y| Point::new(cell.right, *y)));
    points.push(Point::new(cell.right, cell.bottom));
    points.extend(across.iter().rev().map(|x| Point::new(*x, cell.bottom)));
    points.push(Point::new(cell.left, cell.bottom));
    points.extend(down.iter().rev().map(|y| Point::new(cell.left, *y)));
    Outline::new(points).ok()
}

fn unplaced(table: &Table, page: u32) -> Option<document::Notice> {
    let count = table.unplaced_words.len();
    let message = || format!("{count} words inside a table fit no cell; they are listed with it");
    (count > 0).then(|| notice(NoticeCode::UnplacedWords, page, message()))
}

/// Writes into each region how far the text layer could be trusted in it. `trust` is in view space.
pub(crate) fn mark_trust(page: &mut Page, source: &SourcePage, view: &View, trust: &[(Rect, Confidence)]) {
    let judged: Vec<(Rect, Confidence)> = trust
        .iter()
        .map(|(bounds, trust)| {
            (Outline::from(*bounds).map(|p| source_point(source, view, p)).bounds(), *trust)
        })
        .collect();
    for region in &mut page.regions {
        let bounds = region.outline.bounds();
        let best = judged.iter().max_by(|a, b| a.0.overlap(&bounds).total_cmp(&b.0.overlap(&bounds)));
        region.text_layer_trust = best.filter(|(r, _)| r.overlap(&bounds) > 0.0).map(|(_, trust)| *trust);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_cell_has_points_where_those_below_have_corners() {
        let corners = (vec![0.0, 10.0, 25.0, 40.0], vec![0.0, 5.0, 9.0]);
        let outline = with_corners(Rect::new(0.0, 0.0, 40.0, 5.0), &corners).unwrap();
        let want = [(0, 0), (10, 0), (25, 0), (40, 0), (40, 5), (25, 5), (10, 5), (0, 5)];
        assert_eq!(outline.points(), want.map(|(x, y)| Point::new(x as f32, y as f32)));
        assert_eq!(outline.area(), 200.0);
        let tall = with_corners(Rect::new(0.0, 0.0, 10.0, 9.0), &corners).unwrap();
        assert_eq!(tall.points().len(), 6);
    }
}
