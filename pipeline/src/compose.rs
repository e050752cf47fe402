//! From the stages' results in view space to a page in source space.

use document::{
    Capture, Confidence, Line, NoticeCode, Outline, Page, Place, Point, Rect, Region, RegionId, Table,
    TableId,
};
use layout::Arranged;
use pages::SourcePage;

use crate::PageReading;
use crate::page::{View, notice};
use crate::tabulate::{Tabulated, to_table};

/// The page, its tables, and what there is to say about them. Region `i` holds the lines `regions[i].lines`.
pub(crate) fn page(
    source: &SourcePage,
    view: &View,
    regions: Vec<Arranged>,
    mut lines: Vec<Line>,
    tabulated: Tabulated,
) -> PageReading {
    let to_source = |outline: &Outline| outline.map(|point| source_point(source, view, point));
    let mut warnings = tabulated.warnings;
    let mut tables = Vec::new();
    let mut named = Vec::with_capacity(regions.len());
    for ((region, table), number) in regions.into_iter().zip(tabulated.tables).zip(1..) {
        let id = table.as_ref().map(|(id, _)| *id);
        if let Some((id, recognised)) = table {
            let table = to_table(id, source.number, recognised);
            warnings.extend(unplaced(&table, source.number));
            tables.push(mapped(table, &to_source));
        }
        named.push(to_region(
            region,
            RegionId { page: source.number, region: number },
            id,
            &lines,
            &to_source,
        ));
    }
    for line in &mut lines {
        line.outline = to_source(&line.outline);
        line.words.iter_mut().for_each(|word| word.outline = to_source(&word.outline));
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
    to_source: &dyn Fn(&Outline) -> Outline,
) -> Region {
    let own = region.lines.iter().filter_map(|index| lines.get(*index));
    Region {
        id,
        class: region.class,
        outline: to_source(&region.bounds.into()),
        confidence: region.confidence,
        level: region.level,
        lines: own.map(|line| line.id).collect(),
        table,
        text_layer_trust: None,
    }
}

fn mapped(mut table: Table, to_source: &dyn Fn(&Outline) -> Outline) -> Table {
    let move_place = |place: &mut Place| place.outline = to_source(&place.outline);
    table.places.iter_mut().for_each(move_place);
    table.grid.for_each_cell(|cell| cell.places.iter_mut().for_each(move_place));
    table
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
