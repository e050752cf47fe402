//! ICDAR 2019 cTDaR: tables and cells as polygons in pixels around the ink, without text.

use document::Rect;

use crate::content::{Content, TableContent};
use crate::markup::{Element, parse_xml};
use crate::table::GridCell;
use crate::{Error, ErrorKind};

pub(super) fn read(text: &str) -> Result<Content, Error> {
    let root = parse_xml(text)?;
    let tables: Result<Vec<TableContent>, Error> = root.outermost("table").into_iter().map(table).collect();
    Ok(Content { tables: Some(tables?), ..Content::default() })
}

fn table(element: &Element) -> Result<TableContent, Error> {
    let cells: Result<Vec<GridCell>, Error> = element.outermost("cell").into_iter().map(cell).collect();
    let cells = cells?;
    let bounds = bounds(element)?;
    let cells = (!cells.is_empty()).then_some(cells);
    Ok(TableContent { page: Some(1), bounds, cells, ..TableContent::default() })
}

fn cell(element: &Element) -> Result<GridCell, Error> {
    let number = |name: &str| number(element, name);
    let (row, column) = (number("start-row")?, number("start-col")?);
    let (last_row, last_column) = (number("end-row")?, number("end-col")?);
    let span = |first: u32, last: u32| last.saturating_sub(first).saturating_add(1);
    let (row_span, column_span) = (span(row, last_row), span(column, last_column));
    Ok(GridCell { row_span, column_span, ..GridCell::single(row, column, "") }.with_ink(bounds(element)?))
}

/// A whole number in an attribute.
pub(super) fn number(element: &Element, name: &str) -> Result<u32, Error> {
    let value = element.attribute(name);
    value.and_then(|value| value.trim().parse().ok()).ok_or_else(|| {
        let found = value.map_or("is missing".to_owned(), |value| format!("is {value:?}"));
        let what = format!("{name} of <{}> {found}, expected a whole number", element.name);
        Error::new(ErrorKind::Content, what)
    })
}

/// The box around the polygon in `Coords`.
fn bounds(element: &Element) -> Result<Option<Rect>, Error> {
    let Some(points) = element.child("Coords").and_then(|coords| coords.attribute("points")) else {
        return Ok(None);
    };
    let bad = || Error::new(ErrorKind::Content, format!("points are {points:?}, expected \"x,y x,y ...\""));
    let point = |pair: &str| -> Option<Rect> {
        let (x, y) = pair.split_once(',')?;
        let (x, y) = (x.parse().ok()?, y.parse().ok()?);
        Some(Rect::new(x, y, x, y))
    };
    let points: Option<Vec<Rect>> = points.split_whitespace().map(point).collect();
    points.map(Rect::around).ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_become_boxes() {
        let text = r#"<?xml version="1.0" encoding="UTF-8"?><document filename="a.jpg"><table id="t">
            <Coords points="10,20 10,90 70,90 70,20"/>
            <cell id="c" start-row="0" end-row="1" start-col="2" end-col="2"><Coords points="1,2 1,4 3,4 3,2"/></cell>
            </table></document>"#;
        let content = read(text).unwrap();
        let table = &content.tables.unwrap()[0];
        assert_eq!(table.bounds, Some(Rect::new(10.0, 20.0, 70.0, 90.0)));
        let cell = &table.cells.as_ref().unwrap()[0];
        assert_eq!((cell.row, cell.column, cell.row_span, cell.column_span), (0, 2, 2, 1));
        assert_eq!(cell.ink_rect(), Some(Rect::new(1.0, 2.0, 3.0, 4.0)));
    }

    #[test]
    fn errors_say_what_was_found() {
        let text = r#"<document><table><cell start-row="x" start-col="0" end-row="0" end-col="0"/></table></document>"#;
        let error = read(text).unwrap_err();
        assert_eq!(error.to_string(), "start-row of <cell> is \"x\", expected a whole number");
        let text = r#"<document><table><Coords points="1;2"/></table></document>"#;
        assert_eq!(read(text).unwrap_err().kind(), ErrorKind::Content);
    }
}
