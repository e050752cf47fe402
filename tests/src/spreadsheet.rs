//! Workbooks opened by LibreOffice, an independent program: ignored unless asked for (`make slow`).

use std::path::Path;
use std::process::Command;

use document::{
    Cell, CellSpan, Document, Generator, Grid, HeaderKind, SCHEMA_VERSION, Source, SourceFormat, Table,
    TableId, TableMethod,
};

fn cell(row: u32, column: u32, row_span: u32, column_span: u32, text: &str) -> Cell {
    let header = if row == 0 { HeaderKind::Column } else { HeaderKind::None };
    let span = CellSpan { row, column, row_span, column_span };
    Cell { span, header, text: text.into(), confidence: None, places: vec![], words: vec![] }
}

fn document() -> Document {
    let cells = vec![
        cell(0, 0, 1, 1, "项目"),
        cell(0, 1, 1, 2, "结果"),
        cell(1, 0, 2, 1, "钠"),
        cell(1, 1, 1, 1, "140.50"),
        cell(1, 2, 1, 1, "=1+1"),
        cell(2, 1, 1, 1, "007"),
        cell(2, 2, 1, 1, "12.5%"),
    ];
    let table = Table {
        id: TableId(1),
        places: vec![],
        grid: Grid::new(3, 3, cells).unwrap(),
        confidence: None,
        method: TableMethod::Rulings,
        caption: None,
        notes: vec![],
        columns: vec![],
        unplaced_words: vec![],
        repeated_words: vec![],
        inside: None,
    };
    let source = Source {
        name: "sheet".into(),
        format: SourceFormat::Memory,
        bytes: 0,
        sha256: String::new(),
        page_count: 0,
    };
    Document {
        schema_version: SCHEMA_VERSION.into(),
        generator: Generator { name: "test".into(), version: "0".into() },
        source,
        pages: vec![],
        tables: vec![table],
        fields: vec![],
    }
}

/// The rows that LibreOffice shows of the workbook, as CSV.
fn shown(folder: &Path, workbook: &[u8]) -> String {
    let input = folder.join("tables.xlsx");
    std::fs::write(&input, workbook).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // Comma, double quotes, UTF-8, from the first line, as shown: LibreOffice's filter options for CSV.
    let output = Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
        ])
        .arg("--outdir")
        .arg(folder)
        .arg(&input)
        .output()
        .expect("LibreOffice Calc is needed: soffice is not there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read_to_string(folder.join("tables.csv")).unwrap()
}

#[test]
#[ignore = "needs LibreOffice"]
fn libreoffice_shows_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let shown = shown(folder.path(), &export::xlsx(&document()).unwrap());
    assert_eq!(shown, "项目,结果,\n钠,140.50,=1+1\n,007,12.5%\n");
}
