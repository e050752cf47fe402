//! Small documents for tests.

use document::{
    Capture, Cell, CellSpan, Confidence, Direction, Document, Generator, Grid, HeaderKind, Line, LineId,
    Origin, Page, PageSize, Place, Rect, Region, RegionClass, RegionId, Rotation, SCHEMA_VERSION, Source,
    SourceFormat, Table, TableId, TableMethod, Unit, Word, WordId,
};

pub(crate) fn cell(row: u32, column: u32, row_span: u32, column_span: u32, text: &str) -> Cell {
    let span = CellSpan { row, column, row_span, column_span };
    Cell {
        span,
        header: HeaderKind::None,
        text: text.into(),
        confidence: None,
        places: vec![],
        words: vec![],
    }
}

pub(crate) fn header(row: u32, column: u32, row_span: u32, column_span: u32, text: &str) -> Cell {
    Cell { header: HeaderKind::Column, ..cell(row, column, row_span, column_span, text) }
}

pub(crate) fn place(page: u32, bounds: Rect) -> Place {
    Place { page, outline: bounds.into() }
}

pub(crate) fn table(rows: u32, columns: u32, cells: Vec<Cell>) -> Table {
    Table {
        id: TableId(1),
        places: vec![],
        grid: Grid::new(rows, columns, cells).unwrap(),
        confidence: None,
        method: TableMethod::Rulings,
        caption: None,
        notes: vec![],
        columns: vec![],
        unplaced_words: vec![],
        repeated_words: vec![],
        inside: None,
    }
}

pub(crate) fn document(pages: Vec<Page>, tables: Vec<Table>) -> Document {
    Document {
        schema_version: SCHEMA_VERSION.into(),
        generator: Generator { name: "inkstone".into(), version: "0.1.0".into() },
        source: Source {
            name: "sample <1>.pdf".into(),
            format: SourceFormat::Pdf,
            bytes: 2048,
            sha256: "0".repeat(64),
            page_count: pages.len() as u32,
        },
        pages,
        tables,
        fields: vec![],
    }
}

/// Builds a page top down; each line is 12 points high, words 10 wide.
pub(crate) struct PageBuilder {
    page: Page,
    top: f32,
}

impl PageBuilder {
    pub(crate) fn new(number: u32) -> Self {
        let capture = Capture { rotation: Rotation::None, skew: 0.0, rectified: false, working_dpi: 200.0 };
        let size = PageSize { width: 200.0, height: 300.0, unit: Unit::Point };
        Self { page: Page { number, size, capture, regions: vec![], lines: vec![] }, top: 10.0 }
    }

    /// Appends a line that no region holds.
    pub(crate) fn line(&mut self, text: &str) -> LineId {
        let id = LineId { page: self.page.number, line: self.page.lines.len() as u32 + 1 };
        let (top, bottom) = (self.top, self.top + 12.0);
        let word = |(index, text): (usize, &str)| Word {
            id: WordId { line: id, word: index as u32 + 1 },
            text: text.into(),
            outline: Rect::new(10.0 + 12.0 * index as f32, top, 20.0 + 12.0 * index as f32, bottom).into(),
            confidence: Confidence::clamped(if text.ends_with('?') { 0.42 } else { 0.98 }),
            character_confidences: vec![],
            alternatives: vec![],
            glued: false,
            origin: Origin::Recognition,
        };
        let words: Vec<Word> = text.split(' ').filter(|w| !w.is_empty()).enumerate().map(word).collect();
        let outline = Rect::new(10.0, top, 190.0, bottom).into();
        let direction = Direction::Horizontal;
        self.page.lines.push(Line { id, text: text.into(), outline, confidence: None, direction, words });
        self.top += 14.0;
        id
    }

    /// Appends a region with new lines.
    pub(crate) fn region(&mut self, class: RegionClass, lines: &[&str]) -> &mut Region {
        let top = self.top;
        let lines: Vec<LineId> = lines.iter().map(|text| self.line(text)).collect();
        let id = RegionId { page: self.page.number, region: self.page.regions.len() as u32 + 1 };
        let outline = Rect::new(8.0, top - 1.0, 192.0, self.top).into();
        self.page.regions.push(Region {
            id,
            class,
            outline,
            confidence: None,
            level: (class == RegionClass::Heading).then_some(1),
            lines,
            table: None,
            text_layer_trust: None,
        });
        self.page.regions.last_mut().unwrap()
    }

    /// The words of a line.
    pub(crate) fn line_words(&self, id: LineId) -> &[Word] {
        self.page.line(id).map(|line| line.words.as_slice()).unwrap_or_default()
    }

    pub(crate) fn finish(self) -> Page {
        self.page
    }
}
