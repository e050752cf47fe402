//! A document as passages.

use std::collections::{HashMap, HashSet};

use document::{
    Cell, Document, Joint, Line, Page, Place, Rect, Region, RegionClass, Table, TableId, Word, WordId,
};

use super::continuation::goes_on;
use super::passage::{Draft, Piece, Role};
use super::{PassageId, TableView, View};

/// The passages of a document being gathered.
struct Builder<'d> {
    document: &'d Document,
    pages: HashMap<u32, &'d Page>,
    tables: HashMap<TableId, &'d Table>,
    /// Those in cells, by the table around them.
    nested: HashMap<TableId, Vec<&'d Table>>,
    done: HashSet<TableId>,
    view: View,
    /// A paragraph that the next page may go on with.
    open: Option<(Draft, Role, u32)>,
    /// What frames the pages that `open` spans.
    margins: Vec<(Draft, Role, u32)>,
}

/// The view of `document`.
pub(super) fn build(document: &Document) -> View {
    let mut nested: HashMap<TableId, Vec<&Table>> = HashMap::new();
    for table in &document.tables {
        if let Some(cell) = table.inside {
            nested.entry(cell.table).or_default().push(table);
        }
    }
    let mut builder = Builder {
        nested,
        document,
        pages: document.pages.iter().map(|page| (page.number, page)).collect(),
        tables: document.tables.iter().map(|table| (table.id, table)).collect(),
        done: HashSet::new(),
        view: View::default(),
        open: None,
        margins: Vec::new(),
    };
    for page in &document.pages {
        builder.page(page);
    }
    builder.close();
    builder.view
}

impl<'d> Builder<'d> {
    fn page(&mut self, page: &'d Page) {
        for region in &page.regions {
            match region.table.and_then(|id| self.tables.get(&id).copied()) {
                Some(table) => self.tables(table),
                None => self.region(page, region),
            }
        }
    }

    fn region(&mut self, page: &'d Page, region: &'d Region) {
        let lines = region.lines.iter().filter_map(|id| page.line(*id));
        let lines: Vec<&Line> = lines.filter(|line| !line.text.trim().is_empty()).collect();
        let Some(first) = lines.first() else { return };
        let is_running = matches!(region.class, RegionClass::Text | RegionClass::List);
        if region.class.is_marginal() {
            let mut draft = Draft::default();
            lines.iter().for_each(|line| add_line(&mut draft, page.number, line));
            self.margins.push((draft, Role::Region { id: region.id, class: region.class }, page.number));
            return;
        }
        let before = self.open.take();
        let (mut draft, role, start) = match before {
            Some((draft, role, start))
                if is_running && goes_on(self.document, &draft, start, page, first) =>
            {
                (draft, role, start)
            }
            other => {
                self.open = other;
                self.close();
                (Draft::default(), Role::Region { id: region.id, class: region.class }, page.number)
            }
        };
        lines.iter().for_each(|line| add_line(&mut draft, page.number, line));
        if is_running {
            self.open = Some((draft, role, start));
        } else {
            self.push(draft, role, Some(start));
        }
    }

    /// Ends the open paragraph; what frames its pages follows it, because that does not part it.
    fn close(&mut self) {
        let open = self.open.take();
        for (draft, role, page) in open.into_iter().chain(std::mem::take(&mut self.margins)) {
            self.push(draft, role, Some(page));
        }
    }

    fn push(&mut self, draft: Draft, role: Role, page: Option<u32>) {
        let id = PassageId(self.view.passages.len() as u32);
        self.view.passages.push(draft.finish(id, role, page));
    }

    /// A table, then those in its cells.
    fn tables(&mut self, table: &'d Table) {
        let mut next = vec![table];
        while let Some(table) = next.pop() {
            if self.done.insert(table.id) {
                let nested = self.nested.get(&table.id).cloned().unwrap_or_default();
                self.table(table, &nested);
                next.extend(nested.into_iter().rev());
            }
        }
    }

