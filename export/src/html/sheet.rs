//! The picture of a page with invisible shapes over it, one for each region, line and cell.

use document::{Outline, Page, Rotation, Table};

use super::cell_id;
use crate::escape::{html, push_fmt};
use crate::palette::look;

/// Appends the sheet of `page`: the picture at `picture`, turned upright, and its shapes. Each shape is a link to the
/// text it belongs to, so that clicking works without a script.
pub(super) fn write(out: &mut String, page: &Page, tables: &[Table], picture: &str) {
    let (width, height) = (page.size.width.max(1.0), page.size.height.max(1.0));
    let (upright_width, upright_height) = match page.capture.rotation {
        Rotation::None | Rotation::Half => (width, height),
        Rotation::Quarter | Rotation::ThreeQuarter => (height, width),
    };
    push_fmt(
        out,
        format_args!(
            "<div class=\"sheet\"><div class=\"frame\"><div class=\"paper\" style=\"--ratio:{:.4};--w:{:.3}%;--h:{:.3}%;--turn:{}deg\">\n\
             <div class=\"turn\"><img src=\"{}\" alt=\"Page {} as it was given\" loading=\"lazy\">\n\
             <svg viewBox=\"0 0 {width:.1} {height:.1}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\n",
            upright_width / upright_height,
            100.0 * width / upright_width,
            100.0 * height / upright_height,
            page.capture.rotation.degrees(),
            html(picture),
            page.number,
        ),
    );
    for region in &page.regions {
        shape(out, &format!("region c-{}", look(region.class).name), &region.id.to_string(), &region.outline);
    }
    let may_be_here = |table: &&Table| {
        table.places.is_empty() || table.places.iter().any(|place| place.page == page.number)
    };
    for table in tables.iter().filter(may_be_here) {
        for cell in table.grid.cells() {
            let here = cell.places.iter().filter(|place| place.page == page.number);
            here.for_each(|place| shape(out, "cell", &cell_id(table, cell), &place.outline));
        }
    }
    for line in &page.lines {
        shape(out, "line", &line.id.to_string(), &line.outline);
    }
    out.push_str("</svg></div></div></div>\n");
    out.push_str("<button type=\"button\" class=\"zoom\" aria-label=\"Zoom\">+</button></div>\n");
}

fn shape(out: &mut String, class: &str, id: &str, outline: &Outline) {
    push_fmt(
        out,
        format_args!(
            "<a href=\"#{id}\" tabindex=\"-1\"><polygon class=\"{class}\" data-for=\"{id}\" points=\""
        ),
    );
    for (index, point) in outline.points().iter().enumerate() {
        let gap = if index > 0 { " " } else { "" };
        push_fmt(out, format_args!("{gap}{:.1},{:.1}", point.x, point.y));
    }
    out.push_str("\"/></a>\n");
}
