use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use document::{Cell, Document, Line, LineId, Page, Region, RegionClass, Table, TableId, Word, WordId};

use crate::nests::Nests;
use crate::rows::has_fields;

/// A document as the sequence of blocks that every textual form is written from.
pub(crate) struct Flow<'a> {
    /// By page, in the document's order.
    pub(crate) pages: Vec<PageFlow<'a>>,
    /// Tables that neither a region nor a page claims.
    pub(crate) loose: Vec<Block<'a>>,
}

/// The blocks of one page in reading order.
pub(crate) struct PageFlow<'a> {
    pub(crate) page: &'a Page,
    pub(crate) blocks: Vec<Block<'a>>,
}

/// What stands in one region, or, without a region, what no region claims.
pub(crate) struct Block<'a> {
    pub(crate) region: Option<&'a Region>,
    pub(crate) class: RegionClass,
    /// The table to be printed here, before `pieces`.
    pub(crate) table: Option<&'a Table>,
    /// The table that was printed further up and goes on here.
    pub(crate) continued: Option<&'a Table>,
    /// Lines to be printed here; with a table only the words that are in none of its cells.
    pub(crate) pieces: Vec<Piece<'a>>,
}

/// A line, or some of its words.
#[derive(Clone)]
pub(crate) struct Piece<'a> {
    pub(crate) line: &'a Line,
    /// Absent for the whole line.
    words: Option<Vec<&'a Word>>,
}

impl<'a> Piece<'a> {
    fn whole(line: &'a Line) -> Self {
        Self { line, words: None }
    }

    /// The words of `line` that `keep` wants; nothing where it wants none. A line without words is kept whole.
    fn part(line: &'a Line, keep: impl Fn(WordId) -> bool) -> Option<Self> {
        let words: Vec<_> = line.words.iter().filter(|word| keep(word.id)).collect();
        if words.len() == line.words.len() {
            return Some(Self::whole(line));
        }
        (!words.is_empty()).then_some(Self { line, words: Some(words) })
    }

    /// The words in it.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'a Word> {
        let (all, some) = match &self.words {
            None => (self.line.words.as_slice(), Vec::new()),
            Some(words) => (&[][..], words.clone()),
        };
        all.iter().chain(some)
    }

    /// The text as read.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        match &self.words {
            None => Cow::Borrowed(&self.line.text),
            Some(words) => Cow::Owned(spell(words.iter().copied())),
        }
    }
}

/// How the lines of a block become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Running text: one paragraph.
    Paragraph,
    /// Items, each begun by a marker.
    Items,
    /// Line by line as printed, what stands side by side on one row.
    Lines,
}

impl Block<'_> {
    /// How its lines become text: what belongs to no sentence, as the fields of a form, stays line by line.
    pub(crate) fn setting(&self) -> Setting {
        use RegionClass as C;
        match self.class {
            _ if self.region.is_none() => Setting::Lines,
            C::List => Setting::Items,
            C::Text if has_fields(&self.pieces) => Setting::Lines,
            C::Title | C::Heading | C::Text | C::Caption | C::Footnote | C::Reference | C::SideNote => {
                Setting::Paragraph
            }
            _ => Setting::Lines,
        }
    }
}

/// The text of a cell; where it has none, its words.
pub(crate) fn cell_text<'a>(cell: &'a Cell, lines: &Lines<'a>) -> Cow<'a, str> {
    if !cell.text.trim().is_empty() || cell.words.is_empty() {
        return Cow::Borrowed(&cell.text);
    }
    Cow::Owned(spell(cell.words.iter().filter_map(|id| lines.word(*id))))
}

/// Words with the spaces between them; a word that is glued to one before it that is not given still gets its space.
fn spell<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    let mut text = String::new();
    let mut last: Option<WordId> = None;
    for word in words {
        let follows =
            last.is_some_and(|l| l.line == word.id.line && l.word.checked_add(1) == Some(word.id.word));
        let is_joined = word.glued && follows;
        if !(text.is_empty() || is_joined) {
            text.push(' ');
        }
        text.push_str(&word.text);
        last = Some(word.id);
    }
    text
}

/// Every line of a document by its name.
#[derive(Default)]
pub(crate) struct Lines<'a>(HashMap<LineId, &'a Line>);

impl<'a> Lines<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut lines = HashMap::new();
        for line in document.pages.iter().flat_map(|page| &page.lines) {
            lines.entry(line.id).or_insert(line);
        }
        Self(lines)
    }

    pub(crate) fn line(&self, id: LineId) -> Option<&'a Line> {
        self.0.get(&id).copied()
    }

    /// Words as text, those of one line on one line.
    pub(crate) fn spell(&self, words: &[WordId]) -> String {
        let of_line = |ids: &[WordId]| spell(ids.iter().filter_map(|id| self.word(*id)));
        words.chunk_by(|a, b| a.line == b.line).map(of_line).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn word(&self, id: WordId) -> Option<&'a Word> {
        let line = self.line(id.line)?;
        let guess = line.words.get((id.word as usize).wrapping_sub(1)).filter(|word| word.id == id);
        guess.or_else(|| line.words.iter().find(|word| word.id == id))
    }
}

impl<'a> Flow<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        Builder::new(document).build()
    }
}

