//! Where a laboratory item got lost on its way from the page to the facts.

use document::Document;
use serde_json::Value;

use crate::item::range_form;
use crate::plain;

/// The attributes that must be right.
const ATTRIBUTES: [&str; 5] = ["name", "value", "unit", "range", "flag"];

/// `letters` where what is printed stands nowhere as it is printed, `the table` where no row of a table has it all, else `the fact layer`.
pub(crate) fn of(fact: &Value, document: &Document) -> &'static str {
    let wanted: Vec<String> =
        ATTRIBUTES.iter().map(|key| compared(fact[*key].as_str().unwrap_or(""))).collect();
    let holds = |text: &str| wanted.iter().all(|part| text.contains(part.as_str()));
    let lines = document.pages.iter().flat_map(|page| &page.lines).map(|line| compared(&line.text));
    let rows = rows(document);
    if rows.iter().any(|row| holds(row)) {
        "the fact layer"
    } else if holds(&(lines.collect::<Vec<_>>().join("\n") + &rows.join("\n"))) {
        "the table"
    } else {
        "letters"
    }
}

/// A text as compared, dashes however drawn.
fn compared(text: &str) -> String {
    range_form(&plain(text))
}

/// The texts of all rows of tables, cells parted by tabs.
fn rows(document: &Document) -> Vec<String> {
    let mut rows = Vec::new();
    for table in &document.tables {
        for row in 0..table.grid.rows() {
            let cells = table
                .grid
                .cells()
                .iter()
                .filter(|cell| cell.span.row <= row && row < cell.span.row + cell.span.row_span);
            rows.push(cells.map(|cell| compared(&cell.text)).collect::<Vec<_>>().join("\t"));
        }
    }
    rows
}
