use document::{Document, Line, Page, RegionClass};

use super::passage::Draft;

/// A paragraph that is cut by the page's end fills its last line: it ends within this share of the page's width from
/// where the longest line of the page ends.
const SHORT_OF_MARGIN: f32 = 0.08;

/// What may end a paragraph.
const ENDS: &str = "。！？；：.!?;:…”》）)";

/// Whether the paragraph `draft`, begun on page `start`, goes on with `first`, the first running line of `page`.
pub(super) fn goes_on(document: &Document, draft: &Draft, start: u32, page: &Page, first: &Line) -> bool {
    let Some(row) = draft.last_place() else { return false };
    if row.page + 1 != page.number
        || row.page < start
        || draft.text().trim_end().ends_with(|c| ENDS.contains(c))
    {
        return false;
    }
    let body = page.regions.iter().find(|region| !region.class.is_marginal());
    let is_first = body.is_some_and(|region| {
        matches!(region.class, RegionClass::Text | RegionClass::List)
            && region.lines.first() == Some(&first.id)
    });
    let Some(before) = document.page(row.page).filter(|_| is_first) else { return false };
    let rights = before.lines.iter().map(|line| line.outline.bounds().right);
    let right = rights.fold(0.0_f32, f32::max);
    right - row.outline.bounds().right < before.size.width * SHORT_OF_MARGIN
}
