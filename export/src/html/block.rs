//! One block as an element that carries its region's name.

use document::{Cell, HeaderKind, RegionClass, Table};

use super::cell_id;
use super::ink::Ink;
use crate::escape::{html, push_fmt};
use crate::flow::{Block, Piece, Setting};
use crate::list::items;
use crate::nests::beside;
use crate::palette::look;
use crate::table::{spans, write_table};
use crate::xlsx::number;

/// Appends `block`.
pub(super) fn write<'a>(out: &mut String, block: &Block<'a>, ink: &mut Ink<'a>) {
    let name = if block.region.is_some() { look(block.class).name } else { "unclaimed" };
    let id = block.region.map(|region| format!(" id=\"{}\"", region.id)).unwrap_or_default();
    push_fmt(
        out,
        format_args!("<div class=\"block c-{name}\"{id} data-class=\"{}\">", name.replace('_', " ")),
    );
    if let Some(table) = block.table {
        write_grid(out, table, ink);
    }
    if let Some(table) = block.continued {
        let target = block.region.and_then(|region| first_cell(table, region.id.page));
        let target = target.map_or(table.id.to_string(), |cell| cell_id(table, cell));
        push_fmt(out, format_args!("<a class=\"continued\" href=\"#{target}\" data-table=\"{}\">", table.id));
        // Lines that are told where the table begins, but in none of its cells: a header printed again.
        let pieces: Vec<_> = block.pieces.iter().map(|piece| piece.line.id).collect();
        let lines = block.region.iter().flat_map(|region| &region.lines);
        lines.filter(|id| !pieces.contains(id)).for_each(|id| ink.anchor(out, *id));
        out.push_str("</a>");
    }
    if !block.pieces.is_empty() {
        write_pieces(out, block, ink);
    }
    out.push_str("</div>\n");
}

/// The first cell below the header that stands on `page`.
fn first_cell(table: &Table, page: u32) -> Option<&Cell> {
    let head = table.grid.header_rows();
    let below = table.grid.cells().iter().filter(|cell| cell.span.row >= head);
    below.into_iter().find(|cell| cell.places.first().is_some_and(|place| place.page == page))
}

fn write_pieces<'a>(out: &mut String, block: &Block<'a>, ink: &mut Ink<'a>) {
    match block.setting() {
        Setting::Items => write_list(out, &block.pieces, ink),
        Setting::Lines => {
            let class = if block.table.is_some() { "rows unplaced" } else { "rows" };
            push_fmt(out, format_args!("<p class=\"{class}\">"));
            ink.printed(out, &block.pieces);
            out.push_str("</p>");
        }
        Setting::Paragraph => {
            let tag = match (block.class, block.region.and_then(|region| region.level)) {
                (RegionClass::Title, _) => "h2",
                (RegionClass::Heading, None | Some(0 | 1)) => "h3",
                (RegionClass::Heading, Some(2)) => "h4",
                (RegionClass::Heading, Some(3)) => "h5",
                (RegionClass::Heading, Some(_)) => "h6",
                _ => "p",
            };
            push_fmt(out, format_args!("<{tag}>"));
            ink.paragraph(out, &block.pieces);
            push_fmt(out, format_args!("</{tag}>"));
        }
    }
}

/// Items keep their printed markers.
fn write_list<'a>(out: &mut String, pieces: &[Piece<'a>], ink: &mut Ink<'a>) {
    out.push_str("<ul>\n");
    for item in items(pieces.to_vec(), |piece| piece.text().into_owned()) {
        out.push_str("<li>");
        ink.paragraph(out, &item);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>");
}

fn write_grid(out: &mut String, table: &Table, ink: &mut Ink<'_>) {
    out.push_str("<div class=\"scroll\">");
    write_cells(out, table, ink);
    out.push_str("</div>\n");
}

/// The table itself, with those in its cells.
fn write_cells(out: &mut String, table: &Table, ink: &mut Ink<'_>) {
    let open = format!("<table id=\"{}\">", table.id);
    write_table(out, &table.grid, &open, |out, cell, tag| {
        let scope = match cell.header {
            HeaderKind::Column => " scope=\"col\"",
            HeaderKind::Row => " scope=\"row\"",
            HeaderKind::None => "",
        };
        let before = ink.doubtful;
        let mut content = String::new();
        let nested = ink.nests.of(table.id, cell).to_vec();
        let own = beside(cell, &nested, &ink.lines).into_owned();
        ink.cell(&mut content, &own);
        nested.iter().for_each(|nested| write_cells(&mut content, nested, ink));
        let is_number = cell.header == HeaderKind::None && number(&cell.text).is_some();
        let mut doubt = String::from(if is_number { " class=\"number\"" } else { "" });
        if ink.doubtful == before && ink.is_doubtful(cell.confidence) && !content.is_empty() {
            ink.doubtful += 1;
            let percent = cell.confidence.map_or(0.0, document::Confidence::get) * 100.0;
            let class = if is_number { "number doubtful" } else { "doubtful" };
            doubt = format!(" class=\"{class}\" title=\"{}\"", html(&format!("cell {percent:.0} % sure")));
        }
        push_fmt(
            out,
            format_args!("<{tag} id=\"{}\"{}{scope}{doubt}>{content}", cell_id(table, cell), spans(cell)),
        );
    });
}
