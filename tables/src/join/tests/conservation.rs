//! No word and no place is lost by joining, whatever is joined.

use std::collections::BTreeMap;

use document::{Document, RegionClass as Class, Table, WordId};

use super::super::join;
use super::sheet::Sheet;

const DOCUMENTS: u64 = 400;
const TEXTS: [&str; 12] =
    ["", "", "1", "2", "3.5", "sodium", "and so on", "续表", "Item", "Result", "The roof,", "of the wall"];

/// Knuth's MMIX generator: the same seed, the same document.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn random(seed: u64) -> Document {
    let mut dice = Dice(seed);
    let mut sheet = Sheet::new();
    let columns = 1 + dice.below(3);
    let head: Vec<&str> = (0..columns).map(|_| TEXTS[dice.below(TEXTS.len())]).collect();
    for _ in 0..2 + dice.below(3) {
        for _ in 0..dice.below(3) {
            let class = [Class::Caption, Class::Text, Class::Header, Class::Footnote][dice.below(4)];
            sheet.text(class, ["续表 1", "Table 1", "a text", "12"][dice.below(4)]);
        }
        for _ in 0..1 + dice.below(2) {
            let mut rows: Vec<Vec<&str>> = vec![];
            if dice.below(2) == 0 {
                rows.push(head.clone());
            }
            for _ in 0..1 + dice.below(4) {
                let cell = |index: usize, dice: &mut Dice| match dice.below(8) {
                    0 if !rows.is_empty() => "^",
                    1 if index > 0 => "<",
                    _ => TEXTS[dice.below(TEXTS.len())],
                };
                let row: Vec<&str> = (0..columns).map(|index| cell(index, &mut dice)).collect();
                // Spans in both ways at once would overlap.
                let is_plain = !(row.contains(&"^") && row.contains(&"<"));
                let before_is_flat = rows.last().is_none_or(|row| !row.contains(&"<") && !row.contains(&"^"));
                if is_plain && before_is_flat {
                    rows.push(row);
                }
            }
            if rows.is_empty() {
                rows.push(head.clone());
            }
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            sheet.table(dice.below(2) as u32, &rows);
        }
        sheet.page();
    }
    sheet.document()
}

/// How often each word is told by tables.
fn words(tables: &[Table]) -> BTreeMap<WordId, usize> {
    let mut bag = BTreeMap::new();
    for table in tables {
        let placed = table.grid.cells().iter().flat_map(|cell| &cell.words);
        for word in placed.chain(&table.unplaced_words).chain(&table.repeated_words) {
            *bag.entry(*word).or_default() += 1;
        }
    }
    bag
}

/// Text of the cells, with what was repeated.
fn letters(document: &Document) -> String {
    let texts = document.tables.iter().flat_map(|table| table.grid.cells()).map(|cell| cell.text.as_str());
    let repeated = document.tables.iter().flat_map(|table| &table.repeated_words);
    let word = |id: &WordId| {
        let line = document.page(id.line.page).unwrap().line(id.line).unwrap();
        line.words[id.word as usize - 1].text.clone()
    };
    let all: String = texts.map(str::to_owned).chain(repeated.map(word)).collect();
    let mut all: Vec<char> = all.chars().filter(|c| !c.is_whitespace()).collect();
    all.sort_unstable();
    all.into_iter().collect()
}

#[test]
fn no_word_and_no_place_is_lost() {
    let mut fewer = 0;
    for seed in 0..DOCUMENTS {
        let before = random(seed);
        let after = join(before.clone());
        fewer += before.tables.len() - after.tables.len();
        assert_eq!(words(&before.tables), words(&after.tables), "document {seed}");
        assert_eq!(letters(&before), letters(&after), "document {seed}");
        let places = |document: &Document| document.tables.iter().map(|t| t.places.len()).sum::<usize>();
        assert_eq!(places(&before), places(&after), "document {seed}");
        for page in &after.pages {
            for table in page.regions.iter().filter_map(|region| region.table) {
                assert!(after.table(table).is_some(), "document {seed}: {table} is not there");
            }
        }
        assert_eq!(join(after.clone()).tables.len(), after.tables.len(), "document {seed}: joined again");
    }
    assert!(fewer > DOCUMENTS as usize / 10, "{fewer} joins: the documents test nothing");
}
