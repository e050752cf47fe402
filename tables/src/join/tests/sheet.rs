//! Pages built from texts and tables, top down; each page ends where its last item does.

use document::{
    Capture, Cell, CellSpan, Direction, Document, Generator, Grid, HeaderKind, Line, LineId, Origin, Outline,
    Page, PageSize, Place, Point, Rect, Region, RegionClass, RegionId, Rotation, SCHEMA_VERSION, Source,
    SourceFormat, Table, TableId, TableMethod, Unit, Word, WordId,
};

const WIDTH: f32 = 600.0;
const ROW: f32 = 20.0;
const TOP: f32 = 10.0;
const LETTER: f32 = 5.0;

pub(super) struct Sheet {
    pages: Vec<Page>,
    tables: Vec<Table>,
    top: f32,
    room: f32,
}

impl Sheet {
    pub(super) fn new() -> Self {
        let mut sheet = Self { pages: vec![], tables: vec![], top: TOP, room: 0.0 };
        sheet.page();
        sheet
    }

    /// Begins the next page; the last one ends here.
    pub(super) fn page(&mut self) -> &mut Self {
        self.close();
        let capture = Capture { rotation: Rotation::None, skew: 0.0, rectified: false, working_dpi: 200.0 };
        let size = PageSize { width: WIDTH, height: 0.0, unit: Unit::Pixel };
        let number = self.pages.len() as u32 + 1;
        self.pages.push(Page { number, size, capture, regions: vec![], lines: vec![] });
        self.top = TOP;
        self
    }

    fn close(&mut self) {
        let height = self.top + TOP + self.room;
        self.room = 0.0;
        if let Some(page) = self.pages.last_mut() {
            page.size.height = height;
        }
    }

    /// Leaves room below the last item of this page.
    pub(super) fn leave_room(&mut self, room: f32) -> &mut Self {
        self.room = room;
        self
    }

    pub(super) fn top(&self) -> f32 {
        self.top
    }

    pub(super) fn set_top(&mut self, top: f32) -> &mut Self {
        self.top = top;
        self
    }

    fn last(&mut self) -> &mut Page {
        self.pages.last_mut().unwrap()
    }

    /// Writes a line of words from (x, y) on.
    fn line(&mut self, x: f32, y: f32, text: &str) -> LineId {
        let page = self.last();
        let id = LineId { page: page.number, line: page.lines.len() as u32 + 1 };
        let mut left = x;
        let word = |(index, text): (usize, &str)| {
            let right = left + LETTER * text.chars().count() as f32;
            let outline = Rect::new(left, y, right, y + 10.0).into();
            left = right + LETTER;
            Word {
                id: WordId { line: id, word: index as u32 + 1 },
                text: text.into(),
                outline,
                confidence: None,
                character_confidences: vec![],
                alternatives: vec![],
                glued: false,
                origin: Origin::Recognition,
            }
        };
        let words: Vec<Word> = text.split(' ').filter(|t| !t.is_empty()).enumerate().map(word).collect();
        let outline = Rect::around(words.iter().map(|w| w.outline.bounds())).unwrap_or_default().into();
        let direction = Direction::Horizontal;
        page.lines.push(Line { id, text: text.into(), outline, confidence: None, direction, words });
        id
    }

    fn region(&mut self, class: RegionClass, bounds: Rect, lines: Vec<LineId>, table: Option<TableId>) {
        let page = self.last();
        let id = RegionId { page: page.number, region: page.regions.len() as u32 + 1 };
        let outline = bounds.into();
        let (confidence, level, text_layer_trust) = (None, None, None);
        page.regions.push(Region { id, class, outline, confidence, level, lines, table, text_layer_trust });
    }

    /// A caption before a table is its caption.
    pub(super) fn text(&mut self, class: RegionClass, text: &str) -> &mut Self {
        let y = self.top;
        let line = self.line(50.0, y, text);
        self.region(class, Rect::new(50.0, y, 550.0, y + 12.0), vec![line], None);
        self.top += ROW;
        self
    }

    /// A table with columns of one width.
    pub(super) fn table(&mut self, head: u32, rows: &[&[&str]]) -> &mut Self {
        let columns = rows[0].len();
        let edges: Vec<f32> = (0..=columns).map(|i| 50.0 + 500.0 * i as f32 / columns as f32).collect();
        self.table_at(&edges, head, rows)
    }

