//! A table as rows of HTML, and as cells on a grid.

use document::Rect;
use serde::{Deserialize, Serialize};

use crate::markup::{Element, Node, unwrap_latex};
use crate::text::Normalisation;

/// HTML's own limit for `colspan`.
const MAX_SPAN: u32 = 1000;
/// A table with more slots than this is not read further: twenty times the longest table seen in a report (500 x 20).
const MAX_SLOTS: u64 = 200_000;

/// A cell of a table, wherever it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Rows taken.
    pub row_span: u32,
    /// Columns taken.
    pub column_span: u32,
    /// Its text on one line, in compatibility form, without LaTeX wrappers.
    pub text: String,
    /// Where it stands: between its ruling lines, or its neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<Rectangle>,
    /// Where its ink stands, if that is known apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<Rectangle>,
}

/// Left, top, right and bottom.
pub(crate) type Rectangle = [f32; 4];

impl GridCell {
    /// A cell of one slot.
    pub fn single(row: u32, column: u32, text: &str) -> Self {
        Self { row, column, row_span: 1, column_span: 1, text: clean(text), bounds: None, ink: None }
    }

    /// The same with where it stands.
    #[must_use]
    pub fn within(mut self, bounds: Option<Rect>) -> Self {
        self.bounds = bounds.map(|r| [r.left, r.top, r.right, r.bottom]);
        self
    }

    /// The same with where its ink stands.
    #[must_use]
    pub fn with_ink(mut self, ink: Option<Rect>) -> Self {
        self.ink = ink.map(|r| [r.left, r.top, r.right, r.bottom]);
        self
    }

    /// Where it stands.
    pub fn rect(&self) -> Option<Rect> {
        self.bounds.map(|[left, top, right, bottom]| Rect::new(left, top, right, bottom))
    }

    /// Where its ink stands, or else where it stands itself.
    pub fn ink_rect(&self) -> Option<Rect> {
        self.ink.map(|[left, top, right, bottom]| Rect::new(left, top, right, bottom)).or_else(|| self.rect())
    }
}

/// A cell's text as it is compared: compatibility form, single spaces, none beside Han, the simplest LaTeX unwrapped.
pub(crate) fn clean(text: &str) -> String {
    let text = Normalisation::default().apply(&unwrap_latex(text));
    if !text.contains(['±', '×']) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '±' | '×') {
            out.truncate(out.trim_end().len());
        } else if c == ' ' && out.ends_with(['±', '×']) {
            continue;
        }
        out.push(c);
    }
    out
}

/// The text of a cell of HTML, breaks and blocks as spaces.
pub(crate) fn cell_text(cell: &Element) -> String {
    fn collect(element: &Element, out: &mut String) {
        for child in &element.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(inner) => {
                    if matches!(inner.name.as_str(), "br" | "p" | "div" | "li") {
                        out.push(' ');
                    }
                    collect(inner, out);
                }
            }
        }
    }
    let mut text = String::new();
    collect(cell, &mut text);
    clean(&text)
}

/// The rows of a table, those of tables inside its cells left out, each as its cells.
pub fn rows_of(table: &Element) -> Vec<Vec<&Element>> {
    let rows = table.outermost("tr").into_iter();
    rows.map(|row| row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).collect())
        .collect()
}

/// `rowspan` or `colspan` as a number of slots.
pub(crate) fn span(cell: &Element, name: &str) -> u32 {
    let value = cell.attribute(name).unwrap_or("1").trim();
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    // More digits than fit are a very large number.
    let number = if digits == 0 { 1 } else { value[..digits].parse().unwrap_or(MAX_SPAN) };
    number.clamp(1, MAX_SPAN)
}

/// The cells of a table of HTML, placed as browsers place them; spans that leave the table are cut.
pub fn cells_of(table: &Element) -> Vec<GridCell> {
    let rows = rows_of(table);
    // Per column: the first row that is free again.
    let mut free_from: Vec<u32> = Vec::new();
    let mut cells = Vec::new();
    let mut slots = 0;
    for (row, elements) in (0_u32..).zip(&rows) {
        let mut column = 0;
        for element in elements {
            while free_from.get(column).is_some_and(|free| *free > row) {
                column += 1;
            }
            let row_span = span(element, "rowspan").min(rows.len() as u32 - row);
            let column_span = span(element, "colspan");
            slots += u64::from(row_span) * u64::from(column_span);
            if slots > MAX_SLOTS {
                return cells;
            }
            let end = column + column_span as usize;
            free_from.resize(free_from.len().max(end), 0);
            for free in free_from.iter_mut().take(end).skip(column) {
                *free = (*free).max(row + row_span);
            }
            let cell = GridCell { row_span, column_span, ..GridCell::single(row, column as u32, "") };
            cells.push(GridCell { text: cell_text(element), ..cell });
            column = end;
        }
    }
    cells
}

