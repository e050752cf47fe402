//! Papers in writing, clean and changed in one place after another: what tests and measurements of the rules read.
//!
//! A file holds several papers. `@@@ name` begins one; its lines follow as they stand on the page. Lines that begin with `|` are rows of a
//! table whose first row heads it, three blanks or more part columns. Each line `--- RULE :: from => to ;; from => to` is a change that
//! breaks that rule: every `from` in the paper becomes its `to`, one part after the other; `\n` is a line's end. All persons and firms
//! are invented.

use crate::sheet::{Sheet, Slot};
use document::{CellSpan, Document, HeaderKind, RegionClass};

/// A paper and the changes that break rules in it.
#[derive(Debug)]
pub(crate) struct Paper<'a> {
    pub(crate) name: &'a str,
    text: String,
    pub(crate) changes: Vec<Change<'a>>,
}

/// A change of a paper.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// The rule that it breaks.
    pub(crate) rule: &'a str,
    /// What becomes what, as written.
    pub(crate) parts: &'a str,
}

impl<'a> Paper<'a> {
    /// The papers of a file.
    ///
    /// # Panics
    /// Where a change does not say which rule it breaks.
    pub(crate) fn all(file: &'a str) -> Vec<Self> {
        let of_one = |paper: &'a str| {
            let (name, rest) = paper.split_once('\n').unwrap_or((paper, ""));
            let (changes, text): (Vec<&str>, Vec<&str>) =
                rest.lines().partition(|line| line.starts_with("--- "));
            let change = |line: &'a str| {
                let (rule, parts) = line
                    .trim_start_matches("--- ")
                    .split_once(" :: ")
                    .unwrap_or_else(|| panic!("{name}: no rule before `::` in {line}"));
                Change { rule, parts }
            };
            Self {
                name: name.trim(),
                // The last line ends, too.
                text: text.iter().flat_map(|line| [line, "\n"]).collect(),
                changes: changes.into_iter().map(change).collect(),
            }
        };
        file.split("@@@ ").skip(1).map(of_one).collect()
    }

    /// The clean paper.
    pub(crate) fn clean(&self) -> Document {
        document(&self.text)
    }

    /// The paper with a change made.
    ///
    /// # Panics
    /// Where what is to be changed does not stand in the paper.
    pub(crate) fn changed(&self, change: &Change<'_>) -> Document {
        let mut text = self.text.clone();
        for part in change.parts.split(" ;; ") {
            let (from, to) =
                part.split_once(" =>").unwrap_or_else(|| panic!("{}: no => in {part}", self.name));
            let (from, to) =
                (from.replace("\\n", "\n"), to.strip_prefix(' ').unwrap_or(to).replace("\\n", "\n"));
            assert!(text.contains(&from), "{}: nothing to change in {from}", self.name);
            text = text.replace(&from, &to);
        }
        document(&text)
    }
}

/// The page with those lines and tables, each line a region of its own.
fn document(text: &str) -> Document {
    let (mut sheet, mut rows): (Sheet, Vec<Vec<&str>>) = (Sheet::new(), vec![]);
    for line in text.lines().chain([""]) {
        if let Some(row) = line.strip_prefix('|') {
            let row = row.trim_end();
            rows.push(row.strip_suffix('|').unwrap_or(row).split('|').map(str::trim).collect());
            continue;
        }
        if !rows.is_empty() {
            sheet = sheet.grid(&slots(&rows));
            rows.clear();
        }
        if !line.trim().is_empty() {
            sheet = sheet.region(RegionClass::Text, &[line]);
        }
    }
    sheet.document()
}

/// The cells of a table whose first row heads it; the last cell of a short row goes on to the table's edge.
fn slots(rows: &[Vec<&str>]) -> Vec<Slot> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let slot = |row: usize, column: usize, text: &str, last: bool| {
        let column_span = if last { columns - column } else { 1 } as u32;
        Slot {
            span: CellSpan { row: row as u32, column: column as u32, row_span: 1, column_span },
            header: if row == 0 { HeaderKind::Column } else { HeaderKind::None },
            text: text.to_owned(),
        }
    };
    let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
        texts.iter().enumerate().map(move |(column, text)| slot(row, column, text, column + 1 == texts.len()))
    });
    cells.collect()
}
