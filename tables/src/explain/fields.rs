//! What forms say: names and values.

mod grid;
mod labels;
mod line;
mod passage;

use document::{Document, Field, Page, Region, RegionClass, TableId};

use passage::Words;

/// Where little else speaks for a form, a longer value is a sentence behind a colon.
const SHORT_VALUE: usize = 40;

/// The fields of a document in reading order: of grids of names and values, and of lines of `Name: value`.
pub(super) fn fields(document: &Document) -> Vec<Field> {
    let words = Words::new(document);
    let mut fields = vec![];
    let mut seen: Vec<TableId> = vec![];
    for page in &document.pages {
        for region in &page.regions {
            match region.table.and_then(|id| document.table(id)) {
                Some(table) if seen.contains(&table.id) => {}
                Some(table) => {
                    seen.push(table.id);
                    fields.extend(grid::fields(table, &words));
                }
                None => {
                    let own = of_lines(page, region, &words);
                    // What frames each page is said once.
                    let is_said = |field: &Field| {
                        let same = |other: &Field| {
                            other.key.text == field.key.text && other.value.text == field.value.text
                        };
                        region.class.is_marginal() && fields.iter().any(same)
                    };
                    let new: Vec<Field> = own.into_iter().filter(|field| !is_said(field)).collect();
                    fields.extend(new);
                }
            }
        }
    }
    fields
}

/// The fields of a region whose lines say names and values: most of them, or two and more on one line. Prose has a
/// colon now and then.
fn of_lines(page: &Page, region: &Region, words: &Words<'_>) -> Vec<Field> {
    use RegionClass as C;
    if matches!(region.class, C::Figure | C::Formula | C::Reference | C::Footnote | C::PageNumber) {
        return vec![];
    }
    let lines: Vec<_> = region.lines.iter().filter_map(|id| page.line(*id)).collect();
    let found = line::pairs(&lines);
    let says = |index: usize| found.iter().filter(|pair| pair.line == index).count();
    let with = (0..lines.len()).filter(|index| says(*index) > 0).count();
    let are_short = found.iter().all(is_short);
    let is_lone = lines.len() == 1 && found.len() == 1;
    let is_form = with * 2 > lines.len() || (with * 2 == lines.len() && are_short);
    let is_field = |pair: &&line::Pair| match region.class {
        _ if says(pair.line) > 1 => true,
        // A caption or an item with a colon is a field only if forms have such.
        C::Caption | C::List => is_form && is_short(pair) && labels::is_known(&pair.key.text),
        _ if is_lone => is_short(pair) && !pair.value.text.is_empty(),
        _ => is_form,
    };
    found.iter().filter(is_field).map(|pair| words.field(&pair.key, &pair.value, None)).collect()
}

/// Whether a value is no sentence.
fn is_short(pair: &line::Pair) -> bool {
    let text = &pair.value.text;
    text.chars().count() <= SHORT_VALUE && !text.ends_with(['。', '；', ';'])
}
