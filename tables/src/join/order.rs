//! What stands between two tables of neighbouring pages.

use document::{Page, Rect, Region, RegionClass};

use super::Side;
use super::marks::{is_mark, number, says_continued};

/// Tables stand side by side where they share no more than this part of the narrower one's width.
const BESIDE: f32 = 0.1;
/// More room than this share of a page below a table is room for another row: it ended there.
const ROOM: f32 = 0.2;
/// Where a page has no footer, its text ends about here.
const FOOT: f32 = 0.94;
/// Likewise at the head.
const HEAD: f32 = 0.06;

/// A page number with dashes and blanks around it has no more characters.
const PAGE_NUMBER: usize = 8;

/// How notes of a table begin; what stands below them is another table unless it says otherwise.
const NOTE_STARTS: [&str; 8] = ["注", "备注", "说明", "资料来源", "note", "source", "*", "a "];

/// What the regions between two tables say of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// That the later one continues the earlier.
    pub(super) is_continued: bool,
    /// That the earlier one is complete.
    pub(super) is_closed: bool,
}

/// Nothing where something stands between the tables that belongs to neither: a text, a title, a caption of its own.
///
/// What frames the page does not count, nor what stands in the same place of the reading order on both pages, as the
/// head of a form that is printed on every page.
pub(super) fn between(tail: &Side<'_>, head: &Side<'_>) -> Option<Told> {
    let mut told = Told::default();
    let (below, above) = (after(tail), before(head));
    for region in below {
        let text = tail.page.region_text(region);
        match () {
            () if is_frame(region) || is_beside(tail, region) || is_blank(region, &text) => {}
            () if is_at_foot(tail, region) && is_page_number(&text) => {}
            () if region.table.is_some() => return None,
            () if is_mark(&text) => told.is_continued = true,
            () if is_repeated(region, &text, head.page, after(head)) => {}
            () if region.class == RegionClass::Footnote => told.is_closed |= is_note(&text),
            () => return None,
        }
    }
    for region in above {
        let text = head.page.region_text(region);
        match () {
            () if is_frame(region) || is_beside(head, region) || is_blank(region, &text) => {}
            () if region.table.is_some() => return None,
            () if is_mark(&text) || is_same_caption(tail, region, &text) => told.is_continued = true,
            // The same title again may begin the next form of a pile.
            () if is_repeated(region, &text, tail.page, before(tail)) => told.is_closed |= is_title(region),
            () => return None,
        }
    }
    caption_below(tail, head, &mut told).then_some(told)
}

/// Whether the later table's caption, if it stands below it, does not make it another table.
fn caption_below(tail: &Side<'_>, head: &Side<'_>, told: &mut Told) -> bool {
    let below = after(head).iter().find(|region| Some(region.id) == head.table.caption);
    let Some(region) = below else { return true };
    let text = head.page.region_text(region);
    if says_continued(&text) || is_same_caption(tail, region, &text) {
        told.is_continued = true;
        return true;
    }
    // A caption below, where the earlier part has none, is that of both.
    tail.table.caption.is_none()
}

fn after<'a>(side: &Side<'a>) -> &'a [Region] {
    side.page.regions.get(side.index + 1..).unwrap_or_default()
}

fn before<'a>(side: &Side<'a>) -> &'a [Region] {
    side.page.regions.get(..side.index).unwrap_or_default()
}

fn is_title(region: &Region) -> bool {
    matches!(region.class, RegionClass::Title | RegionClass::Heading)
}

fn is_frame(region: &Region) -> bool {
    use RegionClass as C;
    region.class.is_marginal() || matches!(region.class, C::Seal | C::Signature | C::SideNote)
}

fn is_blank(region: &Region, text: &str) -> bool {
    text.is_empty() && region.class != RegionClass::Figure && region.table.is_none()
}

/// Whether `region` stands where the text of a page ends.
fn is_at_foot(side: &Side<'_>, region: &Region) -> bool {
    side.upright.rect(&region.outline).center().y >= FOOT
}

/// Whether a text is a page number with specks around it: one whole number and no letters.
fn is_page_number(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let plain = !text.contains(|c: char| c.is_alphabetic() || matches!(c, '.' | ',' | '%' | '¥' | '$'));
    plain && text.chars().count() <= PAGE_NUMBER && numbers.count() == 1
}

/// Whether `region` is a table that stands beside this one.
fn is_beside(side: &Side<'_>, region: &Region) -> bool {
    let (a, b) = (side.upright.rect(&side.region.outline), side.upright.rect(&region.outline));
    region.table.is_some() && a.overlap_x(&b) <= BESIDE * a.width().min(b.width()) && a.overlap_y(&b) > 0.0
}

fn is_same_caption(tail: &Side<'_>, region: &Region, text: &str) -> bool {
    if region.class != RegionClass::Caption {
        return false;
    }
    let own = tail.table.caption;
    let caption = own.and_then(|id| tail.page.regions.iter().find(|region| region.id == id));
    let Some(caption) = caption.map(|region| tail.page.region_text(region)) else {
        return says_continued(text);
    };
    match (number(&caption), number(text)) {
        (Some(a), Some(b)) => a == b,
        _ => says_continued(text) || plain(&caption) == plain(text),
    }
}

/// Whether one of `regions` has the same text but for its numbers: page numbers differ, the rest of a running head does
/// not. A text that is nothing but numbers is a page number. The numbers of headings and captions count.
fn is_repeated(region: &Region, text: &str, page: &Page, regions: &[Region]) -> bool {
    if is_title(region) || region.class == RegionClass::Caption {
        return regions.iter().any(|other| page.region_text(other) == text);
    }
    let text = plain(text);
    text.is_empty() || regions.iter().any(|region| plain(&page.region_text(region)) == text)
}

/// The letters of a text.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn is_note(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    NOTE_STARTS.iter().any(|start| text.starts_with(start))
}

/// Whether the earlier table reaches the foot of its page's text and the later one stands at the head of it.
pub(super) fn are_at_the_edges(tail: &Side<'_>, head: &Side<'_>) -> bool {
    let rect = |side: &Side<'_>, region: &Region| side.upright.rect(&region.outline);
    let frame = |side: &Side<'_>, regions: &[Region]| -> Vec<Rect> {
        regions.iter().filter(|region| region.table.is_none()).map(|region| rect(side, region)).collect()
    };
    let bottom = rect(tail, tail.region).bottom;
    let foot = frame(tail, &tail.page.regions)
        .into_iter()
        .map(|r| r.top)
        .filter(|top| *top >= bottom)
        .fold(FOOT, f32::min);
    let top = rect(head, head.region).top;
    let lead = frame(head, &head.page.regions)
        .into_iter()
        .map(|r| r.bottom)
        .filter(|b| *b <= top)
        .fold(HEAD, f32::max);
    foot - bottom <= ROOM && top - lead <= ROOM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_sums() {
        for (text, want) in [
            ("-2-", true),
            ("°-2-", true),
            ("— 12 —", true),
            ("129.30", false),
            ("¥56", false),
            ("第2页", false),
            ("1 2", false),
            ("", false),
        ] {
            assert_eq!(is_page_number(text), want, "{text}");
        }
    }
}
