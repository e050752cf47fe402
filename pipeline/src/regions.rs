use document::{Line, RegionClass, RegionProposal};
use layout::Arranged;

use crate::page::View;

/// Regions in reading order, every line in exactly one: the layout network's proposals, the tables that ruling lines and
/// aligned words show, and the lines themselves, weighed against each other.
pub(crate) fn arrange(view: &View, proposals: &[RegionProposal], lines: &[Line]) -> Vec<Arranged> {
    let bounds = view.image.bounds();
    let others = proposals.iter().filter(|proposal| proposal.class != RegionClass::Table).cloned();
    let mut all = tables::find(bounds, proposals, lines, &view.rulings);
    all.extend(others);
    layout::arrange(bounds, &all, lines, &view.rulings, &layout::ArrangeOptions::default())
}

/// Regions by the place of the lines alone, without tables.
pub(crate) fn arrange_text(view: &View, lines: &[Line]) -> Vec<Arranged> {
    let bounds = view.image.bounds();
    layout::arrange(bounds, &[], lines, &view.rulings, &layout::ArrangeOptions::default())
}
