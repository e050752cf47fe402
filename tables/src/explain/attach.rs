//! Captions and notes.

use document::{Page, Region, RegionClass, RegionId, Table};

use crate::join::Upright;

/// A caption is no longer than this many characters; what is longer is a text that begins like one.
const CAPTION_LENGTH: usize = 300;
/// What begins like a note and stands this close below a table, as a share of the page's height, belongs to it.
const NOTE_DISTANCE: f32 = 0.08;
/// A footnote that does not begin like a note of a table must stand closer: else it is the page's.
const FOOTNOTE_DISTANCE: f32 = 0.03;

/// How captions of tables begin.
const TABLE_NAMES: [&str; 5] = ["table", "tab.", "表", "续表", "附表"];
/// How captions of something else begin.
const OTHER_NAMES: [&str; 5] = ["figure", "fig", "图", "chart", "plate"];
/// How notes of tables begin.
const NOTE_STARTS: [&str; 16] = [
    "注",
    "备注",
    "说明",
    "附注",
    "资料来源",
    "数据来源",
    "来源",
    "note",
    "source",
    "abbreviation",
    "data are",
    "values are",
    "*",
    "†",
    "#",
    "‡",
];
/// A line that says the unit of all values.
const UNIT_STARTS: [&str; 4] = ["单位", "(单位", "（单位", "unit:"];

/// Attaches to each table its caption and its notes.
pub(super) fn attach(pages: &[Page], tables: &mut [Table]) {
    for table in tables {
        table.caption = None;
        table.notes.clear();
        for (index, place) in table.places.iter().enumerate() {
            let Some(page) = pages.iter().find(|page| page.number == place.page) else { continue };
            let Some(at) = page.regions.iter().position(|region| region.table == Some(table.id)) else {
                continue;
            };
            if index == 0 {
                let (caption, unit) = caption(page, at);
                table.caption = caption;
                table.notes.extend(unit);
            }
            let notes = notes(page, at);
            table.notes.extend(notes.into_iter().filter(|id| Some(*id) != table.caption));
        }
        let mut seen = Vec::with_capacity(table.notes.len());
        table.notes.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
    }
}

/// The caption of the table in region `at`: what stands right before it, a line with the unit of its values between
/// them at most, else right after; and the line with the unit.
fn caption(page: &Page, at: usize) -> (Option<RegionId>, Option<RegionId>) {
    let region = |index: Option<usize>| index.and_then(|index| page.regions.get(index));
    let starts = |region: &&Region, names: &[&str]| begins(&page.region_text(region), names);
    let unit =
        region(at.checked_sub(1)).filter(|region| region.table.is_none() && starts(region, &UNIT_STARTS));
    let before =
        region(at.checked_sub(if unit.is_some() { 2 } else { 1 })).filter(|region| is_caption(page, region));
    let before = before.filter(|caption| !belongs_above(page, caption, at));
    let after = region(at.checked_add(1))
        .filter(|region| region.class == RegionClass::Caption && is_caption(page, region))
        .filter(|caption| {
            !page
                .regions
                .get(at + 2)
                .is_some_and(|next| next.table.is_some() && !is_nearer(page, caption, at))
        });
    (before.or(after).map(|region| region.id), unit.map(|region| region.id))
}

/// Whether the caption before table `at` is that of a table right above it, which stands nearer.
fn belongs_above(page: &Page, caption: &Region, at: usize) -> bool {
    let above =
        page.regions.iter().position(|region| region.id == caption.id).and_then(|index| index.checked_sub(1));
    let Some(above) =
        above.filter(|index| page.regions.get(*index).is_some_and(|region| region.table.is_some()))
    else {
        return false;
    };
    gap(page, above, caption).abs() < gap(page, at, caption).abs() && !has_caption_before(page, above)
}

fn has_caption_before(page: &Page, at: usize) -> bool {
    at.checked_sub(1).and_then(|index| page.regions.get(index)).is_some_and(|region| is_caption(page, region))
}

/// Whether `caption`, which stands between the table `at` and the next, is nearer to the former.
fn is_nearer(page: &Page, caption: &Region, at: usize) -> bool {
    gap(page, at, caption).abs() < gap(page, at + 2, caption).abs()
}

fn is_caption(page: &Page, region: &Region) -> bool {
    let text = page.region_text(region);
    let is_short = text.chars().count() <= CAPTION_LENGTH;
    let is_named = crate::join::table_number(&text).is_some() && begins(&text, &TABLE_NAMES);
    let may_be = matches!(region.class, RegionClass::Text | RegionClass::Heading);
    region.table.is_none()
        && match region.class {
            RegionClass::Caption => !begins(&text, &OTHER_NAMES) && !text.is_empty(),
            _ => may_be && is_short && is_named,
        }
}

/// The notes that follow the table in region `at`, one after the other.
fn notes(page: &Page, at: usize) -> Vec<RegionId> {
    let mut notes = vec![];
    for region in page.regions.iter().skip(at + 1) {
        let begins_so = begins(&page.region_text(region), &NOTE_STARTS);
        let distance = match (begins_so, region.class) {
            (true, RegionClass::Footnote | RegionClass::Text | RegionClass::List) => NOTE_DISTANCE,
            (false, RegionClass::Footnote) => FOOTNOTE_DISTANCE,
            _ => break,
        };
        // From the table to the first note, then from note to note.
        let from =
            notes.last().and_then(|id| page.regions.iter().position(|region| region.id == *id)).unwrap_or(at);
        if region.table.is_some() || !(-FOOTNOTE_DISTANCE..=distance).contains(&gap(page, from, region)) {
            break;
        }
        notes.push(region.id);
    }
    notes
}

/// The distance between the regions `at` and `other`, as a share of the page's height; negative where they overlap.
fn gap(page: &Page, at: usize, other: &Region) -> f32 {
    let Some(region) = page.regions.get(at) else { return f32::INFINITY };
    let upright = Upright::new(page, &region.outline);
    let (a, b) = (upright.rect(&region.outline), upright.rect(&other.outline));
    (b.top - a.bottom).max(a.top - b.bottom)
}

fn begins(text: &str, starts: &[&str]) -> bool {
    let text = text.trim().to_lowercase();
    starts.iter().any(|start| text.starts_with(start))
}