    fn table(&mut self, table: &'d Table, nested: &[&'d Table]) {
        self.close();
        let told: HashSet<WordId> = nested.iter().flat_map(|nested| nested.grid.words()).collect();
        let first = PassageId(self.view.passages.len() as u32);
        for cell in table.grid.cells() {
            let role = Role::Cell { table: table.id, row: cell.span.row, column: cell.span.column };
            let page = cell.places.first().or(table.places.first()).map(|place| place.page);
            let draft = self.cell(cell, &told);
            self.push(draft, role, page);
        }
        self.view.tables.push(TableView::new(table.id, &table.grid, first));
        self.unplaced(table);
    }

    /// What stands in the table's outline and fits no cell, line by line.
    fn unplaced(&mut self, table: &Table) {
        let words: Vec<&Word> = table.unplaced_words.iter().filter_map(|id| self.word(*id)).collect();
        for words in words.chunk_by(|a, b| a.id.line.page == b.id.line.page) {
            let mut draft = Draft::default();
            for line in words.chunk_by(|a, b| a.id.line == b.id.line) {
                join(&mut draft, line.first().map_or("", |word| &word.text));
                add_words(&mut draft, line);
            }
            self.push(draft, Role::Unplaced, words.first().map(|word| word.id.line.page));
        }
    }

    fn word(&self, id: WordId) -> Option<&'d Word> {
        let line = self.pages.get(&id.line.page)?.line(id.line)?;
        let guess = line.words.get((id.word as usize).wrapping_sub(1)).filter(|word| word.id == id);
        guess.or_else(|| line.words.iter().find(|word| word.id == id))
    }

    /// A cell from its words where they spell its text, else from the text at the cell's place. Of a cell with a table in it,
    /// what is not `told` there.
    fn cell(&self, cell: &'d Cell, told: &HashSet<WordId>) -> Draft {
        let words = cell.words.iter().filter(|id| !told.contains(id)).filter_map(|id| self.word(*id));
        let words: Vec<&Word> = words.collect();
        let mut draft = Draft::default();
        for line in words.chunk_by(|a, b| a.id.line == b.id.line) {
            join(&mut draft, line.first().map_or("", |word| &word.text));
            add_words(&mut draft, line);
        }
        if spells(draft.text(), &cell.text) || cell.words.iter().any(|id| told.contains(id)) {
            return draft;
        }
        let mut draft = Draft::default();
        for text in cell.text.lines().map(str::trim).filter(|text| !text.is_empty()) {
            join(&mut draft, text);
            let characters = draft.push(text);
            draft.row(characters.clone(), None, cell.places.first().cloned());
            if let Some(place) = cell.places.first() {
                draft.ink(Piece {
                    characters,
                    word: None,
                    page: place.page,
                    outline: place.outline.clone(),
                    confidence: cell.confidence,
                    character_confidences: Vec::new(),
                    vertical: false,
                });
            }
        }
        draft
    }
}

/// Whether two texts differ in blanks only (a hyphen lost at a line's end counts as one).
fn spells(words: &str, text: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    words.trim().is_empty() == text.trim().is_empty() && plain(words) == plain(text)
}

fn place_of(word: &Word) -> Place {
    Place { page: word.id.line.page, outline: word.outline.clone() }
}

/// Puts what belongs between the text so far and `next`.
fn join(draft: &mut Draft, next: &str) {
    match Joint::between(draft.text(), next) {
        Joint::Parted => draft.pop(),
        Joint::Space => draft.push_blank(' '),
        Joint::Glued => {}
    }
}

/// Adds words of one line as a row.
fn add_words(draft: &mut Draft, words: &[&Word]) {
    let start = draft.characters();
    words.iter().enumerate().for_each(|(index, word)| add_word(draft, word, index > 0));
    let bounds = Rect::around(words.iter().map(|word| word.outline.bounds()));
    let place =
        words.first().zip(bounds).map(|(word, bounds)| Place { outline: bounds.into(), ..place_of(word) });
    draft.row(start..draft.characters(), words.first().map(|word| word.id.line), place);
}

fn add_word(draft: &mut Draft, word: &Word, spaced: bool) {
    if spaced && !word.glued {
        draft.push_blank(' ');
    }
    let characters = draft.push(&word.text);
    draft.ink(Piece {
        characters,
        word: Some(word.id),
        page: word.id.line.page,
        outline: word.outline.clone(),
        confidence: word.confidence,
        character_confidences: word.character_confidences.clone(),
        vertical: false,
    });
}

/// Adds a line from its words, or as one piece where they do not spell it.
fn add_line(draft: &mut Draft, page: u32, line: &Line) {
    let text = line.text.trim();
    join(draft, text);
    let start = draft.characters();
    if spells(&Line::spell(&line.words), text) {
        for (index, word) in line.words.iter().enumerate() {
            add_word(draft, word, index > 0);
        }
        draft.turn(start, line.direction == document::Direction::Vertical);
    } else {
        let characters = draft.push(text);
        draft.ink(Piece {
            characters,
            word: None,
            page,
            outline: line.outline.clone(),
            confidence: line.confidence,
            character_confidences: Vec::new(),
            vertical: line.direction == document::Direction::Vertical,
        });
    }
    let place = Place { page, outline: line.outline.clone() };
    draft.row(start..draft.characters(), Some(line.id), Some(place));
}
