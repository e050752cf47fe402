//! OmniDocBench: the parts of each page with their class, order, text, LaTeX or HTML.

use std::collections::BTreeMap;

use document::{Rect, RegionClass};
use serde::Deserialize;

use super::{Labelled, json};
use crate::content::{Block, Content, PageContent, TableContent};
use crate::markup::parse_html;
use crate::{Error, region_class};

#[derive(Deserialize)]
struct Page {
    layout_dets: Vec<Part>,
    page_info: Info,
}

#[derive(Deserialize)]
struct Info {
    image_path: String,
    #[serde(default)]
    page_attribute: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Part {
    category_type: String,
    #[serde(default)]
    poly: Vec<f32>,
    #[serde(default)]
    ignore: bool,
    order: Option<f64>,
    text: Option<String>,
    latex: Option<String>,
    html: Option<String>,
    #[serde(default)]
    line_with_spans: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<Labelled>, Error> {
    let pages: Vec<Page> = json(text)?;
    Ok(pages.into_iter().map(labelled).collect())
}

fn labelled(page: Page) -> Labelled {
    let attributes = page.page_info.page_attribute.iter();
    let attributes =
        attributes.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
    Labelled { input: Some(page.page_info.image_path), content: content(page.layout_dets), attributes }
}

/// Headers come first, then all that has an order, then footers and page numbers.
fn content(mut parts: Vec<Part>) -> Content {
    parts.retain(|part| !part.ignore && !part.category_type.ends_with("mask"));
    let rank = |part: &Part| match region_class(&part.category_type) {
        Some(RegionClass::Header) => (0, 0.0),
        Some(RegionClass::Footer | RegionClass::PageNumber | RegionClass::Footnote)
            if part.order.is_none() =>
        {
            (2, 0.0)
        }
        _ => (1, part.order.unwrap_or(f64::MAX)),
    };
    parts.sort_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let tables: Vec<TableContent> = parts.iter().filter_map(table).collect();
    let formulas = parts.iter().filter(|part| part.category_type == "equation_isolated");
    let formulas = formulas.filter_map(|part| part.latex.clone()).collect();
    let blocks: Vec<Block> = parts.iter().map(block).collect();
    let texts: Vec<String> = blocks.iter().map(Block::text).filter(|text| !text.is_empty()).collect();
    let page = PageContent {
        number: Some(1),
        text: Some(texts.join("\n")),
        ordered: true,
        blocks: Some(blocks),
        ..PageContent::default()
    };
    Content { pages: vec![page], tables: Some(tables), formulas: Some(formulas), ..Content::default() }
}

fn bounds(part: &Part) -> Option<Rect> {
    let points = part.poly.chunks_exact(2).map(|xy| Rect::new(xy[0], xy[1], xy[0], xy[1]));
    Rect::around(points)
}

fn table(part: &Part) -> Option<TableContent> {
    let root = parse_html(part.html.as_deref().filter(|_| part.category_type == "table")?);
    let table = root.outermost("table").first().map(|table| TableContent::from_html(table));
    Some(table.unwrap_or_default().on(Some(1), bounds(part)))
}

fn block(part: &Part) -> Block {
    let lines: Vec<String> = part.line_with_spans.iter().filter_map(|line| line.text.clone()).collect();
    let whole = || {
        let html = part.html.as_deref().map(|html| {
            let cells = parse_html(html);
            cells
                .outermost("table")
                .iter()
                .flat_map(|t| crate::table::cells_of(t))
                .map(|c| c.text)
                .collect::<Vec<_>>()
        });
        match (&part.text, &part.latex, html) {
            (Some(text), ..) => vec![text.clone()],
            (None, _, Some(cells)) => vec![cells.join(" ")],
            (None, Some(latex), None) => vec![latex.clone()],
            _ => Vec::new(),
        }
    };
    let lines = if lines.is_empty() || part.text.is_none() { whole() } else { lines };
    Block { class: region_class(&part.category_type), bounds: bounds(part), lines, confidence: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order() {
        let text = r#"[{"page_info": {"image_path": "a.jpg", "page_no": 3, "page_attribute": {"language": "en"}},
            "layout_dets": [
            {"category_type": "footer", "poly": [0, 90, 9, 90, 9, 99, 0, 99], "text": "end"},
            {"category_type": "table", "poly": [0, 50, 9, 50, 9, 60, 0, 60], "order": 3, "html": "<table><tr><td>x<td>y</table>"},
            {"category_type": "text_block", "poly": [0, 10, 9, 10, 9, 20, 0, 20], "order": 2, "text": "two lines",
             "line_with_spans": [{"category_type": "text_span", "text": "two"}, {"text": "lines"}]},
            {"category_type": "equation_isolated", "poly": [], "order": 4, "latex": "x^2"},
            {"category_type": "title", "order": 1, "text": "Title"},
            {"category_type": "text_mask", "order": 5, "text": "masked"},
            {"category_type": "header", "text": "head"}]}]"#;
        let truths = read(text).unwrap();
        let content = &truths[0].content;
        assert_eq!(content.text().as_deref(), Some("head\nTitle\ntwo\nlines\nx y\nx^2\nend"));
        assert_eq!(content.formulas.as_deref(), Some(&["x^2".to_owned()][..]));
        assert_eq!(content.tables.as_ref().unwrap()[0].bounds, Some(Rect::new(0.0, 50.0, 9.0, 60.0)));
        let classes: Vec<_> = content.pages[0].blocks.iter().flatten().map(|block| block.class).collect();
        assert_eq!(classes[1..3], [Some(RegionClass::Heading), Some(RegionClass::Text)]);
        assert_eq!(truths[0].attributes, [("language".to_owned(), "en".to_owned())]);
    }
}