/// Which cell covers each slot, row by row, and the size (rows, columns); nothing for a table of absurd size.
pub(crate) fn slots(cells: &[GridCell]) -> (Vec<Option<usize>>, usize, usize) {
    let end = |start: u32, span: u32| start.saturating_add(span.max(1)) as usize;
    let rows = cells.iter().map(|cell| end(cell.row, cell.row_span)).max().unwrap_or(0);
    let columns = cells.iter().map(|cell| end(cell.column, cell.column_span)).max().unwrap_or(0);
    let area = |cell: &GridCell| u64::from(cell.row_span.max(1)) * u64::from(cell.column_span.max(1));
    let covered = cells.iter().map(area).fold(0_u64, u64::saturating_add);
    if (rows as u64).saturating_mul(columns as u64).max(covered) > MAX_SLOTS {
        return (Vec::new(), 0, 0);
    }
    let mut owners = vec![None; rows * columns];
    for (index, cell) in cells.iter().enumerate() {
        for row in cell.row as usize..end(cell.row, cell.row_span) {
            let first = row * columns + cell.column as usize;
            let last = row * columns + end(cell.column, cell.column_span);
            // The first to claim a slot keeps it.
            owners[first..last].iter_mut().for_each(|owner| *owner = owner.or(Some(index)));
        }
    }
    (owners, rows, columns)
}

/// A table of HTML with these cells; slots that no cell covers become empty cells.
pub fn element_of(cells: &[GridCell]) -> Element {
    let mut table = Element::new("table");
    let (owners, rows, columns) = slots(cells);
    for row in 0..rows {
        let mut line = Element::new("tr");
        for column in 0..columns {
            let cell = owners[row * columns + column].and_then(|index| cells.get(index));
            let element = match cell {
                None => Element::new("td"),
                Some(cell) if (cell.row as usize, cell.column as usize) == (row, column) => {
                    element_of_cell(cell)
                }
                Some(_) => continue,
            };
            line.children.push(Node::Element(element));
        }
        table.children.push(Node::Element(line));
    }
    table
}

fn element_of_cell(cell: &GridCell) -> Element {
    let mut element = Element::with_text("td", &cell.text);
    for (name, span) in [("rowspan", cell.row_span), ("colspan", cell.column_span)] {
        if span > 1 {
            element = element.with_attribute(name, span);
        }
    }
    element
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse_html;

    fn places(html: &str) -> Vec<(String, [u32; 4])> {
        let root = parse_html(html);
        let cells = cells_of(root.child("table").unwrap());
        cells.into_iter().map(|c| (c.text, [c.row, c.column, c.row_span, c.column_span])).collect()
    }

    #[test]
    fn spans_push_cells_aside() {
        let html = "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td rowspan=9>e</table>";
        let want = [
            ("a", [0, 0, 2, 1]),
            ("b", [0, 1, 1, 2]),
            ("c", [1, 1, 1, 1]),
            ("d", [1, 2, 1, 1]),
            ("e", [2, 0, 1, 1]),
        ];
        assert_eq!(places(html), want.map(|(text, place)| (text.to_owned(), place)));
    }

    #[test]
    fn absurd_spans_are_cut() {
        let rows = "<tr>".to_owned() + &"<td colspan=99999 rowspan=99999>x".repeat(50);
        let cells = places(&format!("<table>{}</table>", rows.repeat(200)));
        assert!(cells.iter().all(|(_, [.., span])| *span == 1000));
        assert!(cells.len() < 200 * 50);
        assert_eq!(span(&Element::new("td").with_attribute("colspan", "0"), "colspan"), 1);
        assert_eq!(span(&Element::new("td").with_attribute("colspan", "2em"), "colspan"), 2);
    }

    #[test]
    fn cells_make_the_table_they_came_from() {
        let html = "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>";
        let cells = cells_of(parse_html(html).child("table").unwrap());
        assert_eq!(cells_of(&element_of(&cells)), cells);
        let holes = element_of(&[GridCell::single(1, 1, "x")]);
        assert_eq!(holes.outermost("td").len(), 4);
    }

    #[test]
    fn cell_text_is_evened_out() {
        let cases = [
            ("a<br>b<p>c</p>", "a b c"),
            ("$5.6 \\pm 0.3$", "5.6±0.3"),
            ("<b>血 糖</b> ５", "血糖5"),
            ("10<sup>9</sup>/L", "109/L"),
            ("3 × 4", "3×4"),
        ];
        for (html, want) in cases {
            let root = parse_html(&format!("<td>{html}</td>"));
            assert_eq!(cell_text(root.child("td").unwrap()), want);
        }
    }
}
