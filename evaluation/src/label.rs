//! A reading as a truth file, to be corrected by hand.

use document::{Cell, Document, HeaderKind, Outline, Page, Point, Region, Table};
use serde_json::{Value, json};

use crate::read::{lines_alone, region_text};

/// A reading in the form of `inkstone-truth/1`, one item a line, so that a person can correct it and a version control
/// system can tell what was corrected. `language` is `zh`, `en` or `zh+en`.
///
/// ```
/// # let json = include_str!("../tests/data/reading.json");
/// # let reading: document::Reading = serde_json::from_str(json).unwrap();
/// use evaluation::read::{content_of, read_truth, PageHeights, TruthFormat};
/// let truth = evaluation::label(&reading.document, "zh");
/// let read = &read_truth(TruthFormat::Inkstone, &truth, PageHeights::default()).unwrap()[0].content;
/// assert_eq!(read.tables.as_ref().unwrap()[0].text(), "项目GLU5.6");
/// ```
pub fn label(document: &Document, language: &str) -> String {
    let pages: Vec<String> = document.pages.iter().map(|page| page_json(document, page)).collect();
    format!(
        "{{\"schema\":\"inkstone-truth/1\",\"language\":{},\"pages\":[\n{}],\n\"fields\":{{}}}}\n",
        json!(language),
        pages.join(",\n")
    )
}

fn page_json(document: &Document, page: &Page) -> String {
    let lines = page.lines.iter().map(|line| {
        let vertical = line.direction == document::Direction::Vertical;
        json!({"text": line.text, "outline": outline(&line.outline), "vertical": vertical, "handwritten": false})
    });
    let tables: Vec<&Table> =
        document.tables.iter().filter(|t| t.places.first().is_some_and(|p| p.page == page.number)).collect();
    let texts: Vec<String> = page.regions.iter().map(|region| region_text(document, page, region)).collect();
    let regions =
        page.regions.iter().zip(&texts).map(|(region, text)| region_json(page, region, text, &tables));
    let shown = texts.iter().map(String::as_str).chain(lines_alone(page));
    let shown: Vec<&str> = shown.filter(|text| !text.is_empty()).collect();
    let (lines, regions) = (listed(lines), listed(regions));
    let tables: Vec<String> = tables.iter().map(|table| table_json(table, page.number)).collect();
    format!(
        "{{\"number\":{},\"width\":{},\"height\":{},\"unit\":{},\"rotation\":{},\"lines\":[{lines}],\"regions\":[{regions}],\
         \"tables\":[{}],\"text\":{}}}",
        page.number,
        page.size.width,
        page.size.height,
        json!(page.size.unit),
        page.capture.rotation.degrees(),
        tables.join(","),
        json!(shown.join("\n\n")),
    )
}

/// Items a line each.
fn listed(items: impl Iterator<Item = Value>) -> String {
    items.map(|item| format!("\n{item}")).collect::<Vec<_>>().join(",")
}

fn region_json(page: &Page, region: &Region, text: &str, tables: &[&Table]) -> Value {
    let place = |id| page.lines.iter().position(|line| line.id == id);
    let lines: Vec<usize> = region.lines.iter().filter_map(|id| place(*id)).collect();
    let mut value =
        json!({"class": region.class, "outline": outline(&region.outline), "lines": lines, "text": text});
    if let Some(index) = region.table.and_then(|id| tables.iter().position(|table| table.id == id)) {
        value["table"] = json!(index);
    }
    value
}

fn table_json(table: &Table, page: u32) -> String {
    let around = table.places.iter().find(|place| place.page == page).map(|place| outline(&place.outline));
    let cell = |cell: &Cell| {
        let place = cell.places.iter().find(|place| place.page == page).map(|place| outline(&place.outline));
        let span = cell.span;
        json!({"row": span.row, "column": span.column, "row_span": span.row_span, "column_span": span.column_span,
               "header": cell.header != HeaderKind::None, "text": cell.text, "outline": place})
    };
    let cells = listed(table.grid.cells().iter().map(cell));
    let (rows, columns) = (table.grid.rows(), table.grid.columns());
    format!("\n{{\"rows\":{rows},\"columns\":{columns},\"outline\":{},\"cells\":[{cells}]}}", json!(around))
}

/// Points rounded to a tenth, as the format has it.
fn outline(outline: &Outline) -> Value {
    let tenth = |value: f32| (f64::from(value) * 10.0).round() / 10.0;
    let points: Vec<[f64; 2]> =
        outline.points().iter().map(|Point { x, y }| [tenth(*x), tenth(*y)]).collect();
    json!(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Metric;
    use crate::read::{PageHeights, TruthFormat, content_of, read_truth};
    use crate::scoring::score;
    use crate::text::Normalisation;

    #[test]
    fn a_reading_labelled_is_read_perfectly() {
        let reading: document::Reading =
            serde_json::from_str(include_str!("../tests/data/reading.json")).unwrap();
        let text = label(&reading.document, "zh");
        assert_eq!(TruthFormat::guess("truth.json", &text), Some(TruthFormat::Inkstone));
        let truth =
            read_truth(TruthFormat::Inkstone, &text, PageHeights::default()).unwrap().remove(0).content;
        let scores = score(&content_of(&reading.document), &truth, &Normalisation::default());
        for (metric, perfect) in [
            (Metric::LayoutMap, 1.0),
            (Metric::Teds, 1.0),
            (Metric::GritsLocation, 1.0),
            (Metric::LineEndToEnd, 1.0),
            (Metric::BlockNed, 0.0),
            (Metric::Ned, 0.0),
        ] {
            assert_eq!(scores.value(metric), Some(perfect), "{metric:?}");
        }
        assert_eq!(text.lines().count(), 13, "{text}");
    }
}
