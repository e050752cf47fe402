//! ICDAR 2013 table competition: `-str.xml` (cells, boxes around their ink) and `-reg.xml` (regions) of PDFs.

use document::Rect;

use super::ctdar::number;
use crate::content::{Content, TableContent};
use crate::markup::{Element, parse_xml};
use crate::table::GridCell;
use crate::{Error, ErrorKind};

/// Heights of the pages of a PDF in points, from the first page on.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageHeights<'a>(pub &'a [f32]);

impl PageHeights<'_> {
    fn of(&self, page: u32) -> Option<f32> {
        self.0.get((page as usize).checked_sub(1)?).copied()
    }
}

pub(super) fn read(text: &str, heights: PageHeights<'_>) -> Result<Content, Error> {
    let root = parse_xml(text)?;
    let mut tables = Vec::new();
    for element in root.outermost("table") {
        tables.push(table(element, heights)?);
    }
    Ok(Content { tables: Some(tables), ..Content::default() })
}

/// A table may stand in several regions, over columns and pages; its page and its place are those of the first.
fn table(element: &Element, heights: PageHeights<'_>) -> Result<TableContent, Error> {
    let mut cells = Vec::new();
    let mut first = None;
    for region in element.outermost("region") {
        let page = number(region, "page")?;
        let bounds = bounds(region, page, heights)?;
        let offset = |name: &str| region.attribute(name).map_or(Ok(0), |_| number(region, name));
        let (down, right) = (offset("row-increment")?, offset("col-increment")?);
        let from = cells.len();
        for element in region.outermost("cell") {
            cells.push(cell(element, (down, right), page, heights)?);
        }
        let around = || Rect::around(cells[from..].iter().filter_map(GridCell::ink_rect));
        first = first.or_else(|| Some((page, bounds.or_else(around))));
    }
    let place =
        first.ok_or_else(|| Error::new(ErrorKind::Content, "table has no region, expected one or more"))?;
    let table = if cells.is_empty() { TableContent::default() } else { TableContent::from_cells(cells) };
    Ok(table.on(Some(place.0), place.1))
}

fn cell(
    element: &Element,
    (down, right): (u32, u32),
    page: u32,
    heights: PageHeights<'_>,
) -> Result<GridCell, Error> {
    let (row, column) = (number(element, "start-row")?, number(element, "start-col")?);
    let last = |name: &str, first: u32| element.attribute(name).map_or(Ok(first), |_| number(element, name));
    let span = |first: u32, last: u32| last.saturating_sub(first).saturating_add(1);
    let row_span = span(row, last("end-row", row)?);
    let column_span = span(column, last("end-col", column)?);
    let text = element.child("content").map(Element::text).unwrap_or_default();
    let cell = GridCell::single(row.saturating_add(down), column.saturating_add(right), &text);
    Ok(GridCell { row_span, column_span, ..cell }.with_ink(bounds(element, page, heights)?))
}

/// The box, which the file gives from the foot of the page, from its head.
fn bounds(element: &Element, page: u32, heights: PageHeights<'_>) -> Result<Option<Rect>, Error> {
    let (Some(bounds), Some(height)) = (element.child("bounding-box"), heights.of(page)) else {
        return Ok(None);
    };
    let side = |name: &str| -> Result<f32, Error> {
        let value = bounds.attribute(name).unwrap_or_default();
        let bad = || Error::new(ErrorKind::Content, format!("{name} is {value:?}, expected a number"));
        value.trim().parse::<f32>().ok().filter(|v| v.is_finite()).ok_or_else(bad)
    };
    Ok(Some(Rect::new(side("x1")?, height - side("y1")?, side("x2")?, height - side("y2")?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRUCTURE: &str = r#"<?xml version="1.0" encoding="UTF-8"?><document filename='a.pdf'><table id='1'>
        <region id='1' page='2' col-increment='0' row-increment='0'>
        <cell id='1' start-row='0' start-col='1' end-col='3'>
            <bounding-box x1='100' y1='700' x2='200' y2='710'/><content>HEAD &amp; more</content></cell>
        </region>
        <region id='2' page='3' col-increment='0' row-increment='1'>
        <cell id='1' start-row='0' start-col='0'><bounding-box x1='10' y1='1' x2='20' y2='2'/><content>x</content></cell>
        </region></table></document>"#;

    #[test]
    fn cells_stand_from_the_head_of_the_page() {
        let content = read(STRUCTURE, PageHeights(&[800.0, 800.0, 800.0])).unwrap();
        let tables = content.tables.unwrap();
        let cells = tables[0].cells.as_deref().unwrap();
        assert_eq!((cells[0].column, cells[0].column_span, cells[0].text.as_str()), (1, 3, "HEAD & more"));
        assert_eq!(cells[0].ink_rect(), Some(Rect::new(100.0, 90.0, 200.0, 100.0)));
        assert_eq!(cells[1].row, 1);
        assert_eq!((tables[0].page, tables[0].bounds), (Some(2), Some(Rect::new(100.0, 90.0, 200.0, 100.0))));
    }

    #[test]
    fn without_heights_there_are_no_boxes() {
        let tables = read(STRUCTURE, PageHeights::default()).unwrap().tables.unwrap();
        assert_eq!(tables[0].bounds, None);
        assert!(tables[0].cells.iter().flatten().all(|cell| cell.ink.is_none()));
    }

    #[test]
    fn regions_alone_give_places() {
        let text = "<document><table id='1'><region id='1' page='1'><bounding-box x1='1' y1='2' x2='3' y2='4'/>\
                    </region></table></document>";
        let tables = read(text, PageHeights(&[10.0])).unwrap().tables.unwrap();
        assert_eq!((tables[0].bounds, tables[0].has_text), (Some(Rect::new(1.0, 6.0, 3.0, 8.0)), false));
        assert!(read("<document><table/></document>", PageHeights::default()).is_err());
    }
}