    /// A table with column `edges`; `head` rows head columns. `^` goes on with the cell above, `<` with the one on the
    /// left.
    pub(super) fn table_at(&mut self, edges: &[f32], head: u32, rows: &[&[&str]]) -> &mut Self {
        let top = self.top;
        let mut cells: Vec<Cell> = vec![];
        let mut lines = vec![];
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate() {
                if *text == "^" || *text == "<" {
                    continue;
                }
                let row_span = 1 + rows[r + 1..].iter().take_while(|row| row[c] == "^").count();
                let column_span = 1 + row[c + 1..].iter().take_while(|text| **text == "<").count();
                let y = |row: usize| top + ROW * row as f32;
                let bounds = Rect::new(edges[c], y(r), edges[c + column_span], y(r + row_span));
                let mut words = vec![];
                if !text.is_empty() {
                    let line = self.line(edges[c] + 4.0, y(r) + 5.0, text);
                    words.extend(self.last().line(line).unwrap().words.iter().map(|word| word.id));
                    lines.push(line);
                }
                let (row, column) = (r as u32, c as u32);
                cells.push(Cell {
                    span: CellSpan {
                        row,
                        column,
                        row_span: row_span as u32,
                        column_span: column_span as u32,
                    },
                    header: if row < head { HeaderKind::Column } else { HeaderKind::None },
                    text: (*text).into(),
                    confidence: None,
                    places: vec![Place { page: self.last().number, outline: bounds.into() }],
                    words,
                });
            }
        }
        let bounds = Rect::new(edges[0], top, edges[edges.len() - 1], top + ROW * rows.len() as f32);
        let id = TableId(self.tables.len() as u32 + 1);
        let page = self.last();
        let caption = page.regions.last().filter(|region| region.class == RegionClass::Caption);
        let caption = caption.map(|region| region.id);
        let places = vec![Place { page: page.number, outline: bounds.into() }];
        self.region(RegionClass::Table, bounds, lines, Some(id));
        let (rows, columns) = (rows.len() as u32, edges.len() as u32 - 1);
        self.tables.push(Table {
            id,
            places,
            grid: Grid::new(rows, columns, cells).unwrap(),
            confidence: None,
            method: TableMethod::Rulings,
            caption,
            notes: vec![],
            columns: vec![],
            unplaced_words: vec![],
            repeated_words: vec![],
            inside: None,
        });
        self.top = bounds.bottom + 8.0;
        self
    }

    /// The last region is the caption of the last table.
    pub(super) fn caption_of_last(&mut self) -> &mut Self {
        let id = self.last().regions.last().map(|region| region.id);
        self.tables.last_mut().unwrap().caption = id;
        self
    }

    /// Turns the last page by quarter turns clockwise and scales it.
    pub(super) fn turn_last(&mut self, turns: u32, scale: f32) -> &mut Self {
        self.close();
        let (width, height) = (WIDTH, self.last().size.height);
        let point = |p: Point| match turns {
            0 => p,
            1 => Point::new(height - p.y, p.x),
            2 => Point::new(width - p.x, height - p.y),
            _ => Point::new(p.y, width - p.x),
        };
        let map = |outline: &Outline| outline.map(|p| Point::new(point(p).x * scale, point(p).y * scale));
        let page = self.last();
        let sides = if turns.is_multiple_of(2) { (width, height) } else { (height, width) };
        (page.size.width, page.size.height) = (sides.0 * scale, sides.1 * scale);
        page.regions.iter_mut().for_each(|region| region.outline = map(&region.outline));
        for line in &mut page.lines {
            line.words.iter_mut().for_each(|word| word.outline = map(&word.outline));
        }
        let number = page.number;
        for table in &mut self.tables {
            let here = |places: &mut Vec<Place>| {
                places.iter_mut().filter(|p| p.page == number).for_each(|p| p.outline = map(&p.outline));
            };
            here(&mut table.places);
            table.grid.for_each_cell(|cell| here(&mut cell.places));
        }
        // Closing again keeps the size.
        self.top = self.last().size.height - TOP;
        self
    }

    pub(super) fn document(mut self) -> Document {
        self.close();
        let page_count = self.pages.len() as u32;
        Document {
            schema_version: SCHEMA_VERSION.into(),
            generator: Generator { name: "test".into(), version: "0".into() },
            source: Source {
                name: "sheet".into(),
                format: SourceFormat::Memory,
                bytes: 0,
                sha256: String::new(),
                page_count,
            },
            pages: self.pages,
            tables: self.tables,
            fields: vec![],
        }
    }
}

/// The rows of a table, cells parted by `|`, lines within a cell by `/`.
pub(super) fn rows(table: &Table) -> Vec<String> {
    let grid = &table.grid;
    let text = |row, column| {
        let cell =
            grid.cell_at(row, column).filter(|cell| (cell.span.row, cell.span.column) == (row, column));
        cell.map(|cell| cell.text.replace('\n', "/")).unwrap_or_default()
    };
    (0..grid.rows())
        .map(|row| (0..grid.columns()).map(|column| text(row, column)).collect::<Vec<_>>().join("|"))
        .collect()
}