/// A [`Flow`] in the making.
struct Builder<'a> {
    document: &'a Document,
    lines: Lines<'a>,
    tables: HashMap<TableId, &'a Table>,
    /// The words in each table's cells, and those it reports as unplaced or repeated.
    covered: HashMap<TableId, HashSet<WordId>>,
    /// The table of the region that holds a line; no entry for lines that no region holds.
    holders: HashMap<LineId, Option<TableId>>,
    /// Lines that have been printed, by address: identifiers of a foreign document may repeat.
    printed: HashSet<*const Line>,
    /// Tables that have been printed, likewise; those in cells of others are printed with these.
    shown: HashSet<*const Table>,
}

impl<'a> Builder<'a> {
    fn new(document: &'a Document) -> Self {
        let tables: HashMap<_, _> = document.tables.iter().rev().map(|table| (table.id, table)).collect();
        let words = |table: &Table| {
            let placed = table.grid.cells().iter().flat_map(|cell| cell.words.iter().copied());
            let beside = table.unplaced_words.iter().chain(&table.repeated_words).copied();
            placed.chain(beside).collect()
        };
        let covered = tables.values().map(|table| (table.id, words(table))).collect();
        let mut holders = HashMap::new();
        for region in document.pages.iter().flat_map(|page| &page.regions) {
            let table = region.table.filter(|id| tables.contains_key(id));
            region.lines.iter().for_each(|id| {
                holders.entry(*id).or_insert(table);
            });
        }
        let lines = Lines::new(document);
        let nested = Nests::new(document).tables().map(std::ptr::from_ref).collect();
        Self { document, lines, tables, covered, holders, printed: HashSet::new(), shown: nested }
    }

    fn build(mut self) -> Flow<'a> {
        let held: HashSet<TableId> = {
            let regions = self.document.pages.iter().flat_map(|page| &page.regions);
            regions.filter_map(|region| region.table).collect()
        };
        let mut pages = Vec::with_capacity(self.document.pages.len());
        for page in &self.document.pages {
            let mut blocks: Vec<_> = page.regions.iter().map(|region| self.block(page, region)).collect();
            for table in &self.document.tables {
                let here = table.places.first().is_some_and(|place| place.page == page.number);
                if here && !held.contains(&table.id) {
                    blocks.extend(self.unclaimed_table(table));
                }
            }
            blocks.extend(self.unclaimed_lines(page));
            pages.push(PageFlow { page, blocks });
        }
        let document = self.document;
        let loose = document.tables.iter().filter_map(|table| self.unclaimed_table(table)).collect();
        Flow { pages, loose }
    }

    fn block(&mut self, page: &'a Page, region: &'a Region) -> Block<'a> {
        let known = region.table.and_then(|id| self.tables.get(&id).copied());
        let is_first = known.is_some_and(|table| self.shown.insert(table));
        let mut pieces = match known {
            Some(table) if is_first => self.unplaced(table),
            _ => Vec::new(),
        };
        for id in &region.lines {
            let Some(line) = page.line(*id).filter(|line| self.printed.insert(*line)) else { continue };
            let covered = known.and_then(|table| self.covered.get(&table.id));
            pieces.extend(match covered {
                Some(covered) if !line.words.is_empty() => Piece::part(line, |word| !covered.contains(&word)),
                _ => Some(Piece::whole(line)),
            });
        }
        let (table, continued) = if is_first { (known, None) } else { (None, known) };
        Block { region: Some(region), class: region.class, table, continued, pieces }
    }

    /// The words that `table` reports, by line; those in lines that a region prints elsewhere are left to it.
    fn unplaced(&self, table: &'a Table) -> Vec<Piece<'a>> {
        let mut by_line: Vec<(LineId, HashSet<WordId>)> = Vec::new();
        for word in &table.unplaced_words {
            let elsewhere = self.holders.get(&word.line).is_some_and(|holder| *holder != Some(table.id));
            if elsewhere {
                continue;
            }
            match by_line.iter_mut().rev().find(|(line, _)| *line == word.line) {
                Some((_, words)) => drop(words.insert(*word)),
                None => by_line.push((word.line, HashSet::from([*word]))),
            }
        }
        let piece = |(id, words): (LineId, HashSet<WordId>)| {
            let line = self.lines.line(id).filter(|line| !line.words.is_empty())?;
            Piece::part(line, |word| words.contains(&word))
        };
        by_line.into_iter().filter_map(piece).collect()
    }

    /// A table that no region names and that is not yet printed.
    fn unclaimed_table(&mut self, table: &'a Table) -> Option<Block<'a>> {
        if !self.shown.insert(table) {
            return None;
        }
        let pieces = self.unplaced(table);
        Some(Block { region: None, class: RegionClass::Table, table: Some(table), continued: None, pieces })
    }

    /// The lines of `page` that no region has printed, without the words that stand in tables.
    fn unclaimed_lines(&mut self, page: &'a Page) -> Option<Block<'a>> {
        let mut pieces = Vec::new();
        for line in &page.lines {
            if self.printed.insert(line) {
                let in_table = |word: WordId| self.covered.values().any(|words| words.contains(&word));
                let part = if line.words.is_empty() {
                    Some(Piece::whole(line))
                } else {
                    Piece::part(line, |word| !in_table(word))
                };
                pieces.extend(part);
            }
        }
        let block = Block { region: None, class: RegionClass::Text, table: None, continued: None, pieces };
        (!block.pieces.is_empty()).then_some(block)
    }
}
