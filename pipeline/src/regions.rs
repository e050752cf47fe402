use document::{Line, RegionProposal};
use layout::Arranged;

use crate::page::View;

/// Regions in reading order, every line in exactly one: the layout network's proposals, the tables that ruling lines and
/// aligned words show, and the lines themselves, weighed against each other.
pub(crate) fn arrange(view: &View, proposals: &[RegionProposal], lines: &[Line]) -> Vec<Arranged> {
    let bounds = view.image.bounds();
    let all = proposals;
    layout::arrange(bounds, all, lines, &view.rulings, &layout::ArrangeOptions::default())
}
