//! What forms say: names and values.

mod grid;
mod labels;
mod line;
mod passage;

use std::collections::HashMap;

use document::{Document, Field, Page, Region, RegionClass, Table, TableId};

use passage::Words;

/// Tables within one another are followed so far: a document from elsewhere may go round in circles.
const DEEPEST: usize = 8;

/// Where little else speaks for a form, a longer value is a sentence behind a colon.
const SHORT_VALUE: usize = 40;

/// The fields of a document in reading order: of grids of names and values, and of lines of `Name: value`.
pub(super) fn fields(document: &Document) -> Vec<Field> {
    let words = Words::new(document);
    let mut nested: HashMap<TableId, Vec<&Table>> = HashMap::new();
    for table in &document.tables {
        nested.entry(outermost(document, table)).or_default().extend(table.inside.map(|_| table));
    }
    let mut fields = vec![];
    let mut seen: Vec<TableId> = vec![];
    for page in &document.pages {
        for region in &page.regions {
            match region.table.and_then(|id| document.table(id)) {
                Some(table) if seen.contains(&table.id) => {}
                Some(table) => {
                    seen.push(table.id);
                    fields.extend(grid::fields(table, &words));
                    let nested = nested.get(&table.id).into_iter().flatten();
                    nested.for_each(|nested| fields.extend(grid::fields(nested, &words)));
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

/// The table in a region that `table` stands in, in a cell of it or of one in a cell.
fn outermost(document: &Document, table: &Table) -> TableId {
    let around = |id: &TableId| document.table(*id).and_then(|table| table.inside).map(|cell| cell.table);
    std::iter::successors(Some(table.id), around).take(DEEPEST).last().unwrap_or(table.id)
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
