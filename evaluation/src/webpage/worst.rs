use super::{Picture, base64};
use crate::markup::escape;
use crate::report::{CellState, Difference, Mark, TableDifference, TextDifference};
use crate::table::{GridCell, grid_slots};

/// What the marks mean.
pub(super) const LEGEND: &str = "<p class=\"note\">In the truth, <del>missing</del> from the reading; in the reading, \
    <ins>not in the truth</ins>. Cells: <span class=\"cell text\">other text</span> \
    <span class=\"cell alone\">no such cell on the other side</span>.</p>";

/// One of the worst samples: its pages beside truth and reading.
pub(super) fn sample(difference: &Difference, pictures: &[Picture]) -> String {
    let images: String = pictures.iter().map(|picture| image(&difference.id, picture)).collect();
    let images = if images.is_empty() { images } else { format!("<div class=\"picture\">{images}</div>") };
    let tables: String = difference.tables.iter().map(tables).collect();
    format!(
        "<article><h3>{} <span class=\"note\">{} · {}: {:.3} from perfect</span></h3><div class=\"sample\">{}\
         <div class=\"sides\">{}{tables}</div></div></article>",
        escape(&difference.id),
        escape(&difference.set),
        escape(difference.metric.label()),
        difference.loss,
        images,
        difference.text.as_ref().map(texts).unwrap_or_default(),
    )
}

fn image(name: &str, picture: &Picture) -> String {
    let data = base64::encode(&picture.bytes);
    format!("<img alt=\"{}\" src=\"data:{};base64,{data}\">", escape(name), escape(&picture.media_type))
}

fn side(title: &str, inside: &str) -> String {
    let inside = if inside.is_empty() { "<span class=\"note\">nothing</span>" } else { inside };
    format!("<div><h4>{title}</h4>{inside}</div>")
}

fn texts(difference: &TextDifference) -> String {
    let column = |shown: Mark, tag: &str| {
        let run = |(mark, text): &(Mark, String)| match *mark {
            Mark::Same => escape(text),
            // A line that ends is no mistake where spaces mean nothing, and not worth a mark elsewhere.
            mark if mark == shown && text.contains('\n') && text.trim().is_empty() => escape(text),
            mark if mark == shown => format!("<{tag}>{}</{tag}>", escape(text)),
            _ => String::new(),
        };
        difference.runs.iter().map(run).collect::<String>()
    };
    let more = if difference.cut { "<p class=\"note\">… and so on</p>" } else { "" };
    let pre =
        |text: String| if text.is_empty() { text } else { format!("<div class=\"text\">{text}</div>{more}") };
    let (truth, reading) = (pre(column(Mark::Missing, "del")), pre(column(Mark::Extra, "ins")));
    format!("<div class=\"pair\">{}{}</div>", side("Truth", &truth), side("Reading", &reading))
}

fn tables(difference: &TableDifference) -> String {
    let (truth, reading) = (table(&difference.truth), table(&difference.prediction));
    format!("<div class=\"pair\">{}{}</div>", side("True table", &truth), side("Table read", &reading))
}

fn table(cells: &[(GridCell, CellState)]) -> String {
    let grid: Vec<GridCell> = cells.iter().map(|(cell, _)| cell.clone()).collect();
    let (owners, rows, columns) = grid_slots(&grid);
    if owners.is_empty() {
        return String::new();
    }
    let slot = |row: usize, column: usize| {
        let Some((cell, state)) = owners[row * columns + column].and_then(|index| cells.get(index)) else {
            return "<td class=\"hole\">".to_owned();
        };
        if (cell.row as usize, cell.column as usize) != (row, column) {
            return String::new();
        }
        let class = match state {
            CellState::Right => "",
            CellState::Text => " class=\"text\"",
            CellState::Alone => " class=\"alone\"",
        };
        let (row_span, column_span) = (cell.row_span, cell.column_span);
        let text = escape(&cell.text);
        format!("<td{class} rowspan=\"{row_span}\" colspan=\"{column_span}\">{text}")
    };
    let lines: String = (0..rows)
        .map(|row| format!("<tr>{}", (0..columns).map(|column| slot(row, column)).collect::<String>()))
        .collect();
    format!("<div class=\"scroll\"><table class=\"grid\">{lines}</table></div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_show_their_state() {
        let cells = vec![
            (GridCell { column_span: 2, ..GridCell::single(0, 0, "a<b") }, CellState::Right),
            (GridCell::single(1, 1, "5"), CellState::Alone),
        ];
        let html = table(&cells);
        assert!(
            html.contains(
                "<tr><td rowspan=\"1\" colspan=\"2\">a&lt;b<tr><td class=\"hole\"><td class=\"alone\""
            ),
            "{html}"
        );
        assert_eq!(table(&[]), "");
    }

    #[test]
    fn each_side_shows_its_own() {
        let html = texts(&TextDifference::of("ab\nc", "axc"));
        assert!(html.contains("a<del>b\n</del>c") && html.contains("a<ins>x</ins>c"), "{html}");
    }
}
