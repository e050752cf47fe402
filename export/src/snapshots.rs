//! Whole small documents against committed expectations in `snapshots/`; `UPDATE=1` writes them anew.

use document::{
    Cell, CellSpan, Document, HeaderKind, LineId, Notice, NoticeCode, Reading, Rect, RegionClass, TableId,
    WordId,
};

use crate::sample::{PageBuilder, cell, document, header, place, table};
use crate::{HtmlOptions, Margins, MarkdownOptions, PageSeparator};

fn check(name: &str, found: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == want, "{name} has changed: run with UPDATE=1 and look at the difference\n{found}");
}

fn words(line: LineId, range: std::ops::RangeInclusive<u32>) -> Vec<WordId> {
    range.map(|word| WordId { line, word }).collect()
}

fn with_words(cell: Cell, words: Vec<WordId>) -> Cell {
    Cell { words, ..cell }
}

/// Two pages with one region of every class, a plain table, one with spans that goes on, and things out of place.
pub(crate) fn everything() -> Document {
    use RegionClass as C;
    let mut page = PageBuilder::new(1);
    page.region(C::Header, &["Riverside Hospital", "Laboratory"]);
    page.region(C::PageNumber, &["1"]);
    page.region(C::Title, &["Blood count", "# 7"]);
    page.region(C::Heading, &["1. Sample"]);
    page.region(C::Text, &["Taken in the morn-", "ing of 2024-06-17.", "检验", "报告"]);
    page.region(
        C::List,
        &["• fasting", "• 5*10^9 cells", "of each?", "1. first", "2. second", "5. fifth", "（一）其他"],
    );
    page.region(C::Caption, &["Table 1. Results <all>"]);
    plain_table_lines(&mut page);
    page.region(C::Figure, &[]);
    page.region(C::Figure, &["axis", "# label"]);
    page.region(C::Formula, &["x = y", "==="]);
    page.region(C::Seal, &["检验专用章"]);
    page.region(C::Footnote, &["* see note *"]);
    page.region(C::Footer, &["printed 2024-06-18"]);
    page.line("nobody's line");
    let first = page.finish();

    let mut page = PageBuilder::new(2);
    page.region(C::SideNote, &["- aside"]);
    page.region(C::Table, &["group a b", "stray 1 2"]).table = Some(TableId(2));
    page.region(C::Reference, &["[1]: Someone, 2020."]);
    page.region(C::Signature, &["Li Wei"]);
    page.region(C::Footer, &["page two"]);
    document(vec![first, page.finish()], vec![plain_table(), spanning_table()])
}

fn plain_table_lines(page: &mut PageBuilder) {
    page.region(RegionClass::Table, &["item result", "WBC 2.41?", "a|b odd"]).table = Some(TableId(1));
}

fn plain_table() -> document::Table {
    let line = |line| LineId { page: 1, line };
    let cells = vec![
        with_words(header(0, 0, 1, 1, "item"), words(line(19), 1..=1)),
        with_words(header(0, 1, 1, 1, "result"), words(line(19), 2..=2)),
        with_words(cell(1, 0, 1, 1, "WBC"), words(line(20), 1..=1)),
        with_words(cell(1, 1, 1, 1, "2.41?"), words(line(20), 2..=2)),
        with_words(cell(2, 0, 1, 1, "a|b"), words(line(21), 1..=1)),
    ];
    let mut table = table(3, 2, cells);
    table.places = vec![place(1, Rect::new(8.0, 200.0, 192.0, 250.0))];
    table.unplaced_words = words(line(21), 2..=2);
    table
}

fn spanning_table() -> document::Table {
    let line = |line| LineId { page: 2, line };
    let spot = |left: f32, top: f32| vec![place(2, Rect::new(left, top, left + 50.0, top + 14.0))];
    let stub = Cell {
        span: CellSpan { row: 0, column: 0, row_span: 2, column_span: 1 },
        header: HeaderKind::Row,
        text: "group".into(),
        confidence: None,
        places: spot(8.0, 24.0),
        words: words(line(2), 1..=1),
    };
    let data = |row, column, text, word| Cell {
        places: spot(60.0 * column as f32, 24.0 + 14.0 * row as f32),
        words: word,
        ..cell(row, column, 1, 1, text)
    };
    let cells = vec![
        stub,
        data(0, 1, "a", words(line(2), 2..=2)),
        data(0, 2, "b", words(line(2), 3..=3)),
        data(1, 1, "1\n2", words(line(3), 2..=3)),
    ];
    let mut table = table(2, 3, cells);
    table.id = TableId(2);
    table.places = vec![place(2, Rect::new(8.0, 23.0, 192.0, 52.0))];
    table
}

#[test]
fn markdown_of_everything() {
    check("everything.md", &crate::markdown(&everything(), &MarkdownOptions::default()));
}

#[test]
fn markdown_with_margins_outside() {
    let options = MarkdownOptions::default()
        .with_margins(Margins::HeadersFirstFootersLast)
        .with_page_separator(PageSeparator::Rule);
    check("margins-outside.md", &crate::markdown(&everything(), &options));
}

#[test]
fn markdown_without_margins() {
    let options =
        MarkdownOptions::default().with_margins(Margins::Omit).with_page_separator(PageSeparator::None);
    let markdown = crate::markdown(&everything(), &options);
    for gone in ["Riverside", "printed", "page two"] {
        assert!(!markdown.contains(gone), "{gone}");
    }
    assert!(markdown.starts_with("# Blood count # 7\n"), "{markdown}");
}

#[test]
fn text_of_everything() {
    check("everything.txt", &crate::text(&everything()));
}

#[test]
fn html_of_everything() {
    let notice = |page, message: &str| Notice { code: NoticeCode::PageFailed, page, message: message.into() };
    let reading = Reading {
        document: everything(),
        warnings: vec![notice(Some(2), "2 words fit no cell")],
        failures: vec![notice(Some(3), "the page is <broken>"), notice(None, "out of time")],
    };
    let html = crate::html(&reading, &HtmlOptions::default().with_pictures("pages"));
    // Style and script are files of their own; the snapshot is about what is made from the document.
    let body = html.find("<body>").unwrap();
    let script = html.find("<script>").unwrap();
    check("everything.html", &html[body..script]);
}

#[test]
fn table_list_of_everything() {
    let list = crate::scorer_tables(&everything());
    check("everything.tables.json", &(serde_json::to_string_pretty(&list).unwrap() + "\n"));
}
