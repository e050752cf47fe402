use document::{Line, Origin, Rect, RegionClass, RegionProposal};
use layout::Arranged;
use tables::TableArea;

use crate::page::View;
use crate::{Error, marks};

/// Regions in reading order, every line in exactly one: the layout network's proposals, the tables that ruling lines and
/// aligned words show, and the lines themselves, weighed against each other. Lines that run over the border of a table
/// are cut there, and marks in tables that no line has become lines; the lines come back with the regions.
pub(crate) fn arrange(
    view: &View,
    proposals: &[RegionProposal],
    lines: Vec<Line>,
    read: &marks::Read<'_>,
) -> Result<(Vec<Arranged>, Vec<Line>), Error> {
    let (found, lines) = with_dashes(view, proposals, lines);
    let sure: Vec<Rect> = found.iter().filter(|area| area.borne_out).map(|area| area.bounds).collect();
    let lines = layout::cut_at_borders(lines, &sure);
    let regions = weighed(view, proposals, &found, &lines);
    let (mut regions, mut lines) = layout::fill_tables(regions, lines);
    marks::found(&view.image, &mut regions, &mut lines, read)?;
    Ok((regions, lines))
}

/// The tables of the page; where columns of dashes that no line has show further ones, those dashes become lines, behind the others.
fn with_dashes(
    view: &View,
    proposals: &[RegionProposal],
    mut lines: Vec<Line>,
) -> (Vec<TableArea>, Vec<Line>) {
    let find = |lines: &[Line]| tables::find(view.image.bounds(), proposals, lines, &view.rulings);
    let found = find(&lines);
    if lines.iter().flat_map(|line| &line.words).any(|word| word.origin != Origin::Recognition) {
        return (found, lines);
    }
    let places: Vec<Rect> = found.iter().map(|area| area.bounds).collect();
    let dashes = marks::columns_of_dashes(&view.image, &lines, &places);
    if dashes.is_empty() {
        return (found, lines);
    }
    let count = lines.len();
    lines.extend(dashes);
    let found = find(&lines);
    let mut dashes = lines.split_off(count);
    let in_table =
        |line: &Line| found.iter().any(|area| area.bounds.contains(line.outline.bounds().center()));
    dashes.retain(in_table);
    lines.append(&mut dashes);
    (found, lines)
}

/// The same with the lines as they are.
pub(crate) fn arrange_as_given(view: &View, proposals: &[RegionProposal], lines: &[Line]) -> Vec<Arranged> {
    let found = tables::find(view.image.bounds(), proposals, lines, &view.rulings);
    weighed(view, proposals, &found, lines)
}

fn weighed(view: &View, proposals: &[RegionProposal], found: &[TableArea], lines: &[Line]) -> Vec<Arranged> {
    let others = proposals.iter().filter(|proposal| proposal.class != RegionClass::Table).cloned();
    let mut all: Vec<RegionProposal> = found.iter().map(proposed).collect();
    all.extend(others);
    let options = layout::ArrangeOptions::default();
    let mut arranged = layout::arrange(view.image.bounds(), &all, lines, &view.rulings, &options);
    for region in arranged.iter_mut().filter(|r| r.class == RegionClass::Table && r.confidence.is_none()) {
        region.confidence = nearest(found, &region.bounds).and_then(|area| area.confidence);
    }
    arranged
}

/// An area as a proposal: one that is borne out is no guess to be weighed again, which a missing confidence says.
fn proposed(area: &TableArea) -> RegionProposal {
    let confidence = area.confidence.filter(|_| !area.borne_out);
    RegionProposal { class: RegionClass::Table, bounds: area.bounds, confidence }
}

fn nearest<'a>(found: &'a [TableArea], bounds: &Rect) -> Option<&'a TableArea> {
    found.iter().max_by(|a, b| a.bounds.iou(bounds).total_cmp(&b.bounds.iou(bounds)))
}

/// Regions by the place of the lines alone, without tables.
pub(crate) fn arrange_text(view: &View, lines: &[Line]) -> Vec<Arranged> {
    let bounds = view.image.bounds();
    layout::arrange(bounds, &[], lines, &view.rulings, &layout::ArrangeOptions::default())
}
