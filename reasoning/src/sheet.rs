//! Made-up documents for tests: letters 10 wide (Han ones 20), lines 30 apart.

use document::{
    Capture, Cell, CellSpan, Confidence, Direction, Document, Generator, Grid, HeaderKind, Line, LineId,
    Origin, Page, PageSize, Place, Rect, Region, RegionClass, RegionId, Rotation, SCHEMA_VERSION, Source,
    SourceFormat, Table, TableId, TableMethod, Unit, Word, WordId, is_cjk,
};

const LEFT: f32 = 100.0;
const LINE: f32 = 30.0;
const HEIGHT: f32 = 20.0;
const COLUMN: f32 = 150.0;

/// A cell in the making.
pub(crate) struct Slot {
    pub(crate) span: CellSpan,
    pub(crate) header: HeaderKind,
    pub(crate) text: String,
}

/// A document in the making.
pub(crate) struct Sheet {
    pages: Vec<Page>,
    tables: Vec<Table>,
    y: f32,
    confidence: Option<Confidence>,
}

impl Sheet {
    pub(crate) fn new() -> Self {
        Self { pages: vec![page(1)], tables: vec![], y: LINE, confidence: Confidence::new(0.99).ok() }
    }

    /// From now on words are this sure.
    pub(crate) fn sure(mut self, confidence: f32) -> Self {
        self.confidence = Confidence::new(confidence).ok();
        self
    }

    /// Begins a page.
    pub(crate) fn page(mut self) -> Self {
        self.pages.push(page(self.pages.len() as u32 + 1));
        self.y = LINE;
        self
    }

    /// A region of lines, each at the left margin. A run of three blanks or more parts a line in two at one height.
    pub(crate) fn region(mut self, class: RegionClass, lines: &[&str]) -> Self {
        let mut ids = vec![];
        for text in lines {
            let mut x = LEFT;
            for text in text.split("   ").map(str::trim).filter(|text| !text.is_empty()) {
                ids.push(self.line(text, x));
                x += 2.0 * COLUMN;
            }
            self.y += LINE;
        }
        self.close(class, ids, None);
        self
    }

    /// A table whose first row heads it.
    pub(crate) fn table(self, rows: &[&[&str]]) -> Self {
        let slot = |row: usize, column: usize, text: &str| Slot {
            span: CellSpan::single(row as u32, column as u32),
            header: if row == 0 { HeaderKind::Column } else { HeaderKind::None },
            text: text.to_owned(),
        };
        let slots = rows.iter().enumerate();
        let slots =
            slots.flat_map(|(row, texts)| texts.iter().enumerate().map(move |(c, text)| slot(row, c, text)));
        let slots: Vec<Slot> = slots.collect();
        self.grid(&slots)
    }

    /// A table of any cells, each of one line or more.
    pub(crate) fn grid(mut self, slots: &[Slot]) -> Self {
        let (mut ids, mut cells) = (vec![], vec![]);
        let top = self.y;
        for slot in slots {
            let CellSpan { row, column, row_span, column_span } = slot.span;
            let (x, y) = (LEFT + column as f32 * COLUMN, top + row as f32 * LINE);
            let bounds = Rect::new(x, y, x + column_span as f32 * COLUMN, y + row_span as f32 * LINE);
            let mut words = vec![];
            self.y = y;
            for text in slot.text.lines().map(str::trim).filter(|text| !text.is_empty()) {
                ids.push(self.line(text, x));
                words.extend(self.last_line().words.iter().map(|word| word.id));
                self.y += LINE;
            }
            cells.push(Cell {
                span: slot.span,
                header: slot.header,
                text: slot.text.clone(),
                confidence: None,
                places: vec![Place { page: self.pages.len() as u32, outline: bounds.into() }],
                words,
            });
        }
        let rows = slots.iter().map(|slot| slot.span.row + slot.span.row_span).max().unwrap_or(0);
        let columns = slots.iter().map(|slot| slot.span.column + slot.span.column_span).max().unwrap_or(0);
        self.y = top + rows as f32 * LINE;
        let id = TableId(self.tables.len() as u32 + 1);
        self.tables.push(Table {
            id,
            places: vec![Place {
                page: self.pages.len() as u32,
                outline: Rect::new(0.0, 0.0, 1.0, 1.0).into(),
            }],
            grid: Grid::new(rows, columns, cells).unwrap(),
            confidence: None,
            method: TableMethod::Rulings,
            caption: None,
            notes: vec![],
            columns: vec![],
            unplaced_words: vec![],
            repeated_words: vec![],
            inside: None,
        });
        self.close(RegionClass::Table, ids, Some(id));
        self
    }

    pub(crate) fn document(self) -> Document {
        Document {
            schema_version: SCHEMA_VERSION.into(),
            generator: Generator { name: "test".into(), version: "0".into() },
            source: Source {
                name: "sheet".into(),
                format: SourceFormat::Memory,
                bytes: 0,
                sha256: String::new(),
                page_count: self.pages.len() as u32,
            },
            pages: self.pages,
            tables: self.tables,
            fields: vec![],
        }
    }

    fn last_page(&mut self) -> &mut Page {
        self.pages.last_mut().unwrap()
    }

    fn last_line(&mut self) -> &Line {
        self.last_page().lines.last().unwrap()
    }

    fn line(&mut self, text: &str, left: f32) -> LineId {
        let (y, confidence) = (self.y, self.confidence);
        let page = self.last_page();
        let id = LineId { page: page.number, line: page.lines.len() as u32 + 1 };
        let mut x = left;
        let words: Vec<Word> = text
            .split(' ')
            .zip(1..)
            .map(|(text, word)| {
                let width: f32 = text.chars().map(|c| if is_cjk(c) { 20.0 } else { 10.0 }).sum();
                let outline = Rect::new(x, y, x + width, y + HEIGHT).into();
                x += width + 10.0;
                Word {
                    id: WordId { line: id, word },
                    text: text.into(),
                    outline,
                    confidence,
                    character_confidences: vec![],
                    alternatives: vec![],
                    glued: false,
                    origin: Origin::Recognition,
                }
            })
            .collect();
        page.lines.push(Line {
            id,
            text: text.into(),
            outline: Rect::new(left, y, x - 10.0, y + HEIGHT).into(),
            confidence,
            direction: Direction::Horizontal,
            words,
        });
        id
    }

    fn close(&mut self, class: RegionClass, lines: Vec<LineId>, table: Option<TableId>) {
        let page = self.last_page();
        let boxes =
            page.lines.iter().filter(|line| lines.contains(&line.id)).map(|line| line.outline.bounds());
        let bounds = Rect::around(boxes).unwrap_or_default();
        let id = RegionId { page: page.number, region: page.regions.len() as u32 + 1 };
        page.regions.push(Region {
            id,
            class,
            outline: bounds.into(),
            confidence: None,
            level: None,
            lines,
            table,
            text_layer_trust: None,
        });
    }
}

fn page(number: u32) -> Page {
    Page {
        number,
        size: PageSize { width: 800.0, height: 1200.0, unit: Unit::Pixel },
        capture: Capture { rotation: Rotation::None, skew: 0.0, rectified: false, working_dpi: 150.0 },
        regions: vec![],
        lines: vec![],
    }
}
