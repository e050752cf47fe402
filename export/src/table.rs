use document::{Cell, Grid, HeaderKind, Slot, Table};

use crate::escape::{push_fmt, push_html};
use crate::flow::{Lines, cell_text};
use crate::markdown::pipe_cell;
use crate::nests::{Nests, beside};

/// A table as HTML: one row a line, `rowspan` and `colspan` where a cell spans, `th` for what heads, `thead` around
/// leading rows that hold headers alone, `<br>` between the lines of a cell. Slots without a cell are empty cells.
pub fn table_html(table: &Table) -> String {
    let mut out = String::new();
    write_table_html(&mut out, &table.grid, &Lines::default());
    out
}

/// A table as a pipe table; nothing where that cannot hold it: cells that span or have several lines, more than one
/// header row, no rows or no columns.
///
/// A pipe table always heads its first row, so a table without headers shows its first row as one.
pub fn table_markdown(table: &Table) -> Option<String> {
    pipe_table(table, &Lines::default())
}

/// [`table_markdown`], with `lines` to spell cells that have words but no text.
pub(crate) fn pipe_table(table: &Table, lines: &Lines<'_>) -> Option<String> {
    let grid = &table.grid;
    if grid.rows() == 0 || grid.columns() == 0 || grid.has_spans() || grid.header_rows() > 1 {
        return None;
    }
    let mut out = String::new();
    for row in 0..grid.rows() {
        out.push('|');
        for column in 0..grid.columns() {
            let text = grid.cell_at(row, column).map(|cell| cell_text(cell, lines)).unwrap_or_default();
            let mut parts = text.lines().map(str::trim).filter(|part| !part.is_empty());
            let only = parts.next().unwrap_or_default();
            if parts.next().is_some() {
                return None;
            }
            push_fmt(&mut out, format_args!(" {} |", pipe_cell(&crate::escape::one_line(only))));
        }
        out.push('\n');
        if row == 0 {
            out.push('|');
            (0..grid.columns()).for_each(|_| out.push_str(" --- |"));
            out.push('\n');
        }
    }
    Some(out)
}

/// Appends a grid as an HTML table, ending in a line feed and without empty lines, which would end it in Markdown.
pub(crate) fn write_table_html(out: &mut String, grid: &Grid, lines: &Lines<'_>) {
    write_table(out, grid, "<table>", |out, cell, tag| {
        push_fmt(out, format_args!("<{tag}{}>", spans(cell)));
        write_cell_lines(out, &cell_text(cell, lines), push_html);
    });
}

/// The same with the tables in its cells as tables.
pub(crate) fn write_nested_html(out: &mut String, table: &Table, lines: &Lines<'_>, nests: &Nests<'_>) {
    write_table(out, &table.grid, "<table>", |out, cell, tag| {
        let nested = nests.of(table.id, cell);
        push_fmt(out, format_args!("<{tag}{}>", spans(cell)));
        write_cell_lines(out, &cell_text(&beside(cell, nested, lines), lines), push_html);
        nested.iter().for_each(|nested| write_nested_html(out, nested, lines, nests));
    });
}

/// Appends a grid as an HTML table. `open` is its start tag; `write` gets each cell with its tag's name and writes the
/// start tag and the content.
pub(crate) fn write_table(
    out: &mut String,
    grid: &Grid,
    open: &str,
    mut write: impl FnMut(&mut String, &Cell, &str),
) {
    let head = grid.header_rows();
    push_fmt(out, format_args!("{open}\n"));
    for row in 0..grid.rows() {
        match row {
            0 if head > 0 => out.push_str("<thead>\n"),
            _ if head > 0 && row == head => out.push_str("</thead>\n<tbody>\n"),
            _ => {}
        }
        out.push_str("<tr>");
        for column in 0..grid.columns() {
            match grid.slot(row, column) {
                Some(Slot::Cell(index)) => {
                    let Some(cell) = grid.cells().get(index) else { continue };
                    let tag = if cell.header == HeaderKind::None { "td" } else { "th" };
                    write(out, cell, tag);
                    push_fmt(out, format_args!("</{tag}>"));
                }
                Some(Slot::Merged(_)) => {}
                _ => out.push_str("<td></td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    match head {
        0 => {}
        _ if head == grid.rows() => out.push_str("</thead>\n"),
        _ => out.push_str("</tbody>\n"),
    }
    out.push_str("</table>\n");
}

/// The span attributes of a cell, with a space before each.
pub(crate) fn spans(cell: &Cell) -> String {
    let mut out = String::new();
    for (name, span) in [("rowspan", cell.span.row_span), ("colspan", cell.span.column_span)] {
        if span > 1 {
            push_fmt(&mut out, format_args!(" {name}=\"{span}\""));
        }
    }
    out
}

/// Appends the lines of a cell's text by `write`, parted by `<br>`; blank lines go.
pub(crate) fn write_cell_lines(out: &mut String, text: &str, mut write: impl FnMut(&mut String, &str)) {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    for (index, line) in lines.enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        write(out, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{cell, header, table};

    #[test]
    fn html_has_spans_headers_and_escapes() {
        let cells = vec![
            header(0, 0, 2, 1, "Test"),
            header(0, 1, 1, 2, "Results"),
            header(1, 1, 1, 1, "old"),
            header(1, 2, 1, 1, "new"),
            cell(2, 0, 1, 1, "a<b>\nc & d"),
            cell(2, 2, 1, 1, "\"1\""),
        ];
        let want = concat!(
            "<table>\n<thead>\n<tr><th rowspan=\"2\">Test</th><th colspan=\"2\">Results</th></tr>\n",
            "<tr><th>old</th><th>new</th></tr>\n</thead>\n<tbody>\n",
            "<tr><td>a&lt;b&gt;<br>c &amp; d</td><td></td><td>&quot;1&quot;</td></tr>\n</tbody>\n</table>\n",
        );
        assert_eq!(table_html(&table(3, 3, cells)), want);
    }

    #[test]
    fn pipes_hold_plain_tables_alone() {
        let plain = |text| table(2, 2, vec![header(0, 0, 1, 1, "a"), cell(1, 1, 1, 1, text)]);
        assert_eq!(table_markdown(&plain("x|y")).unwrap(), "| a |  |\n| --- | --- |\n|  | x\\|y |\n");
        assert_eq!(table_markdown(&plain("x\ny")), None);
        assert_eq!(table_markdown(&table(1, 2, vec![cell(0, 0, 1, 2, "wide")])), None);
        assert_eq!(table_markdown(&table(0, 0, vec![])), None);
        assert_eq!(
            table_markdown(&table(2, 1, vec![header(0, 0, 1, 1, "a"), header(1, 0, 1, 1, "b")])),
            None
        );
    }
}
